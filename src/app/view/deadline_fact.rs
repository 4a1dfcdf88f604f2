//! A fact that moves the deadlines of a case, as screen and script show it; says no words of its own.

use crate::domain::deadline::recorded::DeadlineFact;
use crate::stdx::id::Id;

/// A fact that was put down, and the case that it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactLine {
    /// The stop.
    pub inspection: Id,
    /// As its entry has it.
    pub fact: DeadlineFact,
}

/// For scripts.
#[must_use]
pub fn json(fact: &DeadlineFact) -> serde_json::Value {
    serde_json::json!({
        "event": fact.what.word(),
        "on": fact.on.to_string(),
        "paper": fact.paper,
    })
}
