//! What a ledger holds of document numbers: how far each series went, the blocks that are leased of it, and which entries
//! took one; leases to nobody by itself.

use super::LedgerFault;
use crate::stdx::id::Id;
use crate::wire::message::feed::BlockLeased;
use crate::wire::message::hello::JournalName;

/// The part of the ledger that is about document numbers.
#[allow(clippy::missing_errors_doc, reason = "each fails when the database does not answer")]
pub trait SeriesLedger {
    /// After headquarters fell back to a copy: every series goes on `margin` numbers later, and one that the copy does not
    /// know begins so many later, because the lost tail may have leased them. False, and nothing changes, where that was
    /// done less than `quiet_ms` before `now_ms` or behind it; with 0 it is done always, and done twice both margins count.
    ///
    /// # Errors
    /// When the database does not answer; the same of every other call.
    fn skip_numbers(
        &mut self,
        margin: u32,
        now_ms: i64,
        quiet_ms: i64,
    ) -> Result<bool, LedgerFault>;
    /// When numbers were passed over last, milliseconds since 1970; `None` where they never were.
    fn skipped_ms(&mut self) -> Result<Option<i64>, LedgerFault>;
    /// Holds a block that a bureau was founded with as leased to its device, without telling it; false when some of
    /// it is another's.
    fn adopt(&mut self, device: Id, block: &BlockLeased) -> Result<bool, LedgerFault>;
    /// Leases the next `count` numbers of a series to a device's last epoch, and publishes the block to it.
    fn lease(
        &mut self,
        device: Id,
        series: (&str, i32),
        count: u32,
    ) -> Result<BlockLeased, LedgerFault> {
        self.lease_behind(device, series, count, 0)
    }
    /// The same of numbers higher than `behind`, wherever the series stands.
    fn lease_behind(
        &mut self,
        device: Id,
        series: (&str, i32),
        count: u32,
        behind: u32,
    ) -> Result<BlockLeased, LedgerFault>;
    /// The last number of each series that was leased or passed over: prefix, year, number; in no order.
    fn series(&mut self) -> Result<Vec<(String, i32, u32)>, LedgerFault>;
    /// Every block that is leased, with its device; in no order.
    fn leases(&mut self) -> Result<Vec<(Id, BlockLeased)>, LedgerFault>;
    /// The serials of a block that entries took, ascending, each with the journal that was first.
    fn taken(&mut self, block: &BlockLeased) -> Result<Vec<(u32, JournalName)>, LedgerFault>;
}
