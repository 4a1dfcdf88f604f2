//! No penalty (不予处罚, 处罚法 33): which items of the lists speak of an act, which of their conditions are met, what is let
//! off and when somebody looks again; it answers no question for the officers, and what nobody knows lets nothing off.
//!
//! `look` is the one door. A list that no approver stands for, or of another place, informs and decides nothing. What an item
//! leaves to the officers (可以不予) is let off where they chose it, what the law leaves to nobody (不予) wherever it is met. One that
//! reduces (减轻) lets nothing off: where it is chosen, its ground of 处罚法 32 is asked for.

pub mod conditions;
pub mod facts;
pub mod history;

use super::blocked::{Blocked, Rule};
use super::counting::DecidedAct;
use super::inspection::{Facts, Finding};
use super::rulebook::{Leaning, Lenience, LeniencyCondition, Rulebook, Violation};
use crate::stdx::day::Day;
use crate::stdx::id::Id;
use conditions::{ConditionState, ItemFit, ListStanding};
use history::{FirstOffence, Past};

/// The article that all of it rests on, as a Chinese paper cites it.
pub const CITE: &str = "《行政处罚法》第三十三条第一款";

/// One finding with all that may spare it (处罚法 33).
#[derive(Clone, Copy, Debug)]
pub struct Sought<'a> {
    /// The lists stand here.
    pub rulebook: &'a Rulebook,
    /// What was done.
    pub violation: &'a Violation,
    /// Which finding of the stop it is, from 0.
    pub nth: usize,
    /// What was found.
    pub finding: &'a Finding,
    /// The stop that it was found at: its place, its party, the last day of its order.
    pub facts: &'a Facts,
    /// Day of the stop: which lists are in force, and from when a revisit is counted.
    pub day: Day,
    /// Day of the act, from which earlier ones are counted back.
    pub act_on: Day,
    /// Decided acts of the vehicle, its driver and its carrier.
    pub acts: [&'a [DecidedAct]; 3],
    /// What else is known of the past.
    pub past: Past<'a>,
}

impl Sought<'_> {
    /// Path of a field of the finding.
    fn at(&self, field: &str) -> String {
        format!("findings[{}].{field}", self.nth)
    }
}

/// What the lists and 处罚法 33 come to for one finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leniency {
    /// Which finding of the stop, from 0.
    pub nth: usize,
    /// Code of the violation.
    pub code: String,
    /// Items of lists in force that speak of it, and the article itself where it may spare it.
    pub items: Vec<ItemFit>,
    /// What is not punished; `None` where it is.
    pub let_off: Option<LetOff>,
    /// What an item that the officers chose still lacks: no penalty is decided on the spot while it lacks.
    pub needs: Vec<Blocked>,
    /// What cannot be: an item that no list has.
    pub blocked: Vec<Blocked>,
}

impl Leniency {
    /// Whether there is something to show.
    #[must_use]
    pub fn is_notable(&self) -> bool {
        !self.items.is_empty() || self.let_off.is_some() || !self.blocked.is_empty()
    }

    /// Whether an item frees the act of measures against things (免予强制).
    #[must_use]
    pub fn spares_coercion(&self) -> bool {
        self.items.iter().any(|fit| fit.lenience == Lenience::NoCoercion && fit.applies())
    }
}

/// An act that is not punished (处罚法 33), as the decision keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetOff {
    /// Which finding of the stop, from 0.
    pub nth: usize,
    /// Code of the violation.
    pub code: String,
    /// Its name, as papers print it.
    pub name: String,
    /// The article, and the item of the list where one spares it, as papers cite them.
    pub cite: String,
    /// The item, `HB-8`; empty where the article alone spares it.
    pub item: String,
    /// Last day that headquarters' history was known of; `None` where nobody asked for a first act, or headquarters answered.
    pub first_until: Option<Day>,
    /// The party signed its promise (告知承诺书).
    pub promised: bool,
    /// The day on which somebody looks again (复查).
    pub revisit_on: Option<Day>,
}

/// A revisit that was promised (复查): a task of the bureau until it is done (处罚法 28, 33).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revisit {
    /// The stop at which something was let off.
    pub inspection: Id,
    /// On which day.
    pub on: Day,
    /// Codes of what was let off.
    pub codes: Vec<String>,
}

impl Revisit {
    /// The one revisit of a stop, on the first of its days; `None` where nobody looks again.
    #[must_use]
    pub fn of(inspection: Id, let_off: &[LetOff]) -> Option<Revisit> {
        let on = let_off.iter().filter_map(|off| off.revisit_on).min()?;
        let again = let_off.iter().filter(|off| off.revisit_on.is_some());
        Some(Revisit { inspection, on, codes: again.map(|off| off.code.clone()).collect() })
    }
}

/// Looks at one finding. What a decision let off stays let off, and nothing else is.
#[must_use]
pub fn look(sought: &Sought<'_>) -> Leniency {
    let mut items = listed(sought);
    if sought.violation.minor_if_corrected || sought.finding.leniency.slight.is_some() {
        items.push(ItemFit::off_the_lists(sought));
    }
    let (mut needs, mut blocked) = (Vec::new(), Vec::new());
    let let_off = match sought.past.decided {
        Some(decided) => {
            // Whether it was the first time is a question of that day.
            items.retain(|fit| fit.first.is_none());
            decided.iter().find(|off| off.nth == sought.nth).cloned()
        }
        None => sparing(sought, &items).map(|fit| let_off(sought, fit)),
    };
    if let_off.is_none() && sought.past.decided.is_none() {
        chosen_lacks(sought, &items, &mut needs, &mut blocked);
    }
    let code = sought.violation.code.clone();
    Leniency { nth: sought.nth, code, items, let_off, needs, blocked }
}

/// The items of the lists in force that speak of the violation, in the order of the lists.
fn listed(sought: &Sought<'_>) -> Vec<ItemFit> {
    let code = &sought.violation.code;
    let lists = sought.rulebook.leniency.iter().filter(|list| list.in_force(sought.day));
    let mut fits = Vec::new();
    for list in lists {
        let items = list.items.iter().chain(&list.no_coercion);
        let own = items.filter(|item| item.codes.contains(code));
        fits.extend(own.map(|item| ItemFit::of(sought, list, item)));
    }
    fits
}

/// The item that spares the act: the one that the officers chose, else the first that leaves nobody a choice.
fn sparing<'a>(sought: &Sought<'_>, items: &'a [ItemFit]) -> Option<&'a ItemFit> {
    let chosen = &sought.finding.leniency.item;
    let is_chosen = |fit: &&ItemFit| !fit.key.is_empty() && fit.key == *chosen;
    let spares = |fit: &&ItemFit| {
        fit.applies()
            && match fit.lenience {
                Lenience::MustNot => true,
                Lenience::MayNot => is_chosen(fit),
                Lenience::Mitigate | Lenience::NoCoercion => false,
            }
    };
    let all = || items.iter().filter(spares);
    all().find(is_chosen).or_else(|| all().next())
}

fn let_off(sought: &Sought<'_>, fit: &ItemFit) -> LetOff {
    let cite = match fit.number {
        0 => CITE.to_string(),
        number => format!("{CITE}和《{}》第{number}项", fit.list_zh),
    };
    LetOff {
        nth: sought.nth,
        code: sought.violation.code.clone(),
        name: sought.violation.name_zh.clone(),
        cite,
        item: fit.key.clone(),
        first_until: fit.first.and_then(FirstOffence::until),
        promised: sought.finding.leniency.promised == Some(true),
        revisit_on: revisit_on(sought, fit),
    }
}

/// So many days behind the stop as the list says, and not before the last day that the party was given.
fn revisit_on(sought: &Sought<'_>, fit: &ItemFit) -> Option<Day> {
    let ordered = sought.facts.correct_before.filter(|_| !sought.finding.corrected_at_once);
    let listed = fit.revisit_days.map(|days| sought.day.plus(i64::from(days)));
    ordered.max(listed)
}

/// What stands between the officers' choice and the party's penalty. Nothing is chosen by itself: without a choice the lists
/// only inform.
fn chosen_lacks(
    sought: &Sought<'_>,
    items: &[ItemFit],
    needs: &mut Vec<Blocked>,
    blocked: &mut Vec<Blocked>,
) {
    let said = &sought.finding.leniency;
    let item = || sought.at("leniency.item");
    if !said.item.is_empty() {
        let choosable = |fit: &&ItemFit| {
            let lets_off = matches!(fit.lenience, Lenience::MustNot | Lenience::MayNot);
            fit.key == said.item && (lets_off || fit.ground.is_some())
        };
        match items.iter().find(choosable) {
            None => blocked.push(Blocked::new(Rule::ImpossibleValue, item())),
            Some(fit) if fit.standing != ListStanding::Decides => {
                needs.push(Blocked::new(Rule::Unverified, item()));
            }
            Some(fit) => {
                needs.extend(lacks(sought, fit));
                needs.extend(unclaimed(sought, fit));
            }
        }
    }
    if said.slight == Some(true) {
        // What is not put right is no act of 33(1), and may be punished; a word that lacks its half is to be finished.
        let own = items.iter().filter(|fit| fit.key.is_empty());
        let open = own.flat_map(|fit| &fit.conditions).filter(|one| {
            one.state == ConditionState::Open
                && !matches!(one.condition, LeniencyCondition::Corrected { .. })
        });
        needs.extend(
            open.map(|one| Blocked::new(Rule::LeniencyOpen, sought.at(one.condition.field()))),
        );
    }
}

/// What the circumstances lack of the ground that a chosen item reduces by (处罚法 32): it is claimed there, below the range, and
/// its evidence is asked for where it is claimed.
fn unclaimed(sought: &Sought<'_>, fit: &ItemFit) -> Option<Blocked> {
    let ground = fit.ground.as_ref()?;
    let claims = &sought.finding.circumstances.claims;
    let of = |id: &str| claims.iter().position(|claim| claim.adjustment == id);
    let (nth, field) = match of(ground) {
        None => (of("").unwrap_or(claims.len()), "id"),
        Some(nth) if claims[nth].accepted != Some(true) => (nth, "accepted"),
        Some(nth) => {
            let known = sought.rulebook.adjustments.get(ground);
            let leaning = known.and_then(|known| known.leaning(claims[nth].leaning));
            if leaning == Some(Leaning::BelowRange) {
                return None;
            }
            (nth, "leaning")
        }
    };
    let path = sought.at(&format!("circumstances.adjustments[{nth}].{field}"));
    Some(Blocked::new(Rule::AdjustmentUnproven, path))
}

/// The conditions of a chosen item that are not met, each at its field.
fn lacks<'a>(sought: &'a Sought<'_>, fit: &'a ItemFit) -> impl Iterator<Item = Blocked> + 'a {
    let unmet = fit.conditions.iter().filter(|one| one.state != ConditionState::Met);
    unmet.map(move |one| {
        let is_first = matches!(one.condition, LeniencyCondition::First { .. });
        let rule = match one.state {
            ConditionState::Open if is_first => Rule::FirstUnknown,
            ConditionState::Met | ConditionState::Failed | ConditionState::Open => {
                Rule::LeniencyOpen
            }
        };
        Blocked::new(rule, sought.at(one.condition.field()))
    })
}
