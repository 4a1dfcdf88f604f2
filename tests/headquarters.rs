//! The real headquarters on 127.0.0.1 and the real desk: enrolled, carried, cut, refused.

use crate::bureau::{EVENING, check, found, raw, reader, sample};
use crate::postgresql::Server;
use crate::scenarios;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::door::Door;
use lucha::hq::admit::Capacity;
use lucha::hq::enrol::make_code;
use lucha::hq::place::{Founding, Place};
use lucha::hq::serve::{self, Running};
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Dice;
use lucha::stdx::redacted::Redacted;
use lucha::store::queue::Tally;
use lucha::sync::driver::Line as _;
use lucha::sync::driver::Shelf as _;
use lucha::sync::session::End;
use lucha::sync::shelf::StoreShelf;
use lucha::sync::transport::Https;
use lucha::wire::message::batch;
use lucha::wire::message::feed::kind;
use lucha::wire::message::push::PushAnswer;
use lucha::wire::suite::Suite;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

/// A headquarters in a folder of its own.
pub fn founded(suite: Suite) -> TempDir {
    founded_on(suite, None)
}

/// A headquarters whose ledger is at a PostgreSQL url.
pub fn founded_on(suite: Suite, ledger: Option<String>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    found_in(folder.path(), suite, ledger);
    folder
}

/// A headquarters in `folder`.
pub fn found_in(folder: &Path, suite: Suite, ledger: Option<String>) {
    let (prefix, listen) = (sample().agency.number_prefix, "127.0.0.1:0".to_string());
    let founding = Founding { prefix, listen, names: vec![], suite, ledger };
    Place::init(folder, &founding, &mut Dice::Machine).unwrap();
}

pub fn served(folder: &Path, listen: &str) -> Running {
    serve::start(Place::open(folder).unwrap(), listen, Capacity::default()).unwrap()
}

pub fn code(folder: &Path) -> String {
    let mut ledger = Place::open(folder).unwrap().ledger().unwrap();
    make_code(ledger.as_mut(), &mut Dice::Machine, Clock::machine().now()).unwrap()
}

pub fn url(running: &Running) -> String {
    url_of(&running.address().to_string())
}

pub fn url_of(address: &str) -> String {
    format!("https://{address}")
}

fn sync(desk: &mut Desk) -> lucha::app::synchronise::Carried {
    desk.synchronise(true, |_, _| true).unwrap()
}

/// A bureau with the sample shift, enrolled.
pub fn enrolled(suite: Suite) -> (TempDir, Desk, TempDir, Running) {
    enrolled_on(suite, None)
}

fn enrolled_on(suite: Suite, ledger: Option<String>) -> (TempDir, Desk, TempDir, Running) {
    let hq = founded_on(suite, ledger);
    let running = served(hq.path(), "127.0.0.1:0");
    let (folder, mut desk) = found(sample(), EVENING);
    check(&mut desk, scenarios::stops());
    desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    (folder, desk, hq, running)
}

#[test]
fn a_days_work_arrives_once_under_both_suites_and_a_second_session_carries_nothing() {
    let server = Server::start();
    let ledgers =
        [(Suite::Sha256Ed25519, None), (Suite::Sm3Sm2, None), (Suite::Sm3Sm2, Some(server.url()))];
    for (suite, ledger) in ledgers {
        let (_folder, mut desk, hq, _running) = enrolled_on(suite, ledger);
        let carried = sync(&mut desk);
        assert_eq!((carried.end, carried.is_all_there()), (End::Done, true), "{carried:?}");
        assert!(carried.progress.entries > 100 && carried.progress.photographs > 10);
        assert_eq!(
            carried.progress.news, 15,
            "the key of plates, seven decisions, six acts, the first block"
        );
        let again = sync(&mut desk);
        assert_eq!((again.progress.entries, again.progress.photographs), (0, 0));
        assert!(again.sent + again.received < 1_024, "{again:?}");
        let mut ledger = Place::open(hq.path()).unwrap().ledger().unwrap();
        let heads = ledger.heads().unwrap();
        assert_eq!(heads.len(), 1);
        assert!(heads[0].1.number > 100);
        let entries = lucha::hq::verify::journal(ledger.as_mut(), heads[0].0, heads[0].1, 50);
        assert_eq!(entries.unwrap(), Ok(heads[0].1.number));
    }
}

#[test]
fn without_headquarters_the_work_goes_on_and_is_carried_when_it_is_back() {
    let (_folder, mut desk, hq, running) = enrolled(Suite::Sha256Ed25519);
    let address = running.address().to_string();
    drop(running);
    let alone = desk.synchronise(true, |_, _| false).unwrap();
    assert_eq!((alone.end, alone.progress.entries), (End::Cut, 0));
    assert_eq!(alone.trouble().unwrap().key, "trouble.no_line");
    check(&mut desk, scenarios::stops()[..1].to_vec());
    let _running = served(hq.path(), &address);
    let carried = sync(&mut desk);
    assert!(carried.is_all_there(), "{carried:?}");
}

#[test]
fn postgresql_that_is_killed_and_started_again_loses_nothing_and_is_found_again() {
    let mut server = Server::start();
    let url = Some(server.url());
    let (_folder, mut desk, hq, _running) = enrolled_on(Suite::Sha256Ed25519, url);
    // Its lines are cut while the first entries are on their way.
    let mut waits = 0;
    std::thread::scope(|scope| {
        scope.spawn(|| server.restart());
        let carried = desk.synchronise(true, |wait, _| {
            waits += 1;
            std::thread::sleep(wait.min(Duration::from_secs(3)));
            true
        });
        let carried = carried.unwrap();
        assert!(carried.is_all_there(), "after {waits} waits: {carried:?}");
    });
    let mut ledger = Place::open(hq.path()).unwrap().ledger().unwrap();
    let (name, head) = ledger.heads().unwrap()[0];
    let entries = lucha::hq::verify::journal(ledger.as_mut(), name, head, 50);
    assert_eq!(entries.unwrap(), Ok(head.number));
    // And between two sessions: the first question finds it again.
    server.restart();
    check(&mut desk, scenarios::stops()[..1].to_vec());
    let carried = desk.synchronise(true, |_, _| false).unwrap();
    assert!(carried.is_all_there(), "{carried:?}");
}

#[test]
fn a_block_that_came_a_moment_ago_counts_before_the_desk_has_read_it() {
    let (folder, mut desk, _hq, _running) = enrolled(Suite::Sha256Ed25519);
    assert_eq!(sync(&mut desk).progress.news, 15);
    drop(desk);
    let mut store = reader(folder.path());
    let (mut clock, mut dice) = (Clock::machine(), Dice::Machine);
    let (clock, dice) = (&mut clock, &mut dice);
    let mut shelf = StoreShelf { store: &mut store, clock, dice, blocks: &[] };
    let left: u32 = shelf.numbers().unwrap().iter().map(|series| series.left).sum();
    assert!((1..=20).contains(&left), "the leased block of twenty alone: {left}");
}

/// The one worker waits for a database that somebody holds: a PUSH is told to come again, and loses nothing by it.
#[test]
fn a_headquarters_that_has_no_hand_free_says_so() {
    let hq = founded(Suite::Sha256Ed25519);
    let place = Place::open(hq.path()).unwrap();
    let capacity = Capacity { workers: 1, ..Capacity::default() };
    let running = serve::start(place, "127.0.0.1:0", capacity).unwrap();
    let mut laptops = Vec::new();
    for from in [1, 1_001] {
        let mut founding = sample();
        founding.blocks.truncate(1);
        founding.blocks[0].from = from;
        founding.blocks[0].until = from + 199;
        let (folder, mut desk) = found(founding, EVENING);
        desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
        laptops.push((folder, desk));
    }
    let (folder, mut other) = laptops.pop().unwrap();
    let held = rusqlite::Connection::open(hq.path().join("ledger.db")).unwrap();
    held.execute_batch("BEGIN IMMEDIATE").unwrap();
    std::thread::scope(|scope| {
        let (_, desk) = &mut laptops[0];
        // Its HELLO announces what waits, and that is written.
        let first = scope.spawn(move || sync(desk));
        std::thread::sleep(Duration::from_millis(500));
        let store = reader(folder.path());
        let out = store.outgoing(0, 10_000).unwrap().unwrap();
        let suite = Suite::from_byte(out.signature.0).unwrap();
        let (name, signature) = (store.journal_name(), (suite, out.signature.1));
        let push = batch::push(name, out.behind, &out.entries, signature).unwrap();
        let mut line = Https::new(&store.enrolled().unwrap().unwrap()).unwrap();
        let answer = line.ask(name, &push).unwrap();
        let PushAnswer::Busy { after_ms } = answer else { panic!("{answer:?}") };
        assert!((1_000..=3_000).contains(&after_ms), "{after_ms}");
        held.execute_batch("COMMIT").unwrap();
        assert!(first.join().unwrap().is_all_there());
        assert!(matches!(line.ask(name, &push).unwrap(), PushAnswer::Ack { .. }));
    });
    assert!(sync(&mut other).is_all_there());
}

#[test]
fn a_block_that_runs_low_is_followed_by_another_without_anybody_asking() {
    let (_folder, mut desk, hq, running) = enrolled(Suite::Sha256Ed25519);
    assert!(sync(&mut desk).is_all_there());
    assert_eq!(sync(&mut desk).progress.news, 0, "there are enough");
    // The same laptop at a headquarters whose blocks are larger than all that it has left.
    let file = hq.path().join("headquarters.toml");
    let text = std::fs::read_to_string(&file).unwrap().replace("block = 20", "block = 5000");
    std::fs::write(&file, text).unwrap();
    drop(running);
    let address = desk.headquarters().unwrap().unwrap();
    let _again = served(hq.path(), address.trim_start_matches("https://"));
    let low = sync(&mut desk);
    assert_eq!(low.progress.news, 1, "{low:?}");
    let Reply::Today(today) = desk.handle(Command::LoadToday) else { panic!("today") };
    assert!(today.numbers.left > 5_000, "{:?}", today.numbers);
    assert_eq!(sync(&mut desk).progress.news, 0, "and no other one after it");
}

#[test]
fn a_code_enrols_one_laptop_of_its_own_agency_alone() {
    let hq = founded(Suite::Sha256Ed25519);
    let running = served(hq.path(), "127.0.0.1:0");
    let (_one, mut desk) = found(sample(), EVENING);
    let (_two, mut other) = found(sample(), EVENING);
    let code = code(hq.path());
    let key = |done: Result<(), lucha::app::command::Trouble>| done.unwrap_err().key;
    assert_eq!(key(desk.enrol_laptop(&url(&running), "1234")), "trouble.enrol_code_shape");
    let foreign = lucha::stdx::code::written([9; 16]);
    assert_eq!(key(desk.enrol_laptop(&url(&running), &foreign)), "trouble.enrol_code_unknown");
    desk.enrol_laptop(&url(&running), &code).unwrap();
    desk.enrol_laptop(&url(&running), &code).unwrap();
    assert_eq!(key(other.enrol_laptop(&url(&running), &code)), "trouble.enrol_code_unknown");
    assert_eq!(key(other.synchronise(true, |_, _| true).map(drop)), "trouble.not_enrolled");
}

#[test]
fn a_laptop_of_another_agency_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (prefix, listen) = ("样莲交罚".to_string(), "127.0.0.1:0".to_string());
    let founding =
        Founding { prefix, listen, names: vec![], suite: Suite::default(), ledger: None };
    Place::init(folder.path(), &founding, &mut Dice::Machine).unwrap();
    let running = served(folder.path(), "127.0.0.1:0");
    let (_one, mut desk) = found(sample(), EVENING);
    let refused = desk.enrol_laptop(&url(&running), &code(folder.path())).unwrap_err();
    assert_eq!(refused.key, "trouble.enrol_other_agency");
}

#[test]
fn a_revoked_laptop_is_held_aside_and_told() {
    let (_folder, mut desk, hq, _running) = enrolled(Suite::Sha256Ed25519);
    assert!(sync(&mut desk).is_all_there());
    let mut ledger = Place::open(hq.path()).unwrap().ledger().unwrap();
    let (name, head) = ledger.heads().unwrap()[0];
    ledger.revoke(name.device).unwrap();
    check(&mut desk, scenarios::stops()[..1].to_vec());
    let held = sync(&mut desk);
    assert_eq!(held.end, End::Revoked);
    assert_eq!(held.trouble().unwrap().key, "trouble.hq_revoked");
    assert_eq!(ledger.heads().unwrap()[0].1, head, "the main line stands");
    assert!(ledger.aside(name).unwrap() > 0, "and nothing is thrown away");
}

#[test]
fn another_headquarters_under_the_same_address_gets_nothing() {
    let (_folder, mut desk, _hq, running) = enrolled(Suite::Sha256Ed25519);
    let address = running.address().to_string();
    drop(running);
    let foreign = founded(Suite::Sha256Ed25519);
    let _running = served(foreign.path(), &address);
    let cut = desk.synchronise(true, |_, _| false).unwrap();
    assert_eq!((cut.end, cut.progress.entries), (End::Cut, 0), "its certificate is no one's");
    let mut ledger = Place::open(foreign.path()).unwrap().ledger().unwrap();
    assert_eq!(ledger.heads().unwrap(), []);
}

/// A headquarters that burnt down with its keys, and the one that was founded in its place.
#[test]
fn at_another_headquarters_everything_is_offered_again_and_its_news_are_read_from_the_beginning() {
    let (folder, mut desk, old, running) = enrolled(Suite::Sha256Ed25519);
    assert!(sync(&mut desk).is_all_there());
    let store = reader(folder.path());
    let mut tally = Tally::default();
    let received = store.received_upto().unwrap();
    assert!(received > 100 && store.sums(&mut tally).unwrap().blobs_held > 10);
    desk.enrol_laptop(&url(&running), &code(old.path())).unwrap();
    assert_eq!(store.received_upto().unwrap(), received, "the same headquarters has it still");
    assert!(store.cursors().unwrap().iter().all(|cursor| cursor.number > 0));
    let new = founded(Suite::Sha256Ed25519);
    let place = served(new.path(), "127.0.0.1:0");
    desk.enrol_laptop(&url(&place), &code(new.path())).unwrap();
    assert_eq!(store.received_upto().unwrap(), 0, "the new one has had nothing");
    assert!(store.cursors().unwrap().iter().all(|cursor| cursor.number == 0));
    let sums = store.sums(&mut tally).unwrap();
    assert_eq!((sums.acknowledged, sums.blobs_held), (0, 0), "{sums:?}");
    assert!(sums.blobs_waiting > 10 && sums.entry_bytes_waiting > 10_000, "{sums:?}");
    assert_eq!(store.feed_items(kind::NUMBER_BLOCK).unwrap(), [], "the former one's word");
    assert_eq!(store.feed_items(kind::PLATE_KEY).unwrap().len(), 1, "decisions rested on it");
    let carried = sync(&mut desk);
    assert!(carried.is_all_there(), "{carried:?}");
    assert_eq!(carried.progress.news, 15, "its key of plates, decisions, acts and its first block");
    let heads = |hq: &TempDir| Place::open(hq.path()).unwrap().ledger().unwrap().heads().unwrap();
    let (was, is) = (heads(&old)[0], heads(&new)[0]);
    assert_eq!(was.0, is.0, "the same journal");
    let head = store.point(was.1.number).unwrap();
    assert!(is.1.number >= was.1.number && head == Some(was.1), "from its first entry");
    assert_eq!(store.feed_items(kind::PLATE_KEY).unwrap().len(), 2);
    assert_eq!(store.feed_items(kind::NUMBER_BLOCK).unwrap().len(), 1);
    assert!(store.received_upto().unwrap() >= received);
    // The former one's signed words are kept.
    drop((store, desk));
    let conn = raw(folder.path());
    for table in ["former_receipt", "former_blob_receipt"] {
        let sql = format!("SELECT count(*) FROM {table}");
        let kept: i64 = conn.query_row(&sql, [], |row| row.get(0)).unwrap();
        assert!(kept > 0, "{table}");
    }
}

#[test]
fn a_page_that_answers_everything_is_no_headquarters() {
    let portal = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = portal.local_addr().unwrap();
    std::thread::spawn(move || {
        for line in portal.incoming().take(4) {
            let mut line: TcpStream = line.unwrap();
            let mut bytes = [0; 1024];
            let _asked = line.read(&mut bytes);
            let page = "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<html>hi</html>";
            let _told = line.write_all(page.as_bytes());
        }
    });
    let (_folder, mut desk) = found(sample(), EVENING);
    let code = lucha::stdx::code::written([9; 16]);
    let refused = desk.enrol_laptop(&format!("https://{address}"), &code).unwrap_err();
    assert_eq!(refused.key, "trouble.no_line");
    let plain = desk.enrol_laptop(&format!("http://{address}"), &code).unwrap_err();
    assert_eq!(plain.key, "trouble.no_line", "never without TLS");
}

#[test]
fn the_courier_carries_beside_the_officers_work_and_ends_with_the_screens() {
    let (folder, desk, hq, running) = enrolled(Suite::Sha256Ed25519);
    let (credential, _, pin) = lucha::app::sample::pins().remove(0);
    let line = lucha::app::thread::spawn(Door::Open(Box::new(desk)));
    let pin = Redacted(pin);
    line.commands.send(Command::SignIn { credential, pin }).unwrap();
    let (mut carried, mut today) = (None, false);
    while !(carried.is_some() && today) {
        let (reply, _) = line.replies.recv_timeout(Duration::from_secs(60)).unwrap();
        match reply {
            Reply::SignedIn { .. } => line.commands.send(Command::LoadToday).unwrap(),
            Reply::Today(_) => today = true,
            Reply::Carried(view) if !view.running => carried = Some(view),
            _ => {}
        }
    }
    let view = carried.unwrap();
    assert_eq!((view.acknowledged, view.blobs_waiting), (view.entries, 0), "{view:?}");
    assert_eq!(view.last.unwrap().trouble, None);
    drop(line.commands);
    line.thread.join().unwrap();
    let _ended = (folder, hq, running);
}
