//! Checkpoints on the laptop: read behind each other, kept with the journal's place, shown to a stranger; and what becomes of
//! a headquarters that contradicts itself.

use crate::bureau::{EVENING, at, check, reader, sample, to_found};
use crate::evidence::{checked, every_change_is_found, files};
use crate::headquarters::{code, founded, served, url};
use crate::protocol::should_write;
use crate::scenarios;
use lucha::app::desk::Desk;
use lucha::app::export_case::export_case;
use lucha::app::found_bureau::found_bureau;
use lucha::app::synchronise::Carried;
use lucha::cli::{Voice, code as exit};
use lucha::hq::checkpoint::{Marker, make};
use lucha::hq::place::Place;
use lucha::hq::serve::Running;
use lucha::stdx::clock::Clock;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::sync::session::End;
use lucha::wire::bundle::{self, Frame};
use lucha::wire::message::checkpoint::{Checkpoint, leaf, leaf_bytes, node, root, root_of, way};
use lucha::wire::message::encode;
use lucha::wire::message::hello::{JournalName, Point, Welcome};
use lucha::wire::message::inclusion::{
    self, Inclusion, InclusionAnswer, LINKS_MAX, Link, Mark, Proof, led_to,
};
use lucha::wire::signer::{Identity, Signer, SoftKey};
use lucha::wire::suite::Suite;
use std::path::Path;
use tempfile::TempDir;

const NAME: JournalName = JournalName { device: Id([7; 16]), epoch: 1 };
const OTHER: JournalName = JournalName { device: Id([0x11; 16]), epoch: 2 };
const HEAD: Point = Point { number: 300, digest: Digest([9; 32]) };
const OTHER_HEAD: Point = Point { number: 12, digest: Digest([0x12; 32]) };

/// Two checkpoints of one headquarters, the second over two journals.
fn two(key: &SoftKey) -> (Checkpoint, Checkpoint) {
    let sign = |before, root, at_ms| Checkpoint::sign(Id([8; 16]), before, root, at_ms, key);
    let one = sign(None, leaf(NAME, HEAD), 1_764_000_000_000).unwrap();
    let root = root(&[leaf(NAME, HEAD), leaf(OTHER, OTHER_HEAD)]);
    let two = sign(Some(&one), root, 1_764_000_060_000).unwrap();
    (one, two)
}

/// The frames of this question and its answers, for the kept ones.
pub fn frames(welcome: &Welcome, key: &SoftKey) -> Vec<(&'static str, Vec<u8>)> {
    let (one, two) = two(key);
    let leaves = [leaf(NAME, HEAD), leaf(OTHER, OTHER_HEAD)];
    let known = Some(one.mark());
    let place = Some(inclusion::Place { head: HEAD, way: way(&leaves, 0) });
    let links = vec![Link { at_ms: two.at_ms, root: two.root }];
    let last = Proof { links: Vec::new(), checkpoint: two.clone(), place, more: false };
    let part = Proof { links, checkpoint: two, place: None, more: true };
    let answer = |proof| encode(&InclusionAnswer { proof });
    vec![
        ("inclusion", encode(&Inclusion { journal: NAME, known, links_max: LINKS_MAX })),
        ("inclusion-none", answer(None)),
        ("inclusion-place", answer(Some(last))),
        ("inclusion-part", answer(Some(part))),
        ("welcome-checkpoint", encode(&Welcome { checkpoint: Some(2), ..welcome.clone() })),
    ]
}

/// What a stick of this release bears of checkpoints: the same keys, the same bytes.
#[test]
fn a_kept_volume_with_checkpoints_opens() {
    let secret = |byte| lucha::stdx::secret::Key::new([byte; 32]);
    let key = SoftKey::new(Suite::Sha256Ed25519, &secret(5)).unwrap();
    let (one, two) = two(&key);
    let head = bundle::Head {
        way: bundle::Way::ToTerminal,
        bundle: Id([6; 16]),
        volume: 1,
        to: Id([1; 16]),
        fresh: bundle::public_part(&secret(4)),
    };
    let asked = Inclusion { journal: NAME, known: Some(one.mark()), links_max: LINKS_MAX };
    let way = way(&[leaf(NAME, HEAD), leaf(OTHER, OTHER_HEAD)], 0);
    let place = Some(inclusion::Place { head: HEAD, way });
    let proof = Some(Proof { links: Vec::new(), checkpoint: two, place, more: false });
    let (hello, answer_to) = (Box::new(crate::protocol::hello()), [7; 32].into());
    let frames = vec![
        Frame::Hello { hello, answer_to, inclusion: Some(asked) },
        Frame::Inclusion { asked, answer: Box::new(InclusionAnswer { proof }) },
        Frame::End { frames: 2, more: false },
    ];
    let seal = head.key(&secret(4), &bundle::public_part(&secret(5)));
    let mut writer = bundle::Writer::begin(head, seal, Vec::new()).unwrap();
    frames[..2].iter().for_each(|frame| writer.put(frame).unwrap());
    let bytes = writer.end(false).unwrap();
    let file = Path::new("tests/golden/bundle/2.volume");
    if should_write() {
        std::fs::write(file, &bytes).unwrap();
    }
    let kept = std::fs::read(file).unwrap();
    assert!(kept == bytes, "a bundle is written differently than by the release that is out");
    let mut volume = bundle::Reader::begin(&kept[..]).unwrap();
    let theirs = volume.head.key(&secret(5), &volume.head.fresh);
    let read: Vec<Frame> = std::iter::from_fn(|| volume.next(&theirs)).collect();
    assert_eq!(read, frames);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The document's example, step by step as a stranger would make it.
#[test]
fn the_worked_checkpoint_of_the_document_is_what_the_program_makes() {
    let key = SoftKey::new(Suite::Sha256Ed25519, &lucha::stdx::secret::Key::new([5; 32])).unwrap();
    let (one, two) = two(&key);
    let (ours, theirs) = (leaf_bytes(NAME, HEAD), leaf_bytes(OTHER, OTHER_HEAD));
    let top = node(Digest::of(&ours), Digest::of(&theirs));
    let shown = [
        ("leaf", ours.clone()),
        ("node", top.clone()),
        ("root", Digest::of(&top).0.to_vec()),
        ("signed", two.signed_bytes()),
        ("before", Digest::of(&one.signed_bytes()).0.to_vec()),
        ("signature", two.signature.to_vec()),
    ];
    let text = std::fs::read_to_string("docs/SYNC.md").unwrap();
    for (name, bytes) in shown {
        let wanted = format!("- `{name}` = `{}`", hex(&bytes));
        assert!(text.contains(&wanted), "docs/SYNC.md lacks {wanted}");
    }
    assert_eq!(two.root, Digest::of(&top));
    let way = way(&[Digest::of(&ours), Digest::of(&theirs)], 0);
    assert_eq!(root_of(leaf(NAME, HEAD), &way), two.root);
    let links = [Link { at_ms: two.at_ms, root: two.root }];
    assert_eq!(led_to(Id([8; 16]), one.mark(), &links), two.mark());
    let identity = Identity::new(Suite::Sha256Ed25519, &key.public_key()).unwrap();
    assert!(two.verify(&identity).is_ok());
}

struct Scene {
    hq: TempDir,
    running: Running,
    laptop: TempDir,
    desk: Desk,
}

impl Scene {
    /// A headquarters and a laptop that has sent its first stop.
    fn new(suite: Suite) -> Scene {
        let hq = founded(suite);
        let running = served(hq.path(), "127.0.0.1:0");
        let laptop = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(at(EVENING));
        let mut desk = to_found(laptop.path(), clock);
        found_bureau(&mut desk, lucha::app::config::Founding { suite, ..sample() }).unwrap();
        desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
        let mut scene = Scene { hq, running, laptop, desk };
        scene.stop("S01");
        scene
    }

    fn stop(&mut self, name: &str) {
        assert_eq!(check(&mut self.desk, vec![scenarios::stop(name)]).0, 0);
    }

    fn sync(&mut self) -> Carried {
        self.desk.synchronise(true, |_, _| true).unwrap()
    }

    fn proven(&self) -> Option<u64> {
        reader(self.laptop.path()).proven().unwrap().map(|head| head.number)
    }

    fn head(&self) -> u64 {
        reader(self.laptop.path()).head().number
    }

    /// Headquarters goes away; `work` is done on its folder; and it is back under the same address.
    fn away(&mut self, work: impl FnOnce(&Path)) {
        let address = self.running.address().to_string();
        let other = tempfile::tempdir().unwrap();
        let running = std::mem::replace(&mut self.running, {
            Place::init(other.path(), &founding(), &mut lucha::stdx::id::Dice::Machine).unwrap();
            served(other.path(), "127.0.0.1:0")
        });
        drop(running);
        work(self.hq.path());
        self.running = served(self.hq.path(), &address);
    }
}

fn founding() -> lucha::hq::place::Founding {
    let (prefix, listen) = (sample().agency.number_prefix, "127.0.0.1:0".to_string());
    lucha::hq::place::Founding {
        prefix,
        listen,
        names: vec![],
        suite: Suite::default(),
        ledger: None,
    }
}

/// A checkpoint, as the minute makes one.
fn mark(hq: &Path) -> Checkpoint {
    let place = Place::open(hq).unwrap();
    let seat = place.seat(Default::default()).unwrap();
    let mut ledger = place.ledger().unwrap();
    let now = Clock::machine().now().ms();
    make(&mut Marker::default(), &seat, ledger.as_mut(), now).unwrap().unwrap()
}

/// Another laptop is enrolled, so that something moved.
fn another(hq: &Path, device: u8) {
    let mut ledger = Place::open(hq).unwrap().ledger().unwrap();
    let name = JournalName { device: Id([device; 16]), epoch: 1 };
    ledger.enrol(name, 1, &[device; 32]).unwrap();
}

#[test]
fn a_laptops_entries_come_to_stand_under_checkpoints_that_follow_each_other() {
    for suite in Suite::ALL {
        let mut scene = Scene::new(suite);
        assert!(scene.sync().is_all_there());
        assert_eq!(scene.proven(), None, "there is no checkpoint yet");
        let first = mark(scene.hq.path());
        assert!(scene.sync().is_all_there());
        assert_eq!(scene.proven(), Some(scene.head()));
        let idle = scene.sync();
        assert!(idle.sent + idle.received < 700, "nothing is asked that is known: {idle:?}");
        // Five minutes in which others moved lie between this one and the next that is read.
        for device in 1..=5 {
            another(scene.hq.path(), device);
            mark(scene.hq.path());
        }
        scene.stop("S03");
        scene.sync();
        let last = mark(scene.hq.path());
        assert_eq!(last.number, first.number + 6);
        assert!(scene.sync().is_all_there());
        assert_eq!(scene.proven(), Some(scene.head()));
        let store = reader(scene.laptop.path());
        assert_eq!(store.last_checkpoint().unwrap(), Some(last));
        assert_eq!(
            store.checkpoint_over(1).unwrap().unwrap().checkpoint,
            first,
            "the first over it"
        );
        let verdict = scene.desk.verify().unwrap();
        assert_eq!((verdict.breaks.len(), verdict.doubts), (0, 0));
        assert!(verdict.checkpoints >= 2, "{verdict:?}");
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut voice = Voice { lang: "en", out: &mut out, err: &mut err };
        assert_eq!(lucha::cli::verify::report(&scene.desk, false, &mut voice), exit::DONE);
        let said = String::from_utf8(out).unwrap();
        assert!(said.contains("under headquarters' checkpoints"), "{said}");
    }
}

#[test]
fn a_kept_checkpoint_that_was_changed_on_the_laptop_is_found() {
    let mut scene = Scene::new(Suite::Sha256Ed25519);
    scene.sync();
    another(scene.hq.path(), 3);
    mark(scene.hq.path());
    scene.sync();
    let Scene { laptop, desk, .. } = scene;
    drop(desk);
    let raw = crate::bureau::raw(laptop.path());
    let sql = "UPDATE checkpoint SET head_number = head_number - 1 WHERE epoch IS NOT NULL";
    assert_eq!(raw.execute(sql, []).unwrap(), 1);
    drop(raw);
    let verdict = reader(laptop.path()).verify().unwrap();
    let keys: Vec<&str> = verdict.breaks.iter().map(|(_, what)| what.key()).collect();
    assert_eq!((verdict.checkpoints, keys), (0, vec!["flaw.checkpoint"]));
}

#[test]
fn a_headquarters_that_lost_its_tail_is_told_of_until_people_settle_it_and_loses_nothing() {
    let mut scene = Scene::new(Suite::Sha256Ed25519);
    scene.sync();
    mark(scene.hq.path());
    scene.sync();
    let copy = tempfile::tempdir().unwrap();
    let kept = copy.path().join("ledger.db");
    scene.away(|hq| {
        std::fs::copy(hq.join("ledger.db"), &kept).unwrap();
    });
    scene.stop("S03");
    scene.sync();
    let known = mark(scene.hq.path());
    assert!(scene.sync().is_all_there());
    scene.away(|hq| {
        for tail in ["ledger.db-wal", "ledger.db-shm"] {
            let _none = std::fs::remove_file(hq.join(tail));
        }
        std::fs::copy(&kept, hq.join("ledger.db")).unwrap();
    });
    // Its last checkpoint is before the one that the laptop holds.
    scene.stop("S04");
    let told = scene.sync();
    assert_eq!((told.end, told.entries_waiting, told.blobs_waiting), (End::Done, 0, 0));
    assert!(!told.is_all_there());
    assert_eq!(told.trouble().unwrap().key, "trouble.hq_checkpoint");
    // Now it makes another one under the same number.
    let other = mark(scene.hq.path());
    assert_eq!(other.number, known.number);
    assert_ne!(other, known);
    assert_eq!(scene.sync().progress.doubts, 1);
    assert_eq!(scene.sync().progress.doubts, 1, "every time");
    let doubts = reader(scene.laptop.path()).checkpoint_doubts().unwrap();
    let words: Vec<&str> = doubts.iter().map(|doubt| doubt.what.as_str()).collect();
    assert_eq!(words, ["parted", "shorter"], "each is kept once");
    assert_eq!((&doubts[0].known, &doubts[0].came), (&Some(known.clone()), &Some(other)));
    let identity = reader(scene.laptop.path()).enrolled().unwrap().unwrap();
    let identity = Identity::new(Suite::Sha256Ed25519, &identity.public_key).unwrap();
    for signed in [&doubts[0].known, &doubts[0].came] {
        assert!(signed.as_ref().unwrap().verify(&identity).is_ok(), "a judge can check both");
    }
    assert_eq!(reader(scene.laptop.path()).last_checkpoint().unwrap(), Some(known.clone()));
    // The screen, the program and `verify` say it.
    assert_eq!(scene.desk.doubts().unwrap().len(), 2);
    assert_eq!(scene.desk.verify().unwrap().doubts, 2);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang: "zh-CN", out: &mut out, err: &mut err };
    assert_eq!(lucha::cli::verify::report(&scene.desk, false, &mut voice), exit::PARTLY);
    assert!(String::from_utf8(err).unwrap().contains("自相矛盾 2 处"));
    // People looked: another enrolment begins a new line, and what was kept stays.
    scene.desk.enrol_laptop(&url(&scene.running), &code(scene.hq.path())).unwrap();
    assert!(scene.sync().is_all_there());
    mark(scene.hq.path());
    assert!(scene.sync().is_all_there());
    assert_eq!(scene.proven(), Some(scene.head()));
    assert_eq!(scene.desk.doubts().unwrap(), vec![]);
    let store = reader(scene.laptop.path());
    assert_eq!(store.checkpoint_doubts().unwrap().len(), 2);
    assert!(store.verify().unwrap().breaks.is_empty());
}

#[test]
fn an_exported_case_carries_its_checkpoint_so_that_a_stranger_checks_it() {
    for suite in Suite::ALL {
        let mut scene = Scene::new(suite);
        scene.stop("S03");
        scene.sync();
        for device in [2, 0xfe] {
            another(scene.hq.path(), device);
        }
        mark(scene.hq.path());
        assert!(scene.sync().is_all_there());
        let case = scene.desk.list("", 2).unwrap()[1].inspection.to_string();
        let to = tempfile::tempdir().unwrap();
        let exported = export_case(&mut scene.desk, &case, "法院调取", to.path()).unwrap();
        let (well, said) = checked(&exported.folder);
        assert!(well, "{suite:?}: {said}");
        let proofs: Vec<_> = files(&exported.folder.join("checkpoints"));
        assert!(proofs.len() >= 6, "leaf, nodes, signature: {proofs:?}");
        let is_one = |name: &str| name.starts_with("checkpoints/");
        assert_eq!(every_change_is_found(&exported.folder, is_one), 2 * proofs.len());
    }
}

#[test]
fn a_long_chain_is_read_in_parts_and_a_weak_line_reads_one_a_session() {
    let mut scene = Scene::new(Suite::Sha256Ed25519);
    scene.sync();
    mark(scene.hq.path());
    scene.sync();
    let place = Place::open(scene.hq.path()).unwrap();
    let seat = place.seat(Default::default()).unwrap();
    let mut ledger = place.ledger().unwrap();
    let mut marker = Marker::default();
    for nth in 0..450_u32 {
        let mut device = [0xaa; 16];
        device[..4].copy_from_slice(&nth.to_be_bytes());
        let name = JournalName { device: Id(device), epoch: 1 };
        ledger.enrol(name, 1, &[1; 32]).unwrap();
        make(&mut marker, &seat, ledger.as_mut(), i64::from(nth)).unwrap().unwrap();
    }
    scene.stop("S03");
    let known = |scene: &Scene| {
        let last = reader(scene.laptop.path()).last_checkpoint().unwrap();
        last.map(|last: Checkpoint| last.mark()).map_or(0, |Mark { number, .. }| number)
    };
    let thrifty = scene.desk.synchronise(false, |_, _| true).unwrap();
    assert_eq!((thrifty.progress.doubts, known(&scene)), (0, 202), "200 links and the one behind");
    assert!(scene.sync().progress.doubts == 0);
    assert_eq!(known(&scene), 451);
    mark(scene.hq.path());
    scene.sync();
    assert_eq!(scene.proven(), Some(scene.head()));
}
