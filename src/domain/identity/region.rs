//! Administrative regions 行政区划 (GB/T 2260); never calls an abolished district a place of today.

use super::{Reason, Verdict, all_digits};

/// The first two digits of every region code, as issued since the standard began.
const PROVINCES: &[&str] = &[
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
    "81", "82",
];

const GUANGDONG_CITIES: &[(&str, &str)] = &[
    ("4401", "广州市"),
    ("4402", "韶关市"),
    ("4403", "深圳市"),
    ("4404", "珠海市"),
    ("4405", "汕头市"),
    ("4406", "佛山市"),
    ("4407", "江门市"),
    ("4408", "湛江市"),
    ("4409", "茂名市"),
    ("4412", "肇庆市"),
    ("4413", "惠州市"),
    ("4414", "梅州市"),
    ("4415", "汕尾市"),
    ("4416", "河源市"),
    ("4417", "阳江市"),
    ("4418", "清远市"),
    ("4419", "东莞市"),
    ("4420", "中山市"),
    ("4451", "潮州市"),
    ("4452", "揭阳市"),
    ("4453", "云浮市"),
];

/// The districts and the county of Shantou. Functional zones (保税区, 高新区) have no code: a place
/// there carries the district's code and a note.
pub const SHANTOU_DISTRICTS: &[(&str, &str)] = &[
    ("440507", "龙湖区"),
    ("440511", "金平区"),
    ("440512", "濠江区"),
    ("440513", "潮阳区"),
    ("440514", "潮南区"),
    ("440515", "澄海区"),
    ("440523", "南澳县"),
];

/// Whether the first two characters are a province; this holds for abolished districts too.
#[must_use]
pub fn province_exists(code: &str) -> bool {
    code.get(..2).is_some_and(|province| PROVINCES.contains(&province))
}

/// Whether it is written as a code of GB/T 2260: six digits, of a province that exists. A city has one too.
#[must_use]
pub fn is_code(text: &str) -> bool {
    text.len() == 6 && all_digits(text) && province_exists(text)
}

/// Whether it can be an area of today: a province, a city or a district. Of Guangdong's cities and Shantou's districts only
/// those that there are.
#[must_use]
pub fn is_area(code: &str) -> bool {
    if !is_code(code) {
        return false;
    }
    if code.ends_with("00") {
        return code.ends_with("0000") || !code.starts_with("44") || name(code).is_some();
    }
    matches!(check(code), Verdict::Fine | Verdict::Unusual)
}

/// Whether `region` lies in `area`: 440000 is the province, 440500 the city, 440515 the district.
#[must_use]
pub fn lies_in(region: &str, area: &str) -> bool {
    let until = if area.ends_with("0000") {
        2
    } else if area.ends_with("00") {
        4
    } else {
        6
    };
    region.get(..until) == area.get(..until)
}

/// The name of a district of Shantou (`440507`) or a city of Guangdong (`4405`, `440500`).
#[must_use]
pub fn name(code: &str) -> Option<&'static str> {
    let named = |list: &'static [(&str, &str)], code: &str| {
        list.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
    };
    let city = if code.len() == 6 { code.strip_suffix("00") } else { Some(code) };
    named(SHANTOU_DISTRICTS, code).or_else(|| named(GUANGDONG_CITIES, city?))
}

/// Whether enforcement can take place there today: a district of Shantou. Districts of other cities
/// are `Unusual`, because their lists are not kept here.
#[must_use]
pub fn check(code: &str) -> Verdict {
    if code.chars().count() != 6 {
        return Verdict::Impossible(Reason::Length);
    }
    if !all_digits(code) {
        return Verdict::Impossible(Reason::Letter);
    }
    if !province_exists(code) {
        return Verdict::Impossible(Reason::Province);
    }
    if SHANTOU_DISTRICTS.iter().any(|(known, _)| *known == code) {
        return Verdict::Fine;
    }
    let city_unknown = code.starts_with("44") && name(&code[..4]).is_none();
    if code.starts_with("4405") || city_unknown {
        return Verdict::Impossible(Reason::Region);
    }
    Verdict::Unusual
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_districts_of_today_are_places_of_enforcement() {
        let region = Verdict::Impossible(Reason::Region);
        for (code, want) in [
            ("440507", Verdict::Fine),
            ("440513", Verdict::Fine),
            ("440523", Verdict::Fine),
            ("440506", region),
            ("440582", region),
            ("440599", region),
            ("440500", region),
            ("444407", region),
            ("440103", Verdict::Unusual),
            ("441900", Verdict::Unusual),
            ("350203", Verdict::Unusual),
            ("990507", Verdict::Impossible(Reason::Province)),
            ("44050", Verdict::Impossible(Reason::Length)),
            ("44050粤", Verdict::Impossible(Reason::Letter)),
        ] {
            assert_eq!(check(code), want, "{code}");
        }
    }

    #[test]
    fn a_code_has_six_digits_and_a_province() {
        for (text, want) in [
            ("440500", true),
            ("440515", true),
            ("350203", true),
            ("990507", false),
            ("44050", false),
            ("4405000", false),
            ("abc", false),
            ("44粤5", false),
            ("", false),
        ] {
            assert_eq!(is_code(text), want, "{text}");
        }
    }

    #[test]
    fn an_area_is_a_province_a_city_or_a_district_of_today() {
        for (code, want) in [
            ("440000", true),
            ("440500", true),
            ("440515", true),
            ("441900", true),
            ("350200", true),
            ("440103", true),
            ("440506", false),
            ("441000", false),
            ("441001", false),
            ("990000", false),
            ("4405", false),
            ("", false),
        ] {
            assert_eq!(is_area(code), want, "{code}");
        }
    }

    #[test]
    fn a_district_lies_in_its_city_and_its_province() {
        for (region, area, want) in [
            ("440515", "440515", true),
            ("440507", "440515", false),
            ("440507", "440500", true),
            ("445100", "440500", false),
            ("445100", "440000", true),
            ("350200", "440000", false),
            ("", "440000", false),
        ] {
            assert_eq!(lies_in(region, area), want, "{region} {area}");
        }
    }

    #[test]
    fn regions_have_names() {
        for (code, want) in [
            ("440507", Some("龙湖区")),
            ("440523", Some("南澳县")),
            ("440500", Some("汕头市")),
            ("4415", Some("汕尾市")),
            ("4453", Some("云浮市")),
            ("440506", None),
            ("4410", None),
            ("", None),
            ("粤", None),
        ] {
            assert_eq!(name(code), want, "{code}");
        }
        assert_eq!((GUANGDONG_CITIES.len(), SHANTOU_DISTRICTS.len()), (21, 7));
    }
}
