//! Every worked example of the notes on the law, one row each: where it stands there, and what the pure functions must
//! give for it. `V` is violations-and-standards.md, `L` is law.md.

mod identifiers;
mod over_limit;
mod procedure;

use std::fmt::Display;

/// One example.
pub struct Row {
    at: &'static str,
    what: String,
    got: String,
    want: String,
}

pub fn row(at: &'static str, what: impl Display, got: impl Display, want: impl Display) -> Row {
    let (what, got, want) = (what.to_string(), got.to_string(), want.to_string());
    Row { at, what, got, want }
}

/// Holds all rows, and shows all that do not come out.
pub fn hold(rows: &[Row]) {
    assert!(!rows.is_empty());
    let wrong: Vec<String> = rows
        .iter()
        .filter(|row| row.got != row.want)
        .map(|row| format!("{}: {} gives {}, not {}", row.at, row.what, row.got, row.want))
        .collect();
    assert!(wrong.is_empty(), "{} of {} rows\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// A value, or a dash where there is none.
pub fn or_dash(value: Option<impl Display>) -> String {
    value.map_or_else(|| "-".to_string(), |value| value.to_string())
}
