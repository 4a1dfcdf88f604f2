//! `lucha rotate`: a new device key in the place of the old one, then one session under it, from the command line.

use super::{Voice, code};
use crate::app::desk::Desk;
use crate::app::opening::{self, Place};
use rust_i18n::t;

/// Replaces the key; gives the exit code: it signs and headquarters heard so, it signs, or the old one goes on.
pub fn run(place: Place<'_>, voice: &mut Voice<'_>) -> u8 {
    let rotated = opening::to_write(place).and_then(|mut desk| Ok((desk.rotate()?, desk)));
    let (epoch, mut desk) = match rotated {
        Ok(rotated) => rotated,
        Err(trouble) => return voice.fail(&trouble),
    };
    voice.say(&t!("cli.rotated", locale = voice.lang, a = epoch));
    settle(&mut desk, voice)
}

/// With the first session under the new certificate the old one is nobody's; photographs wait for another one.
fn settle(desk: &mut Desk, voice: &mut Voice<'_>) -> u8 {
    let trouble = match desk.synchronise(false, |_, _| false) {
        Ok(carried) => carried.trouble(),
        Err(trouble) => Some(trouble),
    };
    match trouble {
        None => code::DONE,
        Some(trouble) => {
            let _said = voice.fail(&trouble);
            code::PARTLY
        }
    }
}
