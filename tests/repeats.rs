//! What a reached count asks for (路保 66) is proposed to headquarters with the decision and done by no laptop; a decision
//! that was taken back counts nowhere any more.

use crate::bureau::{EVENING, check, found, sample, with};
use crate::crash::lives;
use crate::news::{Scene, number};
use crate::scenarios::stop;
use lucha::domain::consequence::{ConsequenceProposal, RepeatOffender};
use lucha::domain::counting::{DecidedAct, Standing, Window, count_fleet};
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::judgement::{Ending, Outcome};
use lucha::domain::offender::Offenders;
use lucha::stdx::day::Day;
use lucha::stdx::id::Id;
use lucha::wire::event::{self, Body};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Plate of stop S01.
const OWN: &str = "粤D55D18";

fn earlier(plate: &str, on: &str, decision: &str) -> Value {
    json!({
        "code": "OL-001", "plate": plate, "on": on, "decision": decision,
        "driver_id_no": "440515198501010101",
    })
}

/// What `lucha check` says of S01 after `history`, its carrier with so many trucks.
fn answered(history: &[Value], trucks: Value) -> Value {
    let mut asked = with(stop("S01"), "history", json!(history));
    asked = with(asked, "transport_certificate.first_issued", Value::Null);
    asked = with(asked, "party.trucks", trucks);
    let (_folder, mut desk) = found(sample(), EVENING);
    let (_, mut answers, said) = check(&mut desk, vec![asked]);
    assert_eq!((answers.len(), said.as_str()), (1, ""));
    answers.remove(0)
}

/// Code, whose acts, and how many, of each proposal.
fn proposed(answer: &Value) -> Vec<(String, String, u64)> {
    let text = |value: &Value| value.as_str().unwrap().to_string();
    let of =
        |one: &Value| (text(&one["code"]), text(&one["whose"]), one["count"].as_u64().unwrap());
    answer["proposals"].as_array().map(|all| all.iter().map(of).collect()).unwrap_or_default()
}

fn one(code: &str, whose: &str, count: u64) -> (String, String, u64) {
    (code.to_string(), whose.to_string(), count)
}

#[test]
fn the_fourth_act_of_a_year_is_proposed_for_the_vehicle_and_the_driver_each_by_its_own_count() {
    let days = ["2025-11-24", "2026-02-02", "2026-09-01"];
    let history = |plates: [&str; 3], decision: &str| -> Vec<Value> {
        let of = |(plate, day): (&str, &str)| earlier(plate, day, decision);
        plates.into_iter().zip(days).map(of).collect()
    };
    let others = ["粤D20001", "粤D20002", "粤D20003"];
    let driver = || one("OL-015", "driver", 4);
    for (history, wanted) in [
        (history(others, "final"), vec![driver()]),
        (history([OWN; 3], "final"), vec![one("OL-014", "vehicle", 4), driver()]),
        // More than three, so that three are not enough.
        (history([OWN; 3], "final")[1..].to_vec(), Vec::new()),
        (history([OWN; 3], "quashed"), Vec::new()),
        (history([OWN; 3], "pending"), Vec::new()),
    ] {
        let answer = answered(&history, Value::Null);
        assert_eq!(proposed(&answer), wanted, "{answer}");
        let done = (&answer["outcome"], &answer["penalty"]);
        assert_eq!(done, (&json!("on_spot_penalty"), &json!(["fine"])), "nothing is revoked");
    }
    // The day before the year begins counts for nobody.
    let mut before = history([OWN; 3], "final");
    before[0] = earlier(OWN, "2025-11-23", "final");
    assert!(proposed(&answered(&before, Value::Null)).is_empty());
}

#[test]
fn more_than_a_tenth_of_the_fleet_is_proposed_with_the_size_that_was_recorded() {
    let more = answered(&[], json!(9));
    let wanted = json!([{
        "code": "OL-016", "whose": "carrier", "count": 1, "trucks": 9,
        "from": "2025-11-24", "until": "2026-11-23",
    }]);
    assert_eq!(more["proposals"], wanted);
    assert_eq!(more["outcome"], "on_spot_penalty");
    for trucks in [json!(10), Value::Null] {
        let answer = answered(&[], trucks);
        assert_eq!(answer["proposals"], Value::Null, "{answer}");
    }
}

#[test]
fn a_proposal_travels_with_the_ending_and_one_without_it_stays_as_it_was() {
    let day = |text| Day::parse(text).unwrap();
    let window = Window { from: day("2025-11-24"), until: day("2026-11-23") };
    let of = |whose, trucks| ConsequenceProposal {
        code: "OL-016".into(),
        whose,
        count: 4,
        trucks,
        window,
        stops: vec![Id([1; 16]), Id([2; 16])],
    };
    let proposals = vec![of(RepeatOffender::Driver, None), of(RepeatOffender::Carrier, Some(39))];
    let bytes_of = |proposals| {
        let ending = Ending { proposals, ..lives::ending(3) };
        let body = Body::Inspection(Event::InspectionEnded(ending));
        let (kind, schema, bytes) = event::encode(&body);
        assert_eq!(event::decode(kind, schema, &bytes), Ok(body));
        bytes.len()
    };
    assert!(bytes_of(Vec::new()) < bytes_of(proposals));
}

#[test]
fn the_journal_keeps_what_was_proposed_and_on_which_decisions_it_rests() {
    let (_folder, mut desk) = found(sample(), EVENING);
    let plates = ["粤D20001", "粤D20002", "粤D20003", "粤D20004"];
    let stops = plates.map(|plate| with(stop("S01"), "vehicle.plate", json!(plate))).to_vec();
    let (_, answers, said) = check(&mut desk, stops);
    assert_eq!((answers.len(), said.as_str()), (4, ""));
    let views: Vec<_> = answers.iter().map(|answer| desk.find(&number(answer)).unwrap()).collect();
    let ids = views[..3].iter().map(|view| view.line.inspection).collect::<BTreeSet<Id>>();
    let endings: Vec<Ending> =
        views.into_iter().map(|view| view.inspection.ending.unwrap()).collect();
    for ending in &endings[..3] {
        assert_eq!(ending.proposals, []);
    }
    let last = &endings[3];
    assert_eq!((last.outcome, last.proposals.len()), (Outcome::OnSpotPenalty, 1));
    let proposal = &last.proposals[0];
    assert_eq!((proposal.code.as_str(), proposal.count), ("OL-015", 4));
    assert_eq!(proposal.stops.iter().copied().collect::<BTreeSet<Id>>(), ids);
}

/// What `lucha-hq proposals --json` says.
fn listed(scene: &Scene) -> Vec<Value> {
    let said = scene.done(&["proposals", "--json"]);
    said.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn headquarters_lists_the_proposals_and_what_it_quashes_counts_on_no_laptop() {
    let mut scene = Scene::new();
    let (mut here, mut there) = (scene.laptop(), scene.laptop());
    let plates = ["粤D20001", "粤D20002", "粤D20003", "粤D20004"];
    let numbers = plates.map(|plate| number(&here.decide(plate)));
    assert!(listed(&scene).is_empty(), "nobody told it");
    here.sync();
    let line = |quashed: u32| {
        json!({
            "case": numbers[3], "code": "OL-015", "whose": "driver", "count": 4, "trucks": null,
            "from": "2025-11-24", "until": "2026-11-23", "quashed_since": quashed,
        })
    };
    assert_eq!(listed(&scene), [line(0)]);
    let quash = |case: &str, ground: &str| {
        scene.hq(&["quash", case, "--ground", ground, "--by", "法制科 王科长"])
    };
    assert_eq!(quash(&numbers[1], " ").0, 1);
    assert_eq!(quash("样汕交罚〔2026〕09999号", "汕府复决〔2026〕3号").0, 1);
    assert_eq!(listed(&scene), [line(0)], "a refused one changes nothing");
    for (nth, wanted) in [(1, 1), (2, 2)] {
        let (code, said) = quash(&numbers[nth], "汕府复决〔2026〕3号");
        assert_eq!(code, 0, "{said}");
        assert_eq!(listed(&scene), [line(wanted)]);
    }
    // Said once more, it is taken out once.
    assert_eq!(quash(&numbers[2], "汕府复决〔2026〕3号").0, 0);
    assert_eq!(listed(&scene), [line(2)]);
    let words = scene.done(&["proposals"]);
    assert!(words.contains(&numbers[3]) && words.contains("OL-015"), "{words}");
    here.sync();
    there.sync();
    for (laptop, plate) in [(&mut here, "粤D20005"), (&mut there, "粤D20006")] {
        let answer = laptop.decide(plate);
        assert_eq!(answer["counted"]["driver"]["nth"], 3, "{answer}");
        assert!(proposed(&answer).is_empty());
    }
    // The paper of a quashed decision is still there, and still says what it said.
    let view = here.desk.find(&numbers[1]).unwrap();
    assert_eq!(view.inspection.ending.unwrap().outcome, Outcome::OnSpotPenalty);
}

#[test]
fn a_plate_in_doubt_is_no_second_vehicle_of_a_fleet() {
    let on = Day::parse("2026-11-23").unwrap();
    let act = |plate: &str| DecidedAct {
        code: "OL-001".into(),
        plate: plate.into(),
        on: Day::parse("2026-06-12").unwrap(),
        standing: Standing::Final,
        stop: None,
        by: Offenders { carrier: "甲".into(), ..Offenders::default() },
    };
    let book = crate::rulebook::sample();
    for (acts, plate, offending) in [
        (vec![act("粤D1")], "粤D1?", 1),
        (vec![act("粤D1?")], "粤D1", 1),
        (vec![act("粤D1"), act("粤D1?")], "粤D2", 2),
        (vec![act("粤D1?")], "粤D1?", 1),
        (vec![act("粤D1")], "粤D2?", 2),
    ] {
        let fleet = count_fleet(&acts, "甲", plate, Some(9), on, &book);
        assert_eq!(fleet.offending, offending, "{plate}");
    }
}
