//! What was typed stands beside what was understood: in the journal, in `show`, on the screen, after a correction.

use crate::bureau::{EVENING, check, found, reader, sample, with};
use crate::keys::{Stage, WITHIN};
use crate::scenarios::stop;
use lucha::app::command::Command;
use lucha::app::opening::Place;
use lucha::cli::Voice;
use lucha::domain::inspection::event::Event;
use lucha::wire::event::Body;
use serde_json::{Value, json};
use std::path::Path;

/// Field, what is typed, and what is understood.
const TYPED: &[(&str, &str, &str)] = &[
    ("place.route", "s231", "S231"),
    ("place.stake", "k12＋300", "K12+300"),
    ("vehicle.plate", "粤ｄ·55 d18", "粤D55D18"),
    ("vehicle.trailer_plate", " 粤d1235挂", "粤D1235挂"),
    ("vehicle.vin", "lzz5clsb6la000001", "LZZ5CLSB6LA000001"),
    ("party.credit_code", "91440500ma0001018w", "91440500MA0001018W"),
    ("present.id_no", "４４０５15198501010101", "440515198501010101"),
    ("present.qualification_no", "440515 198501010101", "440515198501010101"),
    ("officers[0]", "1905 0001001", "19050001001"),
];

/// What `lucha show` says of `what`.
pub fn shown(folder: &Path, what: &str, as_json: bool) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang: "zh-CN", out: &mut out, err: &mut err };
    let place = Place { dir: Some(folder), ..Place::default() };
    lucha::cli::show::run(place, what, as_json, &mut voice);
    String::from_utf8(out).unwrap()
}

#[test]
fn the_journal_and_show_keep_what_was_typed_beside_what_was_understood() {
    let asked =
        TYPED.iter().fold(stop("S01"), |stop, (field, typed, _)| with(stop, field, json!(typed)));
    let (folder, mut desk) = found(sample(), EVENING);
    let (_, answers, said) = check(&mut desk, vec![asked]);
    assert_eq!(answers[0]["outcome"], "on_spot_penalty", "{said} {answers:?}");
    let no = answers[0]["number"].as_str().unwrap().to_string();
    let id = desk.find(&no).unwrap().line.inspection;
    drop(desk);

    let entries = reader(folder.path()).entries_of(id).unwrap();
    let facts = entries
        .iter()
        .find_map(|entry| match &entry.body {
            Body::Inspection(Event::InspectionRecorded(facts)) => Some(facts),
            _ => None,
        })
        .unwrap();
    for (field, typed, understood) in TYPED {
        let kept = facts.typed.iter().find(|kept| kept.field == *field);
        assert_eq!(kept.unwrap().written.get(), typed, "{field}");
        assert_eq!(facts.understood(field), *understood, "{field}");
    }
    assert_eq!(facts.typed.len(), TYPED.len());

    let answer: Value = serde_json::from_str(&shown(folder.path(), &no, true)).unwrap();
    let list = answer["typed"].as_array().unwrap();
    let words = shown(folder.path(), &no, false);
    for (field, typed, understood) in TYPED {
        let both = json!({ "field": field, "typed": typed, "understood": understood });
        assert!(list.contains(&both), "{both} {answer}");
        assert!(words.contains(&format!("录入“{typed}”，记为 {understood}")), "{words}");
    }
}

#[test]
fn what_was_typed_as_it_is_recorded_is_kept_once() {
    let (folder, mut desk) = found(sample(), EVENING);
    let (_, answers, _) = check(&mut desk, vec![stop("S01")]);
    let no = answers[0]["number"].as_str().unwrap();
    assert_eq!(desk.find(no).unwrap().inspection.facts.typed, []);
    drop(desk);
    let answer: Value = serde_json::from_str(&shown(folder.path(), no, true)).unwrap();
    assert_eq!(answer["typed"], json!([]));
}

#[test]
fn a_correction_keeps_its_own_words_and_drops_those_of_the_field_before() {
    let (_folder, mut desk) = found(sample(), EVENING);
    let asked = with(stop("S01"), "vehicle.plate", json!("粤d55d18"));
    let (_, answers, _) = check(&mut desk, vec![with(asked, "place.stake", json!("k12+300"))]);
    let id = desk.find(answers[0]["number"].as_str().unwrap()).unwrap().line.inspection;
    for (value, typed) in [("粤d 55d19", vec!["粤d 55d19"]), ("粤D55D20", vec![])] {
        desk.handle(Command::Correct {
            inspection: id,
            field: "vehicle.plate".into(),
            value: value.into(),
            reason: "看错".into(),
        });
        let facts = desk.find(&id.to_string()).unwrap().inspection.facts;
        let of = |field: &str| -> Vec<String> {
            let of_field = facts.typed.iter().filter(|typed| typed.field == field);
            of_field.map(|typed| typed.written.get().clone()).collect()
        };
        assert_eq!(of("vehicle.plate"), typed, "{value}");
        assert_eq!(of("place.stake"), ["k12+300"], "another field is left alone");
    }
}

#[test]
fn the_record_on_the_screen_shows_both() {
    let mut stage = Stage::on_duty();
    stage.size = (100, 60);
    stage.press(&WITHIN.replace("{粤D12345}", "{粤d 12345}"));
    stage.press("<Enter>");
    stage.sees(&["号牌号码：录入“粤d 12345”，记为 粤D12345"]);
}
