//! Carries to headquarters beside the officer's work, on a thread of its own; asks the desk in short errands and holds
//! up no command.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::door::Door;
use super::returned;
use super::synchronise::{self, Carried};
use super::thread::{Errand, Order};
use super::view::sync::{LastSession, SyncView, VerdictLine};
use crate::stdx::digest::Digest;
use crate::store::StoreFault;
use crate::sync::driver::{Batch, Shelf};
use crate::sync::session::Local;
use crate::sync::shelf::StoreShelf;
use crate::wire::message::feed::{FeedItem, Finding, News, Scope, Verdict, kind};
use crate::wire::message::hello::NumbersLeft;
use crate::wire::message::photograph::Offered;
use crate::wire::message::receipt::Receipt;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Between two looks when nobody rings.
const EVERY: Duration = Duration::from_secs(120);
/// Findings that the screen shows.
const VERDICTS_MAX: usize = 20;

/// The desk's end: rings, and sees how far the courier is.
#[derive(Clone, Debug)]
pub struct Courier {
    bell: SyncSender<()>,
    state: Arc<Mutex<State>>,
}

#[derive(Clone, Debug, Default)]
struct State {
    running: bool,
    line: Option<Trouble>,
    last: Option<LastSession>,
}

impl Courier {
    /// Goes now, not at the next look.
    pub fn ring(&self) {
        match self.bell.try_send(()) {
            // A bell that rings already need not ring twice; one whose courier is gone rings for nobody.
            Ok(()) | Err(TrySendError::Full(()) | TrySendError::Disconnected(())) => {}
        }
    }

    fn state(&self) -> State {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Starts the courier; it ends when the desk's thread does.
#[must_use]
pub fn start(orders: SyncSender<Order>) -> Courier {
    let (bell, rung) = sync_channel(1);
    let state = Arc::new(Mutex::new(State::default()));
    let courier = Courier { bell, state: Arc::clone(&state) };
    std::thread::spawn(move || go(&Errands(orders), &state, &rung));
    courier
}

/// Why a session could not go on.
#[derive(Debug, thiserror::Error)]
enum Stopped {
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

fn go(errands: &Errands, state: &Arc<Mutex<State>>, rung: &Receiver<()>) {
    loop {
        match rung.recv_timeout(EVERY) {
            Ok(()) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let enrolled = match errands.ask(|desk| desk.store.enrolled()) {
            Ok(Ok(Some(enrolled))) => enrolled,
            Err(_) if errands.is_gone() => return,
            // Nobody has opened the journal yet, or it has no headquarters; a journal that cannot be read says so
            // to the officer's own next command.
            Ok(Ok(None) | Err(_)) | Err(_) => continue,
        };
        set(state, |state| (state.running, state.line) = (true, None));
        errands.tell();
        let mut shelf = Proxy(errands.clone());
        let done = synchronise::carry(&mut shelf, &enrolled, true, |wait, said| {
            let line = Trouble::new("trouble.no_line").with(said);
            set(state, |state| state.line = Some(line).filter(|_| !said.is_empty()));
            errands.tell();
            // A ring ends the rest; the desk's end ends the session.
            !matches!(rung.recv_timeout(wait), Err(RecvTimeoutError::Disconnected))
        });
        let settled = errands.ask(Desk::settle_session);
        let settled = settled.and_then(|done| done.map_err(Stopped::Store));
        let done = done.and_then(|carried| Ok(settled.map(|()| carried)?));
        if let Ok(at) = errands.ask(|desk| desk.clock.now()) {
            let last = last_of(at, done);
            set(state, |state| *state = State { running: false, line: None, last: Some(last) });
        }
        errands.tell();
    }
}

fn last_of(at: crate::stdx::clock::Moment, done: Result<Carried, Trouble>) -> LastSession {
    match done {
        Ok(carried) => LastSession {
            at,
            entries: carried.progress.entries,
            photographs: carried.progress.photographs,
            news: carried.progress.news,
            bytes: carried.sent + carried.received,
            trouble: carried.trouble(),
        },
        Err(trouble) => LastSession {
            at,
            entries: 0,
            photographs: 0,
            news: 0,
            bytes: 0,
            trouble: Some(trouble),
        },
    }
}

fn set(state: &Arc<Mutex<State>>, change: impl FnOnce(&mut State)) {
    change(&mut state.lock().unwrap_or_else(PoisonError::into_inner));
}

/// The courier's way to the desk: one short piece of work between two of the officer's commands.
#[derive(Clone, Debug)]
struct Errands(SyncSender<Order>);

impl Errands {
    fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> T + Send + 'static,
    ) -> Result<T, Stopped> {
        let (back, answer) = sync_channel(1);
        let errand: Errand = Box::new(move |door| {
            if let Door::Open(desk) = door {
                // Nobody waits any more when the program ends.
                let _heard = back.send(work(desk));
            }
            None
        });
        self.0.send(Order::Errand(errand)).map_err(|_| Stopped::Closed)?;
        answer.recv().map_err(|_| Stopped::Closed)
    }

    /// Shows the screens how far it is.
    fn tell(&self) {
        let errand: Errand = Box::new(|door| match door {
            Door::Open(desk) => desk.sync_view().ok().map(|view| Reply::Carried(Box::new(view))),
            Door::Shut(_) => None,
        });
        let _gone = self.0.send(Order::Errand(errand));
    }

    fn is_gone(&self) -> bool {
        self.0.send(Order::Errand(Box::new(|_| None))).is_err()
    }
}

/// The journal behind the desk's thread.
struct Proxy(Errands);

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

    fn take(&mut self, scope: Scope, items: &[FeedItem]) -> Result<(), Stopped> {
        let items = items.to_vec();
        self.with(move |shelf| shelf.take(scope, &items))
    }
}

impl Desk {
    /// How the laptop stands with headquarters.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn sync_view(&self) -> Result<SyncView, StoreFault> {
        let state = self.courier.as_ref().map(Courier::state).unwrap_or_default();
        let mut verdicts = Vec::new();
        for item in self.store.feed_items(kind::VERDICT)?.iter().rev() {
            if let Ok(News::Verdict(verdict)) = item.read() {
                verdicts.push(line_of(verdict));
            }
        }
        verdicts.truncate(VERDICTS_MAX);
        Ok(SyncView {
            url: self.store.enrolled()?.map(|enrolled| enrolled.url),
            running: state.running,
            line: state.line,
            entries: self.store.head().number,
            acknowledged: self.store.acknowledged()?.number,
            blobs_held: self.store.blob_receipts()?,
            blobs_waiting: self.store.blobs_waiting(0)?.1,
            last: state.last,
            verdicts,
            returned: returned::open(self)?,
            pack_refused: self.bureau.pack_refused.clone(),
            must_update: self.must_update,
            lock_ordered: self.lock_ordered,
        })
    }
}

fn line_of(verdict: Verdict) -> VerdictLine {
    let key = match verdict.finding {
        Finding::PendingUpgrade => "finding.pending_upgrade",
        Finding::PayloadDamaged => "finding.payload_damaged",
        Finding::NumberUsed => "finding.number_used",
        Finding::NumberNotLeased => "finding.number_not_leased",
        Finding::Returned => "finding.returned",
        Finding::PhotographDamaged => "finding.photograph_damaged",
    };
    VerdictLine { entry: verdict.number, key, words: verdict.words.unwrap_or_default() }
}
