//! What the people at a stop and the plate of its vehicle bring with them: what warns, what is asked for, what refuses a
//! decision, and what goes to the police; it weighs no act.

use super::Facts;
use super::judgement::Outcome;
use super::recusal;
use crate::domain::blocked::{Blocked, Rule, Warning};
use crate::domain::identity::plate_state::PlateState;
use crate::domain::party::{IdentityProof, Minority};
use crate::domain::person;
use crate::domain::vehicle::Vehicle;
use crate::stdx::day::Day;

/// The ground of 处罚法 30 that answers the age of a party from 14 to 18, by its key in the pack.
const FROM_14_TO_18: &str = "from_14_to_18";

/// What the officers must see, of a stop on `day` with so many `photographs` kept.
pub(super) fn warnings(facts: &Facts, day: Day, photographs: usize) -> Vec<Warning> {
    let vehicle = facts.vehicle.as_ref();
    let in_doubt = vehicle.is_some_and(|it| it.plate_state.for_police().is_some());
    let disagrees = vehicle.is_some_and(Vehicle::vin_disagrees);
    let identity = facts.present.as_ref().and_then(|present| present.identity);
    let unproven = matches!(identity, Some(IdentityProof::Told | IdentityProof::Refused));
    [
        ((in_doubt || disagrees) && photographs == 0, Warning::PhotographWanted),
        (disagrees, Warning::VinDisagrees),
        (unproven, Warning::IdentityUnproven),
        (is_unanswered_minor(facts, day), Warning::UnderAge),
    ]
    .into_iter()
    .filter_map(|(holds, warning)| holds.then_some(warning))
    .collect()
}

/// Whether the party was from 14 to 18 on the day of an act for which nobody argued that.
fn is_unanswered_minor(facts: &Facts, day: Day) -> bool {
    let Some(party) = &facts.party else { return false };
    facts.findings.iter().any(|finding| {
        let is_argued = || {
            let claims = &finding.circumstances.claims;
            claims.iter().any(|claim| claim.adjustment == FROM_14_TO_18)
        };
        party.minority(finding.act_on.unwrap_or(day)) == Some(Minority::Lighter) && !is_argued()
    })
}

/// What goes over to the police because of the plate, in the shape of `Judgement::referrals`.
pub(super) fn for_police(facts: &Facts) -> Option<(String, String, String)> {
    let state = facts.vehicle.as_ref()?.plate_state;
    let (act, organ) = state.for_police()?;
    Some((state.word().to_string(), act.to_string(), organ.to_string()))
}

/// What speaks against ending a stop on `day` with `outcome` because of who is there: requests that an officer withdraws
/// (处罚法 43), a party that nobody may punish (处罚法 30), and one that refuses to say who it is (处罚法 40).
pub(super) fn refused(facts: &Facts, day: Day, outcome: Outcome) -> Vec<Blocked> {
    let mut blocked = recusal::refused(facts, outcome);
    let (Some(party), Outcome::OnSpotPenalty) = (&facts.party, outcome) else { return blocked };
    let acts = facts.findings.iter().map(|finding| finding.act_on.unwrap_or(day));
    if acts.into_iter().any(|act_on| party.minority(act_on) == Some(Minority::Unpunished)) {
        blocked.push(Blocked::new(Rule::PartyUnderAge, "party.id_no"));
    }
    let refuses = facts.present.as_ref().is_some_and(|present| {
        present.identity == Some(IdentityProof::Refused) && party.is_himself(present)
    });
    if refuses {
        blocked.push(Blocked::new(Rule::PartyUnknown, "present.identity"));
    }
    blocked
}

/// What the record of the plate and of the people still lacks, as paths of the check contract.
pub(super) fn lacking(facts: &Facts) -> Vec<String> {
    let mut lacks: Vec<String> = Vec::new();
    let vehicle = facts.vehicle.as_ref();
    if !vehicle.is_some_and(Vehicle::is_identified) {
        lacks.push(vehicle.map_or("vehicle.plate", Vehicle::told_by).into());
    }
    let is_second_unread = vehicle
        .is_some_and(|it| it.plate_state == PlateState::HongKongMacau && it.home_plate.is_empty());
    if is_second_unread {
        lacks.push("vehicle.home_plate".into());
    }
    if let Some(present) = &facts.present {
        let has_shown = present.identity == Some(IdentityProof::Shown);
        if has_shown && present.id_no.get().is_empty() {
            lacks.push("present.id_no".into());
        }
        if present.is_unread() {
            lacks.push("present.read_out".into());
        }
    }
    for (nth, one) in facts.people.iter().enumerate() {
        lacks.extend(one.lacks().into_iter().map(|field| person::path(nth, field)));
    }
    for (nth, one) in facts.recusals.iter().enumerate() {
        lacks.extend(one.is_open_at().map(|field| recusal::path(nth, field)));
    }
    lacks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::discretion::circumstances::{AdjustmentClaim, Circumstances};
    use crate::domain::identity::id_paper::IdKind;
    use crate::domain::inspection::Finding;
    use crate::domain::party::{Party, Present};
    use crate::domain::person::{Person, PersonRole};

    fn day() -> Day {
        Day::new(2026, 11, 23).unwrap()
    }

    fn of_vehicle(vehicle: Vehicle) -> Facts {
        Facts { vehicle: Some(vehicle), ..Facts::default() }
    }

    fn of_party(id_no: &str, claims: Vec<AdjustmentClaim>) -> Facts {
        let circumstances = Circumstances { claims, ..Circumstances::default() };
        let (name, address, phone) = ("王五".into(), "".into(), "".into());
        let id_kind = IdKind::ResidentId;
        Facts {
            party: Some(Party::Citizen { name, id_kind, id_no: id_no.into(), address, phone }),
            findings: vec![Finding { circumstances, ..Finding::of("OL-001") }],
            ..Facts::default()
        }
    }

    #[test]
    fn a_missing_or_doubted_plate_asks_for_a_photograph_and_goes_to_the_police() {
        for state in PlateState::ALL {
            let facts = of_vehicle(Vehicle {
                plate: "粤D12345".into(),
                plate_state: state,
                ..Vehicle::default()
            });
            let is_odd = matches!(state, PlateState::Missing | PlateState::SuspectedFalse);
            let wanted = if is_odd { vec![Warning::PhotographWanted] } else { Vec::new() };
            assert_eq!(warnings(&facts, day(), 0), wanted, "{state:?}");
            assert_eq!(warnings(&facts, day(), 1), [], "{state:?}");
            assert_eq!(for_police(&facts).is_some(), is_odd, "{state:?}");
        }
        let other = of_vehicle(Vehicle {
            plate: "粤D12345".into(),
            vin: "LZZ5CLSB6LA000001".into(),
            registered_vin: "LFWSRXSJ2M1E00002".into(),
            ..Vehicle::default()
        });
        let both = [Warning::PhotographWanted, Warning::VinDisagrees];
        assert_eq!(warnings(&other, day(), 0), both);
        assert_eq!(warnings(&other, day(), 2), [Warning::VinDisagrees]);
        assert_eq!(for_police(&other), None);
    }

    #[test]
    fn who_is_too_young_is_not_punished_and_who_is_young_is_argued_for() {
        let claim =
            || AdjustmentClaim { adjustment: FROM_14_TO_18.into(), ..AdjustmentClaim::default() };
        let young = of_party("440507201012310010", Vec::new());
        let argued = of_party("440507201012310010", vec![claim()]);
        let child = of_party("440507201412310010", Vec::new());
        let grown = of_party("440507198501010010", Vec::new());
        for (facts, warned, blocked) in [
            (young, vec![Warning::UnderAge], vec![]),
            (argued, vec![], vec![]),
            (child, vec![], vec![Blocked::new(Rule::PartyUnderAge, "party.id_no")]),
            (grown, vec![], vec![]),
        ] {
            assert_eq!(warnings(&facts, day(), 0), warned);
            assert_eq!(refused(&facts, day(), Outcome::OnSpotPenalty), blocked);
            // What was found is investigated all the same.
            assert_eq!(refused(&facts, day(), Outcome::CaseOpened), []);
        }
    }

    #[test]
    fn who_refuses_to_say_who_he_is_is_not_punished_on_the_spot() {
        let with = |name: &str, identity| {
            let name = name.into();
            let present = Present { name, identity, ..Present::default() };
            Facts { present: Some(present), ..of_party("", Vec::new()) }
        };
        let no = Blocked::new(Rule::PartyUnknown, "present.identity");
        for (name, identity, warned, blocked) in [
            ("王五", Some(IdentityProof::Refused), true, vec![no]),
            ("刘十一", Some(IdentityProof::Refused), true, vec![]),
            ("王五", Some(IdentityProof::Told), true, vec![]),
            ("王五", Some(IdentityProof::Shown), false, vec![]),
            ("王五", None, false, vec![]),
        ] {
            let facts = with(name, identity);
            assert_eq!(refused(&facts, day(), Outcome::OnSpotPenalty), blocked, "{name}");
            let is_warned = warnings(&facts, day(), 0).contains(&Warning::IdentityUnproven);
            assert_eq!(is_warned, warned, "{name} {identity:?}");
        }
    }

    #[test]
    fn a_record_names_what_it_lacks() {
        let missing = Vehicle { plate_state: PlateState::Missing, ..Vehicle::default() };
        let two = Vehicle {
            plate: "粤Z1234港".into(),
            plate_state: PlateState::HongKongMacau,
            ..Vehicle::default()
        };
        let organ =
            Person {
                role: Some(PersonRole::OtherOrgan), name: "赵六".into(), ..Person::default()
            };
        let present = Present {
            identity: Some(IdentityProof::Shown),
            cannot_read: Some(true),
            ..Present::default()
        };
        let asked = recusal::Recusal { officer: "19050001001".into(), ..Default::default() };
        for (facts, want) in [
            (Facts::default(), vec!["vehicle.plate"]),
            (of_vehicle(missing), vec!["vehicle.seen"]),
            (of_vehicle(two), vec!["vehicle.home_plate"]),
            (
                Facts {
                    people: vec![Person::default(), organ],
                    present: Some(present),
                    recusals: vec![asked],
                    ..of_vehicle(Vehicle { plate: "粤D12345".into(), ..Vehicle::default() })
                },
                vec!["present.id_no", "present.read_out", "people[1].unit", "recusals[0].granted"],
            ),
        ] {
            assert_eq!(lacking(&facts), want);
        }
    }
}
