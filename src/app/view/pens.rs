//! Both sides of a case whose pen moved, as its laptop knows them, for the screen of the case.

use crate::stdx::clock::Moment;
use std::collections::BTreeSet;

/// Where the pen is, and the branches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BothSides {
    /// Whether this laptop has the pen.
    pub is_here: bool,
    /// How it came to where it is; `None` while it is with the laptop that recorded the case, or
    /// was taken face to face and headquarters has not said so yet.
    pub moved: Option<LastMove>,
    /// Branches, this laptop's first.
    pub branches: Vec<BranchLine>,
    /// Entries of this journal that stand beside the main line, or will when they come to headquarters.
    pub beside: BTreeSet<u64>,
}

/// The last move of a pen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastMove {
    /// Short id of the laptop that has it.
    pub holder: String,
    /// Short id of the laptop that had it before.
    pub before: String,
    /// When it moved, by headquarters' clock.
    pub at: Moment,
    /// Who answers for it, and why.
    pub word: String,
    /// The last entry of the main line when it moved: laptop and number.
    pub head: (String, u64),
}

/// One branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchLine {
    /// Short id of the laptop that wrote it; `None` for this one.
    pub device: Option<String>,
    /// Number of its first entry.
    pub first: u64,
    /// Number of its last entry.
    pub last: u64,
    /// What became of it.
    pub state: BranchState,
}

/// What became of a branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BranchState {
    /// Nobody settled it yet.
    Open,
    /// It belongs to the main line; who says so, and why.
    Merged(String),
    /// It counts for nothing; who says so, and why.
    Dropped(String),
}
