//! The contract of a ledger, held by every kind of it.

use crate::ledger_collisions::SERIALIZABLE;
use crate::shared_server::Database;
use crate::world::Seed;
use crate::world::terminal::{Poison, Terminal};
use lucha::domain::agency::DocumentNo;
use lucha::hq::ledger::memory::MemoryLedger;
use lucha::hq::ledger::postgres::PostgresLedger;
use lucha::hq::ledger::sqlite::SqliteLedger;
use lucha::hq::ledger::{Appended, Ledger};
use lucha::hq::photographs::{Folder, Memory, Photographs};
use lucha::hq::receive::{Append, Plan, receive};
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::secret::Key;
use lucha::sync::driver::Shelf as _;
use lucha::wire::message::batch;
use lucha::wire::message::feed::{BlockLeased, FeedItem, Finding, News, PriorDecision, Scope};
use lucha::wire::message::hello::{JournalName, Standing};
use lucha::wire::message::history::{PlateKey, WatchPart};
use lucha::wire::message::push::Refusal;
use lucha::wire::message::returned::ReturnSettled;
use lucha::wire::signer::Identity;
use lucha::wire::suite::Suite;

pub const NOW: i64 = 1_764_000_000_000;

/// Every ledger, empty.
pub fn each(test: impl Fn(&str, &mut dyn Ledger)) {
    test("memory", &mut MemoryLedger::default());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.db");
    test("sqlite", &mut SqliteLedger::open(&file, Id([0xa9; 16])).unwrap());
    let server = Database::new();
    test("postgresql", &mut PostgresLedger::open(&server.url(), None, Id([0xa9; 16])).unwrap());
    // Another agency in the same tables, under the strictest rule about transactions at once.
    let url = format!("{}{SERIALIZABLE}", server.url());
    test("serializable", &mut PostgresLedger::open(&url, None, Id([0xaa; 16])).unwrap());
}

pub fn plates() -> PlateKey {
    PlateKey { key: Key::new([0x50; 32]) }
}

/// A laptop with some commits.
pub fn laptop(commits: u64) -> Terminal {
    let mut seed = Seed(5);
    let mut terminal = Terminal::new(Id([1; 16]), &mut seed);
    for _ in 0..commits {
        terminal.commit(&mut seed);
    }
    terminal
}

pub fn plan(terminal: &mut Terminal, ledger: &mut dyn Ledger, behind: u64, bytes: usize) -> Plan {
    let name = terminal.disk.name;
    let out = terminal.batch(behind, bytes).unwrap();
    let push = batch::push(name, out.behind, &out.entries, out.signature).unwrap();
    let key = Identity::new(Suite::Sha256Ed25519, &terminal.public_key()).unwrap();
    let arrived = batch::open(&push, &(Suite::Sha256Ed25519, key)).unwrap();
    let known = ledger.known(name, behind, out.upto.number).unwrap().unwrap();
    let signature = (push.suite, push.signature.to_vec());
    receive(&known, name, push.behind, arrived, signature)
}

pub fn append(plan: Plan) -> Append {
    match plan {
        Plan::Append(append) => append,
        other => panic!("no append: {other:?}"),
    }
}

/// A laptop that opened its second epoch behind entries that the ledger has, its copy that stayed in the first, and the dice.
pub fn second_epoch(ledger: &mut dyn Ledger) -> (Terminal, Terminal, Seed) {
    let (mut terminal, mut seed) = (laptop(4), Seed(6));
    ledger.enrol(terminal.disk.name, 1, &terminal.public_key()).unwrap();
    let whole = append(plan(&mut terminal, ledger, 0, 1_000_000));
    assert_eq!(ledger.append(&whole, NOW).unwrap(), Appended::Done);
    let copy = terminal.cloned();
    terminal.new_epoch(2, &mut seed);
    for (name, key, start) in terminal.journals() {
        ledger.enrol_behind(name, 1, &key, start).unwrap();
    }
    (terminal, copy, seed)
}

#[test]
fn entries_are_kept_once_and_only_behind_the_head() {
    each(|kind, ledger| {
        let mut terminal = laptop(12);
        let name = terminal.disk.name;
        ledger.enrol(name, 1, &terminal.public_key()).unwrap();
        let first = append(plan(&mut terminal, ledger, 0, 4_000));
        assert_eq!(ledger.append(&first, NOW).unwrap(), Appended::Done, "{kind}");
        assert_eq!(ledger.append(&first, NOW + 1).unwrap(), Appended::Moved, "{kind}: twice");
        assert_eq!(ledger.journal(name).unwrap().unwrap().head, first.head());
        let rest = append(plan(&mut terminal, ledger, first.head().number, 1_000_000));
        assert_eq!(ledger.append(&rest, NOW + 2).unwrap(), Appended::Done);
        let held = ledger.entries(name, 1, u64::MAX).unwrap();
        assert_eq!(held.len(), terminal.disk.entries.len(), "{kind}");
        for ((point, kept), (own, digest)) in held.iter().zip(&terminal.disk.entries) {
            assert_eq!((kept, point.point.digest), (own, *digest), "{kind}: the same bytes");
        }
        let part = ledger.entries(name, 3, 2).unwrap();
        assert_eq!(part.iter().map(|(held, _)| held.point.number).collect::<Vec<_>>(), [3, 4]);
        assert_eq!(ledger.heads().unwrap(), [(name, rest.head())], "{kind}");
        // What is known is told as it was then, whatever came since.
        let Plan::Known(again) = plan(&mut terminal, ledger, 0, 4_000) else { panic!("{kind}") };
        assert_eq!((again.point, again.received_ms), (first.head(), NOW), "{kind}");
    });
}

#[test]
fn a_journal_that_is_not_enrolled_takes_nothing() {
    each(|kind, ledger| {
        let mut terminal = laptop(2);
        let name = terminal.disk.name;
        assert_eq!(ledger.known(name, 0, 5).unwrap(), None, "{kind}");
        assert_eq!(ledger.journal(name).unwrap(), None, "{kind}");
        ledger.enrol(name, 1, &terminal.public_key()).unwrap();
        let append = append(plan(&mut terminal, ledger, 0, 1_000_000));
        let other = JournalName { epoch: 9, ..name };
        let stray = Append { journal: other, ..append };
        assert_eq!(ledger.append(&stray, NOW).unwrap(), Appended::Moved, "{kind}");
    });
}

#[test]
fn what_disagrees_is_kept_aside_once_and_closes_the_main_line() {
    each(|kind, ledger| {
        let mut terminal = laptop(3);
        let mut copy = terminal.cloned();
        let name = terminal.disk.name;
        ledger.enrol(name, 1, &terminal.public_key()).unwrap();
        terminal.commit(&mut Seed(1));
        copy.commit(&mut Seed(2));
        let main = append(plan(&mut terminal, ledger, 0, 1_000_000));
        ledger.append(&main, NOW).unwrap();
        let forked = plan(&mut copy, ledger, 0, 1_000_000);
        assert!(matches!(forked, Plan::Fork { .. }), "{kind}: {forked:?}");
        let out = copy.batch(0, 1_000_000).unwrap();
        let push = batch::push(name, out.behind, &out.entries, out.signature).unwrap();
        let key = Identity::new(Suite::Sha256Ed25519, &copy.public_key()).unwrap();
        let arrived = batch::open(&push, &(Suite::Sha256Ed25519, key)).unwrap();
        for _ in 0..2 {
            ledger.set_aside(name, &arrived, true, NOW).unwrap();
        }
        let shared = main.entries.iter().filter(|entry| arrived.contains(&entry.arrived)).count();
        let aside = ledger.aside(name).unwrap();
        assert_eq!(aside, (arrived.len() - shared) as u64, "{kind}: only what differs");
        let row = ledger.journal(name).unwrap().unwrap();
        assert_eq!((row.standing, row.head), (Standing::Forked, main.head()), "{kind}");
        terminal.commit(&mut Seed(3));
        let later = plan(&mut terminal, ledger, main.head().number, 1_000_000);
        assert_eq!(later, Plan::Aside, "{kind}: people look first");
    });
}

#[test]
fn a_later_epoch_retires_and_a_revoked_device_stays_so() {
    each(|kind, ledger| {
        let mut terminal = laptop(1);
        let name = terminal.disk.name;
        let later = JournalName { epoch: 2, ..name };
        ledger.enrol(name, 1, &terminal.public_key()).unwrap();
        ledger.enrol(later, 1, &terminal.public_key()).unwrap();
        let standing =
            |ledger: &mut dyn Ledger, name| ledger.journal(name).unwrap().unwrap().standing;
        assert_eq!(standing(ledger, name), Standing::Retired, "{kind}");
        assert_eq!(standing(ledger, later), Standing::Active, "{kind}");
        let old = plan(&mut terminal, ledger, 0, 1_000_000);
        assert!(matches!(old, Plan::Append(_)), "{kind}: what extends the old epoch is taken");
        ledger.revoke(name.device).unwrap();
        ledger.enrol(later, 1, &terminal.public_key()).unwrap();
        assert_eq!(standing(ledger, later), Standing::Revoked, "{kind}: enrolled again");
        assert_eq!(plan(&mut terminal, ledger, 0, 1_000_000), Plan::Aside, "{kind}");
        ledger.announce(name, 7).unwrap();
        ledger.announce(name, 3).unwrap();
        assert_eq!(ledger.journal(name).unwrap().unwrap().announced, 7, "{kind}");
    });
}

#[test]
fn a_feed_has_no_gap_and_no_item_twice() {
    each(|kind, ledger| {
        let device = Scope::Device(Id([1; 16]));
        let news = |n: u8| {
            News::PriorDecision(PriorDecision {
                plate: Digest([n; 32]),
                code: "OL-001".into(),
                day: 20_261_124,
                document_no: String::new(),
                withdrawn: None,
                driver: None,
                carrier: None,
                quashed: None,
            })
        };
        for n in 0..50 {
            assert_eq!(ledger.publish(Scope::All, &news(n)).unwrap(), u64::from(n) + 1, "{kind}");
        }
        ledger.publish(device, &news(99)).unwrap();
        let (all, more) = ledger.feed(Scope::All, 0, u64::MAX).unwrap();
        assert_eq!((all.len(), more), (50, false), "{kind}");
        assert_eq!(all[7].read().unwrap(), news(7), "{kind}");
        let (mut at, mut seen) = (0, Vec::new());
        loop {
            let (items, more) = ledger.feed(Scope::All, at, 300).unwrap();
            seen.extend(items.iter().map(|item| item.number));
            at = *seen.last().unwrap();
            if !more {
                break;
            }
        }
        assert_eq!(seen, (1..=50).collect::<Vec<_>>(), "{kind}: page by page");
        assert_eq!(ledger.feed(Scope::All, 50, 300).unwrap(), (vec![], false), "{kind}");
        ledger.fill(device, 4).unwrap();
        assert_eq!(ledger.feed_last(device).unwrap(), 4, "{kind}");
        ledger.fill(device, 4).unwrap();
        ledger.fill(device, 2).unwrap();
        assert_eq!(ledger.feed_last(device).unwrap(), 4, "{kind}: another was first");
        assert_eq!(ledger.publish(device, &news(1)).unwrap(), 5, "{kind}");
    });
}

#[test]
fn what_entries_tell_is_published_with_them_once_and_kinds_are_found_again() {
    each(|kind, ledger| {
        let mut terminal = laptop(6);
        let name = terminal.disk.name;
        ledger.enrol(name, 1, &terminal.public_key()).unwrap();
        let (own, device) = (Scope::Device(name.device), Id([9; 16]));
        let settled = News::ReturnSettled(ReturnSettled { id: Id([4; 16]), number: 2 });
        let prior = News::PriorDecision(PriorDecision {
            plate: plates().digest("粤D12345"),
            code: "OL-001".into(),
            day: 20_261_124,
            document_no: String::new(),
            withdrawn: None,
            driver: None,
            carrier: None,
            quashed: None,
        });
        let mut first = append(plan(&mut terminal, ledger, 0, 1_000_000));
        first.entries[0].news.push((Scope::All, prior.clone()));
        first.entries[1].news.push((own, settled.clone()));
        assert_eq!(ledger.append(&first, NOW).unwrap(), Appended::Done, "{kind}");
        assert_eq!(ledger.append(&first, NOW).unwrap(), Appended::Moved, "{kind}");
        let (all, _) = ledger.feed(Scope::All, 0, u64::MAX).unwrap();
        assert_eq!(all.iter().map(|item| item.read().unwrap()).collect::<Vec<_>>(), [prior]);
        let read = |found: Vec<(Scope, FeedItem)>| -> Vec<(Scope, News)> {
            found.into_iter().map(|(scope, item)| (scope, item.read().unwrap())).collect()
        };
        let part =
            WatchPart { list: "名单".into(), edition: 1, part: 1, parts: 1, rows: Vec::new() };
        ledger.publish(Scope::Device(device), &settled).unwrap();
        ledger.publish(Scope::All, &News::WatchPart(part.clone())).unwrap();
        let wanted = [(own, settled.clone()), (Scope::Device(device), settled)];
        assert_eq!(read(ledger.published(24).unwrap()), wanted, "{kind}: in the order of scopes");
        assert_eq!(read(ledger.published(21).unwrap()), [(Scope::All, News::WatchPart(part))]);
        assert_eq!(ledger.published(28).unwrap(), [], "{kind}");
        assert_eq!(ledger.published(3).unwrap(), [], "{kind}: kinds below 20 are not looked for");
        let head = first.head().number;
        let (number, suite, bytes) = ledger.signature_from(name, 1).unwrap().unwrap();
        assert_eq!((number, suite, bytes), (head, 1, first.signature.1), "{kind}");
        assert_eq!(ledger.signature_from(name, head + 1).unwrap(), None, "{kind}");
    });
}

#[test]
fn a_document_number_leads_to_the_entry_that_took_it_first() {
    each(|kind, ledger| {
        let mut terminal = laptop(0);
        let name = terminal.disk.name;
        ledger.enrol(name, 1, &terminal.public_key()).unwrap();
        let block = ledger.lease(name.device, ("样", 2026), 20).unwrap();
        let item = News::NumberBlock(block).item(1);
        terminal.take(Scope::Device(name.device), &[item]).unwrap();
        for round in 0..10 {
            terminal.commit(&mut Seed(round));
        }
        let append = append(plan(&mut terminal, ledger, 0, 1_000_000));
        ledger.append(&append, NOW).unwrap();
        let mut seen = 0;
        for new in &append.entries {
            if let Some(number) = &new.number {
                let at = (name, new.arrived.envelope.number);
                assert_eq!(ledger.numbered(number).unwrap(), Some(at), "{kind} {number}");
                seen += 1;
            }
        }
        assert!(seen > 0, "{kind}");
        let none = DocumentNo { prefix: "样".into(), year: 2025, serial: 1 };
        assert_eq!(ledger.numbered(&none).unwrap(), None, "{kind}");
    });
}

/// Opens one more connection to the same ledger.
pub type Opens<'a> = &'a (dyn Fn() -> Box<dyn Ledger> + Sync);

/// Each ledger that several connections share.
pub fn each_shared(test: impl Fn(&str, Opens<'_>)) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.db");
    let agency = Id([0xa9; 16]);
    test("sqlite", &|| Box::new(SqliteLedger::open(&file, agency).unwrap()));
    let url = Database::new();
    test("postgresql", &|| Box::new(PostgresLedger::open(&url.url(), None, agency).unwrap()));
}

#[test]
fn many_writers_at_once_leave_no_gap_in_a_feed_no_number_twice_and_one_line_of_entries() {
    each_shared(|kind, open| {
        let mut terminal = laptop(40);
        let name = terminal.disk.name;
        open().enrol(name, 1, &terminal.public_key()).unwrap();
        let append = append(plan(&mut terminal, open().as_mut(), 0, 1_000_000));
        let done: Vec<(u64, BlockLeased)> = std::thread::scope(|scope| {
            let writer = |nth: u8| {
                let append = &append;
                scope.spawn(move || {
                    let mut ledger = open();
                    let mut leased = Vec::new();
                    for _ in 0..25 {
                        leased.push(ledger.lease(Id([nth; 16]), ("样", 2026), 3).unwrap());
                        ledger.publish(Scope::All, &News::Lost).unwrap();
                    }
                    let appended = ledger.append(append, NOW).unwrap() == Appended::Done;
                    leased.into_iter().map(|block| (u64::from(appended), block)).collect::<Vec<_>>()
                })
            };
            let writers: Vec<_> = (1..=4).map(writer).collect();
            // Whoever reads meanwhile sees every number before the one behind it.
            let mut ledger = open();
            let mut at = 0;
            while at < 100 {
                let (items, _) = ledger.feed(Scope::All, at, 10_000).unwrap();
                for item in items {
                    assert_eq!(item.number, at + 1, "{kind}: a gap was seen");
                    at = item.number;
                }
            }
            writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
        });
        assert_eq!(done.iter().map(|(one, _)| one).sum::<u64>(), 25, "{kind}: one of four kept it");
        assert_eq!(open().heads().unwrap(), [(name, append.head())], "{kind}");
        let mut firsts: Vec<u32> = done.iter().map(|(_, block)| block.from).collect();
        firsts.sort_unstable();
        assert_eq!(firsts, (0..100).map(|n| n * 3 + 1).collect::<Vec<_>>(), "{kind}");
    });
}

#[test]
fn a_url_that_cannot_be_used_is_refused_in_words_without_its_password() {
    let agency = Id([0xa9; 16]);
    let open = |url: &str, authority: Option<&str>| {
        let authority = authority.map(std::path::Path::new);
        PostgresLedger::open(url, authority, agency).unwrap_err().to_string()
    };
    let none = open("postgres://u:secret@:x", None);
    assert!(none.contains("no PostgreSQL url") && !none.contains("secret"), "{none}");
    let bare = open("postgres://u:secret@127.0.0.1/l?sslmode=require", None);
    assert!(bare.contains("ledger_authority") && !bare.contains("secret"), "{bare}");
    let missing = open("postgres://u:secret@127.0.0.1/l", Some("/not/there.pem"));
    assert!(missing.contains("/not/there.pem") && !missing.contains("secret"), "{missing}");
    let away = open("postgres://u:secret@127.0.0.1:1/l", None);
    assert!(!away.contains("secret"), "{away}");
}

#[test]
fn photographs_that_are_held_come_in_the_order_of_their_digests() {
    each(|kind, ledger| {
        let mut terminal = laptop(40);
        ledger.enrol(terminal.disk.name, 1, &terminal.public_key()).unwrap();
        let whole = append(plan(&mut terminal, ledger, 0, 10_000_000));
        ledger.append(&whole, NOW).unwrap();
        let mut all: Vec<Digest> = terminal.disk.blobs.keys().copied().collect();
        assert_eq!(ledger.held_blobs(None, 100).unwrap(), [], "{kind}: only named");
        let waits = all.pop().unwrap();
        assert!(all.len() > 3, "{all:?}");
        ledger.blobs_held(&all, NOW).unwrap();
        assert_eq!(ledger.held_blobs(None, 100).unwrap(), all, "{kind}");
        assert_eq!(ledger.held_blobs(None, 2).unwrap(), all[..2], "{kind}");
        assert_eq!(ledger.held_blobs(Some(all[1]), 100).unwrap(), all[2..], "{kind}");
        assert_eq!(ledger.held_blobs(Some(waits), 100).unwrap(), [], "{kind}");
    });
}

#[test]
fn a_photograph_is_known_by_its_entry_alone() {
    each(|kind, ledger| {
        let mut terminal = laptop(30);
        ledger.enrol(terminal.disk.name, 1, &terminal.public_key()).unwrap();
        let digest = *terminal.disk.blobs.keys().next().unwrap();
        assert_eq!(ledger.blob(digest).unwrap(), None, "{kind}");
        let append = append(plan(&mut terminal, ledger, 0, 1_000_000));
        ledger.append(&append, NOW).unwrap();
        let row = ledger.blob(digest).unwrap().unwrap();
        assert_eq!((row.held_ms, row.damaged), (None, 0), "{kind}");
        assert_eq!(ledger.blob_damaged(digest).unwrap(), 1, "{kind}");
        ledger.blobs_held(&[digest], NOW).unwrap();
        ledger.blobs_held(&[digest, Digest([9; 32])], NOW + 9).unwrap();
        assert_eq!(ledger.blob(digest).unwrap().unwrap().held_ms, Some(NOW), "{kind}: the first");
        assert_eq!(ledger.blob_damaged(Digest([9; 32])).unwrap(), 0, "{kind}: nobody's");
    });
}

/// What a device was told of its entries.
fn findings(ledger: &mut dyn Ledger, device: Id) -> Vec<Finding> {
    let (items, _) = ledger.feed(Scope::Device(device), 0, u64::MAX).unwrap();
    let verdict = |item: &FeedItem| match item.read().unwrap() {
        News::Verdict(verdict) => Some(verdict.finding),
        _ => None,
    };
    items.iter().filter_map(verdict).collect()
}

#[test]
fn a_number_of_another_and_one_that_nobody_leased_are_kept_and_told() {
    each(|kind, ledger| {
        let mut seed = Seed(5);
        for (nth, wanted) in [Finding::NumberNotLeased, Finding::NumberUsed].into_iter().enumerate()
        {
            // Each laptop believes that the numbers 1 to 20 are its own.
            let device = Id([u8::try_from(nth).unwrap() + 1; 16]);
            let mut terminal = Terminal::new(device, &mut seed);
            let prefix = "样".into();
            let block = BlockLeased { prefix, year: 2026, from: 1, until: 20, epoch: None };
            let item = News::NumberBlock(block).item(1);
            terminal.take(Scope::Device(device), &[item]).unwrap();
            while terminal.disk.used.len() < 3 {
                terminal.commit(&mut seed);
            }
            ledger.enrol(terminal.disk.name, 1, &terminal.public_key()).unwrap();
            let append = append(plan(&mut terminal, ledger, 0, 10_000_000));
            assert_eq!(ledger.append(&append, NOW).unwrap(), Appended::Done, "{kind}: kept");
            let told = findings(ledger, device);
            assert_eq!(
                told.iter().filter(|found| **found == wanted).count(),
                3,
                "{kind}: {told:?}"
            );
        }
    });
}

/// The contract of a keep of photographs.
pub fn keeps_photographs(keep: &mut dyn Photographs) {
    let bytes: Vec<u8> = (0..1_000_u32).map(|n| (n % 251) as u8).collect();
    let digest = Digest::of(&bytes);
    assert_eq!(keep.have(digest).unwrap(), 0);
    assert!(keep.add(digest, 0, &bytes[..400]).unwrap());
    assert_eq!(keep.have(digest).unwrap(), 400);
    assert!(!keep.add(digest, 0, &bytes[..10]).unwrap(), "of a line that was cut before");
    assert_eq!(keep.have(digest).unwrap(), 400, "nothing is cut off");
    assert!(keep.add(digest, 400, &bytes[400..]).unwrap());
    assert_eq!(keep.read(digest).unwrap(), None, "not before it was checked");
    assert!(keep.finish(digest).unwrap());
    assert_eq!((keep.have(digest).unwrap(), keep.read(digest).unwrap()), (0, Some(bytes.clone())));
    assert!(!keep.add(digest, 400, &bytes[400..]).unwrap(), "nor of what was checked");
    assert_eq!(keep.found(digest).unwrap(), Some(digest));
    let other = Digest::of(b"other");
    assert!(!keep.keep_whole(other, &bytes).unwrap());
    assert_eq!((keep.have(other).unwrap(), keep.read(other).unwrap()), (0, None));
    keep.add(other, 0, b"othex").unwrap();
    assert!(!keep.finish(other).unwrap(), "the last byte is another");
    assert_eq!((keep.have(other).unwrap(), keep.read(other).unwrap()), (0, None));
    assert_eq!(keep.found(other).unwrap(), None, "what was moved aside is not there");
    assert!(keep.keep_whole(other, b"other").unwrap());
    assert!(keep.keep_whole(other, b"other").unwrap(), "twice");
    assert_eq!(keep.read(other).unwrap(), Some(b"other".to_vec()));
}

#[test]
fn an_old_image_cannot_write_into_the_epoch_that_began_behind_it() {
    each(|kind, ledger| {
        let (mut terminal, mut image, mut seed) = second_epoch(ledger);
        let (one, two, start) = (image.disk.name, terminal.disk.name, image.head());
        assert_eq!(ledger.latest_epoch(two.device).unwrap(), Some(2), "{kind}");
        let standing = |ledger: &mut dyn Ledger, name| ledger.journal(name).unwrap().unwrap();
        assert_eq!(standing(ledger, one).standing, Standing::Retired, "{kind}");
        assert_eq!((standing(ledger, two).start, standing(ledger, two).head), (start, start));
        // An image that opens the epoch by itself has not the key that was enrolled; nor do its entries of before fit.
        let own = Identity::new(Suite::Sha256Ed25519, &terminal.public_key()).unwrap();
        let mut forger = image.cloned();
        forger.new_epoch(2, &mut Seed(9));
        image.commit(&mut seed);
        for (laptop, why) in [(&mut forger, Refusal::Signature), (&mut image, Refusal::Broken)] {
            let out = laptop.batch(start.number, 1_000_000).unwrap();
            let push = batch::push(two, out.behind, &out.entries, out.signature).unwrap();
            let refused = batch::open(&push, &(Suite::Sha256Ed25519, own.clone()));
            assert_eq!(refused.unwrap_err(), why, "{kind}");
        }
        // Into its own journal it still writes, and the new epoch goes on behind the same entry.
        let late = append(plan(&mut image, ledger, start.number, 1_000_000));
        assert_eq!(ledger.append(&late, NOW).unwrap(), Appended::Done, "{kind}");
        let next = append(plan(&mut terminal, ledger, start.number, 1_000_000));
        assert_eq!(ledger.append(&next, NOW).unwrap(), Appended::Done, "{kind}");
        assert_eq!(standing(ledger, one).head, image.head(), "{kind}");
        assert_eq!(standing(ledger, two).head, terminal.head(), "{kind}");
        let first = &ledger.entries(two, 1, 1).unwrap()[0];
        assert_eq!(first.0.point.number, start.number + 1, "{kind}: it says where it begins");
        // An epoch that is enrolled late, behind a later one, is no line of its own any more.
        let name = JournalName { epoch: 5, ..two };
        ledger.enrol_behind(name, 1, &[5; 32], terminal.head()).unwrap();
        let name = JournalName { epoch: 4, ..two };
        ledger.enrol_behind(name, 1, &[4; 32], terminal.head()).unwrap();
        assert_eq!(standing(ledger, name).standing, Standing::Retired, "{kind}");
        // Numbers go to the last epoch alone.
        let block = ledger.lease(two.device, ("样", 2026), 20).unwrap();
        assert_eq!(block.epoch, Some(5), "{kind}");
    });
}

#[test]
fn a_photograph_goes_on_where_it_was_cut_and_a_wrong_one_is_moved_aside() {
    let folder = tempfile::tempdir().unwrap();
    keeps_photographs(&mut Memory::default());
    keeps_photographs(&mut Folder::at(folder.path()).unwrap());
    let aside = std::fs::read_dir(folder.path().join("damaged")).unwrap().count();
    assert_eq!(aside, 2, "the wrong bytes are kept");
}

#[test]
fn an_entry_that_nobody_could_read_waits_and_is_judged_once() {
    each(|kind, ledger| {
        let mut terminal = laptop(1);
        let name = terminal.disk.name;
        ledger.enrol(name, 1, &terminal.public_key()).unwrap();
        terminal.poison(Poison::Unknown, &mut Seed(9));
        let number = terminal.head().number;
        let append = append(plan(&mut terminal, ledger, 0, 1 << 20));
        assert_eq!(ledger.append(&append, NOW).unwrap(), Appended::Done, "{kind}");
        assert_eq!(ledger.waiting(None, 10).unwrap(), [(name, number)], "{kind}");
        assert_eq!(ledger.waiting(Some((name, number)), 10).unwrap(), [], "{kind}");
        let mut entry = append.entries.last().unwrap().clone();
        let taken = DocumentNo { prefix: "样".into(), year: 2026, serial: 77 };
        (entry.finding, entry.number) = (None, Some(taken.clone()));
        assert!(ledger.judged(name, &entry).unwrap(), "{kind}");
        assert!(!ledger.judged(name, &entry).unwrap(), "{kind}: twice");
        assert_eq!(ledger.numbered(&taken).unwrap(), Some((name, number)), "{kind}");
        assert_eq!(ledger.waiting(None, 10).unwrap(), [], "{kind}");
        let told = [Finding::PendingUpgrade, Finding::NumberNotLeased];
        assert_eq!(findings(ledger, name.device), told, "{kind}");
    });
}
