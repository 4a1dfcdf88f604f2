//! What stays on a laptop of a stop whose party data left it: numbers, codes and digests; no name, no plate, no place.

use super::agency::DocumentNo;
use super::inspection::judgement::Outcome;
use super::shift_close::Tally;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::fen::Fen;
use crate::stdx::id::Id;

/// 已移交后清除的检查: headquarters holds all of it, this laptop what tells that it was and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrunedStop {
    /// Of the stop.
    pub id: Id,
    /// Number of its first entry.
    pub number: u64,
    /// When it was.
    pub at: Moment,
    /// Codes of what was found.
    pub codes: Vec<String>,
    /// `None` where it did not end.
    pub outcome: Option<Outcome>,
    /// Kilograms over the limit; `None` inside it or not weighed.
    pub over_kg: Option<i64>,
    /// Fen; `None` without one.
    pub fine: Option<Fen>,
    /// As its papers write it; empty without a decision.
    pub document_no: String,
    /// The number that its decision took, and the entry of that decision: it is never given again.
    pub taken: Option<(DocumentNo, u64)>,
    /// Its papers, in the order in which they were issued.
    pub papers: Vec<PrunedPaper>,
}

/// 已移交后清除的交接: the list of decisions of a shift's close named plates; what stays is that it was, and its sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrunedClose {
    /// Number of its entry.
    pub number: u64,
    /// When the pair came back.
    pub at: Moment,
    /// Sums of the list.
    pub tally: Tally,
}

/// A draft that nobody goes on with, taken off the laptop by its keeper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearedDraft {
    /// Of the draft.
    pub id: Id,
    /// When the stop was begun.
    pub begun_at: Moment,
    /// Credential of who began it; empty where nobody is named.
    pub owner: String,
}

/// A paper of such a stop: its page is at headquarters, its digest stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrunedPaper {
    /// Of the paper.
    pub id: Id,
    /// File name of the form, `on_spot_decision`.
    pub form: String,
    /// Its 案号; empty without one.
    pub document_no: String,
    /// SHA-256 of the page.
    pub digest: Digest,
    /// Sheets.
    pub pages: u32,
    /// The time that it bears.
    pub issued_at: Moment,
    /// How many times it was printed.
    pub printed: u32,
}
