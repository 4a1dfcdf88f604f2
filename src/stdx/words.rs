//! Words of `assets/locales` for values that hold keys, in the reader's language; makes no sentence of its own.

use super::said::Said;
use rust_i18n::t;

/// A value of a sentence in the language `lang`, `zh-CN` or `en`.
#[must_use]
pub fn in_words(lang: &str, said: &Said) -> String {
    match said {
        Said::Plain(text) => text.clone(),
        Said::Words(key, values) => {
            let mut values = values.iter().map(|value| in_words(lang, value));
            let (a, b) = (values.next().unwrap_or_default(), values.next().unwrap_or_default());
            t!(*key, locale = lang, a = a, b = b).into_owned()
        }
        Said::List(values) => {
            let words: Vec<String> = values.iter().map(|value| in_words(lang, value)).collect();
            words.join(", ")
        }
    }
}
