//! A place in a law as it is typed into a search (道条63, 超限43(1)二, 第六十三条): from text to law, article, paragraph and
//! item; it finds no row itself.

use crate::domain::rulebook::{Citation, Law};
use crate::stdx::fold::half_width;
use crate::stdx::pinyin;
use std::cmp::Ordering;

/// What every title of a law of the State begins with and nobody types.
const OF_THE_STATE: &str = "中华人民共和国";
const DIGITS: &str = "零一二三四五六七八九";

/// By which words one law is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawNames {
    /// Its short name, as citations use it.
    id: String,
    /// Short name, title, title without the State's name, and the first letters of the short name; folded.
    names: Vec<String>,
}

impl LawNames {
    /// The words of `law`.
    #[must_use]
    pub fn of(law: &Law) -> LawNames {
        let title = law.title.as_str();
        let short = title.strip_prefix(OF_THE_STATE).unwrap_or(title);
        let mut names: Vec<String> = [law.id.as_str(), title, short].map(folded).to_vec();
        names.extend(pinyin::initials(&law.id));
        names.retain(|name| !name.is_empty());
        names.sort();
        names.dedup();
        LawNames { id: law.id.clone(), names }
    }
}

/// A place in a law, as far as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedArticle {
    /// Short names of the laws that may be meant: versions of one law share a title. Empty for any law.
    pub laws: Vec<String>,
    /// Article (条); `None` where a law alone was typed.
    pub article: Option<u16>,
    /// Paragraph (款): `(1)` or 第一款.
    pub paragraph: Option<u8>,
    /// Item (项): `(二)`, 二 or 第二项.
    pub item: Option<u8>,
}

impl TypedArticle {
    /// Reads `typed`; `None` where it is no place in one of `laws`, and no article alone.
    #[must_use]
    pub fn read(typed: &str, laws: &[LawNames]) -> Option<TypedArticle> {
        let text = folded(typed);
        let (mut longest, mut found) = (0, TypedArticle::default());
        for law in laws {
            for name in &law.names {
                let Some(rest) = text.strip_prefix(name.as_str()) else { continue };
                let place = if rest.is_empty() { Some(Place::default()) } else { place(rest) };
                let Some(place) = place else { continue };
                // The longest name is the one that was meant: 道条2022 is no article of 道条.
                match name.len().cmp(&longest) {
                    Ordering::Less => {}
                    Ordering::Equal => found.laws.push(law.id.clone()),
                    Ordering::Greater => {
                        longest = name.len();
                        found = place.in_laws(vec![law.id.clone()]);
                    }
                }
            }
        }
        if longest > 0 {
            return Some(found);
        }
        // Numerals in Chinese are also words of a name; only the sign of an article tells them apart.
        let is_article = text.starts_with(|c: char| c.is_ascii_digit()) || text.contains('条');
        place(&text).filter(|_| is_article).map(|place| place.in_laws(Vec::new()))
    }

    /// Whether `citation` is that place or holds it: an article that is cited whole holds its paragraphs and items.
    #[must_use]
    pub fn matches(&self, citation: &Citation) -> bool {
        let within = |typed: Option<u8>, cited: Option<u8>| {
            typed.is_none_or(|typed| cited.is_none_or(|cited| cited == typed))
        };
        (self.laws.is_empty() || self.laws.contains(&citation.law))
            && self.article.is_none_or(|article| article == citation.article)
            && within(self.paragraph, citation.paragraph)
            && within(self.item, citation.item)
    }
}

/// Article, paragraph and item of any law.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    article: Option<u16>,
    paragraph: Option<u8>,
    item: Option<u8>,
}

impl Place {
    fn in_laws(self, laws: Vec<String>) -> TypedArticle {
        let Place { article, paragraph, item } = self;
        TypedArticle { laws, article, paragraph, item }
    }
}

/// Half width, lower case, without the signs and blanks that part a citation.
fn folded(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !"《》〈〉-·".contains(*c);
    text.chars().map(half_width).filter(kept).flat_map(char::to_lowercase).collect()
}

/// Reads `63`, `63条`, `第六十三条第一款第(二)项`, `43(1)二`: all of it, or nothing.
fn place(text: &str) -> Option<Place> {
    let mut rest = text.strip_prefix('第').unwrap_or(text);
    let article = number(&mut rest)?;
    rest = rest.strip_prefix('条').unwrap_or(rest);
    let paragraph = paragraph(&mut rest);
    let item = item(&mut rest);
    let place = Place { article: Some(article), paragraph, item };
    rest.is_empty().then_some(place)
}

/// `(1)` or 第一款; what is something else stays in `rest`.
fn paragraph(rest: &mut &str) -> Option<u8> {
    let text = *rest;
    let (found, ahead) = match text.strip_prefix('(') {
        Some(inside) if inside.starts_with(|c: char| c.is_ascii_digit()) => closed(inside, ')')?,
        Some(_) => return None,
        None => closed(text.strip_prefix('第').unwrap_or(text), '款')?,
    };
    *rest = ahead;
    Some(found)
}

/// `(二)`, 二, 第二项 or 第(二)项; what is something else stays in `rest`.
fn item(rest: &mut &str) -> Option<u8> {
    let text = *rest;
    let text = text.strip_prefix('第').unwrap_or(text);
    let (found, ahead) = if let Some(inside) = text.strip_prefix('(') {
        closed(inside, ')')?
    } else {
        let mut ahead = text;
        let found = u8::try_from(number(&mut ahead)?).ok()?;
        // A bare digit would go on with the article before it.
        let is_told = ahead.starts_with('项') || !text.starts_with(|c: char| c.is_ascii_digit());
        is_told.then_some((found, ahead))?
    };
    *rest = ahead.strip_prefix('项').unwrap_or(ahead);
    Some(found)
}

/// A number that `sign` closes, and what stands behind it.
fn closed(text: &str, sign: char) -> Option<(u8, &str)> {
    let mut ahead = text;
    let found = u8::try_from(number(&mut ahead)?).ok()?;
    Some((found, ahead.strip_prefix(sign)?))
}

/// A number in digits or in Chinese numerals at the head of `rest`, which loses it. Never 0, and none with a 0 before it:
/// that is the number of a code.
fn number(rest: &mut &str) -> Option<u16> {
    let text = *rest;
    let is_numeral = |c: char| DIGITS.contains(c) || "〇十百千".contains(c);
    let (digits, ahead) = head(text, |c| c.is_ascii_digit());
    if !digits.is_empty() {
        let found = digits.parse().ok().filter(|_| !digits.starts_with('0'))?;
        *rest = ahead;
        return Some(found);
    }
    let (numerals, ahead) = head(text, is_numeral);
    let found = numeral(numerals)?;
    *rest = ahead;
    Some(found)
}

/// The longest head of `text` whose characters all are what `is` asks, and the rest.
fn head(text: &str, is: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c: char| !is(c)).unwrap_or(text.len()))
}

/// 一百零五 is 105; `None` for what is no numeral, and for nothing at all.
fn numeral(text: &str) -> Option<u16> {
    let (mut total, mut ones) = (0_u32, 0_u32);
    for c in text.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            // Two digits side by side are a year or a number of a paper.
            _ if ones > 0 => return None,
            '〇' => continue,
            digit => {
                ones = u32::try_from(DIGITS.chars().position(|known| known == digit)?).ok()?;
                continue;
            }
        };
        total = total.saturating_add(unit * ones.max(1));
        ones = 0;
    }
    u16::try_from(total.saturating_add(ones)).ok().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laws() -> Vec<LawNames> {
        let law =
            |id: &str, title: &str| Law { id: id.into(), title: title.into(), version: "1".into() };
        let all = [
            law("道条", "中华人民共和国道路运输条例"),
            law("道条2022", "中华人民共和国道路运输条例"),
            law("粤道条", "广东省道路运输条例"),
            law("超限", "超限运输车辆行驶公路管理规定"),
            law("29号令", "危险货物道路运输安全管理办法"),
        ];
        all.iter().map(LawNames::of).collect()
    }

    /// Law, article, paragraph, item.
    type Read = (String, Option<u16>, Option<u8>, Option<u8>);

    fn read(typed: &str) -> Option<Read> {
        let read = TypedArticle::read(typed, &laws())?;
        Some((read.laws.join(" "), read.article, read.paragraph, read.item))
    }

    #[test]
    fn a_place_is_read_as_officers_write_it() {
        for (typed, laws, article, paragraph, item) in [
            ("道条63", "道条", Some(63), None, None),
            ("道条 63", "道条", Some(63), None, None),
            ("道条６３条", "道条", Some(63), None, None),
            ("道条63(二)", "道条", Some(63), None, Some(2)),
            ("道条63（二）", "道条", Some(63), None, Some(2)),
            ("道条63二", "道条", Some(63), None, Some(2)),
            ("超限43(1)二", "超限", Some(43), Some(1), Some(2)),
            ("超限第四十三条第一款第（二）项", "超限", Some(43), Some(1), Some(2)),
            ("超限43条1款2项", "超限", Some(43), Some(1), Some(2)),
            ("超限43(1)(2)", "超限", Some(43), Some(1), Some(2)),
            ("粤道条63", "粤道条", Some(63), None, None),
            ("《道路运输条例》第六十三条", "道条 道条2022", Some(63), None, None),
            ("中华人民共和国道路运输条例63", "道条 道条2022", Some(63), None, None),
            ("道条2022", "道条2022", None, None, None),
            ("道条2022第63条", "道条2022", Some(63), None, None),
            ("dt63", "道条", Some(63), None, None),
            ("CX43", "超限", Some(43), None, None),
            ("cx", "超限", None, None, None),
            ("29号令24", "29号令", Some(24), None, None),
            ("63", "", Some(63), None, None),
            ("63条", "", Some(63), None, None),
            ("第六十三条", "", Some(63), None, None),
            ("第一百零五条", "", Some(105), None, None),
        ] {
            let want = Some((laws.to_string(), article, paragraph, item));
            assert_eq!(read(typed), want, "{typed}");
        }
    }

    #[test]
    fn what_is_no_place_is_none() {
        for typed in [
            "",
            "条",
            "超员",
            "六十三",
            "三轴货车",
            "道条x",
            "道条063",
            "dt001",
            "OL-001",
            "道条0",
            "道条二二",
            "道条63(二)x",
            "99999",
        ] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }

    #[test]
    fn an_article_that_is_cited_whole_holds_its_paragraphs_and_items() {
        let cited = |law: &str, article, paragraph, item| Citation {
            law: law.into(),
            article,
            paragraph,
            item,
        };
        for (typed, citation, want) in [
            ("道条63", cited("道条", 63, None, Some(2)), true),
            ("道条63", cited("道条", 64, None, None), false),
            ("道条63", cited("粤道条", 63, None, Some(6)), false),
            ("道条63", cited("道条2022", 63, None, None), false),
            ("63", cited("粤道条", 63, None, Some(6)), true),
            ("道条63(二)", cited("道条", 63, None, Some(2)), true),
            ("道条63(二)", cited("道条", 63, None, Some(1)), false),
            ("道条63(二)", cited("道条", 63, None, None), true),
            ("超限43(1)二", cited("超限", 43, Some(1), Some(2)), true),
            ("超限43(2)", cited("超限", 43, Some(1), Some(2)), false),
            ("超限", cited("超限", 43, Some(1), Some(2)), true),
            ("超限", cited("路保", 64, None, None), false),
        ] {
            let typed = TypedArticle::read(typed, &laws()).unwrap();
            assert_eq!(typed.matches(&citation), want, "{typed:?} {citation:?}");
        }
    }

    #[test]
    fn numerals_of_the_statute_book_are_read_back() {
        for article in 1..=1_300 {
            let citation = Citation { law: String::new(), article, paragraph: None, item: None };
            let read = place(&citation.place_in_chinese());
            assert_eq!(read.and_then(|place| place.article), Some(article));
        }
    }
}
