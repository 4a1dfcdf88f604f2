//! Vehicle identification numbers 车辆识别代号 (ISO 3779, GB 16735); never blocks on the check digit.

use super::{Reason, Verdict, all_digits, digit_or_x, weighted_sum};

/// The check digit itself, position 9, weighs nothing.
const WEIGHTS: &[u32] = &[8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/// 17 characters without I, O and Q. GB 16735 makes the check digit compulsory in China; imported
/// vehicles may fail it, and may use letters where Chinese makers use digits.
#[must_use]
pub fn check(text: &str) -> Verdict {
    if text.chars().count() != 17 {
        return Verdict::Impossible(Reason::Length);
    }
    let values: Vec<u32> = text.chars().filter_map(value).collect();
    if values.len() != 17 {
        return Verdict::Impossible(Reason::Letter);
    }
    if !text[8..9].starts_with(digit_or_x(weighted_sum(values.into_iter(), WEIGHTS) % 11)) {
        return Verdict::CheckDigit;
    }
    // Position 10 is the model year, for which U, Z and 0 are not used; the serial ends in digits.
    if text[9..10].starts_with(['U', 'Z', '0']) || !all_digits(&text[13..]) {
        return Verdict::Unusual;
    }
    Verdict::Fine
}

/// What a character weighs in the check; `None` for one that no number holds.
fn value(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        'A'..='H' => Some(u32::from(c) - u32::from('A') + 1),
        'J'..='N' => Some(u32::from(c) - u32::from('J') + 1),
        'P' => Some(7),
        'R' => Some(9),
        'S'..='Z' => Some(u32::from(c) - u32::from('S') + 2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::tests::one_digit_changed;

    const FINE: &[&str] = &["LZZ5CLSB6LA000001", "LFWSRXSJ2M1E00002", "LGAX4C361P3000003"];

    #[test]
    fn numbers_are_judged() {
        let impossible = Verdict::Impossible;
        for text in FINE {
            assert_eq!(check(text), Verdict::Fine, "{text}");
        }
        for (text, want) in [
            ("LZZ5CLSB5LA000001", Verdict::CheckDigit),
            ("LZZICLSB6LA000001", impossible(Reason::Letter)),
            ("LZZ5CLSB6LA00000", impossible(Reason::Length)),
            ("LZZ5CLSB6LA00000粤", impossible(Reason::Letter)),
            ("LZZ5CLSB6LA00000O", impossible(Reason::Letter)),
            ("11111111111111111", Verdict::Fine),
            ("1111111111111111A", Verdict::Unusual),
        ] {
            assert_eq!(check(text), want, "{text}");
        }
    }

    /// Letters that share a value (A and J) can be swapped unseen; digits cannot.
    #[test]
    fn no_single_wrong_digit_passes() {
        for text in FINE {
            for wrong in one_digit_changed(text) {
                assert_ne!(check(&wrong), Verdict::Fine, "{wrong}");
            }
        }
    }
}
