//! Named rules for taking the error of a scale off its reading, as the pack lists them; a rule that nobody stands for takes
//! nothing off.

use std::collections::BTreeMap;

/// 称重扣减规则: one named way to take something off a reading. No national rule gives one (JJG 907 only says what error a class
/// may have).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeductionRule {
    /// As stops and decisions name it, `class_error`.
    pub id: String,
    /// For papers and Chinese screens.
    pub name_zh: String,
    /// For the English screens.
    pub name_en: String,
    /// A fixed mass, kg; 0 where it takes off shares alone.
    pub off_kg: i64,
    /// Thousandths of the reading by accuracy class; empty where it takes off a mass alone.
    pub per_mille: BTreeMap<u8, i64>,
    /// What it rests on, in words.
    pub source: String,
    /// How well it is known: `A`, `S`, `B` or `C`.
    pub mark: String,
    /// Headquarters stands for it; otherwise it shows 未核, and no decision is made on it.
    pub confirmed: bool,
}

impl DeductionRule {
    /// Kilograms off a reading of a scale of `accuracy_class`, never more than the reading; a started kilogram counts for the
    /// party. `None` where the rule asks for a class that the record does not say, or has no share for it.
    #[must_use]
    pub fn kg(&self, gross_kg: i64, accuracy_class: u8) -> Option<i64> {
        let gross_kg = gross_kg.max(0);
        let share = match self.per_mille.get(&accuracy_class) {
            Some(per_mille) => i128::from(gross_kg) * i128::from(*per_mille),
            None if self.per_mille.is_empty() => 0,
            None => return None,
        };
        let kg = i64::try_from((share + 999) / 1_000).ok()?.checked_add(self.off_kg)?;
        Some(kg.min(gross_kg))
    }
}
