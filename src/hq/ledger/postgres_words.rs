//! What the PostgreSQL ledger holds in headquarters' own words: checkpoints, disclosures, items by their kind, whose a
//! number or a case is, and which photographs are held; opens no transaction itself.

use super::LedgerFault;
use super::postgres_rows::{Door, bytes, feed_item, signed, whole};
use crate::domain::agency::DocumentNo;
use crate::hq::checkpoint::Marked;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::disclosure::Disclosure;
use crate::wire::message::checkpoint::Checkpoint;
use crate::wire::message::feed::{FeedItem, Scope};
use crate::wire::message::hello::JournalName;
use postgres::{Error, GenericClient, Row};

/// Columns that this program wrote, or why they cannot be read.
type Read<T> = Result<T, LedgerFault>;

pub(super) fn add_checkpoint<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    marked: &Marked,
) -> Result<bool, Error> {
    let (bytes, moved) = super::written(marked);
    let sql = "INSERT INTO checkpoint (agency, number, signed, moved) VALUES ($1, $2, $3, $4)
               ON CONFLICT (agency, number) DO NOTHING";
    let number = signed(marked.checkpoint.number);
    Ok(door.execute(sql, &[&agency.0.as_slice(), &number, &bytes, &moved])? == 1)
}

pub(super) fn checkpoints<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    from: u64,
    count: u64,
) -> Result<Vec<Read<Marked>>, Error> {
    let sql = "SELECT signed, moved FROM checkpoint WHERE agency = $1 AND number >= $2
               ORDER BY number LIMIT $3";
    let found = door.all(sql, &[&agency.0.as_slice(), &signed(from), &signed(count)])?;
    Ok(found.iter().map(|row| super::read(row.get(0), row.get(1))).collect())
}

pub(super) fn last_checkpoint<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
) -> Result<Option<Read<Checkpoint>>, Error> {
    let sql = "SELECT signed FROM checkpoint WHERE agency = $1 ORDER BY number DESC LIMIT 1";
    let last = door.one(sql, &[&agency.0.as_slice()])?;
    Ok(last.map(|row| super::read_checkpoint(row.get(0))))
}

pub(super) fn chain<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    from: u64,
    count: u64,
) -> Result<Vec<Read<Checkpoint>>, Error> {
    let sql = "SELECT signed FROM checkpoint WHERE agency = $1 AND number >= $2
               ORDER BY number LIMIT $3";
    let found = door.all(sql, &[&agency.0.as_slice(), &signed(from), &signed(count)])?;
    Ok(found.iter().map(|row| super::read_checkpoint(row.get(0))).collect())
}

pub(super) fn add_disclosure<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    disclosure: &Disclosure,
) -> Result<bool, Error> {
    let sql = "INSERT INTO disclosure (agency, number, signed) VALUES ($1, $2, $3)
               ON CONFLICT (agency, number) DO NOTHING";
    let (number, bytes) = (signed(disclosure.number), disclosure.encode());
    Ok(door.execute(sql, &[&agency.0.as_slice(), &number, &bytes])? == 1)
}

pub(super) fn disclosures<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
) -> Result<Vec<Read<Disclosure>>, Error> {
    let sql = "SELECT signed FROM disclosure WHERE agency = $1 ORDER BY number";
    let found = door.all(sql, &[&agency.0.as_slice()])?;
    Ok(found.iter().map(|row| super::read_disclosure(row.get(0))).collect())
}

pub(super) fn published<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    kind: u16,
) -> Result<Vec<(Scope, FeedItem)>, Error> {
    // The index holds kinds from 20 on alone.
    let sql = "SELECT number, kind, must_understand, body, scope FROM feed_item
               WHERE agency = $1 AND kind = $2 AND kind >= 20 ORDER BY scope, number";
    let found = door.all(sql, &[&agency.0.as_slice(), &i64::from(kind)])?;
    let item = |row: &Row| (Scope::from_key(row.get::<_, &[u8]>(4)), feed_item(row));
    Ok(found.iter().map(item).collect())
}

pub(super) fn numbered<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    number: &DocumentNo,
) -> Result<Option<(JournalName, u64)>, Error> {
    let sql = "SELECT device, epoch, number FROM document_number
               WHERE agency = $1 AND prefix = $2 AND year = $3 AND serial = $4";
    let (year, serial) = (i64::from(number.year), i64::from(number.serial));
    let key = [&agency.0.as_slice() as _, &number.prefix as _, &year as _, &serial as _];
    Ok(door.one(sql, &key)?.as_ref().map(place))
}

pub(super) fn of_subject<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    subject: Id,
) -> Result<Vec<(JournalName, u64)>, Error> {
    let sql = "SELECT device, epoch, number FROM entry WHERE agency = $1 AND subject = $2
               ORDER BY device, epoch, number";
    let found = door.all(sql, &[&agency.0.as_slice(), &subject.0.as_slice()])?;
    Ok(found.iter().map(place).collect())
}

pub(super) fn held_blobs<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    after: Option<Digest>,
    count: u64,
) -> Result<Vec<Digest>, Error> {
    // No digest is before the empty one.
    let sql = "SELECT digest FROM blob WHERE agency = $1 AND digest > $2 AND held_ms IS NOT NULL
               ORDER BY digest LIMIT $3";
    let after = after.map_or(Vec::new(), |digest| digest.0.to_vec());
    let found = door.all(sql, &[&agency.0.as_slice(), &after, &signed(count)])?;
    Ok(found.iter().map(|row| Digest(bytes(row, 0))).collect())
}

/// Device, epoch and number as the first three columns.
fn place(row: &Row) -> (JournalName, u64) {
    let epoch = u32::try_from(whole(row, 1)).unwrap_or(0);
    (JournalName { device: Id(bytes(row, 0)), epoch }, whole(row, 2))
}
