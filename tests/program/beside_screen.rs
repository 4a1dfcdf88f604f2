//! Commands while a real screen has the bureau open: who reads reads, a second writer hears one sentence.

use super::{EVENING, Ground, Ran, english};
use crate::pty::Program;
use serde_json::Value;
use std::fs;

const FIRST: &str = "样汕交罚〔2026〕00001号";
const BUSY: [(&str, &str); 2] = [
    ("zh-CN", "另一个路查正在使用这台机器的数据，请先关闭它。\n"),
    ("en", "Another Lucha is using this journal; close it first.\n"),
];

/// A bureau with two stops, and the screen of an officer who has begun a third.
fn working() -> (Ground, Program) {
    let ground = Ground::with_bureau(EVENING);
    let folder = ground.bureau();
    let mut screen = Program::run(&["--dir", folder.to_str().unwrap()], 100, 30);
    screen.on_duty();
    screen.press("n [检查 1/6] <Space> <Enter> [检查 2/6] {粤D55D18} <Enter> [草稿 已存] 1");
    (ground, screen)
}

/// The screen takes keys still, and what was begun is there.
#[track_caller]
fn goes_on(mut screen: Program) {
    screen.press("[粤D55D18] <F8> [新检查] [粤D55D18]");
}

#[track_caller]
fn read(ground: &Ground, args: &[&str]) -> Ran {
    let ran = ground.on_bureau(args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}: {}", ran.out);
    ran
}

/// Every text and number of `value`, however deep.
fn leaves(value: &Value) -> Vec<String> {
    match value {
        Value::Array(all) => all.iter().flat_map(leaves).collect(),
        Value::Object(all) => all.values().flat_map(leaves).collect(),
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

#[test]
fn who_reads_reads_beside_a_screen_and_scripts_are_told_what_people_are() {
    let (ground, screen) = working();
    let head = |ran: &Ran| ran.objects()[0]["head"].clone();
    let before = head(&read(&ground, &["verify", "--json"]));
    // One line a stop, the same in words and for scripts.
    let (words, objects) =
        (read(&ground, &["list"]).out, read(&ground, &["list", "--json"]).objects());
    assert_eq!((words.lines().count(), objects.len()), (2, 2));
    for (line, object) in words.lines().zip(&objects) {
        for key in ["plate", "party", "number", "id"] {
            assert!(line.contains(object[key].as_str().unwrap()), "{key}: {line}\n{object}");
        }
    }
    assert_eq!(objects[1]["number"], FIRST);
    assert_eq!(english(&words.replace("kg", "")), [""; 0], "{words}");
    shown(&ground, &objects);
    let (words, object) =
        (read(&ground, &["verify"]).out, read(&ground, &["verify", "--json"]).objects());
    assert_eq!((object.len(), &object[0]["whole"]), (1, &Value::Bool(true)));
    for key in ["entries", "pages", "signatures"] {
        assert!(words.contains(&object[0][key].to_string()), "{key}: {words}");
    }
    assert!(words.contains(&object[0]["head"].as_str().unwrap()[..16]), "{words}");
    doctor(&ground);
    for args in [&["mirror"][..], &["code"]] {
        read(&ground, args);
    }
    let ran = read(&ground, &["backup", "--to", ground.at("home").to_str().unwrap()]);
    assert_eq!(english(&ran.out.replace(ground.at("home").to_str().unwrap(), "")), [""; 0]);
    assert_eq!(head(&read(&ground, &["verify", "--json"])), before, "nothing was written");
    goes_on(screen);
}

/// `show` of a decided stop and of a blocked one.
fn shown(ground: &Ground, listed: &[Value]) {
    for object in listed {
        let what = object["id"].as_str().unwrap();
        let words = read(ground, &["show", what]).out;
        let objects = read(ground, &["show", what, "--json"]).objects();
        assert_eq!(objects.len(), 1);
        let shown = &objects[0];
        assert_eq!(&shown["inspection"], object);
        let is_decided = object["number"] == FIRST;
        assert_eq!(shown["documents"].as_array().unwrap().len(), if is_decided { 3 } else { 1 });
        for part in ["grounds", "blocked"] {
            for leaf in shown[part].as_array().unwrap().iter().flat_map(leaves) {
                // A rule's name is for scripts; people read its sentence.
                let is_rule =
                    shown["blocked"].as_array().unwrap().iter().any(|no| no["rule"] == *leaf);
                assert!(is_rule || words.contains(&leaf), "{part}: `{leaf}` is not in\n{words}");
            }
        }
        for document in shown["documents"].as_array().unwrap() {
            assert!(words.contains(document["title"].as_str().unwrap()), "{words}");
        }
        for entry in shown["entries"].as_array().unwrap() {
            assert!(words.contains(&format!("{:>6}  ", entry["number"])), "{entry}\n{words}");
        }
        let number = shown["inspection"]["number"].as_str().unwrap();
        assert!(words.contains(number));
    }
    let (first, words) = (&listed[1]["id"], read(ground, &["show", FIRST]).out);
    assert_eq!(words, read(ground, &["show", first.as_str().unwrap()]).out);
}

/// `doctor` sees the same things with and without `--json`. Nobody's terminal is here, and the numbers of the sample
/// year may have ended: it may find those unwell.
fn doctor(ground: &Ground) {
    let (words, script) = (ground.on_bureau(&["doctor"]), ground.on_bureau(&["doctor", "--json"]));
    assert_eq!((words.code, words.err.as_str()), (script.code, ""));
    let objects = script.objects();
    assert_eq!(objects.len(), words.out.lines().count());
    for (line, object) in words.out.lines().zip(&objects) {
        assert_eq!(line.starts_with('✓'), object["well"] == true, "{line}\n{object}");
        let note = object["note"].as_str().unwrap();
        // Free room and the time move on between two looks.
        let moves = ["disk", "clock"].iter().any(|part| object["part"] == *part);
        assert!(moves || line.ends_with(note), "{line}\n{object}");
    }
    let store = objects.iter().find(|object| object["part"] == "store").unwrap();
    assert_eq!(store["well"], true, "a screen that writes is no fault of the store: {store}");
}

#[test]
fn a_second_writer_is_refused_in_one_sentence() {
    let (ground, screen) = working();
    let file = |name: &str, text: &str| {
        let path = ground.at(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_string()
    };
    let stops = fs::canonicalize("assets/sample/stops.json").unwrap().display().to_string();
    let bureau = fs::canonicalize("assets/sample/bureau.toml").unwrap().display().to_string();
    let pins = file("pins", "19050001001 246810\n19051100023 135790\n");
    let (picture, home) = (file("one.jpg", "picture"), ground.at("home").display().to_string());
    let before = ground.at("bureau").join("paper").exists();
    for writer in [
        &["print", FIRST][..],
        &["rebuild"],
        &["check", "--from", &stops, "--pin-file", &pins],
        &["photograph", FIRST, &picture],
        &["export", FIRST, "--reason", "r", "--to", &home],
        &["cash", FIRST, "--ticket", "1", "--ground", "remote"],
        &["cash", FIRST, "--withdraw", "r"],
        &["fact", FIRST, "fine_paid", "--paper", "1"],
        &["hand-over", FIRST, "--to", "x", "--reason", "r"],
        &["take-over", "x"],
        &["enrol", "--url", "https://127.0.0.1:1", "--code", "x"],
        &["sync"],
        &["stick", &home],
        &["relay"],
        &["relay", "--to", "127.0.0.1:1", "--code", "x"],
        &["mirror", "--off"],
        &["mirror", "--to", &home],
        &["code", "--renew"],
        &[
            "officer",
            "--name",
            "王五",
            "--credential",
            "19050001003",
            "--from",
            "2026-01-01",
            "--until",
            "2027-01-01",
        ],
        &["agency", "--from", &bureau],
        &["rescue"],
        // Refused before anybody types a PIN or the code.
        &["pin"],
        &["recover", "19050001001"],
        &["demo", "--scripted"],
        &["demo"],
        &[],
    ] {
        for (lang, sentence) in BUSY {
            let ran = ground.on_bureau(&[writer, &["--lang", lang]].concat());
            assert_eq!(
                (ran.code, ran.out.as_str(), ran.err.as_str()),
                (3, "", sentence),
                "{writer:?}"
            );
        }
    }
    assert_eq!(ground.at("bureau").join("paper").exists(), before);
    goes_on(screen);
}
