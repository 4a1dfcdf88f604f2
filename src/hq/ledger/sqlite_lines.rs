//! What the SQLite ledger holds of lines and of keys that were replaced; opens no transaction itself.

use super::sqlite_rows::{journal, latest_epoch, signed};
use super::{LedgerFault, Rotation};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::message::hello::Standing;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// See `Ledger::rotate`.
pub(super) fn rotate(
    tx: &Transaction<'_>,
    agency: Id,
    rotation: &Rotation,
) -> Result<bool, LedgerFault> {
    let Rotation { name, suite, key, start, certificate, instead, question } = rotation;
    let (device, before) = (name.device, name.epoch.saturating_sub(1));
    if latest_epoch(tx, agency, device)? == Some(before) {
        let sql = "UPDATE journal SET standing = 2
                   WHERE agency = ?1 AND device = ?2 AND epoch = ?3 AND standing = 0";
        if tx.execute(sql, params![agency.0, device.0, before])? == 0 {
            return Ok(false);
        }
        let sql = "INSERT INTO journal (agency, device, epoch, suite, public_key, standing,
                                        head_number, head_digest, announced, start_number,
                                        start_digest, pens)
                   VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, 0, ?6, ?7,
                           (SELECT coalesce(max(pens), 0) FROM journal
                            WHERE agency = ?1 AND device = ?2))";
        let (number, digest) = (signed(start.number), start.digest.0);
        tx.execute(sql, params![agency.0, device.0, name.epoch, suite, key, number, digest])?;
    } else {
        let row = journal(tx, agency, *name)?.filter(|row| {
            row.public_key == *key && row.standing == Standing::Active && row.head == row.start
        });
        let is_last = latest_epoch(tx, agency, device)? == Some(name.epoch);
        let Some(row) = row.filter(|_| is_last) else { return Ok(false) };
        if row.start.number < start.number {
            let sql = "UPDATE journal SET head_number = ?4, head_digest = ?5, start_number = ?4,
                                          start_digest = ?5
                       WHERE agency = ?1 AND device = ?2 AND epoch = ?3";
            let (number, digest) = (signed(start.number), start.digest.0);
            tx.execute(sql, params![agency.0, device.0, name.epoch, number, digest])?;
        }
    }
    // Of answers that were lost on the way only the last one's certificate opens a line.
    let sql = "DELETE FROM certificate WHERE agency = ?1 AND device = ?2 AND instead = ?3";
    tx.execute(sql, params![agency.0, device.0, instead.0])?;
    let sql = "INSERT INTO certificate (agency, fingerprint, device, instead)
               VALUES (?1, ?2, ?3, ?4) ON CONFLICT (agency, fingerprint) DO NOTHING";
    tx.execute(sql, params![agency.0, certificate.0, device.0, instead.0])?;
    let sql = "INSERT INTO rotation (agency, device, epoch, question) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (agency, device, epoch) DO UPDATE SET question = excluded.question";
    tx.execute(sql, params![agency.0, device.0, name.epoch, question])?;
    Ok(true)
}

/// The certificate that `fingerprint` was given in the place of, while lines under it are still known.
pub(super) fn replaced(
    conn: &Connection,
    agency: Id,
    fingerprint: Digest,
) -> Result<Option<[u8; 32]>, LedgerFault> {
    let sql = "SELECT old.fingerprint FROM certificate new
               JOIN certificate old ON old.agency = new.agency AND old.fingerprint = new.instead
               WHERE new.agency = ?1 AND new.fingerprint = ?2";
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement.query_row(params![agency.0, fingerprint.0], |row| row.get(0)).optional()?)
}

pub(super) fn forget(conn: &Connection, agency: Id, old: [u8; 32]) -> Result<(), LedgerFault> {
    let sql = "DELETE FROM certificate WHERE agency = ?1 AND fingerprint = ?2";
    conn.execute(sql, params![agency.0, old])?;
    Ok(())
}

pub(super) fn certificates(
    conn: &Connection,
    agency: Id,
    device: Id,
) -> Result<Vec<Digest>, LedgerFault> {
    let sql = "SELECT fingerprint FROM certificate WHERE agency = ?1 AND device = ?2
               ORDER BY fingerprint";
    let mut statement = conn.prepare_cached(sql)?;
    let found = statement.query_map(params![agency.0, device.0], |row| row.get(0).map(Digest))?;
    Ok(found.collect::<Result<_, _>>()?)
}
