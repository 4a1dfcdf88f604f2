//! Number plates 号牌号码 (GA 36); never takes I or O for a digit.

use super::{Reason, Verdict};

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

/// 号牌种类 (GA 36) as far as the number itself tells; large and small ordinary plates differ in colour
/// only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlateKind {
    /// An ordinary plate of five signs behind the office letter.
    Normal,
    /// 小型新能源: 粤DD12345.
    NewEnergySmall,
    /// 大型新能源: 粤D12345D.
    NewEnergyLarge,
    /// 教练: …学.
    Learner,
    /// …警.
    Police,
    /// …挂; a tractor has a plate of its own.
    Trailer,
    /// 粤Z…港 or 澳, beside the plate of that place.
    HongKongMacau,
    /// …应急.
    Emergency,
}

/// The kind of a normalised plate; `None` when it fits none of them.
#[must_use]
pub fn kind(text: &str) -> Option<PlateKind> {
    let chars: Vec<char> = text.chars().collect();
    let (&province, rest) = chars.split_first()?;
    if !PROVINCES.contains(province) {
        return None;
    }
    let (kind, office, serial) = match rest {
        ['Z', serial @ .., '港' | '澳'] if province == '粤' => {
            (PlateKind::HongKongMacau, 'Z', serial)
        }
        ['X', serial @ .., '应', '急'] => (PlateKind::Emergency, 'X', serial),
        [office, serial @ .., '学'] => (PlateKind::Learner, *office, serial),
        [office, serial @ .., '警'] => (PlateKind::Police, *office, serial),
        [office, serial @ .., '挂'] => (PlateKind::Trailer, *office, serial),
        [office, serial @ ..] => (ordinary(serial)?, *office, serial),
        [] => return None,
    };
    let length = match kind {
        PlateKind::Normal => 5,
        PlateKind::NewEnergySmall | PlateKind::NewEnergyLarge => 6,
        PlateKind::Learner
        | PlateKind::Police
        | PlateKind::Trailer
        | PlateKind::HongKongMacau
        | PlateKind::Emergency => 4,
    };
    let right = is_letter(office) && serial.len() == length && serial.iter().all(|c| is_sign(*c));
    right.then_some(kind)
}

/// Blocks what no office can have issued. Plates of embassies, consulates, the armed forces, civil
/// aviation and paper plates are `Unusual`.
#[must_use]
pub fn check(text: &str) -> Verdict {
    if kind(text).is_some() {
        return Verdict::Fine;
    }
    if is_special(text) {
        return Verdict::Unusual;
    }
    Verdict::Impossible(if !text.starts_with(|c| PROVINCES.contains(c)) {
        Reason::Province
    } else if text.contains(['I', 'O']) {
        Reason::Letter
    } else if ![7, 8].contains(&text.chars().count()) {
        Reason::Length
    } else {
        Reason::Shape
    })
}

/// A paper plate 临时号牌. The form of its number is not verified: one with a province's sign and 临 is taken as it stands, any
/// other only warns, and what can be no number at all is refused.
#[must_use]
pub fn check_temporary(text: &str) -> Verdict {
    if !(6..=10).contains(&text.chars().count()) {
        return Verdict::Impossible(Reason::Length);
    }
    if !text.chars().all(char::is_alphanumeric) {
        return Verdict::Impossible(Reason::Letter);
    }
    let usual = text.starts_with(|c| PROVINCES.contains(c)) && text.contains('临');
    if usual { Verdict::Fine } else { Verdict::Unusual }
}

/// The plate that a 粤Z vehicle carries beside its own. Hong Kong and Macau number differently and sell numbers of
/// choice, so only what no plate there can hold is refused.
#[must_use]
pub fn check_home(text: &str) -> Verdict {
    let signs = text.replace('-', "");
    if !signs.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) {
        return Verdict::Impossible(Reason::Letter);
    }
    if (1..=8).contains(&signs.len()) { Verdict::Fine } else { Verdict::Impossible(Reason::Length) }
}

/// Plates that end without a word: told apart by length and by where the energy letter stands.
fn ordinary(serial: &[char]) -> Option<PlateKind> {
    let digits = |part: &[char]| part.iter().all(char::is_ascii_digit);
    match serial {
        [energy, _, rest @ ..] if serial.len() == 6 && is_energy(*energy) => {
            digits(rest).then_some(PlateKind::NewEnergySmall)
        }
        [rest @ .., energy] if serial.len() == 6 && is_energy(*energy) => {
            digits(rest).then_some(PlateKind::NewEnergyLarge)
        }
        _ => {
            let letters = serial.iter().filter(|c| c.is_ascii_alphabetic()).count();
            (letters <= 2).then_some(PlateKind::Normal)
        }
    }
}

fn is_special(text: &str) -> bool {
    let length = text.chars().count();
    let word =
        text.starts_with("WJ") || text.starts_with("民航") || text.contains(['使', '领', '临']);
    let army = length == 7
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().skip(1).take(1).all(|c| c.is_ascii_uppercase())
        && text.chars().skip(2).all(|c| c.is_ascii_digit());
    army || (word && (6..=10).contains(&length) && text.chars().all(char::is_alphanumeric))
}

fn is_letter(c: char) -> bool {
    c.is_ascii_uppercase() && c != 'I' && c != 'O'
}

fn is_sign(c: char) -> bool {
    is_letter(c) || c.is_ascii_digit()
}

/// A to E for purely electric, F to K for other new energy; I does not exist.
fn is_energy(c: char) -> bool {
    is_letter(c) && c <= 'K'
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: &[(PlateKind, &[&str])] = &[
        (PlateKind::Normal, &["粤D12345", "粤DA1B23", "粤D55D18", "粤DD1234"]),
        (PlateKind::NewEnergySmall, &["粤DD12345", "粤DF12345", "粤DDF1234"]),
        (PlateKind::NewEnergyLarge, &["粤D12345D", "粤D00001F", "粤D98765A"]),
        (PlateKind::Learner, &["粤D1234学", "粤DA123学", "粤D0001学"]),
        (PlateKind::Police, &["粤D1234警", "粤A0001警", "粤DA123警"]),
        (PlateKind::Trailer, &["粤D1234挂", "粤DA123挂"]),
        (PlateKind::HongKongMacau, &["粤Z1234港", "粤Z12A4澳"]),
        (PlateKind::Emergency, &["粤X1234应急", "粤XA123应急", "苏X0001应急"]),
    ];

    #[test]
    fn the_number_tells_the_kind() {
        for (want, plates) in FINE {
            for text in *plates {
                assert_eq!(kind(text), Some(*want), "{text}");
                assert_eq!(check(text), Verdict::Fine, "{text}");
            }
        }
    }

    #[test]
    fn what_was_never_issued_is_blocked_with_its_reason() {
        for (text, want) in [
            ("粤DI2345", Reason::Letter),
            ("粤D1234", Reason::Length),
            ("粤DABC12", Reason::Shape),
            ("粤DZ12345", Reason::Shape),
            ("粤D12345Z", Reason::Shape),
            ("粤D1234AD", Reason::Shape),
            ("粤D123456", Reason::Shape),
            ("粤DA12学", Reason::Length),
            ("粤D12345学", Reason::Shape),
            ("粤DI234学", Reason::Letter),
            ("粤D12345警", Reason::Shape),
            ("粤D123警", Reason::Length),
            ("粤DO123警", Reason::Letter),
            ("粤DB12挂", Reason::Length),
            ("粤D12345挂", Reason::Shape),
            ("粤D1234港", Reason::Shape),
            ("粤D1234应急", Reason::Shape),
            ("粤X123应急", Reason::Shape),
            ("粤X12345应急", Reason::Length),
            ("台D12345", Reason::Province),
            ("D12345", Reason::Province),
            ("", Reason::Province),
            ("粤", Reason::Length),
        ] {
            assert_eq!(check(text), Verdict::Impossible(want), "{text}");
        }
        assert_eq!(kind("粤Z1234"), None);
    }

    #[test]
    fn plates_outside_the_register_only_warn() {
        for text in
            ["使123456", "123456使", "粤A1234领", "WJ粤1234X", "民航A1234", "KA12345", "粤D临12345"]
        {
            assert_eq!(check(text), Verdict::Unusual, "{text}");
        }
    }

    #[test]
    fn the_plate_of_hong_kong_or_macau_is_letters_and_digits() {
        for text in ["AB1234", "MA-12-34", "M-12-34", "88", "LUCKY8"] {
            assert_eq!(check_home(text), Verdict::Fine, "{text}");
        }
        for text in ["", "AB1234567", "粤Z1234港", "AB 1234", "ab1234", "-"] {
            assert!(check_home(text).blocks(), "{text}");
        }
    }
}
