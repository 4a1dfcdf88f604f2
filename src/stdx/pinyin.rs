//! First letters of Chinese readings, for finding by typing; it never guesses which reading is meant.

use crate::stdx::fold::half_width;
use pinyin::ToPinyinMulti;

/// More combinations than this are not made; what follows then keeps its first reading.
const COMBINATIONS_MAX: usize = 16;

/// Readings, mostly of surnames, whose first letter the tables of the crate lack.
const RARE_READINGS: &[(char, char)] = &[];

/// The first letters of `text` in every plausible reading, lower case, the commonest reading first:
/// 超限 gives `cx`, 单 gives `d`, `s` and `c`. Latin letters and digits stand for themselves, all
/// else is left out. At most 16.
#[must_use]
pub fn initials(text: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for letters in readings(text) {
        let room = all.len() * letters.len() <= COMBINATIONS_MAX;
        let letters = if room { letters.as_slice() } else { &letters[..1] };
        all = all
            .iter()
            .flat_map(|start| letters.iter().map(move |letter| format!("{start}{letter}")))
            .collect();
    }
    all.retain(|one| !one.is_empty());
    all
}

/// Whether `typed` stands, side by side, somewhere among the first letters of `text`, each character
/// in any of its readings. Nothing typed matches everything. Unlike [`initials`] this has no bound.
#[must_use]
pub fn matches_initials(text: &str, typed: &str) -> bool {
    let typed: Vec<char> = typed.chars().filter_map(letter_itself).collect();
    if typed.is_empty() {
        return true;
    }
    let readings: Vec<_> = readings(text).collect();
    readings
        .windows(typed.len())
        .any(|stretch| stretch.iter().zip(&typed).all(|(letters, letter)| letters.contains(letter)))
}

/// For each character that has any, its first letters without repetition; never an empty list.
fn readings(text: &str) -> impl Iterator<Item = Vec<char>> + '_ {
    text.chars().map(first_letters).filter(|letters| !letters.is_empty())
}

fn first_letters(c: char) -> Vec<char> {
    let mut letters = Vec::new();
    let read = c.to_pinyin_multi().into_iter().flatten();
    let read = read.filter_map(|reading| reading.plain().chars().next());
    let rare = RARE_READINGS.iter().filter(|(rare, _)| *rare == c).map(|(_, letter)| *letter);
    for letter in letter_itself(c).into_iter().chain(read.filter(char::is_ascii)).chain(rare) {
        if !letters.contains(&letter) {
            letters.push(letter);
        }
    }
    letters
}

/// A Latin letter or digit of any width, in lower case.
fn letter_itself(c: char) -> Option<char> {
    let c = half_width(c).to_ascii_lowercase();
    c.is_ascii_alphanumeric().then_some(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_give_their_first_letters() {
        assert_eq!(initials("超限"), ["cx"]);
        assert_eq!(initials("粤D·55 d18"), ["yd55d18"]);
        assert!(initials("").is_empty());
        assert!(initials("，。").is_empty());
        assert!(initials("汕头市金平区").contains(&"stsjpq".to_string()));
    }

    /// A surname is often read otherwise than the same character in a word.
    #[test]
    fn surnames_are_found_by_their_own_reading() {
        for (surname, letters) in [
            ("单", "s"),
            ("曾", "z"),
            ("仇", "q"),
            ("区", "o"),
            ("解", "x"),
            ("查", "z"),
            ("朴", "p"),
            ("盖", "g"),
            ("覃", "q"),
            ("覃", "t"),
            ("华", "h"),
            ("任", "r"),
            ("缪", "m"),
            ("乐", "y"),
            ("翟", "z"),
            ("柏", "b"),
            ("员", "y"),
            ("黑", "h"),
            ("冼", "x"),
            ("洗", "x"),
            ("秘", "b"),
            ("繁", "p"),
            ("祭", "z"),
            ("种", "c"),
            ("折", "s"),
            ("召", "s"),
            ("谌", "c"),
            ("谌", "s"),
            ("隗", "w"),
            ("隗", "k"),
            ("逄", "p"),
            ("尉迟", "yc"),
            ("万俟", "mq"),
            ("长孙", "zs"),
            ("尉", "w"),
            ("石", "s"),
            ("沈", "s"),
            ("车", "c"),
            ("盛", "s"),
            ("褚", "c"),
            ("重", "c"),
            ("郗", "x"),
            ("郗", "c"),
            ("过", "g"),
            ("宓", "m"),
            ("宓", "f"),
            ("适", "k"),
            ("佴", "n"),
            ("晟", "c"),
            ("晟", "s"),
            ("句", "g"),
            ("阚", "k"),
            ("那", "n"),
            ("哈", "h"),
            ("能", "n"),
            ("瞿", "q"),
            ("相", "x"),
            ("不", "f"),
            ("郇", "h"),
            ("郇", "x"),
            ("厍", "s"),
            ("眭", "s"),
            ("殷", "y"),
            ("燕", "y"),
            ("纪", "j"),
            ("令狐", "lh"),
            ("澹台", "tt"),
            ("夏侯", "xh"),
            ("鲜于", "xy"),
            ("皇甫", "hf"),
            ("亓", "q"),
            ("亓官", "qg"),
            ("乜", "n"),
            ("佘", "s"),
            ("郝", "h"),
            ("钭", "t"),
        ] {
            assert!(matches_initials(surname, letters), "{surname} {letters}");
            assert!(initials(surname).contains(&letters.to_string()), "{surname} {letters}");
        }
    }

    #[test]
    fn typed_letters_match_side_by_side() {
        for (text, typed, want) in [
            ("汕头市金平区", "jp", true),
            ("汕头市金平区", "JPQ", true),
            ("汕头市金平区", "sj", true),
            ("汕头市金平区", "sp", false),
            ("单志强", "szq", true),
            ("单志强", "dzq", true),
            ("曾伟", "zw", true),
            ("粤D55D18", "yd55", true),
            ("超限", "cxx", false),
            ("超限", "", true),
            ("", "c", false),
        ] {
            assert_eq!(matches_initials(text, typed), want, "{text} {typed}");
        }
    }

    #[test]
    fn combinations_stay_bounded() {
        let long = "单曾仇区解查重行".repeat(20);
        let all = initials(&long);
        assert!(!all.is_empty() && all.len() <= COMBINATIONS_MAX);
        assert!(all.iter().all(|one| one.len() == 160));
    }
}
