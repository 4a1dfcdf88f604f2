//! Discretion (裁量, 处罚法 34): from the standard, the circumstances and a chosen amount to tier, range, what stands
//! against it and the reasons in words; it never picks an amount.
//!
//! `weigh` is the one door. A standard that no approver stands for grades nothing: its tiers are shown for drafts, 未核,
//! and the range stays the law's. What a decision still needs (reasons, a panel's record, evidence) is told apart from what
//! the law refuses in any procedure: a case may be opened without the first, and never goes above the law's most.

pub mod circumstances;
pub mod fitting;
pub mod ladder;
pub mod partition;
mod reasoning;
mod reducing;

use super::blocked::{Blocked, Rule};
use super::rulebook::{
    Basis, Benchmark, Leaning, Reduction, Rulebook, Tier, TierFactor, TierMeasure, UNVERIFIED,
    Violation,
};
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use circumstances::{Circumstances, FactorValues};
use fitting::{Fitting, hull};
use reducing::Reduced;

/// One yuan: fines are chosen in whole ones.
const YUAN: Fen = Fen::from_yuan(1);

/// One finding as discretion looks at it (处罚法 34).
#[derive(Clone, Copy, Debug)]
pub struct Weighable<'a> {
    /// Standards, grounds and laws.
    pub rulebook: &'a Rulebook,
    /// What was done.
    pub violation: &'a Violation,
    /// Under which basis it is answered.
    pub basis: &'a Basis,
    /// Which finding of the stop it is, for the path of what blocks.
    pub nth: usize,
    /// The day from which earlier acts are counted back.
    pub act_on: Day,
    /// The day whose law answers the act, and whose standard grades it: that of the decision where a newer version of the
    /// basis is the lighter one (处罚法 37).
    pub law_on: Day,
    /// What the basis gives for the act at hand, fen; both included.
    pub statutory: (Fen, Fen),
    /// The law says 可以处 of all that: no fine is lawful too.
    pub may: bool,
    /// 违法所得, fen; zero where there was none.
    pub gain: Fen,
    /// What the factors of the standard came to.
    pub values: &'a FactorValues,
    /// What else the officers recorded.
    pub circumstances: &'a Circumstances,
    /// The amount that they chose, fen.
    pub chosen: Option<Fen>,
}

impl<'a> Weighable<'a> {
    /// The standard that grades the amount at hand, confirmed or not, and which of its amounts that is.
    fn benchmark(&self) -> Option<(&'a Benchmark, TierMeasure)> {
        let measure = TierMeasure::standing(self.basis, self.statutory, self.gain)?;
        let code = &self.violation.code;
        let known = self.rulebook.benchmark(code, &self.basis.id, self.law_on)?;
        known.tiers_of(measure).next().is_some().then_some((known, measure))
    }

    /// Path of a field of the finding.
    fn at(&self, field: &str) -> String {
        format!("findings[{}].{field}", self.nth)
    }

    /// Path of a field of its circumstances.
    fn within(&self, field: &str) -> String {
        self.at(&format!("circumstances.{field}"))
    }
}

/// What a chosen amount is against range and tier (处罚法 32, 34).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountVerdict {
    /// Nothing was chosen yet.
    NotChosen,
    /// Inside the law's range, which no confirmed standard divides.
    InsideRange,
    /// Inside the tier.
    InsideTier,
    /// Inside the law's range and outside the tier: reasons and a panel's record are needed.
    OutsideTier,
    /// Below the law's least, with a proven ground of 减轻 (处罚法 32); reasons and a panel's record are needed.
    BelowRange,
    /// Below the law's least, and nothing carries it.
    Unfounded,
    /// Below the least that the schedule of a proven ground of 减轻 leaves (处罚法 32).
    BeyondReduction,
    /// Above the law's most.
    AboveRange,
    /// No fine, where the law says 可以处; a reason is needed, and a panel's record where a confirmed standard gives more.
    NoFine,
    /// No fine was chosen, and the law says 处: nothing carries it.
    FineDue,
}

impl AmountVerdict {
    /// The word of the check contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            AmountVerdict::NotChosen => "not_chosen",
            AmountVerdict::InsideRange => "inside_range",
            AmountVerdict::InsideTier => "inside_tier",
            AmountVerdict::OutsideTier => "outside_tier",
            AmountVerdict::BelowRange => "below_range",
            AmountVerdict::Unfounded => "unfounded",
            AmountVerdict::BeyondReduction => "beyond_reduction",
            AmountVerdict::AboveRange => "above_range",
            AmountVerdict::NoFine => "no_fine",
            AmountVerdict::FineDue => "fine_due",
        }
    }

    /// Whether it departs from the standard or the range in a way that reasons and a panel can carry (集体讨论).
    #[must_use]
    pub const fn departs(self) -> bool {
        matches!(self, AmountVerdict::OutsideTier | AmountVerdict::BelowRange)
    }
}

/// A tier that the factors leave open, as screens and answers show it (处罚法 34).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierRange {
    /// 较轻, 一般, 严重.
    pub name_zh: String,
    /// For the English screens.
    pub name_en: String,
    /// Fen, included.
    pub least: Fen,
    /// Fen, included.
    pub most: Fen,
}

/// What discretion came to for one finding (处罚法 34, 44).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discretion {
    /// Which finding of the stop, from 0.
    pub nth: usize,
    /// Code of the violation.
    pub code: String,
    /// What the basis gives, fen; both included.
    pub statutory: (Fen, Fen),
    /// The law says 可以处: no fine is lawful too.
    pub may: bool,
    /// Whether the approver stands for the standard; `None` where there is none for the amount at hand.
    pub confirmed: Option<bool>,
    /// The tiers of that standard that the factors leave open, the lightest first.
    pub tiers: Vec<TierRange>,
    /// Factors that nobody recorded and on which the tier hangs.
    pub lacking: Vec<TierFactor>,
    /// Fen, both included: where standard and proven grounds point to. A proposal, it binds nobody.
    pub proposed: (Fen, Fen),
    /// Fen, both included: the chosen amount where it may stand, else what is to be chosen from.
    pub settled: (Fen, Fen),
    /// What the chosen amount is.
    pub verdict: AmountVerdict,
    /// What a decision still needs; a case may be opened without.
    pub needs: Vec<Blocked>,
    /// What the law refuses in any procedure.
    pub blocked: Vec<Blocked>,
    /// The reasons in Chinese, sentence by sentence, as a draft shows them; with an unconfirmed standard they say 未核.
    pub reasoning: Vec<String>,
    /// The reasons as a paper bears them: the officers' own words where they wrote them, else the composed ones. Empty where
    /// nothing was weighed.
    pub on_paper: String,
}

impl Discretion {
    /// Whether no fine is imposed for it, as the law lets the officers choose (可以处).
    #[must_use]
    pub fn is_without_fine(&self) -> bool {
        self.verdict == AmountVerdict::NoFine
    }

    /// Whether the officers may still leave the fine out, and have not (可以处).
    #[must_use]
    pub fn is_left_open(&self) -> bool {
        self.may && !self.is_without_fine()
    }

    /// Whether there is more to show of it than the law's range.
    #[must_use]
    pub fn is_notable(&self) -> bool {
        self.confirmed.is_some() || !self.on_paper.is_empty() || !self.needs.is_empty()
    }
}

/// A tier in official Chinese, as its standard states it: what it gives, and when; `unit` is what a quantity is counted in.
#[must_use]
pub fn stated(tier: &Tier, unit: &str) -> String {
    reasoning::stated(tier, unit)
}

/// A schedule of 减轻 in official Chinese, step by step: `超限质量超过10000千克、20000千克以下，最多减轻75%`.
#[must_use]
pub fn stated_steps(reduction: &Reduction) -> Vec<String> {
    reduction.steps.iter().map(|step| reasoning::stated_step(reduction, step)).collect()
}

/// Weighs one finding.
#[must_use]
pub fn weigh(asked: &Weighable<'_>) -> Discretion {
    let (mut needs, mut blocked) = (Vec::new(), Vec::new());
    let leanings = proven(asked, &mut needs, &mut blocked);
    let graded = asked.benchmark().map(|(known, measure)| Fitting::of(asked, known, measure));
    let governing = graded.as_ref().filter(|graded| graded.benchmark.confirmed);
    let tier = governing.and_then(|graded| hull(&graded.tiers, asked.gain, asked.statutory));
    if tier.is_some() {
        let lacking = governing.into_iter().flat_map(|graded| &graded.lacking);
        let field = |factor: &TierFactor| circumstances::field_of(asked.nth, *factor);
        needs.extend(lacking.map(|factor| Blocked::new(Rule::TierUnknown, field(factor))));
    }
    let reduced = Reduced::of(asked);
    needs.extend(reduced.lacking(asked.nth));
    let verdict = verdict(asked, tier, &leanings, reduced.lowest);
    stands_against(asked, (verdict, tier), &leanings, (&mut needs, &mut blocked));
    let weighed =
        reasoning::Weighed { asked, graded: graded.as_ref(), tier, verdict, reduced: &reduced };
    let reasoning = reasoning::compose(&weighed);
    let on_paper = on_paper(&weighed);
    if is_unverified(&weighed, &on_paper) {
        needs.push(Blocked::new(Rule::Unverified, asked.within("reasoning")));
    }
    let tiers = graded.as_ref().map(|graded| graded.ranges(asked.gain)).unwrap_or_default();
    Discretion {
        nth: asked.nth,
        code: asked.violation.code.clone(),
        statutory: asked.statutory,
        may: asked.may,
        confirmed: graded.as_ref().map(|graded| graded.benchmark.confirmed),
        tiers,
        lacking: graded.map(|graded| graded.lacking).unwrap_or_default(),
        proposed: proposed(tier.unwrap_or(asked.statutory), asked, &leanings, reduced.lowest),
        settled: settled(asked, tier, verdict),
        verdict,
        needs,
        blocked,
        reasoning,
        on_paper,
    }
}

/// The ways in which accepted and proven grounds move the penalty. What a ground lacks goes to `needs`, what cannot be to
/// `blocked`.
fn proven(
    asked: &Weighable<'_>,
    needs: &mut Vec<Blocked>,
    blocked: &mut Vec<Blocked>,
) -> Vec<Leaning> {
    let mut leanings = Vec::new();
    for (nth, claim) in asked.circumstances.claims.iter().enumerate() {
        if claim.adjustment.is_empty() {
            continue;
        }
        let at = |field: &str| asked.within(&format!("adjustments[{nth}].{field}"));
        let Some(ground) = asked.rulebook.adjustments.get(&claim.adjustment) else {
            blocked.push(Blocked::new(Rule::ImpossibleValue, at("id")));
            continue;
        };
        let unproven = |field: &str| Blocked::new(Rule::AdjustmentUnproven, at(field));
        match claim.accepted {
            None => needs.push(unproven("accepted")),
            Some(false) if claim.why.trim().is_empty() => needs.push(unproven("why")),
            Some(false) => {}
            Some(true) => match ground.leaning(claim.leaning) {
                None if claim.leaning.is_some() => {
                    blocked.push(Blocked::new(Rule::ImpossibleValue, at("leaning")));
                }
                None => needs.push(unproven("leaning")),
                Some(_) if !ground.confirmed => {
                    needs.push(Blocked::new(Rule::Unverified, at("id")));
                }
                Some(_) if !ground.is_proven(&claim.evidence) => needs.push(unproven("evidence")),
                Some(leaning) => {
                    if leaning == Leaning::Waived {
                        needs.push(Blocked::new(Rule::PenaltyWaived, at("id")));
                    }
                    leanings.push(leaning);
                }
            },
        }
    }
    leanings
}

fn verdict(
    asked: &Weighable<'_>,
    tier: Option<(Fen, Fen)>,
    leanings: &[Leaning],
    lowest: Fen,
) -> AmountVerdict {
    if asked.circumstances.leaves_fine_out() {
        return if asked.may { AmountVerdict::NoFine } else { AmountVerdict::FineDue };
    }
    let (least, most) = asked.statutory;
    let Some(chosen) = asked.chosen else { return AmountVerdict::NotChosen };
    if chosen > most {
        return AmountVerdict::AboveRange;
    }
    if chosen < least || chosen == Fen::ZERO {
        // Nothing at all is 不予, and that is another choice than an amount.
        let founded = leanings.contains(&Leaning::BelowRange) && chosen > Fen::ZERO;
        if !founded {
            return AmountVerdict::Unfounded;
        }
        let is_beyond = chosen < lowest;
        return if is_beyond { AmountVerdict::BeyondReduction } else { AmountVerdict::BelowRange };
    }
    match tier {
        None => AmountVerdict::InsideRange,
        Some((from, until)) if from <= chosen && chosen <= until => AmountVerdict::InsideTier,
        Some(_) => AmountVerdict::OutsideTier,
    }
}

/// What the amount asks for before it is decided, and what the law refuses.
fn stands_against(
    asked: &Weighable<'_>,
    (verdict, tier): (AmountVerdict, Option<(Fen, Fen)>),
    leanings: &[Leaning],
    (needs, blocked): (&mut Vec<Blocked>, &mut Vec<Blocked>),
) {
    let chosen = || asked.at("proposed_yuan");
    match verdict {
        AmountVerdict::AboveRange | AmountVerdict::Unfounded | AmountVerdict::BeyondReduction => {
            blocked.push(Blocked::new(Rule::AmountOutsideRange, chosen()));
        }
        AmountVerdict::OutsideTier | AmountVerdict::BelowRange => {
            if asked.circumstances.reasons.trim().is_empty() {
                needs.push(Blocked::new(Rule::OutsideTier, asked.within("reasons")));
            }
            needs.extend(panel(asked));
        }
        // A standard that gives more than nothing is departed from too; the reason of the choice is asked for with it.
        AmountVerdict::NoFine if reasoning::is_below(tier) => needs.extend(panel(asked)),
        AmountVerdict::FineDue => {
            blocked.push(Blocked::new(Rule::FineMandatory, asked.within("no_fine")));
        }
        // The ground says below, and an amount that the law fixes would be taken without a word.
        AmountVerdict::NotChosen if leanings.contains(&Leaning::BelowRange) => {
            needs.push(Blocked::new(Rule::AmountNotChosen, chosen()));
        }
        AmountVerdict::NotChosen
        | AmountVerdict::NoFine
        | AmountVerdict::InsideRange
        | AmountVerdict::InsideTier => {}
    }
}

/// What the record of the panel's discussion lacks (集体讨论).
fn panel(asked: &Weighable<'_>) -> Vec<Blocked> {
    let said = asked.circumstances;
    let lacks =
        [("panel_no", said.panel_no.trim().is_empty()), ("panel_on", said.panel_on.is_none())];
    let lacking = lacks.into_iter().filter(|(_, is_lacking)| *is_lacking);
    lacking.map(|(field, _)| Blocked::new(Rule::OutsideTier, asked.within(field))).collect()
}

/// Reasons that rest on a standard of nobody's, or say so, go onto no paper with a number.
fn is_unverified(weighed: &reasoning::Weighed<'_>, on_paper: &str) -> bool {
    let is_own = !weighed.asked.circumstances.reasoning.trim().is_empty();
    let of_nobody = weighed.graded.is_some_and(|graded| !graded.benchmark.confirmed);
    // 未核实 is an officer's own word for what he could not find out.
    let on_paper = on_paper.replace("未核实", "");
    (is_own && of_nobody) || on_paper.contains(UNVERIFIED)
}

/// What is to be chosen from, or the amount that was chosen where it may stand.
fn settled(asked: &Weighable<'_>, tier: Option<(Fen, Fen)>, verdict: AmountVerdict) -> (Fen, Fen) {
    match (verdict, asked.chosen) {
        (
            AmountVerdict::AboveRange
            | AmountVerdict::Unfounded
            | AmountVerdict::BeyondReduction
            | AmountVerdict::FineDue,
            _,
        ) => asked.statutory,
        (AmountVerdict::NoFine, _) => (Fen::ZERO, Fen::ZERO),
        (_, Some(chosen)) => (chosen, chosen),
        (_, None) => tier.unwrap_or(asked.statutory),
    }
}

/// Lighter points to the lower half of the tier, heavier to the upper, both or neither to all of it; below the range from the
/// lowest that the schedules leave, a yuan without any, to the yuan before its least.
fn proposed(
    tier: (Fen, Fen),
    asked: &Weighable<'_>,
    leanings: &[Leaning],
    lowest: Fen,
) -> (Fen, Fen) {
    let leans = |leaning: Leaning| leanings.contains(&leaning);
    let below = Fen(asked.statutory.0.0 - YUAN.0);
    if leans(Leaning::BelowRange) && lowest <= below {
        return (lowest, below);
    }
    let middle = ladder::middle(tier.0, tier.1);
    match (leans(Leaning::Lighter), leans(Leaning::Heavier)) {
        (true, false) => (tier.0, middle),
        (false, true) => (middle, tier.1),
        (true, true) | (false, false) => tier,
    }
}

/// The officers' own words, else the composed ones without what nobody stands for; why this of two laws answers stands there too.
fn on_paper(weighed: &reasoning::Weighed<'_>) -> String {
    let own = weighed.asked.circumstances.reasoning.trim();
    let by_road = reasoning::by_road(weighed.asked).unwrap_or_default();
    if !own.is_empty() {
        // Whatever they word, the paper says that 可以处 was considered and why nothing is imposed.
        let says_so = own.contains("可以处") && own.contains("不予罚款");
        if weighed.verdict != AmountVerdict::NoFine || says_so {
            return by_road + own;
        }
        let own = own.trim_end_matches('。');
        return format!("{by_road}{own}。{}", reasoning::without_fine(weighed));
    }
    if weighed.tier.is_none() && !weighed.asked.circumstances.is_argued() {
        return by_road;
    }
    let graded = weighed.graded.filter(|_| weighed.tier.is_some());
    let stands = |one: &&reducing::Scheduled<'_>| one.reduction.confirmed;
    let schedules = weighed.reduced.schedules.iter().filter(stands).copied().collect();
    let reduced = &Reduced { lowest: weighed.reduced.lowest, schedules };
    reasoning::compose(&reasoning::Weighed { graded, reduced, ..*weighed }).concat()
}
