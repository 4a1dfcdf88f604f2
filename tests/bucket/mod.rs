//! Photographs in a bucket: a real server of S3 (moto) over TLS, and headquarters on it.

use crate::bureau::{EVENING, check, found, reader, sample};
use crate::headquarters::{code, founded, served, url};
use crate::ledger::keeps_photographs;
use crate::scenarios;
use lucha::hq::photographs::{Bucket, Photographs as _, S3, SecretKey};
use lucha::hq::place::{FILE, Place};
use lucha::hq::verify::{self, Loss};
use lucha::stdx::digest::Digest;
use lucha::sync::session::End;
use lucha::wire::suite::Suite;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use tempfile::TempDir;

/// Moto in a process of its own, which ends with it.
struct Moto {
    program: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    bucket: Bucket,
    _folder: TempDir,
}

fn python() -> PathBuf {
    let named = std::env::var_os("LUCHA_MOTO").map(PathBuf::from);
    let cache = || {
        let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        let home = || PathBuf::from(std::env::var_os("HOME").unwrap()).join(".cache");
        cache.unwrap_or_else(home).join("lucha/moto-5.2.1")
    };
    let place = named.unwrap_or_else(cache);
    assert!(
        place.join("whole").exists(),
        "no moto in {}: run tests/bucket/install",
        place.display()
    );
    place.join("bin/python")
}

impl Moto {
    fn start() -> Moto {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = (folder.path().join("line.pem"), folder.path().join("key.pem"));
        let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_string()]).unwrap();
        std::fs::write(&certificate, made.cert.pem()).unwrap();
        std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
        let mut program = Command::new(python())
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bucket/serve.py"))
            .args([&certificate, &key])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut answers = BufReader::new(program.stdout.take().unwrap());
        let mut said = String::new();
        answers.read_line(&mut said).unwrap();
        let [endpoint, access_key, secret_key]: [String; 3] = serde_json::from_str(&said).unwrap();
        let bucket = Bucket {
            endpoint,
            bucket: "lucha".into(),
            region: "us-east-1".into(),
            prefix: "city".into(),
            access_key,
            secret_key: SecretKey(secret_key),
            authority: Some(certificate),
        };
        let orders = program.stdin.take();
        Moto { program, orders, answers, bucket, _folder: folder }
    }

    /// `off`: it answers 503 to everything, until `on`.
    fn order(&mut self, word: &str) {
        writeln!(self.orders.as_mut().unwrap(), "{word}").unwrap();
        let mut said = String::new();
        self.answers.read_line(&mut said).unwrap();
        assert_eq!(said, "done\n");
    }

    fn keep(&self, root: &Path) -> S3 {
        S3::at(&self.bucket, root).unwrap()
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        drop(self.orders.take());
        let _gone = self.program.kill();
        let _ended = self.program.wait();
    }
}

/// Names the bucket in `headquarters.toml`, as an operator does.
fn name(hq: &Path, bucket: &Bucket) {
    let file = hq.join(FILE);
    let text = std::fs::read_to_string(&file).unwrap();
    let section = toml::to_string(bucket).unwrap();
    std::fs::write(&file, format!("{text}\n[photographs]\n{section}")).unwrap();
}

#[test]
fn a_bucket_keeps_photographs_as_a_folder_does_and_takes_long_ones_in_parts() {
    let (moto, root) = (Moto::start(), tempfile::tempdir().unwrap());
    let mut keep = moto.keep(root.path());
    keeps_photographs(&mut keep);
    // Longer than one part of an upload, and no multiple of it.
    let bytes: Vec<u8> = (0..20_000_000_u32).map(|n| (n % 249) as u8).collect();
    let digest = Digest::of(&bytes);
    keep.add(digest, 0, &bytes[..9_000_000]).unwrap();
    keep.add(digest, 9_000_000, &bytes[9_000_000..]).unwrap();
    assert!(keep.finish(digest).unwrap());
    assert!(keep.read(digest).unwrap().unwrap() == bytes, "the same bytes");
    assert_eq!(keep.found(digest).unwrap(), Some(digest), "read in parts as well");
    let left = std::fs::read_dir(root.path().join("arriving")).unwrap().count();
    assert_eq!(left, 0, "what is in the bucket is not on this machine as well");
}

#[test]
fn a_photograph_goes_on_behind_a_restart_and_is_held_only_when_the_bucket_has_it() {
    let (mut moto, root) = (Moto::start(), tempfile::tempdir().unwrap());
    let bytes: Vec<u8> = (0..600_000_u32).map(|n| (n % 251) as u8).collect();
    let digest = Digest::of(&bytes);
    moto.keep(root.path()).add(digest, 0, &bytes[..250_000]).unwrap();
    let mut keep = moto.keep(root.path());
    assert_eq!(keep.have(digest).unwrap(), 250_000, "what came before the restart");
    keep.add(digest, 250_000, &bytes[250_000..]).unwrap();
    moto.order("off");
    let fault = keep.finish(digest).unwrap_err().to_string();
    assert!(fault.starts_with("it does not answer as a bucket does"), "{fault}");
    let whole = Digest::of(&bytes[..100]);
    keep.keep_whole(whole, &bytes[..100]).unwrap_err();
    assert_eq!(keep.have(digest).unwrap(), 600_000, "nothing that came is lost");
    moto.order("on");
    assert_eq!(keep.read(digest).unwrap(), None);
    assert_eq!(keep.read(whole).unwrap(), None);
    assert!(keep.finish(digest).unwrap());
    assert!(keep.read(digest).unwrap().unwrap() == bytes, "the same bytes");
}

#[test]
fn a_bucket_that_cannot_be_used_is_refused_at_the_start_in_words() {
    let (moto, root) = (Moto::start(), tempfile::tempdir().unwrap());
    let good = &moto.bucket;
    let key = "it refuses the key";
    let nobody = SecretKey("nobody's".into());
    for (bucket, words) in [
        (Bucket { secret_key: nobody, ..good.clone() }, key),
        (Bucket { access_key: "nobody".into(), ..good.clone() }, key),
        (Bucket { bucket: "none".into(), ..good.clone() }, "there is no such bucket"),
        (Bucket { authority: None, ..good.clone() }, "`authority` names no PEM file"),
        (Bucket { endpoint: "https://127.0.0.1:1".into(), ..good.clone() }, "it does not answer"),
    ] {
        let fault = S3::at(&bucket, root.path()).unwrap_err().to_string();
        assert!(fault.contains(words) && fault.lines().count() == 1, "{words}: {fault}");
        assert!(!fault.contains(&bucket.secret_key.0), "{fault}");
        assert!(!format!("{bucket:?}").contains(&bucket.secret_key.0));
    }
    // The program says it, and serves nobody.
    let hq = founded(Suite::Sha256Ed25519);
    name(hq.path(), &Bucket { secret_key: SecretKey("nobody's".into()), ..good.clone() });
    let said = Command::new(env!("CARGO_BIN_EXE_lucha-hq"))
        .args(["--lang", "en", "--dir", hq.path().to_str().unwrap(), "serve"])
        .output()
        .unwrap();
    let words = String::from_utf8(said.stderr).unwrap();
    assert_eq!((said.status.code(), said.stdout.len()), (Some(1), 0), "{words}");
    assert!(words.contains("[photographs]") && words.contains(key), "{words}");
}

#[test]
fn a_laptop_has_receipts_for_what_the_bucket_holds_and_for_nothing_else() {
    let mut moto = Moto::start();
    let hq = founded(Suite::Sha256Ed25519);
    name(hq.path(), &moto.bucket);
    let running = served(hq.path(), "127.0.0.1:0");
    let (folder, mut desk) = found(sample(), EVENING);
    let mut stops = scenarios::stops();
    stops.truncate(3);
    check(&mut desk, stops);
    desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    moto.order("off");
    let carried = desk.synchronise(true, |_, _| true).unwrap();
    assert_eq!((carried.end, carried.entries_waiting), (End::Cut, 0), "entries need no bucket");
    let waiting = carried.blobs_waiting;
    assert!(waiting > 0 && carried.progress.photographs == 0, "{carried:?}");
    moto.order("on");
    let carried = desk.synchronise(true, |_, _| true).unwrap();
    assert_eq!((carried.end, carried.blobs_waiting), (End::Done, 0));
    assert_eq!(carried.progress.photographs, waiting);
    drop(desk);
    let place = Place::open(hq.path()).unwrap();
    let (mut keep, mut ledger) = (place.photographs().unwrap(), place.ledger().unwrap());
    let store = reader(folder.path());
    let mut blobs = 0;
    let take = |row: lucha::store::journal::KeptRow| {
        for blob in row.read().unwrap().envelope.blobs {
            let ours = store.page(blob.digest).unwrap();
            assert_eq!(keep.read(blob.digest).unwrap(), ours, "the same bytes");
            assert!(ledger.blob(blob.digest).unwrap().unwrap().held_ms.is_some());
            blobs += 1;
        }
        Ok(())
    };
    store.each_kept(1, take).unwrap();
    assert_eq!(blobs, waiting);
    let shelf = verify::photographs(ledger.as_mut(), keep.as_mut()).unwrap();
    assert_eq!((shelf.held, shelf.lost), (waiting, 0));
    // What is held by the ledger's word and lies in another part of the bucket is missing.
    let elsewhere = Bucket { prefix: "province".into(), ..moto.bucket.clone() };
    let mut empty = S3::at(&elsewhere, &hq.path().join("photographs")).unwrap();
    let shelf = verify::photographs(ledger.as_mut(), &mut empty).unwrap();
    assert_eq!((shelf.held, shelf.lost), (0, waiting));
    assert!(shelf.named.values().all(|loss| *loss == Loss::Missing), "{shelf:?}");
    assert!(!hq.path().join("photographs/held").exists(), "none is in the folder");
}
