//! What the world's laptop does behind a headquarters that fell back to an older copy: it offers all of it again.

use super::{Bug, Terminal};
use lucha::store::fell_back::FellBack;
use lucha::sync::session::Local;
use lucha::wire::message::hello::JournalName;
use std::collections::BTreeSet;

/// What lies on its disk of it.
#[derive(Clone, Debug, Default)]
pub struct Fallen {
    /// Up to where headquarters held the journal, and signed for more.
    upto: Option<u64>,
    /// Earlier epochs of which it may lack something, and those that it is asked about.
    lost: BTreeSet<u32>,
    again: BTreeSet<u32>,
}

impl Terminal {
    /// The oldest earlier epoch of which something is to be carried.
    pub(super) fn closed(&self) -> Option<Local> {
        let carries = |(epoch, behind, until, left): &&(u32, u64, u64, Option<u64>)| {
            let upto = self.disk.receipts.get(epoch).map_or(*behind, |upto| upto.number);
            let Fallen { lost, again, .. } = &self.disk.fallen;
            let is_unsent = left.is_none() && upto < *until && !lost.contains(epoch);
            is_unsent || again.contains(epoch)
        };
        let (epoch, behind, until, _) = self.disk.earlier.iter().find(carries)?;
        let acknowledged = self.disk.receipts.get(epoch).copied();
        Some(Local {
            journal: JournalName { epoch: *epoch, ..self.disk.name },
            is_closed: true,
            begins: self.point(*behind),
            head: self.point(*until),
            acknowledged: acknowledged.unwrap_or_else(|| self.point(*behind)),
            checkpoint: None,
            proven: None,
            cursors: Vec::new(),
            blobs: Vec::new(),
            blobs_waiting: 0,
            wall_ms: self.wall_ms,
            disk_free: 0,
            in_doubt: self.disk.fallen.again.contains(epoch),
        })
    }

    pub(super) fn is_in_doubt(&self) -> bool {
        self.disk.fallen.upto.is_some() || !self.disk.fallen.lost.is_empty()
    }

    /// The same, or what it holds of an earlier epoch is still asked.
    pub(super) fn is_anything_in_doubt(&self) -> bool {
        self.is_in_doubt() || !self.disk.fallen.again.is_empty()
    }

    /// Headquarters may lack what it acknowledged.
    pub(super) fn lose(&mut self) {
        self.is_told = true;
        if self.bug == Some(Bug::SendsNothingAgain) {
            return;
        }
        for (epoch, .., left) in &mut self.disk.earlier {
            *left = None;
            self.disk.fallen.again.remove(epoch);
            self.disk.fallen.lost.insert(*epoch);
        }
        self.disk.blob_receipts.clear();
    }

    pub(super) fn note_fall(&mut self, what: FellBack) {
        match what {
            FellBack::To(held) if self.disk.fallen.upto == Some(held) => {}
            FellBack::To(held) => {
                self.lose();
                let is_right = self.bug != Some(Bug::SendsNothingAgain);
                self.disk.fallen.upto = is_right.then_some(held);
            }
            FellBack::CaughtUp => {
                self.disk.fallen.upto = None;
                let mut lost = std::mem::take(&mut self.disk.fallen.lost);
                self.disk.fallen.again.append(&mut lost);
            }
            FellBack::Holds(epoch) => {
                self.disk.fallen.again.remove(&epoch);
            }
        }
    }

    /// The rest of an earlier epoch behind `upto` is sent no more.
    pub(super) fn leaves(&mut self, left: u32, upto: u64) {
        let earlier = self.disk.earlier.iter_mut().find(|(epoch, ..)| *epoch == left);
        earlier.unwrap().3 = Some(upto);
        self.disk.fallen.lost.remove(&left);
        self.disk.fallen.again.remove(&left);
    }

    /// The current epoch is an earlier one by now.
    pub(super) fn closes(&mut self, epoch: u32) {
        if self.disk.fallen.upto.take().is_some() {
            self.disk.fallen.lost.insert(epoch);
        }
    }
}
