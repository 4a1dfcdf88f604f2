//! Working days by the State's yearly notice (节假日安排), as the rule pack holds it; knows no year that nobody published.

use crate::stdx::day::Day;
use std::collections::{BTreeMap, BTreeSet};

/// No period of law that is counted in working days reaches further, in calendar days.
const SEARCHED_DAYS: u32 = 400;

/// 工作日历: which days are working days (处罚法 85).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// By calendar year the notice that its days are from.
    pub notices: BTreeMap<i32, String>,
    /// Days off: public holidays and the days that go with them.
    pub off: BTreeSet<Day>,
    /// Saturdays and Sundays on which people work instead (调休).
    pub work: BTreeSet<Day>,
}

/// The last day of a period in working days (处罚法 85).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LastDay {
    /// The day itself belongs to the period.
    pub on: Day,
    /// The notices of all years that it was counted in are known. Where one is not, Saturdays and Sundays were left out
    /// and nothing else: a holiday makes the true day a later one, a day that is worked instead an earlier one.
    pub is_certain: bool,
}

impl Calendar {
    /// Whether people work on `day`; by the week alone in a year without a notice.
    #[must_use]
    pub fn is_working(&self, day: Day) -> bool {
        if self.work.contains(&day) {
            return true;
        }
        !self.off.contains(&day) && !day.is_weekend()
    }

    /// The last of `working_days` behind `from`, whose own day is not counted (处罚法 85; 民法典 201).
    #[must_use]
    pub fn last_day(&self, from: Day, working_days: u32) -> LastDay {
        let (mut on, mut left, mut is_certain) = (from, working_days, true);
        for _ in 0..SEARCHED_DAYS {
            if left == 0 {
                break;
            }
            on = on.plus(1);
            is_certain &= self.notices.contains_key(&on.year());
            left -= u32::from(self.is_working(on));
        }
        LastDay { on, is_certain }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    /// The spring festival and the national day of 2026.
    fn of_2026() -> Calendar {
        let days = |from: &str, count: i64| {
            let from = day(from);
            (0..count).map(move |n| from.plus(n))
        };
        Calendar {
            notices: BTreeMap::from([(2026, "notice".to_string())]),
            off: days("2026-02-15", 9).chain(days("2026-10-01", 7)).collect(),
            work: ["2026-02-14", "2026-02-28", "2026-09-20", "2026-10-10"].map(day).into(),
        }
    }

    #[test]
    fn two_working_days_pass_over_weekends_and_holidays_and_count_days_worked_instead() {
        for (from, last, is_certain, words) in [
            ("2026-11-23", "2026-11-25", true, "a Monday"),
            ("2026-11-26", "2026-11-30", true, "a Thursday: Friday and Monday"),
            ("2026-11-27", "2026-12-01", true, "a Friday"),
            ("2026-11-28", "2026-12-01", true, "a Saturday is not counted either"),
            ("2026-02-13", "2026-02-24", true, "the Saturday before the festival is worked"),
            ("2026-02-14", "2026-02-25", true, "nine days off"),
            ("2026-09-18", "2026-09-21", true, "the Sunday is worked"),
            ("2026-09-30", "2026-10-09", true, "seven days off"),
            ("2026-10-08", "2026-10-10", true, "the Saturday is worked"),
            ("2026-12-30", "2027-01-01", false, "nobody knows the holidays of 2027 yet"),
            ("2027-05-07", "2027-05-11", false, "nor any other day of it"),
        ] {
            let found = of_2026().last_day(day(from), 2);
            assert_eq!(found, LastDay { on: day(last), is_certain }, "{from}: {words}");
        }
        assert_eq!(of_2026().last_day(day("2026-11-23"), 0).on, day("2026-11-23"));
    }

    #[test]
    fn without_any_notice_the_week_alone_counts_and_nothing_is_certain() {
        let none = Calendar::default();
        let last = none.last_day(day("2026-09-30"), 2);
        assert_eq!(last, LastDay { on: day("2026-10-02"), is_certain: false });
    }
}
