//! What of a judgement no approver of the pack stands for (未核): it stands on screens and across drafts, and on nothing that
//! bears a number; what refuses it says the judge.

use super::judgement::Judgement;
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::discretion::Discretion;
use crate::domain::rulebook::Rulebook;

/// One thing that nobody stands for (处罚法 34, 38).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unverified {
    /// The row of a violation, with its bases and amounts: its code.
    Row(String),
    /// A figure of the tables that the weighing rests on, or words that rest on what is unverified: path of the check contract.
    Figure(String),
    /// The tiers that an amount would be chosen by: code of the violation. The range of the law itself stands.
    Tiers(String),
}

/// Everything unverified that `judgement` shows, each once.
#[must_use]
pub fn of(judgement: &Judgement, rulebook: &Rulebook) -> Vec<Unverified> {
    let rows = judgement.grounds.iter().filter(|grounds| !grounds.confirmed);
    let mut all: Vec<Unverified> =
        rows.map(|grounds| Unverified::Row(grounds.code.clone())).collect();
    let needs = judgement.discretion.iter().flat_map(|weighed| &weighed.needs);
    all.extend(judgement.blocked.iter().chain(needs).filter_map(figure));
    let weighed = judgement.discretion.iter().filter(|weighed| has_no_standard(weighed, rulebook));
    all.extend(weighed.map(|weighed| Unverified::Tiers(weighed.code.clone())));
    all.sort();
    all.dedup();
    all
}

/// A row is known by its grounds; what else was refused for want of an approver is a figure.
fn figure(no: &Blocked) -> Option<Unverified> {
    let is_row = no.field.starts_with("findings[") && no.field.ends_with("].code");
    (no.rule == Rule::Unverified && !is_row).then(|| Unverified::Figure(no.field.clone()))
}

/// There is an amount to choose, and no confirmed standard grades it. Mass and size have the law's own formula.
fn has_no_standard(weighed: &Discretion, rulebook: &Rulebook) -> bool {
    let (least, most) = weighed.statutory;
    let by_formula = rulebook.violation(&weighed.code).is_some_and(|act| act.over_limit);
    weighed.confirmed != Some(true) && least < most && !by_formula && !weighed.is_without_fine()
}
