//! One exchange with a stick on a thread of its own, beside the officer's work; gigabytes of photographs hold up no
//! command.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::errand::{Errands, Proxy, Stopped};
use super::exchange_stick::{Exchanged, exchange};
use super::view::stick::StickView;
use crate::stdx::clock::Clock;
use crate::stdx::files::Ground;
use crate::store::incoming::Enrolled;
use crate::sync::bundle::Stick;
use crate::wire::bundle::VOLUME_MAX;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// The screens are told again after so long.
const TELL_MS: u64 = 300;

/// The desk's end of an exchange: sees how far it is, and may stop it.
#[derive(Clone, Debug, Default)]
pub struct StickRun {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    view: StickView,
    stop: bool,
}

impl StickRun {
    /// Begins an exchange of at most `all` bytes with the stick at `folder` of `ground`.
    #[must_use]
    pub fn start(
        errands: Errands,
        enrolled: Enrolled,
        (ground, folder): (Ground, PathBuf),
        volume_max: u64,
        all: u64,
    ) -> StickRun {
        let view = StickView { running: true, all, ..StickView::default() };
        let run = StickRun { state: Arc::new(Mutex::new(State { view, stop: false })) };
        let on_thread = run.clone();
        std::thread::spawn(move || {
            let stick = Stick { ground: ground.as_ref(), folder: &folder };
            on_thread.go(&errands, &enrolled, stick, volume_max);
        });
        run
    }

    /// How far it is now.
    #[must_use]
    pub fn view(&self) -> StickView {
        self.with(|state| state.view.clone())
    }

    /// Stops it behind the frame that is being written.
    pub fn stop(&self) {
        self.with(|state| {
            state.stop = state.view.running;
            state.view.stopping = state.view.running;
        });
    }

    fn go(&self, errands: &Errands, enrolled: &Enrolled, stick: Stick<'_>, max: u64) {
        let mut shelf = Proxy(errands.clone());
        let clock = Clock::machine();
        let mut told_ms = clock.read().monotonic_ms;
        let done = exchange(&mut shelf, enrolled, stick, max, &mut |brought, written| {
            let goes_on = self.with(|state| {
                state.view.done = Some(Exchanged { brought: *brought, written: *written });
                !state.stop
            });
            let now_ms = clock.read().monotonic_ms;
            if now_ms.saturating_sub(told_ms) >= TELL_MS {
                told_ms = now_ms;
                self.tell(errands);
            }
            goes_on
        });
        // What came off the stick is in the journal, also when nothing more goes onto it.
        let settled = errands.ask(Desk::settle_session);
        let settled = settled.and_then(|done| done.map_err(Stopped::Store));
        let done = done.and_then(|exchanged| Ok(settled.map(|()| exchanged)?));
        self.with(|state| state.view = ended(done, state.view.all));
        self.tell(errands);
    }

    fn tell(&self, errands: &Errands) {
        let view = self.view();
        errands.tell(move |_| Some(Reply::StickMoved(Box::new(view))));
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Desk {
    /// Begins an exchange beside the desk; where the desk has no thread of its own, does it at once.
    pub(super) fn begin_stick(&mut self, folder: PathBuf) -> Result<Reply, Trouble> {
        let Some(courier) = &self.courier else {
            return self.exchange_stick(&folder, VOLUME_MAX).map(Reply::StickExchanged);
        };
        if let Some(run) = &self.stick
            && run.view().running
        {
            return Ok(Reply::StickUnderWay(Box::new(run.view())));
        }
        let enrolled =
            self.store.enrolled()?.ok_or_else(|| Trouble::new("trouble.not_enrolled"))?;
        let errands = courier.errands.clone();
        let ground = Ground::clone(&self.store.site().ground);
        let sums = self.store.sums(&mut self.tally)?;
        let all = sums.entry_bytes_waiting + sums.blob_bytes_waiting;
        let run = StickRun::start(errands, enrolled, (ground, folder), VOLUME_MAX, all);
        let view = run.view();
        self.stick = Some(run);
        Ok(Reply::StickUnderWay(Box::new(view)))
    }

    pub(super) fn look_at_stick(&self) -> Reply {
        let view = self.stick.as_ref().map(StickRun::view).unwrap_or_default();
        Reply::StickUnderWay(Box::new(view))
    }

    pub(super) fn stop_stick(&self) -> Reply {
        if let Some(run) = &self.stick {
            run.stop();
        }
        self.look_at_stick()
    }
}

fn ended(done: Result<Exchanged, Trouble>, all: u64) -> StickView {
    let (done, refused) = match done {
        Ok(exchanged) => (Some(exchanged), None),
        Err(trouble) => (None, Some(trouble)),
    };
    StickView { running: false, stopping: false, all, done, refused }
}
