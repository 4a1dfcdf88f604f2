//! The reasons of an amount in official Chinese (处罚法 34, 44): facts per factor, the tier, the grounds that were
//! considered, the amount. The same record gives the same words; what was not recorded is not said.

use super::circumstances::{AdjustmentClaim, decimal};
use super::fitting::Fitting;
use super::reducing::{Reduced, Scheduled};
use super::{AmountVerdict, Weighable, ladder};
use crate::domain::rulebook::{
    Benchmark, Bound, Bounds, Leaning, Reduction, ReductionStep, Tier, TierCondition, TierFactor,
    TierMeasure, UNVERIFIED,
};
use crate::stdx::fen::Fen;

/// What the sentences are made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weighed<'a> {
    /// The finding.
    pub asked: &'a Weighable<'a>,
    /// The tiers that are left; `None` where no standard is to be named.
    pub graded: Option<&'a Fitting<'a>>,
    /// Fen, both included: what a confirmed standard leaves.
    pub tier: Option<(Fen, Fen)>,
    /// What the chosen amount is.
    pub verdict: AmountVerdict,
    /// How far the accepted grounds of 减轻 reach.
    pub reduced: &'a Reduced<'a>,
}

/// All sentences, in the order in which a paper bears them.
pub(super) fn compose(weighed: &Weighed<'_>) -> Vec<String> {
    let mut lines: Vec<String> = by_road(weighed.asked).into_iter().collect();
    match weighed.graded {
        Some(graded) => {
            lines.push(standard(graded.benchmark));
            lines.extend(factors(weighed, graded));
            lines.push(tiers(graded, weighed.asked.gain));
        }
        None => lines.extend(without_standard(weighed.asked)),
    }
    let claims = weighed.asked.circumstances.claims.iter();
    let considered: Vec<String> = claims.filter_map(|claim| ground(weighed.asked, claim)).collect();
    if considered.is_empty() {
        lines.push("未发现从轻、减轻、从重或者不予行政处罚的情节。".into());
    }
    lines.extend(considered);
    lines.extend(weighed.reduced.schedules.iter().map(|one| schedule(weighed.asked, one)));
    let chooses_none = weighed.asked.circumstances.leaves_fine_out();
    lines.push(if chooses_none { without_fine(weighed) } else { amount(weighed) });
    lines
}

/// Why this of two laws answers one act: what was seen of the road's surface (处罚法 29, 44). `None` where the basis asks nothing of it.
pub(super) fn by_road(asked: &Weighable<'_>) -> Option<String> {
    let seen = asked.basis.road_surface?.in_chinese();
    Some(format!("{seen}，适用{}。", asked.rulebook.cite_all(&asked.basis.cites)))
}

/// That 可以处 was considered, and why no fine is imposed (处罚法 34, 44); or that the law leaves no such choice.
pub(super) fn without_fine(weighed: &Weighed<'_>) -> String {
    let asked = weighed.asked;
    let (name, cite) = (&asked.violation.name_zh, asked.rulebook.cite_all(&asked.basis.cites));
    if !asked.may {
        return format!("对{name}，{cite}没有可以处罚款的规定，不能选择不予罚款。");
    }
    let (least, most) = asked.statutory;
    let fine = match least {
        least if least == most => format!("罚款{}", yuan(most)),
        Fen::ZERO => format!("{}以下罚款", yuan(most)),
        least => format!("{}以上{}以下罚款", yuan(least), yuan(most)),
    };
    let reason = said(&asked.circumstances.no_fine_reason);
    let why = if is_below(weighed.tier) { departure(asked, reason) } else { because(reason) };
    format!("对{name}，{cite}规定可以处{fine}，经裁量不予罚款，{why}。")
}

/// Whether nothing at all is less than what a confirmed standard gives.
pub(super) fn is_below(tier: Option<(Fen, Fen)>) -> bool {
    tier.is_some_and(|(least, _)| least > Fen::ZERO)
}

fn standard(benchmark: &Benchmark) -> String {
    if benchmark.confirmed {
        return format!("适用{}。", benchmark.source);
    }
    format!("裁量标准{UNVERIFIED}，仅供草稿：{}。", benchmark.source)
}

/// Only a range that the law leaves open asks for a standard; the ladder beside it is nobody's.
fn without_standard(asked: &Weighable<'_>) -> Option<String> {
    let (least, most) = asked.statutory;
    ladder::placeholder(least, most)?;
    Some(format!("法定罚款幅度为{}至{}。", yuan(least), yuan(most)))
}

/// `裁量因素：违法次数第2次（前12个月内）；载客人数5人。`
fn factors(weighed: &Weighed<'_>, graded: &Fitting<'_>) -> Option<String> {
    let (asked, benchmark) = (weighed.asked, graded.benchmark);
    let one = |factor: TierFactor| {
        let value = asked.values.get(factor, asked.act_on, benchmark.lookback_months);
        let name = name(factor);
        match value {
            None => format!("{name}未记录"),
            Some(value) if factor == TierFactor::Count => {
                format!("{name}第{value}次（前{}个月内，据已有记录）", benchmark.lookback_months)
            }
            Some(value) => format!("{name}{}", worth(factor, value, &benchmark.unit)),
        }
    };
    let all: Vec<String> = benchmark.factors(graded.measure).into_iter().map(one).collect();
    (!all.is_empty()).then(|| format!("裁量因素：{}。", all.join("；")))
}

/// The tier with its conditions and amounts, or those that are still possible.
fn tiers(graded: &Fitting<'_>, gain: Fen) -> String {
    match graded.tiers.as_slice() {
        [] => "没有与上述因素对应的裁量阶次。".into(),
        [tier] => {
            let when = conditions(tier, &graded.benchmark.unit);
            format!("属于“{}”阶次{when}，{}。", tier.name_zh, range(tier, gain))
        }
        several => {
            let one = |tier: &&Tier| format!("“{}”（{}）", tier.name_zh, range(tier, gain));
            let names: Vec<String> = several.iter().map(one).collect();
            format!("因素记录不全，可能属于{}阶次。", names.join("、"))
        }
    }
}

/// A tier as its standard states it: `罚款1,000元以上不满1,400元（违法次数1次）`.
pub(super) fn stated(tier: &Tier, unit: &str) -> String {
    format!("{}{}", bounds_of(tier), conditions(tier, unit))
}

/// `罚款1,000元以上不满1,400元`; of a share of the gain, the amounts that it comes to.
fn range(tier: &Tier, gain: Fen) -> String {
    if tier.amount.measure != TierMeasure::OfGain {
        return bounds_of(tier);
    }
    let (least, most) = tier.amount.in_fen(gain);
    format!("{}，即{}至{}", bounds_of(tier), yuan(least), yuan(most))
}

/// From where to where a tier goes: 以上 and 以下 hold the number itself, 超过 and 不满 do not (民法典 1259).
fn bounds_of(tier: &Tier) -> String {
    let amount = &tier.amount;
    let worth = |value: i64| match amount.measure {
        TierMeasure::OfGain => format!("违法所得{}倍", decimal(value)),
        TierMeasure::Fine { .. } => yuan(Fen::from_yuan(value)),
    };
    if amount.first() == amount.last() {
        return format!("罚款{}", worth(amount.first()));
    }
    let (least, most) = (worth(amount.least), worth(amount.most));
    let from =
        if amount.least_included { format!("{least}以上") } else { format!("超过{least}") };
    let until =
        if amount.most_included { format!("{most}以下") } else { format!("不满{most}") };
    format!("罚款{from}{until}")
}

/// `（违法次数1次，载客人数7人以下）`; the alternatives of a tier are joined by 或者.
fn conditions(tier: &Tier, unit: &str) -> String {
    let all = |conditions: &Vec<TierCondition>| {
        let one =
            conditions.iter().map(|condition| between(condition.factor, condition.bounds, unit));
        one.collect::<Vec<_>>().join("，")
    };
    let alternatives: Vec<String> =
        tier.when.iter().map(all).filter(|text| !text.is_empty()).collect();
    match alternatives.as_slice() {
        [] => String::new(),
        all => format!("（{}）", all.join("；或者")),
    }
}

fn between(factor: TierFactor, bounds: Bounds, unit: &str) -> String {
    let name = name(factor);
    let worth = |value: i64| worth(factor, value, unit);
    let first = bounds.first().unwrap_or(factor.first()).max(factor.first());
    if bounds.last().or(factor.last()) == Some(first) {
        return format!("{name}{}", worth(first));
    }
    let from = bounds.from.map(|from| match from {
        Bound::Included(value) => format!("{}以上", worth(value)),
        Bound::Excluded(value) => format!("超过{}", worth(value)),
    });
    let until = bounds.until.map(|until| match until {
        Bound::Included(value) => format!("{}以下", worth(value)),
        Bound::Excluded(value) => format!("不满{}", worth(value)),
    });
    let parts: Vec<String> = from.into_iter().chain(until).collect();
    format!("{name}{}", parts.join("、"))
}

const fn name(factor: TierFactor) -> &'static str {
    match factor {
        TierFactor::Count => "违法次数",
        TierFactor::Mass => "超限质量",
        TierFactor::Size => "外廓尺寸",
        TierFactor::Passengers => "载客人数",
        TierFactor::Quantity => "数量",
        TierFactor::Duration => "持续时间",
        TierFactor::Gain => "违法所得",
        TierFactor::Harm => "危害后果",
        TierFactor::Refusal => "拒不改正",
        TierFactor::Fixed => "金额",
    }
}

/// A value of a factor with its unit.
fn worth(factor: TierFactor, value: i64, unit: &str) -> String {
    match factor {
        TierFactor::Count => format!("{value}次"),
        TierFactor::Mass => format!("{value}千克"),
        TierFactor::Size => format!("第{value}档"),
        TierFactor::Passengers => format!("{value}人"),
        TierFactor::Quantity => format!("{}{unit}", decimal(value)),
        TierFactor::Duration => format!("{value}日"),
        TierFactor::Gain | TierFactor::Fixed => yuan(Fen(value)),
        TierFactor::Harm => match value {
            0 => "无".into(),
            1 => "轻微".into(),
            _ => "严重".into(),
        },
        TierFactor::Refusal => match value {
            0 => "否".into(),
            _ => "是".into(),
        },
    }
}

/// One ground: what it is, on what article, what proves it, and what was made of it.
fn ground(asked: &Weighable<'_>, claim: &AdjustmentClaim) -> Option<String> {
    let ground = asked.rulebook.adjustments.get(&claim.adjustment)?;
    let name = format!("{}（{}）", ground.name_zh, asked.rulebook.cite_all(&ground.cites));
    let why = said(&claim.why);
    Some(match (claim.accepted, ground.leaning(claim.leaning)) {
        (None, _) | (Some(true), None) => format!("{name}：尚未认定。"),
        (Some(false), _) if why.is_empty() => format!("{name}：不予采纳，理由未写明。"),
        (Some(false), _) => format!("{name}：不予采纳，理由：{why}。"),
        (Some(true), Some(leaning)) => {
            let kinds = claim.evidence.iter().filter(|kind| ground.evidence.contains(kind));
            let kinds: Vec<&str> = kinds.map(|kind| kind.in_chinese()).collect();
            let proof = match kinds.as_slice() {
                [] => "尚无证据证实".to_string(),
                kinds => format!("有{}证实", kinds.join("、")),
            };
            let rests = if why.is_empty() { String::new() } else { format!("，{why}") };
            let binding = if ground.must { "应当" } else { "可以" };
            format!("{name}：{proof}{rests}，予以采纳，{binding}{}。", leaning.in_chinese())
        }
    })
}

/// What a schedule of 减轻 leaves at the least; one that nobody stands for says so.
fn schedule(asked: &Weighable<'_>, scheduled: &Scheduled<'_>) -> String {
    let Scheduled { reduction, value, step, .. } = scheduled;
    let head = if reduction.confirmed {
        format!("减轻幅度适用{}", reduction.source)
    } else {
        format!("减轻幅度{UNVERIFIED}，仅供草稿：{}", reduction.source)
    };
    let tail = match (step, value) {
        (Some(step), _) => {
            let lowest = yuan(step.lowest(asked.statutory.0));
            format!("{}，即不低于{lowest}", stated_step(reduction, step))
        }
        (None, Some(value)) => {
            let worth = worth(reduction.factor, *value, "");
            format!("没有与{}{worth}对应的幅度", name(reduction.factor))
        }
        (None, None) => format!("{}未记录", name(reduction.factor)),
    };
    format!("{head}，{tail}。")
}

/// `超限质量超过10000千克、20000千克以下，最多减轻75%`
pub(super) fn stated_step(reduction: &Reduction, step: &ReductionStep) -> String {
    let between = between(reduction.factor, step.bounds, "");
    format!("{between}，最多减轻{}%", step.off_percent)
}

/// The amount against tier and range, with the officers' reasons and the panel's record where it departs.
fn amount(weighed: &Weighed<'_>) -> String {
    let asked = weighed.asked;
    let (least, most) = asked.statutory;
    let reasons = said(&asked.circumstances.reasons);
    let fine = |fine: Fen| format!("罚款{}（{fine}）", fine.in_words());
    let Some(chosen) = asked.chosen else {
        return match weighed.tier.unwrap_or(asked.statutory) {
            (only, same) if only == same => format!("拟处{}。", fine(only)),
            _ => "罚款金额尚未选定。".into(),
        };
    };
    let because = if reasons.is_empty() { String::new() } else { format!("，理由：{reasons}") };
    match weighed.verdict {
        AmountVerdict::InsideTier => format!("拟处{}，在该阶次幅度内{because}。", fine(chosen)),
        AmountVerdict::InsideRange if least == most => format!("拟处{}{because}。", fine(chosen)),
        AmountVerdict::InsideRange => {
            format!("拟处{}，在法定幅度内{because}。", fine(chosen))
        }
        AmountVerdict::OutsideTier => {
            format!("拟处{}，不在该阶次幅度内，{}。", fine(chosen), departure(asked, reasons))
        }
        AmountVerdict::BelowRange => {
            let leaning = Leaning::BelowRange.in_chinese();
            let departure = departure(asked, reasons);
            format!(
                "拟处{}，低于法定最低罚款{}，系{leaning}，{departure}。",
                fine(chosen),
                yuan(least)
            )
        }
        AmountVerdict::Unfounded => {
            format!(
                "拟处{}，低于法定最低罚款{}，没有经证实的减轻处罚情节。",
                fine(chosen),
                yuan(least)
            )
        }
        AmountVerdict::BeyondReduction => {
            let lowest = yuan(weighed.reduced.lowest);
            format!("拟处{}，低于减轻处罚后的最低罚款{lowest}。", fine(chosen))
        }
        AmountVerdict::AboveRange => {
            format!("拟处{}，高于法定最高罚款{}。", fine(chosen), yuan(most))
        }
        AmountVerdict::NotChosen | AmountVerdict::NoFine | AmountVerdict::FineDue => String::new(),
    }
}

/// Reasons and the record of the panel, or what is still missing of them.
fn departure(asked: &Weighable<'_>, reasons: &str) -> String {
    let why = because(reasons);
    let said = asked.circumstances;
    match (said.panel_no.trim(), said.panel_on) {
        ("", _) | (_, None) => format!("{why}；尚未经负责人集体讨论"),
        (number, Some(on)) => {
            format!("{why}；经负责人集体讨论（记录{number}，{}）", on.in_chinese())
        }
    }
}

fn because(reasons: &str) -> String {
    match reasons {
        "" => "理由未写明".to_string(),
        reasons => format!("理由：{reasons}"),
    }
}

fn said(text: &str) -> &str {
    text.trim().trim_end_matches('。')
}

fn yuan(amount: Fen) -> String {
    format!("{}元", amount.in_digits())
}
