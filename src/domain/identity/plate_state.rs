//! 号牌情况: what the officers saw where a plate belongs, and which text may stand there then; it calls no plate false itself.

use super::plate::{self, PlateKind};
use super::{Reason, Verdict};

/// Signs that a plate of whatever shape has at most.
const SIGNS_MAX: usize = 12;
/// The organ whose business plates are.
const POLICE: &str = "公安交管";

/// 号牌情况: what was seen where the plate (GA 36) belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlateState {
    /// A plate that nothing speaks against.
    #[default]
    Normal,
    /// 无号牌: there is none; the vehicle is known by its frame, its engine or what was seen of it.
    Missing,
    /// 涉嫌伪造、变造: the officers doubt it; the police alone say that it is false.
    SuspectedFalse,
    /// 临时号牌: a paper plate.
    Temporary,
    /// 粤Z…港 or 澳, beside the plate of that place.
    HongKongMacau,
}

impl PlateState {
    /// Every state, in the order in which it is offered to be picked.
    pub const ALL: [PlateState; 5] = [
        PlateState::Normal,
        PlateState::Missing,
        PlateState::SuspectedFalse,
        PlateState::Temporary,
        PlateState::HongKongMacau,
    ];

    /// The word of the check contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            PlateState::Normal => "normal",
            PlateState::Missing => "missing",
            PlateState::SuspectedFalse => "suspected_false",
            PlateState::Temporary => "temporary",
            PlateState::HongKongMacau => "hong_kong_macau",
        }
    }

    /// The state of a word of the check contract; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<PlateState> {
        PlateState::ALL.into_iter().find(|state| state.word() == word)
    }

    /// What goes over to the police for it, as a paper says it, and their name; `None` where nothing does.
    #[must_use]
    pub fn for_police(self) -> Option<(&'static str, &'static str)> {
        match self {
            PlateState::Missing => Some(("机动车未悬挂号牌", POLICE)),
            PlateState::SuspectedFalse => Some(("机动车号牌涉嫌伪造、变造", POLICE)),
            PlateState::Normal | PlateState::Temporary | PlateState::HongKongMacau => None,
        }
    }

    /// Judges the normalised text of a plate in this state. A plate in doubt may have a shape that was never issued, and a
    /// missing one has no text.
    #[must_use]
    pub fn check(self, text: &str) -> Verdict {
        match self {
            PlateState::Normal => plate::check(text),
            PlateState::Missing if text.is_empty() => Verdict::Fine,
            PlateState::Missing => Verdict::Impossible(Reason::OtherKind),
            PlateState::SuspectedFalse => in_doubt(text),
            PlateState::Temporary => plate::check_temporary(text),
            PlateState::HongKongMacau => match plate::kind(text) {
                Some(PlateKind::HongKongMacau) => Verdict::Fine,
                Some(_) | None => Verdict::Impossible(Reason::OtherKind),
            },
        }
    }
}

fn in_doubt(text: &str) -> Verdict {
    match text.chars().count() {
        0 => Verdict::Impossible(Reason::Length),
        signs if signs > SIGNS_MAX => Verdict::Impossible(Reason::Length),
        _ if plate::check(text) == Verdict::Fine => Verdict::Fine,
        _ => Verdict::Unusual,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plate_is_judged_by_what_was_seen_of_it() {
        use PlateState::{HongKongMacau, Missing, Normal, SuspectedFalse, Temporary};
        let no = Verdict::Impossible;
        for (state, text, want) in [
            (Normal, "粤D12345", Verdict::Fine),
            (Normal, "", no(Reason::Province)),
            (Normal, "粤Z1234港", Verdict::Fine),
            (Missing, "", Verdict::Fine),
            (Missing, "粤D12345", no(Reason::OtherKind)),
            (SuspectedFalse, "粤D12345", Verdict::Fine),
            (SuspectedFalse, "粤DI2345", Verdict::Unusual),
            (SuspectedFalse, "12345", Verdict::Unusual),
            (SuspectedFalse, "", no(Reason::Length)),
            (SuspectedFalse, "粤D12345678901", no(Reason::Length)),
            (Temporary, "粤D临12345", Verdict::Fine),
            (Temporary, "粤D12345", Verdict::Unusual),
            (Temporary, "", no(Reason::Length)),
            (Temporary, "粤D临-2345", no(Reason::Letter)),
            (HongKongMacau, "粤Z1234港", Verdict::Fine),
            (HongKongMacau, "粤Z12A4澳", Verdict::Fine),
            (HongKongMacau, "粤Z1234", no(Reason::OtherKind)),
            (HongKongMacau, "粤D12345", no(Reason::OtherKind)),
        ] {
            assert_eq!(state.check(text), want, "{state:?} {text}");
        }
    }

    #[test]
    fn words_come_back_and_only_two_states_are_police_business() {
        for state in PlateState::ALL {
            assert_eq!(PlateState::from_word(state.word()), Some(state));
        }
        assert_eq!(PlateState::from_word("无号牌"), None);
        let told: Vec<PlateState> =
            PlateState::ALL.into_iter().filter(|state| state.for_police().is_some()).collect();
        assert_eq!(told, [PlateState::Missing, PlateState::SuspectedFalse]);
    }
}
