//! Kinds of evidence that an act asks for and the record lacks: a script is told of them and goes on, a reason is kept with the stop and
//! travels with it, and no step of the case is nearer for it.

use crate::bureau::{EVENING, check, found, reader, sample, with};
use crate::decisions::{conclude, draft, save, typed};
use crate::scenarios;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::domain::evidence::EvidenceKind;
use lucha::domain::evidence_gap::EvidenceGap;
use lucha::domain::inspection::event::Event;
use lucha::stdx::id::Id;
use lucha::wire::event::Body;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The kinds beside the minutes, in the order of the article.
const OTHERS: [&str; 7] =
    ["书证", "物证", "视听资料", "电子数据", "证人证言", "当事人陈述", "鉴定意见"];

/// Two kinds are asked for: there are the minutes, and the party said nothing.
fn lacking() -> Value {
    scenarios::stop("S08")
}

fn answered(stop: Value) -> (TempDir, Desk, Id, Value) {
    let (folder, mut desk) = found(sample(), EVENING);
    let (code, answers, said) = check(&mut desk, vec![stop]);
    assert_eq!(code, 0, "{said}");
    let id = desk.list("", 9).unwrap()[0].inspection;
    (folder, desk, id, answers.into_iter().next().unwrap())
}

#[test]
fn a_script_is_told_what_is_missing_and_is_not_held_up() {
    let answer = answered(lacking()).3;
    assert_eq!(answer["outcome"], "case_opened");
    let missing = json!({ "kinds": 1, "could_be": OTHERS, "reason": null });
    assert_eq!(answer["evidence_missing"], missing);
    let (_folder, mut desk, stop, answer) =
        answered(with(lacking(), "evidence_gap", json!(" 没有证人 ")));
    assert_eq!(answer["outcome"], "case_opened");
    assert_eq!(answer["evidence_missing"]["reason"], "没有证人");
    let kept = desk.find(&stop.to_string()).unwrap().inspection.facts.evidence_gap;
    assert_eq!(kept.trim(), "没有证人");
}

#[test]
fn nothing_is_said_where_nothing_is_missing() {
    let stated = with(lacking(), "telling.statement", json!("stated"));
    let stated = with(stated, "telling.statement_text", json!("顺路带人。"));
    let stated = with(stated, "telling.answer", json!("不予采纳。"));
    assert_eq!(answered(stated).3["evidence_missing"], Value::Null);
    // An act that asks for one kind alone.
    assert_eq!(answered(scenarios::stop("S01")).3["evidence_missing"], Value::Null);
}

#[test]
fn a_script_that_gave_no_reason_is_put_right_by_a_correction() {
    let (_folder, mut desk, stop, _) = answered(lacking());
    let reply = desk.handle(Command::Correct {
        inspection: stop,
        field: "evidence_gap".into(),
        value: "当事人拒绝配合".into(),
        reason: "漏填".into(),
    });
    assert!(matches!(reply, Reply::Corrected { .. }), "{reply:?}");
    let view = desk.find(&stop.to_string()).unwrap();
    assert_eq!(view.inspection.facts.evidence_gap, "当事人拒绝配合");
    assert_eq!(view.corrections[0].changes[0].field, "evidence_gap");
}

#[test]
fn no_step_of_the_case_is_nearer_for_a_reason() {
    let stand = |stop: Value| {
        let (_folder, mut desk, id, _) = answered(stop);
        let steps = desk.find(&id.to_string()).unwrap().steps.unwrap();
        let line = |line: &lucha::app::view::steps::StepLine| (line.code, line.blocked.clone());
        (steps.state, steps.next.iter().map(line).collect::<Vec<_>>())
    };
    let with_reason = with(lacking(), "evidence_gap", json!("设备故障"));
    assert_eq!(stand(with_reason), stand(lacking()));
}

#[test]
fn the_end_of_a_draft_shows_what_is_missing_and_the_reason_is_in_its_entry() {
    let (folder, mut desk) = found(sample(), EVENING);
    let id = draft(&mut desk, &typed(&lacking()));
    let gap = |desk: &mut Desk| {
        let reply = desk.handle(Command::LookAtEnd { draft: id });
        let Reply::Prospect(view) = reply else { panic!("{reply:?}") };
        view.gap
    };
    let seen: EvidenceGap = gap(&mut desk).unwrap();
    assert_eq!((seen.wanted_kinds, seen.missing_kinds), (2, 1));
    assert!(seen.is_unexplained() && !seen.could_be.contains(&EvidenceKind::Minutes));
    save(&mut desk, id, "evidence_gap", "现场条件不允许");
    assert_eq!(gap(&mut desk).unwrap().reason, "现场条件不允许");
    conclude(&mut desk, id);
    let entries = reader(folder.path()).entries_of(id).unwrap();
    let recorded = entries.iter().find_map(|entry| match &entry.body {
        Body::Inspection(Event::InspectionRecorded(facts)) => Some(facts.evidence_gap.clone()),
        _ => None,
    });
    assert_eq!(recorded.as_deref(), Some("现场条件不允许"));
}
