//! The power list (行政权力事项清单) of an agency in one version: which acts it may punish, answer by a measure and
//! inspect, and where; what no row of it grants is no power, and a list never grants what the law does not.

use super::violation::{Family, Violation};
use crate::domain::identity::region;
use crate::stdx::day::Day;

/// 行政权力事项清单: what an agency may do, as its government published it (处罚法 17). A case keeps the list that stood in
/// the pack it was opened under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PowerList {
    /// Its name among the lists of the agency.
    pub id: String,
    /// As who publishes them counts them.
    pub version: String,
    /// The document in which it was published, with its number where it has one.
    pub source: String,
    /// The day of that document.
    pub issued_on: Day,
    /// First day in force.
    pub from: Day,
    /// Last day in force, included; `None` while nobody ended it.
    pub until: Option<Day>,
    /// In the order of the list.
    pub powers: Vec<Power>,
}

/// One row of a power list (处罚法 17).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Power {
    /// 事项名称, as the list has it.
    pub name_zh: String,
    /// 事项编码; empty where the list has none.
    pub official_no: String,
    /// All acts of these families.
    pub families: Vec<Family>,
    /// Acts by their codes (`OL-001`).
    pub violations: Vec<String>,
    /// What may be done, at least one.
    pub kinds: Vec<PowerKind>,
    /// Where, as codes of GB/T 2260; empty wherever the officers' certificates reach.
    pub areas: Vec<String>,
}

/// What a row lets the agency do about an act: the three kinds of a published list (处罚法 17; 强制法 17; 国办发〔2024〕54号).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PowerKind {
    /// 行政处罚.
    Punish,
    /// 行政强制.
    Measure,
    /// 行政检查.
    Inspect,
}

/// How a list stands to one act on one day at one place (处罚法 17, 22).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PowerStanding {
    /// A row grants it.
    Granted,
    /// No row of a list in force names it.
    NotListed,
    /// A row names it, and none for this place, or nobody said where that is.
    Elsewhere,
}

impl PowerKind {
    /// Every kind.
    pub const ALL: [PowerKind; 3] = [PowerKind::Punish, PowerKind::Measure, PowerKind::Inspect];

    /// The word of the pack.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            PowerKind::Punish => "punish",
            PowerKind::Measure => "measure",
            PowerKind::Inspect => "inspect",
        }
    }

    /// The kind of a word of the pack; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<PowerKind> {
        PowerKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl Power {
    /// Whether the row is about this act, by itself or with its family.
    #[must_use]
    pub fn is_about(&self, code: &str, family: Family) -> bool {
        self.families.contains(&family) || self.violations.iter().any(|known| known == code)
    }

    /// Whether it reaches a place of `region` (GB/T 2260). A place of which nobody knows where it is lies in no area.
    #[must_use]
    pub fn reaches(&self, region: &str) -> bool {
        let lies_in = |area: &String| region::lies_in(region, area);
        self.areas.is_empty() || self.areas.iter().any(lies_in)
    }
}

impl PowerList {
    /// Whether `on` lies in its days in force, both ends included.
    #[must_use]
    pub fn in_force(&self, on: Day) -> bool {
        self.from <= on && self.until.is_none_or(|until| on <= until)
    }

    /// Whether it grants `kind` over `act` on the day `on` at a place of `region`.
    #[must_use]
    pub fn standing(
        &self,
        act: &Violation,
        kind: PowerKind,
        (on, region): (Day, &str),
    ) -> PowerStanding {
        let is_meant =
            |row: &&Power| row.kinds.contains(&kind) && row.is_about(&act.code, act.family);
        let mut rows = self.powers.iter().filter(is_meant).peekable();
        if !self.in_force(on) || rows.peek().is_none() {
            return PowerStanding::NotListed;
        }
        if rows.any(|row| row.reaches(region)) {
            PowerStanding::Granted
        } else {
            PowerStanding::Elsewhere
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(families: &[Family], violations: &[&str], areas: &[&str]) -> Power {
        let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect();
        Power {
            name_zh: "行政处罚".into(),
            official_no: String::new(),
            families: families.to_vec(),
            violations: texts(violations),
            kinds: vec![PowerKind::Punish],
            areas: texts(areas),
        }
    }

    #[test]
    fn a_row_is_about_an_act_by_its_code_or_its_family() {
        let both = row(&[Family::OverLimit], &["FR-009"], &[]);
        for (code, family, want) in [
            ("OL-001", Family::OverLimit, true),
            ("FR-009", Family::Freight, true),
            ("FR-001", Family::Freight, false),
            ("PK-001", Family::Passenger, false),
        ] {
            assert_eq!(both.is_about(code, family), want, "{code}");
        }
    }

    #[test]
    fn a_row_reaches_its_areas_and_without_one_everywhere() {
        let rows: [(&[&str], &str, bool); 6] = [
            (&["440500"], "440515", true),
            (&["440500"], "445100", false),
            (&["440507", "440515"], "440515", true),
            (&["440507"], "", false),
            (&[], "", true),
            (&[], "350203", true),
        ];
        for (areas, region, want) in rows {
            assert_eq!(row(&[], &["FR-009"], areas).reaches(region), want, "{areas:?} {region}");
        }
    }

    #[test]
    fn first_and_last_day_belong_to_a_list() {
        let day = |text| Day::parse(text).unwrap();
        let list = PowerList {
            id: "样汕权".into(),
            version: "1".into(),
            source: "样本".into(),
            issued_on: day("2026-01-01"),
            from: day("2026-02-01"),
            until: Some(day("2026-11-23")),
            powers: Vec::new(),
        };
        for (on, want) in [
            ("2026-01-31", false),
            ("2026-02-01", true),
            ("2026-11-23", true),
            ("2026-11-24", false),
        ] {
            assert_eq!(list.in_force(day(on)), want, "{on}");
        }
        assert!(PowerList { until: None, ..list }.in_force(day("2099-01-01")));
    }

    #[test]
    fn kinds_are_found_by_their_word() {
        for kind in PowerKind::ALL {
            assert_eq!(PowerKind::from_word(kind.word()), Some(kind));
        }
        assert_eq!(PowerKind::from_word("permit"), None);
    }
}
