//! The one clock: wall time of China (+08:00, no daylight saving) and the machine's own counters.
//!
//! Only `Clock::read` reads the machine; everything else is arithmetic on a `Moment` handed in.

use super::day::Day;
use chrono::{DateTime, FixedOffset, Timelike};
use std::fmt;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

const CHINA_SECONDS: i32 = 8 * 3600;

/// An instant in milliseconds since 1970, read and written as Chinese wall time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// The moment `ms` milliseconds after the beginning of 1970, UTC.
    #[must_use]
    pub fn from_ms(ms: i64) -> Moment {
        Moment(ms)
    }

    /// Milliseconds since the beginning of 1970, UTC; negative before.
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

    /// The moment `ms` milliseconds later; saturates at the ends of the range.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Moment {
        Moment(self.0.saturating_add(ms))
    }

    /// The calendar day in China that holds it.
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

    /// Reads what [`Moment::short`] writes, in China's time; `None` when it is none or no such time exists.
    #[must_use]
    pub fn parse_short(text: &str) -> Option<Moment> {
        let (day, time) = text.trim().split_once(' ')?;
        let (hour, minute) = time.trim().split_once(':')?;
        let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
        let exists = (0..24).contains(&hour) && (0..60).contains(&minute);
        exists.then_some(Moment::on(Day::parse(day)?, hour * 60 + minute))
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

/// How headquarters' clock stood against this machine's wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offset {
    /// Headquarters' time less ours: positive when our clock is behind.
    pub offset_ms: i64,
    /// How long ago headquarters told its time.
    pub age_ms: u64,
}

/// The last time that the satellites told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What they told.
    pub wall: Moment,
    /// How long ago they told it.
    pub age_ms: u64,
}

/// What the machine's clocks said at one moment; kept in every entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Wall time in China.
    pub wall: Moment,
    /// Milliseconds since the machine's start where it tells, sleep included, else since the
    /// program's; never goes back.
    pub monotonic_ms: u64,
    /// `None` while headquarters has told no time.
    pub headquarters: Option<Offset>,
    /// `None` while the satellites have told no time.
    pub satellites: Option<Fix>,
}

impl Reading {
    /// The earliest that it can be by headquarters' clock; `None` while it has told no time. What the counter counted since
    /// it told counts; of time before this start of the machine the wall clock alone says how much it was, and that may have
    /// been set: as much counts as the counter vouches for.
    #[must_use]
    pub fn headquarters_vouched(&self) -> Option<Moment> {
        let Offset { offset_ms, age_ms } = self.headquarters?;
        let unvouched_ms = age_ms.saturating_sub(self.monotonic_ms);
        let unvouched_ms = i64::try_from(unvouched_ms).unwrap_or(i64::MAX);
        Some(self.wall.plus_ms(offset_ms).plus_ms(unvouched_ms.saturating_neg()))
    }

    /// A reading of the machine's own two clocks.
    #[must_use]
    pub fn new(wall: Moment, monotonic_ms: u64) -> Reading {
        Reading { wall, monotonic_ms, headquarters: None, satellites: None }
    }
}

/// A time that somebody else told, and where the machine's own counter stood then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    at: Moment,
    monotonic_ms: u64,
    /// How old the word was then already: it came before this start of the machine.
    before_ms: u64,
}

/// The machine's clock, or one that stands still for tests and benchmarks.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// What the machine counts, and what others told it.
    Machine {
        /// When the program began, for machines that tell no counter of their own.
        since: Instant,
        /// `None` while it has told nothing.
        headquarters: Option<Told>,
        /// `None` while they have told nothing.
        satellites: Option<Told>,
    },
    /// For tests and benchmarks.
    Fixed {
        /// What it says, always.
        reading: Reading,
    },
}

impl Clock {
    /// The machine's clock, before anybody has told it anything.
    #[must_use]
    pub fn machine() -> Clock {
        Clock::Machine { since: Instant::now(), headquarters: None, satellites: None }
    }

    /// A clock that stands at `at`; its counter stands as far, so that two of them agree.
    #[must_use]
    pub fn fixed(at: Moment) -> Clock {
        Clock::standing(Reading::new(at, u64::try_from(at.0).unwrap_or(0)))
    }

    /// A clock that always says `reading`.
    #[must_use]
    pub fn standing(reading: Reading) -> Clock {
        Clock::Fixed { reading }
    }

    /// Both clocks of the machine at one moment.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one clock")]
    pub fn read(&self) -> Reading {
        match self {
            Clock::Machine { since, headquarters, satellites } => {
                let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                let wall = Moment(i64::try_from(wall.as_millis()).unwrap_or(i64::MAX));
                let since = || u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
                let monotonic_ms = uptime_ms().unwrap_or_else(since);
                Reading {
                    wall,
                    monotonic_ms,
                    headquarters: headquarters.map(|told| told.offset(wall, monotonic_ms)),
                    satellites: satellites.map(|told| Fix {
                        wall: told.at,
                        age_ms: monotonic_ms.saturating_sub(told.monotonic_ms),
                    }),
                }
            }
            Clock::Fixed { reading } => *reading,
        }
    }

    /// The wall time of now.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.read().wall
    }

    /// Headquarters told its time just now.
    pub fn hear_headquarters(&mut self, at: Moment) {
        let now = self.read();
        let told = Told { at, monotonic_ms: now.monotonic_ms, before_ms: 0 };
        match self {
            Clock::Machine { headquarters, .. } => *headquarters = Some(told),
            Clock::Fixed { reading } => {
                reading.headquarters = Some(told.offset(now.wall, now.monotonic_ms));
            }
        }
    }

    /// The satellites told the time just now.
    pub fn hear_satellites(&mut self, at: Moment) {
        let monotonic_ms = self.read().monotonic_ms;
        self.heard_satellites(at, monotonic_ms);
    }

    /// The satellites told the time when the machine's counter stood at `monotonic_ms`.
    pub fn heard_satellites(&mut self, at: Moment, monotonic_ms: u64) {
        let now = self.read().monotonic_ms;
        match self {
            Clock::Machine { satellites, .. } => {
                *satellites = Some(Told { at, monotonic_ms, before_ms: 0 });
            }
            Clock::Fixed { reading } => {
                let age_ms = now.saturating_sub(monotonic_ms);
                reading.satellites = Some(Fix { wall: at, age_ms });
            }
        }
    }

    /// Takes up what headquarters told in an earlier start of the machine: how far its clock was from this one's wall clock,
    /// which ran on while the machine was off. Nothing else is known until it is heard again.
    pub fn go_on_after_restart(&mut self, earlier: &Reading) {
        let (now, Some(told)) = (self.read(), earlier.headquarters) else { return };
        if now.headquarters.is_some() {
            return;
        }
        let off_ms = now.wall.0.saturating_sub(earlier.wall.0);
        let before_ms = told.age_ms.saturating_add(u64::try_from(off_ms).unwrap_or(0));
        let at = now.wall.plus_ms(told.offset_ms);
        let told = Told { at, monotonic_ms: now.monotonic_ms, before_ms };
        match self {
            Clock::Machine { headquarters, .. } => *headquarters = Some(told),
            Clock::Fixed { reading } => {
                reading.headquarters = Some(told.offset(now.wall, now.monotonic_ms));
            }
        }
    }

    /// Takes up what an earlier program of the same start of the machine had heard.
    pub fn go_on_from(&mut self, earlier: &Reading) {
        let Clock::Machine { headquarters, satellites, .. } = self else { return };
        let age = |age_ms: u64| i64::try_from(age_ms).unwrap_or(i64::MAX);
        if let Some(told) = earlier.headquarters {
            // What is older than this start of the machine stands where the counter begins.
            let here_ms = told.age_ms.min(earlier.monotonic_ms);
            let at = earlier.wall.plus_ms(told.offset_ms.saturating_sub(age(here_ms)));
            let monotonic_ms = earlier.monotonic_ms - here_ms;
            *headquarters = Some(Told { at, monotonic_ms, before_ms: told.age_ms - here_ms });
        }
        if let Some(fix) = earlier.satellites {
            let monotonic_ms = earlier.monotonic_ms.saturating_sub(fix.age_ms);
            *satellites = Some(Told { at: fix.wall, monotonic_ms, before_ms: 0 });
        }
    }
}

impl Told {
    /// How the teller's clock stands against `wall` now, by the machine's own counter.
    fn offset(self, wall: Moment, monotonic_ms: u64) -> Offset {
        let age_ms = monotonic_ms.saturating_sub(self.monotonic_ms);
        let theirs = self.at.plus_ms(i64::try_from(age_ms).unwrap_or(i64::MAX));
        let age_ms = age_ms.saturating_add(self.before_ms);
        Offset { offset_ms: theirs.0.saturating_sub(wall.0), age_ms }
    }
}

/// Milliseconds since the machine's start, sleep included; `None` where it does not tell.
#[cfg(target_os = "linux")]
fn uptime_ms() -> Option<u64> {
    let since = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    let milliseconds = u64::try_from(since.tv_nsec).ok()? / 1_000_000;
    u64::try_from(since.tv_sec).ok()?.checked_mul(1000)?.checked_add(milliseconds)
}

#[cfg(not(target_os = "linux"))]
fn uptime_ms() -> Option<u64> {
    None
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

    #[test]
    fn what_headquarters_told_ages_and_stays_true_when_the_wall_clock_is_set() {
        let told = Told { at: Moment(500_000), monotonic_ms: 1_000, before_ms: 0 };
        assert_eq!(told.offset(Moment(490_000), 1_000), Offset { offset_ms: 10_000, age_ms: 0 });
        // Ten seconds later somebody has set the wall clock right.
        assert_eq!(told.offset(Moment(510_000), 11_000), Offset { offset_ms: 0, age_ms: 10_000 });
    }

    #[test]
    fn a_program_goes_on_with_what_the_one_before_it_heard() {
        let mut clock = Clock::machine();
        assert_eq!((clock.read().headquarters, clock.read().satellites), (None, None));
        clock.hear_headquarters(clock.now().plus_ms(3_600_000));
        clock.hear_satellites(Moment(7));
        let earlier = clock.read();
        let mut next = Clock::machine();
        next.go_on_from(&earlier);
        let later = next.read();
        // The machine's counter tells hundredths of a second.
        let hour = |reading: &Reading| reading.headquarters.unwrap().offset_ms - 3_600_000;
        assert!(hour(&earlier).abs() <= 100 && hour(&later).abs() <= 100);
        assert_eq!(later.satellites.unwrap().wall, Moment(7));
        assert!(later.monotonic_ms >= earlier.monotonic_ms);
    }

    #[test]
    fn what_headquarters_told_outlives_a_restart_and_shows_a_clock_that_is_set_behind_it() {
        let mut earlier = Reading::new(Moment(1_000_000), 900_000);
        earlier.headquarters = Some(Offset { offset_ms: 150_000, age_ms: 40_000 });
        // An hour later, the counter began anew.
        let mut clock = Clock::fixed(Moment(4_600_000));
        clock.go_on_after_restart(&earlier);
        let told = Offset { offset_ms: 150_000, age_ms: 3_640_000 };
        assert_eq!(clock.read().headquarters, Some(told));
        // Ten minutes on, somebody has set the wall clock right.
        let kept = Told { at: Moment(4_750_000), monotonic_ms: 0, before_ms: 3_640_000 };
        let after = kept.offset(Moment(5_350_000), 600_000);
        assert_eq!(after, Offset { offset_ms: 0, age_ms: 4_240_000 });
        // What this start of the machine heard itself counts.
        clock.hear_headquarters(Moment(4_600_007));
        clock.go_on_after_restart(&earlier);
        assert_eq!(clock.read().headquarters, Some(Offset { offset_ms: 7, age_ms: 0 }));
        // A wall clock that went back makes no word younger than it was.
        let mut back = Clock::fixed(Moment(10));
        back.go_on_after_restart(&earlier);
        assert_eq!(back.read().headquarters.unwrap().age_ms, 40_000);
    }

    #[test]
    fn over_a_restart_no_more_time_is_vouched_for_than_the_counter_counted() {
        let year = 365 * 86_400_000_i64;
        let mut earlier = Reading::new(Moment(1_000_000), 900_000);
        earlier.headquarters = Some(Offset { offset_ms: 150_000, age_ms: 40_000 });
        assert_eq!(earlier.headquarters_vouched(), Some(Moment(1_150_000)), "told in this start");
        // What it told then, 40 s before, and the minutes that the machine is on since.
        let told = 1_150_000 - 40_000;
        for (wall, counted) in [(4_600_000, 60_000), (1_000_000 + 9 * year, 60_000)] {
            let mut clock = Clock::standing(Reading::new(Moment(wall), counted));
            clock.go_on_after_restart(&earlier);
            let vouched = clock.read().headquarters_vouched();
            let counted = i64::try_from(counted).unwrap();
            assert_eq!(vouched, Some(Moment(told + counted)), "the wall clock says {wall}");
        }
        // A wall clock that went back says less, and is believed.
        let mut back = Clock::standing(Reading::new(Moment(10), 60_000));
        back.go_on_after_restart(&earlier);
        assert_eq!(back.read().headquarters_vouched(), Some(Moment(150_010)));
        assert_eq!(Reading::new(Moment(7), 1).headquarters_vouched(), None);
    }

    #[test]
    fn a_word_from_before_the_restart_is_carried_on_by_each_program_behind_it() {
        let mut earlier = Clock::machine().read();
        let age_ms = earlier.monotonic_ms + 5_000;
        earlier.headquarters = Some(Offset { offset_ms: 70_000, age_ms });
        let mut next = Clock::machine();
        next.go_on_from(&earlier);
        let told = next.read().headquarters.unwrap();
        assert!((told.offset_ms - 70_000).abs() <= 100 && told.age_ms >= age_ms, "{told:?}");
    }

    #[test]
    fn a_clock_that_stands_still_is_told_the_time_at_its_own_moment() {
        let mut clock = Clock::fixed(Moment(5));
        clock.go_on_from(&Reading::new(Moment(1), 1));
        assert_eq!(clock.read(), Reading::new(Moment(5), 5));
        clock.hear_headquarters(Moment(9));
        clock.hear_satellites(Moment(8));
        let told = clock.read();
        assert_eq!(told.headquarters, Some(Offset { offset_ms: 4, age_ms: 0 }));
        assert_eq!(told.satellites, Some(Fix { wall: Moment(8), age_ms: 0 }));
    }
}
