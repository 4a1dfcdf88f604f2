//! The rows of stops whose party data left, and with them the payloads of their entries; keeps no name and no plate.

use super::inspection::day_key;
use super::search;
use crate::domain::inspection::judgement::Outcome;
use crate::domain::pruning::{ClearedDraft, PrunedClose, PrunedPaper, PrunedStop};
use crate::store::StoreFault;
use crate::store::journal::signed;
use crate::wire::event::bureau::SHIFT_CLOSED;
use crate::wire::event::voiding::NUMBER_VOIDED;
use rusqlite::{Transaction, params};

/// What entry `number` says of `stops`. Every time it is read it comes to the same: a payload that came back from an
/// older copy goes again.
pub(super) fn apply(
    tx: &Transaction<'_>,
    number: u64,
    stops: &[PrunedStop],
) -> Result<(), StoreFault> {
    for stop in stops {
        let sql = "UPDATE entry SET payload = x'', salt = zeroblob(16)
                   WHERE subject = ?1 AND number < ?2 AND kind >= 100 AND kind <> ?3";
        let key = params![stop.id.0, signed(number), NUMBER_VOIDED];
        tx.prepare_cached(sql)?.execute(key)?;
        // What came of other laptops goes with it; its names stay, as envelopes do.
        let sql = "UPDATE brought_entry SET payload = x'', salt = zeroblob(16)
                   WHERE subject = ?1 AND came < ?2";
        tx.prepare_cached(sql)?.execute(params![stop.id.0, signed(number)])?;
        inspection(tx, stop)?;
        tx.prepare_cached("DELETE FROM act WHERE inspection = ?1")?.execute([stop.id.0])?;
        tx.prepare_cached("DELETE FROM document WHERE inspection = ?1")?.execute([stop.id.0])?;
        for paper in &stop.papers {
            document(tx, stop, paper)?;
        }
        if let Some((taken, entry)) = &stop.taken {
            let sql = "INSERT OR REPLACE INTO used_number (prefix, year, serial, entry)
                       VALUES (?1, ?2, ?3, ?4)";
            let row = params![taken.prefix, taken.year, taken.serial, signed(*entry)];
            tx.prepare_cached(sql)?.execute(row)?;
        }
    }
    Ok(())
}

/// The same of the lists of closed shifts.
pub(super) fn lists(
    tx: &Transaction<'_>,
    number: u64,
    closes: &[PrunedClose],
) -> Result<(), StoreFault> {
    let sql = "UPDATE entry SET payload = x'', salt = zeroblob(16)
               WHERE number = ?1 AND number < ?2 AND kind = ?3";
    for close in closes {
        tx.prepare_cached(sql)?.execute(params![
            signed(close.number),
            signed(number),
            SHIFT_CLOSED
        ])?;
    }
    Ok(())
}

/// Drafts that are gone; their ids are never given again.
pub(super) fn drafts(tx: &Transaction<'_>, drafts: &[ClearedDraft]) -> Result<(), StoreFault> {
    for draft in drafts {
        tx.prepare_cached("DELETE FROM draft WHERE id = ?1")?.execute([draft.id.0])?;
    }
    Ok(())
}

fn inspection(tx: &Transaction<'_>, stop: &PrunedStop) -> Result<(), StoreFault> {
    let codes = stop.codes.join(" ");
    let sql =
        "INSERT OR REPLACE INTO inspection (number, id, at_ms, day, plate, kind, party, codes,
                   outcome, over_kg, fine_fen, document_no, documents, unprinted, pruned)
               VALUES (?1, ?2, ?3, ?4, '', '', '', ?5, ?6, ?7, ?8, ?9, ?10, 0, 1)";
    tx.prepare_cached(sql)?.execute(params![
        signed(stop.number),
        stop.id.0,
        stop.at.ms(),
        day_key(stop.at.day()),
        codes,
        stop.outcome.map_or("", Outcome::word),
        stop.over_kg,
        stop.fine.map(|fine| fine.0),
        stop.document_no,
        i64::try_from(stop.papers.len()).unwrap_or(i64::MAX),
    ])?;
    search::index_again(tx, signed(stop.number), &[&codes, &stop.document_no])
}

fn document(
    tx: &Transaction<'_>,
    stop: &PrunedStop,
    paper: &PrunedPaper,
) -> Result<(), StoreFault> {
    let sql = "INSERT INTO document (id, inspection, form, document_no, digest, pages, issued_ms,
               printed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    tx.prepare_cached(sql)?.execute(params![
        paper.id.0,
        stop.id.0,
        paper.form,
        paper.document_no,
        paper.digest.0,
        paper.pages,
        paper.issued_at.ms(),
        paper.printed,
    ])?;
    Ok(())
}
