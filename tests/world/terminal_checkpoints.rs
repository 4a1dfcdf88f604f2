//! What the world's laptop keeps of headquarters' checkpoints; forgets them where its program is wrong.

use super::{Bug, Terminal};
use lucha::sync::inclusion::{Doubt, Told};
use lucha::wire::message::checkpoint::Checkpoint;
use lucha::wire::message::hello::Point;
use lucha::wire::message::inclusion::Mark;
use std::collections::BTreeMap;

/// What lies on its disk of them.
#[derive(Clone, Debug, Default)]
pub struct Checkpoints {
    /// Those that it accepted, in that order.
    pub accepted: Vec<Checkpoint>,
    /// Of each epoch the last head under one.
    pub proven: BTreeMap<u32, Point>,
    /// What speaks against headquarters.
    pub doubts: Vec<(Doubt, Option<Checkpoint>)>,
}

impl Terminal {
    pub(super) fn known(&self) -> Option<Mark> {
        let last = self.disk.checkpoints.accepted.last();
        last.filter(|_| self.bug != Some(Bug::ForgetsCheckpoints)).map(Checkpoint::mark)
    }

    pub(super) fn keep_told(&mut self, told: &Told) {
        let kept = &mut self.disk.checkpoints;
        let (accepted, doubt) = match told {
            Told::Nothing | Told::Stranger => return,
            Told::Accepted(accepted) => (Some(accepted), None),
            Told::AcceptedWith(accepted, doubt) => {
                (Some(accepted), Some((*doubt, Some(accepted.checkpoint.clone()))))
            }
            Told::Refused(came, doubt) => (None, Some((*doubt, came.clone()))),
        };
        if let Some(accepted) = accepted {
            kept.accepted.push(accepted.checkpoint.clone());
            if let Some((journal, place)) = &accepted.place {
                kept.proven.insert(journal.epoch, place.head);
            }
        }
        let is_new = doubt.as_ref().is_some_and(|doubt| !kept.doubts.contains(doubt));
        kept.doubts.extend(doubt);
        if is_new {
            self.lose();
        }
    }
}
