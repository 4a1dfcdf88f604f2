//! Which papers a step makes: the numbers of the national set, and the titles of local forms; fills none.

/// Titles of the national set (交通运输行政执法文书式样), number 1 first.
pub const NATIONAL: [&str; 24] = [
    "立案登记表",
    "询问笔录",
    "勘验笔录",
    "现场笔录",
    "抽样取证凭证",
    "证据登记保存清单",
    "解除证据登记保存决定书",
    "行政强制措施决定书",
    "延长行政强制措施期限通知书",
    "解除行政强制措施决定书",
    "违法行为通知书",
    "听证通知书",
    "听证笔录",
    "当场行政处罚决定书",
    "行政处罚决定书",
    "责令改正违法行为通知书",
    "分期（延期）缴纳罚款通知书",
    "执行公告",
    "催告书",
    "行政强制执行决定书",
    "代履行决定书",
    "中止（终结、恢复）行政强制执行通知书",
    "送达回证",
    "结案报告",
];

/// Numbers of the forms that the party gets and does not sign itself: each goes with a proof of delivery (form 23).
pub const WITH_PROOF: &[u8] = &[7, 8, 9, 10, 11, 12, 15, 17, 19, 20, 21, 22];
/// Numbers of those that are handed over with a copy of their own and not receipted on themselves as form 14 is (式样).
pub const HANDED_OVER: &[u8] = &[5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17, 19, 20, 21, 22];
/// Number of 送达回证.
pub const PROOF_OF_DELIVERY: u8 = 23;

/// The papers of one step (式样).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Papers {
    /// Numbers of the national forms that the step makes.
    pub made: &'static [u8],
    /// Numbers of those that it makes where the case asks for them.
    pub as_needed: &'static [u8],
    /// Titles of local forms: they are not in the national set.
    pub local: &'static [&'static str],
}

impl Papers {
    /// A step without a paper of its own.
    pub const NONE: Papers = Papers { made: &[], as_needed: &[], local: &[] };

    /// National forms by their numbers.
    #[must_use]
    pub const fn national(made: &'static [u8]) -> Papers {
        Papers { made, as_needed: &[], local: &[] }
    }

    /// Local forms by their titles.
    #[must_use]
    pub const fn local(local: &'static [&'static str]) -> Papers {
        Papers { made: &[], as_needed: &[], local }
    }
}

/// The title of the national form of that number; `None` when the set has none.
#[must_use]
pub fn title(number: u8) -> Option<&'static str> {
    let at = usize::from(number).checked_sub(1)?;
    NATIONAL.get(at).copied()
}

/// Number of a form of ours in the national set; `None` where it has none.
#[must_use]
pub fn number_of(form: &str) -> Option<u8> {
    match form {
        "case_filing" => Some(1),
        "interview" => Some(2),
        "survey_minutes" => Some(3),
        "scene_minutes" | "measure_minutes" => Some(4),
        "sampling_record" => Some(5),
        "evidence_hold" => Some(6),
        "hold_release" => Some(7),
        "measure" => Some(8),
        "measure_release" => Some(10),
        "on_spot_decision" => Some(14),
        "correction_order" => Some(16),
        "delivery_receipt" => Some(PROOF_OF_DELIVERY),
        _ => None,
    }
}
