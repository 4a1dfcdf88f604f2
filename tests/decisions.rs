//! From a draft to a decision: nothing typed is lost, no number is used twice, no paper changes.

use crate::bureau::{
    EVENING, at, check, found, own_pins, raw, reader, sample, sit_down, to_found, with,
};
use crate::scenarios;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::draft::field_of;
use lucha::app::view::conclusion::Conclusion;
use lucha::app::view::document::DocumentPage;
use lucha::app::{opening, print_all, terms};
use lucha::domain::blocked::Rule;
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::judgement::Outcome;
use lucha::domain::inspection::order::TellingAct;
use lucha::domain::inspection::terms::Terms;
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Id;
use lucha::stdx::said::Said;
use lucha::wire::event::{Body, name};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// The fields of `stop` as a screen would save them, one text each.
pub fn typed(stop: &Value) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    for (key, value) in stop.as_object().unwrap() {
        if !["id", "expect", "history", "telling", "officers"].contains(&key.as_str()) {
            flatten(key, value, &mut fields);
        }
    }
    let officers: Vec<&str> =
        stop["officers"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    fields.insert("officers".into(), officers.join(","));
    let told = stop["at"].as_str().unwrap().to_string();
    for topic in ["cards_shown", "content", "facts", "reasons", "basis", "rights", "statement_at"] {
        fields.insert(format!("telling.{topic}"), told.clone());
    }
    fields.insert("telling.statement".into(), "none".into());
    fields.insert("telling.signature".into(), "signed".into());
    fields
}

fn flatten(path: &str, value: &Value, into: &mut BTreeMap<String, String>) {
    match value {
        Value::Null => {}
        Value::Object(object) => {
            for (key, value) in object {
                flatten(&format!("{path}.{key}"), value, into);
            }
        }
        Value::Array(list) => {
            for (nth, value) in list.iter().enumerate() {
                flatten(&format!("{path}[{nth}]"), value, into);
            }
        }
        Value::String(text) => {
            into.insert(path.to_string(), text.clone());
        }
        Value::Bool(_) | Value::Number(_) => {
            into.insert(path.to_string(), value.to_string());
        }
    }
}

/// A new draft with `fields`, saved one by one, the telling's acts in their order.
pub fn draft(desk: &mut Desk, fields: &BTreeMap<String, String>) -> Id {
    let Reply::Draft(draft) = desk.handle(Command::NewDraft) else { panic!("no draft") };
    let place = |field: &str| TellingAct::all().position(|act| field_of(act) == field);
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by_key(|(field, _)| place(field));
    for (field, value) in fields {
        save(desk, draft.id, field, value);
    }
    draft.id
}

pub fn save(desk: &mut Desk, draft: Id, field: &str, value: &str) {
    let (field, value) = (field.to_string(), value.to_string());
    let reply = desk.handle(Command::SaveField { draft, field, value });
    assert!(matches!(reply, Reply::Saved { .. }), "{reply:?}");
}

pub fn conclude(desk: &mut Desk, draft: Id) -> Conclusion {
    let reply = match desk.handle(unseen(draft)) {
        Reply::ToConfirm(terms) => desk.handle(confirm(draft, &terms)),
        other => other,
    };
    let Reply::Concluded(conclusion) = reply else { panic!("{reply:?}") };
    *conclusion
}

/// The end of a stop before anything was shown to be confirmed.
pub fn unseen(draft: Id) -> Command {
    Command::Conclude { draft, shown: None, pins: Vec::new() }
}

/// Both officers' PINs under `terms`.
pub fn confirm(draft: Id, terms: &Terms) -> Command {
    Command::Conclude { draft, shown: Some(terms::digest(terms)), pins: own_pins() }
}

pub fn failed(reply: Reply) -> &'static str {
    let Reply::Failed(trouble) = reply else { panic!("{reply:?}") };
    trouble.key
}

fn shown(desk: &mut Desk, document: Id) -> DocumentPage {
    let reply = desk.handle(Command::OpenDocument { document, page: 1, width_px: 200 });
    let Reply::Document(page) = reply else { panic!("{reply:?}") };
    *page
}

pub fn kinds(folder: &Path, inspection: Id) -> Vec<&'static str> {
    let entries = reader(folder).entries_of(inspection).unwrap();
    entries.iter().map(|entry| name(&entry.body)).collect()
}

/// Events of the journal that say whether a stop was ended or only refused.
pub fn endings(folder: &Path, inspection: Id) -> (usize, usize) {
    let entries = reader(folder).entries_of(inspection).unwrap();
    let count = |wanted: fn(&Event) -> bool| {
        entries
            .iter()
            .filter(|entry| matches!(&entry.body, Body::Inspection(event) if wanted(event)))
            .count()
    };
    (
        count(|event| matches!(event, Event::InspectionEnded(_))),
        count(|event| matches!(event, Event::DecisionBlocked(_))),
    )
}

#[test]
fn rebuild_after_a_whole_shift_gives_every_row_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = to_found(folder.path(), Clock::machine());
    lucha::app::sample::found(&mut desk).unwrap();
    let (_, answers, _) = check(&mut desk, scenarios::stops());
    assert_eq!(answers.len(), scenarios::stops().len());
    let papers = print_all::print_unprinted(&mut desk).unwrap();
    assert!(papers.len() > answers.len(), "{} papers", papers.len());
    let before = reader(folder.path()).dump().unwrap();
    assert!(before.len() > 100, "{} lines", before.len());
    let verdict = desk.verify().unwrap();
    assert_eq!((verdict.breaks, verdict.pages), (vec![], papers.len() as u64));
    desk.rebuild().unwrap();
    assert_eq!(reader(folder.path()).dump().unwrap(), before);
    drop(desk);
    // A bureau that is opened again knows the same.
    let desk = sit_down(folder.path(), EVENING);
    assert_eq!(desk.verify().unwrap().breaks, []);
    assert_eq!(desk.list("", 50).unwrap().len(), answers.len());
}

#[test]
fn the_journal_holds_the_telling_before_the_entry_that_takes_a_number() {
    let (folder, mut desk) = found(sample(), EVENING);
    let draft = draft(&mut desk, &typed(&scenarios::stop("S03")));
    let done = conclude(&mut desk, draft);
    assert_eq!(done.view.line.outcome, Outcome::OnSpotPenalty.word());
    let entries = reader(folder.path()).entries_of(done.inspection).unwrap();
    let place = |wanted: fn(&Event) -> bool| {
        let found = |body: &Body| matches!(body, Body::Inspection(event) if wanted(event));
        entries.iter().position(|entry| found(&entry.body)).unwrap()
    };
    let order = [
        place(|event| matches!(event, Event::InspectionRecorded(_))),
        place(|event| matches!(event, Event::CardsShown { .. })),
        place(|event| matches!(event, Event::ProposalTold { .. })),
        place(|event| matches!(event, Event::StatementHeard { .. })),
        place(|event| matches!(event, Event::SignatureRecorded(_))),
        place(|event| matches!(event, Event::InspectionEnded(end) if end.number.is_some())),
        place(|event| matches!(event, Event::DocumentIssued(_))),
    ];
    assert!(order.is_sorted(), "{order:?} {:?}", kinds(folder.path(), done.inspection));
}

#[test]
fn a_stop_whose_decision_failed_is_gone_on_with_and_not_recorded_twice() {
    let (folder, mut desk) = found(sample(), EVENING);
    let mut fields = typed(&scenarios::stop("S03"));
    fields.remove("telling.rights");
    let draft = draft(&mut desk, &fields);

    let refused = conclude(&mut desk, draft);
    assert_eq!(refused.blocked.iter().map(|no| no.rule).collect::<Vec<_>>(), [Rule::Telling]);
    assert_eq!(endings(folder.path(), draft), (0, 1));
    let kept = reader(folder.path()).draft(draft).unwrap().expect("a blocked stop keeps its draft");
    assert_eq!(kept.fields["vehicle.plate"], "粤D66A02");

    // The laptop was switched off in between.
    drop(desk);
    let mut desk = sit_down(folder.path(), EVENING);
    save(&mut desk, draft, "telling.rights", "2026-11-23T09:20:00+08:00");
    save(&mut desk, draft, "telling.statement", "none");
    save(&mut desk, draft, "vehicle.plate", "粤D66A03");
    save(&mut desk, draft, "at", "2026-11-22T09:12:00+08:00");
    let done = conclude(&mut desk, draft);
    assert_eq!((done.inspection, done.blocked), (draft, vec![]));
    assert_eq!(endings(folder.path(), draft), (1, 1));
    let store = reader(folder.path());
    assert_eq!(store.draft(draft).unwrap(), None, "a decided stop has no draft any more");
    let rows = store.inspections("", None, 10).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].plate.as_str(), rows[0].at), ("粤D66A03", at("2026-11-22T09:12:00+08:00")));
    assert_eq!(store.inspections("D66A02", None, 10).unwrap().len(), 0, "the index follows");

    assert_eq!(failed(desk.handle(unseen(draft))), "trouble.no_draft");
    // Even when a screen saves a late field under the same id.
    save(&mut desk, draft, "vehicle.plate", "粤D66A04");
    assert_eq!(failed(desk.handle(unseen(draft))), "trouble.already_ended");
    assert_eq!(endings(folder.path(), draft), (1, 1));
    assert_eq!(store.verify().unwrap().breaks, []);
}

#[test]
fn a_dropped_draft_is_gone_and_others_stay() {
    let (folder, mut desk) = found(sample(), EVENING);
    let (one, other) = (draft(&mut desk, &BTreeMap::new()), draft(&mut desk, &BTreeMap::new()));
    desk.handle(Command::DropDraft { draft: one });
    let left: Vec<Id> = reader(folder.path()).drafts().unwrap().iter().map(|d| d.id).collect();
    assert_eq!(left, [other]);
    assert_eq!(failed(desk.handle(Command::OpenDraft { draft: one })), "trouble.no_draft");
}

#[test]
fn an_empty_number_block_refuses_the_decision_and_keeps_the_stop() {
    let mut founding = sample();
    founding.blocks.retain(|block| block.year == 2026);
    (founding.blocks[0].from, founding.blocks[0].until) = (7, 7);
    let (folder, mut desk) = found(founding, EVENING);
    let stops = vec![scenarios::stop("S03"), scenarios::stop("S01"), scenarios::stop("S02")];
    let (_, answers, _) = check(&mut desk, stops);
    assert_eq!(answers[0]["number"], "样汕交罚〔2026〕00007号");
    let refused = &answers[1];
    assert_eq!((&refused["outcome"], &refused["procedure"]), (&json!("blocked"), &json!("none")));
    assert_eq!(refused["blocked"][0]["rule"], "number_block_empty");
    for absent in ["number", "documents", "penalty", "fine_yuan", "range_yuan", "hearing"] {
        assert_eq!(refused[absent], json!(null), "{absent}: {refused}");
    }
    assert_eq!(answers[2]["outcome"], "case_opened", "a case needs no number of this block");
    let store = reader(folder.path());
    assert_eq!(store.inspections("", None, 10).unwrap().len(), 3);
    assert_eq!(store.used_serials("样汕交罚", 2026).unwrap(), [7]);
    assert_eq!(store.verify().unwrap().breaks, []);
}

#[test]
fn numbers_are_those_of_the_year_of_the_stop() {
    let stop = |at: &str| with(scenarios::stop("S03"), "at", json!(at));
    let (folder, mut desk) = found(sample(), "2027-01-02T12:00:00+08:00");
    let stops =
        ["2026-12-31T23:59:00+08:00", "2027-01-01T00:00:00+08:00", "2027-01-02T10:00:00+08:00"];
    let (_, answers, _) = check(&mut desk, stops.map(stop).to_vec());
    let numbers: Vec<&str> =
        answers.iter().map(|answer| answer["number"].as_str().unwrap()).collect();
    let want = ["样汕交罚〔2026〕00001号", "样汕交罚〔2027〕00001号", "样汕交罚〔2027〕00002号"];
    assert_eq!(numbers, want);

    // The count goes on after the laptop was switched off.
    drop(desk);
    let mut desk = sit_down(folder.path(), "2027-01-02T12:00:00+08:00");
    let (_, answers, _) = check(&mut desk, vec![stop("2027-01-02T11:00:00+08:00")]);
    assert_eq!(answers[0]["number"], "样汕交罚〔2027〕00003号");
}

#[test]
fn a_correction_is_a_new_entry_and_no_issued_paper_changes() {
    let (folder, mut desk) = found(sample(), EVENING);
    let draft = draft(&mut desk, &typed(&scenarios::stop("S03")));
    let done = conclude(&mut desk, draft);
    let before: Vec<_> = done.view.documents.clone();
    let old: Vec<_> = before.iter().map(|line| shown(&mut desk, line.document).text).collect();
    let entries = kinds(folder.path(), draft).len();

    let correct = |field: &str, value: &str, reason: &str| Command::Correct {
        inspection: draft,
        field: field.into(),
        value: value.into(),
        reason: reason.into(),
    };
    for (field, value) in [
        ("place.text", "东里镇樟东路口"),
        ("vehicle.plate", "粤D66A09"),
        ("place.stake", "K13+000"),
    ] {
        let reply = desk.handle(correct(field, value, "抄录有误"));
        assert!(matches!(reply, Reply::Corrected { .. }), "{reply:?}");
    }
    assert_eq!(kinds(folder.path(), draft).len(), entries + 3);
    let view = desk.find(&draft.to_string()).unwrap();
    assert_eq!(view.inspection.facts.place.text, "东里镇樟东路口");
    assert_eq!((view.line.plate.as_str(), &view.documents), ("粤D66A09", &before));
    for (line, text) in before.iter().zip(&old) {
        assert_eq!(shown(&mut desk, line.document).text, *text, "{}", line.form);
    }

    // The act follows the plate: the next stop of that lorry on this day is warned of.
    let again = with(scenarios::stop("S03"), "vehicle.plate", json!("粤D66A09"));
    let (_, answers, _) = check(&mut desk, vec![again]);
    assert_eq!(answers[0]["warnings"], json!(["same_vehicle_fined_today"]));

    for (field, value, reason, trouble) in [
        ("place.text", "别处", " ", "trouble.reason_needed"),
        ("telling.rights", "", "误", "trouble.not_correctable"),
        ("vehicle.plate", "粤D6", "误", "trouble.impossible_value"),
        ("vehicle.colour", "紫", "误", "trouble.impossible_value"),
    ] {
        assert_eq!(failed(desk.handle(correct(field, value, reason))), trouble);
    }
    assert_eq!(kinds(folder.path(), draft).len(), entries + 3, "a refused correction is no entry");
    let store = reader(folder.path());
    assert_eq!(store.verify().unwrap().breaks, [], "rows follow corrections in a rebuild too");
}

#[test]
fn the_first_print_is_the_kept_page_and_every_later_one_says_which_copy_it_is() {
    let (folder, mut desk) = found(sample(), EVENING);
    let draft = draft(&mut desk, &typed(&scenarios::stop("S03")));
    let document = conclude(&mut desk, draft).view.documents[0].clone();
    let mut papers = Vec::new();
    for wanted in 1..=2 {
        let reply = desk.handle(Command::Print { document: document.document, roll: false });
        let Reply::Printed { copy, path, .. } = reply else { panic!("{reply:?}") };
        assert_eq!(copy, wanted);
        papers.push(std::fs::read(path).unwrap());
    }
    let digest = |bytes: &[u8]| lucha::stdx::digest::Digest::of(bytes).hex();
    assert_eq!(digest(&papers[0]), document.digest);
    assert_ne!(digest(&papers[1]), document.digest);
    let prints = reader(folder.path()).documents_of(draft).unwrap();
    assert_eq!(prints.iter().map(|row| row.printed).collect::<Vec<_>>()[0], 2);
}

#[test]
fn a_paper_goes_onto_the_roll_only_where_the_agency_allows_it() {
    for allowed in [true, false] {
        let mut founding = sample();
        founding.agency.roll_allowed = allowed;
        let (folder, mut desk) = found(founding, EVENING);
        let draft = draft(&mut desk, &typed(&scenarios::stop("S03")));
        let document = conclude(&mut desk, draft).view.documents[0].document;
        let before = kinds(folder.path(), draft).len();
        let reply = desk.handle(Command::Print { document, roll: true });
        if allowed {
            let Reply::Printed { copy: 1, path, .. } = reply else { panic!("{reply:?}") };
            assert!(path.ends_with("-72mm.pdf"), "{path}");
            assert_eq!(kinds(folder.path(), draft)[before..], ["document_printed"]);
        } else {
            assert_eq!(failed(reply), "trouble.roll_not_allowed");
            assert_eq!(kinds(folder.path(), draft).len(), before, "nothing is written down");
            assert!(!folder.path().join("paper").exists(), "and nothing lies there");
        }
        // The thermal paper fades: the first print on A4 is still the first.
        let reply = desk.handle(Command::Print { document, roll: false });
        assert!(matches!(reply, Reply::Printed { copy: 1, .. }), "{reply:?}");
    }
}

#[test]
fn a_changed_rule_pack_is_named_and_nobody_works_under_it() {
    let (folder, desk) = found(sample(), EVENING);
    drop(desk);
    let conn = raw(folder.path());
    let sql =
        "UPDATE pack_file SET bytes = CAST(replace(CAST(bytes AS TEXT), '3000', '9000') AS BLOB)
               WHERE name = 'violations/charter.toml'";
    assert_eq!(conn.execute(sql, []).unwrap(), 1);
    let breaks = reader(folder.path()).verify().unwrap().breaks;
    assert_eq!(breaks, [(7, Said::words("flaw.rule_pack"))]);
    let refused = opening::to_write(Some(folder.path())).err().unwrap();
    assert_eq!(refused.key, "trouble.broken_journal");
}

#[test]
fn a_damaged_journal_still_says_where_it_breaks() {
    let (folder, desk) = found(sample(), EVENING);
    drop(desk);
    let conn = raw(folder.path());
    conn.execute("UPDATE entry SET payload = x'a0' WHERE number = 3", []).unwrap();
    let refused = opening::to_write(Some(folder.path())).err().unwrap();
    assert_eq!(refused.key, "trouble.broken_journal");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = lucha::cli::Voice { lang: "zh-CN", out: &mut out, err: &mut err };
    let code = lucha::cli::verify::run(Some(folder.path()).into(), true, &mut voice);
    assert_eq!(code, lucha::cli::code::PARTLY);
    let verdict: Value = serde_json::from_slice(&out).unwrap();
    assert_eq!((&verdict["whole"], &verdict["breaks"][0]["entry"]), (&json!(false), &json!(3)));
}
