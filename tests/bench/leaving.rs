//! Party data of 10,000 stops leaves a keyed journal: entry, rows, payloads and the file of each page, beside the durable saves
//! of the same stops in this run.

use super::{fill, ms, percentile, report, save, timed};
use lucha::domain::document::Document;
use lucha::domain::inspection::event::Event;
use lucha::stdx::clock::Clock;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::{Dice, Id};
use lucha::stdx::secret::Key;
use lucha::store::journal::Work;
use lucha::wire::event::Body;
use lucha::wire::message::receipt::{Held, Receipt};
use std::time::Duration;

const STOPS: u32 = 10_000;
/// As many as leave in one transaction.
const ROUND: u32 = 200;
const PAGE_BYTES: usize = 8 * 1024;
const DAY_MS: i64 = 86_400_000;

/// A stop with one page.
pub fn stop(nth: u64, of: u64, page: Vec<u8>, dice: &mut Dice) -> Work {
    let digest = Digest::of(&page);
    let document = Document {
        id: dice.id(),
        form: "scene_minutes".into(),
        number: None,
        digest,
        template_version: 1,
        pages: 1,
        issued_at: Clock::machine().now(),
        prints: Vec::new(),
        sendings: Vec::new(),
    };
    let mut work = fill::work(dice.id(), fill::facts(nth, of));
    work.bodies.push(Body::Inspection(Event::DocumentIssued(document)));
    work.pages = vec![(digest, page)];
    work
}

/// Bytes that no other file has.
pub fn page(nth: u64, bytes: usize) -> Vec<u8> {
    nth.to_le_bytes().into_iter().cycle().take(bytes).collect()
}

pub fn run() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (mut dice, mut clock) = (Dice::Machine, Clock::machine());
    let key = Some(Key::new([7; 32]));
    let mut store = save::signed(&folder.path().join("keyed"), key, &mut dice);
    let received = clock.now();
    let receipt = |held: Held| Receipt {
        headquarters: Id([8; 16]),
        held,
        received_ms: received.ms(),
        suite: 1,
        signature: vec![1; 64].into(),
    };
    let (mut receipts, mut saving) = (Vec::new(), Duration::ZERO);
    for nth in 0..u64::from(STOPS) {
        let work = stop(nth, STOPS.into(), page(nth, PAGE_BYTES), &mut dice);
        let (made, took) = timed(|| store.append(work, clock.read(), &mut dice).unwrap());
        saving += took;
        for blob in made.iter().flat_map(|entry| &entry.envelope.blobs) {
            receipts.push(receipt(Held::Blob { digest: blob.digest, size: blob.size }));
        }
    }
    let (journal, upto) = (store.journal_name(), store.head_point());
    receipts.push(receipt(Held::Journal { journal, upto }));
    store.keep_receipts(&receipts).unwrap();
    clock.hear_headquarters(received.plus_ms(40 * DAY_MS));
    let (mut rounds, mut left) = (Vec::new(), 0);
    loop {
        let (stops, took) = timed(|| {
            let stops = store.prune(30, clock.read(), &mut dice).unwrap();
            let unswept = store.unswept().unwrap();
            store.sweep(&unswept).unwrap();
            stops
        });
        if stops == 0 {
            break;
        }
        left += stops;
        rounds.push(took);
    }
    assert_eq!(left, usize::try_from(STOPS).unwrap(), "all of them leave");
    let leaving: Duration = rounds.iter().sum();
    let rate = |took: Duration| f64::from(STOPS) / took.as_secs_f64();
    report(
        "party data of a stop leaves / durable save of it",
        &format!("{:.0} stops/s", rate(leaving)),
        &format!("{:.0} stops/s", rate(saving)),
        rate(leaving) / rate(saving),
    );
    let (worst, saves) = (percentile(&mut rounds, 1.0), ms(saving / STOPS * ROUND));
    report(
        "longest round of 200 stops / 200 durable saves",
        &format!("{worst:.0} ms"),
        &format!("{saves:.0} ms"),
        worst / saves,
    );
}
