//! Drafts: the texts of a stop, of an interview or of another paper that is still being typed, durable at every field left; reads no
//! text but whose it is.

use super::{Store, StoreFault};
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::BTreeMap;

/// The field that names a draft's owner by his credential; no screen types it.
pub const OWNER: &str = "draft.owner";

/// The field that names the stop whose interview a draft is; none in the draft of a stop. No screen types it.
pub const INTERVIEW_OF: &str = "interview.of";

/// The field that names the stop and behind a blank the sort of the paper that is typed of it; none in any other draft. No screen types
/// it, and it is saved first, so that the rest of a paper is never taken for a stop.
pub const PAPER_OF: &str = "typed_paper.of";

/// A kept draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// Made when it was begun.
    pub id: Id,
    /// When the stop was begun.
    pub begun_at: Moment,
    /// When a field was left last.
    pub saved_at: Moment,
    /// Credential of who began it; empty in a draft from before drafts had owners.
    pub owner: String,
    /// By path of the check contract, as typed.
    pub fields: BTreeMap<String, String>,
}

impl DraftRow {
    /// The stop whose interview it is; `None` for every other draft.
    #[must_use]
    pub fn interview_of(&self) -> Option<Id> {
        self.fields.get(INTERVIEW_OF).and_then(|of| Id::parse(of))
    }

    /// The stop and the sort of the paper that it is, which is no interview; `None` for every other draft.
    #[must_use]
    pub fn paper_of(&self) -> Option<(Id, &str)> {
        let (stop, word) = self.fields.get(PAPER_OF)?.split_once(' ')?;
        Some((Id::parse(stop)?, word))
    }

    /// The stop that what is typed is a paper of; `None` for the draft of a stop.
    #[must_use]
    pub fn of_stop(&self) -> Option<Id> {
        self.interview_of().or(self.paper_of().map(|(stop, _)| stop))
    }
}

impl Store {
    /// Keeps fields of a draft, making it when it is new; an empty value takes a field away.
    ///
    /// # Errors
    /// When the disk is full or the journal cannot be written.
    pub fn save_draft(
        &mut self,
        id: Id,
        fields: &[(String, String)],
        now: Moment,
    ) -> Result<(), StoreFault> {
        self.ready_to_write()?;
        let kept = save(&mut self.conn, id, fields, now);
        self.noted(kept)?;
        self.witness_draft(id, now);
        Ok(())
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn drop_draft(&mut self, id: Id) -> Result<(), StoreFault> {
        self.ready_to_write()?;
        self.witness_drop(id);
        let gone = self.conn.execute("DELETE FROM draft WHERE id = ?1", [id.0]);
        self.noted(gone.map(|_| ()).map_err(StoreFault::from))
    }

    /// One draft with its fields.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn draft(&self, id: Id) -> Result<Option<DraftRow>, StoreFault> {
        Ok(self.drafts()?.into_iter().find(|draft| draft.id == id))
    }

    /// Whose a draft is, and since when it is there; `None` where there is no such draft.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn draft_owner(&self, id: Id) -> Result<Option<(String, Moment)>, StoreFault> {
        let sql = "SELECT coalesce(value, ''), begun_ms FROM draft
                   LEFT JOIN draft_field ON draft_field.draft = draft.id AND field = ?2
                   WHERE draft.id = ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let owner = statement
            .query_row(params![id.0, OWNER], |row| Ok((row.get(0)?, Moment::from_ms(row.get(1)?))));
        Ok(owner.optional()?)
    }

    /// All drafts, newest first; there are never more than a handful.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn drafts(&self) -> Result<Vec<DraftRow>, StoreFault> {
        let sql = "SELECT id, begun_ms, saved_ms FROM draft ORDER BY begun_ms DESC, id DESC";
        let mut statement = self.conn.prepare_cached(sql)?;
        let heads = statement
            .query_map([], |row| Ok((row.get::<_, [u8; 16]>(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<Vec<_>, _>>()?;
        let mut drafts = Vec::new();
        for (id, begun_ms, saved_ms) in heads {
            let sql = "SELECT field, value FROM draft_field WHERE draft = ?1";
            let mut statement = self.conn.prepare_cached(sql)?;
            let fields = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut fields: BTreeMap<String, String> = fields.collect::<Result<_, _>>()?;
            drafts.push(DraftRow {
                id: Id(id),
                begun_at: Moment::from_ms(begun_ms),
                saved_at: Moment::from_ms(saved_ms),
                owner: fields.remove(OWNER).unwrap_or_default(),
                fields,
            });
        }
        Ok(drafts)
    }
}

fn save(
    conn: &mut Connection,
    id: Id,
    fields: &[(String, String)],
    now: Moment,
) -> Result<(), StoreFault> {
    let tx = conn.transaction()?;
    let upsert = "INSERT INTO draft (id, begun_ms, saved_ms) VALUES (?1, ?2, ?2)
                  ON CONFLICT (id) DO UPDATE SET saved_ms = excluded.saved_ms";
    tx.prepare_cached(upsert)?.execute(params![id.0, now.ms()])?;
    for (field, value) in fields {
        if value.is_empty() {
            let sql = "DELETE FROM draft_field WHERE draft = ?1 AND field = ?2";
            tx.prepare_cached(sql)?.execute(params![id.0, field])?;
        } else {
            let sql = "INSERT INTO draft_field (draft, field, value) VALUES (?1, ?2, ?3)
                       ON CONFLICT (draft, field) DO UPDATE SET value = excluded.value";
            tx.prepare_cached(sql)?.execute(params![id.0, field, value])?;
        }
    }
    tx.commit()?;
    Ok(())
}
