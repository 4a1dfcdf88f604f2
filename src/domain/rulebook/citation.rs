//! Laws and the places in them, written as Chinese papers cite them; it judges nothing.

/// A law, regulation or rule in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Law {
    /// The short name used in citations, such as `超限`.
    pub id: String,
    /// The full title without 《》.
    pub title: String,
    /// The day or number of the version, because article numbers shift between versions.
    pub version: String,
}

/// A place in a law: article (条), paragraph (款), item (项).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Citation {
    /// Short name of the law, a key of the rulebook's laws.
    pub law: String,
    /// 条; 0 where only the law is known and no article may be printed.
    pub article: u16,
    /// 款
    pub paragraph: Option<u8>,
    /// 项
    pub item: Option<u8>,
}

impl Citation {
    /// `第六十四条第一款第（二）项`; empty when only the law is known.
    #[must_use]
    pub fn place_in_chinese(&self) -> String {
        if self.article == 0 {
            return String::new();
        }
        let article = numeral(self.article);
        let paragraph =
            self.paragraph.map_or(String::new(), |n| format!("第{}款", numeral(n.into())));
        let item = self.item.map_or(String::new(), |n| format!("第（{}）项", numeral(n.into())));
        format!("第{article}条{paragraph}{item}")
    }
}

/// Chinese numerals of article numbers: 10 is 十, 105 is 一百零五, 110 is 一百一十.
fn numeral(n: u16) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    const PLACES: [(u16, &str); 3] = [(1000, "千"), (100, "百"), (10, "十")];
    let mut text = String::new();
    let mut skipped = false;
    for (unit, name) in PLACES {
        let digit = usize::from(n / unit % 10);
        if digit == 0 {
            skipped = !text.is_empty();
            continue;
        }
        if skipped {
            text += DIGITS[0];
            skipped = false;
        }
        if !(digit == 1 && unit == 10 && text.is_empty()) {
            text += DIGITS[digit];
        }
        text += name;
    }
    let ones = usize::from(n % 10);
    if ones > 0 || text.is_empty() {
        if skipped {
            text += DIGITS[0];
        }
        text += DIGITS[ones];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rulebook_numerals_are_those_of_the_statute_book() {
        for (n, want) in [
            (1, "一"),
            (9, "九"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (43, "四十三"),
            (100, "一百"),
            (105, "一百零五"),
            (110, "一百一十"),
            (118, "一百一十八"),
            (280, "二百八十"),
            (1001, "一千零一"),
            (1010, "一千零一十"),
            (1260, "一千二百六十"),
        ] {
            assert_eq!(numeral(n), want, "{n}");
        }
    }

    #[test]
    fn rulebook_places_are_written_as_papers_write_them() {
        let place = |article, paragraph, item| {
            Citation { law: "路保".into(), article, paragraph, item }.place_in_chinese()
        };
        assert_eq!(place(64, Some(1), Some(2)), "第六十四条第一款第（二）项");
        assert_eq!(place(63, None, Some(2)), "第六十三条第（二）项");
        assert_eq!(place(66, None, None), "第六十六条");
        assert_eq!(place(0, None, None), "");
    }
}
