//! Carries to headquarters beside the officer's work, on a thread of its own; asks the desk in short errands and holds
//! up no command.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::errand::{Errands, Proxy, Stopped};
use super::pace::Pace;
use super::relay;
use super::rotate;
use super::synchronise::{self, Carried, Stepped, Watch};
use super::thread::Order;
use super::view::sync::LastSession;
use crate::stdx::clock::{Clock, Moment};
use crate::stdx::said::Said;
use crate::store::incoming::Enrolled;
use crate::sync::driver::UnderWay;
use crate::sync::transport::Https;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Between two looks when nobody rings.
const EVERY: Duration = Duration::from_secs(120);
/// The screens are told again after so long.
const TELL_MS: u64 = 400;
/// What was measured longer ago is another line.
const PACE_KEPT_MS: u64 = 10 * 60_000;

/// The desk's end: rings, stops, and sees how far the courier is.
#[derive(Clone, Debug)]
pub struct Courier {
    bell: SyncSender<()>,
    state: Arc<Mutex<State>>,
    pub(super) errands: Errands,
}

/// How far the courier is.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// A session is under way.
    pub running: bool,
    /// Photographs go along in this session.
    pub with_photographs: bool,
    /// Why the line does not carry, as last heard.
    pub line: Option<Trouble>,
    /// How the session before ended.
    pub last: Option<LastSession>,
    /// The officer stopped it: it goes again when somebody says so.
    pub held: bool,
    /// Once, whatever the line costs.
    photographs_now: bool,
    /// Sent, and without a receipt.
    pub under_way: UnderWay,
    /// How fast it carried.
    pub pace: Pace,
    paced_ms: u64,
}

impl Courier {
    /// Looks now, not at the next time.
    pub fn ring(&self) {
        match self.bell.try_send(()) {
            // A bell that rings already need not ring twice; one whose courier is gone rings for nobody.
            Ok(()) | Err(TrySendError::Full(()) | TrySendError::Disconnected(())) => {}
        }
    }

    /// Goes, also after it was stopped; with `photographs` on a metered line, this once.
    pub fn go(&self, photographs: bool) {
        self.with(|state| {
            state.held = false;
            state.photographs_now |= photographs;
        });
        self.ring();
    }

    /// Stops behind the question that is on its way, and rests until it is told to go.
    pub fn stop(&self) {
        self.with(|state| state.held = true);
        self.ring();
    }

    /// How far it is now.
    #[must_use]
    pub fn state(&self) -> State {
        self.with(|state| state.clone())
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        with(&self.state, change)
    }
}

fn with<T>(state: &Mutex<State>, change: impl FnOnce(&mut State) -> T) -> T {
    change(&mut state.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Starts the courier; it ends when the desk's thread does.
#[must_use]
pub fn start(orders: SyncSender<Order>) -> Courier {
    let (bell, rung) = sync_channel(1);
    let state = Arc::new(Mutex::new(State::default()));
    let errands = Errands(orders);
    let courier = Courier { bell, state: Arc::clone(&state), errands: errands.clone() };
    std::thread::spawn(move || Round { errands, state, rung, clock: Clock::machine() }.go());
    courier
}

/// The courier's own end.
struct Round {
    errands: Errands,
    state: Arc<Mutex<State>>,
    rung: Receiver<()>,
    /// The machine's own, to measure the line.
    clock: Clock,
}

impl Round {
    fn go(&self) {
        let mut kept = None;
        loop {
            if self.with(|state| state.held || !state.photographs_now)
                && matches!(self.rung.recv_timeout(EVERY), Err(RecvTimeoutError::Disconnected))
            {
                return;
            }
            if self.with(|state| state.held) {
                self.tell();
                continue;
            }
            let asked = self.errands.ask(|desk| (desk.store.enrolled(), desk.metered));
            match asked {
                Ok((Ok(Some(enrolled)), metered)) => self.session(&enrolled, metered, &mut kept),
                Err(_) if self.errands.is_gone() => return,
                // Nobody has opened the journal yet, or it has no headquarters; a journal that cannot be read says
                // so to the officer's own next command.
                Ok((Ok(None) | Err(_), _)) | Err(_) => {
                    kept = None;
                    self.with(|state| state.photographs_now = false);
                }
            }
        }
    }

    /// One session; over the line of the one before, as long as that one's enrolment is this one's.
    fn session(&self, enrolled: &Enrolled, metered: bool, kept: &mut Option<(Enrolled, Https)>) {
        let now_ms = self.clock.read().monotonic_ms;
        let photographs = self.with(|state| {
            let photographs = std::mem::take(&mut state.photographs_now) || !metered;
            if now_ms.saturating_sub(state.paced_ms) > PACE_KEPT_MS {
                state.pace = Pace::default();
            }
            (state.running, state.line) = (true, None);
            state.with_photographs = photographs;
            state.under_way = UnderWay::default();
            photographs
        });
        self.tell();
        let mut shelf = Proxy(self.errands.clone());
        let mut watch = Watching { round: self, told_ms: now_ms };
        let line = kept.take().filter(|(of, _)| of == enrolled).map(|(_, line)| line);
        let line = rotate::line(&mut self.errands.clone(), enrolled, line);
        let done = line.and_then(|mut line| {
            let mut carried =
                synchronise::carry(&mut shelf, &mut line, enrolled, photographs, &mut watch)?;
            // A desk that is gone bears nothing.
            let round = self.errands.ask(Desk::relay_round).ok().flatten();
            let mut goes_on = || self.with(|state| !state.held);
            let (over, so_far) = (&mut line, &mut carried);
            relay::deliver_borne(round.as_ref(), over, photographs, so_far, &mut goes_on);
            *kept = Some((enrolled.clone(), line));
            Ok(carried)
        });
        let settled = self.errands.ask(Desk::settle_session);
        let settled = settled.and_then(|done| done.map_err(Stopped::Store));
        let done = done.and_then(|carried| Ok(settled.map(|()| carried)?));
        let at = self.errands.ask(|desk| desk.clock.now());
        self.with(|state| {
            (state.running, state.line) = (false, None);
            if let Ok(at) = at {
                state.last = Some(last_of(at, done));
            }
        });
        self.tell();
    }

    /// Shows the screens how far it is.
    fn tell(&self) {
        self.errands.tell(|desk| {
            let view = desk.sync_view().ok()?;
            Some(Reply::Carried(Box::new(view)))
        });
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        with(&self.state, change)
    }
}

/// Watches over one session.
struct Watching<'a> {
    round: &'a Round,
    told_ms: u64,
}

impl Watch for Watching<'_> {
    fn stepped(&mut self, step: &Stepped<'_>) -> bool {
        let now_ms = self.round.clock.read().monotonic_ms;
        let held = self.round.with(|state| {
            if step.bytes > 0 {
                state.pace.carried(step.bytes, step.ms);
                state.pace.pressed(step.pressed.0, step.pressed.1);
                state.paced_ms = now_ms;
                state.line = None;
            }
            state.under_way.clone_from(step.under_way);
            state.held
        });
        if now_ms.saturating_sub(self.told_ms) >= TELL_MS {
            self.told_ms = now_ms;
            self.round.tell();
        }
        !held
    }

    fn rest(&mut self, wait: Duration, said: &Said) -> bool {
        let line = Trouble::new("trouble.no_line").with(said.clone());
        let held = self.round.with(|state| {
            state.line = Some(line).filter(|_| !said.is_empty());
            state.held
        });
        self.round.tell();
        if held {
            return false;
        }
        // A ring ends the rest; the desk's end ends the session.
        let rung = self.round.rung.recv_timeout(wait);
        !matches!(rung, Err(RecvTimeoutError::Disconnected)) && !self.is_stopped()
    }

    fn is_stopped(&self) -> bool {
        self.round.with(|state| state.held)
    }
}

fn last_of(at: Moment, done: Result<Carried, Trouble>) -> LastSession {
    match done {
        Ok(carried) => LastSession {
            at,
            entries: carried.progress.entries,
            photographs: carried.progress.photographs,
            news: carried.progress.news,
            bytes: carried.sent + carried.received,
            stopped: carried.stopped,
            trouble: carried.trouble(),
        },
        Err(trouble) => LastSession { trouble: Some(trouble), ..LastSession::nothing(at) },
    }
}
