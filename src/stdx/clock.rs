//! The one clock: wall time of China (+08:00, no daylight saving) and the machine's own counters.
//!
//! Only `Clock::now` reads the machine; everything else is arithmetic on a `Moment` handed in.

use super::day::Day;
use chrono::{DateTime, FixedOffset, Timelike};
use std::fmt;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

const CHINA_SECONDS: i32 = 8 * 3600;

/// An instant in milliseconds since 1970, read and written as Chinese wall time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    #[must_use]
    pub fn from_ms(ms: i64) -> Moment {
        Moment(ms)
    }

    #[must_use]
    pub fn ms(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339 (`2026-11-23T08:40:00+08:00`); `None` when it is none or no such time exists.
    #[must_use]
    pub fn parse(text: &str) -> Option<Moment> {
        DateTime::parse_from_rfc3339(text).ok().map(|at| Moment(at.timestamp_millis()))
    }

    /// The moment `minutes` past midnight of `day`.
    #[must_use]
    pub fn on(day: Day, minutes: i64) -> Moment {
        let midnight = day.date().and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis();
        Moment(midnight - i64::from(CHINA_SECONDS) * 1000 + minutes * 60_000)
    }

    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Moment {
        Moment(self.0.saturating_add(ms))
    }

    #[must_use]
    pub fn day(self) -> Day {
        Day::from_date(self.local().date_naive())
    }

    /// Hour of the day, 0 to 23.
    #[must_use]
    pub fn hour(self) -> u32 {
        self.local().hour()
    }

    /// `2026年11月23日08时40分`: papers give times to the minute.
    #[must_use]
    pub fn in_chinese(self) -> String {
        self.local().format("%Y年%-m月%-d日%H时%M分").to_string()
    }

    /// `14:32`.
    #[must_use]
    pub fn hour_minute(self) -> String {
        self.local().format("%H:%M").to_string()
    }

    /// `14:32:07`.
    #[must_use]
    pub fn hour_minute_second(self) -> String {
        self.local().format("%H:%M:%S").to_string()
    }

    /// `2026-11-23 14:32`.
    #[must_use]
    pub fn short(self) -> String {
        self.local().format("%Y-%m-%d %H:%M").to_string()
    }

    /// RFC 3339 with the offset of China.
    #[must_use]
    pub fn rfc3339(self) -> String {
        self.local().to_rfc3339()
    }

    fn local(self) -> DateTime<FixedOffset> {
        let china = FixedOffset::east_opt(CHINA_SECONDS).expect("eight hours are an offset");
        DateTime::from_timestamp_millis(self.0).unwrap_or_default().with_timezone(&china)
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.rfc3339())
    }
}

/// What the machine's clocks said at one moment; kept in every entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub wall: Moment,
    /// Milliseconds since this clock was made; never goes back.
    pub monotonic_ms: u64,
}

/// The machine's clock, or one that stands still for tests and benchmarks.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    Machine { since: Instant },
    Fixed { at: Moment },
}

impl Clock {
    #[must_use]
    pub fn machine() -> Clock {
        Clock::Machine { since: Instant::now() }
    }

    #[must_use]
    pub fn fixed(at: Moment) -> Clock {
        Clock::Fixed { at }
    }

    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one clock")]
    pub fn read(&self) -> Reading {
        match self {
            Clock::Machine { since } => {
                let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Reading {
                    wall: Moment(i64::try_from(wall.as_millis()).unwrap_or(i64::MAX)),
                    monotonic_ms: u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX),
                }
            }
            Clock::Fixed { at } => Reading { wall: *at, monotonic_ms: 0 },
        }
    }

    #[must_use]
    pub fn now(&self) -> Moment {
        self.read().wall
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_shown_in_chinese_time() {
        let at = Moment::parse("2026-11-23T00:40:00Z").unwrap();
        assert_eq!(at.in_chinese(), "2026年11月23日08时40分");
        assert_eq!(at.day(), Day::parse("2026-11-23").unwrap());
        assert_eq!(Moment::on(at.day(), 8 * 60 + 40), at);
        assert_eq!(at.rfc3339(), "2026-11-23T08:40:00+08:00");
    }

    #[test]
    fn a_day_that_does_not_exist_is_no_moment() {
        assert_eq!(Moment::parse("2026-02-30T08:40:00+08:00"), None);
        assert_eq!(Moment::parse("2026-11-23"), None);
    }
}
