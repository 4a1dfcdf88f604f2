//! How much goes in one question of a session, and comes in one answer: what headquarters said, what the line let through,
//! and how fast it is; sends nothing.

use crate::wire::message::inclusion::LINKS_MAX;
use crate::wire::message::photograph::{RANGE, RANGE_MIN, RANGES_MAX};

/// Bytes of ranges in a first question: ten seconds at 50 kbit/s, and soon doubled where the line is better.
const PACE_FIRST: usize = 64 * 1024;
/// An entry that is written meanwhile waits behind the question that is under way, and a cut costs all of it.
const SLOW_MS: i64 = 20_000;
/// Twice as many bytes would still not be slow.
const QUICK_MS: i64 = 8_000;
/// Beyond [`RANGE`] only a line is tried that carries this much in such a time: a cut of a longer question costs nobody more
/// than a few seconds then, were none of it kept.
const FAST_MS: i64 = 1_000;
/// A line that was cut may be one that lets no more through: so many answers come before more is tried.
const QUICK_MIN: u32 = 16;
/// Bytes of a FEED.
const FEED: u64 = 128 * 1024;
const FEED_MIN: u64 = 4 * 1024;
const LINKS_MIN: u32 = 16;

/// What went out and has no answer yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Nothing,
    /// When, by the laptop's clock.
    Ranges(i64),
    News,
    Links,
}

/// The bounds of one session. What was said only shrinks: whoever said so once is not asked again whether he meant it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    /// Bytes of entries in one PUSH, before they are pressed.
    pub(super) push: usize,
    range: usize,
    /// Bytes of ranges that this line carries in good time.
    pace: usize,
    /// Quick answers that are still to come before more is tried.
    caution: u32,
    feed: u64,
    links: u32,
    asked: Asked,
}

impl Limits {
    pub(super) const NONE: Limits = Limits {
        push: usize::MAX,
        range: RANGES_MAX,
        pace: PACE_FIRST,
        caution: 0,
        feed: FEED,
        links: LINKS_MAX,
        asked: Asked::Nothing,
    };

    /// Bytes of ranges of photographs in one question.
    pub(super) fn range(&self) -> usize {
        self.range.min(self.pace)
    }

    /// Ranges go out.
    pub(super) fn asks_to_put(&mut self, wall_ms: i64) {
        self.asked = Asked::Ranges(wall_ms);
    }

    /// A feed is asked for: bytes of the answer, one item in any case.
    pub(super) fn asks_for_news(&mut self) -> u64 {
        self.asked = Asked::News;
        self.feed
    }

    /// A chain of checkpoints is asked for: links of the answer, at most.
    pub(super) fn asks_for_links(&mut self) -> u32 {
        self.asked = Asked::Links;
        self.links
    }

    /// Something else is asked next, so what went out was answered. A clock that was set back meanwhile says nothing.
    pub(super) fn answered(&mut self, wall_ms: i64) {
        let asked = std::mem::replace(&mut self.asked, Asked::Nothing);
        let Asked::Ranges(asked_ms) = asked else { return };
        let Some(took) = wall_ms.checked_sub(asked_ms) else { return };
        if took > SLOW_MS {
            self.pace = (self.pace / 2).max(RANGE_MIN);
        } else if (0..QUICK_MS).contains(&took) {
            match self.caution {
                0 if took < FAST_MS || self.range() < RANGE => {
                    let most = if took < FAST_MS { RANGES_MAX } else { RANGE };
                    self.pace = (self.range() * 2).min(most).min(self.range);
                }
                0 => {}
                _ => self.caution -= 1,
            }
        }
    }

    /// Nobody answered: perhaps something on the way lets no more through, and then it would not the next time either.
    pub(super) fn cut(&mut self) {
        match std::mem::replace(&mut self.asked, Asked::Nothing) {
            Asked::Nothing => {}
            Asked::Ranges(_) => {
                self.pace = (self.range() / 2).max(RANGE_MIN);
                self.caution = QUICK_MIN;
            }
            Asked::News => self.feed = (self.feed / 2).max(FEED_MIN),
            Asked::Links => self.links = (self.links / 2).max(LINKS_MIN),
        }
    }

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
