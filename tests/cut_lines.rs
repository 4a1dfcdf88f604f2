//! A line that is cut for good whenever 64 KiB went over it, either way: photographs, pages and news arrive all the same, and
//! what came of a question is not sent twice.

use crate::bureau::{EVENING, check, found, reader, sample};
use crate::headquarters::{code, enrolled, founded, served, url, url_of};
use crate::news::{Laptop, hq};
use crate::scenarios;
use lucha::app::synchronise::Carried;
use lucha::store::incoming::Enrolled;
use lucha::sync::driver::Line as _;
use lucha::sync::transport::Https;
use lucha::wire::message::photograph::{BlobState, Offer, Put, Puts};
use lucha::wire::suite::Suite;
use std::fmt::Write as _;
use std::io::Read as _;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// What a line lets through each way before it is cut.
const CUT: u64 = 64 * 1024;
/// Rows of a list that is longer than one line lets through.
const ROWS: u32 = 1_500;

/// Lines to `to` that are cut; the address before them, and how many were cut so far.
fn cutting(to: &str) -> (String, Arc<AtomicU32>) {
    let own = TcpListener::bind("127.0.0.1:0").unwrap();
    let (at, to) = (own.local_addr().unwrap().to_string(), to.to_string());
    let cuts = Arc::new(AtomicU32::new(0));
    let counted = cuts.clone();
    std::thread::spawn(move || {
        for up in own.incoming() {
            let (Ok(up), Ok(down)) = (up, TcpStream::connect(&to)) else { return };
            let clone = |line: &TcpStream| line.try_clone().unwrap();
            for (from, into) in [(clone(&up), clone(&down)), (clone(&down), clone(&up))] {
                let cuts = counted.clone();
                std::thread::spawn(move || carry(&from, &into, &cuts));
            }
        }
    });
    (at, cuts)
}

/// One way of one line.
fn carry(from: &TcpStream, mut into: &TcpStream, cuts: &AtomicU32) {
    if std::io::copy(&mut from.take(CUT), &mut into).is_ok_and(|bytes| bytes == CUT) {
        cuts.fetch_add(1, Ordering::Relaxed);
    }
    for line in [from, into] {
        let _gone = line.shutdown(Shutdown::Both);
    }
}

#[test]
fn what_is_longer_than_a_line_lets_through_goes_in_pieces_until_all_of_it_is_there() {
    let place = founded(Suite::default());
    let running = served(place.path(), "127.0.0.1:0");
    let mut list = "list = \"粤东联合治超\"\n".to_string();
    for n in 0..ROWS {
        let row = format!("plate = \"粤D{n:05}\"\ncode = \"OL-001\"\nday = \"2026-10-01\"");
        writeln!(list, "[[entry]]\n{row}\nnumber = \"粤汕交罚〔2026〕{n:05}号\"").unwrap();
    }
    let file = place.path().join("list.toml");
    std::fs::write(&file, list).unwrap();
    assert_eq!(hq(place.path(), &["publish", "--watch-list", file.to_str().unwrap()]).0, 0);

    let (laptop, mut desk) = found(sample(), EVENING);
    check(&mut desk, scenarios::stops().into_iter().take(4).collect());
    desk.enrol_laptop(&url(&running), &code(place.path())).unwrap();
    let (address, cuts) = cutting(&running.address().to_string());
    let enrolled = reader(laptop.path()).enrolled().unwrap().unwrap();
    let enrolled = Enrolled { url: url_of(&address), ..enrolled };
    let (mut photographs, mut news) = (0, 0);
    for session in 1.. {
        let mut line = Https::new(&enrolled).unwrap();
        let carried: Carried = desk.synchronise_over(&mut line, true, |_, _| true).unwrap();
        photographs += carried.progress.photographs;
        news += carried.progress.news;
        if carried.is_all_there() {
            break;
        }
        assert!(session < 10, "session {session}: {carried:?}");
    }
    let cuts = cuts.load(Ordering::Relaxed);
    assert!(cuts > 2 && photographs > 2 && news > 3, "{cuts} cuts, {photographs}, {news}");
    let watched = Laptop { folder: laptop, desk }.plate("粤D01499").watched;
    assert_eq!(watched.len(), 1, "all parts of the list are there");
}

#[test]
fn of_a_question_that_is_cut_on_its_way_headquarters_keeps_what_came() {
    let (folder, mut desk, _hq, running) = enrolled(Suite::default());
    assert_eq!(desk.synchronise(false, |_, _| true).unwrap().progress.photographs, 0);
    let store = reader(folder.path());
    let (name, own) = (store.journal_name(), store.enrolled().unwrap().unwrap());
    let mut blobs = store.blobs_without_receipt().unwrap();
    let (mut puts, mut all) = (Vec::new(), 0);
    for blob in &blobs {
        let bytes = store.page(blob.digest).unwrap().unwrap();
        all += bytes.len() as u64;
        let (digest, bytes) = (blob.digest, bytes.into());
        puts.push(Put { digest, offset: 0, bytes, hears_limit: Some(true) });
        if all > 4 * CUT {
            break;
        }
    }
    assert!(all > CUT, "{all} bytes of pages are no test");
    blobs.truncate(puts.len());
    let (address, _) = cutting(&running.address().to_string());
    let mut line = Https::new(&Enrolled { url: url_of(&address), ..own.clone() }).unwrap();
    assert!(line.ask(name, &Puts { puts }).is_err(), "nobody answers");

    let (mut line, began) = (Https::new(&own).unwrap(), Instant::now());
    let mut held = 0;
    while held == 0 && began.elapsed() < Duration::from_secs(20) {
        let states = line.ask(name, &Offer { blobs: blobs.clone() }).unwrap().states;
        let there = states.iter().zip(&blobs).map(|(state, blob)| match state {
            BlobState::Have { .. } => blob.size,
            BlobState::Offset { bytes } => *bytes,
            other => panic!("{other:?}"),
        });
        held = there.sum();
        std::thread::sleep(Duration::from_millis(20));
    }
    // TLS hands on whole records alone, of 16 KiB.
    assert!((CUT / 2..CUT).contains(&held), "{held} of {CUT}");
    let carried = desk.synchronise(true, |_, _| true).unwrap();
    assert!(carried.is_all_there(), "{carried:?}");
}
