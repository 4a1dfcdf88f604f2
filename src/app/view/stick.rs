//! How far an exchange with a stick is, for its screen; reads nothing itself.

use crate::app::command::Trouble;
use crate::app::exchange_stick::Exchanged;

/// An exchange with a stick.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StickView {
    /// It is under way.
    pub running: bool,
    /// It was asked to stop and writes its last frame.
    pub stopping: bool,
    /// Bytes that are to be written, entries before they are pressed.
    pub all: u64,
    /// What was brought and written so far, and in the end.
    pub done: Option<Exchanged>,
    /// Why it did not work.
    pub refused: Option<Trouble>,
}
