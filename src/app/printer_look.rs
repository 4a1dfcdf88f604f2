//! How the printers of this laptop stand: those that were set up, and those that are found; asks them beside the desk, and changes
//! nothing at any of them.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::printers::{Known, Looked, trouble};
use crate::print::ipp::{State, hindrance};
use crate::print::job::{self, Patience};
use crate::print::printer_fault::PrinterFault;
use crate::print::target::Printer;
use crate::stdx::files::Ground;
use crate::stdx::said::Said;
use std::path::Path;

/// CUPS on this machine.
const CUPS: &str = "ipp://localhost:631/";
/// Devices that USB printers have on Linux.
const USB: &str = "/dev/usb";

/// How a printer stands, for lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrinterLine {
    /// Its URI.
    pub uri: String,
    /// What officers call it, or it itself.
    pub name: String,
    /// It was set up; one that is not was found just now.
    pub is_known: bool,
    /// It printed last.
    pub is_last: bool,
    /// How it stands; `None` where nobody asked yet.
    pub stands: Option<Result<Stands, PrinterFault>>,
}

/// What a printer says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It waits for a job.
    Ready,
    /// It prints.
    Working,
    /// It lacks something.
    Lacks(PrinterFault),
}

impl PrinterLine {
    /// Whether somebody has to do something before it prints.
    #[must_use]
    pub fn is_well(&self) -> bool {
        matches!(&self.stands, None | Some(Ok(Stands::Ready | Stands::Working)))
    }

    /// Its state in the reader's words.
    #[must_use]
    pub fn words(&self) -> Said {
        match &self.stands {
            None => Said::words("printers.not_asked"),
            Some(Ok(Stands::Ready)) => Said::words("printers.ready"),
            Some(Ok(Stands::Working)) => Said::words("printers.working"),
            Some(Ok(Stands::Lacks(fault)) | Err(fault)) => fault.in_words(),
        }
    }

    /// Key of its state in a word or two, for a line of a list.
    #[must_use]
    pub fn short_key(&self) -> String {
        match &self.stands {
            None => "printers.not_asked".into(),
            Some(Ok(Stands::Ready)) => "printers.ready".into(),
            Some(Ok(Stands::Working)) => "printers.working".into(),
            Some(Ok(Stands::Lacks(fault)) | Err(fault)) => {
                format!("printer_fault.{}", fault.word())
            }
        }
    }

    /// Its state in one word, for scripts.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match &self.stands {
            None => "not_asked",
            Some(Ok(Stands::Ready)) => "ready",
            Some(Ok(Stands::Working)) => "working",
            Some(Ok(Stands::Lacks(fault)) | Err(fault)) => fault.word(),
        }
    }
}

fn stands_of(state: &State) -> Stands {
    match hindrance(&state.reasons) {
        Some(fault) => Stands::Lacks(fault),
        None if state.is_stopped => Stands::Lacks(PrinterFault::Stopped(state.reasons.join(", "))),
        None if !state.accepts => Stands::Lacks(PrinterFault::NotAccepting),
        None if state.is_working => Stands::Working,
        None => Stands::Ready,
    }
}

/// Asks each of the printers how it stands, all at once: one that is off holds up no other.
pub fn ask(lines: &mut [PrinterLine]) {
    std::thread::scope(|scope| {
        for line in lines {
            scope.spawn(|| {
                let looked = Printer::parse(&line.uri)
                    .and_then(|printer| job::look(&printer, &Patience::short()));
                if let Ok(state) = &looked
                    && line.name.is_empty()
                {
                    line.name.clone_from(&state.model);
                }
                line.stands = Some(looked.map(|state| stands_of(&state)));
            });
        }
    });
}

/// Printers that nobody set up: those that this machine's CUPS knows, and USB devices.
#[must_use]
pub fn found(known: &[PrinterLine], ground: &Ground) -> Vec<PrinterLine> {
    found_at(known, ground, CUPS)
}

/// The same by the print server at `server`.
#[must_use]
pub fn found_at(known: &[PrinterLine], ground: &Ground, server: &str) -> Vec<PrinterLine> {
    // Where no CUPS runs, none is found.
    let mut found = job::queues(server, &Patience::short()).unwrap_or_default();
    let devices = ground.names(Path::new(USB)).unwrap_or_default();
    let devices = devices.into_iter().filter(|name| name.starts_with("lp"));
    found.extend(devices.map(|name| (format!("escpos+file://{USB}/{name}"), String::new())));
    let is_new = |uri: &str| !known.iter().any(|line| line.uri == uri);
    let new = found.into_iter().filter(|(uri, _)| is_new(uri) && Printer::parse(uri).is_ok());
    let line =
        |(uri, name)| PrinterLine { uri, name, is_known: false, is_last: false, stands: None };
    new.map(line).collect()
}

/// Asks the printer of a URI how it stands.
///
/// # Errors
/// When the URI names no printer.
pub fn look(uri: &str) -> Result<Looked, Trouble> {
    let printer = Printer::parse(uri).map_err(|fault| trouble(&fault))?;
    Ok(job::look(&printer, &Patience::short()))
}

impl Desk {
    /// The printers that were set up, as a list in which nobody was asked yet.
    ///
    /// # Errors
    /// When their file cannot be read, or is not in order.
    pub fn printer_lines(&self) -> Result<Vec<PrinterLine>, Trouble> {
        let printers = self.printers()?;
        let line = |known: &Known| PrinterLine {
            uri: known.uri.clone(),
            name: known.name.clone(),
            is_known: true,
            is_last: printers.last.as_ref() == Some(&known.uri),
            stands: None,
        };
        Ok(printers.printer.iter().map(line).collect())
    }

    /// The list at once, and again when the printers have answered.
    pub(super) fn look_at_printers(&mut self) -> Result<Reply, Trouble> {
        let lines = self.printer_lines()?;
        if let Some(courier) = &self.courier {
            let (errands, ground) =
                (courier.errands.clone(), Ground::clone(&self.store.site().ground));
            let mut asked = lines.clone();
            std::thread::spawn(move || {
                asked.extend(found(&asked, &ground));
                ask(&mut asked);
                errands.tell(move |_| Some(Reply::PrintersMoved { lines: asked, trouble: None }));
            });
        }
        Ok(Reply::Printers(lines))
    }

    /// Sets a printer up when it was looked at, beside the desk where that has a thread of its own.
    pub(super) fn begin_set_up(&mut self, uri: String, name: String) -> Result<Reply, Trouble> {
        let printer = Printer::parse(&uri).map_err(|fault| trouble(&fault))?;
        let Some(courier) = &self.courier else {
            let looked = job::look(&printer, &Patience::short());
            self.set_up_printer(&uri, &name, &looked)?;
            return self.printer_lines().map(Reply::Printers);
        };
        let errands = courier.errands.clone();
        std::thread::spawn(move || {
            let looked = job::look(&printer, &Patience::short());
            errands.tell(move |desk| {
                let kept = desk.mirrored(|desk| desk.set_up_printer(&uri, &name, &looked));
                let mut lines = desk.printer_lines().unwrap_or_default();
                for line in lines.iter_mut().filter(|line| line.uri == uri.trim()) {
                    line.stands = Some(looked.clone().map(|state| stands_of(&state)));
                }
                Some(Reply::PrintersMoved { lines, trouble: kept.err() })
            });
        });
        self.printer_lines().map(Reply::Printers)
    }
}
