//! How a fine grows that is not paid in time (加处罚款); takes no money and decides nothing.

use super::{PauseRule, SourceMark};
use crate::domain::rulebook::Citation;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;

/// No surcharge is counted for longer, in calendar days: it has long reached its cap.
const COUNTED_DAYS: i64 = 20_000;

/// How a fine grows from the day behind its last day of payment (处罚法 72; 强制法 45).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurchargeRule {
    /// Thousandths of the fine for each of the calendar days; holidays count.
    pub permille_a_day: u32,
    /// Hundredths (percent) of the fine that it may reach.
    pub cap_percent: u32,
    /// Where it stands.
    pub cites: Vec<Citation>,
    /// What does not count.
    pub pauses: Vec<PauseRule>,
    /// Where it was read.
    pub mark: SourceMark,
}

impl SurchargeRule {
    /// What `fine` has grown by at the end of `today`, when `due` was its last day of payment; the days of `remedies`, first
    /// and last of each included, do not count (处罚法 73(3)).
    #[must_use]
    pub fn grown(&self, fine: Fen, due: Day, today: Day, remedies: &[(Day, Day)]) -> Fen {
        let late = today.since(due).clamp(0, COUNTED_DAYS);
        let counts =
            |day: Day| !remedies.iter().any(|(from, until)| (*from..=*until).contains(&day));
        let days = (1..=late).map(|n| i64::from(counts(due.plus(n)))).sum::<i64>();
        let grown = fine.times(i64::from(self.permille_a_day)).times(days).0 / 1_000;
        let cap = fine.times(i64::from(self.cap_percent)).0 / 100;
        Fen(grown.min(cap))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_percent_a_day_from_the_day_behind_the_last_one_and_never_more_than_the_fine() {
        let rule = SurchargeRule {
            permille_a_day: 30,
            cap_percent: 100,
            cites: Vec::new(),
            pauses: Vec::new(),
            mark: SourceMark::Read,
        };
        let day = |text: &str| Day::parse(text).unwrap();
        let remedy = [(day("2026-12-11"), day("2026-12-20"))];
        for (today, remedies, yuan, words) in [
            ("2026-12-07", &[][..], 0, "before"),
            ("2026-12-08", &[][..], 0, "the last day of payment"),
            ("2026-12-09", &[][..], 90, "the day behind it"),
            ("2026-12-13", &[][..], 450, "Saturday and Sunday count"),
            ("2027-01-10", &[][..], 2_970, "33 days"),
            ("2027-01-11", &[][..], 3_000, "the 34th reaches the fine"),
            ("2030-01-01", &[][..], 3_000, "and nothing goes beyond it"),
            ("2026-12-10", &remedy[..], 180, "two days before the remedy"),
            ("2026-12-20", &remedy[..], 180, "none of its ten days"),
            ("2026-12-21", &remedy[..], 270, "and on behind it"),
        ] {
            let grown = rule.grown(Fen::from_yuan(3_000), day("2026-12-08"), day(today), remedies);
            assert_eq!(grown, Fen::from_yuan(yuan), "{today}: {words}");
        }
        assert_eq!(rule.grown(Fen(333), day("2026-12-08"), day("2026-12-09"), &[]), Fen(9));
    }
}
