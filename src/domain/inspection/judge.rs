//! What the law gives for a stop, in one pure function that screen, script and decision share.

use super::judgement::{Judgement, Outcome, Procedure};
use super::powers::Powers;
use super::refusal::{self, KnownOrder};
use super::{
    Facts, Finding, Harm, OwnUse, Telling, count, involved, plausible, readings, release, repeat,
    unloading,
};
use crate::domain::agency::{Agency, Officer};
use crate::domain::blocked::{Blocked, Rule, Warning};
use crate::domain::counting::DecidedAct;
use crate::domain::discretion::circumstances::{self, FactorValues};
use crate::domain::fine_band::Reached;
use crate::domain::law_in_time::ActInTime;
use crate::domain::leniency::history::Past;
use crate::domain::leniency::{self, Sought};
use crate::domain::party::{Party, PartyKind};
use crate::domain::permit_check;
use crate::domain::procedure::facts::Acting;
use crate::domain::procedure::hearing::AtStake;
use crate::domain::procedure::{self, hearing, summary};
use crate::domain::rulebook::{Rulebook, Violation};
use crate::domain::sanctioning::{self, Proposal};
use crate::domain::weighing;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;

/// What is known beside the stop itself.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The pack that the stop is judged under.
    pub rulebook: &'a Rulebook,
    /// What a decision must bear of the bureau is looked for here.
    pub agency: &'a Agency,
    /// Who may enforce on the day of the stop.
    pub roster: &'a [Officer],
    /// Decided acts of the vehicle, from headquarters and from this journal.
    pub acts: &'a [DecidedAct],
    /// Those of the driver of this stop.
    pub driver_acts: &'a [DecidedAct],
    /// Those of its carrier.
    pub carrier_acts: &'a [DecidedAct],
    /// The codes that the inspection of the same trip was penalised for.
    pub same_trip_codes: &'a [String],
    /// The codes that a case was opened for about the vehicle on the day of the stop; their penalty is still to come.
    pub opened_codes: &'a [String],
    /// Earlier acts that nobody punished, and up to when headquarters' history is known.
    pub past: Past<'a>,
    /// The orders to correct that findings of the stop name, as far as this journal holds them.
    pub orders: &'a [KnownOrder],
    /// Number of photographs that are kept of the stop.
    pub photographs: usize,
    /// For what has no time of its own, and for what lies in the future.
    pub now: Moment,
}

/// Judges `facts` and `telling`. A partial record is judged too: `missing` then says what is not
/// recorded yet, and the outcome is what the law would give for what is.
#[must_use]
pub fn judge(facts: &Facts, telling: &Telling, known: &Known<'_>) -> Judgement {
    let at = facts.at.unwrap_or(known.now);
    let mut judgement = blank();
    plausible::check(facts, known.now, &mut judgement.blocked, &mut judgement.warnings);
    let weighing = weighing::weigh(facts, at.day(), known.rulebook);
    // An excess worked out from a weight that cannot be would only mislead.
    let no_weight = judgement.blocked.iter().any(|no| no.field == "weighing.gross_kg");
    judgement.weighed = weighing.weighed.clone().filter(|_| !no_weight);
    of_scale(facts, (at.day(), known.rulebook), &weighing, &mut judgement);
    judgement.warnings.extend(involved::warnings(facts, at.day(), known.photographs));
    judgement.referrals.extend(involved::for_police(facts));

    let mut proposal = Proposal::default();
    let mut waived = Vec::new();
    let powers = Powers::of(facts, at.day(), known.rulebook);
    for (nth, finding) in facts.findings.iter().enumerate() {
        judgement.blocked.extend(finding.circumstances.open_choice(nth, finding.proposed));
        if let Some(police) = known.rulebook.police_only.get(&finding.code) {
            judgement.referrals.push((
                police.code.clone(),
                police.name_zh.clone(),
                police.authority.clone(),
            ));
            continue;
        }
        let Some(violation) = known.rulebook.violation(&finding.code) else {
            let field = format!("findings[{nth}].code");
            judgement.blocked.push(Blocked::new(Rule::ImpossibleValue, field));
            continue;
        };
        powers.ask(nth, violation, &mut judgement);
        judgement.blocked.extend(of_others((nth, violation), facts, known.rulebook));
        judgement.blocked.extend(exempt(violation, facts));
        judgement.blocked.extend(own_use((nth, finding), violation));
        let act = in_time((nth, finding), violation, facts, (at.day(), known), &mut judgement);
        // Who was ordered before and did not obey has not put it right in time.
        let in_good_time = finding.corrected_at_once && finding.order.is_none();
        if in_good_time && finding.harm == Harm::None && violation.minor_if_corrected {
            judgement.blocked.extend(unverified(nth, violation));
            proposal.corrected += 1;
            waived.push(sanctioning::grounds(violation, &act, known.rulebook));
            continue;
        }
        let acts = [known.acts, known.driver_acts, known.carrier_acts];
        let (rulebook, day, past, act_on) = (known.rulebook, at.day(), known.past, act.act_on);
        let sought = Sought { rulebook, violation, nth, finding, facts, day, act_on, acts, past };
        let Some(spares_coercion) = unless_let_off(&sought, &mut proposal, &mut judgement) else {
            waived.push(sanctioning::grounds(violation, &act, rulebook));
            continue;
        };
        if day > rulebook.reckoner().pursuable_until(act_on, finding.harm) {
            let field = format!("findings[{nth}].act_on");
            judgement.blocked.push(Blocked::new(Rule::TimeBarred, field));
        }
        let earlier = circumstances::earlier(&finding.code, acts);
        let values = &FactorValues::of(finding, judgement.weighed.as_ref(), earlier);
        let held_before = proposal.may_impound;
        sanctioning::propose(
            &sanctioning::Case { nth, finding, violation, act, values, spares_coercion },
            known.rulebook,
            &mut proposal,
        );
        proposal.may_impound &= held_before || powers.may_hold(violation);
    }
    sanctioning::finish(&weighing, known.rulebook, &mut proposal);
    repeated(facts, known.rulebook, &mut judgement);
    // The law of what is not punished stands on a paper only where nothing is punished.
    judgement.grounds = if proposal.grounds.is_empty() { waived } else { proposal.grounds.clone() };
    settle(facts, telling, known, &weighing, &proposal, &mut judgement);
    judgement
}

/// What the officers must see of readings, slip, deduction, unloading and permit.
fn of_scale(
    facts: &Facts,
    (day, rulebook): (Day, &Rulebook),
    weighing: &weighing::Weighing,
    judgement: &mut Judgement,
) {
    let weighed = judgement.weighed.as_ref();
    let done = [unloading::still_over(facts, weighed), release::released_over(facts, weighed)];
    judgement.blocked.extend(weighing.unknown_rule());
    judgement.warnings.extend(weighing.warnings.clone());
    judgement.warnings.extend(readings::warnings(facts, day, &rulebook.rulings));
    judgement.warnings.extend(done.into_iter().flatten());
    judgement.permit = permit_check::compared(facts, weighed, (day, &rulebook.rulings));
}

/// Puts down what the lists and 处罚法 33 come to. `None` where the act is let off; else whether it is spared measures against
/// things (免予强制).
fn unless_let_off(
    sought: &Sought<'_>,
    proposal: &mut Proposal,
    judgement: &mut Judgement,
) -> Option<bool> {
    let found = leniency::look(sought);
    let (let_off, spares_coercion) = (found.let_off.clone(), found.spares_coercion());
    proposal.needs.extend(found.needs.iter().cloned());
    judgement.blocked.extend(found.blocked.iter().cloned());
    if found.is_notable() {
        judgement.leniency.push(found);
    }
    let Some(let_off) = let_off else { return Some(spares_coercion) };
    judgement.blocked.extend(unverified(sought.nth, sought.violation));
    proposal.corrected += 1;
    judgement.let_off.push(let_off);
    None
}

/// What speaks against letting off an act whose row nobody stands for (处罚法 38).
fn unverified(nth: usize, violation: &Violation) -> Option<Blocked> {
    let field = || format!("findings[{nth}].code");
    (!violation.confirmed).then(|| Blocked::new(Rule::Unverified, field()))
}

/// What speaks against answering an act that no party of this kind can commit (处罚法 38).
fn of_others(
    (nth, violation): (usize, &Violation),
    facts: &Facts,
    rulebook: &Rulebook,
) -> Option<Blocked> {
    let kind = facts.party.as_ref().map(Party::kind)?;
    let can = violation.may_be_of(kind, &rulebook.rulings);
    (!can).then(|| Blocked::new(Rule::PartyKind, format!("findings[{nth}].code")))
}

/// What speaks against answering an act that a vehicle of this mass cannot be used for (道条 22, 24).
fn exempt(violation: &Violation, facts: &Facts) -> Option<Blocked> {
    let up_to_kg = violation.exempt_up_to_kg?;
    let kg = facts.vehicle.as_ref()?.licence_gross_kg?;
    (kg <= up_to_kg).then(|| Blocked::new(Rule::VehicleExempt, "vehicle.licence_gross_kg"))
}

/// What speaks against answering an act that carriage for one's own use cannot be (粤道条 22).
fn own_use((nth, finding): (usize, &Finding), violation: &Violation) -> Option<Blocked> {
    let is_free = violation.exempt_own_use && finding.own_use.as_ref().is_some_and(OwnUse::frees);
    is_free.then(|| Blocked::new(Rule::OwnUse, format!("findings[{nth}].own_use.claimed")))
}

/// What says under which basis and version a finding falls: its days, what it reaches, and who answers for it. A refusal is
/// proven where the finding names an order and nothing speaks against it; of a row that punishes who does it again, an earlier act
/// proves as much.
fn in_time(
    (nth, finding): (usize, &Finding),
    violation: &Violation,
    facts: &Facts,
    (found_on, known): (Day, &Known<'_>),
    judgement: &mut Judgement,
) -> ActInTime {
    let against = refusal::unproven((nth, finding), facts, found_on, known.orders);
    let mut refused = finding.order.is_some() && against.is_empty();
    judgement.blocked.extend(against);
    let act_on = finding.act_on.unwrap_or(found_on);
    if violation.or_repeated {
        let (again, lacks) = repeat::look((nth, finding), act_on, facts, known);
        judgement.blocked.extend(lacks);
        refused |= again.is_proven;
        // What was decided is not asked again.
        judgement.repeats.extend(Some(again).filter(|_| known.past.decided.is_none()));
    }
    ActInTime {
        act_on,
        decided_on: found_on,
        reached: Reached { gain: finding.gain.unwrap_or_default(), harm: finding.harm, refused },
        party: facts.party.as_ref().map(Party::kind),
        road_surface: finding.road_surface,
    }
}

fn blank() -> Judgement {
    Judgement {
        outcome: Outcome::NoViolation,
        procedure: Procedure::None,
        weighed: None,
        permit: Vec::new(),
        penalties: Vec::new(),
        fine: None,
        range: None,
        confiscated: None,
        things: None,
        unvalued: Vec::new(),
        hearing: None,
        may_impound: false,
        evidence_kinds_min: None,
        grounds: Vec::new(),
        discretion: Vec::new(),
        repeats: Vec::new(),
        leniency: Vec::new(),
        let_off: Vec::new(),
        blocked: Vec::new(),
        warnings: Vec::new(),
        counted: None,
        driver_counted: None,
        fleet: None,
        proposals: Vec::new(),
        missing: Vec::new(),
        referrals: Vec::new(),
    }
}

/// From the proposals of all findings to one outcome, and then to what blocks it.
fn settle(
    facts: &Facts,
    telling: &Telling,
    known: &Known<'_>,
    weighing: &weighing::Weighing,
    proposal: &Proposal,
    judgement: &mut Judgement,
) {
    let at = facts.at.unwrap_or(known.now);
    judgement.blocked.extend(proposal.blocked.clone());
    judgement.discretion.clone_from(&proposal.discretion);
    judgement.blocked.extend(weighing.disagreement(&facts.findings, known.rulebook));
    judgement.blocked.extend(unloading::device_blocked(facts, &known.rulebook.rulings));
    // Where a row only holds the vehicle, the act is put right by showing the paper; where it only orders, by obeying.
    let only_told = (proposal.holds || proposal.orders) && proposal.penalties.is_empty();
    let punished = !proposal.grounds.is_empty() && !only_told;
    judgement.may_impound = only_told && proposal.may_impound;
    judgement.outcome =
        match (punished, only_told || proposal.corrected > 0, judgement.referrals.is_empty()) {
            (true, _, _) => Outcome::CaseOpened,
            (false, true, _) => Outcome::Correction,
            (false, false, false) => Outcome::HandedOver,
            (false, false, true) => Outcome::NoViolation,
        };
    if judgement.outcome == Outcome::Correction {
        // The order alone is given on the spot, on the same proof: what a fine that is left out needs is asked for too.
        let left_out = || proposal.discretion.iter().filter(|weighed| weighed.is_without_fine());
        judgement.blocked.extend(left_out().flat_map(|weighed| weighed.needs.iter().cloned()));
        let rests_on_scale = proposal.rests_on_scale && left_out().next().is_some();
        judgement.blocked.extend(weighing.device_blocked(rests_on_scale));
        judgement.blocked.extend(weighing.unverified(rests_on_scale));
    }
    if punished {
        penalise(facts, known, proposal, judgement);
        let rests_on_scale = proposal.rests_on_scale;
        judgement.blocked.extend(weighing.device_blocked(rests_on_scale));
        judgement.blocked.extend(weighing.unverified(rests_on_scale));
        count::count_acts(facts, at.day(), known, judgement);
        one_act_one_fine(facts, at.day(), known, judgement);
    }
    officers(facts, at.day(), known, judgement);
    missing(facts, telling, known.rulebook, judgement);
    if judgement.outcome == Outcome::OnSpotPenalty {
        let present = facts.present.as_ref();
        judgement.blocked.extend(procedure::telling_refused(telling, present));
        for field in known.agency.missing_for_decision() {
            judgement.blocked.push(Blocked::new(Rule::AgencyIncomplete, field));
        }
    }
    judgement.blocked.sort();
    judgement.blocked.dedup();
    judgement.warnings.sort();
    judgement.warnings.dedup();
    if !judgement.blocked.is_empty() {
        judgement.refuse();
    }
}

/// Amounts, procedure and rights (处罚法 51, 63).
fn penalise(facts: &Facts, known: &Known<'_>, proposal: &Proposal, judgement: &mut Judgement) {
    let rulings = &known.rulebook.rulings;
    let kind = facts.party.as_ref().map(Party::kind);
    // Until the party is known the stricter limit is shown.
    let limits_of = kind.unwrap_or(PartyKind::Citizen);
    if kind.is_none() {
        judgement.blocked.push(Blocked::new(Rule::PartyUnknown, "party"));
    }
    let cap = rulings.summary_max(limits_of);
    judgement.penalties.clone_from(&proposal.penalties);
    judgement.confiscated = proposal.confiscated;
    judgement.things = proposal.things;
    judgement.unvalued.clone_from(&proposal.unvalued);
    let (least, most) = (proposal.least, proposal.most);
    let fixed = least == most;
    // What nobody can put a figure on yet is nothing for the spot.
    let waits = proposal.blocked.iter().any(|no| no.rule.waits_for_headquarters());
    let fits = !waits && summary::is_within(&proposal.penalties, most, cap);
    judgement.procedure = if fits { Procedure::Summary } else { Procedure::Ordinary };
    judgement.outcome = if fits { Outcome::OnSpotPenalty } else { Outcome::CaseOpened };
    if fixed {
        judgement.fine = Some(most);
    } else {
        judgement.range = Some((least, most));
        // An amount outside the range was chosen, and is blocked as that.
        for nth in proposal.unchosen.iter().filter(|_| fits) {
            let field = format!("findings[{nth}].proposed_yuan");
            judgement.blocked.push(Blocked::new(Rule::AmountNotChosen, field));
        }
    }
    // A case is opened without reasons, a panel's record or evidence; nothing is decided on the spot without them.
    if fits {
        judgement.blocked.extend(proposal.needs.iter().cloned());
    }
    let threshold = rulings.hearing_from(limits_of);
    let stake = AtStake { fine: most, gain: proposal.confiscated, things: proposal.things };
    let may_ask = hearing::is_eligible(&proposal.penalties, stake, threshold);
    // Things that nobody valued may be worth so much: then nobody can say that there is no right.
    let is_known = may_ask || proposal.unvalued.is_empty();
    judgement.hearing = is_known.then_some(may_ask);
    judgement.may_impound = proposal.may_impound;
    judgement.evidence_kinds_min = proposal.evidence_kinds_min;
}

/// The same act of the same trip is not fined twice (处罚法 29). All forms of over-limit of one
/// vehicle on one trip are one act.
fn one_act_one_fine(facts: &Facts, day: Day, known: &Known<'_>, judgement: &mut Judgement) {
    let same = |fined: &str| {
        let again = |finding: &Finding| known.rulebook.is_one_act(&finding.code, fined);
        facts.findings.iter().any(again)
    };
    if facts.same_trip_as.is_some() {
        if known.same_trip_codes.iter().any(|code| same(code)) {
            judgement.blocked.push(Blocked::new(Rule::OneActOneFine, "same_trip_as"));
        }
        return;
    }
    let Some(vehicle) = &facts.vehicle else { return };
    let known_as = vehicle.known_as();
    let mut of_vehicle =
        known.acts.iter().filter(|act| !known_as.is_empty() && act.plate == known_as);
    let is_fined = of_vehicle.any(|act| act.is_pursued_on(day) && same(&act.code));
    // An opened case is no decided act yet, and its fine comes all the same.
    if is_fined || known.opened_codes.iter().any(|code| same(code)) {
        judgement.warnings.push(Warning::FinedToday);
        if facts.other_trip == Some(false) {
            judgement.blocked.push(Blocked::new(Rule::OneActOneFine, "other_trip"));
        }
    }
}

/// One act of one stop is found once (处罚法 29). Mass and size of one vehicle are found apart, and added up as one act.
fn repeated(facts: &Facts, rulebook: &Rulebook, judgement: &mut Judgement) {
    let over_limit = |code: &str| rulebook.violation(code).is_some_and(|act| act.over_limit);
    for (nth, finding) in facts.findings.iter().enumerate() {
        let same = |earlier: &Finding| {
            let is_summed = earlier.code != finding.code && over_limit(&finding.code);
            earlier.act_on == finding.act_on
                && !is_summed
                && rulebook.is_one_act(&earlier.code, &finding.code)
        };
        if facts.findings[..nth].iter().any(same) {
            let field = format!("findings[{nth}].code");
            judgement.blocked.push(Blocked::new(Rule::OneActOneFine, field));
        }
    }
}

/// Two officers, each with a credential in force that covers the stop (处罚法 42), none of whom has to withdraw (处罚法 43),
/// before a party that may be punished.
fn officers(facts: &Facts, day: Day, known: &Known<'_>, judgement: &mut Judgement) {
    let acting = acting(facts, day, known.roster, known.rulebook);
    judgement.blocked.extend(procedure::officers_refused(&acting));
    judgement.blocked.extend(involved::refused(facts, day, judgement.outcome));
}

/// The officers of a stop, held against `roster` on `day`.
#[must_use]
pub fn acting(facts: &Facts, day: Day, roster: &[Officer], rulebook: &Rulebook) -> Vec<Acting> {
    let one = |credential: &String| {
        let officer = roster.iter().find(|officer| officer.credential == *credential);
        let may = |officer: &Officer| officer.may_enforce_on(day, &rulebook.rulings);
        Acting {
            credential: credential.clone(),
            in_force: officer.is_some_and(may),
            in_scope: officer.is_some_and(|officer| covers(officer, facts, rulebook)),
        }
    };
    facts.officers.iter().map(one).collect()
}

/// Whether the officer's certificate covers the place and every act that was found.
fn covers(officer: &Officer, facts: &Facts, rulebook: &Rulebook) -> bool {
    let mut acts = facts.findings.iter().filter_map(|finding| rulebook.violation(&finding.code));
    officer.scope.covers_region(&facts.place.region)
        && acts.all(|act| officer.scope.covers(act.family, rulebook))
}

/// What a complete record still lacks.
fn missing(facts: &Facts, telling: &Telling, rulebook: &Rulebook, judgement: &mut Judgement) {
    let mut lack = |absent: bool, field: &str| {
        if absent {
            judgement.missing.push(field.to_string());
        }
    };
    lack(facts.place.text.is_empty(), "place.text");
    lack(facts.plan.is_empty(), "plan");
    let vehicle = facts.vehicle.as_ref();
    involved::lacking(facts).iter().for_each(|field| lack(true, field));
    lack(vehicle.is_some_and(|vehicle| !vehicle.has_type()), "vehicle.kind");
    // Whether the act is one at all may hang on it.
    let exempts = |finding: &Finding| {
        rulebook.violation(&finding.code).is_some_and(|act| act.exempt_up_to_kg.is_some())
    };
    let unread = vehicle.is_none_or(|vehicle| vehicle.licence_gross_kg.is_none());
    lack(unread && facts.findings.iter().any(exempts), "vehicle.licence_gross_kg");
    for (nth, finding) in facts.findings.iter().enumerate() {
        let row = rulebook.violation(&finding.code);
        if !row.is_some_and(|act| act.exempt_own_use) {
            continue;
        }
        // A claim that nothing proves yet is to be looked into (处罚法 40, 45).
        let unproven = |said: &OwnUse| said.claimed && !said.frees();
        lack(finding.own_use.is_none(), &format!("findings[{nth}].own_use.claimed"));
        let is_bare = finding.own_use.as_ref().is_some_and(unproven);
        lack(is_bare, &format!("findings[{nth}].own_use.proof"));
    }
    for nth in &judgement.unvalued {
        lack(true, &format!("findings[{nth}].things_yuan"));
    }
    let punished = matches!(judgement.outcome, Outcome::OnSpotPenalty | Outcome::CaseOpened);
    lack(telling.cards_shown.is_none(), "telling.cards_shown");
    let done = unloading::lacking(facts).into_iter().chain(release::lacking(facts));
    done.chain(weighing::lacking(facts)).for_each(|field| lack(true, field));
    readings::lacking(facts).iter().for_each(|field| lack(true, field));
    let there = facts.present.as_ref().is_some_and(|p| !p.name.get().trim().is_empty());
    lack(!there, "present.name");
    // Who is only ordered to put it right hears no proposal of a penalty.
    lack((punished || judgement.outcome == Outcome::Correction) && facts.party.is_none(), "party");
    if punished {
        for field in telling.missing(facts.present.as_ref()) {
            if !judgement.missing.iter().any(|known| known == field) {
                judgement.missing.push(field.to_string());
            }
        }
    }
}
