//! Series of document numbers and their blocks in the PostgreSQL ledger; opens no transaction itself.

use super::postgres_rows::{Door, latest_epoch, publish, whole};
use crate::stdx::id::Id;
use crate::wire::message::feed::{BlockLeased, News, Scope};
use postgres::{Error, GenericClient};

pub(super) fn skip_numbers<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    margin: u32,
) -> Result<(), Error> {
    let (agency, margin) = (agency.0.as_slice(), i64::from(margin));
    // The floor first: whoever begins a series meanwhile is behind it or waits for its row.
    let sql = "INSERT INTO series_floor (agency, last) VALUES ($1, $2)
               ON CONFLICT (agency) DO UPDATE SET last = series_floor.last + excluded.last";
    door.execute(sql, &[&agency, &margin])?;
    let sql = "UPDATE series SET last = last + $2 WHERE agency = $1";
    door.execute(sql, &[&agency, &margin])?;
    Ok(())
}

/// A series that is not there yet begins behind the floor; its row is locked.
fn begin_series<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    (prefix, year): (&str, i32),
) -> Result<(), Error> {
    let sql = "INSERT INTO series (agency, prefix, year, last)
               SELECT $1::bytea, $2::text, $3::bigint,
                      coalesce((SELECT last FROM series_floor WHERE agency = $1), 0)
               ON CONFLICT (agency, prefix, year) DO UPDATE SET last = series.last";
    door.execute(sql, &[&agency.0.as_slice(), &prefix, &i64::from(year)])?;
    Ok(())
}

pub(super) fn lease<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    device: Id,
    (prefix, year): (&str, i32),
    count: u32,
) -> Result<BlockLeased, Error> {
    begin_series(door, agency, (prefix, year))?;
    let sql = "UPDATE series SET last = last + $4
               WHERE agency = $1 AND prefix = $2 AND year = $3 RETURNING last";
    let (key, year_number) = (agency.0.as_slice(), i64::from(year));
    let last = door.one(sql, &[&key, &prefix, &year_number, &i64::from(count)])?;
    let until = last.map_or(0, |row| u32::try_from(whole(&row, 0)).unwrap_or(u32::MAX));
    let epoch = super::epoch_of_lease(latest_epoch(door, agency, device)?);
    let block = BlockLeased { prefix: prefix.into(), year, from: until - count + 1, until, epoch };
    keep_lease(door, agency, device, &block)?;
    publish(door, agency, Scope::Device(device), &News::NumberBlock(block.clone()))?;
    Ok(block)
}

fn keep_lease<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    device: Id,
    block: &BlockLeased,
) -> Result<(), Error> {
    let sql = "INSERT INTO lease (agency, prefix, year, first, until, device)
               VALUES ($1, $2, $3, $4, $5, $6)";
    let (from, until) = (i64::from(block.from), i64::from(block.until));
    let (agency, device) = (agency.0.as_slice(), device.0.as_slice());
    let year = i64::from(block.year);
    door.execute(sql, &[&agency, &block.prefix.as_str(), &year, &from, &until, &device])?;
    Ok(())
}

/// Takes the series' row first: two that adopt at once come one after the other.
pub(super) fn adopt<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    device: Id,
    block: &BlockLeased,
) -> Result<bool, Error> {
    let (key, year, prefix) = (agency.0.as_slice(), i64::from(block.year), block.prefix.as_str());
    let (from, until) = (i64::from(block.from), i64::from(block.until));
    begin_series(door, agency, (prefix, block.year))?;
    let sql = "SELECT device, first, until FROM lease
               WHERE agency = $1 AND prefix = $2 AND year = $3 AND first <= $5 AND until >= $4
               ORDER BY first LIMIT 1";
    if let Some(row) = door.one(sql, &[&key, &prefix, &year, &from, &until])? {
        let is_same = row.get::<_, &[u8]>(0) == device.0.as_slice();
        return Ok(is_same && row.get::<_, i64>(1) == from && row.get::<_, i64>(2) == until);
    }
    keep_lease(door, agency, device, block)?;
    let sql = "UPDATE series SET last = greatest(last, $4)
               WHERE agency = $1 AND prefix = $2 AND year = $3";
    door.execute(sql, &[&key, &prefix, &year, &until])?;
    Ok(true)
}
