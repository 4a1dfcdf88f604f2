//! What headquarters exports: the real program, a stranger's check with the machine's own tools, and its log of it.

use crate::bureau::{EVENING, at, check, found, sample, with};
use crate::corpus::disclosed;
use crate::decoders::targets::SIGNER;
use crate::headquarters::{code, founded, url_of};
use crate::killed_headquarters::{kill, serve};
use crate::outside::{checked, files, program};
use crate::protocol::should_write;
use crate::scenarios;
use lucha::app::config::Founding;
use lucha::app::desk::Desk;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::secret::Key;
use lucha::wire::disclosure::Disclosure;
use lucha::wire::signer::{Identity, Signer as _, SoftKey};
use lucha::wire::suite::Suite;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The list of digests, made anew as a forger would.
fn sum_again(folder: &Path) {
    let line = |(name, path): (String, PathBuf)| {
        let digest = Digest::of(&std::fs::read(path).unwrap()).hex();
        (name != "SHA256SUMS").then(|| format!("{digest}  {name}\n"))
    };
    let lines: String = files(folder).into_iter().filter_map(line).collect();
    std::fs::write(folder.join("SHA256SUMS"), lines).unwrap();
}

/// A headquarters that holds two stops of a laptop of `suite`, of which the first has papers.
pub struct Held {
    hq: TempDir,
    out: TempDir,
    court: TempDir,
    _laptop: TempDir,
    device: String,
    pub decision: String,
}

impl Held {
    fn new(suite: Suite) -> Held {
        Held::with(suite, |_, _| {})
    }

    /// The same where the laptop did `more` with the first stop.
    pub fn with(suite: Suite, more: impl FnOnce(&mut Desk, Id)) -> Held {
        let hq = founded(suite);
        let (server, address) = serve(hq.path(), "127.0.0.1:0");
        let (laptop, mut desk) = found(Founding { suite, ..sample() }, EVENING);
        desk.enrol_laptop(&url_of(&address), &code(hq.path())).unwrap();
        let answers = check(&mut desk, vec![scenarios::stop("S03")]).1;
        let decision = number_in(&answers[0]).expect("a decision");
        let first = desk.list("", 1).unwrap()[0].inspection;
        more(&mut desk, first);
        let other = with(scenarios::stop("S03"), "vehicle.plate", "粤D77777".into());
        check(&mut desk, vec![other]);
        assert!(desk.synchronise(true, |_, _| true).unwrap().is_all_there());
        kill(server);
        let said = program(hq.path(), &["report", "--json"]).1;
        let first: Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
        let device = first["device"].as_str().unwrap().to_string();
        let (out, court) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        Held { hq, out, court, _laptop: laptop, device, decision }
    }

    /// The laptop's journal as it is asked for.
    pub fn journal(&self) -> String {
        format!("{}/1", self.device)
    }

    pub fn program(&self, words: &[&str]) -> (Option<i32>, String) {
        program(self.hq.path(), words)
    }

    /// A case with what passengers said.
    pub fn export_for_court(&self, what: &str) -> (Option<i32>, String) {
        let to = self.court.path().to_str().unwrap();
        let words = ["--reason", "法院调取", "--by", "王五", "--passengers", "--to", to];
        self.program(&[&["export", what][..], &words].concat())
    }

    /// Where that lies.
    pub fn court(&self) -> PathBuf {
        let mut entries = std::fs::read_dir(self.court.path()).unwrap();
        entries.next().unwrap().unwrap().path()
    }

    pub fn export(&self, what: &[&str]) -> (Option<i32>, String) {
        let to = self.out.path().to_str().unwrap();
        let words = ["--reason", "法院调取", "--by", "王五", "--to", to];
        program(self.hq.path(), &[&["export"], what, &words].concat())
    }

    /// The one folder whose name begins so.
    pub fn folder(&self, begins: &str) -> PathBuf {
        let entries = std::fs::read_dir(self.out.path()).unwrap();
        let mut found = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(begins));
        found.next().unwrap()
    }

    fn lines(&self) -> Vec<Value> {
        let said = program(self.hq.path(), &["report", "--json"]).1;
        let lines = said.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.filter(|line| line.get("exported").is_some()).collect()
    }
}

/// The number of a decision, wherever the answer says it.
fn number_in(answer: &Value) -> Option<String> {
    match answer {
        Value::String(text) => {
            lucha::domain::agency::DocumentNo::parse(text).map(|number| number.to_string())
        }
        Value::Array(all) => all.iter().find_map(number_in),
        Value::Object(all) => all.values().find_map(number_in),
        _ => None,
    }
}

#[test]
fn a_case_and_a_days_journal_leave_headquarters_so_that_a_stranger_checks_them() {
    for suite in Suite::ALL {
        let held = Held::new(suite);
        let journal = format!("{}/1", held.device);
        let day = at(EVENING).day().to_string();
        let (code, said) = held.export(&[&held.decision]);
        assert_eq!(code, Some(0), "{said}");
        let case = held.folder("lucha-case-");
        let (well, words) = checked(&case);
        assert!(well, "{suite:?}: {words}");
        let found = files(&case);
        let count = |part: &str| found.keys().filter(|name| name.contains(part)).count();
        assert!(count("/papers/") >= 3 && count(".content") >= 4, "{found:?}");
        assert!(count("/checkpoints/") >= 3 && count("/receipts/") >= 2 + 2 * count("/papers/"));
        // Nothing of the other case, whose vehicle is another.
        let bytes: Vec<u8> = found.values().flat_map(|path| std::fs::read(path).unwrap()).collect();
        assert!(!bytes.windows(9).any(|part| part == "粤D77777".as_bytes()));

        for words in [vec![journal.as_str()], vec![journal.as_str(), "--day", &day]] {
            let (code, said) = held.export(&words);
            assert_eq!(code, Some(0), "{said}");
        }
        let whole = held.folder(&format!("lucha-journal-{}-1", held.device));
        let (well, words) = checked(&whole);
        assert!(well, "{suite:?}: {words}");
        assert!(files(&whole).len() > files(&case).len());
        assert!(held.folder("lucha-journal").exists());

        let lines = held.lines();
        assert_eq!(lines.len(), 3);
        let manifest = Digest::of(&std::fs::read(case.join("SHA256SUMS")).unwrap()).hex();
        assert_eq!(lines[0]["manifest"], manifest.as_str());
        assert_eq!((&lines[0]["by"], &lines[0]["reason"]), (&"王五".into(), &"法院调取".into()));
        assert_eq!(lines[0]["files"], found.len());
        assert!(lines[2]["what"].as_str().unwrap().ends_with(&day));
        let (code, said) = program(held.hq.path(), &["verify"]);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("3 lines in the log of exports"), "{said}");
    }
}

#[test]
fn a_change_of_any_kind_of_file_is_found_even_when_the_list_is_made_anew() {
    let held = Held::new(Suite::Sha256Ed25519);
    assert_eq!(held.export(&[&held.decision]).0, Some(0));
    let case = held.folder("lucha-case-");
    let kind = |name: &str| -> String { name.chars().filter(|c| !c.is_ascii_digit()).collect() };
    let mut kinds: BTreeMap<String, (String, PathBuf)> = BTreeMap::new();
    for (name, path) in files(&case) {
        // The receipts of papers are named by their digests.
        let kind = if name.contains("/receipts/") && name.len() > 130 {
            format!("paper's {}", name.rsplit('.').next().unwrap())
        } else {
            kind(&name)
        };
        kinds.insert(kind, (name, path));
    }
    assert!(kinds.len() > 18, "{kinds:?}");
    for (name, path) in kinds.into_values() {
        if ["check-export.sh", "SHA256SUMS"].contains(&name.as_str()) {
            continue;
        }
        let whole = std::fs::read(&path).unwrap();
        let mut bytes = whole.clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        assert!(!checked(&case).0, "{name} was changed");
        sum_again(&case);
        let (well, said) = checked(&case);
        // Words for people prove nothing.
        assert_eq!(well, name == "README.txt", "{name}, and the list made anew: {said}");
        std::fs::remove_file(&path).unwrap();
        sum_again(&case);
        let (well, said) = checked(&case);
        assert_eq!(well, name == "README.txt", "{name} is gone: {said}");
        std::fs::write(&path, &whole).unwrap();
    }
    sum_again(&case);
    assert!(checked(&case).0);
}

#[test]
fn nothing_leaves_without_a_reason_a_name_a_place_or_an_entry_and_the_log_cannot_be_changed() {
    let held = Held::new(Suite::Sm3Sm2);
    let to = held.out.path().to_str().unwrap();
    let told = |words: &[&str]| {
        let (code, said) = program(held.hq.path(), &[&["export"], words].concat());
        assert_eq!(code, Some(1), "{said}");
        said
    };
    let decision = held.decision.as_str();
    let whole = |what, reason, by, to| [what, "--reason", reason, "--by", by, "--to", to];
    assert!(told(&whole(decision, " ", "王五", to)).contains("Say why"));
    assert!(told(&whole(decision, "法院调取", "", to)).contains("who answers"));
    let none = held.out.path().join("none");
    assert!(told(&whole(decision, "调取", "王五", none.to_str().unwrap())).contains("folder"));
    let journal = format!("{}/9", held.device);
    assert!(told(&whole(&journal, "调取", "王五", to)).contains("Nothing is held"));
    let day = [whole(decision, "调取", "王五", to).as_slice(), &["--day", "2026-11-01"]].concat();
    assert!(told(&day).contains("--day goes with a journal"));
    assert!(std::fs::read_dir(held.out.path()).unwrap().next().is_none(), "nothing lies there");
    assert!(held.lines().is_empty());

    // A paper that has not arrived is named, and what is there leaves.
    let ledger = rusqlite::Connection::open(held.hq.path().join("ledger.db")).unwrap();
    let sql = "UPDATE blob SET held_ms = NULL WHERE digest = (SELECT min(digest) FROM blob)";
    assert_eq!(ledger.execute(sql, []).unwrap(), 1);
    let (code, said) = held.export(&[&format!("{}/1", held.device)]);
    assert_eq!(code, Some(2), "{said}");
    let folder = held.folder("lucha-journal");
    let (well, words) = checked(&folder);
    assert!(well, "{words}");
    let missing = std::fs::read_to_string(folder.join("MISSING")).unwrap();
    assert_eq!(missing.lines().count(), 1, "{missing}");
    // Never over an earlier export.
    assert_eq!(held.export(&[&format!("{}/1", held.device)]).0, Some(1));
    assert_eq!(held.lines().len(), 1);
    // Another reason, put into the log afterwards.
    let signed: Vec<u8> =
        ledger.query_row("SELECT signed FROM disclosure", [], |row| row.get(0)).unwrap();
    let at = signed.windows(12).position(|part| part == "法院调取".as_bytes()).unwrap();
    let mut other = signed.clone();
    other[at..at + 12].copy_from_slice("本人调取".as_bytes());
    ledger.execute("UPDATE disclosure SET signed = ?1", [other]).unwrap();
    let (code, said) = program(held.hq.path(), &["verify"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("Line 1 of the log of exports does not hold"), "{said}");
}

/// The log is read for as long as headquarters answers for what left it: kept lines, and the bytes under their signatures.
#[test]
fn kept_lines_of_the_log_read_hold_and_are_written_the_same() {
    let signer = SoftKey::new(Suite::Sha256Ed25519, &Key::new(SIGNER)).unwrap();
    let key = Identity::new(Suite::Sha256Ed25519, &signer.public_key()).unwrap();
    let mut before: Option<Disclosure> = None;
    for (line, nth) in disclosed().into_iter().zip(1..) {
        for (what, bytes) in [("line", line.encode()), ("signed", line.signed_bytes())] {
            let path = PathBuf::from(format!("tests/golden/disclosure/{nth}.{what}"));
            if should_write() && !path.exists() {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(&path, &bytes).unwrap();
            }
            let kept = std::fs::read(&path)
                .unwrap_or_else(|_| panic!("{}: LUCHA_WRITE=1", path.display()));
            assert_eq!(kept, bytes, "{} has other bytes: a promise is broken", path.display());
        }
        let kept = std::fs::read(format!("tests/golden/disclosure/{nth}.line")).unwrap();
        let read = Disclosure::decode(&kept).unwrap();
        assert_eq!((read.encode(), &read), (kept.clone(), &line));
        assert!(read.verify(&key).is_ok());
        assert_eq!(read.before, before.as_ref().map_or(Digest::ZERO, Disclosure::digest));
        // A later release may add a key to a line: this one reads what it knows, and the signature still holds.
        let mut later = kept;
        assert_eq!(later[0], 0xab, "a map of eleven");
        later[0] = 0xac;
        later.extend([0x18, 40, 0xf5]);
        assert_eq!(Disclosure::decode(&later).as_ref(), Ok(&read));
        let bent = [
            Disclosure { reason: "本人调取".into(), ..read.clone() },
            Disclosure { files: 11, ..read.clone() },
            Disclosure { before: Digest::of(b"another"), ..read.clone() },
        ];
        assert!(bent.iter().all(|line| line.verify(&key).is_err()));
        before = Some(read);
    }
}
