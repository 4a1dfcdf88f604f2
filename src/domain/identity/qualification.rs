//! Numbers of qualification certificates 从业资格证号; never decides what work they permit.

use super::{Reason, Verdict, all_digits, region, resident_id};
use crate::stdx::day::Day;

/// Either the holder's resident number (18), or in older papers 19 digits beginning with a region.
#[must_use]
pub fn check(text: &str, today: Day) -> Verdict {
    match text.chars().count() {
        18 => resident_id::check(text, today),
        19 if !all_digits(text) => Verdict::Impossible(Reason::Letter),
        19 if !region::province_exists(text) => Verdict::Impossible(Reason::Province),
        19 => Verdict::Fine,
        _ => Verdict::Impossible(Reason::Length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_judged() {
        let impossible = Verdict::Impossible;
        let today = Day::new(2026, 11, 23).unwrap();
        for (text, want) in [
            ("440507190001010010", Verdict::Fine),
            ("44051519000101007X", Verdict::Fine),
            ("4405070020123456789", Verdict::Fine),
            ("440507190001010011", Verdict::CheckDigit),
            ("440507002012345678", impossible(Reason::Date)),
            ("440507002012345678X", impossible(Reason::Letter)),
            ("9905070020123456789", impossible(Reason::Province)),
            ("44050700201234567", impossible(Reason::Length)),
        ] {
            assert_eq!(check(text, today), want, "{text}");
        }
    }
}
