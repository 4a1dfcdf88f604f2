//! How an excess was taken off and when the vehicle went on (道条 61, 粤道条 59); the masses stand beside it, and it moves
//! nothing that was decided.

use super::Facts;
use super::judgement::Weighed;
use super::plausible::AHEAD_MAX_MS;
use crate::domain::blocked::Warning;
use crate::stdx::clock::Moment;

const MINUTE_MS: i64 = 60_000;

/// 卸载方式: who took the excess off, or whereto.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnloadingManner {
    /// 自行卸载: by the party, on the ground.
    Own,
    /// 分装: onto another vehicle.
    Transferred,
    /// 强制卸载.
    Forced,
}

impl UnloadingManner {
    /// Every manner.
    pub const ALL: [UnloadingManner; 3] =
        [UnloadingManner::Own, UnloadingManner::Transferred, UnloadingManner::Forced];

    /// The word of the check contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            UnloadingManner::Own => "own",
            UnloadingManner::Transferred => "transferred",
            UnloadingManner::Forced => "forced",
        }
    }

    /// The manner of a word of the check contract; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<UnloadingManner> {
        UnloadingManner::ALL.into_iter().find(|manner| manner.word() == word)
    }

    /// As papers write it.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        match self {
            UnloadingManner::Own => "自行卸载",
            UnloadingManner::Transferred => "分装",
            UnloadingManner::Forced => "强制卸载",
        }
    }
}

/// 卸载经过: manner, transfer vehicle and times of an unloading (道条 61, 粤道条 59). What is not there was not recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unloading {
    /// `None` where nobody said.
    pub manner: Option<UnloadingManner>,
    /// Plate of the vehicle that took the load over (分装车辆); empty where none did.
    pub transfer_plate: String,
    /// When it began.
    pub began_at: Option<Moment>,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// When the vehicle was let go (放行).
    pub released_at: Option<Moment>,
}

/// Fields whose time cannot be, to the minute: an unloading before the stop, the arrival or the weighing, an end before its
/// beginning, a second weighing before that end, a release before either, and what lies ahead of the clock.
#[must_use]
pub fn impossible(facts: &Facts, now: Moment) -> Vec<&'static str> {
    let mut fields = Vec::new();
    let unloading = facts.unloading.clone().unwrap_or_default();
    let weighed = facts.weighing.as_ref().and_then(|first| first.at);
    let arrived = facts.guided.as_ref().and_then(|guided| guided.at);
    let again = facts.reweighing.as_ref().and_then(|again| again.at);
    // What lies ahead is marked at its own field, and would only mark the rest.
    let past = |at: Option<Moment>| at.filter(|at| at.ms() <= now.ms() + AHEAD_MAX_MS);
    let mut behind = facts.at.max(past(weighed)).max(past(arrived));
    for (at, field) in [
        (unloading.began_at, "unloading.began_at"),
        (unloading.ended_at, "unloading.ended_at"),
        (again.filter(|_| facts.unloading.is_some() || weighed.is_some()), "reweighing.at"),
        (unloading.released_at, "unloading.released_at"),
    ] {
        let Some(at) = at else { continue };
        let minute = |at: Moment| at.ms().div_euclid(MINUTE_MS);
        let too_early = behind.is_some_and(|behind| minute(at) < minute(behind));
        if too_early || at.ms() > now.ms() + AHEAD_MAX_MS {
            fields.push(field);
        } else {
            behind = behind.max(Some(at));
        }
    }
    fields
}

/// Let go while nothing shows that the excess is gone: it was not weighed again, or was still above the limit.
#[must_use]
pub fn released_over(facts: &Facts, weighed: Option<&Weighed>) -> Option<Warning> {
    facts.unloading.as_ref().and_then(|unloading| unloading.released_at)?;
    let is_over = weighed.is_some_and(|weighed| weighed.over_kg > 0);
    let again = facts.reweighing.as_ref().and_then(|again| again.over_kg(weighed));
    (is_over && again != Some(0)).then_some(Warning::ReleasedOverLimit)
}

/// What a complete record of these still lacks.
#[must_use]
pub fn lacking(facts: &Facts) -> Vec<&'static str> {
    let Some(unloading) = &facts.unloading else { return Vec::new() };
    let transferred = unloading.manner == Some(UnloadingManner::Transferred);
    let fields = [
        (unloading.manner.is_none(), "unloading.manner"),
        (transferred && unloading.transfer_plate.is_empty(), "unloading.transfer_plate"),
    ];
    fields.into_iter().filter(|(absent, _)| *absent).map(|(_, field)| field).collect()
}
