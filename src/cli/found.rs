//! `lucha found`: founds a bureau from a file, without questions.

use super::{Voice, code};
use crate::app::command::Trouble;
use crate::app::{config, device_secret, found_bureau, opening};
use crate::stdx::clock::Clock;
use crate::stdx::id::Dice;
use crate::stdx::said::Said;
use rust_i18n::t;
use std::path::{Path, PathBuf};

/// Runs the command; gives its exit code.
pub fn run(dir: Option<&Path>, from: &Path, voice: &mut Voice<'_>) -> u8 {
    let (folder, code) = match found(dir, from) {
        Ok(founded) => founded,
        Err(trouble) => return voice.fail(&trouble),
    };
    voice.say(&t!("cli.founded", locale = voice.lang, a = folder.display()));
    // It is shown this once, whatever becomes of the settings.
    voice.say(&t!("cli.code", locale = voice.lang, a = code));
    let remembered = if dir.is_none() { remember(&folder, None) } else { Ok(()) };
    match remembered {
        Ok(()) => code::DONE,
        Err(trouble) => voice.fail(&trouble),
    }
}

/// Writes down where a bureau lies that was founded just now.
pub(super) fn remember(folder: &Path, paper: Option<&Path>) -> Result<(), Trouble> {
    config::remember(folder, paper).map_err(|fault| {
        Trouble::new("trouble.not_remembered").with(folder.display().to_string()).and(fault)
    })
}

fn found(dir: Option<&Path>, from: &Path) -> Result<(PathBuf, String), Trouble> {
    let file = from.display().to_string();
    let text = std::fs::read_to_string(from)
        .map_err(|fault| Trouble::new("trouble.file").with(&file).and(fault))?;
    let founding = config::read_founding(&text).map_err(|what| {
        Trouble::new("trouble.founding").with(Said::words("founding.file").with(&file).with(what))
    })?;
    let folder = match dir {
        Some(dir) => dir.to_path_buf(),
        None => config::usual_folder().ok_or_else(|| Trouble::new("trouble.no_home"))?,
    };
    if opening::is_founded(&folder)? {
        return Err(Trouble::new("trouble.founded_already").with(folder.display().to_string()));
    }
    let (is_sample, secrets) = (founding.agency.sample, config::secret_folder());
    let secret_folder =
        device_secret::place_for(&folder, is_sample, secrets.as_deref(), &mut Dice::Machine)?;
    let mut desk = opening::to_found_at(&folder, &secret_folder, Clock::machine())?;
    let code = found_bureau::found_bureau(&mut desk, founding)?;
    Ok((folder, code))
}
