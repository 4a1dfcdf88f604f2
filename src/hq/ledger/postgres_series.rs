//! Series of document numbers and their blocks in the PostgreSQL ledger; opens no transaction itself.

use super::LedgerFault;
use super::postgres::PostgresLedger;
use super::postgres_rows::{Door, bytes, latest_epoch, named, publish, whole};
use super::series::SeriesLedger;
use crate::stdx::id::Id;
use crate::wire::message::feed::{BlockLeased, News, Scope};
use crate::wire::message::hello::JournalName;
use postgres::{Error, GenericClient, Row};

impl SeriesLedger for PostgresLedger {
    fn skip_numbers(
        &mut self,
        margin: u32,
        now_ms: i64,
        quiet_ms: i64,
    ) -> Result<bool, LedgerFault> {
        let agency = self.agency;
        self.write(|door| skip_numbers(door, agency, margin, (now_ms, quiet_ms)))
    }

    fn skipped_ms(&mut self) -> Result<Option<i64>, LedgerFault> {
        let agency = self.agency.0;
        let sql = "SELECT skipped_ms FROM series_floor WHERE agency = $1";
        let row = self.once(|door| door.one(sql, &[&agency.as_slice()]))?;
        Ok(row.and_then(|row| row.get::<_, Option<i64>>(0)))
    }

    fn adopt(&mut self, device: Id, block: &BlockLeased) -> Result<bool, LedgerFault> {
        let agency = self.agency;
        self.write(|door| adopt(door, agency, device, block))
    }

    fn lease_behind(
        &mut self,
        device: Id,
        of: (&str, i32),
        count: u32,
        behind: u32,
    ) -> Result<BlockLeased, LedgerFault> {
        let agency = self.agency;
        self.write(|door| lease(door, agency, device, of, (count, behind)))
    }

    fn series(&mut self) -> Result<Vec<(String, i32, u32)>, LedgerFault> {
        let agency = self.agency.0;
        let sql = "SELECT prefix, year, last FROM series WHERE agency = $1";
        let all = self.once(|door| door.all(sql, &[&agency.as_slice()]))?;
        let one = |row: &Row| (row.get::<_, String>(0), year(row, 1), serial(row, 2));
        Ok(all.iter().map(one).collect())
    }

    fn leases(&mut self) -> Result<Vec<(Id, BlockLeased)>, LedgerFault> {
        let agency = self.agency.0;
        let sql = "SELECT device, prefix, year, first, until, epoch FROM lease WHERE agency = $1";
        let all = self.once(|door| door.all(sql, &[&agency.as_slice()]))?;
        Ok(all.iter().map(leased).collect())
    }

    fn taken(&mut self, block: &BlockLeased) -> Result<Vec<(u32, JournalName)>, LedgerFault> {
        let agency = self.agency.0;
        let sql = "SELECT device, epoch, serial FROM document_number
                   WHERE agency = $1 AND prefix = $2 AND year = $3 AND serial BETWEEN $4 AND $5
                   ORDER BY serial";
        let (prefix, year) = (block.prefix.as_str(), i64::from(block.year));
        let (from, until) = (i64::from(block.from), i64::from(block.until));
        let all =
            self.once(|door| door.all(sql, &[&agency.as_slice(), &prefix, &year, &from, &until]))?;
        Ok(all.iter().map(|row| (serial(row, 2), named(row))).collect())
    }
}

fn year(row: &Row, column: usize) -> i32 {
    i32::try_from(row.get::<_, i64>(column)).unwrap_or(0)
}

fn serial(row: &Row, column: usize) -> u32 {
    u32::try_from(whole(row, column)).unwrap_or(u32::MAX)
}

fn leased(row: &Row) -> (Id, BlockLeased) {
    let epoch: Option<i64> = row.get(5);
    let block = BlockLeased {
        prefix: row.get(1),
        year: year(row, 2),
        from: serial(row, 3),
        until: serial(row, 4),
        epoch: epoch.and_then(|epoch| u32::try_from(epoch).ok()),
    };
    (Id(bytes(row, 0)), block)
}

fn skip_numbers<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    margin: u32,
    (now_ms, quiet_ms): (i64, i64),
) -> Result<bool, Error> {
    let (agency, margin) = (agency.0.as_slice(), i64::from(margin));
    // The floor first: whoever begins a series meanwhile is behind it or waits for its row, and of two laptops that show
    // one loss the second finds the time of the first.
    let sql = "INSERT INTO series_floor (agency, last, skipped_ms) VALUES ($1, $2, $3)
               ON CONFLICT (agency) DO UPDATE
               SET last = series_floor.last + excluded.last, skipped_ms = excluded.skipped_ms
               WHERE series_floor.skipped_ms IS NULL
                  OR abs(series_floor.skipped_ms - excluded.skipped_ms) >= $4";
    if door.execute(sql, &[&agency, &margin, &now_ms, &quiet_ms])? == 0 {
        return Ok(false);
    }
    let sql = "UPDATE series SET last = last + $2 WHERE agency = $1";
    door.execute(sql, &[&agency, &margin])?;
    Ok(true)
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

fn lease<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    device: Id,
    (prefix, year): (&str, i32),
    (count, behind): (u32, u32),
) -> Result<BlockLeased, Error> {
    begin_series(door, agency, (prefix, year))?;
    let sql = "UPDATE series SET last = greatest(last, $5) + $4
               WHERE agency = $1 AND prefix = $2 AND year = $3 RETURNING last";
    let (key, year_number) = (agency.0.as_slice(), i64::from(year));
    let (numbers, behind) = (i64::from(count), i64::from(behind));
    let last = door.one(sql, &[&key, &prefix, &year_number, &numbers, &behind])?;
    let until = last.map_or(0, |row| serial(&row, 0));
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
    let sql = "INSERT INTO lease (agency, prefix, year, first, until, device, epoch)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let (from, until) = (i64::from(block.from), i64::from(block.until));
    let (agency, device) = (agency.0.as_slice(), device.0.as_slice());
    let (year, epoch) = (i64::from(block.year), block.epoch.map(i64::from));
    let prefix = block.prefix.as_str();
    door.execute(sql, &[&agency, &prefix, &year, &from, &until, &device, &epoch])?;
    Ok(())
}

/// Takes the series' row first: two that adopt at once come one after the other.
fn adopt<C: GenericClient>(
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
