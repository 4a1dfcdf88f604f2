//! 可以处 leaves the officers no fine at all: what carries the choice, what remains beside it, and where the law leaves none.

use crate::bureau::{EVENING, found, sample as bureau, with};
use crate::decisions::{confirm, draft, save, typed, unseen};
use crate::discretion::{STANDARD, pack};
use crate::rulebook::sample;
use crate::rulings::{against, judged};
use crate::scenarios::{self, stop};
use lucha::app::command::{Command, Reply};
use lucha::app::terms;
use lucha::cli::code;
use lucha::domain::blocked::Blocked;
use lucha::domain::discretion::{AmountVerdict, Discretion};
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::judgement::{Judgement, Outcome, Penalty};
use lucha::domain::inspection::terms::Terms;
use lucha::domain::rulebook::{Basis, Rulebook, Sanction};
use lucha::stdx::day::Day;
use lucha::stdx::fen::Fen;
use lucha::wire::answer::DiscretionAnswer;
use lucha::wire::event::{self, Body};
use serde_json::{Value, json};

const WHY: &str = "首次且未造成损害";

fn chosen() -> Value {
    json!({ "no_fine": true, "no_fine_reason": WHY })
}

/// The pack as if its approver stood for every row.
fn approved() -> Rulebook {
    let mut book = sample();
    book.violations.values_mut().for_each(|violation| violation.confirmed = true);
    book
}

/// S08 with another act, against somebody who can commit it, and this said of its circumstances.
fn of(code: &str, circumstances: Value) -> Value {
    let asked = against(stop("S08"), code, &sample());
    let asked = with(asked, "findings[0].code", json!(code));
    let asked = with(asked, "findings[0].gain_yuan", Value::Null);
    with(asked, "findings[0].circumstances", circumstances)
}

/// S03, a caution for its mass, that is 0.1 m too high as well: up to 200 yuan may be imposed for that.
fn too_high(circumstances: Value) -> Value {
    let mut value = with(stop("S03"), "weighing.height_mm", json!(4_100));
    let mut second = value["findings"][0].clone();
    second["code"] = json!("OL-002");
    second["circumstances"] = circumstances;
    value["findings"].as_array_mut().unwrap().push(second);
    value
}

fn said(all: &[Blocked]) -> Vec<String> {
    let short = |no: &Blocked| {
        let field =
            no.field.trim_start_matches("findings[0].").trim_start_matches("circumstances.");
        format!("{} {field}", no.rule.name())
    };
    all.iter().map(short).collect()
}

fn only(judgement: &Judgement) -> &Discretion {
    assert_eq!(judgement.discretion.len(), 1);
    &judgement.discretion[0]
}

/// A code, what the finding says besides, and the outcome with what remains of the penalties.
type Row<'a> = (&'a str, &'a [(&'a str, Value)], Outcome, &'a [Penalty]);

#[test]
fn the_fine_goes_and_what_the_basis_gives_beside_it_remains() {
    use Penalty::{Caution, Confiscation};
    let book = approved();
    let nothing: &[(&str, Value)] = &[];
    let (gain, serious) = ([("gain_yuan", json!(500))], [("harm", json!("serious"))]);
    let rows: [Row<'_>; 7] = [
        ("PE-003", nothing, Outcome::OnSpotPenalty, &[Caution]),
        ("LZ-001", &gain, Outcome::CaseOpened, &[Confiscation]),
        ("LZ-001", nothing, Outcome::Correction, &[]),
        ("LZ-003", nothing, Outcome::Correction, &[]),
        ("LZ-021", &serious, Outcome::Correction, &[]),
        // 拒不改正 would be fined by 处; the first visit is not.
        ("DG-012", nothing, Outcome::Correction, &[]),
        ("OL-018", nothing, Outcome::Correction, &[]),
    ];
    for (code, more, outcome, penalties) in rows {
        let mut asked = of(code, chosen());
        for (field, value) in more {
            asked = with(asked, &format!("findings[0].{field}"), value.clone());
        }
        let judgement = judged(asked, &book);
        assert_eq!(said(&judgement.blocked), Vec::<String>::new(), "{code} {more:?}");
        assert_eq!((judgement.outcome, judgement.penalties.as_slice()), (outcome, penalties));
        let is_penalised = outcome != Outcome::Correction;
        assert_eq!(judgement.fine, is_penalised.then_some(Fen::ZERO), "{code} {more:?}");
        assert_eq!(judgement.grounds[0].is_ordered_only, !is_penalised, "{code} {more:?}");
        let weighed = only(&judgement);
        assert_eq!((weighed.verdict, weighed.settled.1), (AmountVerdict::NoFine, Fen::ZERO));
        assert_eq!(DiscretionAnswer::all(&judgement)[0].verdict, "no_fine");
    }
}

#[test]
fn where_the_law_says_shall_no_fine_is_refused_with_article_and_way_out() {
    let book = approved();
    let order = json!({ "number": "汕交责改〔2026〕7号", "ordered_on": "2026-10-08" });
    let refused = with(of("DG-012", chosen()), "findings[0].order", order);
    let mass = |id: &str| with(stop(id), "findings[0].circumstances", chosen());
    for asked in [
        of("CH-001", chosen()),
        refused,
        // Nothing stands at a first visit that could be left out.
        of("MT-002", chosen()),
        // The formula says 处; below its first step there is a caution and no fine.
        mass("S01"),
        mass("S03"),
    ] {
        let judgement = judged(asked.clone(), &book);
        assert_eq!(said(&judgement.blocked), ["fine_mandatory no_fine"], "{asked}");
        let rule = judgement.blocked[0].rule;
        assert_eq!(rule.cite(), "《行政处罚法》第三十二条、第三十三条");
        assert_eq!(judgement.blocked[0].unblock_key(), "blocked.fine_mandatory.unblock");
    }
    // From 200 yuan on a band of size is no 可以处 any more.
    let higher = with(too_high(chosen()), "weighing.height_mm", json!(4_300));
    let blocked = judged(higher, &sample()).blocked;
    assert_eq!(said(&blocked), ["fine_mandatory findings[1].circumstances.no_fine"]);
}

#[test]
fn no_fine_is_another_choice_than_no_amount_and_needs_its_reason() {
    let book = sample();
    let open = (Outcome::CaseOpened, Vec::new());
    let blocked = |what: &str| (Outcome::Blocked, vec![what.to_string()]);
    for (circumstances, amount, want) in [
        (json!({}), None, open.clone()),
        (json!({ "no_fine": false, "no_fine_reason": WHY }), None, open.clone()),
        (json!({ "no_fine": false }), Some(500), open),
        (json!({}), Some(0), blocked("amount_outside_range proposed_yuan")),
        (json!({ "no_fine": true }), None, blocked("no_fine_open no_fine_reason")),
        (
            json!({ "no_fine": true, "no_fine_reason": " " }),
            None,
            blocked("no_fine_open no_fine_reason"),
        ),
        (json!({ "no_fine_reason": WHY }), None, blocked("no_fine_open no_fine")),
        (chosen(), Some(500), blocked("no_fine_open proposed_yuan")),
        (chosen(), Some(0), blocked("no_fine_open proposed_yuan")),
        (chosen(), None, (Outcome::Correction, Vec::new())),
    ] {
        let asked =
            with(of("OL-018", circumstances.clone()), "findings[0].proposed_yuan", json!(amount));
        let judgement = judged(asked, &book);
        let got = (judgement.outcome, said(&judgement.blocked));
        assert_eq!(got, want, "{circumstances} {amount:?}");
    }
    let path = "findings[0].circumstances";
    for wrong in [json!({ "no_fine": "yes" }), json!({ "no_fine_why": WHY })] {
        let refusal = lucha::wire::stop::read(of("OL-018", wrong.clone())).unwrap_err();
        assert!(refusal.path.starts_with(path), "{wrong}: {}", refusal.path);
    }
}

#[test]
fn mass_and_size_are_one_act_and_the_caution_for_the_mass_remains() {
    let book = sample();
    let judgement = judged(too_high(chosen()), &book);
    assert_eq!(said(&judgement.blocked), Vec::<String>::new());
    assert_eq!(judgement.outcome, Outcome::OnSpotPenalty);
    assert_eq!((&judgement.penalties[..], judgement.fine), (&[Penalty::Caution][..], Some(Fen(0))));
    let weighed = only(&judgement);
    assert_eq!((weighed.nth, weighed.code.as_str(), weighed.may), (1, "OL-002", true));
    // Unchosen it is an amount that lacks.
    let judgement = judged(too_high(json!({})), &book);
    assert_eq!(said(&judgement.blocked), ["amount_not_chosen proposed_yuan"]);

    // Without the mass nothing remains but the order, on a scale that is in order.
    let light = with(too_high(chosen()), "weighing.gross_kg", json!(17_000));
    let light = with(light, "findings[0].code", json!("OL-002"));
    let mut light = with(light, "findings[0].circumstances", chosen());
    light["findings"].as_array_mut().unwrap().pop();
    let judgement = judged(light.clone(), &book);
    assert_eq!((judgement.outcome, judgement.blocked.len()), (Outcome::Correction, 0));
    assert!(judgement.grounds.iter().all(|grounds| grounds.is_ordered_only));
    let expired = with(light, "weighing.certificate_until", json!("2026-10-01"));
    let blocked = judged(expired, &book).blocked;
    assert_eq!(said(&blocked), ["device_certificate weighing.certificate_until"]);
}

fn day(text: &str) -> Option<Day> {
    Day::parse(text)
}

fn set_may(basis: &mut Basis, is_open: bool) {
    for sanction in &mut basis.sanctions {
        if let Sanction::FineRange { may, .. } = sanction {
            *may = is_open;
        }
    }
}

#[test]
fn the_version_that_answers_the_act_says_whether_the_fine_may_be_left_out() {
    for (older_may, newer_may, answers, verdict) in [
        // The newer text is the lighter one, for it lets the fine be left out (从旧兼从轻).
        (false, true, "粤公路54", AmountVerdict::NoFine),
        (true, false, "旧54", AmountVerdict::NoFine),
        (false, false, "旧54", AmountVerdict::FineDue),
    ] {
        let mut book = approved();
        let row = book.violations.get_mut("LZ-021").unwrap();
        let mut newer = row.bases[0].clone();
        let mut older = Basis { id: "旧54".into(), until: day("2026-06-30"), ..newer.clone() };
        (newer.from, newer.replaces) = (day("2026-07-01"), Some(older.id.clone()));
        set_may(&mut older, older_may);
        set_may(&mut newer, newer_may);
        row.bases = vec![older, newer];
        let asked = with(of("LZ-021", chosen()), "findings[0].act_on", json!("2026-05-01"));
        let judgement = judged(asked, &book);
        assert_eq!(judgement.grounds[0].basis_id, answers, "{older_may} {newer_may}");
        assert_eq!(only(&judgement).verdict, verdict, "{older_may} {newer_may}");
    }
}

/// CH-001 as if its basis said 可以处, graded by a confirmed standard.
fn graded() -> Rulebook {
    let mut book = pack(STANDARD).unwrap();
    let row = book.violations.get_mut("CH-001").unwrap();
    row.bases.iter_mut().for_each(|basis| set_may(basis, true));
    book
}

fn charter(more: &[(&str, Value)]) -> Value {
    let mut circumstances = chosen();
    circumstances["passengers"] = json!(3);
    for (field, value) in more {
        circumstances[*field] = value.clone();
    }
    let asked = with(stop("S18"), "findings[0].code", json!("CH-001"));
    with(asked, "findings[0].circumstances", circumstances)
}

#[test]
fn a_standard_that_gives_more_wants_the_panel_and_the_paper_says_why() {
    let book = graded();
    let judgement = judged(charter(&[]), &book);
    assert_eq!(said(&judgement.blocked), ["outside_tier panel_no", "outside_tier panel_on"]);
    let panel = [("panel_no", json!("集〔2026〕7号")), ("panel_on", json!("2026-11-23"))];
    let judgement = judged(charter(&panel), &book);
    assert_eq!((judgement.outcome, judgement.blocked.len()), (Outcome::Correction, 0));
    let (name, basis) = (&judgement.grounds[0].name, &judgement.grounds[0].basis);
    let sentence = format!(
        "对{name}，{basis}规定可以处1,000元以上3,000元以下罚款，经裁量不予罚款，理由：{WHY}；\
         经负责人集体讨论（记录集〔2026〕7号，2026年11月23日）。"
    );
    let weighed = only(&judgement);
    assert_eq!(weighed.reasoning.last(), Some(&sentence));
    assert!(weighed.reasoning.concat().contains("载客人数3人"), "the facts per factor");
    assert_eq!(weighed.on_paper, weighed.reasoning.concat());

    // Own words replace the composed ones, and never the word that no fine is imposed and why.
    let own = |text: &str| {
        let more = [panel[0].clone(), panel[1].clone(), ("reasoning", json!(text))];
        only(&judged(charter(&more), &book)).on_paper.clone()
    };
    assert_eq!(own("旅客均已改乘。"), format!("旅客均已改乘。{sentence}"));
    let whole = "依规定可以处罚款，旅客均已改乘，不予罚款。";
    assert_eq!(own(whole), whole);
}

#[test]
fn the_choice_is_kept_and_where_nobody_chose_it_takes_no_byte() {
    let recorded = |circumstances: Value| {
        let facts = lucha::wire::stop::read(of("OL-018", circumstances)).unwrap().facts;
        let body = Body::Inspection(Event::InspectionRecorded(Box::new(facts)));
        let (kind, schema, bytes) = event::encode(&body);
        assert_eq!(event::decode(kind, schema, &bytes).unwrap(), body);
        bytes
    };
    let nothing = recorded(json!({}));
    assert_eq!(recorded(json!({ "no_fine": null, "no_fine_reason": null })), nothing);
    let [yes, no] = [true, false].map(|yes| recorded(json!({ "no_fine": yes })));
    assert!(yes != no && yes.len() > nothing.len());
    assert!(recorded(chosen()).len() > yes.len() + WHY.len());
}

#[test]
fn a_script_chooses_it_and_the_papers_are_those_of_what_remains() {
    let ferry = with(stop("S10"), "findings[0].code", json!("OL-018"));
    let ferry = with(ferry, "findings[0].circumstances", chosen());
    let stops = json!([too_high(chosen()), ferry]);
    let (exit, answers, sentences) = scenarios::check(&stops);
    assert_eq!((exit, sentences.as_str()), (code::DONE, ""));
    let [caution, order] = answers.as_slice() else { panic!("{answers:?}") };
    assert_eq!(caution["outcome"], "on_spot_penalty", "{caution}");
    assert_eq!((&caution["penalty"], &caution["fine_yuan"]), (&json!(["warning"]), &json!(0)));
    let weighed = &caution["discretion"][0];
    assert_eq!((&weighed["finding"], &weighed["verdict"]), (&json!(1), &json!("no_fine")));
    assert_eq!(order["outcome"], "correction", "{order}");
    assert_eq!((&order["penalty"], &order["fine_yuan"]), (&Value::Null, &Value::Null));
    assert_eq!(order["documents"], json!(["现场笔录", "责令改正违法行为通知书"]));
}

#[test]
fn both_officers_confirm_the_choice_as_the_papers_print_it() {
    let (_folder, mut desk) = found(bureau(), EVENING);
    let id = draft(&mut desk, &typed(&too_high(chosen())));
    let to_confirm = |reply: Reply| {
        let Reply::ToConfirm(terms) = reply else { panic!("{reply:?}") };
        *terms
    };
    let first = to_confirm(desk.handle(unseen(id)));
    assert_eq!((first.fine, first.penalties.as_slice()), (Some(Fen(0)), &[Penalty::Caution][..]));
    assert_eq!((first.no_fines.len(), first.no_fines[0].0.as_str()), (1, "OL-002"));
    let words = terms::in_words(&first, "zh-CN");
    assert!(words.last().unwrap().contains(&format!("经裁量不予罚款，理由：{WHY}")), "{words:?}");

    // Another reason is another decision: the PINs for the first carry nothing.
    save(&mut desk, id, "findings[1].circumstances.no_fine_reason", "超高不足0.2米");
    let second = to_confirm(desk.handle(confirm(id, &first)));
    assert_ne!(terms::digest(&second), terms::digest(&first));
    let Reply::Concluded(done) = desk.handle(confirm(id, &second)) else { panic!("not decided") };
    let inspection = &done.view.inspection;
    assert_eq!(inspection.ending.as_ref().unwrap().reasons, [second.no_fines[0].1.clone()]);
    let again = Terms::of(id, &inspection.facts, &done.view.judgement).unwrap();
    assert_eq!(terms::digest(&again), terms::digest(&second));
    let printed = &second.no_fines[0].1;
    assert!(printed.ends_with("经裁量不予罚款，理由：超高不足0.2米。"), "{printed}");
    for document in &done.view.documents {
        let command = Command::OpenDocument { document: document.document, page: 1, width_px: 100 };
        let Reply::Document(page) = desk.handle(command) else { panic!("no page") };
        let text: String = page.text.into_iter().map(|(_, text)| text).collect();
        let says_so = document.form != "correction_order";
        assert_eq!(text.contains(printed), says_so, "{}: {text}", document.form);
    }
}
