//! The first screen: counts of the day, the latest stops, what falls due.

use crate::app::command::Trouble;
use crate::app::doctor;
use crate::app::view::docket::DocketView;
use crate::domain::clock_step::ClockStep;
use crate::domain::library::habits::Habits;
use crate::domain::number_supply::NumberSupply;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use crate::stdx::id::Id;

/// The first screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TodayView {
    /// This laptop's id, as a colleague types it.
    pub device: String,
    /// Which day.
    pub day: Day,
    /// As on its seal.
    pub agency: String,
    /// Every page bears 样张.
    pub sample: bool,
    /// Credential and name of each officer of the shift.
    pub officers: Vec<(String, String)>,
    /// Of the shift; empty without one.
    pub station: String,
    /// Of the shift; empty without one.
    pub plan: String,
    /// Stops of the day, however they ended.
    pub inspections: u32,
    /// Of those, ended without a violation.
    pub no_violation: u32,
    /// Ended with an order alone.
    pub corrections: u32,
    /// Decided on the spot.
    pub on_spot: u32,
    /// Gone the ordinary way.
    pub cases: u32,
    /// Gone to another organ.
    pub handed_over: u32,
    /// Refused by the law.
    pub blocked: u32,
    /// Stops begun in each hour of the day.
    pub hours: [u32; 24],
    /// Newest first.
    pub latest: Vec<Line>,
    /// Stops that are not finished.
    pub drafts: Vec<DraftLine>,
    /// Interviews and other papers of stops that were begun and are not made, newest first.
    pub begun: Vec<BegunPaper>,
    /// Soonest first.
    pub due: Vec<Due>,
    /// The first of the clocks that run in all cases, beside those that `due` tells.
    pub clocks: DocketView,
    /// Cases that headquarters gave back, the first due first.
    pub returned: Vec<ReturnLine>,
    /// Tasks that are to be done, the first due first.
    pub tasks: Vec<TaskLine>,
    /// No document is issued before the program is updated.
    pub must_update: bool,
    /// Entries that headquarters has not acknowledged, and the age of the oldest in minutes.
    pub unacknowledged: u64,
    /// Minutes since the oldest entry without a receipt was written.
    pub oldest_min: u64,
    /// Photographs and pages that headquarters does not hold yet, of entries with a receipt or without.
    pub photographs_waiting: u64,
    /// Document numbers of this year that are left, and whether next year's are there in time.
    pub numbers: NumberSupply,
    /// A step of the clock that no officer has said a word about yet.
    pub clock_step: Option<ClockStep>,
    /// Entries that are not on the mirror's card, where something keeps them from it.
    pub mirror_behind: Option<u64>,
    /// Pages and photographs that are not as they were kept, as far as the opening looked, and the first entry of them.
    pub blobs_changed: Option<(usize, u64)>,
    /// What keeps party data here whose days are over; `None` where nothing does.
    pub pruning: Option<Trouble>,
    /// What is here beyond its days and leaves on the keeper's word alone; `None` where nothing is.
    pub overdue: Option<Trouble>,
    /// When something was typed into a draft that is not there any more; `None` where all that was typed is.
    pub draft_lost: Option<Moment>,
    /// Bytes free where the journal lies; `None` where the system does not tell.
    pub disk_free: Option<u64>,
    /// Which acts are offered first to who is signed in, at the station of the shift.
    pub habits: Habits,
}

impl TodayView {
    /// The gigabytes that are free, with one decimal, where they hardly hold another shift.
    #[must_use]
    pub fn disk_low_gb(&self) -> Option<String> {
        self.disk_free.filter(|free| *free < doctor::DISK_MIN).map(doctor::gigabytes)
    }
}

/// A case that headquarters gave back (退回补正).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnLine {
    /// Of the return.
    pub id: Id,
    /// The stop that is given back.
    pub inspection: Id,
    /// Of its vehicle.
    pub plate: String,
    /// Number of its decision; empty where it has none.
    pub number: String,
    /// Headquarters' words.
    pub reason: String,
    /// Paths that are still to be corrected.
    pub fields: Vec<String>,
    /// Last day of the answer.
    pub due: Option<Day>,
    /// The answer is in the journal, and on its way.
    pub answered: bool,
}

/// A task of headquarters' (双随机), or a revisit (复查), that is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskLine {
    /// Headquarters' id of it; of a revisit that of its stop.
    pub id: Id,
    /// The approved plan; of a revisit the codes of what was let off.
    pub plan: String,
    /// Whom or what to inspect; of a revisit the plate.
    pub subject: String,
    /// Where, in words.
    pub place: String,
    /// Last day.
    pub due: Option<Day>,
    /// Somebody promised to put it right, and is looked at again.
    pub is_revisit: bool,
}

/// One inspection in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which stop.
    pub inspection: Id,
    /// When it was.
    pub at: Moment,
    /// Normalised; empty without a vehicle.
    pub plate: String,
    /// Kind of vehicle, as a word of the contract.
    pub kind: String,
    /// Name of the party; empty while nobody is named.
    pub party: String,
    /// Word of the outcome, `on_spot_penalty`.
    pub outcome: &'static str,
    /// Of what was found.
    pub codes: Vec<String>,
    /// Kilograms over the limit; `None` inside it or not weighed.
    pub over_kg: Option<i64>,
    /// Fen; `None` without one.
    pub fine: Option<Fen>,
    /// Its 案号; empty without one.
    pub number: String,
    /// Every paper of it has a print.
    pub printed: bool,
    /// Its party data left this laptop: plate and party are empty.
    pub pruned: bool,
}

/// A stop that was not finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftLine {
    /// Which.
    pub draft: Id,
    /// When it was begun.
    pub begun_at: Moment,
    /// As typed; empty before.
    pub plate: String,
    /// Name of the officer who began it, when he is another: it is shown, and it is not gone on with.
    pub another: Option<String>,
    /// Nothing was typed in it for the days that headquarters lets party data stay: while it is here, its stop is too.
    pub overdue: bool,
}

/// A paper of a stop that was begun and is not made; it is gone on with from the page of its stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BegunPaper {
    /// The stop.
    pub inspection: Id,
    /// Of its vehicle; empty without one.
    pub plate: String,
    /// Word of its sort.
    pub form: String,
    /// When it was begun.
    pub begun_at: Moment,
    /// Name of the officer who began it, when he is another: he alone goes on with it.
    pub another: Option<String>,
}

/// Something that falls due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last day.
    pub on: Day,
    /// Key of the words, `due.file_decision`.
    pub key: &'static str,
    /// Of the vehicle; of collected money the sum.
    pub plate: String,
    /// The 案号; of a revisit the codes of what was let off.
    pub number: String,
    /// The stop that it is of.
    pub inspection: Id,
}
