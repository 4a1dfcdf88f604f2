//! Where an act can lead (办理途径), by its row in the rule pack: the procedures, the papers of their steps, the deadlines that
//! begin in them; it takes no step and judges no stop.

use crate::domain::deadline::Deadline;
use crate::domain::deadline::trigger::Trigger;
use crate::domain::inspection::judgement::Penalty;
use crate::domain::law_in_time;
use crate::domain::party::PartyKind;
use crate::domain::procedure::hearing::AtStake;
use crate::domain::procedure::{Track, hearing, summary};
use crate::domain::rulebook::{Basis, Coercion, FineKind, Lenience, Rulebook, Sanction, Violation};
use crate::domain::sanctioning;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;

/// A multiple of a gain or a value has no highest amount.
const NO_END: Fen = Fen(i64::MAX);

/// A procedure that an act can lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Which one.
    pub track: Track,
    /// Against whom: amounts differ (处罚法 51, 63). Empty where it does not hang on the party.
    pub parties: Vec<PartyKind>,
}

/// Every procedure that `violation` can lead to on the day `on`, by the bases that are open then.
#[must_use]
pub fn ways(violation: &Violation, rulebook: &Rulebook, on: Day) -> Vec<Way> {
    let bases = law_in_time::in_force(violation, on, &rulebook.rulings);
    let reaches: Vec<(&Basis, Reach)> =
        bases.iter().map(|basis| (*basis, Reach::of(basis, rulebook))).collect();
    let rulings = &rulebook.rulings;
    let is_summary = |reach: &Reach, kind| reach.is_summary(rulings.summary_max(kind));
    let is_ordinary = |reach: &Reach, kind| reach.is_ordinary(rulings.summary_max(kind));
    let is_heard = |reach: &Reach, kind| {
        let from = rulings.hearing_from(kind);
        is_ordinary(reach, kind) && hearing::is_eligible(&reach.kinds, reach.stake(), from)
    };
    let of = |fits: &dyn Fn(&Reach, PartyKind) -> bool| -> Vec<PartyKind> {
        let any = |kind: &PartyKind| {
            let mut theirs =
                reaches.iter().filter(|(basis, _)| violation.stands_for(basis, *kind, rulings));
            theirs.any(|(_, reach)| fits(reach, *kind))
        };
        violation.parties.iter().copied().filter(any).collect()
    };
    let mut ways: Vec<Way> = [
        (Track::Summary, of(&is_summary)),
        (Track::Ordinary, of(&is_ordinary)),
        (Track::Hearing, of(&is_heard)),
    ]
    .into_iter()
    .filter(|(_, parties)| !parties.is_empty())
    .map(|(track, parties)| Way { track, parties })
    .collect();
    let beside = [
        (Track::Measure, is_seized(violation, &bases, rulebook)),
        (Track::EvidenceHold, violation.coercion.contains(&Coercion::Register)),
        (Track::NoPenalty, is_spared(violation, rulebook, on)),
    ];
    let beside = beside.into_iter().filter(|(_, is_open)| *is_open);
    ways.extend(beside.map(|(track, _)| Way { track, parties: Vec::new() }));
    ways
}

/// Whether its row, or an item of a list in force, says that it need not be punished.
fn is_spared(violation: &Violation, rulebook: &Rulebook, on: Day) -> bool {
    let mut items = rulebook.items_of(&violation.code, on);
    violation.minor_if_corrected
        || !violation.leniency.is_empty()
        || items.any(|(_, item)| item.lenience != Lenience::NoCoercion)
}

fn is_seized(violation: &Violation, bases: &[&Basis], rulebook: &Rulebook) -> bool {
    let others = |kind: &Coercion| matches!(kind, Coercion::K3OnRefusal | Coercion::SeizeVessel);
    let holds = |basis: &&Basis| basis.sanctions.contains(&Sanction::HoldVehicle);
    sanctioning::may_be_held(violation, rulebook)
        || violation.coercion.iter().any(others)
        || bases.iter().any(holds)
}

/// What one basis can come to.
struct Reach {
    /// The least fine at the first visit, where something can be decided at all; of a row that waits for a refusal, behind it.
    least: Fen,
    /// The most with everything that makes it worse.
    most: Fen,
    /// What comes in any case.
    certain: Vec<Penalty>,
    /// What may come.
    kinds: Vec<Penalty>,
    /// A gain that is taken has no highest amount.
    takes_gain: bool,
    /// Nor has the worth of things that are taken.
    takes_things: bool,
}

impl Reach {
    fn of(basis: &Basis, rulebook: &Rulebook) -> Reach {
        let at_once = |sanction: &&Sanction| !sanction.waits_for_refusal();
        let mut first: Vec<&Sanction> = basis.sanctions.iter().filter(at_once).collect();
        if first.iter().all(|sanction| penalty(sanction).is_none()) {
            first = basis.sanctions.iter().collect();
        }
        let is_certain = |(penalty, certain): (Penalty, bool)| certain.then_some(penalty);
        let mut certain: Vec<Penalty> =
            first.iter().filter_map(|sanction| penalty(sanction).and_then(is_certain)).collect();
        let all = basis.sanctions.iter().filter_map(penalty);
        let mut kinds: Vec<Penalty> = all.map(|(penalty, _)| penalty).collect();
        // Beside anything else it is the order to put the act right, and no penalty.
        if kinds.iter().all(|kind| *kind == Penalty::StopOperating) {
            certain.clone_from(&kinds);
        } else {
            kinds.retain(|kind| *kind != Penalty::StopOperating);
        }
        let least = first.iter().filter_map(|sanction| least(sanction, rulebook)).min();
        let has_fine = certain.contains(&Penalty::Fine);
        let takes = |takes: fn(&Sanction) -> bool| basis.sanctions.iter().any(takes);
        let most = basis.sanctions.iter().filter_map(|sanction| most(sanction, rulebook)).max();
        Reach {
            least: least.unwrap_or(if has_fine { NO_END } else { Fen::ZERO }),
            most: most.unwrap_or(Fen::ZERO),
            certain,
            kinds,
            takes_gain: takes(|one| matches!(one, Sanction::ConfiscateGain { .. })),
            takes_things: takes(|one| matches!(one, Sanction::ConfiscateThings { .. })),
        }
    }

    /// The most that it can take (处罚法 63).
    fn stake(&self) -> AtStake {
        AtStake {
            fine: self.most,
            gain: self.takes_gain.then_some(NO_END),
            things: self.takes_things.then_some(NO_END),
        }
    }

    fn is_summary(&self, cap: Fen) -> bool {
        !self.certain.is_empty() && summary::is_within(&self.certain, self.least, cap)
    }

    fn is_ordinary(&self, cap: Fen) -> bool {
        !self.kinds.is_empty() && !summary::is_within(&self.kinds, self.most, cap)
    }
}

/// The kind of penalty, and whether it comes in any case; `None` for what is no penalty (处罚法 28).
fn penalty(sanction: &Sanction) -> Option<(Penalty, bool)> {
    Some(match sanction {
        Sanction::Caution => (Penalty::Caution, true),
        Sanction::FixedFine { .. }
        | Sanction::FineRange { .. }
        | Sanction::GainMultiple { .. }
        | Sanction::ValueMultiple { .. }
        | Sanction::OverLimitMass
        | Sanction::OverLimitSize => (Penalty::Fine, true),
        // There is not always a gain, or a thing to take.
        Sanction::ConfiscateGain { .. } | Sanction::ConfiscateThings { .. } => {
            (Penalty::Confiscation, false)
        }
        Sanction::ConfiscatePapers => (Penalty::Confiscation, true),
        Sanction::RevokePermit { serious, .. } => (Penalty::Revocation, !serious),
        Sanction::SuspendBusiness { serious, .. } => (Penalty::Suspension, !serious),
        Sanction::StopOperating => (Penalty::StopOperating, false),
        Sanction::WithdrawPermit | Sanction::OrderCorrection | Sanction::HoldVehicle => {
            return None;
        }
    })
}

/// The least that it gives to the mildest act; `None` where that hangs on a gain or a value.
fn least(sanction: &Sanction, rulebook: &Rulebook) -> Option<Fen> {
    let fine = sanction.fine().filter(|fine| !fine.serious && !fine.damage)?;
    match fine.kind {
        FineKind::Fixed(amount) => Some(amount),
        FineKind::Range(least, _) => Some(least),
        // Its first kilograms are answered by a caution (超限 43).
        FineKind::OverLimitMass => Some(Fen::ZERO),
        FineKind::OverLimitSize => rulebook.weights.size_bands.iter().map(|band| band.least).min(),
        FineKind::GainTimes(..) | FineKind::ValueTimes(..) => None,
    }
}

/// The most that it gives to the worst act; `None` for what is no fine.
fn most(sanction: &Sanction, rulebook: &Rulebook) -> Option<Fen> {
    match sanction.fine()?.kind {
        FineKind::Fixed(amount) => Some(amount),
        FineKind::Range(_, most) => Some(most),
        FineKind::GainTimes(..) | FineKind::ValueTimes(..) => Some(NO_END),
        FineKind::OverLimitMass => Some(rulebook.weights.fine.cap),
        FineKind::OverLimitSize => rulebook.weights.size_bands.iter().map(|band| band.most).max(),
    }
}

/// The papers of all steps of a procedure, each once (式样).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WayPapers {
    /// Numbers of the national forms that a step of it makes.
    pub made: Vec<u8>,
    /// Numbers of those that are made where the case asks for them.
    pub as_needed: Vec<u8>,
    /// Titles of local forms, in the order of the steps.
    pub local: Vec<&'static str>,
}

/// Those of `track`, from the table of its steps.
#[must_use]
pub fn papers(track: Track) -> WayPapers {
    let mut papers = WayPapers::default();
    for gate in track.flow().gates {
        papers.made.extend(gate.papers.made);
        papers.as_needed.extend(gate.papers.as_needed);
        for title in gate.papers.local {
            if !papers.local.contains(title) {
                papers.local.push(title);
            }
        }
    }
    let WayPapers { made, as_needed, .. } = &mut papers;
    for numbers in [&mut *made, &mut *as_needed] {
        numbers.sort_unstable();
        numbers.dedup();
    }
    as_needed.retain(|number| !made.contains(number));
    papers
}

/// What begins a deadline in a procedure.
fn begins(track: Track) -> &'static [Trigger] {
    match track {
        Track::Summary => &[Trigger::OnSpotDecided, Trigger::FineNotified, Trigger::CashCollected],
        Track::Ordinary => &[
            Trigger::CaseOpened,
            Trigger::ProposalNotified,
            Trigger::CaseDecided,
            Trigger::DecisionReceived,
            Trigger::FineNotified,
        ],
        Track::Hearing => &[Trigger::HearingOffered, Trigger::HearingSet],
        Track::Measure => &[Trigger::MeasureUrgent, Trigger::MeasureTaken],
        Track::EvidenceHold => &[Trigger::EvidenceHeld],
        Track::Inspection
        | Track::Enforcement
        | Track::CriminalTransfer
        | Track::NoPenalty
        | Track::FastAndOffSite
        | Track::CaseTerm => &[],
    }
}

/// The deadlines that begin where `violation` is answered in `ways`, in the order of the pack.
#[must_use]
pub fn clocks<'a>(
    violation: &Violation,
    ways: &[Way],
    rulebook: &'a Rulebook,
    on: Day,
) -> Vec<&'a Deadline> {
    let mut begun = vec![Trigger::ActEnded, Trigger::HarmfulActEnded];
    begun.extend(ways.iter().flat_map(|way| begins(way.track)));
    if violation.over_limit {
        // The home organ of the vehicle is told (超限 44).
        begun.push(Trigger::OverLimitHandled);
    }
    let is_begun = |row: &&Deadline| {
        row.in_force(on) && row.from.iter().any(|trigger| begun.contains(trigger))
    };
    rulebook.deadlines.rows.iter().filter(is_begun).collect()
}
