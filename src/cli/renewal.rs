//! `lucha code`: when headquarters' code was made, or a new one by the terminal's keeper; shows it once.

use super::first_use::Answers;
use super::{Voice, code};
use crate::app::command::Trouble;
use crate::app::opening::{self, Place};
use crate::app::renew_code;
use rust_i18n::t;

/// Runs the command; gives its exit code.
pub fn run(place: Place<'_>, renew: bool, answers: &mut dyn Answers, voice: &mut Voice<'_>) -> u8 {
    let done = if renew { anew(place, answers, voice) } else { look(place, voice) };
    match done {
        Ok(()) => code::DONE,
        Err(trouble) => voice.fail(&trouble),
    }
}

fn look(place: Place<'_>, voice: &mut Voice<'_>) -> Result<(), Trouble> {
    let desk = opening::to_read(place)?;
    if let Some((number, at)) = renew_code::made(&desk)? {
        voice.say(&t!("cli.code_made", locale = voice.lang, a = at.short(), b = number));
    }
    Ok(())
}

fn anew(place: Place<'_>, answers: &mut dyn Answers, voice: &mut Voice<'_>) -> Result<(), Trouble> {
    let mut desk = opening::to_write(place)?;
    let drafted = renew_code::draft(&mut desk)?;
    voice.say(&t!("cli.code_new", locale = voice.lang, a = drafted.code));
    let asked = answers.line(&t!("cli.ask_code_back", locale = voice.lang));
    let typed = asked.ok_or_else(|| Trouble::new("trouble.input_ended"))?;
    renew_code::renew(&mut desk, &drafted, &typed)?;
    voice.say(&t!("cli.code_renewed", locale = voice.lang));
    Ok(())
}
