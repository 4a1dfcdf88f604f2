//! Where a case stands in a procedure, and who acts or approves there; only names, which scripts and headquarters keep.

/// Where a case, a measure, a hold or a hearing stands. Several procedures share a state of the same name (`approved`);
/// which one is meant says the procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// 检查已列计划.
    Planned,
    /// 已批准: an inspection, a measure, a hold, or the transfer of a suspected crime.
    Approved,
    /// 检查中.
    UnderWay,
    /// 检查结束，无问题.
    ClosedClean,
    /// 轻微违法，当场纠正.
    ClosedCorrected,
    /// 发现违法线索: goes on as a summary or an ordinary case.
    LedToCase,
    /// 已告知, in the summary procedure; of an off-site record, that the party knows of it.
    Informed,
    /// 当场决定.
    Decided,
    /// 当场送达.
    Delivered,
    /// 已备案 with the organ.
    Filed,
    /// 罚款缴清.
    Paid,
    /// 逾期未履行.
    Overdue,
    /// 结案.
    Closed,
    /// 归档.
    Archived,
    /// 线索.
    Lead,
    /// 受案.
    Accepted,
    /// 立案: day 0 of the 90 days.
    Opened,
    /// 不予立案.
    NotOpened,
    /// 移送其他机关, where no crime is suspected.
    Transferred,
    /// 调查取证.
    Investigating,
    /// 调查终结.
    Investigated,
    /// 终止调查, 撤案.
    Terminated,
    /// 已送达违法行为通知书: day 0 of the days to ask for a hearing.
    Notified,
    /// 陈述、申辩 heard and checked.
    Statement,
    /// 听证 asked for; what happens in it is a procedure of its own.
    Hearing,
    /// 明示放弃陈述、申辩、听证.
    Waived,
    /// 法制审核通过.
    LegallyReviewed,
    /// 集体讨论.
    CollectivelyDiscussed,
    /// 决定处罚.
    DecidedPenalty,
    /// 决定不予处罚.
    DecidedNoPenalty,
    /// 涉嫌犯罪，已移送.
    TransferredCriminal,
    /// 决定书已送达: day 0 of payment and remedies.
    Served,
    /// 已公开.
    Published,
    /// 履行完毕.
    Performed,
    /// 报批, 申请: a measure or a hold before its approval, a hearing that was asked for, an immediate removal.
    Requested,
    /// 紧急先行，未补批.
    UrgentUnapproved,
    /// 强制措施实施中.
    InForce,
    /// 强制措施已延长.
    Extended,
    /// 已解除.
    Lifted,
    /// 没收.
    Confiscated,
    /// 拍卖抵缴.
    Auctioned,
    /// 随案移送.
    Moved,
    /// 登记保存中.
    Held,
    /// 登记保存转为扣押或者没收.
    Converted,
    /// 加处罚款.
    Surcharge,
    /// 分期、延期缴纳.
    Deferred,
    /// 已催告.
    Urged,
    /// 已公告限期自行拆除.
    Announced,
    /// 执行协议.
    Agreed,
    /// 已申请法院强制执行.
    CourtApplied,
    /// 本机关强制执行或者代履行.
    OwnEnforcement,
    /// 中止执行.
    Suspended,
    /// 终结执行, or the court has it.
    Ended,
    /// 涉嫌犯罪.
    Suspected,
    /// 专案组已报告.
    Reported,
    /// 不批准移送.
    Refused,
    /// 公安机关立案.
    PoliceOpened,
    /// 公安机关不予立案.
    PoliceRefused,
    /// 恢复行政处理.
    Resumed,
    /// 复议: of the party against a decision, or of the organ against the refusal of the police.
    Reconsidering,
    /// 技术监控记录.
    Recorded,
    /// 监控记录已审核.
    Reviewed,
    /// 已抄告车籍地.
    Copied,
    /// 已通知听证.
    Convened,
    /// 听证举行完毕.
    Heard,
    /// 听证视为放弃.
    Forfeited,
}

impl State {
    /// Every state.
    #[rustfmt::skip]
    pub const ALL: &'static [State] = &[
        State::Planned, State::Approved, State::UnderWay, State::ClosedClean, State::ClosedCorrected, State::LedToCase,
        State::Informed, State::Decided, State::Delivered, State::Filed, State::Paid, State::Overdue, State::Closed,
        State::Archived,
        State::Lead, State::Accepted, State::Opened, State::NotOpened, State::Transferred, State::Investigating,
        State::Investigated, State::Terminated, State::Notified, State::Statement, State::Hearing, State::Waived,
        State::LegallyReviewed, State::CollectivelyDiscussed, State::DecidedPenalty, State::DecidedNoPenalty,
        State::TransferredCriminal, State::Served, State::Published, State::Performed,
        State::Requested, State::UrgentUnapproved, State::InForce, State::Extended, State::Lifted, State::Confiscated,
        State::Auctioned, State::Moved, State::Held, State::Converted,
        State::Surcharge, State::Deferred, State::Urged, State::Announced, State::Agreed, State::CourtApplied,
        State::OwnEnforcement, State::Suspended, State::Ended,
        State::Suspected, State::Reported, State::Refused, State::PoliceOpened, State::PoliceRefused, State::Resumed,
        State::Reconsidering, State::Recorded, State::Reviewed, State::Copied,
        State::Convened, State::Heard, State::Forfeited,
    ];

    /// The canonical name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            State::Planned => "planned",
            State::Approved => "approved",
            State::UnderWay => "under_way",
            State::ClosedClean => "closed_clean",
            State::ClosedCorrected => "closed_corrected",
            State::LedToCase => "led_to_case",
            State::Informed => "informed",
            State::Decided => "decided",
            State::Delivered => "delivered",
            State::Filed => "filed",
            State::Paid => "paid",
            State::Overdue => "overdue",
            State::Closed => "closed",
            State::Archived => "archived",
            State::Lead => "lead",
            State::Accepted => "accepted",
            State::Opened => "opened",
            State::NotOpened => "not_opened",
            State::Transferred => "transferred",
            State::Investigating => "investigating",
            State::Investigated => "investigated",
            State::Terminated => "terminated",
            State::Notified => "notified",
            State::Statement => "statement",
            State::Hearing => "hearing",
            State::Waived => "waived",
            State::LegallyReviewed => "legally_reviewed",
            State::CollectivelyDiscussed => "collectively_discussed",
            State::DecidedPenalty => "decided_penalty",
            State::DecidedNoPenalty => "decided_no_penalty",
            State::TransferredCriminal => "transferred_criminal",
            State::Served => "served",
            State::Published => "published",
            State::Performed => "performed",
            State::Requested => "requested",
            State::UrgentUnapproved => "urgent_unapproved",
            State::InForce => "in_force",
            State::Extended => "extended",
            State::Lifted => "lifted",
            State::Confiscated => "confiscated",
            State::Auctioned => "auctioned",
            State::Moved => "moved",
            State::Held => "held",
            State::Converted => "converted",
            State::Surcharge => "surcharge",
            State::Deferred => "deferred",
            State::Urged => "urged",
            State::Announced => "announced",
            State::Agreed => "agreed",
            State::CourtApplied => "court_applied",
            State::OwnEnforcement => "own_enforcement",
            State::Suspended => "suspended",
            State::Ended => "ended",
            State::Suspected => "suspected",
            State::Reported => "reported",
            State::Refused => "refused",
            State::PoliceOpened => "police_opened",
            State::PoliceRefused => "police_refused",
            State::Resumed => "resumed",
            State::Reconsidering => "reconsidering",
            State::Recorded => "recorded",
            State::Reviewed => "reviewed",
            State::Copied => "copied",
            State::Convened => "convened",
            State::Heard => "heard",
            State::Forfeited => "forfeited",
        }
    }
}

/// Who takes a step, or approves one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actor {
    /// 执法人员, both.
    Officers,
    /// 承办机构负责人.
    Unit,
    /// 法制审核机构、人员 (处罚法 58).
    LegalReviewer,
    /// 执法部门负责人.
    Head,
    /// 正职负责人 or the one who presides (移送规定 5): no deputy.
    ChiefHead,
    /// 负责人集体讨论 (处罚法 57).
    Panel,
    /// 当事人.
    Party,
    /// 听证主持人 (处罚法 64).
    Chair,
    /// 归档人员.
    Archivist,
    /// 总部: what the organ does itself.
    Headquarters,
    /// 人民法院.
    Court,
    /// 公安机关.
    Police,
}

impl Actor {
    /// Everybody.
    pub const ALL: [Actor; 12] = [
        Actor::Officers,
        Actor::Unit,
        Actor::LegalReviewer,
        Actor::Head,
        Actor::ChiefHead,
        Actor::Panel,
        Actor::Party,
        Actor::Chair,
        Actor::Archivist,
        Actor::Headquarters,
        Actor::Court,
        Actor::Police,
    ];

    /// The word of the listing and of an approval's field.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Actor::Officers => "officers",
            Actor::Unit => "unit",
            Actor::LegalReviewer => "legal_reviewer",
            Actor::Head => "head",
            Actor::ChiefHead => "chief_head",
            Actor::Panel => "panel",
            Actor::Party => "party",
            Actor::Chair => "chair",
            Actor::Archivist => "archivist",
            Actor::Headquarters => "headquarters",
            Actor::Court => "court",
            Actor::Police => "police",
        }
    }
}
