//! The queue as a list: each entry and photograph with its state, a window at a time; reads nothing itself.

use super::sync::VerdictLine;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;

/// Which rows the officer looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Everything.
    #[default]
    All,
    /// What has no receipt.
    Waiting,
    /// Those that headquarters found something in.
    Found,
}

impl Shown {
    /// The other rows, in a circle.
    #[must_use]
    pub fn next(self) -> Shown {
        match self {
            Shown::All => Shown::Waiting,
            Shown::Waiting => Shown::Found,
            Shown::Found => Shown::All,
        }
    }
}

/// Rows around one entry, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueuePage {
    /// Which rows these are.
    pub shown: Shown,
    /// The entry that was asked for.
    pub at: u64,
    /// The journal's last.
    pub head: u64,
    /// Newest first.
    pub rows: Vec<QueueRow>,
}

/// How far something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowState {
    /// Not sent yet.
    Waiting,
    /// So many bytes of it are on their way.
    Partly(u64),
    /// Sent, and no receipt yet.
    Sent,
    /// Headquarters holds it.
    Receipt,
    /// Of an earlier epoch: headquarters keeps it beside its main line, or took it not, and it is sent no more.
    Aside,
}

/// One entry, or one photograph or page of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// The entry; 0 when a finding names none.
    pub number: u64,
    /// `None` where the row is the entry.
    pub blob: Option<Digest>,
    /// When it was written.
    pub at: Option<Moment>,
    /// Name of the entry's kind, or `photograph`, or `page`; `None` for a kind that this program does not know.
    pub name: Option<&'static str>,
    /// Of its stop; empty without one.
    pub plate: String,
    /// Of the entry before pressing, or of the photograph.
    pub bytes: u64,
    /// How far it is.
    pub state: RowState,
    /// What headquarters found in it.
    pub verdicts: Vec<VerdictLine>,
}

impl QueueRow {
    /// A finding without its entry.
    #[must_use]
    pub fn loose(verdict: VerdictLine) -> QueueRow {
        QueueRow {
            number: 0,
            blob: None,
            at: None,
            name: Some("photograph"),
            plate: String::new(),
            bytes: 0,
            state: RowState::Sent,
            verdicts: vec![verdict],
        }
    }
}
