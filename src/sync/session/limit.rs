//! How much goes in one question of a session: what headquarters said, and what the line let through; sends nothing.

use crate::wire::message::photograph::{RANGE, RANGE_MIN};

/// The bounds of one session. They only shrink: whoever said so once is not asked again whether he meant it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    /// Bytes of entries in one PUSH, before they are pressed.
    pub(super) push: usize,
    /// Bytes of ranges of photographs in one question.
    pub(super) range: usize,
}

impl Limits {
    pub(super) const NONE: Limits = Limits { push: usize::MAX, range: RANGE };

    /// What WELCOME says.
    pub(super) fn welcomed(&mut self, push_max: u64, range_max: u64) {
        self.push = self.push.min(bytes(push_max));
        self.range = self.range.min(bytes(range_max)).max(RANGE_MIN);
    }

    /// A PUSH of `sent` bytes was too long; `max` is what one may have, where somebody said so.
    pub(super) fn push_over(&mut self, sent: usize, max: Option<u64>) {
        self.push = self.push.min(less(sent, max)).max(1);
    }

    /// Ranges of a question that might have had `asked` bytes were too long; false when they cannot be shorter.
    pub(super) fn range_over(&mut self, asked: usize, max: Option<u64>) -> bool {
        self.range = self.range.min(less(asked, max)).max(RANGE_MIN);
        asked > RANGE_MIN
    }
}

/// Less than `sent` in any case, so that nobody is asked for ever.
fn less(sent: usize, max: Option<u64>) -> usize {
    max.map(bytes).filter(|max| *max < sent).unwrap_or(sent / 2)
}

fn bytes(max: u64) -> usize {
    usize::try_from(max).unwrap_or(usize::MAX)
}
