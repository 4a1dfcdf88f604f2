//! What is known of an act, of the inspection or device that found it, and of the penalty that is meant for it; judges nothing.

use crate::domain::evidence::EvidenceKind;
use crate::domain::inspection::Harm;
use crate::domain::inspection::judgement::Penalty;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use std::collections::BTreeSet;

/// The act (处罚法 17, 22, 25, 29, 33, 36, 40).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActFacts {
    /// The facts suggest an act of transport that is punished.
    pub is_punishable: bool,
    /// 事实清楚: what happened is certain.
    pub is_certain: bool,
    /// What it rests on.
    pub evidence: BTreeSet<EvidenceKind>,
    /// Kinds of evidence that headquarters wants at least; 0 where one does.
    pub evidence_kinds_min: u8,
    /// One basis in force on the day of the act, and no other open beside it.
    pub has_basis: bool,
    /// The row, its amounts and the tiers that the amount rests on have an approver in the pack: nothing of it is 未核.
    pub is_verified: bool,
    /// Who answers for it is known.
    pub party_is_known: bool,
    /// The place is ours, and no other organ opened the case first.
    pub is_ours: bool,
    /// The power list that was in force on the day of the opening grants the power over it, and for its place.
    pub is_on_power_list: bool,
    /// It was fined before.
    pub was_fined: bool,
    /// Last day on which it may still be found and punished, as the pack's `Reckoner` fixed it from the act and its harm
    /// (处罚法 36).
    pub pursuable_until: Option<Day>,
    /// Day on which it was found.
    pub found_on: Option<Day>,
    /// `None` while nobody judged it.
    pub harm: Option<Harm>,
    /// 轻微.
    pub is_slight: bool,
    /// 及时改正.
    pub is_corrected: bool,
    /// 初次违法: yes, no, or nobody can say.
    pub is_first: Option<bool>,
    /// The party proved that it is not to blame (没有主观过错).
    pub is_blameless: bool,
    /// Under fourteen, or not able to know or govern what he did.
    pub is_without_capacity: bool,
    /// 违法事实不能成立.
    pub is_unproven: bool,
    /// The party was educated.
    pub was_educated: bool,
}

/// What was told to the party and what is meant to be decided (处罚法 28, 45, 51, 63).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PenaltyFacts {
    /// Kinds that the party was told of.
    pub told: Vec<Penalty>,
    /// The most of the fine that it was told of.
    pub told_fine: Fen,
    /// Kinds that are to be decided.
    pub meant: Vec<Penalty>,
    /// The most of the fine that is to be decided.
    pub meant_fine: Fen,
    /// Highest fine of the summary procedure for this kind of party.
    pub summary_max: Fen,
    /// Highest fine that may be collected at the roadside for being small (处罚法 68(1)).
    pub cash_small: Fen,
    /// From this fine, this gain or this worth of things on the party may ask for a hearing.
    pub hearing_from: Fen,
    /// 违法所得; `None` where there is none.
    pub gain: Option<Fen>,
    /// What the things are worth that are taken (非法财物); `None` where there are none, or nobody valued them.
    pub things: Option<Fen>,
    /// Things may be taken, and nobody said what they are worth: whether it is a large penalty is not known.
    pub things_are_unvalued: bool,
    /// What becomes of the gain is said: taken, or owed back to whoever was injured.
    pub gain_is_settled: bool,
}

/// 行政检查 (国办发〔2024〕54号).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InspectionFacts {
    /// The matter stands on the published list (检查事项清单).
    pub is_listed: bool,
    /// The yearly number of inspections of this enterprise is reached.
    pub cap_is_reached: bool,
    /// 专项检查 that an upper organ ordered.
    pub is_ordered: bool,
    /// It cannot wait for its approval.
    pub is_urgent: bool,
    /// It was reported after the act because it was urgent.
    pub reported_on: Option<Day>,
    /// What is inspected, and why, was said.
    pub purpose_was_told: bool,
    /// The party was told what came of it.
    pub result_was_told: bool,
    /// Papers were handed back, and the vehicle may go.
    pub papers_are_back: bool,
}

/// 电子技术监控设备 of an off-site record (处罚法 41; 国发〔2024〕5号; 超限 44).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceFacts {
    /// A law or an administrative regulation lets this act be found by a device.
    pub law_allows: bool,
    /// 法制审核 and 技术审核 of the device both passed.
    pub is_reviewed: bool,
    /// The place is marked.
    pub is_marked: bool,
    /// The place was published before.
    pub is_published: bool,
    /// The certificate was in force on the day of the record.
    pub certificate_in_force: bool,
    /// The record is true, clear, complete and accurate.
    pub record_is_clear: bool,
    /// The organ looked at the record.
    pub record_was_reviewed: bool,
    /// The party was told.
    pub was_told: bool,
    /// It can look the record up and answer.
    pub query_is_open: bool,
    /// The organ of the vehicle's home has its copy.
    pub home_has_copy: bool,
}
