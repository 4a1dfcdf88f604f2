//! Counting over-limit acts in a year (公路安全保护条例 art. 66, 超限 art. 46); it warns and proposes,
//! and never revokes anything.

use crate::domain::rulebook::{CountingWindow, Rulebook};
use crate::stdx::day::Day;
use crate::stdx::id::Id;
use std::collections::BTreeSet;

/// Acts that a year may hold before revocation: "more than three" (超过3次).
const ACTS_WITHOUT_CONSEQUENCE: u32 = 3;

/// Whether a decision still stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Served, and no longer open to change.
    Final,
    /// Taken back on reconsideration or by a court.
    Quashed,
    /// Not decided, or still contested.
    Pending,
}

impl Standing {
    /// The word of the check contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Standing::Final => "final",
            Standing::Quashed => "quashed",
            Standing::Pending => "pending",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Standing> {
        [Standing::Final, Standing::Quashed, Standing::Pending]
            .into_iter()
            .find(|standing| standing.word() == word)
    }
}

/// One decision about one act; several findings of one stop are one act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedAct {
    /// Code of the violation.
    pub code: String,
    pub plate: String,
    /// The day of the act, not of the decision.
    pub on: Day,
    pub standing: Standing,
    /// The stop, when this laptop decided it, or what stands for the decision elsewhere: its several findings are one act.
    pub stop: Option<Id>,
}

/// The acts without those that are known twice, from headquarters and from this journal: of the
/// same plate, code and day, headquarters' word rules unless it only says what we said.
#[must_use]
pub fn told_once(acts: &[DecidedAct]) -> Vec<DecidedAct> {
    let same = |one: &DecidedAct, other: &DecidedAct| {
        one.code == other.code && one.plate == other.plate && one.on == other.on
    };
    let kept = |act: &DecidedAct| {
        let mut twins = acts.iter().filter(|other| same(act, other) && other.stop != act.stop);
        match act.stop {
            Some(_) => !twins.any(|hq| hq.stop.is_none() && hq.standing != act.standing),
            None => !twins.any(|ours| ours.standing == act.standing),
        }
    };
    acts.iter().filter(|act| kept(act)).cloned().collect()
}

/// Days in which acts are counted, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub from: Day,
    pub until: Day,
}

impl Window {
    /// The year that holds `day`. Years begin on the day of first issue of the 道路运输证 and cross
    /// calendar years. Without a usable first issue: the twelve months that end on `day`.
    #[must_use]
    pub fn around(day: Day, first_issued: Option<Day>, rule: CountingWindow) -> Window {
        match (rule, first_issued) {
            (CountingWindow::FromFirstIssue, Some(first)) if first <= day => {
                Window::of_certificate(day, first)
            }
            (CountingWindow::FromFirstIssue, _) => {
                Window { from: a_year_before(day).plus(1), until: day }
            }
        }
    }

    fn of_certificate(day: Day, first: Day) -> Window {
        // Always counted from the first issue: from anniversary to anniversary, a certificate of
        // 29 February would drift to the 28th.
        let anniversary = |years: u32| first.plus_months(years.saturating_mul(12));
        let mut years = u32::try_from(day.year() - first.year()).unwrap_or(0);
        if anniversary(years) > day {
            years = years.saturating_sub(1);
        }
        Window { from: anniversary(years), until: anniversary(years + 1).plus(-1) }
    }

    #[must_use]
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && day <= self.until
    }
}

/// The same date a year earlier, or the last day of that February.
fn a_year_before(day: Day) -> Day {
    let same_date = |of_month| Day::new(day.year() - 1, day.month(), of_month);
    same_date(day.day()).or_else(|| same_date(28)).unwrap_or(day.plus(-365))
}

/// How many acts a lorry already had in its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverLimitCount {
    /// Final acts in the window, without the act at hand.
    pub before: u32,
    pub window: Window,
    /// No usable day of first issue: the window is the last twelve months, and a person must look.
    pub window_assumed: bool,
}

impl OverLimitCount {
    /// The acts in the window with the act at hand.
    #[must_use]
    pub const fn with_this(&self) -> u32 {
        self.before.saturating_add(1)
    }

    /// The name of the warning that the act at hand gives rise to.
    #[must_use]
    pub fn warning(&self) -> Option<&'static str> {
        match self.with_this() {
            n if n > ACTS_WITHOUT_CONSEQUENCE => Some("over_limit_more_than_three_in_window"),
            ACTS_WITHOUT_CONSEQUENCE => Some("over_limit_third_in_window"),
            _ => None,
        }
    }
}

/// Counts the final over-limit acts of `plate` in the window that holds `day`, up to that day.
#[must_use]
pub fn count_over_limit(
    history: &[DecidedAct],
    plate: &str,
    day: Day,
    first_issued: Option<Day>,
    book: &Rulebook,
) -> OverLimitCount {
    let counts = |code: &str| book.violation(code).is_some_and(|v| v.over_limit);
    count(history, plate, day, first_issued, book.rulings.counting, counts)
}

/// The days of those acts, oldest first; several findings of one stop are one day.
#[must_use]
pub fn days_counted(
    history: &[DecidedAct],
    plate: &str,
    day: Day,
    window: &Window,
    book: &Rulebook,
) -> Vec<Day> {
    let mut stops = BTreeSet::new();
    let mut days: Vec<Day> = standing_in(history, window)
        .filter(|act| act.on <= day && act.plate == plate)
        .filter(|act| book.violation(&act.code).is_some_and(|v| v.over_limit))
        .filter(|act| act.stop.is_none_or(|stop| stops.insert(stop)))
        .map(|act| act.on)
        .collect();
    days.sort();
    days
}

/// The same without a rulebook: `counts` says which codes count.
fn count(
    history: &[DecidedAct],
    plate: &str,
    day: Day,
    first_issued: Option<Day>,
    rule: CountingWindow,
    counts: impl Fn(&str) -> bool,
) -> OverLimitCount {
    let window = Window::around(day, first_issued, rule);
    let mut stops = BTreeSet::new();
    let before = standing_in(history, &window)
        .filter(|act| act.on <= day && act.plate == plate && counts(&act.code))
        .filter(|act| act.stop.is_none_or(|stop| stops.insert(stop)))
        .count();
    let window_assumed = first_issued.is_none_or(|first| first > day);
    OverLimitCount { before: u32::try_from(before).unwrap_or(u32::MAX), window, window_assumed }
}

fn standing_in<'a>(
    history: &'a [DecidedAct],
    window: &'a Window,
) -> impl Iterator<Item = &'a DecidedAct> {
    history.iter().filter(|act| act.standing == Standing::Final && window.holds(act.on))
}

/// Different lorries of a fleet with a final over-limit act in the window.
#[must_use]
pub fn offending_trucks(
    history: &[DecidedAct],
    fleet: &BTreeSet<String>,
    window: &Window,
    book: &Rulebook,
) -> u32 {
    let plates: BTreeSet<&str> = standing_in(history, window)
        .filter(|act| book.violation(&act.code).is_some_and(|v| v.over_limit))
        .map(|act| act.plate.as_str())
        .filter(|plate| fleet.contains(*plate))
        .collect();
    u32::try_from(plates.len()).unwrap_or(u32::MAX)
}

/// Strictly more than a tenth of the fleet (超过10%): exactly 10 % is not.
#[must_use]
pub const fn is_more_than_a_tenth(offending: u32, trucks: u32) -> bool {
    // `as` because `From` is not const; both widen.
    trucks > 0 && offending as u64 * 10 > trucks as u64
}

#[cfg(test)]
mod tests;
