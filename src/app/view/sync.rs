//! How the laptop stands with headquarters, for its screen; reads nothing itself.

use crate::app::command::Trouble;
use crate::app::view::today::ReturnLine;
use crate::stdx::clock::Moment;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncView {
    /// Headquarters' address; `None` before the enrolment.
    pub url: Option<String>,
    pub running: bool,
    /// What the line said, while a session waits to go on.
    pub line: Option<Trouble>,
    /// Entries of the journal, and how many of them have a receipt.
    pub entries: u64,
    pub acknowledged: u64,
    /// Photographs and pages of acknowledged entries: with and without a receipt.
    pub blobs_held: u64,
    pub blobs_waiting: u64,
    pub last: Option<LastSession>,
    /// What headquarters found in our entries, newest first.
    pub verdicts: Vec<VerdictLine>,
    /// Cases that it gave back.
    pub returned: Vec<ReturnLine>,
    /// A rule pack of headquarters' that was refused after the one in force, with why.
    pub pack_refused: Option<String>,
    pub must_update: bool,
    /// Headquarters ordered the screens locked.
    pub lock_ordered: bool,
}

impl SyncView {
    /// Headquarters answered when it was asked last.
    #[must_use]
    pub fn is_online(&self) -> bool {
        let answered = self.last.as_ref().is_some_and(|last| last.trouble.is_none());
        self.url.is_some() && answered && self.line.is_none()
    }
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
