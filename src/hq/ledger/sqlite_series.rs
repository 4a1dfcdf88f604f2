//! Series of document numbers and their blocks in the SQLite ledger; decides nothing.

use super::LedgerFault;
use super::series::SeriesLedger;
use super::sqlite::SqliteLedger;
use super::sqlite_rows::{latest_epoch, publish};
use crate::stdx::id::Id;
use crate::wire::message::feed::{BlockLeased, News, Scope};
use crate::wire::message::hello::JournalName;
use rusqlite::{OptionalExtension, Transaction, params};

impl SeriesLedger for SqliteLedger {
    fn skip_numbers(
        &mut self,
        margin: u32,
        now_ms: i64,
        quiet_ms: i64,
    ) -> Result<bool, LedgerFault> {
        self.write(|tx, agency| {
            let sql = "INSERT INTO series_floor (agency, last, skipped_ms) VALUES (?1, ?2, ?3)
                       ON CONFLICT (agency) DO UPDATE
                       SET last = last + excluded.last, skipped_ms = excluded.skipped_ms
                       WHERE skipped_ms IS NULL OR abs(skipped_ms - excluded.skipped_ms) >= ?4";
            if tx.execute(sql, params![agency.0, margin, now_ms, quiet_ms])? == 0 {
                return Ok(false);
            }
            let sql = "UPDATE series SET last = last + ?2 WHERE agency = ?1";
            tx.execute(sql, params![agency.0, margin])?;
            Ok(true)
        })
    }

    fn skipped_ms(&mut self) -> Result<Option<i64>, LedgerFault> {
        let sql = "SELECT skipped_ms FROM series_floor WHERE agency = ?1";
        let row = self.conn.query_row(sql, [self.agency.0], |row| row.get::<_, Option<i64>>(0));
        Ok(row.optional()?.flatten())
    }

    fn adopt(&mut self, device: Id, block: &BlockLeased) -> Result<bool, LedgerFault> {
        self.write(|tx, agency| adopt(tx, agency, device, block))
    }

    fn lease_behind(
        &mut self,
        device: Id,
        series: (&str, i32),
        count: u32,
        behind: u32,
    ) -> Result<BlockLeased, LedgerFault> {
        self.write(|tx, agency| lease(tx, agency, device, series, (count, behind)))
    }

    fn series(&mut self) -> Result<Vec<(String, i32, u32)>, LedgerFault> {
        let sql = "SELECT prefix, year, last FROM series WHERE agency = ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let all = statement.query_map([self.agency.0], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i32>(1)?, row.get::<_, u32>(2)?))
        })?;
        Ok(all.collect::<Result<_, _>>()?)
    }

    fn leases(&mut self) -> Result<Vec<(Id, BlockLeased)>, LedgerFault> {
        let sql = "SELECT device, prefix, year, first, until, epoch FROM lease WHERE agency = ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let all = statement.query_map([self.agency.0], |row| {
            let block = BlockLeased {
                prefix: row.get(1)?,
                year: row.get(2)?,
                from: row.get(3)?,
                until: row.get(4)?,
                epoch: row.get(5)?,
            };
            Ok((Id(row.get(0)?), block))
        })?;
        Ok(all.collect::<Result<_, _>>()?)
    }

    fn taken(&mut self, block: &BlockLeased) -> Result<Vec<(u32, JournalName)>, LedgerFault> {
        let sql = "SELECT serial, device, epoch FROM document_number
                   WHERE agency = ?1 AND prefix = ?2 AND year = ?3 AND serial BETWEEN ?4 AND ?5
                   ORDER BY serial";
        let BlockLeased { prefix, year, from, until, .. } = block;
        let mut statement = self.conn.prepare_cached(sql)?;
        let key = params![self.agency.0, prefix, year, from, until];
        let all = statement.query_map(key, |row| {
            let name = JournalName { device: Id(row.get(1)?), epoch: row.get(2)? };
            Ok((row.get::<_, u32>(0)?, name))
        })?;
        Ok(all.collect::<Result<_, _>>()?)
    }
}

/// A series that is not there yet begins behind the floor.
fn begin_series(
    tx: &Transaction<'_>,
    agency: Id,
    (prefix, year): (&str, i32),
) -> Result<(), LedgerFault> {
    let sql = "INSERT INTO series (agency, prefix, year, last)
               VALUES (?1, ?2, ?3,
                       coalesce((SELECT last FROM series_floor WHERE agency = ?1), 0))
               ON CONFLICT (agency, prefix, year) DO NOTHING";
    tx.execute(sql, params![agency.0, prefix, year])?;
    Ok(())
}

fn lease(
    tx: &Transaction<'_>,
    agency: Id,
    device: Id,
    (prefix, year): (&str, i32),
    (count, behind): (u32, u32),
) -> Result<BlockLeased, LedgerFault> {
    begin_series(tx, agency, (prefix, year))?;
    let sql = "UPDATE series SET last = max(last, ?5) + ?4
               WHERE agency = ?1 AND prefix = ?2 AND year = ?3 RETURNING last";
    let key = params![agency.0, prefix, year, count, behind];
    let until: u32 = tx.query_row(sql, key, |row| row.get(0))?;
    let epoch = super::epoch_of_lease(latest_epoch(tx, agency, device)?);
    let block = BlockLeased { prefix: prefix.into(), year, from: until - count + 1, until, epoch };
    keep_lease(tx, agency, device, &block)?;
    publish(tx, agency, Scope::Device(device), &News::NumberBlock(block.clone()))?;
    Ok(block)
}

fn keep_lease(
    tx: &Transaction<'_>,
    agency: Id,
    device: Id,
    block: &BlockLeased,
) -> Result<(), LedgerFault> {
    let BlockLeased { prefix, year, from, until, epoch } = block;
    let sql = "INSERT INTO lease (agency, prefix, year, first, until, device, epoch)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    tx.execute(sql, params![agency.0, prefix, year, from, until, device.0, epoch])?;
    Ok(())
}

fn adopt(
    tx: &Transaction<'_>,
    agency: Id,
    device: Id,
    block: &BlockLeased,
) -> Result<bool, LedgerFault> {
    let BlockLeased { prefix, year, from, until, .. } = block;
    let sql = "SELECT device = ?6 AND first = ?4 AND until = ?5 FROM lease
               WHERE agency = ?1 AND prefix = ?2 AND year = ?3 AND first <= ?5 AND until >= ?4";
    let key = params![agency.0, prefix, year, from, until, device.0];
    let known: Option<bool> = tx.query_row(sql, key, |row| row.get(0)).optional()?;
    if let Some(is_same) = known {
        return Ok(is_same);
    }
    keep_lease(tx, agency, device, block)?;
    begin_series(tx, agency, (prefix, *year))?;
    let sql = "UPDATE series SET last = max(last, ?4)
               WHERE agency = ?1 AND prefix = ?2 AND year = ?3";
    tx.execute(sql, params![agency.0, prefix, year, until])?;
    Ok(true)
}
