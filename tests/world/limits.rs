//! The world's limits: headquarters takes more or less at once in mid-shift, and a proxy on the way lets no long question
//! through; dice of their own.

use super::dice::Seed;
use super::play::World;
use lucha::hq::admit::Capacity;

/// No proxy lets less through than one commit and one shortest range have.
const PROXY_MIN: u64 = 6_000;

#[derive(Debug)]
pub struct Limiting {
    dice: Seed,
    /// Bytes of a question that the proxy lets through.
    pub proxy: Option<usize>,
}

impl Limiting {
    pub fn new(seed: u64) -> Limiting {
        Limiting { dice: Seed(seed ^ 0x6c69_6d69), proxy: None }
    }
}

impl World {
    pub(super) fn limits_step(&mut self) {
        match self.limits.dice.below(24) {
            // Less than many a commit has: those go alone.
            0 => {
                let push_bytes = self.limits.dice.below(4_000);
                let range_bytes = 64_000 + self.limits.dice.below(200_000);
                self.headquarters.takes(push_bytes, range_bytes);
                self.faults += 1;
            }
            1 => {
                let Capacity { push_bytes, range_bytes, .. } = Capacity::default();
                self.headquarters.takes(push_bytes, range_bytes);
            }
            2 => {
                let most = PROXY_MIN + self.limits.dice.below(60_000);
                self.limits.proxy = Some(usize::try_from(most).unwrap());
                self.faults += 1;
            }
            3..6 => self.limits.proxy = None,
            _ => {}
        }
    }

    /// The line is good from now on; headquarters may go on taking little.
    pub(super) fn limits_end(&mut self) {
        self.limits.proxy = None;
    }
}
