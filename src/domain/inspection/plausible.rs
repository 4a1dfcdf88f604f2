//! Values that cannot exist are blocked, numbers whose check digit is off are warned of; no prose.

use super::{Facts, readings, recusal, release, unloading};
use crate::domain::blocked::{Blocked, Rule, Warning};
use crate::domain::identity::{
    Verdict, certificate, certificate::CertificateKind, credit_code, id_paper, id_paper::IdKind,
    plate, plate::PlateKind, qualification, region, road, vin,
};
use crate::domain::party::{IdentityProof, Party, sex_of};
use crate::domain::person;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;

/// A stop may be this far ahead of the clock, in milliseconds: two minutes.
pub(super) const AHEAD_MAX_MS: i64 = 120_000;
/// An empty two-axle lorry weighs more, the heaviest transport seen weighs less (kg).
pub(super) const GROSS_KG: std::ops::RangeInclusive<i64> = 1_000..=300_000;
const LENGTH_MM: std::ops::RangeInclusive<i64> = 1_000..=100_000;
const WIDTH_MM: std::ops::RangeInclusive<i64> = 500..=12_000;
const HEIGHT_MM: std::ops::RangeInclusive<i64> = 500..=12_000;
const AXLES: std::ops::RangeInclusive<u8> = 2..=40;

/// Looks at every value of `facts`: blocks what cannot be (处罚法 40, 46), so that no decision rests on a slip of the
/// finger, and warns of what is unusual or has a check digit that does not fit.
pub fn check(facts: &Facts, now: Moment, blocked: &mut Vec<Blocked>, warnings: &mut Vec<Warning>) {
    let mut look = Look { today: facts.at.unwrap_or(now).day(), blocked, warnings };
    for unreadable in &facts.unreadable {
        look.impossible(&unreadable.field);
    }
    if facts.at.is_some_and(|at| at.ms() > now.ms() + AHEAD_MAX_MS) {
        look.impossible("at");
    }
    if facts.correct_before.is_some_and(|day| day < look.today) {
        look.impossible("correct_before");
    }
    place(facts, &mut look);
    vehicle(facts, &mut look);
    weighing(facts, &mut look);
    for field in readings::impossible(facts, now) {
        look.impossible(&field);
    }
    let done = unloading::impossible(facts, now).into_iter().chain(release::impossible(facts, now));
    for field in done {
        look.impossible(field);
    }
    let onto = facts.unloading.as_ref().map_or("", |unloading| &unloading.transfer_plate);
    if !onto.is_empty() {
        look.verdict(plate::check(onto), "unloading.transfer_plate");
    }
    people(facts, &mut look);
    recusals(facts, now, &mut look);
    for (nth, finding) in facts.findings.iter().enumerate() {
        let ahead = finding.act_on.is_some_and(|day| day > look.today);
        if ahead {
            look.impossible(&format!("findings[{nth}].act_on"));
        }
        // Nobody has discussed tomorrow what is decided today.
        if finding.circumstances.panel_on.is_some_and(|day| day > now.day()) {
            look.impossible(&format!("findings[{nth}].circumstances.panel_on"));
        }
        // Nobody obeyed an order that was not obeyed.
        if finding.order.is_some() && finding.circumstances.refused == Some(false) {
            look.impossible(&format!("findings[{nth}].circumstances.refused"));
        }
    }
}

struct Look<'a> {
    today: Day,
    blocked: &'a mut Vec<Blocked>,
    warnings: &'a mut Vec<Warning>,
}

impl Look<'_> {
    fn impossible(&mut self, field: &str) {
        self.blocked.push(Blocked::new(Rule::ImpossibleValue, field));
    }

    fn require(&mut self, holds: bool, field: &str) {
        if !holds {
            self.impossible(field);
        }
    }

    fn verdict(&mut self, verdict: Verdict, field: &str) {
        match verdict {
            Verdict::Fine => {}
            Verdict::CheckDigit => self.warnings.push(Warning::CheckDigit { field: field.into() }),
            Verdict::Unusual => self.warnings.push(Warning::UnusualNumber { field: field.into() }),
            Verdict::Impossible(_) => self.impossible(field),
        }
    }
}

fn place(facts: &Facts, look: &mut Look<'_>) {
    let place = &facts.place;
    if !place.route.is_empty() {
        look.require(road::Route::parse(&place.route).is_ok(), "place.route");
    }
    if !place.stake.is_empty() {
        match road::Stake::parse(&place.stake) {
            Err(_) => look.impossible("place.stake"),
            Ok(stake) if stake.metres.is_none() => look.warnings.push(Warning::MetresNotGiven),
            Ok(_) => {}
        }
    }
    if !place.region.is_empty() {
        look.verdict(region::check(&place.region), "place.region");
    }
}

fn vehicle(facts: &Facts, look: &mut Look<'_>) {
    let Some(vehicle) = &facts.vehicle else { return };
    look.verdict(vehicle.plate_state.check(&vehicle.plate), "vehicle.plate");
    if !vehicle.trailer_plate.is_empty() {
        look.verdict(plate::check(&vehicle.trailer_plate), "vehicle.trailer_plate");
    }
    if !vehicle.home_plate.is_empty() {
        look.verdict(plate::check_home(&vehicle.home_plate), "vehicle.home_plate");
        // Only a vehicle of the two places has a second plate.
        let two = plate::kind(&vehicle.plate) == Some(PlateKind::HongKongMacau);
        look.require(two, "vehicle.home_plate");
    }
    if !vehicle.vin.is_empty() {
        look.verdict(vin::check(&vehicle.vin), "vehicle.vin");
    }
    if !vehicle.registered_vin.is_empty() {
        look.verdict(vin::check(&vehicle.registered_vin), "vehicle.registered_vin");
    }
    let licence_kg = vehicle.licence_gross_kg.is_none_or(|kg| GROSS_KG.contains(&kg));
    look.require(licence_kg, "vehicle.licence_gross_kg");
    if let Some(build) = &vehicle.build {
        look.require(AXLES.contains(&build.axles), "vehicle.axles");
        look.require(build.drive_axles <= build.axles, "vehicle.drive_axles");
        look.require(build.single_tyre_axles < build.axles, "vehicle.single_tyre_axles");
        // One distance for each group of several axles, one load for each axle or group.
        let groups: Vec<&str> = build.arrangement.iter().flat_map(|it| it.split('+')).collect();
        let (several, spacings) =
            (groups.iter().filter(|it| it.trim() != "1").count(), build.axle_spacings_mm.len());
        look.require(spacings == 0 || spacings == several, "vehicle.axle_spacings");
        let loads = facts.weighing.as_ref().map_or(0, |scale| scale.axle_loads_kg.len());
        look.require(loads == 0 || loads == groups.len(), "weighing.axle_loads");
    }
    if let Some(paper) = &facts.certificate {
        if !paper.no.is_empty() {
            look.verdict(
                certificate::check(&paper.no, CertificateKind::Transport),
                "transport_certificate.no",
            );
        }
        let ahead = paper.first_issued.is_some_and(|day| day > look.today);
        look.require(!ahead, "transport_certificate.first_issued");
    }
    if let Some(permit) = &facts.permit {
        look.verdict(plate::check(&permit.plate), "permit.plate");
        look.require(GROSS_KG.contains(&permit.gross_kg), "permit.gross_kg");
        let reversed =
            matches!((permit.from, permit.until), (Some(from), Some(until)) if until < from);
        look.require(!reversed, "permit.until");
        look.require(permit.axles.is_none_or(|axles| AXLES.contains(&axles)), "permit.axles");
    }
}

fn weighing(facts: &Facts, look: &mut Look<'_>) {
    let Some(scale) = &facts.weighing else { return };
    look.require(GROSS_KG.contains(&scale.gross_kg), "weighing.gross_kg");
    look.require(LENGTH_MM.contains(&scale.length_mm), "weighing.length_mm");
    look.require(WIDTH_MM.contains(&scale.width_mm), "weighing.width_mm");
    look.require(HEIGHT_MM.contains(&scale.height_mm), "weighing.height_mm");
    look.require(matches!(scale.accuracy_class, 0 | 1 | 2 | 5 | 10), "weighing.accuracy_class");
}

fn people(facts: &Facts, look: &mut Look<'_>) {
    let today = look.today;
    let recorder = &facts.recorder;
    look.require(recorder.is_empty() || facts.officers.contains(recorder), "recorder");
    match &facts.party {
        Some(Party::Citizen { id_kind, id_no, .. }) => {
            id((*id_kind, id_no.get().as_str()), "party.id_no", today, look);
        }
        Some(Party::SoleTrader { credit_code, id_kind, id_no, .. }) => {
            code(credit_code, "party.credit_code", look);
            id((*id_kind, id_no.get().as_str()), "party.id_no", today, look);
        }
        Some(Party::Organisation { credit_code, .. }) => {
            code(credit_code, "party.credit_code", look);
        }
        None => {}
    }
    if let Some(present) = &facts.present {
        let number = (present.id_kind, present.id_no.get().as_str());
        id(number, "present.id_no", today, look);
        let stated = sex_of(number.0, number.1);
        let agrees = stated.is_none() || present.sex.is_none() || stated == present.sex;
        look.require(agrees, "present.sex");
        // Who refuses to say who he is shows no paper.
        let is_nameless = present.identity != Some(IdentityProof::Refused) || number.1.is_empty();
        look.require(is_nameless, "present.identity");
        if !present.qualification.get().is_empty() {
            let verdict = qualification::check(present.qualification.get(), today);
            look.verdict(verdict, "present.qualification_no");
        }
    }
    for (nth, one) in facts.people.iter().enumerate() {
        let number = (one.id_kind, one.id_no.get().as_str());
        id(number, &person::path(nth, "id_no"), today, look);
        code(&one.credit_code, &person::path(nth, "credit_code"), look);
    }
}

/// Nobody answered before the stop, or will only answer.
fn recusals(facts: &Facts, now: Moment, look: &mut Look<'_>) {
    for (nth, one) in facts.recusals.iter().enumerate() {
        let Some(answered_at) = one.answered_at else { continue };
        // It is typed to the minute.
        let minute = |moment: Moment| moment.ms() / 60_000;
        let is_early = facts.at.is_some_and(|at| minute(answered_at) < minute(at));
        let is_ahead = answered_at.ms() > now.ms() + AHEAD_MAX_MS;
        look.require(!is_early && !is_ahead, &recusal::path(nth, "answered_at"));
    }
}

fn id((kind, text): (IdKind, &str), field: &str, today: Day, look: &mut Look<'_>) {
    if !text.is_empty() {
        look.verdict(id_paper::check(kind, text, today), field);
    }
}

fn code(text: &str, field: &str, look: &mut Look<'_>) {
    if !text.is_empty() {
        look.verdict(credit_code::check(text), field);
    }
}
