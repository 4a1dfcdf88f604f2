//! 询问笔录, form 2: who was asked by whom, what, and what he answered (处罚法 55). It asks nothing itself.

use super::Missing;
use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use crate::domain::agency::Officer;
use crate::domain::paper::CasePaper;
use crate::domain::paper::interview::{Interview, ReadHow};
use crate::domain::party::Sex;

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `interview` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("interview", TEMPLATE_VERSION, scene);
    let Some(CasePaper::Interview(interview)) = scene.of_case else {
        filling.needs(false, "interview");
        return filling.finish();
    };
    officers(&mut filling, scene, interview);
    person(&mut filling, interview);
    let row = |(question, answer): (&str, &str)| vec![question.to_string(), answer.to_string()];
    let asked = interview.asked.iter();
    let rows = asked.map(|asked| row((asked.question.as_str(), asked.answer.get()))).collect();
    let [cards, duty, recusal] = &interview.opening;
    filling
        .needs(!interview.asked.is_empty(), "interview.qa")
        .text("time_from", interview.from.in_chinese())
        .text("time_until", interview.until.in_chinese())
        .text("nth", format!("第{}次", interview.nth))
        .text("place", interview.place.as_str())
        .text("organ", scene.agency.name.as_str())
        .text("cards", cards.get())
        .text("duty", duty.get())
        .text("recusal", recusal.get())
        .field("asked", Field::Rows(rows))
        .field("read_by_me", Field::Box(interview.read == ReadHow::ByPerson))
        .field("read_to_me", Field::Box(interview.read == ReadHow::ReadOut))
        .text("person_refused", interview.refusal.get())
        .finish()
}

/// Who asked and who wrote, who may be others than those of the stop.
fn officers(filling: &mut Filling<'_>, scene: &Scene<'_>, interview: &Interview) {
    let known = |credential: &str| {
        scene.roster.iter().find(|officer: &&Officer| officer.credential == credential)
    };
    let name = |credential: &str| known(credential).map(|officer| officer.name.clone());
    let (asked_by, recorder) = (name(&interview.asked_by), name(&interview.recorder));
    filling
        .needs(asked_by.is_some(), "interview.officer")
        .needs(recorder.is_some(), "interview.recorder")
        .text("asked_by", asked_by.clone().unwrap_or_default())
        .text("recorder", recorder.clone().unwrap_or_default())
        .text("officer1_name", asked_by.unwrap_or_default())
        .text("officer1_credential", interview.asked_by.as_str())
        .text("officer2_name", recorder.unwrap_or_default())
        .text("officer2_credential", interview.recorder.as_str());
}

/// 被询问人.
fn person(filling: &mut Filling<'_>, interview: &Interview) {
    let person = &interview.person;
    let age = person.age.map(|years| format!("{years}岁"));
    filling
        .text("person_name", person.name.get())
        .text("relation", person.relation.as_str())
        .text("person_sex", person.sex.map_or("", Sex::in_chinese))
        .text("person_age", age.unwrap_or_default())
        .text("person_id_no", person.id_kind.on_paper(person.id_no.get()))
        .text("person_phone", person.phone.get())
        .text("person_unit", person.unit.get())
        .text("person_address", person.address.get());
}
