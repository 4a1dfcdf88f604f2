//! The list of inspections, newest first, one page at a time.

use super::today::Line;

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListPage {
    /// As it was typed.
    pub query: String,
    /// Newest first.
    pub lines: Vec<Line>,
    /// Where the next page starts; `None` at the end.
    pub before: Option<u64>,
    /// How many there are in all.
    pub total: u64,
}
