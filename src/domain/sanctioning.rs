//! From one finding and its row in the rulebook to amounts and kinds of penalty; sums them up.

use super::blocked::{Blocked, Rule};
use super::inspection::Finding;
use super::inspection::judgement::{Grounds, Penalty};
use super::over_limit::{self, MassSanction};
use super::rulebook::Rulebook;
use super::rulebook::sanction::{GainTest, Sanction};
use super::rulebook::violation::{Basis, Coercion, Violation};
use super::weighing::Weighing;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;

/// One finding beside the law it falls under.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Its place in the list of findings, for the path of what blocks.
    pub nth: usize,
    pub finding: &'a Finding,
    pub violation: &'a Violation,
    pub act_on: Day,
    pub weighing: &'a Weighing,
}

/// What all findings of a stop together may be punished with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    pub penalties: Vec<Penalty>,
    pub least: Fen,
    pub most: Fen,
    pub confiscated: Option<Fen>,
    pub may_impound: bool,
    pub evidence_kinds_min: Option<u8>,
    pub grounds: Vec<Grounds>,
    pub blocked: Vec<Blocked>,
    /// Findings that were slight, corrected at once and did no harm (处罚法 33).
    pub corrected: usize,
    /// The proof is a reading of the scale or the measuring frame.
    pub rests_on_scale: bool,
    /// The finding whose amount is still to be chosen.
    pub unchosen: usize,
    mass_counted: bool,
    size_counted: bool,
    fined: bool,
}

/// Adds what `case` may be punished with.
pub fn propose(case: &Case<'_>, rulebook: &Rulebook, into: &mut Proposal) {
    let violation = case.violation;
    into.grounds.push(grounds(violation, case.act_on, rulebook));
    let path = format!("findings[{}].code", case.nth);
    if !violation.confirmed {
        into.blocked.push(Blocked::new(Rule::Unverified, path.clone()));
    }
    if violation.after_refusal {
        into.blocked.push(Blocked::new(Rule::AfterRefusalOnly, path.clone()));
    }
    let Some(basis) = chosen_basis(violation, case.act_on, rulebook) else {
        into.blocked.push(Blocked::new(Rule::BasisNotChosen, path));
        return;
    };
    let gain = case.finding.gain.unwrap_or(Fen::ZERO);
    let mut amount = (Fen::ZERO, Fen::ZERO, false);
    for sanction in &basis.sanctions {
        apply(sanction, gain, case, rulebook, into, &mut amount);
    }
    let (least, most, fines) = amount;
    if fines {
        add_fine(case, least, most, into);
    }
    // Until headquarters rules on conflict 6, taxi law alone speaks of holding such vehicles.
    let held = violation.family != super::rulebook::violation::Family::RideHailing
        && violation.coercion.iter().any(|kind| matches!(kind, Coercion::K1 | Coercion::K2));
    into.may_impound |= held;
    if violation.evidence_kinds_min > 0 {
        let most = into.evidence_kinds_min.unwrap_or(0).max(violation.evidence_kinds_min);
        into.evidence_kinds_min = Some(most);
    }
}

/// The basis that applies on `day`: the only one in force, or the one that headquarters chose.
#[must_use]
pub fn chosen_basis<'a>(
    violation: &'a Violation,
    day: Day,
    rulebook: &Rulebook,
) -> Option<&'a Basis> {
    let in_force: Vec<&Basis> = violation
        .bases
        .iter()
        .filter(|basis| basis.from.is_none_or(|from| from <= day))
        .filter(|basis| basis.until.is_none_or(|until| day <= until))
        .collect();
    if let [only] = in_force.as_slice() {
        return Some(only);
    }
    let choice = rulebook.rulings.chosen_bases.get(&violation.conflict?)?;
    in_force.into_iter().find(|basis| basis.id == *choice)
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

fn applies(test: GainTest, gain: Fen) -> bool {
    match test {
        GainTest::Always => true,
        GainTest::Above(floor) => gain > floor,
        GainTest::AtMost(ceiling) => gain <= ceiling,
    }
}

fn apply(
    sanction: &Sanction,
    gain: Fen,
    case: &Case<'_>,
    rulebook: &Rulebook,
    into: &mut Proposal,
    amount: &mut (Fen, Fen, bool),
) {
    let serious = case.finding.harm == super::inspection::Harm::Serious;
    match sanction {
        Sanction::Caution => add(into, Penalty::Caution),
        Sanction::FixedFine { amount: fixed, .. } => *amount = (*fixed, *fixed, true),
        Sanction::FineRange { least, most, gain: test, serious: only, .. } => {
            if applies(*test, gain) && *only == serious {
                *amount = (*least, *most, true);
            } else if applies(*test, gain) && !*only && !amount.2 {
                // A row without a band of its own for serious acts keeps its one band.
                *amount = (*least, *most, true);
            }
        }
        Sanction::GainMultiple { least, most, gain: test } => {
            if applies(*test, gain) {
                *amount = (gain.times(i64::from(*least)), gain.times(i64::from(*most)), true);
            }
        }
        Sanction::OverLimitMass => over_limit_mass(case, rulebook, into, amount),
        Sanction::OverLimitSize => {
            if let (Some(band), false) = (&case.weighing.size, into.size_counted) {
                into.size_counted = true;
                into.rests_on_scale = true;
                let capped = over_limit::total_with_band(amount.0, band, &rulebook.weights);
                *amount = (capped.0, capped.1, true);
            }
        }
        Sanction::ConfiscateGain { gain: test } => {
            if applies(*test, gain) && gain > Fen::ZERO {
                add(into, Penalty::Confiscation);
                into.confiscated = Some(into.confiscated.unwrap_or(Fen::ZERO).plus(gain));
            }
        }
        Sanction::ConfiscatePapers => add(into, Penalty::Confiscation),
        Sanction::RevokePermit { serious: only } if !*only || serious => {
            add(into, Penalty::Revocation);
        }
        Sanction::SuspendBusiness => add(into, Penalty::Suspension),
        Sanction::StopOperating | Sanction::HoldVehicle | Sanction::RevokePermit { .. } => {}
    }
}

/// The formula of 超限 43 on the excess that the scale gave, once for a stop.
fn over_limit_mass(
    case: &Case<'_>,
    rulebook: &Rulebook,
    into: &mut Proposal,
    amount: &mut (Fen, Fen, bool),
) {
    let Some(mass) = &case.weighing.mass else { return };
    if std::mem::replace(&mut into.mass_counted, true) {
        return;
    }
    into.rests_on_scale = true;
    match mass {
        MassSanction::None => {}
        MassSanction::Caution => add(into, Penalty::Caution),
        MassSanction::Fine(fine) => {
            let fine = (*fine).min(rulebook.weights.fine_cap);
            *amount = (fine, fine, true);
        }
    }
}

/// Takes the amount that was chosen inside the range, or the range itself.
fn add_fine(case: &Case<'_>, least: Fen, most: Fen, into: &mut Proposal) {
    add(into, Penalty::Fine);
    into.fined = true;
    let (mut low, mut high) = (least, most);
    match case.finding.proposed {
        Some(chosen) if least <= chosen && chosen <= most => (low, high) = (chosen, chosen),
        Some(_) => into.blocked.push(Blocked::new(
            Rule::AmountOutsideRange,
            format!("findings[{}].proposed_yuan", case.nth),
        )),
        None if least != most => into.unchosen = case.nth,
        None => {}
    }
    into.least = into.least.plus(low);
    into.most = into.most.plus(high);
}

fn add(into: &mut Proposal, penalty: Penalty) {
    if !into.penalties.contains(&penalty) {
        into.penalties.push(penalty);
        into.penalties.sort();
    }
}
