//! LIMIT over the real line: a server or a proxy that takes less at once gets smaller pieces, and nothing waits for what has
//! none.

use crate::bureau::{EVENING, check, found, reader, sample};
use crate::headquarters::{code, founded, served, url};
use crate::scenarios;
use lucha::app::desk::Desk;
use lucha::app::synchronise::Carried;
use lucha::hq::admit::Capacity;
use lucha::hq::place::Place;
use lucha::hq::serve::{self, Running};
use lucha::store::incoming::Enrolled;
use lucha::sync::driver::{Cut, Line};
use lucha::sync::session::End;
use lucha::sync::transport::Https;
use lucha::wire::message::hello::{Hello, JournalName};
use lucha::wire::message::photograph::{BlobState, OfferAnswer, Put, PutAnswer, Puts, RANGE};
use lucha::wire::message::push::{Push, PushAnswer};
use lucha::wire::message::{self, Asks, batch};
use lucha::wire::suite::Suite;
use std::path::Path;
use tempfile::TempDir;

/// What another server of the same headquarters takes at once.
const PUSH_BYTES: u64 = 3_000;
const RANGE_BYTES: u64 = 20_000;

struct Scene {
    hq: TempDir,
    running: Running,
    laptop: TempDir,
}

/// A headquarters, and an enrolled laptop with a day's stops.
fn scene() -> (Scene, Desk) {
    let hq = founded(Suite::Sha256Ed25519);
    let running = served(hq.path(), "127.0.0.1:0");
    let (laptop, mut desk) = found(sample(), EVENING);
    check(&mut desk, scenarios::stops());
    desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    (Scene { hq, running, laptop }, desk)
}

/// A second server over the same ledger, which takes less.
fn narrow(hq: &Path) -> Running {
    let (push_bytes, range_bytes) = (PUSH_BYTES, RANGE_BYTES);
    let capacity = Capacity { push_bytes, range_bytes, ..Capacity::default() };
    serve::start(Place::open(hq).unwrap(), "127.0.0.1:0", capacity).unwrap()
}

fn enrolled(laptop: &Path) -> Enrolled {
    reader(laptop).enrolled().unwrap().unwrap()
}

/// The real line with a proxy on it, and what went over it.
struct Way {
    first: Https,
    /// Who answers everything behind HELLO.
    then: Https,
    /// Bytes of a PUSH, and of ranges of photographs, that the proxy lets through.
    lets: (usize, usize),
    /// Of each PUSH its bytes before it was pressed and its commits; of each question with ranges their bytes.
    pushes: Vec<(u32, Option<u32>)>,
    ranges: Vec<usize>,
    /// How many pushes and questions with ranges had left when the first of them was found too long.
    limited: (Option<usize>, Option<usize>),
    refused: u32,
}

impl Way {
    fn new(laptop: &Path, then: Option<&Running>) -> Way {
        let own = enrolled(laptop);
        let line = |at: &Enrolled| Https::new(at).unwrap();
        let second = then.map(|then| Enrolled { url: url(then), ..enrolled(laptop) });
        Way {
            first: line(&own),
            then: line(second.as_ref().unwrap_or(&own)),
            lets: (usize::MAX, usize::MAX),
            pushes: Vec::new(),
            ranges: Vec::new(),
            limited: (None, None),
            refused: 0,
        }
    }

    /// Whether the proxy lets a question through.
    fn passes(&mut self, name: &str, bytes: &[u8]) -> bool {
        let most = if name == Push::NAME {
            let push: Push = message::decode(bytes).unwrap();
            self.pushes.push((push.plain, push.commits));
            self.lets.0
        } else if [Put::NAME, Puts::NAME].contains(&name) {
            self.ranges.push(bytes.len());
            self.lets.1
        } else {
            usize::MAX
        };
        bytes.len() <= most
    }

    fn note(&mut self, name: &str, answer: &[u8]) {
        let is_limit = |state: &BlobState| matches!(state, BlobState::Limit { .. });
        let (pushes, ranges) = (self.pushes.len(), self.ranges.len());
        if name == Push::NAME
            && matches!(message::decode(answer), Ok(PushAnswer::Limit { max: PUSH_BYTES }))
        {
            self.limited.0.get_or_insert(pushes);
        }
        let states = match name {
            Put::NAME => message::decode::<PutAnswer>(answer).map(|put| vec![put.state]),
            Puts::NAME => message::decode::<OfferAnswer>(answer).map(|puts| puts.states),
            _ => return,
        };
        if states.unwrap().iter().any(is_limit) {
            self.limited.1.get_or_insert(ranges);
        }
    }
}

impl Line for Way {
    fn ask<Q: Asks>(&mut self, from: JournalName, question: &Q) -> Result<Q::Answer, Cut> {
        if !self.passes(Q::NAME, &message::encode(question)) {
            self.refused += 1;
            return Err(Cut::TooLong);
        }
        let line = if Q::NAME == Hello::NAME { &mut self.first } else { &mut self.then };
        let answer = line.ask(from, question)?;
        self.note(Q::NAME, &message::encode(&answer));
        Ok(answer)
    }
}

fn carry(desk: &mut Desk, way: &mut Way) -> Carried {
    desk.synchronise_over(way, true, |_, _| true).unwrap()
}

#[test]
fn a_server_that_takes_less_than_welcome_said_is_obeyed_in_the_same_session() {
    let (scene, mut desk) = scene();
    let second = narrow(scene.hq.path());
    let mut way = Way::new(scene.laptop.path(), Some(&second));
    let carried = carry(&mut desk, &mut way);
    assert!(carried.is_all_there(), "{carried:?}");
    assert_eq!(carried.progress.cuts, 0, "a limit is no cut");
    let limited = way.limited.0.expect("the first batches were larger");
    let later = &way.pushes[limited..];
    let fits = |(plain, commits): &(u32, Option<u32>)| {
        u64::from(*plain) <= PUSH_BYTES || *commits == Some(1)
    };
    assert!(later.len() > 3 && later.iter().all(fits), "{later:?}");
    let limited = way.limited.1.expect("the first ranges were longer");
    // The names of small ones, and what stands around them, come on top.
    let most = 2 * usize::try_from(RANGE_BYTES).unwrap();
    let later = &way.ranges[limited..];
    assert!(later.len() > 3 && later.iter().all(|bytes| *bytes <= most), "{later:?}");
}

#[test]
fn what_welcome_says_is_obeyed_from_the_first_question_on() {
    let (scene, mut desk) = scene();
    let second = narrow(scene.hq.path());
    let mut way = Way::new(scene.laptop.path(), Some(&second));
    way.first =
        Https::new(&Enrolled { url: url(&second), ..enrolled(scene.laptop.path()) }).unwrap();
    let carried = carry(&mut desk, &mut way);
    assert!(carried.is_all_there(), "{carried:?}");
    assert_eq!(way.limited, (None, None));
    assert!(way.ranges.iter().all(|bytes| *bytes < 2 * usize::try_from(RANGE_BYTES).unwrap()));
}

/// Bytes of the longest PUSH that cannot be made shorter.
fn longest_commit(laptop: &Path) -> usize {
    let store = reader(laptop);
    let (mut behind, mut longest) = (0, 0);
    while let Some(out) = store.outgoing(behind, 0).unwrap() {
        let suite = Suite::from_byte(out.signature.0).unwrap();
        let (name, signature) = (store.journal_name(), (suite, out.signature.1));
        let push = batch::push(name, out.behind, &out.entries, signature).unwrap();
        longest = longest.max(message::encode(&push).len());
        behind = out.upto.number;
    }
    longest
}

#[test]
fn a_proxy_that_lets_no_long_question_through_gets_shorter_ones() {
    let (scene, mut desk) = scene();
    let mut way = Way::new(scene.laptop.path(), None);
    way.lets = (longest_commit(scene.laptop.path()) + 16, 30_000);
    let carried = carry(&mut desk, &mut way);
    assert!(carried.is_all_there(), "{carried:?}");
    assert!((2..20).contains(&way.refused), "{}", way.refused);
    assert_eq!(carried.progress.cuts, 0);
    let _ended = scene.running;
}

#[test]
fn a_commit_that_is_longer_than_the_line_holds_up_no_news_and_is_told_in_a_sentence() {
    let (scene, mut desk) = scene();
    let mut way = Way::new(scene.laptop.path(), None);
    way.lets = (200, usize::MAX);
    let carried = carry(&mut desk, &mut way);
    assert_eq!(carried.end, End::TooLong { number: 1 });
    assert!(carried.progress.news > 0 && carried.entries_waiting > 0, "{carried:?}");
    let trouble = carried.trouble().unwrap();
    assert_eq!(trouble.key, "trouble.hq_too_long");
    assert!(trouble.sentence("en").contains("from entry 1 on"), "{}", trouble.sentence("en"));
    assert!(way.pushes.iter().all(|(_, commits)| commits.is_some()));
    assert_eq!(way.pushes.last().unwrap().1, Some(1), "it tried the smallest");
    way.lets = (usize::MAX, usize::MAX);
    let carried = carry(&mut desk, &mut way);
    assert!(carried.is_all_there(), "the next session tries again: {carried:?}");
}

/// A program that never heard of LIMIT, and one commit whatever its length, are taken by the narrowest server.
#[test]
fn who_does_not_know_limit_and_what_has_no_smaller_pieces_are_taken_whole() {
    let (scene, _desk) = scene();
    let second = narrow(scene.hq.path());
    let store = reader(scene.laptop.path());
    let name = store.journal_name();
    let at = Enrolled { url: url(&second), ..enrolled(scene.laptop.path()) };
    let mut line = Https::new(&at).unwrap();
    let mut push_of = |behind, commits| {
        let out = store.outgoing(behind, 100_000).unwrap().unwrap();
        assert!(out.commits > 1);
        let suite = Suite::from_byte(out.signature.0).unwrap();
        let signature = (suite, out.signature.1);
        let push = batch::push(name, out.behind, &out.entries, signature).unwrap();
        assert!(u64::from(push.plain) > PUSH_BYTES);
        (line.ask(name, &Push { commits, ..push }).unwrap(), out.upto)
    };
    let (answer, _) = push_of(0, Some(2));
    assert_eq!(answer, PushAnswer::Limit { max: PUSH_BYTES });
    for commits in [None, Some(1)] {
        let (answer, upto) = push_of(0, commits);
        assert!(matches!(answer, PushAnswer::Ack { .. }), "{commits:?} up to {upto:?}: {answer:?}");
    }
    // Of the first page that is longer than a range of that server.
    let long = |blob: &&lucha::wire::message::photograph::Offered| blob.size > RANGE_BYTES;
    let waiting = store.blobs_without_receipt().unwrap();
    let page = *waiting.iter().find(long).expect("a page of some length");
    let bytes = store.page(page.digest).unwrap().unwrap();
    let range = bytes[..bytes.len().min(RANGE)].to_vec();
    let put = |hears_limit| Put {
        digest: page.digest,
        offset: 0,
        bytes: range.clone().into(),
        hears_limit,
    };
    let answer = line.ask(name, &put(Some(true))).unwrap();
    assert_eq!(answer.state, BlobState::Limit { max: RANGE_BYTES });
    let answer = line.ask(name, &put(None)).unwrap();
    let is_taken = matches!(answer.state, BlobState::Have { .. })
        || answer.state == BlobState::Offset { bytes: range.len() as u64 };
    assert!(is_taken, "{answer:?}");
}
