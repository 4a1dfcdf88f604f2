//! What was done about an excess behind the decision is added by corrections: they say what they changed, and move nothing of
//! what was decided and printed.

use crate::bureau::{EVENING, check, found, reader, sample};
use crate::scenarios::stop;
use crate::typed::shown;
use crate::unloading::asked;
use lucha::app::command::{Command, Reply, Trouble};
use lucha::app::desk::Desk;
use lucha::domain::inspection::unloading::Guidance;
use lucha::stdx::fen::Fen;
use lucha::stdx::id::Id;
use serde_json::{Value, json};

/// What a correction would not take.
fn refusal(desk: &mut Desk, inspection: Id, (field, value): (&str, &str)) -> Option<Trouble> {
    let (field, value) = (field.to_string(), value.to_string());
    match desk
        .handle(Command::Correct { inspection, field, value, reason: "卸载后补记".into() })
    {
        Reply::Corrected { .. } => None,
        Reply::Failed(trouble) => Some(trouble),
        other => panic!("{other:?}"),
    }
}

const ADDED: &[(&str, &str)] = &[
    ("guided.site", "莲下治超站"),
    ("guided.distance_m", "3200"),
    ("guided.at", "2026-11-23T09:02:00+08:00"),
    ("reweighing.gross_kg", "24940"),
    ("reweighing.unloaded_kg", "6300"),
    ("reweighing.at", "2026-11-23T10:05:00+08:00"),
    ("findings[0].things_yuan", "6800"),
    ("guided.left_at", "2026-11-23T08:50:00+08:00"),
    ("unloading.manner", "transferred"),
    ("unloading.transfer_plate", "粤d7777挂"),
    ("unloading.ended_at", "2026-11-23T10:00:00+08:00"),
    ("unloading.released_at", "2026-11-23T10:30:00+08:00"),
];

#[test]
fn what_was_done_behind_the_decision_is_added_and_the_decision_stays() {
    let (folder, mut desk) = found(sample(), EVENING);
    let (_, answers, _) = check(&mut desk, vec![stop("S01")]);
    let no = answers[0]["number"].as_str().unwrap().to_string();
    let before = desk.find(&no).unwrap();
    let id = before.line.inspection;
    for added in ADDED {
        assert_eq!(refusal(&mut desk, id, *added), None, "{added:?}");
    }
    let after = desk.find(&no).unwrap();
    let whole = lucha::wire::stop::read(asked(&[])).unwrap().facts;
    let facts = &after.inspection.facts;
    let left_at = lucha::stdx::clock::Moment::parse("2026-11-23T08:50:00+08:00");
    let guided = whole.guided.map(|guided| Guidance { left_at, ..guided });
    assert_eq!((&facts.guided, &facts.reweighing), (&guided, &whole.reweighing));
    assert_eq!(facts.unloading.as_ref().unwrap().transfer_plate, "粤D7777挂");
    assert_eq!(facts.findings[0].things, Some(Fen::from_yuan(6_800)));
    assert_eq!(after.inspection.ending, before.inspection.ending);
    assert_eq!(after.documents, before.documents, "no issued paper changes");
    assert_eq!(after.judgement.weighed, before.judgement.weighed);
    drop(desk);
    assert_eq!(reader(folder.path()).verify().unwrap().breaks, []);
    let told: Value = serde_json::from_str(&shown(folder.path(), &no, true)).unwrap();
    assert_eq!(told["reweighing"]["gross_kg"], 24_940);
    assert_eq!(told["guided"]["site"], "莲下治超站");
    assert_eq!(told["unloading"]["manner"], "transferred");
    let changes: Vec<&Value> =
        told["corrections"].as_array().unwrap().iter().map(|one| &one["changes"]).collect();
    let gross = json!([{ "field": "reweighing.gross_kg", "old": "", "new": "24940" }]);
    assert_eq!((changes.len(), changes[3]), (ADDED.len(), &gross));
    assert!(shown(folder.path(), &no, false).contains("复检总质量:  -> 24940"));
}

#[test]
fn what_cannot_be_or_contradicts_is_refused_with_its_field() {
    let (_folder, mut desk) = found(sample(), EVENING);
    let (_, answers, _) = check(&mut desk, vec![stop("S01")]);
    let no = answers[0]["number"].as_str().unwrap();
    let id = desk.find(no).unwrap().line.inspection;
    let no_value = "trouble.impossible_value";
    let arrived = "2026-11-23T09:02:00+08:00";
    for (field, value, key, at) in [
        ("guided.at", arrived, "trouble.correct_first", "guided.site"),
        ("reweighing.at", arrived, "trouble.correct_first", "reweighing.gross_kg"),
        ("reweighing.device", "SCS-09", "trouble.correct_first", "reweighing.gross_kg"),
        ("reweighing.gross_kg", "31241", no_value, "reweighing.gross_kg"),
        ("reweighing.gross_kg", "二十五吨", no_value, "reweighing.gross_kg"),
        ("reweighing.unloaded_kg", "31240", no_value, "reweighing.unloaded_kg"),
        ("weighing.gross_kg", "25000", "trouble.not_correctable", "weighing.gross_kg"),
    ] {
        let trouble = refusal(&mut desk, id, (field, value)).unwrap();
        assert_eq!((trouble.key, trouble.field.as_deref()), (key, Some(at)), "{field} {value}");
    }
    assert_eq!(desk.find(no).unwrap().corrections, [], "nothing of it is an entry");
    for added in ADDED {
        assert_eq!(refusal(&mut desk, id, *added), None, "{added:?}");
    }
    // What is right by itself and does not fit what stands beside it.
    for (field, value, at) in [
        ("reweighing.gross_kg", "30000", "reweighing.unloaded_kg"),
        ("guided.at", "2026-11-23T10:30:00+08:00", "reweighing.at"),
        ("unloading.ended_at", "2026-11-23T10:06:00+08:00", "reweighing.at"),
        ("reweighing.at", "2026-11-23T10:31:00+08:00", "unloading.released_at"),
    ] {
        let trouble = refusal(&mut desk, id, (field, value)).unwrap();
        assert_eq!((trouble.key, trouble.field.as_deref()), ("trouble.contradicts", Some(at)));
    }
    // The way out that the sentence names: cleared, then corrected both.
    for step in [
        ("reweighing.unloaded_kg", ""),
        ("reweighing.gross_kg", "30000"),
        ("reweighing.unloaded_kg", "1240"),
    ] {
        assert_eq!(refusal(&mut desk, id, step), None, "{step:?}");
    }
    let again = desk.find(no).unwrap().inspection.facts.reweighing.unwrap();
    assert_eq!((again.unloaded_kg, again.gross_kg), (Some(1_240), Some(30_000)));
}
