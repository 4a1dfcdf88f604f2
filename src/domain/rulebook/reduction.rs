//! A schedule of 减轻 (减轻幅度, 处罚法 32) as the pack states it: how far a ground takes the law's least amount down; it
//! reduces nothing.

use super::benchmark::Bounds;
use super::violation::TierFactor;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;

/// Fen in a yuan: fines are whole yuan.
const YUAN: i128 = 100;

/// How far one ground of 处罚法 32 may take some acts below the least that the law gives, step by step of one factor. A ground
/// without a schedule goes as far as the panel carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reduction {
    /// Key of the ground, `came_in`.
    pub ground: String,
    /// Codes of the acts that it speaks of.
    pub codes: Vec<String>,
    /// Who issued it, under which title and number, or where it was seen; the reasons of a decision name it.
    pub source: String,
    /// What it asks for beside ground and steps, in official Chinese; empty where nothing.
    pub note_zh: String,
    /// The same for the English screens.
    pub note_en: String,
    /// First day in force; unknown or long ago when absent.
    pub from: Option<Day>,
    /// Last day in force, included.
    pub until: Option<Day>,
    /// What the steps are graded on.
    pub factor: TierFactor,
    /// In ascending order, without gap or overlap; values before the first and behind the last have no step.
    pub steps: Vec<ReductionStep>,
    /// How far the text was verified: A full text read, S seen, B and C own knowledge.
    pub mark: String,
    /// The approver of the pack stands for it; otherwise it serves drafts only, and shows 未核.
    pub confirmed: bool,
}

impl Reduction {
    /// Whether `on` lies in its days in force, both ends included.
    #[must_use]
    pub fn in_force(&self, on: Day) -> bool {
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on <= until)
    }

    /// The step of a value of its factor; `None` where it speaks of no such value.
    #[must_use]
    pub fn step(&self, value: i64) -> Option<&ReductionStep> {
        self.steps.iter().find(|step| step.bounds.holds(value))
    }
}

/// One step of a schedule (处罚法 32).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReductionStep {
    /// Between which values of the factor.
    pub bounds: Bounds,
    /// Percent of the law's least amount that it takes off at the most, 1 to 99.
    pub off_percent: u8,
}

impl ReductionStep {
    /// The lowest fine that it leaves where the law gives `least` at the least, fen: whole yuan, a started one counts, and never
    /// nothing.
    #[must_use]
    pub fn lowest(&self, least: Fen) -> Fen {
        let left = i128::from(least.0.max(0)) * i128::from(100 - self.off_percent.min(100));
        let yuan = (left + 100 * YUAN - 1) / (100 * YUAN);
        Fen(i64::try_from(yuan.max(1) * YUAN).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rulebook::Bound;

    fn step(from: Bound, until: Bound, off_percent: u8) -> ReductionStep {
        ReductionStep { bounds: Bounds { from: Some(from), until: Some(until) }, off_percent }
    }

    #[test]
    fn the_lowest_fine_is_a_whole_yuan_and_never_nothing() {
        for (least, off, want) in [
            (300_000, 80, 60_000),
            (300_000, 60, 120_000),
            (50_000, 99, 500),
            (500, 75, 200),
            (100, 99, 100),
            (0, 80, 100),
            (i64::MAX, 1, i64::MAX),
        ] {
            let step = step(Bound::Included(0), Bound::Included(1), off);
            let lowest = step.lowest(Fen(least));
            let exact = if least == i64::MAX { lowest <= Fen(want) } else { lowest == Fen(want) };
            assert!(exact, "{least} {off}: {lowest}");
        }
    }

    #[test]
    fn a_value_has_the_step_whose_edges_hold_it() {
        let schedule = Reduction {
            ground: "came_in".into(),
            codes: vec!["OL-001".into()],
            source: "样本".into(),
            note_zh: String::new(),
            note_en: String::new(),
            from: Day::parse("2026-01-01"),
            until: None,
            factor: TierFactor::Mass,
            steps: vec![
                step(Bound::Included(5_000), Bound::Included(10_000), 80),
                step(Bound::Excluded(10_000), Bound::Excluded(20_000), 75),
            ],
            mark: "S".into(),
            confirmed: true,
        };
        for (kg, want) in [
            (4_999, None),
            (5_000, Some(80)),
            (10_000, Some(80)),
            (10_001, Some(75)),
            (19_999, Some(75)),
            (20_000, None),
        ] {
            assert_eq!(schedule.step(kg).map(|step| step.off_percent), want, "{kg}");
        }
        assert!(!schedule.in_force(Day::parse("2025-12-31").unwrap()));
        assert!(schedule.in_force(Day::parse("2026-01-01").unwrap()));
    }
}
