//! What was typed for a paper of a case, field by field, and how it is read: every field that is missing or wrong is named by its
//! path. Guesses nothing.

use super::field::{
    APPROVED_AT, APPROVED_BY, APPROVED_PAPER, Column, FieldKind, LINE_MAX, ROWS_MAX, TEXT_MAX,
};
use super::{CasePaper, PaperApproval, PaperKind};
use crate::domain::blocked::{Blocked, Rule};
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::id::Id;
use std::collections::BTreeMap;
use std::fmt;

/// Between the parts of a row that is typed on one line.
const BETWEEN: [char; 4] = ['；', '|', '｜', '\t'];

/// What a field holds: who was asked and what he said stand in some, so that it prints as nobody's.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// As it was typed.
    Text(String),
    /// A list, each row in the order of its columns.
    Rows(Vec<Vec<String>>),
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹personal›")
    }
}

/// What was typed for a paper, by the path of each field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(BTreeMap<String, Value>);

impl Typed {
    /// Puts a text into a field.
    pub fn text(&mut self, path: &str, text: impl Into<String>) -> &mut Typed {
        self.put(path, Value::Text(text.into()))
    }

    /// Puts a value into a field.
    pub fn put(&mut self, path: &str, value: Value) -> &mut Typed {
        self.0.insert(path.to_string(), value);
        self
    }

    /// With all that `other` holds in the place of its own.
    #[must_use]
    pub fn under(mut self, other: Typed) -> Typed {
        self.0.extend(other.0);
        self
    }

    /// What a field holds; `None` where nothing was put there.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Value> {
        self.0.get(path)
    }

    /// What a field holds on one line, or a row of a list a line.
    #[must_use]
    pub fn shown(&self, path: &str) -> String {
        match self.0.get(path) {
            Some(Value::Text(text)) => text.clone(),
            Some(Value::Rows(rows)) => {
                rows.iter().map(|row| row.join("；")).collect::<Vec<_>>().join("\n")
            }
            None => String::new(),
        }
    }
}

/// Rows of a list from lines, parts of each between `；` or `|`; empty lines are none.
#[must_use]
pub fn rows_of(lines: &str) -> Vec<Vec<String>> {
    let row = |line: &str| line.split(BETWEEN).map(|part| part.trim().to_string()).collect();
    lines.lines().filter(|line| !line.trim().is_empty()).map(row).collect()
}

/// Reads the fields of one paper, and keeps what is missing or wrong.
pub struct Reading<'a> {
    typed: &'a Typed,
    kind: &'a PaperKind,
    no: Vec<Blocked>,
}

impl<'a> Reading<'a> {
    /// Of `typed`, for a paper of the sort `kind`. What has no field is refused.
    #[must_use]
    pub fn new(typed: &'a Typed, kind: &'a PaperKind) -> Reading<'a> {
        let mut reading = Reading { typed, kind, no: Vec::new() };
        for path in typed.0.keys() {
            if kind.all_fields().all(|field| field.path != path) {
                reading.wrong(path);
            }
        }
        reading
    }

    /// Says that what stands at `path` cannot be.
    pub fn wrong(&mut self, path: impl Into<String>) {
        self.no.push(Blocked::new(Rule::ImpossibleValue, path));
    }

    /// Says that nothing stands at `path`.
    pub fn missing(&mut self, path: impl Into<String>) {
        self.no.push(Blocked::new(Rule::FormIncomplete, path));
    }

    /// Says what the law has against it already.
    pub fn refuse(&mut self, no: Blocked) {
        self.no.push(no);
    }

    /// A text; empty where nothing is there, which is refused where the field is wanted.
    pub fn text(&mut self, path: &str) -> String {
        let text = match self.typed.get(path) {
            Some(Value::Text(text)) => text.trim().to_string(),
            Some(Value::Rows(_)) => {
                self.wrong(path);
                return String::new();
            }
            None => String::new(),
        };
        let field = self.kind.all_fields().find(|field| field.path == path);
        let is_long = field.is_some_and(|field| matches!(field.kind, FieldKind::Lines));
        if text.is_empty() && field.is_some_and(|field| field.is_wanted) {
            self.missing(path);
        }
        if text.chars().count() > if is_long { TEXT_MAX } else { LINE_MAX } {
            self.wrong(path);
        }
        text
    }

    /// What `read` makes of a text; `None` where there is none, or it makes nothing of it, which is refused.
    fn of<T>(&mut self, path: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(path);
        if text.is_empty() {
            return None;
        }
        let read = read(&text);
        if read.is_none() {
            self.wrong(path);
        }
        read
    }

    /// A day.
    pub fn day(&mut self, path: &str) -> Option<Day> {
        self.of(path, Day::parse)
    }

    /// A time, to the minute or in full.
    pub fn time(&mut self, path: &str) -> Option<Moment> {
        self.of(path, |text| Moment::parse(text).or_else(|| Moment::parse_short(text)))
    }

    /// A whole number between `least` and `most`, both included.
    pub fn number(&mut self, path: &str, least: u32, most: u32) -> Option<u32> {
        let fits = |number: &u32| (least..=most).contains(number);
        self.of(path, |text| text.parse().ok().filter(fits))
    }

    /// One of `words`, as the value beside it.
    pub fn choice<T: Copy>(&mut self, path: &str, words: &[(&str, T)]) -> Option<T> {
        let of = |text: &str| words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        self.of(path, of)
    }

    /// An earlier paper among `ids`.
    pub fn earlier(&mut self, path: &str, ids: &[Id]) -> Option<Id> {
        self.of(path, |text| Id::parse(text).filter(|id| ids.contains(id)))
    }

    /// Rows, each as long as `columns`; what a row lacks or has too much is refused by its path.
    pub fn rows(&mut self, path: &str, columns: &[Column]) -> Vec<Vec<String>> {
        let rows = match self.typed.get(path) {
            Some(Value::Rows(rows)) => rows.clone(),
            Some(Value::Text(text)) => rows_of(text),
            None => Vec::new(),
        };
        let is_wanted = self.kind.all_fields().any(|field| field.path == path && field.is_wanted);
        if rows.is_empty() && is_wanted {
            self.missing(path);
        }
        if rows.len() > ROWS_MAX {
            self.wrong(path);
        }
        let mut read = Vec::new();
        for (nth, mut row) in rows.into_iter().enumerate() {
            if row.len() > columns.len() {
                self.wrong(format!("{path}[{nth}]"));
            }
            row.resize(columns.len(), String::new());
            for (column, part) in columns.iter().zip(&row) {
                let at = format!("{path}[{nth}].{}", column.name);
                if part.trim().is_empty() && column.is_wanted {
                    self.missing(at);
                } else if part.chars().count() > if column.is_long { TEXT_MAX } else { LINE_MAX } {
                    self.wrong(at);
                }
            }
            read.push(row.iter().map(|part| part.trim().to_string()).collect());
        }
        read
    }

    /// Who approved it and when; `None` where nobody is named. One that is to come is none.
    pub(super) fn approval(&mut self, now: Moment) -> Option<PaperApproval> {
        let (by, at) = (self.text(APPROVED_BY), self.time(APPROVED_AT));
        let paper = self.text(APPROVED_PAPER);
        if by.is_empty() {
            return None;
        }
        let is_typed = |path: &str| !self.typed.shown(path).trim().is_empty();
        match at {
            None if is_typed(APPROVED_AT) => None,
            None => {
                self.missing(APPROVED_AT);
                None
            }
            Some(at) if at > now => {
                self.wrong(APPROVED_AT);
                None
            }
            Some(at) => Some(PaperApproval { by, at, paper }),
        }
    }

    /// The paper where nothing is missing or wrong.
    pub(super) fn finish(mut self, paper: Option<CasePaper>) -> Result<CasePaper, Vec<Blocked>> {
        self.no.sort();
        self.no.dedup();
        let Some(paper) = paper else { return Err(self.no) };
        if self.no.is_empty() { Ok(paper) } else { Err(self.no) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::paper::kind;

    #[test]
    fn a_row_is_a_line_and_its_parts_stand_between_semicolons_or_bars() {
        let rows = rows_of("运单；原件；1份；本局\n\n 行车记录仪 | 黑色 \r\n单据");
        assert_eq!(rows[0], ["运单", "原件", "1份", "本局"]);
        assert_eq!(rows[1], ["行车记录仪", "黑色"]);
        assert_eq!(rows[2], ["单据"]);
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn what_is_missing_and_what_cannot_be_is_named_by_its_path() {
        let kind = kind("evidence_hold").unwrap();
        let mut typed = Typed::default();
        typed.text("hold.working_days", "8").text("hold.nothing", "1");
        typed.put("hold.items", Value::Rows(vec![vec![], vec!["a".into(); 5]]));
        let mut reading = Reading::new(&typed, kind);
        let columns = [Column::wanted("name"), Column::new("spec")];
        assert_eq!(reading.text("hold.cause"), "");
        assert_eq!(reading.number("hold.working_days", 1, 7), None);
        assert_eq!(reading.rows("hold.items", &columns).len(), 2);
        let no = reading.finish(None).unwrap_err();
        let said: Vec<(&str, &str)> =
            no.iter().map(|no| (no.rule.name(), no.field.as_str())).collect();
        let wrong = "impossible_value";
        assert_eq!(
            said,
            [
                (wrong, "hold.items[1]"),
                (wrong, "hold.nothing"),
                (wrong, "hold.working_days"),
                ("form_incomplete", "hold.cause"),
                ("form_incomplete", "hold.items[0].name"),
            ]
        );
    }

    #[test]
    fn an_approval_that_is_to_come_is_none() {
        let kind = kind("evidence_hold").unwrap();
        let now = Moment::parse("2026-11-23T10:00:00+08:00").unwrap();
        let approved = |at: &str| {
            let mut typed = Typed::default();
            typed.text(APPROVED_BY, "陈局").text(APPROVED_AT, at);
            let mut reading = Reading::new(&typed, kind);
            let approval = reading.approval(now);
            (approval.is_some(), reading.no.len())
        };
        assert_eq!(approved("2026-11-23T09:30:00+08:00"), (true, 0));
        assert_eq!(approved("2026-11-23T10:30:00+08:00"), (false, 1));
        assert_eq!(approved(""), (false, 1));
        assert_eq!(approved("昨天"), (false, 1));
    }
}
