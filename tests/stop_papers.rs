//! Papers of any stop: a survey, samples, a letter to another organ, an obstruction, passengers moved on. What each proposes, what
//! refuses it, which number it bears, and that it is set anew to the same bytes.

use crate::bureau::{EVENING, check, found, reader, sample, sit_down};
use crate::made_papers::{self, issued, refused, with_stop};
use crate::scenarios;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::make_paper::Made;
use lucha::app::print_document;
use lucha::app::view::paper::PaperFormView;
use lucha::domain::paper::CasePaper;
use lucha::domain::paper::typed::Typed;
use lucha::stdx::id::Id;
use lucha::wire::event::name;

/// The number of the first decision of the sample.
const FIRST: &str = "样汕交罚〔2026〕00001号";
/// Every paper that needs nothing before it, with all that is typed for it in a case.
const FIELDS: &[(&str, &[(&str, &str)])] = &[
    (
        "survey_minutes",
        &[
            ("survey.weather", "晴"),
            ("survey.from", "2026-11-23 16:40"),
            ("survey.until", "2026-11-23 17:05"),
            ("survey.result", "车后散落沙石约2平方米。"),
            ("survey.sketch", "散落沙石的位置"),
        ],
    ),
    (
        "sampling_record",
        &[
            ("sampling.from", "2026-11-23 16:40"),
            ("sampling.until", "2026-11-23 17:05"),
            ("sampling.items", "沙石；；2千克；车厢后部"),
        ],
    ),
    (
        "case_referral",
        &[
            ("referral.organ", "汕头市公安局交通警察支队"),
            ("referral.cause", "涉嫌货车载物超过核定的载质量"),
            ("referral.reason", "该行为属于公安机关职责范围。"),
            ("referral.goods", "机动车号牌；；2块；"),
            ("referral.contact", "张伟"),
            ("referral.phone", "0754-88000000"),
            ("approval.by", "陈局"),
            ("approval.at", "2026-11-23 17:30"),
        ],
    ),
    (
        "obstruction_record",
        &[
            ("obstruction.who", "刘十一（驾驶人）"),
            ("obstruction.what", "锁闭车门，拒绝称重。"),
            ("obstruction.police_at", "2026-11-23 17:00"),
            ("obstruction.police_no", "JJ-118"),
            ("obstruction.done", "告知法律责任，报警并等候。"),
            ("obstruction.witnesses", "周五；13800000005"),
        ],
    ),
    (
        "passenger_transfer",
        &[
            ("passengers.count", "23"),
            ("passengers.plate", "粤d·12345"),
            ("passengers.operator", "汕头市示范客运有限公司"),
            ("passengers.arranged_by", "汕头市示范客运有限公司调度室"),
        ],
    ),
];

fn fields(form: &str) -> Typed {
    let (_, fields) = FIELDS.iter().find(|(name, _)| *name == form).unwrap();
    let mut typed = Typed::default();
    for (path, text) in *fields {
        typed.text(path, *text);
    }
    typed
}

fn with(form: &str, changed: &[(&str, &str)]) -> Typed {
    let mut typed = fields(form);
    for (path, text) in changed {
        typed.text(path, *text);
    }
    typed
}

fn make(desk: &mut Desk, stop: Id, form: &str, fields: Typed) -> Made {
    made_papers::make(desk, stop, form, fields).unwrap()
}

fn view(desk: &mut Desk, stop: Id, form: &str) -> PaperFormView {
    let reply = desk.handle(Command::LookAtPapers { inspection: stop });
    let Reply::Papers(view) = reply else { panic!("{reply:?}") };
    view.papers.into_iter().find(|paper| paper.form == form).unwrap()
}

fn proposed(view: &PaperFormView, path: &str) -> String {
    view.fields.iter().find(|field| field.path == path).unwrap().proposed.clone()
}

#[test]
fn every_paper_of_a_case_bears_its_number_and_is_set_anew_on_another_day() {
    let (folder, mut desk, stop) = with_stop("S01");
    let mut made = Vec::new();
    for (form, _) in FIELDS {
        let line = issued(make(&mut desk, stop, form, fields(form)));
        assert_eq!((line.form.as_str(), line.number.as_str()), (*form, FIRST));
        made.push(line.document);
    }
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-11-25T09:00:00+08:00");
    for document in made {
        print_document::print(&mut desk, document, false).unwrap();
        print_document::print(&mut desk, document, false).unwrap();
    }
    assert_eq!(reader(folder.path()).used_serials("样汕交罚", 2026).unwrap(), [1]);
    assert_eq!(reader(folder.path()).verify().unwrap().breaks, []);
}

#[test]
fn a_letter_and_the_notice_of_it_are_one_step_and_bear_no_number_where_there_is_no_case() {
    let (folder, mut desk, stop) = with_stop("S18");
    let letter = view(&mut desk, stop, "case_referral");
    assert_eq!(letter.blocked, []);
    assert_eq!(proposed(&letter, "referral.organ"), "公安交管");
    let act = proposed(&letter, "referral.cause");
    assert!(act.starts_with("涉嫌超员、超载"), "the act that is theirs: {act}");
    assert!(proposed(&letter, "referral.reason").contains("由公安交管管辖"));
    assert!(proposed(&letter, "referral.attachments").starts_with("现场笔录；1份"));
    assert!(!view(&mut desk, stop, "referral_notice").blocked.is_empty(), "nothing was sent yet");
    let line = issued(make(&mut desk, stop, "case_referral", fields("case_referral")));
    assert_eq!((line.form.as_str(), line.number.as_str()), ("case_referral", ""));
    let entries = reader(folder.path()).entries_of(stop).unwrap();
    let kinds: Vec<&str> = entries.iter().rev().take(5).map(|entry| name(&entry.body)).collect();
    let issued_twice = ["document_issued", "document_issued"];
    let made_twice = ["paper_made", "paper_made"];
    assert_eq!(kinds, [&issued_twice[..], &["decision_confirmed"], &made_twice].concat());
    let inspection = desk.find(&stop.to_string()).unwrap().inspection;
    let [letter, notice] = &inspection.papers[..] else { panic!("{:?}", inspection.papers) };
    let CasePaper::ReferralNotice(of) = &notice.paper else { panic!("{notice:?}") };
    assert_eq!((of.referral, of.organ.as_str()), (line.document, "汕头市公安局交通警察支队"));
    assert!(letter.approval.is_some() && notice.approval.is_none());
    for made in [letter, notice] {
        print_document::print(&mut desk, made.document, false).unwrap();
        print_document::print(&mut desk, made.document, false).unwrap();
    }
    // All letters were told of.
    assert!(!view(&mut desk, stop, "referral_notice").blocked.is_empty());
    assert_eq!(reader(folder.path()).used_serials("样汕交罚", 2026).unwrap(), [0_u32; 0]);
}

#[test]
fn the_cause_of_our_own_case_is_no_cause_of_a_letter_to_another_organ() {
    let (_folder, mut desk, stop) = with_stop("S01");
    let letter = view(&mut desk, stop, "case_referral");
    assert_eq!(letter.blocked, []);
    for path in ["referral.cause", "referral.organ"] {
        assert_eq!(proposed(&letter, path), "", "{path}");
    }
    assert!(proposed(&view(&mut desk, stop, "survey_minutes"), "survey.cause").contains("超限"));
    // Of an act of theirs beside one of ours theirs alone is named.
    let (_folder, mut desk) = found(sample(), EVENING);
    let mut both = scenarios::stop("S02");
    let police = scenarios::stop("S18")["findings"][0].clone();
    both["findings"].as_array_mut().unwrap().push(police);
    check(&mut desk, vec![both]);
    let stop = desk.list("", 9).unwrap()[0].inspection;
    let letter = view(&mut desk, stop, "case_referral");
    let cause = proposed(&letter, "referral.cause");
    assert!(cause.starts_with("涉嫌超员") && !cause.contains("超限"), "{cause}");
}

#[test]
fn a_letter_without_its_notice_may_be_told_of_later() {
    let (_folder, mut desk, stop) = with_stop("S18");
    let alone = with("case_referral", &[("referral.tell_party", "no")]);
    let letter = issued(make(&mut desk, stop, "case_referral", alone)).document;
    assert_eq!(desk.find(&stop.to_string()).unwrap().inspection.papers.len(), 1);
    let notice = issued(make(&mut desk, stop, "referral_notice", Typed::default()));
    let papers = desk.find(&stop.to_string()).unwrap().inspection.papers;
    let CasePaper::ReferralNotice(of) = &papers[1].paper else { panic!("{papers:?}") };
    assert_eq!((of.referral, notice.form.as_str()), (letter, "referral_notice"));
}

#[test]
fn an_obstruction_is_recorded_of_any_stop_and_of_this_moment() {
    // Blocked, without a case, without a party.
    for id in ["S06", "S07", "S17"] {
        let (_folder, mut desk, stop) = with_stop(id);
        let record = view(&mut desk, stop, "obstruction_record");
        assert_eq!(record.blocked, [], "{id}");
        assert_eq!(proposed(&record, "obstruction.at"), EVENING);
        let made = make(&mut desk, stop, "obstruction_record", fields("obstruction_record"));
        assert_eq!(issued(made).number, "", "{id}");
    }
}

#[test]
fn what_cannot_be_is_refused_at_its_field_and_nothing_is_written() {
    let (folder, mut desk, stop) = with_stop("S01");
    let before = reader(folder.path()).head().number;
    let wrong = "impossible_value";
    let missing = "form_incomplete";
    for (form, changed, rule, field) in [
        // The stop was at 08:40; it is 18:00.
        ("survey_minutes", ("survey.from", "2026-11-23 08:39"), wrong, "survey.from"),
        ("survey_minutes", ("survey.until", "2026-11-23 18:01"), wrong, "survey.until"),
        ("survey_minutes", ("survey.until", "2026-11-23 16:39"), wrong, "survey.until"),
        ("survey_minutes", ("survey.invited_unit", "村委会"), missing, "survey.invited"),
        ("survey_minutes", ("survey.photograph", "abababab"), wrong, "survey.photograph"),
        ("survey_minutes", ("survey.weather", " "), missing, "survey.weather"),
        ("sampling_record", ("sampling.items", ""), missing, "sampling.items"),
        ("sampling_record", ("sampling.items", "沙石"), missing, "sampling.items[0].place"),
        ("sampling_record", ("sampling.until", "昨天"), wrong, "sampling.until"),
        ("case_referral", ("approval.by", ""), "opening_not_approved", "approval.by"),
        ("case_referral", ("approval.at", "2026-11-23 18:01"), wrong, "approval.at"),
        ("case_referral", ("referral.organ", ""), missing, "referral.organ"),
        ("case_referral", ("referral.cause", ""), missing, "referral.cause"),
        ("case_referral", ("referral.attachments", ""), missing, "referral.attachments"),
        ("obstruction_record", ("obstruction.police_at", ""), missing, "obstruction.police_at"),
        ("obstruction_record", ("obstruction.at", "2026-11-24 08:00"), wrong, "obstruction.at"),
        ("passenger_transfer", ("passengers.count", "0"), wrong, "passengers.count"),
        ("passenger_transfer", ("passengers.plate", "粤D55D18"), wrong, "passengers.plate"),
        ("passenger_transfer", ("passengers.plate", "大客车"), wrong, "passengers.plate"),
        ("passenger_transfer", ("passengers.arranged_by", ""), missing, "passengers.arranged_by"),
    ] {
        let no = refused(make(&mut desk, stop, form, with(form, &[changed])));
        assert!(no.contains(&(rule, field.to_string())), "{form} {changed:?}: {no:?}");
    }
    assert_eq!(reader(folder.path()).head().number, before, "nothing was written");
}

#[test]
fn what_needs_no_goods_witness_or_photograph_is_made_without() {
    let (_folder, mut desk, stop) = with_stop("S02");
    let letter = with("case_referral", &[("referral.goods", ""), ("referral.tell_party", "no")]);
    issued(make(&mut desk, stop, "case_referral", letter));
    let without = [
        ("obstruction.witnesses", ""),
        ("obstruction.police_at", ""),
        ("obstruction.police_no", ""),
    ];
    issued(make(&mut desk, stop, "obstruction_record", with("obstruction_record", &without)));
    let survey = make(&mut desk, stop, "survey_minutes", fields("survey_minutes"));
    // An opened case takes its number with the first paper that bears one.
    assert_eq!(issued(survey).number, FIRST);
}

#[test]
fn evidence_is_collected_by_two_officers_whose_cards_were_shown() {
    // One officer alone was there.
    let (_folder, mut desk, stop) = with_stop("S15");
    for form in ["case_referral", "survey_minutes", "sampling_record"] {
        let no = view(&mut desk, stop, form).blocked;
        assert!(!no.is_empty(), "{form}");
    }
    let no = view(&mut desk, stop, "case_referral").blocked;
    assert!(no.iter().any(|no| no.rule.name() == "two_officers"), "{no:?}");
}

#[test]
fn passengers_go_on_only_out_of_a_vehicle_and_none_is_named() {
    let mut walking = scenarios::stop("S17");
    walking.as_object_mut().unwrap().remove("vehicle");
    let (_folder, mut desk) = found(sample(), EVENING);
    check(&mut desk, vec![walking]);
    let stop = desk.list("", 9).unwrap()[0].inspection;
    let no = view(&mut desk, stop, "passenger_transfer").blocked;
    let no: Vec<(&str, &str)> = no.iter().map(|no| (no.rule.name(), no.field.as_str())).collect();
    assert_eq!(no, [("form_incomplete", "vehicle.plate")]);
    let kind = lucha::domain::paper::kind("passenger_transfer").unwrap();
    let paths: Vec<&str> = kind.all_fields().map(|field| field.path).collect();
    assert!(paths.iter().all(|path| !path.contains("name")), "{paths:?}");
}

#[test]
fn a_vehicle_without_a_plate_is_named_by_its_frame_also_where_passengers_go_on() {
    let mut bare = scenarios::stop("S10");
    bare["vehicle"]["plate"] = "".into();
    bare["vehicle"]["plate_state"] = "missing".into();
    bare["vehicle"]["vin"] = "LZZ5CLSB6LA000001".into();
    let (_folder, mut desk) = found(sample(), EVENING);
    check(&mut desk, vec![bare]);
    let stop = desk.list("", 9).unwrap()[0].inspection;
    let named = "无号牌（车辆识别代号LZZ5CLSB6LA000001）";
    let letter = view(&mut desk, stop, "case_referral");
    assert!(proposed(&letter, "referral.facts").contains(&format!("检查，{named}：")));
    assert_eq!(view(&mut desk, stop, "passenger_transfer").blocked, []);
    let moved = make(&mut desk, stop, "passenger_transfer", fields("passenger_transfer"));
    let document = issued(moved).document;
    let path = print_document::print(&mut desk, document, false).unwrap().path;
    let page = crate::paper::bare(&crate::paper::pdftotext(path.as_ref()));
    assert!(page.contains(named), "{page}");
}
