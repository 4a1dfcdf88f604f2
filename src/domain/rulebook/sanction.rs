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
    },
    /// From `least` to `most`, both included. `serious` bands need 情节严重.
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
    },
    /// `least` to `most` times the illegal gain.
    GainMultiple {
        /// A factor, not an amount.
        least: u32,
        /// A factor, not an amount.
        most: u32,
        /// For which illegal gain it stands.
        gain: GainTest,
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
    /// 吊销; proposed to headquarters, never decided at the roadside.
    RevokePermit {
        /// Only with 情节严重.
        serious: bool,
    },
    /// 责令停止经营, or 停止从事营业性运输 for a driver
    StopOperating,
    /// 责令停业整顿
    SuspendBusiness,
    /// 扣留车辆 until a valid paper is shown
    HoldVehicle,
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
}

impl GainTest {
    /// Whether the sanction stands at an illegal gain of `gain`; zero when there was none.
    #[must_use]
    pub fn holds(self, gain: Fen) -> bool {
        match self {
            GainTest::Always => true,
            GainTest::Above(limit) => gain > limit,
            GainTest::AtMost(limit) => gain <= limit,
        }
    }
}

/// Measures against things that a violation allows besides the penalty (道条 61, 62; 粤道条 59, 60; 路保 65,
/// 67, 72).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coercion {
    /// 暂扣 a vehicle with no 车辆营运证 and no other valid proof (道路运输条例 art. 62)
    K1,
    /// 扣押 vehicle and equipment of unpermitted operation (广东省道路运输条例 art. 60)
    K2,
    /// 扣留 or 强制拖离 (公路安全保护条例 arts. 65, 67, 72)
    K3,
    /// 卸载 or 改乘 (道路运输条例 art. 61, 广东省道路运输条例 art. 59)
    Unload,
    /// 先行登记保存 of papers and parts (行政处罚法 art. 56)
    Register,
    /// 代履行 or 拆除 at the offender's cost (行政强制法 arts. 50–52)
    Remove,
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
            assert!(GainTest::Always.holds(gain));
        }
    }
}
