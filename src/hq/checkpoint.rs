//! A signed word over all journals each minute in which one of them moved, and whether the chain of them holds.

use super::answer::{Fault, Seat};
use super::ledger::Ledger;
use crate::stdx::digest::Digest;
use crate::wire::message::checkpoint::{Checkpoint, Tree, leaf, root};
use crate::wire::message::hello::{JournalName, Point};
use crate::wire::message::inclusion::Place;
use crate::wire::signer::Identity;
use std::collections::BTreeMap;

/// A checkpoint with what moved since the one before: all of them together give every head at every checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// As it was signed.
    pub checkpoint: Checkpoint,
    /// Journals whose head is another than at the checkpoint before.
    pub moved: Vec<(JournalName, Point)>,
}

/// Rows that are read at once.
const AT_ONCE: u64 = 1_000;

/// The heads as the checkpoints so far tell them, so that each minute reads only what is new.
#[derive(Clone, Debug, Default)]
pub struct Marker {
    last: Option<Checkpoint>,
    heads: BTreeMap<JournalName, Point>,
    /// The names of `heads` and the tree over them, once somebody asked for a place in it.
    tree: Option<(Vec<JournalName>, Tree)>,
}

impl Marker {
    /// The checkpoint up to which it read.
    #[must_use]
    pub fn last(&self) -> Option<&Checkpoint> {
        self.last.as_ref()
    }

    /// Reads what came since. A ledger that lost what was read is read from its beginning.
    ///
    /// # Errors
    /// When the ledger does not answer; it goes on from there the next time.
    pub fn catch_up(&mut self, ledger: &mut dyn Ledger) -> Result<(), Fault> {
        if let Some(last) = &self.last
            && ledger.chain(last.number, 1)?.first() != Some(last)
        {
            *self = Marker::default();
        }
        let from = self.last.as_ref().map_or(1, |last| last.number + 1);
        each(ledger, from, |marked| {
            self.heads.extend(marked.moved.iter().copied());
            self.last = Some(marked.checkpoint.clone());
            self.tree = None;
        })
    }

    /// Where a journal stands under the checkpoint up to which it read.
    pub fn place(&mut self, journal: JournalName) -> Option<Place> {
        let head = *self.heads.get(&journal)?;
        let (names, tree) = self.tree.get_or_insert_with(|| {
            let leaves = self.heads.iter().map(|(name, head)| leaf(*name, *head)).collect();
            (self.heads.keys().copied().collect(), Tree::of(leaves))
        });
        let at = names.binary_search(&journal).ok()?;
        Some(Place { head, way: tree.way(at) })
    }
}

/// Makes a checkpoint when a journal moved since the last one.
///
/// # Errors
/// When the ledger does not answer or the key does not sign.
pub fn make(
    marker: &mut Marker,
    seat: &Seat,
    ledger: &mut dyn Ledger,
    now_ms: i64,
) -> Result<Option<Checkpoint>, Fault> {
    // Before the heads: they are then at least as new as those of the checkpoint that this one stands behind, whoever
    // made it, and no journal goes back under it.
    let last = ledger.last_checkpoint()?;
    let heads = ledger.heads()?;
    let leaves: Vec<Digest> = heads.iter().map(|(name, head)| leaf(*name, *head)).collect();
    let root = root(&leaves);
    if heads.is_empty() || last.as_ref().is_some_and(|last| last.root == root) {
        return Ok(None);
    }
    marker.catch_up(ledger)?;
    let is_new = |(name, head): &(JournalName, Point)| marker.heads.get(name) != Some(head);
    let moved = heads.into_iter().filter(is_new).collect();
    let signer = seat.signer.as_ref();
    let checkpoint = Checkpoint::sign(seat.headquarters, last.as_ref(), root, now_ms, signer)?;
    let marked = Marked { checkpoint: checkpoint.clone(), moved };
    // Another server of the same ledger was first: its word stands.
    Ok(ledger.add_checkpoint(&marked)?.then_some(checkpoint))
}

/// Every checkpoint from number `from` on.
pub(super) fn each(
    ledger: &mut dyn Ledger,
    mut from: u64,
    mut see: impl FnMut(&Marked),
) -> Result<(), Fault> {
    loop {
        let some = ledger.checkpoints(from, AT_ONCE)?;
        let Some(last) = some.last() else { return Ok(()) };
        from = last.checkpoint.number + 1;
        some.iter().for_each(&mut see);
    }
}

/// How many checkpoints hold, or the number of the first that does not: its chain, its signature, its root over the
/// heads of its moment, and that the ledger still has those very entries.
///
/// # Errors
/// When the ledger does not answer.
pub fn verify(key: &Identity, ledger: &mut dyn Ledger) -> Result<Result<u64, u64>, Fault> {
    let mut heads: BTreeMap<JournalName, Point> = BTreeMap::new();
    let (mut before, mut wrong, mut seen) = (None::<Checkpoint>, None, 0);
    let mut claimed: Vec<(u64, JournalName, Point)> = Vec::new();
    each(ledger, 1, |Marked { checkpoint, moved }| {
        heads.extend(moved.iter().copied());
        let leaves: Vec<Digest> = heads.iter().map(|(name, head)| leaf(*name, *head)).collect();
        let holds = checkpoint.number == before.as_ref().map_or(0, |last| last.number) + 1
            && checkpoint.before == before.as_ref().map_or(Digest([0; 32]), Checkpoint::digest)
            && checkpoint.root == root(&leaves)
            && checkpoint.verify(key).is_ok();
        if !holds {
            wrong = wrong.or(Some(checkpoint.number));
        }
        seen += 1;
        claimed.extend(moved.iter().map(|(name, head)| (checkpoint.number, *name, *head)));
        before = Some(checkpoint.clone());
    })?;
    for (number, name, head) in claimed {
        // Of an epoch that has only begun there is no entry yet.
        if ledger.journal(name)?.is_some_and(|row| row.start == head) {
            continue;
        }
        let held = ledger.entries(name, head.number, 1)?;
        if held.first().map(|(held, _)| held.point) != Some(head) {
            wrong = Some(wrong.map_or(number, |first| first.min(number)));
        }
    }
    Ok(wrong.map_or(Ok(seen), Err))
}
