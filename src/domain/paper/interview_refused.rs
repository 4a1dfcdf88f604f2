//! What refuses an interview: its officers, its time beside the stop and beside other interviews, more than one person. Its fields
//! are read elsewhere.

use super::PaperCase;
use super::interview::{Interview, of_case};
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::inspection::Facts;
use crate::domain::inspection::judge::acting;
use crate::domain::inspection::recusal::has_withdrawn;
use crate::domain::procedure::interview::{ONE_PERSON, OVERLAP, TIME};
use crate::domain::procedure::officers_refused;
use crate::stdx::clock::Moment;

/// What stands between two names.
const BETWEEN_NAMES: [char; 7] = ['、', '，', ',', '；', ';', '/', '|'];

/// Every rule that stands against `interview`, by the path of its field.
pub(super) fn refused(interview: &Interview, case: &PaperCase<'_>) -> Vec<Blocked> {
    let mut no = of_officers(interview, case);
    let stop = case.inspection.facts.at;
    if stop.is_some_and(|stop| minute(interview.from) < minute(stop)) {
        no.push(Blocked::new(Rule::Gate(&TIME), "interview.from"));
    }
    if interview.until <= interview.from || interview.until > case.now {
        no.push(Blocked::new(Rule::Gate(&TIME), "interview.until"));
    }
    if interview.person.name.get().contains(BETWEEN_NAMES) {
        no.push(Blocked::new(Rule::Gate(&ONE_PERSON), "interview.name"));
    }
    if of_case(case).any(|other| is_at_once(interview, other)) {
        no.push(Blocked::new(Rule::Gate(&OVERLAP), "interview.from"));
    }
    no
}

/// Times are typed to the minute.
fn minute(at: Moment) -> i64 {
    at.ms().div_euclid(60_000)
}

/// Two different officers, in force on the day, for this place and these acts (处罚法 42), none of whom withdrew (处罚法 43).
fn of_officers(interview: &Interview, case: &PaperCase<'_>) -> Vec<Blocked> {
    let officers = vec![interview.asked_by.clone(), interview.recorder.clone()];
    let facts = Facts { officers, ..case.inspection.facts.clone() };
    let both = acting(&facts, interview.from.day(), case.roster, case.rulebook);
    let at_field = |no: Blocked| {
        let is_first = no.field == "officers[0]";
        Blocked::new(no.rule, if is_first { "interview.officer" } else { "interview.recorder" })
    };
    let mut no: Vec<Blocked> = officers_refused(&both).into_iter().map(at_field).collect();
    let pair =
        [("interview.officer", &interview.asked_by), ("interview.recorder", &interview.recorder)];
    for (field, officer) in pair {
        if has_withdrawn(&facts, officer, interview.until) {
            no.push(Blocked::new(Rule::OfficerRecused, field));
        }
    }
    no
}

/// Somebody would be in two interviews at one time.
fn is_at_once(one: &Interview, other: &Interview) -> bool {
    let officers = [&other.asked_by, &other.recorder];
    let is_shared = officers.contains(&&one.asked_by)
        || officers.contains(&&one.recorder)
        || one.person.is_same_as(&other.person);
    is_shared && one.from < other.until && other.from < one.until
}
