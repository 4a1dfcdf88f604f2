//! One import of evidence on a thread of its own, beside the officer's work; a card of gigabytes holds up no command.

use super::beside::{Run, RunView};
use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::errand::Errands;
use super::evidence_file::BYTES_MAX;
use super::import_evidence::{Batch, Destination, Import, Taking, put};
use super::view::import::{ImportView, Imported};
use crate::stdx::files::Ground;
use crate::stdx::id::Id;

/// The desk's end of an import.
#[derive(Clone, Debug)]
pub struct ImportRun {
    order: Import,
    run: Run<ImportView>,
}

impl RunView for ImportView {
    fn marks(&mut self) -> (&mut bool, &mut bool) {
        (&mut self.running, &mut self.stopping)
    }

    fn moved(self) -> Reply {
        Reply::ImportMoved(Box::new(self))
    }
}

impl ImportRun {
    /// Begins `order` from a card on `ground`, into the stop that it names; one that is stopped ends behind the file that is
    /// being read.
    #[must_use]
    pub fn start(errands: Errands, ground: Ground, order: Import, stop: Destination) -> ImportRun {
        let view = ImportView { inspection: Some(order.inspection), ..ImportView::default() };
        let asked = order.clone();
        let run = Run::start(view, errands, move |errands, watch| {
            let (whose, window) = ((asked.inspection, stop.officer), stop.window);
            let taking =
                Taking { ground: ground.as_ref(), order: &asked, window, held_max: BYTES_MAX };
            let mut hand = |batch: Batch| -> Result<(), Trouble> {
                errands.ask(move |desk| put(desk, whose, batch))?
            };
            let done = taking.run(stop.known, &mut hand, &mut |so_far: &Imported| {
                watch.goes_on(|view| view.done = Some(so_far.clone()))
            });
            ended(asked.inspection, done)
        });
        ImportRun { order, run }
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
        if let Some(import) = self.import.as_ref().filter(|import| import.run.is_running())
            && import.order == order
        {
            return Ok(Reply::ImportUnderWay(Box::new(import.run.view())));
        }
        self.no_import()?;
        let stop = self.import_into(&order)?;
        let errands = courier.errands.clone();
        let ground = Ground::clone(&self.store.site().ground);
        let import = ImportRun::start(errands, ground, order, stop);
        let view = import.run.view();
        self.import = Some(import);
        Ok(Reply::ImportUnderWay(Box::new(view)))
    }

    /// That no import runs.
    ///
    /// # Errors
    /// While one does: names the vehicle of its stop.
    pub(super) fn no_import(&self) -> Result<(), Trouble> {
        let running = self.import.as_ref().filter(|import| import.run.is_running());
        let Some(import) = running else { return Ok(()) };
        let row = self.store.inspection(import.order.inspection)?;
        let plate = row.map_or(String::new(), |row| row.plate);
        Err(Trouble::new("trouble.import_runs").with(plate))
    }

    pub(super) fn look_at_import(&self) -> Reply {
        let view = self.import.as_ref().map(|import| import.run.view()).unwrap_or_default();
        Reply::ImportUnderWay(Box::new(view))
    }

    pub(super) fn stop_import(&self) -> Reply {
        if let Some(import) = &self.import {
            import.run.stop();
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
