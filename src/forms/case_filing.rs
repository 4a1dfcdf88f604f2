//! 立案登记表, form 1: where a case came from, what it is about, and who approved its opening (程序规定 62, 63). It opens nothing
//! itself.

use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use super::{Missing, party_block};
use crate::domain::identity::resident_id;
use crate::domain::paper::CasePaper;
use crate::domain::paper::case_filing::{CaseFiling, FilingSource};
use crate::domain::party::{Party, Sex, sex_of};
use crate::stdx::day::Day;

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `filing` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("case_filing", TEMPLATE_VERSION, scene);
    let Some(CasePaper::CaseFiling(filing)) = scene.of_case else {
        filling.needs(false, "filing");
        return filling.finish();
    };
    let party = scene.facts.party.as_ref();
    let (sex, age) = sex_and_age(party, scene.made_at.day());
    party_block::fill(&mut filling, party);
    source(&mut filling, filing);
    filling
        .needs(scene.number.is_some(), "number")
        .needs(party.is_some(), "party")
        .text("citizen_sex", sex)
        .text("citizen_age", age)
        .text("cause", &filing.cause)
        .field("accepted_at", Field::Time(filing.accepted_at))
        .text("facts", &filing.facts)
        .text("basis", &filing.basis)
        .text("unit_opinion", &filing.unit.text)
        .text("unit_by", &filing.unit.by)
        .field("unit_on", Field::Date(filing.unit.on))
        .text("head_opinion", &filing.head.text)
        .text("head_by", &filing.head.by)
        .field("head_on", Field::Date(filing.head.on))
        .text("remarks", &filing.remarks)
        .finish()
}

/// One of the six boxes, and the name behind it where it asks for one.
fn source(filling: &mut Filling<'_>, filing: &CaseFiling) {
    let ticked = |source: FilingSource| Field::Box(filing.source == source);
    let name = |source: FilingSource| {
        if filing.source == source { filing.source_name.as_str() } else { "" }
    };
    filling
        .field("from_inspection", ticked(FilingSource::Inspection))
        .field("from_report", ticked(FilingSource::Report))
        .field("from_above", ticked(FilingSource::Assigned))
        .field("from_below", ticked(FilingSource::Submitted))
        .field("from_department", ticked(FilingSource::Transferred))
        .field("from_elsewhere", ticked(FilingSource::Other))
        .text("organ_above", name(FilingSource::Assigned))
        .text("organ_below", name(FilingSource::Submitted))
        .text("department", name(FilingSource::Transferred))
        .text("elsewhere", name(FilingSource::Other));
}

/// 性别 and 年龄 in full years on the day of the paper, as the number of a person's identity paper states them; empty where it
/// states none, and of a unit.
fn sex_and_age(party: Option<&Party>, on: Day) -> (&'static str, String) {
    let (id_kind, id_no) = match party {
        Some(Party::Citizen { id_kind, id_no, .. } | Party::SoleTrader { id_kind, id_no, .. }) => {
            (*id_kind, id_no.get())
        }
        Some(Party::Organisation { .. }) | None => return ("", String::new()),
    };
    let Some(sex) = sex_of(id_kind, id_no) else { return ("", String::new()) };
    let age = resident_id::birth(id_no).map(|birth| years(birth, on).to_string());
    (Sex::in_chinese(sex), age.unwrap_or_default())
}

fn years(birth: Day, on: Day) -> i32 {
    let is_before_birthday = (on.month(), on.day()) < (birth.month(), birth.day());
    on.year() - birth.year() - i32::from(is_before_birthday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::id_paper::IdKind;

    #[test]
    fn sex_and_age_are_those_of_the_number() {
        let citizen = |id_kind: IdKind, id_no: &str| Party::Citizen {
            name: "张三".into(),
            id_kind,
            id_no: id_no.into(),
            address: "".into(),
            phone: "".into(),
        };
        let on = |day: &str, party: &Party| sex_and_age(Some(party), Day::parse(day).unwrap());
        let man = citizen(IdKind::ResidentId, "440507190001010010");
        assert_eq!(on("1930-01-01", &man), ("男", "30".to_string()));
        assert_eq!(on("1929-12-31", &man), ("男", "29".to_string()));
        let passport = citizen(IdKind::Passport, "E12345678");
        assert_eq!(on("2026-11-23", &passport), ("", String::new()));
        assert_eq!(sex_and_age(None, Day::parse("2026-11-23").unwrap()), ("", String::new()));
    }
}
