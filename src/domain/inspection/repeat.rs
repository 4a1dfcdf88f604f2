//! 再次违反: an act that its row punishes where it is done again, as it does a refusal (动规 36). What the history says of an
//! earlier one of the same party, and what the officers know beyond it; no gap in the history is taken for an answer.

use super::judge::Known;
use super::{Facts, Finding};
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::counting::{DecidedAct, Standing};
use crate::domain::leniency::history::{FirstOffence, FirstUnknown, Past, is_named};
use crate::domain::offender::Offenders;
use crate::domain::party::Party;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;

/// The earlier act that the one at hand repeats (动规 36). What is not there was not recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EarlierAct {
    /// Its day.
    pub on: Option<Day>,
    /// What it is known from, in the officers' words: a paper's number, headquarters' answer.
    pub why: String,
    /// This laptop's history held it when the stop was recorded; no words are asked for then.
    pub is_from_history: bool,
}

/// Whether one finding is done again (动规 36).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// Which finding of the stop, from 0.
    pub nth: usize,
    /// Code of the violation.
    pub code: String,
    /// What the history says: `Yes` for the first time, `No` where there was one, or nobody can say.
    pub history: FirstOffence,
    /// It is: the history says so, or the officers with a day and what they know it from.
    pub is_proven: bool,
}

/// Looks at the finding `nth` for an earlier act than that of `act_on`, and says what its record still lacks.
#[must_use]
pub fn look(
    (nth, finding): (usize, &Finding),
    act_on: Day,
    facts: &Facts,
    known: &Known<'_>,
) -> (Repeat, Vec<Blocked>) {
    let acts = [known.acts, known.driver_acts, known.carrier_acts];
    let history = history((&finding.code, act_on), facts, acts, known.past);
    let is_known = matches!(history, FirstOffence::No { .. });
    let lacks = if is_known { Vec::new() } else { lacks((nth, finding), act_on) };
    let is_proven = is_known || (finding.repeat.is_some() && lacks.is_empty());
    (Repeat { nth, code: finding.code.clone(), history, is_proven }, lacks)
}

/// What the history says of an act of that code before that day by whoever answers for the stop; `acts` are those of its vehicle,
/// its driver and its carrier. An organisation answers for what its carriage did, a person for what he did himself.
#[must_use]
pub fn history(
    (code, act_on): (&str, Day),
    facts: &Facts,
    acts: [&[DecidedAct]; 3],
    past: Past<'_>,
) -> FirstOffence {
    let [of_vehicle, of_driver, of_carrier] = acts;
    let is_firm = matches!(facts.party, Some(Party::Organisation { .. }));
    let own = if is_firm { of_carrier } else { of_driver };
    let counts = |act: &&DecidedAct| {
        act.code == code && act.on < act_on && act.standing != Standing::Quashed
    };
    let by = Offenders::of(facts);
    let beside = || of_vehicle.iter().chain(past.unpunished).filter(counts);
    let theirs = beside().filter(|act| is_by(act, &by, is_firm) == Some(true));
    let all: Vec<&DecidedAct> = own.iter().filter(counts).chain(theirs).collect();
    let done = all.iter().filter(|act| act.standing == Standing::Final);
    if let Some(on) = done.map(|act| act.on).max() {
        return FirstOffence::No { on: Some(on) };
    }
    let until = past.known_at.map(Moment::day);
    let unknown = |why| FirstOffence::Unknown { why, until };
    if !is_named(facts) {
        return unknown(FirstUnknown::PartyUnnamed);
    }
    if until.is_none() {
        return unknown(FirstUnknown::NeverRead);
    }
    if !all.is_empty() {
        return unknown(FirstUnknown::CaseOpen);
    }
    if beside().any(|act| is_by(act, &by, is_firm).is_none()) {
        return unknown(FirstUnknown::SomebodyUnnamed);
    }
    FirstOffence::Yes { until }
}

/// Whether it was the act of who answers now; `None` where nobody says whose it was.
fn is_by(act: &DecidedAct, by: &Offenders, is_firm: bool) -> Option<bool> {
    let (known, theirs) = if is_firm {
        (&act.by.carrier, &by.carrier)
    } else {
        (act.by.driver.get(), by.driver.get())
    };
    (!known.is_empty()).then(|| known == theirs)
}

/// What keeps the officers' own word from standing: the day lies not before the act, or nothing says what they know it from.
fn lacks((nth, finding): (usize, &Finding), act_on: Day) -> Vec<Blocked> {
    let Some(earlier) = &finding.repeat else { return Vec::new() };
    let at = |field: &str| Blocked::new(Rule::RepeatUnproven, path(nth, field));
    let mut lacks = Vec::new();
    if earlier.on.is_none_or(|on| on >= act_on) {
        lacks.push(at("on"));
    }
    if !earlier.is_from_history && earlier.why.trim().is_empty() {
        lacks.push(at("why"));
    }
    lacks
}

/// Path of a field of the earlier act that the finding `nth` names.
#[must_use]
pub fn path(nth: usize, field: &str) -> String {
    format!("findings[{nth}].repeat.{field}")
}
