//! A job at a thermal printer: bytes down a cable, with the printer's word about its paper before and behind where it gives
//! one; makes no picture.

use super::escpos::{self, Status};
use super::ipp::State;
use super::job::{Done, Job, Patience, Stage, Watch};
use super::printer_fault::{JobFault, PrinterFault};
use super::target::Thermal;
use super::wire::Wire;
use std::io;
use std::time::{Duration, Instant};

/// A printer that answers at all answers within this.
const ANSWER: Duration = Duration::from_millis(800);
/// Bytes that go out in one piece: an officer who gives up waits for no more than these.
const PIECE: usize = 4096;

/// How `printer` stands.
///
/// # Errors
/// When it cannot be reached.
pub fn look(printer: &Thermal, patience: &Patience) -> Result<State, PrinterFault> {
    let mut wire = Wire::open(&printer.link, patience.connect)?;
    let status = ask(&mut wire).map_err(|fault| PrinterFault::Unreachable(fault.into()))?;
    let mut state = State { accepts: true, ..State::default() };
    if let Some(status) = status {
        let lacks = [
            (status.is_paper_out, "media-empty"),
            (status.is_cover_open, "cover-open"),
            (status.has_error, "paused"),
        ];
        let lacks = lacks.into_iter().filter(|(is_so, _)| *is_so);
        state.reasons = lacks.map(|(_, word)| word.to_string()).collect();
        state.is_stopped = !state.reasons.is_empty();
    }
    Ok(state)
}

/// Asks for the state at once; `None` where the printer does not answer, as many cheap ones do.
fn ask(wire: &mut Wire) -> io::Result<Option<Status>> {
    wire.write_all(&escpos::ASK, ANSWER)?;
    let answers = wire.read(2, ANSWER)?;
    Ok(escpos::status(&answers))
}

fn lacks(status: Status) -> Option<PrinterFault> {
    if status.is_paper_out {
        return Some(PrinterFault::PaperOut);
    }
    if status.is_cover_open {
        return Some(PrinterFault::CoverOpen);
    }
    status.has_error.then(|| PrinterFault::Stopped("error".into()))
}

/// Prints one copy.
///
/// # Errors
/// Why it did not come out.
pub fn run(
    printer: &Thermal,
    job: &Job,
    patience: &Patience,
    watch: Watch<'_>,
) -> Result<Done, JobFault> {
    if !watch(&Stage::Asking) {
        return Err(JobFault::before(PrinterFault::Cancelled));
    }
    let mut wire = Wire::open(&printer.link, patience.connect).map_err(JobFault::before)?;
    let unreached = |fault: io::Error| PrinterFault::Unreachable(fault.into());
    let status = ask(&mut wire).map_err(|fault| JobFault::before(unreached(fault)))?;
    if let Some(what) = status.and_then(lacks) {
        return Err(JobFault::before(what));
    }
    let after = |what| JobFault { what, may_have_printed: true, job: None };
    let mut pieces = [&job.bytes[..], &escpos::TELL_PAPER].concat();
    // Without an answer before there is none behind: the question would only lie in its memory.
    if status.is_none() {
        pieces.truncate(job.bytes.len());
    }
    for (at, piece) in pieces.chunks(PIECE).enumerate() {
        if !watch(&Stage::Sending) {
            let what = PrinterFault::Cancelled;
            return Err(JobFault { what, may_have_printed: at > 0, job: None });
        }
        wire.write_all(piece, patience.hindered)
            .map_err(|fault| after(broken(&mut wire, &fault)))?;
    }
    if !watch(&Stage::Printing { lacks: None }) {
        return Err(after(PrinterFault::Cancelled));
    }
    if status.is_none() {
        wire.end(patience.hindered)
            .map_err(|fault| after(PrinterFault::BrokenOff(fault.into())))?;
        return Ok(Done { job: None, counted: None, is_told: false });
    }
    let told = told(&mut wire, patience.whole(job.sheets), watch);
    match told {
        Ok(Some(false)) => Ok(Done { job: None, counted: None, is_told: true }),
        Ok(Some(true)) => Err(after(PrinterFault::PaperOut)),
        Ok(None) => {
            let lacked = ask(&mut wire).ok().flatten().and_then(lacks);
            Err(after(lacked.unwrap_or(PrinterFault::Silent)))
        }
        Err(fault) => Err(after(PrinterFault::BrokenOff(fault.into()))),
    }
}

/// Waits for the printer's word behind the last dot; `None` when it gives none in time, or the officer gives up.
fn told(wire: &mut Wire, whole: Duration, watch: Watch<'_>) -> io::Result<Option<bool>> {
    let begun = Instant::now();
    while begun.elapsed() < whole {
        if let Some(answer) = wire.read(1, ANSWER)?.first() {
            return Ok(escpos::is_paper_out(*answer));
        }
        if !watch(&Stage::Printing { lacks: None }) {
            return Ok(None);
        }
    }
    Ok(None)
}

/// Why bytes do not go out: a printer without paper takes no more and says so, where it says anything.
fn broken(wire: &mut Wire, fault: &io::Error) -> PrinterFault {
    let is_stuck = matches!(fault.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock);
    if !is_stuck {
        return PrinterFault::BrokenOff(fault.into());
    }
    let answers = wire.read(2, Duration::ZERO).unwrap_or_default();
    escpos::status(&answers).and_then(lacks).unwrap_or(PrinterFault::Silent)
}
