//! What an enforcement certificate covers: words of its 执法类别 and codes of its regions; whose a case is it does not say.

use super::identity::region;
use super::rulebook::{Family, Rulebook};

/// 执法范围: as the certificate has it. An empty one covers everything that its agency may do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// In the order of the certificate.
    words: Vec<String>,
}

impl Scope {
    /// Reads words with a comma, 、, ；or a blank between them.
    #[must_use]
    pub fn parse(text: &str) -> Scope {
        let mut words: Vec<String> = Vec::new();
        for word in text.split(|c: char| c.is_whitespace() || ",，、;；".contains(c)) {
            if !word.is_empty() && !words.iter().any(|known| known == word) {
                words.push(word.to_string());
            }
        }
        Scope { words }
    }

    /// The words as they are kept and sent.
    #[must_use]
    pub fn text(&self) -> String {
        self.words.join("、")
    }

    /// Whether it covers everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether an act of `family` is covered. A pack that says of no category what it covers compares none.
    #[must_use]
    pub fn covers(&self, family: Family, rulebook: &Rulebook) -> bool {
        let categories = &rulebook.categories;
        let mut named = self.words.iter().filter(|word| !is_region(word)).peekable();
        if categories.is_empty() || named.peek().is_none() {
            return true;
        }
        named.any(|word| categories.get(word).is_some_and(|known| known.contains(&family)))
    }

    /// Whether a place of `region` (GB/T 2260) is covered; one that is not recorded yet is.
    #[must_use]
    pub fn covers_region(&self, region: &str) -> bool {
        let mut regions = self.words.iter().filter(|word| is_region(word)).peekable();
        if region.is_empty() || regions.peek().is_none() {
            return true;
        }
        regions.any(|code| region::lies_in(region, code))
    }
}

fn is_region(word: &str) -> bool {
    word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_people_write_them_and_kept_in_order() {
        for text in ["道路运输、440500", " 道路运输 ， 440500;道路运输", "道路运输；440500"]
        {
            assert_eq!(Scope::parse(text).text(), "道路运输、440500", "{text}");
        }
        assert!(Scope::parse(" 、").is_empty());
        assert_eq!(Scope::parse(&Scope::parse("a、b").text()), Scope::parse("a b"));
    }

    #[test]
    fn a_district_lies_in_its_city_and_its_province() {
        for (scope, region, covered) in [
            ("440515", "440515", true),
            ("440515", "440507", false),
            ("440500", "440507", true),
            ("440500", "445100", false),
            ("440000", "445100", true),
            ("440000", "350200", false),
            ("440507、440515", "440515", true),
            ("", "350200", true),
            ("道路运输", "350200", true),
            ("440515", "", true),
        ] {
            assert_eq!(Scope::parse(scope).covers_region(region), covered, "{scope} {region}");
        }
    }
}
