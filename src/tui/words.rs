//! Words that several screens share, in the language of the moment; statutory text is not here.

use crate::app::command::Trouble;
use crate::domain::blocked::{Blocked, Warning};
use crate::domain::clock_step::ClockStep;
use crate::domain::inspection::judgement::{Judgement, Penalty};
use crate::stdx::fen::Fen;
use rust_i18n::t;

/// A language of the screens. Papers are Chinese in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// 中文.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Lang {
    /// As the files of words are called.
    #[must_use]
    pub fn locale(self) -> &'static str {
        match self {
            Lang::Chinese => "zh-CN",
            Lang::English => "en",
        }
    }

    /// The language of a locale name; Chinese when it is not one of ours.
    #[must_use]
    pub fn from_locale(locale: &str) -> Lang {
        if locale.starts_with("en") { Lang::English } else { Lang::Chinese }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Lang {
        match self {
            Lang::Chinese => Lang::English,
            Lang::English => Lang::Chinese,
        }
    }
}

/// The words of a key that is known only at run time.
#[must_use]
pub fn say(l: &str, key: &str) -> String {
    t!(key, locale = l).into_owned()
}

/// The key of a field's label: `findings[0].code` has the words of `field.findings.code`.
#[must_use]
pub fn field_key(path: &str) -> String {
    let mut key = String::from("field.");
    let mut inside = false;
    for c in path.chars() {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            c if !inside => key.push(c),
            _ => {}
        }
    }
    key
}

/// The label of a field.
#[must_use]
pub fn field(l: &str, path: &str) -> String {
    say(l, &field_key(path))
}

/// What the clock did, in which direction, by how much, and what to do about it.
#[must_use]
pub fn clock_step(l: &str, step: ClockStep) -> String {
    let (count, unit) = step.size();
    let by = t!(unit, locale = l, a = count);
    t!(step.sentence(), locale = l, a = by).into_owned()
}

/// A trouble as one sentence.
#[must_use]
pub fn trouble(l: &str, trouble: &Trouble) -> String {
    let sentence = trouble.sentence(l);
    match &trouble.field {
        Some(path) => format!("{}: {sentence}", field(l, path)),
        None => sentence,
    }
}

/// The word of an outcome of the check contract.
#[must_use]
pub fn outcome(l: &str, word: &str) -> String {
    say(l, &format!("outcome.{word}"))
}

/// Why a rule refuses, with the place it looks at.
#[must_use]
pub fn blocked_why(l: &str, blocked: &Blocked) -> String {
    let why = say(l, &format!("blocked.{}.why", blocked.rule.name()));
    if blocked.field.is_empty() {
        return why;
    }
    format!("{why} [{}]", field(l, &blocked.field))
}

/// What would unblock it.
#[must_use]
pub fn blocked_unblock(l: &str, blocked: &Blocked) -> String {
    say(l, &blocked.unblock_key())
}

/// The sentence of a warning.
#[must_use]
pub fn warning(l: &str, warning: &Warning) -> String {
    let words = say(l, &format!("warning.{}", warning.name()));
    match warning.field() {
        Some(path) => format!("{words} [{}]", field(l, path)),
        None => words,
    }
}

/// `罚款 ¥3,000` or what else the penalty is.
#[must_use]
pub fn penalties(l: &str, penalties: &[Penalty]) -> String {
    let words: Vec<String> =
        penalties.iter().map(|penalty| say(l, &format!("penalty.{}", penalty.word()))).collect();
    words.join("、")
}

/// The amount in digits, the range, or nothing.
#[must_use]
pub fn amount(judgement: &Judgement) -> String {
    match (judgement.fine, judgement.range) {
        (None, None) | (Some(Fen::ZERO), _) => String::new(),
        (Some(fine), _) => fine.to_string(),
        (None, Some((least, most))) => format!("{least} - {most}"),
    }
}

/// `6,240`: kilograms with separators.
#[must_use]
pub fn thousands(n: i64) -> String {
    Fen::from_yuan(n).in_digits()
}

/// `3,900 mm` as `3.90`, or the text as it stands when it is no length.
#[must_use]
pub fn metres(mm: &str) -> String {
    let Ok(mm) = mm.parse::<i64>() else { return mm.to_string() };
    let text = format!("{}.{:03}", mm / 1000, (mm % 1000).abs());
    text.strip_suffix('0').map_or(text.clone(), str::to_string)
}

/// What was typed for a length as millimetres: `12.00` and `12` are metres, `12000` is not.
#[must_use]
pub fn millimetres(typed: &str) -> String {
    let text = typed.trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 3 {
        return text.to_string();
    }
    let Ok(whole_n) = whole.parse::<i64>() else { return text.to_string() };
    if !text.contains('.') && whole_n >= 100 {
        return text.to_string();
    }
    let part_n: i64 = format!("{part:0<3}").parse().unwrap_or(0);
    (whole_n.saturating_mul(1000).saturating_add(part_n)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_kept_in_millimetres_and_shown_in_metres() {
        for (typed, mm, shown) in [
            ("12.00", "12000", "12.00"),
            ("12", "12000", "12.00"),
            ("2.55", "2550", "2.55"),
            ("3.955", "3955", "3.955"),
            ("12000", "12000", "12.00"),
            ("abc", "abc", "abc"),
            ("1.2345", "1.2345", "1.2345"),
            ("", "", ""),
        ] {
            assert_eq!(millimetres(typed), mm, "{typed}");
            assert_eq!(metres(mm), shown, "{typed}");
        }
    }

    #[test]
    fn the_number_of_a_finding_is_no_part_of_its_label() {
        assert_eq!(field_key("findings[12].code"), "field.findings.code");
        assert_eq!(field_key("officers[0]"), "field.officers");
    }
}
