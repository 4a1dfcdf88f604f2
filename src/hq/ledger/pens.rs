//! What a ledger holds of pens: where each went, what stands beside a case, and what a person made of it; judges none.

use super::LedgerFault;
use crate::hq::pens::{JournalEnd, Pen};
use crate::stdx::id::Id;
use crate::wire::message;
use crate::wire::message::feed::{News, Scope};
use crate::wire::message::hello::JournalName;
use crate::wire::message::pen::{BranchSettled, PenMoved};
use std::collections::{BTreeMap, BTreeSet};

/// An entry that stands beside the main line of its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BesideRow {
    /// The case.
    pub subject: Id,
    /// Whose entry.
    pub journal: JournalName,
    /// Its number.
    pub number: u64,
    /// The token that it bears.
    pub token: u64,
    /// Number of the case's settlement that took it in; `None` while its branch is open.
    pub settled: Option<u64>,
}

/// A move of a pen as it is kept, all of it in one transaction.
#[derive(Clone, Copy, Debug)]
pub struct Move<'a> {
    /// Headquarters' word.
    pub moved: &'a PenMoved,
    /// Every journal of both laptops, and where each ended when the word was made.
    pub ends: &'a [JournalEnd],
    /// Entries that stand beside the case from now on.
    pub beside: &'a [BesideRow],
    /// What is told with it, behind the word itself.
    pub news: &'a [(Scope, News)],
}

impl<'a> Move<'a> {
    /// One that changes nothing but where the pen is.
    #[must_use]
    pub fn new(moved: &'a PenMoved, ends: &'a [JournalEnd]) -> Move<'a> {
        Move { moved, ends, beside: &[], news: &[] }
    }
}

/// The part of the ledger that is about pens. A move is a row that is added: no case has two owners under one token.
#[allow(clippy::missing_errors_doc, reason = "each fails when the database does not answer")]
pub trait PenLedger {
    /// The pens of those of the cases that have one: where it went last, under token 0 the laptop whose recording of the case
    /// came first and stands not beside it. A case that nobody recorded has none.
    ///
    /// # Errors
    /// When the database does not answer; the same of every other call.
    fn pens(&mut self, subjects: &[Id]) -> Result<BTreeMap<Id, Pen>, LedgerFault>;
    /// Where the pen of a case went, in the order of the tokens.
    fn moves(&mut self, subject: Id) -> Result<Vec<PenMoved>, LedgerFault>;
    /// Keeps a move and tells both laptops, if its token is higher than every one before and the journals of both are those
    /// of `ends`, each still with that end; else false, and nothing changed. What the new owner wrote under this very token
    /// before the word was made stood beside the case and stands there no more.
    fn move_pen(&mut self, pen: &Move<'_>) -> Result<bool, LedgerFault>;
    /// What stands beside a case, or beside every case: in the order of cases, journals and numbers.
    fn beside(&mut self, subject: Option<Id>) -> Result<Vec<BesideRow>, LedgerFault>;
    /// Keeps a settlement with the entries of its branch that it takes in, and publishes `news`; false when its number is
    /// taken or nothing of the branch is open, and nothing is kept then.
    fn settle(
        &mut self,
        settled: &BranchSettled,
        news: &[(Scope, News)],
    ) -> Result<bool, LedgerFault>;
    /// What people decided of a case, in its order.
    fn settlements(&mut self, subject: Id) -> Result<Vec<BranchSettled>, LedgerFault>;
    /// Every case of which there is a move or a settlement, in the order of their ids.
    fn pen_cases(&mut self) -> Result<Vec<Id>, LedgerFault>;
}

/// Everything that is told of a move: the word to both laptops, once where both are the same one, and what goes with it.
pub(super) fn told(pen: &Move<'_>) -> Vec<(Scope, News)> {
    let sides = BTreeSet::from([pen.moved.from, pen.moved.to]);
    let word = |device| (Scope::Device(device), News::PenMoved(pen.moved.clone()));
    sides.into_iter().map(word).chain(pen.news.iter().cloned()).collect()
}

/// A signed word of a column, read back.
pub(super) fn read<T: for<'b> minicbor::Decode<'b, ()>>(bytes: &[u8]) -> Result<T, LedgerFault> {
    message::decode(bytes).map_err(|fault| LedgerFault::Damaged(fault.to_string()))
}
