//! The check contract's output about an act that is punished where it is done again; it decides nothing.

use super::leniency::FirstAnswer;
use crate::domain::inspection::judgement::Judgement;
use crate::domain::inspection::repeat::Repeat;
use serde::Serialize;

/// Whether one finding is done again (再次违反).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RepeatAnswer {
    /// Which finding of the stop, from 0.
    pub finding: usize,
    /// The history says so, or the officers with a day and what they know it from.
    pub proven: bool,
    /// What the history says: whether it is the first time.
    pub first: FirstAnswer,
}

impl RepeatAnswer {
    /// Of each finding whose row asks.
    #[must_use]
    pub fn all(judgement: &Judgement) -> Vec<RepeatAnswer> {
        let answer = |repeat: &Repeat| RepeatAnswer {
            finding: repeat.nth,
            proven: repeat.is_proven,
            first: FirstAnswer::of(repeat.history),
        };
        judgement.repeats.iter().map(answer).collect()
    }
}
