//! From one finding and its row in the rulebook to amounts and kinds of penalty; sums them up.

use super::blocked::{Blocked, Rule};
use super::discretion::circumstances::{Circumstances, FactorValues};
use super::discretion::{self, AmountVerdict, Discretion, Weighable};
use super::fine_band::fine_band;
use super::inspection::Finding;
use super::inspection::judgement::{Grounds, OpenBasis, Penalty};
use super::law_in_time::{self, ActInTime, Applicable, BasisChoice};
use super::over_limit::{self, MassSanction};
use super::road_surface::RoadSurface;
use super::rulebook::{
    Basis, Citation, Coercion, Family, Rulebook, Sanction, UNVERIFIED, Violation,
};
use super::weighing::Weighing;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;

/// One finding beside the law it falls under.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Its place in the list of findings, for the path of what blocks.
    pub nth: usize,
    /// What was found.
    pub finding: &'a Finding,
    /// Its row in the rulebook.
    pub violation: &'a Violation,
    /// What says under which basis and version it falls.
    pub act: ActInTime,
    /// What the factors of a discretion standard came to.
    pub values: &'a FactorValues,
    /// A list frees it of measures against things (免予强制).
    pub spares_coercion: bool,
}

/// What all findings of a stop together may be punished with, as it is told to the party (处罚法 44).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Kinds of penalty, sorted.
    pub penalties: Vec<Penalty>,
    /// Fen: the sum of what the findings' ranges begin with.
    pub least: Fen,
    /// Fen: the sum of what they end with; equal to `least` when nothing is left to choose.
    pub most: Fen,
    /// Illegal gain that is taken (处罚法 28), fen.
    pub confiscated: Option<Fen>,
    /// What the things are worth that are taken (处罚法 63), fen; `None` where nobody valued any.
    pub things: Option<Fen>,
    /// The findings whose things may be taken, and that nobody valued.
    pub unvalued: Vec<usize>,
    /// A finding's row lets the vehicle be held (道条 62, 粤道条 60, 路保 65, 67, 72).
    pub may_impound: bool,
    /// The vehicle is held until a paper is shown; no penalty by itself (路保 65(2)).
    pub holds: bool,
    /// The party is told to put it right; no penalty by itself (处罚法 28(1)).
    pub orders: bool,
    /// Somebody is told to stop: a penalty only where a row gives nothing else.
    stops: bool,
    /// The most that a finding wants; `None` where one kind does.
    pub evidence_kinds_min: Option<u8>,
    /// The law of each finding that was penalised.
    pub grounds: Vec<Grounds>,
    /// What the findings' rows refuse.
    pub blocked: Vec<Blocked>,
    /// What a decision on the spot still needs: reasons, a panel's record, evidence of a ground (处罚法 32, 34).
    pub needs: Vec<Blocked>,
    /// What discretion came to for each finding with an amount of its own.
    pub discretion: Vec<Discretion>,
    /// Findings that were slight, corrected at once and did no harm (处罚法 33).
    pub corrected: usize,
    /// The proof is a reading of the scale or the measuring frame.
    pub rests_on_scale: bool,
    /// The findings whose amount is still to be chosen.
    pub unchosen: Vec<usize>,
    over_limit: OverLimitPart,
}

/// Mass and size of one vehicle are one act: they are added once and capped together (超限 43).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct OverLimitPart {
    nth: usize,
    mass: bool,
    size: bool,
    proposed: Option<Fen>,
    /// A range of 路保 64 beside the formula: the axle loads.
    beside: (Fen, Fen),
    /// The law says 处 of a part of that range, not 可以处.
    beside_is_due: bool,
    argued: Option<Argued>,
}

/// The finding whose circumstances speak for the over-limit part: the first that chooses no fine, else the first that argues
/// something, else the first.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Argued {
    nth: usize,
    code: String,
    basis: String,
    act_on: Day,
    law_on: Day,
    values: FactorValues,
    circumstances: Circumstances,
}

impl OverLimitPart {
    fn hear(&mut self, case: &Case<'_>, answers: Applicable<'_>) {
        let said = &case.finding.circumstances;
        let weight = |said: &Circumstances| (said.leaves_fine_out(), said.is_argued());
        let is_heard = |known: &Argued| weight(&known.circumstances) >= weight(said);
        if self.argued.as_ref().is_some_and(is_heard) {
            return;
        }
        self.argued = Some(Argued {
            nth: case.nth,
            code: case.violation.code.clone(),
            basis: answers.basis.id.clone(),
            act_on: case.act.act_on,
            law_on: law_on(case, answers),
            values: case.values.clone(),
            circumstances: said.clone(),
        });
    }
}

/// Adds what `case` may be punished with. Blocks where its row has no approver (处罚法 38), where no basis answers it yet
/// (处罚法 37), where an amount is chosen for what stands only after a refusal (拒不改正), or one outside its range. A first
/// visit to what waits for a refusal orders the correction.
pub fn propose(case: &Case<'_>, rulebook: &Rulebook, into: &mut Proposal) {
    let violation = case.violation;
    let choice = law_in_time::choose(violation, &case.act, &rulebook.rulings);
    let mut grounds = grounds_of(violation, &choice, &case.act, rulebook);
    let path = format!("findings[{}].code", case.nth);
    if !violation.confirmed {
        into.blocked.push(Blocked::new(Rule::Unverified, path.clone()));
    }
    let Some(answers) = choice.one() else {
        into.grounds.push(grounds);
        into.blocked.push(unanswered(&choice, case.nth));
        return;
    };
    let basis = answers.basis;
    if violation.confirmed && basis.lacks_violated_article() {
        into.blocked.push(Blocked::new(Rule::Unverified, path.clone()));
    }
    if violation.waits_for_refusal(basis) && !case.act.reached.refused {
        if case.finding.proposed.is_some() {
            into.blocked.push(Blocked::new(Rule::AfterRefusalOnly, path));
        }
        into.blocked.extend(nothing_to_leave_out(case.nth, &case.finding.circumstances));
        into.orders = true;
        grounds.is_ordered_only = true;
        into.grounds.push(grounds);
        return;
    }
    let fine = fine_band(basis, case.act.reached);
    let mut band = fine.map(|fine| (fine.least, fine.most));
    let may = fine.is_some_and(|fine| fine.may);
    // Of mass and size it is known once all findings are in.
    let leaves_out = may && !violation.over_limit && case.finding.circumstances.leaves_fine_out();
    let mut punishes = band.is_some() && !leaves_out;
    // What waits for a refusal does not stand at the first visit: the order that comes before it does.
    let stands = |sanction: &&Sanction| case.act.reached.refused || !sanction.waits_for_refusal();
    for sanction in basis.sanctions.iter().filter(stands) {
        // Beside a fine it is the order to put the act right, and stays one where the fine is left out.
        if leaves_out && *sanction == Sanction::StopOperating {
            continue;
        }
        punishes |= apply(sanction, case, into, &mut band);
    }
    let gain = case.act.reached.gain;
    if gain > Fen::ZERO {
        confiscate(gain, into);
    }
    grounds.is_ordered_only = !punishes && gain == Fen::ZERO;
    // What is not penalised is still to be put right (处罚法 28(1)).
    into.orders |= leaves_out && grounds.is_ordered_only;
    into.grounds.push(grounds);
    weigh(case, answers, (band, may), rulebook, into);
    let kinds = violation.evidence_kinds_min;
    if kinds > 1 {
        into.evidence_kinds_min = Some(into.evidence_kinds_min.unwrap_or(0).max(kinds));
    }
}

/// What refuses the choice of no fine where the act reaches none that may be left out.
fn nothing_to_leave_out(nth: usize, said: &Circumstances) -> Option<Blocked> {
    let field = || format!("findings[{nth}].circumstances.no_fine");
    said.leaves_fine_out().then(|| Blocked::new(Rule::FineMandatory, field()))
}

/// Why no basis answers the act yet.
fn unanswered(choice: &BasisChoice<'_>, nth: usize) -> Blocked {
    let path = |field: &str| format!("findings[{nth}].{field}");
    let by_road = |bases: &[&Basis]| bases.iter().any(|basis| basis.road_surface.is_some());
    match choice {
        BasisChoice::Open(bases) if by_road(bases) => {
            Blocked::new(Rule::BasisNotChosen, path(RoadSurface::FIELD))
        }
        BasisChoice::One(_) | BasisChoice::Open(_) => {
            Blocked::new(Rule::BasisNotChosen, path("code"))
        }
        BasisChoice::Undecided(_) => Blocked::new(Rule::VersionNotChosen, path("code")),
        BasisChoice::Repealed(_) => Blocked::new(Rule::NoLongerPunished, path("code")),
        BasisChoice::PartyWanted(_) => Blocked::new(Rule::PartyUnknown, "party"),
    }
}

/// The day whose law answers the case: that of the decision where the newer version is the lighter one.
fn law_on(case: &Case<'_>, answers: Applicable<'_>) -> Day {
    if answers.instead_of.is_some() { case.act.decided_on } else { case.act.act_on }
}

/// Weighs the range that the act reaches and that the law may leave out (可以处), and says whether the vehicle may be held.
fn weigh(
    case: &Case<'_>,
    answers: Applicable<'_>,
    (band, may): (Option<(Fen, Fen)>, bool),
    rulebook: &Rulebook,
    into: &mut Proposal,
) {
    let (violation, basis) = (case.violation, answers.basis);
    let formula =
        |sanction: &Sanction| matches!(sanction, Sanction::OverLimitMass | Sanction::OverLimitSize);
    let is_summed = violation.over_limit || basis.sanctions.iter().any(formula);
    if is_summed {
        into.over_limit.hear(case, answers);
    }
    if let Some((least, most)) = band {
        if violation.over_limit {
            // The range of an axle's excess is proven by the scale as the formula's is.
            into.rests_on_scale = true;
            let part = &mut into.over_limit;
            part.beside = (part.beside.0.plus(least), part.beside.1.plus(most));
            part.beside_is_due |= !may;
            part.proposed = part.proposed.or(case.finding.proposed);
        } else {
            let weighed = discretion::weigh(&Weighable {
                rulebook,
                violation,
                basis,
                nth: case.nth,
                act_on: case.act.act_on,
                law_on: law_on(case, answers),
                statutory: (least, most),
                may,
                gain: case.act.reached.gain,
                values: case.values,
                circumstances: &case.finding.circumstances,
                chosen: case.finding.proposed,
            });
            add_weighed(weighed, into);
        }
    } else if !is_summed {
        into.blocked.extend(nothing_to_leave_out(case.nth, &case.finding.circumstances));
    }
    let held = may_be_held(violation, rulebook) || is_held_for_refusal(case);
    into.may_impound |= !case.spares_coercion && held;
}

/// Whether the row lets the vehicle be held once the party refuses, and it did (路保 65(1), 72).
fn is_held_for_refusal(case: &Case<'_>) -> bool {
    let refused = case.act.reached.refused || case.finding.circumstances.refused == Some(true);
    refused && case.violation.coercion.contains(&Coercion::K3OnRefusal)
}

/// Whether the row lets the vehicle be held as it is found (道条 62, 粤道条 60, 路保 67).
#[must_use]
pub fn may_be_held(violation: &Violation, rulebook: &Rulebook) -> bool {
    // 粤道条 72 and 道条 81 leave both trades to other law: one ruling for both.
    let in_doubt = matches!(violation.family, Family::RideHailing | Family::Taxi);
    let open = !in_doubt || rulebook.rulings.ride_hailing_impound;
    let holds = |kind: &Coercion| matches!(kind, Coercion::K1 | Coercion::K2 | Coercion::K3);
    open && violation.coercion.iter().any(holds)
}

/// Adds the over-limit part, once all findings are in: mass and size of one vehicle are one act, added once and capped
/// together (超限 43, 路保 64).
pub fn finish(weighing: &Weighing, rulebook: &Rulebook, into: &mut Proposal) {
    let part = into.over_limit.clone();
    let mass = match &weighing.mass {
        Some(mass) if part.mass => *mass,
        _ => MassSanction::None,
    };
    let size = weighing.size.as_ref().filter(|_| part.size);
    if mass == MassSanction::Caution {
        add(into, Penalty::Caution);
    }
    let total = over_limit::total(mass, size, &rulebook.weights);
    // 路保 64 caps one vehicle, however many forms of over-limit were found on it.
    let cap = rulebook.weights.fine.cap;
    let least = total.least.plus(part.beside.0).min(cap);
    let most = total.most.plus(part.beside.1).min(cap);
    let said = part.argued.as_ref().map(|argued| (argued.nth, &argued.circumstances));
    if most == Fen::ZERO {
        into.blocked.extend(said.and_then(|(nth, said)| nothing_to_leave_out(nth, said)));
    } else if let Some(argued) = &part.argued
        && let Some(violation) = rulebook.violation(&argued.code)
        && let Some(basis) = violation.basis(&argued.basis)
    {
        let nth = if argued.circumstances.is_argued() { argued.nth } else { part.nth };
        let weighed = discretion::weigh(&Weighable {
            rulebook,
            violation,
            basis,
            nth,
            act_on: argued.act_on,
            law_on: argued.law_on,
            statutory: (least, most),
            // The formula of mass says 处, a band of size what its row says.
            may: mass.fine() == Fen::ZERO
                && size.is_none_or(|band| band.may)
                && !part.beside_is_due,
            gain: Fen::ZERO,
            values: &argued.values,
            circumstances: &argued.circumstances,
            chosen: part.proposed,
        });
        if weighed.is_without_fine() && mass != MassSanction::Caution {
            only_order(rulebook, into);
        }
        add_weighed(weighed, into);
    }
    // Beside a fine it is the order to put the act right, and stands on that paper.
    if into.stops && into.penalties.is_empty() {
        add(into, Penalty::StopOperating);
    }
}

/// What is over the limit is put right, and nothing is penalised for it (处罚法 28(1)).
fn only_order(rulebook: &Rulebook, into: &mut Proposal) {
    into.orders = true;
    let over_limit = |code: &str| rulebook.violation(code).is_some_and(|act| act.over_limit);
    let of_part = into.grounds.iter_mut().filter(|grounds| over_limit(&grounds.code));
    of_part.for_each(|grounds| grounds.is_ordered_only = true);
}

/// The law of a finding as a paper cites it.
#[must_use]
pub fn grounds(violation: &Violation, act: &ActInTime, rulebook: &Rulebook) -> Grounds {
    let choice = law_in_time::choose(violation, act, &rulebook.rulings);
    grounds_of(violation, &choice, act, rulebook)
}

/// What a paper cites beside the newer version of a basis that is the lighter one.
const LAW_IN_TIME: &str = "《中华人民共和国行政处罚法》第三十七条";

fn grounds_of(
    violation: &Violation,
    choice: &BasisChoice<'_>,
    act: &ActInTime,
    rulebook: &Rulebook,
) -> Grounds {
    let (act, road) = (act.reached, act.road_surface);
    let open = |basis: &Basis| OpenBasis {
        id: basis.id.clone(),
        cite: rulebook.cite_all(&basis.cites),
        range: fine_band(basis, act).map(|fine| (fine.least, fine.most)),
        waits: violation.waits_for_refusal(basis),
        confirmed: violation.confirmed && !basis.lacks_violated_article(),
    };
    let answers = choice.one();
    let confirmed =
        violation.confirmed && !answers.is_some_and(|one| one.basis.lacks_violated_article());
    let stands = |one: &Applicable<'_>| act.refused || !violation.waits_for_refusal(one.basis);
    let range = answers.filter(stands).and_then(|one| fine_band(one.basis, act));
    let cite = |answers: Applicable<'_>| {
        let cite = rulebook.cite_all(&answers.basis.cites);
        if answers.instead_of.is_some() { format!("{cite}、{LAW_IN_TIME}") } else { cite }
    };
    let all = choice.bases();
    Grounds {
        code: violation.code.clone(),
        name: violation.name_zh.clone(),
        violated: violated(violation, answers, confirmed, rulebook),
        basis: answers.map(cite).unwrap_or_default(),
        basis_id: answers.map(|answers| answers.basis.id.clone()).unwrap_or_default(),
        range: range.map(|fine| (fine.least, fine.most)),
        confirmed,
        instead_of: answers.and_then(|answers| answers.instead_of).map(open),
        open: if answers.is_some() { Vec::new() } else { all.into_iter().map(open).collect() },
        is_ordered_only: false,
        road_surface: road.filter(|_| violation.hangs_on_road_surface()),
    }
}

/// What the act violates, as papers cite it. Where nobody stands for the row no paper is issued, and the words say of which law
/// the article is not known.
fn violated(
    violation: &Violation,
    answers: Option<Applicable<'_>>,
    confirmed: bool,
    rulebook: &Rulebook,
) -> String {
    let cites = answers.map_or(&violation.violated[..], |one| violation.violated_under(one.basis));
    if confirmed {
        return rulebook.cite_all(cites);
    }
    let one = |cite: &Citation| match cite.article {
        0 => format!("{}（条号{UNVERIFIED}）", rulebook.cite(cite)),
        _ => rulebook.cite(cite),
    };
    cites.iter().map(one).collect::<Vec<_>>().join("、")
}

/// Adds one consequence beside the fine; whether it is a penalty.
fn apply(
    sanction: &Sanction,
    case: &Case<'_>,
    into: &mut Proposal,
    band: &mut Option<(Fen, Fen)>,
) -> bool {
    let stands = |serious: bool| case.act.reached.carries(serious);
    match sanction {
        Sanction::Caution => add(into, Penalty::Caution),
        Sanction::ValueMultiple { .. } => {
            // What the things are worth stands in the facts, and who chose the amount worked it out there.
            *band = case.finding.proposed.map(|chosen| (chosen, chosen));
            if band.is_none() {
                let field = format!("findings[{}].proposed_yuan", case.nth);
                into.blocked.push(Blocked::new(Rule::AmountNotChosen, field));
            }
        }
        Sanction::OverLimitMass | Sanction::OverLimitSize => {
            let part = &mut into.over_limit;
            if !part.mass && !part.size {
                part.nth = case.nth;
            }
            part.mass |= *sanction == Sanction::OverLimitMass;
            part.size |= *sanction == Sanction::OverLimitSize;
            part.proposed = part.proposed.or(case.finding.proposed);
            into.rests_on_scale = true;
        }
        Sanction::ConfiscatePapers => add(into, Penalty::Confiscation),
        Sanction::ConfiscateThings { serious, may } if stands(*serious) => {
            return confiscate_things(*may, case, into);
        }
        Sanction::RevokePermit { serious, .. } if stands(*serious) => {
            add(into, Penalty::Revocation);
        }
        Sanction::SuspendBusiness { serious, .. } if stands(*serious) => {
            add(into, Penalty::Suspension);
        }
        Sanction::StopOperating => into.stops = true,
        Sanction::OrderCorrection => {
            into.orders = true;
            return false;
        }
        Sanction::HoldVehicle => {
            into.holds = true;
            into.may_impound |= !case.spares_coercion;
            return false;
        }
        // The fine is reckoned by itself. 处罚法 28(2) takes every illegal gain, also below the threshold that a row names; a
        // permit is withdrawn by who gave it, beside the penalty; the last three stand with 情节严重 only, and this act is not.
        Sanction::FixedFine { .. }
        | Sanction::FineRange { .. }
        | Sanction::GainMultiple { .. }
        | Sanction::ConfiscateGain { .. }
        | Sanction::WithdrawPermit
        | Sanction::ConfiscateThings { .. }
        | Sanction::RevokePermit { .. }
        | Sanction::SuspendBusiness { .. } => return false,
    }
    true
}

fn confiscate(gain: Fen, into: &mut Proposal) {
    add(into, Penalty::Confiscation);
    into.confiscated = Some(into.confiscated.unwrap_or(Fen::ZERO).plus(gain));
}

/// Takes the things by what they are worth: none where that is nothing, and where the law says 可以没收 those that were valued.
/// Whether any are taken.
fn confiscate_things(may: bool, case: &Case<'_>, into: &mut Proposal) -> bool {
    let worth = case.finding.things;
    match worth {
        Some(worth) => into.things = Some(into.things.unwrap_or(Fen::ZERO).plus(worth)),
        None => into.unvalued.push(case.nth),
    }
    let is_taken = worth.map_or(!may, |worth| worth > Fen::ZERO);
    if is_taken {
        add(into, Penalty::Confiscation);
    }
    is_taken
}

/// Takes what discretion left of the range, or the amount that was chosen.
fn add_weighed(weighed: Discretion, into: &mut Proposal) {
    if !weighed.is_without_fine() {
        add(into, Penalty::Fine);
    }
    let (low, high) = weighed.settled;
    if weighed.verdict == AmountVerdict::NotChosen && low != high {
        into.unchosen.push(weighed.nth);
    }
    into.least = into.least.plus(low);
    into.most = into.most.plus(high);
    into.blocked.extend(weighed.blocked.iter().cloned());
    into.needs.extend(weighed.needs.iter().cloned());
    into.discretion.push(weighed);
}

fn add(into: &mut Proposal, penalty: Penalty) {
    if !into.penalties.contains(&penalty) {
        into.penalties.push(penalty);
        into.penalties.sort();
    }
}
