//! 再次违反 (动规 36) through the desk: what one laptop ordered or corrected, the history of that laptop and of the next one answers
//! for with its day; where it does not reach, it says that it does not.

use crate::bureau::with;
use crate::news::{Laptop, Scene};
use crate::news_packs::pack_folder;
use crate::scenarios::stop;
use lucha::app::command::{Command, Reply};
use lucha::domain::inspection::repeat::EarlierAct;
use lucha::stdx::day::Day;
use serde_json::{Value, json};

/// Day of the first stop, and the one on which the laptops' clocks stand.
const FIRST: &str = "2026-11-20";
const TODAY: &str = "2026-11-23";

/// A driver whose terminal was off line, found on a day.
fn offline(on: &str) -> Value {
    let asked = with(stop("S08"), "findings[0].code", json!("VE-002"));
    let asked = with(asked, "findings[0].facts", json!("车载终端离线，驾驶员未恢复"));
    let asked = with(asked, "findings[0].gain_yuan", Value::Null);
    with(asked, "at", json!(format!("{on}T10:35:00+08:00")))
}

/// The answer to one stop, and what it says of an act done again.
fn answered(laptop: &mut Laptop, stop: Value) -> (Value, Value) {
    let answer = laptop.answer(stop);
    let repeats = answer["repeats"].as_array().unwrap();
    assert_eq!(repeats.len(), 1, "{answer}");
    let repeat = repeats[0].clone();
    (answer, repeat)
}

fn first_time() -> Value {
    let first = json!({ "answer": "yes", "known_until": TODAY, "earlier_on": null });
    json!({ "finding": 0, "proven": false, "first": first })
}

fn again(since: &str) -> Value {
    let first = json!({ "answer": "no", "known_until": null, "earlier_on": since });
    json!({ "finding": 0, "proven": true, "first": first })
}

fn unknown(known_until: Option<&str>, why: &str, settled_by: &str) -> Value {
    let first = json!({
        "answer": "unknown", "known_until": known_until, "earlier_on": null, "why": why,
        "settled_by": settled_by,
    });
    json!({ "finding": 0, "proven": false, "first": first })
}

/// Headquarters stands for the row, with an article of the test's own, and both laptops have its pack.
fn under_the_row() -> (Scene, Laptop, Laptop) {
    let folder = pack_folder();
    let file = folder.path().join("violations/vehicle_monitoring.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let code = "code = \"VE-002\"\n";
    let (before, row) = text.split_once(code).unwrap();
    let row = row.replacen("article = 0", "article = 26", 1);
    std::fs::write(&file, format!("{before}{code}confirmed = true\n{row}")).unwrap();
    let mut scene = Scene::new();
    let (one, two) = scene.two_under(&folder);
    (scene, one, two)
}

#[test]
fn what_one_laptop_ordered_is_done_again_to_itself_and_to_the_next_one_that_heard_of_it() {
    let (_scene, mut one, mut two) = under_the_row();
    let (answer, repeat) = answered(&mut one, offline(FIRST));
    assert_eq!((&answer["outcome"], repeat), (&json!("correction"), first_time()), "{answer}");

    // A day later, on the same laptop: the earlier act is written down with the stop, and nobody's word is asked for.
    let (answer, repeat) = answered(&mut one, offline("2026-11-21"));
    assert_eq!((&answer["outcome"], repeat), (&json!("case_opened"), again(FIRST)), "{answer}");
    assert_eq!((&answer["penalty"], &answer["range_yuan"]), (&json!(["fine"]), &json!([200, 800])));
    let known = EarlierAct {
        on: Some(Day::parse(FIRST).unwrap()),
        why: String::new(),
        is_from_history: true,
    };
    let stop = one.last_stop();
    let kept = one.desk.find(&stop.to_string()).unwrap();
    assert_eq!(kept.inspection.facts.findings[0].repeat, Some(known.clone()));

    // The next one has not heard of it; its answer says up to when it would have.
    let (answer, repeat) = answered(&mut two, offline(TODAY));
    assert_eq!((&answer["outcome"], repeat), (&json!("correction"), first_time()), "{answer}");
    one.sync();
    two.sync();
    let (answer, repeat) = answered(&mut two, offline(TODAY));
    assert_eq!((&answer["outcome"], repeat), (&json!("case_opened"), again(FIRST)), "{answer}");
    let theirs = two.desk.find(&two.last_stop().to_string()).unwrap();
    assert_eq!(theirs.inspection.facts.findings[0].repeat, Some(known));
    // The same person with another vehicle is the same party.
    let other = with(offline(TODAY), "vehicle.plate", json!("粤D8K998"));
    assert_eq!(answered(&mut two, other).1, again(FIRST));
}

#[test]
fn a_corrected_plate_takes_along_the_doubt_about_whose_act_it_was() {
    let (_scene, mut one, mut two) = under_the_row();
    let nameless = with(offline(FIRST), "party.id_no", Value::Null);
    let nameless = with(nameless, "present.id_no", Value::Null);
    let (answer, repeat) = answered(&mut one, nameless);
    assert_eq!(answer["outcome"], "correction", "{answer}");
    assert_eq!(repeat, unknown(Some(TODAY), "party_unnamed", "naming"));
    let inspection = one.last_stop();
    let (field, value, reason) = ("vehicle.plate".into(), "粤D8K998".into(), "号牌看错".into());
    let correct = Command::Correct { inspection, field, value, reason };
    assert_eq!(one.desk.handle(correct), Reply::Corrected { inspection });
    one.sync();
    two.sync();
    let doubt = || unknown(Some(TODAY), "somebody_unnamed", "headquarters");
    for laptop in [&mut one, &mut two] {
        let right = with(offline(TODAY), "vehicle.plate", json!("粤D8K998"));
        assert_eq!(answered(laptop, right).1, doubt());
        assert_eq!(answered(laptop, offline(TODAY)).1, first_time(), "no act of that vehicle");
    }
}

#[test]
fn where_the_history_does_not_reach_or_a_case_is_open_nobody_can_say() {
    let (mut scene, mut one, mut two) = under_the_row();
    // A laptop that never read headquarters' news.
    let (_, repeat) = answered(&mut scene.laptop(), offline(TODAY));
    assert_eq!(repeat, unknown(None, "never_read", "sync"));

    // What the officers know beyond the history opens a case, and a case that is open has come to nothing yet.
    let said = json!({ "on": "2026-10-08", "why": "汕交责改〔2026〕7号" });
    let claimed = with(offline(FIRST), "findings[0].repeat", said);
    let (answer, repeat) = answered(&mut one, claimed);
    assert_eq!(answer["outcome"], "case_opened", "{answer}");
    assert_eq!((&repeat["proven"], &repeat["first"]), (&json!(true), &first_time()["first"]));
    one.sync();
    two.sync();
    for laptop in [&mut one, &mut two] {
        let (answer, repeat) = answered(laptop, offline(TODAY));
        assert_eq!(repeat, unknown(Some(TODAY), "case_open", "headquarters"));
        assert_eq!(answer["outcome"], "correction", "{answer}");
    }
}
