//! One copy of a paper at a printer: how the printer stands, the job, and its end; keeps nothing and knows no case.

use super::ipp::State;
use super::printer_fault::{JobFault, PrinterFault};
use super::target::Printer;
use super::{ipp_job, thermal};
use std::time::Duration;

/// One copy, ready to go out.
#[derive(Clone, Debug)]
pub struct Job {
    /// What the printer's display shows; names no party.
    pub title: String,
    /// PDF for IPP, ESC/POS for a roll.
    pub bytes: Vec<u8>,
    /// How much time it may take is reckoned from these.
    pub sheets: u32,
    /// What the printer said of itself when it was set up; empty where it said nothing.
    pub identity: String,
}

/// How long anything may take; nothing waits for ever.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Until the printer is reached.
    pub connect: Duration,
    /// Until one question is answered.
    pub question: Duration,
    /// Between two questions about a job.
    pub between: Duration,
    /// How long a printer may say that it lacks paper, or say nothing at all, before the job is given up: somebody may put
    /// paper in.
    pub hindered: Duration,
    /// Until a job of no sheets is out.
    pub job: Duration,
    /// For each sheet more.
    pub sheet: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience {
            connect: Duration::from_secs(5),
            question: Duration::from_secs(20),
            between: Duration::from_millis(400),
            hindered: Duration::from_secs(15),
            job: Duration::from_secs(60),
            sheet: Duration::from_secs(20),
        }
    }
}

impl Patience {
    /// For a look at several printers that an officer waits for.
    #[must_use]
    pub fn short() -> Patience {
        let (connect, question) = (Duration::from_secs(2), Duration::from_secs(3));
        Patience { connect, question, ..Patience::default() }
    }

    /// All that a job of so many sheets may take.
    #[must_use]
    pub fn whole(&self, sheets: u32) -> Duration {
        self.job + self.sheet * sheets.min(100)
    }
}

/// A job whose end the printer told, or which went out to one that tells nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The printer's own number of it; `None` where it gives none.
    pub job: Option<u32>,
    /// Sheets or sides that the printer counted; `None` where it counts none.
    pub counted: Option<u32>,
    /// The printer said that the job is over. Where it says nothing, only the paper tells.
    pub is_told: bool,
}

/// How far a job is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The printer is asked how it stands.
    Asking,
    /// The page goes out.
    Sending,
    /// The printer has it.
    Printing {
        /// What the printer lacks just now.
        lacks: Option<PrinterFault>,
    },
}

/// Sees each stage; false gives the job up.
pub type Watch<'a> = &'a mut dyn FnMut(&Stage) -> bool;

/// Asks a printer how it stands; prints nothing.
///
/// # Errors
/// When it cannot be reached, or what is there is no printer.
pub fn look(printer: &Printer, patience: &Patience) -> Result<State, PrinterFault> {
    match printer {
        Printer::File => Err(PrinterFault::NotADevice("file:".into())),
        Printer::Ipp(printer) => ipp_job::look(printer, patience),
        Printer::Thermal(printer) => thermal::look(printer, patience),
    }
}

/// Prints one copy, and comes back when it is out or the fault is named.
///
/// # Errors
/// Why it did not come out, and whether it may have come out all the same.
pub fn run(
    printer: &Printer,
    job: &Job,
    patience: &Patience,
    watch: Watch<'_>,
) -> Result<Done, JobFault> {
    match printer {
        Printer::File => Err(JobFault::before(PrinterFault::NotADevice("file:".into()))),
        Printer::Ipp(printer) => ipp_job::run(printer, job, patience, watch),
        Printer::Thermal(printer) => thermal::run(printer, job, patience, watch),
    }
}

/// The printers of the print server of this machine: URIs and models.
///
/// # Errors
/// When there is none, or it says no.
pub fn queues(server: &str, patience: &Patience) -> Result<Vec<(String, String)>, PrinterFault> {
    match Printer::parse(server)? {
        Printer::Ipp(server) => ipp_job::queues(&server, patience),
        Printer::File | Printer::Thermal(_) => Ok(Vec::new()),
    }
}
