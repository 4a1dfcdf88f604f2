//! Law in time (从旧兼从轻, 处罚法 37): which basis answers an act, and in which of its versions. It chooses between no two
//! norms, which is headquarters' business, and picks no amount.
//!
//! An act falls under the version of its own day. A newer one, in force on the day of the decision, takes its place only
//! where it is lighter; where both are equal the older one stays. What was in force between the two days is not looked at.
//!
//! **Which is lighter.** Both are looked at for the act at hand: its illegal gain, its harm, a refusal that is proven.
//! 1. The lower highest fine; where these are equal, the lower lowest one, which is nothing where the law says 可以处.
//! 2. The heavier kinds beside it: 没收 of things or papers, 吊销, 停业整顿, 责令停止. A version that has all those of the other
//!    and more is the heavier one in this.
//! 3. Where both steps agree, or one of them finds no difference, that is the answer. Where they contradict each other,
//!    where neither has all kinds of the other, or where an amount follows a formula or the worth of things, nothing is
//!    guessed: both are shown, and headquarters says which (`[[lighter]]` of the rulings).
//! 4. Where nothing differs so far, a 警告 more is heavier. Where neither gives anything at a first visit, both are compared
//!    as if the refusal were proven. 没收违法所得 differs in no version: 处罚法 28(2) takes every gain.

use super::fine_band::{FineBand, Reached, fine_band};
use super::inspection::judgement::Penalty;
use super::party::PartyKind;
use super::road_surface::RoadSurface;
use super::rulebook::{Basis, Rulings, Sanction, Violation};
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// What of an act says under which basis and version it falls (处罚法 37).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActInTime {
    /// The day of the act, or of its end where it went on.
    pub act_on: Day,
    /// The day of the decision.
    pub decided_on: Day,
    /// What it reaches in a basis.
    pub reached: Reached,
    /// Who answers for it; `None` while nobody is named.
    pub party: Option<PartyKind>,
    /// What it did to the road's surface; `None` while nobody said.
    pub road_surface: Option<RoadSurface>,
}

/// A newer version of a norm beside the older one (处罚法 37).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The newer one applies.
    Lighter,
    /// The older one stays.
    Same,
    /// The older one stays.
    Heavier,
    /// The rule cannot say.
    Undecidable,
}

/// A basis that answers an act (处罚法 37).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applicable<'a> {
    /// It.
    pub basis: &'a Basis,
    /// The version of the day of the act, where this lighter one took its place.
    pub instead_of: Option<&'a Basis>,
}

/// Which basis answers an act (处罚法 37), or why none does yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BasisChoice<'a> {
    /// One does.
    One(Applicable<'a>),
    /// Several norms are in force and nobody chose, or what tells them apart was not seen; none, where the pack knows no text of
    /// that day.
    Open(Vec<&'a Basis>),
    /// Two versions of one norm, older and newer, and nobody can say which is lighter.
    Undecided(Vec<&'a Basis>),
    /// They stand for different kinds of party, and nobody is named yet.
    PartyWanted(Vec<&'a Basis>),
    /// What punished it then was repealed since, and nothing came in its place.
    Repealed(&'a Basis),
}

impl<'a> BasisChoice<'a> {
    /// The one that answers the act; `None` where none does yet.
    #[must_use]
    pub fn one(&self) -> Option<Applicable<'a>> {
        match self {
            BasisChoice::One(applicable) => Some(*applicable),
            BasisChoice::Open(_)
            | BasisChoice::Undecided(_)
            | BasisChoice::PartyWanted(_)
            | BasisChoice::Repealed(_) => None,
        }
    }

    /// All that are still open, for the screen; one where it is chosen.
    #[must_use]
    pub fn bases(&self) -> Vec<&'a Basis> {
        match self {
            BasisChoice::One(applicable) => vec![applicable.basis],
            BasisChoice::Open(bases)
            | BasisChoice::Undecided(bases)
            | BasisChoice::PartyWanted(bases) => bases.clone(),
            BasisChoice::Repealed(basis) => vec![*basis],
        }
    }
}

/// The basis of `violation` that answers `act`, under headquarters' `rulings`.
#[must_use]
pub fn choose<'a>(violation: &'a Violation, act: &ActInTime, rulings: &Rulings) -> BasisChoice<'a> {
    let (mut found, mut undecided, mut repealed) = (Vec::new(), Vec::new(), None);
    for first in norms(violation, rulings) {
        match version(violation, first, act, rulings) {
            Version::None => {}
            Version::One(applicable) => found.push(applicable),
            Version::Undecided(both) => undecided.extend(both),
            Version::Repealed(basis) => repealed = repealed.or(Some(basis)),
        }
    }
    let of_party = |one: &Applicable<'_>| !one.basis.parties.is_empty();
    let bases = || found.iter().map(|one| one.basis);
    // A basis that asks what became of the road answers nothing before somebody looked, though it be the only one in force.
    let is_seen = act.road_surface.is_some_and(RoadSurface::is_seen);
    let is_settled = |one: &Applicable<'_>| is_seen || one.basis.road_surface.is_none();
    match (found.as_slice(), repealed) {
        _ if !undecided.is_empty() => {
            BasisChoice::Undecided(undecided.into_iter().chain(bases()).collect())
        }
        ([one], _) if is_settled(one) => BasisChoice::One(*one),
        ([], Some(basis)) => BasisChoice::Repealed(basis),
        (several, _) if act.party.is_none() && several.iter().any(of_party) => {
            BasisChoice::PartyWanted(bases().collect())
        }
        _ => BasisChoice::Open(bases().collect()),
    }
}

/// What is open on the day `on` whoever answers for an act: of each norm the version in force, only the chosen norm's where
/// headquarters ruled. Where more than one is left somebody still has to choose, or they stand for different kinds of party.
#[must_use]
pub fn in_force<'a>(violation: &'a Violation, on: Day, rulings: &Rulings) -> Vec<&'a Basis> {
    let firsts = norms(violation, rulings);
    let is_open = |basis: &&Basis| {
        let first = violation.first_version(basis);
        basis.in_force(on) && firsts.iter().any(|known| known.id == first.id)
    };
    violation.bases.iter().filter(is_open).collect()
}

/// The first version of each norm, as they stand in the violation; only the chosen one's where headquarters ruled.
fn norms<'a>(violation: &'a Violation, rulings: &Rulings) -> Vec<&'a Basis> {
    let ruled = rulings.chosen_basis(violation);
    // A ruling names the basis of its own day; it means the norm, in each of its versions.
    let is_ruled = |first: &Basis| {
        let of = |id: &str| violation.basis(id).map(|basis| violation.first_version(basis));
        ruled.is_none_or(|id| of(id).is_some_and(|chosen| chosen.id == first.id))
    };
    let is_first = |basis: &&Basis| violation.first_version(basis).id == basis.id;
    violation.bases.iter().filter(is_first).filter(|first| is_ruled(first)).collect()
}

/// What one norm gives for an act.
enum Version<'a> {
    /// Nothing: it was not in force, or stands for others.
    None,
    One(Applicable<'a>),
    Undecided([&'a Basis; 2]),
    Repealed(&'a Basis),
}

fn version<'a>(
    violation: &'a Violation,
    first: &'a Basis,
    act: &ActInTime,
    rulings: &Rulings,
) -> Version<'a> {
    let all = || {
        let of_norm = move |basis: &&Basis| violation.first_version(basis).id == first.id;
        violation.bases.iter().filter(of_norm)
    };
    let on = |day: Day| all().find(|basis| basis.in_force(day));
    let is_for = |basis: &&Basis| {
        basis.fits_road(act.road_surface)
            && act.party.is_none_or(|kind| violation.stands_for(basis, kind, rulings))
    };
    let Some(older) = on(act.act_on).filter(is_for) else { return Version::None };
    let Some(newer) = on(act.decided_on.max(act.act_on)) else { return Version::Repealed(older) };
    let as_it_was = Applicable { basis: older, instead_of: None };
    if newer.id == older.id {
        return Version::One(as_it_was);
    }
    let replaced = Applicable { basis: newer, instead_of: Some(older) };
    let ruled = || rulings.lighter_of(&violation.code, &older.id, &newer.id);
    match (compare(violation, older, newer, act.reached), ruled()) {
        (Comparison::Lighter, _) => Version::One(replaced),
        (Comparison::Undecidable, Some(id)) if id == newer.id => Version::One(replaced),
        (Comparison::Undecidable, None) => Version::Undecided([older, newer]),
        (Comparison::Same | Comparison::Heavier, _) | (Comparison::Undecidable, Some(_)) => {
            Version::One(as_it_was)
        }
    }
}

/// How `newer` stands to `older` for an act that reaches `act` in them.
#[must_use]
pub fn compare(violation: &Violation, older: &Basis, newer: &Basis, act: Reached) -> Comparison {
    if older.sanctions == newer.sanctions
        && violation.waits_for_refusal(older) == violation.waits_for_refusal(newer)
    {
        return Comparison::Same;
    }
    let weight = |basis: &Basis, act: Reached| Weight::of(violation, basis, act);
    let (was, is) = (weight(older, act), weight(newer, act));
    let nothing = Weight::default();
    if was == nothing && is == nothing && !act.refused {
        return compare(violation, older, newer, Reached { refused: true, ..act });
    }
    if was.is_open || is.is_open {
        return Comparison::Undecidable;
    }
    let fine = (is.most, is.least).cmp(&(was.most, was.least));
    let kinds = match (is.kinds.is_subset(&was.kinds), was.kinds.is_subset(&is.kinds)) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => return Comparison::Undecidable,
    };
    match (fine, kinds, is.caution.cmp(&was.caution)) {
        (Ordering::Equal, Ordering::Equal, Ordering::Equal) => Comparison::Same,
        (Ordering::Less, Ordering::Greater, _) | (Ordering::Greater, Ordering::Less, _) => {
            Comparison::Undecidable
        }
        (Ordering::Less, _, _)
        | (Ordering::Equal, Ordering::Less, _)
        | (Ordering::Equal, Ordering::Equal, Ordering::Less) => Comparison::Lighter,
        (Ordering::Greater, _, _)
        | (Ordering::Equal, Ordering::Greater, _)
        | (Ordering::Equal, Ordering::Equal, Ordering::Greater) => Comparison::Heavier,
    }
}

/// What one version can come to for the act at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Weight {
    /// Fen.
    most: Fen,
    /// Fen; nothing where the law says 可以处.
    least: Fen,
    /// Those that are heavier than a fine.
    kinds: BTreeSet<Penalty>,
    caution: bool,
    /// An amount follows a formula or the worth of things.
    is_open: bool,
}

impl Weight {
    fn of(violation: &Violation, basis: &Basis, act: Reached) -> Weight {
        let mut weight = Weight::default();
        if violation.waits_for_refusal(basis) && !act.refused {
            return weight;
        }
        if let Some(FineBand { least, most, may, .. }) = fine_band(basis, act) {
            weight.most = most;
            weight.least = if may { Fen::ZERO } else { least };
        }
        let stands = |one: &&Sanction| act.refused || !one.waits_for_refusal();
        for sanction in basis.sanctions.iter().filter(stands) {
            let is_open = matches!(
                sanction,
                Sanction::ValueMultiple { .. } | Sanction::OverLimitMass | Sanction::OverLimitSize
            );
            weight.is_open |= is_open;
            weight.caution |= matches!(sanction, Sanction::Caution);
            weight.kinds.extend(heavier_kind(sanction, act));
        }
        weight
    }
}

/// The kind of penalty that a sanction adds beside fine and caution; `None` where it adds none to this act.
fn heavier_kind(sanction: &Sanction, act: Reached) -> Option<Penalty> {
    let (serious, kind) = match sanction {
        Sanction::ConfiscatePapers => (false, Penalty::Confiscation),
        Sanction::ConfiscateThings { serious, .. } => (*serious, Penalty::Confiscation),
        Sanction::RevokePermit { serious, .. } => (*serious, Penalty::Revocation),
        Sanction::SuspendBusiness { serious, .. } => (*serious, Penalty::Suspension),
        Sanction::StopOperating => (false, Penalty::StopOperating),
        Sanction::Caution
        | Sanction::FixedFine { .. }
        | Sanction::FineRange { .. }
        | Sanction::GainMultiple { .. }
        | Sanction::ValueMultiple { .. }
        | Sanction::OverLimitMass
        | Sanction::OverLimitSize
        | Sanction::ConfiscateGain { .. }
        | Sanction::WithdrawPermit
        | Sanction::OrderCorrection
        | Sanction::HoldVehicle => return None,
    };
    act.carries(serious).then_some(kind)
}

#[cfg(test)]
mod tests;
