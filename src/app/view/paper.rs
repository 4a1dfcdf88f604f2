//! The papers that may be made of a case, field by field, as screen and script show them; says no words of its own.

use crate::domain::blocked::Blocked;
use crate::domain::paper::field::{
    APPROVED_AT, APPROVED_BY, APPROVED_PAPER, Column, FieldKind, PaperField,
};
use crate::domain::paper::{PaperApproval, PaperCase};
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use std::collections::BTreeMap;

/// The field of a draft that says of which stop and which sort it is: the id of the stop, a blank, the word of the sort.
pub const PAPER_OF: &str = crate::store::drafts::PAPER_OF;
/// What a draft keeps of a field that was emptied: an empty text would bring back what the case gives.
pub const EMPTIED: &str = " ";

/// Every paper of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PapersView {
    /// The stop.
    pub inspection: Id,
    /// Credentials of its officers, who confirm.
    pub officers: Vec<String>,
    /// In the order in which a case keeps them.
    pub papers: Vec<PaperFormView>,
    /// The id of the draft that one of them becomes when it is begun.
    pub new_draft: Id,
}

/// One paper, as it would be begun now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperFormView {
    /// Word of its sort.
    pub form: &'static str,
    /// What stands over it.
    pub title: String,
    /// What is typed for it.
    pub fields: Vec<PaperFieldView>,
    /// Why it cannot be made now, whatever is typed; empty where it can.
    pub blocked: Vec<Blocked>,
    /// When one was begun that is not made yet, and is gone on with; `None` where none was.
    pub begun_at: Option<Moment>,
    /// The draft that keeps what was typed of it; `None` where none was begun, and of an interview, whose screen knows its own.
    pub draft: Option<Id>,
}

/// One field of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperFieldView {
    /// `hold.items`.
    pub path: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// It may not stay empty.
    pub is_wanted: bool,
    /// What the case gives for it; rows a line each.
    pub proposed: String,
    /// It is proposed as it was typed for another paper of the case, and is to be looked at: of an approval alone.
    pub is_carried: bool,
}

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One line.
    Line,
    /// Several lines.
    Lines,
    /// A whole number from the first to the second.
    Number(u32, u32),
    /// A day.
    Day,
    /// A time.
    Time,
    /// A time that is ticked as it happens.
    Tick,
    /// One of a few words of a list.
    Choice(&'static str, &'static [&'static str]),
    /// An earlier paper: id of its document, and day and number by which it is known.
    Earlier(Vec<(String, String)>),
    /// One that the case gives: its word, and what is shown for it.
    Listed(Vec<(String, String)>),
    /// Rows in these columns.
    Rows(&'static [Column]),
    /// Some of those that the case gives: the row of each, and what is shown for it.
    Ticks(Vec<(String, String)>),
}

/// A paper that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperLine {
    /// The stop.
    pub inspection: Id,
    /// Its document.
    pub document: Id,
    /// Word of its sort.
    pub form: String,
    /// What stands over it.
    pub title: String,
    /// 案号; empty where it bears none.
    pub number: String,
}

impl PaperFormView {
    /// With what was typed in `draft` in the place of what the case gives; a field that was emptied there stays empty.
    pub fn goes_on(&mut self, draft: Id, begun_at: Moment, typed: &BTreeMap<String, String>) {
        (self.draft, self.begun_at) = (Some(draft), Some(begun_at));
        for field in &mut self.fields {
            if let Some(text) = typed.get(field.path) {
                field.proposed = if text == EMPTIED { String::new() } else { text.clone() };
                field.is_carried = false;
            }
        }
    }
}

impl PaperFieldView {
    /// `field` of a paper of `case`, with what the case gives for it.
    #[must_use]
    pub fn of(field: &PaperField, proposed: String, case: &PaperCase<'_>) -> PaperFieldView {
        let takes = match field.kind {
            FieldKind::Line => Takes::Line,
            FieldKind::Lines => Takes::Lines,
            FieldKind::Number(least, most) => Takes::Number(least, most),
            FieldKind::Day => Takes::Day,
            FieldKind::Time => Takes::Time,
            FieldKind::Tick => Takes::Tick,
            FieldKind::Choice(list, words) => Takes::Choice(list, words),
            FieldKind::Earlier(of) => Takes::Earlier(earlier(&of(case), case)),
            FieldKind::Listed(of) => Takes::Listed(of(case)),
            FieldKind::Rows(columns) => Takes::Rows(columns),
            FieldKind::Picked(_, of) => Takes::Ticks(of(case)),
        };
        let (path, is_wanted, is_carried) = (field.path, field.is_wanted, false);
        PaperFieldView { path, takes, is_wanted, proposed, is_carried }
    }

    /// With what `approval` says of an earlier paper of the same case, where it is a field of an approval and the case gives nothing.
    #[must_use]
    pub fn as_approved(mut self, approval: &PaperApproval) -> PaperFieldView {
        let said = match self.path {
            APPROVED_BY => approval.by.clone(),
            APPROVED_AT => approval.at.rfc3339(),
            APPROVED_PAPER => approval.paper.clone(),
            _ => return self,
        };
        if self.proposed.is_empty() {
            (self.proposed, self.is_carried) = (said, true);
        }
        self
    }
}

fn earlier(ids: &[Id], case: &PaperCase<'_>) -> Vec<(String, String)> {
    let papers = case.inspection.papers.iter().filter(|made| ids.contains(&made.document));
    papers.map(|made| (made.document.to_string(), made.at.short())).collect()
}

/// For scripts.
#[must_use]
pub fn json(line: &PaperLine) -> serde_json::Value {
    serde_json::json!({
        "inspection": line.inspection.to_string(),
        "document": line.document.to_string(),
        "form": line.form,
        "title": line.title,
        "number": line.number,
    })
}
