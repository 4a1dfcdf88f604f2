//! One item of a list beside one act (处罚法 33): each of its conditions met, failed or open, and all of them together; it
//! decides nothing about the act.

use super::Sought;
use super::history::{FirstOffence, first_offence};
use crate::domain::inspection::Harm;
use crate::domain::rulebook::{Lenience, LeniencyCondition, LeniencyItem, LeniencyList};

/// How one condition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionState {
    /// Recorded and so.
    Met,
    /// Recorded and not so.
    Failed,
    /// Nobody recorded it, or nobody can say.
    Open,
}

impl ConditionState {
    /// The word of the check contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            ConditionState::Met => "met",
            ConditionState::Failed => "failed",
            ConditionState::Open => "open",
        }
    }

    fn of(said: Option<bool>) -> ConditionState {
        match said {
            Some(true) => ConditionState::Met,
            Some(false) => ConditionState::Failed,
            None => ConditionState::Open,
        }
    }
}

/// Whether a list decides anything where the stop was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListStanding {
    /// The approver of the pack stands for it, and it holds there.
    Decides,
    /// Nobody stands for it: it informs, 未核.
    Unconfirmed,
    /// It is another place's: it informs.
    Elsewhere,
}

impl ListStanding {
    /// The word of the check contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            ListStanding::Decides => "decides",
            ListStanding::Unconfirmed => "unconfirmed",
            ListStanding::Elsewhere => "elsewhere",
        }
    }
}

/// One condition of an item, and how it stands (处罚法 33).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionFit {
    /// What is asked for.
    pub condition: LeniencyCondition,
    /// How it stands.
    pub state: ConditionState,
}

/// An item that speaks of the act, or 处罚法 33 itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemFit {
    /// The name under which the officers choose it, `HB-8`; empty for the article itself.
    pub key: String,
    /// Name of the list, or the article.
    pub list_zh: String,
    /// For the English screens.
    pub list_en: String,
    /// Number of the item in the list; 0 for the article itself.
    pub number: u16,
    /// Name of the item.
    pub name_zh: String,
    /// For the English screens.
    pub name_en: String,
    /// What it spares.
    pub lenience: Lenience,
    /// The ground of 处罚法 32 that a reducing item rests on; `None` for the others, and where the list names none.
    pub ground: Option<String>,
    /// Whether the list decides anything here.
    pub standing: ListStanding,
    /// All of them are wanted.
    pub conditions: Vec<ConditionFit>,
    /// The answer where the item asks for a first act.
    pub first: Option<FirstOffence>,
    /// Days behind the stop on which somebody looks again; `None` where nobody asks for it.
    pub revisit_days: Option<u32>,
}

impl ItemFit {
    /// `item` of `list` beside the act. Who is not punished is educated, whether the list says so or not.
    pub(super) fn of(sought: &Sought<'_>, list: &LeniencyList, item: &LeniencyItem) -> ItemFit {
        let mut first = None;
        let mut conditions = Vec::with_capacity(item.conditions.len() + 1);
        for condition in &item.conditions {
            if let LeniencyCondition::First { lookback_months, scope } = condition {
                first = Some(first_offence(sought, list, item, (*lookback_months, *scope)));
            }
            conditions.push(fit(sought, condition.clone(), first));
        }
        if matches!(item.lenience, Lenience::MustNot | Lenience::MayNot) {
            conditions.push(fit(sought, LeniencyCondition::Educated, first));
        }
        ItemFit {
            key: list.key_of(item),
            list_zh: list.name_zh.clone(),
            list_en: list.name_en.clone(),
            number: item.number,
            name_zh: item.name_zh.clone(),
            name_en: item.name_en.clone(),
            lenience: item.lenience,
            ground: item.ground.clone(),
            standing: match (list.confirmed, list.reach.covers(&sought.facts.place.region)) {
                (false, _) => ListStanding::Unconfirmed,
                (true, false) => ListStanding::Elsewhere,
                (true, true) => ListStanding::Decides,
            },
            conditions,
            first,
            revisit_days: item.revisit_days,
        }
    }

    /// 处罚法 33(1) off the lists: slight, corrected in time, no harm. Of a row that headquarters calls slight itself nobody
    /// is asked.
    pub(super) fn off_the_lists(sought: &Sought<'_>) -> ItemFit {
        let mut wanted = vec![
            LeniencyCondition::Corrected { by_last_day: false },
            LeniencyCondition::HarmAtMost(Harm::None),
        ];
        if !sought.violation.minor_if_corrected {
            wanted.extend([LeniencyCondition::Slight, LeniencyCondition::Educated]);
        }
        ItemFit {
            key: String::new(),
            list_zh: super::CITE.to_string(),
            list_en: super::CITE.to_string(),
            number: 0,
            name_zh: sought.violation.name_zh.clone(),
            name_en: sought.violation.name_en.clone(),
            lenience: Lenience::MustNot,
            ground: None,
            standing: ListStanding::Decides,
            conditions: wanted.into_iter().map(|wanted| fit(sought, wanted, None)).collect(),
            first: None,
            revisit_days: None,
        }
    }

    /// Whether every condition is met (同时具备).
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.conditions.iter().all(|one| one.state == ConditionState::Met)
    }

    /// Whether it decides, and every condition is met.
    #[must_use]
    pub fn applies(&self) -> bool {
        self.standing == ListStanding::Decides && self.is_met()
    }
}

fn fit(
    sought: &Sought<'_>,
    condition: LeniencyCondition,
    first: Option<FirstOffence>,
) -> ConditionFit {
    let said = &sought.finding.leniency;
    let state = match &condition {
        LeniencyCondition::First { .. } => match first {
            Some(FirstOffence::Yes { .. }) => ConditionState::Met,
            Some(FirstOffence::No { .. }) => ConditionState::Failed,
            Some(FirstOffence::Unknown { .. }) | None => ConditionState::Open,
        },
        LeniencyCondition::Corrected { by_last_day } => corrected(sought, *by_last_day),
        LeniencyCondition::HarmAtMost(most) => {
            ConditionState::of(Some(sought.finding.harm <= *most))
        }
        // A judgement without its reason is none yet.
        LeniencyCondition::Slight => {
            let judged = said.slight.filter(|slight| !slight || !said.why.trim().is_empty());
            ConditionState::of(judged)
        }
        LeniencyCondition::Promised => ConditionState::of(said.promised),
        LeniencyCondition::Asked { id, .. } => ConditionState::of(said.answers.get(id).copied()),
        LeniencyCondition::Educated => ConditionState::of(said.educated),
    };
    ConditionFit { condition, state }
}

/// Put right at once, or, where the list lets that do, ordered by a last day and promised in writing. Who refuses, or was
/// ordered before and did not obey, has failed; what was not done yet may still be.
fn corrected(sought: &Sought<'_>, by_last_day: bool) -> ConditionState {
    let finding = sought.finding;
    if finding.circumstances.refused == Some(true) || finding.order.is_some() {
        return ConditionState::Failed;
    }
    if finding.corrected_at_once {
        return ConditionState::Met;
    }
    if by_last_day && sought.facts.correct_before.is_some() {
        return ConditionState::of(finding.leniency.promised);
    }
    ConditionState::Open
}
