//! The copies of some papers to one printer, one behind the other on a thread beside the desk; a printer that is off holds up no
//! officer, and behind a fault nothing more is sent.

use super::command::{Reply, Trouble};
use super::copies::next_for;
use super::desk::Desk;
use super::errand::Errands;
use super::print_job::{self, Length, Sent, job_trouble};
use super::printers::{Known, trouble};
use super::view::printing::{PrintView, PrintedCopy};
use super::{documents, open_inspection};
use crate::domain::document::Recipient;
use crate::print::job::{Done, Patience, Stage};
use crate::print::printer_fault::JobFault;
use crate::print::target::Printer;
use crate::stdx::clock::Clock;
use crate::stdx::id::Id;
use std::sync::{Arc, Mutex, PoisonError};

/// The screens are told again after so long.
const TELL_MS: u64 = 300;

/// A copy that is to be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Of which paper.
    pub document: Id,
    /// What stands over it.
    pub title: String,
    /// For whom.
    pub whom: Recipient,
    /// Sheets of A4.
    pub pages: u32,
}

/// The copies that `documents` have on this printer, counted before any goes out.
///
/// # Errors
/// When one is not there, or the printer is none.
pub fn plan(desk: &Desk, documents: &[Id], known: &Known) -> Result<Vec<Planned>, Trouble> {
    let printer = Printer::parse(&known.uri).map_err(|fault| trouble(&fault))?;
    let none = || Trouble::new("trouble.no_document");
    let mut planned = Vec::new();
    for document in documents.iter().copied() {
        let row = desk.store.document(document)?.ok_or_else(none)?;
        let inspection = open_inspection::load(&desk.store, row.inspection)?;
        let paper = inspection.documents.iter().find(|paper| paper.id == document);
        let paper = paper.ok_or_else(none)?;
        let copies = documents::copies(&paper.form);
        planned.extend(next_for(paper, copies, printer.is_roll()).into_iter().map(|whom| {
            let title = documents::title(&paper.form).to_string();
            Planned { document, title, whom, pages: paper.pages }
        }));
    }
    Ok(planned)
}

/// A copy as it is told, once it ended.
#[must_use]
pub fn told(sent: &Sent, came: &Result<Done, JobFault>) -> PrintedCopy {
    PrintedCopy {
        document: sent.document,
        title: sent.title.clone(),
        whom: sent.sending.whom,
        copy: sent.sending.copy,
        is_marked: !sent.note.is_empty(),
        length: sent.length,
        digest: sent.sending.digest,
        job: match came {
            Ok(done) => done.job,
            Err(fault) => fault.job,
        },
        is_told: came.as_ref().is_ok_and(|done| done.is_told),
        sheets: came.as_ref().ok().and_then(|done| done.counted),
        fault: came.as_ref().err().cloned(),
    }
}

/// Prints the copies one behind the other while the desk waits; `each` hears what came of each.
pub fn at_once(
    desk: &mut Desk,
    known: &Known,
    planned: &[Planned],
    each: &mut dyn FnMut(&PrintedCopy),
) -> PrintView {
    let mut view = PrintView::begun(known, planned.len());
    for copy in planned {
        let printed = print_job::send(desk, copy.document, copy.whom, known).and_then(|sent| {
            let came = sent.run(&Patience::default(), &mut |_| true);
            let done = told(&sent, &came);
            each(&done);
            view.done.push(done);
            print_job::end(desk, &sent, &came)?;
            came.map(drop).map_err(|fault| job_trouble(&fault))
        });
        if let Err(trouble) = printed {
            view.refused = Some(trouble);
            break;
        }
    }
    view.running = false;
    view
}

/// The desk's end of a run: sees how far it is, and may stop it.
#[derive(Clone, Debug)]
pub struct PrintRun {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    view: PrintView,
    stop: bool,
}

impl PrintRun {
    fn start(
        errands: Errands,
        known: Known,
        planned: Vec<Planned>,
        patience: Patience,
    ) -> PrintRun {
        let view = PrintView::begun(&known, planned.len());
        let state = Arc::new(Mutex::new(State { view, stop: false }));
        let run = PrintRun { state };
        let on_thread = run.clone();
        std::thread::spawn(move || {
            let ending = Ending(&on_thread);
            for copy in planned {
                if !on_thread.go(&errands, &known, &copy, &patience) {
                    break;
                }
            }
            drop(ending);
            on_thread.tell(&errands);
        });
        run
    }

    /// How far it is now.
    #[must_use]
    pub fn view(&self) -> PrintView {
        self.with(|state| state.view.clone())
    }

    /// Takes the copy that is under way back from the printer, where that still goes, and sends no more.
    pub fn stop(&self) {
        self.with(|state| {
            state.stop = state.view.running;
            state.view.stopping = state.view.running;
        });
    }

    /// One copy; false when no more is to be sent.
    fn go(&self, errands: &Errands, known: &Known, copy: &Planned, patience: &Patience) -> bool {
        if self.with(|state| state.stop) {
            return false;
        }
        self.with(|state| {
            state.view.title.clone_from(&copy.title);
            state.view.whom = Some(copy.whom);
            state.view.stage = None;
        });
        let (document, whom, to) = (copy.document, copy.whom, known.clone());
        let sent = errands.ask(move |desk| print_job::send(desk, document, whom, &to));
        let sent = match sent.map_err(Trouble::from).and_then(|sent| sent) {
            Ok(sent) => sent,
            Err(trouble) => return self.refuse(trouble),
        };
        let clock = Clock::machine();
        let mut told_ms = clock.read().monotonic_ms;
        let came = sent.run(patience, &mut |stage: &Stage| {
            let goes_on = self.with(|state| {
                state.view.stage = Some(stage.clone());
                !state.stop
            });
            let now_ms = clock.read().monotonic_ms;
            if now_ms.saturating_sub(told_ms) >= TELL_MS {
                told_ms = now_ms;
                self.tell(errands);
            }
            goes_on
        });
        let (done, is_out) = (told(&sent, &came), came.is_ok());
        let fault = came.as_ref().err().map(job_trouble);
        let ended = errands.ask(move |desk| print_job::end(desk, &sent, &came));
        self.with(|state| state.view.done.push(done));
        if let Err(trouble) = ended.map_err(Trouble::from).and_then(|ended| ended) {
            return self.refuse(trouble);
        }
        fault.is_none_or(|fault| self.refuse(fault)) && is_out
    }

    fn refuse(&self, trouble: Trouble) -> bool {
        self.with(|state| state.view.refused = Some(trouble));
        false
    }

    fn tell(&self, errands: &Errands) {
        let view = self.view();
        errands.tell(move |_| Some(Reply::PrintMoved(Box::new(view))));
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A thread that falls must not seem to print for ever: nothing else could be printed.
struct Ending<'a>(&'a PrintRun);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.with(|state| state.view.running = false);
    }
}

impl Desk {
    /// Begins to print on the printer that is named, beside the desk.
    pub(super) fn begin_print(&mut self, papers: &[Id], printer: &str) -> Result<Reply, Trouble> {
        let known = self.printer(printer)?;
        if self.print_view().running {
            return Err(Trouble::new("trouble.print_runs").with(self.print_view().printer));
        }
        let planned = plan(self, papers, &known)?;
        let Some(courier) = &self.courier else {
            let view = at_once(self, &known, &planned, &mut |_| {});
            return Ok(Reply::PrintUnderWay(Box::new(view)));
        };
        let errands = courier.errands.clone();
        let run = PrintRun::start(errands, known, planned, Patience::default());
        let view = run.view();
        self.printing = Some(run);
        Ok(Reply::PrintUnderWay(Box::new(view)))
    }

    /// How far the last print is.
    #[must_use]
    pub fn print_view(&self) -> PrintView {
        self.printing.as_ref().map(PrintRun::view).unwrap_or_default()
    }

    pub(super) fn look_at_print(&self) -> Reply {
        Reply::PrintUnderWay(Box::new(self.print_view()))
    }

    pub(super) fn stop_print(&self) -> Reply {
        if let Some(run) = &self.printing {
            run.stop();
        }
        self.look_at_print()
    }

    /// That no print runs.
    ///
    /// # Errors
    /// While one does: names the printer.
    pub(super) fn no_print(&self) -> Result<(), Trouble> {
        let view = self.print_view();
        if view.running {
            return Err(Trouble::new("trouble.print_runs").with(view.printer));
        }
        Ok(())
    }
}

impl Length {
    /// For scripts: sheets, or millimetres of roll.
    #[must_use]
    pub fn json(self) -> serde_json::Value {
        match self {
            Length::Sheets(count) => serde_json::json!({ "sheets": count }),
            Length::Millimetres(count) => serde_json::json!({ "roll_mm": count }),
        }
    }
}
