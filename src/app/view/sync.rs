//! How the laptop stands with headquarters, for its screen; reads nothing itself.

use crate::app::command::Trouble;
use crate::stdx::clock::Moment;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncView {
    /// Headquarters' address; `None` before the enrolment.
    pub url: Option<String>,
    pub running: bool,
    /// Entries of the journal, and how many of them have a receipt.
    pub entries: u64,
    pub acknowledged: u64,
    /// Photographs and pages of acknowledged entries: with and without a receipt.
    pub blobs_held: u64,
    pub blobs_waiting: u64,
    pub last: Option<LastSession>,
    /// What headquarters found in our entries, newest first.
    pub verdicts: Vec<VerdictLine>,
}

/// The session before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastSession {
    pub at: Moment,
    pub entries: u64,
    pub photographs: u64,
    pub news: u64,
    /// Bytes both ways.
    pub bytes: u64,
    pub trouble: Option<Trouble>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictLine {
    /// Number of our entry; 0 for a photograph.
    pub entry: u64,
    /// Key of its sentence.
    pub key: &'static str,
    pub words: String,
}
