//! A stranger's look at headquarters: what the real program exports, checked with the machine's own tools and held
//! against what a laptop wrote; believes no word of the program that it checks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// `lucha-hq`, the program itself: its exit code and what it said.
pub fn program(folder: &Path, words: &[&str]) -> (Option<i32>, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_lucha-hq"))
        .args(["--lang", "en", "--dir", folder.to_str().unwrap()])
        .args(words)
        .output()
        .unwrap();
    let said = String::from_utf8([done.stdout, done.stderr].concat()).unwrap();
    (done.status.code(), said)
}

/// Whether `check-export.sh` says yes, and all that it says.
pub fn checked(folder: &Path) -> (bool, String) {
    let done = Command::new("sh").arg("check-export.sh").current_dir(folder).output().unwrap();
    let said = String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned();
    (done.status.success(), said)
}

/// Every file below a folder by its name.
pub fn files(folder: &Path) -> BTreeMap<String, PathBuf> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![folder.to_path_buf()]);
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_string();
                found.insert(name, path);
            }
        }
    }
    found
}

/// Stops the test unless headquarters exports journal DEVICE/EPOCH with exactly these envelopes, each once and in this
/// order, and the export holds by itself. Photographs that were never sent may be missing.
pub fn holds(hq: &Path, journal: &str, envelopes: &[&[u8]]) {
    let out = tempfile::tempdir().unwrap();
    let to = out.path().to_str().unwrap();
    let words = ["export", journal, "--reason", "核对", "--by", "王五", "--to", to];
    let (code, said) = program(hq, &words);
    assert!(matches!(code, Some(0 | 2)), "{journal}: {said}");
    let name = journal.replace('/', "-");
    let folder = out.path().join(format!("lucha-journal-{name}"));
    let (well, said) = checked(&folder);
    assert!(well, "{journal}: {said}");
    let below = format!("journals/{name}/entries/");
    let held: Vec<Vec<u8>> = files(&folder)
        .into_iter()
        .filter(|(file, _)| file.starts_with(&below) && file.ends_with(".envelope"))
        .map(|(_, path)| std::fs::read(path).unwrap())
        .collect();
    assert_eq!(held, envelopes, "{journal}: every entry, once");
}
