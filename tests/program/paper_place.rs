//! Where the program lays a real bureau's papers: into the folder that its user chose, or into memory; never beside the journal.

use super::{Ground, Ran, ran};
use crate::bureau::{EVENING, at, typesetter};
use crate::device_secret::real;
use crate::encrypted::decided;
use crate::scenarios;
use lucha::app::device_secret::place_for;
use lucha::app::found_bureau::found_bureau;
use lucha::app::{opening, sign_in};
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Dice;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

const NUMBER: &str = "粤汕交罚〔2026〕00001号";
const PINS: &str = "19050001001 246810\n19051100023 135790\n";

/// A real bureau in which a stop was decided, its secret among the settings of the ground's own home.
pub fn founded() -> Ground {
    let ground = Ground::empty();
    let (home, settings) = (ground.bureau(), ground.at("home").join(".config/lucha"));
    let to = place_for(&home, false, Some(&settings), &mut Dice::Machine).unwrap();
    let mut desk = opening::to_found_at(&home, &to, Clock::fixed(at(EVENING))).unwrap();
    desk.lend(typesetter());
    found_bureau(&mut desk, real()).unwrap();
    sign_in::admit(&mut desk, "19050001001").unwrap();
    decided(&mut desk, &scenarios::stop("S01"));
    fs::write(ground.at("pins"), PINS).unwrap();
    ground
}

/// The program on the bureau, by the first officer's PIN; `runtime` is what the system keeps in memory for him.
pub fn on(ground: &Ground, args: &[&str], runtime: Option<&str>) -> Ran {
    let (folder, pins) = (ground.bureau(), ground.at("pins"));
    let own = ["--dir", folder.to_str().unwrap(), "--pin-file", pins.to_str().unwrap()];
    let mut command = ground.command(&[args, &own].concat());
    if let Some(runtime) = runtime {
        fs::create_dir_all(ground.at(runtime)).unwrap();
        command.env("XDG_RUNTIME_DIR", ground.at(runtime));
    }
    ran(&mut command)
}

fn papers(ground: &Ground, folder: &str) -> Vec<PathBuf> {
    let names = ground.names().into_iter().map(|(path, _)| path);
    let is_paper = |path: &PathBuf| path.extension().is_some_and(|end| end == "pdf");
    names.filter(|path| path.starts_with(ground.at(folder)) && is_paper(path)).collect()
}

/// State of the printer, and whether it is well.
fn doctor(ground: &Ground) -> (String, bool) {
    let objects = on(ground, &["doctor", "--json"], None).objects();
    let printer = objects.into_iter().find(|part: &Value| part["part"] == "printer").unwrap();
    (printer["state"].as_str().unwrap().to_string(), printer["well"].as_bool().unwrap())
}

#[test]
fn a_real_bureaus_papers_go_where_its_user_chose_or_into_memory_and_nowhere_else() {
    let ground = founded();
    assert_eq!(doctor(&ground), ("paper_nowhere".to_string(), false));
    let none = on(&ground, &["print", NUMBER], None);
    assert_eq!(none.code, 1, "{}", none.out);
    assert!(none.err.contains("lucha.toml"), "{}", none.err);
    assert!(papers(&ground, "").is_empty());
    let fleeting = on(&ground, &["print", NUMBER, "--form", "scene_minutes"], Some("run"));
    assert_eq!((fleeting.code, fleeting.err.as_str()), (0, ""));
    let says_so = ["内存", "until you log out"].iter().any(|words| fleeting.out.contains(words));
    assert!(says_so, "{}", fleeting.out);
    let seen = on(&ground, &["doctor", "--json"], Some("run")).out;
    assert!(seen.contains("\"printer_fleeting\""), "{seen}");
    assert_eq!(papers(&ground, "run/lucha/papers").len(), 1, "the first print, and no reprint");
    let settings = ground.at("home").join(".config/lucha/lucha.toml");
    let choose = |folder: PathBuf| {
        fs::write(&settings, format!("paper = {:?}\n", folder.display().to_string())).unwrap();
    };
    choose(ground.bureau().join("paper"));
    let inside = on(&ground, &["print", NUMBER], Some("run"));
    assert_eq!(inside.code, 1, "a wrong choice is told, not passed over: {}", inside.out);
    assert_eq!(doctor(&ground), ("paper_inside".to_string(), false));
    choose(ground.at("chosen"));
    let chosen = on(&ground, &["print", NUMBER], Some("run"));
    assert_eq!((chosen.code, chosen.err.as_str()), (0, ""));
    let counts = ["chosen", "run", "bureau", ""].map(|folder| papers(&ground, folder).len());
    assert_eq!(counts, [3, 1, 0, 4]);
    assert_eq!(doctor(&ground), ("printer_folder".to_string(), true));
    // What an earlier program laid beside the journal is told of, and nothing deletes it by itself.
    let own = ground.bureau().join("paper");
    fs::create_dir(&own).unwrap();
    fs::write(own.join("old.pdf"), "x").unwrap();
    assert_eq!(doctor(&ground), ("printer_left_inside".to_string(), false));
    assert_eq!(papers(&ground, "bureau").len(), 1);
}
