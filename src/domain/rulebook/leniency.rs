//! No-penalty lists (不予行政处罚事项清单, 首违不罚, 免强制) as the pack states them; it fits none of them to an act.

use crate::domain::inspection::Harm;
use crate::stdx::day::Day;

/// One published list (处罚法 33), and how far anybody is sure of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeniencyList {
    /// Its key in the pack, `HB`; the rows of violations name it.
    pub id: String,
    /// As papers print it, without 《》.
    pub name_zh: String,
    /// For the English screens.
    pub name_en: String,
    /// Who issued it and under which number, or where it was seen.
    pub source: String,
    /// Whose list it is, in words.
    pub province: String,
    /// Where it holds.
    pub reach: ListReach,
    /// When it was issued as its source says it: a year, a day, or `unknown`.
    pub dated: String,
    /// First day in force; a list that is confirmed has one.
    pub from: Option<Day>,
    /// Last day in force, included.
    pub until: Option<Day>,
    /// Days that headquarters' history may be old for a first act; 0 where no item asks for one.
    pub history_days_max: u32,
    /// Headquarters' history holds every decision of its area since this day; `None` where nobody says so.
    pub history_since: Option<Day>,
    /// How far the text was verified: A full text read, S seen, B and C own knowledge.
    pub mark: String,
    /// The approver of the pack stands for it; without it the list informs and decides nothing.
    pub confirmed: bool,
    /// What is not punished, or less.
    pub items: Vec<LeniencyItem>,
    /// 免予行政强制: what is punished without a measure against things.
    pub no_coercion: Vec<LeniencyItem>,
}

impl LeniencyList {
    /// Whether `on` lies in its days in force, both ends included.
    #[must_use]
    pub fn in_force(&self, on: Day) -> bool {
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on <= until)
    }

    /// The name under which the officers choose an item, `HB-8`.
    #[must_use]
    pub fn key_of(&self, item: &LeniencyItem) -> String {
        format!("{}-{}", self.id, item.number)
    }
}

/// Where a list holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListReach {
    /// Everywhere.
    Nationwide,
    /// Where the code of the region (GB/T 2260) begins with these digits: two of a province, four of a city.
    Region(String),
    /// Nobody knows; it holds nowhere.
    Unknown,
}

impl ListReach {
    /// Whether it holds in `region`. A place without a region lies in none.
    #[must_use]
    pub fn covers(&self, region: &str) -> bool {
        match self {
            ListReach::Nationwide => true,
            ListReach::Region(digits) => region.starts_with(digits.as_str()),
            ListReach::Unknown => false,
        }
    }
}

/// One item of a list: of which acts it speaks, what they are spared, and on which conditions (处罚法 33).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeniencyItem {
    /// Its number in the list.
    pub number: u16,
    /// As papers print it.
    pub name_zh: String,
    /// For the English screens.
    pub name_en: String,
    /// Codes of the violations that it speaks of; an earlier act under any of them is no first one.
    pub codes: Vec<String>,
    /// What it spares.
    pub lenience: Lenience,
    /// The ground of 处罚法 32 by which a reducing item goes below the range, by its key in the pack; without one it informs.
    pub ground: Option<String>,
    /// All of them together (同时具备); never empty.
    pub conditions: Vec<LeniencyCondition>,
    /// Days behind the stop on which somebody looks again (复查); `None` where the list asks for none.
    pub revisit_days: Option<u32>,
}

/// What an item spares the party (处罚法 32, 33; 强制法 16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lenience {
    /// 不予处罚: it must not be punished.
    MustNot,
    /// 可以不予处罚: it need not be, and the officers say whether.
    MayNot,
    /// 减轻: below the range, by a ground of 处罚法 32 of its own.
    Mitigate,
    /// 免予强制: no measure against things.
    NoCoercion,
}

impl Lenience {
    /// Every one.
    pub const ALL: [Lenience; 4] =
        [Lenience::MustNot, Lenience::MayNot, Lenience::Mitigate, Lenience::NoCoercion];

    /// The word of the pack and of the check contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Lenience::MustNot => "must_not",
            Lenience::MayNot => "may_not",
            Lenience::Mitigate => "mitigate",
            Lenience::NoCoercion => "no_coercion",
        }
    }

    /// The one of such a word; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Lenience> {
        Lenience::ALL.into_iter().find(|lenience| lenience.word() == word)
    }
}

/// One condition of an item (适用条件): a named fact of the stop, or a question that the officers answer (处罚法 33).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeniencyCondition {
    /// 初次违法 (处罚法 33).
    First {
        /// Months that are looked back on; `None` looks back for ever.
        lookback_months: Option<u32>,
        /// Where no earlier act may lie.
        scope: HistoryScope,
    },
    /// 及时改正: put right at once.
    Corrected {
        /// Or promised and ordered by a last day.
        by_last_day: bool,
    },
    /// 危害后果 of this at most.
    HarmAtMost(Harm),
    /// 违法行为轻微, in the officers' judgement and with their reason.
    Slight,
    /// 告知承诺书: the party signed what it promises.
    Promised,
    /// What else the list asks for, as a question with yes and no.
    Asked {
        /// Its key inside the item, under which the answer is kept.
        id: String,
        /// The question, in Chinese.
        zh: String,
        /// For the English screens.
        en: String,
    },
    /// 教育当事人 (处罚法 33(3)): no list has to ask for it.
    Educated,
}

impl LeniencyCondition {
    /// The word of the check contract.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            LeniencyCondition::First { .. } => "first",
            LeniencyCondition::Corrected { .. } => "corrected",
            LeniencyCondition::HarmAtMost(_) => "harm",
            LeniencyCondition::Slight => "slight",
            LeniencyCondition::Promised => "promised",
            LeniencyCondition::Asked { .. } => "asked",
            LeniencyCondition::Educated => "educated",
        }
    }

    /// The field of a finding that says it, behind `findings[0].`.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            LeniencyCondition::First { .. } => "leniency.first",
            LeniencyCondition::Corrected { .. } => "corrected_at_once",
            LeniencyCondition::HarmAtMost(_) => "harm",
            LeniencyCondition::Slight => "leniency.why",
            LeniencyCondition::Promised => "leniency.promised",
            LeniencyCondition::Asked { .. } => "leniency.answers",
            LeniencyCondition::Educated => "leniency.educated",
        }
    }
}

/// Where no earlier act may lie for a first one; local lists differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryScope {
    /// In the area of this bureau, which headquarters' history covers.
    City,
    /// In the whole province, of which no laptop has the history.
    Province,
}

impl HistoryScope {
    /// The scope of a word of the pack; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<HistoryScope> {
        match word {
            "city" => Some(HistoryScope::City),
            "province" => Some(HistoryScope::Province),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_holds_in_its_region_and_in_no_other() {
        let of = |digits: &str| ListReach::Region(digits.into());
        for (reach, region, want) in [
            (of("44"), "440515", true),
            (of("4405"), "440515", true),
            (of("42"), "440515", false),
            (of("44"), "", false),
            (ListReach::Nationwide, "440515", true),
            (ListReach::Nationwide, "", true),
            (ListReach::Unknown, "440515", false),
        ] {
            assert_eq!(reach.covers(region), want, "{reach:?} {region}");
        }
    }

    #[test]
    fn words_read_back() {
        for lenience in Lenience::ALL {
            assert_eq!(Lenience::from_word(lenience.word()), Some(lenience));
        }
        assert_eq!(Lenience::from_word("forgiven"), None);
    }
}
