//! Several readings, the slip, deductions, claims, the permit and the unloading: which reading the act is judged by, what cannot be,
//! and what answer, journal, papers and `show` say.

use crate::bad_input::changed;
use crate::bureau::{EVENING, check, found, sample};
use crate::rulebook;
use crate::rulings::judged_at;
use crate::scenarios::stop;
use crate::typed::shown;
use lucha::domain::blocked::Rule;
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::judgement::{Judgement, Outcome};
use lucha::domain::inspection::unloading::read_distance_m;
use lucha::domain::rulebook::{Rulebook, WeighingDeduction};
use lucha::wire::event::{self, Body};
use serde_json::{Value, json};

const VALID: &str = "2027-05-01";
const ENDED: &str = "2026-11-22";

fn read(kind: &str, gross_kg: i64, until: &str) -> Value {
    json!({
        "kind": kind, "gross_kg": gross_kg, "at": "2026-11-23T09:20:00+08:00", "device": "SCS-09",
        "accuracy_class": 5, "certificate_no": "粤检2026-0400", "certificate_until": until,
        "slip_no": "J-2",
    })
}

fn judged(changes: &[(&str, Value)]) -> Judgement {
    judged_by(changes, &rulebook::sample())
}

fn judged_by(changes: &[(&str, Value)], book: &Rulebook) -> Judgement {
    judged_at(changed("S01", changes), book, EVENING)
}

fn answer(stop: Value) -> Value {
    let (_folder, mut desk) = found(sample(), EVENING);
    let (_, mut answers, said) = check(&mut desk, vec![stop]);
    assert_eq!((answers.len(), said.as_str()), (1, ""));
    answers.remove(0)
}

/// What is changed in S01, which reading counts, by which rule, and its mass in kg.
type Chosen = (Vec<(&'static str, Value)>, &'static str, &'static str, i64);

/// The first reading is S01's: 31,240 kg on a scale in force until 2027-03-11. What is recorded beside it, and what counts.
fn chosen() -> Vec<Chosen> {
    let disputed = json!({ "standing": "disputed", "dispute": "未开空调" });
    let ended = ("weighing.certificate_until", json!(ENDED));
    let pre_check = ("weighing.kind", json!("pre_check"));
    let readings = |all: Value| ("readings", all);
    let slip = ("slip", disputed);
    vec![
        (
            vec![readings(json!([read("fixed", 30_000, VALID)]))],
            "readings[0]",
            "least_of_equals",
            30_000,
        ),
        (
            vec![readings(json!([read("fixed", 32_000, VALID)]))],
            "weighing",
            "least_of_equals",
            31_240,
        ),
        (
            vec![pre_check.clone(), readings(json!([read("fixed", 32_000, VALID)]))],
            "readings[0]",
            "fixed_over_pre_check",
            32_000,
        ),
        (
            vec![readings(json!([read("pre_check", 30_000, VALID)]))],
            "weighing",
            "fixed_over_pre_check",
            31_240,
        ),
        // A second weighing that nobody disputed anything for is one at a site like others.
        (
            vec![readings(json!([read("second", 31_900, VALID)]))],
            "weighing",
            "least_of_equals",
            31_240,
        ),
        (
            vec![slip.clone(), readings(json!([read("second", 31_900, VALID)]))],
            "readings[0]",
            "second_on_dispute",
            31_900,
        ),
        // A second weighing without a certificate in force proves nothing against the first.
        (
            vec![slip.clone(), readings(json!([read("second", 29_000, ENDED)]))],
            "weighing",
            "proven_only",
            31_240,
        ),
        (
            vec![ended.clone(), readings(json!([{}, read("pre_check", 30_500, VALID)]))],
            "readings[1]",
            "proven_only",
            30_500,
        ),
        (
            vec![
                slip,
                readings(json!([
                    read("second", 31_500, VALID),
                    read("second", 30_800, VALID),
                    read("fixed", 26_000, VALID)
                ])),
            ],
            "readings[1]",
            "second_on_dispute",
            30_800,
        ),
    ]
}

#[test]
fn one_of_several_readings_counts_under_a_rule_with_a_name() {
    for (changes, field, rule, gross_kg) in chosen() {
        let judgement = judged(&changes);
        let weighed = judgement.weighed.as_ref().unwrap();
        let counting = weighed.reading.unwrap();
        assert_eq!(
            (counting.field().as_str(), counting.rule.word(), weighed.gross_kg),
            (field, rule, gross_kg),
            "{changes:?}"
        );
        assert_eq!(weighed.over_kg, gross_kg - 25_000);
        let on_scale = judgement.blocked.iter().any(|no| no.rule == Rule::DeviceCertificate);
        assert!(!on_scale, "{changes:?} {:?}", judgement.blocked);
    }
    assert_eq!(judged(&[]).weighed.unwrap().reading, None, "one reading needs no rule");
    // None proven: the first is shown, and no fine rests on it.
    let ended = ("weighing.certificate_until", json!(ENDED));
    let none = judged(&[ended, ("readings", json!([read("fixed", 30_000, ENDED)]))]);
    assert_eq!(none.weighed.unwrap().reading.unwrap().rule.word(), "none_proven");
    assert_eq!((none.outcome, none.blocked[0].rule), (Outcome::Blocked, Rule::DeviceCertificate));
}

#[test]
fn the_certificate_is_asked_on_the_day_of_its_own_reading() {
    let (field, before) = ("weighing.at", json!("2026-11-22T23:50:00+08:00"));
    let until = ("weighing.certificate_until", json!(ENDED));
    let refused = judged(std::slice::from_ref(&until));
    assert_eq!(refused.blocked[0].rule, Rule::DeviceCertificate);
    let early = judged(&[until, (field, before), ("at", json!("2026-11-23T00:10:00+08:00"))]);
    assert!(!early.blocked.iter().any(|no| no.rule == Rule::DeviceCertificate));
}

#[test]
fn what_the_officers_must_see_of_slip_and_readings_warns() {
    let warned = |changes: &[(&str, Value)]| -> Vec<(String, String)> {
        let all = judged(changes).warnings;
        let told = |name: &str| {
            ["slip_disputed", "reading_unproven", "deduction_unverified", "released_over_limit"]
                .contains(&name)
        };
        all.iter()
            .filter(|warning| told(warning.name()))
            .map(|warning| (warning.name().into(), warning.field().unwrap_or("").into()))
            .collect()
    };
    let one = |name: &str, field: &str| vec![(name.to_string(), field.to_string())];
    let slip = ("slip", json!({ "no": "J-1", "standing": "disputed", "dispute": "秤不准" }));
    assert_eq!(warned(std::slice::from_ref(&slip)), one("slip_disputed", "slip.standing"));
    let signed = ("slip", json!({ "no": "J-1", "standing": "signed" }));
    assert_eq!(warned(&[signed]), []);
    for kind in ["second", "fixed"] {
        let again = ("readings", json!([read(kind, 30_900, VALID)]));
        assert_eq!(warned(&[slip.clone(), again]), [], "{kind}");
    }
    let before = ("readings", json!([read("pre_check", 30_900, VALID)]));
    assert_eq!(warned(&[slip.clone(), before]), one("slip_disputed", "slip.standing"));
    let unproven = ("readings", json!([read("second", 30_900, ENDED)]));
    let both = warned(&[slip, unproven]);
    assert_eq!(both.len(), 2, "{both:?}");
    assert!(both.contains(&("reading_unproven".into(), "readings[0].certificate_until".into())));
    let released = ("unloading", json!({ "released_at": "2026-11-23T10:30:00+08:00" }));
    let over = one("released_over_limit", "unloading.released_at");
    assert_eq!(warned(std::slice::from_ref(&released)), over);
    let inside = json!({ "gross_kg": 24_940, "at": "2026-11-23T10:05:00+08:00" });
    assert_eq!(warned(&[released.clone(), ("reweighing", inside)]), []);
    let still = json!({ "gross_kg": 25_001, "at": "2026-11-23T10:05:00+08:00" });
    assert_eq!(warned(&[released, ("reweighing", still)]), over);
}

#[test]
fn a_named_deduction_is_applied_only_where_somebody_stands_for_it() {
    let named = |id: &str| vec![("weighing.deduction", json!(id))];
    let mut book = rulebook::sample();
    let of = |book: &Rulebook, id: &str| {
        let judgement = judged_by(&named(id), book);
        let weighed = judgement.weighed.clone().unwrap();
        let unverified = judgement.warnings.iter().any(|it| it.name() == "deduction_unverified");
        (weighed.deduction_kg, weighed.deduction_rule, unverified)
    };
    assert_eq!(of(&book, "none"), (0, "none".into(), false));
    assert_eq!(of(&book, "class_error"), (0, String::new(), true));
    assert_eq!(of(&book, "initial_error"), (0, String::new(), true));
    let refused = judged_by(&named("half_a_tonne"), &book);
    let no = &refused.blocked[0];
    assert_eq!((no.rule, no.field.as_str()), (Rule::ImpossibleValue, "weighing.deduction"));
    // 2 percent of 31,240 is 624.8; a started kilogram is the party's.
    for rule in &mut book.deductions {
        rule.confirmed = true;
    }
    assert_eq!(of(&book, "class_error"), (625, "class_error".into(), false));
    assert_eq!(of(&book, "initial_error"), (313, "initial_error".into(), false));
    // What headquarters takes off for everybody no rule makes smaller.
    book.rulings.weighing_deduction = WeighingDeduction::ClassError;
    assert_eq!(of(&book, "none"), (625, "class_error".into(), false));
    assert_eq!(of(&book, "class_error"), (625, "class_error".into(), false));
}

#[test]
fn a_rule_takes_off_a_share_and_a_mass_and_never_more_than_there_is() {
    let book = rulebook::sample();
    let rule = |id: &str| book.deductions.iter().find(|rule| rule.id == id).unwrap().clone();
    for (id, gross_kg, class, want) in [
        ("none", 53_900, 5, Some(0)),
        ("none", 53_900, 0, Some(0)),
        ("class_error", 53_900, 5, Some(2_695)),
        ("class_error", 53_900, 2, Some(1_078)),
        ("class_error", 53_900, 10, Some(5_390)),
        ("class_error", 53_901, 10, Some(5_391)),
        ("class_error", 53_900, 0, None),
        ("class_error", -5, 5, Some(0)),
        ("initial_error", 53_900, 5, Some(1_348)),
    ] {
        assert_eq!(rule(id).kg(gross_kg, class), want, "{id} {gross_kg} {class}");
    }
    let mut fixed = rule("none");
    fixed.off_kg = 500;
    assert_eq!((fixed.kg(20_000, 0), fixed.kg(300, 0)), (Some(500), Some(300)));
}

#[test]
fn a_claim_that_was_refused_frees_of_nothing_and_says_why() {
    let claim = |more: Value| {
        let mut claim = json!({ "feature": "冷藏车", "proof": "行驶证" });
        claim.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ("exemption", claim)
    };
    let wide = ("weighing.width_mm", json!(2_600));
    let size = |more: Value| {
        let judgement = judged(&[claim(more), wide.clone()]);
        let lacks: Vec<String> =
            judgement.missing.iter().filter(|it| it.starts_with("exemption")).cloned().collect();
        (judgement.weighed.unwrap().size.is_some(), lacks)
    };
    assert_eq!(size(json!({})), (false, vec![]));
    assert_eq!(size(json!({ "accepted": true })), (false, vec![]));
    let bare = (true, vec!["exemption.proof".to_string()]);
    assert_eq!(size(json!({ "accepted": true, "proof": " " })), bare);
    let refused = (true, vec!["exemption.why".to_string()]);
    assert_eq!(size(json!({ "accepted": false })), refused);
    assert_eq!(size(json!({ "accepted": false, "why": "没有制冷机组" })), (true, vec![]));
}

#[test]
fn the_permit_is_compared_field_by_field() {
    let differs = |changes: &[(&str, Value)]| {
        let answer = answer(changed("S16", changes));
        let all = answer["permit_differs"].as_array().cloned().unwrap_or_default();
        let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_string();
        all.iter()
            .map(|one| [text(one, "field"), text(one, "permitted"), text(one, "seen")].join(" "))
            .collect::<Vec<_>>()
    };
    let mass = "permit.gross_kg 88000 95400";
    assert_eq!(differs(&[]), [mass]);
    for (field, value, said) in [
        ("permit.plate", json!("粤B88888"), "permit.plate 粤B88888 粤B99999"),
        ("permit.trailer_plate", json!(null), "permit.trailer_plate / 粤B0001挂"),
        ("permit.route", json!("G324"), "permit.route G324 G15"),
        ("permit.until", json!("2026-11-22"), "permit.until 2026-11-22 2026-11-23"),
        ("permit.from", json!("2026-11-24"), "permit.from 2026-11-24 2026-11-23"),
        ("permit.length_mm", json!(17_999), "permit.length_mm 17999 18000"),
        ("permit.width_mm", json!(2_549), "permit.width_mm 2549 2550"),
        ("permit.height_mm", json!(3_999), "permit.height_mm 3999 4000"),
        ("permit.axles", json!(7), "permit.axles 7 6"),
        (
            "permit.registered_no",
            json!("粤超限2026-0089"),
            "permit.no 粤超限2026-0088 粤超限2026-0089",
        ),
    ] {
        let got = differs(&[(field, value.clone())]);
        assert!(got.len() == 2 && got.contains(&mass.into()), "{field} {got:?}");
        assert!(got.contains(&said.into()), "{field}: {got:?}");
    }
    for (field, value) in [
        ("permit.axles", json!(6)),
        ("permit.registered_no", json!("粤超限2026-0088")),
        ("permit.compared", json!(true)),
    ] {
        assert_eq!(differs(&[(field, value)]), [mass], "{field}");
    }
    // Another number of axles takes the cover of the permit away (超限 47).
    let lawful = [("weighing.gross_kg", json!(88_000)), ("findings", json!([]))];
    assert_eq!(answer(changed("S16", &lawful))["outcome"], "no_violation");
    let axles = [lawful[0].clone(), lawful[1].clone(), ("permit.axles", json!(7))];
    let no = answer(changed("S16", &axles));
    assert_eq!(no["blocked"][0]["rule"], "finding_and_weighing_disagree", "{no}");
}

#[test]
fn times_in_the_wrong_order_and_readings_that_cannot_be_are_refused_in_one_sentence() {
    let guided = json!({
        "site": "莲下治超站", "distance_m": 3200, "left_at": "2026-11-23T08:50:00+08:00",
        "at": "2026-11-23T09:02:00+08:00",
    });
    let unloading = json!({
        "manner": "transferred", "transfer_plate": "粤D7777挂",
        "began_at": "2026-11-23T09:30:00+08:00", "ended_at": "2026-11-23T09:58:00+08:00",
        "released_at": "2026-11-23T10:20:00+08:00",
    });
    let again =
        json!({ "unloaded_kg": 6300, "gross_kg": 24_940, "at": "2026-11-23T10:05:00+08:00" });
    let whole = [
        ("guided", guided),
        ("weighing.at", json!("2026-11-23T09:05:00+08:00")),
        ("readings", json!([read("second", 31_000, VALID)])),
        ("unloading", unloading),
        ("reweighing", again),
    ];
    let rows = [
        ("guided.left_at", json!("2026-11-23T08:39:00+08:00"), "驶离检查地点的时间"),
        ("guided.at", json!("2026-11-23T08:49:00+08:00"), "驶离时间"),
        ("guided.distance_m", json!(-3), "1 至 100,000 米"),
        ("weighing.at", json!("2026-11-21T09:05:00+08:00"), "首次称重的时间"),
        ("weighing.at", json!("2026-11-23T18:10:00+08:00"), "首次称重的时间"),
        ("readings[0].at", json!("2026-11-23T09:04:00+08:00"), "异议复称不早于首次称重"),
        ("readings[0].gross_kg", json!(999), "1,000 至 300,000"),
        ("unloading.began_at", json!("2026-11-23T09:04:00+08:00"), "开始卸载的时间"),
        ("unloading.ended_at", json!("2026-11-23T09:29:00+08:00"), "不早于开始卸载"),
        ("reweighing.at", json!("2026-11-23T09:57:00+08:00"), "卸载完毕"),
        ("unloading.released_at", json!("2026-11-23T09:57:00+08:00"), "放行的时间"),
        ("unloading.released_at", json!("2026-11-23T10:04:00+08:00"), "放行的时间"),
        ("unloading.released_at", json!("2026-11-23T18:10:00+08:00"), "放行的时间"),
    ];
    assert_eq!(answer(changed("S01", &whole))["outcome"], "on_spot_penalty");
    for (field, value, sentence) in rows {
        let mut changes = whole.to_vec();
        changes.push((field, value.clone()));
        let answer = answer(changed("S01", &changes));
        let blocked = answer["blocked"].as_array().unwrap();
        let no = blocked.iter().find(|no| no["field"] == field);
        let no = no.unwrap_or_else(|| panic!("{field} {value} is not refused: {answer}"));
        let all = blocked.iter().filter(|no| no["rule"] == "impossible_value").count();
        assert_eq!((&no["rule"], all), (&json!("impossible_value"), 1), "{field} {answer}");
        let said = no["unblocked_by"].as_str().unwrap();
        assert!(said.contains(sentence) && said.matches('。').count() == 1, "{field}: {said}");
    }
    let (_folder, mut desk) = found(sample(), EVENING);
    for (field, word) in
        [("weighing.kind", "moving"), ("slip.standing", "torn"), ("unloading.manner", "thrown")]
    {
        let (list, _) = field.split_once('.').unwrap();
        let mut stop = stop("S01");
        if stop.get(list).is_none() {
            stop[list] = json!({});
        }
        let (_, answers, said) =
            check(&mut desk, vec![crate::bureau::with(stop, field, json!(word))]);
        assert!(answers.is_empty() && said.starts_with(&format!("stops[0].{field}: ")), "{said}");
    }
    let five = json!([{}, {}, {}, {}, { "gross_kg": 30_000 }]);
    let no = &answer(changed("S01", &[("readings", five)]))["blocked"][0];
    assert_eq!(no["field"], "readings[4].gross_kg");
}

#[test]
fn a_distance_is_read_in_metres_and_in_kilometres() {
    for (typed, want) in [
        ("3200", Some(3_200)),
        (" 3200 m ", Some(3_200)),
        ("3200米", Some(3_200)),
        ("3.2 km", Some(3_200)),
        ("3.2KM", Some(3_200)),
        ("12公里", Some(12_000)),
        ("0.05千米", Some(50)),
        ("-3", Some(-3)),
        ("-1.5 km", Some(-1_500)),
        ("3.2", None),
        ("3.2345 km", None),
        ("3. km", None),
        ("km", None),
        ("远", None),
        ("99999999999999999999 km", None),
    ] {
        assert_eq!(read_distance_m(typed), want, "{typed}");
    }
}

/// The bytes of the facts that a stop is recorded as, which read back as they were.
fn recorded(stop: Value) -> Vec<u8> {
    let facts = lucha::wire::stop::read(stop).unwrap().facts;
    let body = Body::Inspection(Event::InspectionRecorded(Box::new(facts)));
    let (kind, schema, bytes) = event::encode(&body);
    assert_eq!(event::decode(kind, schema, &bytes).unwrap(), body);
    bytes
}

#[test]
fn everything_is_kept_and_nothing_of_it_stands_in_a_stop_without_it() {
    let plain = recorded(stop("S16"));
    for (field, value) in [
        ("weighing.at", json!("2026-11-23T13:05:00+08:00")),
        ("weighing.kind", json!("fixed")),
        ("weighing.deduction", json!("none")),
        ("readings", json!([{}, read("second", 95_000, VALID)])),
        ("slip", json!({ "no": "J-1", "standing": "refused", "dispute": "秤不准" })),
        ("unloading", json!({ "manner": "own", "ended_at": "2026-11-23T14:00:00+08:00" })),
        ("permit.axles", json!(6)),
        ("permit.registered_no", json!("粤超限2026-0088")),
        ("permit.compared", json!(true)),
        ("exemption", json!({ "feature": "冷藏车", "accepted": false, "why": "无" })),
        ("guided", json!({ "site": "站", "left_at": "2026-11-23T13:01:00+08:00" })),
    ] {
        assert_ne!(recorded(changed("S16", &[(field, value)])), plain, "{field}");
    }
    for (field, nothing) in [
        ("readings", json!([{}, {}])),
        ("slip", json!({})),
        ("unloading", json!({})),
        ("weighing.kind", json!("")),
        ("permit.compared", json!(false)),
    ] {
        assert_eq!(recorded(changed("S16", &[(field, nothing)])), plain, "{field}");
    }
}

#[test]
fn answer_and_show_say_which_reading_counts_and_how_it_was_unloaded() {
    let changes = [
        ("weighing.kind", json!("pre_check")),
        ("weighing.at", json!("2026-11-23T08:42:00+08:00")),
        ("readings", json!([read("fixed", 31_000, VALID)])),
        ("slip", json!({ "no": "J-1", "standing": "signed" })),
        (
            "guided",
            json!({ "site": "莲下治超站", "distance_m": 12_500, "left_at": "2026-11-23T08:50:00+08:00", "at": "2026-11-23T09:10:00+08:00" }),
        ),
        (
            "unloading",
            json!({ "manner": "transferred", "transfer_plate": "粤d7777挂", "began_at": "2026-11-23T09:30:00+08:00", "ended_at": "2026-11-23T09:58:00+08:00", "released_at": "2026-11-23T10:20:00+08:00" }),
        ),
        ("reweighing", json!({ "gross_kg": 24_900, "at": "2026-11-23T10:05:00+08:00" })),
    ];
    let (folder, mut desk) = found(sample(), EVENING);
    let (_, answers, said) = check(&mut desk, vec![changed("S01", &changes)]);
    let answer = &answers[0];
    assert_eq!(answer["outcome"], "on_spot_penalty", "{said} {answer}");
    assert_eq!((&answer["over_kg"], &answer["fine_yuan"]), (&json!(6_000), &json!(3_000)));
    let reading = json!({ "field": "readings[0]", "rule": "fixed_over_pre_check" });
    assert_eq!(answer["reading"], reading);
    let no = answer["number"].as_str().unwrap().to_string();
    drop(desk);
    let told: Value = serde_json::from_str(&shown(folder.path(), &no, true)).unwrap();
    assert_eq!(told["reading"], reading);
    assert_eq!(told["unloading"]["transfer_plate"], "粤D7777挂");
    assert_eq!(told["slip"]["standing"], "signed");
    assert_eq!(told["readings"][0]["gross_kg"], 31_000);
    let words = shown(folder.path(), &no, false);
    for line in [
        "引导至站点: 莲下治超站 12,500 m (12.5 km) 2026-11-23 09:10",
        "驶离时间: 2026-11-23 08:50",
        "卸载方式: 分装",
        "分装车辆: 粤D7777挂",
        "放行时间: 2026-11-23 10:20",
        "称重场合: 流动检测初检 2026-11-23 08:42",
        "其他读数: 固定站点检测 31,000 kg SCS-09 粤检2026-0400 2027-05-01 2026-11-23 09:20 J-2",
        "检测单: J-1 签名确认",
        "以 31,000 kg 为准: 固定站点优先于流动初检 (路保条例第四十条)",
    ] {
        assert!(words.lines().any(|shown| shown == line), "{line}\n{words}");
    }
}
