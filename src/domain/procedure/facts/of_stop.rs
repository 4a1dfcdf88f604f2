//! What a recorded stop tells the gates of its procedure: facts, decision, papers, money and what officers put down of its course,
//! as their entries have them. What no entry says (an approval, a measure) is not there, and counts as not done.

use super::act::{ActFacts, PenaltyFacts};
use super::payment::PaymentFacts;
use super::{Acting, Approval, CaseFacts};
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::cash::Cash;
use crate::domain::deadline::reckon::End;
use crate::domain::deadline::recorded::DeadlineFact;
use crate::domain::deadline::running::RunningClock;
use crate::domain::deadline::trigger::Trigger;
use crate::domain::deadline::{Span, Unit};
use crate::domain::evidence::EvidenceKind;
use crate::domain::inspection::judgement::{Judgement, Outcome, Penalty};
use crate::domain::inspection::{Finding, Inspection, Statement, StatementKind, Topic};
use crate::domain::paper::{case_filing, delivery_receipt, evidence_hold, measure};
use crate::domain::party::{Minority, Party, PartyKind};
use crate::domain::procedure::papers::number_of;
use crate::domain::procedure::state::{Actor, State};
use crate::domain::procedure::{Gate, Track, may};
use crate::domain::rulebook::Rulebook;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use std::collections::BTreeSet;

/// Steps that nobody takes by an entry of its own: what they ask for is recorded, and then they are done (处罚法 52, 67; 程序规定
/// 61).
const BY_THEMSELVES: [&str; 4] = ["B7", "B8", "B9", "B9o"];
/// Number of 违法行为通知书 in the national set.
const NOTICE: u8 = 11;
/// So long a hearing may be asked for (处罚法 64), where a pack lists no deadlines.
const ASKING: Span = Span { length: 5, unit: Unit::WorkingDays };

/// A stop that is decided or opened as a case, and what is known beside its entries.
#[derive(Clone, Copy, Debug)]
pub struct RecordedStop<'a> {
    /// Folded from its entries.
    pub inspection: &'a Inspection,
    /// What the law gives for it; of an opened case under the pack of today, so that a choice made since then counts.
    pub judgement: &'a Judgement,
    /// Its officers, held against the roster.
    pub acting: &'a [Acting],
    /// The pack that `judgement` is of: its limits of the procedures.
    pub rulebook: &'a Rulebook,
    /// Its fine, where that was collected at the roadside.
    pub cash: Option<&'a Cash>,
    /// When the organ had its copy of the decision; `None` while it has none.
    pub filed_at: Option<Moment>,
    /// The clocks that run for it.
    pub clocks: &'a [RunningClock<'a>],
    /// What the agency lacks for a decision, as `Agency::missing_for_decision` says it.
    pub agency_lacks: &'a [&'static str],
    /// For what has come by now.
    pub now: Moment,
}

/// Where a case stands, and what each step that leads on is refused by.
#[derive(Clone, Debug)]
pub struct CaseStanding {
    /// Its procedure.
    pub track: Track,
    /// Its state there.
    pub state: State,
    /// The steps that lead on, each with what stands against it; nothing where it may be taken.
    pub next: Vec<(&'static Gate, Vec<Blocked>)>,
}

impl RecordedStop<'_> {
    /// The facts of the case (处罚法 54).
    #[must_use]
    pub fn facts(&self) -> CaseFacts {
        let inspection = self.inspection;
        let mut case = CaseFacts::new(self.now);
        case.acting = self.acting.to_vec();
        case.telling.clone_from(&inspection.telling);
        case.present.clone_from(&inspection.facts.present);
        for paper in &inspection.documents {
            // A receipt says when it was delivered; without one, who has no print of it has nothing in hand.
            let printed_on = || paper.prints.first().map(|print| print.at.day());
            let had_on = delivery_receipt::delivered_on(inspection, paper.id).or_else(printed_on);
            case.papers.extend(number_of(&paper.form).map(|number| (number, had_on)));
        }
        // The number of a decision is taken with it.
        case.has_number = inspection.ending.as_ref().is_some_and(|ending| ending.number.is_some());
        case.agency_lacks = self.agency_lacks.to_vec();
        case.act = act(inspection, self.judgement, self.rulebook);
        case.penalty = self.penalty();
        case.payment = self.payment(case.act.is_corrected);
        case.course.statement_until = self.until(Trigger::ProposalNotified, Trigger::StatementMade);
        case.course.recusal_is_open =
            inspection.facts.recusals.iter().any(|one| one.is_open_at().is_some());
        case.course.has_source = case_filing::opened_at(inspection).is_some();
        self.course(&mut case);
        self.held(&mut case);
        case
    }

    /// What the case's papers say of evidence on hold and of measures: the oldest of each that stands, and every approval.
    fn held(&self, case: &mut CaseFacts) {
        let standing = evidence_hold::standing(self.inspection);
        case.hold.is_open = !standing.is_empty();
        if let Some((_, hold)) = standing.first() {
            case.hold.is_at_risk = true;
            case.hold.is_itemised = true;
            case.hold.last_day = Some(hold.last_day);
        }
        let measures = measure::standing(self.inspection);
        case.measure.is_open = !measures.is_empty();
        if let Some((_, measure)) = measures.first() {
            case.measure.has_basis = true;
            case.measure.is_urgent = measure.is_urgent();
            case.measure.done_at = Some(measure.done_at);
            case.measure.last_day = Some(measure.last_day);
        }
        for made in &self.inspection.papers {
            let approved = made.paper.kind().approved_at.zip(made.approval.as_ref());
            case.approvals.extend(approved.map(|(gate, approval)| Approval {
                gate: gate.to_string(),
                by: Actor::Head,
                on: approval.at.day(),
            }));
        }
    }

    /// What officers put down of the case's course. What was answered to a statement no entry says.
    fn course(&self, case: &mut CaseFacts) {
        let last = |what: Trigger| {
            let is_it = |fact: &&DeadlineFact| fact.what == what;
            self.inspection.deadline_facts.iter().rfind(is_it)
        };
        let on = |what: Trigger| last(what).map(|fact| fact.on);
        // A notice that was given anew is answered anew (处罚法 44, 45, 64).
        let behind = |notice: Trigger, what: Trigger| {
            let facts = &self.inspection.deadline_facts;
            let from = facts.iter().rposition(|fact| fact.what == notice)?;
            facts[from..].iter().rfind(|fact| fact.what == what)
        };
        case.course.is_extended = on(Trigger::CaseExtended).is_some();
        // The clock of an extension goes on from the end of the one before.
        let begun =
            if case.course.is_extended { Trigger::CaseExtended } else { Trigger::CaseOpened };
        case.course.decide_until = self.until(begun, Trigger::CaseDecided);
        case.course.served_on = on(Trigger::DecisionReceived);
        if let Some(notified_on) = on(Trigger::ProposalNotified) {
            case.papers.insert(NOTICE, Some(notified_on));
        }
        let waived = behind(Trigger::ProposalNotified, Trigger::StatementWaived)
            .map(|fact| (fact, StatementKind::Waived));
        let made = behind(Trigger::ProposalNotified, Trigger::StatementMade)
            .map(|fact| (fact, StatementKind::Stated(fact.paper.clone())));
        if let Some((fact, kind)) = made.or(waived) {
            let at = Moment::on(fact.on, 0);
            case.telling.statement = Some(Statement { at, kind, answer: String::new() });
        }
        let offered_on = on(Trigger::HearingOffered);
        case.hearing.was_told = offered_on.is_some();
        let asked = behind(Trigger::HearingOffered, Trigger::HearingRequested);
        case.hearing.asked_on = asked.map(|fact| fact.on);
        let until = |from| self.rulebook.reckoner().last_day("hearing_request", from, ASKING).on;
        case.hearing.ask_until = offered_on.map(until);
        case.hearing.is_waived = behind(Trigger::HearingOffered, Trigger::HearingWaived).is_some();
        case.payment.is_paid |= on(Trigger::FinePaid).is_some();
        case.payment.is_reconsidered = on(Trigger::ReconsiderationRequested).is_some();
        case.payment.is_sued = on(Trigger::SuitFiled).is_some();
    }

    /// Where it stands; `None` while it is no case: nothing is decided, only ordered, or another organ has it.
    #[must_use]
    pub fn standing(&self) -> Option<CaseStanding> {
        let case = self.facts();
        let (track, mut state) = match self.inspection.ending.as_ref()?.outcome {
            Outcome::OnSpotPenalty => (Track::Summary, State::Decided),
            Outcome::CaseOpened => (Track::Ordinary, State::Opened),
            Outcome::NoViolation | Outcome::Correction | Outcome::HandedOver | Outcome::Blocked => {
                return None;
            }
        };
        let gates = track.flow().gates;
        for code in BY_THEMSELVES {
            let gate = gates.iter().find(|gate| gate.code == code && gate.from.contains(&state));
            if let Some(gate) = gate.filter(|gate| may(&case, state, gate).is_ok()) {
                state = gate.to;
            }
        }
        let leads_on = gates.iter().filter(|gate| gate.from.contains(&state));
        let next = leads_on.map(|gate| (gate, may(&case, state, gate).err().unwrap_or_default()));
        Some(CaseStanding { track, state, next: next.collect() })
    }

    /// What was told is what was decided: both are one set of terms at the roadside.
    fn penalty(&self) -> PenaltyFacts {
        let (facts, rulings) = (&self.inspection.facts, &self.rulebook.rulings);
        let kind = facts.party.as_ref().map_or(PartyKind::Citizen, Party::kind);
        let ending = self.inspection.ending.as_ref();
        let meant = ending.map(|ending| ending.penalties.clone()).unwrap_or_default();
        let most = |(_, most): (Fen, Fen)| most;
        let fine = ending.and_then(|ending| ending.fine.or(ending.range.map(most)));
        let meant_fine = fine.unwrap_or(Fen::ZERO);
        let topics = &self.inspection.telling.told;
        let was_told = topics.iter().any(|(topic, _)| *topic == Topic::Content);
        let gains = facts.findings.iter().filter_map(|finding| finding.gain);
        PenaltyFacts {
            told: if was_told { meant.clone() } else { Vec::new() },
            told_fine: if was_told { meant_fine } else { Fen::ZERO },
            gain_is_settled: meant.contains(&Penalty::Confiscation),
            meant,
            meant_fine,
            summary_max: rulings.summary_max(kind),
            cash_small: rulings.cash_small,
            hearing_from: rulings.hearing_from(kind),
            gain: gains.reduce(Fen::plus),
            things: self.judgement.things,
            things_are_unvalued: !self.judgement.unvalued.is_empty(),
        }
    }

    /// Last day of the clock that runs from the one event to the other.
    fn until(&self, from: Trigger, to: Trigger) -> Option<Day> {
        let is_it = |clock: &&RunningClock<'_>| {
            clock.deadline.from.contains(&from) && clock.deadline.stops.contains(&to)
        };
        self.clocks.iter().find(is_it).map(|clock| last_day(clock.end))
    }

    fn payment(&self, is_performed: bool) -> PaymentFacts {
        PaymentFacts {
            due: self.until(Trigger::FineNotified, Trigger::FinePaid),
            is_paid: self.cash.is_some(),
            is_performed,
            cash: self.cash.cloned(),
            copy_filed_on: self.filed_at.map(Moment::day),
            ..PaymentFacts::default()
        }
    }
}

/// What is known of the acts of a stop that ended as `judgement` says under `rulebook` (处罚法 54).
#[must_use]
pub fn act(inspection: &Inspection, judgement: &Judgement, rulebook: &Rulebook) -> ActFacts {
    let facts = &inspection.facts;
    let refused = |rules: &[Rule]| judgement.blocked.iter().any(|no| rules.contains(&no.rule));
    let uncertain = [Rule::ImpossibleValue, Rule::FindingAndWeighingDisagree, Rule::LimitUnknown];
    let (found_on, findings) = (facts.at.map(Moment::day), &facts.findings);
    let punished = judgement.punished();
    let reckoner = rulebook.reckoner();
    let last_day_of = |finding: &Finding| {
        let act_on = finding.act_on.or(found_on)?;
        Some(reckoner.pursuable_until(act_on, finding.harm))
    };
    ActFacts {
        is_punishable: !punished.is_empty(),
        is_certain: !findings.is_empty() && !refused(&uncertain),
        evidence: evidence(inspection),
        evidence_kinds_min: judgement.evidence_kinds_min.unwrap_or(0),
        has_basis: !punished.is_empty() && punished.iter().all(|one| !one.basis_id.is_empty()),
        party_is_known: facts.party.is_some(),
        is_ours: !is_of_others(inspection, judgement) && !refused(&[Rule::PowerArea]),
        is_on_power_list: !refused(&[Rule::PowerList, Rule::PowerArea]),
        was_fined: refused(&[Rule::OneActOneFine]),
        is_verified: !refused(&[Rule::Unverified]),
        pursuable_until: findings.iter().filter_map(last_day_of).min(),
        found_on,
        harm: findings.iter().map(|finding| finding.harm).max(),
        is_without_capacity: is_too_young(inspection),
        is_corrected: !findings.is_empty() && findings.iter().all(|one| one.corrected_at_once),
        ..ActFacts::default()
    }
}

/// Whether an act that was found is another organ's business; a plate that goes to the police takes no act with it.
fn is_of_others(inspection: &Inspection, judgement: &Judgement) -> bool {
    let is_found =
        |code: &str| inspection.facts.findings.iter().any(|finding| finding.code == code);
    judgement.referrals.iter().any(|(code, ..)| is_found(code))
}

/// Whether the party was under 14 on the day of every act (处罚法 30).
fn is_too_young(inspection: &Inspection) -> bool {
    let facts = &inspection.facts;
    let found_on = facts.at.map(Moment::day);
    let is_young = |finding: &Finding| {
        let act_on = finding.act_on.or(found_on);
        let minority = facts.party.as_ref().zip(act_on).and_then(|(party, on)| party.minority(on));
        minority == Some(Minority::Unpunished)
    };
    !facts.findings.is_empty() && facts.findings.iter().all(is_young)
}

/// Kinds of evidence that entries hold (处罚法 46).
fn evidence(inspection: &Inspection) -> BTreeSet<EvidenceKind> {
    let is_minutes = |form: &str| matches!(form, "scene_minutes" | "survey_minutes");
    let has_minutes = inspection.documents.iter().any(|paper| is_minutes(&paper.form));
    let statement = inspection.telling.statement.as_ref();
    let has_word = statement.is_some_and(|said| matches!(said.kind, StatementKind::Stated(_)));
    let kinds = [
        (has_minutes, EvidenceKind::Minutes),
        (has_word, EvidenceKind::PartyWord),
        (!inspection.photographs.is_empty(), EvidenceKind::AudioVisual),
    ];
    kinds.into_iter().filter(|(is_there, _)| *is_there).map(|(_, kind)| kind).collect()
}

fn last_day(end: End) -> Day {
    match end {
        End::On(last) => last.on,
        End::At(moment) => moment.day(),
    }
}
