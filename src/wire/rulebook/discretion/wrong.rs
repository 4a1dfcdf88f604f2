//! What is wrong with a standard or a ground of a pack, each as one sentence; it never repairs.

use crate::stdx::said::Said;

/// The kinds of fault.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StandardWrong {
    #[error("`{code}` has no basis `{id}`")]
    NoSuchBasis { code: String, id: String },
    #[error("basis `{0}` leaves no such amount to choose: it is fixed, or follows a formula")]
    NoDiscretion(String),
    #[error("two standards grade this basis on the same day")]
    TwoBenchmarks,
    #[error("the tiers of an amount are numbered 1, 2, 3 and so on; {0} is not due here")]
    TierNumber(i64),
    #[error("a tier names the least and the most of a fine in yuan, or of the gain in percent")]
    NoAmount,
    #[error("the tier from {from} to {until} leaves what the law gives, {least} to {most}")]
    OutsideStatute { from: i64, until: i64, least: i64, most: i64 },
    #[error("no tier applies at: {0}")]
    TierGap(String),
    #[error("tiers {one} and {other} both apply at: {at}")]
    TierOverlap { one: u8, other: u8, at: String },
    #[error("no tier holds the amounts between {from} and {until}")]
    AmountGap { from: i64, until: i64 },
    #[error("tier {other} begins before tier {one} ends")]
    AmountOverlap { one: u8, other: u8 },
    #[error("there are more tiers, alternatives or bounds than can be checked, or none")]
    TooFine,
    #[error("`{0}` is no factor that a tier can be graded on")]
    NoFactor(String),
    #[error("a tier asks twice for `{0}`")]
    FactorTwice(&'static str),
    #[error("`{0}` has two bounds at one end")]
    BoundTwice(&'static str),
    #[error("the bounds of `{0}` leave no value between them")]
    BoundsReversed(&'static str),
    #[error("`{value}` is no value of `{factor}`")]
    BadBound { factor: &'static str, value: String },
    #[error("`{0}` is none of the words that stand here")]
    NotKnown(String),
    #[error("{wanted} kinds of evidence are wanted, and {kinds} are named")]
    EvidenceShort { kinds: usize, wanted: u8 },
    #[error("to go below the range (减轻) rests on 处罚法 32, and cites it")]
    NoReduction,
    #[error("`{0}` is no ground of this pack that may go below the range (减轻)")]
    NoGround(String),
    #[error("a step takes 1 to 99 percent off, and not {0}")]
    OffPercent(i64),
    #[error("step {0} does not begin where the one before it ends")]
    StepPlace(usize),
    #[error("two schedules reduce the same act on the same ground on the same day")]
    TwoReductions,
}

impl StandardWrong {
    /// The same in the reader's words.
    pub(in crate::wire::rulebook) fn said(&self) -> Said {
        let plain = Said::words;
        match self {
            StandardWrong::NoSuchBasis { code, id } => {
                plain("pack_wrong.no_such_basis").with(code).with(id)
            }
            StandardWrong::NoDiscretion(id) => plain("pack_wrong.no_discretion").with(id),
            StandardWrong::TwoBenchmarks => plain("pack_wrong.two_benchmarks"),
            StandardWrong::TierNumber(order) => {
                plain("pack_wrong.tier_number").with(order.to_string())
            }
            StandardWrong::NoAmount => plain("pack_wrong.no_amount"),
            StandardWrong::OutsideStatute { from, until, least, most } => {
                plain("pack_wrong.outside_statute").with(span(from, until)).with(span(least, most))
            }
            StandardWrong::TierGap(at) => plain("pack_wrong.tier_gap").with(at),
            StandardWrong::TierOverlap { one, other, at } => {
                plain("pack_wrong.tier_overlap").with(format!("{one}, {other}")).with(at)
            }
            StandardWrong::AmountGap { from, until } => {
                plain("pack_wrong.amount_gap").with(from.to_string()).with(until.to_string())
            }
            StandardWrong::AmountOverlap { one, other } => {
                plain("pack_wrong.amount_overlap").with(one.to_string()).with(other.to_string())
            }
            StandardWrong::TooFine => plain("pack_wrong.too_fine"),
            StandardWrong::NoFactor(word) => plain("pack_wrong.no_factor").with(word),
            StandardWrong::FactorTwice(factor) => plain("pack_wrong.factor_twice").with(*factor),
            StandardWrong::BoundTwice(factor) => plain("pack_wrong.bound_twice").with(*factor),
            StandardWrong::BoundsReversed(factor) => {
                plain("pack_wrong.bounds_reversed").with(*factor)
            }
            StandardWrong::BadBound { factor, value } => {
                plain("pack_wrong.bad_bound").with(value).with(*factor)
            }
            StandardWrong::NotKnown(word) => plain("pack_wrong.not_known").with(word),
            StandardWrong::EvidenceShort { kinds, wanted } => {
                plain("pack_wrong.evidence_short").with(wanted.to_string()).with(kinds.to_string())
            }
            StandardWrong::NoReduction => plain("pack_wrong.no_reduction"),
            StandardWrong::NoGround(id) => plain("pack_wrong.no_ground").with(id),
            StandardWrong::OffPercent(off) => plain("pack_wrong.off_percent").with(off.to_string()),
            StandardWrong::StepPlace(nth) => plain("pack_wrong.step_place").with(nth.to_string()),
            StandardWrong::TwoReductions => plain("pack_wrong.two_reductions"),
        }
    }
}

fn span(from: &i64, until: &i64) -> String {
    format!("{from} - {until}")
}
