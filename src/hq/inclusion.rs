//! The answer to INCLUSION: the chain of checkpoints from the one that a laptop knows, and where its journal stands under
//! the last; makes no checkpoint and keeps nothing.

use super::answer::{Fault, Hall};
use crate::wire::message::checkpoint::Checkpoint;
use crate::wire::message::inclusion::{
    Inclusion, InclusionAnswer, LINKS_MAX, Link, Mark, Place, Proof,
};
use std::sync::PoisonError;

impl Hall<'_> {
    /// # Errors
    /// When the ledger does not answer.
    pub fn inclusion(&mut self, asked: &Inclusion) -> Result<InclusionAnswer, Fault> {
        let Some((last, place)) = self.placed(asked)? else {
            return Ok(InclusionAnswer { proof: None });
        };
        let Some(known) = asked.known else {
            let proof = Proof { links: Vec::new(), checkpoint: last, place, more: false };
            return Ok(InclusionAnswer { proof: Some(proof) });
        };
        Ok(InclusionAnswer { proof: Some(self.behind(known, asked.links_max, last, place)?) })
    }

    /// What leads from the one that the laptop knows to `last`, as far as it fits.
    fn behind(
        &mut self,
        known: Mark,
        links_max: u32,
        last: Checkpoint,
        place: Option<Place>,
    ) -> Result<Proof, Fault> {
        let alone = |checkpoint| Proof { links: Vec::new(), checkpoint, place: None, more: false };
        let own = self.ledger.chain(known.number, 1)?.pop();
        let own = own.filter(|own| own.number == known.number);
        // The laptop holds another one, or one that this ledger has lost.
        let Some(own) = own else { return Ok(alone(last)) };
        if own.mark() != known {
            return Ok(alone(own));
        }
        if last.number <= known.number {
            return Ok(Proof { links: Vec::new(), checkpoint: last, place, more: false });
        }
        let between = last.number - known.number - 1;
        let fits = between.min(u64::from(links_max.min(LINKS_MAX)));
        let mut chain = self.ledger.chain(known.number + 1, fits + 1)?;
        let Some(end) = chain.pop() else { return Ok(alone(last)) };
        let links = chain.iter().map(|one| Link { at_ms: one.at_ms, root: one.root }).collect();
        let more = end.number < last.number;
        let place = place.filter(|_| !more);
        Ok(Proof { links, checkpoint: end, place, more })
    }

    /// Headquarters' last checkpoint and where the journal stands under it.
    fn placed(&mut self, asked: &Inclusion) -> Result<Option<(Checkpoint, Option<Place>)>, Fault> {
        // Held from the reading to the answer: a marker that another worker is still catching up with, or has put back
        // behind this one's, would tell a laptop of a checkpoint before the one that it knows. Whoever waits here would
        // read the same rows.
        let mut marker = self.seat.marker.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(last) = self.ledger.last_checkpoint()? else { return Ok(None) };
        if marker.last() != Some(&last) {
            marker.catch_up(self.ledger)?;
        }
        let place = marker.place(asked.journal);
        Ok(marker.last().cloned().map(|last| (last, place)))
    }
}
