//! What is wrong with a rule pack, as one sentence with file and row; it never repairs.

use crate::stdx::day::Day;

/// The first fault found in a pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, {row}: {wrong}")]
pub struct PackFault {
    /// Name inside the pack (`violations/freight.toml`).
    pub file: String,
    /// Code, key or line.
    pub row: String,
    pub wrong: PackWrong,
}

impl PackFault {
    pub(super) fn new(
        file: impl Into<String>,
        row: impl Into<String>,
        wrong: PackWrong,
    ) -> PackFault {
        PackFault { file: file.into(), row: row.into(), wrong }
    }
}

/// The kinds of fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackWrong {
    #[error("the file is missing")]
    Missing,
    #[error("a file is listed twice")]
    FileTwice,
    #[error("the line is not UTF-8 text")]
    NotUtf8,
    #[error("cannot be read: {0}")]
    Unreadable(String),
    #[error("the file's name is no known family of violations")]
    UnknownFamily,
    #[error("`{0}` is no family of violations")]
    NoFamily(String),
    #[error("this code stands twice in the pack")]
    Twice,
    #[error("the code does not belong to this file; its codes are {0}-001 to {0}-999")]
    WrongFamily(&'static str),
    #[error("the citation names the law `{0}`, which laws.toml does not list")]
    UnknownLaw(String),
    #[error("the range from {least} to {most} is upside down or below zero")]
    RangeReversed { least: i64, most: i64 },
    #[error("a gain test says both above and at most; keep one")]
    TwoGainTests,
    #[error("basis `{0}` stands twice in this violation")]
    BasisTwice(String),
    #[error("the violation has no legal basis")]
    NoBasis,
    #[error("basis `{0}` cites nothing or imposes nothing")]
    EmptyBasis(String),
    #[error("basis `{id}` is in force from {from} until {until}, which is before it began")]
    DatesReversed { id: String, from: Day, until: Day },
    #[error("`{0}` is no day of the calendar (year-month-day)")]
    NotADay(String),
    #[error("no violation has the code `{0}`")]
    UnknownCode(String),
    #[error("the ruling chooses basis `{id}`, which {} not have", who(code.as_deref()))]
    UnknownBasis { id: String, code: Option<String> },
    #[error("the two rulings on the over-limit basis differ")]
    TwoRulings,
    #[error("a text is empty that has to say something")]
    Blank,
    #[error("the amount {0} makes no sense here")]
    BadAmount(i64),
    #[error("the tables lack what the law needs: {0}")]
    TableGap(&'static str),
    #[error("`{0}` is no kind of vehicle that the limits know")]
    UnknownVehicle(String),
}

fn who(code: Option<&str>) -> String {
    code.map_or_else(|| "the violations concerned do".into(), |code| format!("{code} does"))
}
