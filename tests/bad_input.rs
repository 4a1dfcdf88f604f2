//! Stops that are wrong in one field: what the law gives, what blocks and where, what is refused.

use crate::bureau::{self, EVENING, at, check, found, sample, with};
use crate::scenarios;
use lucha::cli::code;
use lucha::domain::agency::Agency;
use serde_json::{Value, json};

/// A base stop, what is changed in it, and what the answer must hold.
type Row = (&'static str, Vec<(&'static str, Value)>, Value);

pub fn changed(base: &str, changes: &[(&str, Value)]) -> Value {
    changes
        .iter()
        .fold(scenarios::stop(base), |stop, (path, value)| with(stop, path, value.clone()))
}

/// What `answer` does not hold of `want`; `blocks` and `warns` name a rule with its field.
fn lacks(want: &Value, answer: &Value) -> Vec<String> {
    let named = |list: &str, key: &str| -> Vec<String> {
        let list = answer[list].as_array().cloned().unwrap_or_default();
        let text = |one: &Value, key: &str| one[key].as_str().unwrap_or("").to_string();
        list.iter().map(|one| format!("{} {}", text(one, key), text(one, "field"))).collect()
    };
    let mut wrong = Vec::new();
    for (key, want) in want.as_object().unwrap() {
        let got = match key.as_str() {
            "blocks" => json!(named("blocked", "rule")),
            "warns" => json!(named("warning_fields", "warning")),
            _ => answer[key].clone(),
        };
        if got != *want {
            wrong.push(format!("{key}: wanted {want}, got {got}"));
        }
    }
    wrong
}

/// Every row in one file, as a script would send it; each answer must hold what its row says.
fn judge(rows: &[Row]) {
    let (_folder, mut desk) = found(sample(), EVENING);
    let stops = rows.iter().map(|(base, changes, _)| changed(base, changes)).collect();
    let (code, answers, sentences) = check(&mut desk, stops);
    assert_eq!((code, sentences.as_str(), answers.len()), (code::DONE, "", rows.len()));
    let mut wrong = Vec::new();
    for ((base, changes, want), answer) in rows.iter().zip(&answers) {
        for lack in lacks(want, answer) {
            wrong.push(format!("{base} {changes:?} {lack}\n   {answer}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn blocks(rule: &str, field: &str) -> Value {
    json!({
        "outcome": "blocked", "procedure": "none", "fine_yuan": null, "range_yuan": null,
        "penalty": null, "number": null, "documents": null, "blocks": [format!("{rule} {field}")],
    })
}

#[test]
fn values_that_cannot_exist_block_with_their_field() {
    let rows: Vec<Row> = [
        ("vehicle.plate", json!("粤D55D1")),
        ("vehicle.plate", json!("汕D55D18")),
        ("vehicle.plate", json!("")),
        ("vehicle.trailer_plate", json!("粤D1挂")),
        ("vehicle.vin", json!("LZZICLSB6LA000001")),
        ("vehicle.vin", json!("LZZ5CLSB6LA00000")),
        ("recorder", json!("19059999999")),
        ("present.sex", json!("男")),
        ("vehicle.axles", json!(1)),
        ("vehicle.axles", json!(300)),
        ("vehicle.axles", json!(-3)),
        ("vehicle.drive_axles", json!(4)),
        ("place.stake", json!("K12+30")),
        ("place.route", json!("A324")),
        ("place.region", json!("440506")),
        ("place.region", json!("4405")),
        ("weighing.gross_kg", json!(9)),
        ("weighing.gross_kg", json!(9_000_000)),
        ("weighing.gross_kg", json!(-31_240)),
        ("weighing.width_mm", json!(0)),
        ("weighing.accuracy_class", json!(3)),
        ("weighing.certificate_until", json!("2027-02-29")),
        ("at", json!("2026-11-23T18:05:00+08:00")),
        ("at", json!("2026-02-30T08:00:00+08:00")),
        ("at", json!("昨天")),
        ("party.credit_code", json!("9144")),
        ("present.id_no", json!("440515198513010101")),
        ("transport_certificate.first_issued", json!("2026-11-24")),
        ("findings[0].act_on", json!("2026-11-24")),
        ("findings[0].act_on", json!("2026-11-31")),
        ("findings[0].proposed_yuan", json!(-1)),
    ]
    .into_iter()
    .map(|(field, value)| {
        let want = json!({ "outcome": "blocked", "number": null, "documents": null });
        ("S01", vec![(field, value)], want)
    })
    .collect();
    judge(&rows);
    // Each names its field, whatever else it brings with it.
    let (_folder, mut desk) = found(sample(), EVENING);
    let stops = rows.iter().map(|(base, changes, _)| changed(base, changes)).collect();
    for ((_, changes, _), answer) in rows.iter().zip(check(&mut desk, stops).1) {
        let field = changes[0].0;
        let blocked = answer["blocked"].as_array().unwrap();
        assert!(
            blocked.iter().any(|no| no["rule"] == "impossible_value" && no["field"] == field),
            "{changes:?} {answer}"
        );
        for no in blocked {
            let said = |key: &str| !no[key].as_str().unwrap().is_empty();
            assert!(said("cite") && said("unblocked_by"), "{no}");
        }
    }
}

#[test]
fn a_wrong_check_digit_warns_with_its_field_and_refuses_nothing() {
    let fine = "on_spot_penalty";
    judge(&[
        (
            "S03",
            vec![("party.id_no", json!("440511198506150029"))],
            json!({ "outcome": fine, "warns": ["check_digit party.id_no"] }),
        ),
        (
            "S03",
            vec![("present.id_no", json!("440511198506150029"))],
            json!({ "outcome": fine, "warns": ["check_digit present.id_no"] }),
        ),
        (
            "S01",
            vec![("party.credit_code", json!("91440500MA0001018X"))],
            json!({ "outcome": fine, "warns": ["check_digit party.credit_code"] }),
        ),
        (
            "S01",
            vec![("vehicle.vin", json!("LZZ5CLSB5LA000001"))],
            json!({ "outcome": fine, "warns": ["check_digit vehicle.vin"] }),
        ),
        ("S01", vec![("vehicle.vin", json!("lzz5clsb6la000001"))], json!({ "warns": [] })),
    ]);
}

#[test]
fn a_number_is_judged_by_the_kind_of_its_paper() {
    let driver = |kind: &str, number: &str| {
        let who = ["party", "present"];
        let fields = who.iter().flat_map(|_| [json!(kind), json!(number)]);
        let paths = ["party.id_kind", "party.id_no", "present.id_kind", "present.id_no"];
        paths.into_iter().zip(fields).collect::<Vec<_>>()
    };
    let fine = json!({ "outcome": "on_spot_penalty", "warns": [] });
    let two = |rule: &str| json!([format!("{rule} party.id_no"), format!("{rule} present.id_no")]);
    let no = json!({ "outcome": "blocked", "blocks": two("impossible_value") });
    let unusual = json!({ "outcome": "on_spot_penalty", "warns": two("unusual_number") });
    judge(&[
        ("S03", driver("护照", "E12345678"), fine.clone()),
        ("S03", driver("港澳居民来往内地通行证", "h12345678"), fine.clone()),
        ("S03", driver("港澳居民来往内地通行证", "H1234567801"), unusual),
        ("S03", driver("台湾居民来往大陆通行证", "12345678"), fine),
        ("S03", driver("港澳居民来往内地通行证", "440511198506150028"), no.clone()),
        ("S03", driver("港澳台居民居住证", "440511198506150028"), no.clone()),
        ("S03", driver("居民身份证", "H12345678"), no.clone()),
        ("S03", driver("护照", "E-1"), no),
        (
            "S03",
            vec![("vehicle.home_plate", json!("AB1234"))],
            blocks("impossible_value", "vehicle.home_plate"),
        ),
    ]);
    let (_folder, mut desk) = found(sample(), EVENING);
    let odd = changed("S03", &[("party.id_kind", json!("军官证"))]);
    let (_, answers, sentences) = check(&mut desk, vec![odd]);
    assert!(answers.is_empty() && sentences.contains("party.id_kind"), "{sentences}");
}

#[test]
fn the_clock_may_be_two_minutes_behind_the_stop() {
    let (on_time, ahead) = ("2026-11-23T18:02:00+08:00", "2026-11-23T18:02:01+08:00");
    judge(&[
        ("S03", vec![("at", json!(on_time))], json!({ "outcome": "on_spot_penalty" })),
        ("S03", vec![("at", json!(ahead))], blocks("impossible_value", "at")),
    ]);
    let soon = lucha::stdx::clock::Clock::machine().now().plus_ms(5 * 60_000);
    let stop = changed("S03", &[("at", json!(soon.rfc3339()))]);
    let (code, answers, _) = scenarios::check(&json!([stop]));
    assert_eq!(code, code::DONE);
    assert_eq!(lacks(&blocks("impossible_value", "at"), &answers[0]), Vec::<String>::new());
}

#[test]
fn two_officers_with_credentials_in_force_or_no_decision() {
    let one = json!(["19050001001"]);
    let twice = json!(["19050001001", "19050001001"]);
    let blanks = json!(["19050001001", " 19050001001 "]);
    let stranger = json!(["19050001001", "19059999999"]);
    judge(&[
        ("S03", vec![("officers", one)], blocks("two_officers", "officers")),
        ("S03", vec![("officers", twice)], blocks("two_officers", "officers")),
        ("S03", vec![("officers", blanks)], blocks("two_officers", "officers")),
        ("S03", vec![("officers", stranger)], blocks("credential", "officers[1]")),
        ("S08", vec![("officers", json!([]))], blocks("two_officers", "officers")),
    ]);
    let mut founding = sample();
    let day = |text| lucha::stdx::day::Day::parse(text).unwrap();
    founding.officers[0].valid_until = day("2026-11-22");
    founding.officers[1].valid_until = day("2026-11-23");
    let (_folder, mut desk) = found(founding, EVENING);
    let (_, answers, _) = check(&mut desk, vec![scenarios::stop("S03")]);
    let want = blocks("credential", "officers[0]");
    assert_eq!(lacks(&want, &answers[0]), Vec::<String>::new(), "ended yesterday; today is whole");
}

#[test]
fn scale_and_finding_must_agree() {
    let disagree = "finding_and_weighing_disagree";
    let covering = |gross: i64| {
        json!({
            "no": "粤超限2026-0088", "plate": "粤B99999", "trailer_plate": "粤B0001挂",
            "gross_kg": gross, "length_mm": 18000, "width_mm": 2550, "height_mm": 4000,
            "route": "G15", "from": "2026-11-01", "until": "2026-11-23",
        })
    };
    let lawful = json!({ "outcome": "no_violation", "procedure": "none", "fine_yuan": null });
    judge(&[
        ("S01", vec![("findings", json!([]))], blocks(disagree, "findings")),
        ("S01", vec![("weighing.gross_kg", json!(25_000))], blocks(disagree, "weighing")),
        ("S01", vec![("weighing.width_mm", json!(2_551))], blocks(disagree, "findings")),
        (
            "S01",
            vec![("findings[0].code", json!("OL-002"))],
            json!({ "outcome": "blocked", "blocks": [
                format!("{disagree} findings"), format!("{disagree} weighing"),
            ] }),
        ),
        ("S01", vec![("vehicle.type", json!(null))], blocks("limit_unknown", "vehicle.axles")),
        ("S01", vec![("weighing", json!(null))], blocks(disagree, "weighing")),
        // A permit in force for exactly this transport: lawful, and no finding can stand.
        ("S16", vec![("permit", covering(96_000)), ("findings", json!([]))], lawful),
        ("S16", vec![("permit", covering(96_000))], blocks(disagree, "permit")),
        ("S16", vec![("findings", json!([]))], blocks(disagree, "findings")),
        (
            "S16",
            vec![("permit", covering(96_000)), ("load.divisible", json!(true))],
            json!({ "outcome": "case_opened", "fine_yuan": 23_000 }),
        ),
    ]);
}

#[test]
fn the_scale_proves_on_the_last_day_of_its_certificate_and_not_after() {
    let until = |day: Value| vec![("weighing.certificate_until", day)];
    let no = || blocks("device_certificate", "weighing.certificate_until");
    judge(&[
        ("S03", until(json!("2026-11-23")), json!({ "outcome": "on_spot_penalty" })),
        ("S03", until(json!("2026-11-22")), no()),
        ("S03", until(json!(null)), no()),
        ("S06", until(json!("2026-11-22")), no()),
    ]);
}

#[test]
fn the_first_thousand_kilograms_are_a_caution_and_the_next_a_fine() {
    let gross = |kg: i64| vec![("weighing.gross_kg", json!(kg))];
    let caution = json!({
        "outcome": "on_spot_penalty", "penalty": ["warning"], "fine_yuan": 0, "over_kg": 1000,
    });
    let fine = json!({
        "outcome": "case_opened", "penalty": ["fine"], "fine_yuan": 500, "over_kg": 1001,
    });
    let organisation = json!({ "outcome": "on_spot_penalty", "fine_yuan": 3_000 });
    let above = json!({ "outcome": "case_opened", "procedure": "ordinary", "fine_yuan": 3_500 });
    judge(&[
        ("S03", gross(19_000), caution),
        ("S03", gross(19_001), fine),
        ("S01", gross(31_999), organisation),
        ("S01", gross(32_000), above),
    ]);
}

#[test]
fn nothing_is_decided_before_the_telling_is_whole() {
    let topics = json!(["content", "facts", "reasons", "basis"]);
    judge(&[
        ("S03", vec![("telling.told", topics)], blocks("telling", "telling.told")),
        (
            "S03",
            vec![("telling.cards_shown", json!(false))],
            blocks("telling", "telling.cards_shown"),
        ),
        (
            "S03",
            vec![("telling.statement", json!("stated"))],
            blocks("telling", "telling.statement"),
        ),
        (
            "S03",
            vec![
                ("telling.statement", json!("stated")),
                ("telling.statement_text", json!("车是借的")),
                ("telling.answer", json!(" ")),
            ],
            blocks("telling", "telling.statement"),
        ),
        (
            "S03",
            vec![
                ("telling.statement", json!("stated")),
                ("telling.statement_text", json!("车是借的")),
                ("telling.answer", json!("经复核，不予采纳")),
            ],
            json!({ "outcome": "on_spot_penalty" }),
        ),
        (
            "S03",
            vec![("telling.statement", json!("waived"))],
            json!({ "outcome": "on_spot_penalty" }),
        ),
        (
            "S03",
            vec![("present.authorised", json!(false))],
            blocks("telling", "present.authorised"),
        ),
        ("S03", vec![("present.authorised", json!(null))], blocks("telling", "present.authorised")),
        ("S01", vec![("party", json!(null))], {
            json!({ "outcome": "blocked", "fine_yuan": null, "number": null })
        }),
    ]);
}

#[test]
fn a_bureau_that_cannot_name_what_a_decision_bears_issues_none_and_inspects_all_the_same() {
    type Part = fn(&mut Agency) -> &mut String;
    // The order to put things right says where to complain as well, so a case lacks the first two.
    let parts: [(&str, &str, Part, &str); 5] = [
        ("agency.reconsideration_organ", "", |agency| &mut agency.reconsideration_organ, "blocked"),
        ("agency.court", "", |agency| &mut agency.court, "blocked"),
        ("agency.bank", " ", |agency| &mut agency.bank, "case_opened"),
        ("agency.bank_address", "", |agency| &mut agency.bank_address, "case_opened"),
        ("agency.account", "\u{3000}", |agency| &mut agency.account, "case_opened"),
    ];
    for (field, blank, part, of_a_case) in parts {
        let mut founding = sample();
        *part(&mut founding.agency) = blank.into();
        let (_folder, mut desk) = found(founding, EVENING);
        let stops = ["S03", "S02", "S07"].map(scenarios::stop).to_vec();
        let (_, answers, _) = check(&mut desk, stops);
        let want = blocks("agency_incomplete", field);
        assert_eq!(lacks(&want, &answers[0]), Vec::<String>::new(), "{field}");
        // No number was taken, and where nothing was wrong nothing is lacking.
        assert_eq!(desk.list("", 9).unwrap().iter().filter(|l| !l.number.is_empty()).count(), 0);
        assert_eq!(answers[1]["outcome"], of_a_case, "{field}");
        assert_eq!(answers[2]["outcome"], "no_violation", "{field}");
    }
}

#[test]
fn amounts_are_chosen_inside_the_range_of_the_basis_that_headquarters_ruled() {
    let code = |code: &'static str| ("findings[0].code", json!(code));
    let yuan = |yuan: i64| ("findings[0].proposed_yuan", json!(yuan));
    let gain = |yuan: i64| ("findings[0].gain_yuan", json!(yuan));
    let serious = || ("findings[0].harm", json!("serious"));
    let outside = || blocks("amount_outside_range", "findings[0].proposed_yuan");
    let unchosen = || blocks("amount_not_chosen", "findings[0].proposed_yuan");
    let on_spot = |yuan: i64| json!({ "outcome": "on_spot_penalty", "fine_yuan": yuan });
    let opened = |least: i64, most: i64, penalty: &[&str], hearing: bool| {
        json!({
            "outcome": "case_opened", "procedure": "ordinary", "fine_yuan": null,
            "range_yuan": [least, most], "penalty": penalty, "hearing": hearing,
        })
    };
    let charters = |amounts: [Option<i64>; 2]| {
        let finding = |(code, yuan): (&str, Option<i64>)| json!({ "code": code, "facts": "包车", "proposed_yuan": yuan });
        let both = ["CH-001", "CH-002"].into_iter().zip(amounts).map(finding);
        vec![("findings", both.collect::<Value>())]
    };
    let free =
        json!({ "outcome": "case_opened", "may_impound": null, "range_yuan": [3000, 10_000] });
    judge(&[
        // 道条68(1) 1,000 to 2,000, not 粤道条63 1,000 to 3,000 (ruling 12).
        ("S10", vec![code("PK-007")], opened(1_000, 2_000, &["fine"], false)),
        ("S18", vec![code("PK-007")], unchosen()),
        ("S18", vec![code("PK-007"), yuan(2_000)], on_spot(2_000)),
        ("S18", vec![code("PK-007"), yuan(2_001)], outside()),
        ("S18", vec![code("FR-009")], blocks("basis_not_chosen", "findings[0].code")),
        ("S18", vec![code("CH-001")], unchosen()),
        ("S18", vec![code("CH-001"), yuan(2_000)], on_spot(2_000)),
        ("S18", vec![code("CH-001"), yuan(999)], outside()),
        ("S18", vec![code("CH-001"), yuan(5_000)], outside()),
        (
            "S18",
            vec![code("CH-001"), serious()],
            opened(1_000, 3_000, &["fine", "revocation"], true),
        ),
        ("S18", charters([None, None]), opened(2_000, 6_000, &["fine"], false)),
        ("S18", charters([Some(1_500), None]), opened(2_500, 4_500, &["fine"], false)),
        ("S18", charters([Some(1_500), Some(1_500)]), on_spot(3_000)),
        ("S18", charters([Some(1_500), Some(3_001)]), {
            blocks("amount_outside_range", "findings[1].proposed_yuan")
        }),
        ("S08", vec![code("NC-002")], free),
        (
            "S08",
            vec![code("NC-002")],
            opened(3_000, 10_000, &["warning", "fine", "confiscation"], true),
        ),
        ("S08", vec![gain(20_000)], opened(10_000, 100_000, &["fine", "confiscation"], true)),
        ("S08", vec![gain(30_000)], opened(60_000, 300_000, &["fine", "confiscation"], true)),
        ("S08", vec![yuan(9_999)], outside()),
        (
            "S08",
            vec![yuan(10_000)],
            json!({ "outcome": "case_opened", "fine_yuan": 10_000, "hearing": true }),
        ),
    ]);
}

#[test]
fn an_act_is_waived_only_when_slight_corrected_and_without_harm() {
    let row = |corrected: bool, harm: &'static str| {
        vec![("findings[0].corrected_at_once", json!(corrected)), ("findings[0].harm", json!(harm))]
    };
    let fined = || json!({ "outcome": "on_spot_penalty", "fine_yuan": 200 });
    judge(&[
        ("S17", row(true, "none"), json!({ "outcome": "correction", "fine_yuan": null })),
        ("S17", row(true, "slight"), fined()),
        ("S17", row(false, "none"), fined()),
    ]);
}

#[test]
fn only_decisions_that_stand_are_counted() {
    let acts = |list: &[(&str, &str)]| {
        let act = |(on, decision): &(&str, &str)| json!({ "code": "OL-001", "plate": "粤D66A02", "on": on, "decision": decision });
        vec![("history", list.iter().map(act).collect::<Value>())]
    };
    let (third, fourth) = ("over_limit_third_in_window", "over_limit_more_than_three_in_window");
    for (history, want) in [
        (acts(&[("2026-03-02", "final"), ("2026-04-02", "quashed")]), json!(null)),
        (acts(&[("2026-03-02", "final"), ("2026-04-02", "pending")]), json!(null)),
        (
            acts(&[("2026-03-02", "final"), ("2026-04-02", "quashed"), ("2026-06-12", "final")]),
            json!([third]),
        ),
        (
            acts(&[("2026-03-02", "final"), ("2026-04-02", "final"), ("2026-06-12", "final")]),
            json!([fourth]),
        ),
        // The year of this lorry began on 15 January.
        (acts(&[("2026-01-14", "final"), ("2026-01-15", "final")]), json!(null)),
    ] {
        let (_folder, mut desk) = found(sample(), EVENING);
        let (_, answers, _) = check(&mut desk, vec![changed("S03", &history)]);
        assert_eq!(answers[0]["warnings"], want, "{history:?}");
    }
}

#[test]
fn our_own_decision_is_counted_until_headquarters_says_that_it_was_quashed() {
    let history = |list: &[(&str, &str)]| -> Value {
        let act = |(on, decision): &(&str, &str)| json!({ "code": "OL-001", "plate": "粤D66A02", "on": on, "decision": decision });
        list.iter().map(act).collect()
    };
    let stop = |at: &str, acts: Value| changed("S03", &[("at", json!(at)), ("history", acts)]);
    let (_folder, mut desk) = found(sample(), EVENING);
    let (_, answers, _) = check(
        &mut desk,
        vec![
            stop("2026-06-12T08:00:00+08:00", json!([])),
            stop("2026-09-01T08:00:00+08:00", history(&[("2026-06-12", "final")])),
            stop("2026-10-01T08:00:00+08:00", json!([])),
            stop("2026-11-01T08:00:00+08:00", history(&[("2026-06-12", "quashed")])),
        ],
    );
    let warnings: Vec<Value> = answers.iter().map(|answer| answer["warnings"].clone()).collect();
    // For the driver as for the vehicle, though headquarters does not say who drove.
    let third = json!(["over_limit_third_in_window", "driver_over_limit_third_in_window"]);
    assert_eq!(warnings, [json!(null), json!(null), third.clone(), third]);
}

#[test]
fn a_blocked_stop_stays_recorded_as_an_inspection() {
    let (folder, mut desk) = found(sample(), EVENING);
    check(&mut desk, vec![scenarios::stop("S15"), scenarios::stop("S06")]);
    let rows = bureau::reader(folder.path()).inspections("", None, 10).unwrap();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row.documents == 0 && row.document_no.is_empty()));
    assert_eq!(rows[1].at, at("2026-11-23T12:40:00+08:00"));
}

#[test]
fn the_same_act_of_one_trip_is_fined_once_however_often_it_is_stopped() {
    let stop =
        |id: &str, earlier: Value| changed("S03", &[("id", json!(id)), ("same_trip_as", earlier)]);
    let (_folder, mut desk) = found(sample(), EVENING);
    let stops = vec![stop("A", json!(null)), stop("B", json!("A")), stop("C", json!("B"))];
    let (_, answers, _) = check(&mut desk, stops);
    assert_eq!(answers[0]["outcome"], "on_spot_penalty");
    for answer in &answers[1..] {
        let want = blocks("one_act_one_fine", "same_trip_as");
        assert_eq!(lacks(&want, answer), Vec::<String>::new());
    }
}
