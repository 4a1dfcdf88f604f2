//! Odd plates, other people, identity, age and recusal at a stop: what is recorded, warned of, refused, printed and shown.

use crate::bureau::{EVENING, check, found, sample, with};
use crate::scenarios::{stop, stops};
use crate::typed::shown;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::keep_photograph::keep_photograph;
use lucha::domain::blocked::Warning;
use lucha::domain::inspection::event::Event;
use lucha::wire::event::{self, Body};
use lucha::wire::stop;
use serde_json::{Value, json};

const VIN: &str = "LZZ5CLSB6LA000001";
const OTHER_VIN: &str = "LFWSRXSJ2M1E00002";
const ZHANG: &str = "19050001001";

fn changed(base: &str, changes: &[(&str, Value)]) -> Value {
    changes.iter().fold(stop(base), |stop, (path, value)| with(stop, path, value.clone()))
}

/// The answer to one stop, in a bureau of its own.
fn answer(stop: Value) -> Value {
    let (_folder, mut desk) = found(sample(), EVENING);
    let (_, mut answers, said) = check(&mut desk, vec![stop]);
    assert_eq!(said, "");
    answers.remove(0)
}

/// Rules or warnings of an answer, each with its field.
fn named(answer: &Value, list: &str, key: &str) -> Vec<String> {
    let all = answer[list].as_array().cloned().unwrap_or_default();
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_string();
    all.iter().map(|one| format!("{} {}", text(one, key), text(one, "field"))).collect()
}

fn blocked(answer: &Value) -> Vec<String> {
    named(answer, "blocked", "rule")
}

fn warned(answer: &Value) -> Vec<String> {
    named(answer, "warning_fields", "warning")
}

/// The fields of the first paper of the only stop of `desk`.
fn minutes(desk: &mut Desk) -> Vec<(String, String)> {
    let id = desk.list("", 1).unwrap()[0].inspection;
    let document = desk.find(&id.to_string()).unwrap().documents[0].document;
    let reply = desk.handle(Command::OpenDocument { document, page: 1, width_px: 99 });
    let Reply::Document(page) = reply else { panic!("{reply:?}") };
    page.text
}

/// What the minutes of a stop say, all fields behind each other.
fn said(stop: Value) -> String {
    let (_folder, mut desk) = found(sample(), EVENING);
    let (_, answers, _) = check(&mut desk, vec![stop]);
    assert_ne!(answers[0]["outcome"], "blocked", "{}", answers[0]);
    minutes(&mut desk).into_iter().map(|(_, text)| text + "\n").collect()
}

/// Base stop, what is changed in it, outcome, what blocks and what warns.
type Row<'a> = (&'a str, Vec<(&'a str, Value)>, &'a str, Vec<&'a str>, Vec<&'a str>);

const STATE: &str = "vehicle.plate_state";
const PLATE: &str = "vehicle.plate";
const PHOTOGRAPH: &str = "photograph_wanted vehicle.plate_state";
const UNUSUAL: &str = "unusual_number vehicle.plate";
const NO_PLATE: &str = "impossible_value vehicle.plate";

fn judged(rows: Vec<Row<'_>>) {
    for (base, changes, outcome, no, warns) in rows {
        let answer = answer(changed(base, &changes));
        assert_eq!(answer["outcome"], outcome, "{changes:?} {answer}");
        assert_eq!(blocked(&answer), no, "{changes:?}");
        assert_eq!(warned(&answer), warns, "{changes:?}");
    }
}

#[test]
fn a_plate_that_is_missing_or_in_doubt_is_recorded_and_goes_to_the_police() {
    let missing = || (STATE, json!("missing"));
    let without = || (PLATE, Value::Null);
    let doubted = || (STATE, json!("suspected_false"));
    let vin = ("vehicle.vin", json!(VIN));
    judged(vec![
        ("S07", vec![missing(), without(), vin], "handed_over", vec![], vec![PHOTOGRAPH]),
        ("S01", vec![missing()], "blocked", vec![NO_PLATE], vec![PHOTOGRAPH]),
        (
            "S07",
            vec![missing(), without()],
            "blocked",
            vec!["form_incomplete vehicle.seen"],
            vec![PHOTOGRAPH],
        ),
        ("S01", vec![doubted()], "on_spot_penalty", vec![], vec![PHOTOGRAPH]),
        (
            "S07",
            vec![doubted(), (PLATE, json!("粤DI2345"))],
            "handed_over",
            vec![],
            vec![UNUSUAL, PHOTOGRAPH],
        ),
    ]);
}

#[test]
fn paper_plates_two_plates_and_two_frame_numbers_are_judged_as_what_they_are() {
    let fined = "on_spot_penalty";
    let two = (STATE, json!("hong_kong_macau"));
    let both =
        vec![two.clone(), (PLATE, json!("粤Z1234港")), ("vehicle.home_plate", json!("AB1234"))];
    let paper = (PLATE, json!("粤D临12345"));
    let registered = |number: &str| ("vehicle.registered_vin", json!(number));
    let disagrees = vec![("vehicle.vin", json!(VIN)), registered(OTHER_VIN)];
    let no_vin = vec!["impossible_value vehicle.registered_vin"];
    let warns = vec![PHOTOGRAPH, "vin_disagrees vehicle.registered_vin"];
    judged(vec![
        ("S01", vec![(STATE, json!("normal"))], fined, vec![], vec![]),
        ("S01", vec![(STATE, json!("temporary")), paper.clone()], fined, vec![], vec![]),
        ("S01", vec![paper], fined, vec![], vec![UNUSUAL]),
        ("S01", vec![two], "blocked", vec![NO_PLATE], vec![]),
        ("S01", both, fined, vec![], vec![]),
        ("S01", disagrees, fined, vec![], warns),
        ("S01", vec![registered("LZZICLSB6LA000001")], "blocked", no_vin, vec![]),
    ]);
}

#[test]
fn the_eighteen_stops_are_answered_with_none_of_it() {
    let (_folder, mut desk) = found(sample(), EVENING);
    for answer in check(&mut desk, stops()).1 {
        let text = answer.to_string();
        for name in ["photograph_wanted", "vin_disagrees", "identity_unproven", "under_age"] {
            assert!(!text.contains(name), "{name} {answer}");
        }
    }
}

#[test]
fn minutes_call_a_vehicle_without_a_plate_by_its_numbers_and_hand_it_over() {
    let asked = changed(
        "S07",
        &[
            ("vehicle.plate_state", json!("missing")),
            ("vehicle.plate", Value::Null),
            ("vehicle.vin", json!(VIN)),
            ("vehicle.engine_no", json!("YC6L0001")),
            ("vehicle.seen", json!("红色自卸车")),
        ],
    );
    let text = said(asked);
    for words in [
        "无号牌（车辆识别代号LZZ5CLSB6LA000001，发动机号YC6L0001，红色自卸车）",
        "该车未悬挂机动车号牌。",
        "未发现属于本机关职责范围的违法行为。",
        "机动车未悬挂号牌属于公安交管职责范围，依法移交处理。",
    ] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    let doubted = said(changed("S01", &[("vehicle.plate_state", json!("suspected_false"))]));
    assert!(doubted.contains("粤D55D18（涉嫌伪造、变造）"), "{doubted}");
    assert!(doubted.contains("机动车号牌涉嫌伪造、变造属于公安交管职责范围"), "{doubted}");
    assert!(said(stop("S07")).contains("未发现违法行为。"));
}

#[test]
fn a_photograph_that_is_kept_is_not_asked_for_again() {
    let (folder, mut desk) = found(sample(), EVENING);
    check(&mut desk, vec![changed("S01", &[("vehicle.plate_state", json!("suspected_false"))])]);
    let id = desk.list("", 1).unwrap()[0].inspection;
    let wanted = |desk: &mut Desk| {
        let view = desk.find(&id.to_string()).unwrap();
        view.judgement.warnings.contains(&Warning::PhotographWanted)
    };
    assert!(wanted(&mut desk));
    let picture = folder.path().join("plate.png");
    std::fs::write(&picture, b"\x89PNG\r\n\x1a\n of the plate").unwrap();
    keep_photograph(&mut desk, id, &picture, None).unwrap();
    assert!(!wanted(&mut desk));
}

#[test]
fn acts_of_a_doubted_plate_are_none_of_the_vehicle_that_it_belongs_to() {
    let doubted = || changed("S01", &[("vehicle.plate_state", json!("suspected_false"))]);
    let (_folder, mut desk) = found(sample(), EVENING);
    let (_, answers, _) = check(&mut desk, vec![doubted(), stop("S01"), doubted()]);
    let fined_today =
        |answer: &Value| answer["warnings"].to_string().contains("same_vehicle_fined_today");
    let nth = |answer: &Value| answer["counted"]["vehicle"]["nth"].clone();
    assert_eq!(nth(&answers[1]), json!(1), "{}", answers[1]);
    assert!(!fined_today(&answers[1]));
    assert_eq!(nth(&answers[2]), json!(2), "{}", answers[2]);
    assert!(fined_today(&answers[2]));
    // It is found under the plate that was read.
    assert_eq!(desk.list("粤D55D18", 9).unwrap().len(), 3);
}

fn person(role: &str, more: &Value) -> Value {
    let mut person = json!({ "role": role, "name": "赵六" });
    for (key, value) in more.as_object().unwrap() {
        person[key] = value.clone();
    }
    person
}

#[test]
fn numbers_of_other_people_are_judged_by_the_kind_of_their_paper() {
    let permit = "港澳居民来往内地通行证";
    let impossible = "impossible_value people[0].id_no";
    for (more, no, warns) in [
        (json!({}), vec![], vec![]),
        (json!({ "id_no": "440511198506150028" }), vec![], vec![]),
        (json!({ "id_no": "440511198506150029" }), vec![], vec!["check_digit people[0].id_no"]),
        (json!({ "id_kind": permit, "id_no": "h12345678" }), vec![], vec![]),
        (json!({ "id_kind": permit, "id_no": "12345678" }), vec![impossible], vec![]),
        (json!({ "id_kind": "护照", "id_no": "E12345678" }), vec![], vec![]),
        (json!({ "id_kind": "台湾居民来往大陆通行证", "id_no": "H1" }), vec![impossible], vec![]),
        (json!({ "credit_code": "91440500MA0001018W" }), vec![], vec![]),
        (json!({ "credit_code": "9144" }), vec!["impossible_value people[0].credit_code"], vec![]),
    ] {
        let answer = answer(with(stop("S01"), "people", json!([person("owner", &more)])));
        assert_eq!(blocked(&answer), no, "{more}");
        assert_eq!(warned(&answer), warns, "{more}");
    }
}

#[test]
fn lists_are_bounded_and_their_words_are_known() {
    let many = |count: usize| vec![person("other", &json!({})); count];
    assert_eq!(answer(with(stop("S01"), "people", json!(many(12))))["outcome"], "on_spot_penalty");
    let request = json!({ "officer": ZHANG, "why": "亲属" });
    for (path, value, at) in [
        ("people", json!(many(13)), "people[12]"),
        ("people", json!([person("车主", &json!({}))]), "people[0].role"),
        ("people", json!([person("owner", &json!({ "id_kind": "军官证" }))]), "people[0].id_kind"),
        ("people", json!([{ "rolle": "owner" }]), "people[0].rolle"),
        ("recusals", json!(vec![request; 5]), "recusals[4]"),
        ("vehicle.plate_state", json!("无号牌"), "vehicle.plate_state"),
        ("present.identity", json!("maybe"), "present.identity"),
    ] {
        let (_folder, mut desk) = found(sample(), EVENING);
        let (_, answers, said) = check(&mut desk, vec![with(stop("S01"), path, value)]);
        assert!(answers.is_empty(), "{path}");
        assert!(said.contains(at), "{at}: {said}");
    }
}

#[test]
fn minutes_name_who_else_was_there_and_what_the_plan_and_the_code_were() {
    let people = json!([
        person("affiliated_firm", &json!({ "name": "汕头市示范物流有限公司" })),
        {},
        person("employer", &json!({ "phone": "13800000009", "relation": "雇佣" })),
        person("other_organ", &json!({ "name": "吴警官", "unit": "澄海交警大队" })),
    ]);
    let asked = with(stop("S01"), "people", people);
    let asked = with(asked, "plan_scope", json!("澄海区国省道货运车辆"));
    let text = said(with(asked, "inspection_code", json!("GDXZJC-2026-0001")));
    for words in [
        "（检查方案：2026-治超-11；检查范围：澄海区国省道货运车辆；行政检查码：GDXZJC-2026-0001）",
        "相关人员：挂靠企业汕头市示范物流有限公司；雇主赵六（电话13800000009，关系：雇佣）。",
        "其他机关在场人员：吴警官（澄海交警大队）。",
    ] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    let plain = said(stop("S01"));
    assert!(
        plain.contains("（检查方案：2026-治超-11）。") && !plain.contains("相关人员"),
        "{plain}"
    );
}

fn request(granted: bool, answered_at: &str) -> Value {
    json!([{
        "officer": ZHANG,
        "why": "与当事人有亲属关系",
        "granted": granted,
        "answered_by": "陈局长",
        "answered_at": answered_at,
    }])
}

#[test]
fn a_request_to_withdraw_is_answered_before_anything_is_decided() {
    let open = || json!([{ "officer": ZHANG, "why": "与当事人有亲属关系" }]);
    let (later, before) = ("2026-11-23T09:00:00+08:00", "2026-11-23T08:00:00+08:00");
    for (base, recusals, outcome, no) in [
        ("S01", open(), "blocked", vec!["recusal_open recusals[0].granted"]),
        ("S17", open(), "blocked", vec!["recusal_open recusals[0].granted"]),
        ("S08", open(), "case_opened", vec![]),
        ("S18", open(), "handed_over", vec![]),
        ("S01", json!([{}]), "on_spot_penalty", vec![]),
        ("S01", request(false, later), "on_spot_penalty", vec![]),
        ("S01", request(true, later), "blocked", vec!["officer_recused recusals[0].officer"]),
        (
            "S01",
            request(false, before),
            "blocked",
            vec!["impossible_value recusals[0].answered_at"],
        ),
    ] {
        let answer = answer(with(stop(base), "recusals", recusals.clone()));
        assert_eq!(answer["outcome"], outcome, "{base} {recusals} {answer}");
        assert_eq!(blocked(&answer), no, "{base} {recusals}");
        for no in answer["blocked"].as_array().into_iter().flatten() {
            let cited = no["cite"].as_str().unwrap();
            let is_recusal = no["rule"] != "impossible_value";
            assert_eq!(cited.contains("第四十三条"), is_recusal, "{no}");
            assert!(!no["unblocked_by"].as_str().unwrap().is_empty(), "{no}");
        }
    }
    let text = said(with(stop("S01"), "recusals", request(false, later)));
    let words = "申请执法人员张伟回避，理由：与当事人有亲属关系。";
    assert!(text.contains(words), "{text}");
    assert!(text.contains("陈局长决定驳回回避申请；决定作出前未停止调查。"), "{text}");
    let opened = said(with(stop("S08"), "recusals", open()));
    assert!(opened.contains("该申请尚未决定，决定作出前不停止调查。"), "{opened}");
}

#[test]
fn age_identity_and_reading_are_asked_of_who_is_punished() {
    let aged = |id_no: &str| {
        changed("S03", &[("party.id_no", json!(id_no)), ("present.id_no", json!(id_no))])
    };
    let of_present =
        |field: &str, value: Value| with(stop("S03"), &format!("present.{field}"), value);
    let unread = of_present("cannot_read", json!(true));
    let read = with(unread.clone(), "present.read_out", json!(true));
    let refused = of_present("identity", json!("refused"));
    let nameless = with(refused.clone(), "present.id_no", json!(""));
    let unproven = "identity_unproven present.identity";
    for (stop, outcome, no, warns) in [
        (aged("440511201306150028"), "blocked", vec!["party_under_age party.id_no"], vec![]),
        (aged("440511201006150026"), "on_spot_penalty", vec![], vec!["under_age party.id_no"]),
        (unread, "blocked", vec!["telling present.read_out"], vec![]),
        (read.clone(), "on_spot_penalty", vec![], vec![]),
        (of_present("identity", json!("shown")), "on_spot_penalty", vec![], vec![]),
        (of_present("identity", json!("told")), "on_spot_penalty", vec![], vec![unproven]),
        (
            refused,
            "blocked",
            vec!["impossible_value present.identity", "party_unknown present.identity"],
            vec![unproven],
        ),
        (nameless, "blocked", vec!["party_unknown present.identity"], vec![unproven]),
    ] {
        let answer = answer(stop);
        assert_eq!(answer["outcome"], outcome, "{answer}");
        assert_eq!(blocked(&answer), no, "{answer}");
        assert_eq!(warned(&answer), warns, "{answer}");
    }
    let text = said(read);
    assert!(text.contains("不能阅读，执法人员已向其宣读本笔录。"), "{text}");
    let told = said(of_present("identity", json!("told")));
    assert!(told.contains("440511198506150028（本人自述，未出示证件）"), "{told}");
}

/// A stop with something in each of the fields.
fn full() -> Value {
    let people = json!([
        person(
            "owner",
            &json!({
                "id_kind": "护照", "id_no": "e 12345678", "phone": "13800000009",
                "unit": "示范车队", "relation": "借用",
            }),
        ),
        person("carrier", &json!({ "credit_code": "91440500MA0001018W" })),
    ]);
    let mut asked = changed(
        "S01",
        &[
            ("vehicle.plate_state", json!("suspected_false")),
            ("vehicle.vin", json!(VIN)),
            ("vehicle.registered_vin", json!(OTHER_VIN)),
            ("vehicle.engine_no", json!("YC6L0001")),
            ("vehicle.seen", json!("红色自卸车")),
            ("present.identity", json!("told")),
            ("present.cannot_read", json!(true)),
            ("present.read_out", json!(true)),
            ("people", people),
        ],
    );
    asked["recusals"] = request(false, "2026-11-23T09:00:00+08:00");
    asked["plan_scope"] = json!("澄海区国省道");
    asked["inspection_code"] = json!("GDXZJC-2026-0001");
    asked
}

#[test]
fn entries_keep_all_of_it_and_leave_out_what_nobody_recorded() {
    let recorded = |value: Value| {
        let facts = stop::read(value).unwrap().facts;
        let body = Body::Inspection(Event::InspectionRecorded(Box::new(facts)));
        let (kind, schema, bytes) = event::encode(&body);
        assert_eq!(event::decode(kind, schema, &bytes).unwrap(), body);
        bytes
    };
    let holds =
        |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|it| it == text.as_bytes());
    let (plain, all) = (recorded(stop("S01")), recorded(full()));
    for text in ["suspected_false", OTHER_VIN, "YC6L0001", "told", "owner", "E12345678", "陈局长"]
    {
        assert!(holds(&all, text), "{text}");
        assert!(!holds(&plain, text), "{text}");
    }
    assert_eq!(recorded(with(stop("S01"), "vehicle.plate_state", json!("normal"))), plain);
}

#[test]
fn show_says_all_of_it_in_words_and_in_json() {
    let (folder, mut desk) = found(sample(), EVENING);
    let (_, answers, _) = check(&mut desk, vec![full(), stop("S03")]);
    let number = |nth: usize| answers[nth]["number"].as_str().unwrap().to_string();
    drop(desk);
    let words = shown(folder.path(), &number(0), false);
    for line in [
        "检查范围: 澄海区国省道",
        "行政检查码: GDXZJC-2026-0001",
        "号牌情况: 涉嫌伪造变造",
        "登记识别代号: LFWSRXSJ2M1E00002",
        "身份核实: 自述，无证件",
        "已宣读: 是",
        "相关人员: 车辆所有人 赵六 示范车队 护照E12345678 13800000009 借用",
        "回避申请: 19050001001 与当事人有亲属关系 驳回 陈局长",
        "people[0].id_no：录入“e 12345678”，记为 E12345678",
    ] {
        assert!(words.contains(line), "{line} is not in\n{words}");
    }
    let all: Value = serde_json::from_str(&shown(folder.path(), &number(0), true)).unwrap();
    assert_eq!(all["vehicle"]["plate_state"], "suspected_false");
    assert_eq!(all["vehicle"]["vin_disagrees"], true);
    assert_eq!(all["people"][1]["credit_code"], "91440500MA0001018W");
    assert_eq!(all["recusals"][0]["granted"], false);
    assert_eq!(all["present"]["read_out"], true);
    assert_eq!(all["inspection_code"], "GDXZJC-2026-0001");
    let plain: Value = serde_json::from_str(&shown(folder.path(), &number(1), true)).unwrap();
    for key in ["vehicle", "people", "recusals", "present", "plan_scope", "inspection_code"] {
        assert_eq!(plain[key], Value::Null, "{key}");
    }
}
