//! 回避 (处罚法 43): who asked that an officer withdraws, what the head answered, and what may not be decided before; it stops
//! no investigation.

use super::Facts;
use super::judgement::Outcome;
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::party::Personal;
use crate::domain::procedure::RECUSAL_OPEN;
use crate::stdx::clock::Moment;

/// Number of requests that are recorded of one stop at most.
pub const RECUSALS_MAX: usize = 4;

/// 回避申请: one request that an officer withdraws, and its answer (处罚法 43). What is not there was not recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recusal {
    /// Credential number of the officer who is to withdraw.
    pub officer: String,
    /// Why, in the words of who asked.
    pub why: Personal,
    /// Whether he withdraws; `None` while nobody decided.
    pub granted: Option<bool>,
    /// The head of the organ who decided (处罚法 43).
    pub answered_by: Personal,
    /// When he did.
    pub answered_at: Option<Moment>,
}

impl Recusal {
    /// Whether nothing was said of it: nobody asked then.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let texts = [&self.officer, self.why.get(), self.answered_by.get()];
        let silent = texts.iter().all(|text| text.trim().is_empty());
        silent && self.granted.is_none() && self.answered_at.is_none()
    }

    /// The first thing that an answer still lacks, by the last part of the path; `None` where it is decided.
    #[must_use]
    pub fn is_open_at(&self) -> Option<&'static str> {
        if self.is_blank() {
            return None;
        }
        let fields = [
            ("officer", self.officer.is_empty()),
            ("granted", self.granted.is_none()),
            ("answered_by", self.answered_by.get().trim().is_empty()),
            ("answered_at", self.answered_at.is_none()),
        ];
        fields.into_iter().find(|(_, lacks)| *lacks).map(|(field, _)| field)
    }
}

/// Path of a field of the request `nth`.
#[must_use]
pub fn path(nth: usize, field: &str) -> String {
    format!("recusals[{nth}].{field}")
}

/// What speaks against ending a stop with `outcome`: a request that nobody answered, where something is decided, and an
/// officer who is to withdraw and is still one of the stop, where somebody is bound (处罚法 43). A case may be opened and a
/// hand-over made while a request is open.
#[must_use]
pub fn refused(facts: &Facts, outcome: Outcome) -> Vec<Blocked> {
    let decides = matches!(outcome, Outcome::OnSpotPenalty | Outcome::Correction);
    let mut blocked = Vec::new();
    for (nth, one) in facts.recusals.iter().enumerate() {
        match one.is_open_at() {
            Some(field) if decides => {
                blocked.push(Blocked::new(Rule::Gate(&RECUSAL_OPEN), path(nth, field)));
            }
            Some(_) => {}
            None => {
                let is_here = facts.officers.contains(&one.officer);
                if one.granted == Some(true) && is_here && outcome.needs_confirmation() {
                    blocked.push(Blocked::new(Rule::OfficerRecused, path(nth, "officer")));
                }
            }
        }
    }
    blocked
}

/// Whether `officer` was to withdraw before `at`: what he did until the answer stands (处罚法 43).
pub(in crate::domain) fn has_withdrawn(facts: &Facts, officer: &str, at: Moment) -> bool {
    facts.recusals.iter().any(|one| {
        let is_granted = one.granted == Some(true) && one.is_open_at().is_none();
        let is_before = one.answered_at.is_some_and(|answered_at| answered_at < at);
        is_granted && is_before && one.officer == officer
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZHANG: &str = "19050001001";
    const LI: &str = "19051100023";

    fn asked() -> Recusal {
        Recusal {
            officer: ZHANG.into(), why: "与当事人有亲属关系".into(), ..Recusal::default()
        }
    }

    fn answered(granted: bool) -> Recusal {
        Recusal {
            granted: Some(granted),
            answered_by: "陈局长".into(),
            answered_at: Some(Moment::from_ms(0)),
            ..asked()
        }
    }

    #[test]
    fn an_answer_says_what_who_and_when() {
        let half = Recusal { granted: Some(false), ..asked() };
        let named = Recusal { answered_by: "陈局长".into(), ..half.clone() };
        let nobody = Recusal { officer: String::new(), ..asked() };
        for (one, want) in [
            (Recusal::default(), None),
            (nobody, Some("officer")),
            (asked(), Some("granted")),
            (half, Some("answered_by")),
            (named, Some("answered_at")),
            (answered(false), None),
            (answered(true), None),
        ] {
            assert_eq!(one.is_open_at(), want, "{one:?}");
        }
    }

    #[test]
    fn who_withdrew_does_nothing_more_and_what_he_did_before_stands() {
        let of = |recusal: Recusal| Facts { recusals: vec![recusal], ..Facts::default() };
        let (answer, later) = (Moment::from_ms(0), Moment::from_ms(1));
        assert!(has_withdrawn(&of(answered(true)), ZHANG, later));
        assert!(!has_withdrawn(&of(answered(true)), ZHANG, answer));
        assert!(!has_withdrawn(&of(answered(true)), LI, later));
        assert!(!has_withdrawn(&of(answered(false)), ZHANG, later));
        assert!(!has_withdrawn(&of(asked()), ZHANG, later));
    }

    #[test]
    fn an_open_request_stops_a_decision_and_no_investigation() {
        let all = |recusal: Recusal, officers: &[&str]| Facts {
            recusals: vec![Recusal::default(), recusal],
            officers: officers.iter().map(ToString::to_string).collect(),
            ..Facts::default()
        };
        let open = || vec![("recusal_open", "recusals[1].granted")];
        let recused = || vec![("officer_recused", "recusals[1].officer")];
        let (both, others) = ([ZHANG, LI], [LI, "19050001009"]);
        for (recusal, officers, outcome, want) in [
            (asked(), both, Outcome::OnSpotPenalty, open()),
            (asked(), both, Outcome::Correction, open()),
            (asked(), both, Outcome::CaseOpened, vec![]),
            (asked(), both, Outcome::HandedOver, vec![]),
            (asked(), both, Outcome::NoViolation, vec![]),
            (answered(false), both, Outcome::OnSpotPenalty, vec![]),
            (answered(true), both, Outcome::OnSpotPenalty, recused()),
            (answered(true), both, Outcome::CaseOpened, recused()),
            (answered(true), both, Outcome::NoViolation, vec![]),
            (answered(true), others, Outcome::OnSpotPenalty, vec![]),
        ] {
            let facts = all(recusal, &officers);
            let blocked = refused(&facts, outcome);
            let got: Vec<(&str, &str)> =
                blocked.iter().map(|no| (no.rule.name(), no.field.as_str())).collect();
            assert_eq!(got, want, "{outcome:?} {:?}", facts.recusals[1]);
        }
    }
}
