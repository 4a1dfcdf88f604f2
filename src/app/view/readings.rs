//! Readings of scales, slip, deduction rule, permit and claim as lines and as JSON for the screens and the command line; only
//! what was recorded.

use crate::domain::inspection::Facts;
use crate::domain::inspection::judgement::{Judgement, Weighed};
use crate::domain::permit_check::ComparedField;
use crate::domain::reading::{Reading, ReadingKind, SlipStanding};
use crate::domain::rulebook::{DeductionRule, UNVERIFIED};
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use rust_i18n::t;
use serde_json::{Value, json};

/// What is recorded of it and what the law makes of it, each with its label, in the language `l`; `rules` are the pack's.
#[must_use]
pub fn of(facts: &Facts, judgement: &Judgement, rules: &[DeductionRule], l: &str) -> Vec<String> {
    let mut lines = recorded(facts, l);
    lines.extend(judgement.weighed.as_ref().and_then(|weighed| counting(weighed, l)));
    let scale = facts.weighing.as_ref();
    let named = scale.map(|it| (it.deduction.as_str(), it.gross_kg, it.accuracy_class));
    lines.extend(named.and_then(|named| deduction(named, rules, l)));
    lines.extend(permit(&judgement.permit, l).into_iter().map(|(_, line)| line));
    lines
}

/// What is recorded of readings, slip and claim, each with its label.
#[must_use]
pub fn recorded(facts: &Facts, l: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut put = |field: &str, text: String| {
        if !text.trim().is_empty() {
            lines.push(format!("{}: {}", label(field, l), text.trim()));
        }
    };
    if let Some(first) = &facts.weighing {
        let kind = first.kind.map(|kind| word("reading_kind", kind.word(), l));
        put("weighing.kind", joined(&[kind, first.at.map(Moment::short)]));
    }
    for reading in facts.readings.iter().filter(|reading| !reading.is_blank()) {
        put("readings", in_words(reading, l));
    }
    if let Some(slip) = &facts.slip {
        let standing = slip.standing.map(|it| word("slip_standing", it.word(), l));
        let (no, dispute) = (Some(slip.no.clone()), Some(slip.dispute.clone()));
        put("slip", joined(&[no, standing, dispute]));
    }
    if let Some(claim) = &facts.exemption {
        let accepted = claim.accepted.map(|yes| {
            let key = if yes { "weighing_view.accepted" } else { "weighing_view.refused" };
            t!(key, locale = l).into_owned()
        });
        let said = [Some(claim.feature.clone()), Some(claim.proof.clone()), accepted];
        put("exemption.feature", format!("{} {}", joined(&said), claim.why));
    }
    lines
}

/// Which reading counts, its mass, and why; `None` where there is but one.
#[must_use]
pub fn counting(weighed: &Weighed, l: &str) -> Option<String> {
    let rule = weighed.reading?.rule;
    let kg = thousands(weighed.gross_kg.saturating_add(weighed.deduction_kg));
    let why = word("reading_rule", rule.word(), l);
    let mark = if rule.is_of_practice() { UNVERIFIED } else { "" };
    let words = t!("weighing_view.counting", locale = l, kg = kg, why = why, mark = mark);
    Some(words.trim_end().to_string())
}

/// The deduction rule that the officers named by its id, for a reading in kg of a scale of that class; one that nobody stands for
/// with its mark and what it would take off. `None` where none is named.
#[must_use]
pub fn deduction(
    (id, gross_kg, class): (&str, i64, u8),
    rules: &[DeductionRule],
    l: &str,
) -> Option<String> {
    if id.is_empty() {
        return None;
    }
    let field = label("weighing.deduction", l);
    let Some(rule) = rules.iter().find(|rule| rule.id == id) else {
        return Some(format!("{field}: {id}"));
    };
    let name = rule_name(rule, l);
    if rule.confirmed {
        return Some(format!("{field}: {name}"));
    }
    let off = rule.kg(gross_kg, class).map_or_else(|| "?".to_string(), thousands);
    Some(t!("weighing_view.not_applied", locale = l, name = name, off = off).into_owned())
}

/// The rule's name in the language `l`, with the mark of what nobody stands for.
#[must_use]
pub fn rule_name(rule: &DeductionRule, l: &str) -> String {
    let name = if l.starts_with("en") { &rule.name_en } else { &rule.name_zh };
    if rule.confirmed { name.clone() } else { format!("{UNVERIFIED} {name}") }
}

/// Each field of the permit that is not as it was seen, then how many agree and which could not be compared; whether the line
/// tells a difference stands beside it.
#[must_use]
pub fn permit(fields: &[ComparedField], l: &str) -> Vec<(bool, String)> {
    if fields.is_empty() {
        return Vec::new();
    }
    let differs = fields.iter().filter(|one| one.agrees == Some(false));
    let mut lines: Vec<(bool, String)> = differs
        .map(|one| {
            let (field, unit) = (label(one.field, l), unit_of(one.field));
            let number = |text: &String| text.parse().map_or_else(|_| text.clone(), thousands);
            let says = |text: &String| format!("{}{unit}", number(text));
            let (permitted, seen) = (says(&one.permitted), says(&one.seen));
            let words = t!(
                "weighing_view.differs",
                locale = l,
                field = field,
                permitted = permitted,
                seen = seen
            );
            (true, words.into_owned())
        })
        .collect();
    let same = fields.iter().filter(|one| one.agrees == Some(true)).count();
    let open: Vec<String> =
        fields.iter().filter(|one| one.agrees.is_none()).map(|one| label(one.field, l)).collect();
    let open = if open.is_empty() { "/".to_string() } else { open.join(", ") };
    let words = t!("weighing_view.same", locale = l, count = same, open = open);
    lines.push((false, words.into_owned()));
    lines
}

fn unit_of(field: &str) -> &'static str {
    match field {
        "permit.gross_kg" => " kg",
        "permit.length_mm" | "permit.width_mm" | "permit.height_mm" => " mm",
        _ => "",
    }
}

fn in_words(reading: &Reading, l: &str) -> String {
    joined(&[
        reading.kind.map(|kind| word("reading_kind", kind.word(), l)),
        reading.gross_kg.map(|kg| format!("{} kg", thousands(kg))),
        Some(reading.device.clone()),
        Some(reading.certificate_no.clone()),
        reading.certificate_until.map(|day| day.to_string()),
        reading.at.map(Moment::short),
        Some(reading.slip_no.clone()),
    ])
}

fn joined(parts: &[Option<String>]) -> String {
    let said = parts.iter().flatten().filter(|part| !part.trim().is_empty());
    said.cloned().collect::<Vec<_>>().join(" ")
}

fn label(field: &str, l: &str) -> String {
    word("field", field, l)
}

fn word(family: &str, word: &str, l: &str) -> String {
    t!(format!("{family}.{word}"), locale = l).into_owned()
}

fn thousands(n: i64) -> String {
    Fen::from_yuan(n).in_digits()
}

/// Puts the same into `all` under the names of the check contract; a key is left out where nothing was recorded.
pub fn put_json(facts: &Facts, judgement: &Judgement, all: &mut Value) {
    let read: Vec<Value> = facts.readings.iter().map(reading_json).collect();
    if !read.is_empty() {
        all["readings"] = json!(read);
    }
    let said = |first: &crate::domain::vehicle::Weighing| {
        first.at.is_some() || first.kind.is_some() || !first.deduction.is_empty()
    };
    if let Some(first) = facts.weighing.as_ref().filter(|first| said(first)) {
        all["weighing"] = json!({
            "gross_kg": first.gross_kg,
            "at": first.at.map(Moment::rfc3339),
            "kind": first.kind.map(ReadingKind::word),
            "deduction": first.deduction,
        });
    }
    if let Some(slip) = &facts.slip {
        let standing = slip.standing.map(SlipStanding::word);
        all["slip"] = json!({ "no": slip.no, "standing": standing, "dispute": slip.dispute });
    }
    if let Some(claim) = facts.exemption.as_ref().filter(|claim| claim.accepted.is_some()) {
        all["exemption"] = json!({
            "feature": claim.feature,
            "proof": claim.proof,
            "accepted": claim.accepted,
            "why": claim.why,
        });
    }
    if let Some(counting) = judgement.weighed.as_ref().and_then(|weighed| weighed.reading) {
        all["reading"] = json!({ "field": counting.field(), "rule": counting.rule.word() });
    }
    if !judgement.permit.is_empty() {
        let row = |one: &ComparedField| {
            let (permitted, seen) = (&one.permitted, &one.seen);
            json!({ "field": one.field, "permitted": permitted, "seen": seen, "agrees": one.agrees })
        };
        all["permit_compared"] = judgement.permit.iter().map(row).collect();
    }
}

fn reading_json(reading: &Reading) -> Value {
    json!({
        "kind": reading.kind.map(ReadingKind::word),
        "gross_kg": reading.gross_kg,
        "at": reading.at.map(Moment::rfc3339),
        "device": reading.device,
        "accuracy_class": reading.accuracy_class,
        "certificate_no": reading.certificate_no,
        "certificate_until": reading.certificate_until.map(|day: Day| day.to_string()),
        "slip_no": reading.slip_no,
    })
}
