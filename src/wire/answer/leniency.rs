//! The check contract's output about no penalty: which items of the lists speak of a finding, and what is let off; it decides
//! nothing.

use crate::domain::inspection::judgement::Judgement;
use crate::domain::leniency::Leniency;
use crate::domain::leniency::conditions::{ConditionFit, ItemFit};
use crate::domain::leniency::history::FirstOffence;
use crate::domain::rulebook::LeniencyCondition;
use crate::stdx::day::Day;
use serde::Serialize;

/// What the lists come to for one finding (处罚法 33).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeniencyAnswer {
    /// Which finding of the stop, from 0.
    pub finding: usize,
    /// It is not punished.
    pub let_off: bool,
    /// The item that spares it; `null` where the article alone does, or nothing does.
    pub by: Option<String>,
    /// Day on which somebody looks again; `null` where nobody does.
    pub revisit_on: Option<String>,
    /// Items that speak of it.
    pub items: Vec<ItemAnswer>,
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemAnswer {
    /// The name under which it is chosen, `HB-8`; empty for the article itself.
    pub item: String,
    /// Name of the list, or the article.
    pub list: String,
    /// `Lenience::word`.
    pub lenience: String,
    /// The ground of 处罚法 32 that a reducing item rests on, by its key in the pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// `ListStanding::word`.
    pub standing: String,
    /// Each with its state.
    pub conditions: Vec<ConditionAnswer>,
    /// Whether it is the first time, where the item asks for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<FirstAnswer>,
}

/// One condition of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConditionAnswer {
    /// `LeniencyCondition::word`; of a question its key.
    pub condition: String,
    /// `ConditionState::word`.
    pub state: String,
}

/// Whether it is the first time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FirstAnswer {
    /// `FirstOffence::word`.
    pub answer: String,
    /// Last day that headquarters' history is known of; `null` where it never was read or was not needed.
    pub known_until: Option<String>,
    /// Latest day of an earlier act; `null` where there is none, or none is known.
    pub earlier_on: Option<String>,
    /// `FirstUnknown::word`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// `Settles::word`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_by: Option<String>,
}

impl LeniencyAnswer {
    /// What there is to say.
    #[must_use]
    pub fn all(judgement: &Judgement) -> Vec<LeniencyAnswer> {
        // What is blocked lets nothing off.
        let stands =
            |found: &Leniency| judgement.let_off.iter().find(|off| off.nth == found.nth).cloned();
        let answer = |found: &Leniency| {
            let off = stands(found);
            let by = off.as_ref().map(|off| off.item.clone()).filter(|item| !item.is_empty());
            LeniencyAnswer {
                finding: found.nth,
                let_off: off.is_some(),
                by,
                revisit_on: off.and_then(|off| off.revisit_on).map(said),
                items: found.items.iter().map(ItemAnswer::of).collect(),
            }
        };
        judgement.leniency.iter().map(answer).collect()
    }
}

impl ItemAnswer {
    fn of(fit: &ItemFit) -> ItemAnswer {
        ItemAnswer {
            item: fit.key.clone(),
            list: fit.list_zh.clone(),
            lenience: fit.lenience.word().into(),
            ground: fit.ground.clone(),
            standing: fit.standing.word().into(),
            conditions: fit.conditions.iter().map(ConditionAnswer::of).collect(),
            first: fit.first.map(FirstAnswer::of),
        }
    }
}

impl ConditionAnswer {
    fn of(one: &ConditionFit) -> ConditionAnswer {
        let condition = if let LeniencyCondition::Asked { id, .. } = &one.condition {
            id.clone()
        } else {
            one.condition.word().to_string()
        };
        ConditionAnswer { condition, state: one.state.word().into() }
    }
}

impl FirstAnswer {
    pub(super) fn of(first: FirstOffence) -> FirstAnswer {
        let earlier_on = match first {
            FirstOffence::No { on } => on.map(said),
            FirstOffence::Yes { .. } | FirstOffence::Unknown { .. } => None,
        };
        let why = match first {
            FirstOffence::Unknown { why, .. } => Some(why),
            FirstOffence::Yes { .. } | FirstOffence::No { .. } => None,
        };
        FirstAnswer {
            answer: first.word().into(),
            known_until: first.until().map(said),
            earlier_on,
            why: why.map(|why| why.word().into()),
            settled_by: why.map(|why| why.settled_by().word().into()),
        }
    }
}

fn said(day: Day) -> String {
    day.to_string()
}
