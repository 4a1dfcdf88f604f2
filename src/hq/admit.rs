//! Who may come in now and who is asked to wait, so that a shift's end drowns nobody; pure, keeps no queue.

use crate::stdx::id::Id;

/// The numbers of one headquarters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// Terminals inside at once.
    pub places: u32,
    /// How long a terminal is expected to stay, milliseconds.
    pub stay_ms: u64,
    /// Whoever is asked to wait is let in within this time, milliseconds.
    pub window_ms: u64,
    /// Questions that are worked on at once, each with a connection of its own to the ledger.
    pub workers: u32,
}

impl Default for Capacity {
    fn default() -> Capacity {
        Capacity { places: 64, stay_ms: 2_000, window_ms: 15 * 60 * 1000, workers: 8 }
    }
}

/// After how many milliseconds a PUSH that found no worker comes again: spread, so that they do not all come at once.
#[must_use]
pub fn busy(capacity: Capacity, place: u64) -> u64 {
    let stay = capacity.stay_ms.max(1);
    stay / 2 + place % stay
}

/// 0: come in. Else the milliseconds after which to come again: spread by the device's id over the time that
/// those before it need, shorter for whoever was sent away before.
#[must_use]
pub fn admit(capacity: Capacity, inside: u32, device: Id, deferred_times: u32) -> u64 {
    // Who waited twice comes in: the places are a wish, the window is a promise.
    if inside < capacity.places || deferred_times >= 2 {
        return 0;
    }
    let over = u64::from(inside - capacity.places) + 1;
    let needed = over * capacity.stay_ms / u64::from(capacity.places.max(1)) + capacity.stay_ms;
    let spread = needed.min(capacity.window_ms / 2) >> deferred_times;
    let [.., a, b, c, d] = device.0;
    let place = u64::from(u32::from_be_bytes([a, b, c, d]));
    capacity.stay_ms / 2 + place % spread.max(1)
}
