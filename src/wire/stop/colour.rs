//! The colour of a plate in a stop of a file: its word, or a code with the system that numbers it; it takes no code for a
//! colour that its list does not have.

use super::refuse;
use crate::domain::identity::plate_colour::{ColourSystem, PlateColour};
use crate::wire::refusal::{Refusal, Why};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ColourCodeShape {
    system: Option<String>,
    code: Option<i64>,
}

/// The word that is recorded; empty where neither was given.
pub(super) fn colour(
    word: Option<String>,
    code: Option<ColourCodeShape>,
) -> Result<String, Refusal> {
    let word = word.unwrap_or_default();
    let Some(code) = code else {
        return match PlateColour::from_chinese(&word) {
            None if !word.is_empty() => refuse("vehicle.colour", &word),
            _ => Ok(word),
        };
    };
    let by_code = of_code(code)?;
    if word.is_empty() || PlateColour::of_record(&word) == Some(by_code) {
        return Ok(by_code.in_chinese().to_string());
    }
    let why = Why::TwoColours { word, by_code: by_code.in_chinese().to_string() };
    Err(Refusal { path: "vehicle.colour".into(), why })
}

fn of_code(shape: ColourCodeShape) -> Result<PlateColour, Refusal> {
    let missing = |field: &str| Refusal {
        path: "vehicle.colour_code".into(),
        why: Why::MissingField(field.into()),
    };
    let system = shape.system.ok_or_else(|| missing("system"))?;
    let code = shape.code.ok_or_else(|| missing("code"))?;
    let Some(known) = ColourSystem::from_word(&system) else {
        return refuse("vehicle.colour_code.system", &system);
    };
    PlateColour::from_code(known, code).ok_or_else(|| {
        let codes: Vec<String> = known.codes().iter().map(ToString::to_string).collect();
        let why = Why::UnknownColourCode { system, code, known: codes.join(", ") };
        Refusal { path: "vehicle.colour_code.code".into(), why }
    })
}
