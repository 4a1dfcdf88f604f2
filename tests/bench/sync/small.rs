//! Short sessions over the real line: the first one down of a new laptop, one with ten entries of Lucha's own stops, and what
//! the workload's entries cost in a batch; prints each beside its target.

use super::counting::counting;
use super::ours::Lucha;
use super::peer::{Ground, Peer as _, watched};
use super::{ROUNDS, folder, median, workload};
use crate::report;
use lucha::app::check_file::{self, Checked};
use lucha::app::desk::Desk;
use lucha::app::{opening, sample};
use lucha::domain::inspection::event::Event;
use lucha::hq::admit::Capacity;
use lucha::hq::enrol::make_code;
use lucha::hq::place::{Founding, Place};
use lucha::hq::serve;
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Dice;
use lucha::store::Store;
use lucha::store::incoming::Enrolled;
use lucha::store::site::Site;
use lucha::sync::transport::Https;
use lucha::wire::entry::Kept;
use lucha::wire::event::Body;
use lucha::wire::message::batch;
use lucha::wire::message::encode;
use lucha::wire::message::feed::{News, PriorDecision, Scope, kind};
use lucha::wire::message::hello::Point;
use lucha::wire::suite::Suite;
use std::path::Path;
use std::time::Duration;

const DECISIONS: usize = 10_000;
/// Stops of the sample that take no number and print nothing, or little.
const STOPS: [&str; 5] = ["S03", "S04", "S05", "S09", "S10"];
const ENTRIES: u64 = 10;

pub fn run() {
    first_sync_down();
    session_with_own_entries();
    entries_of_the_workload();
}

/// A headquarters whose laptops decided so much before this one came. Cases themselves do not go down: what a laptop knows
/// of another's case is its earlier decision.
fn decided_before(hq: &Path) {
    let place = Place::open(hq).unwrap();
    let (mut ledger, plates) = (place.ledger().unwrap(), place.keys.plates());
    for nth in 0..DECISIONS {
        let prior = PriorDecision {
            plate: plates.digest(&format!("粤D{nth:05}")),
            code: "OL-001".into(),
            day: 20_261_123,
            document_no: format!("样汕交罚〔2026〕{nth:05}号"),
            withdrawn: None,
            driver: Some(plates.driver(&format!("44050719900101{nth:04}"))),
            carrier: Some(plates.carrier(&format!("92440507MA{nth:08}"))),
            quashed: None,
        };
        ledger.publish(Scope::All, &News::PriorDecision(prior)).unwrap();
    }
}

fn first_sync_down() {
    let (work, hq) = (folder(), folder());
    let server = Lucha.serve(hq.path(), &Ground::HERE);
    decided_before(hq.path());
    let mut seconds = Vec::new();
    for nth in 0..ROUNDS {
        let terminal = work.path().join(nth.to_string());
        Lucha.fill(&terminal, 0..0, 0);
        Lucha.enrol(&terminal, hq.path());
        let mut session = Lucha.carry(&terminal, &server.address, &Ground::HERE);
        let ran = watched(&mut session, server.program.id());
        assert!(ran.output.status.success(), "{}", String::from_utf8_lossy(&ran.output.stderr));
        let store = Store::open(&Site::plain(&terminal), &mut Dice::Machine).unwrap();
        assert_eq!(store.feed_items(kind::PRIOR_DECISION).unwrap().len(), DECISIONS);
        seconds.push(ran.seconds);
    }
    let took = median(&seconds);
    let said = format!("{took:.2} s, median of {ROUNDS}");
    report("first sync down: 10,000 decisions / 10 s", &said, "10 s", took / 10.0);
}

fn waiting(desk: &mut Desk) -> u64 {
    let view = desk.sync_view().unwrap();
    view.entries - view.acknowledged
}

/// Records stops until ten entries wait; gives how many there are then.
fn work(desk: &mut Desk, stops: &[serde_json::Value], round: usize) -> u64 {
    for (nth, id) in STOPS.iter().cycle().enumerate() {
        let mut stop = stops.iter().find(|stop| stop["id"] == *id).unwrap().clone();
        stop["vehicle"]["plate"] = format!("粤D{:05}", 10_000 + round * 100 + nth).into();
        check_file::check(desk, vec![stop], &|_| String::new(), |_, checked| {
            assert!(matches!(checked, Checked::Answered(_)));
        });
        let count = waiting(desk);
        if count >= ENTRIES {
            return count;
        }
    }
    unreachable!("each stop is some entries")
}

#[allow(clippy::cast_precision_loss, reason = "bytes of one run")]
fn session_with_own_entries() {
    let (bureau, hq) = (folder(), folder());
    let founding = Founding {
        prefix: "样汕交罚".into(),
        listen: "127.0.0.1:0".into(),
        names: vec![],
        suite: Suite::default(),
        ledger: None,
    };
    let place = Place::init(hq.path(), &founding, &mut Dice::Machine).unwrap();
    let mut ledger = place.ledger().unwrap();
    let now = Clock::machine().now();
    let code = make_code(ledger.as_mut(), &mut Dice::Machine, now).unwrap();
    let running = serve::start(place, "127.0.0.1:0", Capacity::default()).unwrap();
    let mut desk = opening::to_found(bureau.path()).unwrap();
    sample::found(&mut desk).unwrap();
    desk.enrol_laptop(&format!("https://{}", running.address()), &code).unwrap();
    // As a laptop in use: its first news and numbers are there.
    for _ in 0..3 {
        desk.synchronise(true, |_, _| true).unwrap();
    }
    assert_eq!(waiting(&mut desk), 0);
    let site = opening::site(Some(bureau.path())).unwrap();
    let store = Store::open_to_read(&site, &mut Dice::Machine).unwrap();
    let (address, counters) = counting(&running.address().to_string());
    let enrolled = store.enrolled().unwrap().unwrap();
    let enrolled = Enrolled { url: format!("https://{address}"), ..enrolled };
    let stops = check_file::read_file(sample::stops()).unwrap();
    let (mut bytes, mut entries) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        entries.push(work(&mut desk, &stops, round) as f64);
        let before = counters.now();
        let mut line = Https::new(&enrolled).unwrap();
        let carried = desk.synchronise_over(&mut line, false, |_, _| true).unwrap();
        assert_eq!(carried.entries_waiting, 0, "{carried:?}");
        drop(line);
        // The last close goes by after the last answer.
        std::thread::sleep(Duration::from_millis(300));
        bytes.push(counters.since(before).iter().sum::<u64>() as f64);
    }
    let (bytes, entries) = (median(&bytes), median(&entries));
    let said = format!("{bytes:.0} B, {entries:.0} entries, TLS and all");
    report("session with 10 own entries / 6,500 B", &said, "6,500 B", bytes / 6_500.0);
}

/// Bytes of each as they go in batches of `size`.
#[allow(clippy::cast_precision_loss, reason = "bytes of one run")]
fn pressed(store: &Store, kept: &[Kept], size: usize) -> f64 {
    let push = |chunk: &[Kept]| {
        let signature = (Suite::default(), vec![6; 64]);
        encode(&batch::push(store.journal_name(), Point::START, chunk, signature).unwrap()).len()
    };
    kept.chunks(size).map(push).sum::<usize>() as f64 / kept.len() as f64
}

fn entries_of_the_workload() {
    let work = folder();
    workload::journal(work.path(), 0..100, 16);
    let store = Store::open(&Site::plain(work.path()), &mut Dice::Machine).unwrap();
    let (mut records, mut all) = (Vec::new(), Vec::new());
    let each = |row: lucha::store::journal::KeptRow| {
        let body = row.read().unwrap().body;
        let is_record = matches!(body, Body::Inspection(Event::InspectionRecorded(_)));
        if is_record {
            records.push(row.kept.clone());
        }
        if is_record || matches!(body, Body::Inspection(Event::PhotographTaken(_))) {
            all.push(row.kept);
        }
        Ok(())
    };
    store.each_kept(1, each).unwrap();
    assert_eq!((records.len(), all.len()), (100, 200));
    for size in [10, 50] {
        let own = pressed(&store, &records, size);
        let with = 2.0 * pressed(&store, &all, 2 * size);
        let said = format!("{own:.0} B, photograph's entry {:.0} B", with - own);
        let what = format!("a record's entry, batches of {size} / 1,600 B");
        report(&what, &said, "1,600 B", own / 1_600.0);
    }
}
