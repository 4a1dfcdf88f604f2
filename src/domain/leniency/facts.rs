//! What the officers recorded of the conditions under which one act is not punished (处罚法 33); it judges none of them.

use std::collections::BTreeMap;

/// The record of one finding beside its correction and its harm. What is not there was not recorded (处罚法 33).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeniencyFacts {
    /// The item of a list that the officers chose, `HB-8`; empty claims none.
    pub item: String,
    /// 违法行为轻微, as they judge it where no list speaks of the act; `None` while nobody said.
    pub slight: Option<bool>,
    /// What that rests on, in their words; without it they judged nothing.
    pub why: String,
    /// 教育: the party was educated (处罚法 33(3)).
    pub educated: Option<bool>,
    /// 告知承诺书: the party signed its promise.
    pub promised: Option<bool>,
    /// Answers to the questions of an item, by their keys.
    pub answers: BTreeMap<String, bool>,
    /// 初次违法, as headquarters said when it was asked; `None` while it was not.
    pub first: Option<bool>,
    /// Who at headquarters said so, and when; without it nobody did.
    pub first_from: String,
}

impl LeniencyFacts {
    /// Headquarters' word on whether it is the first time, where somebody there stands for it.
    #[must_use]
    pub fn word_on_first(&self) -> Option<bool> {
        self.first.filter(|_| !self.first_from.trim().is_empty())
    }
}
