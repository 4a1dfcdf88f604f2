//! One meeting with a colleague's laptop on a thread of its own, beside the officer's work: this one bears, or gives; holds
//! up no command.

use super::beside::Pace;
use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::errand::{Errands, Proxy, Stopped};
use super::relay::line_trouble;
use super::synchronise::{key_of, told};
use super::view::relay::{Parcel, RelayView};
use crate::stdx::clock::Clock;
use crate::stdx::files::Ground;
use crate::stdx::id::Id;
use crate::stdx::said::Said;
use crate::stdx::secret::Key;
use crate::store::incoming::Enrolled;
use crate::sync::bundle::{BundleFault, StickShelf};
use crate::sync::relay::Mate;
use crate::sync::relay::bearer::{Bearer, Met};
use crate::sync::relay::giver::{self, Deal, Given};
use crate::sync::relay::keep::Keep;
use crate::sync::relay::line::{self, Channel, Papers, Peer};
use crate::wire::message::hello::JournalName;
use crate::wire::message::relay::NoRelay;
use std::net::{IpAddr, SocketAddr, TcpListener, UdpSocket};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Nobody waits longer for a colleague, and no meeting lasts longer.
const MEETING: Duration = Duration::from_secs(3_600);
/// A code that was wrong so often counts no more.
const WRONG_MAX: u32 = 3;

/// Everything that a bearer needs away from the desk.
#[derive(Clone, Debug)]
pub struct Bearing {
    pub(super) papers: Papers,
    pub(super) keep: Keep,
    pub(super) journal: JournalName,
    pub(super) headquarters: Id,
    pub(super) code: String,
    pub(super) clock: Clock,
}

/// Everything that a giver needs beside the journal.
#[derive(Clone, Debug)]
pub struct Giving {
    pub(super) papers: Papers,
    pub(super) enrolled: Enrolled,
    pub(super) ground: Ground,
    pub(super) folder: PathBuf,
    pub(super) device: Id,
    pub(super) address: String,
    pub(super) code: String,
    pub(super) now_ms: i64,
}

/// What a bearer saw while it listened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listened {
    /// The last meeting in which the code was right.
    pub met: Met,
    /// Who called and was not let in, the last one.
    pub turned_away: Option<Said>,
    /// Somebody stopped it, or nobody came.
    pub stopped: bool,
}

impl Bearing {
    /// Takes the place where this laptop listens; gives the port, and the address as a colleague types it, empty where none
    /// was found.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn listen(&self, listen: &str) -> Result<(TcpListener, String), Trouble> {
        let taken = |fault: std::io::Error| Trouble::new("trouble.relay_listen").with(fault);
        let listener = TcpListener::bind(listen).map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        Ok((listener, reached_at(address)))
    }

    /// What the colleague types beside the address.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The bearer's own journal.
    #[must_use]
    pub fn journal(&self) -> JournalName {
        self.journal
    }

    /// Whose bundles it takes.
    #[must_use]
    pub fn headquarters(&self) -> Id {
        self.headquarters
    }

    /// The same with another bound for all that is borne, in bytes.
    #[must_use]
    pub fn bounded(self, bytes_max: u64) -> Bearing {
        Bearing { keep: self.keep.bounded(bytes_max), ..self }
    }

    /// Bears for one laptop: listens until it gave all that it announced. A meeting that is cut is gone on with by the next
    /// call. `watch` sees how far it is.
    ///
    /// # Errors
    /// When the port is gone, the code was wrong too often, or this laptop takes no more.
    pub fn serve(
        &self,
        listener: &TcpListener,
        stop: &Arc<AtomicBool>,
        watch: &mut dyn FnMut(&Listened),
    ) -> Result<Listened, Trouble> {
        let until = Instant::now() + MEETING;
        let (mut seen, mut wrong) = (Listened::default(), 0);
        loop {
            let called = line::accept(&self.papers, listener, (stop, until));
            let called =
                called.map_err(|fault| Trouble::new("trouble.relay_listen").with(fault))?;
            match called {
                None => {
                    seen.stopped = true;
                    return Ok(seen);
                }
                Some(Err(cut)) => seen.turned_away = Some(cut.said()),
                Some(Ok(mut channel)) => {
                    let met = self.meeting(&mut channel, until, &mut |met| {
                        let listened = Listened { met: *met, turned_away: None, stopped: false };
                        watch(&listened);
                    });
                    wrong += u32::from(met.wrong_code);
                    if wrong >= WRONG_MAX {
                        return Err(Trouble::new("trouble.relay_wrong_codes"));
                    }
                    if met.giver.is_some() {
                        seen = Listened { met, turned_away: None, stopped: false };
                        if let Some(done) = ended(&met) {
                            return done.map(|()| seen);
                        }
                    } else {
                        seen.turned_away = met.refused.map(|why| Said::words(turned_away(why)));
                    }
                }
            }
            watch(&seen);
        }
    }

    /// Who answers the questions of `peer`, on a line of which both ends know `secret`.
    #[must_use]
    pub fn bearer<'a>(&'a self, peer: Peer, secret: &'a Key) -> Bearer<'a> {
        Bearer {
            keep: &self.keep,
            journal: self.journal,
            headquarters: self.headquarters,
            code: &self.code,
            secret,
            peer: peer.device,
            is_revoked: peer.is_revoked,
            now_ms: self.clock.now().ms(),
            met: Met::default(),
        }
    }

    /// One line from its first question to its end.
    fn meeting(&self, channel: &mut Channel, until: Instant, watch: &mut dyn FnMut(&Met)) -> Met {
        let (peer, secret) = (channel.peer, channel.secret.clone());
        let mut bearer = self.bearer(peer, &secret);
        // Who hangs up has all that he asked for, or calls again.
        while let Ok(asked) = channel.hear() {
            let answer = bearer.answer(&asked);
            watch(&bearer.met);
            let is_over = bearer.met.giver.is_none() || Instant::now() >= until;
            if channel.tell(&answer).is_err() || is_over {
                break;
            }
        }
        bearer.met
    }
}

/// Whether a meeting is over: all of what was announced came, or will not come.
fn ended(met: &Met) -> Option<Result<(), Trouble>> {
    match met.refused {
        Some(NoRelay::Full) => return Some(Err(Trouble::new("trouble.relay_own_full"))),
        Some(NoRelay::Disk) => return Some(Err(Trouble::new("trouble.relay_own_disk"))),
        Some(NoRelay::Code | NoRelay::Revoked | NoRelay::Broken | NoRelay::Foreign) | None => {}
    }
    match met.coming {
        Some((note, bytes)) if bytes < note.piece.size => None,
        Some(_) | None => Some(Ok(())),
    }
}

fn turned_away(why: NoRelay) -> &'static str {
    match why {
        NoRelay::Code => "cut.relay_wrong_code",
        NoRelay::Revoked => "cut.relay_revoked",
        NoRelay::Foreign => "cut.relay_certificate",
        NoRelay::Full | NoRelay::Broken | NoRelay::Disk => "cut.relay_stranger",
    }
}

/// As a colleague in the same network reaches it: where this laptop listens everywhere, under the address that it would
/// send from. Nothing is sent for that; it is empty where no way leads out, since nobody can call `0.0.0.0`.
fn reached_at(address: SocketAddr) -> String {
    let own = UdpSocket::bind(("0.0.0.0", 0)).and_then(|socket| {
        socket.connect(("192.0.2.1", 9))?;
        socket.local_addr()
    });
    called_at(address, own.ok().map(|own| own.ip()))
}

fn called_at(listens: SocketAddr, sends_from: Option<IpAddr>) -> String {
    let named = Some(listens.ip()).filter(|ip| !ip.is_unspecified());
    let ip = named.or(sends_from).filter(|ip| !ip.is_unspecified());
    ip.map(|ip| SocketAddr::new(ip, listens.port()).to_string()).unwrap_or_default()
}

impl Giving {
    /// One meeting, over `shelf`, whichever thread its journal is on.
    ///
    /// # Errors
    /// When the line is cut, the other laptop refuses, or the journal cannot be read or written.
    pub fn meet<S: StickShelf>(
        &self,
        shelf: &mut S,
        stop: &Arc<AtomicBool>,
        watch: &mut dyn FnMut(&Given) -> bool,
    ) -> Result<Given, Trouble>
    where
        BundleFault: From<S::Fault>,
    {
        let called = line::call(&self.papers, &self.address, stop);
        let mut channel = called.map_err(|cut| line_trouble(cut.said()))?;
        if channel.peer.is_revoked {
            return Err(Trouble::new("trouble.relay_peer_revoked"));
        }
        if channel.peer.device == self.device {
            return Err(Trouble::new("trouble.relay_itself"));
        }
        let (peer, secret) = (channel.peer.device, channel.secret.clone());
        self.meet_over(shelf, &mut channel, (peer, &secret), watch)
    }

    /// The same with a laptop that is there already: `peer`, on a line of which both ends know `secret`.
    ///
    /// # Errors
    /// As `meet`.
    pub fn meet_over<S: StickShelf>(
        &self,
        shelf: &mut S,
        mate: &mut impl Mate,
        (peer, secret): (Id, &Key),
        watch: &mut dyn FnMut(&Given) -> bool,
    ) -> Result<Given, Trouble>
    where
        BundleFault: From<S::Fault>,
    {
        let key = key_of(&self.enrolled)?;
        let deal = Deal {
            enrolled: &self.enrolled,
            key: &key,
            ground: &self.ground,
            folder: &self.folder,
            secret,
            code: &self.code,
            peer,
            now_ms: self.now_ms,
        };
        Ok(giver::give(shelf, &deal, mate, watch)?)
    }
}

/// The desk's end of a meeting: sees how far it is, and may stop it.
#[derive(Clone, Debug, Default)]
pub struct RelayRun {
    view: Arc<Mutex<RelayView>>,
    stop: Arc<AtomicBool>,
}

impl RelayRun {
    /// Begins to listen at `listen`; the screens are told where the desk has a thread of its own.
    ///
    /// # Errors
    /// When the port is taken.
    pub(super) fn bear(
        errands: Option<Errands>,
        bearing: Bearing,
        listen: &str,
    ) -> Result<RelayRun, Trouble> {
        let (listener, address) = bearing.listen(listen)?;
        let code = bearing.code.clone();
        let view = RelayView { running: true, bears: true, address, code, ..RelayView::default() };
        let run = RelayRun { view: Arc::new(Mutex::new(view)), stop: Arc::default() };
        let on_thread = run.clone();
        std::thread::spawn(move || {
            let mut pace = Pace::new();
            let done = bearing.serve(&listener, &on_thread.stop, &mut |listened| {
                on_thread.with(|view| borne(view, listened));
                if pace.is_due() {
                    on_thread.tell(errands.as_ref());
                }
            });
            on_thread.with(|view| {
                (view.running, view.stopping) = (false, false);
                match done {
                    Ok(listened) => {
                        borne(view, &listened);
                        view.is_done = !listened.stopped;
                    }
                    Err(trouble) => view.refused = Some(trouble),
                }
            });
            on_thread.tell(errands.as_ref());
        });
        Ok(run)
    }

    /// Begins to give.
    #[must_use]
    pub(super) fn give(errands: Errands, giving: Giving) -> RelayRun {
        let view = RelayView { running: true, ..RelayView::default() };
        let run = RelayRun { view: Arc::new(Mutex::new(view)), stop: Arc::default() };
        let on_thread = run.clone();
        std::thread::spawn(move || {
            let (mut shelf, mut pace) = (Proxy(errands.clone()), Pace::new());
            let stop = &on_thread.stop;
            let done = giving.meet(&mut shelf, stop, &mut |given| {
                on_thread.with(|view| handed(view, given));
                if pace.is_due() {
                    on_thread.tell(Some(&errands));
                }
                !stop.load(Ordering::Relaxed)
            });
            // What the bearer brought is in the journal, also when nothing more went to him.
            let settled = errands.ask(Desk::settle_session);
            let settled = settled.and_then(|done| done.map_err(Stopped::Store));
            let done = done.and_then(|given| Ok(settled.map(|()| given)?));
            on_thread.with(|view| given_over(view, done));
            on_thread.tell(Some(&errands));
        });
        run
    }

    /// How a bearer's meeting ended, for scripts.
    #[must_use]
    pub fn listened(listened: &Listened) -> RelayView {
        let mut view = RelayView { bears: true, ..RelayView::default() };
        borne(&mut view, listened);
        view.is_done = !listened.stopped;
        view
    }

    /// One that is over already.
    #[must_use]
    pub(super) fn over(done: Result<Given, Trouble>) -> RelayRun {
        let run = RelayRun::default();
        run.with(|view| given_over(view, done));
        run
    }

    /// How far it is now.
    #[must_use]
    pub fn view(&self) -> RelayView {
        self.with(|view| view.clone())
    }

    /// Stops it behind the message that is on its way.
    pub fn stop(&self) {
        self.with(|view| view.stopping = view.running);
        self.stop.store(true, Ordering::Relaxed);
    }

    fn tell(&self, errands: Option<&Errands>) {
        let view = self.view();
        if let Some(errands) = errands {
            errands.tell(move |_| Some(Reply::RelayMoved(Box::new(view))));
        }
    }

    fn with<T>(&self, change: impl FnOnce(&mut RelayView) -> T) -> T {
        change(&mut self.view.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Nobody listens for a desk that is gone.
impl Drop for super::relay::Relaying {
    fn drop(&mut self) {
        if let Some(run) = &self.run {
            run.stop();
        }
    }
}

fn borne(view: &mut RelayView, listened: &Listened) {
    let Listened { met, turned_away, stopped } = listened;
    view.colleague = met.giver.map(|giver| giver.device);
    view.parcel = met.coming.map(|(note, moved)| Parcel {
        entries: note.load.entries,
        photographs: note.load.photographs,
        is_all: note.load.is_all,
        size: note.piece.size,
        moved,
    });
    view.answers = met.answers;
    view.turned_away.clone_from(turned_away);
    view.stopped = *stopped;
}

fn handed(view: &mut RelayView, given: &Given) {
    view.colleague = given.bearer.map(|bearer| bearer.device);
    view.parcel = given.load.map(|load| Parcel {
        entries: load.entries,
        photographs: load.photographs,
        is_all: load.is_all,
        size: given.size,
        moved: given.sent,
    });
    let progress = given.brought.progress;
    view.answers = given.brought.answers;
    view.brought = (progress.entries, progress.photographs, progress.news);
    view.stopped = given.stopped;
}

fn given_over(view: &mut RelayView, done: Result<Given, Trouble>) {
    (view.running, view.stopping) = (false, false);
    match done {
        Ok(given) => {
            handed(view, &given);
            view.is_done = !given.stopped;
            // Why an answer was not taken, as a sentence with its way out.
            view.refused = given.brought.end.and_then(|end| told(end, &Said::default()));
        }
        Err(trouble) => view.refused = Some(trouble),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_is_shown_that_nobody_can_call() {
        let none: Option<&str> = None;
        for (listens, sends_from, wanted) in [
            ("0.0.0.0:7450", Some("192.168.1.7"), "192.168.1.7:7450"),
            ("0.0.0.0:7450", none, ""),
            ("0.0.0.0:7450", Some("0.0.0.0"), ""),
            ("[::]:7450", Some("192.168.1.7"), "192.168.1.7:7450"),
            ("10.0.0.2:7450", none, "10.0.0.2:7450"),
            ("10.0.0.2:7450", Some("192.168.1.7"), "10.0.0.2:7450"),
        ] {
            let from = sends_from.map(|ip| ip.parse().unwrap());
            assert_eq!(called_at(listens.parse().unwrap(), from), wanted, "{listens}");
        }
    }
}
