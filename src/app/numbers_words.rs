//! The lines of the account of document numbers as sentences, for screen and command line; counts nothing.

use super::view::numbers::{BlockLine, NumberLine, UsedLine};
use rust_i18n::t;

/// Which numbers, since when, and how many of them are where.
#[must_use]
pub fn block(line: &BlockLine, lang: &str) -> String {
    let (from, until) = (format!("{:05}", line.from), format!("{:05}", line.until));
    let which = format!("{}〔{}〕{from}–{until}", line.prefix, line.year);
    let key = if line.given_up { "numbers.block_given_up" } else { "numbers.block" };
    let (b, c, d, e) = (line.granted.day(), line.used, line.free, line.voided);
    t!(key, locale = lang, a = which, b = b, c = c, d = d, e = e).into_owned()
}

/// One number that is used, or a row of them that are not.
#[must_use]
pub fn number(line: &NumberLine, given_up: bool, lang: &str) -> String {
    match line {
        NumberLine::Used(taken) => used(taken, lang),
        NumberLine::Free { from, until } => {
            let key = if given_up { "numbers.given_up" } else { "numbers.free" };
            let which = if from == until {
                format!("{from:05}")
            } else {
                format!("{from:05}–{until:05}")
            };
            t!(key, locale = lang, a = which, b = until - from + 1).into_owned()
        }
    }
}

/// A number with its day, its vehicle and its papers.
#[must_use]
pub fn used(line: &UsedLine, lang: &str) -> String {
    let on = line.on.map(|day| day.to_string()).unwrap_or_default();
    let papers = if line.papers.is_empty() {
        t!("numbers.no_paper", locale = lang).into_owned()
    } else {
        line.papers.iter().map(|title| format!("《{title}》")).collect()
    };
    let void = line.voided.as_ref().map(|why| t!("numbers.void", locale = lang, a = why));
    let void = void.unwrap_or_default();
    let parts = [line.number.as_str(), &on, &line.plate, &papers, &void];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// A number of no block of this laptop.
#[must_use]
pub fn outside(line: &UsedLine, lang: &str) -> String {
    t!("numbers.outside", locale = lang, a = used(line, lang)).into_owned()
}
