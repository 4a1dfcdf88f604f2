//! Earlier acts that nobody punished, ours and those that headquarters told of, and up to when its history is known; asked for
//! where a no-penalty list speaks of what was found, or its row punishes who does it again, and decides nothing about it.

use super::desk::Desk;
use super::open_inspection::{acts_of_offenders, known_acts};
use crate::domain::counting::DecidedAct;
use crate::domain::inspection::repeat::{self, EarlierAct};
use crate::domain::inspection::{Facts, Finding};
use crate::domain::leniency::history::{FirstOffence, Past};
use crate::domain::offender::Offenders;
use crate::domain::rulebook::Rulebook;
use crate::domain::vehicle::Vehicle;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use crate::store::{Store, StoreFault};

/// The past as `Past` borrows it.
#[derive(Clone, Debug, Default)]
pub struct PastActs {
    /// As in `Past`.
    pub unpunished: Vec<DecidedAct>,
    /// As in `Past`.
    pub known_at: Option<Moment>,
}

/// What is known beside the decided acts of a stop of `facts` that is not decided yet; nothing where neither a list nor
/// its own row asks for it. `acts` are the decided ones: what was punished is not counted again.
///
/// # Errors
/// When the rows cannot be read.
pub fn of_stop(
    store: &Store,
    rulebook: &Rulebook,
    (stop, facts): (Id, &Facts),
    acts: [&[DecidedAct]; 3],
) -> Result<PastActs, StoreFault> {
    if !facts.findings.iter().any(|finding| rulebook.looks_back(&finding.code)) {
        return Ok(PastActs::default());
    }
    let plate = facts.vehicle.as_ref().map(Vehicle::known_as).unwrap_or_default();
    let mut past = of(store, (&plate, &Offenders::of(facts)), acts)?;
    past.unpunished.retain(|act| act.stop != Some(stop));
    Ok(past)
}

/// Writes down the earlier act that the history holds, where a row punishes who does it again and the officers named none: a
/// decision then rests on what was recorded.
///
/// # Errors
/// When the rows cannot be read.
pub fn complete(desk: &Desk, facts: &mut Facts) -> Result<(), StoreFault> {
    let asks = |finding: &Finding| {
        let row = desk.rulebook.violation(&finding.code);
        finding.repeat.is_none() && row.is_some_and(|act| act.or_repeated)
    };
    if !facts.findings.iter().any(asks) {
        return Ok(());
    }
    let plate = facts.vehicle.as_ref().map(Vehicle::known_as).unwrap_or_default();
    let by = Offenders::of(facts);
    let acts = known_acts(&desk.store, &plate, u64::MAX)?;
    let (driver, carrier) = acts_of_offenders(&desk.store, &by, (&plate, u64::MAX))?;
    let acts = [acts.as_slice(), driver.as_slice(), carrier.as_slice()];
    let found = of(&desk.store, (&plate, &by), acts)?;
    let past = Past { unpunished: &found.unpunished, known_at: found.known_at, decided: None };
    let day = facts.at.unwrap_or_else(|| desk.clock.now()).day();
    let known = |finding: &Finding| {
        let act_on = finding.act_on.unwrap_or(day);
        match repeat::history((&finding.code, act_on), facts, acts, past) {
            FirstOffence::No { on } => {
                Some(EarlierAct { on, why: String::new(), is_from_history: true })
            }
            FirstOffence::Yes { .. } | FirstOffence::Unknown { .. } => None,
        }
    };
    let known: Vec<Option<EarlierAct>> = facts
        .findings
        .iter()
        .map(|finding| if asks(finding) { known(finding) } else { None })
        .collect();
    for (finding, known) in facts.findings.iter_mut().zip(known) {
        if known.is_some() {
            finding.repeat = known;
        }
    }
    Ok(())
}

/// The same of a plate and of who stands behind it, whatever was found.
///
/// # Errors
/// When the rows cannot be read.
pub fn of(
    store: &Store,
    (plate, by): (&str, &Offenders),
    acts: [&[DecidedAct]; 3],
) -> Result<PastActs, StoreFault> {
    let is_decided = |found: &DecidedAct| {
        acts.iter()
            .copied()
            .flatten()
            .any(|act| act.code == found.code && act.on == found.on && act.plate == found.plate)
    };
    let mut unpunished = store.found_before(plate, by)?;
    unpunished.retain(|found| !is_decided(found));
    unpunished.extend(store.acts_found(plate, by)?);
    // Whose key for plates never came can find nobody in what did.
    let has_key = !store.plate_digests(plate)?.is_empty();
    let known_at = store.history_at()?.filter(|_| has_key);
    Ok(PastActs { unpunished, known_at })
}
