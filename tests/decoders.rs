//! The fuzz targets as property tests: over their corpora as they are, and bent in every way.

#[path = "fuzz/targets.rs"]
mod targets;

use crate::bureau::{EVENING, check, found, sample};
use crate::scenarios;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::secret::Key;
use lucha::store::Store;
use lucha::store::keys::FILE as KEYS;
use lucha::store::signer::FILE as DEVICE_KEY;
use lucha::wire::bundle::Frame;
use lucha::wire::disclosure::Disclosure;
use lucha::wire::frame::{self, Carried};
use lucha::wire::keyring;
use lucha::wire::message::checkpoint::Checkpoint;
use lucha::wire::message::feed::Feed;
use lucha::wire::message::push::PushAnswer;
use lucha::wire::message::{self, rule_pack};
use lucha::wire::signer::{Signer as _, SoftKey};
use lucha::wire::suite::Suite;
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use targets::{BETWEEN, TARGETS};

const CORPUS: &str = "tests/fuzz/corpus";

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let Ok(files) = std::fs::read_dir(Path::new(CORPUS).join(target)) else { return Vec::new() };
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

#[test]
fn every_target_has_a_corpus_and_a_program() {
    let cargo = std::fs::read_to_string("tests/fuzz/Cargo.toml").unwrap();
    for (name, test) in TARGETS {
        let seeds = seeds(name);
        assert!(!seeds.is_empty(), "{CORPUS}/{name} is empty; LUCHA_WRITE=1 makes it");
        seeds.iter().for_each(|seed| test(seed));
        assert!(cargo.contains(&format!("name = \"{name}\"")), "no program fuzzes {name}");
        assert!(Path::new(&format!("tests/fuzz/bin/{name}.rs")).exists());
    }
}

/// Every function that makes something of bytes or of a text that others wrote: its file, its name, its target. One that
/// only hands on to another has the target of that one.
const DECODERS: &[(&str, &str, &str)] = &[
    ("app/check_file.rs", "read_file", "stop"),
    ("app/config.rs", "laptop", "config"),
    ("app/config.rs", "read_agency", "agency"),
    ("app/config.rs", "read_founding", "config"),
    ("stdx/code.rs", "read_lines", "offer"),
    ("stdx/nmea.rs", "read", "nmea"),
    ("tui/key.rs", "parse", "keymap"),
    ("wire/blob.rs", "open", "blob"),
    ("wire/blob.rs", "read", "blob"),
    ("wire/bundle.rs", "begin", "bundle"),
    ("wire/bundle.rs", "next", "bundle"),
    ("wire/bundle.rs", "open", "bundle_content"),
    ("wire/bundle.rs", "read", "bundle"),
    ("wire/disclosure.rs", "decode", "disclosure"),
    ("wire/entry.rs", "read", "entry"),
    ("wire/entry.rs", "read_at_home", "entry_at_home"),
    ("wire/envelope.rs", "decode", "envelope"),
    ("wire/event/bureau.rs", "decode", "event"),
    ("wire/event/bureau.rs", "decode_of_device", "event"),
    ("wire/event/closing.rs", "decode", "event"),
    ("wire/event/epoch.rs", "decode", "event"),
    ("wire/event/handing.rs", "offered_from", "event"),
    ("wire/event/handing.rs", "taken_from", "event"),
    ("wire/event/inspection.rs", "decode", "event"),
    ("wire/event/mod.rs", "decode", "event"),
    ("wire/event/pruning.rs", "decode", "event"),
    ("wire/event/pruning.rs", "decode_cleared", "event"),
    ("wire/event/told.rs", "decode", "event"),
    ("wire/frame.rs", "content", "frame_content"),
    ("wire/frame.rs", "open", "frame"),
    ("wire/frame.rs", "read", "frame"),
    ("wire/keyring.rs", "decode", "keyring_content"),
    ("wire/keyring.rs", "decode_file", "keyring"),
    ("wire/keyring.rs", "decode_secret", "device_secret"),
    ("wire/line_certificate.rs", "any", "line_certificate"),
    ("wire/line_certificate.rs", "device_of", "line_certificate"),
    ("wire/line_certificate.rs", "part", "line_certificate"),
    ("wire/message/batch.rs", "open", "push"),
    ("wire/message/feed.rs", "read", "news"),
    ("wire/message/mod.rs", "decode", "message"),
    ("wire/message/rule_pack.rs", "joined", "pack_part"),
    ("wire/mod.rs", "from_bytes", "message"),
    ("wire/offer.rs", "read", "offer"),
    ("wire/refusal.rs", "of", "refusal"),
    ("wire/relay_note.rs", "decode", "relay_note"),
    ("wire/rulebook.rs", "as_text", "pack"),
    ("wire/rulebook.rs", "load", "pack"),
    ("wire/rulebook.rs", "text", "pack"),
    ("wire/rulebook.rs", "violations", "pack"),
    ("wire/rulebook/tables.rs", "parse", "pack"),
    ("wire/sealed_key.rs", "open", "sealed_key"),
    ("wire/signer.rs", "new", "public_key"),
    ("wire/stop.rs", "read", "stop"),
];

/// Readers that no target reaches, with the reason.
const NOT_FUZZED: &[(&str, &str, &str)] = &[
    (
        "hq/operate/publish.rs",
        "read_toml",
        "the operator's own files, on his own machine, by TOML's reader into plain shapes",
    ),
    ("hq/place.rs", "open", "headquarters' own configuration, by TOML's reader into plain shapes"),
];

/// Functions of a source file that read what others wrote: by what they take and give, or by the reader that they call.
fn readers(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap();
    let in_wire = file.starts_with("src/wire");
    let mut found = Vec::new();
    for part in text.split("fn ").skip(1) {
        let name: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let Some((signature, body)) = part.split_once('{') else { continue };
        let Some((takes, gives)) = signature.rsplit_once("->") else { continue };
        let bytes = ["&[u8", "[u8]", "serde_json::Value"].iter().any(|what| takes.contains(what));
        let tells = gives.contains("Result<") || gives.contains("Option<");
        let proves = matches!(name.as_str(), "verify" | "sign");
        let calls = [
            "toml::from_str",
            "serde_json::from_str",
            "serde_json::from_slice",
            "minicbor::decode(",
        ];
        if (in_wire && bytes && tells && !proves) || calls.iter().any(|call| body.contains(call)) {
            found.push(name);
        }
    }
    found
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_decoder_of_the_tree_has_its_target_and_every_target_its_corpus() {
    let mut files = Vec::new();
    rust_files(Path::new("src"), &mut files);
    let named = |file: &str, name: &str| {
        let is_it = |line: &&(&str, &str, &str)| (line.0, line.1) == (file, name);
        DECODERS.iter().chain(NOT_FUZZED).find(is_it).is_some()
    };
    let mut missing = Vec::new();
    for path in &files {
        let file = path.strip_prefix("src").unwrap().to_str().unwrap();
        missing.extend(
            readers(path)
                .into_iter()
                .filter(|name| !named(file, name))
                .map(|name| format!("{file} {name}")),
        );
    }
    assert!(missing.is_empty(), "no target reads what these read: {missing:#?}");
    for (file, name, target) in DECODERS {
        let text = std::fs::read_to_string(Path::new("src").join(file)).unwrap_or_default();
        assert!(text.contains(&format!("fn {name}")), "{file} has no {name} any more");
        assert!(
            TARGETS.iter().any(|(known, _)| known == target),
            "{file} {name}: no target {target}"
        );
    }
    for (folder, ending) in [(CORPUS, ""), ("tests/fuzz/bin", ".rs")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let name = name.strip_suffix(ending).unwrap();
            assert!(
                TARGETS.iter().any(|(known, _)| *known == name),
                "{folder}/{name} is no target"
            );
        }
    }
    let program =
        |name: &str| std::fs::read_to_string(format!("tests/fuzz/bin/{name}.rs")).unwrap();
    for (name, _) in TARGETS {
        assert!(program(name).contains(&format!("targets::{name}(data)")), "{name}");
    }
}

/// Every source file below a folder.
fn sources(folder: &Path, found: &mut String) {
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            *found += &std::fs::read_to_string(&path).unwrap();
        }
    }
}

/// The fuzz package builds the rooms from their files under a list of crates of its own; it is built in `--full` alone.
#[test]
fn the_fuzz_package_knows_every_crate_that_its_rooms_name() {
    let table = |file: &str, name: &str| -> Vec<String> {
        let text = std::fs::read_to_string(file).unwrap();
        let read: toml::Table = text.parse().unwrap();
        let all = read[name].as_table().unwrap().keys().cloned();
        // What only one system needs is named too.
        let targets = read.get("target").and_then(toml::Value::as_table).into_iter().flatten();
        let crates = targets.filter_map(|(_, of)| Some(of.get(name)?.as_table()?.keys().cloned()));
        all.chain(crates.flatten()).map(|name| name.replace('-', "_")).collect()
    };
    let ours = table("Cargo.toml", "dependencies");
    let fuzz = table("tests/fuzz/Cargo.toml", "dependencies");
    let mut text = String::new();
    for room in ["stdx", "domain", "wire"] {
        sources(&Path::new("src").join(room), &mut text);
    }
    for file in ["src/app/config.rs", "src/tui/key.rs"] {
        text += &std::fs::read_to_string(file).unwrap();
    }
    assert!(ours.contains(&"rustix".to_string()), "one that only some systems have");
    let names = |name: &&String| {
        let path = format!("{name}::");
        text.match_indices(&path).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':')
        })
    };
    let used: Vec<&String> = ours.iter().filter(names).collect();
    assert!(used.len() > 10, "{used:?}");
    let missing: Vec<_> = used.into_iter().filter(|name| !fuzz.contains(name)).collect();
    assert!(missing.is_empty(), "tests/fuzz/Cargo.toml lacks {missing:?}");
}

#[test]
fn every_seed_cut_anywhere_and_each_byte_turned_stops_no_decoder() {
    for (name, test) in TARGETS {
        for seed in seeds(name) {
            // Large seeds are bent at some places only; the fuzzer itself goes everywhere.
            let stride = (seed.len() / 400).max(1);
            for at in (0..seed.len()).step_by(stride) {
                test(&seed[..at]);
                for turn in [0x01, 0x20, 0x80, 0xff] {
                    let mut bent = seed.clone();
                    bent[at] ^= turn;
                    test(&bent);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_stop_a_decoder(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for (_, test) in TARGETS {
            test(&bytes);
        }
    }

    #[test]
    fn no_two_seeds_joined_stop_a_decoder(
        which in 0..TARGETS.len(), one in any::<prop::sample::Index>(),
        two in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(),
        till in any::<prop::sample::Index>(),
    ) {
        let (name, test) = TARGETS[which];
        let seeds = seeds(name);
        let (one, two) = (one.get(&seeds), two.get(&seeds));
        let joined = [&one[..at.index(one.len() + 1)], &two[till.index(two.len() + 1)..]].concat();
        test(&joined);
    }
}

/// Seeds as the program itself writes them; run with `LUCHA_WRITE=1` when a layout gains a version.
#[test]
fn the_corpora_can_be_made_anew_from_a_real_bureau() {
    let made = made();
    for (name, _) in TARGETS {
        assert!(made.iter().any(|(target, ..)| target == name), "{name} has no seed");
    }
    #[expect(clippy::disallowed_methods, reason = "writing is asked for by hand")]
    if std::env::var("LUCHA_WRITE").is_err() {
        return;
    }
    for (target, nth, bytes) in made {
        let folder = Path::new(CORPUS).join(target);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{nth:03}")), bytes).unwrap();
    }
}

/// What headquarters sends or keeps: items of its feed, receipts, a checkpoint, a line of its log, a pressed rule pack.
fn of_headquarters() -> Vec<(&'static str, u64, Vec<u8>)> {
    let mut made = Vec::new();
    let signer = SoftKey::new(Suite::default(), &Key::new([7; 32])).unwrap();
    let mut nth = 0;
    for (name, bytes) in crate::protocol::frames() {
        if let Ok(Feed { items, .. }) = message::decode(&bytes) {
            for item in items {
                made.push(("news", nth, minicbor::to_vec(&item).unwrap()));
                nth += 1;
            }
        }
        if let Ok(PushAnswer::Ack { receipt }) = message::decode(&bytes) {
            made.push(("receipt", 0, minicbor::to_vec(&receipt).unwrap()));
            let frame = Frame::Receipts { receipts: vec![receipt] };
            made.push(("bundle_content", 0, minicbor::to_vec(&frame).unwrap()));
        }
        if name == "checkpoint" {
            let checkpoint: Checkpoint = message::decode(&bytes).unwrap();
            made.push(("checkpoint", 0, minicbor::to_vec(&checkpoint).unwrap()));
        }
        if name == "push" {
            let frame = Frame::Push { push: message::decode(&bytes).unwrap() };
            made.push(("bundle_content", 1, minicbor::to_vec(&frame).unwrap()));
        }
    }
    let line = Disclosure {
        headquarters: Id([8; 16]),
        number: 0,
        at_ms: 1_764_000_000_000,
        what: "样汕交罚〔2026〕00001号".into(),
        reason: "法院调卷".into(),
        by: "林示例".into(),
        files: 12,
        manifest: Digest::of(b"list"),
        before: Digest::ZERO,
        suite: 0,
        signature: Vec::new().into(),
    };
    made.push(("disclosure", 0, line.behind(None, &signer).unwrap().encode()));
    let lines = [
        "$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230326,003.1,W*63\r\n",
        "$BDZDA,235959.00,31,12,2026,00,00*71\r\n",
    ];
    made.extend((0..).zip(lines).map(|(nth, line)| ("nmea", nth, line.into())));
    let files = vec![("a.toml".to_string(), b"x = 1".to_vec())];
    let part = rule_pack::parts(&files).unwrap().remove(0);
    made.push(("pack_part", 0, part.bytes.to_vec()));
    made.push(("relay_note", 0, crate::relay_frames::note().encode()));
    let line = crate::relay::certificate(Id([7; 16]), crate::relay::DAYS);
    made.push(("line_certificate", 0, line));
    made
}

/// Target, number and bytes.
fn made() -> Vec<Made> {
    let (folder, mut desk) = found(sample(), EVENING);
    for name in ["S01", "S03", "S09", "S11"] {
        check(&mut desk, vec![scenarios::stop(name)]);
    }
    let card = tempfile::tempdir().unwrap();
    desk.choose_mirror(Some(card.path())).unwrap();
    drop(desk);
    let store = crate::bureau::reader(folder.path());
    let (mut made, mut kinds) = (Vec::new(), std::collections::BTreeSet::new());
    store
        .each_kept(1, |row| {
            let entry = row.read().unwrap();
            let (kind, payload) = (entry.envelope.kind, &row.kept.payload);
            if !kinds.insert(kind) {
                return Ok(());
            }
            let nth = u64::from(kind);
            made.push(("envelope", nth, row.kept.envelope.clone()));
            made.push(("event", nth, [&kind.to_le_bytes()[..], payload].concat()));
            if kind == 5 {
                made.push(("number_grant", 0, payload.clone()));
            }
            let length = u16::try_from(row.kept.envelope.len()).unwrap().to_le_bytes();
            let whole = [&length[..], &row.kept.envelope, &row.kept.salt, payload].concat();
            made.push(("entry", nth, whole.clone()));
            if kind % 10 == 0 {
                made.push(("entry_at_home", nth, whole));
                let left = [&length[..], &row.kept.envelope, &[0; 16]].concat();
                made.push(("entry_at_home", 1_000 + nth, left));
                let carried = Carried { kept: row.kept.clone(), pack: vec![], signature: None };
                made.push(("frame_content", nth, frame::content_bytes(&carried)));
            }
            Ok(())
        })
        .unwrap();
    for (nth, (_, bytes)) in (0..).zip(crate::protocol::frames()) {
        made.push(("message", nth, bytes));
    }
    let out = store.outgoing(0, 4_000).unwrap().unwrap();
    let suite = lucha::wire::suite::Suite::from_byte(out.signature.0).unwrap();
    let (name, signature) = (store.journal_name(), (suite, out.signature.1));
    let push = lucha::wire::message::batch::push(name, out.behind, &out.entries, signature);
    made.push(("push", 0, lucha::wire::message::encode(&push.unwrap())));
    let read = |path: PathBuf| std::fs::read(path).unwrap();
    made.push(("bundle", 0, read("tests/golden/bundle/1.volume".into())));
    let mirror = lucha::store::mirror::find(&lucha::stdx::files::machine(), card.path()).unwrap();
    let mut frames = read(mirror.join(lucha::store::mirror::FRAMES));
    frames.truncate(4_000);
    made.push(("frame", 0, frames));
    let ring = read(folder.path().join(KEYS));
    made.push(("keyring_content", 0, keyring::decode_file(&ring).unwrap().0));
    made.push(("keyring", 0, ring));
    of_signing(&store, &mut made);
    made.push(("offer", 0, read("tests/golden/offer/1.txt".into()).trim_ascii().to_vec()));
    made.push(("device_secret", 0, keyring::encode_secret(&Key::new([7; 32])).to_vec()));
    made.push(("sealed_key", 0, read(folder.path().join(DEVICE_KEY))));
    let blobs = folder.path().join("blobs");
    let blob =
        lucha::store::blobs::files(&lucha::stdx::files::machine(), &blobs).unwrap().remove(0);
    let mut blob = read(blobs.join(blob));
    blob.truncate(2_000);
    made.push(("blob", 0, blob));
    made.push(("config", 0, read("assets/sample/bureau.toml".into())));
    for (nth, name) in (0..).zip(["S01", "S03", "S09", "S11"]) {
        made.push(("stop", nth, serde_json::to_vec(&scenarios::stop(name)).unwrap()));
    }
    made.extend(of_headquarters());
    of_people(&mut made);
    made
}

/// Target, number and bytes.
type Made = (&'static str, u64, Vec<u8>);

fn of_signing(store: &Store, made: &mut Vec<Made>) {
    made.push(("public_key", 0, store.public_key().unwrap().1.to_vec()));
    let sm = SoftKey::new(Suite::Sm3Sm2, &Key::new([7; 32])).unwrap();
    made.push(("public_key", 1, sm.public_key()));
    let refusals =
        ["unknown variant `x`, expected `y`", "missing field `plate` at line 3 column 9"];
    for (nth, says) in (0..).zip(refusals) {
        made.push(("refusal", nth, says.into()));
    }
}

/// What people edit.
fn of_people(made: &mut Vec<Made>) {
    let agency = std::fs::read_to_string("assets/sample/bureau.toml").unwrap();
    let table = agency.split("\n[[").next().unwrap();
    made.push(("agency", 0, table.as_bytes().to_vec()));
    made.push(("keymap", 0, std::fs::read("assets/keymap.toml").unwrap()));
    let mut pack = Vec::new();
    for (name, text) in lucha::app::rulepack::embedded_files() {
        pack.extend(name.into_bytes());
        pack.push(BETWEEN);
        pack.extend(text);
        pack.push(BETWEEN);
    }
    made.push(("pack", 0, pack));
}
