//! Further readings of scales and the slip that the party saw: what each showed, on which scale and when; which of them counts
//! is said elsewhere, and none ever takes the place of another.

use crate::stdx::clock::Moment;
use crate::stdx::day::Day;

/// Number of readings that are recorded beside the first at most.
pub const READINGS_MAX: usize = 4;

/// 检测场合: on which occasion a scale was read (超限 33, 路保 40).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReadingKind {
    /// 流动检测初检: before the vehicle was led to a site.
    PreCheck,
    /// 固定站点检测.
    Fixed,
    /// 异议复称: because the party disputed what was read before.
    Second,
}

impl ReadingKind {
    /// Every occasion.
    pub const ALL: [ReadingKind; 3] =
        [ReadingKind::PreCheck, ReadingKind::Fixed, ReadingKind::Second];

    /// The word of the check contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ReadingKind::PreCheck => "pre_check",
            ReadingKind::Fixed => "fixed",
            ReadingKind::Second => "second",
        }
    }

    /// The occasion of a word of the check contract; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<ReadingKind> {
        ReadingKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// As papers write it.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        match self {
            ReadingKind::PreCheck => "流动检测初检",
            ReadingKind::Fixed => "固定站点检测",
            ReadingKind::Second => "异议复称",
        }
    }
}

/// 称重读数: one more reading of the vehicle as it was met, before anything was unloaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// `None` where nobody said; it ranks as a fixed site then.
    pub kind: Option<ReadingKind>,
    /// Gross mass as the scale showed it, kg; without it nothing was read.
    pub gross_kg: Option<i64>,
    /// When it was read; `None` where nobody said, then on the day of the stop.
    pub at: Option<Moment>,
    /// Number of the scale.
    pub device: String,
    /// 2, 5 or 10 under JJG 907; 0 for a class that nobody read.
    pub accuracy_class: u8,
    /// Of its verification certificate (检定证书).
    pub certificate_no: String,
    /// Last day of that certificate.
    pub certificate_until: Option<Day>,
    /// 检测单号 of the slip; empty where none was printed.
    pub slip_no: String,
}

impl Reading {
    /// Whether nothing was recorded of it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        *self == Reading::default()
    }
}

/// Path of a field of the reading `nth`.
#[must_use]
pub fn path(nth: usize, field: &str) -> String {
    format!("readings[{nth}].{field}")
}

/// 检测单: the slip of the first reading, and what the party did with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    /// 检测单号; empty where it bears none.
    pub no: String,
    /// `None` while nobody was asked to sign.
    pub standing: Option<SlipStanding>,
    /// What the party says against the reading, in its words; empty where it says nothing.
    pub dispute: String,
}

/// What became of a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SlipStanding {
    /// Signed as right.
    Signed,
    /// The party disputes what it says, signed or not.
    Disputed,
    /// Not signed, without a word against the reading.
    Refused,
}

impl SlipStanding {
    /// Every standing.
    pub const ALL: [SlipStanding; 3] =
        [SlipStanding::Signed, SlipStanding::Disputed, SlipStanding::Refused];

    /// The word of the check contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            SlipStanding::Signed => "signed",
            SlipStanding::Disputed => "disputed",
            SlipStanding::Refused => "refused",
        }
    }

    /// The standing of a word of the check contract; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<SlipStanding> {
        SlipStanding::ALL.into_iter().find(|standing| standing.word() == word)
    }
}
