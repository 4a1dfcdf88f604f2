//! Numbers of 道路运输证 and 道路运输经营许可证; never blocks a paper of another province.

use super::{Reason, Verdict, all_digits, region};

/// Which paper of the transport rules (道条) the number is expected on. The digits are alike; only
/// the words before them differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CertificateKind {
    /// 道路运输证, of one vehicle: 粤交运管汕字440507000123号.
    Transport,
    /// 道路运输经营许可证, of the business: 粤交运管许可汕字440500123456号.
    BusinessPermit,
}

/// The number with or without its words. In Guangdong: 44 and ten digits. The character of the city
/// is not compared with the digits, since 汕 stands for both 汕头 and 汕尾.
#[must_use]
pub fn check(text: &str, kind: CertificateKind) -> Verdict {
    let bare = text.strip_suffix('号').unwrap_or(text);
    let Some(after) = bare.strip_prefix('粤') else {
        return if bare.starts_with(is_chinese) { elsewhere(bare) } else { check_digits(bare) };
    };
    let Some((words, digits)) = after.rsplit_once('字') else {
        return Verdict::Impossible(Reason::Shape);
    };
    let Some(words) = words.strip_prefix("交运管") else {
        return Verdict::Impossible(Reason::Shape);
    };
    let (found, city) = match words.strip_prefix("许可") {
        Some(city) => (CertificateKind::BusinessPermit, city),
        None => (CertificateKind::Transport, words),
    };
    if found != kind {
        return Verdict::Impossible(Reason::OtherKind);
    }
    if !(1..=2).contains(&city.chars().count()) || !city.chars().all(is_chinese) {
        return Verdict::Impossible(Reason::Shape);
    }
    let verdict = check_digits(digits);
    if verdict == Verdict::Unusual { Verdict::Impossible(Reason::Region) } else { verdict }
}

/// Another province's words, or the filing number of a repair shop (货备…): some number must follow.
fn elsewhere(bare: &str) -> Verdict {
    if bare.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        Verdict::Unusual
    } else {
        Verdict::Impossible(Reason::Shape)
    }
}

fn check_digits(digits: &str) -> Verdict {
    if digits.is_empty() {
        return Verdict::Impossible(Reason::Length);
    }
    if !all_digits(digits) {
        return Verdict::Impossible(Reason::Letter);
    }
    if !region::province_exists(digits) {
        return Verdict::Impossible(Reason::Province);
    }
    if !digits.starts_with("44") {
        return Verdict::Unusual;
    }
    if digits.len() == 12 { Verdict::Fine } else { Verdict::Impossible(Reason::Length) }
}

fn is_chinese(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [CertificateKind; 2] =
        [CertificateKind::Transport, CertificateKind::BusinessPermit];

    fn assert_each(kind: CertificateKind, rows: &[(&str, Verdict)]) {
        for (text, want) in rows {
            assert_eq!(check(text, kind), *want, "{text}");
        }
    }

    #[test]
    fn permits_are_judged() {
        assert_each(
            CertificateKind::BusinessPermit,
            &[
                ("粤交运管许可汕字440500123456号", Verdict::Fine),
                ("粤交运管许可穗字440100151081号", Verdict::Fine),
                ("粤交运管许可穗字440100151081", Verdict::Fine),
                ("440500123456", Verdict::Fine),
                ("粤交运管许可汕字44050012345号", Verdict::Impossible(Reason::Length)),
                ("44050012345X", Verdict::Impossible(Reason::Letter)),
                ("990500123456", Verdict::Impossible(Reason::Province)),
                ("粤交运管汕字440507000123号", Verdict::Impossible(Reason::OtherKind)),
            ],
        );
    }

    #[test]
    fn transport_certificates_are_judged() {
        assert_each(
            CertificateKind::Transport,
            &[
                ("粤交运管汕字440507000123号", Verdict::Fine),
                ("粤交运管穗字440100165715号", Verdict::Fine),
                ("440511000456", Verdict::Fine),
                ("粤交运管汕字4405070001234号", Verdict::Impossible(Reason::Length)),
                ("粤交运管汕字44050700012号", Verdict::Impossible(Reason::Length)),
                ("99050700012A", Verdict::Impossible(Reason::Letter)),
                ("粤交运管许可汕字440500123456号", Verdict::Impossible(Reason::OtherKind)),
            ],
        );
    }

    #[test]
    fn the_words_of_guangdong_are_fixed() {
        assert_each(
            CertificateKind::Transport,
            &[
                ("粤交运管字440507000123号", Verdict::Impossible(Reason::Shape)),
                ("粤交运管汕头市字440507000123号", Verdict::Impossible(Reason::Shape)),
                ("粤汕字440507000123号", Verdict::Impossible(Reason::Shape)),
                ("粤440507000123", Verdict::Impossible(Reason::Shape)),
                ("粤交运管汕字350507000123号", Verdict::Impossible(Reason::Region)),
                ("粤交运管汕字号", Verdict::Impossible(Reason::Length)),
                ("", Verdict::Impossible(Reason::Length)),
                ("号", Verdict::Impossible(Reason::Length)),
            ],
        );
    }

    #[test]
    fn papers_from_elsewhere_only_warn() {
        for kind in KINDS {
            for text in [
                "闽交运管厦字350203000123号",
                "赣交运管许可赣字360700001号",
                "货备110115000169",
                "350203000123",
                "3502030001",
            ] {
                assert_eq!(check(text, kind), Verdict::Unusual, "{text}");
            }
            assert_eq!(check("闽交运管", kind), Verdict::Impossible(Reason::Shape));
        }
    }
}
