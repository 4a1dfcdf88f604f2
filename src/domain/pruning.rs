//! What stays on a laptop of a stop whose party data left it: numbers, codes and digests; no name, no plate, no place.

use super::agency::DocumentNo;
use super::inspection::judgement::Outcome;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::fen::Fen;
use crate::stdx::id::Id;

/// 已移交后清除的检查: headquarters holds all of it, this laptop what tells that it was and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrunedStop {
    pub id: Id,
    /// Number of its first entry.
    pub number: u64,
    pub at: Moment,
    /// Codes of what was found.
    pub codes: Vec<String>,
    pub outcome: Option<Outcome>,
    pub over_kg: Option<i64>,
    pub fine: Option<Fen>,
    /// As its papers write it; empty without a decision.
    pub document_no: String,
    /// The number that its decision took, and the entry of that decision: it is never given again.
    pub taken: Option<(DocumentNo, u64)>,
    pub papers: Vec<PrunedPaper>,
}

/// A paper of such a stop: its page is at headquarters, its digest stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrunedPaper {
    pub id: Id,
    /// File name of the form, `on_spot_decision`.
    pub form: String,
    pub document_no: String,
    pub digest: Digest,
    pub pages: u32,
    pub issued_at: Moment,
    /// How many times it was printed.
    pub printed: u32,
}
