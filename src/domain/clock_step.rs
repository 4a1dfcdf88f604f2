//! A step of the laptop's clock: noticed between two readings, never used to order anything.

use crate::stdx::clock::Reading;
use crate::stdx::id::Id;

/// A clock that ran on loses a second to a leap second or to rounding, never more.
const BACK_MS: i64 = 2_000;
/// So far behind the machine's own counter the wall clock was set back between two entries, however long ago the first of
/// them was: both run on the same crystal, are read one behind the other, and a leap second is one.
const BEHIND_MS: i64 = 5_000;
/// Beyond this the machine's wall clock was set, or is not to be trusted: no crystal drifts so far
/// between two entries, and a paper's time is given to the minute.
const OFF_MS: i64 = 120_000;

/// What a laptop's clocks said, and in which start of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Witness {
    /// Wall clock and the machine's own counter, read together.
    pub reading: Reading,
    /// One id per start of the machine: only within one can its own counter be compared.
    pub boot: Id,
}

/// How a clock's step showed itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Earlier than the entry before, or behind what the machine's counter gives since then.
    WentBack,
    /// Within one start of the machine, another span than its counter gives.
    Jumped,
    /// Away from the time that headquarters told.
    OffHeadquarters,
    /// Away from the time that the satellites told.
    OffSatellites,
}

impl StepKind {
    /// Every kind.
    pub const ALL: [StepKind; 4] =
        [StepKind::WentBack, StepKind::Jumped, StepKind::OffHeadquarters, StepKind::OffSatellites];

    /// The word kept in the journal.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            StepKind::WentBack => "went_back",
            StepKind::Jumped => "jumped",
            StepKind::OffHeadquarters => "off_headquarters",
            StepKind::OffSatellites => "off_satellites",
        }
    }

    /// The kind of a word; `None` for one of a later release.
    #[must_use]
    pub fn from_word(word: &str) -> Option<StepKind> {
        StepKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A step of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockStep {
    /// How it was noticed.
    pub kind: StepKind,
    /// Milliseconds by which the wall clock stands ahead of where it should be; negative is behind.
    pub by_ms: i64,
}

impl ClockStep {
    /// The sentence that tells this step, as a key of the screens' words: the kind and the direction.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match (self.kind, self.by_ms < 0) {
            (StepKind::WentBack, _) => "clock.went_back",
            (StepKind::Jumped, false) => "clock.jumped_ahead",
            (StepKind::Jumped, true) => "clock.jumped_behind",
            (StepKind::OffHeadquarters, false) => "clock.ahead_of_headquarters",
            (StepKind::OffHeadquarters, true) => "clock.behind_headquarters",
            (StepKind::OffSatellites, false) => "clock.ahead_of_satellites",
            (StepKind::OffSatellites, true) => "clock.behind_satellites",
        }
    }

    /// How far, in the largest unit of which there are at least two, and the key of that unit's word.
    #[must_use]
    pub fn size(self) -> (u64, &'static str) {
        let ms = self.by_ms.unsigned_abs();
        match ms {
            0..120_000 => (ms / 1_000, "clock.seconds"),
            120_000..7_200_000 => (ms / 60_000, "clock.minutes"),
            7_200_000..172_800_000 => (ms / 3_600_000, "clock.hours"),
            _ => (ms / 86_400_000, "clock.days"),
        }
    }
}

/// What an officer said when asked whether the clock is right now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockWord {
    /// The clock is right now.
    Right,
    /// It is wrong; a paper's time may be, too.
    Wrong,
    /// He cannot tell.
    Unknown,
}

impl ClockWord {
    /// Every answer.
    pub const ALL: [ClockWord; 3] = [ClockWord::Right, ClockWord::Wrong, ClockWord::Unknown];

    /// The word kept in the journal.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ClockWord::Right => "right",
            ClockWord::Wrong => "wrong",
            ClockWord::Unknown => "unknown",
        }
    }

    /// The answer of a word; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<ClockWord> {
        ClockWord::ALL.into_iter().find(|said| said.word() == word)
    }
}

/// What the journal knows of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockMemory {
    /// The entry before.
    pub before: Witness,
    /// Where the clock was taken for right last in this start of the machine: its first entry, or the last one that said a
    /// step. A clock that drifts slowly is held against it, not against the entry before.
    pub anchor: Witness,
    /// The last step that was said.
    pub said: Option<ClockStep>,
}

/// The step that shows now; `None` when the clock ran on, or when nobody can tell: a clock that went forward while the
/// machine was off went as far as the time did.
#[must_use]
pub fn judge(known: &ClockMemory, now: &Witness) -> Option<ClockStep> {
    between(&known.before, now).or_else(|| drifted(&known.anchor, now)).or_else(|| off(known, now))
}

fn between(before: &Witness, now: &Witness) -> Option<ClockStep> {
    let wall = now.reading.wall.ms().saturating_sub(before.reading.wall.ms());
    let by_ms = wall.saturating_sub(counted(before, now).unwrap_or(0));
    // Without a counter an earlier time is all that can be seen.
    let is_behind = counted(before, now).is_some() && by_ms < -BEHIND_MS;
    if wall < -BACK_MS || is_behind {
        return Some(ClockStep { kind: StepKind::WentBack, by_ms });
    }
    drifted(before, now)
}

/// Another span of the wall clock than the machine's counter gives, within one start; small ones add up since `since`.
fn drifted(since: &Witness, now: &Witness) -> Option<ClockStep> {
    let wall = now.reading.wall.ms().saturating_sub(since.reading.wall.ms());
    let by_ms = wall.saturating_sub(counted(since, now)?);
    let far = by_ms.saturating_abs() > OFF_MS;
    far.then_some(ClockStep { kind: StepKind::Jumped, by_ms })
}

/// Milliseconds that the machine's counter gives; a counter that stands lower than it stood counted from somewhere else.
fn counted(before: &Witness, now: &Witness) -> Option<i64> {
    let (earlier, later) = (before.reading.monotonic_ms, now.reading.monotonic_ms);
    (before.boot == now.boot && earlier <= later).then(|| {
        let counter = |of: &Witness| i64::try_from(of.reading.monotonic_ms).unwrap_or(i64::MAX);
        counter(now).saturating_sub(counter(before))
    })
}

/// Away from what headquarters or the satellites told: said when it shows first, because the entry before bears what was
/// known then, and again when it has grown or turned by as much since it was said.
fn off(known: &ClockMemory, now: &Witness) -> Option<ClockStep> {
    [StepKind::OffHeadquarters, StepKind::OffSatellites].into_iter().find_map(|kind| {
        let by_ms = ahead(kind, &now.reading)?;
        let said = known.said.filter(|said| said.kind == kind).map(|said| said.by_ms);
        let known_ms = ahead(kind, &known.before.reading).map(|before| said.unwrap_or(before));
        let is_new = known_ms.is_none_or(|known| by_ms.abs_diff(known) > OFF_MS.unsigned_abs());
        is_new.then_some(ClockStep { kind, by_ms })
    })
}

/// How far the wall clock stands ahead of the teller's, where that is too far.
fn ahead(kind: StepKind, reading: &Reading) -> Option<i64> {
    let ahead_ms = match kind {
        StepKind::OffHeadquarters => reading.headquarters?.offset_ms.saturating_neg(),
        StepKind::OffSatellites => {
            let fix = reading.satellites?;
            let age_ms = i64::try_from(fix.age_ms).unwrap_or(i64::MAX);
            reading.wall.ms().saturating_sub(fix.wall.ms().saturating_add(age_ms))
        }
        StepKind::WentBack | StepKind::Jumped => return None,
    };
    (ahead_ms.saturating_abs() > OFF_MS).then_some(ahead_ms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stdx::clock::{Fix, Moment, Offset};

    const SECOND: i64 = 1_000;
    const DAY: i64 = 86_400 * SECOND;

    fn witness(wall_ms: i64, counter_ms: u64, boot: u8) -> Witness {
        let reading = Reading::new(Moment::from_ms(wall_ms), counter_ms);
        Witness { reading, boot: Id([boot; 16]) }
    }

    /// The step against one earlier entry, in which nothing was said.
    fn judge(before: &Witness, now: &Witness) -> Option<ClockStep> {
        super::judge(&ClockMemory { before: *before, anchor: *before, said: None }, now)
    }

    /// One second by the counter after noon, the wall `by_ms` away from that.
    fn after(by_ms: i64, boot: u8) -> Option<(StepKind, i64)> {
        let noon = Moment::parse("2026-11-23T12:00:00+08:00").unwrap().ms();
        let now = witness(noon + SECOND + by_ms, 61_000, boot);
        judge(&witness(noon, 60_000, 1), &now).map(|step| (step.kind, step.by_ms))
    }

    #[test]
    fn a_step_in_one_start_of_the_machine_is_noticed_both_ways() {
        for by_ms in [0, SECOND, -SECOND, 2 * SECOND, -3 * SECOND, OFF_MS, 90 * SECOND] {
            assert_eq!(after(by_ms, 1), None, "{by_ms}");
        }
        assert_eq!(after(-3 * SECOND - 1, 1), Some((StepKind::WentBack, -3 * SECOND - 1)));
        assert_eq!(after(OFF_MS + 1, 1), Some((StepKind::Jumped, OFF_MS + 1)));
        for days in [1, 3_650] {
            assert_eq!(after(days * DAY, 1), Some((StepKind::Jumped, days * DAY)));
            assert_eq!(after(-days * DAY, 1), Some((StepKind::WentBack, -days * DAY)));
        }
    }

    #[test]
    fn a_clock_set_back_by_less_than_the_time_that_passed_is_behind_the_counter() {
        let since = |minutes: i64, by_ms: i64, boot: u8| {
            let counter = u64::try_from(minutes * 60 * SECOND).unwrap();
            let now = witness(minutes * 60 * SECOND + by_ms, counter, boot);
            judge(&witness(0, 0, 1), &now).map(|step| (step.kind, step.by_ms))
        };
        let back = |by_ms| Some((StepKind::WentBack, by_ms));
        for minutes in [1, 10, 24 * 60] {
            for by_ms in [0, -SECOND, -BEHIND_MS, 90 * SECOND] {
                assert_eq!(since(minutes, by_ms, 1), None, "{minutes} {by_ms}");
            }
            assert_eq!(since(minutes, -BEHIND_MS - 1, 1), back(-BEHIND_MS - 1), "{minutes}");
        }
        assert_eq!(since(10, -100 * SECOND, 1), back(-100 * SECOND));
        assert_eq!(since(60, 10 * SECOND - 3_600_000, 1), back(10 * SECOND - 3_600_000));
        assert_eq!(since(10, -100 * SECOND, 2), None, "the counter began anew");
    }

    #[test]
    fn after_a_new_start_only_going_back_can_be_told() {
        assert_eq!(after(DAY, 2), None, "the laptop was off for a day");
        assert_eq!(after(3_650 * DAY, 2), None);
        assert_eq!(after(-DAY, 2), Some((StepKind::WentBack, -DAY + SECOND)));
        // A dead battery: the machine wakes on a first of January.
        let before = Moment::parse("2026-11-23T12:00:00+08:00").unwrap().ms();
        let dead = Moment::parse("2000-01-01T00:00:00+08:00").unwrap().ms();
        let step = judge(&witness(before, 9_000, 1), &witness(dead, 5_000, 2)).unwrap();
        assert_eq!((step.kind, step.by_ms), (StepKind::WentBack, dead - before));
        // And the turn of the year itself is no step.
        let eve = Moment::parse("2026-12-31T23:59:59+08:00").unwrap().ms();
        assert_eq!(judge(&witness(eve, 0, 1), &witness(eve + 2 * SECOND, 2_000, 1)), None);
    }

    #[test]
    fn off_headquarters_is_said_when_it_shows_first() {
        let at = |offset_ms: Option<i64>| {
            let mut witness = witness(0, 0, 1);
            witness.reading.headquarters =
                offset_ms.map(|offset_ms| Offset { offset_ms, age_ms: 10 });
            witness
        };
        let off = Some(ClockStep { kind: StepKind::OffHeadquarters, by_ms: -130_000 });
        assert_eq!(judge(&at(None), &at(Some(130_000))), off, "we are behind");
        assert_eq!(judge(&at(Some(5_000)), &at(Some(130_000))), off);
        assert_eq!(judge(&at(Some(130_000)), &at(Some(131_000))), None, "it was said");
        assert_eq!(judge(&at(None), &at(Some(-OFF_MS))), None);
        assert_eq!(judge(&at(Some(130_000)), &at(None)), None);
    }

    #[test]
    fn a_clock_that_drifts_away_from_headquarters_is_asked_about_each_two_minutes() {
        let at = |offset_ms: i64| {
            let mut witness = witness(0, 0, 1);
            witness.reading.headquarters = Some(Offset { offset_ms, age_ms: 10 });
            witness
        };
        let (mut known, mut said) =
            (ClockMemory { before: at(0), anchor: at(0), said: None }, Vec::new());
        for offset_ms in (0..=500_000).step_by(500) {
            let step = super::judge(&known, &at(offset_ms));
            said.extend(step.map(|step| step.by_ms));
            known = ClockMemory { before: at(offset_ms), said: step.or(known.said), ..known };
        }
        assert_eq!(said, [-120_500, -241_000, -361_500, -482_000]);
        // Set right and gone wrong again: that is new, whatever was said of it before.
        known.before = at(0);
        assert!(super::judge(&known, &at(482_000)).is_some());
    }

    #[test]
    fn a_clock_that_drifts_slowly_against_the_machines_counter_is_noticed() {
        let drifting = |n: i64| witness(n * 61_000, u64::try_from(n).unwrap() * 60_000, 1);
        let (mut known, mut said) =
            (ClockMemory { before: drifting(0), anchor: drifting(0), said: None }, Vec::new());
        for n in 1..=250 {
            let (now, step) = (drifting(n), super::judge(&known, &drifting(n)));
            said.extend(step.map(|step| (n, step.kind, step.by_ms)));
            known =
                ClockMemory { before: now, anchor: step.map_or(known.anchor, |_| now), said: step };
        }
        assert_eq!(said, [(121, StepKind::Jumped, 121_000), (242, StepKind::Jumped, 121_000)]);
    }

    #[test]
    fn a_clock_away_from_the_satellites_is_asked_about() {
        let told = |wall_ms: i64, fix_ms: i64, age_ms: u64| {
            let mut witness = witness(wall_ms, 0, 1);
            let wall = Moment::from_ms(fix_ms);
            witness.reading.satellites = Some(Fix { wall, age_ms });
            witness
        };
        let calm = witness(1_000_000, 0, 1);
        let off = |by_ms| Some(ClockStep { kind: StepKind::OffSatellites, by_ms });
        assert_eq!(judge(&calm, &told(1_000_000, 700_000, 100_000)), off(200_000));
        assert_eq!(judge(&calm, &told(1_000_000, 1_200_000, 1_000)), off(-201_000));
        assert_eq!(judge(&calm, &told(1_000_000, 890_000, 100_000)), None);
        let (before, now) = (told(0, 300_000, 0), told(0, 310_000, 0));
        assert_eq!(judge(&before, &now), None, "it was said");
    }

    #[test]
    fn no_reading_however_mad_stops_the_program() {
        for ms in [i64::MIN, -1, 0, i64::MAX] {
            for counter in [0, u64::MAX] {
                let mut mad = witness(ms, counter, 1);
                mad.reading.headquarters = Some(Offset { offset_ms: i64::MIN, age_ms: u64::MAX });
                let _ = judge(&witness(i64::MAX, 0, 1), &mad);
                let _ = judge(&mad, &witness(i64::MIN, u64::MAX, 1));
            }
        }
    }
}
