//! Earlier acts that nobody punished, ours and those that headquarters told of, and up to when its history is known; asked for
//! where a no-penalty list speaks of what was found, and decides nothing about it.

use crate::domain::counting::DecidedAct;
use crate::domain::inspection::Facts;
use crate::domain::offender::Offenders;
use crate::domain::rulebook::Rulebook;
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

/// What is known beside the decided acts of a stop of `facts` that is not decided yet; nothing where no list speaks of what was
/// found. `acts` are the decided ones: what was punished is not counted again.
///
/// # Errors
/// When the rows cannot be read.
pub fn of_stop(
    store: &Store,
    rulebook: &Rulebook,
    (stop, facts): (Id, &Facts),
    acts: [&[DecidedAct]; 3],
) -> Result<PastActs, StoreFault> {
    if !facts.findings.iter().any(|finding| rulebook.is_listed(&finding.code)) {
        return Ok(PastActs::default());
    }
    let plate = facts.vehicle.as_ref().map_or("", |vehicle| vehicle.plate.as_str());
    let mut past = of(store, (plate, &Offenders::of(facts)), acts)?;
    past.unpunished.retain(|act| act.stop != Some(stop));
    Ok(past)
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
