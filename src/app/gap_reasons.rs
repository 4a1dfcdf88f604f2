//! Reasons that are proposed where a stop ends with a kind of evidence missing; they are no law, and none of them stands in for
//! evidence.

use serde::Deserialize;

const REASONS: &str = include_str!("../../assets/evidence/gap_reasons.toml");

/// All of them, in the order in which they are offered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GapReasons {
    reason: Vec<GapReason>,
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GapReason {
    /// As the journal keeps it.
    pub text: String,
    /// What is shown for it where the screens speak English.
    pub english: String,
}

impl GapReasons {
    /// Reads a list.
    ///
    /// # Errors
    /// When it is no TOML, or a reason has other parts.
    pub fn parse(text: &str) -> Result<GapReasons, toml::de::Error> {
        toml::from_str(text)
    }

    /// The list that ships with the program; empty when it could not be read, which a test would have told.
    #[must_use]
    pub fn shipped() -> GapReasons {
        GapReasons::parse(REASONS).unwrap_or_default()
    }

    /// Each of them.
    #[must_use]
    pub fn all(&self) -> &[GapReason] {
        &self.reason
    }
}

impl GapReason {
    /// In the language `l`.
    #[must_use]
    pub fn shown(&self, l: &str) -> &str {
        if l == "en" { &self.english } else { &self.text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_that_ships_reads_and_is_said_once() {
        let reasons = GapReasons::parse(REASONS).unwrap();
        assert!(reasons.all().len() > 3);
        for one in reasons.all() {
            assert!(!one.text.is_empty() && !one.english.is_empty(), "{one:?}");
            let same = reasons.all().iter().filter(|other| other.text == one.text);
            assert_eq!(same.count(), 1, "{one:?}");
        }
    }
}
