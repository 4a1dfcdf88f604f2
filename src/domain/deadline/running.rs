//! Which deadlines of a case run: from what happened in it, in the order in which it was put down, to each clock with its end,
//! what is left and what ends or suspends it. What began is fixed: no reading of the machine's clock moves an end.

use super::reckon::{End, Reckoner};
use super::trigger::Trigger;
use super::{Deadline, Obliged, Pause, Sense};
use crate::domain::calendar::LastDay;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;

const MINUTE_MS: i64 = 60_000;

/// Something that happened in a case and moves its deadlines (处罚法 85), or a day that was set for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What.
    pub what: Trigger,
    /// When, as it was put down; the midnight at which its day begins where only that is known.
    pub at: Moment,
    /// The measure, paper or hold that it is about; `None` for the case itself. Clocks of one are not those of another.
    pub about: Option<Id>,
    /// How many hours, days or months were granted, where the law gives a most to the organ; `None` for all of them.
    pub granted: Option<u32>,
}

impl Fact {
    /// What happened to the case itself.
    #[must_use]
    pub fn new(what: Trigger, at: Moment) -> Fact {
        Fact { what, at, about: None, granted: None }
    }
}

/// How a clock stands (处罚法 85).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockState {
    /// There is time.
    Runs,
    /// It ends today.
    LastDay,
    /// It is over by calendar days, and not by the working days in which a breach is counted.
    Late,
    /// It is over; of a time to wait: the wait is.
    Over,
    /// It stands still.
    Paused {
        /// While what lasts.
        by: Pause,
        /// From when on.
        since: Moment,
    },
}

impl ClockState {
    /// The word of a script's answer.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ClockState::Runs => "runs",
            ClockState::LastDay => "last_day",
            ClockState::Late => "late",
            ClockState::Over => "over",
            ClockState::Paused { .. } => "paused",
        }
    }
}

/// What is left of a clock (处罚法 85); below zero since its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Calendar days to the last day.
    Days(i64),
    /// Minutes, begun ones not counted, where hours are counted.
    Minutes(i64),
}

/// One deadline that runs in a case (处罚法 85).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunningClock<'a> {
    /// The row of the pack.
    pub deadline: &'a Deadline,
    /// The measure, paper or hold that it is of; `None` for the case itself.
    pub about: Option<Id>,
    /// From when it is counted.
    pub started: Moment,
    /// Its end; while it stands still, where it would be without what is still lasting.
    pub end: End,
    /// The last day by the unit in which a breach is counted; `None` where that is settled.
    pub breach: Option<LastDay>,
    /// How it stands now.
    pub state: ClockState,
    /// How much of it is left now, or was when it began to stand still.
    pub left: Left,
    /// The year whose holidays would be needed and that the pack lacks; `None` where it lacks none.
    pub unknown_year: Option<i32>,
}

/// The clocks that run at `now` by `facts`, in the order of their ends. The facts stand in the order in which they were put
/// down: that order, and no clock, says what came behind what.
#[must_use]
pub fn running<'a>(facts: &[Fact], reckoner: Reckoner<'a>, now: Moment) -> Vec<RunningClock<'a>> {
    let mut abouts: Vec<Option<Id>> = facts.iter().map(|fact| fact.about).collect();
    abouts.sort();
    abouts.dedup();
    let mut clocks = Vec::new();
    for row in &reckoner.table.rows {
        for about in &abouts {
            let facts: Vec<Fact> =
                facts.iter().filter(|fact| fact.about == *about).copied().collect();
            clocks.extend(clock(row, &facts, reckoner, now));
        }
    }
    clocks.sort_by_key(|clock| clock.end.moment());
    clocks
}

fn clock<'a>(
    row: &'a Deadline,
    facts: &[Fact],
    reckoner: Reckoner<'a>,
    now: Moment,
) -> Option<RunningClock<'a>> {
    let run = run(row, facts, &[])?;
    let Counted { started, end, open } = counted(row, &run, facts, reckoner);
    let breach = reckoner.breach(row, started, run.length(row));
    // What began behind the end takes nothing out any more.
    let open = open.filter(|(_, since)| *since <= end.moment());
    // A clock that went back since then leaves no more time than there was at the start.
    let now = if row.sense == Sense::Ahead { now } else { now.max(run.started) };
    let seen = open.map_or(now, |(_, since)| since);
    let state = match open {
        Some((by, since)) => ClockState::Paused { by, since },
        None => standing(end, breach, now).0,
    };
    Some(RunningClock {
        deadline: row,
        about: facts.first().and_then(|fact| fact.about),
        started,
        end,
        breach,
        state,
        left: left(end, seen),
        unknown_year: reckoner.unknown_year(row, started, end),
    })
}

/// A deadline that was begun and not ended.
struct Run {
    started: Moment,
    granted: Option<u32>,
    /// What took time out, from when, and until when.
    pauses: Vec<(Pause, Moment, Option<Moment>)>,
}

impl Run {
    fn length(&self, row: &Deadline) -> u32 {
        self.granted.map_or(row.span.length, |granted| granted.min(row.span.length))
    }

    fn closed(&self) -> Vec<(Moment, Moment)> {
        self.pauses.iter().filter_map(|(_, begin, until)| Some((*begin, (*until)?))).collect()
    }

    fn open(&self) -> Option<(Pause, Moment)> {
        let open = self.pauses.iter().filter(|(_, _, until)| until.is_none());
        open.map(|(by, since, _)| (*by, *since)).min_by_key(|(_, since)| *since)
    }
}

/// Folds `facts`; what is in `kept_by` does not end it.
fn run(row: &Deadline, facts: &[Fact], kept_by: &[Trigger]) -> Option<Run> {
    let mut run: Option<Run> = None;
    for fact in facts {
        if row.stops.contains(&fact.what) && !kept_by.contains(&fact.what) {
            run = None;
            continue;
        }
        let Some(known) = run.as_mut() else {
            let begins = row.from.contains(&fact.what) && row.in_force(fact.at.day());
            // What the organ granted itself shortens no time of the party's that begins with it.
            let granted = fact.granted.filter(|_| row.obliged == Obliged::Organ);
            let begun = || Run { started: fact.at, granted, pauses: Vec::new() };
            run = begins.then(begun);
            continue;
        };
        // What began once is fixed: only what the law counts anew from moves it, and never back.
        if row.restarts.contains(&fact.what) && fact.at > known.started {
            known.started = fact.at;
            known.pauses.clear();
        }
        row.pauses.iter().for_each(|rule| pause(known, rule.by, fact));
    }
    run
}

fn pause(run: &mut Run, by: Pause, fact: &Fact) {
    let (begins, ends) = by.events();
    let open = run.pauses.iter_mut().find(|(kind, _, until)| *kind == by && until.is_none());
    match open {
        Some((_, begin, until)) if fact.what == ends => *until = Some(fact.at.max(*begin)),
        None if fact.what == begins => run.pauses.push((by, fact.at, None)),
        Some(_) | None => {}
    }
}

struct Counted {
    started: Moment,
    end: End,
    /// What lasts still, and since when.
    open: Option<(Pause, Moment)>,
}

/// Counts a run; one that follows another deadline begins at that one's end, however that one was ended by it.
fn counted(row: &Deadline, run: &Run, facts: &[Fact], reckoner: Reckoner<'_>) -> Counted {
    let length = run.length(row);
    let before = row.follows.as_deref().and_then(|id| reckoner.table.get(id));
    let followed = before.and_then(|before| {
        Some(counted(before, &self::run(before, facts, &row.from)?, facts, reckoner))
    });
    let Some(followed) = followed else {
        let end = reckoner.end(row, run.started, length, &run.closed());
        return Counted { started: run.started, end, open: run.open() };
    };
    let started = match followed.end {
        End::On(last) => Moment::on(last.on, 0),
        End::At(moment) => moment,
    };
    // What began before that end lengthened that one already.
    let mut pauses = run.closed();
    pauses.retain(|(begin, _)| begin.day() > started.day());
    let end = reckoner.end(row, started, length, &pauses);
    Counted { started, end, open: followed.open.or(run.open()) }
}

/// How a clock stands at `now` that does not stand still, and how much of it is left: by its end, and by the last day before a
/// breach where that is another one (处罚法 85).
#[must_use]
pub fn standing(end: End, breach: Option<LastDay>, now: Moment) -> (ClockState, Left) {
    let state = match end {
        End::At(at) if now > at => ClockState::Over,
        End::At(_) => ClockState::Runs,
        End::On(last) => match (now.day().since(last.on), breach) {
            (..0, _) => ClockState::Runs,
            (0, _) => ClockState::LastDay,
            (1.., Some(breach)) if now.day() <= breach.on => ClockState::Late,
            (1.., _) => ClockState::Over,
        },
    };
    (state, left(end, now))
}

fn left(end: End, now: Moment) -> Left {
    match end {
        End::On(last) => Left::Days(last.on.since(now.day())),
        End::At(at) => Left::Minutes(at.ms().saturating_sub(now.ms()).div_euclid(MINUTE_MS)),
    }
}
