//! One running deadline of a stop, for screen and script; counts nothing itself.

use crate::domain::deadline::reckon::End;
use crate::domain::deadline::running::{ClockState, Left};
use crate::domain::deadline::trigger::Trigger;
use crate::domain::deadline::{Pause, Sense};
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use serde_json::{Value, json};

/// A deadline that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockLine {
    /// Of its row in the rule pack.
    pub id: String,
    /// As the law calls it.
    pub name_zh: String,
    /// In English.
    pub name_en: String,
    /// Where it stands, as a paper cites it.
    pub cite: String,
    /// From when it is counted.
    pub started: Moment,
    /// Its end.
    pub end: End,
    /// Done before its end, or behind it.
    pub sense: Sense,
    /// Last day before a breach, where that is another one.
    pub breach: Option<Day>,
    /// How it stands now.
    pub state: ClockState,
    /// How much of it is left.
    pub left: Left,
    /// The year whose holidays the rule pack lacks; `None` where it lacks none that matter.
    pub unknown_year: Option<i32>,
    /// What ends it.
    pub stops: Vec<Trigger>,
    /// What does not count.
    pub pauses: Vec<Pause>,
    /// What comes of it, in Chinese.
    pub consequence_zh: String,
    /// Its row was read in the law; where not, it shows 未核.
    pub is_verified: bool,
}

impl ClockLine {
    /// Its end as a screen writes it: a day, or a moment where hours are counted.
    #[must_use]
    pub fn end_shown(&self) -> String {
        match self.end {
            End::On(last) => last.on.to_string(),
            End::At(moment) => moment.short(),
        }
    }

    /// For scripts.
    #[must_use]
    pub fn json(&self) -> Value {
        let end = match self.end {
            End::On(last) => last.on.to_string(),
            End::At(moment) => moment.rfc3339(),
        };
        let (days_left, minutes_left) = match self.left {
            Left::Days(days) => (Some(days), None),
            Left::Minutes(minutes) => (None, Some(minutes)),
        };
        json!({
            "id": self.id,
            "name": self.name_zh,
            "started": self.started.rfc3339(),
            "end": end,
            "end_is_certain": self.end.is_certain(),
            "without_holidays_of": self.unknown_year,
            "sense": self.sense.word(),
            "state": self.state.word(),
            "days_left": days_left,
            "minutes_left": minutes_left,
            "breach_behind": self.breach.map(|day| day.to_string()),
            "ended_by": self.stops.iter().map(|stop| stop.word()).collect::<Vec<_>>(),
            "not_counted": self.pauses.iter().map(|pause| pause.word()).collect::<Vec<_>>(),
            "consequence": self.consequence_zh,
            "cite": self.cite,
            "verified": self.is_verified,
        })
    }
}
