//! `lucha gps`: the port of the satellite receiver whose time the journal bears; sets no clock.

use super::{Voice, code};
use crate::app::command::Trouble;
use crate::app::opening::{self, Place};
use rust_i18n::t;
use std::path::Path;

/// Chooses the port, or none; without either says which; gives the exit code.
pub fn run(place: Place<'_>, port: Option<&Path>, off: bool, voice: &mut Voice<'_>) -> u8 {
    let done = (|| -> Result<String, Trouble> {
        if port.is_none() && !off {
            let chosen = opening::to_read(place)?.receiver_port();
            let chosen = chosen.map_or_else(|| "-".to_string(), |path| path.display().to_string());
            return Ok(t!("cli.gps_is", locale = voice.lang, a = chosen).into_owned());
        }
        opening::to_write(place)?.choose_receiver(port)?;
        let key = if port.is_some() { "cli.gps_on" } else { "cli.gps_off" };
        let shown = port.map(|port| port.display().to_string()).unwrap_or_default();
        Ok(t!(key, locale = voice.lang, a = shown).into_owned())
    })();
    match done {
        Ok(words) => {
            voice.say(&words);
            code::DONE
        }
        Err(trouble) => voice.fail(&trouble),
    }
}
