//! What a row of the rule pack gives, in the reader's words: sanctions with their conditions, measures, what lists spare, periods;
//! weighs nothing.

use crate::domain::deadline::{Deadline, Sense, Span, Unit};
use crate::domain::inspection::Harm;
use crate::domain::rulebook::{
    Coercion, GainTest, Lenience, LeniencyCondition, Rounding, Rulebook, Sanction, SizeBandRow,
};
use crate::stdx::fen::Fen;
use rust_i18n::t;

/// Words of a key that is made at run time.
#[must_use]
pub fn word(lang: &str, family: &str, word: &str) -> String {
    t!(format!("{family}.{word}"), locale = lang).into_owned()
}

/// Joins what stands side by side.
#[must_use]
pub fn listed(lang: &str, words: &[String]) -> String {
    words.join(if is_english(lang) { ", " } else { "、" })
}

/// Whether names are taken in English.
#[must_use]
pub fn is_english(lang: &str) -> bool {
    lang.starts_with("en")
}

/// `words` with what must hold for it behind.
fn noted(lang: &str, words: String, notes: &[String]) -> String {
    match (notes.is_empty(), is_english(lang)) {
        (true, _) => words,
        (false, true) => format!("{words} ({})", notes.join(", ")),
        (false, false) => format!("{words}（{}）", notes.join("，")),
    }
}

fn amounts(least: Fen, most: Fen) -> String {
    if least == most { least.to_string() } else { format!("{least} - {most}") }
}

/// One sanction with its conditions: `罚款 ¥10,000 - ¥100,000（违法所得不超过 ¥20,000）`.
#[must_use]
pub fn sanction(sanction: &Sanction, rulebook: &Rulebook, lang: &str) -> String {
    let words = match sanction {
        Sanction::Caution => t!("sanction.caution", locale = lang),
        Sanction::FixedFine { amount, .. } => t!("sanction.fine", locale = lang, a = amount),
        Sanction::FineRange { least, most, .. } => {
            t!("sanction.fine", locale = lang, a = amounts(*least, *most))
        }
        Sanction::GainMultiple { least, most, .. } => {
            t!("sanction.gain_multiple", locale = lang, a = least, b = most)
        }
        Sanction::ValueMultiple { least, most } => {
            t!("sanction.value_multiple", locale = lang, a = least, b = most)
        }
        Sanction::OverLimitMass => mass(rulebook, lang).into(),
        Sanction::OverLimitSize => size(rulebook, lang).into(),
        Sanction::ConfiscateGain { .. } => t!("sanction.confiscate_gain", locale = lang),
        Sanction::ConfiscatePapers => t!("sanction.confiscate_papers", locale = lang),
        Sanction::ConfiscateThings { .. } => t!("sanction.confiscate_things", locale = lang),
        Sanction::RevokePermit { .. } => t!("sanction.revoke_permit", locale = lang),
        Sanction::WithdrawPermit => t!("sanction.withdraw_permit", locale = lang),
        Sanction::StopOperating => t!("sanction.stop_operating", locale = lang),
        Sanction::SuspendBusiness { .. } => t!("sanction.suspend_business", locale = lang),
        Sanction::OrderCorrection => t!("sanction.order_correction", locale = lang),
        Sanction::HoldVehicle => t!("sanction.hold_vehicle", locale = lang),
    };
    noted(lang, words.into_owned(), &conditions(sanction, lang))
}

/// What must hold for a sanction, and whether it may be left out (可以处).
fn conditions(sanction: &Sanction, lang: &str) -> Vec<String> {
    let (may, serious, damage, gain) = match *sanction {
        Sanction::FixedFine { may, .. } => (may, false, false, GainTest::Always),
        Sanction::FineRange { may, serious, damage, gain, .. } => (may, serious, damage, gain),
        Sanction::GainMultiple { may, gain, .. } => (may, false, false, gain),
        Sanction::ConfiscateGain { gain } => (false, false, false, gain),
        Sanction::ConfiscateThings { serious, .. }
        | Sanction::RevokePermit { serious, .. }
        | Sanction::SuspendBusiness { serious, .. } => (false, serious, false, GainTest::Always),
        Sanction::Caution
        | Sanction::ValueMultiple { .. }
        | Sanction::OverLimitMass
        | Sanction::OverLimitSize
        | Sanction::ConfiscatePapers
        | Sanction::WithdrawPermit
        | Sanction::StopOperating
        | Sanction::OrderCorrection
        | Sanction::HoldVehicle => (false, false, false, GainTest::Always),
    };
    let mut notes = Vec::new();
    let mut note = |holds: bool, words: String| {
        if holds {
            notes.push(words);
        }
    };
    note(may, t!("sanction.may", locale = lang).into_owned());
    let takes = matches!(sanction, Sanction::ConfiscateThings { may: true, .. });
    note(takes, t!("sanction.may_take", locale = lang).into_owned());
    note(serious, t!("sanction.serious", locale = lang).into_owned());
    note(damage, t!("sanction.damage", locale = lang).into_owned());
    let waits = sanction.waits_for_refusal();
    note(waits, t!("sanction.after_refusal", locale = lang).into_owned());
    notes.extend(of_gain(gain, lang));
    notes
}

fn of_gain(gain: GainTest, lang: &str) -> Option<String> {
    let words = match gain {
        GainTest::Always => return None,
        GainTest::Above(limit) => t!("sanction.gain_above", locale = lang, a = limit),
        GainTest::AtMost(limit) => t!("sanction.gain_at_most", locale = lang, a = limit),
        GainTest::From(limit) => t!("sanction.gain_from", locale = lang, a = limit),
        GainTest::Below(limit) => t!("sanction.gain_below", locale = lang, a = limit),
    };
    Some(words.into_owned())
}

/// The steps of kilograms, and how a started one counts (超限 43).
fn mass(rulebook: &Rulebook, lang: &str) -> String {
    let fine = &rulebook.weights.fine;
    let kg = |kg: i64| Fen::from_yuan(kg).in_digits();
    let rounding = match rulebook.rulings.rounding {
        Rounding::Floor => t!("law.rounding_floor", locale = lang),
        Rounding::Ceil => t!("law.rounding_ceil", locale = lang),
    };
    let words = t!(
        "sanction.over_limit_mass",
        locale = lang,
        a = kg(fine.caution_up_to_kg),
        b = kg(fine.step_kg),
        c = fine.per_step,
        d = fine.cap
    );
    noted(lang, words.into_owned(), &[rounding.into_owned()])
}

/// The bands of length, width and height, the narrowest first (超限 43).
fn size(rulebook: &Rulebook, lang: &str) -> String {
    let band = |(nth, row): (usize, &SizeBandRow)| {
        let amount = amounts(row.least, row.most);
        let words = t!("sanction.band", locale = lang, a = nth + 1, b = amount).into_owned();
        let may = row.may.then(|| t!("sanction.may", locale = lang).into_owned());
        noted(lang, words, may.as_slice())
    };
    let bands = rulebook.weights.size_bands.iter().enumerate().map(band);
    let bands: Vec<String> = bands.collect();
    t!("sanction.over_limit_size", locale = lang, a = listed(lang, &bands)).into_owned()
}

/// A measure beside the penalty, with its articles.
#[must_use]
pub fn coercion(kind: Coercion, lang: &str) -> String {
    match kind {
        Coercion::K1 => t!("coercion.k1", locale = lang),
        Coercion::K2 => t!("coercion.k2", locale = lang),
        Coercion::K3 => t!("coercion.k3", locale = lang),
        Coercion::K3OnRefusal => t!("coercion.k3_on_refusal", locale = lang),
        Coercion::Unload => t!("coercion.unload", locale = lang),
        Coercion::Register => t!("coercion.register", locale = lang),
        Coercion::Remove => t!("coercion.remove", locale = lang),
        Coercion::Stop => t!("coercion.stop", locale = lang),
        Coercion::SeizeVessel => t!("coercion.seize_vessel", locale = lang),
    }
    .into_owned()
}

/// What an item of a no-penalty list spares the party.
#[must_use]
pub fn spares(lenience: Lenience, lang: &str) -> String {
    match lenience {
        Lenience::MustNot => t!("lenience.must_not", locale = lang),
        Lenience::MayNot => t!("lenience.may_not", locale = lang),
        Lenience::Mitigate => t!("lenience.mitigate", locale = lang),
        Lenience::NoCoercion => t!("lenience.no_coercion", locale = lang),
    }
    .into_owned()
}

/// What a condition of such an item asks for; a question of the list in the list's own words.
#[must_use]
pub fn condition(condition: &LeniencyCondition, lang: &str) -> String {
    match condition {
        LeniencyCondition::First { lookback_months: Some(months), .. } => {
            t!("lenience.first_in", locale = lang, months = months)
        }
        LeniencyCondition::First { lookback_months: None, .. } => {
            t!("lenience.first_ever", locale = lang)
        }
        LeniencyCondition::Corrected { by_last_day: true } => {
            t!("lenience.corrected_by", locale = lang)
        }
        LeniencyCondition::Corrected { by_last_day: false } => {
            t!("lenience.corrected", locale = lang)
        }
        LeniencyCondition::HarmAtMost(Harm::None) => t!("lenience.no_harm", locale = lang),
        LeniencyCondition::HarmAtMost(Harm::Slight | Harm::Serious) => {
            t!("lenience.slight_harm", locale = lang)
        }
        LeniencyCondition::Slight => t!("lenience.slight", locale = lang),
        LeniencyCondition::Promised => t!("lenience.promised", locale = lang),
        LeniencyCondition::Educated => t!("lenience.educated", locale = lang),
        LeniencyCondition::Asked { zh, en, .. } => {
            return if is_english(lang) { en.clone() } else { zh.clone() };
        }
    }
    .into_owned()
}

/// How long a deadline is, on which side of what: `立案起 90 日内`.
#[must_use]
pub fn period(deadline: &Deadline, lang: &str) -> String {
    let events: Vec<String> =
        deadline.from.iter().map(|event| word(lang, "deadline_event", event.word())).collect();
    let (span, events) = (span(deadline.span, lang), listed(lang, &events));
    match deadline.sense {
        Sense::Within => t!("period.within", locale = lang, a = span, b = events),
        Sense::NotBefore => t!("period.not_before", locale = lang, a = span, b = events),
        Sense::Ahead => t!("period.ahead", locale = lang, a = span, b = events),
    }
    .into_owned()
}

fn span(span: Span, lang: &str) -> String {
    match span.unit {
        Unit::Hours => t!("period.hours", locale = lang, a = span.length),
        Unit::Days => t!("period.days", locale = lang, a = span.length),
        Unit::WorkingDays => t!("period.working_days", locale = lang, a = span.length),
        Unit::Months => t!("period.months", locale = lang, a = span.length),
        Unit::Years => t!("period.years", locale = lang, a = span.length),
    }
    .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::rulepack;

    #[test]
    fn a_sanction_says_what_must_hold_for_it() {
        let rulebook = rulepack::embedded().unwrap();
        let yuan = Fen::from_yuan;
        let range = |serious, after_refusal, gain| Sanction::FineRange {
            least: yuan(3_000),
            most: yuan(10_000),
            may: true,
            gain,
            serious,
            damage: false,
            after_refusal,
        };
        for (given, zh, en) in [
            (Sanction::Caution, "警告", "caution"),
            (
                Sanction::FixedFine { amount: yuan(200), may: false, after_refusal: false },
                "罚款 ¥200",
                "fine ¥200",
            ),
            (
                range(true, false, GainTest::AtMost(yuan(10_000))),
                "罚款 ¥3,000 - ¥10,000（可以处，情节严重的，违法所得不超过 ¥10,000）",
                "fine ¥3,000 - ¥10,000 (may be left out, where it is serious, gain of at most ¥10,000)",
            ),
            (
                range(false, true, GainTest::Always),
                "罚款 ¥3,000 - ¥10,000（可以处，拒不改正的）",
                "fine ¥3,000 - ¥10,000 (may be left out, after a refusal to correct)",
            ),
            (
                Sanction::GainMultiple {
                    least: 2,
                    most: 10,
                    may: false,
                    gain: GainTest::Above(yuan(20_000)),
                },
                "违法所得 2 至 10 倍罚款（违法所得超过 ¥20,000）",
                "fine of 2 to 10 times the gain (gain above ¥20,000)",
            ),
        ] {
            assert_eq!(sanction(&given, &rulebook, "zh-CN"), zh);
            assert_eq!(sanction(&given, &rulebook, "en"), en);
        }
        let mass = sanction(&Sanction::OverLimitMass, &rulebook, "zh-CN");
        for part in ["1,000 kg", "¥500", "¥30,000", "按整档"] {
            assert!(mass.contains(part), "{part}: {mass}");
        }
        let size = sanction(&Sanction::OverLimitSize, &rulebook, "zh-CN");
        assert!(
            size.contains("第 1 档 ¥0 - ¥200（可以处）、第 2 档 ¥200 - ¥1,000、第 3 档"),
            "{size}"
        );
    }

    #[test]
    fn a_period_says_from_what_and_on_which_side() {
        let rulebook = rulepack::embedded().unwrap();
        let of = |id: &str, lang| period(rulebook.deadlines.get(id).unwrap(), lang);
        assert_eq!(of("case", "zh-CN"), "立案起 90 日内");
        assert_eq!(of("hearing_notice", "zh-CN"), "确定的听证日前 7 个工作日");
        let english = "24 hours from: a measure is taken before its approval";
        assert_eq!(of("measure_approval", "en"), english);
    }
}
