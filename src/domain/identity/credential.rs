//! Numbers of enforcement credentials 行政执法证号; never tells whether the holder may sign today.

use super::{Reason, Verdict, all_digits};

/// 11 digits, the first two the province's place in the national order, 01 to 34 (19 is Guangdong).
/// This is the form in use; no published standard fixes it.
#[must_use]
pub fn check(text: &str) -> Verdict {
    if text.chars().count() != 11 {
        return Verdict::Impossible(Reason::Length);
    }
    if !all_digits(text) {
        return Verdict::Impossible(Reason::Letter);
    }
    let province = text[..2].parse::<u32>().unwrap_or(0);
    if (1..=34).contains(&province) { Verdict::Fine } else { Verdict::Impossible(Reason::Province) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_judged() {
        let impossible = Verdict::Impossible;
        for (text, want) in [
            ("19050001001", Verdict::Fine),
            ("19051100023", Verdict::Fine),
            ("19050712345", Verdict::Fine),
            ("1905000100", impossible(Reason::Length)),
            ("00050001001", impossible(Reason::Province)),
            ("35050001001", impossible(Reason::Province)),
            ("1905000100A", impossible(Reason::Letter)),
            ("1905000100粤", impossible(Reason::Letter)),
        ] {
            assert_eq!(check(text), want, "{text}");
        }
    }
}
