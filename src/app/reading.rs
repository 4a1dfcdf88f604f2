//! From the texts of a draft to facts, by the check contract; nothing typed is lost on the way.

use super::draft::Draft;
use crate::domain::inspection::{Facts, Telling};
use crate::stdx::clock::Moment;

/// A draft read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pub facts: Facts,
    pub telling: Telling,
    /// Fields whose text is no value at all: path and the key of the sentence.
    pub faults: Vec<(String, &'static str)>,
}

/// Reads what can be read of `draft`.
#[must_use]
pub fn read_draft(_draft: &Draft, _now: Moment) -> Reading {
    Reading::default()
}
