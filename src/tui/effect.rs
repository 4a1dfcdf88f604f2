//! What comes into the screens and what they ask for, as plain values that a test can compare.

use crate::app::cash::CashAct;
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
    /// A key of the terminal.
    Key(KeyEvent),
    /// A wheel or a press.
    Mouse(MouseEvent),
    /// Text from the clipboard, several lines too.
    Paste(String),
    /// The terminal has another size.
    Resize,
    /// A minute passed, so the clock of the top line is due.
    Tick,
    /// The desk's queue is full; what was asked waits and is not lost.
    Busy,
    /// The desk answered; with a snapshot where the bureau changed.
    Reply(Box<Reply>, Option<Box<Snapshot>>),
}

/// What the loop around the screens must do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Hand this to the desk.
    Run(Command),
    /// Ring the terminal's bell.
    Bell,
    /// Leave, once everything that was asked for is done.
    Quit,
}

/// What a screen asks of the program around it.
pub enum Step {
    /// Hand this to the desk.
    Run(Command),
    /// Something was not allowed.
    Bell,
    /// Leave the program.
    Quit,
    /// A sentence for the last line but one.
    Notice(String),
    /// Puts a screen on top.
    Go(Box<dyn Screen>),
    /// Takes the place of this screen.
    Become(Box<dyn Screen>),
    /// To the screen below.
    Back,
    /// Back to the first screen, with nobody signed in.
    SignOut,
    /// Back, with something for the screen below.
    Hand(Answer),
    /// Asks a question; yes hands the answer to this screen.
    Ask {
        /// Lines of it.
        question: Vec<String>,
        /// What a yes means.
        yes: Answer,
    },
}

/// What a question or a picker gives back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This code is a finding.
    Violation(String),
    /// All five topics were told now.
    TellAll,
    /// The pair on duty goes on with a stop that others began.
    TakeOver,
    /// Why a kind of evidence is missing.
    EvidenceGap(String),
    /// The stop ends.
    Conclude,
    /// Credential and PIN of each officer, and the digest of the terms that stood over them.
    Confirmed {
        /// Of the terms that stood over the fields.
        shown: Digest,
        /// Credential and PIN of each officer of the pair.
        pins: Vec<(String, Redacted<String>)>,
    },
    /// To the sign-in; the shift goes on.
    SignOut,
    /// Every paper of an inspection that has no print yet.
    PrintAll,
    /// All papers of the stop that have no print.
    Print {
        /// On the roll of 72 mm.
        roll: bool,
    },
    /// This paper into the folder of papers, whatever printer is chosen.
    PrintFile,
    /// This printer is forgotten.
    ForgetPrinter(String),
    /// The question on the screen goes, with its answer.
    DropQuestion,
    /// This draft goes.
    DropDraft(Id),
    /// This task is done.
    TaskDone(Id),
    /// Credential of the person whose time on this laptop ends.
    EndPerson(String),
    /// This becomes of a fine's cash, as it stood in the question.
    PutDownCash(CashAct),
    /// The program ends.
    Quit,
}
