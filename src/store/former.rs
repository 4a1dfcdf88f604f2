//! What a headquarters said that this laptop was enrolled at before: kept aside when another one takes its place, so that
//! nothing is called received that the new one never had; deletes no receipt and no item.

use super::StoreFault;
use super::incoming::Enrolled;
use crate::stdx::digest::Digest;
use crate::wire::message::feed::kind;
use rusqlite::{OptionalExtension, Transaction, params};

/// Items that stay in sight whoever sent them: what decisions rested on is looked up under the key of its plates, and a
/// laptop that was lost stays lost.
pub(super) const LASTING: [u16; 2] = [kind::PLATE_KEY, kind::LAPTOP_REVOKED];
/// Bytes of the key of a feed of today's headquarters at most: the scope alone.
pub(super) const SCOPE_MAX: u8 = 16;

/// Lays aside what the headquarters before `next` said, when that is another one by its id or by its key. Everything is
/// offered again then, and the feeds are read from their beginning.
pub(super) fn lay_aside(tx: &Transaction<'_>, next: &Enrolled) -> Result<(), StoreFault> {
    let sql = "SELECT id, suite, public_key FROM headquarters WHERE only = 1";
    let former = tx.query_row(sql, [], |row| {
        let key: (u8, Vec<u8>) = (row.get(1)?, row.get(2)?);
        Ok((row.get::<_, [u8; 16]>(0)?, key))
    });
    let Some((id, (suite, key))) = former.optional()? else { return Ok(()) };
    if (id, suite, &key) == (next.headquarters.0, next.suite, &next.public_key) {
        return Ok(());
    }
    receipts(tx, &key)?;
    news(tx, &key)
}

fn receipts(tx: &Transaction<'_>, key: &[u8]) -> Result<(), StoreFault> {
    let sql = "INSERT OR REPLACE INTO former_receipt
                   (public_key, number, digest, received_ms, suite, signature)
               SELECT ?1, number, digest, received_ms, suite, signature FROM receipt";
    tx.execute(sql, [key])?;
    let sql = "INSERT OR REPLACE INTO former_blob_receipt
                   (public_key, digest, size, received_ms, suite, signature)
               SELECT ?1, digest, size, received_ms, suite, signature FROM blob_receipt";
    tx.execute(sql, [key])?;
    // Blobs are looked for anew as the entries that name them are received.
    tx.execute_batch(
        "DELETE FROM receipt; DELETE FROM blob_receipt;
         DELETE FROM blob_waiting; DELETE FROM blob_sought;
         DELETE FROM earlier_epoch",
    )?;
    Ok(())
}

/// The items stay in their table under the former's own name, longer than any of today's feeds: the same numbers come again.
/// What was given back or is to be done stays to be answered. A list of the new one begins with its first edition. The rows of
/// what it told (`act_told`) go with the place of their feed, by the schema itself.
fn news(tx: &Transaction<'_>, key: &[u8]) -> Result<(), StoreFault> {
    let sql = "UPDATE OR REPLACE feed_item SET scope = CAST(scope || ?1 AS BLOB)
               WHERE length(scope) <= ?2";
    tx.execute(sql, params![Digest::of(key).0, SCOPE_MAX])?;
    tx.execute_batch(
        "DELETE FROM feed_place; DELETE FROM feed_read; DELETE FROM feed_unread;
         DELETE FROM watch_list; DELETE FROM watch_row",
    )?;
    Ok(())
}
