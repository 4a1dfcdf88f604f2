//! Search terms of Chinese text as pairs of characters; it must never find what `contains` would not.
//!
//! For an FTS5 table with `tokenize='unicode61'` and no content. A *run* is a longest stretch of
//! letters, digits and Chinese characters, full-width folded and ASCII raised to upper case; all else
//! (blanks, punctuation) parts runs. Latin and Chinese share a run, because a plate is both.
//!
//! - Index, run `abcd`: `ab bc cd d`. The lone last character stands between runs, so that no
//!   phrase joins two of them, and lets a one-character query find the end of a run.
//! - Query, run `abc`: the phrase `"ab bc"`, *without* a lone last character, which would only
//!   match at the end of a run. Query `a`: the prefix `"a"*`. Several runs: all of them, anywhere.
//!
//! A query of one run therefore finds exactly the texts whose folded form contains it. Words need
//! no term of their own: the phrase of their pairs is as exact.

use crate::stdx::fold::half_width;

/// The terms to store for `text`, parted by blanks and in reading order.
#[must_use]
pub fn index_terms(text: &str) -> String {
    let mut terms = Vec::new();
    for run in runs(text) {
        terms.extend(pairs(&run));
        terms.extend(run.last().map(char::to_string));
    }
    terms.join(" ")
}

/// The FTS5 `MATCH` expression for what was typed; empty when it holds nothing to search for, and
/// then the caller must not ask FTS5 (an empty expression is an error there).
#[must_use]
pub fn query_terms(text: &str) -> String {
    let phrases: Vec<String> = runs(text)
        .iter()
        .map(|run| match run.as_slice() {
            [only] => format!("\"{only}\"*"),
            _ => format!("\"{}\"", pairs(run).collect::<Vec<_>>().join(" ")),
        })
        .collect();
    phrases.join(" AND ")
}

/// Runs hold nothing but letters and digits, so a quotation mark can never leave its phrase.
fn runs(text: &str) -> Vec<Vec<char>> {
    let folded: Vec<char> = text.chars().map(|c| half_width(c).to_ascii_uppercase()).collect();
    folded
        .split(|c| !c.is_alphanumeric())
        .filter(|run| !run.is_empty())
        .map(<[char]>::to_vec)
        .collect()
}

fn pairs(run: &[char]) -> impl Iterator<Item = String> + '_ {
    run.windows(2).map(|pair| pair.iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FTS5 over the terms, in small: phrases in order and side by side, prefix for `"a"*`.
    fn finds(text: &str, typed: &str) -> bool {
        let index = index_terms(text);
        let terms: Vec<&str> = index.split(' ').collect();
        query_terms(typed).split(" AND ").all(|phrase| {
            if let Some(prefix) = phrase.strip_suffix('*') {
                return terms.iter().any(|term| term.starts_with(prefix.trim_matches('"')));
            }
            let wanted: Vec<&str> = phrase.trim_matches('"').split(' ').collect();
            terms.windows(wanted.len()).any(|stretch| stretch == wanted)
        })
    }

    #[test]
    fn terms_are_pairs_and_the_last_character() {
        for (text, index, query) in [
            ("张伟", "张伟 伟", "\"张伟\""),
            ("超限", "超限 限", "\"超限\""),
            ("伟", "伟", "\"伟\"*"),
            ("粤D55D18", "粤D D5 55 5D D1 18 8", "\"粤D D5 55 5D D1 18\""),
            ("D55", "D5 55 5", "\"D5 55\""),
            ("ｄ５", "D5 5", "\"D5\""),
            ("超限，张伟", "超限 限 张伟 伟", "\"超限\" AND \"张伟\""),
            ("", "", ""),
            ("\" OR *", "OR R", "\"OR\""),
        ] {
            assert_eq!(index_terms(text), index, "{text}");
            assert_eq!(query_terms(text), query, "{text}");
        }
    }

    #[test]
    fn a_name_in_a_sentence_is_found_and_a_seam_is_not() {
        let text = "粤D55D18 超限运输，当事人张伟 李四";
        for typed in ["张伟", "伟", "超限", "D55", "粤D55D18", "5d", "张伟 超限", "四"] {
            assert!(finds(text, typed), "{typed}");
        }
        for typed in ["伟李", "18超", "张伟李", "D58", "王"] {
            assert!(!finds(text, typed), "{typed}");
        }
    }

    #[test]
    fn finds_exactly_what_contains_would() {
        let alphabet = ['张', '伟', '超', 'D', '5', ' '];
        let mut seed = 7_u64;
        let mut text = |letters: &[char], len_max: u64| {
            let mut next = |below: u64| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (seed >> 33) % below
            };
            let len = 1 + next(len_max);
            (0..len)
                .map(|_| letters[usize::try_from(next(letters.len() as u64)).unwrap()])
                .collect()
        };
        let texts: Vec<String> = (0..200).map(|_| text(&alphabet, 12)).collect();
        let typed: Vec<String> = (0..200).map(|_| text(&alphabet[..5], 4)).collect();
        for text in &texts {
            for typed in &typed {
                assert_eq!(finds(text, typed), text.contains(typed), "{text:?} {typed:?}");
            }
        }
    }
}
