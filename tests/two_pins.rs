//! Every path to a decision: none gets there without each officer's own PIN, and none with one person's twice.

use crate::bureau::{EVENING, check, found, reader, sample, with};
use crate::decisions::{draft, typed};
use crate::encrypted::real_bureau;
use crate::program::Ground;
use crate::scenarios;
use crate::shared_laptop::{CHEN, LI, WANG, ZHANG, pin_of, sign_in, two_pairs};
use lucha::app::check_file::{self, Checked};
use lucha::app::command::{Command, Reply, Trouble};
use lucha::app::conclude::conclude_proven;
use lucha::app::desk::Desk;
use lucha::app::terms::{self, Word};
use lucha::app::{export_case, keep_photograph, pin};
use lucha::cli::first_use::Answers;
use lucha::cli::{self, Voice};
use lucha::domain::agency::Officer;
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::judgement::Outcome;
use lucha::domain::inspection::terms::{Confirmation, ConfirmedBy, Terms};
use lucha::stdx::id::Id;
use lucha::wire::event::Body;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Decisions that bind somebody, each with the officers who confirmed it in the same transaction.
fn decided(folder: &Path) -> Vec<(Outcome, BTreeSet<Id>)> {
    let store = reader(folder);
    let mut decided = Vec::new();
    for row in store.inspections("", None, 1_000).unwrap() {
        let mut confirmed: Option<(u64, BTreeSet<Id>)> = None;
        for entry in store.entries_of(row.id).unwrap() {
            let number = entry.envelope.number;
            match entry.body {
                Body::Inspection(Event::DecisionConfirmed { by }) => {
                    assert!(confirmed.is_none(), "a stop is confirmed once");
                    let by: Vec<Id> = by.into_iter().map(|one| one.officer).collect();
                    let distinct: BTreeSet<Id> = by.iter().copied().collect();
                    assert_eq!(distinct.len(), by.len(), "nobody twice");
                    confirmed = Some((number, distinct));
                }
                Body::Inspection(Event::InspectionEnded(ending))
                    if ending.outcome.needs_confirmation() =>
                {
                    let (at, by) = confirmed.clone().unwrap_or_default();
                    assert_eq!(at + 1, number, "{:?} without a word before it", ending.outcome);
                    decided.push((ending.outcome, by));
                }
                _ => {}
            }
        }
    }
    decided
}

fn typed_pins(pins: &[(&str, &str)]) -> Vec<(String, lucha::stdx::redacted::Redacted<String>)> {
    pins.iter().map(|(who, pin)| ((*who).to_string(), (*pin).to_string().into())).collect()
}

/// The four outcomes that bind, by a sample stop each.
fn binding() -> Vec<Value> {
    let wanted = ["on_spot_penalty", "case_opened", "correction", "handed_over"];
    let of = |outcome: &str| {
        let mut stops = scenarios::stops().into_iter();
        stops
            .find(|stop| stop["expect"]["outcome"] == outcome && stop.get("same_trip_as").is_none())
    };
    let stops: Vec<Value> = wanted.iter().filter_map(|outcome| of(outcome)).collect();
    assert!(stops.len() >= 3, "{stops:?}");
    stops
}

/// Words that are not both officers' own.
const NOT_ENOUGH: [&[(&str, &str)]; 7] = [
    &[],
    &[(ZHANG, "246810")],
    &[(LI, "135790")],
    &[(ZHANG, "246810"), (ZHANG, "246810")],
    &[(ZHANG, "246810"), (WANG, "112233")],
    &[(WANG, "112233"), (CHEN, "445566")],
    // Each the other's.
    &[(ZHANG, "135790"), (LI, "246810")],
];

#[test]
fn on_the_screen_no_binding_outcome_is_decided_without_both_own_pins() {
    let (folder, mut desk) = found(two_pairs(), EVENING);
    sign_in(&mut desk, ZHANG);
    for (nth, stop) in (1..).zip(binding()) {
        let draft = draft(&mut desk, &typed(&stop));
        let ask = |shown, pins: &[(&str, &str)]| Command::Conclude {
            draft,
            shown,
            pins: typed_pins(pins),
        };
        let Reply::ToConfirm(terms) = desk.handle(ask(None, &[])) else {
            panic!("{} was decided unseen", stop["id"])
        };
        let shown = Some(terms::digest(&terms));
        for pins in NOT_ENOUGH {
            let reply = desk.handle(ask(shown, pins));
            let Reply::Failed(trouble) = reply else { panic!("{pins:?}: {reply:?}") };
            assert!(
                ["trouble.confirm_needed", "trouble.wrong_pin"].contains(&trouble.key),
                "{pins:?}: {}",
                trouble.key
            );
            assert_eq!(decided(folder.path()).len(), nth - 1, "{pins:?}");
        }
        let both = [(ZHANG, "246810"), (LI, "135790")];
        assert!(matches!(desk.handle(ask(shown, &both)), Reply::Concluded(_)));
        assert_eq!(decided(folder.path()).len(), nth);
    }
    assert!(decided(folder.path()).iter().all(|(_, by)| by.len() == 2));
}

#[test]
fn a_script_gets_no_decision_without_both_own_pins() {
    for (nth, pins) in NOT_ENOUGH.into_iter().enumerate() {
        let (folder, mut desk) = found(two_pairs(), EVENING);
        // Her PIN is no sample's, which everybody may know.
        pin::change(&mut desk, LI, "135790", "975313").unwrap();
        let own = |pin: &str| pin.replace("135790", "975313");
        let lines: Vec<String> =
            pins.iter().map(|(who, pin)| format!("{who} {}\n", own(pin))).collect();
        let file = check_file::check_pins(&mut desk, &lines.concat());
        let whole = [0, 1, 2, 4, 5].contains(&nth);
        assert_eq!(file.is_ok(), whole, "{pins:?}: {file:?}");
        let (_, answers, sentences) = check(&mut desk, binding());
        assert!(answers.is_empty(), "{pins:?}: {answers:?}");
        assert!(sentences.contains("PIN"), "{sentences}");
        assert_eq!(decided(folder.path()), [], "{pins:?}");
    }
    let (folder, mut desk) = found(two_pairs(), EVENING);
    let file = format!("{ZHANG} 246810\n{LI} 135790\n");
    check_file::check_pins(&mut desk, &file).unwrap();
    let (_, answers, sentences) = check(&mut desk, binding());
    assert_eq!(answers.len(), binding().len(), "{sentences}");
    let decided = decided(folder.path());
    assert_eq!(decided.len(), answers.len());
    assert!(decided.iter().all(|(_, by)| by.len() == 2), "{decided:?}");
}

/// A real bureau, and both officers' PINs as a file gives them.
fn real_with_a_file() -> (tempfile::TempDir, Desk) {
    let (root, mut desk) = real_bureau();
    let file = format!("{ZHANG} 246810\n{LI} 135790\n");
    check_file::check_pins(&mut desk, &file).unwrap();
    (root, desk)
}

#[test]
fn in_a_real_bureau_a_file_of_pins_decides_nothing_and_what_it_would_decide_is_not_recorded() {
    let (_root, mut desk) = real_with_a_file();
    let (code, answers, sentences) = check(&mut desk, binding());
    assert_eq!((code, answers.len()), (1, 0), "{sentences}");
    assert_eq!(sentences.lines().count(), binding().len(), "{sentences}");
    assert!(sentences.contains("PIN 文件不能代替确认"), "{sentences}");
    assert_eq!(desk.list("", 9).unwrap(), []);
    // What binds nobody is recorded as before.
    let free = |stop: &Value| {
        let outcome = &stop["expect"]["outcome"];
        (outcome == "no_violation" || outcome == "blocked") && stop.get("same_trip_as").is_none()
    };
    let free: Vec<Value> = scenarios::stops().into_iter().filter(free).collect();
    let (code, answers, sentences) = check(&mut desk, free.clone());
    assert_eq!((code, answers.len()), (0, free.len()), "{sentences}");
    assert!(free.len() >= 2 && desk.list("", 99).unwrap().len() == free.len());
    // Nor may any other command say that a file is their word.
    let stop = draft(&mut desk, &typed(&scenarios::stop("S01")));
    let proven = [ZHANG, LI].map(|who| pin::prove_one(&mut desk, who, pin_of(who)).unwrap());
    let reply = conclude_proven(&mut desk, stop, Word::PinFile(&proven)).unwrap();
    assert!(matches!(reply, Reply::ToConfirm(_)), "{reply:?}");
}

#[test]
fn in_a_real_bureau_each_types_his_own_pin_under_the_terms_of_each_stop() {
    let (_root, mut desk) = real_with_a_file();
    let (mut shown, mut tries): (Vec<Terms>, Vec<Option<&str>>) = (Vec::new(), Vec::new());
    let mut ask = |terms: &Terms, officers: &[Officer], wrong: Option<&Trouble>| {
        let asked: Vec<&str> = officers.iter().map(|one| one.credential.as_str()).collect();
        assert_eq!(asked, [ZHANG, LI]);
        // At the first one she types her colleague's.
        let hers = if tries.is_empty() { pin_of(ZHANG) } else { pin_of(LI) };
        tries.push(wrong.map(|no| no.key));
        shown.push(terms.clone());
        let pins = [(ZHANG, pin_of(ZHANG)), (LI, hers)];
        Some(pins.map(|(who, pin)| (who.to_string(), pin.to_string())).to_vec())
    };
    let mut outcomes = Vec::new();
    let each = |_: usize, checked: Checked| match checked {
        Checked::Answered(answer) => outcomes.push(answer.outcome),
        other => panic!("{other:?}"),
    };
    check_file::check_asking(&mut desk, binding(), &|_| String::new(), &mut ask, each);
    assert_eq!(outcomes.len(), binding().len());
    assert_eq!(tries.len(), binding().len() + 1, "for each stop anew: {tries:?}");
    assert_eq!(tries[..3], [None, Some("trouble.wrong_pin"), None]);
    for line in desk.list("", 9).unwrap() {
        let inspection = desk.find(&line.inspection.to_string()).unwrap().inspection;
        let by = &inspection.confirmed_by;
        let officers: BTreeSet<Id> = by.iter().map(|one| one.officer).collect();
        assert_eq!((by.len(), officers.len()), (2, 2));
        let own = shown.iter().find(|terms| terms.inspection == line.inspection).unwrap();
        let bound = |one: &Confirmation| {
            one.way == ConfirmedBy::Screen && one.shown == Some(terms::digest(own))
        };
        assert!(by.iter().all(bound), "{by:?}");
    }
}

/// A person who types from a list, and what he was asked.
struct Person {
    types: Vec<&'static str>,
    asked: Vec<String>,
}

impl Answers for Person {
    fn line(&mut self, question: &str) -> Option<String> {
        self.asked.push(question.to_string());
        (!self.types.is_empty()).then(|| self.types.remove(0).to_string())
    }

    fn secret(&mut self, question: &str) -> Option<String> {
        self.line(question)
    }
}

#[test]
fn the_terminal_shows_the_terms_over_each_pin_and_decides_nothing_where_one_types_none() {
    let (_root, mut desk) = real_with_a_file();
    let run = |desk: &mut Desk, person: &mut Person| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut voice = Voice { lang: "zh-CN", out: &mut out, err: &mut err };
        let stops = vec![scenarios::stop("S01")];
        let code = cli::check::check_at(desk, stops, true, Some(person), &mut voice);
        (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    };
    for types in [vec![], vec!["246810"], vec!["246810", ""]] {
        let mut person = Person { types, asked: Vec::new() };
        let (code, out, err) = run(&mut desk, &mut person);
        assert_eq!((code, out.as_str(), desk.list("", 9).unwrap().len()), (1, "", 0), "{err}");
        assert!(!err.contains("2468") && err.contains("这次检查没有记录"), "{err}");
    }
    // A wrong one is told over the next question, and counted.
    let types = vec!["246810", "000000", "246810", "135790"];
    let mut person = Person { types, asked: Vec::new() };
    let (code, out, err) = run(&mut desk, &mut person);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("on_spot_penalty"), "{out}");
    let asked = person.asked;
    for (question, name) in asked.iter().zip(["张伟", "李娜"].iter().cycle()) {
        for words in [
            "粤D55D18",
            "当场处罚",
            "¥3,000",
            "汕头市示范运输有限公司",
            "OL-001",
            *name,
            "不得代输",
        ] {
            assert!(question.contains(words), "`{words}`: {question}");
        }
    }
    let told = |question: &String| question.contains("李娜 的 PIN 不对");
    assert_eq!(asked.iter().map(told).collect::<Vec<_>>(), [false, false, true, true]);
}

#[test]
fn without_a_file_the_terminal_asks_each_officer_of_the_stops_for_his_pin_and_a_pipe_is_refused() {
    let (folder, desk) = found(two_pairs(), EVENING);
    drop(desk);
    let stops = folder.path().join("stops.json");
    std::fs::write(&stops, json!([scenarios::stop("S07")]).to_string()).unwrap();
    let dir = Some(folder.path().to_path_buf());
    let order = cli::check::Order { dir, from: stops, json: true, pin_file: None };
    let run = |person: Option<&mut Person>| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut voice = Voice { lang: "zh-CN", out: &mut out, err: &mut err };
        let answers = person.map(|person| person as &mut dyn Answers);
        let code = cli::check::run_at(&order, answers, &mut voice);
        (code, String::from_utf8(err).unwrap())
    };
    let (code, err) = run(None);
    assert!(code == 1 && err.contains("--pin-file"), "{err}");
    let mut person = Person { types: vec![ZHANG, "246810", "135790"], asked: Vec::new() };
    assert_eq!(run(Some(&mut person)), (0, String::new()));
    assert_eq!(person.asked.len(), 3);
    assert!(person.asked[2].contains("李娜"), "{:?}", person.asked);
    let mut person = Person { types: vec![ZHANG, "246810", ""], asked: Vec::new() };
    let (code, err) = run(Some(&mut person));
    assert!(code == 1 && err.contains("stops[0].officers[1]"), "{err}");
}

#[test]
fn one_officer_named_twice_or_alone_is_blocked_whatever_is_typed() {
    for officers in
        [json!([ZHANG]), json!([ZHANG, ZHANG]), json!([]), json!([ZHANG, "19059999999"])]
    {
        let (folder, mut desk) = found(two_pairs(), EVENING);
        let file = format!("{ZHANG} 246810\n{LI} 135790\n");
        check_file::check_pins(&mut desk, &file).unwrap();
        let mut stop = with(scenarios::stop("S01"), "officers", officers.clone());
        stop.as_object_mut().unwrap().remove("recorder");
        let (_, answers, sentences) = check(&mut desk, vec![stop]);
        assert_eq!(answers[0]["outcome"], "blocked", "{officers}: {answers:?} {sentences}");
        assert_eq!(decided(folder.path()), []);
    }
}

#[test]
fn the_whole_sample_shift_has_two_peoples_word_for_each_decision() {
    let (folder, mut desk) = found(sample(), EVENING);
    let (_, answers, sentences) = check(&mut desk, scenarios::stops());
    assert_eq!(answers.len(), scenarios::stops().len(), "{sentences}");
    let binding = answers.iter().filter(|answer| {
        ["on_spot_penalty", "case_opened", "correction", "handed_over"]
            .iter()
            .any(|outcome| answer["outcome"] == *outcome)
    });
    let decided = decided(folder.path());
    assert_eq!(decided.len(), binding.count());
    assert!(decided.iter().all(|(_, by)| by.len() == 2), "{decided:?}");
}

/// Everything else that touches a decided stop, by one officer alone.
type Touch = fn(&mut Desk, Id, &Path);
const AFTERWARDS: [(&str, Touch); 6] = [
    ("correct", |desk, stop, _| {
        let (field, value, reason) = ("place.text".into(), "莲上".into(), "误".into());
        let reply = desk.handle(Command::Correct { inspection: stop, field, value, reason });
        assert!(matches!(reply, Reply::Corrected { .. }), "{reply:?}");
    }),
    ("print", |desk, stop, _| {
        let reply = desk.handle(Command::PrintAll { inspection: stop });
        assert!(matches!(reply, Reply::PrintedAll { .. }), "{reply:?}");
    }),
    ("reprint", |desk, stop, _| {
        let document = desk.find(&stop.to_string()).unwrap().documents[0].document;
        let reply = desk.handle(Command::Print { document, roll: false });
        assert!(matches!(reply, Reply::Printed { copy: 2, .. }), "{reply:?}");
    }),
    ("photograph", |desk, stop, folder| {
        let file = folder.join("one.png");
        std::fs::write(&file, b"\x89PNG\r\n\x1a\nx").unwrap();
        keep_photograph::keep_photograph(desk, stop, &file, None).unwrap();
    }),
    ("export", |desk, stop, folder| {
        export_case::export_case(desk, &stop.to_string(), "复议", folder).unwrap();
    }),
    ("conclude again", |desk, stop, _| {
        let pins = typed_pins(&[(ZHANG, "246810"), (LI, "135790")]);
        let reply = desk.handle(Command::Conclude { draft: stop, shown: None, pins });
        assert!(matches!(reply, Reply::Failed(_)), "{reply:?}");
    }),
];

#[test]
fn nothing_behind_a_decision_makes_another_one() {
    let (folder, mut desk) = found(two_pairs(), EVENING);
    desk.set_paper_folder(folder.path().join("paper"));
    sign_in(&mut desk, ZHANG);
    let stop = draft(&mut desk, &typed(&scenarios::stop("S01")));
    crate::decisions::conclude(&mut desk, stop);
    let before = decided(folder.path());
    assert_eq!(before.len(), 1);
    for (what, touch) in AFTERWARDS {
        let entries = desk.verify().unwrap().entries;
        touch(&mut desk, stop, folder.path());
        assert_eq!(decided(folder.path()), before, "{what}");
        let more = desk.verify().unwrap().entries > entries;
        assert_eq!(more, what != "conclude again", "{what} is in the journal");
    }
    assert!(desk.verify().unwrap().breaks.is_empty());
}

#[test]
fn the_program_itself_refuses_a_stop_that_one_officer_confirms() {
    let ground = Ground::empty();
    let (folder, desk) = found(two_pairs(), EVENING);
    drop(desk);
    std::fs::rename(folder.keep(), ground.bureau()).unwrap();
    let stops = ground.at("here/stops.json");
    std::fs::write(&stops, json!([scenarios::stop("S01")]).to_string()).unwrap();
    let file = ground.at("pins");
    for (text, wanted) in [
        (format!("{ZHANG} {}\n", pin_of(ZHANG)), 1),
        (format!("{ZHANG} {}\n{ZHANG} {}\n", pin_of(ZHANG), pin_of(ZHANG)), 1),
        (format!("{ZHANG} {}\n{WANG} {}\n", pin_of(ZHANG), pin_of(WANG)), 1),
        (format!("{ZHANG} {}\n{LI} {}\n", pin_of(ZHANG), pin_of(LI)), 0),
    ] {
        std::fs::write(&file, &text).unwrap();
        let args =
            ["check", "--json", "--from", "stops.json", "--pin-file", file.to_str().unwrap()];
        let ran = ground.on_bureau(&args);
        assert_eq!(ran.code, wanted, "{text}: {}", ran.err);
        assert_eq!(decided(&ground.bureau()).len(), usize::from(wanted == 0), "{text}");
    }
}
