//! `lucha photograph`: keeps photographs with an inspection; the files themselves are only read.

use super::{Voice, code};
use crate::app::command::Trouble;
use crate::app::keep_photograph::{Kept, keep_photograph};
use crate::app::opening::{self, Place};
use crate::stdx::clock::Moment;
use rust_i18n::t;
use std::path::PathBuf;

/// Which pictures, and of which stop.
#[derive(Debug)]
pub struct Order {
    /// Id of the inspection, or the number of one of its papers.
    pub what: String,
    /// JPEG or PNG files.
    pub files: Vec<PathBuf>,
    /// RFC 3339.
    pub taken_at: Option<String>,
}

/// Runs the command; gives its exit code.
pub fn run(place: Place<'_>, order: &Order, voice: &mut Voice<'_>) -> u8 {
    let taken_at = match order.taken_at.as_deref().map(|text| (text, Moment::parse(text))) {
        None => None,
        Some((_, Some(at))) => Some(at),
        Some((text, None)) => return voice.fail(&Trouble::new("trouble.time_shape").with(text)),
    };
    let found = opening::to_write(place).and_then(|mut desk| {
        let view = desk.find(&order.what)?;
        Ok((desk, view.line.inspection))
    });
    let (mut desk, inspection) = match found {
        Ok(found) => found,
        Err(trouble) => return voice.fail(&trouble),
    };
    let (mut kept, mut refused) = (0, 0);
    for file in &order.files {
        let (key, photograph) = match keep_photograph(&mut desk, inspection, file, taken_at) {
            Ok(Kept::New(photograph)) => ("cli.photograph_kept", photograph),
            Ok(Kept::Known(photograph)) => ("cli.photograph_known", photograph),
            Err(trouble) => {
                refused += 1;
                voice.fail(&trouble);
                continue;
            }
        };
        kept += 1;
        let (name, digest) = (file.display().to_string(), photograph.digest.hex());
        voice.say(&t!(key, locale = voice.lang, a = name, b = digest));
    }
    code::of(kept, refused)
}
