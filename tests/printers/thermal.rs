//! Thermal printers over TCP, a device and a serial port: what went out is decoded and held against the page, dot for dot.

use super::server::free_port;
use super::{fined, job, patience};
use lucha::app::documents;
use lucha::forms::filled::Paper;
use lucha::print::bitmap::Bitmap;
use lucha::print::escpos::{decode, encode};
use lucha::print::job::{Done, look, run};
use lucha::print::printer_fault::{JobFault, PrinterFault};
use lucha::print::target::{Printer, Roll};
use portable_pty::{PtySize, native_pty_system};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// What a printer at the other end does.
#[derive(Clone, Copy)]
struct Habits {
    /// Its answers to `ASK`; `None` says nothing at all.
    status: Option<[u8; 2]>,
    /// Its answer behind the last dot.
    end: Option<u8>,
    /// It closes behind so many bytes.
    breaks_at: Option<usize>,
}

const DUMB: Habits = Habits { status: None, end: None, breaks_at: None };
const WELL: Habits = Habits { status: Some([0x12, 0x12]), end: Some(0), breaks_at: None };

/// A printer with these habits; gives its URI, and all that it was sent when the line is closed.
fn capture(habits: Habits) -> (String, Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("escpos+tcp://{}", listener.local_addr().unwrap());
    let (sent, got) = channel();
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            let (mut bytes, mut piece, mut asked, mut ended) = (Vec::new(), [0; 1000], 0, false);
            while let Ok(count) = stream.read(&mut piece) {
                bytes.extend(&piece[..count]);
                if count == 0 || habits.breaks_at.is_some_and(|at| bytes.len() >= at) {
                    break;
                }
                let questions = bytes.windows(3).filter(|three| three[..2] == [0x10, 4]).count();
                if let Some(status) = habits.status
                    && questions / 2 > asked
                {
                    asked = questions / 2;
                    let _gone = stream.write_all(&status);
                }
                let tells = bytes.ends_with(&[0x1d, b'r', 1]);
                if let Some(end) = habits.end.filter(|_| tells && !ended) {
                    ended = true;
                    let _gone = stream.write_all(&[end]);
                }
            }
            let _gone = sent.send(bytes);
        }
    });
    (uri, got)
}

fn print(uri: &str, bytes: &[u8]) -> Result<Done, JobFault> {
    run(&Printer::parse(uri).unwrap(), &job(bytes), &patience(), &mut |_| true)
}

fn got(from: &Receiver<Vec<u8>>) -> Vec<u8> {
    from.recv_timeout(Duration::from_secs(10)).unwrap()
}

fn dots() -> Bitmap {
    let bytes = (0..=u8::MAX).cycle().step_by(7).take(72 * 900).collect();
    Bitmap { row_bytes: 72, bytes }
}

const UNTOLD: Done = Done { job: None, counted: None, is_told: false };
const TOLD: Done = Done { job: None, counted: None, is_told: true };

#[test]
fn every_dot_of_every_paper_arrives_at_both_widths() {
    let (_folder, mut desk, done) = fined();
    for document in &done.view.inspection.documents {
        let (filled, _) = documents::as_issued(&mut desk, &done.view.inspection, document).unwrap();
        for (roll, paper) in [(Roll::Mm72, Paper::Roll72), (Roll::Mm104, Paper::Roll104)] {
            let mut filled = filled.clone();
            filled.paper = paper;
            let page = crate::bureau::typesetter().page(&filled).unwrap();
            let dots = page.bitmap(roll.width_dots()).unwrap();
            assert_eq!(dots.row_bytes * 8, roll.width_dots() as usize);
            let picture = page.picture(1, roll.width_dots()).unwrap();
            assert_eq!((picture.height() as usize, page.count()), (dots.rows(), 1));
            let (uri, sent) = capture(DUMB);
            assert_eq!(print(&uri, &encode(&dots)), Ok(UNTOLD));
            let arrived = decode(&got(&sent)).unwrap();
            assert_eq!(arrived, std::slice::from_ref(&dots));
            // What is black on the page is black on the roll, and white is white.
            for (x, y, pixel) in picture.enumerate_pixels() {
                let is_black = arrived[0].is_black(x as usize, y as usize);
                match pixel.0[0] {
                    0..=100 => assert!(is_black, "{x}, {y}"),
                    250.. => assert!(!is_black, "{x}, {y}"),
                    _ => {}
                }
            }
            let share = dots.bytes.iter().map(|byte| byte.count_ones() as usize).sum::<usize>();
            assert!(share > dots.bytes.len() / 10, "it is not blank");
        }
    }
}

#[test]
fn a_printer_that_answers_says_when_the_paper_is_out_of_it() {
    let (uri, sent) = capture(WELL);
    assert_eq!(print(&uri, &encode(&dots())), Ok(TOLD));
    assert_eq!(decode(&got(&sent)), Ok(vec![dots()]));
    let state = look(&Printer::parse(&uri).unwrap(), &patience()).unwrap();
    assert!(!state.is_stopped && state.accepts);
}

#[test]
fn without_paper_nothing_goes_out() {
    for (status, wanted) in [
        ([0x72, 0x12], PrinterFault::PaperOut),
        ([0x12, 0x16], PrinterFault::CoverOpen),
        ([0x12, 0x52], PrinterFault::Stopped("error".into())),
    ] {
        let (uri, sent) = capture(Habits { status: Some(status), ..WELL });
        assert_eq!(print(&uri, &encode(&dots())), Err(JobFault::before(wanted.clone())));
        assert_eq!(decode(&got(&sent)), Ok(vec![]), "a question and no dot");
        let state = look(&Printer::parse(&uri).unwrap(), &patience()).unwrap();
        assert!(state.is_stopped, "{state:?}");
    }
}

#[test]
fn paper_that_ends_in_mid_job_and_a_printer_that_falls_silent_may_have_printed() {
    for (end, wanted) in [(Some(0x0c), PrinterFault::PaperOut), (None, PrinterFault::Silent)] {
        let (uri, _sent) = capture(Habits { end, ..WELL });
        let fault = print(&uri, &encode(&dots())).unwrap_err();
        assert_eq!((fault.what, fault.may_have_printed), (wanted, true));
    }
}

#[test]
fn a_cable_that_is_pulled_out_in_mid_job_is_told() {
    for status in [None, Some([0x12, 0x12])] {
        let (uri, _sent) = capture(Habits { status, breaks_at: Some(30_000), ..WELL });
        // More than the line itself holds.
        let long = Bitmap { row_bytes: 72, bytes: vec![0xaa; 72 * 80_000] };
        let fault = print(&uri, &encode(&long)).unwrap_err();
        assert_eq!((fault.what.word(), fault.may_have_printed), ("broken_off", true));
    }
    let fault = print(&format!("escpos+tcp://127.0.0.1:{}", free_port()), b"").unwrap_err();
    assert_eq!((fault.what.word(), fault.may_have_printed), ("unreachable", false));
}

#[test]
fn a_printer_that_takes_no_more_bytes_is_not_waited_for_without_end() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("escpos+tcp://{}", listener.local_addr().unwrap());
    let long = Bitmap { row_bytes: 72, bytes: vec![0; 72 * 300_000] };
    let fault = print(&uri, &encode(&long)).unwrap_err();
    assert_eq!((fault.what, fault.may_have_printed), (PrinterFault::Silent, true));
}

#[test]
fn a_device_gets_the_same_dots_and_a_file_is_no_device() {
    let folder = tempfile::tempdir().unwrap();
    let device = folder.path().join("lp0");
    assert!(Command::new("mkfifo").arg(&device).status().unwrap().success());
    let uri = format!("escpos+file://{}", device.display());
    let reader = std::thread::spawn({
        let device = device.clone();
        move || std::fs::read(device).unwrap()
    });
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(print(&uri, &encode(&dots())), Ok(UNTOLD));
    assert_eq!(decode(&reader.join().unwrap()), Ok(vec![dots()]));
    // Nobody holds its other end.
    assert_eq!(print(&uri, b"").unwrap_err().what.word(), "unreachable");
    let file = folder.path().join("file");
    std::fs::write(&file, b"what lies here").unwrap();
    let fault = print(&format!("escpos+file://{}", file.display()), b"page").unwrap_err();
    assert_eq!(fault.what, PrinterFault::NotADevice(file.display().to_string()));
    assert_eq!(std::fs::read(&file).unwrap(), b"what lies here");
    let gone = print(&format!("escpos+file://{}/lp9", folder.path().display()), b"").unwrap_err();
    assert_eq!((gone.what.word(), gone.may_have_printed), ("no_device", false));
}

#[test]
fn a_serial_port_is_set_to_its_rate_and_changes_no_byte() {
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let port = pair.master.tty_name().unwrap();
    let mut other_end = pair.master.try_clone_reader().unwrap();
    let wanted = encode(&dots()).len();
    let reader = std::thread::spawn(move || {
        let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
        while bytes.len() < wanted + 6 {
            let count = other_end.read(&mut piece).unwrap();
            bytes.extend(&piece[..count]);
        }
        bytes
    });
    let uri = format!("escpos+serial://{}?baud=115200", port.display());
    assert_eq!(print(&uri, &encode(&dots())), Ok(UNTOLD));
    assert_eq!(decode(&reader.join().unwrap()), Ok(vec![dots()]));
}
