//! Which fine of a basis an act reaches: by its illegal gain, its harm, and a refusal to correct that was proven; it picks
//! no amount, and knows nothing of formulas.

use super::inspection::Harm;
use super::rulebook::{Basis, FineKind, Sanction};
use crate::stdx::fen::Fen;

/// What of an act decides which consequences of a basis it reaches (处罚法 28, 33; 道条 63).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// 违法所得, fen; zero where there was none.
    pub gain: Fen,
    /// What came of it.
    pub harm: Harm,
    /// 拒不改正, or 逾期不改正, is proven; of a row that says so, 再次违反 too.
    pub refused: bool,
}

impl Reached {
    /// Whether a consequence stands that only 情节严重 carries where `serious` says so.
    #[must_use]
    pub fn carries(self, serious: bool) -> bool {
        !serious || self.harm == Harm::Serious
    }
}

/// The fine that a basis gives for an act (处罚法 34), fen; both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FineBand {
    /// Fen.
    pub least: Fen,
    /// Fen.
    pub most: Fen,
    /// 可以处: none at all is lawful too.
    pub may: bool,
    rank: Rank,
}

/// A fine with the refusal and the harm from which on it stands: the highest that the act reaches counts.
type Rank = (bool, Harm);

/// The fine of `basis`; `None` where it has none for the act, or only a formula or what things are worth. What waits for a
/// refusal stands where one is proven, and above what did not wait.
#[must_use]
pub fn fine_band(basis: &Basis, act: Reached) -> Option<FineBand> {
    let mut band: Option<FineBand> = None;
    for sanction in &basis.sanctions {
        let waits = sanction.waits_for_refusal();
        if waits && !act.refused {
            continue;
        }
        let Some((from, next)) = fine(sanction, act) else { continue };
        let next = FineBand { rank: (waits, from), ..next };
        // A row without a band of its own for the harm that was done keeps the one below. What is fixed, or follows the
        // gain, stands instead of a range.
        let is_range = matches!(sanction, Sanction::FineRange { .. });
        let is_higher = |known: FineBand| {
            if is_range { known.rank < next.rank } else { waits || !known.rank.0 }
        };
        if band.is_none_or(is_higher) {
            band = Some(next);
        }
    }
    band
}

/// The fine of one sanction with the harm from which on it stands; `None` where the act does not reach it.
fn fine(sanction: &Sanction, act: Reached) -> Option<(Harm, FineBand)> {
    let fine = sanction.fine()?;
    let from = match (fine.serious, fine.damage) {
        (true, _) => Harm::Serious,
        (false, true) => Harm::Slight,
        (false, false) => Harm::None,
    };
    if !fine.gain.holds(act.gain) || from > act.harm {
        return None;
    }
    let times = |factor: u32| act.gain.times(i64::from(factor));
    let (least, most) = match fine.kind {
        FineKind::Fixed(amount) => (amount, amount),
        FineKind::Range(least, most) => (least, most),
        FineKind::GainTimes(least, most) => (times(least), times(most)),
        FineKind::ValueTimes(..) | FineKind::OverLimitMass | FineKind::OverLimitSize => {
            return None;
        }
    };
    Some((from, FineBand { least, most, may: fine.may, rank: (false, Harm::None) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rulebook::GainTest;

    fn range(least: i64, most: i64, serious: bool, after_refusal: bool) -> Sanction {
        Sanction::FineRange {
            least: Fen::from_yuan(least),
            most: Fen::from_yuan(most),
            may: false,
            gain: GainTest::Always,
            serious,
            damage: false,
            after_refusal,
        }
    }

    fn band(sanctions: Vec<Sanction>, harm: Harm, gain: i64, refused: bool) -> Option<(i64, i64)> {
        let basis = Basis {
            id: "例1".into(),
            cites: Vec::new(),
            violated: Vec::new(),
            from: None,
            until: None,
            replaces: None,
            parties: Vec::new(),
            road_surface: None,
            after_refusal: false,
            sanctions,
        };
        let act = Reached { gain: Fen::from_yuan(gain), harm, refused };
        fine_band(&basis, act).map(|band| (band.least.yuan(), band.most.yuan()))
    }

    #[test]
    fn the_highest_band_that_the_act_reaches_counts() {
        let serious =
            || vec![range(3_000, 10_000, false, false), range(10_000, 50_000, true, false)];
        // 危化 91, 航道法 40: more where the order was not obeyed.
        let refusal = || vec![range(0, 10_000, false, false), range(10_000, 50_000, false, true)];
        for (sanctions, harm, refused, want) in [
            (serious(), Harm::None, false, Some((3_000, 10_000))),
            (serious(), Harm::Slight, false, Some((3_000, 10_000))),
            (serious(), Harm::Serious, false, Some((10_000, 50_000))),
            (refusal(), Harm::None, false, Some((0, 10_000))),
            (refusal(), Harm::Serious, false, Some((0, 10_000))),
            (refusal(), Harm::None, true, Some((10_000, 50_000))),
            (vec![range(1_000, 3_000, false, true)], Harm::None, false, None),
            (vec![range(1_000, 3_000, false, true)], Harm::None, true, Some((1_000, 3_000))),
            (vec![Sanction::OrderCorrection], Harm::Serious, true, None),
        ] {
            assert_eq!(band(sanctions.clone(), harm, 0, refused), want, "{sanctions:?} {harm:?}");
        }
    }

    #[test]
    fn a_multiple_of_the_gain_stands_instead_of_a_range() {
        let least = Fen::from_yuan(20_000);
        let multiple =
            Sanction::GainMultiple { least: 2, most: 10, may: false, gain: GainTest::From(least) };
        let below = Sanction::FineRange {
            least: Fen::from_yuan(30_000),
            most: Fen::from_yuan(100_000),
            may: false,
            gain: GainTest::Below(least),
            serious: false,
            damage: false,
            after_refusal: false,
        };
        let of = |gain| band(vec![multiple.clone(), below.clone()], Harm::None, gain, false);
        // 道条 2022, 63: 不足2万元 is below, exactly 20,000 yuan is not.
        assert_eq!(of(19_999), Some((30_000, 100_000)));
        assert_eq!(of(20_000), Some((40_000, 200_000)));
    }
}
