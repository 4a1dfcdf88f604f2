//! A statutory form with every field present: what `print` sets and what a digest is taken of.

use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use std::collections::BTreeMap;

/// One filled form. `print` turns it into a page without knowing which form it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// File name of the form and its page, `on_spot_decision`.
    pub form: &'static str,
    /// Version of the page's layout; a page kept years ago names the one it was set with.
    pub template_version: u32,
    /// The time that the document bears, also in the PDF's own dates.
    pub made_at: Moment,
    /// The sample bureau's pages carry 样张 across them.
    pub sample: bool,
    /// A sheet or a roll.
    pub paper: Paper,
    /// Which copy this is, empty on the first print; a reprint says so here and on the page.
    pub copy_note: String,
    /// By the name that the page asks for.
    pub fields: BTreeMap<&'static str, Field>,
}

/// What a page is set for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// Thermal roll, 72 mm printable width. It fades: the stub stays on A4 or PDF/A.
    Roll72,
    /// The same, 104 mm.
    Roll104,
}

impl Paper {
    /// Whether it is a thermal roll.
    #[must_use]
    pub fn is_roll(self) -> bool {
        match self {
            Paper::A4 => false,
            Paper::Roll72 | Paper::Roll104 => true,
        }
    }
}

/// One field of a form. An empty `Text` is struck with `/` on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// Words; several lines where it has several.
    Text(String),
    /// A printed box, ticked or not.
    Box(bool),
    /// Rows of a table, each a list of cells.
    Rows(Vec<Vec<String>>),
    /// Printed in 大写 and in digits.
    Amount(Fen),
    /// Printed 2026年11月23日.
    Date(Day),
    /// Printed to the minute.
    Time(Moment),
}

impl Filled {
    /// A field's text; empty where it is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        match self.fields.get(name) {
            Some(Field::Text(text)) => text,
            _ => "",
        }
    }

    /// Every character that the page will show, for asking the font before a number is taken.
    #[must_use]
    pub fn characters(&self) -> String {
        let mut all = self.copy_note.clone();
        for field in self.fields.values() {
            match field {
                Field::Text(text) => all += text,
                Field::Rows(rows) => rows.iter().flatten().for_each(|cell| all += cell),
                Field::Amount(fen) => all += &fen.in_words(),
                Field::Box(_) | Field::Date(_) | Field::Time(_) => {}
            }
        }
        all
    }
}
