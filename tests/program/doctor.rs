//! `lucha doctor`: each part is broken in its turn, and exactly that part says so, in both languages and to scripts.

use super::{EVENING, Ground, Ran, english, names};
use crate::bureau::at;
use crate::pty::Program;
use lucha::app::doctor::{Machine, Terminal};
use lucha::cli::{Voice, code};
use lucha::print::font;
use lucha::stdx::clock::Clock;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

/// The parts that are not well, of the answer to scripts.
fn unwell(objects: &[Value]) -> BTreeSet<String> {
    let parts = objects.iter().filter(|part| part["well"] == false);
    parts.map(|part| part["part"].as_str().unwrap().to_string()).collect()
}

#[track_caller]
fn part<'a>(objects: &'a [Value], name: &str) -> &'a Value {
    objects.iter().find(|part| part["part"] == name).unwrap()
}

/// The doctor of this process on another machine: exit code, and what scripts read.
fn on_machine(ground: &Ground, machine: &Machine) -> (u8, Vec<Value>) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang: "zh-CN", out: &mut out, err: &mut err };
    let folder = ground.bureau();
    let code = lucha::cli::doctor::run(Some(folder.as_path()).into(), true, machine, &mut voice);
    let (out, err) = (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap());
    let ran = Ran { code: 0, out, err };
    assert_eq!(ran.err, "");
    (code, ran.objects())
}

/// A machine on which all is well, in the evening of the sample shift.
fn healthy() -> Machine {
    let clock = Clock::fixed(at(EVENING).plus_ms(60_000));
    let terminal = Terminal { name: "xterm-256color".into(), columns: 80, rows: 24 };
    Machine { clock, free_bytes: |_| Some(9_000_000_000), ..Machine::of(Some(terminal)) }
}

/// What the real program finds beside what it found before: the parts that are newly unwell, with the exit code.
#[track_caller]
fn newly(ground: &Ground, before: &BTreeSet<String>) -> (i32, Vec<Value>, BTreeSet<String>) {
    let ran = ground.on_bureau(&["doctor", "--json"]);
    let objects = ran.objects();
    let found = unwell(&objects).difference(before).cloned().collect();
    (ran.code, objects, found)
}

#[test]
fn on_a_healthy_laptop_every_part_is_well_in_both_languages_and_nothing_is_made() {
    let ground = Ground::with_bureau(EVENING);
    let (code, objects) = on_machine(&ground, &healthy());
    assert_eq!((code, unwell(&objects)), (code::DONE, BTreeSet::new()));
    let parts: Vec<&str> = objects.iter().map(|part| part["part"].as_str().unwrap()).collect();
    let all = "store font printer clock disk terminal mirror law numbers agency secret";
    assert_eq!(parts.join(" "), all);
    for object in &objects {
        for key in ["part", "well", "state", "note"] {
            assert!(!object[key].is_null(), "{object}");
        }
    }
    assert!(part(&objects, "store")["entries"].as_u64().unwrap() > 10);
    assert_eq!(part(&objects, "disk")["free_bytes"], 9_000_000_000_u64);
    assert_eq!(part(&objects, "terminal")["columns"], 80);
    assert_eq!(part(&objects, "printer")["state"], "printer_to_be_made");
    let before = ground.names();
    let chinese = ground.on_bureau(&["doctor"]);
    let english_one = ground.on_bureau(&["doctor", "--lang", "en"]);
    assert_eq!((chinese.err.as_str(), english_one.err.as_str()), ("", ""));
    assert_eq!(english(&chinese.out), [""; 0], "{}", chinese.out);
    assert!(english_one.out.contains("papers go into"), "{}", english_one.out);
    assert!(english_one.out.lines().all(|line| !line.contains('：')), "{}", english_one.out);
    let names_of = |names: Vec<(std::path::PathBuf, u64)>| -> Vec<_> {
        names.into_iter().map(|(path, _)| path).collect()
    };
    assert_eq!(names_of(ground.names()), names_of(before), "no folder, no file");
}

#[test]
fn store_a_page_that_is_gone_and_a_file_that_is_damaged() {
    let ground = Ground::with_bureau(EVENING);
    let before = unwell(&ground.on_bureau(&["doctor", "--json"]).objects());
    assert!(!before.contains("store"));
    let blobs = ground.bureau().join(lucha::store::blobs::FOLDER);
    let (page, _) = names(&blobs).into_iter().find(|(_, bytes)| *bytes > 0).unwrap();
    fs::remove_file(page).unwrap();
    let (code, objects, found) = newly(&ground, &before);
    assert_eq!((code, found), (2, BTreeSet::from(["store".to_string()])));
    let store = part(&objects, "store");
    assert!(store["entry"].as_u64().unwrap() > 10, "{store}");
    let said = ground.on_bureau(&["doctor"]).out;
    assert!(said.contains("! 日志  日志断裂，第 ") && said.contains("它的文书页不在了"), "{said}");
    let said = ground.on_bureau(&["doctor", "--lang", "en"]).out;
    assert!(said.contains("its page is not there: write nothing more"), "{said}");
    // A file that is no journal any more: the other parts are looked at all the same.
    fs::write(ground.bureau().join("journal.db"), vec![7; 65_536]).unwrap();
    for ending in ["-wal", "-shm"] {
        let _gone = fs::remove_file(ground.bureau().join(format!("journal.db{ending}")));
    }
    let (code, objects, found) = newly(&ground, &before);
    assert_eq!((code, found), (2, BTreeSet::from(["store".to_string()])));
    let store = part(&objects, "store");
    assert_eq!(
        (&store["state"], &store["trouble"]),
        (&"store_shut".into(), &"damaged_journal".into())
    );
    assert_eq!(part(&objects, "font")["well"], true);
    let said = ground.on_bureau(&["doctor"]).out;
    assert!(said.contains("lucha rescue"), "{said}");
    assert_eq!(english(&said.replace("rescue", "")), [""; 0], "{said}");
}

#[test]
fn store_and_printer_a_folder_that_may_not_be_written() {
    let ground = Ground::with_bureau(EVENING);
    let stranger_reads = |folder: &std::path::Path| {
        for path in
            std::iter::once(folder.to_path_buf()).chain(names(folder).into_iter().map(|n| n.0))
        {
            let mode = if path.is_dir() { 0o755 } else { 0o644 };
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        }
    };
    stranger_reads(ground.at("").as_path());
    let ran = ground.as_a_stranger(&["doctor", "--json"]);
    let objects = ran.objects();
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(part(&objects, "store")["trouble"], "folder", "{}", ran.out);
    assert_eq!(part(&objects, "printer")["state"], "printer_shut");
    assert_eq!(part(&objects, "font")["well"], true);
    let ran = ground.as_a_stranger(&["doctor"]);
    assert!(
        ran.out.contains("! 日志  日志打不开：") && ran.out.contains("没有权限"),
        "{}",
        ran.out
    );
    // The journal's folder may be written and that of the papers not.
    let everyone = Permissions::from_mode(0o777);
    let stranger_writes = |folder: &std::path::Path| {
        for (path, _) in names(folder) {
            fs::set_permissions(&path, Permissions::from_mode(0o777)).unwrap();
        }
        fs::set_permissions(folder, everyone.clone()).unwrap();
    };
    stranger_writes(&ground.bureau());
    let before = unwell(&ground.as_a_stranger(&["doctor", "--json"]).objects());
    assert!(!before.contains("store") && !before.contains("printer"), "{before:?}");
    let paper = ground.bureau().join("paper");
    fs::create_dir(&paper).unwrap();
    fs::set_permissions(&paper, Permissions::from_mode(0o555)).unwrap();
    let ran = ground.as_a_stranger(&["doctor", "--json"]);
    let found: Vec<_> = unwell(&ran.objects()).difference(&before).cloned().collect();
    assert_eq!((ran.code, found), (2, vec!["printer".to_string()]), "{}", ran.out);
    let said = ground.as_a_stranger(&["doctor"]).out;
    assert!(said.contains("写不进去（没有权限）"), "{said}");
}

#[test]
fn printer_a_file_lies_where_the_folder_should_be() {
    let ground = Ground::with_bureau(EVENING);
    let before = unwell(&ground.on_bureau(&["doctor", "--json"]).objects());
    fs::write(ground.bureau().join("paper"), "not a folder").unwrap();
    let (code, objects, found) = newly(&ground, &before);
    assert_eq!((code, found), (2, BTreeSet::from(["printer".to_string()])));
    assert_eq!(part(&objects, "printer")["state"], "printer_no_folder");
    let said = ground.on_bureau(&["doctor", "--lang", "en"]).out;
    assert!(said.contains("lies a file: move it away"), "{said}");
}

#[test]
fn font_one_turned_byte_is_found() {
    let ground = Ground::with_bureau(EVENING);
    let mut bytes = font::BYTES.to_vec();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let machine = Machine { font: bytes.leak(), ..healthy() };
    let (code, objects) = on_machine(&ground, &machine);
    assert_eq!((code, unwell(&objects)), (code::PARTLY, BTreeSet::from(["font".to_string()])));
    let note = part(&objects, "font")["note"].as_str().unwrap();
    assert!(note.contains("请重新安装程序"), "{note}");
}

#[test]
fn clock_behind_the_newest_entry_and_before_the_programs_own_year() {
    let ground = Ground::with_bureau(EVENING);
    let earlier = Clock::fixed(at(EVENING).plus_ms(-3 * 3_600_000));
    let (code, objects) = on_machine(&ground, &Machine { clock: earlier, ..healthy() });
    assert_eq!((code, unwell(&objects)), (code::PARTLY, BTreeSet::from(["clock".to_string()])));
    let clock = part(&objects, "clock");
    assert_eq!((&clock["state"], &clock["step"]), (&"clock_stepped".into(), &"went_back".into()));
    assert!(clock["note"].as_str().unwrap().contains("本机时钟倒退"), "{clock}");
    // The real program with its own clock, behind a journal of the future.
    let future = Ground::with_bureau("2098-11-23T18:00:00+08:00");
    let ran = future.on_bureau(&["doctor", "--json"]);
    assert_eq!((ran.code, &part(&ran.objects(), "clock")["well"]), (2, &Value::Bool(false)));
    // The journal does not open, and the clock stands on a first of January.
    fs::write(ground.bureau().join("journal.db"), vec![7; 65_536]).unwrap();
    let dead = Clock::fixed(at("2000-01-01T00:00:10+08:00"));
    let (_, objects) = on_machine(&ground, &Machine { clock: dead, ..healthy() });
    assert_eq!(part(&objects, "clock")["state"], "clock_before_program");
}

#[test]
fn disk_nearly_full_and_unknown() {
    let ground = Ground::with_bureau(EVENING);
    let full = Machine { free_bytes: |_| Some(940_000_000), ..healthy() };
    let (code, objects) = on_machine(&ground, &full);
    assert_eq!((code, unwell(&objects)), (code::PARTLY, BTreeSet::from(["disk".to_string()])));
    let disk = part(&objects, "disk");
    assert_eq!((&disk["state"], &disk["free_bytes"]), (&"disk_low".into(), &940_000_000.into()));
    assert!(disk["note"].as_str().unwrap().starts_with("只剩 0.9 GB"), "{disk}");
    let silent = Machine { free_bytes: |_| None, ..healthy() };
    let (code, objects) = on_machine(&ground, &silent);
    assert_eq!((code, &part(&objects, "disk")["state"]), (code::DONE, &"disk_unknown".into()));
}

#[test]
fn terminal_a_dumb_one_a_small_one_and_none() {
    let ground = Ground::with_bureau(EVENING);
    let folder = ground.bureau();
    let args = ["doctor", "--dir", folder.to_str().unwrap()];
    let ran = ground.on_bureau(&["doctor", "--json"]);
    let before = unwell(&ran.objects());
    assert_eq!(part(&ran.objects(), "terminal")["state"], "terminal_none");
    for (term, columns, rows, says) in [
        ("dumb", 100, 30, "! 终端  终端类型是“dumb”，画不了屏幕"),
        ("xterm-256color", 60, 30, "! 终端  60×30 太小：请放大到 80×24 以上"),
    ] {
        let mut program = Program::named(term, &args, columns, rows);
        assert_eq!(program.code(), 2);
        program.expect(says);
    }
    let mut program = Program::named("xterm-256color", &args, 80, 24);
    assert_eq!(program.code() == 0, before.is_empty());
    program.expect("✓ 终端  80×24");
}

#[test]
fn no_bureau_and_a_wrong_pin_are_no_findings() {
    let ground = Ground::empty();
    for lang in ["zh-CN", "en"] {
        let ran = ground.on_bureau(&["doctor", "--lang", lang]);
        assert_eq!(
            (ran.code, ran.out.as_str(), ran.err.lines().count()),
            (1, "", 1),
            "{}",
            ran.err
        );
    }
    let ground = Ground::with_bureau(EVENING);
    let pins = ground.at("pins");
    fs::write(&pins, "19050001001 000000\n").unwrap();
    let ran = ground.on_bureau(&["doctor", "--pin-file", pins.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    assert_eq!(english(&ran.err), [""; 0], "{}", ran.err);
}
