//! Wrong tries and the wait after them, by the machine's own counter; a clock that is set changes nothing.

use super::id::Id;

/// Wrong tries before a wait (GB/T 22239: 登录失败处理).
pub const TRIES: u32 = 5;
/// The first wait; each further one is twice as long.
pub const FIRST_WAIT_MS: u64 = 15 * 60_000;
/// The longest wait: one day.
const LONGEST_WAIT_MS: u64 = 24 * 3_600_000;

/// A moment of the machine's own counter, which only one start of the machine knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Which start of the machine.
    pub boot: Id,
    /// Milliseconds on its counter.
    pub monotonic_ms: u64,
}

/// What one person's tries came to. It is written down before a try is made, so that a program that
/// is killed in the middle has counted it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tries {
    /// Wrong tries since the last right one.
    pub failed: u32,
    /// Waits since the last right try.
    pub waits: u32,
    /// What was left of the wait at `seen`.
    pub wait_ms: u64,
    /// When `wait_ms` was written down.
    pub seen: Tick,
}

impl Tries {
    /// Nothing was tried yet.
    #[must_use]
    pub fn none(now: Tick) -> Tries {
        Tries { failed: 0, waits: 0, wait_ms: 0, seen: now }
    }

    /// What is left of the wait. Time in which the machine was off, or that another start of it
    /// counted, is not believed: a restart never shortens a wait.
    #[must_use]
    pub fn wait_at(&self, now: Tick) -> u64 {
        let same_run = self.seen.boot == now.boot && self.seen.monotonic_ms <= now.monotonic_ms;
        let passed = if same_run { now.monotonic_ms - self.seen.monotonic_ms } else { 0 };
        self.wait_ms.saturating_sub(passed)
    }

    /// Takes note of the wait as it stands, so that it runs on from here.
    pub fn look(&mut self, now: Tick) {
        self.wait_ms = self.wait_at(now);
        self.seen = now;
    }

    /// Counts a try as wrong before it is made.
    ///
    /// # Errors
    /// With the milliseconds to wait, when no try is allowed now; it is not counted then.
    pub fn begin(&mut self, now: Tick) -> Result<(), u64> {
        self.look(now);
        if self.wait_ms > 0 {
            return Err(self.wait_ms);
        }
        self.failed = self.failed.saturating_add(1);
        if self.failed.is_multiple_of(TRIES) {
            let doubled = FIRST_WAIT_MS.checked_shl(self.waits).unwrap_or(LONGEST_WAIT_MS);
            self.wait_ms = doubled.clamp(FIRST_WAIT_MS, LONGEST_WAIT_MS);
            self.waits = (self.waits + 1).min(16);
        }
        Ok(())
    }

    /// The try was right.
    pub fn succeeded(&mut self) {
        *self = Tries::none(self.seen);
    }

    /// Tries that are left before the next wait.
    #[must_use]
    pub fn left(&self) -> u32 {
        TRIES - self.failed % TRIES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60_000;

    fn at(boot: u8, minutes: u64) -> Tick {
        Tick { boot: Id([boot; 16]), monotonic_ms: minutes * MINUTE }
    }

    fn five_wrong(tries: &mut Tries, now: Tick) {
        for _ in 0..TRIES {
            assert_eq!(tries.begin(now), Ok(()));
        }
    }

    #[test]
    fn five_wrong_tries_wait_fifteen_minutes_and_then_twice_as_long() {
        let mut tries = Tries::none(at(1, 0));
        five_wrong(&mut tries, at(1, 0));
        assert_eq!(tries.begin(at(1, 0)), Err(15 * MINUTE));
        assert_eq!(tries.begin(at(1, 14)), Err(MINUTE), "asking again is no try");
        five_wrong(&mut tries, at(1, 15));
        assert_eq!(tries.begin(at(1, 15)), Err(30 * MINUTE));
        five_wrong(&mut tries, at(1, 45));
        assert_eq!(tries.begin(at(1, 45)), Err(60 * MINUTE));
        tries.succeeded();
        assert_eq!((tries.begin(at(1, 46)), tries.left()), (Ok(()), 4));
    }

    #[test]
    fn a_restart_shortens_no_wait_and_the_wait_runs_on_from_it() {
        let mut tries = Tries::none(at(1, 100));
        five_wrong(&mut tries, at(1, 100));
        // Ten minutes pass, then the machine starts anew with its counter at zero, or far ahead.
        tries.look(at(1, 110));
        for start in [at(2, 0), at(2, 9_999), at(1, 3)] {
            assert_eq!(tries.clone().begin(start), Err(5 * MINUTE));
        }
        tries.look(at(2, 0));
        assert_eq!(tries.begin(at(2, 4)), Err(MINUTE));
        assert_eq!(tries.begin(at(2, 5)), Ok(()));
    }

    #[test]
    fn the_longest_wait_is_a_day() {
        let mut tries = Tries::none(at(1, 0));
        let mut now = 0;
        for _ in 0..40 {
            five_wrong(&mut tries, at(1, now));
            now += tries.wait_at(at(1, now)) / MINUTE;
        }
        assert_eq!(tries.wait_ms, LONGEST_WAIT_MS);
    }
}
