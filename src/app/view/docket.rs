//! The clocks that run in all cases of a laptop, the first to be told first, for screen and script; reckons none.

use super::clocks::ClockLine;
use crate::domain::deadline::reckon::End;
use crate::domain::deadline::running::{ClockState, Left, standing};
use crate::domain::deadline::watched::Urgency;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use serde_json::{Value, json};

/// The list, or its beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocketView {
    /// The first to be told first.
    pub lines: Vec<DocketLine>,
    /// How many there are, with those that are not in `lines`.
    pub count: usize,
    /// Every case was looked at; else they are still being reckoned, and more may come.
    pub is_whole: bool,
}

/// One clock of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocketLine {
    /// The stop that it is of.
    pub inspection: Id,
    /// Of its vehicle; empty without one.
    pub plate: String,
    /// The 案号; empty without one.
    pub number: String,
    /// How soon it is told.
    pub urgency: Urgency,
    /// `None` where nothing can be reckoned, because the case or its rule pack cannot be read.
    pub clock: Option<ClockLine>,
    /// Working days that are left, below zero since the end; `None` where it is counted otherwise, or stands still.
    pub working_days_left: Option<i64>,
    /// So many other cases have the same clock with the same end, and are told in this line; 0 where each has its own.
    pub others: usize,
}

impl DocketView {
    /// Clocks that no line tells.
    #[must_use]
    pub fn hidden(&self) -> usize {
        let told: usize = self.lines.iter().map(|line| line.others + 1).sum();
        self.count.saturating_sub(told)
    }
}

impl DocketLine {
    /// The same a little later: minutes have gone where hours are counted. Days go on with the desk's next reckoning.
    #[must_use]
    pub fn seen_at(&self, now: Moment) -> DocketLine {
        let mut line = self.clone();
        if let Some(clock) = &mut line.clock
            && let (Left::Minutes(_), End::At(end)) = (clock.left, clock.end)
            && !matches!(clock.state, ClockState::Paused { .. })
        {
            (clock.state, clock.left) = standing(End::At(end), None, now.max(clock.started));
        }
        line
    }

    /// For scripts.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({
            "inspection": self.inspection.to_string(),
            "plate": self.plate,
            "number": self.number,
            "urgency": self.urgency.word(),
            "working_days_left": self.working_days_left,
            "clock": self.clock.as_ref().map(ClockLine::json),
        })
    }
}
