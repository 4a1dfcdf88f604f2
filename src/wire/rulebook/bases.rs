//! The bases of one violation beside each other: versions of a norm follow without a gap, and each illegal gain has one
//! band of fines. A row with a gap, an overlap or a circle is refused, and never mended.

use super::fault::PackWrong;
use crate::domain::road_surface::RoadSurface;
use crate::domain::rulebook::{Basis, FineKind, GainTest, Sanction};
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use crate::stdx::said::Said;
use std::collections::BTreeMap;

/// The kinds of fault that only bases beside each other have.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BasisWrong {
    #[error("basis `{id}` replaces `{older}`, which is not there")]
    Replaces { id: String, older: String },
    #[error("basis `{0}` replaces itself, by way of others")]
    Circle(String),
    #[error("two bases replace `{0}`")]
    ReplacedTwice(String),
    #[error(
        "basis `{id}` replaces `{older}`: the first day of one and the last day of the other are wanted"
    )]
    NoDays { id: String, older: String },
    #[error(
        "basis `{older}` is in force until {until}, and `{id}`, which replaces it, from {from}"
    )]
    Days { id: String, older: String, until: Day, from: Day },
    #[error("two bands of basis `{id}` both stand at an illegal gain of {gain}")]
    BandOverlap { id: String, gain: Fen },
    #[error("no band of basis `{id}` stands at an illegal gain of {gain}")]
    BandGap { id: String, gain: Fen },
    #[error("basis `{0}` says nothing of the road's surface, or not what its other versions say")]
    RoadUnsaid(String),
    #[error("no basis stands where the road's surface was `{0}`")]
    RoadUnanswered(&'static str),
    #[error("`{newer}` is no later version of `{older}`")]
    NoVersion { older: String, newer: String },
}

impl BasisWrong {
    /// The same in the reader's words.
    pub(super) fn said(&self) -> Said {
        let plain = Said::words;
        match self {
            BasisWrong::Replaces { id, older } => plain("pack_wrong.replaces").with(id).with(older),
            BasisWrong::Circle(id) => plain("pack_wrong.version_circle").with(id),
            BasisWrong::ReplacedTwice(older) => plain("pack_wrong.replaced_twice").with(older),
            BasisWrong::NoDays { id, older } => {
                plain("pack_wrong.version_days").with(id).with(older)
            }
            BasisWrong::Days { id, older, until, from } => {
                let (newer, older) = (format!("{id} {from}"), format!("{older} {until}"));
                plain("pack_wrong.version_gap").with(older).with(newer)
            }
            BasisWrong::BandOverlap { id, gain } => {
                plain("pack_wrong.band_overlap").with(id).with(gain.to_string())
            }
            BasisWrong::BandGap { id, gain } => {
                plain("pack_wrong.band_gap").with(id).with(gain.to_string())
            }
            BasisWrong::RoadUnsaid(id) => plain("pack_wrong.road_unsaid").with(id),
            BasisWrong::RoadUnanswered(word) => plain("pack_wrong.road_unanswered").with(*word),
            BasisWrong::NoVersion { older, newer } => {
                plain("pack_wrong.no_version").with(newer).with(older)
            }
        }
    }
}

/// Looks at all bases of a violation together.
pub(super) fn check(bases: &[Basis]) -> Result<(), PackWrong> {
    for basis in bases {
        versions(basis, bases)?;
        bands(basis)?;
    }
    road_surface(bases)?;
    Ok(())
}

/// Where one basis asks what became of the road's surface each does, all versions of a norm the same, and both answers have one.
fn road_surface(bases: &[Basis]) -> Result<(), BasisWrong> {
    if bases.iter().all(|basis| basis.road_surface.is_none()) {
        return Ok(());
    }
    let differs = |basis: &&Basis| {
        let older = bases.iter().find(|known| basis.replaces.as_ref() == Some(&known.id));
        basis.road_surface.is_none()
            || older.is_some_and(|older| older.road_surface != basis.road_surface)
    };
    if let Some(basis) = bases.iter().find(differs) {
        return Err(BasisWrong::RoadUnsaid(basis.id.clone()));
    }
    let lacks = |asked: &RoadSurface| bases.iter().all(|it| it.road_surface != Some(*asked));
    match [RoadSurface::Harmed, RoadSurface::Unharmed].into_iter().find(lacks) {
        Some(asked) => Err(BasisWrong::RoadUnanswered(asked.word())),
        None => Ok(()),
    }
}

/// A version begins on the day behind the last one of the version that it replaces, and no chain of them comes round.
fn versions(basis: &Basis, bases: &[Basis]) -> Result<(), BasisWrong> {
    let Some(older) = &basis.replaces else { return Ok(()) };
    let (id, named) = (|| basis.id.clone(), || older.clone());
    let of = |id: &str| bases.iter().find(|known| known.id == id);
    let Some(replaced) = of(older) else {
        return Err(BasisWrong::Replaces { id: id(), older: named() });
    };
    let (mut next, mut steps) = (Some(replaced), 0);
    while let Some(earlier) = next {
        steps += 1;
        if steps > bases.len() {
            return Err(BasisWrong::Circle(id()));
        }
        next = earlier.replaces.as_deref().and_then(of);
    }
    if bases.iter().filter(|other| other.replaces.as_ref() == Some(older)).count() > 1 {
        return Err(BasisWrong::ReplacedTwice(named()));
    }
    let (Some(until), Some(from)) = (replaced.until, basis.from) else {
        return Err(BasisWrong::NoDays { id: id(), older: named() });
    };
    if until.plus(1) != from {
        return Err(BasisWrong::Days { id: id(), older: named(), until, from });
    }
    Ok(())
}

/// Whether a fine waits for a refusal, for 情节严重, for damage: bands of one such kind stand beside each other.
type Kind = (bool, bool, bool);

const PLAIN: Kind = (false, false, false);

/// Of the bands of one kind at most one stands at any gain; of the plain ones exactly one, where there are any.
fn bands(basis: &Basis) -> Result<(), BasisWrong> {
    let mut kinds: BTreeMap<Kind, Vec<GainTest>> = BTreeMap::new();
    for sanction in &basis.sanctions {
        if let Some((kind, test)) = band(sanction) {
            kinds.entry(kind).or_default().push(test);
        }
    }
    for (kind, tests) in &kinds {
        for gain in edges(tests) {
            let id = || basis.id.clone();
            match tests.iter().filter(|test| test.holds(gain)).count() {
                0 if *kind == PLAIN => return Err(BasisWrong::BandGap { id: id(), gain }),
                0 | 1 => {}
                _ => return Err(BasisWrong::BandOverlap { id: id(), gain }),
            }
        }
    }
    Ok(())
}

/// For which gain a sanction is a band of fines, and of which kind.
fn band(sanction: &Sanction) -> Option<(Kind, GainTest)> {
    let fine = sanction.fine()?;
    match fine.kind {
        FineKind::Fixed(_) | FineKind::Range(..) | FineKind::GainTimes(..) => {
            Some(((sanction.waits_for_refusal(), fine.serious, fine.damage), fine.gain))
        }
        FineKind::ValueTimes(..) | FineKind::OverLimitMass | FineKind::OverLimitSize => None,
    }
}

/// Gains at which another band may begin: none, one fen around each edge, and more than any.
fn edges(tests: &[GainTest]) -> Vec<Fen> {
    let edge = |test: &GainTest| match *test {
        GainTest::Always => None,
        GainTest::Above(at) | GainTest::AtMost(at) | GainTest::From(at) | GainTest::Below(at) => {
            Some(at)
        }
    };
    let around = tests.iter().filter_map(edge).flat_map(|at| [at.0 - 1, at.0, at.0 + 1]);
    around.chain([0, i64::MAX]).filter(|fen| *fen >= 0).map(Fen).collect()
}
