//! The deadlines that run for a recorded stop, and each as a sentence; moves none and writes nothing.

use super::desk::Desk;
use super::today::DUE_DAYS;
use super::view::clocks::ClockLine;
use crate::domain::cash::Cash;
use crate::domain::deadline::Sense;
use crate::domain::deadline::of_stop::facts_of;
use crate::domain::deadline::recorded::{CaseClocks, DeadlineFact};
use crate::domain::deadline::running::{ClockState, Fact, Left, RunningClock, running};
use crate::domain::deadline::trigger::Trigger;
use crate::domain::inspection::Inspection;
use crate::domain::inspection::event::Event;
use crate::domain::rulebook::Rulebook;
use crate::stdx::clock::Moment;
use crate::store::StoreFault;
use crate::wire::entry::Entry;
use crate::wire::event::Body;
use rust_i18n::t;

/// The clocks of `inspection` by its entries `kept`, under the pack that it was decided with, in the order of their ends, and what
/// may be put down of it now.
///
/// # Errors
/// When the rows cannot be read.
pub(super) fn of(
    desk: &Desk,
    inspection: &Inspection,
    kept: &[Entry],
    rulebook: &Rulebook,
    now: Moment,
) -> Result<(Vec<ClockLine>, Vec<Trigger>), StoreFault> {
    let Some(told) = told(desk, inspection, kept, rulebook, now)? else {
        return Ok((Vec::new(), Vec::new()));
    };
    let clocks = told.running(rulebook, now);
    let recordable = told.course(inspection, &clocks).recordable();
    Ok((clocks.iter().map(|clock| line(clock, rulebook)).collect(), recordable))
}

/// What entries tell of a stop that has ended: what moves its clocks, its money, its filing.
pub(super) struct Told<'a> {
    /// When the stop ended.
    pub ended_at: Moment,
    pub facts: Vec<Fact>,
    pub cash: Option<&'a Cash>,
    pub filed_at: Option<Moment>,
}

impl Told<'_> {
    /// The clocks that run by it.
    pub(super) fn running<'r>(&self, rulebook: &'r Rulebook, now: Moment) -> Vec<RunningClock<'r>> {
        running(&self.facts, rulebook.reckoner(), now)
    }

    /// What decides which fact of `inspection`, whose clocks are `running`, may be put down.
    pub(super) fn course<'c>(
        &'c self,
        inspection: &'c Inspection,
        running: &'c [RunningClock<'c>],
    ) -> CaseClocks<'c> {
        CaseClocks {
            facts: &self.facts,
            running,
            recorded: &inspection.deadline_facts,
            is_collected: self.cash.is_some(),
        }
    }
}

/// `None` while the stop has not ended.
///
/// # Errors
/// When the rows cannot be read.
pub(super) fn told<'a>(
    desk: &'a Desk,
    inspection: &Inspection,
    kept: &[Entry],
    rulebook: &Rulebook,
    now: Moment,
) -> Result<Option<Told<'a>>, StoreFault> {
    let ends = |entry: &&Entry| matches!(entry.body, Body::Inspection(Event::InspectionEnded(_)));
    let Some(ended) = kept.iter().find(ends) else { return Ok(None) };
    let at = ended.envelope.clock.wall;
    // Without a headquarters nothing is ever received: older ones are filed on the bureau's own word.
    let is_old = now.day().since(at.day()) > DUE_DAYS;
    // What came of another laptop came from headquarters.
    let is_filed = ended.came.is_some()
        || desk.store.received_upto()? >= ended.envelope.number
        || (is_old && desk.store.enrolled()?.is_none());
    let cash = desk.bureau.cash.iter().find(|cash| cash.collected.inspection == inspection.id);
    let filed_at = is_filed.then_some(at);
    let facts = facts_of(inspection, (Some(at), rulebook), cash, filed_at);
    Ok(Some(Told { ended_at: at, facts, cash, filed_at }))
}

/// A clock as it is shown, with what its row in the pack says.
pub(super) fn line(clock: &RunningClock<'_>, rulebook: &Rulebook) -> ClockLine {
    let row = clock.deadline;
    ClockLine {
        id: row.id.clone(),
        name_zh: row.name_zh.clone(),
        name_en: row.name_en.clone(),
        cite: rulebook.cite_all(&row.cites),
        started: clock.started,
        end: clock.end,
        sense: row.sense,
        breach: clock.breach.map(|last| last.on),
        state: clock.state,
        left: clock.left,
        unknown_year: clock.unknown_year,
        stops: row.stops.clone(),
        pauses: row.pauses.iter().map(|rule| rule.by).collect(),
        consequence_zh: row.consequence_zh.clone(),
        is_verified: row.is_verified(),
    }
}

/// A clock in the language `lang`: its end, how it stands, what ends it, what does not count, its article.
#[must_use]
pub fn sentence(clock: &ClockLine, lang: &str) -> String {
    let is_english = lang.starts_with("en");
    let name = if is_english { &clock.name_en } else { &clock.name_zh };
    let mut parts = vec![format!("{name}: {}", until(clock, lang)), stands(clock, lang)];
    let joint = if is_english { ", " } else { "、" };
    if !clock.stops.is_empty() {
        let event = |stop: &Trigger| t!(stop.key(), locale = lang).into_owned();
        let stops: Vec<String> = clock.stops.iter().map(event).collect();
        parts.push(t!("deadline.stops", locale = lang, a = stops.join(joint)).into_owned());
    }
    if !clock.pauses.is_empty() {
        let pauses: Vec<String> =
            clock.pauses.iter().map(|pause| paused(pause.word(), lang)).collect();
        parts.push(t!("deadline.pauses", locale = lang, a = pauses.join(joint)).into_owned());
    }
    parts.push(clock.cite.clone());
    if !clock.is_verified {
        parts.push(t!("deadline.unverified", locale = lang).into_owned());
    }
    if let Some(year) = clock.unknown_year {
        parts.push(t!("deadline.unknown_year", locale = lang, a = year).into_owned());
    }
    parts.join("  ")
}

/// Its end, and on which side of that it is to be done.
pub(super) fn until(clock: &ClockLine, lang: &str) -> String {
    let key = match clock.sense {
        Sense::Within => "deadline.until",
        Sense::NotBefore => "deadline.not_before",
        Sense::Ahead => "deadline.ahead",
    };
    t!(key, locale = lang, a = clock.end_shown()).into_owned()
}

/// What was put down of a case, in the language `lang`: event, day, and what it rests on.
#[must_use]
pub fn fact_sentence(fact: &DeadlineFact, lang: &str) -> String {
    let event = t!(fact.what.key(), locale = lang);
    t!("fact.line", locale = lang, a = event, b = fact.on, c = fact.paper).into_owned()
}

fn paused(word: &str, lang: &str) -> String {
    t!(format!("deadline_pause.{word}"), locale = lang).into_owned()
}

/// How it stands, and how much of it is left.
pub(super) fn stands(clock: &ClockLine, lang: &str) -> String {
    match clock.state {
        ClockState::LastDay => t!("deadline.today", locale = lang).into_owned(),
        ClockState::Late => {
            let until = clock.breach.map(|day| day.to_string()).unwrap_or_default();
            t!("deadline.late", locale = lang, a = until).into_owned()
        }
        ClockState::Over if clock.sense == Sense::NotBefore => {
            t!("deadline.wait_over", locale = lang).into_owned()
        }
        ClockState::Paused { by, since } => {
            let by = paused(by.word(), lang);
            t!("deadline.paused", locale = lang, a = since.short(), b = by).into_owned()
        }
        ClockState::Runs | ClockState::Over => left(clock.left, lang),
    }
}

fn left(left: Left, lang: &str) -> String {
    match left {
        Left::Days(days) => {
            let key = if days < 0 { "deadline.over" } else { "deadline.left_days" };
            t!(key, locale = lang, a = days.abs()).into_owned()
        }
        Left::Minutes(minutes) => {
            let key = if minutes < 0 { "deadline.over_hours" } else { "deadline.left_hours" };
            let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
            t!(key, locale = lang, a = hours, b = rest).into_owned()
        }
    }
}
