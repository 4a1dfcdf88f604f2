//! What a run leaves behind: nothing outside the folder that it was given, and of a scratch bureau nothing at all.

use super::paper_place::{founded, on};
use super::{Ground, english, names};
use crate::bureau::with;
use crate::encrypted::{found_in, readable, traces, words_of};
use crate::scenarios;
use serde_json::json;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Folders that a program takes for what it leaves: a home, those that a desktop names, temporary files, and where
/// it stands.
pub const WATCHED: [(&str, &str); 7] = [
    ("home", "HOME"),
    ("config", "XDG_CONFIG_HOME"),
    ("data", "XDG_DATA_HOME"),
    ("state", "XDG_STATE_HOME"),
    ("cache", "XDG_CACHE_HOME"),
    ("runtime", "XDG_RUNTIME_DIR"),
    ("tmp", "TMPDIR"),
];

fn watched(ground: &Ground, args: &[&str]) -> Command {
    let mut command = ground.command(args);
    for (folder, variable) in WATCHED {
        fs::create_dir_all(ground.at(folder)).unwrap();
        command.env(variable, ground.at(folder));
    }
    command.env("SQLITE_TMPDIR", ground.at("tmp"));
    command
}

/// Everything in the watched folders, and beside them.
fn left(ground: &Ground) -> Vec<PathBuf> {
    let own: Vec<PathBuf> = WATCHED.iter().map(|(folder, _)| ground.at(folder)).collect();
    let given = [ground.at("here"), ground.at("bureau"), ground.at("stops.json")];
    let all = ground.names().into_iter().map(|(path, _)| path);
    all.filter(|path| {
        let is_given = path.starts_with(ground.at("bureau")) || given.contains(path);
        !is_given && !own.contains(path)
    })
    .collect()
}

#[track_caller]
fn nothing_left(ground: &Ground, when: &str) {
    let left = left(ground);
    assert!(left.is_empty(), "{when}: {left:?}");
}

#[test]
fn the_scripted_demo_leaves_nothing_outside_its_folder() {
    let ground = Ground::empty();
    let folder = ground.bureau();
    let args = ["demo", "--scripted", "--dir", folder.to_str().unwrap()];
    let ran = super::ran(&mut watched(&ground, &args));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    nothing_left(&ground, "outside");
    let papers = fs::read_dir(folder.join("paper")).unwrap().count();
    assert!(papers > 30 && folder.join("headquarters").is_dir(), "it did its work: {papers}");
    let words = ran.out.replace(folder.to_str().unwrap(), "");
    let words =
        ["kg", "https", "(officers)"].iter().fold(words, |text, part| text.replace(part, ""));
    assert_eq!(english(&words), [""; 0], "{words}");
    // Where nobody names a folder it is the one that the repository does not keep.
    let ran = super::ran(watched(&ground, &["demo", "--scripted"]).stdout(Stdio::null()));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let here = ground.at("here");
    assert_eq!(fs::read_dir(&here).unwrap().count(), 1);
    assert!(left(&ground).iter().all(|path| path.starts_with(here.join("lucha-demo"))));
    let ignored = fs::read_to_string(".gitignore").unwrap();
    assert!(ignored.lines().any(|line| line.trim_matches('/') == "lucha-demo"), "{ignored}");
}

#[test]
fn a_check_without_a_folder_leaves_nothing_when_it_ends_and_nothing_when_it_is_killed() {
    let ground = Ground::empty();
    let stops: Vec<_> = (0..40).flat_map(|_| scenarios::stops()).collect();
    let from = ground.at("stops.json");
    fs::write(&from, json!(stops[..18]).to_string()).unwrap();
    let args = ["check", "--json", "--from", from.to_str().unwrap()];
    let ran = super::ran(&mut watched(&ground, &args));
    assert_eq!((ran.code, ran.objects().len(), ran.err.as_str()), (0, 18, ""));
    nothing_left(&ground, "ended");
    // Many stops, so that it is killed in the middle of its work: decisions with names in them were made by then.
    fs::write(&from, json!(stops).to_string()).unwrap();
    let mut child = watched(&ground, &args).stdout(Stdio::piped()).spawn().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    let decided =
        answers.by_ref().map(Result::unwrap).take(30).filter(|line| line.contains("样汕")).count();
    assert!(decided > 5, "{decided}");
    assert_eq!(open_files(child.id(), &ground), [""; 0], "while it works");
    nothing_left(&ground, "while it works");
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert!(!status.success() && answers.count() < stops.len() - 30, "it was killed: {status}");
    nothing_left(&ground, "killed");
}

/// Files without a name that a program may still hold open, where the machine tells.
fn open_files(pid: u32, ground: &Ground) -> Vec<String> {
    let Ok(open) = fs::read_dir(format!("/proc/{pid}/fd")) else { return Vec::new() };
    let root = ground.at("").display().to_string();
    let targets = open.filter_map(|file| fs::read_link(file.ok()?.path()).ok());
    let targets = targets.map(|target| target.display().to_string());
    targets.filter(|target| target.starts_with(&root) && !target.ends_with("stops.json")).collect()
}

#[test]
fn commands_that_only_look_leave_their_bureau_as_it_is() {
    let ground = Ground::with_bureau(super::EVENING);
    let folder = ground.bureau();
    // SQLite keeps its log and the index of it beside a file that somebody has read.
    let is_log =
        |path: &PathBuf| path.extension().is_some_and(|end| end == "db-wal" || end == "db-shm");
    let paths = || -> Vec<PathBuf> {
        names(&folder).into_iter().map(|(path, _)| path).filter(|path| !is_log(path)).collect()
    };
    let (before, journal) = (paths(), fs::read(folder.join("journal.db")).unwrap());
    for args in
        [&["list"][..], &["show", "样汕交罚〔2026〕00001号"], &["verify"], &["doctor"], &["mirror"]]
    {
        let args = [args, &["--dir", folder.to_str().unwrap()]].concat();
        let ran = super::ran(&mut watched(&ground, &args));
        assert_eq!(ran.err, "", "{args:?}");
        assert_eq!(paths(), before, "{args:?}");
    }
    assert_eq!(fs::read(folder.join("journal.db")).unwrap(), journal);
    nothing_left(&ground, "outside");
}

/// Where a name of `words` can be read below `folder`, files included that `pid` holds open there without a name.
fn readable_by(pid: u32, folder: &Path, words: &[String]) -> Vec<String> {
    let (mut found, traces) = (readable(folder, words), traces(words));
    let open = fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten();
    for file in open.filter_map(Result::ok) {
        let Ok(target) = fs::read_link(file.path()) else { continue };
        if !target.starts_with(folder) {
            continue;
        }
        // What was shut meanwhile is none.
        let Ok(bytes) = fs::read(file.path()) else { continue };
        found.extend(found_in(&bytes, &traces).map(|_| target.display().to_string()));
    }
    found
}

/// Runs `command` and looks into `tmp` meanwhile; gives whether it did its work, and the number of looks.
fn looked_at(command: &mut Command, tmp: &Path, words: &[String]) -> (bool, u32) {
    command.env("SQLITE_TMPDIR", tmp).stdout(Stdio::null()).stderr(Stdio::null());
    let (mut child, mut looks) = (command.spawn().unwrap(), 0);
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return (status.success(), looks);
        }
        assert_eq!(readable_by(child.id(), tmp, words), [""; 0], "while it works");
        std::thread::sleep(std::time::Duration::from_millis(5));
        looks += 1;
    }
}

#[test]
fn nobodys_name_stands_among_a_real_bureaus_temporary_files_nor_anywhere_beside_them() {
    let ground = founded();
    let (tmp, from, picture) = (ground.at("tmp"), ground.at("stops.json"), ground.at("scale.png"));
    let stops = ["S01", "S03"].map(scenarios::stop);
    let words = words_of(&stops);
    assert!(words.len() >= 12, "{words:?}");
    // Told too little of: the law refuses them, and everything about the party is recorded.
    let refused = stops.map(|stop| with(stop, "telling.told", json!(["content"])));
    let many: Vec<_> = refused.iter().cycle().take(16).collect();
    fs::write(&from, json!(many).to_string()).unwrap();
    fs::write(&picture, b"\x89PNG\r\n\x1a\n of the scale").unwrap();
    // While it records and sets pages: SQLite and the program have no other place for what they lay down for a moment.
    let (folder, pins) = (ground.bureau(), ground.at("pins"));
    let own = ["--dir", folder.to_str().unwrap(), "--pin-file", pins.to_str().unwrap()];
    let args = [&["check", "--json", "--from", from.to_str().unwrap()][..], &own].concat();
    let (did, looks) = looked_at(&mut ground.command(&args), &tmp, &words);
    assert!(did && looks > 3, "{did}, {looks} looks");
    let number = "粤汕交罚〔2026〕00001号";
    fs::create_dir(ground.at("run")).unwrap();
    // The second time every page is set anew.
    for copy in 1..=2 {
        let mut print = ground.command(&[&["print", number][..], &own].concat());
        let (did, looks) = looked_at(print.env("XDG_RUNTIME_DIR", ground.at("run")), &tmp, &words);
        assert!(did && looks > 0, "{copy}: {did}, {looks} looks");
    }
    for args in [
        &["list", "--search", "示范"][..],
        &["show", number],
        &["photograph", number, picture.to_str().unwrap()],
        &["rebuild"],
        &["verify"],
    ] {
        let args = [args, &own].concat();
        let ran = super::ran(ground.command(&args).env("SQLITE_TMPDIR", &tmp));
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}: {}", ran.out);
    }
    fs::remove_file(&picture).unwrap();
    for folder in ["tmp", "bureau", "home", "here"] {
        assert_eq!(readable(&ground.at(folder), &words), [""; 0], "{folder}");
    }
    // The look would have found one.
    fs::write(tmp.join("etilqs_1"), &words[0]).unwrap();
    assert_eq!(readable(&tmp, &words).len(), 1);
    let listed = on(&ground, &["list", "--json"], None).objects().len();
    assert!(listed > 2, "it did its work: {listed}");
}
