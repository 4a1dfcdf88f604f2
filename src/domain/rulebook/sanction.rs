//! What a basis lets an officer impose, as amounts and tests; it never picks an amount.

use crate::stdx::fen::Fen;

/// One consequence that a basis names. Several of them stand side by side (并处).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sanction {
    /// 警告
    Caution,
    /// An amount without discretion; `may` where the law says 可以处.
    FixedFine {
        /// Fen.
        amount: Fen,
        /// 可以处: none at all is lawful too.
        may: bool,
        /// Only once 拒不改正 is proven.
        after_refusal: bool,
    },
    /// From `least` to `most`, both included. `serious` bands need 情节严重, `damage` bands damage done.
    FineRange {
        /// Fen.
        least: Fen,
        /// Fen.
        most: Fen,
        /// 可以处: none at all is lawful too.
        may: bool,
        /// For which illegal gain it stands.
        gain: GainTest,
        /// Only with 情节严重.
        serious: bool,
        /// Only where the act did damage (造成损坏).
        damage: bool,
        /// Only once 拒不改正, or 逾期不改正, is proven.
        after_refusal: bool,
    },
    /// `least` to `most` times the illegal gain.
    GainMultiple {
        /// A factor, not an amount.
        least: u32,
        /// A factor, not an amount.
        most: u32,
        /// 可以处: none at all is lawful too.
        may: bool,
        /// For which illegal gain it stands.
        gain: GainTest,
    },
    /// `least` to `most` times what the things are worth, such as felled timber (路保 61).
    ValueMultiple {
        /// A factor, not an amount.
        least: u32,
        /// A factor, not an amount.
        most: u32,
    },
    /// The formula of kilograms over the limit (超限 art. 43(1)(2)).
    OverLimitMass,
    /// The bands of length, width and height (超限 art. 43(1)(1)).
    OverLimitSize,
    /// 没收违法所得
    ConfiscateGain {
        /// For which illegal gain it stands.
        gain: GainTest,
    },
    /// 没收 or 收缴 of the permit or certificate itself
    ConfiscatePapers,
    /// 没收非法财物: parts, scrapped vehicles, timber, a dredger (处罚法 9(2))
    ConfiscateThings {
        /// Only with 情节严重.
        serious: bool,
        /// 可以没收: they are taken where the officers say what they are worth.
        may: bool,
    },
    /// 吊销; proposed to headquarters, never decided at the roadside.
    RevokePermit {
        /// Only with 情节严重.
        serious: bool,
        /// Only once 拒不改正, or 逾期不改正, is proven.
        after_refusal: bool,
    },
    /// 撤销许可: the permit that should never have been given is withdrawn; no penalty, headquarters does it.
    WithdrawPermit,
    /// 责令停止经营, or 停止从事营业性运输 for a driver
    StopOperating,
    /// 责令停业整顿
    SuspendBusiness {
        /// Only with 情节严重.
        serious: bool,
        /// Only once 拒不改正, or 逾期不改正, is proven.
        after_refusal: bool,
    },
    /// 责令改正, to correct, remove, restore or plant anew within a time; no penalty (处罚法 28(1)).
    OrderCorrection,
    /// 扣留车辆 until a valid paper is shown
    HoldVehicle,
}

impl Sanction {
    /// Its fine; `None` for what is no fine.
    #[must_use]
    pub fn fine(&self) -> Option<Fine> {
        let always = |kind, may| {
            Some(Fine { kind, may, gain: GainTest::Always, serious: false, damage: false })
        };
        match *self {
            Sanction::FixedFine { amount, may, .. } => always(FineKind::Fixed(amount), may),
            Sanction::FineRange { least, most, may, gain, serious, damage, .. } => {
                Some(Fine { kind: FineKind::Range(least, most), may, gain, serious, damage })
            }
            Sanction::GainMultiple { least, most, may, gain } => {
                let kind = FineKind::GainTimes(least, most);
                Some(Fine { kind, may, gain, serious: false, damage: false })
            }
            Sanction::ValueMultiple { least, most } => {
                always(FineKind::ValueTimes(least, most), false)
            }
            Sanction::OverLimitMass => always(FineKind::OverLimitMass, false),
            Sanction::OverLimitSize => always(FineKind::OverLimitSize, false),
            Sanction::Caution
            | Sanction::ConfiscateGain { .. }
            | Sanction::ConfiscatePapers
            | Sanction::ConfiscateThings { .. }
            | Sanction::RevokePermit { .. }
            | Sanction::WithdrawPermit
            | Sanction::StopOperating
            | Sanction::SuspendBusiness { .. }
            | Sanction::OrderCorrection
            | Sanction::HoldVehicle => None,
        }
    }

    /// Whether it stands only once 拒不改正, or 逾期不改正, is proven: a first visit can but order the correction.
    #[must_use]
    pub fn waits_for_refusal(&self) -> bool {
        match self {
            Sanction::FixedFine { after_refusal, .. }
            | Sanction::FineRange { after_refusal, .. }
            | Sanction::RevokePermit { after_refusal, .. }
            | Sanction::SuspendBusiness { after_refusal, .. } => *after_refusal,
            Sanction::Caution
            | Sanction::GainMultiple { .. }
            | Sanction::ValueMultiple { .. }
            | Sanction::OverLimitMass
            | Sanction::OverLimitSize
            | Sanction::ConfiscateGain { .. }
            | Sanction::ConfiscatePapers
            | Sanction::ConfiscateThings { .. }
            | Sanction::WithdrawPermit
            | Sanction::StopOperating
            | Sanction::OrderCorrection
            | Sanction::HoldVehicle => false,
        }
    }
}

/// How a sanction makes its fine (罚款, 处罚法 9(2)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FineKind {
    /// An amount without discretion, fen.
    Fixed(Fen),
    /// From least to most, fen, both included.
    Range(Fen, Fen),
    /// From least to most times the illegal gain.
    GainTimes(u32, u32),
    /// From least to most times what the things are worth.
    ValueTimes(u32, u32),
    /// The formula of kilograms over the limit (超限 art. 43(1)(2)).
    OverLimitMass,
    /// The bands of length, width and height (超限 art. 43(1)(1)).
    OverLimitSize,
}

/// The fine of a sanction, and for which acts it stands; whether it waits for a refusal says the sanction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fine {
    /// Its amounts.
    pub kind: FineKind,
    /// 可以处: none at all is lawful too.
    pub may: bool,
    /// For which illegal gain it stands.
    pub gain: GainTest,
    /// Only with 情节严重.
    pub serious: bool,
    /// Only where the act did damage (造成损坏).
    pub damage: bool,
}

/// For which illegal gain (违法所得) a sanction stands, as the transport rules (道条) grade it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GainTest {
    /// Whatever the gain.
    Always,
    /// Strictly more.
    Above(Fen),
    /// This much, less, or none.
    AtMost(Fen),
    /// This much or more (港口法 49).
    From(Fen),
    /// Strictly less, or none.
    Below(Fen),
}

impl GainTest {
    /// Whether the sanction stands at an illegal gain of `gain`; zero when there was none.
    #[must_use]
    pub fn holds(self, gain: Fen) -> bool {
        match self {
            GainTest::Always => true,
            GainTest::Above(limit) => gain > limit,
            GainTest::AtMost(limit) => gain <= limit,
            GainTest::From(limit) => gain >= limit,
            GainTest::Below(limit) => gain < limit,
        }
    }
}

/// Measures that a violation allows besides the penalty (道条 61, 62; 粤道条 59, 60; 路保 65, 67, 72).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coercion {
    /// 暂扣 a vehicle with no 车辆营运证 and no other valid proof (道路运输条例 art. 62)
    K1,
    /// 扣押 vehicle and equipment of unpermitted operation (广东省道路运输条例 art. 60)
    K2,
    /// 扣留 or 强制拖离 (公路安全保护条例 arts. 65(2), 67)
    K3,
    /// 扣留 once the party refuses to put it right, or to have it dealt with on the spot (公路安全保护条例 arts. 65(1), 72)
    K3OnRefusal,
    /// 卸载 or 改乘 (道路运输条例 art. 61, 广东省道路运输条例 art. 59)
    Unload,
    /// 先行登记保存 of papers and parts (行政处罚法 art. 56)
    Register,
    /// 代履行 or 拆除 at the offender's cost (行政强制法 arts. 50–52)
    Remove,
    /// 责令停止 of works, of handling goods or of use, on the spot (公路法 art. 75, 港口法 art. 54)
    Stop,
    /// 扣押 of a vessel that dredges sand in a fairway (航道法 art. 43(2))
    SeizeVessel,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rulebook_gain_of_exactly_the_limit_is_not_above_it() {
        let limit = Fen::from_yuan(20_000);
        for (gain, above) in [(Fen::ZERO, false), (limit, false), (Fen(limit.0 + 1), true)] {
            assert_eq!(GainTest::Above(limit).holds(gain), above, "{gain}");
            assert_eq!(GainTest::AtMost(limit).holds(gain), !above, "{gain}");
            assert_eq!(GainTest::From(limit).holds(gain), above || gain == limit, "{gain}");
            assert_eq!(GainTest::Below(limit).holds(gain), gain < limit, "{gain}");
            assert!(GainTest::Always.holds(gain));
        }
    }
}
