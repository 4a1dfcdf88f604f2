//! The world's checkpoints: headquarters makes some at times of their own, and nobody accepts two that contradict.

use super::play::World;
use lucha::hq::checkpoint::{Marker, make};
use lucha::hq::ledger::Ledger as _;
use lucha::stdx::digest::Digest;
use lucha::sync::inclusion::Doubt;
use lucha::wire::message::checkpoint::Checkpoint;
use std::collections::BTreeMap;

/// A checkpoint after one of so many steps.
const ONE_IN: u64 = 6;

impl World {
    pub(super) fn mark(&mut self) {
        if self.marks.once_in(ONE_IN) {
            self.mark_now();
        }
    }

    pub(super) fn mark_now(&mut self) {
        let now = self.now;
        // Full or killed: then there is one, or none, and nobody heard of it.
        let _heard = self
            .headquarters
            .with(|seat, ledger, _| make(&mut Marker::default(), seat, ledger, now));
        let chain = self.headquarters.disks.ledger.chain(1, u64::MAX).unwrap();
        self.marked.extend(chain.into_iter().map(|one| (one.digest(), one)));
    }

    /// I21: what a laptop accepted is one chain, and there is no doubt where headquarters lost nothing.
    pub(super) fn check_checkpoints(&mut self) {
        let has_lost = self.lost_tail || self.more.has_lied;
        for at in 0..self.terminals.len() {
            let disk = &self.terminals[at].0.disk;
            let (device, kept) = (disk.name.device, &disk.checkpoints);
            let (accepted, doubts) = (kept.accepted.clone(), kept.doubts.clone());
            self.proven += kept.proven.len() as u64;
            let parted = accepted.windows(2).find(|two| !descends(&self.marked, &two[1], &two[0]));
            let parted = parted.map(|two| (two[0].number, two[1].number));
            self.must("I21", parted.is_none(), || format!("laptop {at} accepted {parted:?}"));
            // Of two copies of one laptop each may meet a head that the other wrote, until it is told what it is.
            let has_copy = self.doubtful.iter().any(|name| name.device == device);
            let of_a_copy = has_copy && doubts.iter().all(|(doubt, _)| *doubt == Doubt::OtherHead);
            let is_sound = doubts.is_empty() || has_lost || of_a_copy;
            self.must("I21", is_sound, || {
                format!("laptop {at} doubts without a reason: {doubts:?}")
            });
        }
    }
}

/// Whether `later` goes back to `earlier` by what each names as the one before it.
fn descends(all: &BTreeMap<Digest, Checkpoint>, later: &Checkpoint, earlier: &Checkpoint) -> bool {
    let mut at = later;
    while at.number > earlier.number {
        let Some(before) = all.get(&at.before) else { return false };
        at = before;
    }
    at.digest() == earlier.digest()
}
