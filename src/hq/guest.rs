//! One line and whose it is: whether it takes a place from others, and how long it did; answers no question.

use super::admit::{Capacity, Door};
use crate::stdx::digest::Digest;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A line without a question for so long takes no place from another terminal, and is closed when lines run low.
pub(super) const REST: Duration = Duration::from_secs(5);

/// Who is inside.
#[derive(Debug)]
pub(super) struct Inside {
    count: AtomicU32,
    door: Arc<Mutex<Door>>,
    capacity: Capacity,
}

impl Inside {
    pub(super) fn new(door: Arc<Mutex<Door>>, capacity: Capacity) -> Inside {
        Inside { count: AtomicU32::new(0), door, capacity }
    }

    pub(super) fn count(&self) -> u32 {
        self.count.load(Ordering::Relaxed)
    }
}

/// One line.
pub(super) struct Guest {
    inside: Arc<Inside>,
    pub(super) fingerprint: Option<Digest>,
    stay: Mutex<Stay>,
}

struct Stay {
    /// Since when it takes a place.
    began: Option<Instant>,
    asks: bool,
    /// When the last question was answered.
    since: Instant,
}

impl Guest {
    pub(super) fn new(inside: Arc<Inside>, fingerprint: Option<Digest>) -> Guest {
        let stay = Mutex::new(Stay { began: None, asks: false, since: Instant::now() });
        Guest { inside, fingerprint, stay }
    }

    fn stay(&self) -> MutexGuard<'_, Stay> {
        self.stay.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A question came; one about entries or news takes a place.
    pub(super) fn asks(&self, takes_place: bool) {
        let mut stay = self.stay();
        stay.asks = true;
        if takes_place && self.fingerprint.is_some() && stay.began.is_none() {
            stay.began = Some(Instant::now());
            self.inside.count.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn is_answered(&self) {
        let mut stay = self.stay();
        (stay.asks, stay.since) = (false, Instant::now());
    }

    /// It is asked to wait: it takes no place while it does, and was not inside.
    pub(super) fn is_deferred(&self) {
        if self.stay().began.take().is_some() {
            self.inside.count.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Gives its place back, when it had one; its line may stay open.
    pub(super) fn leaves(&self) {
        let (began, since) = {
            let mut stay = self.stay();
            (stay.began.take(), stay.since)
        };
        let Some(began) = began else { return };
        self.inside.count.fetch_sub(1, Ordering::Relaxed);
        let stayed = since.saturating_duration_since(began).as_millis();
        let mut door = self.inside.door.lock().unwrap_or_else(PoisonError::into_inner);
        door.left(self.inside.capacity, u64::try_from(stayed).unwrap_or(u64::MAX));
    }

    /// True when nothing was asked for [`REST`]; then it has left.
    pub(super) fn rests(&self) -> bool {
        let is_resting = {
            let stay = self.stay();
            !stay.asks && stay.since.elapsed() >= REST
        };
        if is_resting {
            self.leaves();
        }
        is_resting
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.leaves();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_taken_by_entries_and_given_back_by_whoever_waits_rests_or_sends_photographs() {
        let door = Arc::new(Mutex::new(Door::default()));
        let inside = Arc::new(Inside::new(Arc::clone(&door), Capacity::default()));
        let guest = |print: Option<Digest>| Guest::new(Arc::clone(&inside), print);
        let laptop = guest(Some(Digest([1; 32])));
        laptop.asks(true);
        laptop.asks(true);
        assert_eq!(inside.count(), 1, "once for each line");
        laptop.is_deferred();
        assert_eq!((inside.count(), *door.lock().unwrap()), (0, Door::default()), "no stay");
        laptop.asks(true);
        laptop.is_answered();
        assert!(!laptop.rests(), "a moment is no rest");
        laptop.leaves();
        laptop.leaves();
        assert_eq!(inside.count(), 0);
        assert_ne!(*door.lock().unwrap(), Door::default(), "how long it stayed is known");
        laptop.asks(false);
        assert_eq!(inside.count(), 0, "a photograph takes none");
        laptop.asks(true);
        let stranger = guest(None);
        stranger.asks(true);
        assert_eq!(inside.count(), 1, "who is not enrolled takes none");
        drop((laptop, stranger));
        assert_eq!(inside.count(), 0);
    }
}
