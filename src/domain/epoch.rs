//! A journal that goes on under a new epoch: behind which entry of the one before, and why; opens none itself.

use crate::stdx::digest::Digest;

/// Why a laptop goes on under a new epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EpochReason {
    /// The journal was made again from a mirror or a backup: the laptop it came from may still write.
    Restored,
    /// The journal was damaged, and entries at its end were lost.
    Rescued,
    /// Headquarters holds entries that are not here: this journal is an old copy.
    OldCopy,
    /// Headquarters holds another entry under one of this journal's numbers.
    Forked,
    /// The laptop was revoked, and headquarters gave it a code again.
    Revoked,
    /// Another copy of this laptop goes on under the epoch that this one had begun.
    Taken,
    /// The device's key was replaced, with headquarters' word.
    Rotated,
}

impl EpochReason {
    /// Every reason.
    pub const ALL: [EpochReason; 7] = [
        EpochReason::Restored,
        EpochReason::Rescued,
        EpochReason::OldCopy,
        EpochReason::Forked,
        EpochReason::Revoked,
        EpochReason::Taken,
        EpochReason::Rotated,
    ];

    /// The word kept in the journal.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            EpochReason::Restored => "restored",
            EpochReason::Rescued => "rescued",
            EpochReason::OldCopy => "old_copy",
            EpochReason::Forked => "forked",
            EpochReason::Revoked => "revoked",
            EpochReason::Taken => "taken",
            EpochReason::Rotated => "rotated",
        }
    }

    /// The reason of a word; `None` for one of a later release.
    #[must_use]
    pub fn from_word(word: &str) -> Option<EpochReason> {
        EpochReason::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

/// The journal of the epoch before, as far as this laptop has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlierJournal {
    /// Its epoch.
    pub epoch: u32,
    /// Its last entry here: the new epoch goes on behind it.
    pub number: u64,
    /// Of that last entry's envelope.
    pub digest: Digest,
    /// Entries behind `number` up to this one were there once and are lost; `None` where none are known to be.
    pub lost_until: Option<u64>,
}
