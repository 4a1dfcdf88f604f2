//! Exit codes as README and `docs/CHECK.md` promise them, each seen from the real program.

use super::{EVENING, Ground, Ran, english, names};
use crate::bureau::{raw, reader, sit_down, with};
use crate::scenarios;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

/// The three papers of the first stop, as files.
fn papers(ground: &Ground) -> Vec<PathBuf> {
    let folder = ground.bureau().join("paper");
    ["现场笔录", "责令改正违法行为通知书", "当场行政处罚决定书"]
        .map(|title| folder.join(format!("样汕交罚〔2026〕00001号-{title}.pdf")))
        .to_vec()
}

const FIRST: &str = "样汕交罚〔2026〕00001号";

/// `lucha check` on `stops` in a bureau of its own that nothing keeps.
fn check(ground: &Ground, stops: &Value) -> Ran {
    let from = ground.at("stops.json");
    fs::write(&from, stops.to_string()).unwrap();
    ground.run(&["check", "--json", "--from", from.to_str().unwrap()])
}

#[test]
fn print_says_of_each_paper_whether_it_came_out() {
    let ground = Ground::with_bureau(EVENING);
    fs::create_dir(ground.bureau().join("paper")).unwrap();
    let papers = papers(&ground);
    fs::write(&papers[0], "another paper").unwrap();
    // One cannot be laid down, the two behind it are.
    let ran = ground.on_bureau(&["print", FIRST]);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert_eq!((ran.out.lines().count(), ran.err.lines().count()), (2, 1), "{}", ran.err);
    assert!(
        ran.err.starts_with("《现场笔录》: ") && ran.err.contains("已经有另一份文书"),
        "{}",
        ran.err
    );
    assert_eq!(english(&ran.err), [""; 0]);
    assert!(papers[1].exists() && papers[2].exists());
    assert_eq!(fs::read(&papers[0]).unwrap(), b"another paper", "it is left alone");
    // The only one that was asked for cannot be.
    let ran = ground.on_bureau(&["print", FIRST, "--form", "scene_minutes", "--lang", "en"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    assert!(ran.err.contains("move it away, then print again"), "{}", ran.err);
    // The way out that the sentence names.
    fs::remove_file(&papers[0]).unwrap();
    let ran = ground.on_bureau(&["print", FIRST, "--form", "scene_minutes"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(papers[0].exists() && ran.out.contains(papers[0].to_str().unwrap()), "{}", ran.out);
    for args in [["print", FIRST, "--form", "poem"], ["print", "nowhere", "--form", "poem"]] {
        let ran = ground.on_bureau(&args);
        assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{}", ran.err);
    }
}

#[test]
fn check_answers_all_some_or_none() {
    let ground = Ground::empty();
    let refused = with(scenarios::stop("S07"), "weather", json!("rain"));
    let blocked = with(scenarios::stop("S07"), "officers", json!([]));
    for (stops, code, answers) in [
        (json!([scenarios::stop("S07"), blocked]), 0, 2),
        (json!([]), 0, 0),
        (json!([refused, scenarios::stop("S07")]), 2, 1),
        (json!([refused, refused]), 1, 0),
        (json!({ "stops": [] }), 1, 0),
    ] {
        let ran = check(&ground, &stops);
        assert_eq!((ran.code, ran.objects().len()), (code, answers), "{stops}: {}", ran.err);
        assert_eq!(ran.err.is_empty(), code == 0, "{}", ran.err);
    }
    let ran = check(&ground, &json!([refused, refused]));
    assert_eq!(ran.err.lines().count(), 2, "each has its own sentence: {}", ran.err);
    assert!(ran.err.starts_with("stops[0].weather: ") && ran.err.contains("\nstops[1].weather: "));
    for from in ["nowhere.json", "."] {
        let ran = ground.run(&["check", "--from", from]);
        assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{}", ran.err);
    }
}

#[test]
fn three_says_that_another_program_writes_there() {
    let ground = Ground::with_bureau(EVENING);
    let desk = sit_down(&ground.bureau(), EVENING);
    assert_eq!(ground.on_bureau(&["rebuild"]).code, 3);
    assert_eq!(ground.on_bureau(&["demo", "--scripted"]).code, 3);
    assert_eq!(ground.on_bureau(&[]).code, 3, "the screens themselves");
    assert_eq!(ground.on_bureau(&["verify"]).code, 0, "who only reads is not in the way");
    drop(desk);
    let ran = ground.on_bureau(&["rebuild"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
}

#[test]
fn rebuild_makes_every_row_again_byte_for_byte() {
    let ground = Ground::with_bureau(EVENING);
    assert_eq!(ground.on_bureau(&["print", FIRST]).code, 0);
    let dump = || reader(&ground.bureau()).dump().unwrap();
    let before = dump();
    for table in ["inspection ", "document ", "used_number ", "act ", "inspection_term "] {
        assert!(before.iter().any(|line| line.starts_with(table)), "no {table}in {before:#?}");
    }
    // First as they are, then with a row of each table changed or gone: what is right again was made again.
    for sql in [
        "",
        "UPDATE inspection SET plate = '粤D00000'; UPDATE document SET printed = 9;
         DELETE FROM used_number; DELETE FROM act",
    ] {
        raw(&ground.bureau()).execute_batch(sql).unwrap();
        assert_eq!(dump() == before, sql.is_empty());
        let ran = ground.on_bureau(&["rebuild"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
        assert_eq!(dump(), before, "behind {sql:?}");
    }
    assert_eq!(ground.on_bureau(&["verify"]).code, 0);
}

#[test]
fn two_says_that_a_look_found_something_wrong_or_that_some_was_refused() {
    let ground = Ground::with_bureau(EVENING);
    assert_eq!(ground.on_bureau(&["verify"]).code, 0);
    let picture = ground.at("one.jpg");
    fs::write(&picture, b"\xff\xd8\xff\xe1 a picture").unwrap();
    fs::write(ground.at("two.jpg"), "no picture").unwrap();
    let (one, two) = (picture.to_str().unwrap().to_string(), ground.at("two.jpg"));
    let ran = ground.on_bureau(&["photograph", FIRST, &one, two.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.lines().count(), ran.err.lines().count()), (2, 1, 1));
    let ran = ground.on_bureau(&["photograph", FIRST, two.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    let blobs = ground.bureau().join(lucha::store::blobs::FOLDER);
    let (page, _) = names(&blobs).into_iter().find(|(_, bytes)| *bytes > 0).unwrap();
    fs::remove_file(page).unwrap();
    for args in [&["verify"][..], &["verify", "--json"], &["doctor"]] {
        let ran = ground.on_bureau(args);
        assert_eq!((ran.code, ran.err.as_str()), (2, ""), "{args:?}: {}", ran.out);
    }
}

#[test]
fn one_says_that_nothing_could_be_done() {
    let ground = Ground::empty();
    for args in [
        &["list"][..],
        &["show", "1"],
        &["print", "1"],
        &["verify"],
        &["rebuild"],
        &["doctor"],
        &["rescue"],
        &[],
    ] {
        let ran = ground.on_bureau(args);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}: {}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{args:?}: {}", ran.err);
    }
    let ground = Ground::with_bureau(EVENING);
    let ran = ground.on_bureau(&["show", "样汕交罚〔2026〕99999号"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (1, "", 1), "{}", ran.err);
    let ran = ground.on_bureau(&[]);
    assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "no terminal: {}", ran.err);
    let ran = ground.on_bureau(&["list", "--search", "nobody"]);
    assert_eq!(
        (ran.code, ran.out.as_str(), ran.err.as_str()),
        (0, "", ""),
        "nothing found is done"
    );
}

#[test]
fn wrong_arguments_are_two_and_touch_nothing() {
    let ground = Ground::empty();
    let before = ground.names();
    for args in [
        &["lst"][..],
        &["list", "--limit", "many"],
        &["list", "--limit"],
        &["check"],
        &["print"],
        &["mirror", "--off", "--to", "x"],
        &["stick", ".", "--volume-mb", "1"],
    ] {
        let ran = ground.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {}", ran.err);
        assert!(!ran.err.is_empty());
    }
    assert_eq!(ground.names(), before);
}

/// Codes of the table whose head is `head`.
fn table(file: &str, head: &str) -> Vec<u8> {
    let text = fs::read_to_string(file).unwrap();
    let rows = text.lines().skip_while(|line| !line.starts_with(head)).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    rows.map(|row| row.split('|').nth(1).unwrap().trim().parse().unwrap()).collect()
}

#[test]
fn the_documents_name_each_exit_code_once() {
    use lucha::cli::code;
    let all = vec![code::DONE, code::NOTHING, code::PARTLY, code::BUSY];
    for (file, head) in
        [("README.md", "| exit code"), ("README.zh-CN.md", "| 退出码"), ("docs/CHECK.md", "| code")]
    {
        assert_eq!(table(file, head), all, "{file}");
    }
}
