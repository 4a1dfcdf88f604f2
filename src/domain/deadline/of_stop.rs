//! What a recorded stop tells of its deadlines: its decision, its money, its filing, its papers, what officers put down of it; adds nothing
//! that nobody put down.

use super::reckon::Reckoner;
use super::recorded::DeadlineFact;
use super::running::{ClockState, Fact, running};
use super::trigger::Trigger;
use crate::domain::cash::{Cash, CashStep};
use crate::domain::inspection::Inspection;
use crate::domain::inspection::judgement::Outcome;
use crate::domain::paper::{CasePaper, case_filing, case_referral};
use crate::domain::rulebook::Rulebook;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use crate::stdx::id::Id;

/// The facts of `inspection`, which was ended at `ended_at` under `rulebook`: `cash` is its fine where that was collected at the
/// roadside, `filed_at` when headquarters had its decision (程序规定 61(八)).
#[must_use]
pub fn facts_of(
    inspection: &Inspection,
    (ended_at, rulebook): (Option<Moment>, &Rulebook),
    cash: Option<&Cash>,
    filed_at: Option<Moment>,
) -> Vec<Fact> {
    let (Some(ending), Some(ended_at)) = (&inspection.ending, ended_at) else { return Vec::new() };
    let mut facts = Vec::new();
    let is_over_limit = |code: &String| rulebook.violation(code).is_some_and(|row| row.over_limit);
    let is_over_limit = ending.codes.iter().any(is_over_limit);
    match ending.outcome {
        Outcome::OnSpotPenalty => {
            // It is handed over on the spot (处罚法 52), with the time that is printed on it.
            // Its own papers are the first that bear the number: the clock of a later one may have gone back.
            let first = inspection.documents.iter().find(|paper| paper.number.is_some());
            let at = first.map_or(ended_at, |paper| paper.issued_at);
            facts.push(Fact::new(Trigger::OnSpotDecided, at));
            if ending.fine.is_some_and(|fine| fine > Fen::ZERO) {
                facts.push(Fact::new(Trigger::FineNotified, at));
            }
            // Decided and delivered: from here on the home organ of the vehicle is to be told (超限 44).
            if is_over_limit {
                facts.push(Fact::new(Trigger::OverLimitHandled, at));
            }
        }
        Outcome::CaseOpened => {
            // Day 0 is that of the head's approval (处罚法 60; 程序规定 63); while none is on paper, that of the opening.
            let opened_at = case_filing::opened_at(inspection).unwrap_or(ended_at);
            // What went to another organ is decided there (程序规定 9): no time of ours runs any more.
            if !case_referral::is_whole(inspection, rulebook) {
                facts.push(Fact::new(Trigger::CaseOpened, opened_at));
            }
        }
        Outcome::NoViolation | Outcome::Correction | Outcome::HandedOver | Outcome::Blocked => {}
    }
    facts.extend(of_papers(inspection));
    facts.extend(cash.into_iter().flat_map(of_cash));
    facts.extend(filed_at.map(|at| Fact::new(Trigger::CopyFiled, at)));
    for mut fact in recorded(inspection) {
        fact.about = about(inspection, &facts, fact);
        put(&mut facts, fact);
        let is_delivered = fact.what == Trigger::DecisionReceived;
        if is_delivered && is_over_limit && ending.outcome == Outcome::CaseOpened {
            facts.push(Fact::new(Trigger::OverLimitHandled, fact.at));
        }
    }
    facts
}

/// Whether it was put down that the head approved the urgent measure `measure` (强制法 19).
#[must_use]
pub fn is_approved(inspection: &Inspection, measure: Id) -> bool {
    let is_it = |fact: &Fact| (fact.what, fact.about) == (Trigger::MeasureApproved, Some(measure));
    of_measures(inspection).iter().any(is_it)
}

/// Whether the days of a measure are over at `now`, that of its extension with them: its last day belongs to it, and while a
/// test lasts none passes (强制法 25, 28). `last_day` is that of its decision, for a pack that counts no measures.
#[must_use]
pub fn is_expired(
    inspection: &Inspection,
    (measure, last_day): (Id, Day),
    reckoner: Reckoner<'_>,
    now: Moment,
) -> bool {
    let facts = of_measures(inspection);
    let clocks = running(&facts, reckoner, now);
    let begins = [Trigger::MeasureTaken, Trigger::MeasureExtended];
    let mut its = clocks
        .iter()
        .filter(|clock| {
            clock.about == Some(measure)
                && clock.deadline.stops.contains(&Trigger::MeasureLifted)
                && clock.deadline.from.iter().any(|what| begins.contains(what))
        })
        .peekable();
    if its.peek().is_none() {
        return now.day() > last_day;
    }
    its.all(|clock| {
        let is_paused = matches!(clock.state, ClockState::Paused { .. });
        !is_paused && now.day() > clock.end.day()
    })
}

/// What papers and officers say of measures, each about its own.
fn of_measures(inspection: &Inspection) -> Vec<Fact> {
    let mut facts = of_papers(inspection);
    for mut fact in recorded(inspection) {
        fact.about = about(inspection, &facts, fact);
        put(&mut facts, fact);
    }
    facts
}

/// What the papers move, in the order in which they were made.
fn of_papers(inspection: &Inspection) -> Vec<Fact> {
    let papers = inspection.papers.iter();
    papers.flat_map(|made| made.paper.body().moves(made.document, made.at)).collect()
}

/// What officers put down, in the order in which it happened: one whose day was put right stands where it belongs.
fn recorded(inspection: &Inspection) -> Vec<Fact> {
    let mut recorded: Vec<Fact> =
        inspection.deadline_facts.iter().map(DeadlineFact::as_fact).collect();
    recorded.sort_by_key(|fact| fact.at);
    recorded
}

/// Puts `fact` behind what is known; of a measure that was lifted since, in front of its end.
fn put(facts: &mut Vec<Fact>, fact: Fact) {
    let ends = |known: &Fact| known.what == Trigger::MeasureLifted && known.about == fact.about;
    let end = fact.about.and_then(|_| facts.iter().position(ends));
    let place = end.unwrap_or(facts.len());
    facts.insert(place, fact);
}

/// Of which paper `fact` is, behind `known`: a measure is approved, extended and tested itself, and remedies are of it as long as
/// nothing else was decided. Nothing is of a measure that was taken later or had been lifted before. `None` for the case.
fn about(inspection: &Inspection, known: &[Fact], fact: Fact) -> Option<Id> {
    let (what, on) = (fact.what, fact.at.day());
    let is_of_measure = matches!(
        what,
        Trigger::MeasureApproved
            | Trigger::MeasureExtended
            | Trigger::TestingBegun
            | Trigger::TestingEnded
    );
    let is_remedy = matches!(
        what,
        Trigger::ReconsiderationRequested
            | Trigger::SuitFiled
            | Trigger::ObstacleBegun
            | Trigger::ObstacleEnded
    );
    let decides = [Trigger::OnSpotDecided, Trigger::DecisionReceived];
    let is_decided = known.iter().any(|fact| decides.contains(&fact.what));
    if !is_of_measure && (!is_remedy || is_decided) {
        return None;
    }
    let waits = |document: Id| {
        let its = || known.iter().filter(|other| other.about == Some(document));
        let count = |event: Trigger| its().filter(|other| other.what == event).count();
        let is_lift = |other: &Fact| other.what == Trigger::MeasureLifted && other.at.day() < on;
        let is_tested = count(Trigger::TestingBegun) > count(Trigger::TestingEnded);
        // Tests may be made again; it is approved and extended once.
        let is_next = if what == Trigger::TestingBegun {
            !is_tested
        } else if what == Trigger::TestingEnded {
            is_tested
        } else {
            count(what) == 0
        };
        is_remedy || (is_next && !its().any(is_lift))
    };
    let mut measures = inspection.papers.iter().rev().filter_map(|made| {
        let CasePaper::Measure(measure) = &made.paper else { return None };
        let is_meant = what != Trigger::MeasureApproved || measure.is_urgent();
        let is_taken = measure.done_at.day() <= on;
        (is_meant && is_taken && waits(made.document)).then_some(made.document)
    });
    measures.next()
}

/// The way of money that was collected (处罚法 71).
fn of_cash(cash: &Cash) -> Vec<Fact> {
    let on = |what, day| Fact::new(what, Moment::on(day, 0));
    let mut facts = vec![
        on(Trigger::FinePaid, cash.collected.on),
        on(Trigger::CashCollected, cash.collected.on),
    ];
    facts.extend(cash.steps.iter().map(|step| match step.step {
        CashStep::ToAgency => on(Trigger::CashHandedIn, step.on),
        CashStep::ToBank => on(Trigger::CashBanked, step.on),
    }));
    facts
}
