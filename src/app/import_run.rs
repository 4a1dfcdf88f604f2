//! One import of evidence on a thread of its own, beside the officer's work; a card of gigabytes holds up no command.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::errand::Errands;
use super::evidence_file::BYTES_MAX;
use super::import_evidence::{Batch, Destination, Import, Taking, put};
use super::view::import::{ImportView, Imported};
use crate::stdx::clock::Clock;
use crate::stdx::files::Ground;
use crate::stdx::id::Id;
use std::sync::{Arc, Mutex, PoisonError};

/// The screens are told again after so long.
const TELL_MS: u64 = 300;

/// The desk's end of an import: sees how far it is, and may stop it.
#[derive(Clone, Debug)]
pub struct ImportRun {
    order: Arc<Import>,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    view: ImportView,
    stop: bool,
}

impl ImportRun {
    /// Begins `order` from a card on `ground`, into the stop that it names.
    #[must_use]
    pub fn start(errands: Errands, ground: Ground, order: Import, stop: Destination) -> ImportRun {
        let inspection = Some(order.inspection);
        let view = ImportView { inspection, running: true, ..ImportView::default() };
        let state = Arc::new(Mutex::new(State { view, stop: false }));
        let run = ImportRun { order: Arc::new(order), state };
        let on_thread = run.clone();
        std::thread::spawn(move || {
            let _ends = Ending(&on_thread);
            let (order, held_max, window) = (on_thread.order.as_ref(), BYTES_MAX, stop.window);
            let taking = Taking { ground: ground.as_ref(), order, window, held_max };
            on_thread.go(&errands, &taking, stop);
        });
        run
    }

    /// How far it is now.
    #[must_use]
    pub fn view(&self) -> ImportView {
        self.with(|state| state.view.clone())
    }

    /// Stops it behind the file that is being read.
    pub fn stop(&self) {
        self.with(|state| {
            state.stop = state.view.running;
            state.view.stopping = state.view.running;
        });
    }

    fn go(&self, errands: &Errands, taking: &Taking<'_>, stop: Destination) {
        let whose = (taking.order.inspection, stop.officer);
        let clock = Clock::machine();
        let mut told_ms = clock.read().monotonic_ms;
        let mut hand = |batch: Batch| -> Result<(), Trouble> {
            errands.ask(move |desk| put(desk, whose, batch))?
        };
        let done = taking.run(stop.known, &mut hand, &mut |so_far: &Imported| {
            let goes_on = self.with(|state| {
                state.view.done = Some(so_far.clone());
                !state.stop
            });
            let now_ms = clock.read().monotonic_ms;
            if now_ms.saturating_sub(told_ms) >= TELL_MS {
                told_ms = now_ms;
                self.tell(errands);
            }
            goes_on
        });
        self.with(|state| state.view = ended(taking.order.inspection, done));
        self.tell(errands);
    }

    fn tell(&self, errands: &Errands) {
        let view = self.view();
        errands.tell(move |_| Some(Reply::ImportMoved(Box::new(view))));
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A thread that falls must not seem to run for ever: no other import could begin, and no shift be closed.
struct Ending<'a>(&'a ImportRun);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.with(|state| state.view.running = false);
    }
}

impl Desk {
    /// Begins an import beside the desk; where the desk has no thread of its own, does it at once.
    pub(super) fn begin_import(&mut self, order: Import) -> Result<Reply, Trouble> {
        let Some(courier) = &self.courier else {
            let done = self.import_evidence(&order, &mut |_| true);
            return Ok(Reply::ImportUnderWay(Box::new(ended(order.inspection, done))));
        };
        // What one import gives is never shown as another one's.
        if let Some(run) = self.import.as_ref().filter(|run| run.view().running)
            && *run.order == order
        {
            return Ok(Reply::ImportUnderWay(Box::new(run.view())));
        }
        self.no_import()?;
        let stop = self.import_into(&order)?;
        let errands = courier.errands.clone();
        let ground = Ground::clone(&self.store.site().ground);
        let run = ImportRun::start(errands, ground, order, stop);
        let view = run.view();
        self.import = Some(run);
        Ok(Reply::ImportUnderWay(Box::new(view)))
    }

    /// That no import runs.
    ///
    /// # Errors
    /// While one does: names the vehicle of its stop.
    pub(super) fn no_import(&self) -> Result<(), Trouble> {
        let running = self.import.as_ref().filter(|run| run.view().running);
        let Some(run) = running else { return Ok(()) };
        let row = self.store.inspection(run.order.inspection)?;
        let plate = row.map_or(String::new(), |row| row.plate);
        Err(Trouble::new("trouble.import_runs").with(plate))
    }

    pub(super) fn look_at_import(&self) -> Reply {
        let view = self.import.as_ref().map(ImportRun::view).unwrap_or_default();
        Reply::ImportUnderWay(Box::new(view))
    }

    pub(super) fn stop_import(&self) -> Reply {
        if let Some(run) = &self.import {
            run.stop();
        }
        self.look_at_import()
    }
}

fn ended(inspection: Id, done: Result<Imported, Trouble>) -> ImportView {
    let (done, refused) = match done {
        Ok(imported) => (Some(imported), None),
        Err(trouble) => (None, Some(trouble)),
    };
    ImportView { inspection: Some(inspection), running: false, stopping: false, done, refused }
}
