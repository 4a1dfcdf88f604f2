//! How far a rescue has come, in one small file: what a cut left in its middle is opened by nobody before the rescue has
//! come to its end.

use super::damage::ASIDE;
use super::site::Site;
use super::{StoreFault, disk};
use crate::stdx::files::How;
use crate::stdx::said::Said;
use std::io::ErrorKind;
use std::path::PathBuf;

/// The file in the journal's folder; no secret stands in it.
const FILE: &str = "rescue.begun";

/// What is done already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The damaged files are on their way into their folder, or there; what stands in their place is half.
    Moving,
    /// The fresh journal holds all that came back; `next` is the epoch that it still has to begin.
    Made {
        /// `None` where it goes on under its old one.
        next: Option<u32>,
    },
}

/// A rescue that has begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Name of the folder of the damaged files.
    pub aside: String,
    /// How far it has come.
    pub stage: Stage,
    /// The first entry that the card had otherwise, where its copy was laid aside as another journal's.
    pub parted: Option<u64>,
}

impl Mark {
    /// The rescue that has begun at `site` and not ended; `None` when there is none.
    ///
    /// # Errors
    /// When the folder cannot be read, or the file is damaged.
    pub fn read(site: &Site) -> Result<Option<Mark>, StoreFault> {
        let Some(bytes) = site.ground.read(&place(site)).map_err(disk::fault)? else {
            return Ok(None);
        };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let words: Vec<&str> = text.split_whitespace().collect();
        let (words, parted) = match words.as_slice() {
            [before @ .., "parted", number] => (before, number.parse().ok()),
            all => (all, None),
        };
        let stage = match words {
            [_, "moving"] => Some(Stage::Moving),
            [_, "made", next] => next.parse().ok().map(|next: u32| {
                let next = Some(next).filter(|next| *next > 0);
                Stage::Made { next }
            }),
            _ => None,
        };
        let named = words.first().copied().zip(stage);
        let mark = named.map(|(aside, stage)| Mark { aside: aside.into(), stage, parted });
        // Its folder is one of ours: no word of a file leads anywhere else.
        let is_ours = |mark: &Mark| mark.aside.starts_with(ASIDE) && !mark.aside.contains('/');
        let mark = mark.filter(is_ours);
        mark.map(Some)
            .ok_or_else(|| StoreFault::Damaged(Said::words("flaw.rescue_mark").with(text)))
    }

    /// Whether a rescue has begun at `site` and not ended.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn is_there(site: &Site) -> Result<bool, StoreFault> {
        site.ground.is_there(&place(site)).map_err(disk::fault)
    }

    /// # Errors
    /// When the disk refuses; what was there before stays.
    pub fn write(&self, site: &Site) -> Result<(), StoreFault> {
        let stage = match self.stage {
            Stage::Moving => "moving".to_string(),
            Stage::Made { next } => format!("made {}", next.unwrap_or(0)),
        };
        let parted = self.parted.map(|number| format!(" parted {number}")).unwrap_or_default();
        let text = format!("{} {stage}{parted}\n", self.aside);
        let (path, fresh) = (place(site), place(site).with_extension("new"));
        let written = site.ground.write_whole(&path, &fresh, How::Fresh, text.as_bytes());
        written.map_err(disk::fault)
    }

    /// The rescue has come to its end.
    ///
    /// # Errors
    /// When the disk refuses; the mark stands then, and the next try ends here again.
    pub fn clear(site: &Site) -> Result<(), StoreFault> {
        let mark = Mark::read(site)?;
        match site.ground.remove(&place(site)) {
            Err(fault) if fault.kind() != ErrorKind::NotFound => return Err(disk::fault(fault)),
            _ => {}
        }
        let cleared = disk::sync_folder(&site.ground, &site.folder);
        if let (Err(_), Some(mark)) = (&cleared, mark) {
            // A loss of power would bring it back behind entries that were written since.
            let _stands = mark.write(site);
        }
        cleared
    }
}

fn place(site: &Site) -> PathBuf {
    site.folder.join(FILE)
}
