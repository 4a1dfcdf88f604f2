//! Stops with several findings, resumed stops, and words taken back: what a plain stop does not show.

use crate::bureau::{EVENING, at, check, found, reader, sample, to_found, with};
use crate::decisions::{conclude, draft, save, typed};
use crate::scenarios::stop;
use lucha::app::command::{Command, Reply};
use lucha::app::config::Founding;
use lucha::app::desk::Desk;
use lucha::domain::blocked::{Blocked, Rule, Warning};
use lucha::domain::inspection::judgement::Outcome;
use lucha::domain::offender::Offenders;
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Id;
use lucha::wire::event::name;
use serde_json::{Value, json};

/// `stop` with one more finding like its first, of another code.
fn and(mut stop: Value, code: &str, corrected: bool) -> Value {
    let mut finding = stop["findings"][0].clone();
    finding["code"] = code.into();
    finding["corrected_at_once"] = corrected.into();
    stop["findings"].as_array_mut().unwrap().push(finding);
    stop
}

fn answer(stop: Value) -> Value {
    let (_folder, mut desk) = found(sample(), EVENING);
    check(&mut desk, vec![stop]).1.remove(0)
}

#[track_caller]
fn blocked_by(answer: &Value, rule: &str, field: &str) {
    let blocked = answer["blocked"].as_array().cloned().unwrap_or_default();
    assert!(blocked.iter().any(|no| no["rule"] == rule && no["field"] == field), "{answer}");
}

#[test]
fn a_size_found_does_not_cover_a_mass_that_nobody_found() {
    let high = with(stop("S01"), "weighing.height_mm", json!(4300));
    let size_only = with(high, "findings[0].code", json!("OL-002"));
    blocked_by(&answer(size_only), "finding_and_weighing_disagree", "findings");
}

#[test]
fn a_hong_kong_driver_of_a_lorry_with_two_plates_is_decided() {
    let permit = "港澳居民来往内地通行证";
    let changes = [
        ("vehicle.plate", json!("粤Z1234港")),
        ("vehicle.home_plate", json!("ab1234")),
        ("party.id_kind", json!(permit)),
        ("party.id_no", json!("H12345678")),
        ("present.id_kind", json!(permit)),
        ("present.id_no", json!("H12345678")),
        ("present.sex", json!("男")),
    ];
    let stop = changes.into_iter().fold(stop("S03"), |stop, (path, value)| with(stop, path, value));
    let (_folder, mut desk) = found(sample(), EVENING);
    let answer = check(&mut desk, vec![stop]).1.remove(0);
    assert_eq!(answer["outcome"], "on_spot_penalty", "{answer}");
    assert_eq!((&answer["warnings"], &answer["blocked"]), (&Value::Null, &Value::Null));
    let id = desk.list("粤Z1234港", 1).unwrap()[0].inspection;
    let view = desk.find(&id.to_string()).unwrap();
    for document in &view.documents {
        let command = Command::OpenDocument { document: document.document, page: 1, width_px: 800 };
        let Reply::Document(page) = desk.handle(command) else { panic!("no page") };
        let text: String = page.text.iter().map(|(_, value)| value.as_str()).collect();
        assert!(text.contains("（香港号牌AB1234）"), "{}: {text}", document.form);
        let named = document.form == "correction_order" || text.contains("通行证H12345678");
        assert!(named, "{}: {text}", document.form);
        assert_eq!(document.pages, 1, "{}", document.form);
    }
}

#[test]
fn a_claim_without_a_feature_is_none_and_a_proven_one_counts_in_the_decision() {
    let claimed = |feature: &str, proof: &str| {
        let stop = with(stop("S01"), "weighing.gross_kg", json!(27_500));
        with(stop, "exemption", json!({ "feature": feature, "proof": proof }))
    };
    let fine = |stop| answer(stop)["fine_yuan"].clone();
    assert_eq!(fine(claimed("", "行驶证")), json!(1000));
    assert_eq!(fine(claimed("安装空气悬架的车辆", "")), json!(1000), "nobody proved it");
    assert_eq!(fine(claimed("安装空气悬架的车辆", "行驶证")), json!(500));
}

#[test]
fn the_same_act_is_found_once() {
    let twice = and(stop("S09"), "PK-012", false);
    blocked_by(&answer(twice), "one_act_one_fine", "findings[1].code");
}

#[test]
fn one_vehicle_is_never_fined_above_the_cap() {
    let heavy = with(stop("S16"), "weighing.gross_kg", json!(101_500));
    let axles = and(with(heavy, "findings[0].code", json!("OL-005")), "OL-003", false);
    let axles = with(axles, "vehicle.arrangement", json!("1+2+3"));
    let axles = with(axles, "weighing.axle_loads", json!("8000+40000+53500"));
    let answer = answer(axles);
    assert_eq!(answer["range_yuan"], json!([26_000, 30_000]), "{answer}");
}

#[test]
fn what_was_put_right_at_once_is_no_ground_of_the_decision() {
    let mixed =
        and(with(stop("S09"), "findings[0].corrected_at_once", json!(true)), "CH-004", false);
    let (_folder, mut desk) = found(sample(), EVENING);
    let answer = check(&mut desk, vec![mixed]).1.remove(0);
    assert_eq!(
        (&answer["outcome"], &answer["fine_yuan"]),
        (&json!("on_spot_penalty"), &json!(200))
    );
    let text = decision(&mut desk, "粤D30002");
    assert!(!text.contains("班车、包车未按规定挂放标志牌"), "{text}");
    assert!(text.contains("包车"), "{text}");
    let Reply::Plate(plate) =
        desk.handle(Command::LookUpPlate { plate: "粤D30002".into(), by: Offenders::default() })
    else {
        panic!("no plate")
    };
    let codes: Vec<_> = plate.acts.iter().map(|act| act.code.as_str()).collect();
    assert_eq!(codes, ["CH-004"], "only what was punished is a decided act");
}

/// All texts of the decision about `plate`.
fn decision(desk: &mut Desk, plate: &str) -> String {
    let id = desk.list(plate, 1).unwrap()[0].inspection;
    let view = desk.find(&id.to_string()).unwrap();
    let paper = view.documents.iter().find(|paper| paper.form == "on_spot_decision").unwrap();
    let command = Command::OpenDocument { document: paper.document, page: 1, width_px: 100 };
    let Reply::Document(page) = desk.handle(command) else { panic!("no page") };
    page.text.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn a_telling_that_was_taken_back_is_not_in_the_decision() {
    let (folder, mut desk) = found(sample(), EVENING);
    let fields = typed(&stop("S01"));
    let id = draft(&mut desk, &fields);
    save(&mut desk, id, "present.authorised", "false");
    assert_eq!(conclude(&mut desk, id).view.line.outcome, Outcome::Blocked.word());
    save(&mut desk, id, "present.authorised", "true");
    save(&mut desk, id, "telling.facts", "");
    let refused = conclude(&mut desk, id);
    assert!(refused.blocked.iter().any(|no| no.rule == Rule::Telling), "{:?}", refused.blocked);
    let names = entries(folder.path(), id);
    assert!(names.contains(&"telling_retracted"), "{names:?}");
    save(&mut desk, id, "telling.facts", "2026-11-23T08:50:00+08:00");
    let refused = conclude(&mut desk, id);
    assert_eq!(refused.blocked, [Blocked::new(Rule::TellingOrder, "telling.statement")]);
    save(&mut desk, id, "telling.statement", "none");
    assert_eq!(conclude(&mut desk, id).view.line.outcome, Outcome::OnSpotPenalty.word());
}

fn entries(folder: &std::path::Path, id: Id) -> Vec<&'static str> {
    reader(folder).entries_of(id).unwrap().iter().map(|entry| name(&entry.body)).collect()
}

#[test]
fn what_was_told_falls_when_what_is_proposed_changes() {
    let mut draft = lucha::app::draft::Draft::new(Id([1; 16]), crate::bureau::at(EVENING));
    for (field, value) in typed(&stop("S01")) {
        draft.fields.insert(field, value);
    }
    draft.set("present.phone", "13800000099");
    assert!(!draft.get("telling.facts").is_empty());
    draft.set("telling.statement_text", "车是借的");
    draft.set("weighing.gross_kg", "41240");
    assert_eq!(draft.get("telling.statement_text"), "车是借的", "no typed word is lost");
    assert!(draft.get("telling.facts").is_empty() && draft.get("telling.statement").is_empty());
    assert!(!draft.get("telling.cards_shown").is_empty(), "cards were shown all the same");
}

#[test]
fn a_second_fine_of_the_day_needs_the_officers_word_that_it_was_another_trip() {
    let (_folder, mut desk) = found(sample(), EVENING);
    let first = draft(&mut desk, &typed(&stop("S01")));
    assert_eq!(conclude(&mut desk, first).view.line.outcome, Outcome::OnSpotPenalty.word());
    let second = draft(&mut desk, &typed(&stop("S01")));
    let refused = conclude(&mut desk, second);
    assert!(refused.blocked.iter().any(|no| no.field == "other_trip"), "{:?}", refused.blocked);
    save(&mut desk, second, "other_trip", "true");
    assert_eq!(conclude(&mut desk, second).view.line.outcome, Outcome::OnSpotPenalty.word());
}

/// The vehicle of S02 once more on the same day, its carrier as the party: alone it would be fined on the spot.
fn again_after_a_case() -> Value {
    let changes = [
        ("id", json!("again")),
        ("at", json!("2026-11-23T10:00:00+08:00")),
        ("party", stop("S01")["party"].clone()),
        ("present", stop("S01")["present"].clone()),
    ];
    changes.into_iter().fold(stop("S02"), |stop, (path, value)| with(stop, path, value))
}

fn warns_of_a_second_fine(answer: &Value) -> bool {
    let warnings = answer["warnings"].as_array().cloned().unwrap_or_default();
    warnings.contains(&json!("same_vehicle_fined_today"))
}

#[test]
fn a_case_that_was_opened_today_stands_against_a_second_fine_as_a_fine_does() {
    let again = again_after_a_case();
    assert!(!warns_of_a_second_fine(&answer(again.clone())));
    let tied = with(with(again.clone(), "id", json!("tied")), "same_trip_as", json!("S02"));
    let day_before = with(again.clone(), "at", json!("2026-11-22T10:00:00+08:00"));
    let (_folder, mut desk) = found(sample(), EVENING);
    let answers = check(&mut desk, vec![stop("S02"), day_before, tied, again.clone()]).1;
    assert_eq!(answers[0]["outcome"], "case_opened", "{}", answers[0]);
    assert!(!warns_of_a_second_fine(&answers[0]) && !warns_of_a_second_fine(&answers[1]));
    blocked_by(&answers[2], "one_act_one_fine", "same_trip_as");
    assert_eq!(answers[3]["outcome"], "on_spot_penalty", "{}", answers[3]);
    assert!(warns_of_a_second_fine(&answers[3]), "{}", answers[3]);
    // At the desk the officers say that it was another trip, or there is no second fine.
    let (_folder, mut desk) = found(sample(), EVENING);
    let first = draft(&mut desk, &typed(&stop("S02")));
    assert_eq!(conclude(&mut desk, first).view.line.outcome, Outcome::CaseOpened.word());
    let second = draft(&mut desk, &typed(&again));
    let refused = conclude(&mut desk, second);
    assert!(refused.blocked.iter().any(|no| no.field == "other_trip"), "{:?}", refused.blocked);
    save(&mut desk, second, "other_trip", "true");
    assert_eq!(conclude(&mut desk, second).view.line.outcome, Outcome::OnSpotPenalty.word());
    // What came behind the case changes nothing of it.
    let [first, second] = [first, second].map(|id| desk.find(&id.to_string()).unwrap().judgement);
    assert!(!first.warnings.contains(&Warning::FinedToday), "{:?}", first.warnings);
    assert!(second.warnings.contains(&Warning::FinedToday), "{:?}", second.warnings);
}

#[test]
fn headquarters_word_of_today_warns_of_a_second_fine_unless_it_was_taken_back() {
    for (day, decision, warns) in [
        ("2026-11-23", "final", true),
        ("2026-11-23", "pending", true),
        ("2026-11-23", "quashed", false),
        ("2026-11-22", "pending", false),
    ] {
        let plate = stop("S01")["vehicle"]["plate"].clone();
        let act = json!({"code": "OL-001", "plate": plate, "on": day, "decision": decision});
        let answer = answer(with(stop("S01"), "history", json!([act])));
        assert_eq!(answer["outcome"], "on_spot_penalty", "{day} {decision}: {answer}");
        assert_eq!(warns_of_a_second_fine(&answer), warns, "{day} {decision}: {answer}");
        // The year counts what is final alone.
        let nth = if decision == "final" { 2 } else { 1 };
        assert_eq!(answer["counted"]["vehicle"]["nth"], json!(nth), "{day} {decision}: {answer}");
    }
}

#[test]
fn a_resumed_stop_sees_what_was_decided_meanwhile() {
    let (_folder, mut desk) = found(sample(), EVENING);
    let first = draft(&mut desk, &typed(&stop("S01")));
    save(&mut desk, first, "present.authorised", "false");
    conclude(&mut desk, first);
    let second = draft(&mut desk, &typed(&stop("S01")));
    assert_eq!(conclude(&mut desk, second).view.line.outcome, Outcome::OnSpotPenalty.word());
    save(&mut desk, first, "present.authorised", "true");
    let resumed = conclude(&mut desk, first);
    assert!(
        resumed.blocked.iter().any(|no| no.rule == Rule::OneActOneFine),
        "{:?}",
        resumed.blocked
    );
}

#[test]
fn the_fading_roll_is_not_the_first_print_of_the_stub() {
    let (_folder, mut desk) = found(sample(), EVENING);
    let paper = tempfile::tempdir().unwrap();
    desk.set_paper_folder(paper.path().to_path_buf());
    check(&mut desk, vec![stop("S01")]);
    let id = desk.list("", 1).unwrap()[0].inspection;
    let document = desk.find(&id.to_string()).unwrap().documents[2].document;
    let mut copy = |roll| match desk.handle(Command::Print { document, roll }) {
        Reply::Printed { copy, .. } => copy,
        other => panic!("{other:?}"),
    };
    assert_eq!([copy(true), copy(false), copy(true), copy(false)], [1, 1, 2, 2]);
}

#[test]
fn a_bureau_that_cannot_be_is_not_founded() {
    type Case = (&'static str, fn(&mut Founding));
    let cases: [Case; 6] = [
        ("agency.name", |f| f.agency.name.clear()),
        ("agency.number_prefix", |f| f.agency.sample = false),
        ("agency.region", |f| f.agency.region.clear()),
        ("officer", |f| f.officers.truncate(1)),
        ("number_block[0]", |f| f.blocks[0].from = 300),
        ("number_block[1]", |f| f.blocks[1].year = 2026),
    ];
    for (field, change) in cases {
        let mut founding = sample();
        change(&mut founding);
        let folder = tempfile::tempdir().unwrap();
        let mut desk = lucha::app::opening::to_found(folder.path()).unwrap();
        let refused = lucha::app::found_bureau::found_bureau(&mut desk, founding).unwrap_err();
        assert_eq!(refused.field.as_deref(), Some(field));
        assert!(!desk.is_founded());
    }
}

#[test]
fn a_sample_bureau_of_any_year_has_people_and_numbers() {
    for now in ["2026-11-23T18:00:00+08:00", "2031-02-28T09:00:00+08:00"] {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = to_found(folder.path(), Clock::fixed(at(now)));
        lucha::app::sample::found(&mut desk).unwrap();
        let Reply::Today(today) = desk.handle(Command::LoadToday) else { panic!("no day") };
        assert_eq!(today.numbers.left, 200, "{now}");
        let (credential, _, pin) = lucha::app::sample::pins().remove(0);
        let reply = desk.handle(Command::SignIn { credential, pin: pin.into() });
        assert!(matches!(reply, Reply::SignedIn { .. }), "{now}: {reply:?}");
    }
}

#[test]
fn the_day_to_put_it_right_and_the_remarks_stand_on_their_papers() {
    let mut later = with(stop("S09"), "correct_before", json!("2026-11-30"));
    later["remarks"] = "车载视频已调取".into();
    later["present"]["unit"] = "孙八客运 驾驶员".into();
    let (_folder, mut desk) = found(sample(), EVENING);
    check(&mut desk, vec![later.clone()]);
    let id = desk.list("", 1).unwrap()[0].inspection;
    let papers = desk.find(&id.to_string()).unwrap().documents;
    let mut text = |nth: usize| {
        let command =
            Command::OpenDocument { document: papers[nth].document, page: 1, width_px: 99 };
        let Reply::Document(page) = desk.handle(command) else { panic!("no page") };
        page.text.into_iter().map(|(_, text)| text).collect::<String>()
    };
    let (minutes, order) = (text(0), text(1));
    assert!(minutes.contains("车载视频已调取") && minutes.contains("孙八客运 驾驶员"), "{minutes}");
    assert!(order.contains("2026年11月30日"), "{order}");
    let earlier = with(later, "correct_before", json!("2026-11-22"));
    blocked_by(&answer(earlier), "impossible_value", "correct_before");
}

#[test]
fn the_minutes_end_when_the_officer_ends_the_stop() {
    let (_folder, mut desk) = found(sample(), EVENING);
    let id = draft(&mut desk, &typed(&stop("S07")));
    let view = conclude(&mut desk, id).view;
    let command =
        Command::OpenDocument { document: view.documents[0].document, page: 1, width_px: 99 };
    let Reply::Document(page) = desk.handle(command) else { panic!("no page") };
    let field = |name: &str| page.text.iter().find(|(found, _)| found == name).unwrap().1.clone();
    assert_eq!(field("time_from"), "2026年11月23日10时20分");
    assert_eq!(field("time_until"), "2026年11月23日18时00分", "the clock of the desk");
    assert_eq!(field("officers_sign_time"), "2026年11月23日18时00分");
}

#[test]
fn every_illegal_gain_is_confiscated_below_the_threshold_too() {
    let answer = answer(stop("S08"));
    assert_eq!(answer["range_yuan"], json!([10_000, 100_000]));
    assert_eq!(answer["penalty"], json!(["fine", "confiscation"]), "处罚法 28(2): 320 yuan");
}

/// S09 with an act on `day`; the stop is on 2026-11-23.
fn acted_on(day: &str, harm: &str) -> Value {
    let stop = with(stop("S09"), "findings[0].act_on", json!(day));
    answer(with(stop, "findings[0].harm", json!(harm)))
}

#[test]
fn after_two_years_an_act_is_not_punished_and_after_five_where_it_did_harm() {
    let at = stop("S09")["at"].as_str().unwrap().to_string();
    assert!(at.starts_with("2026-11-23"), "{at}");
    let is_barred = |answer: &Value| {
        let blocked = answer["blocked"].as_array().cloned().unwrap_or_default();
        blocked.iter().any(|no| no["rule"] == "time_barred")
    };
    blocked_by(&acted_on("2024-11-22", "none"), "time_barred", "findings[0].act_on");
    assert!(!is_barred(&acted_on("2024-11-23", "none")), "the last day still counts");
    assert!(!is_barred(&acted_on("2021-11-23", "serious")));
    blocked_by(&acted_on("2021-11-22", "serious"), "time_barred", "findings[0].act_on");
    let cite = &acted_on("2020-01-01", "none")["blocked"];
    assert!(cite.to_string().contains("第三十六条"), "{cite}");
}

#[test]
fn a_row_that_only_holds_or_only_stops_is_no_penalty_that_cannot_be_filled() {
    let within = with(stop("S01"), "weighing.gross_kg", json!(20_000));
    let held = answer(with(within.clone(), "findings[0].code", json!("OL-008")));
    assert_eq!(
        (&held["outcome"], &held["may_impound"], &held["procedure"]),
        (&json!("correction"), &json!(true), &json!("none")),
        "{held}"
    );
    // A driver alone can be banned from the trade.
    let driver = with(within, "party", stop("S08")["party"].clone());
    let stopped = answer(with(driver, "findings[0].code", json!("OL-015")));
    assert_eq!(
        (&stopped["outcome"], &stopped["procedure"], &stopped["penalty"], &stopped["hearing"]),
        (&json!("case_opened"), &json!("ordinary"), &json!(["stop_operating"]), &json!(true)),
        "{stopped}"
    );
}

#[test]
fn a_fine_names_the_account_it_is_paid_to_or_is_not_decided() {
    let mut founding = sample();
    founding.agency.account.clear();
    let (_folder, mut desk) = found(founding, EVENING);
    let answer = check(&mut desk, vec![stop("S01")]).1.remove(0);
    blocked_by(&answer, "agency_incomplete", "agency.account");
}

/// What the summary offers for a draft: outcome, what blocks, and the forms.
fn offered(desk: &mut Desk, draft: Id) -> (Outcome, Vec<Blocked>, Vec<String>) {
    let reply = desk.handle(Command::LookAtEnd { draft });
    let Reply::Prospect(view) = reply else { panic!("{reply:?}") };
    let forms = view.forms.iter().map(ToString::to_string).collect();
    (view.judgement.outcome, view.judgement.blocked.clone(), forms)
}

#[test]
fn what_the_summary_offers_is_what_ending_the_stop_makes() {
    let stops = |id: &str, gone: &[&str]| {
        let mut fields = typed(&stop(id));
        for path in gone {
            fields.retain(|field, _| !field.starts_with(path));
        }
        fields
    };
    let mut seen = std::collections::BTreeSet::new();
    for (id, gone) in [
        ("S01", &[][..]),
        ("S02", &[]),
        ("S03", &[]),
        ("S06", &[]),
        ("S07", &[]),
        ("S08", &[]),
        ("S15", &[]),
        ("S17", &[]),
        ("S18", &[]),
        // Nothing to name the vehicle by, a party without a name, nobody who told or heard.
        ("S07", &["vehicle"]),
        ("S07", &["vehicle.plate"]),
        ("S17", &["party"]),
        ("S01", &["party"]),
        ("S03", &["telling"]),
        ("S07", &["present"]),
        ("S17", &["present"]),
    ] {
        let (_folder, mut desk) = found(sample(), EVENING);
        let draft = draft(&mut desk, &stops(id, gone));
        let before = desk.list("", 10).unwrap().len();
        let offer = offered(&mut desk, draft);
        assert_eq!(desk.list("", 10).unwrap().len(), before, "looking records nothing");
        let ended = conclude(&mut desk, draft);
        let made: Vec<String> = ended.view.documents.iter().map(|d| d.form.clone()).collect();
        assert_eq!(offer.2, made, "{id} without {gone:?}");
        assert_eq!(offer.1, ended.blocked, "{id} without {gone:?}");
        assert_eq!(offer.0.word(), ended.view.line.outcome, "{id} without {gone:?}");
        seen.insert((offer.0, made.len()));
    }
    assert!(seen.len() >= 5, "{seen:?}");
}

#[test]
fn minutes_say_how_who_is_there_is_related_to_the_case_or_why_nobody_is() {
    let field = "present.relation";
    for id in ["S07", "S17"] {
        let nobody = with(stop(id), "present", json!(null));
        let blank = with(nobody.clone(), "remarks", json!(" "));
        for refused in [nobody.clone(), blank] {
            let refused = answer(refused);
            blocked_by(&refused, "form_incomplete", field);
            let way_out = refused["blocked"][0]["unblocked_by"].as_str().unwrap();
            assert!(way_out.contains("备注") && way_out.contains("与案件关系"), "{way_out}");
        }
        let (_folder, mut desk) = found(sample(), EVENING);
        let given = with(nobody, "remarks", json!("驾驶人弃车离开，无见证人"));
        let answers = check(&mut desk, vec![given]).1;
        assert_eq!(answers[0]["blocked"], json!(null), "{id}: {}", answers[0]);
        let line = desk.list("", 1).unwrap().remove(0);
        let view = desk.find(&line.inspection.to_string()).unwrap();
        let minutes = view.documents.iter().find(|paper| paper.form == "scene_minutes").unwrap();
        let document = minutes.document;
        let reply = desk.handle(Command::OpenDocument { document, page: 1, width_px: 100 });
        let Reply::Document(page) = reply else { panic!("{reply:?}") };
        let says = |name: &str| page.text.iter().find(|(field, _)| field == name).unwrap();
        assert_eq!(says("relation").1, "无现场人员，原因见备注");
        assert!(says("remarks").1.contains("弃车"));
        assert!(page.text.iter().all(|(field, _)| field != "person_name"), "its cell is struck");
    }
}

#[test]
fn the_summary_knows_of_an_empty_block_of_numbers_and_of_a_character_without_a_shape() {
    let mut founding = sample();
    founding.blocks.clear();
    let (_folder, mut desk) = found(founding, EVENING);
    let id = draft(&mut desk, &typed(&stop("S03")));
    let (outcome, blocked, forms) = offered(&mut desk, id);
    assert_eq!((outcome, forms), (Outcome::Blocked, vec![]));
    assert_eq!(blocked, [Blocked::new(Rule::NumberBlockEmpty, "agency.number_prefix")]);
    assert_eq!(conclude(&mut desk, id).blocked, blocked);

    let (_folder, mut desk) = found(sample(), EVENING);
    let id = draft(&mut desk, &typed(&stop("S07")));
    save(&mut desk, id, "remarks", "司机称\u{1F69A}是新车");
    let (_, blocked, forms) = offered(&mut desk, id);
    assert_eq!(forms, Vec::<String>::new());
    assert_eq!(blocked, [Blocked::new(Rule::CharacterNotInFont, "scene_minutes")]);
    assert_eq!(conclude(&mut desk, id).blocked, blocked);
}
