//! The fields of each form against those that the national set and the local forms ask: one that is left out, never filled
//! or shown on no page fails here.

use crate::asked_fields::ASKED;
use crate::forms::{citizen, organisation};
use crate::papers_of_case::of_case;
use crate::printed_fields::PRINTED_ALONE;
use lucha::domain::inspection::judgement::Penalty;
use lucha::forms::FORMS;
use lucha::forms::filled::{Field, Paper};
use lucha::forms::scene::Scene;
use lucha::stdx::day::Day;
use std::fs;

/// The names behind the boxes of form 1: a filing has one source, so that one of them is filled. Which one goes where is asked
/// beside the form.
const OF_ONE_BOX: [&str; 4] = ["organ_above", "organ_below", "department", "elsewhere"];

#[test]
fn every_form_has_each_field_of_the_national_set_and_its_page_shows_it() {
    let page = |name: &str| fs::read_to_string(format!("assets/forms/{name}.typ")).unwrap();
    let shared = page("lib");
    // One with all that the other two leave empty.
    let mut full = organisation();
    full.facts.remarks = "雨".into();
    let present = full.facts.present.as_mut().unwrap();
    present.unit = "某公司司机".to_string().into();
    present.address = "汕头市澄海区莲下镇".to_string().into();
    let day = Day::parse("2026-12-01");
    let in_order: Vec<&str> = FORMS.iter().map(|form| form.name).collect();
    assert_eq!(in_order, ASKED.map(|(name, _)| name), "each form stands in the table");
    assert_eq!(in_order, PRINTED_ALONE.map(|(name, _)| name));
    let mut wrongs = Vec::new();
    for ((form, (no, fields)), (_, printed)) in FORMS.iter().zip(ASKED).zip(PRINTED_ALONE) {
        let (own, mut never_filled) = (page(form.name), fields.to_vec());
        for (stop, correct_before) in [(&organisation(), None), (&citizen(), None), (&full, day)] {
            let made = of_case(form.name);
            let scene = Scene { correct_before, of_case: made.as_ref(), ..stop.scene(Paper::A4) };
            let filled = (form.fill)(&scene).unwrap();
            let is_fined = stop.judgement.penalties.contains(&Penalty::Fine);
            let lacks = |field: &&(&str, &str)| {
                !filled.fields.contains_key(field.1) && (is_fined || field.1 != "fine")
            };
            let said = |field: &(&str, &str)| format!("{no}, {}: no {field:?}", stop.name);
            wrongs.extend(fields.iter().filter(lacks).map(said));
            let empty = Field::Text(String::new());
            let is_empty = |field: &str| filled.fields.get(field).is_none_or(|is| *is == empty);
            never_filled.retain(|(_, field)| is_empty(field) && !OF_ONE_BOX.contains(field));
        }
        wrongs.extend(never_filled.iter().map(|field| format!("{no}: never filled {field:?}")));
        // The officers' lines are written once for all forms, by name.
        let shows = |field: &str| {
            let (asked, named) = (format!("get(\"{field}\""), format!("\"{field}\""));
            own.contains(&asked) || shared.contains(&asked) || shared.contains(&named)
        };
        let unseen = fields.iter().filter(|(_, field)| !shows(field));
        wrongs.extend(unseen.map(|field| format!("{no}: no page shows {field:?}")));
        let unsaid = printed.iter().filter(|words| !own.contains(**words));
        wrongs.extend(unsaid.map(|words| format!("{no}: the page lacks {words}")));
    }
    assert_eq!(wrongs, [""; 0]);
}
