//! Who did it and who is there: the party, and the person who hears, speaks and signs.

use super::identity::id_paper::IdKind;
use super::identity::resident_id;
use super::paper::interview::age_on;
use crate::stdx::day::Day;
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

/// From this age on somebody is punished at all, in years (处罚法 30).
const PUNISHED_FROM: u32 = 14;
/// Below this age he is punished less, in years (处罚法 30).
const FULLY_FROM: u32 = 18;

/// What the age of a party does to a penalty (处罚法 30).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Minority {
    /// Under 14: not punished; whoever looks after him is told to teach him.
    Unpunished,
    /// 14 or older and under 18: punished lighter, or below the range.
    Lighter,
}

/// 身份核实情况: how it is known who somebody is (处罚法 40).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdentityProof {
    /// A paper was shown.
    Shown,
    /// He told it, and no paper proves it.
    Told,
    /// He refuses to say who he is.
    Refused,
}

impl IdentityProof {
    /// Every one of them.
    pub const ALL: [IdentityProof; 3] =
        [IdentityProof::Shown, IdentityProof::Told, IdentityProof::Refused];

    /// The word of the check contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            IdentityProof::Shown => "shown",
            IdentityProof::Told => "told",
            IdentityProof::Refused => "refused",
        }
    }

    /// That of a word of the check contract; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<IdentityProof> {
        IdentityProof::ALL.into_iter().find(|proof| proof.word() == word)
    }
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

    /// What the age of a citizen on the day of an act does to its penalty (处罚法 30), by the number of his paper; `None`
    /// where he is of age, where the number states no day of birth, and for every other party.
    #[must_use]
    pub fn minority(&self, act_on: Day) -> Option<Minority> {
        let Party::Citizen { id_kind, id_no, .. } = self else { return None };
        if !id_kind.is_citizen_number() {
            return None;
        }
        let birth = resident_id::birth(id_no.get())?;
        // Whoever was born on a leap day is a year older on the first of March, not before.
        let is_under = |years: u32| age_on(birth, act_on).is_none_or(|age| age < years);
        match (is_under(PUNISHED_FROM), is_under(FULLY_FROM)) {
            (true, _) => Some(Minority::Unpunished),
            (false, true) => Some(Minority::Lighter),
            (false, false) => None,
        }
    }

    /// Whether `present` is the party himself, or who leads its business.
    #[must_use]
    pub fn is_himself(&self, present: &Present) -> bool {
        let head = match self {
            Party::Citizen { name, .. } => name,
            Party::SoleTrader { operator, .. } => operator,
            Party::Organisation { representative, .. } => representative,
        };
        let same_name = !head.get().is_empty() && head == &present.name;
        same_name || present.relation == HIMSELF
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// How he is known to be who he says; `None` where nobody asked.
    pub identity: Option<IdentityProof>,
    /// 不能阅读: he cannot read the papers himself; `None` where nobody asked.
    pub cannot_read: Option<bool>,
    /// The papers were read to him (式样 4).
    pub read_out: Option<bool>,
}

impl Present {
    /// Whether he cannot read, and nobody read the papers to him.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.cannot_read == Some(true) && self.read_out != Some(true)
    }

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

/// The relation of a person at the scene who is the party himself.
const HIMSELF: &str = "当事人";
/// Relations of a person at the scene to the case (form 4).
pub const RELATIONS: &[&str] =
    &[HIMSELF, "驾驶人", "实际所有者", "证人", "承运人", "代理人", "法定代表人", "负责人"];

#[cfg(test)]
mod tests {
    use super::*;

    fn citizen(id_kind: IdKind, id_no: &str) -> Party {
        let (name, address, phone) = ("王五".into(), "".into(), "".into());
        Party::Citizen { name, id_kind, id_no: id_no.into(), address, phone }
    }

    #[test]
    fn the_age_on_the_day_of_the_act_decides_whether_and_how_he_is_punished() {
        let born = |day: &str| citizen(IdKind::ResidentId, &format!("440507{day}0010"));
        let act_on = Day::new(2026, 11, 23).unwrap();
        for (day, want) in [
            ("20121124", Some(Minority::Unpunished)),
            ("20121123", Some(Minority::Lighter)),
            ("20081124", Some(Minority::Lighter)),
            ("20081123", None),
            ("19850101", None),
            ("20129999", None),
        ] {
            assert_eq!(born(day).minority(act_on), want, "{day}");
        }
        let earlier = Day::new(2026, 11, 22).unwrap();
        assert_eq!(born("20121123").minority(earlier), Some(Minority::Unpunished));
        let (february, march) = (Day::new(2026, 2, 28).unwrap(), Day::new(2026, 3, 1).unwrap());
        assert_eq!(born("20120229").minority(february), Some(Minority::Unpunished));
        assert_eq!(born("20120229").minority(march), Some(Minority::Lighter));
        assert_eq!(born("20080229").minority(february), Some(Minority::Lighter));
        assert_eq!(born("20080229").minority(march), None);
        assert_eq!(born("20261124").minority(act_on), Some(Minority::Unpunished));
        // A paper without a day of birth in its number says nothing, and a firm has no age.
        assert_eq!(citizen(IdKind::Passport, "E12345678").minority(act_on), None);
        assert_eq!(citizen(IdKind::ResidentId, "").minority(act_on), None);
    }

    #[test]
    fn who_is_there_is_the_party_by_his_name_or_by_his_relation() {
        let present = |name: &str, relation: &str| Present {
            name: name.into(),
            relation: relation.into(),
            ..Present::default()
        };
        let party = citizen(IdKind::ResidentId, "");
        assert!(party.is_himself(&present("王五", "驾驶人")));
        assert!(party.is_himself(&present("", "当事人")));
        assert!(!party.is_himself(&present("刘十一", "驾驶人")));
        assert!(!citizen(IdKind::ResidentId, "").is_himself(&present("", "驾驶人")));
    }

    #[test]
    fn papers_are_unread_until_somebody_reads_them_to_who_cannot() {
        let present =
            |cannot_read, read_out| Present { cannot_read, read_out, ..Present::default() };
        assert!(present(Some(true), None).is_unread());
        assert!(present(Some(true), Some(false)).is_unread());
        assert!(!present(Some(true), Some(true)).is_unread());
        assert!(!present(Some(false), None).is_unread());
        assert!(!present(None, None).is_unread());
        for proof in IdentityProof::ALL {
            assert_eq!(IdentityProof::from_word(proof.word()), Some(proof));
        }
    }
}
