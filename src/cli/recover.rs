//! `lucha pin` and `lucha recover`: an own PIN changed, or a lost one set anew by headquarters' code.

use super::first_use::Answers;
use super::{Voice, code, pins};
use crate::app::command::Trouble;
use crate::app::{opening, pin};
use rust_i18n::t;
use std::path::Path;

/// Changes the PIN of the person who types the old one; gives the exit code.
pub fn change(dir: Option<&Path>, answers: &mut dyn Answers, voice: &mut Voice<'_>) -> u8 {
    let done = (|| {
        opening::refuse_second_writer(dir)?;
        let (credential, old) = pins::ask(answers, voice.lang)?;
        let new = pins::ask_new(answers, voice.lang)?;
        let mut desk = opening::to_change_pin(dir, &credential, &old)?;
        pin::change(&mut desk, &credential, &old, &new).map(|_| ())
    })();
    said(done, voice)
}

/// Sets a new PIN for `credential`; gives the exit code.
pub fn recover(
    dir: Option<&Path>,
    credential: &str,
    answers: &mut dyn Answers,
    voice: &mut Voice<'_>,
) -> u8 {
    let done = (|| {
        opening::refuse_second_writer(dir)?;
        let ended = || Trouble::new("trouble.input_ended");
        let typed = answers.secret(&t!("cli.ask_code", locale = voice.lang)).ok_or_else(ended)?;
        let mut desk = opening::by_code(dir, &typed)?;
        let new = pins::ask_new(answers, voice.lang)?;
        pin::recover(&mut desk, credential, &new).map(|_| ())
    })();
    said(done, voice)
}

fn said(done: Result<(), Trouble>, voice: &mut Voice<'_>) -> u8 {
    match done {
        Ok(()) => {
            voice.say(&t!("cli.pin_set", locale = voice.lang));
            code::DONE
        }
        Err(trouble) => voice.fail(&trouble),
    }
}
