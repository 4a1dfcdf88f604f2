//! The clocks that run in all cases of this laptop (期限清单): reckoned a few cases at a time, kept at the desk, and a case anew when
//! an entry of it was written; writes nothing and holds up no command.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::view::docket::{DocketLine, DocketView};
use super::{clocks, open_inspection};
use crate::domain::bureau::BureauEvent;
use crate::domain::calendar::LastDay;
use crate::domain::deadline::reckon::End;
use crate::domain::deadline::running::{ClockState, Left, RunningClock};
use crate::domain::deadline::trigger::Trigger;
use crate::domain::deadline::watched::Urgency;
use crate::domain::inspection::judgement::Outcome;
use crate::domain::rulebook::Rulebook;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::id::Id;
use crate::store::StoreFault;
use crate::wire::entry::Entry;
use crate::wire::event::Body;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Cases that are reckoned in one turn: a few milliseconds.
const CASES_A_TURN: usize = 16;
/// Rows that are walked over for them, at most.
const LOOKS_A_TURN: u32 = 512;
/// Entries that are looked at for the cases that they are of.
const ENTRIES_A_TURN: u32 = 64;
/// A case is looked at for so long after its stop, in calendar days: ninety and thirty to decide, six months for a suit and three
/// for the court, with what lies between them a year and a half.
const CASE_DAYS: i64 = 550;
/// And a decision on the spot: filing, telling the home organ and payment are all over by then. Money that is not handed on is
/// looked for without a limit.
const ON_SPOT_DAYS: i64 = 31;
/// Lines that the first screen shows.
const SHOWN_FIRST: usize = 5;
/// Lines of the page of all.
const SHOWN_MOST: usize = 200;
/// Rows of the pack that the first screen tells from rows of its own, at once.
const TOLD_OTHERWISE: [&str; 3] = ["on_spot_filing", "cash_to_agency", "cash_to_bank"];

/// What is known so far.
#[derive(Debug, Default)]
pub(super) struct Docket {
    /// Cases with a clock that is watched.
    kept: BTreeMap<Id, Kept>,
    /// Cases that are still to be reckoned.
    waiting: VecDeque<Id>,
    /// The day for which it is; `None` before the first turn.
    day: Option<Day>,
    /// Stops before this entry are still to be walked over; `None` when all were.
    before: Option<u64>,
    /// Older ones are not.
    behind: u64,
    /// Entries up to this one were looked at.
    upto: u64,
    /// No entry stands behind that.
    has_heard: bool,
    /// Headquarters' receipt that it was reckoned with.
    received: u64,
    /// Nobody has been told of the list since it was begun.
    is_news: bool,
}

/// What runs in one case.
#[derive(Debug)]
enum Kept {
    /// Clocks of this pack.
    Clocks(Arc<Rulebook>, Vec<KeptClock>),
    /// The case or its pack cannot be read.
    Unknown,
}

/// A clock without its row.
#[derive(Clone, Copy, Debug)]
struct KeptClock {
    /// Place of its row in the pack.
    row: usize,
    about: Option<Id>,
    started: Moment,
    end: End,
    breach: Option<LastDay>,
    state: ClockState,
    left: Left,
    unknown_year: Option<i32>,
}

impl KeptClock {
    fn of(clock: &RunningClock<'_>, rulebook: &Rulebook) -> Option<KeptClock> {
        let rows = &rulebook.reckoner().table.rows;
        Some(KeptClock {
            row: rows.iter().position(|row| std::ptr::eq(row, clock.deadline))?,
            about: clock.about,
            started: clock.started,
            end: clock.end,
            breach: clock.breach,
            state: clock.state,
            left: clock.left,
            unknown_year: clock.unknown_year,
        })
    }

    fn at(self, rulebook: &Rulebook, now: Moment) -> Option<RunningClock<'_>> {
        let clock = RunningClock {
            deadline: rulebook.reckoner().table.rows.get(self.row)?,
            about: self.about,
            started: self.started,
            end: self.end,
            breach: self.breach,
            state: self.state,
            left: self.left,
            unknown_year: self.unknown_year,
        };
        Some(clock.seen_at(now))
    }
}

/// How a turn of reckoning ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Cases wait still.
    More,
    /// Nothing waits.
    Done,
    /// Nothing waits, and the screens do not know yet.
    News,
}

impl Desk {
    /// Reckons a few cases on, between two commands. What cannot be read is left: the next command says so.
    pub fn reckon_on(&mut self) -> Turn {
        let now = self.clock.now();
        if turn(self, now).is_err() {
            return Turn::Done;
        }
        if !self.docket.is_whole() {
            return Turn::More;
        }
        if std::mem::take(&mut self.docket.is_news) { Turn::News } else { Turn::Done }
    }

    /// Every clock of every case as it stands at `now`, reckoned to the end.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn whole_docket(&mut self, now: Moment) -> Result<DocketView, Trouble> {
        turn(self, now)?;
        while !self.docket.is_whole() {
            turn(self, now)?;
        }
        Ok(first(self, now, Wanted { most: usize::MAX, is_grouped: false, is_all: true })?)
    }
}

/// The first lines for the first screen, without what that tells otherwise, and clocks that end together as one; reckons a turn
/// on.
///
/// # Errors
/// When the rows cannot be read.
pub(super) fn beginning(desk: &mut Desk, now: Moment) -> Result<DocketView, StoreFault> {
    look(desk, now, Wanted { most: SHOWN_FIRST, is_grouped: true, is_all: false })
}

/// The page of all that runs, for a screen.
///
/// # Errors
/// When the rows cannot be read.
pub fn load(desk: &mut Desk) -> Result<Reply, Trouble> {
    let now = desk.clock.now();
    let wanted = Wanted { most: SHOWN_MOST, is_grouped: false, is_all: false };
    Ok(Reply::Docket(Box::new(look(desk, now, wanted)?)))
}

fn look(desk: &mut Desk, now: Moment, wanted: Wanted) -> Result<DocketView, StoreFault> {
    // What could not be read a moment ago may be there again.
    let unknown = desk.docket.kept.iter().filter(|(_, kept)| matches!(kept, Kept::Unknown));
    let again: Vec<Id> = unknown.map(|(id, _)| *id).take(CASES_A_TURN).collect();
    desk.docket.wait_for(again);
    turn(desk, now)?;
    let view = first(desk, now, wanted)?;
    // Who was shown a part has to be told of the rest.
    desk.docket.is_news = !view.is_whole;
    Ok(view)
}

impl Docket {
    fn is_whole(&self) -> bool {
        self.day.is_some() && self.has_heard && self.before.is_none() && self.waiting.is_empty()
    }

    fn wait_for(&mut self, cases: impl IntoIterator<Item = Id>) {
        for case in cases {
            if !self.waiting.contains(&case) {
                self.waiting.push_back(case);
            }
        }
    }

    /// Cases with a clock that the filing of the decision ends.
    fn unfiled(&self) -> Vec<Id> {
        let is_unfiled = |kept: &Kept| match kept {
            Kept::Clocks(rulebook, clocks) => {
                let rows = &rulebook.reckoner().table.rows;
                let row = |clock: &KeptClock| rows.get(clock.row);
                clocks.iter().filter_map(row).any(|row| row.stops.contains(&Trigger::CopyFiled))
            }
            Kept::Unknown => false,
        };
        self.kept.iter().filter(|(_, kept)| is_unfiled(kept)).map(|(id, _)| *id).collect()
    }
}

/// One turn at `now`: hears what was written, walks a few rows on, reckons a few cases.
fn turn(desk: &mut Desk, now: Moment) -> Result<(), StoreFault> {
    if desk.docket.day != Some(now.day()) {
        begin(desk, now.day())?;
    }
    hear(desk)?;
    if desk.docket.waiting.is_empty() {
        walk(desk, now.day())?;
    }
    for _ in 0..CASES_A_TURN {
        let Some(case) = desk.docket.waiting.pop_front() else { break };
        let kept = match reckon(desk, case, now) {
            Ok(kept) => kept,
            Err(StoreFault::Pruned) => None,
            Err(_) => Some(Kept::Unknown),
        };
        match kept {
            Some(kept) => desk.docket.kept.insert(case, kept),
            None => desk.docket.kept.remove(&case),
        };
    }
    Ok(())
}

/// A new day: what is kept stays to be shown, and all is reckoned anew.
fn begin(desk: &mut Desk, today: Day) -> Result<(), StoreFault> {
    let head = desk.store.head().number;
    let behind = desk.store.before_day(today.plus(-CASE_DAYS))?;
    let received = desk.store.received_upto()?;
    let reckoner = desk.rulebook.reckoner();
    let unbanked = desk.bureau.cash.iter().filter(|cash| cash.due(reckoner).is_some());
    let mut cases: BTreeSet<Id> = unbanked.map(|cash| cash.collected.inspection).collect();
    cases.extend(desk.docket.kept.keys());
    let kept = std::mem::take(&mut desk.docket.kept);
    desk.docket = Docket {
        is_news: !kept.is_empty(),
        kept,
        waiting: cases.into_iter().collect(),
        day: Some(today),
        before: Some(head.saturating_add(1)),
        behind,
        upto: head,
        has_heard: true,
        received,
    };
    Ok(())
}

/// The cases that something was written of since, or that headquarters received since.
fn hear(desk: &mut Desk) -> Result<(), StoreFault> {
    let received = desk.store.received_upto()?;
    if received != desk.docket.received {
        let unfiled = desk.docket.unfiled();
        desk.docket.wait_for(unfiled);
        desk.docket.received = received;
    }
    let head = desk.store.head().number;
    if desk.docket.upto < head {
        let entries = desk.store.entries_behind(desk.docket.upto, ENTRIES_A_TURN)?;
        for entry in &entries {
            let cases = cases_of(desk, entry)?;
            desk.docket.wait_for(cases);
        }
        desk.docket.upto = entries.last().map_or(head, |entry| entry.envelope.number);
    }
    desk.docket.has_heard = desk.docket.upto >= head;
    Ok(())
}

/// Whose clocks an entry may have moved.
fn cases_of(desk: &Desk, entry: &Entry) -> Result<Vec<Id>, StoreFault> {
    if let Some(case) = entry.envelope.subject {
        return Ok(vec![case]);
    }
    let Body::Bureau(event) = &entry.body else { return Ok(Vec::new()) };
    if let BureauEvent::PartyDataPruned { stops, .. } = event {
        return Ok(stops.iter().map(|stop| stop.id).collect());
    }
    if let BureauEvent::CashCollected(cash) = event {
        return Ok(vec![cash.inspection]);
    }
    if let BureauEvent::CaseCame { subject, .. } = event {
        return Ok(vec![*subject]);
    }
    let number = if let BureauEvent::CashHandedOn(step) = event {
        &step.number
    } else if let BureauEvent::CashWithdrawn(cash) = event {
        &cash.number
    } else {
        return Ok(Vec::new());
    };
    let papers = desk.store.document_numbered(&number.to_string())?;
    Ok(papers.first().map(|paper| paper.inspection).into_iter().collect())
}

/// Some rows on, from the newest stop to the oldest in which a clock can run.
fn walk(desk: &mut Desk, today: Day) -> Result<(), StoreFault> {
    let Some(before) = desk.docket.before else { return Ok(()) };
    let (stops, next) = desk.store.ended_before(before, desk.docket.behind, LOOKS_A_TURN)?;
    let young = stops.iter().filter(|stop| !is_old(stop.outcome, stop.at.day(), today));
    // Each once: what was kept from yesterday waits, or was reckoned before the walk began.
    let cases: Vec<Id> = young.map(|stop| stop.id).collect();
    let new = cases.into_iter().filter(|case| !desk.docket.kept.contains_key(case));
    let new: Vec<Id> = new.collect();
    desk.docket.is_news |= !new.is_empty();
    desk.docket.waiting.extend(new);
    desk.docket.before = next;
    Ok(())
}

/// Nothing of it can run any more that somebody waits for.
fn is_old(outcome: Outcome, ended_on: Day, today: Day) -> bool {
    let most = if outcome == Outcome::CaseOpened { CASE_DAYS } else { ON_SPOT_DAYS };
    today.since(ended_on) > most
}

/// What runs in `case`; `None` where nothing does that is watched.
fn reckon(desk: &mut Desk, case: Id, now: Moment) -> Result<Option<Kept>, StoreFault> {
    let entries = desk.store.entries_of(case)?;
    let inspection = open_inspection::fold(case, &entries)?;
    let Some(ending) = &inspection.ending else { return Ok(None) };
    let Ok(rulebook) = desk.rulebook_of(ending.pack) else { return Ok(Some(Kept::Unknown)) };
    let Some(told) = clocks::told(desk, &inspection, &entries, &rulebook, now)? else {
        return Ok(None);
    };
    let is_unbanked = told.cash.is_some_and(|cash| cash.next_step().is_some());
    if is_old(ending.outcome, told.ended_at.day(), now.day()) && !is_unbanked {
        return Ok(None);
    }
    let running = told.running(&rulebook, now);
    let watched = running.iter().filter(|clock| clock.deadline.is_watched());
    let kept: Vec<KeptClock> =
        watched.filter_map(|clock| KeptClock::of(clock, &rulebook)).collect();
    Ok((!kept.is_empty()).then(|| Kept::Clocks(Arc::clone(&rulebook), kept)))
}

/// A clock of a case: how soon it is told, its end in milliseconds, its case, its place there.
type Key = (Urgency, i64, Id, usize);

/// By what lines are put in order: the same, or where clocks of one row end together that row alone.
type Place<'a> = (Urgency, i64, Option<(Id, usize)>, &'a str);

/// Which lines are wanted.
#[derive(Clone, Copy)]
struct Wanted {
    /// So many, the first.
    most: usize,
    /// Clocks of one row that end together are one line.
    is_grouped: bool,
    /// With what the first screen tells otherwise.
    is_all: bool,
}

fn first(desk: &Desk, now: Moment, wanted: Wanted) -> Result<DocketView, StoreFault> {
    let (mut lines, mut count) = (BTreeMap::<Place<'_>, (Key, usize)>::new(), 0);
    for (case, kept) in &desk.docket.kept {
        let mut keys: Vec<(Key, &str)> = Vec::new();
        if let Kept::Clocks(rulebook, clocks) = kept {
            for (nth, clock) in clocks.iter().enumerate() {
                let Some(clock) = clock.at(rulebook, now) else { continue };
                let row = clock.deadline.id.as_str();
                if wanted.is_all || !TOLD_OTHERWISE.contains(&row) {
                    keys.push(((clock.urgency(), clock.end.moment().ms(), *case, nth), row));
                }
            }
        } else {
            keys.push(((Urgency::Unknown, 0, *case, 0), ""));
        }
        count += keys.len();
        for (key, row) in keys {
            let (urgency, end, case, nth) = key;
            let alone = (!wanted.is_grouped || row.is_empty()).then_some((case, nth));
            lines.entry((urgency, end, alone, row)).or_insert((key, 0)).1 += 1;
            // What is cut off stands behind all that is kept, and so does whatever is of its kind.
            if lines.len() > wanted.most {
                lines.pop_last();
            }
        }
    }
    let lines = lines.into_values().map(|(key, cases)| line(desk, key, cases, now));
    let lines = lines.collect::<Result<_, _>>()?;
    Ok(DocketView { lines, count, is_whole: desk.docket.is_whole() })
}

/// The line of a clock that ends in so many `cases` at once, this one among them.
fn line(
    desk: &Desk,
    (urgency, _, case, nth): Key,
    cases: usize,
    now: Moment,
) -> Result<DocketLine, StoreFault> {
    let row = desk.store.inspection(case)?;
    let (plate, number) = row.map(|row| (row.plate, row.document_no)).unwrap_or_default();
    let (mut clock, mut working_days_left) = (None, None);
    if let Some(Kept::Clocks(rulebook, clocks)) = desk.docket.kept.get(&case)
        && let Some(running) = clocks.get(nth).and_then(|clock| clock.at(rulebook, now))
    {
        working_days_left = running.working_days_left(rulebook.reckoner().calendar, now);
        clock = Some(clocks::line(&running, rulebook));
    }
    let others = cases.saturating_sub(1);
    Ok(DocketLine { inspection: case, plate, number, urgency, clock, working_days_left, others })
}
