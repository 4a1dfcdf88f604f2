//! Unified social credit codes 统一社会信用代码 (GB 32100-2015); never accepts I, O, S, V or Z.

use super::{Reason, Verdict, all_digits, digit_or_x, region, weighted_sum};

/// A character's place here is its value.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: &[u32] = &[1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const INNER_WEIGHTS: &[u32] = &[3, 7, 9, 10, 5, 8, 4, 2];

/// 登记管理部门, the department that registers; others may have been added since.
const DEPARTMENTS: &str = "123456789ANY";

/// 18 characters: department, class, region (6 digits), 主体标识码 with a check of its own (9; GB
/// 11714), and the check over all.
#[must_use]
pub fn check(text: &str) -> Verdict {
    if text.chars().count() != 18 {
        return Verdict::Impossible(Reason::Length);
    }
    if !text.chars().all(|c| ALPHABET.contains(c)) {
        return Verdict::Impossible(Reason::Letter);
    }
    let region = &text[2..8];
    if !all_digits(region) {
        return Verdict::Impossible(Reason::Region);
    }
    // 10 stands for the country as a whole: firms registered with the central authority.
    if !region.starts_with("10") && !region::province_exists(region) {
        return Verdict::Impossible(Reason::Province);
    }
    if !text[16..17].starts_with(inner_check(&text[8..16]))
        || !text[17..].starts_with(outer_check(&text[..17]))
    {
        return Verdict::CheckDigit;
    }
    if !text.starts_with(|c| DEPARTMENTS.contains(c)) {
        return Verdict::Unusual;
    }
    Verdict::Fine
}

/// GB 11714: letters count from 10 over the whole alphabet, I and O included.
fn inner_check(body: &str) -> char {
    let sum = weighted_sum(body.chars().filter_map(|c| c.to_digit(36)), INNER_WEIGHTS);
    digit_or_x((11 - sum % 11) % 11)
}

fn outer_check(body: &str) -> char {
    let values = body.bytes().filter_map(|b| ALPHABET.bytes().position(|a| a == b));
    let sum = weighted_sum(values.filter_map(|v| u32::try_from(v).ok()), WEIGHTS);
    let value = (31 - sum % 31) % 31;
    ALPHABET.chars().nth(value as usize).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::tests::one_digit_changed;

    const FINE: &[&str] =
        &["91440500MA0000015C", "91440500MA00000237", "91440101MA5D0XX32M", "91440115618712245T"];

    #[test]
    fn codes_are_judged() {
        let impossible = Verdict::Impossible;
        for text in FINE {
            assert_eq!(check(text), Verdict::Fine, "{text}");
        }
        for (text, want) in [
            ("91440500MA0000015A", Verdict::CheckDigit),
            ("91440500MI0000015C", impossible(Reason::Letter)),
            ("91440500MA0000015", impossible(Reason::Length)),
            ("91440500MA0000015粤", impossible(Reason::Letter)),
            ("9144050AMA0000015C", impossible(Reason::Region)),
            ("91990500MA0000015C", impossible(Reason::Province)),
        ] {
            assert_eq!(check(text), want, "{text}");
        }
    }

    #[test]
    fn the_inner_check_counts_even_when_the_outer_agrees() {
        let body = "91440500MA0000014";
        assert_eq!(check(&format!("{body}{}", outer_check(body))), Verdict::CheckDigit);
    }

    #[test]
    fn an_unlisted_department_is_unusual() {
        let body = "B1440500MA0000015";
        assert_eq!(check(&format!("{body}{}", outer_check(body))), Verdict::Unusual);
    }

    #[test]
    fn no_single_wrong_character_passes() {
        for text in FINE {
            for wrong in one_digit_changed(text) {
                assert_ne!(check(&wrong), Verdict::Fine, "{wrong}");
            }
            for at in 0..text.len() {
                for new in ALPHABET.chars().filter(|new| !text[at..].starts_with(*new)) {
                    let wrong = format!("{}{new}{}", &text[..at], &text[at + 1..]);
                    assert_ne!(check(&wrong), Verdict::Fine, "{wrong}");
                }
            }
        }
    }
}
