//! One row per issued document, with how often it was printed.

use crate::domain::agency::DocumentNo;
use crate::domain::document::Document;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::store::{Store, StoreFault};
use rusqlite::{OptionalExtension, Row, Transaction, params};

/// An issued paper in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// Its id.
    pub id: Id,
    /// Of which stop.
    pub inspection: Id,
    /// Name of the form.
    pub form: String,
    /// Its 案号; empty without one.
    pub document_no: String,
    /// SHA-256 of the kept page.
    pub digest: Digest,
    /// Sheets.
    pub pages: u32,
    /// The time that it bears.
    pub issued_at: Moment,
    /// Prints so far.
    pub printed: u32,
    /// Another laptop issued it, and its page is not here.
    pub brought: bool,
}

const COLUMNS: &str =
    "id, inspection, form, document_no, digest, pages, issued_ms, printed, brought";

pub(super) fn issued(
    tx: &Transaction<'_>,
    inspection: Id,
    document: &Document,
    is_own: bool,
) -> Result<(), StoreFault> {
    let number = document.number.as_ref().map(ToString::to_string).unwrap_or_default();
    let sql = "INSERT INTO document (id, inspection, form, document_no, digest, pages, issued_ms,
               printed, brought) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8)";
    tx.prepare_cached(sql)?.execute(params![
        document.id.0,
        inspection.0,
        document.form,
        number,
        document.digest.0,
        document.pages,
        document.issued_at.ms(),
        !is_own,
    ])?;
    count(tx, inspection)
}

pub(super) fn printed(
    tx: &Transaction<'_>,
    inspection: Id,
    document: Id,
) -> Result<(), StoreFault> {
    let sql = "UPDATE document SET printed = printed + 1 WHERE id = ?1";
    tx.prepare_cached(sql)?.execute([document.0])?;
    count(tx, inspection)
}

/// Papers that bear a voided number stay, and wait for no print.
pub(super) fn voided(
    tx: &Transaction<'_>,
    inspection: Id,
    number: &DocumentNo,
) -> Result<(), StoreFault> {
    let sql = "UPDATE document SET void = 1 WHERE inspection = ?1 AND document_no = ?2";
    tx.prepare_cached(sql)?.execute(params![inspection.0, number.to_string()])?;
    count(tx, inspection)
}

/// Papers of the stop, and those of them that wait for a print.
fn count(tx: &Transaction<'_>, inspection: Id) -> Result<(), StoreFault> {
    let sql = "UPDATE inspection SET
               documents = (SELECT count(*) FROM document WHERE inspection = ?1),
               unprinted = (SELECT count(*) FROM document
                            WHERE inspection = ?1 AND printed = 0 AND brought = 0 AND void = 0)
               WHERE id = ?1";
    tx.prepare_cached(sql)?.execute([inspection.0])?;
    Ok(())
}

fn row_of(row: &Row<'_>) -> rusqlite::Result<DocumentRow> {
    Ok(DocumentRow {
        id: Id(row.get(0)?),
        inspection: Id(row.get(1)?),
        form: row.get(2)?,
        document_no: row.get(3)?,
        digest: Digest(row.get(4)?),
        pages: row.get(5)?,
        issued_at: Moment::from_ms(row.get(6)?),
        printed: row.get(7)?,
        brought: row.get(8)?,
    })
}

impl Store {
    /// Documents of one inspection, in the order they were issued.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn documents_of(&self, inspection: Id) -> Result<Vec<DocumentRow>, StoreFault> {
        let sql = format!("SELECT {COLUMNS} FROM document WHERE inspection = ?1 ORDER BY rowid");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([inspection.0], row_of)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One document.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn document(&self, id: Id) -> Result<Option<DocumentRow>, StoreFault> {
        let sql = format!("SELECT {COLUMNS} FROM document WHERE id = ?1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([id.0], row_of).optional()?)
    }

    /// The document with a number and a form; a case's papers share one number.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn document_numbered(&self, number: &str) -> Result<Vec<DocumentRow>, StoreFault> {
        let sql = format!("SELECT {COLUMNS} FROM document WHERE document_no = ?1 ORDER BY rowid");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([number], row_of)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Documents that were never printed, oldest first.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn unprinted(&self) -> Result<Vec<Id>, StoreFault> {
        let sql = "SELECT d.id FROM document d JOIN inspection i ON i.id = d.inspection
                   WHERE d.printed = 0 AND d.brought = 0 AND d.void = 0 AND i.pruned = 0
                   ORDER BY d.rowid";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0).map(Id))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
