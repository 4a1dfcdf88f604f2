//! What speaks against headquarters, for screens and scripts: each doubt with its sentence; settles none.

use super::command::Trouble;
use super::desk::Desk;
use super::view::sync::DoubtLine;
use crate::stdx::clock::Moment;
use crate::store::checkpoints::Doubt;
use crate::store::{Store, StoreFault};
use crate::wire::message::checkpoint::Checkpoint;

impl Desk {
    /// What speaks against headquarters and nobody settled, newest first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn doubts(&self) -> Result<Vec<DoubtLine>, Trouble> {
        Ok(open(&self.store)?)
    }
}

/// Those that nobody settled, newest first.
///
/// # Errors
/// When they cannot be read.
pub fn open(store: &Store) -> Result<Vec<DoubtLine>, StoreFault> {
    let doubts = store.checkpoint_doubts()?;
    Ok(doubts.iter().filter(|doubt| doubt.settled_ms.is_none()).map(line_of).collect())
}

/// The last entry that stands under a checkpoint, and when that was made.
///
/// # Errors
/// When it cannot be read.
pub fn proven(store: &Store) -> Result<Option<(u64, Moment)>, StoreFault> {
    let Some(head) = store.proven()? else { return Ok(None) };
    let over = store.checkpoint_over(head.number)?;
    Ok(over.map(|over| (head.number, Moment::from_ms(over.checkpoint.at_ms))))
}

fn line_of(doubt: &Doubt) -> DoubtLine {
    let number = |of: &Option<Checkpoint>| of.as_ref().map_or(0, |of| of.number);
    DoubtLine {
        key: key(&doubt.what),
        known: number(&doubt.known),
        came: number(&doubt.came),
        found: Moment::from_ms(doubt.found_ms),
    }
}

fn key(word: &str) -> &'static str {
    match word {
        "shorter" => "doubt.shorter",
        "went_back" => "doubt.went_back",
        "other_head" => "doubt.other_head",
        "no_way" => "doubt.no_way",
        _ => "doubt.parted",
    }
}
