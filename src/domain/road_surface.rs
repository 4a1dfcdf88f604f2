//! What a spilled load did to the surface of the road, by which one act under two laws falls under one of them (道条 68, 路保 69);
//! it weighs no harm and picks no amount.

/// 路面情况: what the officers saw of the road's surface behind a load that fell, was dragged or spilt (处罚法 29, 40).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoadSurface {
    /// Damaged or dirtied: the act is one of the road (路保 69).
    Harmed,
    /// Neither: the act is one of the carriage (道条 68).
    Unharmed,
    /// Nobody looked: recorded as that, and it answers nothing.
    NotLookedAt,
}

impl RoadSurface {
    /// Every word, in the order in which a screen offers them.
    pub const ALL: [RoadSurface; 3] =
        [RoadSurface::Harmed, RoadSurface::Unharmed, RoadSurface::NotLookedAt];
    /// Its field of a finding in the check contract.
    pub const FIELD: &'static str = "road_surface";

    /// Its word in the check contract, in the journal and in a rule pack.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            RoadSurface::Harmed => "harmed",
            RoadSurface::Unharmed => "unharmed",
            RoadSurface::NotLookedAt => "not_looked_at",
        }
    }

    /// What `word` means; `None` where it is none of them.
    #[must_use]
    pub fn from_word(word: &str) -> Option<RoadSurface> {
        RoadSurface::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As a paper says it.
    #[must_use]
    pub const fn in_chinese(self) -> &'static str {
        match self {
            RoadSurface::Harmed => "路面有损坏或者污染",
            RoadSurface::Unharmed => "路面没有损坏、污染",
            RoadSurface::NotLookedAt => "路面情况未查看",
        }
    }

    /// Whether somebody looked, so that it says which law answers.
    #[must_use]
    pub const fn is_seen(self) -> bool {
        match self {
            RoadSurface::Harmed | RoadSurface::Unharmed => true,
            RoadSurface::NotLookedAt => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_read_back_and_only_what_was_seen_answers() {
        for surface in RoadSurface::ALL {
            assert_eq!(RoadSurface::from_word(surface.word()), Some(surface));
        }
        assert_eq!(RoadSurface::from_word("yes"), None);
        let seen = RoadSurface::ALL.map(RoadSurface::is_seen);
        assert_eq!(seen, [true, true, false]);
    }
}
