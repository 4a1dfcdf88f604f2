//! What may be wrong with a power list of a pack, each as one sentence; mends nothing.

use crate::stdx::day::Day;
use crate::stdx::said::Said;

/// The kinds of fault that only power lists have.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PowerWrong {
    #[error("the list has no row")]
    NoRow,
    #[error("the row names neither a family nor a violation")]
    NoAct,
    #[error("the row says none of what may be done: punish, measure or inspect")]
    NoKind,
    #[error("`{0}` is no kind of power: punish, measure or inspect")]
    Kind(String),
    #[error("`{0}` is no region of today (GB/T 2260)")]
    Area(String),
    #[error("`{0}` stands twice in this row")]
    WordTwice(String),
    #[error("`{code}` stands on the list for `{kind}` already, by itself or with its family")]
    Twice { code: String, kind: &'static str },
    #[error("the list is in force from {from} until {until}, which is before it began")]
    Dates { from: Day, until: Day },
}

impl PowerWrong {
    /// The same in the reader's words.
    pub(in crate::wire::rulebook) fn said(&self) -> Said {
        let plain = Said::words;
        match self {
            PowerWrong::NoRow => plain("pack_wrong.power_no_row"),
            PowerWrong::NoAct => plain("pack_wrong.power_no_act"),
            PowerWrong::NoKind => plain("pack_wrong.power_no_kind"),
            PowerWrong::Kind(word) => plain("pack_wrong.power_kind").with(word),
            PowerWrong::Area(code) => plain("pack_wrong.power_area").with(code),
            PowerWrong::WordTwice(word) => plain("pack_wrong.power_word_twice").with(word),
            PowerWrong::Twice { code, kind } => {
                plain("pack_wrong.power_twice").with(code).with(*kind)
            }
            PowerWrong::Dates { from, until } => {
                plain("pack_wrong.power_dates").with(from.to_string()).with(until.to_string())
            }
        }
    }
}
