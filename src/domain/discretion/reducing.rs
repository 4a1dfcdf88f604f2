//! How far below the law's least the grounds of one finding reach (减轻, 处罚法 32), by the schedules of the pack; it accepts
//! no ground and picks no amount.

use super::circumstances::{AdjustmentClaim, field_of};
use super::{Weighable, YUAN};
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::rulebook::{Adjustment, Leaning, Reduction, ReductionStep};
use crate::stdx::fen::Fen;

/// A schedule that speaks of the act and of a ground that was accepted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scheduled<'a> {
    /// It.
    pub reduction: &'a Reduction,
    /// What its factor came to; `None` where nobody recorded it.
    pub value: Option<i64>,
    /// Its step at that value; `None` where it has none.
    pub step: Option<&'a ReductionStep>,
    /// The ground is proven and somebody stands for it.
    is_carried: bool,
}

impl Scheduled<'_> {
    /// Whether it bounds what is decided: somebody stands for it, and for its ground.
    fn counts(&self) -> bool {
        self.reduction.confirmed && self.is_carried
    }
}

/// How far the accepted grounds reach (处罚法 32).
#[derive(Clone, Debug)]
pub(super) struct Reduced<'a> {
    /// The lowest fine, fen: of the ground that reaches furthest; a yuan where it has no schedule.
    pub lowest: Fen,
    /// All schedules that were looked at, confirmed or not, in the order of the grounds.
    pub schedules: Vec<Scheduled<'a>>,
}

impl<'a> Reduced<'a> {
    /// What the claims of `asked` come to.
    pub(super) fn of(asked: &Weighable<'a>) -> Reduced<'a> {
        let (mut schedules, mut lowest) = (Vec::new(), None::<Fen>);
        for claim in &asked.circumstances.claims {
            let Some(ground) = reducing(asked, claim) else { continue };
            let is_carried = ground.confirmed && ground.is_proven(&claim.evidence);
            let scheduled = scheduled(asked, ground, is_carried);
            let bound = scheduled.filter(Scheduled::counts).and_then(|one| one.step);
            let reach = bound.map_or(YUAN, |step| step.lowest(asked.statutory.0));
            if is_carried {
                lowest = Some(lowest.map_or(reach, |known| known.min(reach)));
            }
            schedules.extend(scheduled);
        }
        Reduced { lowest: lowest.unwrap_or(YUAN), schedules }
    }

    /// The factors on which a confirmed schedule hangs, and that nobody recorded.
    pub(super) fn lacking(&self, nth: usize) -> Vec<Blocked> {
        let open = |one: &&Scheduled<'_>| one.counts() && one.value.is_none();
        let field = |one: &Scheduled<'_>| field_of(nth, one.reduction.factor);
        let fields = self.schedules.iter().filter(open).map(field);
        fields.map(|field| Blocked::new(Rule::TierUnknown, field)).collect()
    }
}

/// The ground of a claim that was accepted as one of 减轻.
fn reducing<'a>(asked: &Weighable<'a>, claim: &AdjustmentClaim) -> Option<&'a Adjustment> {
    let ground = asked.rulebook.adjustments.get(&claim.adjustment)?;
    let below = ground.leaning(claim.leaning) == Some(Leaning::BelowRange);
    (claim.accepted == Some(true) && below).then_some(ground)
}

fn scheduled<'a>(
    asked: &Weighable<'a>,
    ground: &Adjustment,
    is_carried: bool,
) -> Option<Scheduled<'a>> {
    let reduction = asked.rulebook.reduction(&ground.id, &asked.violation.code, asked.law_on)?;
    // No schedule is graded on earlier acts, so that none of them is looked back on.
    let value = asked.values.get(reduction.factor, asked.act_on, 0);
    let step = value.and_then(|value| reduction.step(value));
    Some(Scheduled { reduction, value, step, is_carried })
}
