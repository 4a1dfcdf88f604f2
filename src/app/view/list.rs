//! The list of inspections, newest first, one page at a time.

use super::today::Line;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListPage {
    pub query: String,
    pub lines: Vec<Line>,
    /// Where the next page starts; `None` at the end.
    pub before: Option<u64>,
    pub total: u64,
}
