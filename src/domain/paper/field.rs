//! What is typed for a paper of a case: the path of each field, what it takes, whether it may stay empty; holds no text.

use super::PaperCase;
use crate::stdx::id::Id;

/// A field of a paper.
#[derive(Clone, Copy, Debug)]
pub struct PaperField {
    /// `hold.items`; the name in a script's file and the key of its words.
    pub path: &'static str,
    /// What it takes.
    pub kind: FieldKind,
    /// It may not stay empty.
    pub is_wanted: bool,
}

/// What a field takes.
#[derive(Clone, Copy, Debug)]
pub enum FieldKind {
    /// One line, at most `LINE_MAX` characters.
    Line,
    /// Several lines, at most `TEXT_MAX` characters.
    Lines,
    /// A whole number from the first to the second.
    Number(u32, u32),
    /// `2026-11-23`.
    Day,
    /// `2026-11-23T08:40:00+08:00`, or as the screens write it.
    Time,
    /// The same, ticked as it happens.
    Tick,
    /// One of a few words, whose names stand under `<list>.<word>`.
    Choice(&'static str, &'static [&'static str]),
    /// An earlier paper of the case, by the id of its document.
    Earlier(fn(&PaperCase<'_>) -> Vec<Id>),
    /// One of those that the case gives: its word, and what is shown for it.
    Listed(fn(&PaperCase<'_>) -> Vec<(String, String)>),
    /// Rows of a list, in these columns.
    Rows(&'static [Column]),
    /// The same, each of them one that the case gives: its row, parts between `；`, and what is shown for it.
    Picked(&'static [Column], fn(&PaperCase<'_>) -> Vec<(String, String)>),
}

/// A column of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// `name`: the last part of a path, `hold.items[0].name`.
    pub name: &'static str,
    /// A row without it is refused.
    pub is_wanted: bool,
    /// It takes a text of `TEXT_MAX` characters, not a line.
    pub is_long: bool,
}

/// Characters of one line at most.
pub const LINE_MAX: usize = 200;
/// Characters of a text at most.
pub const TEXT_MAX: usize = 4_000;
/// Rows of a list at most.
pub const ROWS_MAX: usize = 500;

/// Where the name of who approved it stands.
pub const APPROVED_BY: &str = "approval.by";
/// When he did.
pub const APPROVED_AT: &str = "approval.at";
/// The sheet that he signed.
pub const APPROVED_PAPER: &str = "approval.paper";

/// The approval of the head of the organ (负责人), behind the fields of a paper that has one. What may stay without it says the
/// gate.
pub const APPROVAL: &[PaperField] = &[
    PaperField::new(APPROVED_BY, FieldKind::Line),
    PaperField::new(APPROVED_AT, FieldKind::Time),
    PaperField::new(APPROVED_PAPER, FieldKind::Line),
];

impl PaperField {
    /// One that may stay empty.
    #[must_use]
    pub const fn new(path: &'static str, kind: FieldKind) -> PaperField {
        PaperField { path, kind, is_wanted: false }
    }

    /// One that may not.
    #[must_use]
    pub const fn wanted(path: &'static str, kind: FieldKind) -> PaperField {
        PaperField { path, kind, is_wanted: true }
    }
}

impl Column {
    /// One that may stay empty.
    #[must_use]
    pub const fn new(name: &'static str) -> Column {
        Column { name, is_wanted: false, is_long: false }
    }

    /// One that may not.
    #[must_use]
    pub const fn wanted(name: &'static str) -> Column {
        Column { name, is_wanted: true, is_long: false }
    }

    /// The same for a text of several lines.
    #[must_use]
    pub const fn long(self) -> Column {
        Column { is_long: true, ..self }
    }
}
