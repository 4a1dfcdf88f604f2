//! The demo in a terminal, as whoever tries the program opens it: a stop is decided and printed, and neither then nor when
//! it ended or was killed is there anything outside its folder.

use super::Program;
use super::stops::{COACH, three_papers};
use crate::program::traces::WATCHED;
use std::path::{Path, PathBuf};

/// Everything below `root` that is neither the demo's own nor one of the folders that are watched.
fn left(root: &Path, demo: &Path) -> Vec<PathBuf> {
    let watched: Vec<PathBuf> = WATCHED.iter().map(|(folder, _)| root.join(folder)).collect();
    let (mut found, mut folders) = (Vec::new(), vec![root.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path != demo {
                folders.push(path.clone());
            }
            if path != demo && !watched.contains(&path) {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn the_demo_in_a_terminal_leaves_nothing_outside_its_folder() {
    let root = tempfile::tempdir().unwrap();
    let at = |name: &str| root.path().join(name);
    let mut variables: Vec<(&str, PathBuf)> =
        WATCHED.iter().map(|(folder, variable)| (*variable, at(folder))).collect();
    for (_, folder) in &variables {
        std::fs::create_dir(folder).unwrap();
    }
    variables.push(("SQLITE_TMPDIR", at("tmp")));
    // Where nobody names a folder it is the one below where the program stands.
    let (home, demo) = (at("home"), at("home").join("lucha-demo"));
    let opened = || Program::of_user_with(&home, &variables, &["demo"], 120, 40);
    let nothing = Vec::<PathBuf>::new();
    let mut program = opened();
    program.on_duty();
    for script in COACH {
        program.press(script);
    }
    three_papers(&program, &demo.join("paper"));
    assert_eq!(left(root.path(), &demo), nothing, "while it works");
    program.press("\u{3} [退出路查吗] <Enter>");
    assert_eq!(program.code(), 0, "{}", program.text());
    assert_eq!(left(root.path(), &demo), nothing, "ended");
    // The second start finds it again, and is killed.
    let mut program = opened();
    program.press("[登录] [19050001001]");
    program.kill();
    assert_eq!(left(root.path(), &demo), nothing, "killed");
    assert!(demo.join("journal.db").exists() && demo.join("headquarters").is_dir());
    // The look would have found something.
    std::fs::write(at("cache").join("lucha"), "x").unwrap();
    assert_eq!(left(root.path(), &demo), [at("cache").join("lucha")]);
}
