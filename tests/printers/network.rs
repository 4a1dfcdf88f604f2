//! One job at a time at a real IPP server: its number, its states, and each fault by its name.

use super::server::{BREAKS, NO_PAPER, PRINTS, Server, free_port};
use super::{job, patience};
use lucha::print::job::{Done, Stage, look, run};
use lucha::print::printer_fault::{JobFault, PrinterFault};
use lucha::print::target::Printer;
use lucha::stdx::digest::Digest;

const PDF: &[u8] = b"%PDF-1.7\nwhat is written\n%%EOF\n";

fn print(uri: &str) -> Result<Done, JobFault> {
    run(&Printer::parse(uri).unwrap(), &job(PDF), &patience(), &mut |_| true)
}

#[test]
fn a_job_is_followed_until_the_paper_is_out() {
    let server = Server::start(PRINTS);
    let mut stages = Vec::new();
    let printer = Printer::parse(&server.uri()).unwrap();
    for number in 1..=2 {
        let done = run(&printer, &job(PDF), &patience(), &mut |stage| {
            stages.push(stage.clone());
            true
        });
        assert_eq!(done, Ok(Done { job: Some(number), counted: Some(1), is_told: true }));
    }
    assert_eq!(server.papers(), [PDF, PDF], "byte for byte");
    assert_eq!(stages[..2], [Stage::Asking, Stage::Sending]);
    let state = look(&printer, &patience()).unwrap();
    assert!(state.takes_pdf && state.accepts && !state.is_stopped, "{state:?}");
    assert!(state.identity.starts_with("urn:uuid:"), "{state:?}");
}

#[test]
fn a_tray_without_paper_is_named_and_the_job_is_taken_back() {
    let server = Server::start(NO_PAPER);
    let fault = print(&server.uri()).unwrap_err();
    assert_eq!(fault.what, PrinterFault::PaperOut);
    assert_eq!((fault.may_have_printed, fault.job), (true, Some(1)), "it had begun");
    assert_eq!(server.papers(), Vec::<Vec<u8>>::new());
}

#[test]
fn a_job_that_the_printer_gives_up_is_no_print() {
    let server = Server::start(BREAKS);
    let fault = print(&server.uri()).unwrap_err();
    assert_eq!((fault.what.word(), fault.job), ("aborted", Some(1)));
}

#[test]
fn an_officer_who_gives_up_gets_his_job_back() {
    let server = Server::start("sleep 20");
    let printer = Printer::parse(&server.uri()).unwrap();
    let mut looks = 0;
    let fault = run(&printer, &job(PDF), &patience(), &mut |stage| {
        looks += usize::from(matches!(stage, Stage::Printing { .. }));
        looks < 3
    });
    assert_eq!(fault.unwrap_err().what, PrinterFault::Cancelled);
    let never = run(&printer, &job(PDF), &patience(), &mut |_| false).unwrap_err();
    assert_eq!(never, JobFault::before(PrinterFault::Cancelled));
}

#[test]
fn a_printer_that_is_off_prints_nothing_and_says_so_at_once() {
    let fault = print(&format!("ipp://127.0.0.1:{}/ipp/print", free_port())).unwrap_err();
    assert_eq!((fault.what.word(), fault.may_have_printed), ("unreachable", false));
    let fault = print("ipp://no-such-printer.invalid/ipp/print").unwrap_err();
    assert_eq!((fault.what.word(), fault.may_have_printed), ("unreachable", false));
}

#[test]
fn a_printer_that_is_unplugged_in_mid_job_may_have_printed() {
    let mut server = Server::start("sleep 20");
    let printer = Printer::parse(&server.uri()).unwrap();
    let mut looks = 0;
    let fault = run(&printer, &job(PDF), &patience(), &mut |stage| {
        looks += usize::from(matches!(stage, Stage::Printing { .. }));
        if looks == 2 {
            server.switch_off();
        }
        true
    });
    let fault = fault.unwrap_err();
    assert_eq!((fault.what.word(), fault.may_have_printed), ("broken_off", true), "{fault:?}");
    assert_eq!(fault.job, Some(1));
}

#[test]
fn a_printer_that_takes_no_pdf_is_sent_none() {
    let server = Server::taking("image/pwg-raster", PRINTS);
    let fault = print(&server.uri()).unwrap_err();
    assert_eq!(fault, JobFault::before(PrinterFault::Format));
    assert!(server.papers().is_empty());
}

#[test]
fn another_printer_in_its_place_is_told_apart() {
    let server = Server::start(PRINTS);
    let printer = Printer::parse(&server.uri()).unwrap();
    let mut job = job(PDF);
    job.identity = "urn:uuid:another".into();
    let fault = run(&printer, &job, &patience(), &mut |_| true).unwrap_err();
    assert_eq!((fault.what.word(), fault.may_have_printed), ("replaced", false));
    job.identity = look(&printer, &patience()).unwrap().identity;
    assert!(run(&printer, &job, &patience(), &mut |_| true).is_ok());
    assert_eq!(server.papers().len(), 1);
}

#[test]
fn a_certificate_is_believed_by_its_digest_alone() {
    let server = Server::start(PRINTS);
    let uri = server.secure_uri();
    let fault = print(&uri).unwrap_err();
    let PrinterFault::Certificate(shown) = fault.what else { panic!("{fault:?}") };
    assert!(!fault.may_have_printed && server.papers().is_empty());
    let other = print(&format!("{uri}?sha256={}", Digest([7; 32]).hex())).unwrap_err();
    assert_eq!(other, JobFault::before(PrinterFault::Certificate(shown)));
    let done = print(&format!("{uri}?sha256={}", shown.hex()));
    assert!(done.is_ok(), "{done:?}");
    assert_eq!(server.papers(), [PDF]);
}
