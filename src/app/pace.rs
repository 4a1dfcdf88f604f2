//! How fast this link has carried so far, and what that means for what is left; pure, guesses nothing.

/// Measured over about so long: a line changes.
const WINDOW_MS: u64 = 60_000;
/// Less than this tells nothing.
const LEAST_MS: u64 = 200;
const LEAST_BYTES: u64 = 512;

/// Bytes that were answered and the time that they took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    bytes: u64,
    ms: u64,
    /// Entries before and after they were pressed.
    raw: u64,
    pressed: u64,
}

impl Pace {
    /// A question of `bytes` with its answer was carried in `ms`; what is old weighs less.
    pub fn carried(&mut self, bytes: u64, ms: u64) {
        self.bytes += bytes;
        self.ms += ms;
        while self.ms > WINDOW_MS {
            self.bytes /= 2;
            self.ms /= 2;
        }
    }

    /// Entries of `raw` bytes travelled as `pressed`.
    pub fn pressed(&mut self, raw: u64, pressed: u64) {
        self.raw += raw;
        self.pressed += pressed;
    }

    /// Bytes a second; `None` while too little was carried to say.
    #[must_use]
    pub fn rate(&self) -> Option<u64> {
        let is_known = self.ms >= LEAST_MS && self.bytes >= LEAST_BYTES;
        is_known.then(|| (self.bytes.saturating_mul(1_000) / self.ms).max(1))
    }

    /// Seconds for what is left; `None` while nobody can know. Entries count as they were pressed so far, and whole
    /// while none were.
    #[must_use]
    pub fn seconds(&self, entry_bytes: u64, blob_bytes: u64) -> Option<u64> {
        let pressed = (entry_bytes.saturating_mul(self.pressed))
            .checked_div(self.raw)
            .map_or(entry_bytes, |pressed| pressed.min(entry_bytes));
        Some(pressed.saturating_add(blob_bytes).div_ceil(self.rate()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_before_something_was_carried() {
        let mut pace = Pace::default();
        assert_eq!(pace.seconds(1_000, 1_000), None);
        pace.carried(400, 100);
        assert_eq!(pace.rate(), None, "one small answer tells nothing");
    }

    #[test]
    fn what_is_left_is_told_by_what_was_carried() {
        let mut pace = Pace::default();
        pace.carried(40_000, 10_000);
        assert_eq!(pace.rate(), Some(4_000));
        assert_eq!(pace.seconds(0, 400_000), Some(100));
        assert_eq!(pace.seconds(8_000, 0), Some(2), "whole, while none was pressed");
        pace.pressed(10_000, 2_500);
        assert_eq!(pace.seconds(80_000, 0), Some(5));
    }

    #[test]
    fn a_line_that_became_slow_is_believed_after_a_minute() {
        let mut pace = Pace::default();
        pace.carried(50_000_000, 10_000);
        for _ in 0..24 {
            pace.carried(20_000, 10_000);
        }
        assert!(pace.rate().is_some_and(|rate| rate < 200_000), "{pace:?}");
    }
}
