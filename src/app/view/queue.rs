//! The queue as a list: each entry and photograph with its state, a window at a time; reads nothing itself.

use super::sync::VerdictLine;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;

/// Which rows the officer looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    #[default]
    All,
    Waiting,
    /// Those that headquarters found something in.
    Found,
}

impl Shown {
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
    pub shown: Shown,
    /// The entry that was asked for.
    pub at: u64,
    /// The journal's last.
    pub head: u64,
    pub rows: Vec<QueueRow>,
}

/// How far something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowState {
    Waiting,
    /// So many bytes of it are on their way.
    Partly(u64),
    /// Sent, and no receipt yet.
    Sent,
    Receipt,
    /// Of an earlier epoch: headquarters keeps it beside its main line, or took it not, and it is sent no more.
    Aside,
}

/// One entry, or one photograph or page of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// The entry; 0 when a finding names none.
    pub number: u64,
    pub blob: Option<Digest>,
    pub at: Option<Moment>,
    /// Name of the entry's kind, or `photograph`, or `page`; `None` for a kind that this program does not know.
    pub name: Option<&'static str>,
    pub plate: String,
    pub bytes: u64,
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
