//! The three and four of a year and the tenth of a fleet (路保 66): counted where a stop is judged, shown, and never more
//! than a warning.

use crate::bureau::{EVENING, check, found, sample, with};
use crate::keys::{OVERLOAD, Stage, WIDE};
use crate::news::{Scene, number};
use crate::scenarios::stop;
use lucha::cli::Voice;
use serde_json::{Value, json};

const DRIVER: &str = "440515198501010101";
const CARRIER: &str = "91440500MA0001018W";

/// An earlier decision of other people's laptops, as headquarters sends it.
fn earlier(plate: &str, on: &str, decision: &str) -> Value {
    json!({
        "code": "OL-001", "plate": plate, "on": on, "decision": decision,
        "driver_id_no": DRIVER, "carrier_credit_code": CARRIER,
    })
}

/// What `lucha check` says of S01 after `history`, its carrier with so many trucks.
fn answered(history: &[Value], trucks: Value) -> Value {
    let mut asked = with(stop("S01"), "history", json!(history));
    asked = with(asked, "party.trucks", trucks);
    let (_folder, mut desk) = found(sample(), EVENING);
    let (_, mut answers, said) = check(&mut desk, vec![asked]);
    assert_eq!((answers.len(), said.as_str()), (1, ""));
    answers.remove(0)
}

fn warns(answer: &Value, name: &str) -> bool {
    answer["warnings"].as_array().is_some_and(|names| names.iter().any(|known| known == name))
}

#[test]
fn the_drivers_third_act_warns_and_the_fourth_proposes_with_whatever_vehicle() {
    let days = ["2026-02-02", "2026-05-04", "2026-09-01"];
    let plates = ["粤D20001", "粤D20002", "粤D20003"];
    for (acts, third, fourth) in
        [(0, false, false), (1, false, false), (2, true, false), (3, false, true)]
    {
        let history: Vec<Value> =
            (0..acts).map(|nth| earlier(plates[nth], days[nth], "final")).collect();
        let answer = answered(&history, json!(null));
        assert_eq!(warns(&answer, "driver_over_limit_third_in_window"), third, "{acts} {answer}");
        let more = "driver_over_limit_more_than_three_in_window";
        assert_eq!(warns(&answer, more), fourth, "{acts} {answer}");
        assert!(!warns(&answer, "over_limit_third_in_window"), "the vehicle has one act");
        // It warns and proposes; what is decided stays the fine.
        assert_eq!(
            (&answer["outcome"], &answer["penalty"]),
            (&json!("on_spot_penalty"), &json!(["fine"]))
        );
        let counted = &answer["counted"];
        assert_eq!(counted["vehicle"]["nth"], 1);
        assert_eq!(
            counted["driver"],
            json!({
                "nth": acts + 1, "from": "2025-11-24", "until": "2026-11-23", "assumed": true,
                "days": days[..acts],
            })
        );
    }
    let quashed = [("final", 0), ("final", 1), ("quashed", 2)]
        .map(|(decision, nth)| earlier(plates[nth], days[nth], decision));
    let answer = answered(&quashed, json!(null));
    assert!(warns(&answer, "driver_over_limit_third_in_window"), "one of four was quashed");
}

#[test]
fn more_than_a_tenth_of_the_carriers_trucks_proposes_and_exactly_a_tenth_does_not() {
    let history = |trucks: usize| -> Vec<Value> {
        (0..trucks).map(|nth| earlier(&format!("粤D2000{nth}"), "2026-09-01", "final")).collect()
    };
    for (before, trucks, more) in [
        (1, json!(20), json!(false)),
        (2, json!(29), json!(true)),
        (2, json!(30), json!(false)),
        (0, json!(10), json!(false)),
        (0, json!(9), json!(true)),
        (2, json!(null), json!(null)),
    ] {
        let answer = answered(&history(before), trucks.clone());
        let carrier = &answer["counted"]["carrier"];
        assert_eq!(
            (&carrier["offending"], &carrier["trucks"], &carrier["more_than_a_tenth"]),
            (&json!(before + 1), &trucks, &more)
        );
        assert_eq!(
            (&carrier["from"], &carrier["until"]),
            (&json!("2025-11-24"), &json!("2026-11-23"))
        );
        let warned = warns(&answer, "carrier_over_limit_more_than_a_tenth");
        assert_eq!(warned, more == json!(true), "{answer}");
        assert_eq!(answer["outcome"], "on_spot_penalty", "it blocks nothing");
    }
}

#[test]
fn a_number_of_trucks_that_cannot_be_is_kept_and_blocks() {
    for (trucks, path) in [(json!(0), "party.trucks"), (json!(-3), "party.trucks")] {
        let answer = answered(&[], trucks);
        assert_eq!(answer["outcome"], "blocked");
        let no = &answer["blocked"][0];
        assert_eq!((&no["rule"], &no["field"]), (&json!("impossible_value"), &json!(path)));
    }
}

#[test]
fn our_own_decisions_count_and_show_says_afterwards_what_was_counted_then() {
    let (_folder, mut desk) = found(sample(), EVENING);
    let of = |plate: &str| {
        with(with(stop("S01"), "vehicle.plate", json!(plate)), "party.trucks", json!(40))
    };
    let stops = ["粤D20001", "粤D20002", "粤D20003", "粤D20004"].map(of).to_vec();
    let (_, answers, _) = check(&mut desk, stops);
    let counted: Vec<_> = answers
        .iter()
        .map(|answer| {
            let counted = &answer["counted"];
            (counted["driver"]["nth"].clone(), counted["carrier"]["offending"].clone())
        })
        .collect();
    let both = |n: u32| (json!(n), json!(n));
    assert_eq!(counted, [both(1), both(2), both(3), both(4)]);
    assert!(warns(&answers[2], "driver_over_limit_third_in_window"));
    assert!(!warns(&answers[2], "carrier_over_limit_more_than_a_tenth"));
    // The third was the third, whatever came after it; and its number of trucks is in the journal.
    let view = desk.find(&number(&answers[2])).unwrap();
    assert_eq!(view.inspection.facts.carrier_trucks, Some(40));
    let driver = view.judgement.driver_counted.unwrap();
    assert_eq!((driver.nth, driver.days.len()), (3, 2));
    let fleet = view.judgement.fleet.unwrap();
    assert_eq!(
        (fleet.offending, fleet.trucks, fleet.is_more_than_a_tenth()),
        (3, Some(40), Some(false))
    );
}

#[test]
fn show_prints_the_three_counts_as_json_and_in_words() {
    let (folder, mut desk) = found(sample(), EVENING);
    let asked = with(stop("S01"), "history", json!([earlier("粤D20001", "2026-09-01", "final")]));
    let (_, answers, _) = check(&mut desk, vec![with(asked, "party.trucks", json!(9))]);
    let no = number(&answers[0]);
    drop(desk);
    let shown = |as_json: bool| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut voice = Voice { lang: "zh-CN", out: &mut out, err: &mut err };
        let place = lucha::app::opening::Place { dir: Some(folder.path()), ..Default::default() };
        lucha::cli::show::run(place, &no, as_json, &mut voice);
        String::from_utf8(out).unwrap()
    };
    let json: Value = serde_json::from_str(&shown(true)).unwrap();
    assert_eq!(json["counted"], answers[0]["counted"]);
    let words = shown(false);
    for said in [
        "一年内第 1 次 (2026-01-15 至 2027-01-14)：此前 /",
        "驾驶人一年内第 2 次 (2025-11-24 至 2026-11-23)：此前 2026-09-01",
        "企业一年内超限车 2 辆，货运车共 9 辆 (2025-11-24 至 2026-11-23)：此前 2026-09-01",
    ] {
        assert!(words.contains(said), "{said}\n{words}");
    }
}

#[test]
fn another_laptops_decisions_count_for_the_driver_and_the_carrier_without_their_numbers() {
    let mut scene = Scene::new();
    let (mut one, mut two) = (scene.laptop(), scene.laptop());
    one.decide("粤D20001");
    one.decide("粤D20002");
    // A plate that both laptops met is one vehicle.
    two.decide("粤D20002");
    one.sync();
    two.sync();
    let third = two.decide("粤D20003");
    let counted = &third["counted"];
    assert_eq!(counted["driver"]["nth"], 4, "{third}");
    assert_eq!(counted["carrier"]["offending"], 3, "{third}");
    assert!(warns(&third, "driver_over_limit_more_than_three_in_window"));
    let plain = [DRIVER.as_bytes(), CARRIER.as_bytes()];
    for item in scene.items() {
        let holds = |text: &[u8]| item.body.windows(text.len()).any(|part| part == text);
        assert!(!plain.iter().any(|text| holds(text)), "a feed names nobody");
    }
}

#[test]
fn the_number_of_trucks_is_asked_where_it_matters_and_the_panel_shows_the_share() {
    let mut stage = Stage::on_duty();
    stage.press(crate::keys::WITHIN);
    stage.press("<Enter> <Esc>");
    stage.size = WIDE;
    let before = OVERLOAD.split("{王五}").next().unwrap();
    stage.press(before);
    stage.sees(&["货运车辆数", "企业一年内超限车 1 辆，货运车共 ? 辆"]);
    stage.press("<Up> <Up> <Up>");
    while !stage.screen().contains(">货运车辆数") {
        let seen = stage.screen();
        stage.press("<Down>");
        assert_ne!(stage.screen(), seen, "the field is never reached");
    }
    stage.press("{9} <Down>");
    stage.sees(&["货运车共 9 辆", "超过货运车辆总数10%"]);
    stage.press("<Up> <Backspace> {10} <Down>");
    stage.sees(&["货运车共 10 辆"]);
    stage.sees_not(&["超过货运车辆总数10%"]);
}
