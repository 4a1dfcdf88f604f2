//! `lucha mirror`, `lucha backup` and `lucha restore`: where the second copy lies, and back from it.

use super::first_use::Answers;
use super::{Voice, code};
use crate::app::backup;
use crate::app::command::Trouble;
use crate::app::opening::{self, Place};
use crate::stdx::clock::Clock;
use rust_i18n::t;
use std::path::Path;

/// Chooses where the mirror lies, or none; without either says where; gives the exit code.
pub fn mirror(place: Place<'_>, to: Option<&Path>, off: bool, voice: &mut Voice<'_>) -> u8 {
    let done = (|| -> Result<String, Trouble> {
        if to.is_none() && !off {
            let desk = opening::to_read(place)?;
            let chosen = desk.mirror_place();
            let chosen = chosen.map_or_else(|| "-".to_string(), |path| path.display().to_string());
            return Ok(t!("cli.mirror_is", locale = voice.lang, a = chosen).into_owned());
        }
        let mut desk = opening::to_write(place)?;
        desk.choose_mirror(to)?;
        let Some(to) = to else {
            return Ok(t!("cli.mirror_off", locale = voice.lang).into_owned());
        };
        let progress = desk.end_mirror().unwrap_or_default();
        if let Some(trouble) = progress.trouble {
            return Err(trouble);
        }
        let (entries, to) = (progress.until.unwrap_or(0), to.display());
        Ok(t!("cli.mirror_on", locale = voice.lang, a = to, b = entries).into_owned())
    })();
    match done {
        Ok(words) => {
            voice.say(&words);
            code::DONE
        }
        Err(trouble) => voice.fail(&trouble),
    }
}

/// Makes a backup and reads it back; gives the exit code.
pub fn backup(place: Place<'_>, to: &Path, voice: &mut Voice<'_>) -> u8 {
    match backup::backup(place, to, Clock::machine().now()) {
        Ok(made) => {
            let folder = made.folder.display();
            voice.say(&t!(
                "cli.backed_up",
                locale = voice.lang,
                a = made.entries,
                b = made.blobs,
                c = folder
            ));
            if made.blobs_lost == 0 {
                return code::DONE;
            }
            voice.say(&t!("cli.backup_blobs", locale = voice.lang, a = made.blobs_lost));
            code::PARTLY
        }
        Err(trouble) => voice.fail(&trouble),
    }
}

/// Makes a journal again in `dir` from the mirror or backup in `from`; gives the exit code.
pub fn restore(
    dir: Option<&Path>,
    from: &Path,
    answers: &mut dyn Answers,
    voice: &mut Voice<'_>,
) -> u8 {
    let done = (|| {
        let to = dir.ok_or_else(|| Trouble::new("trouble.restore_where"))?;
        let ended = || Trouble::new("trouble.input_ended");
        let typed = answers.secret(&t!("cli.ask_code", locale = voice.lang)).ok_or_else(ended)?;
        backup::restore(from, to, &typed, Clock::machine())
    })();
    let restored = match done {
        Ok(restored) => restored,
        Err(trouble) => return voice.fail(&trouble),
    };
    voice.say(&t!("cli.restored", locale = voice.lang, a = restored.entries));
    let mut code = code::DONE;
    if let Some(number) = restored.stopped {
        voice.say(&t!("cli.restore_stopped", locale = voice.lang, a = number));
        code = code::PARTLY;
    }
    if restored.unsigned > 0 {
        voice.say(&t!("cli.restore_unsigned", locale = voice.lang, a = restored.unsigned));
        code = code::PARTLY;
    }
    if restored.blobs_missing > 0 {
        voice.say(&t!("cli.restore_blobs", locale = voice.lang, a = restored.blobs_missing));
        code = code::PARTLY;
    }
    if restored.blobs_damaged > 0 {
        voice.say(&t!("cli.restore_damaged", locale = voice.lang, a = restored.blobs_damaged));
        code = code::PARTLY;
    }
    voice.say(&t!("cli.restore_next", locale = voice.lang));
    voice.say(&t!("cli.restore_epoch", locale = voice.lang));
    code
}
