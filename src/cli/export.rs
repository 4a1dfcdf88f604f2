//! `lucha export`: one case as plain files, with the reason that the journal keeps.

use super::{Voice, code};
use crate::app::export_case::{Passengers, export};
use crate::app::opening::{self, Place};
use rust_i18n::t;
use std::path::Path;

/// Runs the command, with what passengers said where it `is_whole`; gives its exit code.
pub fn run(
    place: Place<'_>,
    (what, is_whole): (&str, bool),
    reason: &str,
    to: &Path,
    voice: &mut Voice<'_>,
) -> u8 {
    let passengers = if is_whole { Passengers::Named } else { Passengers::Masked };
    let exported = opening::to_write(place)
        .and_then(|mut desk| export(&mut desk, (what, passengers), reason, to));
    match exported {
        Ok(exported) => {
            let (folder, manifest) = (exported.folder.display(), exported.manifest.hex());
            let words = t!(
                "cli.exported",
                locale = voice.lang,
                a = exported.files,
                b = folder,
                c = manifest
            );
            voice.say(&words);
            code::DONE
        }
        Err(trouble) => voice.fail(&trouble),
    }
}
