//! The seeds of the fuzz targets, made of the kept frames and of a sample of every event; `LUCHA_WRITE=1` writes them, and
//! nobody writes one by hand. A file whose name begins with `found-` is a find of a fuzzer, and is never touched.

use crate::decoders::targets::{
    BETWEEN, BLOB, JOURNAL_KEY, MESSAGES, MIRROR, PACK_FILE, SIGNER, TARGETS,
};
use crate::decoders::{CORPUS, files, seeds};
use crate::events::{self, NAME, SUITE};
use crate::protocol::{frames, should_write};
use crate::scenarios;
use lucha::app::config::Laptop;
use lucha::domain::paper::KINDS;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::secret::Key;
use lucha::wire::bundle::{Frame, Reader};
use lucha::wire::disclosure::Disclosure;
use lucha::wire::entry::Kept;
use lucha::wire::event;
use lucha::wire::frame::{self, Carried};
use lucha::wire::head::SignedHead;
use lucha::wire::head_witness::Witnessed;
use lucha::wire::message::enrol::EnrolAnswer;
use lucha::wire::message::feed::{Feed, FeedItem};
use lucha::wire::message::hello::Point;
use lucha::wire::message::photograph::{BlobState, PutAnswer};
use lucha::wire::message::push::PushAnswer;
use lucha::wire::message::receipt::Receipt;
use lucha::wire::message::{self, batch, rule_pack};
use lucha::wire::rescue_mark::{RescueMark, RescueStage};
use lucha::wire::sealed_key::{self, Owner};
use lucha::wire::signer::{Signer as _, SoftKey};
use lucha::wire::suite::Suite;
use lucha::wire::{blob, keyring};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Target, name of the file, bytes.
type Seed = (&'static str, String, Vec<u8>);

/// A script's file of a paper.
const PAPER: &str =
    r#"{"hold": {"working_days": 7, "items": [{"place": "本局", "name": "运单"}]}}"#;
const FOUND: &str = "found-";

fn signer() -> SoftKey {
    SoftKey::new(SUITE, &Key::new(SIGNER)).unwrap()
}

fn journal_key() -> Key {
    Key::new(JOURNAL_KEY)
}

fn read(path: &str) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

/// As the targets of entries read it.
fn whole(kept: &Kept) -> Vec<u8> {
    let length = u16::try_from(kept.envelope.len()).unwrap().to_le_bytes();
    [&length[..], &kept.envelope, &kept.salt, &kept.payload].concat()
}

/// One of each kind of entry, what is left of those whose party data may leave, and a PUSH of all of them.
fn of_entries() -> Vec<Seed> {
    let (mut made, chain) = (Vec::new(), events::chain(events::every()));
    for (entry, kept) in &chain {
        let kind = entry.envelope.kind;
        let name = format!("{kind:03}-{}", event::name(&entry.body));
        made.push(("envelope", name.clone(), kept.envelope.clone()));
        made.push(("event", name.clone(), [&kind.to_le_bytes()[..], &kept.payload].concat()));
        made.push(("entry", name.clone(), whole(kept)));
        match kind {
            5 => made.push(("number_grant", name, kept.payload.clone())),
            8 | 100 => {
                made.push(("entry_at_home", name.clone(), whole(kept)));
                let left = Kept { salt: [0; 16], payload: Vec::new(), ..kept.clone() };
                made.push(("entry_at_home", format!("{name}-left"), whole(&left)));
            }
            4 | 108 => {
                let pack = (kind == 4).then(|| (PACK_FILE.0.to_string(), PACK_FILE.1.to_vec()));
                let (kept, pack) = (kept.clone(), pack.into_iter().collect());
                let signature = (kind == 108).then(|| (SUITE.byte(), vec![6; 64]));
                let carried = Carried { kept, pack, signature };
                made.push(("frame_content", name.clone(), frame::content_bytes(&carried)));
                let key = MIRROR.key(&journal_key());
                let sealed = MIRROR.seal(&key, entry.envelope.number, entry.digest, &carried);
                made.push(("frame", name, [&MIRROR.head()[..], &sealed].concat()));
            }
            _ => {}
        }
    }
    let (last, _) = chain.last().unwrap();
    let (number, digest) = (last.envelope.number, last.digest);
    let head = SignedHead { device: NAME.device, epoch: NAME.epoch, number, digest };
    let signature = (SUITE, head.sign(&signer()).unwrap());
    let kept: Vec<Kept> = chain.iter().map(|(_, kept)| kept.clone()).collect();
    let mut push = batch::push(NAME, Point::START, &kept, signature).unwrap();
    push.commits = Some(3);
    made.push(("push", "every-event".into(), message::encode(&push)));
    let frame = Frame::Push { push };
    made.push(("bundle_content", "push".into(), minicbor::to_vec(&frame).unwrap()));
    made
}

/// Every kept frame, and what it carries.
fn of_messages() -> Vec<Seed> {
    let mut made = Vec::new();
    let receipt = |made: &mut Vec<Seed>, name: &str, receipt: &Receipt| {
        made.push(("receipt", name.to_string(), minicbor::to_vec(receipt).unwrap()));
    };
    for (name, bytes) in frames() {
        let mut items = Vec::new();
        if let Ok(Feed { items: several, .. }) = message::decode(&bytes) {
            items = several;
        } else if let Ok(item) = message::decode::<FeedItem>(&bytes) {
            items.push(item);
        }
        for item in items {
            let file = format!("{:02}-{name}-{:02}", item.kind, item.number);
            made.push(("news", file, minicbor::to_vec(&item).unwrap()));
        }
        if let Ok(PushAnswer::Ack { receipt: signed }) = message::decode(&bytes) {
            receipt(&mut made, name, &signed);
        }
        if let Ok(PutAnswer { state: BlobState::Have { receipt: signed } }) =
            message::decode(&bytes)
        {
            receipt(&mut made, name, &signed);
        }
        if name == "checkpoint" {
            made.push(("checkpoint", name.into(), bytes[3..].to_vec()));
        }
        made.push(("message", name.to_string(), bytes));
    }
    // Answers that carry nothing have no kept frame of their own.
    let no = [
        ("enrol-broken", EnrolAnswer::Broken),
        ("enrol-other-agency", EnrolAnswer::OtherAgency),
        ("enrol-numbers-taken", EnrolAnswer::NumbersTaken),
    ];
    made.extend(no.map(|(name, no)| ("message", name.to_string(), message::encode(&no))));
    let later = PutAnswer { state: BlobState::Later { after_ms: 900 } };
    made.push(("message", "put-later".into(), message::encode(&later)));
    made
}

/// A volume, each of its frames, and what colleagues' laptops and pens leave.
fn of_meetings() -> Vec<Seed> {
    let volume = read("tests/golden/bundle/1.volume");
    let mut open = Reader::begin(&volume[..]).unwrap();
    let theirs = open.head.key(&Key::new([5; 32]), &open.head.fresh);
    let frames = std::iter::from_fn(|| open.next(&theirs)).zip(0..);
    let mut made: Vec<Seed> = frames
        .map(|(frame, nth)| {
            ("bundle_content", format!("volume-{nth}"), minicbor::to_vec(&frame).unwrap())
        })
        .collect();
    made.push(("bundle", "volume".into(), volume));
    made.push(("relay_note", "delivered".into(), crate::relay_frames::note().encode()));
    let certificate = crate::relay::certificate(Id([7; 16]), crate::relay::DAYS);
    made.push(("line_certificate", "laptop".into(), certificate));
    let letters = read("tests/golden/offer/1.txt").trim_ascii().to_vec();
    made.push(("offer", "letters".into(), letters));
    made
}

/// Keys, the keyring, a sealed page, and the log of what left headquarters.
fn of_keeping() -> Vec<Seed> {
    let mut made = Vec::new();
    let ring = read("tests/golden/keyring/1.cbor");
    made.push(("keyring_content", "kept".to_string(), keyring::decode_file(&ring).unwrap().0));
    made.push(("keyring", "kept".into(), ring));
    let secret = Key::new([6; 32]);
    made.push(("device_secret", "bare".into(), secret.bytes().to_vec()));
    made.push(("device_secret", "checked".into(), keyring::encode_secret(&secret).to_vec()));
    for suite in Suite::ALL {
        let word = format!("suite-{}", suite.byte());
        let public = SoftKey::new(suite, &secret).unwrap().public_key();
        made.push(("public_key", word.clone(), public));
        let owner = Owner { device: NAME.device, epoch: 1, suite };
        let file = |store| sealed_key::seal(owner, &secret, store, [3; 12]);
        made.push(("sealed_key", format!("{word}-bare"), file(None)));
        made.push(("sealed_key", format!("{word}-sealed"), file(Some(&journal_key()))));
    }
    let page = [b'p'; 90];
    for (word, dress) in [("plain", blob::Dress::Plain), ("sealed", blob::Dress::Sealed)] {
        let head = blob::Head { dress, length: page.len() as u64 };
        let chunk = match dress {
            blob::Dress::Plain => page.to_vec(),
            blob::Dress::Sealed => head.seal(&blob::key(&journal_key(), BLOB), 0, &page),
        };
        made.push(("blob", word.into(), [&head.bytes()[..], &chunk].concat()));
    }
    for (line, nth) in disclosed().iter().zip(1..) {
        made.push(("disclosure", format!("{nth}"), line.encode()));
    }
    let files = vec![(PACK_FILE.0.to_string(), PACK_FILE.1.to_vec())];
    let part = rule_pack::parts(&files).unwrap().remove(0);
    made.push(("pack_part", "whole".into(), part.bytes.to_vec()));
    made
}

/// What lies beside the journal so that a lost end and a rescue in its middle are seen.
fn of_mishaps() -> Vec<Seed> {
    let digest = Digest([9; 32]).hex();
    let seen = Witnessed { device: Id([7; 16]), epoch: 2, number: 31, digest, nth: 3, draft: None };
    let with_draft = Witnessed { draft: Some((Id([5; 16]), 1_795_000_000_123)), ..seen.clone() };
    let aside = String::from("damaged-2026-11-23-084000");
    let moving = RescueMark { aside, stage: RescueStage::Moving, parted: None };
    let stage = RescueStage::Made { next: Some(2) };
    let made = RescueMark { stage, parted: Some(11), ..moving.clone() };
    vec![
        ("head_witness", "entry".into(), seen.text().into_bytes()),
        ("head_witness", "draft".into(), with_draft.text().into_bytes()),
        ("rescue_mark", "moving".into(), moving.text().into_bytes()),
        ("rescue_mark", "made".into(), made.text().into_bytes()),
    ]
}

/// Two lines of headquarters' log of what left it, each behind the one before.
pub fn disclosed() -> [Disclosure; 2] {
    let line = |what: &str, manifest: &[u8]| Disclosure {
        headquarters: Id([8; 16]),
        number: 0,
        at_ms: 1_764_000_000_000,
        what: what.into(),
        reason: "法院调卷".into(),
        by: "林示例".into(),
        files: 12,
        manifest: Digest::of(manifest),
        before: Digest::ZERO,
        suite: 0,
        signature: Vec::new().into(),
    };
    let first = line("样汕交罚〔2026〕00001号", b"list").behind(None, &signer()).unwrap();
    let journal = line("07070707-0707-0707-0707-070707070707/1 2026-11-23", b"other list");
    let second = journal.behind(Some(&first), &signer()).unwrap();
    [first, second]
}

/// What people and instruments write.
fn of_people() -> Vec<Seed> {
    let founding = read("assets/sample/bureau.toml");
    let text = String::from_utf8(founding.clone()).unwrap();
    let table = text.split("\n[[").next().unwrap().as_bytes().to_vec();
    let mut pack = Vec::new();
    for (name, text) in lucha::app::rulepack::embedded_files() {
        pack.extend(name.into_bytes());
        pack.push(BETWEEN);
        pack.extend(text);
        pack.push(BETWEEN);
    }
    let settings = Laptop {
        journal: Some("/home/zhang/.local/share/lucha".into()),
        paper: Some("/home/zhang/文书".into()),
    };
    let mut made: Vec<Seed> = vec![
        ("config", "sample".into(), founding),
        ("config", "laptop".into(), settings.written().into_bytes()),
        ("agency", "sample".into(), table),
        ("keymap", "own".into(), read("assets/keymap.toml")),
        ("pack", "sample".into(), pack),
    ];
    for name in ["S01", "S03", "S09", "S11"] {
        made.push(("stop", name.into(), serde_json::to_vec(&scenarios::stop(name)).unwrap()));
    }
    // The list of evidence on hold has rows; each sort is some byte's.
    let held = KINDS.iter().position(|kind| kind.word == "evidence_hold").unwrap();
    let mut paper = vec![u8::try_from(held).unwrap()];
    paper.extend(PAPER.bytes());
    made.push(("paper_file", "evidence_hold".into(), paper));
    let lines = [
        ("gp", "$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230326,003.1,W*63\r\n"),
        ("bd", "$BDZDA,235959.00,31,12,2026,00,00*71\r\n"),
    ];
    made.extend(lines.map(|(name, line)| ("nmea", name.to_string(), line.into())));
    let refusals = [
        ("variant", "unknown variant `x`, expected `y`"),
        ("field", "missing field `plate` at line 3 column 9"),
    ];
    made.extend(refusals.map(|(name, says)| ("refusal", name.to_string(), says.into())));
    made
}

fn made() -> Vec<Seed> {
    let kept = [of_entries(), of_messages(), of_meetings(), of_keeping(), of_mishaps()];
    [kept.concat(), of_people()].concat()
}

/// Names of a target's seeds that are not finds.
fn names(target: &str) -> BTreeSet<String> {
    let name = |file: &std::path::PathBuf| file.file_name()?.to_str().map(str::to_string);
    let names = files(target).iter().filter_map(name).collect::<Vec<_>>();
    names.into_iter().filter(|name| !name.starts_with(FOUND)).collect()
}

#[test]
fn the_corpora_are_those_that_this_program_makes() {
    let mut wanted: BTreeMap<&str, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for (target, name, bytes) in made() {
        let before = wanted.entry(target).or_default().insert(name.clone(), bytes);
        assert!(before.is_none(), "two seeds {target}/{name}");
    }
    for (target, _) in TARGETS {
        let wanted = wanted.remove(target).unwrap_or_default();
        let folder = Path::new(CORPUS).join(target);
        if should_write() {
            std::fs::create_dir_all(&folder).unwrap();
            for gone in names(target) {
                std::fs::remove_file(folder.join(gone)).unwrap();
            }
            for (name, bytes) in &wanted {
                std::fs::write(folder.join(name), bytes).unwrap();
            }
        }
        let wanted: BTreeSet<String> = wanted.into_keys().collect();
        assert_eq!(names(target), wanted, "{CORPUS}/{target}: LUCHA_WRITE=1");
    }
    assert!(wanted.is_empty(), "seeds of no target: {:?}", wanted.keys());
}

#[test]
fn every_seed_is_read_by_its_target_to_the_last_assertion() {
    for (target, read) in TARGETS {
        for file in files(target) {
            let is_find = file.file_name().unwrap().to_str().unwrap().starts_with(FOUND);
            let is_read = read(&std::fs::read(&file).unwrap());
            assert!(is_read || is_find, "{} reaches nothing", file.display());
        }
    }
}

#[test]
fn every_kind_of_event_has_a_seed_that_reads() {
    for (kind, name) in events::kinds() {
        for target in ["event", "entry", "envelope"] {
            let read = TARGETS.iter().find(|(known, _)| *known == target).unwrap().1;
            let file = format!("{CORPUS}/{target}/{kind:03}-{name}");
            let bytes = std::fs::read(&file).unwrap_or_else(|_| panic!("{file}: LUCHA_WRITE=1"));
            assert!(read(&bytes), "{file}");
        }
    }
}

/// Every `.rs` file of `src/wire/message`, joined.
fn sources() -> String {
    let files = std::fs::read_dir("src/wire/message").unwrap();
    let text = |file: std::io::Result<std::fs::DirEntry>| {
        std::fs::read_to_string(file.unwrap().path()).unwrap()
    };
    files.map(text).collect()
}

/// Numbers of the variants of `pub enum name`; empty for a struct.
fn variants(text: &str, name: &str) -> Vec<u8> {
    let Some((_, rest)) = text.split_once(&format!("pub enum {name} {{\n")) else {
        return Vec::new();
    };
    let body = rest.split("\n}\n").next().unwrap();
    let number = |line: &str| line.strip_prefix("    #[n(")?.strip_suffix(")]")?.parse().ok();
    body.lines().filter_map(number).collect()
}

#[test]
fn every_message_and_each_variant_of_an_answer_has_a_seed_that_reads_and_writes_the_same() {
    let (text, seeds) = (sources(), seeds("message"));
    let word =
        |rest: &str| -> String { rest.chars().take_while(|c| c.is_alphanumeric()).collect() };
    let mut asked: Vec<String> = text.split("\nimpl Asks for ").skip(1).map(word).collect();
    asked.extend(text.split("    type Answer = ").skip(1).map(word));
    assert!(asked.len() >= 24, "{asked:?}");
    for name in asked {
        assert!(MESSAGES.iter().any(|(known, _)| *known == name), "MESSAGES lacks {name}");
    }
    for (name, reader) in MESSAGES {
        let own: Vec<&Vec<u8>> =
            seeds.iter().filter(|seed| reader(seed).as_ref() == Some(*seed)).collect();
        assert!(!own.is_empty(), "no seed of {name}");
        for variant in variants(&text, name) {
            // Behind three bytes of the message an array begins with the variant's number.
            let has = own.iter().any(|seed| [0x81, 0x82].contains(&seed[3]) && seed[4] == variant);
            assert!(has, "no seed of variant {variant} of {name}");
        }
    }
    assert!(variants(&text, "PushAnswer").len() >= 7 && variants(&text, "Hello").is_empty());
}

#[test]
fn every_kind_of_news_has_a_seed_that_reads() {
    let kinds = variants(&sources(), "News");
    assert!(kinds.len() >= 17, "{kinds:?}");
    let seeds: Vec<FeedItem> =
        seeds("news").iter().map(|seed| minicbor::decode(seed).unwrap()).collect();
    for kind in kinds {
        let mut own = seeds.iter().filter(|item| item.kind == u16::from(kind));
        assert!(own.any(|item| item.read().is_ok()), "no seed of news {kind}");
    }
}
