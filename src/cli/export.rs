//! `lucha export`: one case as plain files, with the reason that the journal keeps.

use super::{Voice, code};
use crate::app::export_case::export_case;
use crate::app::opening::{self, Place};
use rust_i18n::t;
use std::path::Path;

/// Runs the command; gives its exit code.
pub fn run(place: Place<'_>, what: &str, reason: &str, to: &Path, voice: &mut Voice<'_>) -> u8 {
    let exported =
        opening::to_write(place).and_then(|mut desk| export_case(&mut desk, what, reason, to));
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
