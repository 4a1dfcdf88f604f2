//! Why a stop of a file is refused, as values that each language has its own sentence for; reads no stop.

use crate::stdx::said::Said;

/// A stop that is refused: where, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// `findings[0].code`; empty or `.` for the stop itself.
    pub path: String,
    /// What is wrong there.
    pub why: Why,
}

/// What is wrong at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// A field that the contract does not know, and those that it knows there.
    UnknownField {
        /// As it was written.
        name: String,
        /// Those that there are.
        known: String,
    },
    /// A field that must be there.
    MissingField(String),
    /// A word that this field does not know.
    NotAWord(String),
    /// Of another kind than the field takes.
    WrongKind {
        /// As it was written.
        found: String,
        /// What the field takes.
        wanted: Kind,
    },
    /// No violation of the rule pack in use.
    UnknownViolation(String),
    /// No PIN was given for this officer.
    NoPin(String),
    /// No stop of this id was recorded before in the same file.
    NoSuchStop(String),
    /// A code that the list of this system does not have, and those that it has.
    UnknownColourCode {
        /// The list: `transport` or `etc`.
        system: String,
        /// As it was written.
        code: i64,
        /// Those that there are.
        known: String,
    },
    /// The word and the code of a plate's colour name two different ones.
    TwoColours {
        /// As it was written.
        word: String,
        /// What the code stands for.
        by_code: String,
    },
    /// A list has more than it may.
    TooMany {
        /// How many it may have.
        most: usize,
    },
    /// Whatever else the reader of JSON says.
    Unreadable(String),
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A number without a unit.
    Number,
    /// `true` or `false`.
    YesNo,
    /// Several in `[ ]`.
    List,
    /// Several by name in `{ }`.
    Object,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 5] = [Kind::Text, Kind::Number, Kind::YesNo, Kind::List, Kind::Object];

    /// Key of its words.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Kind::Text => "refusal.text",
            Kind::Number => "refusal.number",
            Kind::YesNo => "refusal.yes_no",
            Kind::List => "refusal.list",
            Kind::Object => "refusal.object",
        }
    }

    /// From what the reader of JSON expected.
    fn of(expected: &str) -> Kind {
        let holds = |words: &[&str]| words.iter().any(|word| expected.contains(word));
        match () {
            () if holds(&["bool"]) => Kind::YesNo,
            () if holds(&["sequence", "tuple"]) => Kind::List,
            () if holds(&["i64", "u64", "i32", "u32", "u16", "u8", "f64", "integer"]) => {
                Kind::Number
            }
            () if holds(&["struct", "map"]) => Kind::Object,
            () => Kind::Text,
        }
    }
}

impl Why {
    /// What the reader of JSON says, as one of ours.
    #[must_use]
    pub fn of(says: &str) -> Why {
        let named = |from: &str| says.strip_prefix(from).and_then(|rest| quoted(rest, '`'));
        if let Some(name) = named("unknown field ") {
            let known = says.split_once(", expected ").map_or("-", |(_, known)| known);
            let known = known.trim_start_matches("one of ").replace('`', "");
            return Why::UnknownField { name, known };
        }
        if let Some(name) = named("missing field ") {
            return Why::MissingField(name);
        }
        if let Some(word) = named("unknown variant ") {
            return Why::NotAWord(word);
        }
        let kind = says.strip_prefix("invalid type: ").or(says.strip_prefix("invalid value: "));
        match kind.and_then(|rest| rest.split_once(", expected ")) {
            Some((found, expected)) => {
                let value = quoted(found, '`').or_else(|| quoted(found, '"'));
                let found = value.unwrap_or_else(|| found.to_string());
                Why::WrongKind { found, wanted: Kind::of(expected) }
            }
            None => Why::Unreadable(says.to_string()),
        }
    }

    /// The same in the reader's words. What a reader of files says beside these is for programmers.
    #[must_use]
    pub fn said(&self) -> Said {
        match self {
            Why::UnknownField { name, known } => {
                Said::words("refusal.unknown_field").with(name).with(known)
            }
            Why::MissingField(name) => Said::words("refusal.missing_field").with(name),
            Why::NotAWord(word) => Said::words("refusal.not_a_word").with(word),
            Why::WrongKind { found, wanted } => {
                Said::words("refusal.wrong_kind").with(found).with(Said::words(wanted.key()))
            }
            Why::UnknownViolation(code) => Said::words("refusal.unknown_violation").with(code),
            Why::NoPin(credential) => Said::words("refusal.no_pin").with(credential),
            Why::NoSuchStop(id) => Said::words("refusal.no_such_stop").with(id),
            Why::UnknownColourCode { system, code, known } => {
                Said::words("refusal.unknown_colour_code")
                    .with(format!("{system} {code}"))
                    .with(known)
            }
            Why::TwoColours { word, by_code } => {
                Said::words("refusal.two_colours").with(word).with(by_code)
            }
            Why::TooMany { most } => Said::words("refusal.too_many").with(*most as u64),
            Why::Unreadable(_) => Said::words("refusal.unreadable"),
        }
    }
}

/// What is wrong with a TOML file that people edit, and in which line.
#[must_use]
pub fn unread(text: &str, fault: &toml::de::Error) -> Said {
    let before = fault.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() as u64 + 1;
    Said::words("founding.line").with(line).with(of_toml(fault.message()))
}

/// What the reader of TOML says, in the reader's words: such a file is not of the check contract.
#[must_use]
pub fn of_toml(says: &str) -> Said {
    match Why::of(says) {
        Why::UnknownField { name, known } => {
            Said::words("founding.unknown_field").with(name).with(known)
        }
        Why::Unreadable(_) => Said::words("founding.unreadable"),
        why @ (Why::MissingField(_)
        | Why::NotAWord(_)
        | Why::WrongKind { .. }
        | Why::UnknownViolation(_)
        | Why::NoPin(_)
        | Why::NoSuchStop(_)
        | Why::UnknownColourCode { .. }
        | Why::TwoColours { .. }
        | Why::TooMany { .. }) => why.said(),
    }
}

/// What stands between the first two `mark`s.
fn quoted(text: &str, mark: char) -> Option<String> {
    let (_, rest) = text.split_once(mark)?;
    rest.rsplit_once(mark).map(|(inner, _)| inner.split(mark).next().unwrap_or(inner).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_reader_of_json_says_becomes_a_value() {
        let known = "id, at".to_string();
        let field = |name: &str| Why::UnknownField { name: name.into(), known };
        for (says, why) in [
            ("unknown field `colour_of_hat`, expected one of `id`, `at`", field("colour_of_hat")),
            ("missing field `code`", Why::MissingField("code".into())),
            ("unknown variant `x`, expected `a` or `b`", Why::NotAWord("x".into())),
            (
                "invalid type: string \"three\", expected i64",
                Why::WrongKind { found: "three".into(), wanted: Kind::Number },
            ),
            (
                "invalid type: integer `3`, expected a string",
                Why::WrongKind { found: "3".into(), wanted: Kind::Text },
            ),
            (
                "invalid type: null, expected struct Shape",
                Why::WrongKind { found: "null".into(), wanted: Kind::Object },
            ),
            ("something else", Why::Unreadable("something else".into())),
        ] {
            assert_eq!(Why::of(says), why);
        }
    }
}
