//! What the terminal's keeper sees: people with their PINs, the agency, the mirror, headquarters' code; no PIN, no code.

use crate::app::command::Trouble;
use crate::domain::agency::{Agency, Role};
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;

/// Whether a person has a PIN on this laptop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinState {
    /// He chose none and was given none.
    None,
    /// His own opens nothing more: it was taken when his time ended, or did not come along to this laptop. Headquarters'
    /// code sets another.
    Taken,
    /// Given by someone else: it opens nothing but the choice of an own one.
    MustChange,
    /// He chose it himself.
    Own,
}

impl PinState {
    /// Every state.
    pub const ALL: [PinState; 4] =
        [PinState::None, PinState::Taken, PinState::MustChange, PinState::Own];

    /// The end of the key of its words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            PinState::None => "none",
            PinState::Taken => "taken",
            PinState::MustChange => "must_change",
            PinState::Own => "own",
        }
    }
}

/// One person of this laptop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonLine {
    /// As on the credential.
    pub name: String,
    /// Its number.
    pub credential: String,
    /// What he may ask of the desk.
    pub role: Role,
    /// First day.
    pub valid_from: Day,
    /// Last day.
    pub valid_until: Day,
    /// What his certificate covers, as it is kept; empty covers everything.
    pub scope: String,
    /// Whether he is let in today, but for his PIN.
    pub in_force: bool,
    /// Whether one opens the journal.
    pub pin: PinState,
}

/// The copy behind every save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirrorLine {
    /// Where it lies.
    pub folder: String,
    /// The folder that was chosen, in which it lies.
    pub under: String,
    /// Entries that it holds; `None` while it was not looked at yet.
    pub until: Option<u64>,
    /// What is in its way.
    pub trouble: Option<Trouble>,
}

/// The keeper's screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepingView {
    /// Everybody ever enrolled.
    pub people: Vec<PersonLine>,
    /// As it was named last.
    pub agency: Agency,
    /// Entries of the journal.
    pub entries: u64,
    /// `None` where no place was chosen.
    pub mirror: Option<MirrorLine>,
    /// Entry and time of headquarters' code.
    pub code_made: Option<(u64, Moment)>,
}
