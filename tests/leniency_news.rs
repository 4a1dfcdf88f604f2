//! What one laptop lets off: kept with its stop, a task of its day, and known to the next laptop as an earlier act.

use crate::bureau::reader;
use crate::leniency::{LIST, chosen, spill};
use crate::news::{Laptop, Scene};
use crate::news_packs::pack_folder;
use lucha::app::command::{Command, Reply};
use lucha::domain::bureau::BureauEvent;
use lucha::domain::leniency::Revisit;
use lucha::stdx::day::Day;
use lucha::wire::event::Body;
use serde_json::{Value, json};

/// The answer to one stop, and whether its item found the act to be the first.
fn answered(laptop: &mut Laptop, stop: Value) -> (Value, Value) {
    let answer = laptop.answer(stop);
    let items = answer["leniency"][0]["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["item"] == "ST-7").unwrap();
    let first = item["first"].clone();
    (answer, first)
}

/// Headquarters has published the list, and both laptops have it.
fn under_the_list() -> (Scene, Laptop, Laptop) {
    let folder = pack_folder();
    std::fs::write(folder.path().join("leniency/shantou.toml"), LIST).unwrap();
    let mut scene = Scene::new();
    let (one, two) = scene.two_under(&folder);
    (scene, one, two)
}

#[test]
fn one_laptop_lets_off_looks_again_and_the_next_one_knows_of_it() {
    let (scene, mut one, mut two) = under_the_list();

    let (answer, first) = answered(&mut one, spill(chosen()));
    assert_eq!(answer["outcome"], "correction", "{answer}");
    assert_eq!(first, json!({ "answer": "yes", "known_until": "2026-11-23", "earlier_on": null }));
    let found = &answer["leniency"][0];
    let said = (&found["let_off"], &found["by"], &found["revisit_on"]);
    assert_eq!(said, (&json!(true), &json!("ST-7"), &json!("2026-12-08")));
    assert_eq!(answer["documents"], json!(["现场笔录", "责令改正违法行为通知书"]));
    let stop = one.last_stop();
    let kept = one.desk.find(&stop.to_string()).unwrap();
    let ending = kept.inspection.ending.as_ref().unwrap();
    assert_eq!((ending.let_off.len(), &ending.let_off), (1, &kept.judgement.let_off));
    let on = Day::parse("2026-12-08").unwrap();
    let revisit = Revisit { inspection: stop, on, codes: vec!["FR-006".into()] };
    assert!(one.bureau_events().contains(&BureauEvent::RevisitDue(revisit)));
    let entries = reader(one.folder.path()).bureau_entries().unwrap();
    let is_due = |body: &Body| matches!(body, Body::Bureau(BureauEvent::RevisitDue(_)));
    let due = entries.iter().find(|entry| is_due(&entry.body)).unwrap();
    assert!(due.envelope.officer.is_some(), "it is of the officer who let it off");

    // A task with its day, until somebody says that it was done.
    let today = one.today();
    assert_eq!((today.tasks.len(), today.tasks[0].is_revisit), (1, true));
    assert_eq!((today.tasks[0].due, today.tasks[0].subject.as_str()), (Some(on), "粤D30004"));
    let due: Vec<_> = today.due.iter().filter(|due| due.key == "due.revisit").collect();
    assert_eq!((due.len(), due[0].on, due[0].number.as_str()), (1, on, "FR-006"));
    assert_eq!(one.desk.handle(Command::TaskDone { task: stop }), Reply::TaskDone { task: stop });
    assert_eq!(one.today().tasks, []);

    // The second time is no first one, on this laptop and on the next; neither knows of a penalty.
    let (again, first) = answered(&mut one, spill(chosen()));
    assert_eq!(first["answer"], "no", "{again}");
    let (unsynced, first) = answered(&mut two, spill(chosen()));
    assert_eq!((&unsynced["outcome"], &first["answer"]), (&json!("correction"), &json!("yes")));
    one.sync();
    two.sync();
    let (theirs, first) = answered(&mut two, spill(chosen()));
    let no = json!({ "answer": "no", "known_until": null, "earlier_on": "2026-11-23" });
    assert_eq!((&theirs["outcome"], &first), (&json!("blocked"), &no));
    assert_eq!(theirs["blocked"][0]["rule"], "leniency_open");
    assert_eq!(theirs["blocked"][0]["field"], "findings[0].leniency.first");
    // What came since does not change what was decided.
    let later = one.desk.find(&stop.to_string()).unwrap();
    assert_eq!(later.judgement, kept.judgement);
    // The feed names nobody.
    let plain = "粤D30004".as_bytes();
    let items = scene.items();
    assert!(items.iter().any(|item| item.kind == 30));
    assert!(items.iter().all(|item| !item.body.windows(plain.len()).any(|part| part == plain)));
}

#[test]
fn an_act_that_another_laptop_let_off_is_earlier_to_a_third_that_never_met_it() {
    let (_scene, mut one, mut two) = under_the_list();
    // Another vehicle of the same carrier.
    let other = || crate::bureau::with(spill(chosen()), "vehicle.plate", json!("粤D30005"));
    assert_eq!(answered(&mut one, other()).0["outcome"], "correction");
    one.sync();
    two.sync();
    let (_, first) = answered(&mut two, spill(chosen()));
    assert_eq!(first["earlier_on"], "2026-11-23", "{first}");
    // A vehicle and a carrier that nobody met.
    let mut stranger = crate::bureau::with(spill(chosen()), "vehicle.plate", json!("粤D30006"));
    stranger = crate::bureau::with(stranger, "party.credit_code", json!("91440500MA0001018W"));
    stranger = crate::bureau::with(stranger, "present.relation", json!("代理人"));
    assert_eq!(answered(&mut two, stranger).1["answer"], "yes");
}
