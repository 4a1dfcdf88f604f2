//! Who did it and who is there: the party, and the person who hears, speaks and signs.

use super::identity::id_paper::IdKind;
use super::identity::resident_id;
use crate::stdx::redacted::Redacted;

/// Text about a person; never in a log.
pub type Personal = Redacted<String>;

/// 当事人: who answers for the act (处罚法 40).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    /// 公民, 自然人.
    Citizen {
        /// As on the paper.
        name: Personal,
        /// What kind of paper the number is of.
        id_kind: IdKind,
        /// Checked by its kind; empty where none was shown.
        id_no: Personal,
        /// For the papers, and for sending them.
        address: Personal,
        /// Of the party.
        phone: Personal,
    },
    /// 个体工商户; whether it counts as a citizen is a ruling.
    SoleTrader {
        /// 字号, or the operator's name where it has none.
        name: Personal,
        /// 统一社会信用代码 (GB 32100).
        credit_code: String,
        /// 经营者.
        operator: Personal,
        /// Of the operator's paper.
        id_kind: IdKind,
        /// Of the operator.
        id_no: Personal,
        /// Of the business.
        address: Personal,
        /// Of the business.
        phone: Personal,
    },
    /// 法人或者其他组织.
    Organisation {
        /// As registered.
        name: Personal,
        /// 统一社会信用代码 (GB 32100).
        credit_code: String,
        /// 法定代表人 or 负责人.
        representative: Personal,
        /// As registered.
        address: Personal,
        /// Of the organisation.
        phone: Personal,
    },
}

/// The three kinds of party: they differ in the limits of the summary procedure and of a hearing
/// (处罚法 51, 63).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartyKind {
    /// 公民.
    Citizen,
    /// 个体工商户.
    SoleTrader,
    /// 法人或者其他组织.
    Organisation,
}

impl PartyKind {
    /// The word of the check contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            PartyKind::Citizen => "citizen",
            PartyKind::SoleTrader => "sole_trader",
            PartyKind::Organisation => "organisation",
        }
    }

    /// The kind of a word of the check contract; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<PartyKind> {
        [PartyKind::Citizen, PartyKind::SoleTrader, PartyKind::Organisation]
            .into_iter()
            .find(|kind| kind.word() == word)
    }
}

impl Party {
    /// Which of the three it is.
    #[must_use]
    pub fn kind(&self) -> PartyKind {
        match self {
            Party::Citizen { .. } => PartyKind::Citizen,
            Party::SoleTrader { .. } => PartyKind::SoleTrader,
            Party::Organisation { .. } => PartyKind::Organisation,
        }
    }

    /// The name that a paper addresses it by.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Party::Citizen { name, .. }
            | Party::SoleTrader { name, .. }
            | Party::Organisation { name, .. } => name.get(),
        }
    }
}

/// 在场人员 of form 4 (式样 4): who is there, takes the paper, and with what authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// As on the paper that was shown.
    pub name: Personal,
    /// 当事人, 驾驶人, 代理人 …, as the national form 4 lists them.
    pub relation: String,
    /// What kind of paper the number is of.
    pub id_kind: IdKind,
    /// Checked by its kind; empty where none was shown.
    pub id_no: Personal,
    /// Where he can be reached.
    pub phone: Personal,
    /// Number of the driver's 从业资格证; empty for others.
    pub qualification: Personal,
    /// 性别 as it was asked; read from the number of a resident identity card where there is one.
    pub sex: Option<Sex>,
    /// 单位及职务.
    pub unit: Personal,
    /// 联系地址.
    pub address: Personal,
    /// May hear the telling and take the paper for the party; `None` when nobody said.
    pub authorised: Option<bool>,
}

impl Present {
    /// 性别: what the number of a resident identity card says, else what was asked.
    #[must_use]
    pub fn known_sex(&self) -> Option<Sex> {
        sex_of(self.id_kind, self.id_no.get()).or(self.sex)
    }
}

/// The sex that a number of GB 11643 states; `None` where the text is no such number.
#[must_use]
pub fn sex_of(kind: IdKind, id_no: &str) -> Option<Sex> {
    if !kind.is_citizen_number() {
        return None;
    }
    resident_id::birth(id_no)?;
    resident_id::is_male(id_no).map(|male| if male { Sex::Male } else { Sex::Female })
}

/// 性别, as form 4 (式样 4) asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
}

impl Sex {
    /// Both.
    pub const ALL: [Sex; 2] = [Sex::Male, Sex::Female];

    /// The word of the contract and of the papers.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        match self {
            Sex::Male => "男",
            Sex::Female => "女",
        }
    }

    /// The sex of a word on a paper; `None` when it is none.
    #[must_use]
    pub fn from_chinese(word: &str) -> Option<Sex> {
        Sex::ALL.into_iter().find(|sex| sex.in_chinese() == word)
    }
}

/// Relations of a person at the scene to the case (form 4).
pub const RELATIONS: &[&str] =
    &["当事人", "驾驶人", "实际所有者", "证人", "承运人", "代理人", "法定代表人", "负责人"];
