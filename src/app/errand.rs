//! The way to the desk from threads beside it: one short piece of work between two of the officer's commands; waits for
//! no line and no stick within one.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::door::Door;
use super::thread::{Errand, Order};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::secret::Key;
use crate::store::StoreFault;
use crate::store::fell_back::FellBack;
use crate::sync::bundle::{BundleFault, StickShelf};
use crate::sync::driver::{Batch, Shelf};
use crate::sync::inclusion::Told;
use crate::sync::session::{Leaving, Local};
use crate::sync::shelf::StoreShelf;
use crate::wire::bundle::{Frame, Head};
use crate::wire::message::feed::{FeedItem, Scope};
use crate::wire::message::hello::{Cursor, JournalName, NumbersLeft};
use crate::wire::message::photograph::Offered;
use crate::wire::message::receipt::Receipt;
use std::sync::mpsc::{SyncSender, sync_channel};

/// Why work beside the desk could not go on.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    #[error("the desk is closed")]
    Closed,
    #[error(transparent)]
    Store(#[from] StoreFault),
}

impl From<Stopped> for Trouble {
    fn from(stopped: Stopped) -> Trouble {
        match stopped {
            Stopped::Closed => Trouble::new("trouble.nobody_signed_in"),
            Stopped::Store(fault) => fault.into(),
        }
    }
}

impl From<Stopped> for BundleFault {
    fn from(stopped: Stopped) -> BundleFault {
        match stopped {
            Stopped::Closed => BundleFault::Stick(std::io::Error::other(stopped.to_string())),
            Stopped::Store(fault) => BundleFault::Store(fault),
        }
    }
}

/// Who goes to the desk.
#[derive(Clone, Debug)]
pub struct Errands(pub(super) SyncSender<Order>);

impl Errands {
    /// Has `work` done at the desk and waits for what it gives.
    ///
    /// # Errors
    /// When there is no desk, or none any more.
    pub fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> T + Send + 'static,
    ) -> Result<T, Stopped> {
        let (back, answer) = sync_channel(1);
        let errand: Errand = Box::new(move |door| {
            if let Door::Open(desk) = door {
                // What a connection that stays dead cannot do, the work itself says.
                let _dead = desk.store.revive();
                // Nobody waits any more when the program ends.
                let _heard = back.send(desk.mirrored(work));
            }
            None
        });
        self.0.send(Order::Errand(errand)).map_err(|_| Stopped::Closed)?;
        answer.recv().map_err(|_| Stopped::Closed)
    }

    /// Shows the screens what `say` gives, and waits for nothing.
    pub fn tell(&self, say: impl FnOnce(&mut Desk) -> Option<Reply> + Send + 'static) {
        let errand: Errand = Box::new(move |door| match door {
            Door::Open(desk) => say(desk),
            Door::Shut(_) => None,
        });
        let _gone = self.0.send(Order::Errand(errand));
    }

    /// Whether the desk is gone.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.0.send(Order::Errand(Box::new(|_| None))).is_err()
    }
}

/// The journal behind the desk's thread.
pub struct Proxy(pub Errands);

impl Proxy {
    fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut StoreShelf<'_>) -> Result<T, StoreFault> + Send + 'static,
    ) -> Result<T, Stopped> {
        Ok(self.0.ask(|desk| work(&mut desk.shelf()))??)
    }
}

impl Shelf for Proxy {
    type Fault = Stopped;

    fn local(&mut self) -> Result<Local, Stopped> {
        self.with(|shelf| shelf.local())
    }

    fn batch(&mut self, behind: u64, bytes: usize) -> Result<Batch, Stopped> {
        self.with(move |shelf| shelf.batch(behind, bytes))
    }

    fn digest_of(&mut self, number: u64) -> Result<Option<Digest>, Stopped> {
        self.with(move |shelf| shelf.digest_of(number))
    }

    fn range(
        &mut self,
        blob: Offered,
        offset: u64,
        length: usize,
    ) -> Result<Option<Vec<u8>>, Stopped> {
        self.with(move |shelf| shelf.range(blob, offset, length))
    }

    fn keep_receipts(&mut self, receipts: &[Receipt]) -> Result<(), Stopped> {
        let receipts = receipts.to_vec();
        self.with(move |shelf| shelf.keep_receipts(&receipts))
    }

    fn hear_time(&mut self, headquarters_ms: i64) -> Result<(), Stopped> {
        self.with(move |shelf| shelf.hear_time(headquarters_ms))
    }

    fn numbers(&mut self) -> Result<Vec<NumbersLeft>, Stopped> {
        self.with(|shelf| shelf.numbers())
    }

    fn chance(&mut self) -> Result<u64, Stopped> {
        self.with(|shelf| shelf.chance())
    }

    fn leave(&mut self, journal: JournalName, why: Leaving, upto: u64) -> Result<(), Stopped> {
        self.with(move |shelf| shelf.leave(journal, why, upto))
    }

    fn note_fall_back(&mut self, what: FellBack) -> Result<(), Stopped> {
        self.with(move |shelf| shelf.note_fall_back(what))
    }

    fn keep_checkpoint(&mut self, told: &Told) -> Result<(), Stopped> {
        let told = told.clone();
        self.with(move |shelf| shelf.keep_checkpoint(&told))
    }

    fn take(&mut self, scope: Scope, items: &[FeedItem]) -> Result<(), Stopped> {
        let items = items.to_vec();
        self.with(move |shelf| shelf.take(scope, &items))
    }
}

impl StickShelf for Proxy {
    fn fresh(&mut self) -> Result<(Id, Key), Stopped> {
        self.with(|shelf| shelf.fresh())
    }

    fn bundle_secret(&mut self) -> Result<Key, Stopped> {
        self.with(|shelf| shelf.bundle_secret())
    }

    fn opening(&mut self, head: Head) -> Result<Frame, Stopped> {
        self.with(move |shelf| shelf.opening(head))
    }

    fn blobs_without_receipt(&mut self) -> Result<Vec<Offered>, Stopped> {
        self.with(|shelf| shelf.blobs_without_receipt())
    }

    fn blob_receipts(&mut self) -> Result<u64, Stopped> {
        self.with(|shelf| shelf.blob_receipts())
    }

    fn cursors(&mut self) -> Result<Vec<Cursor>, Stopped> {
        self.with(|shelf| shelf.cursors())
    }

    fn current(&mut self) -> Result<Local, Stopped> {
        self.with(|shelf| shelf.current())
    }

    fn received_upto(&mut self) -> Result<u64, Stopped> {
        self.with(|shelf| shelf.received_upto())
    }

    fn journal_at(&mut self, number: u64) -> Result<JournalName, Stopped> {
        self.with(move |shelf| shelf.journal_at(number))
    }

    fn is_in_doubt(&mut self) -> Result<bool, Stopped> {
        self.with(|shelf| shelf.is_in_doubt())
    }
}
