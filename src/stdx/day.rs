//! One calendar day in China; nothing in this file asks what day it is.

use chrono::{Datelike, Days, Months, NaiveDate};
use std::fmt;

/// A day of the civil calendar. Periods of law are counted on days, never on instants.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// The day, or `None` when the calendar has no such day (30 February).
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).map(Day)
    }

    /// Reads `2026-11-23`; anything else, or a day that does not exist, is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Day> {
        let shape = text.len() == 10 && text.is_ascii();
        shape.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Day)).flatten()
    }

    /// The same day.
    #[must_use]
    pub fn from_date(date: NaiveDate) -> Day {
        Day(date)
    }

    /// The same day, for reckoning with months.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        self.0
    }

    /// Calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Calendar month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// Day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The day `calendar_days` later; negative goes back.
    #[must_use]
    pub fn plus(self, calendar_days: i64) -> Day {
        let days = Days::new(calendar_days.unsigned_abs());
        let moved = if calendar_days < 0 {
            self.0.checked_sub_days(days)
        } else {
            self.0.checked_add_days(days)
        };
        Day(moved.unwrap_or(self.0))
    }

    /// The same date `months` later, or the last day of that month when it has no such date
    /// (民法典 202).
    #[must_use]
    pub fn plus_months(self, months: u32) -> Day {
        Day(self.0.checked_add_months(Months::new(months)).unwrap_or(self.0))
    }

    /// Calendar days from `earlier` to `self`.
    #[must_use]
    pub fn since(self, earlier: Day) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    /// Saturday or Sunday, before any decree moves working days (调休).
    #[must_use]
    pub fn is_weekend(self) -> bool {
        self.0.weekday().number_from_monday() > 5
    }

    /// `2026年11月23日`, the order of a Chinese paper.
    #[must_use]
    pub fn in_chinese(self) -> String {
        format!("{}年{}月{}日", self.year(), self.month(), self.day())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_days() {
        for (text, want) in [
            ("2026-11-23", true),
            ("2024-02-29", true),
            ("2026-02-29", false),
            ("2026-2-9", false),
            ("2026-13-01", false),
            ("", false),
        ] {
            assert_eq!(Day::parse(text).is_some(), want, "{text}");
        }
    }

    #[test]
    fn a_month_later_ends_with_the_month() {
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(day("2026-01-31").plus_months(1), day("2026-02-28"));
        assert_eq!(day("2026-01-15").plus_months(12), day("2027-01-15"));
        assert_eq!(day("2026-11-23").plus(-23), day("2026-10-31"));
    }
}
