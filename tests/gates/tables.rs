//! The tables of the gates against the notes on the law (`L` is law.md): each step, each paper, each mark, and ways that lead on.

use lucha::domain::blocked::Rule;
use lucha::domain::inspection::judgement::Outcome;
use lucha::domain::procedure::papers::{NATIONAL, PROOF_OF_DELIVERY, WITH_PROOF, number_of, title};
use lucha::domain::procedure::state::State;
use lucha::domain::procedure::{self, Gate, Track, gate};
use lucha::forms::{self, FORMS};
use std::collections::BTreeSet;

/// Each step of L §1 and where it is asked about. A row of the notes that only tells how a step is done shares its gate.
const STEPS: &[(&str, &[&str])] = &[
    ("A1", &["A1", "A1u"]),
    ("A2", &["A2"]),
    ("A3", &["A3"]),
    ("A4", &["A4"]),
    ("A5", &["A5"]),
    ("B1 B2 B3 B4", &["B4"]),
    ("B5 B6", &["B6"]),
    ("B7", &["B7"]),
    ("B8", &["B8"]),
    ("B9", &["B9", "B9o"]),
    ("B10", &["B10", "B10o"]),
    ("B11", &["B11"]),
    ("C1", &["C1"]),
    ("C2", &["C2"]),
    ("C2'", &["C2n", "C2t"]),
    ("C3", &["C3"]),
    ("C4", &["C4"]),
    ("C5", &["C5"]),
    ("C6", &["C6"]),
    ("C7", &["C7"]),
    ("C7w", &["C7w", "J1w"]),
    ("C8", &["C8"]),
    ("C9", &["C9"]),
    ("C10", &["C10"]),
    ("C11", &["C11", "C11n", "C11t"]),
    ("C12", &["C12"]),
    ("C13", &["C13"]),
    ("C14", &["C14", "C14o"]),
    ("C15", &["C15"]),
    ("C16", &["C16"]),
    ("D1", &["D1"]),
    ("D1e", &["D1e", "D1m"]),
    ("D2", &["D2"]),
    ("D3", &["D3"]),
    ("D4", &["D4", "D4x"]),
    ("D5", &["D5"]),
    ("D6", &["D6", "D6a"]),
    ("D7", &["D7"]),
    ("E1", &["E1a", "E1"]),
    ("E2", &["E2", "E2c"]),
    ("F1", &["F1"]),
    ("F2", &["F2", "F2o"]),
    ("F3", &["F3"]),
    ("F4", &["F4"]),
    ("F5", &["F5", "F5a"]),
    ("F6", &["F6"]),
    ("F6u", &["F6u"]),
    ("F7", &["F7", "F7e", "F7r", "F7b"]),
    ("F8", &["F8"]),
    ("F9", &["F9", "F9d"]),
    ("(f) performed", &["F0"]),
    ("(g) team and report", &["G1"]),
    ("(g) the head decides", &["G2", "G2r"]),
    ("(g) to the police", &["G3"]),
    ("(g) the police answer", &["G4", "G4r"]),
    ("(g) goods", &["G5"]),
    ("(g) reconsideration, or back", &["G6", "G7"]),
    ("(h) before opening", &["H0"]),
    ("(h) under 14, insane", &["H1"]),
    ("(h) minor", &["H2"]),
    ("(h) first time", &["H3"]),
    ("(h) no fault", &["H4"]),
    ("(h) not established", &["H5"]),
    ("(h) time-barred", &["H6"]),
    ("(i) in a day", &["I1"]),
    ("(i) off-site", &["I2", "I3", "I4"]),
    ("(i) copy to the vehicle's home", &["I5"]),
    ("(i) application forwarded", &["I6"]),
    ("(j)", &["J1", "J2", "J3", "J4"]),
    // L §2.1, 办案延长.
    ("§2.1 case extension", &["T1"]),
];

/// Each form of the national set and the steps that L §1 puts it to.
const FORMS_AT: [(u8, &[&str]); 24] = [
    (1, &["C2"]),
    (2, &["C3"]),
    (3, &["C3"]),
    (4, &["A3", "A4", "A5", "B4", "C3", "D1e", "D2"]),
    (5, &["C3"]),
    (6, &["C3", "E1"]),
    (7, &["E2"]),
    (8, &["D1e", "D2"]),
    (9, &["D3"]),
    (10, &["D5"]),
    (11, &["C6"]),
    (12, &["J2"]),
    (13, &["J3"]),
    (14, &["B6"]),
    (15, &["C11"]),
    (16, &["A4", "B6", "C11", "H0"]),
    (17, &["F2"]),
    (18, &["F9"]),
    (19, &["F3"]),
    (20, &["F4"]),
    (21, &["F6", "F6u"]),
    (22, &["F7", "F7e", "F7r"]),
    (23, &["C6", "C12", "F3"]),
    (24, &["C15"]),
];

/// Rules of L §1.0 that hold for every procedure, and steps that ask for them.
const EVERYWHERE: &[(&str, &[&str])] = &[
    ("two_officers", &["A1u", "A2", "B4", "C3", "D1e", "D2", "E1"]),
    ("credential", &["A2", "B4", "C3", "D2"]),
    ("certificate_scope", &["A2", "B4", "C3", "D2"]),
    ("cards_not_shown", &["A1u", "A2", "C3", "D1e", "D2", "E1"]),
    ("telling", &["B4", "B6", "C7", "C7w", "C11"]),
    ("recusal_open", &["B6", "C11", "C11n", "J2", "J3"]),
    ("record_incomplete", &["B11", "C16"]),
    ("signature_missing", &["A3", "A4", "B7"]),
    ("measure_unsigned", &["D1e", "D2"]),
    ("not_ours", &["B4", "C2", "I4"]),
    ("power_list", &["B4", "C2"]),
    ("time_barred", &["B4", "C2", "C11"]),
    ("basis_not_chosen", &["B4", "B6", "C6", "C11"]),
    ("unverified", &["B4", "B6", "C6", "C11", "H0"]),
    ("gain_unsettled", &["C6", "C11"]),
    ("things_not_valued", &["C6", "C11"]),
    ("one_act_one_fine", &["B4", "B6", "C2", "C11"]),
    ("heavier_than_told", &["B6", "C7", "C11"]),
    ("crime_goes_first", &["B4", "B6", "C11"]),
];

/// Steps whose article the notes have from no text that was read.
const UNVERIFIED: &[&str] = &["A2", "B10o", "C4", "C5", "C15", "G4", "G4r", "G6", "G7", "I1", "T1"];

fn makes(gate: &Gate, number: u8) -> bool {
    gate.papers.made.contains(&number) || gate.papers.as_needed.contains(&number)
}

#[test]
fn every_step_of_the_notes_has_its_gate_and_no_gate_is_beside_them() {
    let listed: BTreeSet<&str> =
        STEPS.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
    let known: Vec<&str> = procedure::gates().map(|gate| gate.code).collect();
    let all: BTreeSet<&str> = known.iter().copied().collect();
    assert_eq!(listed, all);
    assert_eq!(known.len(), all.len(), "a code stands for one step");
}

#[test]
fn every_form_of_the_national_set_appears_where_the_notes_say() {
    for (nth, (number, codes)) in (1..).zip(FORMS_AT) {
        assert_eq!(nth, number, "in the order of the set");
        for code in codes {
            assert!(makes(gate(code).unwrap(), number), "{code} makes no form {number}");
        }
    }
    let beyond = |number: &u8| !(1..=24).contains(number);
    for gate in procedure::gates() {
        let papers = gate.papers;
        let mut numbers = gate.needs.iter().chain(papers.made).chain(papers.as_needed);
        assert!(!numbers.any(beyond), "{}", gate.code);
    }
    assert_eq!(NATIONAL.iter().collect::<BTreeSet<_>>().len(), 24);
    assert_eq!((title(0), title(25), title(24)), (None, None, Some("结案报告")));
    for form in FORMS {
        assert_eq!(form.national_no, number_of(form.name), "{}", form.name);
        // A local form is in no set.
        let titled = form.national_no.map(|number| title(number) == Some(form.title));
        assert_ne!(titled, Some(false), "{}", form.name);
    }
}

#[test]
fn every_paper_that_the_party_gets_comes_with_a_proof_of_delivery() {
    for gate in procedure::gates() {
        for number in gate.papers.made.iter().filter(|number| WITH_PROOF.contains(*number)) {
            // A decision is served in a step of its own.
            let by_itself =
                *number == 15 && makes(procedure::gate("C12").unwrap(), PROOF_OF_DELIVERY);
            let with_it = gate.papers.made.contains(&PROOF_OF_DELIVERY);
            assert!(by_itself || with_it, "{}: form {number}", gate.code);
        }
    }
}

#[test]
fn what_a_stop_prints_is_what_its_steps_make() {
    for (outcome, codes) in [
        (Outcome::NoViolation, &["A3"][..]),
        (Outcome::Correction, &["A4"][..]),
        (Outcome::CaseOpened, &["A5"][..]),
        (Outcome::OnSpotPenalty, &["B4", "B6"][..]),
    ] {
        for name in outcome.forms() {
            let number = forms::form(name).unwrap().national_no.unwrap();
            let made = codes.iter().any(|code| makes(gate(code).unwrap(), number));
            assert!(made, "{name} is made by none of {codes:?}");
        }
    }
}

#[test]
fn rules_of_every_procedure_are_asked_where_the_notes_put_them() {
    for (rule, codes) in EVERYWHERE {
        for code in *codes {
            let rules: Vec<&str> =
                gate(code).unwrap().rules().into_iter().map(Rule::name).collect();
            assert!(rules.contains(rule), "{code} does not ask for {rule}");
        }
    }
}

#[test]
fn no_state_is_a_dead_end_but_the_last_ones() {
    let mut met = BTreeSet::new();
    for track in Track::ALL {
        let flow = track.flow();
        let leaves =
            |at: State| flow.gates.iter().any(|gate| gate.from.contains(&at) && gate.to != at);
        let mut reached: BTreeSet<State> = flow.starts.iter().copied().collect();
        // So often as there are states: every way has been gone by then.
        for _ in State::ALL {
            let on =
                flow.gates.iter().filter(|gate| gate.from.iter().any(|at| reached.contains(at)));
            let next: Vec<State> = on.map(|gate| gate.to).collect();
            reached.extend(next);
        }
        for at in &reached {
            let ends = flow.ends.contains(at);
            assert_eq!(leaves(*at), !ends, "{}: {}", track.word(), at.word());
        }
        for gate in flow.gates {
            let all = gate.from.iter().chain([&gate.to]);
            for at in all {
                assert!(reached.contains(at), "{}: nothing leads to {}", gate.code, at.word());
            }
        }
        for at in flow.ends {
            assert!(reached.contains(at), "{}: nothing ends in {}", track.word(), at.word());
        }
        assert_eq!(Track::from_word(track.word()), Some(track));
        met.extend(reached);
    }
    let all: BTreeSet<State> = State::ALL.iter().copied().collect();
    assert_eq!(met, all, "each state stands in some procedure");
    let words: BTreeSet<&str> = State::ALL.iter().map(|state| state.word()).collect();
    assert_eq!(words.len(), State::ALL.len());
}

#[test]
fn where_a_procedure_ends_and_the_case_does_not_another_goes_on() {
    // Of a case; a measure, a hold and a transfer run beside it and end by themselves.
    for (track, at, next) in [
        (Track::Inspection, State::LedToCase, Track::Summary),
        (Track::FastAndOffSite, State::Accepted, Track::Ordinary),
        (Track::FastAndOffSite, State::Waived, Track::Ordinary),
        (Track::NoPenalty, State::DecidedNoPenalty, Track::Ordinary),
        (Track::Hearing, State::Waived, Track::Ordinary),
        (Track::Enforcement, State::Performed, Track::Ordinary),
    ] {
        assert!(track.flow().ends.contains(&at));
        let goes_on = next.flow().gates.iter().any(|gate| gate.from.contains(&at));
        assert!(goes_on, "{} from {}", next.word(), at.word());
    }
}

#[test]
fn what_was_not_read_says_so_and_nothing_else_does() {
    let marked: BTreeSet<&str> =
        procedure::gates().filter(|gate| !gate.is_verified()).map(|gate| gate.code).collect();
    assert_eq!(marked, UNVERIFIED.iter().copied().collect::<BTreeSet<_>>());
    for gate in procedure::gates() {
        assert!(gate.cite.contains('《') || gate.cite.contains("国"), "{}", gate.code);
    }
    for rule in procedure::rules() {
        assert!(rule.cite.contains('《') || rule.cite.contains('国'), "{}", rule.name);
        // A law without an article, or an article that is not sure, is marked.
        assert!(
            !rule.is_verified() || rule.cite.contains('第') || rule.cite.contains('号'),
            "{}",
            rule.name
        );
    }
}

#[test]
fn a_rule_has_one_name_of_its_own_and_is_found_by_it() {
    let of_stop: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    let rules = procedure::rules();
    let names: BTreeSet<&str> = rules.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), rules.len(), "one citation for each name");
    assert!(rules.len() > 140, "the tables are read: {}", rules.len());
    assert_eq!(names.intersection(&of_stop).count(), 0);
    for rule in rules {
        assert_eq!(Rule::from_name(rule.name), Some(Rule::Gate(rule)));
    }
    assert_eq!(Rule::from_name("two_officers"), Some(Rule::TwoOfficers));
    assert_eq!(Rule::from_name("of_a_later_release"), None);
}
