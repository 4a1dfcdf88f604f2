//! What all long work on a thread of its own beside the desk has: how far it is, a word that stops it, and when the screens are
//! told. It does none of that work, and never waits for it.

use super::command::Reply;
use super::errand::Errands;
use crate::stdx::clock::Clock;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

/// The screens are told again after so long.
const TELL_MS: u64 = 300;

/// What the screens see of a run.
pub trait RunView: Clone + Debug + Default + Send + 'static {
    /// Where it says that it is under way, and that it was asked to stop.
    fn marks(&mut self) -> (&mut bool, &mut bool);

    /// What tells the screens that it has moved.
    fn moved(self) -> Reply;
}

/// The desk's end of a run: sees how far it is, and may stop it.
#[derive(Clone, Debug, Default)]
pub struct Run<V> {
    view: Arc<Mutex<V>>,
}

impl<V: RunView> Run<V> {
    /// Begins `work`, which is seen as `view` until it gives what it is seen as in the end.
    #[must_use]
    pub fn start(
        mut view: V,
        errands: Errands,
        work: impl FnOnce(&Errands, &mut Watch<'_, V>) -> V + Send + 'static,
    ) -> Run<V> {
        *view.marks().0 = true;
        let run = Run { view: Arc::new(Mutex::new(view)) };
        let on_thread = run.clone();
        std::thread::spawn(move || {
            let _ends = Ending(&on_thread);
            let watch = &mut Watch { run: &on_thread, errands: &errands, pace: Pace::new() };
            let ended = work(&errands, watch);
            on_thread.with(|view| *view = ended);
            on_thread.tell(&errands);
        });
        run
    }

    /// How far it is now.
    #[must_use]
    pub fn view(&self) -> V {
        self.with(|view| view.clone())
    }

    /// Whether it is under way.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.with(|view| *view.marks().0)
    }

    /// Stops it behind the piece that is at hand.
    pub fn stop(&self) {
        self.with(|view| {
            let (running, stopping) = view.marks();
            *stopping = *running;
        });
    }

    fn tell(&self, errands: &Errands) {
        let view = self.view();
        errands.tell(move |_| Some(view.moved()));
    }

    fn with<T>(&self, change: impl FnOnce(&mut V) -> T) -> T {
        change(&mut self.view.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The work's end of it.
pub struct Watch<'a, V> {
    run: &'a Run<V>,
    errands: &'a Errands,
    pace: Pace,
}

impl<V: RunView> Watch<'_, V> {
    /// Puts down how far the work is, for the screens too where they are due; gives whether it goes on.
    pub fn goes_on(&mut self, change: impl FnOnce(&mut V)) -> bool {
        let goes_on = self.run.with(|view| {
            change(view);
            !*view.marks().1
        });
        if self.pace.is_due() {
            self.run.tell(self.errands);
        }
        goes_on
    }
}

/// A thread that falls must not seem to run for ever: nothing else of its sort could begin.
struct Ending<'a, V: RunView>(&'a Run<V>);

impl<V: RunView> Drop for Ending<'_, V> {
    fn drop(&mut self) {
        self.0.with(|view| *view.marks().0 = false);
    }
}

/// When the screens are due.
pub(super) struct Pace {
    clock: Clock,
    told_ms: u64,
}

impl Pace {
    pub(super) fn new() -> Pace {
        let clock = Clock::machine();
        Pace { clock, told_ms: clock.read().monotonic_ms }
    }

    pub(super) fn is_due(&mut self) -> bool {
        let now_ms = self.clock.read().monotonic_ms;
        let is_due = now_ms.saturating_sub(self.told_ms) >= TELL_MS;
        if is_due {
            self.told_ms = now_ms;
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::view::stick::StickView;
    use std::sync::mpsc::sync_channel;
    use std::time::Duration;

    #[test]
    fn a_run_is_stopped_from_the_desk_and_one_whose_thread_falls_is_over() {
        let (orders, _desk) = sync_channel(8);
        let (go, wait) = sync_channel(1);
        let (tell, told) = sync_channel(1);
        let run = Run::start(StickView::default(), Errands(orders), move |_, watch| {
            wait.recv().unwrap();
            tell.send(watch.goes_on(|view| view.all = 7)).unwrap();
            panic!("this thread falls on purpose")
        });
        assert!(run.is_running() && !run.view().stopping);
        run.stop();
        assert!(run.view().stopping);
        go.send(()).unwrap();
        assert!(!told.recv().unwrap(), "it goes on");
        let is_over = (0..2_000).any(|_| {
            std::thread::sleep(Duration::from_millis(5));
            !run.is_running()
        });
        assert!(is_over && run.view().all == 7, "{:?}", run.view());
        run.stop();
        assert!(!run.is_running(), "what is over cannot be stopped");
    }
}
