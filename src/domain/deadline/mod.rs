//! Deadlines of the law (期限) as the rule pack lists them: how long, from what, whose, what ends and what suspends them; a row
//! counts no day itself.

pub mod of_stop;
pub mod reckon;
pub mod recorded;
pub mod running;
pub mod surcharge;
pub mod trigger;
pub mod watched;

use crate::domain::rulebook::Citation;
use crate::stdx::day::Day;
use surcharge::SurchargeRule;
use trigger::Trigger;

/// In which unit a period is counted (处罚法 85; 强制法 69; 复议法 88).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Clock hours, over midnight and over holidays.
    Hours,
    /// Calendar days.
    Days,
    /// Working days by the State's yearly notices.
    WorkingDays,
    /// To the same date, or the last day of the month where it has none (民法典 202).
    Months,
    /// Twelve months each.
    Years,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Unit; 5] =
        [Unit::Hours, Unit::Days, Unit::WorkingDays, Unit::Months, Unit::Years];

    /// The word of the rule pack.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Unit::Hours => "hours",
            Unit::Days => "days",
            Unit::WorkingDays => "working_days",
            Unit::Months => "months",
            Unit::Years => "years",
        }
    }

    /// The unit of a word; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.word() == word)
    }

    /// No period of law is longer, in this unit; a longer one is a slip of the pen. Of years the longest is a file's keeping.
    #[must_use]
    pub fn longest(self) -> u32 {
        match self {
            Unit::Hours => 720,
            Unit::Days => 1_000,
            Unit::WorkingDays | Unit::Months => 120,
            Unit::Years => 50,
        }
    }
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// How many hours, days, months or years; never 0.
    pub length: u32,
    /// Which of them.
    pub unit: Unit,
}

/// Whom a deadline binds. The last day of the party's moves past holidays (民诉法 85); the organ's limits on seizure, its hours
/// and the surcharge never move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obliged {
    /// The party, or it is the party's time to wait.
    Party,
    /// Us.
    Organ,
    /// A court, the reconsideration organ, the police, a platform.
    Other,
}

impl Obliged {
    /// The one of a word of the rule pack; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Obliged> {
        match word {
            "party" => Some(Obliged::Party),
            "organ" => Some(Obliged::Organ),
            "other" => Some(Obliged::Other),
            _ => None,
        }
    }

    /// The word of the rule pack.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Obliged::Party => "party",
            Obliged::Organ => "organ",
            Obliged::Other => "other",
        }
    }
}

/// On which side of its end a thing may be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sense {
    /// On the last day at the latest.
    #[default]
    Within,
    /// On the day behind the last one at the earliest.
    NotBefore,
    /// Counted back: whole days lie between it and the event.
    Ahead,
}

impl Sense {
    /// The one of a word of the rule pack; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Sense> {
        match word {
            "within" => Some(Sense::Within),
            "not_before" => Some(Sense::NotBefore),
            "ahead" => Some(Sense::Ahead),
            _ => None,
        }
    }

    /// The word of the rule pack.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Sense::Within => "within",
            Sense::NotBefore => "not_before",
            Sense::Ahead => "ahead",
        }
    }
}

/// Where a row was read; only the first kind is verified, the others show 未核.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceMark {
    /// ✔ in a stored text of the law or on a government page.
    Read,
    /// ◐ on a secondary page, or derived from two that were read.
    Secondary,
    /// From own knowledge, not read again.
    Own,
}

impl SourceMark {
    /// The one of a sign of the rule pack; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<SourceMark> {
        match word {
            "✔" => Some(SourceMark::Read),
            "◐" => Some(SourceMark::Secondary),
            "own" => Some(SourceMark::Own),
            _ => None,
        }
    }

    /// Whether somebody may rest on the row.
    #[must_use]
    pub fn is_verified(self) -> bool {
        self == SourceMark::Read
    }
}

/// What takes time out of a period (强制法 25; 处罚法 73; 复议法 20).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// Tests and appraisals of a definite time that the party was told in writing (强制法 25(3)).
    Testing,
    /// A reconsideration or a suit (处罚法 73(3)).
    Remedy,
    /// Force majeure, or another reason that is not the party's own (复议法 20).
    Obstacle,
}

impl Pause {
    /// Every one.
    pub const ALL: [Pause; 3] = [Pause::Testing, Pause::Remedy, Pause::Obstacle];

    /// The word of the rule pack.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Pause::Testing => "testing",
            Pause::Remedy => "remedy",
            Pause::Obstacle => "obstacle",
        }
    }

    /// The one of a word; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Pause> {
        Pause::ALL.into_iter().find(|pause| pause.word() == word)
    }

    /// What begins and what ends it.
    #[must_use]
    pub fn events(self) -> (Trigger, Trigger) {
        match self {
            Pause::Testing => (Trigger::TestingBegun, Trigger::TestingEnded),
            Pause::Remedy => (Trigger::RemedyBegun, Trigger::RemedyEnded),
            Pause::Obstacle => (Trigger::ObstacleBegun, Trigger::ObstacleEnded),
        }
    }
}

/// That a deadline does not run while something lasts, and the article that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PauseRule {
    /// While what lasts.
    pub by: Pause,
    /// Where the law says so.
    pub cites: Vec<Citation>,
    /// Where that was read.
    pub mark: SourceMark,
}

/// One deadline of the law, as the rule pack has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// `seizure`.
    pub id: String,
    /// As the law calls it.
    pub name_zh: String,
    /// In English.
    pub name_en: String,
    /// The whole of it.
    pub span: Span,
    /// The unit in which a breach is counted, where the law does not say whether working days are meant.
    pub breach_unit: Option<Unit>,
    /// What begins it.
    pub from: Vec<Trigger>,
    /// Later events from which it is counted anew.
    pub restarts: Vec<Trigger>,
    /// The deadline at whose end it begins.
    pub follows: Option<String>,
    /// What ends it.
    pub stops: Vec<Trigger>,
    /// What does not count.
    pub pauses: Vec<PauseRule>,
    /// Whom it binds.
    pub obliged: Obliged,
    /// Done before its end, or behind it.
    pub sense: Sense,
    /// Where it stands.
    pub cites: Vec<Citation>,
    /// Why no article is cited; `None` where one is.
    pub without_article: Option<String>,
    /// What comes of it, in Chinese.
    pub consequence_zh: String,
    /// What comes of it, in English.
    pub consequence_en: String,
    /// First day on which it can begin; `None` for ever.
    pub in_force_from: Option<Day>,
    /// Last day on which it can begin; `None` while it is in force.
    pub in_force_until: Option<Day>,
    /// Where it was read.
    pub mark: SourceMark,
}

impl Deadline {
    /// Whether it can begin on `day`.
    #[must_use]
    pub fn in_force(&self, day: Day) -> bool {
        self.in_force_from.is_none_or(|from| from <= day)
            && self.in_force_until.is_none_or(|until| day <= until)
    }

    /// Whether all of the row was read in the law.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.mark.is_verified()
    }
}

/// What the law orders without saying how soon, and times that it forbids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unnumbered {
    /// `recusal`.
    pub id: String,
    /// As the law calls it.
    pub name_zh: String,
    /// In English.
    pub name_en: String,
    /// Where it stands.
    pub cites: Vec<Citation>,
    /// Why no article is cited; `None` where one is.
    pub without_article: Option<String>,
    /// What there is instead of a length, in Chinese.
    pub why_zh: String,
    /// The same in English.
    pub why_en: String,
    /// Where it was read.
    pub mark: SourceMark,
}

/// All deadlines of a rule pack; empty in a pack that lists none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deadlines {
    /// In the order of the pack.
    pub rows: Vec<Deadline>,
    /// Duties without a length.
    pub unnumbered: Vec<Unnumbered>,
    /// How a fine grows that is not paid; `None` in a pack that does not say.
    pub surcharge: Option<SurchargeRule>,
}

impl Deadlines {
    /// The deadline of that id; `None` when the pack has none.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Deadline> {
        self.rows.iter().find(|row| row.id == id)
    }
}
