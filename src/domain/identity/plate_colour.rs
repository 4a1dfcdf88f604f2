//! Colours of number plates (GA 36), and the numbers that two systems have for them; a colour that a system does not number
//! has none there, and no other one is taken for it.

/// 号牌颜色 (GA 36, with what ETC lists beside). The word is what is recorded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlateColour {
    /// 蓝.
    Blue,
    /// 黄.
    Yellow,
    /// 黑.
    Black,
    /// 白.
    White,
    /// 渐变绿: small new energy.
    GradientGreen,
    /// 黄绿: large new energy.
    YellowGreen,
    /// Any colour of the standard's list that the six above are not.
    Other,
    /// 蓝白渐变; ETC alone lists it.
    BlueWhite,
    /// 临时: a paper plate; ETC alone lists it.
    Temporary,
    /// 绿 without a gradient; ETC alone lists it.
    Green,
    /// 红; ETC alone lists it.
    Red,
}

/// Who numbers the colours: the two lists contradict each other, so a number means nothing without its list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ColourSystem {
    /// 运政: the systems of road transport administration.
    Transport,
    /// ETC: electronic toll collection.
    Etc,
}

impl ColourSystem {
    /// Both.
    pub const ALL: [ColourSystem; 2] = [ColourSystem::Transport, ColourSystem::Etc];

    /// The word of the check contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            ColourSystem::Transport => "transport",
            ColourSystem::Etc => "etc",
        }
    }

    /// The system of a word of the check contract; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<ColourSystem> {
        ColourSystem::ALL.into_iter().find(|system| system.word() == word)
    }

    /// Every code that the system has, in the order of its list.
    #[must_use]
    pub fn codes(self) -> Vec<u8> {
        let mut codes: Vec<u8> =
            PlateColour::ALL.into_iter().filter_map(|colour| colour.code(self)).collect();
        codes.sort_unstable();
        codes
    }
}

impl PlateColour {
    /// Every colour of both lists, in the order in which it is offered to be picked: those of lorries and buses first,
    /// those that one list alone has last.
    pub const ALL: [PlateColour; 11] = [
        PlateColour::Yellow,
        PlateColour::Blue,
        PlateColour::GradientGreen,
        PlateColour::YellowGreen,
        PlateColour::White,
        PlateColour::Black,
        PlateColour::Other,
        PlateColour::BlueWhite,
        PlateColour::Temporary,
        PlateColour::Green,
        PlateColour::Red,
    ];

    /// The word that papers and the check contract use.
    #[must_use]
    pub const fn in_chinese(self) -> &'static str {
        match self {
            PlateColour::Blue => "蓝",
            PlateColour::Yellow => "黄",
            PlateColour::Black => "黑",
            PlateColour::White => "白",
            PlateColour::GradientGreen => "渐变绿",
            PlateColour::YellowGreen => "黄绿",
            PlateColour::Other => "其他",
            PlateColour::BlueWhite => "蓝白渐变",
            PlateColour::Temporary => "临时",
            PlateColour::Green => "绿",
            PlateColour::Red => "红",
        }
    }

    /// The colour of a word that somebody wrote, with or without 色 after it. 绿 alone is none: people say it of new
    /// energy too, which is 渐变绿 or 黄绿; only a code says that it is meant, or a pick from the whole list.
    #[must_use]
    pub fn from_chinese(word: &str) -> Option<PlateColour> {
        PlateColour::of_record(word).filter(|colour| *colour != PlateColour::Green)
    }

    /// The colour of a word that is recorded or was picked from the whole list; `None` for a blank and for what is no
    /// colour.
    #[must_use]
    pub fn of_record(word: &str) -> Option<PlateColour> {
        let word = word.strip_suffix('色').unwrap_or(word);
        PlateColour::ALL.into_iter().find(|colour| colour.in_chinese() == word)
    }

    /// Its code in the list of `system`; `None` where that list does not have it.
    #[must_use]
    pub const fn code(self, system: ColourSystem) -> Option<u8> {
        let (transport, etc) = match self {
            PlateColour::Blue => (Some(1), Some(0)),
            PlateColour::Yellow => (Some(2), Some(1)),
            PlateColour::Black => (Some(3), Some(2)),
            PlateColour::White => (Some(4), Some(3)),
            PlateColour::GradientGreen => (Some(94), Some(4)),
            PlateColour::YellowGreen => (Some(93), Some(5)),
            PlateColour::Other => (Some(9), None),
            PlateColour::BlueWhite => (None, Some(6)),
            PlateColour::Temporary => (None, Some(7)),
            PlateColour::Green => (None, Some(11)),
            PlateColour::Red => (None, Some(12)),
        };
        match system {
            ColourSystem::Transport => transport,
            ColourSystem::Etc => etc,
        }
    }

    /// Its code in the first list that has it, and whose list that is; `None` where neither has it.
    #[must_use]
    pub fn numbered(self) -> Option<(ColourSystem, u8)> {
        ColourSystem::ALL.into_iter().find_map(|system| Some((system, self.code(system)?)))
    }

    /// The colour of a code in the list of `system`; `None` for a code that the list does not have.
    #[must_use]
    pub fn from_code(system: ColourSystem, code: i64) -> Option<PlateColour> {
        let is_it = |colour: &PlateColour| colour.code(system).map(i64::from) == Some(code);
        PlateColour::ALL.into_iter().find(is_it)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_words() {
        for colour in PlateColour::ALL {
            let word = colour.in_chinese();
            assert_eq!(PlateColour::of_record(word), Some(colour));
            let typed = (colour != PlateColour::Green).then_some(colour);
            assert_eq!(PlateColour::from_chinese(word), typed, "{word}");
            let (system, code) = colour.numbered().unwrap();
            assert_eq!(PlateColour::from_code(system, code.into()), Some(colour), "{word}");
        }
        assert_eq!(PlateColour::from_chinese("黄色"), Some(PlateColour::Yellow));
        assert_eq!(PlateColour::from_chinese("绿色"), None);
        assert_eq!(PlateColour::of_record(""), None);
    }
}
