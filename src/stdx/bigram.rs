//! Search terms of Chinese text as pairs of characters; it must never find what `contains` would not.
//!
//! For an FTS5 table with `tokenize='ascii'` and no content: that tokenizer parts terms at blanks and folds the case of
//! ASCII, so two terms are the same where their letters are. A *run* is a longest stretch of letters, digits and Chinese
//! characters, full-width folded and ASCII raised to upper case; all else (blanks, punctuation) parts runs. Latin and
//! Chinese share a run, because a plate is both.
//!
//! - Index, run `abcd`: `ab bc cd d`. The lone last character stands between runs, so that no phrase joins two of
//!   them, and lets a one-character query find the end of a run.
//! - Query, run `abc`: the phrase `"ab bc"`, *without* a lone last character, which would only match at the end of a
//!   run. Query `a`: the prefix `"a"*`. Several runs: all of them, anywhere.
//! - Plates and numbers have *fours* as well: behind its pairs, run `粤D123` has `粤D12 D123`. Pairs of digits stand in
//!   every tenth row each, and a phrase of pairs reads the whole list of each of them to find a plate that is there once.
//!   A four is any four characters in a row with at most one beyond ASCII. A run of nothing but fours is asked for by
//!   them, any other by its pairs; where fours are broken off a lone character parts them.
//!
//! A query of one run therefore finds exactly the texts whose folded form contains it. Words need no term of their own:
//! the phrase of their pairs is as exact.

use crate::stdx::fold::half_width;

/// Characters in a term of plates and numbers.
const FOUR: usize = 4;

/// The terms to store for `text`, parted by blanks and in reading order.
#[must_use]
pub fn index_terms(text: &str) -> String {
    let mut terms = Vec::new();
    for run in runs(text) {
        terms.extend(pairs(&run));
        terms.extend(run.last().map(char::to_string));
        fours(&run, &mut terms);
    }
    terms.join(" ")
}

/// What was typed into a search, folded: the runs that a text has to contain, each anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed(Vec<Vec<char>>);

impl Typed {
    /// Of the text as it was typed.
    #[must_use]
    pub fn of(text: &str) -> Typed {
        Typed(runs(text))
    }

    /// Whether it holds nothing to search for; then the caller must not ask FTS5 (an empty expression is an error there).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a run of it is a single character: FTS5 then reads the whole list of every term that begins with it
    /// before it gives the first row, and the more rows have it, the longer that takes.
    #[must_use]
    pub fn has_lone(&self) -> bool {
        self.0.iter().any(|run| run.len() == 1)
    }

    /// The FTS5 `MATCH` expression.
    #[must_use]
    pub fn expression(&self) -> String {
        let phrases: Vec<String> = self.0.iter().map(|run| phrase(run)).collect();
        phrases.join(" AND ")
    }

    /// Whether the expression would find a row with the terms of `text`.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        // What parts runs is in no run, so none is found across it.
        let folded: Vec<char> = text.chars().map(fold).collect();
        self.0.iter().all(|run| match run.as_slice() {
            [only] => folded.contains(only),
            _ => folded.windows(run.len()).any(|stretch| stretch == run),
        })
    }
}

/// Runs hold nothing but letters and digits, so a quotation mark can never leave its phrase.
fn phrase(run: &[char]) -> String {
    match run {
        [only] => format!("\"{only}\"*"),
        _ if run.len() >= FOUR && run.windows(FOUR).all(is_four) => {
            let fours: Vec<String> = run.windows(FOUR).map(word).collect();
            format!("\"{}\"", fours.join(" "))
        }
        _ => format!("\"{}\"", pairs(run).collect::<Vec<_>>().join(" ")),
    }
}

fn runs(text: &str) -> Vec<Vec<char>> {
    let folded: Vec<char> = text.chars().map(fold).collect();
    folded
        .split(|c| !c.is_alphanumeric())
        .filter(|run| !run.is_empty())
        .map(<[char]>::to_vec)
        .collect()
}

fn fold(c: char) -> char {
    half_width(c).to_ascii_uppercase()
}

fn pairs(run: &[char]) -> impl Iterator<Item = String> + '_ {
    run.windows(2).map(word)
}

fn fours(run: &[char], terms: &mut Vec<String>) {
    let mut is_first = true;
    let mut is_broken_off = false;
    for four in run.windows(FOUR) {
        if !is_four(four) {
            is_broken_off = true;
            continue;
        }
        if is_broken_off && !is_first {
            terms.extend(four.first().map(char::to_string));
        }
        (is_first, is_broken_off) = (false, false);
        terms.push(word(four));
    }
}

fn is_four(four: &[char]) -> bool {
    four.iter().filter(|c| !c.is_ascii()).count() <= 1
}

fn word(characters: &[char]) -> String {
    characters.iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FTS5 over the terms, in small: phrases in order and side by side, prefix for `"a"*`.
    fn finds(text: &str, typed: &str) -> bool {
        let index = index_terms(text);
        let terms: Vec<&str> = index.split(' ').collect();
        Typed::of(typed).expression().split(" AND ").all(|phrase| {
            if let Some(prefix) = phrase.strip_suffix('*') {
                return terms.iter().any(|term| term.starts_with(prefix.trim_matches('"')));
            }
            let wanted: Vec<&str> = phrase.trim_matches('"').split(' ').collect();
            terms.windows(wanted.len()).any(|stretch| stretch == wanted)
        })
    }

    #[test]
    fn terms_are_pairs_the_last_character_and_fours_of_plates() {
        for (text, index, query) in [
            ("张伟", "张伟 伟", "\"张伟\""),
            ("超限", "超限 限", "\"超限\""),
            ("伟", "伟", "\"伟\"*"),
            ("粤D55D18", "粤D D5 55 5D D1 18 8 粤D55 D55D 55D1 5D18", "\"粤D55 D55D 55D1 5D18\""),
            ("粤D5", "粤D D5 5", "\"粤D D5\""),
            ("D55", "D5 55 5", "\"D5 55\""),
            ("ｄ５", "D5 5", "\"D5\""),
            ("00012号", "00 00 01 12 2号 号 0001 0012 012号", "\"0001 0012 012号\""),
            ("张伟D12", "张伟 伟D D1 12 2 伟D12", "\"张伟 伟D D1 12\""),
            (
                "A12张伟12B",
                "A1 12 2张 张伟 伟1 12 2B B A12张 伟 伟12B",
                "\"A1 12 2张 张伟 伟1 12 2B\"",
            ),
            ("超限，张伟", "超限 限 张伟 伟", "\"超限\" AND \"张伟\""),
            ("", "", ""),
            ("😀，", "", ""),
            ("\" OR *", "OR R", "\"OR\""),
        ] {
            assert_eq!(index_terms(text), index, "{text}");
            assert_eq!(Typed::of(text).expression(), query, "{text}");
        }
    }

    #[test]
    fn a_name_in_a_sentence_is_found_and_a_seam_is_not() {
        let text = "粤D55D18 超限运输，当事人张伟 李四";
        for typed in ["张伟", "伟", "超限", "D55", "粤D55D18", "5d", "55D1", "张伟 超限", "四"]
        {
            assert!(finds(text, typed) && Typed::of(typed).is_in(text), "{typed}");
        }
        for typed in ["伟李", "18超", "5D18超", "张伟李", "D58", "55D8", "王"] {
            assert!(!finds(text, typed) && !Typed::of(typed).is_in(text), "{typed}");
        }
    }

    #[test]
    fn finds_exactly_what_contains_would() {
        let alphabet = ['张', '伟', '超', 'D', '5', ' '];
        // Few letters, so that fours break off and come again; the last one parts runs.
        let of_plates = ['粤', 'D', '5', 'D', '5', ' '];
        let mut seed = 7_u64;
        let mut text = |letters: &[char], len_max: u64| {
            let mut next = |below: u64| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (seed >> 33) % below
            };
            let len = 1 + next(len_max);
            (0..len)
                .map(|_| letters[usize::try_from(next(letters.len() as u64)).unwrap()])
                .collect::<String>()
        };
        for (letters, text_max, typed_max) in [(alphabet, 12, 4), (of_plates, 24, 7)] {
            let texts: Vec<String> = (0..200).map(|_| text(&letters, text_max)).collect();
            let typed: Vec<String> = (0..200).map(|_| text(&letters[..5], typed_max)).collect();
            for text in &texts {
                for typed in &typed {
                    let is_there = text.contains(typed);
                    assert_eq!(finds(text, typed), is_there, "{text:?} {typed:?}");
                    assert_eq!(Typed::of(typed).is_in(text), is_there, "{text:?} {typed:?}");
                }
            }
        }
    }
}
