//! The text of an identifier as somebody typed it, beside the form in which it is compared and checked; it changes neither.

use super::Facts;
use crate::domain::identity::normalise;
use crate::domain::party::{Party, Personal};

/// A text that is not, sign for sign, what is recorded in its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsTyped {
    /// Path of the check contract, `vehicle.plate`.
    pub field: String,
    /// Sign for sign.
    pub written: Personal,
}

/// Fields that are recorded in the form of identifiers: half-width, upper case, without blanks.
const IDENTIFIERS: &[&str] = &[
    "place.route",
    "place.stake",
    "recorder",
    "vehicle.plate",
    "vehicle.trailer_plate",
    "vehicle.home_plate",
    "vehicle.vin",
    "vehicle.registered_vin",
    "permit.plate",
    "permit.trailer_plate",
    "permit.route",
    "unloading.transfer_plate",
    "party.id_no",
    "party.credit_code",
    "present.id_no",
    "present.qualification_no",
];

/// The same of each person beside the party and the person present, and of each request that an officer withdraws.
const OF_LISTS: &[(&str, &[&str])] =
    &[("people[", &["id_no", "credit_code"]), ("recusals[", &["officer"])];

/// Whether what is typed in `field` is recorded in another form.
#[must_use]
pub fn is_identifier(field: &str) -> bool {
    IDENTIFIERS.contains(&field) || field.starts_with("officers[") || of_list(field).is_some()
}

/// List, place in it and last part of an identifier's path that leads through a list of ours.
fn of_list(field: &str) -> Option<(&'static str, usize, &str)> {
    OF_LISTS.iter().find_map(|(list, names)| {
        let (nth, name) = field.strip_prefix(list)?.split_once("].")?;
        names.contains(&name).then_some((*list, nth.parse().ok()?, name))
    })
}

impl AsTyped {
    /// `None` where the text is recorded as it stands.
    #[must_use]
    pub fn of(field: impl Into<String>, written: &str) -> Option<AsTyped> {
        let understood = normalise(written);
        let differs = understood != written && !understood.is_empty();
        differs.then(|| AsTyped { field: field.into(), written: written.into() })
    }
}

impl Facts {
    /// What is recorded in an identifier's field; empty where nothing is.
    #[must_use]
    pub fn understood(&self, field: &str) -> &str {
        let (vehicle, permit) = (self.vehicle.as_ref(), self.permit.as_ref());
        let present = self.present.as_ref();
        match field {
            "place.route" => &self.place.route,
            "place.stake" => &self.place.stake,
            "recorder" => &self.recorder,
            "vehicle.plate" => vehicle.map_or("", |it| &it.plate),
            "vehicle.trailer_plate" => vehicle.map_or("", |it| &it.trailer_plate),
            "vehicle.home_plate" => vehicle.map_or("", |it| &it.home_plate),
            "vehicle.vin" => vehicle.map_or("", |it| &it.vin),
            "vehicle.registered_vin" => vehicle.map_or("", |it| &it.registered_vin),
            "permit.plate" => permit.map_or("", |it| &it.plate),
            "permit.trailer_plate" => permit.map_or("", |it| &it.trailer_plate),
            "permit.route" => permit.map_or("", |it| &it.route),
            "unloading.transfer_plate" => {
                self.unloading.as_ref().map_or("", |it| &it.transfer_plate)
            }
            "party.id_no" => self.party.as_ref().map_or("", id_no),
            "party.credit_code" => self.party.as_ref().map_or("", credit_code),
            "present.id_no" => present.map_or("", |it| it.id_no.get()),
            "present.qualification_no" => present.map_or("", |it| it.qualification.get()),
            other if of_list(other).is_some() => self.understood_in_list(other),
            other => {
                let nth = other.strip_prefix("officers[").and_then(|rest| rest.strip_suffix(']'));
                let nth = nth.and_then(|nth| nth.parse::<usize>().ok());
                nth.and_then(|nth| self.officers.get(nth)).map_or("", String::as_str)
            }
        }
    }

    fn understood_in_list(&self, field: &str) -> &str {
        let Some((list, nth, name)) = of_list(field) else { return "" };
        match (list, name) {
            ("recusals[", _) => self.recusals.get(nth).map_or("", |one| &one.officer),
            (_, "credit_code") => self.people.get(nth).map_or("", |one| &one.credit_code),
            (_, _) => self.people.get(nth).map_or("", |one| one.id_no.get()),
        }
    }

    /// Keeps what was typed in a field that a correction sets anew.
    pub fn retype(&mut self, field: &str, written: &str) {
        self.typed.retain(|typed| typed.field != field);
        self.typed.extend(AsTyped::of(field, written));
    }
}

fn id_no(party: &Party) -> &str {
    match party {
        Party::Citizen { id_no, .. } | Party::SoleTrader { id_no, .. } => id_no.get(),
        Party::Organisation { .. } => "",
    }
}

fn credit_code(party: &Party) -> &str {
    match party {
        Party::SoleTrader { credit_code, .. } | Party::Organisation { credit_code, .. } => {
            credit_code
        }
        Party::Citizen { .. } => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::inspection::recusal::Recusal;
    use crate::domain::person::Person;

    #[test]
    fn identifiers_of_people_and_requests_are_known_by_their_place() {
        let person = Person {
            id_no: "H12345678".into(),
            credit_code: "91440500MA0001018W".into(),
            ..Person::default()
        };
        let recusal = Recusal { officer: "19050001001".into(), ..Recusal::default() };
        let facts = Facts {
            people: vec![Person::default(), person],
            recusals: vec![recusal],
            ..Facts::default()
        };
        for (field, is_one, understood) in [
            ("people[1].id_no", true, "H12345678"),
            ("people[1].credit_code", true, "91440500MA0001018W"),
            ("people[0].id_no", true, ""),
            ("people[7].id_no", true, ""),
            ("recusals[0].officer", true, "19050001001"),
            ("people[1].name", false, ""),
            ("people[x].id_no", false, ""),
            ("recusals[0].why", false, ""),
        ] {
            assert_eq!(is_identifier(field), is_one, "{field}");
            assert_eq!(facts.understood(field), understood, "{field}");
        }
    }
}
