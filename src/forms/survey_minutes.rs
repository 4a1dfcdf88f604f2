//! 勘验笔录, form 3: what was found at a place, who surveyed and who was there, and an empty frame for the sketch. It draws nothing.

use super::Missing;
use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use super::scene_minutes::recorder;
use crate::domain::identity::resident_id;
use crate::domain::paper::CasePaper;
use crate::domain::party::{Party, Present, Sex, sex_of};
use crate::stdx::day::Day;

const TEMPLATE_VERSION: u32 = 1;

/// 当事人（代理人）: as far as anything is known of the person.
#[derive(Default)]
struct Person {
    name: String,
    sex: Option<Sex>,
    age: String,
    id_no: String,
    unit: String,
    address: String,
    phone: String,
}

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `survey` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("survey_minutes", TEMPLATE_VERSION, scene);
    let Some(CasePaper::SurveyMinutes(survey)) = scene.of_case else {
        filling.needs(false, "survey");
        return filling.finish();
    };
    let person = person(scene, survey.from.day());
    // Where the officers work and as what; no more is known of their posts.
    let post = format!("{}执法人员", scene.agency.name.trim());
    let photograph = survey.photograph.map(|digest| digest.hex()).unwrap_or_default();
    filling
        .needs(scene.number.is_some(), "number")
        .text("cause", &survey.cause)
        .text("place", &survey.place)
        .text("weather", &survey.weather)
        .field("surveyed_from", Field::Time(survey.from))
        .field("surveyed_until", Field::Time(survey.until))
        .text("officers_post", &post)
        .text("person_name", person.name)
        .text("person_sex", person.sex.map_or("", Sex::in_chinese))
        .text("person_age", person.age)
        .text("person_id_no", person.id_no)
        .text("person_unit", person.unit)
        .text("person_address", person.address)
        .text("person_phone", person.phone)
        .text("invited", survey.invited.get())
        .text("invited_unit", survey.invited_unit.get())
        .text("recorder", recorder(scene))
        .text("surveyed_result", &survey.result)
        .text("sketch", &survey.sketch)
        .text("photograph", photograph)
        .finish()
}

/// Whoever is there for the party, else the party itself where it is a person.
fn person(scene: &Scene<'_>, on: Day) -> Person {
    let present = scene.facts.present.as_ref();
    if let Some(present) = present.filter(|present| present.authorised == Some(true)) {
        return of_present(present, on);
    }
    match &scene.facts.party {
        Some(
            Party::Citizen { name, id_kind, id_no, address, phone }
            | Party::SoleTrader { operator: name, id_kind, id_no, address, phone, .. },
        ) => Person {
            name: name.get().clone(),
            sex: sex_of(*id_kind, id_no.get()),
            age: age(id_no.get(), on),
            id_no: id_kind.on_paper(id_no.get()),
            unit: String::new(),
            address: address.get().clone(),
            phone: phone.get().clone(),
        },
        Some(Party::Organisation { .. }) | None => Person::default(),
    }
}

fn of_present(present: &Present, on: Day) -> Person {
    Person {
        name: present.name.get().clone(),
        sex: present.known_sex(),
        age: age(present.id_no.get(), on),
        id_no: present.id_kind.on_paper(present.id_no.get()),
        unit: present.unit.get().clone(),
        address: present.address.get().clone(),
        phone: present.phone.get().clone(),
    }
}

/// 年龄 in full years on the day of the survey; empty where the number tells no day of birth.
fn age(id_no: &str, on: Day) -> String {
    let Some(birth) = resident_id::birth(id_no).filter(|birth| *birth <= on) else {
        return String::new();
    };
    let is_before = (on.month(), on.day()) < (birth.month(), birth.day());
    (on.year() - birth.year() - i32::from(is_before)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_counted_in_full_years_from_the_number() {
        let on = |text: &str| age("440511198506150028", Day::parse(text).unwrap());
        assert_eq!(on("2026-06-14"), "40");
        assert_eq!(on("2026-06-15"), "41");
        assert_eq!(age("H12345678", Day::parse("2026-06-15").unwrap()), "");
    }
}
