//! The law library (法规库): every act of a rule pack, ours and other organs', in an order of its own and found by what is
//! typed; it decides nothing, and what is not verified is found like everything else.

pub mod article;
pub mod habits;
pub mod way;

use crate::domain::rulebook::{Citation, Family, PoliceOnly, Rulebook, Violation};
use crate::stdx::fold::half_width;
use crate::stdx::pinyin::{Readings, TypedLetters};
use article::{LawNames, TypedArticle};
use std::sync::Arc;

/// One act that can be looked up, and picked at a stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryRow {
    /// `OL-001`; of another organ's `PO-001`.
    pub code: String,
    /// As papers print it.
    pub name_zh: String,
    /// For the English screens.
    pub name_en: String,
    /// `None` for an act of another organ.
    pub family: Option<Family>,
    /// Whose business it is, when it is not ours; else empty.
    pub organ: String,
    /// The approver of the pack stands for it. Another organ's act is not for us to verify.
    pub confirmed: bool,
    /// It counts as over-limit carriage.
    pub over_limit: bool,
    /// Every place in the law that it rests on, of former bases too.
    cites: Vec<Citation>,
    /// What is searched, in lower case; the code with its dash and without.
    code_typed: String,
    code_bare: String,
    english: String,
    readings: Readings,
}

/// How well a row fits what was typed, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// It is the code.
    Code,
    /// The code begins so, with its dash or without.
    CodeStart,
    /// It rests on that article.
    Article,
    /// Its name, or that of the organ, holds the word.
    Words,
    /// The first letters of its name do, each character in any of its readings.
    Sound,
    /// It rests on that law, of which no article was typed.
    Law,
}

/// Every act of a rule pack in an order. A copy shares its rows: to put them in another order no reading is looked up again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Library {
    /// In the order in which they are offered.
    rows: Vec<Arc<LibraryRow>>,
    laws: Arc<Vec<LawNames>>,
}

impl Library {
    /// Of `rulebook`, in the order of the catalogue; what belongs to other organs stands last.
    #[must_use]
    pub fn of(rulebook: &Rulebook) -> Library {
        let laws: Vec<LawNames> = rulebook.laws.values().map(LawNames::of).collect();
        let mut ours: Vec<&Violation> = rulebook.violations.values().collect();
        // Of one family they stand in the order of their codes already.
        ours.sort_by_key(|violation| violation.family);
        let mut rows: Vec<LibraryRow> = ours.into_iter().map(LibraryRow::ours).collect();
        let others = rulebook.police_only.values();
        rows.extend(others.map(|act| LibraryRow::others(act, &laws)));
        Library { rows: rows.into_iter().map(Arc::new).collect(), laws: Arc::new(laws) }
    }

    /// The same with the smallest `place` first; what has the same place stays as it stood.
    #[must_use]
    pub fn ordered<K: Ord>(mut self, place: impl Fn(&LibraryRow) -> K) -> Library {
        self.rows.sort_by_cached_key(|row| place(row));
        self
    }

    /// In the order in which they are offered.
    #[must_use]
    pub fn rows(&self) -> &[Arc<LibraryRow>] {
        &self.rows
    }

    /// Places in `rows` of what fits `typed`, the best first and otherwise as they stand; all of them where nothing was
    /// typed. Of several words each must fit, by whatever of a row it does.
    #[must_use]
    pub fn find(&self, typed: &str) -> Vec<usize> {
        let typed: String = typed.chars().map(half_width).collect::<String>().to_lowercase();
        let words: Vec<Word<'_>> =
            typed.split_whitespace().map(|word| Word::of(word, &self.laws)).collect();
        // A place in a law may be typed in several words, 超限 第43条: then they mean that place and nothing else.
        let whole = if words.len() > 1 { TypedArticle::read(&typed, &self.laws) } else { None };
        let fit = |row: &LibraryRow| match &whole {
            Some(article) => row.rests_on(article),
            None => words.iter().map(|word| row.fit(word)).try_fold(Closeness::Code, worse),
        };
        let mut fits: Vec<(Closeness, usize)> =
            self.rows.iter().zip(0..).filter_map(|(row, nth)| Some((fit(row)?, nth))).collect();
        fits.sort_unstable();
        fits.into_iter().map(|(_, nth)| nth).collect()
    }
}

/// The worse of both; `None` where one does not fit.
fn worse(known: Closeness, next: Option<Closeness>) -> Option<Closeness> {
    Some(known.max(next?))
}

/// One word of what was typed, in lower case, read once for all rows.
struct Word<'a> {
    text: &'a str,
    article: Option<TypedArticle>,
    /// `None` for a Chinese word, which has no initials of its own, and for a dash: they would fit everything.
    letters: Option<TypedLetters>,
}

impl<'a> Word<'a> {
    fn of(text: &'a str, laws: &[LawNames]) -> Word<'a> {
        let has_letters = text.is_ascii() && text.contains(|c: char| c.is_ascii_alphanumeric());
        let letters = has_letters.then(|| TypedLetters::of(text));
        Word { text, article: TypedArticle::read(text, laws), letters }
    }
}

impl LibraryRow {
    fn ours(violation: &Violation) -> LibraryRow {
        let of_bases = violation.bases.iter().flat_map(|basis| &basis.cites);
        let cites = violation.violated.iter().chain(of_bases).cloned().collect();
        let names = (violation.name_zh.as_str(), violation.name_en.as_str());
        LibraryRow {
            family: Some(violation.family),
            confirmed: violation.confirmed,
            over_limit: violation.over_limit,
            ..LibraryRow::named(&violation.code, names, cites)
        }
    }

    fn others(act: &PoliceOnly, laws: &[LawNames]) -> LibraryRow {
        // The pack tells its basis in words.
        let told = act.basis.split(['；', ';']).filter_map(|told| TypedArticle::read(told, laws));
        let cites = told.filter_map(|place| {
            let TypedArticle { laws, article, paragraph, item } = place;
            Some(Citation { law: laws.into_iter().next()?, article: article?, paragraph, item })
        });
        let names = (act.name_zh.as_str(), act.name_en.as_str());
        LibraryRow {
            organ: act.authority.clone(),
            ..LibraryRow::named(&act.code, names, cites.collect())
        }
    }

    fn named(code: &str, (name_zh, name_en): (&str, &str), cites: Vec<Citation>) -> LibraryRow {
        LibraryRow {
            code: code.into(),
            name_zh: name_zh.into(),
            name_en: name_en.into(),
            family: None,
            organ: String::new(),
            confirmed: true,
            over_limit: false,
            cites,
            code_typed: code.to_lowercase(),
            code_bare: code.to_lowercase().replace('-', ""),
            english: name_en.to_lowercase(),
            readings: Readings::of(name_zh),
        }
    }

    fn fit(&self, word: &Word<'_>) -> Option<Closeness> {
        let text = word.text;
        if self.code_typed == text {
            return Some(Closeness::Code);
        }
        if self.code_typed.starts_with(text) || self.code_bare.starts_with(text) {
            return Some(Closeness::CodeStart);
        }
        let by_law = word.article.as_ref().and_then(|article| self.rests_on(article));
        let has = |inside: &str| inside.contains(text);
        let by_name = || {
            (has(&self.name_zh) || has(&self.english) || has(&self.organ))
                .then_some(Closeness::Words)
        };
        let sounds = |letters: &TypedLetters| self.readings.hold(letters);
        let by_sound = || word.letters.as_ref().is_some_and(sounds).then_some(Closeness::Sound);
        match by_law {
            Some(Closeness::Law) => by_name().or_else(by_sound).or(by_law),
            Some(_) => by_law,
            None => by_name().or_else(by_sound),
        }
    }

    fn rests_on(&self, typed: &TypedArticle) -> Option<Closeness> {
        let fit = if typed.article.is_some() { Closeness::Article } else { Closeness::Law };
        self.cites.iter().any(|citation| typed.matches(citation)).then_some(fit)
    }
}
