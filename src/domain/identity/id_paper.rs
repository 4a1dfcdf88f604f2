//! 身份证件: which paper a person's number is of, and the check of each kind; it never guesses the kind.

use super::{Reason, Verdict, all_digits, resident_id};
use crate::stdx::day::Day;

/// Kinds of identity papers that a person at the roadside shows, as form 4 (式样 4) has a box for
/// them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdKind {
    /// 居民身份证, and 外国人永久居留身份证, which has the same number.
    #[default]
    ResidentId,
    /// 护照, of whatever state.
    Passport,
    /// 港澳居民来往内地通行证.
    HongKongMacauPermit,
    /// 台湾居民来往大陆通行证.
    TaiwanPermit,
    /// 港澳台居民居住证.
    ResidencePermit,
}

impl IdKind {
    /// Every kind.
    pub const ALL: [IdKind; 5] = [
        IdKind::ResidentId,
        IdKind::Passport,
        IdKind::HongKongMacauPermit,
        IdKind::TaiwanPermit,
        IdKind::ResidencePermit,
    ];

    /// The word of the contract and of the papers.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        match self {
            IdKind::ResidentId => "居民身份证",
            IdKind::Passport => "护照",
            IdKind::HongKongMacauPermit => "港澳居民来往内地通行证",
            IdKind::TaiwanPermit => "台湾居民来往大陆通行证",
            IdKind::ResidencePermit => "港澳台居民居住证",
        }
    }

    /// The kind of a word on a paper; `None` when it is none of the five.
    #[must_use]
    pub fn from_chinese(word: &str) -> Option<IdKind> {
        IdKind::ALL.into_iter().find(|kind| kind.in_chinese() == word)
    }

    /// Whether the number has the form of GB 11643, with day of birth, sex and check digit in it.
    #[must_use]
    pub fn is_citizen_number(self) -> bool {
        matches!(self, IdKind::ResidentId | IdKind::ResidencePermit)
    }

    /// The number as a paper shows it: a resident identity number alone, any other with its kind.
    #[must_use]
    pub fn on_paper(self, number: &str) -> String {
        match self {
            _ if number.is_empty() => String::new(),
            IdKind::ResidentId => number.to_string(),
            IdKind::Passport
            | IdKind::HongKongMacauPermit
            | IdKind::TaiwanPermit
            | IdKind::ResidencePermit => format!("{}{number}", self.in_chinese()),
        }
    }
}

/// Judges a normalised `number` of a paper of `kind`.
#[must_use]
pub fn check(kind: IdKind, number: &str, today: Day) -> Verdict {
    match kind {
        IdKind::ResidentId => resident_id::check(number, today),
        IdKind::ResidencePermit => residence_permit(number, today),
        IdKind::Passport => passport(number),
        IdKind::HongKongMacauPermit => hong_kong_macau(number),
        IdKind::TaiwanPermit => taiwan(number),
    }
}

/// A number of GB 11643 under the codes of the three places.
fn residence_permit(number: &str, today: Day) -> Verdict {
    let verdict = resident_id::check(number, today);
    let of_the_three = ["810000", "820000", "830000"].iter().any(|of| number.starts_with(of));
    if verdict.blocks() || of_the_three { verdict } else { Verdict::Impossible(Reason::OtherKind) }
}

/// Letters and digits, nine at most by ICAO 9303; some states print longer ones.
fn passport(number: &str) -> Verdict {
    let sign = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    match number.chars().count() {
        _ if !number.chars().all(sign) || !number.contains(|c: char| c.is_ascii_digit()) => {
            Verdict::Impossible(Reason::Letter)
        }
        5..=9 => Verdict::Fine,
        10..=15 => Verdict::Unusual,
        _ => Verdict::Impossible(Reason::Length),
    }
}

/// H or M and eight digits; the papers before the card added two for the times of renewal.
fn hong_kong_macau(number: &str) -> Verdict {
    let Some(digits) = number.strip_prefix(['H', 'M']) else {
        return Verdict::Impossible(Reason::Letter);
    };
    by_digits(digits, 8, 10)
}

/// Eight digits; the papers before the card had ten.
fn taiwan(number: &str) -> Verdict {
    by_digits(number, 8, 10)
}

fn by_digits(digits: &str, now: usize, before: usize) -> Verdict {
    match digits.chars().count() {
        _ if !all_digits(digits) => Verdict::Impossible(Reason::Letter),
        count if count == now => Verdict::Fine,
        count if count == before => Verdict::Unusual,
        _ => Verdict::Impossible(Reason::Length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_judged_by_the_kind_of_their_paper() {
        use IdKind::{HongKongMacauPermit, Passport, ResidencePermit, ResidentId, TaiwanPermit};
        let no = Verdict::Impossible;
        let today = Day::new(2026, 11, 23).unwrap();
        for (kind, number, want) in [
            (ResidentId, "440507190001010010", Verdict::Fine),
            (ResidentId, "H12345678", no(Reason::Length)),
            (Passport, "E12345678", Verdict::Fine),
            (Passport, "AB123", Verdict::Fine),
            (Passport, "EA1234567890", Verdict::Unusual),
            (Passport, "E123", no(Reason::Length)),
            (Passport, "E1234567890123456", no(Reason::Length)),
            (Passport, "ABCDEFG", no(Reason::Letter)),
            (Passport, "E1234-567", no(Reason::Letter)),
            (Passport, "", no(Reason::Letter)),
            (HongKongMacauPermit, "H12345678", Verdict::Fine),
            (HongKongMacauPermit, "M12345678", Verdict::Fine),
            (HongKongMacauPermit, "H1234567801", Verdict::Unusual),
            (HongKongMacauPermit, "C12345678", no(Reason::Letter)),
            (HongKongMacauPermit, "H1234567", no(Reason::Length)),
            (HongKongMacauPermit, "H1234567A", no(Reason::Letter)),
            (HongKongMacauPermit, "440507190001010010", no(Reason::Letter)),
            (TaiwanPermit, "12345678", Verdict::Fine),
            (TaiwanPermit, "0123456789", Verdict::Unusual),
            (TaiwanPermit, "1234567", no(Reason::Length)),
            (TaiwanPermit, "T2345678", no(Reason::Letter)),
            (ResidencePermit, "440507190001010010", no(Reason::OtherKind)),
            (ResidencePermit, "81000019900101", no(Reason::Length)),
        ] {
            assert_eq!(check(kind, number, today), want, "{kind:?} {number}");
        }
        let permits = (0..=9).map(|last| format!("81000019900101001{last}"));
        let fine = permits.filter(|no| check(ResidencePermit, no, today) == Verdict::Fine);
        assert!(fine.count() <= 1, "one check digit, or X");
        assert_ne!(check(ResidencePermit, "830000199001010010", today), no(Reason::OtherKind));
    }

    #[test]
    fn every_kind_is_found_by_its_word_and_named_on_a_paper() {
        for kind in IdKind::ALL {
            assert_eq!(IdKind::from_chinese(kind.in_chinese()), Some(kind));
            assert_eq!(kind.on_paper(""), "");
        }
        assert_eq!(IdKind::ResidentId.on_paper("440507190001010010"), "440507190001010010");
        assert_eq!(IdKind::Passport.on_paper("E12345678"), "护照E12345678");
        assert_eq!(IdKind::from_chinese("军官证"), None);
    }
}
