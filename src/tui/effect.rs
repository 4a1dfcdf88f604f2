//! What comes into the screens and what they ask for, as plain values that a test can compare.

use crate::app::command::{Command, Reply};
use crate::app::view::snapshot::Snapshot;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::redacted::Redacted;
use crate::tui::screen::Screen;
use crossterm::event::{KeyEvent, MouseEvent};

/// Everything that can happen to the screens. The time comes beside it, never from here.
#[derive(Clone, Debug)]
pub enum Event {
    Key(KeyEvent),
    Mouse(MouseEvent),
    Paste(String),
    Resize,
    /// A minute passed, so the clock of the top line is due.
    Tick,
    /// The desk's queue is full; what was asked waits and is not lost.
    Busy,
    Reply(Box<Reply>, Option<Box<Snapshot>>),
}

/// What the loop around the screens must do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Run(Command),
    Bell,
    Quit,
}

/// What a screen asks of the program around it.
pub enum Step {
    Run(Command),
    Bell,
    Quit,
    Notice(String),
    /// Puts a screen on top.
    Go(Box<dyn Screen>),
    /// Takes the place of this screen.
    Become(Box<dyn Screen>),
    Back,
    /// Back to the first screen, with nobody signed in.
    SignOut,
    /// Back, with something for the screen below.
    Hand(Answer),
    /// Asks a question; yes hands the answer to this screen.
    Ask {
        question: Vec<String>,
        yes: Answer,
    },
}

/// What a question or a picker gives back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Violation(String),
    TellAll,
    /// The pair on duty goes on with a stop that others began.
    TakeOver,
    Conclude,
    /// Credential and PIN of each officer, and the digest of the terms that stood over them.
    Confirmed {
        shown: Digest,
        pins: Vec<(String, Redacted<String>)>,
    },
    SignOut,
    /// Every paper of an inspection that has no print yet.
    PrintAll,
    Print {
        roll: bool,
    },
    DropDraft(Id),
    TaskDone(Id),
    /// Credential of the person whose time on this laptop ends.
    EndPerson(String),
    Quit,
}
