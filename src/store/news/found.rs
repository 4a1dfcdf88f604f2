//! Acts that headquarters told of and that nobody punished on the spot, by the digests of plates and people; looked up among the
//! items themselves, and decides nothing about them.

use crate::domain::counting::{DecidedAct, Standing};
use crate::domain::offender::Offenders;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::store::{Store, StoreFault};
use crate::wire::day_from;
use crate::wire::message::feed::{News, kind};
use crate::wire::message::history::ActFound;
use std::collections::BTreeMap;

impl Store {
    /// Those about `plate`, or about the people of `by` with whatever vehicle, oldest first. What was taken back is none.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn acts_found(&self, plate: &str, by: &Offenders) -> Result<Vec<DecidedAct>, StoreFault> {
        let mut told: BTreeMap<(Id, String, Digest), ActFound> = BTreeMap::new();
        for item in self.feed_items(kind::ACT_FOUND)? {
            if let Ok(News::ActFound(found)) = item.read() {
                told.insert((found.stop, found.code.clone(), found.plate), found);
            }
        }
        if told.is_empty() {
            return Ok(Vec::new());
        }
        let (mut plates, mut drivers, mut carriers) = (Vec::new(), Vec::new(), Vec::new());
        for key in self.plate_keys()? {
            plates.extend((!plate.is_empty()).then(|| key.digest(plate)));
            let driver = by.driver.get();
            drivers.extend((!driver.is_empty()).then(|| key.driver(driver)));
            carriers.extend((!by.carrier.is_empty()).then(|| key.carrier(&by.carrier)));
        }
        let is_theirs = |found: &ActFound| {
            plates.contains(&found.plate)
                || found.driver.is_some_and(|driver| drivers.contains(&driver))
                || found.carrier.is_some_and(|carrier| carriers.contains(&carrier))
        };
        let counted = |found: &&ActFound| found.withdrawn != Some(true) && is_theirs(found);
        let mut acts: Vec<DecidedAct> = told.values().filter(counted).filter_map(act).collect();
        acts.sort_by_key(|act| act.on);
        Ok(acts)
    }
}

/// `None` where its day is none of the calendar. Nobody here may know the plate: its digest stands for it.
fn act(found: &ActFound) -> Option<DecidedAct> {
    let standing = if found.open == Some(true) { Standing::Pending } else { Standing::Final };
    Some(DecidedAct {
        code: found.code.clone(),
        plate: found.plate.hex(),
        on: day_from(found.day).ok()?,
        standing,
        stop: Some(found.stop),
        by: Offenders::default(),
    })
}
