//! Money in fen, as an integer and in the words that a Chinese paper demands (大写); no floats here.

use std::fmt;

/// An amount in fen (1 yuan = 100 fen).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fen(pub i64);

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

impl Fen {
    /// No money.
    pub const ZERO: Fen = Fen(0);

    /// `yuan` whole yuan; saturates at the ends of the range.
    #[must_use]
    pub const fn from_yuan(yuan: i64) -> Fen {
        Fen(yuan.saturating_mul(100))
    }

    /// Whole yuan, fen cut off.
    #[must_use]
    pub const fn yuan(self) -> i64 {
        self.0 / 100
    }

    /// The sum; saturates at the end of the range.
    #[must_use]
    pub const fn plus(self, other: Fen) -> Fen {
        Fen(self.0.saturating_add(other.0))
    }

    /// `n` times as much; saturates at the end of the range.
    #[must_use]
    pub const fn times(self, n: i64) -> Fen {
        Fen(self.0.saturating_mul(n))
    }

    /// `3,000` or `3,000.50`: digits with separators, fen only when there are some.
    #[must_use]
    pub fn in_digits(self) -> String {
        let (sign, rest) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let yuan = (rest / 100).to_string();
        let mut grouped = String::new();
        for (at, digit) in yuan.chars().enumerate() {
            if at > 0 && (yuan.len() - at).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        match rest % 100 {
            0 => format!("{sign}{grouped}"),
            fen => format!("{sign}{grouped}.{fen:02}"),
        }
    }

    /// `叁仟元整`: the amount in the figures that cannot be altered (大写).
    #[must_use]
    pub fn in_words(self) -> String {
        let sign = if self.0 < 0 { "负" } else { "" };
        let rest = self.0.unsigned_abs();
        let (yuan, jiao, fen) = (rest / 100, rest / 10 % 10, rest % 10);
        let mut words = if yuan == 0 && rest > 0 { String::new() } else { whole(yuan) + "元" };
        if jiao > 0 {
            words += DIGITS[usize::try_from(jiao).unwrap_or(0)];
            words += "角";
        } else if fen > 0 && yuan > 0 {
            words += "零";
        }
        if fen > 0 {
            words += DIGITS[usize::try_from(fen).unwrap_or(0)];
            words += "分";
        } else {
            words += "整";
        }
        format!("{sign}{words}")
    }
}

/// The whole number `n` in words, without a unit.
fn whole(n: u64) -> String {
    if n == 0 {
        return DIGITS[0].into();
    }
    let mut words = String::new();
    let mut pending_zero = false;
    for group in (0..GROUPS.len()).rev() {
        let Some(unit) = 10_u64.checked_pow(u32::try_from(group * 4).unwrap_or(0)) else {
            continue;
        };
        let value = n / unit % 10_000;
        if value == 0 {
            pending_zero = !words.is_empty();
            continue;
        }
        if pending_zero || (!words.is_empty() && value < 1000) {
            words += DIGITS[0];
        }
        pending_zero = false;
        words += &four_digits(value);
        words += GROUPS[group];
    }
    words
}

fn four_digits(value: u64) -> String {
    let mut words = String::new();
    let mut zero = false;
    for place in (0..4).rev() {
        let digit = value / 10_u64.pow(place) % 10;
        if digit == 0 {
            zero = !words.is_empty();
            continue;
        }
        if zero {
            words += DIGITS[0];
            zero = false;
        }
        words += DIGITS[usize::try_from(digit).unwrap_or(0)];
        words += PLACES[place as usize];
    }
    words
}

impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "¥{}", self.in_digits())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads words back into fen, so that every amount can be checked without a table of answers.
    fn read_back(words: &str) -> i64 {
        let (mut total, mut group, mut digit, mut fen) = (0_i64, 0_i64, 0_i64, 0_i64);
        for c in words.chars() {
            let mut text = [0; 4];
            if let Some(n) = DIGITS.iter().position(|d| *d == c.encode_utf8(&mut text)) {
                digit = i64::try_from(n).unwrap();
                continue;
            }
            match c {
                '拾' => group += digit * 10,
                '佰' => group += digit * 100,
                '仟' => group += digit * 1000,
                '万' => total += (group + digit) * 10_000,
                '亿' => total = (total + group + digit) * 100_000_000,
                '元' => fen = (total + group + digit) * 100,
                '角' => fen += digit * 10,
                '分' => fen += digit,
                _ => {}
            }
            digit = 0;
            if matches!(c, '万' | '亿') {
                group = 0;
            }
        }
        fen
    }

    #[test]
    fn words_of_the_amounts_on_our_papers() {
        for (fen, want) in [
            (0, "零元整"),
            (20_000, "贰佰元整"),
            (300_000, "叁仟元整"),
            (650_000, "陆仟伍佰元整"),
            (3_000_000, "叁万元整"),
            (10_500_000, "壹拾万伍仟元整"),
            (100_100, "壹仟零壹元整"),
            (1_000_050, "壹万元伍角整"),
            (1_000_005, "壹万元零伍分"),
            (5, "伍分"),
            (1_000_050_000, "壹仟万零伍佰元整"),
            (2_000_010, "贰万元壹角整"),
        ] {
            assert_eq!(Fen(fen).in_words(), want, "{fen}");
        }
    }

    #[test]
    fn every_amount_reads_back() {
        let mut fen = 1_i64;
        while fen < 90_000_000_000 {
            assert_eq!(read_back(&Fen(fen).in_words()), fen, "{}", Fen(fen).in_words());
            fen = fen * 7 / 3 + 3;
        }
        for yuan in 1..30_001 {
            assert_eq!(read_back(&Fen::from_yuan(yuan).in_words()), yuan * 100);
        }
    }

    #[test]
    fn digits_are_grouped() {
        assert_eq!(Fen::from_yuan(3000).in_digits(), "3,000");
        assert_eq!(Fen(123_456_789).in_digits(), "1,234,567.89");
        assert_eq!(Fen(5).in_digits(), "0.05");
    }
}
