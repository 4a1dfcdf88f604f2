//! Personal data that must not reach a log or an error text: prints as ‹name›, never as itself.

use std::fmt;

/// A value whose `Debug` shows only what kind of thing it is.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Redacted<T>(pub T);

impl<T> Redacted<T> {
    /// The text itself, for a paper or a screen; never for a log.
    #[must_use]
    pub fn get(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹personal›")
    }
}

impl From<&str> for Redacted<String> {
    fn from(text: &str) -> Self {
        Redacted(text.to_string())
    }
}

impl From<String> for Redacted<String> {
    fn from(text: String) -> Self {
        Redacted(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_prints() {
        assert_eq!(format!("{:?}", Redacted::from("张三")), "‹personal›");
    }
}
