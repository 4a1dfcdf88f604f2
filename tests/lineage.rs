//! A stop whose entries lie in two epochs of one laptop: headquarters reads it whole, in its order, along the line that its
//! entries' digests name.

use crate::bureau::{EVENING, at, check, sample};
use crate::headquarters::{code, founded, served, url};
use crate::ledger::{NOW, append, each, plan, plates, second_epoch};
use crate::scenarios;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::found_bureau::found_bureau;
use lucha::app::{backup, opening};
use lucha::hq::ledger::{Appended, Ledger};
use lucha::hq::place::Place;
use lucha::hq::{lineage, prior};
use lucha::stdx::clock::Clock;
use lucha::wire::message::feed::{News, PriorDecision, Scope};
use lucha::wire::message::hello::{JournalName, Point};
use lucha::wire::suite::Suite;
use std::path::Path;

fn sync(desk: &mut Desk) {
    let carried = desk.synchronise(true, |_, _| true).unwrap();
    assert!(carried.is_all_there(), "{carried:?}");
}

/// What every laptop is told of decisions: plate as its digest, number, and whether it is taken back.
fn told(hq: &Path) -> Vec<PriorDecision> {
    let mut ledger = Place::open(hq).unwrap().ledger().unwrap();
    let (items, _) = ledger.feed(Scope::All, 0, u64::MAX).unwrap();
    let read = items.iter().filter_map(|item| match item.read() {
        Ok(News::PriorDecision(prior)) => Some(prior),
        _ => None,
    });
    read.collect()
}

#[test]
fn a_stop_of_the_epoch_before_is_corrected_for_everybody() {
    let clock = || Clock::fixed(at(EVENING));
    let hq = founded(Suite::default());
    let running = served(hq.path(), "127.0.0.1:0");
    let laptop = tempfile::tempdir().unwrap();
    let mut desk = opening::to_found_at(laptop.path(), laptop.path(), clock()).unwrap();
    let recovery = found_bureau(&mut desk, sample()).unwrap();
    desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    let (_, answers, _) = check(&mut desk, vec![scenarios::stop("S01")]);
    let number = answers[0]["number"].as_str().unwrap().to_string();
    let inspection = desk.find(&number).unwrap().line.inspection;
    sync(&mut desk);
    drop(desk);
    let before = told(hq.path());
    assert_eq!(before.len(), 1, "{before:?}");
    // Its disk breaks, and the copy goes on with the same stop.
    let under = tempfile::tempdir().unwrap();
    let place = opening::Place::from(Some(laptop.path()));
    let made = backup::backup(place, under.path(), at(EVENING)).unwrap();
    let fresh = tempfile::tempdir().unwrap();
    let restored = backup::restore(&made.folder, fresh.path(), &recovery, clock()).unwrap();
    let mut desk = restored.desk;
    desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    let (field, value) = ("vehicle.plate".to_string(), "粤D77777".to_string());
    let reason = "号牌誊写有误".to_string();
    match desk.handle(Command::Correct { inspection, field, value, reason }) {
        Reply::Corrected { .. } => {}
        other => panic!("{other:?}"),
    }
    sync(&mut desk);
    let after = told(hq.path());
    assert_eq!(after.len(), 3, "the wrong one is taken back, the right one told: {after:?}");
    let gone = PriorDecision { withdrawn: Some(true), ..before[0].clone() };
    assert_eq!(after[1], gone);
    let right = PriorDecision { plate: after[2].plate, ..before[0].clone() };
    assert_eq!((&after[2], after[2].plate == before[0].plate), (&right, false));
    // Whoever looks for what was not told reads the same line, once.
    let place = Place::open(hq.path()).unwrap();
    let seat = place.seat(Default::default()).unwrap();
    let mut ledger = place.ledger().unwrap();
    assert_eq!(prior::untold(&seat.plates, ledger.as_mut()).unwrap(), []);
    let untold = prior::untold(&plates(), ledger.as_mut()).unwrap();
    let priors = untold.iter().filter_map(|news| match news {
        News::PriorDecision(prior) => Some((prior.plate, prior.document_no.as_str())),
        _ => None,
    });
    let right = plates().digest("粤D77777");
    assert_eq!(priors.collect::<Vec<_>>(), [(right, number.as_str())], "under another key");
}

#[test]
fn an_epoch_goes_on_behind_the_entry_that_it_names_and_behind_no_other() {
    each(|kind, ledger| {
        let (mut terminal, mut lost, mut seed) = second_epoch(ledger);
        let (one, two, start) = (lost.disk.name, terminal.disk.name, lost.head());
        // The lost one writes on behind the copy, in the journal of before.
        lost.commit(&mut seed);
        let late = append(plan(&mut lost, ledger, start.number, 1_000_000));
        assert_eq!(ledger.append(&late, NOW).unwrap(), Appended::Done, "{kind}");
        let next = append(plan(&mut terminal, ledger, start.number, 1_000_000));
        assert_eq!(ledger.append(&next, NOW).unwrap(), Appended::Done, "{kind}");
        let of = |epoch| JournalName { epoch, ..two };
        // One that nobody wrote in, one behind it, and one behind an entry that nobody holds.
        let gone = Point { digest: start.digest, ..terminal.head() };
        for (epoch, start) in [(3, terminal.head()), (4, terminal.head()), (5, gone)] {
            ledger.enrol_behind(of(epoch), 1, &[5; 32], start).unwrap();
        }
        let heads = ledger.heads().unwrap();
        let before = |ledger: &mut dyn Ledger, name| lineage::before(ledger, &heads, name).unwrap();
        assert_eq!(before(ledger, one), None, "{kind}: the first");
        assert_eq!(before(ledger, two), Some((one, start.number)), "{kind}");
        let end = terminal.head().number;
        assert_eq!(before(ledger, of(3)), Some((two, end)), "{kind}");
        assert_eq!(before(ledger, of(4)), Some((two, end)), "{kind}: the third has nothing");
        assert_eq!(before(ledger, of(5)), None, "{kind}: another line");
        let line = lineage::line(ledger, &heads, (of(4), end)).unwrap();
        let wanted = [(one, 1, start.number), (two, start.number + 1, end), (of(4), end + 1, end)];
        assert_eq!(line, wanted, "{kind}: without what the lost one wrote behind");
    });
}
