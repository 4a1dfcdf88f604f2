//! The twelve conflicts that the catalogue leaves to headquarters, as one act meets them: what was chosen, by whom and when,
//! and what is open meanwhile. It chooses nothing.

use super::{Basis, Choice, Rulebook, Violation};
use std::ops::RangeInclusive;

/// Rows of the list of conflicts.
pub const ROWS: RangeInclusive<u8> = 1..=12;
/// Row of the list: whether a vehicle of the ride-hailing or taxi trade may be held (粤道条 60, 道条 62).
pub const HELD_VEHICLES: u8 = 6;
/// Row of the list: a spilled load is one act under two codes, one of the carrier and one of the road (道条 68, 路保 69).
pub const SPILLED_LOAD: u8 = 7;
/// Row of the list: whether a sole trader (个体工商户) has the limits of a citizen.
pub const SOLE_TRADER: u8 = 12;

/// One row of the list as an act meets it (处罚法 29, 34).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict<'a> {
    /// Row of the list, 1 to 12.
    pub row: u8,
    /// Its bases compete: until one is chosen no amount is proposed and nothing decided.
    pub competes: bool,
    /// What headquarters ruled; `None` while it did not.
    pub choice: Option<&'a Choice>,
    /// The basis that it chose, where bases compete.
    pub basis: Option<&'a Basis>,
    /// What the act did to the road's surface says which basis answers it, and nobody has to choose.
    pub by_road: bool,
}

impl Conflict<'_> {
    /// Whether a decision waits for headquarters.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.competes && self.basis.is_none()
    }
}

impl Rulebook {
    /// The rows that touch `violation`: the one that its bases compete in first, then those that only warn.
    #[must_use]
    pub fn conflicts<'a>(&'a self, violation: &'a Violation) -> Vec<Conflict<'a>> {
        let choices = &self.rulings.choices;
        let competing = violation.conflict.map(|row| {
            let chosen = self.rulings.chosen_bases.get(&row);
            let basis = chosen.and_then(|id| violation.basis(id));
            Conflict { row, competes: true, choice: choices.get(&row), basis, by_road: false }
        });
        let warning = violation.traps.iter().map(|row| Conflict {
            row: *row,
            competes: false,
            choice: choices.get(row),
            basis: None,
            by_road: *row == SPILLED_LOAD && violation.hangs_on_road_surface(),
        });
        competing.into_iter().chain(warning).collect()
    }

    /// Whether two codes name one act, which is fined once (处罚法 29): all forms of over-limit of one vehicle, a spilled load,
    /// and codes of which the pack says so.
    #[must_use]
    pub fn is_one_act(&self, one: &str, other: &str) -> bool {
        let of_both = |holds: fn(&Violation) -> bool| {
            [one, other].iter().all(|code| self.violation(code).is_some_and(holds))
        };
        let names = |code: &str, other: &str| {
            self.violation(code).is_some_and(|act| act.one_act_with.iter().any(|it| it == other))
        };
        one == other
            || names(one, other)
            || names(other, one)
            || of_both(|act| act.over_limit)
            || of_both(|act| act.traps.contains(&SPILLED_LOAD))
    }
}
