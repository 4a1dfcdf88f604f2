//! Ending a stop: record it, judge it, and when the law allows decide and issue the papers.
//!
//! Two transactions, because no decision may take a number before the journal holds the telling.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::pin;
use super::prospect::{Prospect, prospect};
use super::terms::{Confirmed, Word, confirmed};
use super::view::conclusion::Conclusion;
use super::{documents, drafts, earlier_orders, open_inspection, past_acts, reading};
use crate::domain::agency::DocumentNo;
use crate::domain::blocked::Warning;
use crate::domain::bureau::BureauEvent;
use crate::domain::inspection::event::Event;
use crate::domain::inspection::judgement::{Ending, Grounds, Judgement, Outcome};
use crate::domain::inspection::order::TellingAct;
use crate::domain::inspection::terms::Terms;
use crate::domain::inspection::{Facts, Inspection, Telling, Topic};
use crate::domain::leniency::Revisit;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::redacted::Redacted;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// Ends the stop that was typed in `draft`. When the law says no the draft stays, so that the
/// officer can go on with it. `shown` is the digest of the terms under which the PINs were typed.
///
/// # Errors
/// When the draft is gone or another officer's, or the journal cannot be written; nothing typed is lost then.
pub fn conclude_draft(
    desk: &mut Desk,
    draft: Id,
    shown: Option<Digest>,
    pins: &[(String, Redacted<String>)],
) -> Result<Reply, Trouble> {
    drafts::owned(desk, draft)?;
    let typed: Vec<(String, String)> =
        pins.iter().map(|(who, pin)| (who.clone(), pin.get().clone())).collect();
    let proven = pin::prove(desk, &typed)?;
    conclude_proven(desk, draft, Word::Screen { shown, proven: &proven })
}

/// The same behind the PINs. Where the terms are not those that were shown, nothing is decided and they
/// are given back to be shown.
///
/// # Errors
/// When the draft is gone or the journal cannot be written; nothing typed is lost then.
pub fn conclude_proven(desk: &mut Desk, draft: Id, word: Word<'_>) -> Result<Reply, Trouble> {
    let row = desk.store.draft(draft)?.filter(|row| row.of_stop().is_none());
    let row = row.ok_or_else(|| Trouble::new("trouble.no_draft"))?;
    let now = desk.clock.now();
    let mut read = reading::read_draft(&row.into(), now);
    earlier_orders::complete(&desk.store, &mut read.facts)?;
    past_acts::complete(desk, &mut read.facts)?;
    let inspection = record(desk, draft, &read.facts, &read.telling)?;
    let judgement = match decide(desk, &inspection, Some(draft), word)? {
        Decided::Judged(judgement) => judgement,
        Decided::ToConfirm(terms) => return Ok(Reply::ToConfirm(terms)),
    };
    let view = open_inspection::open_inspection(desk, draft)?;
    let conclusion = Conclusion { inspection: draft, view, blocked: judgement.blocked };
    Ok(Reply::Concluded(Box::new(conclusion)))
}

/// Writes what was seen, told and said. A second try of the same stop writes a correction and what
/// is new in the telling.
///
/// # Errors
/// When the journal cannot be written.
pub fn record(
    desk: &mut Desk,
    id: Id,
    facts: &Facts,
    telling: &Telling,
) -> Result<Inspection, Trouble> {
    let before = desk.store.inspection(id)?;
    let known = if before.is_some() {
        open_inspection::load(&desk.store, id)?
    } else {
        Inspection::new(id)
    };
    if known.ending.as_ref().is_some_and(|ending| ending.outcome != Outcome::Blocked) {
        return Err(Trouble::new("trouble.already_ended"));
    }
    let mut events = Vec::new();
    if before.is_none() {
        events.push(Event::InspectionRecorded(Box::new(facts.clone())));
    } else if known.facts != *facts {
        let reason = "现场补充".to_string();
        events.push(Event::FactsCorrected { reason, facts: Box::new(facts.clone()) });
    }
    let now = desk.clock.now();
    let judged = {
        let mut fresh = known.clone();
        fresh.facts.clone_from(facts);
        fresh.telling.clone_from(telling);
        open_inspection::judge_recorded(desk, &fresh, &desk.rulebook.clone(), now)?
    };
    let confirmed: Vec<String> = judged
        .warnings
        .iter()
        .filter(|warning| matches!(warning, Warning::CheckDigit { .. }))
        .filter_map(Warning::field)
        .filter(|field| !known.confirmed.iter().any(|known| known == field))
        .map(ToString::to_string)
        .collect();
    if !confirmed.is_empty() {
        events.push(Event::CheckDigitConfirmed { fields: confirmed });
    }
    events.extend(telling_events(telling, &known.telling));
    let work = Work {
        officer: officer_of(desk, facts),
        subject: Some(id),
        bodies: events.into_iter().map(Body::Inspection).collect(),
        ..Work::default()
    };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    Ok(open_inspection::load(&desk.store, id)?)
}

fn telling_events(telling: &Telling, known: &Telling) -> Vec<Event> {
    let mut events = Vec::new();
    let taken_back = (known.cards_shown.is_some() && telling.cards_shown.is_none())
        || known.told.iter().any(|told| !telling.told.contains(told))
        || (known.statement.is_some() && telling.statement.is_none())
        || (known.signature.is_some() && telling.signature.is_none())
        // Done again behind what followed it: the entries must stand as the acts were done.
        || telling.order.shared_head(&known.order) < known.order.acts().len()
        || said_otherwise(telling, known);
    // What the journal holds as told must be what the officer says was told.
    let nothing = Telling::default();
    let known = if taken_back {
        events.push(Event::TellingRetracted);
        &nothing
    } else {
        known
    };
    for (act, nth) in telling.sequence() {
        match act {
            TellingAct::CardsShown => {
                let shown =
                    telling.cards_shown.filter(|_| telling.cards_shown != known.cards_shown);
                events.extend(shown.map(|at| Event::CardsShown { at, nth }));
            }
            TellingAct::Told(topic) => {
                let new = |told: &&(Topic, Moment)| told.0 == topic && !known.told.contains(told);
                let told: Vec<_> = telling.told.iter().filter(new).copied().collect();
                tell(&mut events, told, nth);
            }
            TellingAct::Heard => {
                let heard = telling.statement.clone();
                let heard = heard.filter(|_| telling.statement != known.statement);
                events.extend(heard.map(|statement| Event::StatementHeard { statement, nth }));
            }
        }
    }
    if let Some(signature) =
        telling.signature.clone().filter(|_| telling.signature != known.signature)
    {
        events.push(Event::SignatureRecorded(signature));
    }
    events
}

/// Whether an act says something else without having been done again, and others followed it: an entry of it alone would
/// stand behind them, and move the act to a place that it was not done at.
fn said_otherwise(telling: &Telling, known: &Telling) -> bool {
    let last = known.order.acts().last();
    let followed = |act: TellingAct| known.order.nth(act).is_some() && last != Some(&act);
    let cards = telling.cards_shown != known.cards_shown;
    let heard = telling.statement != known.statement;
    (cards && followed(TellingAct::CardsShown)) || (heard && followed(TellingAct::Heard))
}

/// Topics told one behind the other stand in one entry.
fn tell(events: &mut Vec<Event>, told: Vec<(Topic, Moment)>, nth: Option<u32>) {
    if told.is_empty() {
        return;
    }
    if let Some(Event::ProposalTold { topics, nth: first }) = events.last_mut() {
        let next = first.zip(u32::try_from(topics.len()).ok()).map(|(first, many)| first + many);
        if next == nth {
            topics.extend(told);
            return;
        }
    }
    events.push(Event::ProposalTold { topics: told, nth });
}

/// What came of trying to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decided {
    /// Decided, or blocked; both are in the journal.
    Judged(Box<Judgement>),
    /// The officers have not confirmed these terms; nothing was decided.
    ToConfirm(Box<Terms>),
}

/// Decides a recorded stop: one transaction with the number, the pages and the end of the draft.
///
/// # Errors
/// When an officer of the stop has not confirmed it with his own PIN, a page cannot be set or the journal
/// cannot be written.
pub fn decide(
    desk: &mut Desk,
    inspection: &Inspection,
    draft: Option<Id>,
    word: Word<'_>,
) -> Result<Decided, Trouble> {
    let at = decided_at(inspection, draft, desk.clock.now());
    let prospect = prospect(desk, inspection, at)?;
    finish(desk, inspection, draft, (at, prospect), word)
}

/// Writes what a recorded stop comes to at `at`, in one transaction.
///
/// # Errors
/// As `decide`.
pub(super) fn finish(
    desk: &mut Desk,
    inspection: &Inspection,
    draft: Option<Id>,
    (at, prospect): (Moment, Prospect),
    word: Word<'_>,
) -> Result<Decided, Trouble> {
    let Prospect { judgement, number, papers } = prospect;
    let confirmations = match Terms::of(inspection.id, &inspection.facts, &judgement) {
        None => Vec::new(),
        Some(terms) => match confirmed(desk, inspection, terms, word)? {
            Confirmed::By(by) => by,
            Confirmed::Other(terms) => return Ok(Decided::ToConfirm(terms)),
        },
    };
    let is_blocked = judgement.outcome == Outcome::Blocked;
    let issued = documents::issue(desk, papers, number.as_ref(), at)?;
    let mut events = Vec::new();
    if !confirmations.is_empty() {
        events.push(Event::DecisionConfirmed { by: confirmations });
    }
    let ending = ending(&judgement, number, desk);
    let revisit = Revisit::of(inspection.id, &ending.let_off);
    events.push(if is_blocked {
        Event::DecisionBlocked(ending)
    } else {
        Event::InspectionEnded(ending)
    });
    let mut pages = Vec::new();
    for (document, bytes) in issued {
        pages.push((document.digest, bytes));
        events.push(Event::DocumentIssued(document));
    }
    let is_revisited = revisit.is_some();
    let revisit = revisit.map(|revisit| Body::Bureau(BureauEvent::RevisitDue(revisit)));
    let work = Work {
        officer: officer_of(desk, &inspection.facts),
        subject: Some(inspection.id),
        bodies: events.into_iter().map(Body::Inspection).chain(revisit).collect(),
        pages,
        draft: draft.filter(|_| !is_blocked),
        ..Work::default()
    };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    if is_revisited {
        desk.refresh()?;
    }
    Ok(Decided::Judged(Box::new(judgement)))
}

/// On the screen a stop ends when the officer ends it. A script tells of a stop that is over: it
/// ended with the last word of the telling, and never before it began.
pub(super) fn decided_at(inspection: &Inspection, draft: Option<Id>, now: Moment) -> Moment {
    let telling = &inspection.telling;
    let told = telling.told.iter().map(|(_, at)| *at);
    let said = telling.statement.iter().map(|statement| statement.at);
    let at = inspection.facts.at.unwrap_or(now);
    let ended = draft.map(|_| now);
    told.chain(said).chain(ended).chain([at]).max().unwrap_or(at)
}

fn ending(judgement: &Judgement, number: Option<DocumentNo>, desk: &Desk) -> Ending {
    let weighed = judgement.weighed.as_ref();
    let is_blocked = !judgement.blocked.is_empty();
    Ending {
        outcome: judgement.outcome,
        procedure: judgement.procedure,
        penalties: judgement.penalties.clone(),
        fine: judgement.fine.filter(|_| !is_blocked),
        range: judgement.range.filter(|_| !is_blocked),
        number,
        blocked: judgement.blocked.clone(),
        pack: desk.rulebook.pack.digest,
        limit_kg: weighed.map(|weighed| weighed.limit_kg),
        over_kg: weighed.map(|weighed| weighed.over_kg).filter(|over| *over > 0),
        codes: codes(judgement),
        let_off: judgement.let_off.clone(),
        proposals: judgement.proposals.clone(),
        reasons: reasons(judgement),
    }
}

/// In the order of the amounts that were weighed.
fn reasons(judgement: &Judgement) -> Vec<String> {
    let all: Vec<String> = judgement.discretion.iter().map(|one| one.on_paper.clone()).collect();
    if all.iter().all(String::is_empty) { Vec::new() } else { all }
}

/// Only what was punished is a decided act; a stop without a penalty names what it was about.
fn codes(judgement: &Judgement) -> Vec<String> {
    let punishes = matches!(judgement.outcome, Outcome::OnSpotPenalty | Outcome::CaseOpened);
    let of = |grounds: &Grounds| grounds.code.clone();
    if punishes {
        judgement.punished().iter().map(of).collect()
    } else {
        judgement.grounds.iter().map(of).collect()
    }
}

/// The entry names the officer who is signed in, else the first of the pair.
pub(super) fn officer_of(desk: &Desk, facts: &Facts) -> Option<Id> {
    let first = desk.signed_in.as_ref().or_else(|| facts.officers.first())?;
    desk.bureau.officer(first).map(|officer| officer.id)
}
