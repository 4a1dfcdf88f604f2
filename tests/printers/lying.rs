//! Printers that do not do what they say, and things at a printer's address that are none.

use super::{job, patience};
use ipp::attribute::IppAttribute;
use ipp::model::{DelimiterTag, IppVersion, Operation, StatusCode};
use ipp::request::IppRequestResponse;
use ipp::value::IppValue;
use lucha::app::printer_look;
use lucha::print::ipp::{hindrance, read_answer};
use lucha::print::job::{Done, look, queues, run};
use lucha::print::printer_fault::{JobFault, PrinterFault};
use lucha::print::target::Printer;
use lucha::stdx::files;
use proptest::prelude::*;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A question: its operation, and how many of it came before.
type Asked = (u16, usize);

/// Answers every question by `answer`, for as long as the test runs; `None` hangs up.
fn serve(answer: impl Fn(Asked) -> Option<(&'static str, Vec<u8>)> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let counts: Vec<AtomicUsize> = (0..16).map(|_| AtomicUsize::new(0)).collect();
        for stream in listener.incoming() {
            let Ok(stream) = stream else { return };
            let _ended = talk(stream, |operation| {
                let before = &counts[usize::from(operation) % counts.len()];
                answer((operation, before.fetch_add(1, Ordering::SeqCst)))
            });
        }
    });
    format!("ipp://{address}/ipp/print")
}

fn talk(
    mut stream: TcpStream,
    answer: impl Fn(u16) -> Option<(&'static str, Vec<u8>)>,
) -> std::io::Result<()> {
    let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
    let (head, length) = loop {
        let count = stream.read(&mut piece)?;
        bytes.extend(&piece[..count]);
        let Some(head) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
            if count == 0 {
                return Ok(());
            }
            continue;
        };
        let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
        break (head + 4, length.unwrap().trim().parse::<usize>().unwrap());
    };
    while bytes.len() < head + length {
        let count = stream.read(&mut piece)?;
        bytes.extend(&piece[..count]);
    }
    let operation = u16::from_be_bytes([bytes[head + 2], bytes[head + 3]]);
    let Some((kind, body)) = answer(operation) else { return Ok(()) };
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}

const IPP: &str = "application/ipp";

fn says(status: StatusCode, group: DelimiterTag, values: &[(&str, IppValue)]) -> Vec<u8> {
    let mut answer = IppRequestResponse::new_response(IppVersion::v1_1(), status, 1).unwrap();
    for (name, value) in values {
        let attribute = IppAttribute::with_name(*name, value.clone()).unwrap();
        answer.attributes_mut().add(group, attribute);
    }
    answer.to_bytes().to_vec()
}

/// A printer that waits for a job and takes PDF.
fn ready() -> Vec<u8> {
    says(
        StatusCode::SuccessfulOk,
        DelimiterTag::PrinterAttributes,
        &[
            ("printer-state", IppValue::Enum(3)),
            ("printer-is-accepting-jobs", IppValue::Boolean(true)),
            (
                "document-format-supported",
                IppValue::new_mime_media_type("application/pdf").unwrap(),
            ),
        ],
    )
}

fn job_is(state: i32) -> Vec<u8> {
    let values = [("job-id", IppValue::Integer(5)), ("job-state", IppValue::Enum(state))];
    says(StatusCode::SuccessfulOk, DelimiterTag::JobAttributes, &values)
}

fn ok() -> Vec<u8> {
    says(StatusCode::SuccessfulOk, DelimiterTag::OperationAttributes, &[])
}

fn print(uri: &str) -> Result<Done, JobFault> {
    run(&Printer::parse(uri).unwrap(), &job(b"%PDF"), &patience(), &mut |_| true)
}

const STATE: u16 = Operation::GetPrinterAttributes as u16;
const PRINT: u16 = Operation::PrintJob as u16;
const JOB: u16 = Operation::GetJobAttributes as u16;
const CANCEL: u16 = Operation::CancelJob as u16;

#[test]
fn an_ok_without_a_job_behind_it_is_no_print() {
    let uri = serve(|(operation, _)| match operation {
        STATE => Some((IPP, ready())),
        _ => Some((IPP, ok())),
    });
    let wanted = JobFault { what: PrinterFault::Lost, may_have_printed: true, job: None };
    assert_eq!(print(&uri), Err(wanted));
}

#[test]
fn a_job_that_never_begins_is_taken_back_and_cannot_have_printed() {
    let cancelled = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&cancelled);
    let uri = serve(move |(operation, _)| match operation {
        STATE => Some((IPP, ready())),
        JOB if seen.load(Ordering::SeqCst) > 0 => Some((IPP, job_is(7))),
        PRINT | JOB => Some((IPP, job_is(3))),
        CANCEL => {
            seen.fetch_add(1, Ordering::SeqCst);
            Some((IPP, ok()))
        }
        _ => None,
    });
    let fault = print(&uri).unwrap_err();
    assert_eq!(
        (fault.what, fault.may_have_printed, fault.job),
        (PrinterFault::Silent, false, Some(5))
    );
    assert_eq!(cancelled.load(Ordering::SeqCst), 1);
}

#[test]
fn a_job_that_cannot_be_taken_back_may_come_out_later() {
    let uri = serve(|(operation, _)| match operation {
        STATE => Some((IPP, ready())),
        PRINT | JOB => Some((IPP, job_is(3))),
        _ => None,
    });
    let fault = print(&uri).unwrap_err();
    assert_eq!((fault.what, fault.may_have_printed), (PrinterFault::Silent, true));
}

#[test]
fn a_job_that_the_printer_forgets_may_have_printed() {
    let gone = || says(StatusCode::ClientErrorNotFound, DelimiterTag::OperationAttributes, &[]);
    let uri = serve(move |(operation, before)| match operation {
        STATE => Some((IPP, ready())),
        PRINT => Some((IPP, job_is(5))),
        JOB if before < 2 => Some((IPP, job_is(5))),
        _ => Some((IPP, gone())),
    });
    let wanted = JobFault { what: PrinterFault::Lost, may_have_printed: true, job: Some(5) };
    assert_eq!(print(&uri), Err(wanted));
}

#[test]
fn a_line_that_breaks_behind_the_page_may_have_printed_and_one_before_it_has_not() {
    let uri = serve(|(operation, _)| (operation == STATE).then(|| (IPP, ready())));
    let fault = print(&uri).unwrap_err();
    assert_eq!((fault.what.word(), fault.may_have_printed), ("broken_off", true));
    let fault = print(&serve(|_| None)).unwrap_err();
    assert_eq!((fault.what.word(), fault.may_have_printed), ("unreachable", false));
}

#[test]
fn a_printer_that_refuses_says_why_in_our_words() {
    for (status, wanted) in [
        (StatusCode::ServerErrorBusy, "busy"),
        (StatusCode::ServerErrorNotAcceptingJobs, "not_accepting"),
        (StatusCode::ClientErrorDocumentFormatNotSupported, "format"),
        (StatusCode::ClientErrorForbidden, "refused"),
    ] {
        let no = says(status, DelimiterTag::OperationAttributes, &[]);
        let uri = serve(move |(operation, _)| {
            Some((IPP, if operation == STATE { ready() } else { no.clone() }))
        });
        let fault = print(&uri).unwrap_err();
        assert_eq!((fault.what.word(), fault.may_have_printed), (wanted, false));
    }
}

#[test]
fn a_web_page_is_no_printer() {
    let page = "<html><body>Router</body></html>";
    for kind in ["text/html", IPP, ""] {
        let uri = serve(move |_| Some((kind, page.into())));
        let fault = look(&Printer::parse(&uri).unwrap(), &patience()).unwrap_err();
        assert_eq!(fault.word(), "not_a_printer", "{kind}");
        let fault = print(&uri).unwrap_err();
        assert_eq!((fault.what.word(), fault.may_have_printed), ("not_a_printer", false));
    }
}

#[test]
fn an_answer_without_end_is_not_read_without_end() {
    let uri = serve(|_| Some((IPP, vec![1; 3 << 20])));
    assert!(look(&Printer::parse(&uri).unwrap(), &patience()).is_err());
}

#[test]
fn printers_of_a_print_server_are_found_and_those_that_are_set_up_are_not_found_again() {
    let one = |uri: &str| {
        let values =
            [("printer-uri-supported", IppValue::Uri(uri.to_string().try_into().unwrap()))];
        says(StatusCode::SuccessfulOk, DelimiterTag::PrinterAttributes, &values)
    };
    let server = serve(move |_| Some((IPP, one("ipp://localhost:631/printers/desk"))));
    let found = queues(&server, &patience()).unwrap();
    assert_eq!(found, [("ipp://localhost:631/printers/desk".to_string(), String::new())]);
    let ground = files::machine();
    let lines = printer_look::found_at(&[], &ground, &server);
    let mut desk: Vec<_> = lines.into_iter().filter(|line| line.uri.contains("/desk")).collect();
    assert_eq!((desk.len(), desk[0].is_known), (1, false));
    desk[0].is_known = true;
    let again = printer_look::found_at(&desk, &ground, &server);
    assert!(again.iter().all(|line| !line.uri.contains("/desk")));
    let none = serve(|_| {
        Some((IPP, says(StatusCode::ClientErrorNotFound, DelimiterTag::OperationAttributes, &[])))
    });
    assert_eq!(queues(&none, &patience()), Ok(vec![]));
}

proptest! {
    #[test]
    fn no_answer_stops_the_program(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(answer) = read_answer(&bytes) {
            let (state, _) = (answer.state(), answer.job());
            let _lacks = state.map(|state| hindrance(&state.reasons));
        }
    }

    #[test]
    fn no_bent_answer_stops_the_program(at in 0usize..200, byte in any::<u8>(), cut in 0usize..220) {
        for mut bytes in [ready(), job_is(5)] {
            let place = at % bytes.len();
            bytes[place] = byte;
            bytes.truncate(cut.max(1));
            if let Ok(answer) = read_answer(&bytes) {
                let _seen = (answer.state(), answer.job(), answer.queues());
            }
        }
    }
}
