//! What is wrong with a rule pack, as one sentence with file and row; it never repairs.

use super::bases::BasisWrong;
use super::deadlines::DeadlineWrong;
use super::discretion::wrong::StandardWrong;
use super::leniency::wrong::LeniencyWrong;
use super::power_list::PowerWrong;
use crate::stdx::day::Day;
use crate::stdx::said::Said;
use crate::wire::refusal::of_toml;

/// The first fault found in a pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, {row}: {wrong}")]
pub struct PackFault {
    /// Name inside the pack (`violations/freight.toml`).
    pub file: String,
    /// Code, key or line.
    pub row: String,
    /// What is wrong there.
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

impl PackFault {
    /// The same in the reader's words.
    #[must_use]
    pub fn said(&self) -> Said {
        let row = match (self.row.as_str(), self.row.strip_prefix("line ")) {
            (_, Some(line)) => Said::words("pack_wrong.line").with(line),
            ("the whole file", None) => Said::words("pack_wrong.whole_file"),
            (row, None) => row.into(),
        };
        let at = Said::words("pack_wrong.at").with(&self.file).with(row);
        Said::words("pack_wrong.is").with(at).with(self.wrong.said())
    }
}

/// The kinds of fault.
#[allow(missing_docs, reason = "each says itself what it is")]
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
    #[error("a sanction has two gain tests; keep one")]
    TwoGainTests,
    #[error("basis `{0}` stands twice in this violation")]
    BasisTwice(String),
    #[error("the violation has no legal basis")]
    NoBasis,
    #[error("basis `{0}` cites nothing or imposes nothing")]
    EmptyBasis(String),
    #[error("basis `{0}` of a confirmed violation cites a law without an article")]
    NoArticle(String),
    #[error("a confirmed violation says that `{0}` is violated, without an article")]
    NoViolatedArticle(String),
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
    #[error("{0} is no row of the list of conflicts, 1 to 12")]
    NoConflict(u8),
    #[error("the bases of conflict {0} compete, and chosen_bases names none of them")]
    NoBasisChosen(u8),
    #[error(
        "there is no basis to choose for this act alone: it has one, its party says which, or its row of the list of conflicts does"
    )]
    NothingToChoose,
    #[error("a text is empty that has to say something")]
    Blank,
    #[error("the amount {0} makes no sense here")]
    BadAmount(i64),
    #[error("the tables lack what the law needs: {0}")]
    TableGap(Gap),
    #[error("`{0}` is no kind of vehicle that the limits know")]
    UnknownVehicle(String),
    #[error("{0}")]
    Deadline(DeadlineWrong),
    #[error(transparent)]
    Standard(#[from] StandardWrong),
    #[error(transparent)]
    Power(#[from] PowerWrong),
    #[error(transparent)]
    Leniency(#[from] LeniencyWrong),
    #[error(transparent)]
    Basis(#[from] BasisWrong),
    #[error("it has {bytes} bytes, and may have {most}")]
    TooLarge { bytes: usize, most: usize },
}

/// What the limits' tables lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "each says itself what it is")]
pub enum Gap {
    #[error("one row, and only one, for each vehicle and number of axles")]
    SeveralRows,
    #[error("a row without upper end for trains")]
    NoOpenEnd,
    #[error("the axle groups do not add up to the axles")]
    AxleGroups,
    #[error("the last band, and only the last, has no edges")]
    LastBand,
    #[error("each band must be wider than the one before")]
    NarrowBand,
    #[error("there is no band")]
    NoBand,
    #[error("a limit in kg, or that of the licence, and not both")]
    TwoLimits,
    #[error("an axle row is for one, two or three axles")]
    AxleRow,
}

impl Gap {
    fn key(self) -> &'static str {
        match self {
            Gap::SeveralRows => "pack_wrong.several_rows",
            Gap::NoOpenEnd => "pack_wrong.no_open_end",
            Gap::AxleGroups => "pack_wrong.axle_groups",
            Gap::LastBand => "pack_wrong.last_band",
            Gap::NarrowBand => "pack_wrong.narrow_band",
            Gap::NoBand => "pack_wrong.no_band",
            Gap::TwoLimits => "pack_wrong.two_limits",
            Gap::AxleRow => "pack_wrong.axle_row",
        }
    }
}

impl PackWrong {
    fn said(&self) -> Said {
        let plain = Said::words;
        match self {
            PackWrong::Missing => plain("pack_wrong.missing"),
            PackWrong::FileTwice => plain("pack_wrong.file_twice"),
            PackWrong::NotUtf8 => plain("io.no_text"),
            PackWrong::Unreadable(says) => of_toml(says),
            PackWrong::UnknownFamily => plain("pack_wrong.unknown_family"),
            PackWrong::NoFamily(name) => plain("pack_wrong.no_family").with(name),
            PackWrong::Twice => plain("pack_wrong.twice"),
            PackWrong::WrongFamily(family) => plain("pack_wrong.wrong_family").with(*family),
            PackWrong::UnknownLaw(law) => plain("pack_wrong.unknown_law").with(law),
            PackWrong::RangeReversed { least, most } => {
                plain("pack_wrong.range_reversed").with(least.to_string()).with(most.to_string())
            }
            PackWrong::TwoGainTests => plain("pack_wrong.two_gain_tests"),
            PackWrong::BasisTwice(id) => plain("pack_wrong.basis_twice").with(id),
            PackWrong::NoBasis => plain("pack_wrong.no_basis"),
            PackWrong::EmptyBasis(id) => plain("pack_wrong.empty_basis").with(id),
            PackWrong::NoArticle(id) => plain("pack_wrong.no_article").with(id),
            PackWrong::NoViolatedArticle(law) => plain("pack_wrong.no_violated_article").with(law),
            PackWrong::DatesReversed { id, from, until } => {
                let days = Said::List(vec![from.to_string().into(), until.to_string().into()]);
                plain("pack_wrong.dates_reversed").with(id).with(days)
            }
            PackWrong::NotADay(text) => plain("founding.no_day").with(text),
            PackWrong::UnknownCode(code) => plain("pack_wrong.unknown_code").with(code),
            PackWrong::UnknownBasis { id, code } => {
                let code = code.as_deref().unwrap_or("-");
                plain("pack_wrong.unknown_basis").with(id).with(code)
            }
            PackWrong::TwoRulings => plain("pack_wrong.two_rulings"),
            PackWrong::NoConflict(row) => plain("pack_wrong.no_conflict").with(row.to_string()),
            PackWrong::NoBasisChosen(row) => {
                plain("pack_wrong.no_basis_chosen").with(row.to_string())
            }
            PackWrong::NothingToChoose => plain("pack_wrong.nothing_to_choose"),
            PackWrong::Blank => plain("pack_wrong.blank"),
            PackWrong::BadAmount(amount) => plain("pack_wrong.bad_amount").with(amount.to_string()),
            PackWrong::TableGap(gap) => plain(gap.key()),
            PackWrong::UnknownVehicle(kind) => plain("pack_wrong.unknown_vehicle").with(kind),
            PackWrong::Deadline(wrong) => wrong.said(),
            PackWrong::Standard(wrong) => wrong.said(),
            PackWrong::Power(wrong) => wrong.said(),
            PackWrong::Leniency(wrong) => wrong.said(),
            PackWrong::Basis(wrong) => wrong.said(),
            PackWrong::TooLarge { bytes, most } => {
                plain("pack_wrong.too_large").with(bytes.to_string()).with(most.to_string())
            }
        }
    }
}

fn who(code: Option<&str>) -> String {
    code.map_or_else(|| "the violations concerned do".into(), |code| format!("{code} does"))
}
