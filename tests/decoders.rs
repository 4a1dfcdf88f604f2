//! The fuzz targets as property tests: over their corpora as they are, and bent in every way.

#[path = "fuzz/targets.rs"]
mod targets;

use crate::bureau::{EVENING, check, found, sample};
use crate::scenarios;
use lucha::store::keys::FILE as KEYS;
use lucha::store::signer::FILE as DEVICE_KEY;
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
        let crates = read[name].as_table().unwrap().keys();
        crates.map(|name| name.replace('-', "_")).collect()
    };
    let ours = table("Cargo.toml", "dependencies");
    let fuzz = table("tests/fuzz/Cargo.toml", "dependencies");
    let mut text = String::new();
    for room in ["stdx", "domain", "wire"] {
        sources(&Path::new("src").join(room), &mut text);
    }
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

/// Target, number and bytes.
fn made() -> Vec<(&'static str, u64, Vec<u8>)> {
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
            made.push(("entry", nth, whole));
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
    made.push(("keyring", 0, read(folder.path().join(KEYS))));
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
    let mut pack = Vec::new();
    for (name, text) in lucha::app::rulepack::embedded_files() {
        pack.extend(name.into_bytes());
        pack.push(BETWEEN);
        pack.extend(text);
        pack.push(BETWEEN);
    }
    made.push(("pack", 0, pack));
    made
}
