//! `lucha hand-over` and `lucha take-over`: the pen of a case from laptop to laptop without a line; moves no pen itself.

use super::{Voice, code};
use crate::app::command::Trouble;
use crate::app::hand_pen::{offer, take};
use crate::app::opening::{self, Place};
use rust_i18n::t;
use std::io::Read as _;
use std::path::Path;

/// A longer file holds no letters.
const FILE_MAX: u64 = 16_384;

/// What is offered, and to whom.
#[derive(Debug)]
pub struct Order {
    /// Id of the inspection, or the number of one of its papers.
    pub what: String,
    /// Id of the colleague's laptop.
    pub to: String,
    /// Why.
    pub reason: String,
    /// How long it may be taken.
    pub hours: u32,
}

/// Offers a pen; gives the exit code. The letters stand alone on their lines: what stands around them goes to the other stream,
/// so that a file or a maker of QR codes takes the letters alone.
pub fn hand_over(place: Place<'_>, order: &Order, voice: &mut Voice<'_>) -> u8 {
    let Order { what, to, reason, hours } = order;
    let offered =
        opening::to_write(place).and_then(|mut desk| offer(&mut desk, what, to, *hours, reason));
    match offered {
        Ok(offered) => {
            voice.say(&offered.code);
            let until = offered.until.short();
            voice.warn(&t!("cli.pen_offered", locale = voice.lang, a = offered.to, b = until));
            code::DONE
        }
        Err(trouble) => voice.fail(&trouble),
    }
}

/// Takes a pen, or says this laptop's id; gives the exit code.
pub fn take_over(
    place: Place<'_>,
    letters: &[String],
    from: Option<&Path>,
    voice: &mut Voice<'_>,
) -> u8 {
    let text = match from.map(text_of) {
        None => letters.join(" "),
        Some(Ok(text)) => text,
        Some(Err(trouble)) => return voice.fail(&trouble),
    };
    if text.is_empty() {
        return match opening::to_read(place) {
            Ok(desk) => {
                let words = t!("cli.laptop_id", locale = voice.lang, a = desk.device());
                voice.say(&words);
                code::DONE
            }
            Err(trouble) => voice.fail(&trouble),
        };
    }
    match opening::to_write(place).and_then(|mut desk| take(&mut desk, &text)) {
        Ok(taken) => {
            let (subject, from) = (taken.subject, taken.from);
            if taken.is_held {
                voice.say(&t!("cli.pen_taken", locale = voice.lang, a = subject, b = from));
            } else {
                voice.warn(&t!("take_over.bare", locale = voice.lang, a = subject, b = from));
            }
            code::DONE
        }
        Err(trouble) => voice.fail(&trouble),
    }
}

fn text_of(file: &Path) -> Result<String, Trouble> {
    let unread = |fault: std::io::Error| {
        Trouble::new("trouble.file").with(file.display().to_string()).and(fault.to_string())
    };
    let mut text = String::new();
    let open = std::fs::File::open(file).map_err(unread)?;
    open.take(FILE_MAX).read_to_string(&mut text).map_err(unread)?;
    Ok(text)
}
