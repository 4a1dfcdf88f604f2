//! What the law attaches to over-limit carriage that is repeated within a year (路保 66, 超限 46): proposed to headquarters
//! when a count is reached, and never done here.

use super::counting::Window;
use crate::stdx::id::Id;

/// Whose acts of a year are counted (路保 66).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RepeatOffender {
    /// 货运车辆: more than three acts, 吊销车辆营运证.
    Vehicle,
    /// 货运车辆驾驶人: more than three acts, 责令停止从事营业性运输.
    Driver,
    /// 道路运输企业: more than a tenth of its vehicles for goods, 责令停业整顿.
    Carrier,
}

impl RepeatOffender {
    /// All three.
    pub const ALL: [RepeatOffender; 3] =
        [RepeatOffender::Vehicle, RepeatOffender::Driver, RepeatOffender::Carrier];

    /// The word of the pack, of the check contract and of entries.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            RepeatOffender::Vehicle => "vehicle",
            RepeatOffender::Driver => "driver",
            RepeatOffender::Carrier => "carrier",
        }
    }

    /// The one of a word; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<RepeatOffender> {
        RepeatOffender::ALL.into_iter().find(|whose| whose.word() == word)
    }
}

/// What a stop proposes to headquarters because a count was reached (路保 66). It names nobody: the stop does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsequenceProposal {
    /// Code of the violation that answers the repetition, `OL-014`.
    pub code: String,
    /// Whose acts were counted.
    pub whose: RepeatOffender,
    /// Acts in the year with the one at hand; of a carrier, different vehicles.
    pub count: u32,
    /// All vehicles of a carrier, as the officers were told; `None` for the other two.
    pub trucks: Option<u32>,
    /// The year that was looked at.
    pub window: Window,
    /// The decisions that the earlier acts rest on, as far as this laptop can name them: one that is quashed takes its acts
    /// out of the count.
    pub stops: Vec<Id>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_acts_are_counted_is_read_back_from_its_word() {
        for whose in RepeatOffender::ALL {
            assert_eq!(RepeatOffender::from_word(whose.word()), Some(whose));
        }
        assert_eq!(RepeatOffender::from_word("trailer"), None);
    }
}
