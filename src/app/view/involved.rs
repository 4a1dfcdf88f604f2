//! An odd plate, other people and requests that an officer withdraws, as lines and as JSON for the screen and the command
//! line; only what was recorded.

use crate::domain::inspection::Facts;
use crate::domain::inspection::recusal::Recusal;
use crate::domain::party::IdentityProof;
use crate::domain::person::{Person, PersonRole};
use crate::domain::vehicle::Vehicle;
use crate::stdx::clock::Moment;
use rust_i18n::t;
use serde_json::{Value, json};

/// What is recorded, each with its label, in the language `l` and in the order of the record.
#[must_use]
pub fn of(facts: &Facts, l: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut put = |field: &str, text: &str| {
        if !text.trim().is_empty() {
            lines.push(format!("{}: {}", label(field, l), text.trim()));
        }
    };
    put("plan_scope", &facts.plan_scope);
    put("inspection_code", &facts.inspection_code);
    if let Some(vehicle) = &facts.vehicle {
        if vehicle.plate_state != Default::default() {
            put("vehicle.plate_state", &word("plate_state", vehicle.plate_state.word(), l));
        }
        put("vehicle.engine_no", &vehicle.engine_no);
        put("vehicle.registered_vin", &vehicle.registered_vin);
        put("vehicle.seen", &vehicle.seen);
    }
    if let Some(present) = &facts.present {
        let proof = present.identity.map(|proof| word("identity", proof.word(), l));
        put("present.identity", &proof.unwrap_or_default());
        if present.cannot_read == Some(true) {
            let key = if present.is_unread() { "flag.no" } else { "flag.yes" };
            put("present.read_out", &t!(key, locale = l));
        }
    }
    for one in facts.people.iter().filter(|one| !one.is_blank()) {
        put("people", &person(one, l));
    }
    for one in facts.recusals.iter().filter(|one| !one.is_blank()) {
        put("recusals", &recusal(one, l));
    }
    put("evidence_gap", &facts.evidence_gap);
    lines
}

fn person(one: &Person, l: &str) -> String {
    let role = one.role.map(|role| word("role_of", role.word(), l)).unwrap_or_default();
    let number = one.id_kind.on_paper(one.id_no.get());
    let parts = [
        role.as_str(),
        one.name.get(),
        one.unit.get(),
        &number,
        &one.credit_code,
        one.phone.get(),
        one.relation.get(),
    ];
    joined(&parts)
}

fn recusal(one: &Recusal, l: &str) -> String {
    let key = match one.granted {
        None => "recusal.open",
        Some(true) => "recusal.granted",
        Some(false) => "recusal.refused",
    };
    let (answer, at) = (t!(key, locale = l), one.answered_at.map(Moment::short));
    joined(&[
        &one.officer,
        one.why.get(),
        &answer,
        one.answered_by.get(),
        at.as_deref().unwrap_or_default(),
    ])
}

fn joined(parts: &[&str]) -> String {
    let said: Vec<&str> =
        parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    said.join(" ")
}

fn label(field: &str, l: &str) -> String {
    word("field", field, l)
}

fn word(family: &str, word: &str, l: &str) -> String {
    t!(format!("{family}.{word}"), locale = l).into_owned()
}

/// Puts the same into `all` under the names of the check contract; a key is left out where nothing was recorded.
pub fn put_json(facts: &Facts, all: &mut Value) {
    for (key, text) in [
        ("plan_scope", &facts.plan_scope),
        ("inspection_code", &facts.inspection_code),
        ("evidence_gap", &facts.evidence_gap),
    ] {
        if !text.is_empty() {
            all[key] = json!(text);
        }
    }
    if let Some(vehicle) = facts.vehicle.as_ref().filter(|it| has_more_than_plate(it)) {
        all["vehicle"] = json!({
            "plate": vehicle.plate,
            "plate_state": vehicle.plate_state.word(),
            "home_plate": vehicle.home_plate,
            "vin": vehicle.vin,
            "registered_vin": vehicle.registered_vin,
            "engine_no": vehicle.engine_no,
            "seen": vehicle.seen,
            "vin_disagrees": vehicle.vin_disagrees(),
        });
    }
    let asked = facts.present.as_ref().filter(|present| {
        present.identity.is_some() || present.cannot_read.is_some() || present.read_out.is_some()
    });
    if let Some(present) = asked {
        all["present"] = json!({
            "identity": present.identity.map(IdentityProof::word),
            "cannot_read": present.cannot_read,
            "read_out": present.read_out,
        });
    }
    let people: Vec<Value> =
        facts.people.iter().filter(|one| !one.is_blank()).map(person_json).collect();
    if !people.is_empty() {
        all["people"] = json!(people);
    }
    let recusals: Vec<Value> =
        facts.recusals.iter().filter(|one| !one.is_blank()).map(recusal_json).collect();
    if !recusals.is_empty() {
        all["recusals"] = json!(recusals);
    }
}

fn has_more_than_plate(vehicle: &Vehicle) -> bool {
    let texts = [&vehicle.registered_vin, &vehicle.engine_no, &vehicle.seen];
    vehicle.plate_state != Default::default() || texts.iter().any(|text| !text.is_empty())
}

fn person_json(one: &Person) -> Value {
    json!({
        "role": one.role.map(PersonRole::word),
        "name": one.name.get(),
        "id_kind": one.id_kind.in_chinese(),
        "id_no": one.id_no.get(),
        "credit_code": one.credit_code,
        "phone": one.phone.get(),
        "unit": one.unit.get(),
        "relation": one.relation.get(),
    })
}

fn recusal_json(one: &Recusal) -> Value {
    json!({
        "officer": one.officer,
        "why": one.why.get(),
        "granted": one.granted,
        "answered_by": one.answered_by.get(),
        "answered_at": one.answered_at.map(Moment::rfc3339),
    })
}
