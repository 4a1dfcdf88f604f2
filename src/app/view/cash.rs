//! Collected money as lists show it; counts no days itself.

use crate::domain::cash::{CashDue, CashGround, CashStep, CashTerm};
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use crate::stdx::id::Id;

/// A fine that was collected at the roadside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashLine {
    /// 案号 of its decision.
    pub number: String,
    /// The stop.
    pub inspection: Id,
    /// All of it.
    pub fine: Fen,
    /// The day on which it was taken.
    pub on: Day,
    /// Name of who took it; his credential where the roster does not know it.
    pub officer: String,
    /// Number of the official receipt.
    pub ticket: String,
    /// Why it might be.
    pub ground: CashGround,
    /// Where it goes next and by when; `None` when it is at the bank.
    pub due: Option<CashDue>,
    /// Why it was withdrawn just now; `None` while it stands.
    pub withdrawn: Option<String>,
    /// The day that the line was made.
    pub today: Day,
}

/// Key of the words for what is to be done with money; they have the last day at `%{a}`.
#[must_use]
pub fn due_key(due: CashDue) -> &'static str {
    match (due.step, due.last_day.is_certain) {
        (CashStep::ToAgency, true) => "cash.to_agency",
        (CashStep::ToAgency, false) => "cash.to_agency_unsure",
        (CashStep::ToBank, true) => "cash.to_bank",
        (CashStep::ToBank, false) => "cash.to_bank_unsure",
    }
}

/// Key of the words for how its clock stands; they have the words above at `%{a}`.
#[must_use]
pub fn term_key(term: CashTerm) -> &'static str {
    match term {
        CashTerm::Runs => "cash.runs",
        CashTerm::LastDay => "cash.last_day",
        CashTerm::Over => "cash.over",
    }
}

impl CashLine {
    /// For scripts.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "number": self.number,
            "inspection": self.inspection.to_string(),
            "fine_yuan": self.fine.yuan(),
            "collected_on": self.on.to_string(),
            "officer": self.officer,
            "ticket": self.ticket,
            "ground": self.ground.word(),
            "withdrawn": self.withdrawn,
            "next": self.due.map(|due| due.step.word()),
            "last_day": self.due.map(|due| due.last_day.on.to_string()),
            "last_day_is_certain": self.due.map(|due| due.last_day.is_certain),
            "over": self.due.map(|due| due.term(self.today) == CashTerm::Over),
        })
    }
}
