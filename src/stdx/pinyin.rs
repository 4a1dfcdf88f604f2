//! First letters of Chinese readings, for finding by typing; it never guesses which reading is meant.

use crate::stdx::fold::half_width;
use pinyin::ToPinyinMulti;

/// A sentence has thousands of readings, nearly all of them never meant.
const COMBINATIONS_MAX: usize = 16;

/// Readings whose first letter the tables of the crate lack: some families 谌 read their name shen.
const RARE_READINGS: &[(char, char)] = &[('谌', 's')];

/// The first letters of `text`, lower case, in its commonest reading and then in others: 超限 gives
/// `cx` first, 单 gives `d`, `s` and `c`. Latin letters and digits stand for themselves, all else is
/// left out. Of more than 16, those with the fewest rare readings stay, and among equals those whose
/// rare reading comes early, where a surname stands.
#[must_use]
pub fn initials(text: &str) -> Vec<String> {
    let mut all = vec![(0_usize, String::new())];
    for letters in readings(text) {
        let starts = all;
        all = Vec::with_capacity(starts.len() * letters.len());
        for (rank, letter) in letters.iter().enumerate() {
            let rare = usize::from(rank > 0);
            all.extend(
                starts.iter().map(|(rares, start)| (rares + rare, format!("{start}{letter}"))),
            );
        }
        // The sort is stable, so the order of equals, early first, survives it.
        all.sort_by_key(|(rares, _)| *rares);
        all.truncate(COMBINATIONS_MAX);
    }
    all.into_iter().map(|(_, one)| one).filter(|one| !one.is_empty()).collect()
}

/// Whether `typed` stands, side by side, somewhere among the first letters of `text`, each character
/// in any of its readings. Nothing typed matches everything. Unlike [`initials`] this has no bound.
#[must_use]
pub fn matches_initials(text: &str, typed: &str) -> bool {
    Readings::of(text).hold(&TypedLetters::of(typed))
}

/// The first letters of each character of a text, in every reading: of a list that is searched at each key they are looked
/// up once. A bit stands for each letter, so that a list of names takes little memory and one pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readings(Vec<u64>);

/// Letters as they were typed, read once for all the texts that are searched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedLetters(Vec<u64>);

impl TypedLetters {
    /// Of `typed`; whatever is no Latin letter or digit is left out.
    #[must_use]
    pub fn of(typed: &str) -> TypedLetters {
        TypedLetters(typed.chars().filter_map(letter_itself).map(bit).collect())
    }
}

impl Readings {
    /// Of `text`; characters without a reading are left out.
    #[must_use]
    pub fn of(text: &str) -> Readings {
        let any =
            |letters: Vec<char>| letters.into_iter().map(bit).fold(0_u64, |all, one| all | one);
        Readings(readings(text).map(any).collect())
    }

    /// Whether `typed` stands among them, side by side; nothing typed always does.
    #[must_use]
    pub fn hold(&self, typed: &TypedLetters) -> bool {
        let typed = typed.0.as_slice();
        if typed.is_empty() {
            return true;
        }
        let same = |(letters, letter): (&u64, &u64)| (letters & letter) != 0;
        self.0.windows(typed.len()).any(|stretch| stretch.iter().zip(typed).all(same))
    }
}

/// The bit of one of the 36 letters and digits.
fn bit(letter: char) -> u64 {
    letter.to_digit(36).map_or(0, |nth| 1_u64 << nth)
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
        assert_eq!(initials("超限")[0], "cx");
        assert_eq!(initials("粤D·55 d18")[0], "yd55d18");
        assert!(initials("").is_empty());
        assert!(initials("，。").is_empty());
        assert_eq!(initials("汕头市金平区")[0], "stsjpq");
        assert!(initials("单雄信超限运输").iter().any(|one| one == "sxxcxys"));
    }

    /// A surname is often read otherwise than the same character in a word.
    #[test]
    fn surnames_are_found_by_their_own_reading() {
        let mut missing = Vec::new();
        let surnames = "\
            单s 曾z 仇q 区o 解x 查z 朴p 盖g 覃q 覃t 华h 任r 缪m \
            乐y 翟z 柏b 员y 黑h 冼x 洗x 秘b 繁p 祭z 种c 折s 召s \
            谌c 谌s 隗w 隗k 逄p 尉迟yc 万俟mq 长孙zs 尉w 石s 沈s \
            车c 盛s 褚c 重c 郗x 郗c 过g 宓m 宓f 适k 佴n 晟c 晟s \
            句g 阚k 那n 哈h 能n 瞿q 相x 不f 郇h 郇x 厍s 眭s 殷y \
            燕y 纪j 令狐lh 澹台tt 夏侯xh 鲜于xy 皇甫hf 亓q 亓官qg \
            乜n 佘s 郝h 钭t";
        for row in surnames.split(' ') {
            let (surname, letters) = row.split_at(row.find(|c: char| c.is_ascii()).unwrap());
            let indexed = initials(surname).iter().any(|one| one == letters);
            if !indexed || !matches_initials(surname, letters) {
                missing.push(format!("{surname} {letters}"));
            }
        }
        assert!(missing.is_empty(), "{missing:?}");
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
            // A character with several readings is found by each of them, wherever it stands.
            ("重型货车", "zxhc", true),
            ("重型货车", "cxhc", true),
            ("重型货车", "zxhj", true),
            ("强行通过", "qhtg", true),
            ("强行通过", "jxtg", true),
            ("班车不按规定的线路", "bcbagd", true),
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
