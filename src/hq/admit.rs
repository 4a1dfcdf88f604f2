//! Who may come in now and who is asked to wait, and which photographs may come now, so that a shift's end drowns
//! nobody; pure, keeps no list of whom it asked to wait.

use crate::stdx::id::Id;
use crate::wire::message::photograph::{RANGE_MIN, RANGES_MAX};
use serde::{Deserialize, Serialize};

/// A stay that was measured moves the guess of the next one by this part.
const STAY_PART: u64 = 16;
const STAY_MIN_MS: u64 = 50;
const STAY_MAX_MS: u64 = 60_000;
/// Photographs may be let in so far ahead of their bytes a second.
const AHEAD_MS: u64 = 2_000;
/// Nobody is told to ask for photographs again behind a longer time than this.
const LATER_MAX_MS: u64 = 10 * 60 * 1000;

/// The numbers of one headquarters, `[capacity]` in `headquarters.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Capacity {
    /// Terminals inside at once with entries and news.
    pub places: u32,
    /// How long a terminal is expected to stay, milliseconds, until stays were measured.
    pub stay_ms: u64,
    /// Whoever is asked to wait is let in within this time, milliseconds.
    pub window_ms: u64,
    /// Questions that are worked on at once, each with a connection of its own to the ledger.
    pub workers: u32,
    /// Lines open at once, as far as the machine gives file handles.
    pub lines: u32,
    /// Bytes of photographs and pages a second that all terminals together may send; 0 bounds nothing.
    pub photograph_bytes: u64,
    /// Bytes of entries, before they were pressed, of one PUSH at most; one commit is taken whatever it has.
    pub push_bytes: u64,
    /// Bytes of the ranges of photographs in one question at most.
    pub range_bytes: u64,
}

impl Default for Capacity {
    fn default() -> Capacity {
        Capacity {
            places: 64,
            stay_ms: 2_000,
            window_ms: 15 * 60 * 1000,
            workers: 8,
            lines: 4_096,
            photograph_bytes: 100_000_000,
            push_bytes: 256 * 1024,
            range_bytes: RANGES_MAX as u64,
        }
    }
}

impl Capacity {
    /// What stands in no file, because nobody changed it.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Capacity::default()
    }

    /// `range_bytes`, as far as the protocol lets it be so small or so large.
    #[must_use]
    pub fn range_max(&self) -> u64 {
        self.range_bytes.clamp(RANGE_MIN as u64, RANGES_MAX as u64)
    }

    /// Workers that photographs may have; at least one of several is left to entries.
    #[must_use]
    pub fn photograph_workers(&self) -> usize {
        (self.workers.max(1) as usize * 3 / 4).max(1)
    }
}

/// After how many milliseconds a PUSH that found no worker comes again: spread, so that they do not all come at once.
#[must_use]
pub fn busy(capacity: Capacity, place: u64) -> u64 {
    let stay = capacity.stay_ms.max(1);
    stay / 2 + place % stay
}

/// Who asks for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guest {
    /// Its id spreads those who come at one moment.
    pub device: Id,
    /// How often this session was asked to wait already.
    pub deferred_times: u32,
    /// Terminals that are inside without it.
    pub inside: u32,
}

/// The door: up to when places and photographs' bytes are promised. Times are milliseconds of any one clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Door {
    /// The place that was promised last.
    promised_ms: u64,
    /// When the bytes that were let in will have come at the pace of the budget.
    bytes_until_ms: u64,
    /// How long terminals stay, as measured; 0 before one left.
    stay_ms: u64,
}

impl Door {
    /// How long a terminal stays, as far as is known.
    fn stay(&self, capacity: Capacity) -> u64 {
        let known = if self.stay_ms == 0 { capacity.stay_ms } else { self.stay_ms };
        known.clamp(STAY_MIN_MS, STAY_MAX_MS)
    }

    /// A terminal left after so long.
    pub fn left(&mut self, capacity: Capacity, stay_ms: u64) {
        let known = self.stay(capacity);
        self.stay_ms = (known * (STAY_PART - 1) + stay_ms) / STAY_PART;
    }

    /// 0: come in. Else the milliseconds after which to come again: the next place that nobody was promised, with the
    /// device's id as jitter. Places fall free as fast as terminals leave. Those for whom the window has no more
    /// places are spread over it.
    pub fn admit(&mut self, capacity: Capacity, guest: Guest, now_ms: u64) -> u64 {
        // Who waited twice comes in: the places are a wish, the window is a promise.
        if guest.deferred_times >= 2 {
            return 0;
        }
        let (places, stay) = (u64::from(capacity.places.max(1)), self.stay(capacity));
        let half = capacity.window_ms / 2;
        // The clock was set back: what was promised is not known any more.
        if self.promised_ms > now_ms.saturating_add(half) {
            self.promised_ms = now_ms;
        }
        let has_place = u64::from(guest.inside) < places;
        let has_waited = guest.deferred_times > 0;
        if has_place && (has_waited || self.promised_ms <= now_ms) {
            return 0;
        }
        let jitter = place_of(guest.device) % stay;
        if has_waited {
            return stay / 2 + jitter;
        }
        let next = self.promised_ms.max(now_ms) + (stay / places).max(1);
        if next > now_ms.saturating_add(half) {
            return stay / 2 + place_of(guest.device) % half.max(1);
        }
        self.promised_ms = next;
        next - now_ms + jitter
    }

    /// 0: these bytes of a photograph may come now. Else the milliseconds after which to ask again.
    pub fn let_in(&mut self, capacity: Capacity, device: Id, bytes: u64, now_ms: u64) -> u64 {
        let Some(needed_ms) = bytes.saturating_mul(1_000).checked_div(capacity.photograph_bytes)
        else {
            return 0;
        };
        // The clock was set back, or one photograph is larger than a budget for minutes.
        if self.bytes_until_ms > now_ms.saturating_add(LATER_MAX_MS + AHEAD_MS) {
            self.bytes_until_ms = now_ms;
        }
        let until = self.bytes_until_ms.max(now_ms);
        let ahead = until - now_ms;
        if ahead > AHEAD_MS {
            return ahead - AHEAD_MS + place_of(device) % AHEAD_MS;
        }
        self.bytes_until_ms = until.saturating_add(needed_ms.min(LATER_MAX_MS));
        0
    }
}

/// A number that is the device's own.
fn place_of(device: Id) -> u64 {
    let [.., a, b, c, d] = device.0;
    u64::from(u32::from_be_bytes([a, b, c, d]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_764_000_000_000;

    fn guest(n: u32, deferred_times: u32, inside: u32) -> Guest {
        let mut id = [0; 16];
        id[12..].copy_from_slice(&n.wrapping_mul(2_654_435_761).to_be_bytes());
        Guest { device: Id(id), deferred_times, inside }
    }

    fn small() -> Capacity {
        Capacity { places: 4, stay_ms: 1_000, window_ms: 60_000, ..Capacity::default() }
    }

    #[test]
    fn a_full_house_gives_each_the_next_place_and_no_two_the_same() {
        let mut door = Door::default();
        assert_eq!(door.admit(small(), guest(0, 0, 3), NOW), 0, "a place is free");
        let waits: Vec<u64> = (0..40).map(|n| door.admit(small(), guest(n, 0, 4), NOW)).collect();
        // Four places, a second each: one falls free each 250 ms; the jitter is less than a stay.
        for (nth, wait) in (1..).zip(&waits) {
            assert!((nth * 250..nth * 250 + 1_000).contains(wait), "{nth}: {wait}");
        }
        assert!(
            door.admit(small(), guest(99, 0, 0), NOW) > 0,
            "what is promised is not given away"
        );
        assert_eq!(door.admit(small(), guest(1, 1, 3), NOW + 500), 0, "who waited finds his place");
        assert_eq!(door.admit(small(), guest(99, 0, 0), NOW + 10_251), 0, "all were let in");
    }

    #[test]
    fn more_than_the_window_holds_are_spread_over_it_and_in_after_two_waits() {
        let mut door = Door::default();
        let waits: Vec<u64> =
            (0..1_000).map(|n| door.admit(small(), guest(n, 0, 4), NOW)).collect();
        assert!(waits.iter().all(|wait| (1..=31_500).contains(wait)), "{:?}", waits.iter().max());
        let early = waits.iter().filter(|wait| **wait < 15_000).count();
        assert!((400..600).contains(&early), "evenly: {early}");
        let again = door.admit(small(), guest(7, 1, 400), NOW + 30_000);
        assert!((500..2_000).contains(&again), "{again}");
        assert_eq!(door.admit(small(), guest(7, 2, 400), NOW + 32_000), 0);
    }

    #[test]
    fn places_fall_free_as_fast_as_terminals_leave() {
        let mut door = Door::default();
        (0..200).for_each(|_| door.left(small(), 100));
        let last = (0..40).map(|n| door.admit(small(), guest(n, 0, 4), NOW)).last().unwrap();
        assert!((1_000..1_300).contains(&last), "25 ms each: {last}");
        (0..200).for_each(|_| door.left(small(), 0));
        assert!(door.admit(small(), guest(1, 0, 4), NOW + 5_000) > 0, "a guess of nothing is none");
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_out() {
        let mut door = Door::default();
        for n in 0..40 {
            door.admit(small(), guest(n, 0, 4), NOW);
        }
        door.let_in(Capacity::default(), Id([1; 16]), 1 << 28, NOW);
        assert_eq!(door.admit(small(), guest(1, 0, 0), NOW - 100_000_000), 0);
        assert_eq!(door.let_in(Capacity::default(), Id([1; 16]), 1, NOW - 100_000_000), 0);
    }

    #[test]
    fn photographs_come_as_fast_as_the_budget_and_no_faster() {
        let budget = Capacity { photograph_bytes: 1_000_000, ..Capacity::default() };
        let (mut door, mut came, mut now) = (Door::default(), 0, NOW);
        while now < NOW + 100_000 {
            match door.let_in(budget, Id([9; 16]), 250_000, now) {
                0 => came += 250_000,
                wait => now += wait,
            }
        }
        assert!((90_000_000..=103_000_000).contains(&came), "{came} in 100 s");
        let none = Capacity { photograph_bytes: 0, ..budget };
        assert_eq!(door.let_in(none, Id([9; 16]), u64::MAX, now), 0, "nothing bounds it");
        let large = Door::default().let_in(budget, Id([9; 16]), 1 << 28, now);
        assert_eq!(large, 0, "one that is larger than any budget comes too");
    }
}
