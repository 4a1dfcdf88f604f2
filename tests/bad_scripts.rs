//! Scripts that the contract does not know, or whose PINs are not theirs: what is refused, how, with which exit code.

use crate::bad_input::changed;
use crate::bureau::{self, EVENING, check, found, sample, with};
use crate::scenarios;
use lucha::cli::code;
use serde_json::{Value, json};

#[test]
fn what_the_contract_does_not_know_is_refused_with_its_path_and_the_others_go_on() {
    for (path, value) in [
        ("findings[0].code", json!("OL-999")),
        ("findings[0].code", json!(null)),
        ("findings[0].harm", json!("much")),
        ("findings[0].decision", json!("final")),
        ("vehicle.wings", json!(2)),
        ("vehicle.axles", json!("三")),
        ("vehicle.axles", json!(3.5)),
        ("vehicle.kind", json!("飞机")),
        ("vehicle.type", json!("飞机")),
        ("vehicle.colour", json!("紫")),
        ("telling.told", json!("content")),
        ("telling.told[1]", json!("gossip")),
        ("telling.statement", json!("perhaps")),
        ("telling.signature", json!("perhaps")),
        ("party.kind", json!("state")),
        ("present.relation", json!("路人")),
        (
            "history",
            json!([{ "code": "OL-001", "plate": "粤D66A02", "on": "2026-03-02", "decision": "maybe" }]),
        ),
        ("same_trip_as", json!("S99")),
        ("weather", json!("rain")),
    ] {
        let (folder, mut desk) = found(sample(), EVENING);
        let stops = vec![changed("S03", &[(path, value.clone())]), scenarios::stop("S07")];
        let (code, answers, sentences) = check(&mut desk, stops);
        assert_eq!(code, code::PARTLY, "{path} {value}");
        let want = if path == "history" { "history[0].decision" } else { path };
        let named = sentences.starts_with(&format!("stops[0].{want}: "));
        assert!(named, "{path} {value}: {sentences}");
        assert_eq!((answers.len(), &answers[0]["id"]), (1, &json!("S07")));
        let kept = bureau::reader(folder.path()).count_inspections().unwrap();
        assert_eq!(kept, 1, "a refused stop is not recorded");
    }
}

#[test]
fn a_stop_that_is_no_object_is_refused_by_its_place_alone() {
    let (_folder, mut desk) = found(sample(), EVENING);
    let (code, answers, sentences) = check(&mut desk, vec![json!(5), json!("S01"), json!(null)]);
    assert_eq!((code, answers.len()), (code::NOTHING, 0));
    assert!(sentences.starts_with("stops[0]: "), "{sentences}");
}

#[test]
fn exit_codes_tell_done_partly_and_nothing() {
    let refused = with(scenarios::stop("S07"), "weather", json!("rain"));
    let blocked = with(scenarios::stop("S07"), "officers", json!([]));
    for (stops, want) in [
        (json!([]), code::DONE),
        (json!([blocked]), code::DONE),
        (json!([refused, scenarios::stop("S07")]), code::PARTLY),
        (json!([refused]), code::NOTHING),
        (json!({ "stops": [] }), code::NOTHING),
        (json!("S07"), code::NOTHING),
    ] {
        let (code, answers, sentences) = scenarios::check(&stops);
        assert_eq!(code, want, "{stops}");
        assert_eq!(sentences.is_empty(), want == code::DONE, "{sentences}");
        assert_eq!(answers.is_empty(), want == code::NOTHING || stops == json!([]));
    }
}

#[test]
fn a_script_speaks_only_for_officers_whose_pin_it_gives() {
    let (folder, desk) = found(sample(), EVENING);
    drop(desk);
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let from = file("stops.json", &json!([scenarios::stop("S07")]).to_string());
    let run = |pins: &str| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut voice = lucha::cli::Voice { lang: "zh-CN", out: &mut out, err: &mut err };
        let dir = Some(folder.path().to_path_buf());
        let pin_file = Some(file("pins", pins));
        let order = lucha::cli::check::Order { dir, from: from.clone(), json: true, pin_file };
        (lucha::cli::check::run(&order, &mut voice), String::from_utf8(err).unwrap())
    };
    let both = "19050001001 246810\n\n19051100023\t135790\n";
    assert_eq!(run(both), (code::DONE, String::new()));
    for (pins, names) in [
        ("", ""),
        ("19051100023 135790", "stops[0].officers[0]: "),
        ("19050001001 246810", "stops[0].officers[1]: "),
        ("19050001001 246811", "张伟"),
        ("19050001001", ""),
        ("19059999999 246810", "19059999999"),
    ] {
        let (code, sentences) = run(pins);
        assert_eq!(code, code::NOTHING, "{pins}");
        assert!(sentences.contains(names) && !sentences.contains("2468"), "{pins}: {sentences}");
    }
    assert_eq!(bureau::reader(folder.path()).count_inspections().unwrap(), 1);
}

#[test]
fn a_refusal_speaks_the_language_of_its_reader() {
    let (_folder, mut desk) = found(sample(), EVENING);
    let stop = |path: &str, value: Value| changed("S01", &[(path, value)]);
    let stops = vec![
        stop("vehicle.axels", json!(3)),
        stop("weighing.gross_kg", json!("heavy")),
        stop("findings[0].code", json!("XX-999")),
        stop("same_trip_as", json!("S99")),
        stop("officers[0]", json!(7)),
    ];
    let (_, answers, sentences) = check(&mut desk, stops);
    assert!(answers.is_empty(), "{answers:?}");
    for (line, word) in sentences.lines().zip(["axels", "heavy", "XX-999", "S99", "7"]) {
        assert!(line.contains(word), "{line}");
        for english in ["expected", "invalid", "unknown", "recorded", " is ", "no "] {
            assert!(!line.contains(english), "{line}");
        }
    }
    assert_eq!(sentences.lines().count(), 5, "{sentences}");
}
