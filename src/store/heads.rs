//! The device's signatures during a full reading: each is held against the entry that it is over.

use super::lineage::Lineage;
use super::signer::HeadSignature;
use crate::stdx::digest::Digest;
use crate::stdx::said::Said;
use crate::wire::entry::{Break, Home};
use crate::wire::event::Body;
use std::collections::VecDeque;

/// Below this a second thread costs more than it saves.
const SPREAD_MIN: usize = 256;

/// Signatures that wait for their entry, and those that found it.
pub(super) struct Signatures {
    waiting: VecDeque<HeadSignature>,
    found: Vec<(HeadSignature, Digest)>,
    lineage: Lineage,
    breaks: Vec<(u64, Said)>,
    last: u64,
}

impl Signatures {
    pub(super) fn kept(signatures: Vec<HeadSignature>) -> Signatures {
        let (found, breaks) = (Vec::with_capacity(signatures.len()), Vec::new());
        let lineage = Lineage::default();
        Signatures { waiting: signatures.into(), found, lineage, breaks, last: 0 }
    }

    /// The journal may name a key here.
    pub(super) fn see(&mut self, number: u64, body: &Body, home: Home) {
        self.lineage.see(number, body, home);
    }

    /// Entry `number` was read, and `digest` is what was kept of it.
    pub(super) fn over(&mut self, number: u64, digest: Digest) {
        self.last = number;
        while let Some(next) = self.waiting.pop_front_if(|next| next.number <= number) {
            if next.number == number {
                self.found.push((next, digest));
            } else {
                self.no_entry(next.number);
            }
        }
    }

    fn no_entry(&mut self, number: u64) {
        self.breaks.push((number, Said::words("flaw.signature_alone")));
    }

    /// Checks all signatures; gives how many are the device's own, and puts the others to `breaks`.
    pub(super) fn check(mut self, breaks: &mut Vec<(u64, Said)>) -> u64 {
        while let Some(next) = self.waiting.pop_front() {
            self.no_entry(next.number);
        }
        if self.lineage.is_empty() {
            // What was damaged may be the entry with the key; it is named once, not at each entry.
            if let Some((first, _)) = self.found.first() {
                self.breaks.push((first.number, Said::words("flaw.key_not_named")));
            }
            breaks.append(&mut self.breaks);
            return 0;
        }
        if self.found.last().is_none_or(|(last, _)| last.number != self.last) {
            self.breaks.push((self.last, Break::Unsigned.said()));
        }
        let wrong = wrong_ones(&self.found, &self.lineage);
        let right = self.found.len() - wrong.len();
        breaks.append(&mut self.breaks);
        breaks.extend(wrong.into_iter().map(|number| (number, Break::Signature.said())));
        breaks.sort_by_key(|(number, _)| *number);
        u64::try_from(right).unwrap_or(u64::MAX)
    }
}

/// Numbers of the signatures that are not their key's, in order. The work is spread over the machine's
/// cores: a signature takes longer than all else that is read of its entry.
fn wrong_ones(found: &[(HeadSignature, Digest)], lineage: &Lineage) -> Vec<u64> {
    let is_wrong = |kept: &HeadSignature, digest: Digest| !lineage.signs(kept, digest);
    let check = |part: &[(HeadSignature, Digest)]| -> Vec<u64> {
        let wrong = part.iter().filter(|(kept, digest)| is_wrong(kept, *digest));
        wrong.map(|(kept, _)| kept.number).collect()
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    if cores == 1 || found.len() < SPREAD_MIN {
        return check(found);
    }
    std::thread::scope(|scope| {
        let parts = found.chunks(found.len().div_ceil(cores));
        let threads: Vec<_> = parts.map(|part| scope.spawn(move || check(part))).collect();
        let done = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        done.flat_map(|wrong| wrong.expect("checking a signature does not stop")).collect()
    })
}
