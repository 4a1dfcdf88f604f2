//! Numbers that identify people, firms, vehicles and places; a check never corrects what was typed.

pub mod certificate;
pub mod credential;
pub mod credit_code;
pub mod id_paper;
pub mod plate;
pub mod plate_colour;
pub mod plate_state;
pub mod qualification;
pub mod region;
pub mod resident_id;
pub mod road;
pub mod vin;

use crate::stdx::fold::half_width;

/// What a check thinks of an identifier. Only `Impossible` blocks; the other two ask the officer to
/// confirm that the paper shows it so, because old, foreign and wrongly printed papers exist.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Nothing speaks against it.
    Fine,
    /// Right in shape, but its own check digit disagrees.
    CheckDigit,
    /// A shape we know to exist elsewhere (another province, an import) and cannot judge.
    Unusual,
    /// No such identifier can have been issued.
    Impossible(Reason),
}

impl Verdict {
    /// Whether a decision must wait until the field is put right.
    #[must_use]
    pub fn blocks(self) -> bool {
        matches!(self, Verdict::Impossible(_))
    }
}

/// Why an identifier is impossible; the screen turns it into a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Too short or too long.
    Length,
    /// A character that this kind of identifier never holds, at this place.
    Letter,
    /// No such day in the calendar.
    Date,
    /// A day after today.
    Future,
    /// A region code that was never issued, or no longer is in force.
    Region,
    /// No province has these first digits or this first sign.
    Province,
    /// The right length and letters, in no arrangement that exists.
    Shape,
    /// The number of another kind of paper.
    OtherKind,
}

/// The form in which identifiers are compared and checked: half-width, upper case, without blanks
/// and without the dot that a plate prints after its office letter. Zero and letter O stay as typed.
#[must_use]
pub fn normalise(raw: &str) -> String {
    raw.chars().map(half_width).filter(|c| !is_blank(*c)).map(|c| c.to_ascii_uppercase()).collect()
}

/// Blanks include those without width, which come along when text is pasted from a phone.
fn is_blank(c: char) -> bool {
    const WITHOUT_WIDTH: &[char] = &['\u{200B}', '\u{200C}', '\u{200D}', '\u{2060}', '\u{FEFF}'];
    const DOTS: &[char] = &['·', '•', '・'];
    c.is_whitespace() || WITHOUT_WIDTH.contains(&c) || DOTS.contains(&c)
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Σ value × weight, the beginning of every check digit.
fn weighted_sum(values: impl Iterator<Item = u32>, weights: &[u32]) -> u32 {
    values.zip(weights).map(|(value, weight)| value * weight).sum()
}

/// The check character for a remainder of 11, where ten is written X.
fn digit_or_x(value: u32) -> char {
    char::from_digit(value, 10).unwrap_or('X')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalising_changes_width_case_and_blanks_only() {
        for (raw, want) in [
            ("粤ｄ·５５ d18", "粤D55D18"),
            (" 4405 0719\u{3000}0001 01001x\u{200B}", "44050719000101001X"),
            ("k123＋400", "K123+400"),
            ("0O0o", "0O0O"),
            ("", ""),
        ] {
            assert_eq!(normalise(raw), want, "{raw}");
            assert_eq!(normalise(want), want, "twice is once");
        }
    }

    /// Every text that differs from `text` in one digit.
    pub(super) fn one_digit_changed(text: &str) -> Vec<String> {
        let mut changed = Vec::new();
        for (at, old) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            for new in ('0'..='9').filter(|new| *new != old) {
                changed.push(format!("{}{new}{}", &text[..at], &text[at + 1..]));
            }
        }
        changed
    }
}
