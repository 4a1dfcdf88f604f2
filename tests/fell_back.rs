//! Headquarters falls back to an older copy of itself: what it lost of any epoch comes again, entries first, then pages and
//! photographs; until then none of it leaves the laptop.

use crate::bureau::{EVENING, at, check, reader, sample, sit_down};
use crate::epochs::copy;
use crate::headquarters::{code, founded, served, url};
use crate::news::hq as operator;
use crate::scenarios;
use lucha::app::desk::Desk;
use lucha::app::found_bureau::found_bureau;
use lucha::app::keep_photograph::keep_photograph;
use lucha::app::{backup, opening};
use lucha::hq::leasing;
use lucha::hq::place::Place;
use lucha::hq::serve::Running;
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Id;
use lucha::store::epoch::Left;
use lucha::sync::session::End;
use lucha::wire::envelope;
use lucha::wire::message::hello::JournalName;
use lucha::wire::suite::Suite;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;

fn clock() -> Clock {
    Clock::fixed(at(EVENING))
}

/// A stop with its papers and a photograph.
fn stop(desk: &mut Desk, name: &str, photograph: u8) {
    let (done, answers, said) = check(desk, vec![scenarios::stop(name)]);
    assert_eq!(done, 0, "{said} {answers:?}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("P1.jpg");
    let bytes: Vec<u8> = b"\xff\xd8\xff".iter().copied().chain([photograph; 5_000]).collect();
    std::fs::write(&file, bytes).unwrap();
    let subject = desk.list("", 1).unwrap()[0].inspection;
    keep_photograph(desk, subject, &file, None).unwrap();
}

/// Headquarters is away, `work` is done on its folder, and it is back under the same address.
fn away(running: Running, hq: &Path, work: impl FnOnce()) -> Running {
    let address = running.address().to_string();
    drop(running);
    work();
    served(hq, &address)
}

/// What headquarters has of a laptop: the last entries of its two epochs, and how many of its blobs.
fn held(hq: &Path, laptop: &Path) -> (Vec<u64>, usize, usize) {
    let store = reader(laptop);
    let mut ledger = Place::open(hq).unwrap().ledger().unwrap();
    let name = store.journal_name();
    let mut heads = Vec::new();
    for epoch in 1..=name.epoch {
        let row = ledger.journal(JournalName { epoch, ..name }).unwrap();
        heads.push(row.map_or(0, |row| row.head.number));
    }
    let (mut named, mut there) = (0, 0);
    store
        .each_kept(1, |row| {
            for blob in envelope::decode(&row.kept.envelope).unwrap().blobs {
                named += 1;
                let row = ledger.blob(blob.digest).unwrap();
                there += usize::from(row.is_some_and(|row| row.held_ms.is_some()));
            }
            Ok(())
        })
        .unwrap();
    (heads, named, there)
}

/// A laptop in its second epoch, the end of the first not sent yet.
fn laptop(running: &Running, hq: &Path) -> TempDir {
    let old = tempfile::tempdir().unwrap();
    let mut desk = opening::to_found_at(old.path(), old.path(), clock()).unwrap();
    let recovery = found_bureau(&mut desk, sample()).unwrap();
    desk.enrol_laptop(&url(running), &code(hq)).unwrap();
    stop(&mut desk, "S01", 1);
    assert!(desk.synchronise(true, |_, _| true).unwrap().is_all_there());
    stop(&mut desk, "S03", 3);
    drop(desk);
    let (under, fresh) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let place = opening::Place::from(Some(old.path()));
    let made = backup::backup(place, under.path(), at(EVENING)).unwrap();
    let restored = backup::restore(&made.folder, fresh.path(), &recovery, clock()).unwrap();
    let mut desk = restored.desk;
    desk.enrol_laptop(&url(running), &code(hq)).unwrap();
    fresh
}

/// A copy of the laptop wrote on while the first did: what the copy has of epoch 1 was taken up to where they part, and the
/// rest was kept aside. Headquarters falls back to before that.
#[test]
fn what_a_headquarters_lost_of_an_epoch_that_it_kept_aside_comes_again_too() {
    let hq = founded(Suite::default());
    let running = served(hq.path(), "127.0.0.1:0");
    let (first, image) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut desk = opening::to_found_at(first.path(), first.path(), clock()).unwrap();
    found_bureau(&mut desk, sample()).unwrap();
    desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    assert!(desk.synchronise(true, |_, _| true).unwrap().is_all_there());
    let older = tempfile::tempdir().unwrap();
    let running = away(running, hq.path(), || copy(hq.path(), older.path()));
    stop(&mut desk, "S01", 1);
    assert!(desk.synchronise(true, |_, _| true).unwrap().is_all_there());
    drop(desk);
    copy(first.path(), image.path());
    let mut desk = sit_down(first.path(), EVENING);
    stop(&mut desk, "S03", 3);
    assert!(desk.synchronise(true, |_, _| true).unwrap().is_all_there());
    drop(desk);
    let mut desk = sit_down(image.path(), EVENING);
    stop(&mut desk, "S04", 4);
    stop(&mut desk, "S03", 5);
    let forked = desk.synchronise(true, |_, _| true).unwrap();
    assert!(matches!(forked.end, End::Forked { .. }), "{forked:?}");
    desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    assert!(desk.synchronise(true, |_, _| true).unwrap().is_all_there());
    let (left, shared) = reader(image.path()).left(1).unwrap().unwrap();
    assert_eq!(left, Left::Aside);
    let (_, named, there) = held(hq.path(), image.path());
    assert!(there < named, "those of the rest are nobody's");
    let running = away(running, hq.path(), || {
        std::fs::remove_dir_all(hq.path()).unwrap();
        copy(older.path(), hq.path());
    });
    assert!(held(hq.path(), image.path()).0[0] < shared);
    // The copy does not know its new epoch.
    desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    let carried = desk.synchronise(true, |_, _| true).unwrap();
    assert!(carried.is_all_there(), "{carried:?}");
    let (heads, named, there) = held(hq.path(), image.path());
    let store = reader(image.path());
    let closed = store.earlier_epochs().iter().map(|span| span.until.number);
    let ends: Vec<u64> = closed.chain([store.head().number]).collect();
    assert_eq!((heads, there), (ends, named), "nobody else's line is there any more");
    assert_eq!((store.left(1).unwrap(), store.fell_back().unwrap()), (None, false));
}

#[test]
fn what_a_headquarters_lost_of_every_epoch_comes_again_with_its_pages_and_photographs() {
    let hq = founded(Suite::default());
    let running = served(hq.path(), "127.0.0.1:0");
    let laptop = laptop(&running, hq.path());
    let older = tempfile::tempdir().unwrap();
    let running = away(running, hq.path(), || copy(hq.path(), older.path()));
    let mut desk = sit_down(laptop.path(), EVENING);
    stop(&mut desk, "S03", 7);
    let carried = desk.synchronise(true, |_, _| true).unwrap();
    assert!(carried.is_all_there(), "{carried:?}");
    let before = held(hq.path(), laptop.path());
    assert!(before.1 > 5 && before.2 == before.1, "{before:?}");
    assert!(!reader(laptop.path()).fell_back().unwrap());
    let _running = away(running, hq.path(), || {
        std::fs::remove_dir_all(hq.path()).unwrap();
        copy(older.path(), hq.path());
    });
    let lost = held(hq.path(), laptop.path());
    assert!(lost.0.iter().zip(&before.0).all(|(lost, before)| lost < before), "{lost:?}");
    assert!(lost.2 < before.2, "{lost:?}");
    // On a line that costs by the byte the entries come, and the laptop remembers what is to come behind them.
    let thrifty = desk.synchronise(false, |_, _| true).unwrap();
    assert_eq!((thrifty.entries_waiting, held(hq.path(), laptop.path()).2), (0, lost.2));
    assert!(thrifty.blobs_waiting > 0, "{thrifty:?}");
    let carried = desk.synchronise(true, |_, _| true).unwrap();
    assert!(carried.is_all_there(), "{carried:?}");
    let after = held(hq.path(), laptop.path());
    assert!(after.0.iter().zip(&before.0).all(|(after, before)| after >= before), "{after:?}");
    assert_eq!(after.2, after.1, "every page and photograph is there again");
    assert!(!reader(laptop.path()).fell_back().unwrap());
    // Nobody said that a copy was put back: the laptop showed it before any number was leased.
    let place = Place::open(hq.path()).unwrap();
    let (mut ledger, series) = (place.ledger().unwrap(), (place.config.prefix.as_str(), 2026));
    let other = Id([9; 16]);
    let block = leasing::lease(&place.leased, ledger.as_mut(), other, series, 5).unwrap();
    assert!(block.from > leasing::MARGIN, "{block:?}");
    let (_, said) = operator(hq.path(), &["report", "--lang", "en"]);
    assert!(said.contains("numbers were passed over in every series"), "{said}");
    each_number_is_somewhere(hq.path());
}

/// What `lucha-hq report` says of the blocks of a laptop in its second epoch.
fn each_number_is_somewhere(hq: &Path) {
    let (code, said) = operator(hq, &["report", "--json"]);
    assert_eq!(code, 0, "{said}");
    let lines = said.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let blocks: Vec<Value> = lines.filter(|line| line.get("block").is_some()).collect();
    let other = Id([9; 16]).to_string();
    let (mut used, mut epochs) = (0, BTreeSet::new());
    for block in blocks.iter().filter(|block| block["leased_to"] != other.as_str()) {
        let count = |name: &str| block[name].as_u64().unwrap();
        let parts = ["used", "elsewhere", "given_up", "outstanding"].map(count);
        let all = count("until") - count("from") + 1;
        assert_eq!((parts.iter().sum::<u64>(), parts[1]), (all, 0), "{block}");
        let (given_up, outstanding) = (parts[2], parts[3]);
        let is_closed = block["epoch"] == 1;
        let rest = if is_closed { outstanding } else { given_up };
        assert_eq!(rest, 0, "what a closed epoch did not use is given up: {block}");
        used += parts[0];
        epochs.insert(count("epoch"));
    }
    assert_eq!(epochs, BTreeSet::from([1, 2]), "{blocks:?}");
    assert!(used >= 2, "{blocks:?}");
}

/// The operator puts yesterday's ledger back and forgets to say so; the folder beside it knows more.
#[test]
fn a_ledger_that_was_put_back_alone_leases_no_number_again() {
    let hq = founded(Suite::default());
    let ledger = hq.path().join("ledger.db");
    let grant = |nth: u8| {
        let device = Id([nth; 16]).to_string();
        let words = ["grant", "--device", &device, "--year", "2026", "--count", "20"];
        let (code, said) = operator(hq.path(), &[&words[..], &["--lang", "en"]].concat());
        assert_eq!(code, 0, "{said}");
        said
    };
    assert_eq!(grant(1), "numbers 1 to 20 leased\n");
    let copy = std::fs::read(&ledger).unwrap();
    assert_eq!(grant(2), "numbers 21 to 40 leased\n");
    std::fs::write(&ledger, copy).unwrap();
    assert_eq!(grant(3), "numbers 41 to 60 leased\n");
    let (code, said) = operator(hq.path(), &["report", "--lang", "en"]);
    let device = Id([3; 16]);
    let prefix = sample().agency.number_prefix;
    let line = format!("numbers {prefix}〔2026〕41–60, device {device} epoch 1: 0 used");
    assert!(code == 0 && said.contains(&line), "{said}");
    assert!(!said.contains("21–40"), "the copy does not know of it: {said}");
    assert_eq!(operator(hq.path(), &["restored"]).0, 0);
    assert_eq!(grant(4), "numbers 10061 to 10080 leased\n");
    // A file that nobody can read is said, and nothing is leased without it.
    std::fs::write(hq.path().join(leasing::FILE), "2026 x\n").unwrap();
    for (lang, words) in [("en", "line 1 of leased.txt"), ("zh-CN", "leased.txt 第 1 行")] {
        let (code, said) = operator(hq.path(), &["report", "--lang", lang]);
        assert!(code == 1 && said.contains(words), "{said}");
    }
}
