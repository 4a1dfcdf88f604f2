//! `lucha officer`: the terminal's keeper enrols a person with a first PIN, which opens nothing but the
//! choice of an own one.

use super::first_use::Answers;
use super::{Voice, code, pins};
use crate::app::command::Trouble;
use crate::app::enrol_officer::{self, Enrolment};
use crate::app::opening::{self, Place};
use rust_i18n::t;

/// Runs the command; gives its exit code.
pub fn run(
    place: Place<'_>,
    new: &Enrolment,
    answers: &mut dyn Answers,
    voice: &mut Voice<'_>,
) -> u8 {
    match enrol(place, new, answers, voice.lang) {
        Ok(said) => {
            voice.say(&t!(said, locale = voice.lang, a = new.credential));
            code::DONE
        }
        Err(trouble) => voice.fail(&trouble),
    }
}

fn enrol(
    place: Place<'_>,
    new: &Enrolment,
    answers: &mut dyn Answers,
    lang: &str,
) -> Result<&'static str, Trouble> {
    let mut desk = opening::to_write(place)?;
    let person = enrol_officer::read(&desk, new)?;
    let needs_pin = enrol_officer::needs_pin(&desk, &person.credential);
    let first = if needs_pin { pins::ask_new(answers, lang)? } else { String::new() };
    enrol_officer::enrol(&mut desk, person, &first)?;
    Ok(enrol_officer::said(&desk, &new.credential))
}
