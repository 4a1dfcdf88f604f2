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
use lucha::stdx::secret::Key;
use lucha::wire::event::Body;
use lucha::wire::signer::{Identity, Signer as _, SoftKey};
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
    checked_by(&folder.join("check-case.sh"), folder)
}

/// The same by a script that came another way: a forger may have changed the one that lies there.
fn checked_by(script: &Path, folder: &Path) -> (bool, String) {
    let done = Command::new("sh").arg(script).arg(folder).output().unwrap();
    let said = String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned();
    if done.status.success() {
        for file in files(folder).iter().filter(|file| file.extension() == Some("pem".as_ref())) {
            let key = key_line(folder, file.strip_prefix(folder).unwrap().to_str().unwrap());
            assert!(said.lines().any(|line| line == key), "{key} is to be compared: {said}");
        }
    }
    (done.status.success(), said)
}

/// What the script says of a key that it used.
fn key_line(folder: &Path, name: &str) -> String {
    let digest = Digest::of(&std::fs::read(folder.join(name)).unwrap()).hex();
    format!("YES  {name}  SHA-256 {digest}")
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

/// The list of digests, made anew as a forger would: of what lies there, the export's own entry left out.
fn sum_again(folder: &Path) {
    let mut lines = String::new();
    for file in files(folder) {
        let name = file.strip_prefix(folder).unwrap().to_str().unwrap();
        if name != "SHA256SUMS" && !name.starts_with("export.") {
            let digest = Digest::of(&std::fs::read(&file).unwrap()).hex();
            lines.push_str(&format!("{digest}  {name}\n"));
        }
    }
    std::fs::write(folder.join("SHA256SUMS"), lines).unwrap();
}

/// Files that bear no proof of their own: only the list says what they are.
const WORDS: [&str; 3] = ["README.txt", "case.json", "check-case.sh"];

/// Changes and removes each file of an export that `choose` takes, and makes the list anew: nothing of it passes, and for every
/// file but the words something else than the list tells it as well. Gives how many changes were tried.
pub fn every_change_is_found(folder: &Path, choose: impl Fn(&str) -> bool) -> usize {
    let script = Path::new("assets/evidence/check-case.sh");
    let list = folder.join("SHA256SUMS");
    let (sums, mut tried) = (std::fs::read(&list).unwrap(), 0);
    let by_itself = |said: &str| {
        let mut told = said.lines().filter(|line| line.starts_with("NO "));
        told.any(|line| !line.contains("SHA256SUMS"))
    };
    for file in files(folder) {
        let name = file.strip_prefix(folder).unwrap().to_str().unwrap().to_string();
        if !choose(&name) || name == "SHA256SUMS" {
            continue;
        }
        let whole = std::fs::read(&file).unwrap();
        let mut bytes = whole.clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        for changed in [Some(bytes), None] {
            let how = if changed.is_some() { "changed" } else { "removed" };
            match &changed {
                Some(bytes) => std::fs::write(&file, bytes).unwrap(),
                None => std::fs::remove_file(&file).unwrap(),
            }
            let proves = !WORDS.contains(&name.as_str());
            assert!(proves || !checked_by(script, folder).0, "{name} was {how}");
            sum_again(folder);
            let (well, said) = checked_by(script, folder);
            assert!(!well, "{name} was {how} and the list made anew: {said}");
            assert_eq!(by_itself(&said), proves, "{name} was {how}: {said}");
            std::fs::write(&file, &whole).unwrap();
            std::fs::write(&list, &sums).unwrap();
            tried += 1;
        }
    }
    let (well, said) = checked(folder);
    assert!(well, "{said}");
    tried
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
        // The entry itself, its content, what the device signed and the signature came behind it.
        assert_eq!((manifest, files), (exported.manifest, exported.files - 4));
        assert_eq!(reason, "法院调取");
    }
}

#[test]
fn every_change_and_every_missing_file_is_found_even_when_the_list_is_made_anew() {
    let (folder, mut desk, first) = bureau(Suite::Sha256Ed25519);
    let exported = export(&folder, &mut desk, &first);
    let tried = every_change_is_found(&exported.folder, |_| true);
    assert_eq!(tried, 2 * (usize::try_from(exported.files).unwrap() - 1), "all but the list");
}

#[test]
fn originals_that_are_taken_out_are_missed_under_both_suites() {
    for suite in Suite::ALL {
        let (folder, mut desk, first) = bureau(suite);
        let exported = export(&folder, &mut desk, &first);
        let is_one = |name: &str| {
            name.starts_with("papers/")
                || name.starts_with("photographs/")
                || name.starts_with("export.")
        };
        assert_eq!(every_change_is_found(&exported.folder, is_one), 2 * (3 + 1 + 4), "{suite:?}");
        // Without any of them, and with no word of the export left.
        for file in files(&exported.folder) {
            let name = file.strip_prefix(&exported.folder).unwrap().to_str().unwrap().to_string();
            if is_one(&name) {
                std::fs::remove_file(&file).unwrap();
            }
        }
        sum_again(&exported.folder);
        let (well, said) = checked(&exported.folder);
        assert!(!well, "{said}");
        let missed = said.lines().filter(|line| line.contains("the paper or photograph")).count();
        assert_eq!(missed, 4, "{said}");
    }
}

#[test]
fn a_file_that_was_laid_into_an_export_and_one_of_another_export_are_found() {
    let (folder, mut desk, first) = bureau(Suite::Sha256Ed25519);
    let exported = export(&folder, &mut desk, &first);
    let inside = ["papers/09-more.pdf", "more.txt", "export.pdf", "export.pem.old", ".more"];
    let deeper = ["papers/.more", "more/more.txt", "more/.more"];
    let hidden = [("papers/more/more.txt", "papers/more"), (".a/more", ".a")];
    let names = [("heads/000000001.d/more", "heads/000000001.d"), ("heads/1.pem", "heads/1.pem")];
    // A name that a shell would reckon with, and so run.
    let run = "entries/-a[$(touch run)].envelope";
    let same = inside.into_iter().chain(deeper).chain([run]).map(|name| (name, name));
    for (name, told) in same.chain(hidden).chain(names) {
        let file = exported.folder.join(name);
        let made = file.ancestors().take_while(|path| !path.exists()).last().unwrap().to_path_buf();
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, "more").unwrap();
        let (well, said) = checked(&exported.folder);
        let told = format!("NO   {told} is not of this export");
        assert!(!well && said.lines().any(|line| line == told), "{name}: {said}");
        if made.is_dir() {
            std::fs::remove_dir_all(&made).unwrap();
        } else {
            std::fs::remove_file(&made).unwrap();
        }
    }
    assert!(!exported.folder.join("run").exists());
    assert!(checked(&exported.folder).0);
    // The proof of a later export of the same case does not fit this list.
    let later = folder.path().join("later");
    std::fs::create_dir(&later).unwrap();
    let later = export_case(&mut desk, &first, "复议机关调阅", &later).unwrap();
    assert!(checked(&later.folder).0);
    for name in ["export.envelope", "export.content", "export.signed", "export.signature"] {
        std::fs::copy(later.folder.join(name), exported.folder.join(name)).unwrap();
    }
    let (well, said) = checked(&exported.folder);
    assert!(!well && said.contains("SHA256SUMS is not the list of this export"), "{said}");
}

/// The files hold together under any key: only who compares the keys finds him out, so each is named.
#[test]
fn a_key_that_a_forger_laid_beside_the_export_is_named_to_be_compared() {
    let suite = Suite::Sha256Ed25519;
    let (folder, mut desk, first) = bureau(suite);
    let exported = export(&folder, &mut desk, &first).folder;
    let read = |name: &str| std::fs::read(exported.join(name)).unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(exported.join(name), bytes).unwrap();
    let forged = |said: &str| said.contains("export.pem");
    let (well, said) = checked(&exported);
    assert!(well && said.contains("device-public.pem") && !forged(&said), "{said}");
    // Other words, a list made anew, and the entry of the export over it, which his own key signs.
    write("case.json", b"{}");
    sum_again(&exported);
    let (mut content, mut envelope) = (read("export.content"), read("export.envelope"));
    let old = Digest::of(&content).0;
    content[20..52].copy_from_slice(&Digest::of(&read("SHA256SUMS")).0);
    let at = envelope.windows(32).position(|part| part == old).unwrap();
    envelope[at..at + 32].copy_from_slice(&Digest::of(&content).0);
    let mut signed = read("export.signed");
    let from = signed.len() - 32;
    signed[from..].copy_from_slice(&Digest::of(&envelope).0);
    let own = SoftKey::new(suite, &Key::new([9; 32])).unwrap();
    write("export.signature", &own.sign(&signed).unwrap());
    for (name, bytes) in
        [("export.content", content), ("export.envelope", envelope), ("export.signed", signed)]
    {
        write(name, &bytes);
    }
    let (well, said) = checked(&exported);
    assert!(!well && said.contains("export.signature is not the device's"), "{said}");
    write("export.pem", Identity::new(suite, &own.public_key()).unwrap().pem().unwrap().as_bytes());
    let (well, said) = checked(&exported);
    assert!(well && said.contains(&key_line(&exported, "export.pem")), "{said}");
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
