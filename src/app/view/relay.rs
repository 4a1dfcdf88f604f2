//! What goes by a colleague's laptop, for the screens: a meeting, and what is borne for others; reads nothing itself.

use crate::app::command::Trouble;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use crate::stdx::said::Said;

/// A meeting of two laptops.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelayView {
    /// It is under way.
    pub running: bool,
    /// It was asked to stop.
    pub stopping: bool,
    /// This laptop bears for the other one, and listens.
    pub bears: bool,
    /// Where it listens, as the colleague types it; empty where this laptop found no address of its own.
    pub address: String,
    /// What he types beside it.
    pub code: String,
    /// The other laptop, once the code was right.
    pub colleague: Option<Id>,
    /// What goes over.
    pub parcel: Option<Parcel>,
    /// Headquarters' answers that came to the giver.
    pub answers: u32,
    /// Entries and photographs that they are receipts for, and news in them.
    pub brought: (u64, u64, u64),
    /// It is over, and nothing went wrong.
    pub is_done: bool,
    /// Somebody stopped it, or nobody came.
    pub stopped: bool,
    /// Who called and was not let in, the last one.
    pub turned_away: Option<Said>,
    /// Why it did not work.
    pub refused: Option<Trouble>,
}

/// A sealed bundle on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parcel {
    /// Entries in it.
    pub entries: u64,
    /// Photographs and pages.
    pub photographs: u64,
    /// Everything that waited is in it.
    pub is_all: bool,
    /// Its bytes.
    pub size: u64,
    /// How many of them are durable at the bearer.
    pub moved: u64,
}

impl Parcel {
    /// The bearer has all of it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.size > 0 && self.moved == self.size
    }
}

/// What this laptop bears for another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelayLine {
    /// Key of its sentence: how far it is.
    pub key: &'static str,
    /// Whose it is.
    pub device: Id,
    /// Entries, by the giver's word.
    pub entries: u64,
    /// Photographs and pages.
    pub photographs: u64,
    /// Bytes of the sealed bundle.
    pub bytes: u64,
    /// When it came.
    pub since: Moment,
    /// Since when it is as far as it is.
    pub at: Moment,
}
