//! The door before the desk: shut until a PIN opens the journal, and then the desk itself.

use super::command::{Command, Reply, Trouble};
use super::courier::Courier;
use super::desk::Desk;
use super::docket::Turn;
use super::paper_place::PaperPlace;
use super::view::snapshot::Snapshot;
use super::{pin, renew_code, rulepack, sign_in};
use crate::domain::agency::Agency;
use crate::domain::rulebook::Rulebook;
use crate::stdx::clock::Clock;
use crate::stdx::id::Dice;
use crate::stdx::secret::Key;
use crate::store::keys::Ring;
use crate::store::open::PenLock;
use crate::store::site::Site;
use crate::store::{Store, StoreFault};
use std::path::PathBuf;
use std::sync::Arc;

/// What the screens talk to.
pub enum Door {
    /// No PIN has opened the journal.
    Shut(Box<Shut>),
    /// One has.
    Open(Box<Desk>),
}

/// A journal that nobody has opened yet; the pen is held already, so that no second program waits for
/// a PIN that would then be of no use.
pub struct Shut {
    pub(super) folder: PathBuf,
    pub(super) outside: Outside,
    pub(super) ring: Option<Ring>,
    pub(super) pen: Option<PenLock>,
    pub(super) clock: Clock,
    pub(super) dice: Dice,
    rulebook: Arc<Rulebook>,
}

impl Shut {
    /// # Errors
    /// When the program's own rule pack cannot be read.
    pub(super) fn new(
        folder: PathBuf,
        outside: Outside,
        ring: Ring,
        pen: PenLock,
        clock: Clock,
    ) -> Result<Shut, StoreFault> {
        let rulebook = rulepack::embedded()?;
        let (ring, pen) = (Some(ring), Some(pen));
        Ok(Shut { folder, outside, ring, pen, clock, dice: Dice::Machine, rulebook })
    }

    fn snapshot(&self) -> Snapshot {
        let (name, sample) = self.ring.as_ref().map(Ring::agency).unwrap_or_default();
        let agency = Agency { name: name.to_string(), sample, ..Agency::default() };
        let officers = self.ring.as_ref().map(Ring::officers).unwrap_or_default();
        let sample_pins = if sample { super::sample::pins() } else { Vec::new() };
        let rulebook = Arc::clone(&self.rulebook);
        let tasks = Vec::new();
        Snapshot {
            agency,
            officers,
            rulebook,
            shift: None,
            tasks,
            printer: None,
            numbers: None,
            sample_pins,
        }
    }

    /// Opens the journal for the PIN of `credential`.
    fn open(&mut self, credential: &str, typed: &str) -> Result<Desk, Trouble> {
        let gone = || Trouble::new("trouble.no_journal");
        let monotonic_ms = self.clock.read().monotonic_ms;
        let ring = self.ring.as_mut().ok_or_else(gone)?;
        let tried = ring.unlock(credential, typed, monotonic_ms);
        let key = tried.map_err(|fault| pin::at_pin(fault).and(ring.name_of(credential)))?;
        let site = Site::keyed(&self.folder, key.clone());
        // An opening that failed behind the tables kept the pen.
        let pen = match self.pen.take() {
            Some(pen) => pen,
            None => PenLock::take(&site.ground, &self.folder)?,
        };
        let store = match Store::open_with_pen(&site, pen, &mut self.dice) {
            Ok(store) => store,
            Err((fault, pen)) => {
                self.pen = pen;
                return Err(fault.into());
            }
        };
        let ring = self.ring.take().ok_or_else(gone)?;
        seat(store, (ring, key), self.clock, self.dice.clone(), self.outside.clone())
    }
}

/// What of a bureau lies outside its folder.
#[derive(Clone, Debug, Default)]
pub(super) struct Outside {
    /// Where papers may be laid.
    pub(super) papers: PaperPlace,
    /// Below it lie the device secrets of this laptop.
    pub(super) secrets: Option<PathBuf>,
}

/// A desk over an open store.
pub(super) fn seat(
    store: Store,
    (ring, key): (Ring, Key),
    clock: Clock,
    dice: Dice,
    outside: Outside,
) -> Result<Desk, Trouble> {
    let mut desk = Desk::new(store, clock, dice)?;
    desk.ring = ring;
    desk.key = key;
    desk.secrets = outside.secrets;
    desk.papers = outside.papers;
    pin::follow_roster(&mut desk);
    renew_code::settle(&mut desk)?;
    desk.start_mirror();
    desk.start_receiver();
    Ok(desk)
}

impl Door {
    /// For the top line, also while the door is shut.
    #[must_use]
    pub fn clock(&self) -> Clock {
        match self {
            Door::Shut(shut) => shut.clock,
            Door::Open(desk) => desk.clock(),
        }
    }

    /// What the screens keep at hand; without law and roster while the door is shut.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        match self {
            Door::Shut(shut) => shut.snapshot(),
            Door::Open(desk) => desk.snapshot(),
        }
    }

    /// Gives the open desk its courier, and sends it on its way.
    pub fn hire(&mut self, courier: &Courier) {
        if let Door::Open(desk) = self {
            desk.courier = Some(courier.clone());
            courier.ring();
        }
    }

    /// Reckons the clocks of a few cases on, between two orders.
    pub fn reckon_on(&mut self) -> Turn {
        match self {
            Door::Shut(_) => Turn::Done,
            Door::Open(desk) => desk.reckon_on(),
        }
    }

    /// Does what was asked: before a PIN has opened the journal that is nothing but to try one.
    pub fn handle(&mut self, command: Command) -> Reply {
        match self {
            Door::Open(desk) => desk.handle(command),
            Door::Shut(shut) => {
                let Command::SignIn { credential, pin } = command else {
                    return Reply::Failed(Trouble::new("trouble.nobody_signed_in"));
                };
                let mut desk = match shut.open(&credential, pin.get()) {
                    Ok(desk) => desk,
                    Err(trouble) => return Reply::Failed(trouble),
                };
                let reply = sign_in::admit(&mut desk, &credential);
                *self = Door::Open(Box::new(desk));
                reply.unwrap_or_else(Reply::Failed)
            }
        }
    }
}
