//! Everything that waits onto a stick, and headquarters' answers from it, in one go; opens no line.

use super::command::Trouble;
use super::desk::Desk;
use super::synchronise::{key_of, told};
use crate::stdx::files::Ground;
use crate::stdx::said::Said;
use crate::store::incoming::Enrolled;
use crate::sync::bundle::{self, Brought, BundleFault, Stick, StickShelf, Written};
use std::path::{Path, PathBuf};

/// What went on and came off a stick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchanged {
    /// Headquarters' answers.
    pub brought: Brought,
    /// What waited.
    pub written: Written,
}

impl Exchanged {
    /// Why an answer was not taken, or that headquarters contradicts itself in one, as a sentence with its way out.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        let is_doubtful = self.brought.progress.doubts > 0;
        let doubt = || is_doubtful.then(|| Trouble::new("trouble.hq_checkpoint"));
        self.brought.end.and_then(|end| told(end, &Said::default())).or_else(doubt)
    }

    /// For scripts.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        let Exchanged { brought, written } = self;
        serde_json::json!({
            "answers": brought.answers,
            "answers_torn": brought.torn,
            "entries_received": brought.progress.entries,
            "photographs_received": brought.progress.photographs,
            "news": brought.progress.news,
            "doubts": brought.progress.doubts,
            "entries_written": written.entries,
            "photographs_written": written.photographs,
            "volumes": written.volumes,
            "bytes": written.bytes,
            "stopped": written.stopped,
            "trouble": self.trouble().map(|trouble| trouble.key),
        })
    }
}

impl Desk {
    /// Takes headquarters' answers in `folder`, then writes what still waits there, in volumes of `volume_max` bytes.
    ///
    /// # Errors
    /// When the laptop is not enrolled, the stick is full or gone, or the journal cannot be read or written.
    pub fn exchange_stick(&mut self, folder: &Path, volume_max: u64) -> Result<Exchanged, Trouble> {
        self.over_the_disk(|desk| desk.exchange_both_ways(folder, volume_max))
    }

    fn exchange_both_ways(&mut self, folder: &Path, volume_max: u64) -> Result<Exchanged, Trouble> {
        let enrolled =
            self.store.enrolled()?.ok_or_else(|| Trouble::new("trouble.not_enrolled"))?;
        let ground = Ground::clone(&self.store.site().ground);
        let stick = Stick { ground: ground.as_ref(), folder };
        let exchanged = exchange(&mut self.shelf(), &enrolled, stick, volume_max, &mut |_, _| true);
        // What came off the stick is in the journal, also when nothing more goes onto it.
        self.settle_session()?;
        exchanged
    }
}

/// The same over `shelf`, whichever thread its journal is on; `watch` sees what was brought and written so far, and may
/// stop the writing.
pub(super) fn exchange<S: StickShelf>(
    shelf: &mut S,
    enrolled: &Enrolled,
    stick: Stick<'_>,
    volume_max: u64,
    watch: &mut dyn FnMut(&Brought, &Written) -> bool,
) -> Result<Exchanged, Trouble>
where
    BundleFault: From<S::Fault>,
{
    let key = key_of(enrolled)?;
    let brought = bundle::read(shelf, enrolled, &key, stick)?;
    let mut seen = |written: &Written| watch(&brought, written);
    let written = bundle::write(shelf, enrolled, stick, volume_max, &mut seen)?;
    Ok(Exchanged { brought, written })
}

/// Where desktops show the sticks that are in: a folder of the user, then one of each stick.
pub const STICKS: [&str; 2] = ["/media", "/run/media"];

/// The folder of a stick that is in, below `roots`.
pub(super) fn found_stick(roots: &[PathBuf]) -> Option<String> {
    let inside = |folder: &Path| -> Vec<PathBuf> {
        let found = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut folders: Vec<PathBuf> =
            found.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
        folders.sort();
        folders
    };
    let users = roots.iter().flat_map(|root| inside(root));
    let mut sticks = users.flat_map(|user| inside(&user));
    sticks.next().map(|path| path.display().to_string())
}

impl From<BundleFault> for Trouble {
    fn from(fault: BundleFault) -> Trouble {
        match fault {
            BundleFault::Stick(fault) if fault.kind() == std::io::ErrorKind::StorageFull => {
                Trouble::new("trouble.stick_full").at("stick")
            }
            BundleFault::Stick(fault) => Trouble::new("trouble.stick").with(fault).at("stick"),
            BundleFault::Store(fault) => fault.into(),
            BundleFault::NoKey => Trouble::new("trouble.enrol_stranger"),
        }
    }
}
