//! Times of what a paper records: not before its stop, not to come, no end before its beginning; knows no time of its own.

use super::PaperCase;
use super::typed::Reading;
use crate::stdx::clock::Moment;

/// Papers give times to the minute, so a second is no lie.
const MINUTE_MS: i64 = 60_000;

/// Whether `at` is before `other`, to the minute.
pub(super) fn is_before(at: Moment, other: Moment) -> bool {
    at.ms().div_euclid(MINUTE_MS) < other.ms().div_euclid(MINUTE_MS)
}

/// The time at `path`; one before the stop or behind now is refused there.
pub(super) fn time(reading: &mut Reading<'_>, case: &PaperCase<'_>, path: &str) -> Option<Moment> {
    let at = reading.time(path)?;
    let is_early = case.inspection.facts.at.is_some_and(|stop| is_before(at, stop));
    if is_early || at > case.now {
        reading.wrong(path);
    }
    Some(at)
}

/// Beginning and end, at `from` and `until`; an end before its beginning is refused at `until`.
pub(super) fn both(
    reading: &mut Reading<'_>,
    case: &PaperCase<'_>,
    (from, until): (&str, &str),
) -> Option<(Moment, Moment)> {
    let begun = time(reading, case, from);
    let ended = time(reading, case, until);
    let (begun, ended) = (begun?, ended?);
    if ended < begun {
        reading.wrong(until);
    }
    Some((begun, ended))
}

/// `2026年11月23日08时40分至2026年11月23日09时10分`.
pub(super) fn in_chinese(from: Moment, until: Moment) -> String {
    format!("{}至{}", from.in_chinese(), until.in_chinese())
}

/// Where the stop was, as a proposal for a place that is typed: the words of its place, else its road.
pub(super) fn place(case: &PaperCase<'_>) -> String {
    let place = &case.inspection.facts.place;
    match place.text.trim() {
        "" => format!("{}{}{}", place.route, place.stake, place.direction),
        text => text.to_string(),
    }
}
