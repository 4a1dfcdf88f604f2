//! What may be wrong with a row of the deadlines, in programmers' English and as words of the screens; mends nothing.

use crate::stdx::day::Day;
use crate::stdx::said::Said;
use crate::wire::rulebook::PackWrong;

/// The kinds of fault that only deadlines have.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeadlineWrong {
    #[error("`{0}` is no unit of a deadline: hours, days, working_days, months or years")]
    Unit(String),
    #[error("a deadline of the length {0} makes no sense")]
    Length(i64),
    #[error("`{0}` is no event that a deadline knows")]
    Event(String),
    #[error("nothing begins the deadline")]
    NoStart,
    #[error("`{0}` is no word of this field")]
    Word(String),
    #[error("the row cites no article, and does not say why")]
    NoArticle,
    #[error("it follows the deadline `{0}`, which is not there")]
    Follows(String),
    #[error("it follows itself, by way of `{0}`")]
    Circle(String),
    #[error("what is to be done ahead of an event is counted in days or working_days")]
    AheadUnit,
    #[error("it is in force from {from} until {until}, which is before it began")]
    Dates { from: Day, until: Day },
}

impl DeadlineWrong {
    /// The same in the reader's words.
    #[must_use]
    pub fn said(&self) -> Said {
        let plain = Said::words;
        match self {
            DeadlineWrong::Unit(word) => plain("pack_wrong.deadline_unit").with(word),
            DeadlineWrong::Length(length) => {
                plain("pack_wrong.deadline_length").with(length.to_string())
            }
            DeadlineWrong::Event(word) => plain("pack_wrong.deadline_event").with(word),
            DeadlineWrong::NoStart => plain("pack_wrong.deadline_no_start"),
            DeadlineWrong::Word(word) => plain("pack_wrong.deadline_word").with(word),
            DeadlineWrong::NoArticle => plain("pack_wrong.deadline_no_article"),
            DeadlineWrong::Follows(id) => plain("pack_wrong.deadline_follows").with(id),
            DeadlineWrong::Circle(id) => plain("pack_wrong.deadline_circle").with(id),
            DeadlineWrong::AheadUnit => plain("pack_wrong.deadline_ahead"),
            DeadlineWrong::Dates { from, until } => {
                plain("pack_wrong.deadline_dates").with(from.to_string()).with(until.to_string())
            }
        }
    }
}

impl From<DeadlineWrong> for PackWrong {
    fn from(wrong: DeadlineWrong) -> PackWrong {
        PackWrong::Deadline(wrong)
    }
}
