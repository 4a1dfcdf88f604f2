//! The gates as tables of law: what passes each step, what each condition misses, where each paper appears; takes no step.

mod breaks;
mod facts;
mod hard_blocks;
mod listing;
mod tables;

use breaks::BREAKS;
use facts::passing;
use lucha::domain::blocked::{Blocked, Rule};
use lucha::domain::procedure::guard::Guard;
use lucha::domain::procedure::state::State;
use lucha::domain::procedure::{self, Gate};
use std::collections::BTreeSet;

fn names(no: &[Blocked]) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = no.iter().map(|no| no.rule.name()).collect();
    names.dedup();
    names
}

/// Names of the rules of `gate` that an approval answers.
fn of_approvals(gate: &'static Gate) -> BTreeSet<&'static str> {
    let approvals = gate.guards.iter().filter(|guard| matches!(guard, Guard::Approval { .. }));
    approvals.flat_map(|guard| guard.rules()).map(Rule::name).collect()
}

#[test]
fn every_step_is_taken_where_all_is_there_and_makes_its_papers() {
    for gate in procedure::gates() {
        for at in gate.from {
            assert_eq!(procedure::may(&passing(gate), *at, gate), Ok(gate.papers), "{}", gate.code);
        }
    }
}

#[test]
fn each_condition_that_is_missing_refuses_by_its_own_rule_alone() {
    for gate in procedure::gates() {
        let approvals = of_approvals(gate);
        for rule in gate.rules() {
            let name = rule.name();
            if name == "wrong_stage" || name == "paper_missing" {
                continue;
            }
            let mut case = passing(gate);
            if approvals.contains(name) {
                case.approvals.retain(|approval| approval.gate != gate.code);
            } else {
                let (_, without) =
                    BREAKS.iter().find(|(broken, _)| *broken == name).unwrap_or_else(|| {
                        panic!("{}: no row takes away what `{name}` asks for", gate.code)
                    });
                without(&mut case);
            }
            let no = procedure::may(&case, gate.from[0], gate).unwrap_err();
            assert_eq!(names(&no), [name], "{}: {no:?}", gate.code);
        }
    }
}

#[test]
fn no_row_takes_away_what_no_step_asks_for() {
    let asked: BTreeSet<&str> = procedure::gates()
        .flat_map(|gate| {
            let approvals = of_approvals(gate);
            let rules = gate.rules().into_iter().map(Rule::name);
            rules.filter(|name| !approvals.contains(name)).collect::<Vec<_>>()
        })
        .collect();
    let idle: Vec<&str> =
        BREAKS.iter().map(|(name, _)| *name).filter(|name| !asked.contains(name)).collect();
    assert!(idle.is_empty(), "{idle:?}");
    let rows: BTreeSet<&str> = BREAKS.iter().map(|(name, _)| *name).collect();
    assert_eq!(rows.len(), BREAKS.len(), "one row each");
}

#[test]
fn each_approval_is_asked_of_each_who_gives_one_and_is_good_for_no_other_step() {
    for gate in procedure::gates() {
        assert_eq!(
            of_approvals(gate).len(),
            usize::from(!gate.approved_by.is_empty()),
            "{}",
            gate.code
        );
        for by in gate.approved_by {
            let mut case = passing(gate);
            case.approvals
                .retain(|approval| (approval.gate.as_str(), approval.by) != (gate.code, *by));
            let no = procedure::may(&case, gate.from[0], gate).unwrap_err();
            let fields: Vec<&str> = no.iter().map(|no| no.field.as_str()).collect();
            assert_eq!(fields, [format!("approvals.{}", by.word())], "{}", gate.code);
            // One that is dated ahead is none yet.
            let mut case = passing(gate);
            for approval in &mut case.approvals {
                approval.on = case.now.day().plus(1);
            }
            let no = procedure::may(&case, gate.from[0], gate).unwrap_err();
            assert!(no.iter().any(|no| no.field.starts_with("approvals.")), "{}", gate.code);
        }
    }
}

#[test]
fn a_step_is_taken_from_its_own_states_alone_and_with_the_papers_before_it() {
    for gate in procedure::gates() {
        for at in State::ALL.iter().filter(|at| !gate.from.contains(at)) {
            let no = procedure::may(&passing(gate), *at, gate).unwrap_err();
            assert_eq!(names(&no), ["wrong_stage"], "{} from {}", gate.code, at.word());
        }
        for number in gate.needs {
            let mut case = passing(gate);
            case.papers.remove(number);
            let no = procedure::may(&case, gate.from[0], gate).unwrap_err();
            let missing: Vec<&str> = no
                .iter()
                .filter(|no| no.rule.name() == "paper_missing")
                .map(|no| no.field.as_str())
                .collect();
            assert_eq!(missing, [format!("papers.{number}")], "{}", gate.code);
        }
    }
}
