//! This laptop goes on under a new epoch: a new key, no numbers of old blocks, and what stood before stays; asks nobody.

use super::command::Trouble;
use super::desk::Desk;
use super::{mirror, pin};
use crate::domain::epoch::EpochReason;

impl Desk {
    /// Begins epoch `epoch` on the word of whoever is signed in. A copy of this journal cannot write into it, and takes no number that is leased to it.
    ///
    /// # Errors
    /// When the journal cannot be written; it goes on under its epoch then.
    pub(super) fn begin_epoch(&mut self, epoch: u32, reason: EpochReason) -> Result<(), Trouble> {
        let (who, clock) = (pin::who(self), self.clock.read());
        self.store.open_epoch_by(who, (epoch, reason, None), clock, &mut self.dice)?;
        self.refresh()?;
        self.mirror_epoch()
    }

    /// The card gets a mirror of the new epoch, which holds all entries before it as well.
    pub(super) fn mirror_epoch(&mut self) -> Result<(), Trouble> {
        if self.mirror_place().is_none() {
            return Ok(());
        }
        let _caught_up = self.end_mirror();
        mirror::follow_epoch(&self.store)?;
        self.start_mirror();
        Ok(())
    }
}
