//! Resident identity numbers 居民身份证号 (GB 11643); never guesses at a digit that does not fit.

use super::{Reason, Verdict, all_digits, digit_or_x, region, weighted_sum};
use crate::stdx::day::Day;

const WEIGHTS: &[u32] = &[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// Nobody born earlier is alive, so an earlier year is a slip of the finger.
const BIRTH_YEAR_MIN: i32 = 1900;

/// 18 characters: region at issue, day of birth, serial, check digit. The region may have been
/// abolished since. Numbers of 15 digits have had no force since 2013.
#[must_use]
pub fn check(text: &str, today: Day) -> Verdict {
    if text.chars().count() != 18 {
        return Verdict::Impossible(Reason::Length);
    }
    let Some((digits, last)) = split(text) else {
        return Verdict::Impossible(Reason::Letter);
    };
    if !issuer_exists(digits) {
        return Verdict::Impossible(Reason::Province);
    }
    let Some(birth) = birth(text).filter(|birth| birth.year() >= BIRTH_YEAR_MIN) else {
        return Verdict::Impossible(Reason::Date);
    };
    if birth > today {
        return Verdict::Impossible(Reason::Future);
    }
    if last == check_digit(digits) { Verdict::Fine } else { Verdict::CheckDigit }
}

/// The day of birth that the number states; `None` when it states none.
#[must_use]
pub fn birth(text: &str) -> Option<Day> {
    let (digits, _) = split(text)?;
    Day::new(
        digits[6..10].parse().ok()?,
        digits[10..12].parse().ok()?,
        digits[12..14].parse().ok()?,
    )
}

/// Whether the serial is odd, which means a man; `None` when the text is not of the right shape.
#[must_use]
pub fn is_male(text: &str) -> Option<bool> {
    let (digits, _) = split(text)?;
    Some(digits.as_bytes()[16] % 2 == 1)
}

/// The 17 digits and the check character, when the text consists of these.
fn split(text: &str) -> Option<(&str, char)> {
    let (digits, last) = text.split_at_checked(17)?;
    let right = all_digits(digits) && last.len() == 1 && (all_digits(last) || last == "X");
    right.then(|| last.chars().next()).flatten().map(|last| (digits, last))
}

/// Provinces; 81 to 83 also begin residence permits of people from Hong Kong, Macau and Taiwan, and
/// 9 the permanent residence cards of foreigners in the form of 2023.
fn issuer_exists(digits: &str) -> bool {
    digits.starts_with('9') || digits.starts_with("83") || region::province_exists(digits)
}

fn check_digit(digits: &str) -> char {
    let sum = weighted_sum(digits.chars().filter_map(|c| c.to_digit(10)), WEIGHTS);
    digit_or_x((12 - sum % 11) % 11)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::tests::one_digit_changed;

    const FINE: &[&str] =
        &["440507190001010010", "440511190006150025", "440582190012310035", "44051519000101007X"];

    fn today() -> Day {
        Day::new(2026, 11, 23).unwrap()
    }

    #[test]
    fn numbers_are_judged() {
        let impossible = Verdict::Impossible;
        for text in FINE {
            assert_eq!(check(text, today()), Verdict::Fine, "{text}");
        }
        for (text, want) in [
            ("440507190001010011", Verdict::CheckDigit),
            ("44050719000230001X", impossible(Reason::Date)),
            ("440507190001010", impossible(Reason::Length)),
            ("", impossible(Reason::Length)),
            ("440507190001O10010", impossible(Reason::Letter)),
            ("44050719000101001x", impossible(Reason::Letter)),
            ("X40507190001010010", impossible(Reason::Letter)),
            ("粤40507190001010010", impossible(Reason::Letter)),
            ("44050719000101001粤", impossible(Reason::Letter)),
            ("040507190001010010", impossible(Reason::Province)),
            ("700507190001010010", impossible(Reason::Province)),
            ("440507109001010010", impossible(Reason::Date)),
            ("440507202611240010", impossible(Reason::Future)),
        ] {
            assert_eq!(check(text, today()), want, "{text}");
        }
        assert_ne!(check("440507202611230010", today()), impossible(Reason::Future));
    }

    #[test]
    fn residence_permits_and_cards_of_foreigners_have_the_same_form() {
        for start in ["81000019900101001", "83000019900101001", "94484019900101001"] {
            let text = format!("{start}{}", check_digit(start));
            assert_eq!(check(&text, today()), Verdict::Fine, "{text}");
        }
    }

    #[test]
    fn birth_and_sex_are_read() {
        assert_eq!(birth("440511190006150025"), Day::new(1900, 6, 15));
        assert_eq!(birth("44050719000230001X"), None);
        assert_eq!(is_male("440507190001010010"), Some(true));
        assert_eq!(is_male("440511190006150025"), Some(false));
        assert_eq!(is_male("440511"), None);
    }

    #[test]
    fn no_single_wrong_digit_passes() {
        for text in FINE {
            for wrong in one_digit_changed(text) {
                assert_ne!(check(&wrong, today()), Verdict::Fine, "{wrong}");
            }
        }
    }
}
