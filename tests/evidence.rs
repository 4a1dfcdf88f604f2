//! An exported case: a stranger checks it with the machine's own tools, and any change is found.

use crate::bureau::{EVENING, at, check, reader, sample, to_found};
use crate::scenarios;
use lucha::app::config::Founding;
use lucha::app::desk::Desk;
use lucha::app::export_case::{Exported, export_case};
use lucha::app::found_bureau::found_bureau;
use lucha::app::keep_photograph::keep_photograph;
use lucha::domain::inspection::event::Event;
use lucha::stdx::clock::Clock;
use lucha::stdx::digest::Digest;
use lucha::wire::event::Body;
use lucha::wire::suite::Suite;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A bureau under `suite` with two stops, of which the first has papers and a photograph.
fn bureau(suite: Suite) -> (TempDir, Desk, String) {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("bureau");
    std::fs::create_dir(&home).unwrap();
    let clock = Clock::fixed(at(EVENING));
    let mut desk = to_found(&home, clock);
    found_bureau(&mut desk, Founding { suite, ..sample() }).unwrap();
    for stop in ["S01", "S03"] {
        assert_eq!(check(&mut desk, vec![scenarios::stop(stop)]).0, 0);
    }
    let first = desk.list("", 2).unwrap()[1].inspection;
    let picture = folder.path().join("scale.png");
    std::fs::write(&picture, b"\x89PNG\r\n\x1a\n of the scale").unwrap();
    keep_photograph(&mut desk, first, &picture, None).unwrap();
    (folder, desk, first.to_string())
}

fn export(folder: &TempDir, desk: &mut Desk, what: &str) -> Exported {
    export_case(desk, what, "法院调取", folder.path()).unwrap()
}

/// Whether `check-case.sh` says yes, and all that it says.
pub fn checked(folder: &Path) -> (bool, String) {
    let done = Command::new("sh").arg("check-case.sh").current_dir(folder).output().unwrap();
    let said = String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned();
    (done.status.success(), said)
}

pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The list of digests, made anew as a forger would.
pub fn sum_again(folder: &Path) {
    let mut lines = String::new();
    for file in files(folder) {
        let name = file.strip_prefix(folder).unwrap().to_str().unwrap();
        if name != "SHA256SUMS" {
            let digest = Digest::of(&std::fs::read(&file).unwrap()).hex();
            lines.push_str(&format!("{digest}  {name}\n"));
        }
    }
    std::fs::write(folder.join("SHA256SUMS"), lines).unwrap();
}

#[test]
fn a_stranger_checks_the_case_with_the_machines_own_tools() {
    for suite in Suite::ALL {
        let (folder, mut desk, first) = bureau(suite);
        let exported = export(&folder, &mut desk, &first);
        let (well, said) = checked(&exported.folder);
        assert!(well, "{suite:?}: {said}");
        let found = files(&exported.folder);
        assert_eq!(found.len(), usize::try_from(exported.files).unwrap());
        let count =
            |part: &str| found.iter().filter(|path| path.to_string_lossy().contains(part)).count();
        assert_eq!((count("papers/"), count("photographs/")), (3, 1));
        let sums = std::fs::read(exported.folder.join("SHA256SUMS")).unwrap();
        assert_eq!(Digest::of(&sums), exported.manifest);
        // Nothing of the other case, whose party is another.
        let text =
            found.iter().map(|path| std::fs::read(path).unwrap()).collect::<Vec<_>>().concat();
        assert!(!text.windows(9).any(|part| part == "粤D55D28".as_bytes()));
        drop(desk);
        let store = reader(&folder.path().join("bureau"));
        let last = store.last_entry().unwrap().unwrap();
        let Body::Inspection(Event::CaseExported { manifest, files, reason }) = last.body else {
            panic!("{:?}", last.body)
        };
        assert_eq!((manifest, files), (exported.manifest, exported.files));
        assert_eq!(reason, "法院调取");
    }
}

#[test]
fn every_change_is_found_even_when_the_list_is_made_anew() {
    let (folder, mut desk, first) = bureau(Suite::Sha256Ed25519);
    let exported = export(&folder, &mut desk, &first);
    for file in files(&exported.folder) {
        let name = file.strip_prefix(&exported.folder).unwrap().to_str().unwrap().to_string();
        if ["check-case.sh", "SHA256SUMS"].contains(&name.as_str()) {
            continue;
        }
        let whole = std::fs::read(&file).unwrap();
        let mut bytes = whole.clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&file, &bytes).unwrap();
        assert!(!checked(&exported.folder).0, "{name} was changed");
        sum_again(&exported.folder);
        let (well, said) = checked(&exported.folder);
        // The table of contents and the words for people prove nothing.
        let proves = !["README.txt", "case.json"].contains(&name.as_str());
        assert_eq!(well, !proves, "{name}, and the list made anew: {said}");
        std::fs::write(&file, &whole).unwrap();
        sum_again(&exported.folder);
    }
    assert!(checked(&exported.folder).0);
    // An entry taken out.
    for file in files(&exported.folder.join("entries")) {
        let whole = std::fs::read(&file).unwrap();
        std::fs::remove_file(&file).unwrap();
        sum_again(&exported.folder);
        assert!(!checked(&exported.folder).0, "{} is gone", file.display());
        std::fs::write(&file, &whole).unwrap();
    }
}

#[test]
fn without_a_reason_or_a_place_nothing_leaves() {
    let (folder, mut desk, first) = bureau(Suite::Sha256Ed25519);
    let head = |desk: &Desk| desk.verify().unwrap().entries;
    let before = head(&desk);
    let mut key =
        |reason: &str, under: &Path| export_case(&mut desk, &first, reason, under).unwrap_err().key;
    assert_eq!(key(" ", folder.path()), "trouble.export_reason");
    assert_eq!(key("法院调取", &folder.path().join("none")), "trouble.export_place");
    assert_eq!(head(&desk), before);
    export(&folder, &mut desk, &first);
    let again = export_case(&mut desk, &first, "法院调取", folder.path()).unwrap_err();
    assert_eq!(again.key, "trouble.export_place", "never over an earlier export");
    assert_eq!(head(&desk), before + 1);
}
