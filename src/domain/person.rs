//! 相关人员: who else had to do with the act or was there, beside the party and the person who takes the paper; blames nobody.

use super::identity::id_paper::IdKind;
use super::party::Personal;

/// Number of people who are recorded of one stop at most, beside the party and the person present.
pub const PEOPLE_MAX: usize = 12;

/// What somebody is to the vehicle, its carriage or the stop (与案件关系, 式样 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonRole {
    /// 驾驶人.
    Driver,
    /// 承运人: who undertook the carriage.
    Carrier,
    /// 车辆所有人, by the licence of the vehicle.
    Owner,
    /// 挂靠企业: the firm in whose name somebody else's vehicle runs.
    AffiliatedFirm,
    /// 雇主 of the driver.
    Employer,
    /// An officer of another organ who is there.
    OtherOrgan,
    /// Anybody else.
    Other,
}

impl PersonRole {
    /// Every role, in the order in which it is offered to be picked.
    pub const ALL: [PersonRole; 7] = [
        PersonRole::Driver,
        PersonRole::Carrier,
        PersonRole::Owner,
        PersonRole::AffiliatedFirm,
        PersonRole::Employer,
        PersonRole::OtherOrgan,
        PersonRole::Other,
    ];

    /// The word of the check contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            PersonRole::Driver => "driver",
            PersonRole::Carrier => "carrier",
            PersonRole::Owner => "owner",
            PersonRole::AffiliatedFirm => "affiliated_firm",
            PersonRole::Employer => "employer",
            PersonRole::OtherOrgan => "other_organ",
            PersonRole::Other => "other",
        }
    }

    /// The role of a word of the check contract; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<PersonRole> {
        PersonRole::ALL.into_iter().find(|role| role.word() == word)
    }

    /// The word of the papers.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        match self {
            PersonRole::Driver => "驾驶人",
            PersonRole::Carrier => "承运人",
            PersonRole::Owner => "车辆所有人",
            PersonRole::AffiliatedFirm => "挂靠企业",
            PersonRole::Employer => "雇主",
            PersonRole::OtherOrgan => "其他机关人员",
            PersonRole::Other => "其他人员",
        }
    }
}

/// 相关人员: one person or firm beside those whom form 4 (式样 4) asks for. What is not there was not recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// `None` while nobody said what he is.
    pub role: Option<PersonRole>,
    /// Of the person or the firm.
    pub name: Personal,
    /// What kind of paper the number is of.
    pub id_kind: IdKind,
    /// Checked by its kind; empty where none was shown, and of a firm.
    pub id_no: Personal,
    /// 统一社会信用代码 of a firm (GB 32100).
    pub credit_code: String,
    /// Where he can be reached.
    pub phone: Personal,
    /// 单位及职务; of an officer of another organ the organ.
    pub unit: Personal,
    /// How he is related to the party and to the act, in the officers' words: 雇佣, 借用, 近亲属.
    pub relation: Personal,
}

impl Person {
    /// Whether nothing was said of him: he is no person then.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let texts = [&self.name, &self.id_no, &self.phone, &self.unit, &self.relation];
        let silent = texts.iter().all(|text| text.get().trim().is_empty());
        silent && self.role.is_none() && self.credit_code.is_empty()
    }

    /// What the record of him still lacks, by the last part of the path.
    #[must_use]
    pub fn lacks(&self) -> Vec<&'static str> {
        if self.is_blank() {
            return Vec::new();
        }
        let of_organ = self.role == Some(PersonRole::OtherOrgan);
        let fields = [
            ("role", self.role.is_none()),
            ("name", self.name.get().trim().is_empty()),
            ("unit", of_organ && self.unit.get().trim().is_empty()),
        ];
        fields.into_iter().filter(|(_, lacks)| *lacks).map(|(field, _)| field).collect()
    }
}

/// Path of a field of the person `nth`.
#[must_use]
pub fn path(nth: usize, field: &str) -> String {
    format!("people[{nth}].{field}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_roles_come_back() {
        for role in PersonRole::ALL {
            assert_eq!(PersonRole::from_word(role.word()), Some(role));
            assert!(!role.in_chinese().is_empty());
        }
        assert_eq!(PersonRole::from_word("车主"), None);
    }

    #[test]
    fn a_person_has_a_role_and_a_name_and_an_officer_of_another_organ_his_organ() {
        let person = |role, name: &str, unit: &str| Person {
            role,
            name: name.into(),
            unit: unit.into(),
            ..Person::default()
        };
        let (owner, organ) = (Some(PersonRole::Owner), Some(PersonRole::OtherOrgan));
        let none: Vec<&str> = Vec::new();
        for (one, want) in [
            (Person::default(), none.clone()),
            (person(owner, "李四", ""), none.clone()),
            (person(owner, " ", ""), vec!["name"]),
            (person(None, "李四", ""), vec!["role"]),
            (person(None, "", "某公司"), vec!["role", "name"]),
            (person(organ, "赵六", ""), vec!["unit"]),
            (person(organ, "赵六", "澄海交警大队"), none),
        ] {
            assert_eq!(one.lacks(), want, "{:?} {}", one.role, one.name.get());
        }
    }
}
