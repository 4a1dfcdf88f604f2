//! Entries that went down to a laptop, in the PostgreSQL ledger; sends none itself.

use super::LedgerFault;
use super::cases::{self, CaseLedger};
use super::postgres::PostgresLedger;
use super::postgres_rows::{Door, feed_item, signed};
use crate::stdx::id::Id;
use crate::wire::message::feed::{FeedItem, Scope, kind};
use postgres::{Error, GenericClient};

impl CaseLedger for PostgresLedger {
    fn brought(&mut self, device: Id) -> Result<Vec<FeedItem>, LedgerFault> {
        let agency = self.agency;
        let kinds = [i64::from(kind::CASE_ENTRIES), i64::from(kind::ENTRIES_WITHDRAWN)];
        self.once(|door| of_kinds(door, agency, device, &kinds))
    }
}

/// No lower than the index has them: so that it is used.
fn of_kinds<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    device: Id,
    kinds: &[i64],
) -> Result<Vec<FeedItem>, Error> {
    let sql = "SELECT number, kind, must_understand, body FROM feed_item
               WHERE agency = $1 AND kind = ANY ($2) AND kind >= 20 AND scope = $3
               ORDER BY number";
    let scope = Scope::Device(device).key();
    let found = door.all(sql, &[&agency.0.as_slice(), &kinds, &scope])?;
    Ok(found.iter().map(feed_item).collect())
}

/// Withdraws the entries of `stops` from the feed of their laptop.
pub(super) fn withdraw<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    device: Id,
    stops: &[Id],
) -> Result<(), Error> {
    if stops.is_empty() {
        return Ok(());
    }
    let sql = "UPDATE feed_item SET kind = $4, must_understand = $5, body = $6
               WHERE agency = $1 AND scope = $2 AND number = $3";
    let (key, scope) = (agency.0.as_slice(), Scope::Device(device).key());
    for item in of_kinds(door, agency, device, &[i64::from(kind::CASE_ENTRIES)])? {
        let Some(gone) = cases::withdrawn(&item, stops) else { continue };
        let (number, kind) = (signed(gone.number), i64::from(gone.kind));
        let must = i64::from(gone.must_understand);
        door.execute(sql, &[&key, &scope, &number, &kind, &must, &gone.body.as_slice()])?;
    }
    Ok(())
}
