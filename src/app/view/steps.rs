//! Where a case stands in its procedure and which steps lead on, for screen and script; says no words of its own.

use crate::domain::blocked::Blocked;
use crate::domain::procedure::Gate;
use crate::domain::procedure::facts::of_stop::CaseStanding;

/// Procedure and state, and the steps that lead on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingView {
    /// Word of the procedure.
    pub procedure: &'static str,
    /// Word of the state.
    pub state: &'static str,
    /// In the order of the notes on the law.
    pub next: Vec<StepLine>,
}

/// One step that leads on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepLine {
    /// Its name, `C3`.
    pub code: &'static str,
    /// Word of the state behind it.
    pub to: &'static str,
    /// Word of who takes it.
    pub by: &'static str,
    /// Its article.
    pub cite: &'static str,
    /// What stands against it; empty where it may be taken.
    pub blocked: Vec<Blocked>,
}

impl StandingView {
    /// The same in words of the screens.
    #[must_use]
    pub fn of(standing: &CaseStanding) -> StandingView {
        let line = |(gate, blocked): &(&'static Gate, Vec<Blocked>)| StepLine {
            code: gate.code,
            to: gate.to.word(),
            by: gate.by.word(),
            cite: gate.cite,
            blocked: blocked.clone(),
        };
        StandingView {
            procedure: standing.track.word(),
            state: standing.state.word(),
            next: standing.next.iter().map(line).collect(),
        }
    }
}
