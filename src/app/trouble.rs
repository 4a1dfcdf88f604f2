//! Something that did not work, as keys of words with their values; says nothing by itself and is no refusal of the law.

use crate::stdx::said::Said;
use crate::stdx::words;
use rust_i18n::t;

/// Something that did not work, as a key of the screens' words with its values: one sentence that
/// says what is wrong, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// `trouble.wrong_pin`.
    pub key: &'static str,
    /// Field of the draft, when one is to blame.
    pub field: Option<String>,
    /// Values for the placeholders `%{a}` and `%{b}` of the words.
    pub a: Said,
    /// The second value.
    pub b: Said,
}

/// A value of a sentence in the language `lang`, `zh-CN` or `en`.
#[must_use]
pub fn in_words(lang: &str, said: &Said) -> String {
    words::in_words(lang, said)
}

impl Trouble {
    /// A sentence without values.
    #[must_use]
    pub fn new(key: &'static str) -> Trouble {
        Trouble { key, field: None, a: Said::default(), b: Said::default() }
    }

    /// With its first value.
    #[must_use]
    pub fn with(mut self, a: impl Into<Said>) -> Trouble {
        self.a = a.into();
        self
    }

    /// With its second value.
    #[must_use]
    pub fn and(mut self, b: impl Into<Said>) -> Trouble {
        self.b = b.into();
        self
    }

    /// The sentence in the language `lang`, without its field.
    #[must_use]
    pub fn sentence(&self, lang: &str) -> String {
        let (a, b) = (in_words(lang, &self.a), in_words(lang, &self.b));
        t!(self.key, locale = lang, a = a, b = b).into_owned()
    }

    /// With the field that is to blame.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Trouble {
        self.field = Some(field.into());
        self
    }
}
