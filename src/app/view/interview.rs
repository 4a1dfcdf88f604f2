//! An interview that is being typed, as its draft has it; judges nothing.

use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use std::collections::BTreeMap;

/// An interview to go on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterviewView {
    /// The stop.
    pub inspection: Id,
    /// Its own draft.
    pub draft: Id,
    /// When it was begun.
    pub begun_at: Moment,
    /// It was begun before, and is gone on with.
    pub is_again: bool,
    /// Texts as typed, by the path of the paper's field; of questions by the paths of `app::interview`.
    pub fields: BTreeMap<String, String>,
    /// Who may ask or write: credential and name, those of the stop first.
    pub officers: Vec<(String, String)>,
}
