//! Four themes; a colour never says what a sign beside it does not say too.

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

/// A look of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The terminal's own colours.
    #[default]
    Standard,
    /// Black on white, bold, no grey: a panel in the sun.
    Sun,
    /// Dim, no bright white: a dark cab.
    Night,
    /// No colour, and ASCII lines for consoles that draw others twice as wide.
    Mono,
}

impl Theme {
    /// Every theme, in the circle of the key.
    pub const ALL: [Theme; 4] = [Theme::Standard, Theme::Sun, Theme::Night, Theme::Mono];

    /// The one after it, in a circle.
    #[must_use]
    pub fn next(self) -> Theme {
        match self {
            Theme::Standard => Theme::Sun,
            Theme::Sun => Theme::Night,
            Theme::Night => Theme::Mono,
            Theme::Mono => Theme::Standard,
        }
    }

    /// As the command line and the word list call it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Theme::Standard => "standard",
            Theme::Sun => "sun",
            Theme::Night => "night",
            Theme::Mono => "mono",
        }
    }

    /// The theme of a word; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Theme> {
        Theme::ALL.into_iter().find(|theme| theme.word() == word)
    }

    /// Plain text.
    #[must_use]
    pub fn base(self) -> Style {
        match self {
            Theme::Standard | Theme::Mono => Style::new(),
            Theme::Sun => {
                Style::new().fg(Color::Black).bg(Color::White).add_modifier(Modifier::BOLD)
            }
            Theme::Night => Style::new().fg(Color::Indexed(250)).bg(Color::Indexed(234)),
        }
    }

    /// Lines and labels that step back.
    #[must_use]
    pub fn quiet(self) -> Style {
        match self {
            Theme::Standard => self.base().fg(Color::Gray),
            Theme::Sun | Theme::Mono => self.base(),
            Theme::Night => self.base().fg(Color::Indexed(245)),
        }
    }

    /// Heads of boxes.
    #[must_use]
    pub fn title(self) -> Style {
        let style = self.base().add_modifier(Modifier::BOLD);
        match self {
            Theme::Standard => style.fg(Color::Cyan),
            Theme::Night => style.fg(Color::Indexed(109)),
            Theme::Sun | Theme::Mono => style,
        }
    }

    /// The field or line that the keys go to.
    #[must_use]
    pub fn focus(self) -> Style {
        match self {
            Theme::Standard => self.base().fg(Color::Black).bg(Color::Cyan),
            Theme::Night => self.base().fg(Color::Indexed(252)).bg(Color::Indexed(24)),
            Theme::Sun | Theme::Mono => self.base().add_modifier(Modifier::REVERSED),
        }
    }

    /// A field that can be written in.
    #[must_use]
    pub fn well(self) -> Style {
        self.base().add_modifier(Modifier::UNDERLINED)
    }

    /// What blocks.
    #[must_use]
    pub fn bad(self) -> Style {
        let style = self.base().add_modifier(Modifier::BOLD);
        match self {
            Theme::Standard => style.fg(Color::LightRed),
            Theme::Sun => style.fg(Color::Red),
            Theme::Night => style.fg(Color::Indexed(167)),
            Theme::Mono => style,
        }
    }

    /// What is well.
    #[must_use]
    pub fn good(self) -> Style {
        match self {
            Theme::Standard => self.base().fg(Color::LightGreen),
            Theme::Sun => self.base().fg(Color::Indexed(22)),
            Theme::Night => self.base().fg(Color::Indexed(108)),
            Theme::Mono => self.base(),
        }
    }

    /// What the officer must see.
    #[must_use]
    pub fn warn(self) -> Style {
        match self {
            Theme::Standard => self.base().fg(Color::Yellow),
            Theme::Sun => self.base().fg(Color::Indexed(94)),
            Theme::Night => self.base().fg(Color::Indexed(179)),
            Theme::Mono => self.base(),
        }
    }

    /// The top line and the key bar.
    #[must_use]
    pub fn bar(self) -> Style {
        match self {
            Theme::Standard => self.base().fg(Color::White).bg(Color::Blue),
            Theme::Night => self.base().fg(Color::Indexed(250)).bg(Color::Indexed(236)),
            Theme::Sun | Theme::Mono => self.base().add_modifier(Modifier::REVERSED),
        }
    }

    /// Lines around boxes, in signs that the terminal has.
    #[must_use]
    pub fn borders(self) -> border::Set<'static> {
        match self {
            Theme::Mono => ASCII,
            Theme::Standard | Theme::Sun | Theme::Night => border::PLAIN,
        }
    }
}

const ASCII: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};
