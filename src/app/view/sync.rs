//! How the laptop stands with headquarters, for its screen; reads nothing itself.

use crate::app::command::Trouble;
use crate::app::view::relay::RelayLine;
use crate::app::view::today::ReturnLine;
use crate::stdx::clock::Moment;

/// The sync screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncView {
    /// Headquarters' address; `None` before the enrolment.
    pub url: Option<String>,
    /// A session is under way.
    pub running: bool,
    /// The officer stopped it, and one question is still on its way.
    pub stopping: bool,
    /// The officer stopped it: it goes again when somebody says so.
    pub held: bool,
    /// The line costs by the byte.
    pub metered: bool,
    /// Photographs go along in this session, or would in the next.
    pub with_photographs: bool,
    /// What the line said, while a session waits to go on.
    pub line: Option<Trouble>,
    /// Entries of the journal, and how many of them have a receipt.
    pub entries: u64,
    /// Entries with a receipt.
    pub acknowledged: u64,
    /// Bytes of those without one, before they are pressed.
    pub entry_bytes_waiting: u64,
    /// Photographs and pages with and without a receipt, and their bytes.
    pub blobs_held: u64,
    /// Bytes of the photographs and pages with a receipt.
    pub blob_bytes_held: u64,
    /// Photographs and pages without one.
    pub blobs_waiting: u64,
    /// Their bytes.
    pub blob_bytes_waiting: u64,
    /// Bytes a second over this line; `None` while nothing was measured.
    pub rate: Option<u64>,
    /// Seconds for what is left and goes; `None` while nobody can know.
    pub seconds_left: Option<u64>,
    /// `None` before the first.
    pub last: Option<LastSession>,
    /// The last entry that stands under a checkpoint of headquarters, and when that was made.
    pub proven: Option<(u64, Moment)>,
    /// What speaks against headquarters and nobody settled, newest first.
    pub doubts: Vec<DoubtLine>,
    /// All findings of headquarters in our entries.
    pub found: u64,
    /// The newest of them.
    pub verdicts: Vec<VerdictLine>,
    /// Cases that it gave back.
    pub returned: Vec<ReturnLine>,
    /// What this laptop bears for others, and what became of it, newest first.
    pub borne: Vec<RelayLine>,
    /// A rule pack of headquarters' that was refused after the one in force, with why.
    pub pack_refused: Option<String>,
    /// Something waits that this program must understand and does not: no document until it is
    /// updated.
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
    /// When it ended.
    pub at: Moment,
    /// Entries that headquarters holds since.
    pub entries: u64,
    /// Photographs and pages that it holds since.
    pub photographs: u64,
    /// Items of feeds that were kept.
    pub news: u64,
    /// Bytes both ways.
    pub bytes: u64,
    /// The officer stopped it.
    pub stopped: bool,
    /// Why it did not carry everything.
    pub trouble: Option<Trouble>,
}

impl LastSession {
    /// A session in which nothing was carried.
    #[must_use]
    pub fn nothing(at: Moment) -> LastSession {
        LastSession {
            at,
            entries: 0,
            photographs: 0,
            news: 0,
            bytes: 0,
            stopped: false,
            trouble: None,
        }
    }
}

/// One thing that speaks against headquarters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoubtLine {
    /// Key of its sentence.
    pub key: &'static str,
    /// Number of the checkpoint that this laptop knew.
    pub known: u64,
    /// Number of the one that came; 0 when there was none.
    pub came: u64,
    /// When it showed.
    pub found: Moment,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictLine {
    /// Number of our entry; 0 for a photograph.
    pub entry: u64,
    /// Key of its sentence.
    pub key: &'static str,
    /// Key of what to do about it.
    pub to_do: &'static str,
    /// Headquarters' own words, where it gave some.
    pub words: String,
}
