//! The check contract's output: one JSON object a stop, fields left out where they do not apply.

mod leniency;
mod repeat;
mod weighing;

use crate::domain::consequence::ConsequenceProposal;
use crate::domain::counting::Window;
use crate::domain::discretion::{Discretion, circumstances};
use crate::domain::evidence_gap::EvidenceGap;
use crate::domain::inspection::judgement::{Counted, Grounds, Judgement, OpenBasis};
use serde::Serialize;

pub use leniency::{ConditionAnswer, FirstAnswer, ItemAnswer, LeniencyAnswer};
pub use repeat::RepeatAnswer;
pub use weighing::{PermitAnswer, ReadingAnswer};

/// One line of `lucha check --json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Answer {
    /// As the stop's file has it.
    pub id: String,
    /// `Outcome::word`.
    pub outcome: String,
    /// `Procedure::word`.
    pub procedure: String,
    /// Kilograms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_kg: Option<i64>,
    /// Taken off the reading for the error of the scale, where headquarters ruled so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deduction_kg: Option<i64>,
    /// Id of the deduction rule that it was taken off by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deduction_rule: Option<String>,
    /// Which of several readings the act is judged by, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<ReadingAnswer>,
    /// Fields of the permit that are not as they were seen (超限 47).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub permit_differs: Vec<PermitAnswer>,
    /// Kilograms over the limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over_kg: Option<i64>,
    /// What stood on each axle or group, front to back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub axles: Vec<AxleAnswer>,
    /// Percent of the limit with two decimals, `24.96`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over_rate: Option<String>,
    /// `Penalty::word` of each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub penalty: Vec<String>,
    /// Whole yuan; `null` where no amount is fixed or nothing is penalised.
    pub fine_yuan: Option<i64>,
    /// Least and most in whole yuan while no amount is fixed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range_yuan: Option<[i64; 2]>,
    /// Whether the party may ask for a hearing (处罚法 63).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hearing: Option<bool>,
    /// Whether the vehicle may be held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub may_impound: Option<bool>,
    /// Kinds of evidence that headquarters wants at least (处罚法 46).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_evidence_kinds: Option<u8>,
    /// Kinds of evidence that the record lacks of those, and why the officers left without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence_missing: Option<EvidenceMissing>,
    /// What discretion came to for each finding that a standard grades or for which something was argued (处罚法 34).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub discretion: Vec<DiscretionAnswer>,
    /// What the no-penalty lists come to for each finding that one of them speaks of (处罚法 33).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub leniency: Vec<LeniencyAnswer>,
    /// For each finding that its row punishes where it is done again (再次违反), whether it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repeats: Vec<RepeatAnswer>,
    /// Names of the forms that were issued.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    /// The 案号 as it is printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Which over-limit act of the year this is, where one was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted: Option<CountedAnswer>,
    /// What is proposed to headquarters because a count was reached (路保 66); nothing of it is done here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub proposals: Vec<ProposalAnswer>,
    /// Bases between which nobody chose, and older versions that a lighter one took the place of (处罚法 37).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bases: Vec<BasesAnswer>,
    /// Every refusal; the outcome is `blocked` then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocked: Vec<BlockedAnswer>,
    /// `Warning::name` of each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// The field of each warning that has one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warning_fields: Vec<WarningField>,
}

/// What is missing of the kinds of evidence that an act asks for (处罚法 46). Nothing is refused for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceMissing {
    /// So many kinds are missing.
    pub kinds: usize,
    /// Which could be added, in the words of the contract.
    pub could_be: Vec<String>,
    /// The officers' reason; `null` while they gave none.
    pub reason: Option<String>,
}

impl EvidenceMissing {
    /// What is missing of a stop.
    #[must_use]
    pub fn of(gap: EvidenceGap) -> EvidenceMissing {
        let could_be = gap.could_be.iter().map(|kind| kind.in_chinese().to_string()).collect();
        let reason = Some(gap.reason).filter(|reason| !reason.is_empty());
        EvidenceMissing { kinds: gap.missing_kinds, could_be, reason }
    }
}

/// Discretion of one finding (处罚法 34).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiscretionAnswer {
    /// Which finding of the stop, from 0.
    pub finding: usize,
    /// Whether the approver stands for the standard; `null` where there is none.
    pub confirmed: Option<bool>,
    /// Names of the tiers that the factors leave open, the lightest first.
    pub tiers: Vec<String>,
    /// Paths of the factors that nobody recorded and on which the tier hangs.
    pub lacking: Vec<String>,
    /// Least and most in whole yuan that standard and grounds point to.
    pub proposed_yuan: [i64; 2],
    /// `AmountVerdict::word`.
    pub verdict: String,
    /// What a decision still needs; a case may be opened without.
    pub needs: Vec<NeedAnswer>,
    /// The reasons, sentence by sentence.
    pub reasoning: Vec<String>,
}

/// What a decision still needs, by rule and field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NeedAnswer {
    /// `Rule::name`.
    pub rule: String,
    /// Path of the contract.
    pub field: String,
}

impl DiscretionAnswer {
    /// What is more than the law's range.
    #[must_use]
    pub fn all(judgement: &Judgement) -> Vec<DiscretionAnswer> {
        let notable = judgement.discretion.iter().filter(|weighed| weighed.is_notable());
        notable.map(DiscretionAnswer::of).collect()
    }

    fn of(weighed: &Discretion) -> DiscretionAnswer {
        let (least, most) = weighed.proposed;
        let lacking = weighed.lacking.iter();
        DiscretionAnswer {
            finding: weighed.nth,
            confirmed: weighed.confirmed,
            tiers: weighed.tiers.iter().map(|tier| tier.name_zh.clone()).collect(),
            lacking: lacking.map(|of| circumstances::field_of(weighed.nth, *of)).collect(),
            proposed_yuan: [least.yuan(), most.yuan()],
            verdict: weighed.verdict.word().into(),
            needs: weighed
                .needs
                .iter()
                .map(|no| NeedAnswer { rule: no.rule.name().into(), field: no.field.clone() })
                .collect(),
            reasoning: weighed.reasoning.clone(),
        }
    }
}

/// The bases of one act that are open, or the versions between which 处罚法 37 decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BasesAnswer {
    /// Code of the violation.
    pub code: String,
    /// Id of the basis that answers the act; `null` while nobody chose.
    pub chosen: Option<String>,
    /// The others: those that are open, or the version of the day of the act.
    pub others: Vec<BasisAnswer>,
    /// What was recorded of the road's surface, where that says which basis answers the act; left out while nobody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub road_surface: Option<String>,
}

/// One basis beside the chosen one, or one of several that are open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BasisAnswer {
    /// Its id in the pack.
    pub id: String,
    /// As a paper would cite it.
    pub cite: String,
    /// Least and most in whole yuan that it gives for the act at hand; `null` where it has no range for it.
    pub range_yuan: Option<[i64; 2]>,
}

impl BasesAnswer {
    /// Of each act whose basis is not a matter of course.
    #[must_use]
    pub fn all(judgement: &Judgement) -> Vec<BasesAnswer> {
        let shown = |grounds: &&Grounds| {
            let is_open = !grounds.open.is_empty();
            is_open || grounds.instead_of.is_some() || grounds.road_surface.is_some()
        };
        judgement.grounds.iter().filter(shown).map(BasesAnswer::of).collect()
    }

    fn of(grounds: &Grounds) -> BasesAnswer {
        let basis = |basis: &OpenBasis| BasisAnswer {
            id: basis.id.clone(),
            cite: basis.cite.clone(),
            range_yuan: basis.range.map(|(least, most)| [least.yuan(), most.yuan()]),
        };
        BasesAnswer {
            code: grounds.code.clone(),
            chosen: Some(grounds.basis_id.clone()).filter(|id| !id.is_empty()),
            others: grounds.open.iter().chain(&grounds.instead_of).map(basis).collect(),
            road_surface: grounds.road_surface.map(|seen| seen.word().to_string()),
        }
    }
}

/// What is proposed to headquarters (路保 66).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProposalAnswer {
    /// Code of the violation that answers the repetition, `OL-014`.
    pub code: String,
    /// `vehicle`, `driver` or `carrier`.
    pub whose: String,
    /// Acts of the year with the one at hand; of a carrier, different vehicles.
    pub count: u32,
    /// All vehicles of the carrier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trucks: Option<u32>,
    /// First day of the year that was looked at.
    pub from: String,
    /// Last day of it.
    pub until: String,
}

impl ProposalAnswer {
    /// One proposal as scripts read it.
    #[must_use]
    pub fn of(proposal: &ConsequenceProposal) -> ProposalAnswer {
        ProposalAnswer {
            code: proposal.code.clone(),
            whose: proposal.whose.word().into(),
            count: proposal.count,
            trucks: proposal.trucks,
            from: proposal.window.from.to_string(),
            until: proposal.window.until.to_string(),
        }
    }
}

/// One refusal, with what a script shows of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BlockedAnswer {
    /// `Rule::name`.
    pub rule: String,
    /// Path of the contract.
    pub field: String,
    /// The article, as a Chinese paper cites it.
    pub cite: String,
    /// What to do, in the language that was asked for.
    pub unblocked_by: String,
}

/// Which field a warning is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WarningField {
    /// `Warning::name`.
    pub warning: String,
    /// Path of the contract.
    pub field: String,
}

/// One axle or group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AxleAnswer {
    /// 1, or 2 and 3 for a group.
    pub axles: u8,
    /// As the scale showed it.
    pub kg: i64,
    /// `null` where no limit is known.
    pub limit_kg: Option<i64>,
    /// Kilograms over the limit; 0 inside it.
    pub over_kg: i64,
}

/// The acts of the year of the vehicle, its driver and its carrier (路保 66); it proposes nothing by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountedAnswer {
    /// Acts of the vehicle's year.
    pub vehicle: YearAnswer,
    /// Acts of the driver's twelve months; `None` where nobody named him.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub driver: Option<YearAnswer>,
    /// Vehicles of the carrier's twelve months; `None` where the party is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<FleetAnswer>,
}

/// Acts of one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct YearAnswer {
    /// With the act at hand.
    pub nth: u32,
    /// First and last day of the year.
    pub from: String,
    /// Last day of the year that was looked at.
    pub until: String,
    /// The last twelve months, because nobody knows when the year began.
    pub assumed: bool,
    /// Days of the earlier acts.
    pub days: Vec<String>,
}

/// Vehicles of one carrier in twelve months (路保 66).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FleetAnswer {
    /// Different vehicles over the limit, with the one at hand.
    pub offending: u32,
    /// All vehicles of the carrier; `null` while nobody said.
    pub trucks: Option<u32>,
    /// `None` where nobody said how many it has.
    pub more_than_a_tenth: Option<bool>,
    /// First day that was looked at.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Days of the acts.
    pub days: Vec<String>,
}

impl CountedAnswer {
    /// What a judgement counted; `None` where no over-limit act was found.
    #[must_use]
    pub fn of(judgement: &Judgement) -> Option<CountedAnswer> {
        let vehicle = YearAnswer::of(judgement.counted.as_ref()?);
        let driver = judgement.driver_counted.as_ref().map(YearAnswer::of);
        let carrier = judgement.fleet.as_ref().map(|fleet| {
            let Window { from, until } = fleet.window;
            FleetAnswer {
                offending: fleet.offending,
                trucks: fleet.trucks,
                more_than_a_tenth: fleet.is_more_than_a_tenth(),
                from: from.to_string(),
                until: until.to_string(),
                days: fleet.days.iter().map(ToString::to_string).collect(),
            }
        });
        Some(CountedAnswer { vehicle, driver, carrier })
    }
}

impl YearAnswer {
    fn of(counted: &Counted) -> YearAnswer {
        let Window { from, until } = counted.window;
        YearAnswer {
            nth: counted.nth,
            from: from.to_string(),
            until: until.to_string(),
            assumed: counted.assumed,
            days: counted.days.iter().map(ToString::to_string).collect(),
        }
    }
}
