//! A job at an IPP printer: sent, followed until it is over, given up when it cannot be; believes no "ok" without a job behind it.

use super::ipp::{self, JobState, State, To, hindrance};
use super::ipp_line::{IppLine, Unanswered};
use super::job::{Done, Job, Patience, Stage, Watch};
use super::printer_fault::{JobFault, PrinterFault};
use super::target::IppPrinter;
use crate::stdx::said::Said;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// States of a job (RFC 8011, 5.3.7).
const PROCESSING: i32 = 5;
const STOPPED: i32 = 6;
const CANCELLED: i32 = 7;
const ABORTED: i32 = 8;
const COMPLETED: i32 = 9;
/// How often a job that is given up is asked whether it is over.
const LAST_LOOKS: u32 = 8;

/// How `printer` stands.
///
/// # Errors
/// When it cannot be reached, or is no printer.
pub fn look(printer: &IppPrinter, patience: &Patience) -> Result<State, PrinterFault> {
    let line = IppLine::to(printer, patience.connect, patience.question);
    state(&line, printer).map_err(|fault| unreached(fault.what))
}

/// The printers of the print server at `server`: URIs and models.
///
/// # Errors
/// As `look`.
pub fn queues(
    server: &IppPrinter,
    patience: &Patience,
) -> Result<Vec<(String, String)>, PrinterFault> {
    let line = IppLine::to(server, patience.connect, patience.question);
    let answer = line.ask(&ipp::ask_queues(&server.uri)?).map_err(|fault| unreached(fault.what))?;
    // A server without a printer says that it found none.
    if answer.knows_no_job() {
        return Ok(Vec::new());
    }
    Ok(answer.granted()?.queues())
}

/// Before anything was sent, a line that breaks is a printer that is not reached.
fn unreached(fault: PrinterFault) -> PrinterFault {
    if let PrinterFault::BrokenOff(why) = fault { PrinterFault::Unreachable(why) } else { fault }
}

/// Behind the page, a printer that is not reached has broken off.
fn broken_off(fault: PrinterFault) -> PrinterFault {
    if let PrinterFault::Unreachable(why) = fault { PrinterFault::BrokenOff(why) } else { fault }
}

fn state(line: &IppLine, printer: &IppPrinter) -> Result<State, Unanswered> {
    let before = |what| Unanswered { what, may_have_arrived: false };
    let to = To { uri: &printer.uri, job: None };
    let answer = line.ask(&ipp::ask_printer(to).map_err(before)?)?;
    let state = answer.granted().map_err(before)?.state();
    state.ok_or_else(|| before(PrinterFault::NotAPrinter(Said::words("uri.no_ipp"))))
}

/// Why a printer that stands like this takes no PDF of ours; `None` where it does.
fn refuses(state: &State, identity: &str) -> Option<PrinterFault> {
    if !identity.is_empty() && identity != state.identity {
        let (was, is) = (identity.into(), state.identity.clone());
        return Some(PrinterFault::Replaced { was, is });
    }
    if !state.takes_pdf {
        return Some(PrinterFault::Format);
    }
    if !state.accepts {
        return Some(PrinterFault::NotAccepting);
    }
    if state.is_stopped {
        let why = || PrinterFault::Stopped(state.reasons.join(", "));
        return Some(hindrance(&state.reasons).unwrap_or_else(why));
    }
    None
}

/// Prints one copy.
///
/// # Errors
/// Why it did not come out.
pub fn run(
    printer: &IppPrinter,
    job: &Job,
    patience: &Patience,
    watch: Watch<'_>,
) -> Result<Done, JobFault> {
    let line = IppLine::to(printer, patience.connect, patience.question);
    if !watch(&Stage::Asking) {
        return Err(JobFault::before(PrinterFault::Cancelled));
    }
    let stands = state(&line, printer).map_err(|fault| JobFault::before(unreached(fault.what)))?;
    if let Some(what) = refuses(&stands, &job.identity) {
        return Err(JobFault::before(what));
    }
    if !watch(&Stage::Sending) {
        return Err(JobFault::before(PrinterFault::Cancelled));
    }
    let to = To { uri: &printer.uri, job: None };
    let question = ipp::ask_print(to, &job.title, &job.bytes).map_err(JobFault::before)?;
    let answer = line.ask(&question).map_err(|fault| JobFault {
        what: fault.what,
        may_have_printed: fault.may_have_arrived,
        job: None,
    })?;
    let begun = answer.granted().map_err(JobFault::before)?.job();
    let Some(number) = begun.and_then(|begun| begun.job) else {
        // It says "ok" and names no job: nobody can follow what it does.
        return Err(JobFault { what: PrinterFault::Lost, may_have_printed: true, job: None });
    };
    let following = Following { line, printer, number, patience };
    following.follow(patience.whole(job.sheets), watch)
}

/// A job that the printer has.
struct Following<'a> {
    line: IppLine,
    printer: &'a IppPrinter,
    number: u32,
    patience: &'a Patience,
}

/// What one look at a job gives.
enum Seen {
    Job(JobState),
    Unknown,
    Nothing(PrinterFault),
}

impl Following<'_> {
    fn follow(&self, whole: Duration, watch: Watch<'_>) -> Result<Done, JobFault> {
        let begun = Instant::now();
        let (mut has_begun, mut lacking) = (false, None::<(PrinterFault, Instant)>);
        loop {
            let lacks = lacking.as_ref().map(|(what, _)| what.clone());
            if !watch(&Stage::Printing { lacks }) {
                return self.give_up(PrinterFault::Cancelled, has_begun);
            }
            sleep(self.patience.between);
            let now_lacks = match self.look() {
                Seen::Job(job) => {
                    has_begun |= [PROCESSING, STOPPED].contains(&job.state);
                    match job.state {
                        COMPLETED => return Ok(self.done(&job)),
                        CANCELLED => return Err(self.fault(PrinterFault::Cancelled, has_begun)),
                        ABORTED => {
                            let why = PrinterFault::Aborted(job.reasons.join(", "));
                            return Err(self.fault(why, has_begun));
                        }
                        _ => self.lacks(&job),
                    }
                }
                // It forgot the job, or was replaced by one that never had it.
                Seen::Unknown => return Err(self.fault(PrinterFault::Lost, true)),
                Seen::Nothing(what) => Some(what),
            };
            lacking = match (now_lacks, lacking) {
                (None, _) => None,
                (Some(what), Some((_, since))) => Some((what, since)),
                (Some(what), None) => Some((what, Instant::now())),
            };
            if let Some((what, since)) = &lacking
                && since.elapsed() >= self.patience.hindered
            {
                return self.give_up(what.clone(), has_begun);
            }
            if begun.elapsed() >= whole {
                return self.give_up(PrinterFault::Silent, has_begun);
            }
        }
    }

    fn look(&self) -> Seen {
        let to = To { uri: &self.printer.uri, job: Some(self.number) };
        let question = match ipp::ask_job(to) {
            Ok(question) => question,
            Err(fault) => return Seen::Nothing(fault),
        };
        match self.line.ask(&question) {
            Ok(answer) if answer.knows_no_job() => Seen::Unknown,
            Ok(answer) => match answer.granted() {
                Ok(answer) => answer.job().map_or(Seen::Unknown, Seen::Job),
                Err(fault) => Seen::Nothing(fault),
            },
            Err(fault) => Seen::Nothing(broken_off(fault.what)),
        }
    }

    /// What keeps the job from going on, by its own word or its printer's.
    fn lacks(&self, job: &JobState) -> Option<PrinterFault> {
        let of_job = hindrance(&job.reasons);
        if of_job.is_some() {
            return of_job;
        }
        let stands = state(&self.line, self.printer).ok()?;
        let why = || PrinterFault::Stopped(stands.reasons.join(", "));
        let still = stands.is_stopped || job.state == STOPPED;
        hindrance(&stands.reasons).or_else(|| still.then(why))
    }

    fn done(&self, job: &JobState) -> Done {
        let counted = job.printed.filter(|count| *count > 0);
        Done { job: Some(self.number), counted, is_told: true }
    }

    fn fault(&self, what: PrinterFault, may_have_printed: bool) -> JobFault {
        JobFault { what, may_have_printed, job: Some(self.number) }
    }

    /// Takes the job back, so that it does not come out when somebody puts paper in an hour later. Where the printer does not
    /// say that it is over, it may.
    fn give_up(&self, what: PrinterFault, has_begun: bool) -> Result<Done, JobFault> {
        let to = To { uri: &self.printer.uri, job: Some(self.number) };
        let is_taken_back = match ipp::ask_cancel(to).map(|question| self.line.ask(&question)) {
            Ok(Ok(answer)) => answer.is_too_late() || answer.granted().is_ok(),
            Ok(Err(_)) | Err(_) => false,
        };
        if !is_taken_back {
            return Err(self.fault(what, true));
        }
        for _ in 0..LAST_LOOKS {
            if let Seen::Job(job) = self.look() {
                match job.state {
                    COMPLETED => return Ok(self.done(&job)),
                    CANCELLED | ABORTED => return Err(self.fault(what, has_begun)),
                    _ => {}
                }
            }
            sleep(self.patience.between);
        }
        Err(self.fault(what, true))
    }
}
