//! Releases side by side: a kept laptop's session, byte by byte, before today's headquarters, and today's program before the
//! answers that were kept of that day's headquarters. A kept session is never written anew.

use crate::bureau::{EVENING, found, reader, sample};
use crate::headquarters::{code, founded, served, url};
use crate::kept_journals::{PLAIN, TAKEN_TOMORROW, clock, of_tomorrow, unpacked};
use crate::protocol::{down, should_write};
use crate::world::headquarters::{Headquarters, ID, identity};
use lucha::hq::checkpoint::{self, Marker};
use lucha::hq::ledger::Ledger as _;
use lucha::hq::numbering;
use lucha::hq::photographs::Photographs as _;
use lucha::stdx::id::{Dice, Id};
use lucha::store::Store;
use lucha::store::incoming::{Enrolled, LineKey};
use lucha::store::site::Site;
use lucha::sync::driver::{Cut, Driver, Line, Progress, Turn};
use lucha::sync::session::{End, Session, Thrift};
use lucha::sync::shelf::StoreShelf;
use lucha::sync::transport::Https;
use lucha::wire::entry::Kept;
use lucha::wire::message::batch;
use lucha::wire::message::feed::{Feed, Finding, News, Pull, Scope};
use lucha::wire::message::hello::{Hello, JournalName, Point, Welcome};
use lucha::wire::message::inclusion::Inclusion;
use lucha::wire::message::photograph::{BlobState, Offer, Put, PutAnswer, Puts};
use lucha::wire::message::push::{Push, PushAnswer};
use lucha::wire::message::task::Task;
use lucha::wire::message::{self, Asks, PROTOCOL};
use lucha::wire::signer::Identity;
use lucha::wire::suite::Suite;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use values::{fits, without};

mod values;

/// Of the first release that kept one; a later release keeps its own beside it.
const FOLDER: &str = "tests/golden/sessions/1";
/// Schema of the kept journal that its laptop had (`kept_journals.rs`).
const SCHEMA: usize = 17;
const SUITE: Suite = Suite::Sha256Ed25519;
const PAGES: u64 = 6;

/// What becomes of a question or an answer of this name on its way.
type Says = fn(&str, Vec<u8>) -> Vec<u8>;

/// One question and what was answered.
#[derive(Clone)]
struct Exchange {
    name: String,
    question: Vec<u8>,
    answer: Vec<u8>,
}

fn kept_file(name: &str) -> Vec<u8> {
    let path = Path::new(FOLDER).join(name);
    std::fs::read(&path).unwrap_or_else(|_| panic!("{}: LUCHA_WRITE=1", path.display()))
}

/// The kept session, in its order.
fn kept() -> Vec<Exchange> {
    record_when_asked();
    let files = std::fs::read_dir(FOLDER).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|file| file.extension().is_some_and(|what| what == "question")).collect();
    files.sort();
    let exchange = |file: &PathBuf| {
        let (_, name) = file.file_stem().unwrap().to_str().unwrap().split_once('-').unwrap();
        let answer = std::fs::read(file.with_extension("answer")).unwrap();
        Exchange { name: name.into(), question: std::fs::read(file).unwrap(), answer }
    };
    let session: Vec<Exchange> = files.iter().map(exchange).collect();
    for name in ["hello", "push", "pull", "inclusion", "offer", "put", "puts"] {
        assert!(session.iter().any(|exchange| exchange.name == name), "{FOLDER} has no {name}");
    }
    session
}

fn now() -> i64 {
    clock().now().ms() + 5_000
}

/// A headquarters that knows the laptop and has news for it, none of which asks for an entry.
fn office(name: JournalName, public_key: &[u8]) -> Headquarters {
    let mut office = Headquarters::new();
    let ledger = &mut office.disks.ledger;
    ledger.enrol(name, SUITE.byte(), public_key).unwrap();
    for news in down() {
        let writes = matches!(
            news,
            News::PackIssued(_) | News::OfficerListed(_) | News::DeviceOrder(_) | News::PackPart(_)
        );
        if !writes {
            ledger.publish(Scope::All, &news).unwrap();
        }
    }
    task(&mut office, name, 1);
    office
}

/// A task for the laptop. Who has not read its feed to the end is leased no numbers.
fn task(office: &mut Headquarters, name: JournalName, nth: u8) {
    let (plan, place) = ("2026-治超-11".to_string(), "莲下治超点".to_string());
    let subject = "汕头市远航物流有限公司".to_string();
    let task = Task { id: Id([nth; 16]), plan, subject, place, due: 20_261_130, withdrawn: None };
    office.disks.ledger.publish(Scope::Device(name.device), &News::Task(task)).unwrap();
}

/// What happens at headquarters between the kept laptop's two sessions.
fn minute(office: &mut Headquarters, name: JournalName) {
    let made = office.with(|seat, ledger, _| {
        checkpoint::make(&mut Marker::default(), seat, ledger, now()).unwrap()
    });
    assert!(made.is_some());
    task(office, name, 2);
}

/// The laptop of a folder in today's program, enrolled at a headquarters of this key.
fn enrolled(folder: &Path, headquarters: Vec<u8>) -> Store {
    let mut store = Store::open(&Site::plain(folder), &mut Dice::Counted(9)).unwrap();
    let enrolled = Enrolled {
        headquarters: ID,
        url: "https://127.0.0.1".into(),
        suite: SUITE.byte(),
        public_key: headquarters,
        certificate: vec![1],
        line_key: LineKey(vec![2].into()),
        authority: vec![3],
        bundle_key: vec![4; 32],
    };
    store.enrol_with(&enrolled, clock().now().ms()).unwrap();
    store
}

/// The kept laptop.
fn laptop(headquarters: Vec<u8>) -> (TempDir, Store) {
    let folder = unpacked(SCHEMA, PLAIN);
    let store = enrolled(folder.path(), headquarters);
    (folder, store)
}

/// The key that `office` signs with.
fn own_key() -> Vec<u8> {
    Headquarters::new().with(|seat, _, _| seat.signer.public_key())
}

/// One whole session of today's program.
fn carry<L: Line>(store: &mut Store, line: &mut L, key: Identity) -> (End, Progress) {
    let (mut clock, mut dice) = (clock(), Dice::Counted(1 << 30));
    let session = Session::new(ID, Thrift { photographs: true });
    let mut driver = Driver::new(session, key);
    loop {
        let (clock, dice) = (&mut clock, &mut dice);
        let mut shelf = StoreShelf { store: &mut *store, clock, dice, blocks: &[] };
        match driver.turn(&mut shelf, line).unwrap() {
            Turn::Go | Turn::Wait(_) => {}
            Turn::End(end) => return (end, driver.progress),
        }
    }
}

/// A line to a headquarters in this process, which is written down.
struct Recorder<'a> {
    office: &'a mut Headquarters,
    written: Vec<Exchange>,
}

impl Recorder<'_> {
    fn hear(&mut self, name: &str, from: JournalName, question: Vec<u8>) -> Vec<u8> {
        let answer = self.office.hear(name, from, &question, now()).unwrap();
        let name = name.to_string();
        self.written.push(Exchange { name, question, answer: answer.clone() });
        answer
    }
}

impl Line for Recorder<'_> {
    fn ask<Q: Asks>(&mut self, from: JournalName, question: &Q) -> Result<Q::Answer, Cut> {
        let bytes = message::encode(question);
        if Q::NAME == Puts::NAME {
            // A range by itself, twice: the session has small pages alone, and sends them together.
            let Puts { puts } = message::decode(&bytes).unwrap();
            let whole = puts[0].bytes.to_vec();
            for (offset, part) in [(0, &whole[..80]), (80, &whole[80..])] {
                let put = Put { offset, bytes: part.to_vec().into(), ..puts[0].clone() };
                self.hear(Put::NAME, from, message::encode(&put));
            }
        }
        Ok(message::decode(&self.hear(Q::NAME, from, bytes))?)
    }
}

/// Two sessions of the kept laptop, where none were kept yet.
fn record_when_asked() {
    if !should_write() || Path::new(FOLDER).exists() {
        return;
    }
    let (_folder, mut store) = laptop(own_key());
    let (name, public_key) = (store.journal_name(), store.public_key().unwrap().1.to_vec());
    let mut office = office(name, &public_key);
    let mut recorder = Recorder { office: &mut office, written: Vec::new() };
    assert_eq!(carry(&mut store, &mut recorder, identity()).0, End::Done);
    minute(recorder.office, name);
    assert_eq!(carry(&mut store, &mut recorder, identity()).0, End::Done);
    let sessions = Path::new(FOLDER).parent().unwrap();
    std::fs::create_dir_all(sessions).unwrap();
    let folder = tempfile::tempdir_in(sessions).unwrap().keep();
    let write = |name: String, bytes: &[u8]| std::fs::write(folder.join(name), bytes).unwrap();
    for (exchange, nth) in recorder.written.iter().zip(1..) {
        write(format!("{nth:02}-{}.question", exchange.name), &exchange.question);
        write(format!("{nth:02}-{}.answer", exchange.name), &exchange.answer);
    }
    write("device.key".into(), &public_key);
    write("headquarters.key".into(), &own_key());
    // Another test may have been first: its session is kept.
    if std::fs::rename(&folder, FOLDER).is_err() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

/// Whose journal a session carries.
fn journal(session: &[Exchange]) -> JournalName {
    message::decode::<Hello>(&session[0].question).unwrap().journal
}

/// Entries of every PUSH of a session, and the last one's place.
fn pushed(session: &[Exchange]) -> (Vec<Kept>, Point) {
    let key = (SUITE, Identity::new(SUITE, &kept_file("device.key")).unwrap());
    let pushes = session.iter().filter(|exchange| exchange.name == Push::NAME);
    let (mut entries, mut last) = (Vec::new(), Point::START);
    for exchange in pushes {
        let arrived = batch::open(&message::decode(&exchange.question).unwrap(), &key).unwrap();
        last = arrived.last().unwrap().point();
        entries.extend(arrived.into_iter().map(|arrived| arrived.kept));
    }
    (entries, last)
}

/// Plays a session before `office`, question by question as `asks` has them, and holds the answers to the kept ones.
fn play(office: &mut Headquarters, session: &[Exchange], asks: Says) {
    let (name, mut hellos) = (journal(session), 0);
    for (exchange, nth) in session.iter().zip(1..) {
        if exchange.name == Hello::NAME {
            hellos += 1;
            if hellos == 2 {
                minute(office, name);
            }
        }
        let question = asks(&exchange.name, exchange.question.clone());
        let today = office.hear(&exchange.name, name, &question, now());
        let today = today.unwrap_or_else(|| panic!("{nth} {}: no answer", exchange.name));
        let mut kept = exchange.answer[3..].to_vec();
        if exchange.name == Hello::NAME {
            // How much is taken at once is no promise.
            kept = without(&kept, &[5, 6]);
        }
        assert_eq!(today[..2], exchange.answer[..2]);
        let wrong = fits(&kept, &today[3..]);
        assert_eq!(wrong, None, "{nth} {}: an old laptop hears something else", exchange.name);
    }
}

fn as_it_is(_: &str, question: Vec<u8>) -> Vec<u8> {
    question
}

/// Key 40, which nobody knows, at the end of a message that is a map.
fn with_a_later_key(_: &str, mut bytes: Vec<u8>) -> Vec<u8> {
    if (0xa0..0xb7).contains(&bytes[3]) {
        bytes[3] += 1;
        bytes.extend([0x18, 40, 0xf5]);
    }
    bytes
}

#[test]
fn the_laptop_of_a_kept_release_is_answered_by_todays_headquarters_as_it_was() {
    let session = kept();
    let name = journal(&session);
    let (entries, head) = pushed(&session);
    assert!(entries.len() >= 21, "{}", entries.len());
    let mut office = office(name, &kept_file("device.key"));
    play(&mut office, &session, as_it_is);
    let ledger = &mut office.disks.ledger;
    assert_eq!(ledger.journal(name).unwrap().unwrap().head, head);
    let held = ledger.entries(name, 1, 1_000).unwrap();
    assert!(held.iter().map(|(_, kept)| kept).eq(&entries), "not a byte of them changed");
    let offer = session.iter().find(|exchange| exchange.name == Offer::NAME).unwrap();
    let offer: Offer = message::decode(&offer.question).unwrap();
    assert_eq!(offer.blobs.len() as u64, PAGES);
    for blob in offer.blobs {
        let bytes = office.disks.photographs.read(blob.digest).unwrap().unwrap();
        assert_eq!(lucha::stdx::digest::Digest::of(&bytes), blob.digest);
    }
    // The laptop never heard the answers, and says everything once more.
    let mut seen = [0; 2];
    for exchange in &session {
        let today = office.hear(&exchange.name, name, &exchange.question, now()).unwrap();
        match exchange.name.as_str() {
            Push::NAME => {
                assert_eq!(fits(&exchange.answer[3..], &today[3..]), None, "the same receipt");
                seen[0] += 1;
            }
            Put::NAME => {
                let answer: PutAnswer = message::decode(&today).unwrap();
                assert!(matches!(answer.state, BlobState::Have { .. }), "{answer:?}");
                seen[1] += 1;
            }
            _ => {}
        }
    }
    assert!(seen[0] >= 1 && seen[1] == 2, "{seen:?}");
    assert_eq!(office.disks.ledger.entries(name, 1, 1_000).unwrap().len(), entries.len());
}

#[test]
fn what_a_later_laptop_says_beyond_it_is_passed_over_and_a_later_version_is_met_with_this_one() {
    let session = kept();
    let name = journal(&session);
    let mut maps = 0;
    for exchange in &session {
        maps += u32::from(with_a_later_key("", exchange.question.clone()) != exchange.question);
    }
    assert_eq!(maps as usize, session.len(), "every question is a map");
    play(&mut office(name, &kept_file("device.key")), &session, with_a_later_key);
    let hello: Hello = message::decode(&session[0].question).unwrap();
    let later = message::encode(&Hello { protocol_max: 9, ..hello });
    let mut office = office(name, &kept_file("device.key"));
    let answer = office.hear(Hello::NAME, name, &later, now()).unwrap();
    assert_eq!(message::decode::<Welcome>(&answer).unwrap().protocol, PROTOCOL);
}

/// A headquarters that says what it said on the day that was kept, bent by `says`.
struct Script {
    left: Vec<Exchange>,
    says: Says,
    /// Entries that were sent.
    heard: Vec<Exchange>,
}

impl Script {
    fn new(says: Says) -> Script {
        Script { left: kept(), says, heard: Vec::new() }
    }

    /// The first of the two sessions alone.
    fn first(says: Says) -> Script {
        let mut script = Script::new(says);
        let hello = |exchange: &Exchange| exchange.name == Hello::NAME;
        let second = script.left.iter().skip(1).position(hello).unwrap() + 1;
        script.left.truncate(second);
        script
    }
}

impl Line for Script {
    fn ask<Q: Asks>(&mut self, _: JournalName, question: &Q) -> Result<Q::Answer, Cut> {
        let bytes = message::encode(question);
        let own = |exchange: &Exchange| exchange.name == Q::NAME;
        let same = self.left.iter().position(|kept| own(kept) && kept.question == bytes);
        let Some(at) = same.or_else(|| self.left.iter().position(own)) else {
            // A question that came later than this headquarters: 404.
            return Err(Cut::Line("no such question".into()));
        };
        let Exchange { name, answer, .. } = self.left.remove(at);
        self.heard.push(Exchange { name, question: bytes, answer: Vec::new() });
        Ok(message::decode(&(self.says)(Q::NAME, answer))?)
    }
}

fn headquarters_key() -> Identity {
    Identity::new(SUITE, &kept_file("headquarters.key")).unwrap()
}

#[test]
fn todays_laptop_carries_everything_to_the_headquarters_of_a_kept_release() {
    let mut script = Script::new(as_it_is);
    let (entries, head) = pushed(&script.left);
    let (_folder, mut store) = laptop(kept_file("headquarters.key"));
    let (end, progress) = carry(&mut store, &mut script, headquarters_key());
    assert_eq!((end, progress.cuts, progress.doubts), (End::Done, 0, 0));
    assert_eq!((progress.entries, progress.photographs), (entries.len() as u64, PAGES));
    assert!(progress.news >= 8, "{progress:?}");
    assert_eq!(pushed(&script.heard).0, entries, "the entries of the kept journal, byte by byte");
    assert_eq!(store.acknowledged().unwrap(), head);
    assert_eq!(store.unacknowledged().unwrap().0, 0);
    assert_eq!(store.blobs_waiting(9).unwrap().1, 0);
    assert_eq!(store.unread_items().unwrap(), []);
    // The next session brings the task that came since, and the checkpoint.
    let (end, progress) = carry(&mut store, &mut script, headquarters_key());
    assert_eq!((end, progress.entries, progress.news), (End::Done, 0, 1));
    assert_eq!(store.last_checkpoint().unwrap().map(|last| last.mark().number), Some(1));
    assert_eq!(store.verify().unwrap().breaks, []);
}

/// Of a later release: keys in every answer that is a map, and news of a kind that nobody knows.
fn later(name: &str, answer: Vec<u8>) -> Vec<u8> {
    let mut answer = answer;
    if name == Pull::NAME {
        let mut feed: Feed = message::decode(&answer).unwrap();
        for item in &mut feed.items {
            if item.kind == 22 {
                item.kind = 4_000;
            }
        }
        answer = message::encode(&feed);
    }
    with_a_later_key(name, answer)
}

fn later_that_must_be_understood(name: &str, answer: Vec<u8>) -> Vec<u8> {
    let mut answer = later(name, answer);
    if name == Pull::NAME {
        let mut feed: Feed = message::decode(&answer).unwrap();
        for item in &mut feed.items {
            item.must_understand |= item.kind == 4_000;
        }
        answer = message::encode(&feed);
    }
    answer
}

#[test]
fn what_a_later_headquarters_says_beyond_it_is_passed_over_and_its_news_are_kept() {
    let releases: [(Says, bool); 2] = [(later, false), (later_that_must_be_understood, true)];
    for (says, must) in releases {
        let mut script = Script::first(says);
        let (_folder, mut store) = laptop(kept_file("headquarters.key"));
        let (end, progress) = carry(&mut store, &mut script, headquarters_key());
        assert_eq!((end, progress.cuts, progress.photographs), (End::Done, 0, PAGES));
        assert_eq!(store.unacknowledged().unwrap().0, 0);
        let unread = store.unread_items().unwrap();
        assert_eq!(unread.len(), 2, "the tasks, kept and marked");
        assert!(unread.iter().all(|(_, item)| item.kind == 4_000));
        assert_eq!(store.must_be_updated().unwrap(), must, "papers wait for the next program");
    }
}

/// An answer to PUSH that this release has no word for.
fn unheard_of(name: &str, answer: Vec<u8>) -> Vec<u8> {
    if name == Push::NAME { b"LS\x01\x82\x18\x28\x80".to_vec() } else { answer }
}

fn of_version_two(name: &str, answer: Vec<u8>) -> Vec<u8> {
    if name != Hello::NAME {
        return answer;
    }
    let welcome: Welcome = message::decode(&answer).unwrap();
    message::encode(&Welcome { protocol: PROTOCOL + 1, ..welcome })
}

#[test]
fn an_answer_that_is_not_understood_moves_nothing_on_and_nothing_is_lost() {
    record_when_asked();
    let (_folder, mut store) = laptop(kept_file("headquarters.key"));
    let waiting = store.unacknowledged().unwrap().0;
    let ends: [(Says, End); 2] = [(unheard_of, End::Cut), (of_version_two, End::Version)];
    for (says, wanted) in ends {
        let (end, progress) = carry(&mut store, &mut Script::first(says), headquarters_key());
        assert_eq!((end, progress.entries), (wanted, 0));
        assert_eq!(store.unacknowledged().unwrap().0, waiting);
    }
    let mut script = Script::new(as_it_is);
    assert_eq!(carry(&mut store, &mut script, headquarters_key()).0, End::Done);
    assert_eq!(store.unacknowledged().unwrap().0, 0);
}

#[test]
fn entries_of_a_later_laptop_are_kept_and_wait_for_the_next_headquarters() {
    let folder = of_tomorrow();
    let mut store = enrolled(folder.path(), own_key());
    let (name, public_key) = (store.journal_name(), store.public_key().unwrap().1.to_vec());
    let mut office = office(name, &public_key);
    let mut recorder = Recorder { office: &mut office, written: Vec::new() };
    let (end, progress) = carry(&mut store, &mut recorder, identity());
    assert_eq!((end, progress.entries), (End::Done, store.head_point().number));
    let last = progress.entries;
    let waiting = recorder.office.disks.ledger.waiting(None, 9).unwrap();
    assert_eq!(waiting, [(name, last - 2), (name, last - 1), (name, last)]);
    let pulls = recorder.written.iter().filter(|exchange| exchange.name == Pull::NAME);
    let feeds = pulls.map(|exchange| message::decode::<Feed>(&exchange.answer).unwrap());
    let pending = feeds.flat_map(|feed| feed.items).filter(|item| {
        let news = item.read();
        matches!(news, Ok(News::Verdict(verdict)) if verdict.finding == Finding::PendingUpgrade)
    });
    assert_eq!(pending.count(), 3, "and its laptop is told");
    let account = numbering::read(&mut office.disks.ledger, 9).unwrap();
    let mut taken = account.outside.iter().map(|(number, _)| number.serial);
    assert!(taken.any(|serial| serial == TAKEN_TOMORROW), "its number is free for nobody");
}

/// A question of a later release.
#[derive(minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
struct Tomorrow {
    #[n(0)]
    what: u8,
}

impl Asks for Tomorrow {
    const NAME: &'static str = "tomorrow";
    type Answer = Welcome;
}

#[test]
fn a_question_that_headquarters_does_not_know_is_refused_and_the_session_goes_on() {
    let hq = founded(SUITE);
    let running = served(hq.path(), "127.0.0.1:0");
    let (folder, mut desk) = found(sample(), EVENING);
    desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    let store = reader(folder.path());
    let mut line = Https::new(&store.enrolled().unwrap().unwrap()).unwrap();
    for _ in 0..2 {
        let answer = line.ask(store.journal_name(), &Tomorrow { what: 1 });
        assert!(matches!(answer, Err(Cut::Line(_))), "{answer:?}");
    }
    let journal = store.journal_name();
    let known = Inclusion { journal, known: None, links_max: 9 };
    assert!(line.ask(journal, &known).is_ok(), "on the same line");
    assert!(desk.synchronise(true, |_, _| true).unwrap().is_all_there());
}

/// The kept answers are signed by the kept headquarters, over what the kept laptop sent.
#[test]
fn a_kept_session_is_whole() {
    let session = kept();
    let (_, head) = pushed(&session);
    let acks = session.iter().filter(|exchange| exchange.name == Push::NAME);
    let mut last = None;
    for exchange in acks {
        let answer: PushAnswer = message::decode(&exchange.answer).unwrap();
        let PushAnswer::Ack { receipt } = answer else { panic!("{answer:?}") };
        assert!(receipt.verify(&headquarters_key()).is_ok());
        last = Some(receipt.held);
    }
    let upto =
        lucha::wire::message::receipt::Held::Journal { journal: journal(&session), upto: head };
    assert_eq!(last, Some(upto));
}
