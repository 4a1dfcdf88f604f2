//! What was recorded of a compulsory measure or of evidence on hold; counts none of their days.

use crate::domain::inspection::Signature;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;

/// Why a measure ends (强制法 28).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiftGround {
    /// 没有违法行为.
    NoViolation,
    /// 与违法行为无关.
    Unrelated,
    /// 已作出决定，不再需要.
    Decided,
    /// 期限已经届满.
    Expired,
    /// 其他不再需要的情形.
    Other,
}

/// 行政强制措施 (强制法 16–28).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeasureFacts {
    /// One of the articles that allow it at the roadside.
    pub has_basis: bool,
    /// Another body than the organ's own officers would carry it out.
    pub is_entrusted: bool,
    /// It cannot wait for its approval.
    pub is_urgent: bool,
    /// When it was done.
    pub done_at: Option<Moment>,
    /// When an urgent one was reported to the head.
    pub reported_at: Option<Moment>,
    /// The head refused to approve it afterwards.
    pub was_refused: bool,
    /// Reasons, basis, rights and remedies were told on the spot.
    pub was_told: bool,
    /// The party was heard.
    pub was_heard: bool,
    /// The party signed the minutes, or its refusal was noted.
    pub signature: Option<Signature>,
    /// The party was not there, and a witness signed.
    pub witness_signed: bool,
    /// The list of what was seized was made, one copy for each side.
    pub is_itemised: bool,
    /// Its last day as it stands.
    pub last_day: Option<Day>,
    /// 情况复杂, with the reason.
    pub is_complex: bool,
    /// The last day that an extension would give it.
    pub extended_until: Option<Day>,
    /// How long a test takes was fixed and told in writing.
    pub appraisal_was_told: bool,
    /// Why it ends.
    pub lift_ground: Option<LiftGround>,
    /// The decision takes what was seized.
    pub is_confiscated: bool,
    /// The party was told in writing that it goes along with the case.
    pub move_was_told: bool,
    /// A measure of this case still holds something.
    pub is_open: bool,
}

/// What became of a hold (处罚法 56).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldEnd {
    /// 复制、拍照后退还, or simply given back.
    Returned,
    /// 送交鉴定.
    Appraised,
    /// 转为查封、扣押.
    Seized,
    /// 没收.
    Confiscated,
}

/// 先行登记保存 (处罚法 56).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HoldFacts {
    /// It may vanish, or be hard to get later.
    pub is_at_risk: bool,
    /// The list was made and signed, or the refusal noted.
    pub is_itemised: bool,
    /// The last of seven working days.
    pub last_day: Option<Day>,
    /// What is to become of it.
    pub end: Option<HoldEnd>,
    /// A hold of this case is not settled.
    pub is_open: bool,
}
