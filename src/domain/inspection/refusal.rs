//! 拒不改正, 逾期不改正 (处罚法 28): an earlier order to correct that a second visit finds undone, and whether it proves a
//! refusal; it orders nothing, and penalises nothing.

use super::{Facts, Finding, Inspection};
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::party::Party;
use crate::stdx::day::Day;

/// The form that orders (式样 16).
const ORDER: &str = "correction_order";

/// 责令改正 that was not obeyed, as its paper or the journal names it (处罚法 28). What is not there was not recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EarlierOrder {
    /// 文号 of its paper, or the id of the stop that ordered, where that has no number.
    pub number: String,
    /// The day on which it was given.
    pub ordered_on: Option<Day>,
    /// The day before which the wrong was to be put right; `None` where it was ordered at once.
    pub correct_before: Option<Day>,
}

/// An order that this journal holds (处罚法 28), under the name that a finding names it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownOrder {
    /// As the finding names it.
    pub number: String,
    /// The day on which it was given.
    pub ordered_on: Day,
    /// The day before which the wrong was to be put right; `None` where it was ordered at once.
    pub correct_before: Option<Day>,
    /// What was found at that stop and not put right there.
    pub codes: Vec<String>,
    /// Who was ordered.
    pub party: Option<Party>,
}

impl KnownOrder {
    /// The order of a stop of this journal, named `number`; `None` where it ordered nothing.
    #[must_use]
    pub fn of(inspection: &Inspection, number: &str) -> Option<KnownOrder> {
        let paper = inspection.documents.iter().find(|paper| paper.form == ORDER)?;
        let facts = &inspection.facts;
        let undone = facts.findings.iter().filter(|finding| !finding.corrected_at_once);
        Some(KnownOrder {
            number: number.into(),
            ordered_on: paper.issued_at.day(),
            correct_before: facts.correct_before,
            codes: undone.map(|finding| finding.code.clone()).collect(),
            party: facts.party.clone(),
        })
    }
}

impl EarlierOrder {
    /// Takes from the journal what was not written down of the order.
    pub fn complete(&mut self, known: &KnownOrder) {
        if self.ordered_on.is_none() {
            self.ordered_on = Some(known.ordered_on);
            self.correct_before = self.correct_before.or(known.correct_before);
        }
    }
}

/// What keeps the order that the finding `nth` names from proving a refusal on `day`; empty where it proves one. The day
/// before which the wrong was to be put right is late already. What the journal knows of the order must agree: the same
/// day, the same act, the same party.
#[must_use]
pub fn unproven(
    (nth, finding): (usize, &Finding),
    facts: &Facts,
    day: Day,
    known: &[KnownOrder],
) -> Vec<Blocked> {
    let Some(order) = &finding.order else { return Vec::new() };
    let at = |field: &str| Blocked::new(Rule::AfterRefusalOnly, path(nth, field));
    let mut blocked = Vec::new();
    if order.number.is_empty() {
        blocked.push(at("number"));
    }
    if order.ordered_on.is_none_or(|on| on > day) {
        blocked.push(at("ordered_on"));
    }
    let is_term = |last: Day| order.ordered_on.is_none_or(|on| on <= last) && last <= day;
    if order.correct_before.is_some_and(|last| !is_term(last)) {
        blocked.push(at("correct_before"));
    }
    if let Some(known) = known.iter().find(|known| known.number == order.number) {
        if order.ordered_on.is_some_and(|on| on != known.ordered_on) {
            blocked.push(at("ordered_on"));
        }
        if order.correct_before != known.correct_before {
            blocked.push(at("correct_before"));
        }
        if !known.codes.contains(&finding.code) {
            blocked.push(at("number"));
        }
        if !is_same(known.party.as_ref(), facts.party.as_ref()) {
            blocked.push(Blocked::new(Rule::AfterRefusalOnly, "party"));
        }
    }
    blocked
}

/// Path of a field of the order that the finding `nth` names.
#[must_use]
pub fn path(nth: usize, field: &str) -> String {
    format!("findings[{nth}].order.{field}")
}

/// Whether both are one: by the numbers of their papers where both have one, else by their names. Nobody is somebody else
/// while he is not named.
fn is_same(one: Option<&Party>, other: Option<&Party>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return true };
    let (of_one, of_other) = (paper_no(one), paper_no(other));
    if of_one.is_empty() || of_other.is_empty() {
        return one.name() == other.name();
    }
    of_one == of_other
}

fn paper_no(party: &Party) -> &str {
    match party {
        Party::Citizen { id_no, .. } => id_no.get(),
        Party::SoleTrader { credit_code, id_no, .. } if credit_code.is_empty() => id_no.get(),
        Party::SoleTrader { credit_code, .. } | Party::Organisation { credit_code, .. } => {
            credit_code
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<Day> {
        Day::parse(text)
    }

    fn finding(order: EarlierOrder) -> Finding {
        Finding { order: Some(order), ..Finding::of("MT-002") }
    }

    fn firm(name: &str, credit_code: &str) -> Party {
        Party::Organisation {
            name: name.to_string().into(),
            credit_code: credit_code.into(),
            representative: String::new().into(),
            address: String::new().into(),
            phone: String::new().into(),
        }
    }

    fn stands_against(order: EarlierOrder, facts: &Facts, known: &[KnownOrder]) -> Vec<String> {
        let today = day("2026-11-23").unwrap();
        let no = unproven((0, &finding(order)), facts, today, known);
        no.into_iter()
            .map(|no| no.field.trim_start_matches("findings[0].order.").to_string())
            .collect()
    }

    #[test]
    fn an_order_proves_a_refusal_once_its_last_day_is_gone() {
        let order = |number: &str, on: &str, before: &str| EarlierOrder {
            number: number.into(),
            ordered_on: day(on),
            correct_before: day(before),
        };
        let none: &[&str] = &[];
        for (order, want) in [
            (order("1号", "2026-10-08", "2026-11-23"), none),
            (order("1号", "2026-10-08", "2026-11-24"), &["correct_before"]),
            (order("1号", "2026-10-08", ""), none),
            (order("1号", "2026-11-23", ""), none),
            (order("1号", "2026-11-24", ""), &["ordered_on"]),
            (order("1号", "2026-10-08", "2026-10-07"), &["correct_before"]),
            (order("1号", "", "2026-11-01"), &["ordered_on"]),
            (order("", "2026-10-08", ""), &["number"]),
        ] {
            let got = stands_against(order.clone(), &Facts::default(), &[]);
            assert_eq!(got, want, "{order:?}");
        }
        let mut nothing = finding(EarlierOrder::default());
        nothing.order = None;
        let today = day("2026-11-23").unwrap();
        assert_eq!(unproven((0, &nothing), &Facts::default(), today, &[]), []);
    }

    #[test]
    fn what_the_journal_knows_of_the_order_must_agree() {
        let known = KnownOrder {
            number: "1号".into(),
            ordered_on: day("2026-10-08").unwrap(),
            correct_before: day("2026-11-01"),
            codes: vec!["MT-002".into()],
            party: Some(firm("甲厂", "91440500MA0001018W")),
        };
        let named = EarlierOrder {
            number: "1号".into(),
            ordered_on: day("2026-10-08"),
            correct_before: day("2026-11-01"),
        };
        let by = |party| Facts { party: Some(party), ..Facts::default() };
        let same = by(firm("甲汽修厂", "91440500MA0001018W"));
        let of = |known: &KnownOrder, order: &EarlierOrder, facts: &Facts| {
            stands_against(order.clone(), facts, std::slice::from_ref(known))
        };
        let none: [&str; 0] = [];
        assert_eq!(of(&known, &named, &same), none, "one number is one party");
        assert_eq!(of(&known, &named, &Facts::default()), none, "nobody is named yet");
        assert_eq!(of(&known, &named, &by(firm("甲厂", ""))), none, "by its name");
        assert_eq!(of(&known, &named, &by(firm("乙厂", "91440500MA00020197"))), ["party"]);
        let other = KnownOrder { codes: vec!["MT-005".into()], ..known.clone() };
        assert_eq!(of(&other, &named, &same), ["number"], "it ordered something else");
        let later = EarlierOrder { ordered_on: day("2026-10-09"), ..named.clone() };
        assert_eq!(of(&known, &later, &same), ["ordered_on"]);
        let at_once = EarlierOrder { correct_before: None, ..named.clone() };
        assert_eq!(of(&known, &at_once, &same), ["correct_before"]);
        let elsewhere = EarlierOrder { number: "2号".into(), ..later };
        assert_eq!(of(&known, &elsewhere, &same), none, "this journal does not know it");
        // What is not written down comes from the journal.
        let mut bare = EarlierOrder { number: "1号".into(), ..EarlierOrder::default() };
        bare.complete(&known);
        assert_eq!(bare, named);
    }
}
