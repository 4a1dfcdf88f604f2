//! The circumstances of one finding (裁量情节, 处罚法 32, 34) as the officers recorded them, and what the factors of a
//! standard came to; it grades nothing.

use crate::domain::blocked::{Blocked, Rule};
use crate::domain::counting::{DecidedAct, Standing};
use crate::domain::evidence::EvidenceKind;
use crate::domain::inspection::judgement::Weighed;
use crate::domain::inspection::{Finding, Harm};
use crate::domain::rulebook::{Leaning, TierFactor};
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use std::collections::{BTreeMap, BTreeSet};

/// 裁量情节 of one finding (处罚法 32, 34). What is not there was not recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// Which time it is, the act at hand among them, where the officers know of more than this laptop.
    pub times: Option<u32>,
    /// 载客人数: people on board.
    pub passengers: Option<u32>,
    /// How much, in hundredths of the unit that the standard counts in.
    pub quantity_hundredths: Option<i64>,
    /// How many days it went on.
    pub lasted_days: Option<u32>,
    /// 拒不改正; `None` when nobody said.
    pub refused: Option<bool>,
    /// Grounds that were considered, each accepted or not.
    pub claims: Vec<AdjustmentClaim>,
    /// Why an amount departs from its tier or from the range, in the officers' words.
    pub reasons: String,
    /// Number of the record of the panel's discussion (集体讨论记录).
    pub panel_no: String,
    /// The day on which the panel discussed it.
    pub panel_on: Option<Day>,
    /// The reasons as the officers wrote them themselves; empty takes the composed ones.
    pub reasoning: String,
    /// 不予罚款 where the law says 可以处: whether the officers chose it; `None` when nobody said.
    pub no_fine: Option<bool>,
    /// Why they chose it; counts with that choice alone.
    pub no_fine_reason: String,
}

impl Circumstances {
    /// Whether something was argued, so that a paper has to say it (处罚法 44).
    #[must_use]
    pub fn is_argued(&self) -> bool {
        let claimed = self.claims.iter().any(|claim| !claim.adjustment.is_empty());
        let worded = [&self.reasons, &self.reasoning].iter().any(|text| !text.trim().is_empty());
        claimed || worded || self.leaves_fine_out()
    }

    /// Whether no fine was chosen, which is another thing than no amount (可以处).
    #[must_use]
    pub fn leaves_fine_out(&self) -> bool {
        self.no_fine == Some(true)
    }

    /// What keeps the choice of no fine from standing, whatever the law gives (处罚法 34, 44): it has no reason, an amount
    /// stands beside it, or a reason was written and nobody chose.
    #[must_use]
    pub fn open_choice(&self, nth: usize, chosen: Option<Fen>) -> Vec<Blocked> {
        let open = |field: &str| Blocked::new(Rule::NoFineOpen, format!("findings[{nth}].{field}"));
        let is_reasoned = !self.no_fine_reason.trim().is_empty();
        let mut blocked = Vec::new();
        match self.no_fine {
            Some(true) if !is_reasoned => blocked.push(open("circumstances.no_fine_reason")),
            None if is_reasoned => blocked.push(open("circumstances.no_fine")),
            Some(true | false) | None => {}
        }
        if self.leaves_fine_out() && chosen.is_some() {
            blocked.push(open("proposed_yuan"));
        }
        blocked
    }
}

/// One ground that was considered (处罚法 30–33).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AdjustmentClaim {
    /// Key of the ground in the pack; empty claims nothing.
    pub adjustment: String,
    /// Which way it moves the penalty; `None` takes the only one that the ground has.
    pub leaning: Option<Leaning>,
    /// `None` while nobody answered.
    pub accepted: Option<bool>,
    /// What proves it.
    pub evidence: Vec<EvidenceKind>,
    /// Why it is not accepted, or what it rests on.
    pub why: String,
}

/// What the factors of one finding came to (处罚法 34), in the steps of `TierFactor::first`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactorValues {
    recorded: BTreeMap<TierFactor, i64>,
    earlier: Vec<Day>,
    times: u32,
}

impl FactorValues {
    /// What was recorded and weighed about `finding`; `earlier` are the days of earlier acts of the same code.
    #[must_use]
    pub fn of(finding: &Finding, weighed: Option<&Weighed>, earlier: Vec<Day>) -> FactorValues {
        let said = &finding.circumstances;
        let harm = match finding.harm {
            Harm::None => 0,
            Harm::Slight => 1,
            Harm::Serious => 2,
        };
        // Who names an order that was not obeyed says that it was not.
        let refused = finding.order.as_ref().map(|_| true).or(said.refused);
        let over_kg = weighed.map(|weighed| weighed.over_kg).filter(|over_kg| *over_kg > 0);
        let band = weighed.and_then(|weighed| weighed.size.as_ref()).map(|size| size.band);
        let all = [
            (TierFactor::Mass, over_kg),
            (TierFactor::Size, band.map(i64::from)),
            (TierFactor::Passengers, said.passengers.map(i64::from)),
            (TierFactor::Quantity, said.quantity_hundredths),
            (TierFactor::Duration, said.lasted_days.map(i64::from)),
            (TierFactor::Gain, Some(finding.gain.unwrap_or_default().0)),
            (TierFactor::Harm, Some(harm)),
            (TierFactor::Refusal, refused.map(i64::from)),
        ];
        let known = all.into_iter().filter_map(|(factor, value)| Some((factor, value?)));
        FactorValues { recorded: known.collect(), earlier, times: said.times.unwrap_or(0) }
    }

    /// The value of a factor for an act of day `act_on`; `None` where nobody recorded it. Earlier acts count in the
    /// `lookback_months` before it; what the officers know counts where it is more.
    #[must_use]
    pub fn get(&self, factor: TierFactor, act_on: Day, lookback_months: u32) -> Option<i64> {
        if factor != TierFactor::Count {
            return self.recorded.get(&factor).copied();
        }
        let inside = |on: &&Day| **on <= act_on && on.plus_months(lookback_months) > act_on;
        let before = self.earlier.iter().filter(inside).count();
        let known = i64::try_from(before).unwrap_or(i64::MAX).saturating_add(1);
        Some(known.max(i64::from(self.times)))
    }
}

/// Days of the final acts of `code` among what is known of the vehicle, its driver and its carrier, each act once.
#[must_use]
pub fn earlier(code: &str, known: [&[DecidedAct]; 3]) -> Vec<Day> {
    let counts = |act: &&DecidedAct| act.code == code && act.standing == Standing::Final;
    let acts = known.into_iter().flatten().filter(counts);
    let once: BTreeSet<(Day, &str)> = acts.map(|act| (act.on, act.plate.as_str())).collect();
    once.into_iter().map(|(on, _)| on).collect()
}

/// Path of the field that says a factor of the finding `nth`.
#[must_use]
pub fn field_of(nth: usize, factor: TierFactor) -> String {
    let field = match factor {
        TierFactor::Mass => return "weighing.gross_kg".into(),
        TierFactor::Size => return "weighing".into(),
        TierFactor::Gain => "gain_yuan",
        TierFactor::Harm => "harm",
        TierFactor::Count => "circumstances.times",
        TierFactor::Passengers => "circumstances.passengers",
        TierFactor::Quantity => "circumstances.quantity",
        TierFactor::Duration => "circumstances.lasted_days",
        TierFactor::Refusal => "circumstances.refused",
        // Nothing grades it.
        TierFactor::Fixed => "code",
    };
    format!("findings[{nth}].{field}")
}

/// `12.5` as 1250 hundredths: digits with at most two behind the point; `None` for anything else.
#[must_use]
pub fn hundredths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(part)
}

/// The same the other way: `12.5`, and `12` without a fraction.
#[must_use]
pub fn decimal(hundredths: i64) -> String {
    let (whole, part) = (hundredths / 100, (hundredths % 100).abs());
    match part {
        0 => whole.to_string(),
        part if part % 10 == 0 => format!("{whole}.{}", part / 10),
        part => format!("{whole}.{part:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::offender::Offenders;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn finding(harm: Harm, circumstances: Circumstances) -> Finding {
        Finding { harm, gain: Some(Fen(32_000)), circumstances, ..Finding::of("PK-001") }
    }

    #[test]
    fn no_fine_is_chosen_with_a_reason_and_without_an_amount() {
        let (reason, flag) = ("circumstances.no_fine_reason", "circumstances.no_fine");
        let some = Some(Fen::from_yuan(200));
        for (no_fine, written, chosen, open) in [
            (None, "", some, &[][..]),
            (None, "当场出示", None, &[flag][..]),
            (Some(false), "当场出示", some, &[][..]),
            (Some(true), "当场出示", None, &[][..]),
            (Some(true), " ", None, &[reason][..]),
            (Some(true), "当场出示", Some(Fen::ZERO), &["proposed_yuan"][..]),
            (Some(true), "", some, &[reason, "proposed_yuan"][..]),
        ] {
            let no_fine_reason = written.to_string();
            let said = Circumstances { no_fine, no_fine_reason, ..Circumstances::default() };
            let want: Vec<Blocked> = open
                .iter()
                .map(|field| Blocked::new(Rule::NoFineOpen, format!("findings[1].{field}")))
                .collect();
            assert_eq!(said.open_choice(1, chosen), want, "{no_fine:?} {written} {chosen:?}");
            assert_eq!(said.leaves_fine_out(), no_fine == Some(true));
        }
    }

    #[test]
    fn earlier_acts_count_in_the_months_before_and_the_officers_may_know_of_more() {
        let act_on = day("2026-11-23");
        for (earlier, times, months, want) in [
            (vec![], None, 12, 1),
            (vec!["2025-11-24"], None, 12, 2),
            (vec!["2025-11-23"], None, 12, 1),
            (vec!["2025-11-23"], None, 24, 2),
            (vec!["2026-11-23", "2026-11-24"], None, 12, 2),
            (vec!["2026-03-01", "2026-05-01"], Some(2), 12, 3),
            (vec!["2026-03-01", "2026-05-01"], Some(5), 12, 5),
        ] {
            let said = Circumstances { times, ..Circumstances::default() };
            let days = earlier.iter().map(|text| day(text)).collect();
            let values = FactorValues::of(&finding(Harm::None, said), None, days);
            let got = values.get(TierFactor::Count, act_on, months);
            assert_eq!(got, Some(want), "{earlier:?} {times:?} {months}");
        }
    }

    #[test]
    fn what_nobody_recorded_has_no_value() {
        let said = Circumstances {
            passengers: Some(0),
            quantity_hundredths: Some(1_250),
            refused: Some(true),
            ..Circumstances::default()
        };
        let values = FactorValues::of(&finding(Harm::Slight, said), None, Vec::new());
        for (factor, want) in [
            (TierFactor::Count, Some(1)),
            (TierFactor::Mass, None),
            (TierFactor::Size, None),
            (TierFactor::Passengers, Some(0)),
            (TierFactor::Quantity, Some(1_250)),
            (TierFactor::Duration, None),
            (TierFactor::Gain, Some(32_000)),
            (TierFactor::Harm, Some(1)),
            (TierFactor::Refusal, Some(1)),
            (TierFactor::Fixed, None),
        ] {
            assert_eq!(values.get(factor, day("2026-11-23"), 12), want, "{factor:?}");
        }
    }

    #[test]
    fn an_act_that_two_lists_know_counts_once_and_only_a_final_one_of_this_code() {
        let act = |code: &str, on: &str, standing| DecidedAct {
            code: code.into(),
            plate: "粤D30001".into(),
            on: day(on),
            standing,
            stop: None,
            by: Offenders::default(),
        };
        let known = [
            act("PK-001", "2026-05-01", Standing::Final),
            act("PK-001", "2026-06-01", Standing::Quashed),
            act("PK-002", "2026-07-01", Standing::Final),
        ];
        let more = [known[0].clone(), act("PK-001", "2026-08-01", Standing::Final)];
        assert_eq!(earlier("PK-001", [&known, &more, &[]]), [day("2026-05-01"), day("2026-08-01")]);
    }

    #[test]
    fn a_quantity_has_at_most_two_digits_behind_the_point() {
        for (text, want) in [
            ("0", Some(0)),
            ("12", Some(1_200)),
            ("12.5", Some(1_250)),
            ("12.05", Some(1_205)),
            ("0.01", Some(1)),
            ("12.505", None),
            ("12.", None),
            (".5", None),
            ("-1", None),
            ("+1", None),
            ("1e3", None),
            ("", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(hundredths(text), want, "{text}");
            if let Some(value) = want {
                assert_eq!(decimal(value), text);
            }
        }
    }
}
