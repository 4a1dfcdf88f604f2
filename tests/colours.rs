//! Colours of plates: every row of the two lists of violations-and-standards.md §8.3 in both directions, and where a script
//! gives a code and `show` gives both; that the screen offers every colour, and a correction too.

use crate::bureau::{EVENING, check, found, sample, with};
use crate::keys::{Stage, WIDE, WITHIN};
use crate::scenarios::stop;
use crate::typed::shown;
use lucha::app::command::{Command, Reply};
use lucha::domain::identity::plate_colour::{ColourSystem, PlateColour};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;

const TRANSPORT: &[(i64, &str)] =
    &[(1, "蓝"), (2, "黄"), (3, "黑"), (4, "白"), (9, "其他"), (93, "黄绿"), (94, "渐变绿")];
const ETC: &[(i64, &str)] = &[
    (0, "蓝"),
    (1, "黄"),
    (2, "黑"),
    (3, "白"),
    (4, "渐变绿"),
    (5, "黄绿"),
    (6, "蓝白渐变"),
    (7, "临时"),
    (11, "绿"),
    (12, "红"),
];

fn lists() -> [(ColourSystem, &'static [(i64, &'static str)]); 2] {
    [(ColourSystem::Transport, TRANSPORT), (ColourSystem::Etc, ETC)]
}

#[test]
fn every_row_of_both_lists_holds_in_both_directions_and_nothing_else_does() {
    for (system, rows) in lists() {
        for code in -1..=256 {
            let want = rows.iter().find(|(known, _)| *known == code).map(|(_, word)| *word);
            let colour = PlateColour::from_code(system, code);
            assert_eq!(colour.map(PlateColour::in_chinese), want, "{system:?} {code}");
        }
        for colour in PlateColour::ALL {
            let want = rows.iter().find(|(_, word)| *word == colour.in_chinese());
            let got = colour.code(system).map(i64::from);
            assert_eq!(got, want.map(|(code, _)| *code), "{system:?} {colour:?}");
        }
        let codes: Vec<i64> = rows.iter().map(|(code, _)| *code).collect();
        assert_eq!(system.codes().into_iter().map(i64::from).collect::<Vec<_>>(), codes);
        assert_eq!(ColourSystem::from_word(system.word()), Some(system));
    }
}

/// A variant that is added to the law's type and forgotten in its list would be offered nowhere.
#[test]
fn no_colour_of_the_law_is_left_out_of_its_list() {
    let source = fs::read_to_string("src/domain/identity/plate_colour.rs").unwrap();
    let (_, behind) = source.split_once("pub enum PlateColour {").unwrap();
    let (body, _) = behind.split_once("\n}").unwrap();
    let lines = body.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    let declared: BTreeSet<&str> = lines.filter_map(|line| line.strip_suffix(',')).collect();
    let all = PlateColour::ALL.map(|colour| format!("{colour:?}"));
    assert_eq!(all.iter().map(String::as_str).collect::<BTreeSet<_>>(), declared);
    let words: BTreeSet<&str> = lists().iter().flat_map(|list| list.1).map(|row| row.1).collect();
    assert_eq!(words, BTreeSet::from(PlateColour::ALL.map(PlateColour::in_chinese)));
}

#[test]
fn the_screen_offers_the_laws_list_and_nothing_else() {
    let mut stage = Stage::on_duty();
    stage.size = WIDE;
    stage.press("n <Space> <Enter> {粤D12345} <Enter>");
    let keys = "123456789abcdefghijklmnopqrstuvwxyz".chars();
    for (key, colour) in keys.zip(PlateColour::ALL) {
        stage.press("<Right>");
        stage.sees(&[&format!(">{key} {}", colour.in_chinese())]);
    }
    // One step behind the last is the first again: there is no other.
    stage.press("<Right>");
    stage.sees(&[&format!(">1 {}", PlateColour::ALL[0].in_chinese())]);
}

#[test]
fn each_colour_that_is_picked_is_recorded() {
    for (key, word) in [("a", "绿"), ("b", "红"), ("8", "蓝白渐变"), ("9", "临时")] {
        let mut stage = Stage::on_duty();
        stage.size = (100, 60);
        let (before, after) = WITHIN.split_once("<Enter> 1 1 {").unwrap();
        stage.press(&format!("{before}<Enter> {key} 1 {{{after}")).press("<Enter>");
        assert_eq!(stage.app.on_top(), "inspection", "{word}\n{}", stage.screen());
        stage.sees(&[&format!("粤D12345 {word} 货车")]);
    }
}

fn coded(system: &str, code: Option<i64>) -> Value {
    let stop = with(stop("S01"), "vehicle.colour", Value::Null);
    with(stop, "vehicle.colour_code", json!({ "system": system, "code": code }))
}

#[test]
fn a_script_may_give_a_code_and_show_gives_both() {
    let (folder, mut desk) = found(sample(), EVENING);
    let mut ids = Vec::new();
    for (system, rows) in lists() {
        for (code, word) in rows {
            let (_, answers, said) = check(&mut desk, vec![coded(system.word(), Some(*code))]);
            assert_eq!((answers.len(), said.as_str()), (1, ""), "{system:?} {code}");
            let newest = desk.list("", 1).unwrap();
            ids.push((newest[0].inspection.to_string(), *word));
        }
    }
    // A word of before, without codes, has both too.
    check(&mut desk, vec![with(stop("S01"), "vehicle.colour", json!("黄色"))]);
    ids.push((desk.list("", 1).unwrap()[0].inspection.to_string(), "黄"));
    drop(desk);
    for (id, word) in ids {
        let shown: Value = serde_json::from_str(&shown(folder.path(), &id, true)).unwrap();
        let of =
            |rows: &[(i64, &str)]| rows.iter().find(|(_, w)| *w == word).map(|(code, _)| *code);
        let want = json!({ "colour": word, "transport": of(TRANSPORT), "etc": of(ETC) });
        assert_eq!(shown["plate_colour"], want);
    }
}

#[test]
fn a_code_that_no_list_has_is_one_clear_sentence() {
    for (stop, path, words) in [
        (
            coded("etc", Some(8)),
            "vehicle.colour_code.code",
            "车牌颜色代码表里没有“etc 8”，这个代码表里有：0, 1, 2, 3, 4, 5, 6, 7, 11, 12。",
        ),
        (
            coded("transport", Some(0)),
            "vehicle.colour_code.code",
            "没有“transport 0”，这个代码表里有：1, 2, 3, 4, 9, 93, 94。",
        ),
        (coded("gps", Some(1)), "vehicle.colour_code.system", "不能写“gps”"),
        (coded("etc", None), "vehicle.colour_code", "缺少字段“code”"),
        (
            with(coded("etc", Some(2)), "vehicle.colour", json!("黄")),
            "vehicle.colour",
            "写的是“黄”，代码却是“黑”",
        ),
        (with(stop("S01"), "vehicle.colour", json!("绿")), "vehicle.colour", "不能写“绿”"),
    ] {
        let (_folder, mut desk) = found(sample(), EVENING);
        let (_, answers, said) = check(&mut desk, vec![stop]);
        assert!(answers.is_empty(), "{path}");
        assert!(said.starts_with(&format!("stops[0].{path}: ")) && said.contains(words), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    // The word beside its own code is no contradiction.
    let (_folder, mut desk) = found(sample(), EVENING);
    let both = with(coded("etc", Some(1)), "vehicle.colour", json!("黄色"));
    assert_eq!(check(&mut desk, vec![both]).1[0]["outcome"], "on_spot_penalty");
}

#[test]
fn a_colour_that_came_in_by_its_code_can_be_corrected_back_to_it() {
    let (folder, mut desk) = found(sample(), EVENING);
    check(&mut desk, vec![coded("etc", Some(11))]);
    let inspection = desk.list("", 1).unwrap()[0].inspection;
    for word in ["渐变绿", "绿"] {
        let (field, value) = ("vehicle.colour".to_string(), word.to_string());
        let command = Command::Correct { inspection, field, value, reason: "看错".into() };
        let reply = desk.handle(command);
        assert!(matches!(reply, Reply::Corrected { .. }), "{reply:?}");
        let facts = desk.find(&inspection.to_string()).unwrap().inspection.facts;
        assert_eq!(facts.vehicle.unwrap().colour, word);
    }
    drop(desk);
    let shown: Value =
        serde_json::from_str(&shown(folder.path(), &inspection.to_string(), true)).unwrap();
    let want = json!({ "colour": "绿", "transport": null, "etc": 11 });
    assert_eq!(shown["plate_colour"], want);
}
