//! What the PostgreSQL ledger holds of lines, of the codes that open them and of keys that were replaced; opens no
//! transaction itself.

use super::postgres_rows::{Door, bytes, journal, latest_epoch, signed};
use super::{CodeRow, Rotation};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::message::hello::Standing;
use postgres::{Error, GenericClient};

/// See `Ledger::rotate`. Its first statement locks the journal of the epoch before, so that two of these follow each
/// other.
pub(super) fn rotate<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    rotation: &Rotation,
) -> Result<bool, Error> {
    let Rotation { name, suite, key, start, certificate, instead, question } = rotation;
    let (of, device) = (agency.0.as_slice(), name.device.0.as_slice());
    let (epoch, before) = (i64::from(name.epoch), i64::from(name.epoch) - 1);
    let (number, digest) = (signed(start.number), start.digest.0.as_slice());
    let sql = "SELECT standing FROM journal
               WHERE agency = $1 AND device = $2 AND epoch = $3 FOR UPDATE";
    let locked = door.one(sql, &[&of, &device, &before])?;
    if latest_epoch(door, agency, name.device)? == u32::try_from(before).ok() {
        if locked.is_none_or(|row| row.get::<_, i64>(0) != 0) {
            return Ok(false);
        }
        let sql = "UPDATE journal SET standing = 2
                   WHERE agency = $1 AND device = $2 AND epoch = $3";
        door.execute(sql, &[&of, &device, &before])?;
        let sql = "INSERT INTO journal (agency, device, epoch, suite, public_key, standing,
                                        head_number, head_digest, announced, start_number,
                                        start_digest, pens)
                   VALUES ($1, $2, $3, $4, $5, 0, $6, $7, 0, $6, $7,
                           (SELECT coalesce(max(pens), 0) FROM journal
                            WHERE agency = $1 AND device = $2))";
        let suite = i64::from(*suite);
        door.execute(sql, &[&of, &device, &epoch, &suite, key, &number, &digest])?;
    } else {
        let row = journal(door, agency, *name)?.filter(|row| {
            row.public_key == *key && row.standing == Standing::Active && row.head == row.start
        });
        let is_last = latest_epoch(door, agency, name.device)? == Some(name.epoch);
        let Some(row) = row.filter(|_| is_last) else { return Ok(false) };
        if row.start.number < start.number {
            let sql = "UPDATE journal SET head_number = $4, head_digest = $5, start_number = $4,
                                          start_digest = $5
                       WHERE agency = $1 AND device = $2 AND epoch = $3
                         AND head_number = start_number";
            door.execute(sql, &[&of, &device, &epoch, &number, &digest])?;
        }
    }
    let (print, instead) = (certificate.0.as_slice(), instead.0.as_slice());
    // Of answers that were lost on the way only the last one's certificate opens a line.
    let sql = "DELETE FROM certificate WHERE agency = $1 AND device = $2 AND instead = $3";
    door.execute(sql, &[&of, &device, &instead])?;
    let sql = "INSERT INTO certificate (agency, fingerprint, device, instead)
               VALUES ($1, $2, $3, $4) ON CONFLICT (agency, fingerprint) DO NOTHING";
    door.execute(sql, &[&of, &print, &device, &instead])?;
    let sql = "INSERT INTO rotation (agency, device, epoch, question) VALUES ($1, $2, $3, $4)
               ON CONFLICT (agency, device, epoch) DO UPDATE SET question = excluded.question";
    door.execute(sql, &[&of, &device, &epoch, question])?;
    Ok(true)
}

/// Forgets the certificate that `fingerprint` was given in the place of.
pub(super) fn forget_replaced<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    fingerprint: Digest,
) -> Result<(), Error> {
    let sql = "DELETE FROM certificate WHERE agency = $1 AND fingerprint =
                   (SELECT instead FROM certificate WHERE agency = $1 AND fingerprint = $2)";
    door.execute(sql, &[&agency.0.as_slice(), &fingerprint.0.as_slice()])?;
    Ok(())
}

pub(super) fn add_certificate<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    (fingerprint, device): (Digest, Id),
) -> Result<(), Error> {
    let sql = "INSERT INTO certificate (agency, fingerprint, device) VALUES ($1, $2, $3)
               ON CONFLICT (agency, fingerprint) DO NOTHING";
    let (print, device) = (fingerprint.0.as_slice(), device.0.as_slice());
    door.execute(sql, &[&agency.0.as_slice(), &print, &device])?;
    Ok(())
}

pub(super) fn device_of<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    fingerprint: Digest,
) -> Result<Option<Id>, Error> {
    let sql = "SELECT device FROM certificate WHERE agency = $1 AND fingerprint = $2";
    let row = door.one(sql, &[&agency.0.as_slice(), &fingerprint.0.as_slice()])?;
    Ok(row.map(|row| Id(bytes(&row, 0))))
}

pub(super) fn certificates<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    device: Id,
) -> Result<Vec<Digest>, Error> {
    let sql = "SELECT fingerprint FROM certificate WHERE agency = $1 AND device = $2
               ORDER BY fingerprint";
    let rows = door.all(sql, &[&agency.0.as_slice(), &device.0.as_slice()])?;
    Ok(rows.iter().map(|row| Digest(bytes(row, 0))).collect())
}

pub(super) fn rotation<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    (device, epoch): (Id, u32),
) -> Result<Option<Vec<u8>>, Error> {
    let sql = "SELECT question FROM rotation WHERE agency = $1 AND device = $2 AND epoch = $3";
    let key: [&(dyn postgres::types::ToSql + Sync); 3] =
        [&agency.0.as_slice(), &device.0.as_slice(), &i64::from(epoch)];
    Ok(door.one(sql, &key)?.map(|row| row.get(0)))
}

pub(super) fn code<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    name: &[u8],
) -> Result<Option<CodeRow>, Error> {
    let sql = "SELECT code, valid_until_ms, used_by FROM code WHERE agency = $1 AND name = $2";
    let row = door.one(sql, &[&agency.0.as_slice(), &name])?;
    Ok(row.map(|row| CodeRow {
        code: bytes(&row, 0),
        valid_until_ms: row.get(1),
        used_by: row.get::<_, Option<Vec<u8>>>(2).map(|_| Id(bytes(&row, 2))),
    }))
}

pub(super) fn spend_code<C: GenericClient>(
    door: &mut Door<'_, C>,
    agency: Id,
    (name, device): (&[u8], Id),
) -> Result<bool, Error> {
    let sql = "UPDATE code SET used_by = $3
               WHERE agency = $1 AND name = $2 AND (used_by IS NULL OR used_by = $3)";
    let device = device.0.as_slice();
    Ok(door.execute(sql, &[&agency.0.as_slice(), &name, &device])? == 1)
}
