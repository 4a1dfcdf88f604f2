//! What is wrong with a no-penalty list of a pack, each as one sentence; it never repairs.

use crate::stdx::day::Day;
use crate::stdx::said::Said;

/// The kinds of fault.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeniencyWrong {
    #[error("a list of this id stands in the pack already")]
    ListTwice,
    #[error("the list has no item")]
    NoItems,
    #[error("`{0}` says nowhere where the list holds: nationwide, unknown, or 2, 4 or 6 digits")]
    Reach(String),
    #[error("a confirmed list says since which day it is in force, and where")]
    NotInForce,
    #[error("the list is in force from {from} until {until}, which is before it began")]
    Dates { from: Day, until: Day },
    #[error("an item of this number stands in the list already")]
    ItemTwice,
    #[error("the item speaks of no violation")]
    NoCodes,
    #[error("the item names `{0}` twice")]
    CodeTwice(String),
    #[error("the item has no condition: nothing would stand between the act and its pardon")]
    NoConditions,
    #[error("the item asks twice for the same condition")]
    ConditionTwice,
    #[error("an item asks for a first act, and the list does not say how old the history may be")]
    NoHistoryDays,
    #[error("`{0}` does not belong here")]
    NotHere(&'static str),
    #[error("`{0}` is none of the words that stand here")]
    Word(String),
    #[error("`{0}` is no key of a question: small letters, digits and _")]
    Question(String),
}

impl LeniencyWrong {
    /// The same in the reader's words.
    pub(in crate::wire::rulebook) fn said(&self) -> Said {
        let plain = Said::words;
        match self {
            LeniencyWrong::ListTwice => plain("pack_wrong.list_twice"),
            LeniencyWrong::NoItems => plain("pack_wrong.no_items"),
            LeniencyWrong::Reach(text) => plain("pack_wrong.reach").with(text),
            LeniencyWrong::NotInForce => plain("pack_wrong.not_in_force"),
            LeniencyWrong::Dates { from, until } => {
                plain("pack_wrong.list_dates").with(from.to_string()).with(until.to_string())
            }
            LeniencyWrong::ItemTwice => plain("pack_wrong.item_twice"),
            LeniencyWrong::NoCodes => plain("pack_wrong.no_codes"),
            LeniencyWrong::CodeTwice(code) => plain("pack_wrong.code_twice").with(code),
            LeniencyWrong::NoConditions => plain("pack_wrong.no_conditions"),
            LeniencyWrong::ConditionTwice => plain("pack_wrong.condition_twice"),
            LeniencyWrong::NoHistoryDays => plain("pack_wrong.no_history_days"),
            LeniencyWrong::NotHere(key) => plain("pack_wrong.not_here").with(*key),
            LeniencyWrong::Word(word) => plain("pack_wrong.not_known").with(word),
            LeniencyWrong::Question(id) => plain("pack_wrong.question_key").with(id),
        }
    }
}
