//! What was done in a case on its way to a decision: review, discussion, hearing, transfer; decides nothing.

use crate::domain::inspection::Signature;
use crate::stdx::day::Day;

/// 法制审核 of one case (处罚法 58).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalReview {
    /// Day of the opinion.
    pub on: Day,
    /// Credential of the reviewer.
    pub by: String,
    /// He passed the legal examination, or reviewed before it was asked for.
    pub is_qualified: bool,
    /// It may be decided as proposed.
    pub passed: bool,
}

/// Why a case is closed; 程序规定 names them in a chapter that was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosingGround {
    /// 撤销立案, 终止调查.
    Withdrawn,
    /// 决定不予处罚.
    NoPenalty,
    /// 处罚执行完毕.
    Performed,
    /// 已移送.
    Transferred,
    /// 无法执行或者没有必要执行.
    Unenforceable,
    /// 法院已受理强制执行申请.
    CourtAccepted,
}

/// The ordinary procedure (处罚法 43, 47, 54, 57, 58, 61).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourseFacts {
    /// One of the six sources of form 1, and when the case came in.
    pub has_source: bool,
    /// Why it is not opened, is given up, goes elsewhere or cannot be enforced; empty while nobody wrote it.
    pub reason: String,
    /// The organ that it goes to; empty where it stays.
    pub receiver: String,
    /// 案件调查报告 is written.
    pub report_is_written: bool,
    /// The party admitted the act in writing.
    pub is_admitted: bool,
    /// The party asked that an officer withdraws, and nobody decided yet (回避).
    pub recusal_is_open: bool,
    /// Last day to state and answer; `None` where it is not known.
    pub statement_until: Option<Day>,
    /// Last day on which the case is decided, as its clock fixed it (处罚法 60); `None` where none did.
    pub decide_until: Option<Day>,
    /// That day was extended already.
    pub is_extended: bool,
    /// One of the four cases of 处罚法 58, or headquarters wants it.
    pub needs_review: bool,
    /// The opinion; `None` while there is none.
    pub review: Option<LegalReview>,
    /// 情节复杂 or 重大违法.
    pub needs_panel: bool,
    /// Day of the discussion.
    pub discussed_on: Option<Day>,
    /// Day on which the party had the decision.
    pub served_on: Option<Day>,
    /// State or trade secrets, privacy, or the summary procedure.
    pub is_kept_back: bool,
    /// Names, addresses and numbers of persons are taken out of what is published.
    pub is_redacted: bool,
    /// Why it may be closed.
    pub closing: Option<ClosingGround>,
    /// Text and pictures of each stage from the start to the execution are in the file (全过程记录).
    pub is_recorded: bool,
}

/// 送达 of one paper (处罚法 61; 民诉法 89, 90).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeliveryFacts {
    /// It goes over a network.
    pub is_electronic: bool,
    /// Who receives it agreed to that on a 送达地址确认书 that stands.
    pub has_consent: bool,
    /// It is left behind (留置).
    pub is_left: bool,
    /// Why nobody took it is written down.
    pub is_refused: bool,
    /// Witnesses signed, or pictures were taken.
    pub is_witnessed: bool,
}

/// 听证 (处罚法 62, 63, 64, 65).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HearingFacts {
    /// The party was told that it may ask for one.
    pub was_told: bool,
    /// Day on which it asked.
    pub asked_on: Option<Day>,
    /// Last day to ask; `None` where no clock fixed it.
    pub ask_until: Option<Day>,
    /// Statement and hearing were given up in writing, in so many words.
    pub is_waived: bool,
    /// Credential of who chairs it.
    pub chair: String,
    /// First day that leaves seven working days behind the notice.
    pub earliest: Option<Day>,
    /// Day that the notice names.
    pub set_for: Option<Day>,
    /// Anybody may come.
    pub is_public: bool,
    /// It touches secrets or privacy.
    pub is_confidential: bool,
    /// Agents of the party, people.
    pub agents: u8,
    /// Day on which it took place.
    pub held_on: Option<Day>,
    /// The investigators proposed, and the party answered and questioned.
    pub both_argued: bool,
    /// Form 13 was signed, or the refusal noted.
    pub signature: Option<Signature>,
    /// The party stayed away without a good reason, or left.
    pub is_forfeited: bool,
}

/// 涉嫌犯罪案件移送 (移送规定 5, 6, 11, 12).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TransferFacts {
    /// A crime is suspected.
    pub is_suspected: bool,
    /// Officers of the special team, people.
    pub team: u8,
    /// Day of its written report.
    pub reported_on: Option<Day>,
    /// Why the transfer is refused; empty while nobody wrote it.
    pub refusal: String,
    /// Transfer letter, report, list of objects, appraisals.
    pub papers_are_complete: bool,
    /// The act was fined in the place of a transfer.
    pub was_fined_instead: bool,
    /// The police signed for it.
    pub has_receipt: bool,
    /// The police opened a case.
    pub police_opened: bool,
    /// The police wrote that they do not.
    pub police_refused: bool,
    /// The organ asked for reconsideration, or told the procuratorate.
    pub review_was_asked: bool,
    /// Objects and papers went over.
    pub objects_are_moved: bool,
}
