//! What happened in a case on a day and moves its deadlines (期限事项), and what of it was put down wrongly, an entry each; makes no
//! paper and delivers none.

use super::clocks;
use super::command::{Reply, Trouble};
use super::conclude::officer_of;
use super::desk::Desk;
use super::open_inspection;
use super::view::deadline_fact::FactLine;
use crate::domain::blocked::Blocked;
use crate::domain::deadline::recorded::{DeadlineFact, FactNo, PAPER_MAX};
use crate::domain::deadline::trigger::Trigger;
use crate::domain::inspection::Inspection;
use crate::domain::inspection::event::Event;
use crate::domain::inspection::judgement::Outcome;
use crate::stdx::day::Day;
use crate::stdx::id::Id;
use crate::stdx::said::Said;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// Stops of one plate that are looked through for the one that is meant.
const OF_PLATE_MAX: u32 = 500;

/// A fact as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedFact {
    /// A word of `Trigger`.
    pub event: String,
    /// The day on which it happened, `2026-11-23`; empty for today.
    pub on: String,
    /// Number of the paper that it rests on, or a remark; of what is withdrawn, why.
    pub paper: String,
    /// What stands of this event and day was put down wrongly.
    pub withdraw: bool,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It is in the journal.
    Kept(FactLine),
    /// The law refuses it, and nothing was written.
    Refused(Vec<Blocked>),
}

/// Puts `typed` down, from the screen of a stop.
///
/// # Errors
/// As `record`.
pub fn note(desk: &mut Desk, inspection: Id, typed: &TypedFact) -> Result<Reply, Trouble> {
    Ok(match record(desk, &inspection.to_string(), typed)? {
        Recorded::Kept(line) => Reply::FactRecorded(Box::new(line)),
        Recorded::Refused(blocked) => Reply::FactRefused { inspection, blocked },
    })
}

/// Puts `typed` down for the case of `what`: an inspection's id, the number of one of its papers, or the plate of the only
/// decided stop or opened case of that vehicle.
///
/// # Errors
/// When there is no such case or more than one, the event is none or none that a clock of the case waits for, it stands
/// already or what is withdrawn does not, the day is none, is to come or lies before what the event ends, there is no text or
/// too much, or the journal cannot be written.
pub fn record(desk: &mut Desk, what: &str, typed: &TypedFact) -> Result<Recorded, Trouble> {
    let id = case_of(desk, what)?;
    let today = desk.clock.now().day();
    let fact = read(typed, today)?;
    let inspection = open_inspection::load(&desk.store, id)?;
    match may_record(desk, &inspection, &fact, today)? {
        Ok(()) => {}
        Err((FactNo::Blocked(blocked), _)) => return Ok(Recorded::Refused(blocked)),
        Err((no, allowed)) => return Err(why(&no, &fact, &allowed)),
    }
    let line = FactLine { inspection: id, fact: fact.clone() };
    let work = Work {
        officer: officer_of(desk, &inspection.facts),
        subject: Some(id),
        bodies: vec![Body::Inspection(Event::DeadlineFactRecorded(fact))],
        ..Work::default()
    };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    Ok(Recorded::Kept(line))
}

/// The case that `what` names.
fn case_of(desk: &mut Desk, what: &str) -> Result<Id, Trouble> {
    let no = match desk.find(what) {
        Ok(found) => return Ok(found.line.inspection),
        Err(no) => no,
    };
    let plate = what.trim();
    let cases = [Outcome::OnSpotPenalty, Outcome::CaseOpened].map(Outcome::word);
    let mut stops = desk.list(plate, OF_PLATE_MAX)?;
    stops.retain(|line| line.plate == plate && cases.contains(&line.outcome));
    match stops.as_slice() {
        [] => Err(no),
        [only] => Ok(only.inspection),
        several => {
            let trouble = Trouble::new("trouble.fact_several").with(plate);
            Err(trouble.and(several.len().to_string()))
        }
    }
}

fn read(typed: &TypedFact, today: Day) -> Result<DeadlineFact, Trouble> {
    let (event, on) = (typed.event.trim(), typed.on.trim());
    let no_event = || Trouble::new("trouble.fact_event").with(event).at("fact.event");
    let no_day = || Trouble::new("trouble.day_shape").with(on).at("fact.on");
    Ok(DeadlineFact {
        what: Trigger::from_word(event).ok_or_else(no_event)?,
        on: if on.is_empty() { today } else { Day::parse(on).ok_or_else(no_day)? },
        paper: typed.paper.trim().to_string(),
        withdrawn: typed.withdraw,
    })
}

/// What forbids the fact, with what may be put down in its place.
type Forbidden = (FactNo, Vec<Trigger>);

/// Whether the clocks of the case let `fact` be put down.
///
/// # Errors
/// When the journal cannot be read.
fn may_record(
    desk: &mut Desk,
    inspection: &Inspection,
    fact: &DeadlineFact,
    today: Day,
) -> Result<Result<(), Forbidden>, Trouble> {
    let ending = inspection.ending.as_ref();
    let pack = ending.map_or(desk.rulebook.pack.digest, |ending| ending.pack);
    let rulebook = desk.rulebook_of(pack)?;
    let kept = desk.store.entries_of(inspection.id)?;
    let now = desk.clock.now();
    let Some(told) = clocks::told(desk, inspection, &kept, &rulebook, now)? else {
        return Ok(Err((FactNo::NothingRuns, Vec::new())));
    };
    let running = told.running(&rulebook, now);
    let course = told.course(inspection, &running);
    Ok(course.may_record(fact, today).map_err(|no| (no, course.recordable())))
}

fn why(no: &FactNo, fact: &DeadlineFact, allowed: &[Trigger]) -> Trouble {
    let (name, on) = (Said::words(fact.what.key()), fact.on.to_string());
    let (of_event, of_text) =
        if fact.withdrawn { ("fact.stands", "fact.reason") } else { ("fact.event", "fact.paper") };
    match no {
        FactNo::NoPaper if fact.withdrawn => Trouble::new("trouble.fact_no_reason").at(of_text),
        FactNo::NoPaper => Trouble::new("trouble.fact_no_paper").at(of_text),
        FactNo::PaperTooLong => {
            Trouble::new("trouble.fact_paper_long").with(PAPER_MAX.to_string()).at(of_text)
        }
        FactNo::Own => Trouble::new("trouble.fact_own").with(name).at(of_event),
        FactNo::NothingRuns if allowed.is_empty() => {
            Trouble::new("trouble.fact_none").with(name).at(of_event)
        }
        FactNo::NothingRuns | FactNo::Blocked(_) => {
            let words: Vec<&str> = allowed.iter().map(|what| what.word()).collect();
            let trouble = Trouble::new("trouble.fact_nothing_runs").with(name);
            trouble.and(words.join(", ")).at(of_event)
        }
        FactNo::Twice => Trouble::new("trouble.fact_twice").with(name).at(of_event),
        FactNo::NotThere => Trouble::new("trouble.fact_not_there").with(name).and(on).at(of_event),
        FactNo::RestsOnIt(other) => {
            let trouble = Trouble::new("trouble.fact_rests").with(name);
            trouble.and(Said::words(other.key())).at(of_event)
        }
        FactNo::NotYet => Trouble::new("trouble.fact_not_yet").with(on).at("fact.on"),
        FactNo::TooEarly(earliest) => {
            let trouble = Trouble::new("trouble.fact_too_early").with(on);
            trouble.and(earliest.to_string()).at("fact.on")
        }
    }
}
