//! The fuzz targets as property tests: over their corpora as they are, and bent in every way.

#[path = "fuzz/targets.rs"]
pub mod targets;

use proptest::prelude::*;
use std::path::{Path, PathBuf};
use targets::TARGETS;

pub const CORPUS: &str = "tests/fuzz/corpus";

/// The files of a target's corpus, in the order of their names.
pub fn files(target: &str) -> Vec<PathBuf> {
    let Ok(files) = std::fs::read_dir(Path::new(CORPUS).join(target)) else { return Vec::new() };
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    files(target).iter().map(|file| std::fs::read(file).unwrap()).collect()
}

#[test]
fn every_target_has_a_corpus_and_a_program() {
    let cargo = std::fs::read_to_string("tests/fuzz/Cargo.toml").unwrap();
    for (name, test) in TARGETS {
        let seeds = seeds(name);
        assert!(!seeds.is_empty(), "{CORPUS}/{name} is empty; LUCHA_WRITE=1 makes it");
        for seed in &seeds {
            test(seed);
        }
        assert!(cargo.contains(&format!("name = \"{name}\"")), "no program fuzzes {name}");
        assert!(Path::new(&format!("tests/fuzz/bin/{name}.rs")).exists());
    }
}

/// Every function that makes something of bytes or of a text that others wrote: its file, its name, its target. One that
/// only hands on to another has the target of that one.
const DECODERS: &[(&str, &str, &str)] = &[
    ("app/check_file.rs", "read_file", "stop"),
    ("app/config.rs", "read_agency", "agency"),
    ("app/config.rs", "read_founding", "config"),
    ("app/config.rs", "read_laptop", "config"),
    ("app/paper_file.rs", "read", "paper_file"),
    ("stdx/code.rs", "read_lines", "offer"),
    ("stdx/nmea.rs", "read", "nmea"),
    ("store/checkpoints.rs", "read", "checkpoint"),
    ("store/rows/number.rs", "reason", "event"),
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
    ("wire/event/cash.rs", "collected_from", "event"),
    ("wire/event/cash.rs", "handed_on_from", "event"),
    ("wire/event/cash.rs", "withdrawn_from", "event"),
    ("wire/event/closing.rs", "decode", "event"),
    ("wire/event/closing.rs", "sheet_from", "event"),
    ("wire/event/deadline.rs", "recorded_from", "event"),
    ("wire/event/epoch.rs", "decode", "event"),
    ("wire/event/evidence.rs", "described_from", "event"),
    ("wire/event/evidence.rs", "referenced_from", "event"),
    ("wire/event/evidence.rs", "taken_from", "event"),
    ("wire/event/handing.rs", "offered_from", "event"),
    ("wire/event/handing.rs", "taken_from", "event"),
    ("wire/event/inspection.rs", "decode", "event"),
    ("wire/event/leniency.rs", "revisit_from", "event"),
    ("wire/event/mod.rs", "decode", "event"),
    ("wire/event/paper/address_confirmation.rs", "decode", "event"),
    ("wire/event/paper/case_filing.rs", "decode", "event"),
    ("wire/event/paper/delivery_receipt.rs", "decode", "event"),
    ("wire/event/paper/case_referral.rs", "decode", "event"),
    ("wire/event/paper/evidence_hold.rs", "decode", "event"),
    ("wire/event/paper/evidence_sheet.rs", "decode", "event"),
    ("wire/event/paper/hold_release.rs", "decode", "event"),
    ("wire/event/paper/interview.rs", "decode", "event"),
    ("wire/event/paper/measure.rs", "decode", "event"),
    ("wire/event/paper/measure_release.rs", "decode", "event"),
    ("wire/event/paper/mod.rs", "made_from", "event"),
    ("wire/event/paper/mod.rs", "number_of_later", "entry_at_home"),
    ("wire/event/paper/obstruction_record.rs", "decode", "event"),
    ("wire/event/paper/passenger_statement.rs", "decode", "event"),
    ("wire/event/paper/passenger_transfer.rs", "decode", "event"),
    ("wire/event/paper/referral_notice.rs", "decode", "event"),
    ("wire/event/paper/sampling_record.rs", "decode", "event"),
    ("wire/event/paper/survey_minutes.rs", "decode", "event"),
    ("wire/event/printing.rs", "decode", "event"),
    ("wire/event/printing.rs", "ended_from", "event"),
    ("wire/event/printing.rs", "sent_from", "event"),
    ("wire/event/pruning.rs", "decode", "event"),
    ("wire/event/pruning.rs", "decode_cleared", "event"),
    ("wire/event/told.rs", "decode", "event"),
    ("wire/event/voiding.rs", "voided_from", "event"),
    ("wire/frame.rs", "content", "frame_content"),
    ("wire/frame.rs", "open", "frame"),
    ("wire/frame.rs", "read", "frame"),
    ("wire/head_witness.rs", "read", "head_witness"),
    ("wire/keyring.rs", "decode", "keyring_content"),
    ("wire/keyring.rs", "decode_file", "keyring"),
    ("wire/keyring.rs", "decode_secret", "device_secret"),
    ("wire/line_certificate.rs", "any", "line_certificate"),
    ("wire/line_certificate.rs", "device_of", "line_certificate"),
    ("wire/line_certificate.rs", "part", "line_certificate"),
    ("wire/message/batch.rs", "open", "push"),
    ("wire/message/batch.rs", "unpress", "news"),
    ("wire/message/feed.rs", "read", "news"),
    ("wire/message/mod.rs", "body_of", "message"),
    ("wire/message/mod.rs", "decode", "message"),
    ("wire/message/photograph.rs", "begun", "message"),
    ("wire/message/rule_pack.rs", "joined", "pack_part"),
    ("wire/mod.rs", "from_bytes", "message"),
    ("wire/offer.rs", "read", "offer"),
    ("wire/refusal.rs", "of", "refusal"),
    ("wire/relay_note.rs", "decode", "relay_note"),
    ("wire/rescue_mark.rs", "read", "rescue_mark"),
    ("wire/rulebook.rs", "as_text", "pack"),
    ("wire/rulebook.rs", "calendar", "pack"),
    ("wire/rulebook.rs", "check_size", "pack"),
    ("wire/rulebook.rs", "leniency", "pack"),
    ("wire/rulebook.rs", "load", "pack"),
    ("wire/rulebook.rs", "named_deductions", "pack"),
    ("wire/rulebook.rs", "load_new", "pack"),
    ("wire/rulebook.rs", "standards", "pack"),
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
        "app/gap_reasons.rs",
        "parse",
        "the program's own list, inside it, by TOML's reader into plain shapes",
    ),
    (
        "app/printers.rs",
        "read",
        "the officer's own file, by TOML's reader into plain shapes; what its URIs name is `print/target.rs`",
    ),
    (
        "app/questions.rs",
        "parse",
        "the program's own list, inside it, by TOML's reader into plain shapes",
    ),
    (
        "hq/operate/publish.rs",
        "read_toml",
        "the operator's own files, on his own machine, by TOML's reader into plain shapes",
    ),
    ("hq/place.rs", "open", "headquarters' own configuration, by TOML's reader into plain shapes"),
    ("store/keys/wrap.rs", "by_pin", "makes a wrap and reads none; its bytes only bind it"),
    ("store/keys/wrap.rs", "open_by_code", "a wrap that `keyring` decoded, under its own seal"),
    ("store/keys/wrap.rs", "open_by_pin", "a wrap that `keyring` decoded, under its own seal"),
    ("store/keys/wrap.rs", "opened", "a wrap that `keyring` decoded, under its own seal"),
    ("store/keys/wrap.rs", "stretch", "a typed PIN through Argon2id: no bytes that others wrote"),
];

/// Functions of a source file that read what others wrote: by what they take and give, or by the reader that they call.
fn readers(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap();
    let (in_wire, in_store) = (file.starts_with("src/wire"), file.starts_with("src/store"));
    if file.ends_with("tests.rs") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for part in text.split("fn ").skip(1) {
        let name: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let Some((signature, body)) = part.split_once('{') else { continue };
        let Some((takes, gives)) = signature.rsplit_once("->") else { continue };
        // What is filled is not read, and who gives nothing back makes nothing of it.
        let takes = takes.replace("&mut [u8]", "");
        let bytes = ["&[u8", "[u8]", "serde_json::Value"].iter().any(|what| takes.contains(what));
        let tells = gives.contains("Result<") || gives.contains("Option<");
        let proves = matches!(name.as_str(), "verify" | "sign");
        let calls = [
            "toml::from_str",
            "serde_json::from_str",
            "serde_json::from_slice",
            "minicbor::decode(",
        ];
        let makes = in_wire || (in_store && !gives.contains("Result<()"));
        if (makes && bytes && tells && !proves) || calls.iter().any(|call| body.contains(call)) {
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
            let stride = (seed.len() / 150).max(1);
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
