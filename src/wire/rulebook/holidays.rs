//! The yearly notices of the State's holidays, one file a year; guesses no year and no day.

use super::fault::{PackFault, PackWrong};
use super::rows::day;
use super::tables::parse;
use crate::domain::calendar::Calendar;
use crate::stdx::day::Day;
use serde::Deserialize;

/// No holiday is longer, in days; a longer one is a slip of the pen.
const LONGEST_DAYS: i64 = 31;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidaysFile {
    notice: String,
    holiday: Vec<HolidayRow>,
    work: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayRow {
    name: String,
    from: String,
    until: String,
}

/// Adds the days of `file`, whose name says the year, to `calendar`.
pub(super) fn add(
    calendar: &mut Calendar,
    stem: &str,
    (file, text): (&str, &str),
) -> Result<(), PackFault> {
    let unreadable =
        |row: &str, what: &str| PackFault::new(file, row, PackWrong::Unreadable(what.to_string()));
    let is_year = stem.len() == 4 && stem.bytes().all(|b| b.is_ascii_digit());
    let year: Option<i32> = stem.parse().ok().filter(|_| is_year);
    let year = year.ok_or_else(|| unreadable("the whole file", "the file's name is no year"))?;
    let HolidaysFile { notice, holiday, work } = parse(file, text)?;
    if notice.trim().is_empty() {
        return Err(PackFault::new(file, "notice", PackWrong::Blank));
    }
    // The first days of a year may have others of the year before beside them.
    let is_near = |day: Day| (day.year() - year).abs() <= 1;
    for HolidayRow { name, from, until } in holiday {
        let wrong = |wrong| PackFault::new(file, name.clone(), wrong);
        let (from, until) = (day(&from).map_err(wrong)?, day(&until).map_err(wrong)?);
        if from > until {
            return Err(unreadable(&name, "the holiday ends before it begins"));
        }
        let length = until.since(from) + 1;
        if !is_near(from) || !is_near(until) || length > LONGEST_DAYS {
            return Err(unreadable(&name, "the holiday is not one of this year"));
        }
        calendar.off.extend((0..length).map(|n| from.plus(n)));
    }
    for text in work {
        let on = day(&text).map_err(|wrong| PackFault::new(file, "work", wrong))?;
        if !on.is_weekend() || !is_near(on) || calendar.off.contains(&on) {
            let what = "a day that is worked instead is a Saturday or Sunday and no holiday";
            return Err(unreadable(&text, what));
        }
        calendar.work.insert(on);
    }
    calendar.notices.insert(year, notice);
    Ok(())
}
