//! Counting over-limit acts in a year (公路安全保护条例 art. 66, 超限 art. 46); it warns and proposes,
//! and never revokes anything.

use crate::domain::blocked::Warning;
use crate::domain::offender::Offenders;
use crate::domain::rulebook::{CountingWindow, Rulebook};
use crate::stdx::day::Day;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use std::collections::BTreeSet;

/// Acts that a year may hold before revocation: "more than three" (超过3次).
const ACTS_WITHOUT_CONSEQUENCE: u32 = 3;

/// Whether a decision still stands, and so counts (路保 66).
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

    /// The standing of a word of the check contract; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Standing> {
        [Standing::Final, Standing::Quashed, Standing::Pending]
            .into_iter()
            .find(|standing| standing.word() == word)
    }
}

/// One decision about one act (路保 66); several findings of one stop are one act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedAct {
    /// Code of the violation.
    pub code: String,
    /// Normalised, as `identity::normalise` gives it.
    pub plate: String,
    /// The day of the act, not of the decision.
    pub on: Day,
    /// Only a final one counts (路保 66).
    pub standing: Standing,
    /// The stop, when this laptop decided it, or what stands for the decision elsewhere: its several findings are one act.
    pub stop: Option<Id>,
    /// Who drove and for whom, as far as it is known.
    pub by: Offenders,
}

impl DecidedAct {
    /// The act is of `day`, and was punished or is on its way to be: a second fine needs a second act (处罚法 29). What was
    /// taken back stands in nobody's way.
    #[must_use]
    pub fn is_pursued_on(&self, day: Day) -> bool {
        self.on == day && self.standing != Standing::Quashed
    }
}

/// Whose acts are counted (路保 66).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'a> {
    /// By its plate.
    Vehicle(&'a str),
    /// By the number of his identity paper.
    Driver(&'a str),
}

impl Whose<'_> {
    fn did(self, act: &DecidedAct) -> bool {
        match self {
            Whose::Vehicle(plate) => act.plate == plate,
            Whose::Driver(number) => act.by.driver.get() == number,
        }
    }
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

/// Days in which acts are counted, both included (超限 46).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First day, included.
    pub from: Day,
    /// Last day, included.
    pub until: Day,
}

impl Window {
    /// The year that holds `day`, as headquarters ruled: from the first issue of the 道路运输证 across calendar years, the
    /// twelve months that end on `day`, or the calendar year. Without a usable first issue the second stands for the first.
    #[must_use]
    pub fn around(day: Day, first_issued: Option<Day>, rule: CountingWindow) -> Window {
        match (rule, first_issued) {
            (CountingWindow::FromFirstIssue, Some(first)) if first <= day => {
                Window::of_certificate(day, first)
            }
            (CountingWindow::FromFirstIssue | CountingWindow::LastTwelveMonths, _) => {
                Window { from: a_year_before(day).plus(1), until: day }
            }
            (CountingWindow::CalendarYear, _) => Window::of_calendar(day),
        }
    }

    fn of_calendar(day: Day) -> Window {
        let edge = |month, of_month| Day::new(day.year(), month, of_month).unwrap_or(day);
        Window { from: edge(1, 1), until: edge(12, 31) }
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

    /// Whether `day` lies inside, its ends included.
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

/// How many acts a vehicle or a driver already had in the year (路保 66, 超限 46).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverLimitCount {
    /// Final acts in the window, without the act at hand.
    pub before: u32,
    /// The year that was looked at.
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

    /// Whether more than three acts fall into the year with the one at hand (超过3次): exactly three do not.
    #[must_use]
    pub const fn is_more_than_three(&self) -> bool {
        self.with_this() > ACTS_WITHOUT_CONSEQUENCE
    }

    /// The warning that the act at hand gives rise to: at the third, and at each later one.
    #[must_use]
    pub fn warning(&self, whose: Whose<'_>) -> Option<Warning> {
        match (self.with_this(), whose) {
            (n, Whose::Vehicle(_)) if n > ACTS_WITHOUT_CONSEQUENCE => {
                Some(Warning::MoreThanThreeInWindow)
            }
            (n, Whose::Driver(_)) if n > ACTS_WITHOUT_CONSEQUENCE => {
                Some(Warning::DriverMoreThanThree)
            }
            (ACTS_WITHOUT_CONSEQUENCE, Whose::Vehicle(_)) => Some(Warning::ThirdInWindow),
            (ACTS_WITHOUT_CONSEQUENCE, Whose::Driver(_)) => Some(Warning::DriverThird),
            _ => None,
        }
    }
}

/// Counts the final over-limit acts of `whose` in the window that holds `day`, up to that day.
#[must_use]
pub fn count_over_limit(
    history: &[DecidedAct],
    whose: Whose<'_>,
    day: Day,
    first_issued: Option<Day>,
    book: &Rulebook,
) -> OverLimitCount {
    let counts = |code: &str| book.violation(code).is_some_and(|v| v.over_limit);
    count(history, whose, day, first_issued, book.rulings.counting, counts)
}

/// The days of those acts, oldest first; several findings of one stop are one day.
#[must_use]
pub fn days_counted(
    history: &[DecidedAct],
    whose: Whose<'_>,
    day: Day,
    window: &Window,
    book: &Rulebook,
) -> Vec<Day> {
    days_of(over_limit_until(history, window, day, book).filter(|act| whose.did(act)))
}

/// The decisions that those acts rest on, each once, as far as this laptop can name them: an act that headquarters told of by
/// its plate and day alone has none.
#[must_use]
pub fn stops_counted(
    history: &[DecidedAct],
    whose: Whose<'_>,
    day: Day,
    window: &Window,
    book: &Rulebook,
) -> Vec<Id> {
    stops_of(over_limit_until(history, window, day, book).filter(|act| whose.did(act)))
}

/// What stands for a decision of another laptop, by its 案号: several codes of one decision are one act, as several findings
/// of one stop are.
#[must_use]
pub fn stop_elsewhere(document_no: &str) -> Id {
    let digest = Digest::of_parts(&[b"prior decision", document_no.as_bytes()]);
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, ..] = digest.0;
    Id([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p])
}

/// The same without a rulebook: `counts` says which codes count.
fn count(
    history: &[DecidedAct],
    whose: Whose<'_>,
    day: Day,
    first_issued: Option<Day>,
    rule: CountingWindow,
    counts: impl Fn(&str) -> bool,
) -> OverLimitCount {
    let window = Window::around(day, first_issued, rule);
    let mut stops = BTreeSet::new();
    let before = standing_in(history, &window)
        .filter(|act| act.on <= day && whose.did(act) && counts(&act.code))
        .filter(|act| act.stop.is_none_or(|stop| stops.insert(stop)))
        .count();
    // Only a year that begins with a certificate needs to know it.
    let begins_with_it = rule == CountingWindow::FromFirstIssue;
    let window_assumed = begins_with_it && first_issued.is_none_or(|first| first > day);
    OverLimitCount { before: u32::try_from(before).unwrap_or(u32::MAX), window, window_assumed }
}

fn standing_in<'a>(
    history: &'a [DecidedAct],
    window: &'a Window,
) -> impl Iterator<Item = &'a DecidedAct> {
    history.iter().filter(|act| act.standing == Standing::Final && window.holds(act.on))
}

fn over_limit_until<'a>(
    history: &'a [DecidedAct],
    window: &'a Window,
    day: Day,
    book: &'a Rulebook,
) -> impl Iterator<Item = &'a DecidedAct> {
    standing_in(history, window)
        .filter(move |act| act.on <= day)
        .filter(|act| book.violation(&act.code).is_some_and(|v| v.over_limit))
}

fn days_of<'a>(acts: impl Iterator<Item = &'a DecidedAct>) -> Vec<Day> {
    let mut stops = BTreeSet::new();
    let mut days: Vec<Day> = acts
        .filter(|act| act.stop.is_none_or(|stop| stops.insert(stop)))
        .map(|act| act.on)
        .collect();
    days.sort();
    days
}

fn stops_of<'a>(acts: impl Iterator<Item = &'a DecidedAct>) -> Vec<Id> {
    let stops: BTreeSet<Id> = acts.filter_map(|act| act.stop).collect();
    stops.into_iter().collect()
}

/// The vehicles of a carrier that were over the limit in its year, the one at hand among them (路保 66).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FleetCount {
    /// Different vehicles, with the one at hand.
    pub offending: u32,
    /// All its vehicles for goods, as the officers were told; `None` while nobody said.
    pub trucks: Option<u32>,
    /// Nobody records when its permit was first issued: the last twelve months.
    pub window: Window,
    /// Days of the earlier acts, oldest first.
    pub days: Vec<Day>,
    /// The decisions that they rest on, as far as this laptop can name them.
    pub stops: Vec<Id>,
}

impl FleetCount {
    /// Whether more than a tenth of them were; `None` while their number is unknown.
    #[must_use]
    pub fn is_more_than_a_tenth(&self) -> Option<bool> {
        self.trucks.map(|trucks| is_more_than_a_tenth(self.offending, trucks))
    }
}

/// Counts the vehicles of `carrier` with a final over-limit act in the twelve months that end on `day`, and `plate` with
/// them, of the `trucks` that it has.
#[must_use]
pub fn count_fleet(
    history: &[DecidedAct],
    carrier: &str,
    plate: &str,
    trucks: Option<u32>,
    day: Day,
    book: &Rulebook,
) -> FleetCount {
    let window = Window::around(day, None, book.rulings.counting);
    let acts =
        || over_limit_until(history, &window, day, book).filter(|act| act.by.carrier == carrier);
    // A plate in doubt is no second vehicle beside the one that it names: nobody is counted twice on a doubt.
    let bare = |plate| -> &str { str::trim_end_matches(plate, '?') };
    let plates = acts().map(|act| bare(act.plate.as_str())).chain([bare(plate)]);
    let plates: BTreeSet<&str> = plates.collect();
    let offending = u32::try_from(plates.len()).unwrap_or(u32::MAX);
    let (days, stops) = (days_of(acts()), stops_of(acts()));
    FleetCount { offending, trucks, window, days, stops }
}

/// Strictly more than a tenth of the fleet (超过10%): exactly 10 % is not.
#[must_use]
pub const fn is_more_than_a_tenth(offending: u32, trucks: u32) -> bool {
    // `as` because `From` is not const; both widen.
    trucks > 0 && offending as u64 * 10 > trucks as u64
}

#[cfg(test)]
mod tests;
