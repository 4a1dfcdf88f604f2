//! The first screen: counts of the day, the latest stops, what falls due.

use crate::domain::clock_step::ClockStep;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use crate::stdx::id::Id;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TodayView {
    pub day: Day,
    pub agency: String,
    pub sample: bool,
    pub officers: Vec<(String, String)>,
    pub station: String,
    pub plan: String,
    pub inspections: u32,
    pub no_violation: u32,
    pub corrections: u32,
    pub on_spot: u32,
    pub cases: u32,
    pub handed_over: u32,
    pub blocked: u32,
    /// Stops begun in each hour of the day.
    pub hours: [u32; 24],
    pub latest: Vec<Line>,
    pub drafts: Vec<DraftLine>,
    pub due: Vec<Due>,
    /// Cases that headquarters gave back, the first due first.
    pub returned: Vec<ReturnLine>,
    /// Tasks that are to be done, the first due first.
    pub tasks: Vec<TaskLine>,
    /// No document is issued before the program is updated.
    pub must_update: bool,
    /// Entries that headquarters has not acknowledged, and the age of the oldest in minutes.
    pub unacknowledged: u64,
    pub oldest_min: u64,
    /// Photographs and pages that headquarters does not hold yet, of entries with a receipt or without.
    pub photographs_waiting: u64,
    pub numbers_left: u32,
    /// A step of the clock that no officer has said a word about yet.
    pub clock_step: Option<ClockStep>,
    /// Entries that are not on the mirror's card, where something keeps them from it.
    pub mirror_behind: Option<u64>,
    /// Pages and photographs that are not as they were kept, as far as the opening looked, and the first entry of them.
    pub blobs_changed: Option<(usize, u64)>,
    /// Whole gigabytes free where the journal lies.
    pub disk_gb: u64,
}

/// A case that headquarters gave back (退回补正).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnLine {
    pub id: Id,
    pub inspection: Id,
    pub plate: String,
    /// Number of its decision; empty where it has none.
    pub number: String,
    pub reason: String,
    /// Paths that are still to be corrected.
    pub fields: Vec<String>,
    pub due: Option<Day>,
    /// The answer is in the journal, and on its way.
    pub answered: bool,
}

/// A task of headquarters' (双随机) that is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskLine {
    pub id: Id,
    pub plan: String,
    pub subject: String,
    pub place: String,
    pub due: Option<Day>,
}

/// One inspection in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub inspection: Id,
    pub at: Moment,
    pub plate: String,
    pub kind: String,
    pub party: String,
    /// Word of the outcome, `on_spot_penalty`.
    pub outcome: &'static str,
    pub codes: Vec<String>,
    pub over_kg: Option<i64>,
    pub fine: Option<Fen>,
    pub number: String,
    pub printed: bool,
    /// Its party data left this laptop: plate and party are empty.
    pub pruned: bool,
}

/// A stop that was not finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftLine {
    pub draft: Id,
    pub begun_at: Moment,
    pub plate: String,
    /// Name of the officer who began it, when he is another: it is shown, and it is not gone on with.
    pub another: Option<String>,
}

/// Something that falls due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub on: Day,
    /// Key of the words, `due.file_decision`.
    pub key: &'static str,
    pub plate: String,
    pub number: String,
}
