//! A step of the laptop's clock: noticed between two readings, never used to order anything.

use crate::stdx::clock::Reading;
use crate::stdx::id::Id;

/// A clock that ran on loses a second to a leap second or to rounding, never more.
const BACK_MS: i64 = 2_000;
/// Beyond this the machine's wall clock was set, or is not to be trusted: no crystal drifts so far
/// between two entries, and a paper's time is given to the minute.
const OFF_MS: i64 = 120_000;

/// What a laptop's clocks said, and in which start of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Witness {
    pub reading: Reading,
    /// One id per start of the machine: only within one can its own counter be compared.
    pub boot: Id,
}

/// How a clock's step showed itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Earlier than the entry before.
    WentBack,
    /// Within one start of the machine, another span than its counter gives.
    Jumped,
    /// Away from the time that headquarters told.
    OffHeadquarters,
}

impl StepKind {
    pub const ALL: [StepKind; 3] =
        [StepKind::WentBack, StepKind::Jumped, StepKind::OffHeadquarters];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            StepKind::WentBack => "went_back",
            StepKind::Jumped => "jumped",
            StepKind::OffHeadquarters => "off_headquarters",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<StepKind> {
        StepKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A step of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockStep {
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
    Right,
    Wrong,
    Unknown,
}

impl ClockWord {
    pub const ALL: [ClockWord; 3] = [ClockWord::Right, ClockWord::Wrong, ClockWord::Unknown];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ClockWord::Right => "right",
            ClockWord::Wrong => "wrong",
            ClockWord::Unknown => "unknown",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<ClockWord> {
        ClockWord::ALL.into_iter().find(|said| said.word() == word)
    }
}

/// The step between the entry before and now; `None` when the clock ran on, or when nobody can tell:
/// a clock that went forward while the machine was off went as far as the time did.
#[must_use]
pub fn judge(before: &Witness, now: &Witness) -> Option<ClockStep> {
    let wall = now.reading.wall.ms().saturating_sub(before.reading.wall.ms());
    // A counter that stands lower than it stood counted from somewhere else.
    let (earlier, later) = (before.reading.monotonic_ms, now.reading.monotonic_ms);
    let counted = (before.boot == now.boot && earlier <= later).then(|| {
        let counter = |of: &Witness| i64::try_from(of.reading.monotonic_ms).unwrap_or(i64::MAX);
        counter(now).saturating_sub(counter(before))
    });
    if wall < -BACK_MS {
        let by_ms = wall.saturating_sub(counted.unwrap_or(0));
        return Some(ClockStep { kind: StepKind::WentBack, by_ms });
    }
    if let Some(counted) = counted {
        let by_ms = wall.saturating_sub(counted);
        if by_ms.saturating_abs() > OFF_MS {
            return Some(ClockStep { kind: StepKind::Jumped, by_ms });
        }
    }
    // Said once, when it shows first: the entry before bears what was known then.
    let off = |of: &Witness| {
        let ahead_ms = of.reading.headquarters.map(|told| told.offset_ms.saturating_neg());
        ahead_ms.filter(|ahead_ms| ahead_ms.saturating_abs() > OFF_MS)
    };
    match (off(before), off(now)) {
        (None, Some(by_ms)) => Some(ClockStep { kind: StepKind::OffHeadquarters, by_ms }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stdx::clock::{Moment, Offset};

    const SECOND: i64 = 1_000;
    const DAY: i64 = 86_400 * SECOND;

    fn witness(wall_ms: i64, counter_ms: u64, boot: u8) -> Witness {
        let reading = Reading::new(Moment::from_ms(wall_ms), counter_ms);
        Witness { reading, boot: Id([boot; 16]) }
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
        // Set back by less than the time that passed: the counter knows.
        let slow = judge(&witness(0, 0, 1), &witness(10 * SECOND, 3_600_000, 1)).unwrap();
        assert_eq!((slow.kind, slow.by_ms), (StepKind::Jumped, 10 * SECOND - 3_600_000));
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
