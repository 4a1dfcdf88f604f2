//! Led to a fixed site, unloaded and weighed again: what a script may say of it, what cannot be, what the papers, the
//! journal and `show` say; and that the act keeps the first weighing.

use crate::bad_input::changed;
use crate::bureau::{EVENING, check, found, sample, with};
use crate::rulings::judged_at;
use crate::scenarios::stop;
use crate::typed::shown;
use lucha::domain::blocked::Rule;
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::judgement::{Judgement, Outcome};
use lucha::wire::event::{self, Body};
use serde_json::{Value, json};

fn guided() -> Value {
    json!({ "site": "莲下治超站", "distance_m": 3200, "at": "2026-11-23T09:02:00+08:00" })
}

fn reweighing() -> Value {
    json!({ "unloaded_kg": 6300, "gross_kg": 24_940, "at": "2026-11-23T10:05:00+08:00" })
}

/// S01, led to the site, unloaded and weighed again, with some of it changed.
pub fn asked(changes: &[(&str, Value)]) -> Value {
    let whole = [("guided", guided()), ("reweighing", reweighing())];
    let all: Vec<(&str, Value)> = whole.into_iter().chain(changes.iter().cloned()).collect();
    changed("S01", &all)
}

fn answer(stop: Value) -> Value {
    let (_folder, mut desk) = found(sample(), EVENING);
    let (_, mut answers, said) = check(&mut desk, vec![stop]);
    assert_eq!((answers.len(), said.as_str()), (1, ""));
    answers.remove(0)
}

/// What the law alone gives in the evening, whatever is not recorded yet: `answer` without a bureau.
fn judged(stop: Value) -> Judgement {
    Judgement { missing: Vec::new(), ..judged_at(stop, &crate::rulebook::sample(), EVENING) }
}

/// Rule and field of the first refusal.
fn refused(stop: Value) -> (Outcome, Rule, String) {
    let judgement = judged(stop);
    let first = judgement.blocked[0].clone();
    (judgement.outcome, first.rule, first.field)
}

#[test]
fn the_act_keeps_the_first_weighing_whatever_the_scale_shows_afterwards() {
    let (before, after) = (answer(stop("S01")), answer(asked(&[])));
    assert_eq!(before, after, "nothing that is decided rests on it");
    assert_eq!((&after["over_kg"], &after["fine_yuan"]), (&json!(6_240), &json!(3_000)));
    // Still above the limit: it warns, and the fine is the same.
    let more = [("reweighing.gross_kg", json!(26_000)), ("reweighing.unloaded_kg", json!(5_240))];
    let still = answer(asked(&more));
    assert_eq!((&still["outcome"], &still["fine_yuan"]), (&before["outcome"], &json!(3_000)));
    let warned = json!({ "warning": "still_over_limit", "field": "reweighing.gross_kg" });
    assert_eq!(still["warning_fields"], json!([warned]), "{still}");
    let limit = [("reweighing.gross_kg", json!(25_000)), ("reweighing.unloaded_kg", json!(6_240))];
    assert_eq!(judged(asked(&limit)), judged(stop("S01")), "exactly the limit is inside");
}

#[test]
fn what_cannot_be_blocks_with_its_field_and_a_sentence_of_its_own() {
    let late = "2026-11-23T18:02:01+08:00";
    let rows = [
        ("guided.distance_m", json!(0), "1 至 100,000 米"),
        ("guided.distance_m", json!(-5), "1 至 100,000 米"),
        ("guided.distance_m", json!(100_001), "1 至 100,000 米"),
        ("guided.at", json!("2026-11-23T08:39:59+08:00"), "不早于检查时间"),
        ("guided.at", json!(late), "不早于检查时间"),
        ("guided.at", json!("九点"), "不早于检查时间"),
        ("reweighing.at", json!("2026-11-23T09:01:59+08:00"), "到达站点的时间"),
        ("reweighing.at", json!(late), "到达站点的时间"),
        ("reweighing.gross_kg", json!(31_241), "不高于首次称重"),
        ("reweighing.gross_kg", json!(999), "不高于首次称重"),
        ("reweighing.gross_kg", json!(i64::MIN), "不高于首次称重"),
        ("reweighing.unloaded_kg", json!(0), "与两次称重之差相符"),
        ("reweighing.unloaded_kg", json!(-6_300), "与两次称重之差相符"),
        // 31,240 - 24,940 = 6,300, and two readings of class 2 are off by 1,123 kg together.
        ("reweighing.unloaded_kg", json!(7_424), "与两次称重之差相符"),
        ("reweighing.unloaded_kg", json!(5_176), "与两次称重之差相符"),
        ("reweighing.unloaded_kg", json!(i64::MAX), "与两次称重之差相符"),
        ("reweighing.certificate_until", json!("2027-02-29"), "标 ! 的字段"),
    ];
    let stops = rows.iter().map(|(field, value, _)| asked(&[(field, value.clone())])).collect();
    let (_folder, mut desk) = found(sample(), EVENING);
    let (_, answers, said) = check(&mut desk, stops);
    assert_eq!((answers.len(), said.as_str()), (rows.len(), ""));
    for ((field, value, sentence), answer) in rows.iter().zip(answers) {
        let no = &answer["blocked"][0];
        assert_eq!(
            (&answer["outcome"], &no["rule"], no["field"].as_str()),
            (&json!("blocked"), &json!("impossible_value"), Some(*field)),
            "{value} {answer}"
        );
        let said = no["unblocked_by"].as_str().unwrap();
        assert!(said.contains(sentence), "{field}: {said}");
    }
}

#[test]
fn what_can_just_be_is_taken() {
    let fine = judged(stop("S01"));
    assert_eq!(fine.outcome, Outcome::OnSpotPenalty);
    for (field, value) in [
        ("guided.distance_m", json!(1)),
        ("guided.distance_m", json!(100_000)),
        ("guided.distance_m", json!(null)),
        ("guided.at", json!("2026-11-23T08:40:00+08:00")),
        ("reweighing.at", json!("2026-11-23T09:02:00+08:00")),
        ("reweighing.at", json!("2026-11-23T18:02:00+08:00")),
        ("reweighing.unloaded_kg", json!(7_423)),
        ("reweighing.unloaded_kg", json!(5_177)),
        ("reweighing.unloaded_kg", json!(null)),
        ("reweighing.gross_kg", json!(null)),
        ("reweighing", json!({ "at": "2030-01-01T00:00:00+08:00" })),
        ("guided", json!({ "site": " ", "distance_m": 0 })),
    ] {
        assert_eq!(judged(asked(&[(field, value.clone())])), fine, "{field} {value}");
    }
    // Seconds are not written by anybody: the minute of the stop is not before it.
    let stop = [
        ("at", json!("2026-11-23T08:40:35+08:00")),
        ("guided.at", json!("2026-11-23T08:40:00+08:00")),
    ];
    assert_eq!(judged(asked(&stop)).outcome, Outcome::OnSpotPenalty);
    // A scale whose class nobody read is taken for the widest one.
    let class = ("weighing.accuracy_class", json!(null));
    let wide = [class.clone(), ("reweighing.unloaded_kg", json!(11_918))];
    assert_eq!(judged(asked(&wide)).outcome, Outcome::OnSpotPenalty);
    let wider = [class, ("reweighing.unloaded_kg", json!(11_919))];
    assert_eq!(refused(asked(&wider)).2, "reweighing.unloaded_kg");
    // The program asks the same law: one stop at the edge of each field, recorded and decided.
    let edges = [
        ("guided.distance_m", json!(100_000)),
        ("guided.at", json!("2026-11-23T08:40:00+08:00")),
        ("reweighing.at", json!("2026-11-23T18:02:00+08:00")),
        ("reweighing.unloaded_kg", json!(7_423)),
    ];
    let answer = answer(asked(&edges));
    assert_eq!(
        (&answer["outcome"], &answer["fine_yuan"]),
        (&json!("on_spot_penalty"), &json!(3_000))
    );
}

#[test]
fn what_was_never_weighed_is_not_weighed_again() {
    let never = asked(&[("weighing", json!(null)), ("findings", json!([]))]);
    let no = &answer(never)["blocked"][0];
    assert_eq!(
        (&no["rule"], &no["field"]),
        (&json!("impossible_value"), &json!("reweighing.gross_kg"))
    );
}

#[test]
fn a_second_scale_needs_a_certificate_in_force_on_its_day() {
    let on = |device: &str, no: &str, until: Value| {
        let scale = [
            ("reweighing.device", json!(device)),
            ("reweighing.certificate_no", json!(no)),
            ("reweighing.certificate_until", until),
        ];
        asked(&scale)
    };
    let fine = judged(stop("S01"));
    let last_day = on("SCS-09", "粤检2026-0400", json!("2026-11-23"));
    assert_eq!(judged(last_day), fine, "its last day counts");
    let same = on("SCS-07", "", json!(null));
    assert_eq!(judged(same), fine, "the same scale has the same certificate");
    let ended = [
        on("SCS-09", "粤检2026-0400", json!("2026-11-22")),
        on("SCS-09", "粤检2026-0400", json!(null)),
        on("SCS-09", "", json!("2027-11-22")),
        on("SCS-07", "粤检2025-0311", json!("2026-11-22")),
    ];
    let field = "reweighing.certificate_until";
    for stop in &ended {
        let want = (Outcome::Blocked, Rule::DeviceCertificate, field.to_string());
        assert_eq!(refused(stop.clone()), want, "{stop}");
    }
    // The program says it in a sentence.
    let first = &answer(ended[0].clone())["blocked"][0];
    let named = (&json!("device_certificate"), &json!(field));
    assert_eq!((&first["rule"], &first["field"]), named);
    assert!(first["unblocked_by"].as_str().unwrap().contains("检定"), "{first}");
}

#[test]
fn a_field_that_the_contract_does_not_know_is_refused_here_too() {
    for path in ["guided.place", "reweighing.gros_kg", "reweighing.fine_yuan"] {
        let (_folder, mut desk) = found(sample(), EVENING);
        let (_, answers, said) = check(&mut desk, vec![asked(&[(path, json!(1))])]);
        assert!(answers.is_empty() && said.starts_with(&format!("stops[0].{path}: ")), "{said}");
    }
}

/// The bytes of the facts that a stop is recorded as.
fn recorded(stop: Value) -> Vec<u8> {
    let facts = lucha::wire::stop::read(stop).unwrap().facts;
    let body = Body::Inspection(Event::InspectionRecorded(Box::new(facts)));
    let (kind, schema, bytes) = event::encode(&body);
    assert_eq!(event::decode(kind, schema, &bytes).unwrap(), body);
    bytes
}

#[test]
fn both_are_kept_behind_the_facts_that_were_there_before_them() {
    let other = [
        ("reweighing.device", json!("SCS-09")),
        ("reweighing.certificate_no", json!("粤检2026-0400")),
        ("reweighing.certificate_until", json!("2027-05-01")),
    ];
    let site = "15a3006fe88eb2e4b88be6b2bbe8b685e7ab9901190c80021b000001a205ec9340";
    let again = "16a60019189c0119616c02665343532d3039036fe7b2a4e6a380323032362d3034303004\
                 1a01354da5051b000001a2062640e0";
    let hex = |bytes: &[u8]| -> String { bytes.iter().map(|byte| format!("{byte:02x}")).collect() };
    let (plain, full) = (recorded(stop("S01")), recorded(asked(&other)));
    let behind = format!("{site}{again}");
    assert!(hex(&full).ends_with(&behind), "{}", hex(&full));
    // The head counts two keys more; nothing between them moved.
    let head = full.len() - behind.len() / 2 - plain.len();
    assert_eq!(hex(&full[1 + head..full.len() - behind.len() / 2]), hex(&plain[1..]));
    // On the first scale only what was weighed is kept.
    let same = "16a30019189c0119616c051b000001a2062640e0";
    assert!(hex(&recorded(asked(&[]))).ends_with(same));
}

#[test]
fn show_and_the_papers_say_it() {
    let (folder, mut desk) = found(sample(), EVENING);
    let (_, answers, _) = check(&mut desk, vec![asked(&[])]);
    let no = answers[0]["number"].as_str().unwrap().to_string();
    let plain = answer(stop("S01"));
    assert_eq!(answers[0]["documents"], plain["documents"]);
    drop(desk);
    let answer: Value = serde_json::from_str(&shown(folder.path(), &no, true)).unwrap();
    let at = |text: &str| json!(lucha::stdx::clock::Moment::parse(text).unwrap().rfc3339());
    assert_eq!(answer["guided"], with(guided(), "at", at("2026-11-23T09:02:00+08:00")));
    let mut again = with(reweighing(), "at", at("2026-11-23T10:05:00+08:00"));
    for (field, value) in [
        ("device", "SCS-07"),
        ("certificate_no", "粤检2026-0311"),
        ("certificate_until", "2027-03-11"),
    ] {
        again[field] = json!(value);
    }
    assert_eq!(answer["reweighing"], again);
    let words = shown(folder.path(), &no, false);
    for line in [
        "引导至站点: 莲下治超站 3,200 m 2026-11-23 09:02",
        "卸载质量: 6,300 kg",
        "复检总质量: 24,940 kg",
        "复检衡器: SCS-07 粤检2026-0311 2027-03-11",
        "复检时间: 2026-11-23 10:05",
    ] {
        assert!(words.lines().any(|shown| shown == line), "{line}\n{words}");
    }
}
