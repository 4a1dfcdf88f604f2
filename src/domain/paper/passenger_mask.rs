//! A passenger's statement without the passenger: his name, telephone, number and address are masked wherever they stand, also in his
//! own words. Masks rather too much than too little, and changes nothing that was recorded.

use super::passenger_statement::{Passenger, PassengerStatement};
use crate::domain::party::Personal;

/// What stands in the place of what is masked.
pub const MASK: &str = "（隐去）";
/// A character that nobody types.
const MARK: &str = "\u{0}";
/// So many figures in one run, blanks and dashes between them, are a telephone or the number of a paper.
const FIGURES_MIN: usize = 7;
/// What is said behind a surname.
const TITLES: [&str; 6] = ["先生", "女士", "小姐", "师傅", "同志", "某"];

impl PassengerStatement {
    /// The same for whoever else may see the case: of the places the part before the first figure is left, since a house is known
    /// by its number.
    #[must_use]
    pub fn masked(&self) -> PassengerStatement {
        let whole = |text: &Personal| {
            let text = if text.get().is_empty() { "" } else { MASK };
            Personal::from(text)
        };
        let known = known(&self.passenger);
        let said = |text: &str| without_numbers(&without(text, &known));
        let place = |text: &Personal| Personal::from(without_house(&without(text.get(), &known)));
        PassengerStatement {
            passenger: Box::new(Passenger {
                name: whole(&self.passenger.name),
                phone: whole(&self.passenger.phone),
                id_kind: self.passenger.id_kind,
                id_no: whole(&self.passenger.id_no),
                address: whole(&self.passenger.address),
            }),
            from: place(&self.from),
            to: place(&self.to),
            platform: said(&self.platform),
            words: said(self.words.get()).into(),
            language: said(&self.language),
            refusal: said(self.refusal.get()).into(),
            ..self.clone()
        }
    }
}

/// What must stand nowhere, the longest first: his name, with and without what is said behind a surname, his given name, telephone,
/// number and address.
fn known(passenger: &Passenger) -> Vec<String> {
    let name = passenger.name.get().trim();
    let surname = TITLES.iter().find_map(|title| name.strip_suffix(title)).unwrap_or(name);
    let given: String = surname.chars().skip(1).collect();
    // One character alone is half of other words.
    let given = if given.chars().count() > 1 { given } else { String::new() };
    let (phone, id_no) = (passenger.phone.get().trim(), passenger.id_no.get().trim());
    let address = passenger.address.get().trim();
    let mut known: Vec<String> =
        [name, surname, &given, phone, id_no, address].map(String::from).to_vec();
    known.retain(|text| !text.is_empty());
    known.sort_by_key(|text| std::cmp::Reverse(text.chars().count()));
    known
}

fn without(text: &str, known: &[String]) -> String {
    let mut text = text.to_string();
    for one in known {
        // A mark first, so that what was put in for a longer one is not looked through for a shorter one.
        text = text.replace(one.as_str(), MARK);
    }
    text.replace(MARK, MASK)
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Without runs of figures that are as long as a telephone.
fn without_numbers(text: &str) -> String {
    let (mut kept, mut run) = (String::new(), String::new());
    for c in text.chars() {
        let goes_on = !run.is_empty() && matches!(c, ' ' | '-' | '－' | '—' | 'X' | 'x');
        if is_figure(c) || goes_on {
            run.push(c);
        } else {
            close(&mut kept, &mut run);
            kept.push(c);
        }
    }
    close(&mut kept, &mut run);
    kept
}

fn close(kept: &mut String, run: &mut String) {
    let figures = run.chars().filter(|c| is_figure(*c)).count();
    kept.push_str(if figures >= FIGURES_MIN { MASK } else { run });
    run.clear();
}

/// A place up to its first figure.
fn without_house(text: &str) -> String {
    match text.find(is_figure) {
        Some(at) => format!("{}{MASK}", &text[..at]),
        None => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passenger(name: &str) -> Passenger {
        Passenger {
            name: name.into(),
            phone: "13800000009".into(),
            id_kind: crate::domain::identity::id_paper::IdKind::Passport,
            id_no: "E12345678".into(),
            address: "金砂路1号".into(),
        }
    }

    #[test]
    fn who_he_is_stands_nowhere_in_his_own_words() {
        for (name, words, want) in [
            ("陈小明", "我叫陈小明，小明是我", "我叫（隐去），（隐去）是我"),
            ("陈女士", "我姓陈，陈女士", "我姓（隐去），（隐去）"),
            ("陈", "我姓陈", "我姓（隐去）"),
            ("", "我不说名字", "我不说名字"),
            ("陈小明", "电话13800000009", "电话（隐去）"),
            ("陈小明", "护照E12345678，住金砂路1号", "护照（隐去），住（隐去）"),
        ] {
            assert_eq!(without(words, &known(&passenger(name))), want, "{name}");
        }
    }

    #[test]
    fn a_number_as_long_as_a_telephone_is_masked_and_a_fare_is_not() {
        for (words, want) in [
            ("微信是138 0000-0008，收80元", "微信是（隐去），收80元"),
            ("０７５４８８０００００１", "（隐去）"),
            ("44051319790312003X带了", "（隐去）带了"),
            ("3人，每人80元，车牌D12345", "3人，每人80元，车牌D12345"),
        ] {
            assert_eq!(without_numbers(words), want);
        }
    }

    #[test]
    fn a_place_keeps_its_road_and_loses_its_house() {
        assert_eq!(without_house("金砂路12号3栋"), "金砂路（隐去）");
        assert_eq!(without_house("汕头站"), "汕头站");
    }
}
