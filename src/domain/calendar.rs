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

    /// The last day that leaves `working_days` whole ones between itself and the day `event`: what must be done so long before
    /// it (处罚法 64(2), 85). The reading that is early enough for every other one.
    #[must_use]
    pub fn day_ahead_of(&self, event: Day, working_days: u32) -> LastDay {
        let (mut on, mut left, mut is_certain) = (event.plus(-1), working_days, true);
        for _ in 0..SEARCHED_DAYS {
            is_certain &= self.notices.contains_key(&on.year());
            if left == 0 {
                break;
            }
            left -= u32::from(self.is_working(on));
            on = on.plus(-1);
        }
        LastDay { on, is_certain }
    }

    /// The working days behind `from`, up to and with `until`.
    #[must_use]
    pub fn working_days(&self, from: Day, until: Day) -> u32 {
        let days = until.since(from).min(i64::from(SEARCHED_DAYS));
        (1..=days).map(|n| u32::from(self.is_working(from.plus(n)))).sum()
    }

    /// `last`, or where that is a day off the first working day behind it (民诉法 85): so the party's last day moves.
    #[must_use]
    pub fn past_days_off(&self, last: LastDay) -> LastDay {
        let LastDay { mut on, mut is_certain } = last;
        for _ in 0..SEARCHED_DAYS {
            is_certain &= self.notices.contains_key(&on.year());
            if self.is_working(on) {
                break;
            }
            on = on.plus(1);
        }
        LastDay { on, is_certain }
    }

    /// The first year from that of `from` to that of `until` whose notice nobody knows.
    #[must_use]
    pub fn unknown_year(&self, from: Day, until: Day) -> Option<i32> {
        (from.year()..=until.year()).find(|year| !self.notices.contains_key(year))
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
    fn seven_working_days_lie_between_a_notice_and_its_hearing() {
        for (event, last, is_certain, words) in [
            ("2026-11-25", "2026-11-15", true, "from Tuesday the 24th back to Monday the 16th"),
            ("2026-10-12", "2026-09-24", true, "the Saturday is worked, the holiday is not"),
            ("2026-01-08", "2025-12-29", false, "nobody gave this calendar the year before"),
        ] {
            let found = of_2026().day_ahead_of(day(event), 7);
            assert_eq!(found, LastDay { on: day(last), is_certain }, "{event}: {words}");
            let between = of_2026().working_days(found.on, day(event).plus(-1));
            assert_eq!(between, 7, "{event}");
        }
    }

    #[test]
    fn a_last_day_off_moves_to_the_next_that_is_worked() {
        for (on, moved, is_certain, words) in [
            ("2026-11-25", "2026-11-25", true, "a Wednesday"),
            ("2026-11-28", "2026-11-30", true, "a Saturday"),
            ("2026-02-14", "2026-02-14", true, "a Saturday that is worked"),
            ("2026-02-15", "2026-02-24", true, "the first day of the festival"),
            ("2026-10-10", "2026-10-10", true, "worked instead"),
            ("2027-01-01", "2027-01-01", false, "nobody knows the holidays of 2027 yet"),
            ("2027-01-02", "2027-01-04", false, "a Saturday all the same"),
        ] {
            let found = of_2026().past_days_off(LastDay { on: day(on), is_certain: true });
            assert_eq!(found, LastDay { on: day(moved), is_certain }, "{on}: {words}");
        }
        assert_eq!(of_2026().unknown_year(day("2026-12-30"), day("2027-01-04")), Some(2027));
        assert_eq!(of_2026().unknown_year(day("2026-01-01"), day("2026-12-31")), None);
    }

    #[test]
    fn without_any_notice_the_week_alone_counts_and_nothing_is_certain() {
        let none = Calendar::default();
        let last = none.last_day(day("2026-09-30"), 2);
        assert_eq!(last, LastDay { on: day("2026-10-02"), is_certain: false });
    }
}
