//! From one finding and its row in the rulebook to amounts and kinds of penalty; sums them up.

use super::blocked::{Blocked, Rule};
use super::discretion::circumstances::{Circumstances, FactorValues};
use super::discretion::{self, AmountVerdict, Discretion, Weighable};
use super::inspection::judgement::{Grounds, Penalty};
use super::inspection::{Finding, Harm};
use super::over_limit::{self, MassSanction};
use super::rulebook::{Basis, Coercion, Family, Rulebook, Sanction, Violation};
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
    /// The day that decides which basis is in force.
    pub act_on: Day,
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
    /// A finding's row lets the vehicle be held (道条 62, 粤道条 60).
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
    argued: Option<Argued>,
}

/// The finding whose circumstances speak for the over-limit part: the first that argues something, else the first.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Argued {
    nth: usize,
    code: String,
    basis: String,
    act_on: Day,
    values: FactorValues,
    circumstances: Circumstances,
}

impl OverLimitPart {
    fn hear(&mut self, case: &Case<'_>, basis: &Basis) {
        let said = &case.finding.circumstances;
        let is_heard = |known: &Argued| known.circumstances.is_argued() || !said.is_argued();
        if self.argued.as_ref().is_some_and(is_heard) {
            return;
        }
        self.argued = Some(Argued {
            nth: case.nth,
            code: case.violation.code.clone(),
            basis: basis.id.clone(),
            act_on: case.act_on,
            values: case.values.clone(),
            circumstances: said.clone(),
        });
    }
}

/// Adds what `case` may be punished with. Blocks where its row has no approver (处罚法 38), no basis or several are
/// open on the day of the act, the penalty stands only after a refusal (拒不改正), or an amount outside its range was
/// chosen.
pub fn propose(case: &Case<'_>, rulebook: &Rulebook, into: &mut Proposal) {
    let violation = case.violation;
    into.grounds.push(grounds(violation, case.act_on, rulebook));
    let path = format!("findings[{}].code", case.nth);
    if !violation.confirmed {
        into.blocked.push(Blocked::new(Rule::Unverified, path.clone()));
    }
    let Some(basis) = chosen_basis(violation, case.act_on, rulebook) else {
        into.blocked.push(Blocked::new(Rule::BasisNotChosen, path));
        return;
    };
    if violation.after_refusal || basis.after_refusal {
        into.blocked.push(Blocked::new(Rule::AfterRefusalOnly, path));
    }
    let gain = case.finding.gain.unwrap_or(Fen::ZERO);
    let mut band = None;
    // What waits for a refusal does not stand at the first visit: the order that comes before it does.
    for sanction in basis.sanctions.iter().filter(|sanction| !sanction.waits_for_refusal()) {
        apply(sanction, gain, case, into, &mut band);
    }
    if gain > Fen::ZERO {
        confiscate(gain, into);
    }
    let formula =
        |sanction: &Sanction| matches!(sanction, Sanction::OverLimitMass | Sanction::OverLimitSize);
    if violation.over_limit || basis.sanctions.iter().any(formula) {
        into.over_limit.hear(case, basis);
    }
    if let Some((_, least, most)) = band {
        if violation.over_limit {
            // The range of an axle's excess is proven by the scale as the formula's is.
            into.rests_on_scale = true;
            let part = &mut into.over_limit;
            part.beside = (part.beside.0.plus(least), part.beside.1.plus(most));
            part.proposed = part.proposed.or(case.finding.proposed);
        } else {
            let weighed = discretion::weigh(&Weighable {
                rulebook,
                violation,
                basis,
                nth: case.nth,
                act_on: case.act_on,
                statutory: (least, most),
                gain,
                values: case.values,
                circumstances: &case.finding.circumstances,
                chosen: case.finding.proposed,
            });
            add_weighed(weighed, into);
        }
    }
    into.may_impound |= !case.spares_coercion && may_be_held(violation, rulebook);
    let kinds = violation.evidence_kinds_min;
    if kinds > 1 {
        into.evidence_kinds_min = Some(into.evidence_kinds_min.unwrap_or(0).max(kinds));
    }
}

/// Whether the row lets the vehicle be held (道条 62, 粤道条 60).
#[must_use]
pub fn may_be_held(violation: &Violation, rulebook: &Rulebook) -> bool {
    // 粤道条 72 and 道条 81 leave both trades to other law: one ruling for both.
    let in_doubt = matches!(violation.family, Family::RideHailing | Family::Taxi);
    let open = !in_doubt || rulebook.rulings.ride_hailing_impound;
    open && violation.coercion.iter().any(|kind| matches!(kind, Coercion::K1 | Coercion::K2))
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
    if most > Fen::ZERO
        && let Some(argued) = &part.argued
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
            statutory: (least, most),
            gain: Fen::ZERO,
            values: &argued.values,
            circumstances: &argued.circumstances,
            chosen: part.proposed,
        });
        add_weighed(weighed, into);
    }
    // Beside a fine it is the order to put the act right, and stands on that paper.
    if into.stops && into.penalties.is_empty() {
        add(into, Penalty::StopOperating);
    }
}

/// The basis that applies on `day`: the only one in force, or the one that headquarters chose.
#[must_use]
pub fn chosen_basis<'a>(
    violation: &'a Violation,
    day: Day,
    rulebook: &'a Rulebook,
) -> Option<&'a Basis> {
    match rulebook.open_bases(violation, day).as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// The law of a finding as a paper cites it.
#[must_use]
pub fn grounds(violation: &Violation, day: Day, rulebook: &Rulebook) -> Grounds {
    let basis = chosen_basis(violation, day, rulebook);
    Grounds {
        code: violation.code.clone(),
        name: violation.name_zh.clone(),
        violated: rulebook.cite_all(&violation.violated),
        basis: basis.map(|basis| rulebook.cite_all(&basis.cites)).unwrap_or_default(),
        basis_id: basis.map(|basis| basis.id.clone()).unwrap_or_default(),
        confirmed: violation.confirmed,
    }
}

/// A fine with the harm from which on it stands: the highest that the act reaches counts.
type Band = (Harm, Fen, Fen);

fn apply(
    sanction: &Sanction,
    gain: Fen,
    case: &Case<'_>,
    into: &mut Proposal,
    band: &mut Option<Band>,
) {
    let harm = case.finding.harm;
    let stands = |serious: bool| !serious || harm == Harm::Serious;
    match sanction {
        Sanction::Caution => add(into, Penalty::Caution),
        Sanction::FixedFine { amount, .. } => *band = Some((Harm::None, *amount, *amount)),
        Sanction::FineRange { least, most, gain: test, serious, damage, .. } => {
            let from = match (*serious, *damage) {
                (true, _) => Harm::Serious,
                (false, true) => Harm::Slight,
                (false, false) => Harm::None,
            };
            // A row without a band of its own for the harm that was done keeps the one below.
            let higher = band.is_none_or(|(known, ..)| known < from);
            if test.holds(gain) && from <= harm && higher {
                *band = Some((from, *least, *most));
            }
        }
        Sanction::GainMultiple { least, most, gain: test, .. } => {
            if test.holds(gain) {
                let times = |factor: &u32| gain.times(i64::from(*factor));
                *band = Some((Harm::None, times(least), times(most)));
            }
        }
        Sanction::ValueMultiple { .. } => {
            // What the things are worth stands in the facts, and who chose the amount worked it out there.
            *band = case.finding.proposed.map(|chosen| (Harm::None, chosen, chosen));
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
        Sanction::ConfiscateThings { serious } if stands(*serious) => {
            add(into, Penalty::Confiscation);
        }
        Sanction::RevokePermit { serious, .. } if stands(*serious) => {
            add(into, Penalty::Revocation);
        }
        Sanction::SuspendBusiness { serious, .. } if stands(*serious) => {
            add(into, Penalty::Suspension);
        }
        Sanction::OrderCorrection => into.orders = true,
        Sanction::HoldVehicle => {
            into.holds = true;
            into.may_impound |= !case.spares_coercion;
        }
        Sanction::StopOperating => into.stops = true,
        // 处罚法 28(2) takes every illegal gain, also below the threshold that a row names; a permit is withdrawn by
        // who gave it, beside the penalty; the last three stand with 情节严重 only, and this act is not.
        Sanction::ConfiscateGain { .. }
        | Sanction::WithdrawPermit
        | Sanction::ConfiscateThings { .. }
        | Sanction::RevokePermit { .. }
        | Sanction::SuspendBusiness { .. } => {}
    }
}

fn confiscate(gain: Fen, into: &mut Proposal) {
    add(into, Penalty::Confiscation);
    into.confiscated = Some(into.confiscated.unwrap_or(Fen::ZERO).plus(gain));
}

/// Takes what discretion left of the range, or the amount that was chosen.
fn add_weighed(weighed: Discretion, into: &mut Proposal) {
    add(into, Penalty::Fine);
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
