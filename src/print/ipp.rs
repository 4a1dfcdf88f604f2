//! What is asked of an IPP printer and what it answers (RFC 8011), as bytes; opens no line.

use super::ipp_texts;
use super::printer_fault::{PrinterFault, their_words};
use crate::stdx::said::Said;
use ::ipp::attribute::{IppAttribute, IppAttributeGroup};
use ::ipp::model::{DelimiterTag, IppVersion, Operation};
use ::ipp::parser::IppParser;
use ::ipp::reader::IppReader;
use ::ipp::request::IppRequestResponse;
use ::ipp::value::IppValue;
use std::io::Cursor;

/// Who asks, as the printer's display shows it; no officer's name leaves the laptop.
const USER: &str = "lucha";
/// An answer longer than this is none of a printer.
pub const ANSWER_MAX: usize = 1 << 20;

/// `successful-ok` and its two neighbours.
const SUCCESS_MAX: u16 = 0x0002;
const NOT_POSSIBLE: u16 = 0x0404;
const NOT_FOUND: u16 = 0x0406;
const GONE: u16 = 0x0407;
const FORMAT: u16 = 0x040a;
const NOT_ACCEPTING: u16 = 0x0506;
const BUSY: u16 = 0x0507;

/// What a printer answered.
pub struct Answer {
    /// 0 to 2 when it did what was asked.
    pub status: u16,
    printer: Vec<Vec<IppAttribute>>,
    job: Vec<Vec<IppAttribute>>,
    /// In its own words.
    message: String,
}

/// How a printer stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// What it calls itself: maker and model.
    pub model: String,
    /// What tells it from every other printer; empty where it says nothing.
    pub identity: String,
    /// It stands still until somebody comes.
    pub is_stopped: bool,
    /// It prints something now.
    pub is_working: bool,
    /// It takes jobs.
    pub accepts: bool,
    /// It takes PDF; CUPS always does.
    pub takes_pdf: bool,
    /// Its own words for what it lacks, `media-empty-error`.
    pub reasons: Vec<String>,
}

/// How a job stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobState {
    /// The printer's number of it.
    pub job: Option<u32>,
    /// RFC 8011, 5.3.7: 3 pending, 4 held, 5 processing, 6 stopped, 7 cancelled, 8 aborted, 9 completed; 0 where it says none.
    pub state: i32,
    /// Its own words.
    pub reasons: Vec<String>,
    /// Sheets or sides that it counted so far; `None` where it counts none.
    pub printed: Option<u32>,
}

/// Where to, as each question names it.
#[derive(Clone, Copy, Debug)]
pub struct To<'a> {
    /// `ipp://host:631/ipp/print`.
    pub uri: &'a str,
    /// Of the job, where the question is about one.
    pub job: Option<u32>,
}

fn ask(operation: Operation, to: To<'_>) -> Result<IppRequestResponse, PrinterFault> {
    let no = |_| PrinterFault::Uri { key: "uri.no_host", uri: to.uri.into() };
    let no_uri = |_| PrinterFault::Uri { key: "uri.no_host", uri: to.uri.into() };
    let uri = to.uri.parse().map_err(no_uri)?;
    let mut request =
        IppRequestResponse::new(IppVersion::v1_1(), operation, Some(uri)).map_err(no)?;
    if let Some(job) = to.job {
        let job = IppValue::Integer(i32::try_from(job).unwrap_or(i32::MAX));
        add(&mut request, DelimiterTag::OperationAttributes, "job-id", job);
    }
    if let Ok(user) = IppValue::new_name_without_language(USER) {
        add(&mut request, DelimiterTag::OperationAttributes, "requesting-user-name", user);
    }
    Ok(request)
}

fn add(request: &mut IppRequestResponse, group: DelimiterTag, name: &str, value: IppValue) {
    // The names are ours and short.
    if let Ok(attribute) = IppAttribute::with_name(name, value) {
        request.attributes_mut().add(group, attribute);
    }
}

fn wanted(request: &mut IppRequestResponse, names: &[&str]) {
    let names = names.iter().filter_map(|name| IppValue::new_keyword(*name).ok()).collect();
    let names = IppValue::Array(names);
    add(request, DelimiterTag::OperationAttributes, "requested-attributes", names);
}

/// Asks how the printer stands.
///
/// # Errors
/// When its URI is none.
pub fn ask_printer(to: To<'_>) -> Result<Vec<u8>, PrinterFault> {
    let mut request = ask(Operation::GetPrinterAttributes, to)?;
    wanted(
        &mut request,
        &[
            "printer-state",
            "printer-state-reasons",
            "printer-is-accepting-jobs",
            "printer-make-and-model",
            "printer-uuid",
            "document-format-supported",
        ],
    );
    Ok(request.to_bytes().to_vec())
}

/// Asks for one copy of a PDF; `title` stands on the printer's display.
///
/// # Errors
/// As `ask_printer`.
pub fn ask_print(to: To<'_>, title: &str, pdf: &[u8]) -> Result<Vec<u8>, PrinterFault> {
    let mut request = ask(Operation::PrintJob, to)?;
    let group = DelimiterTag::OperationAttributes;
    if let Ok(title) = IppValue::new_name_without_language(title) {
        add(&mut request, group, "job-name", title);
    }
    if let Ok(format) = IppValue::new_mime_media_type("application/pdf") {
        add(&mut request, group, "document-format", format);
    }
    let mut bytes = request.to_bytes().to_vec();
    bytes.extend(pdf);
    Ok(bytes)
}

/// Asks how a job stands.
///
/// # Errors
/// As `ask_printer`.
pub fn ask_job(to: To<'_>) -> Result<Vec<u8>, PrinterFault> {
    let mut request = ask(Operation::GetJobAttributes, to)?;
    let names = ["job-id", "job-state", "job-state-reasons"];
    let counted = ["job-impressions-completed", "job-media-sheets-completed"];
    wanted(&mut request, &[&names[..], &counted[..]].concat());
    Ok(request.to_bytes().to_vec())
}

/// Asks that a job be given up.
///
/// # Errors
/// As `ask_printer`.
pub fn ask_cancel(to: To<'_>) -> Result<Vec<u8>, PrinterFault> {
    Ok(ask(Operation::CancelJob, to)?.to_bytes().to_vec())
}

/// Asks the print server at `uri` for its printers.
///
/// # Errors
/// As `ask_printer`.
pub fn ask_queues(uri: &str) -> Result<Vec<u8>, PrinterFault> {
    let mut request = ask(Operation::CupsGetPrinters, To { uri, job: None })?;
    let names = ["printer-name", "printer-uri-supported", "printer-make-and-model"];
    wanted(&mut request, &names);
    Ok(request.to_bytes().to_vec())
}

/// Reads an answer.
///
/// # Errors
/// When the bytes are no answer of IPP.
pub fn read_answer(bytes: &[u8]) -> Result<Answer, PrinterFault> {
    let no = || PrinterFault::NotAPrinter(Said::words("uri.no_ipp"));
    if !ipp_texts::fit(bytes) {
        return Err(no());
    }
    let answer = IppParser::new(IppReader::new(Cursor::new(bytes.to_vec())));
    let answer = answer.parse().map_err(|_| no())?;
    let groups = |tag| -> Vec<Vec<IppAttribute>> {
        let groups = answer.attributes().groups_of(tag);
        groups.map(|group: &IppAttributeGroup| group.attributes().to_vec()).collect()
    };
    let operation = groups(DelimiterTag::OperationAttributes).concat();
    Ok(Answer {
        status: answer.header().operation_or_status.cast_unsigned(),
        printer: groups(DelimiterTag::PrinterAttributes),
        job: groups(DelimiterTag::JobAttributes),
        message: text(&operation, "status-message"),
    })
}

impl Answer {
    /// That the printer did what was asked.
    ///
    /// # Errors
    /// Why it did not.
    pub fn granted(self) -> Result<Answer, PrinterFault> {
        match self.status {
            status if status <= SUCCESS_MAX => Ok(self),
            FORMAT => Err(PrinterFault::Format),
            BUSY => Err(PrinterFault::Busy),
            NOT_ACCEPTING => Err(PrinterFault::NotAccepting),
            status => Err(PrinterFault::Refused(format!("{status:#06x} {}", self.message))),
        }
    }

    /// Whether it knows nothing of the job that was asked for.
    #[must_use]
    pub fn knows_no_job(&self) -> bool {
        [NOT_FOUND, GONE].contains(&self.status)
    }

    /// Whether the job is over already, so that it cannot be given up.
    #[must_use]
    pub fn is_too_late(&self) -> bool {
        self.status == NOT_POSSIBLE
    }

    /// The printer that it speaks of; `None` where it speaks of none.
    #[must_use]
    pub fn state(&self) -> Option<State> {
        let of = self.printer.first()?;
        let state = number(of, "printer-state")?;
        let uuid = text(of, "printer-uuid");
        let model = text(of, "printer-make-and-model");
        let formats = words(of, "document-format-supported");
        Some(State {
            identity: if uuid.is_empty() { model.clone() } else { uuid },
            model,
            is_stopped: state == 5,
            is_working: state == 4,
            accepts: flag(of, "printer-is-accepting-jobs").unwrap_or(true),
            takes_pdf: formats.iter().any(|format| format == "application/pdf"),
            reasons: reasons(of, "printer-state-reasons"),
        })
    }

    /// The job that it speaks of; `None` where it speaks of none.
    #[must_use]
    pub fn job(&self) -> Option<JobState> {
        let of = self.job.first()?;
        let count = |name| number(of, name).and_then(|count| u32::try_from(count).ok());
        let printed = count("job-impressions-completed").into_iter();
        Some(JobState {
            job: count("job-id").filter(|job| *job > 0),
            state: number(of, "job-state").unwrap_or(0),
            reasons: reasons(of, "job-state-reasons"),
            printed: printed.chain(count("job-media-sheets-completed")).max(),
        })
    }

    /// The printers that a print server knows: their URIs and models.
    #[must_use]
    pub fn queues(&self) -> Vec<(String, String)> {
        let of = |group: &Vec<IppAttribute>| {
            let uri = words(group, "printer-uri-supported").into_iter().next()?;
            Some((uri, text(group, "printer-make-and-model")))
        };
        self.printer.iter().filter_map(of).collect()
    }
}

fn find<'a>(of: &'a [IppAttribute], name: &str) -> Option<&'a IppValue> {
    of.iter().find(|own| own.name().as_str() == name).map(IppAttribute::value)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the list of IPP's values is not ours")]
fn number(of: &[IppAttribute], name: &str) -> Option<i32> {
    match find(of, name)? {
        IppValue::Integer(number) | IppValue::Enum(number) => Some(*number),
        _ => None,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the list of IPP's values is not ours")]
fn flag(of: &[IppAttribute], name: &str) -> Option<bool> {
    match find(of, name)? {
        IppValue::Boolean(flag) => Some(*flag),
        _ => None,
    }
}

/// A value or all of several, as text.
fn words(of: &[IppAttribute], name: &str) -> Vec<String> {
    match find(of, name) {
        Some(IppValue::Array(values)) => {
            values.iter().map(|value| their_words(&value.to_string())).collect()
        }
        Some(value) => vec![their_words(&value.to_string())],
        None => Vec::new(),
    }
}

fn text(of: &[IppAttribute], name: &str) -> String {
    words(of, name).into_iter().next().unwrap_or_default()
}

/// Without the one that says there is none.
fn reasons(of: &[IppAttribute], name: &str) -> Vec<String> {
    words(of, name).into_iter().filter(|word| word != "none").collect()
}

/// The first of a printer's reasons that keeps paper from coming out; `None` where all is well, or it only warns of what
/// will be (`media-low`). Whether one without a suffix stops it shows in the job.
#[must_use]
pub fn hindrance(reasons: &[String]) -> Option<PrinterFault> {
    let bare = |word: &str| -> String {
        let suffix = ["-error", "-warning", "-report"].iter().find(|end| word.ends_with(**end));
        word[..word.len() - suffix.map_or(0, |end| end.len())].to_string()
    };
    reasons.iter().find_map(|word| match bare(word).as_str() {
        "media-empty" | "media-needed" | "input-tray-missing" => Some(PrinterFault::PaperOut),
        "media-jam" => Some(PrinterFault::PaperJam),
        "cover-open" | "door-open" | "interlock-open" => Some(PrinterFault::CoverOpen),
        "marker-supply-empty" | "toner-empty" => Some(PrinterFault::InkOut),
        "paused"
        | "moving-to-paused"
        | "shutdown"
        | "timed-out"
        | "fuser-over-temp"
        | "fuser-under-temp"
        | "output-area-full"
        | "output-tray-missing"
        | "spool-area-full"
        | "connecting-to-device"
        | "stopped-partly" => Some(PrinterFault::Stopped(word.clone())),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::ipp::model::StatusCode;

    fn answer(status: StatusCode, group: DelimiterTag, values: &[(&str, IppValue)]) -> Answer {
        let mut answer = IppRequestResponse::new_response(IppVersion::v1_1(), status, 1).unwrap();
        for (name, value) in values {
            add(&mut answer, group, name, value.clone());
        }
        read_answer(&answer.to_bytes()).unwrap()
    }

    #[test]
    fn a_printer_says_how_it_stands() {
        let word = |text: &str| IppValue::new_keyword(text).unwrap();
        let answer = answer(
            StatusCode::SuccessfulOk,
            DelimiterTag::PrinterAttributes,
            &[
                ("printer-state", IppValue::Enum(5)),
                (
                    "printer-state-reasons",
                    IppValue::Array(vec![word("media-low-warning"), word("media-empty-error")]),
                ),
                ("printer-is-accepting-jobs", IppValue::Boolean(true)),
                (
                    "printer-make-and-model",
                    IppValue::new_text_without_language("Pantum P2500").unwrap(),
                ),
                (
                    "document-format-supported",
                    IppValue::new_mime_media_type("application/pdf").unwrap(),
                ),
            ],
        );
        let state = answer.granted().unwrap().state().unwrap();
        assert_eq!(
            (state.model.as_str(), state.identity.as_str()),
            ("Pantum P2500", "Pantum P2500")
        );
        assert_eq!((state.is_stopped, state.accepts, state.takes_pdf), (true, true, true));
        assert_eq!(hindrance(&state.reasons), Some(PrinterFault::PaperOut));
        assert_eq!(hindrance(&["media-low-warning".into(), "none".into()]), None);
    }

    #[test]
    fn what_is_no_answer_of_ipp_is_no_printer() {
        for bytes in [&b""[..], b"<html>", b"HTTP/1.1 200 OK\r\n\r\n", &[0xff; 40]] {
            assert!(matches!(read_answer(bytes), Err(PrinterFault::NotAPrinter(_))), "{bytes:?}");
        }
    }

    #[test]
    fn a_refusal_keeps_the_printers_own_words() {
        let refused = |status| {
            let none = DelimiterTag::OperationAttributes;
            answer(status, none, &[]).granted().err().map(|fault| fault.word())
        };
        assert_eq!(refused(StatusCode::SuccessfulOk), None);
        assert_eq!(refused(StatusCode::ClientErrorDocumentFormatNotSupported), Some("format"));
        assert_eq!(refused(StatusCode::ServerErrorBusy), Some("busy"));
        assert_eq!(refused(StatusCode::ServerErrorNotAcceptingJobs), Some("not_accepting"));
        assert_eq!(refused(StatusCode::ClientErrorForbidden), Some("refused"));
    }

    #[test]
    fn a_job_says_how_far_it_is() {
        let job = answer(
            StatusCode::SuccessfulOk,
            DelimiterTag::JobAttributes,
            &[
                ("job-id", IppValue::Integer(7)),
                ("job-state", IppValue::Enum(9)),
                ("job-impressions-completed", IppValue::Integer(2)),
            ],
        );
        let wanted = JobState { job: Some(7), state: 9, reasons: vec![], printed: Some(2) };
        assert_eq!(job.job(), Some(wanted));
        assert_eq!(answer(StatusCode::SuccessfulOk, DelimiterTag::JobAttributes, &[]).job(), None);
    }
}
