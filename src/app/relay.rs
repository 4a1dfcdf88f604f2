//! What goes by a colleague's laptop, at the desk: what is borne for others, its delivery within this laptop's own session,
//! and what a meeting needs; waits for no line itself.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::relay_run::{Bearing, Giving, RelayRun};
use super::synchronise::{Carried, told};
use super::view::relay::{RelayLine, RelayView};
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::said::Said;
use crate::stdx::secret::Key;
use crate::store::Store;
use crate::store::incoming::Enrolled;
use crate::sync::bundle::BundleFault;
use crate::sync::driver::Line;
use crate::sync::relay::deliver::{self, Delivered};
use crate::sync::relay::giver::{self, GiveFault, Given};
use crate::sync::relay::keep::{self, Keep};
use crate::sync::relay::line::Papers;
use crate::sync::relay::{Mate, RelayFault};
use crate::sync::session::End;
use crate::wire::message::feed::{News, kind};
use crate::wire::message::hello::JournalName;
use crate::wire::relay_note::{RelayNote, Stage};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Where a bearer listens when nobody says otherwise.
pub const LISTEN: &str = "0.0.0.0:7450";
/// Lines of what is borne on the sync screen.
const LINES_MAX: usize = 6;

/// What the desk keeps of it.
#[derive(Debug)]
pub struct Relaying {
    /// `None` for a journal in memory, which has no folder.
    folder: Option<PathBuf>,
    listen: String,
    pub(super) run: Option<RelayRun>,
}

impl Relaying {
    /// Beside the journal of `store`.
    pub(super) fn of(store: &Store) -> Relaying {
        let beside = Some(store.folder()).filter(|folder| !folder.as_os_str().is_empty());
        let folder = beside.map(|folder| folder.join(keep::FOLDER));
        Relaying { folder, listen: LISTEN.into(), run: None }
    }
}

/// What a session needs to deliver for others.
#[derive(Clone, Debug)]
pub(super) struct Round {
    keep: Keep,
    journal: JournalName,
    headquarters: Id,
    now_ms: i64,
}

impl Desk {
    /// Where what is borne lies, and where this laptop listens for a colleague's.
    pub fn set_relay(&mut self, folder: &Path, listen: &str) {
        self.relay.folder = Some(folder.to_path_buf());
        self.relay.listen = listen.into();
    }

    fn relay_keep(&self) -> Option<Keep> {
        let ground = Arc::clone(&self.store.site().ground);
        self.relay.folder.clone().map(|folder| Keep::at(ground, folder))
    }

    fn relay_enrolled(&self) -> Result<Enrolled, Trouble> {
        self.store.enrolled()?.ok_or_else(|| Trouble::new("trouble.not_enrolled"))
    }

    /// What this laptop shows, and which certificates headquarters took back.
    fn papers(&self, enrolled: &Enrolled) -> Result<Papers, Trouble> {
        let mut revoked: BTreeSet<Digest> = BTreeSet::new();
        for item in self.store.feed_items(kind::LAPTOP_REVOKED)? {
            if let Ok(News::LaptopRevoked(told)) = item.read() {
                revoked.extend(told.certificates);
            }
        }
        Ok(Papers::new(enrolled, revoked))
    }

    /// What this laptop needs to bear for a colleague, whichever thread listens.
    ///
    /// # Errors
    /// When it is not enrolled, or the journal cannot be read.
    pub fn bearing(&mut self) -> Result<Bearing, Trouble> {
        let enrolled = self.relay_enrolled()?;
        let papers = self.papers(&enrolled)?;
        let keep = self.relay_keep().ok_or_else(|| Trouble::new("trouble.relay_no_folder"))?;
        Ok(Bearing {
            papers,
            keep,
            journal: self.store.journal_name(),
            headquarters: enrolled.headquarters,
            code: code_of(self.dice.key().bytes()),
            clock: self.clock,
        })
    }

    /// What this laptop needs to give to the one at `address`, on whose screen `code` stands.
    ///
    /// # Errors
    /// As `bearing`.
    pub fn giving(&self, address: &str, code: &str) -> Result<Giving, Trouble> {
        let enrolled = self.relay_enrolled()?;
        let papers = self.papers(&enrolled)?;
        let folder = self.relay.folder.as_ref();
        let folder = folder.ok_or_else(|| Trouble::new("trouble.relay_no_folder"))?;
        Ok(Giving {
            papers,
            enrolled,
            ground: Arc::clone(&self.store.site().ground),
            folder: folder.join(giver::FOLDER),
            device: self.store.journal_name().device,
            address: address.trim().into(),
            code: code.chars().filter(|c| !c.is_whitespace()).collect(),
            now_ms: self.clock.now().ms(),
        })
    }

    /// Gives what waits to the laptop at `address`, in one go; `watch` may stop it.
    ///
    /// # Errors
    /// When it is not enrolled, the line is cut, the other laptop refuses, or the journal cannot be read or written.
    pub fn give(
        &mut self,
        address: &str,
        code: &str,
        stop: &Arc<AtomicBool>,
        watch: &mut dyn FnMut(&Given) -> bool,
    ) -> Result<Given, Trouble> {
        let giving = self.giving(address, code)?;
        let given = giving.meet(&mut self.shelf(), stop, watch);
        // What the bearer brought is in the journal, also when nothing more went to him.
        self.settle_session()?;
        given
    }

    /// The same with a laptop that is there already: `peer`, on a line of which both ends know `secret`.
    ///
    /// # Errors
    /// As `give`.
    pub fn give_over(
        &mut self,
        mate: &mut impl Mate,
        peer: (Id, &Key),
        code: &str,
        watch: &mut dyn FnMut(&Given) -> bool,
    ) -> Result<Given, Trouble> {
        let giving = self.giving("", code)?;
        let given = giving.meet_over(&mut self.shelf(), mate, peer, watch);
        self.settle_session()?;
        given
    }

    /// The same in one go, as the screens see it.
    ///
    /// # Errors
    /// As `give`.
    pub fn meet_to_give(&mut self, address: &str, code: &str) -> Result<RelayView, Trouble> {
        let given = self.give(address, code, &Arc::default(), &mut |_| true)?;
        Ok(RelayRun::over(Ok(given)).view())
    }

    pub(super) fn begin_bearing(&mut self) -> Result<Reply, Trouble> {
        if let Some(reply) = self.relay_under_way() {
            return Ok(reply);
        }
        let (bearing, listen) = (self.bearing()?, self.relay.listen.clone());
        let errands = self.courier.as_ref().map(|courier| courier.errands.clone());
        self.relay.run = Some(RelayRun::bear(errands, bearing, &listen)?);
        Ok(self.look_at_relay())
    }

    /// Gives beside the desk; where the desk has no thread of its own, at once.
    pub(super) fn begin_giving(&mut self, address: &str, code: &str) -> Result<Reply, Trouble> {
        if let Some(reply) = self.relay_under_way() {
            return Ok(reply);
        }
        let giving = self.giving(address, code)?;
        let run = if let Some(courier) = &self.courier {
            RelayRun::give(courier.errands.clone(), giving)
        } else {
            RelayRun::over(self.give(address, code, &Arc::default(), &mut |_| true))
        };
        self.relay.run = Some(run);
        Ok(self.look_at_relay())
    }

    fn relay_under_way(&self) -> Option<Reply> {
        let run = self.relay.run.as_ref().filter(|run| run.view().running)?;
        Some(Reply::RelayUnderWay(Box::new(run.view())))
    }

    pub(super) fn look_at_relay(&self) -> Reply {
        let view = self.relay.run.as_ref().map(RelayRun::view).unwrap_or_default();
        Reply::RelayUnderWay(Box::new(view))
    }

    pub(super) fn stop_relay(&self) -> Reply {
        if let Some(run) = &self.relay.run {
            run.stop();
        }
        self.look_at_relay()
    }

    /// What a session delivers for others. What stayed longer than headquarters' days goes before, unless the clock is in
    /// doubt.
    pub(super) fn relay_round(&mut self) -> Option<Round> {
        let keep = self.relay_keep()?;
        // A journal that does not read says so in its own session.
        let headquarters = self.store.enrolled().ok().flatten()?.headquarters;
        let now_ms = self.clock.now().ms();
        if self.clock_step().is_none() {
            // What cannot be taken away today is taken away another day.
            let _tried = keep.expire(now_ms);
        }
        Some(Round { keep, journal: self.store.journal_name(), headquarters, now_ms })
    }

    /// What is borne for others, the newest first.
    #[must_use]
    pub fn borne(&self) -> Vec<RelayLine> {
        // A folder that cannot be read says so at the next meeting.
        let notes = self.relay_keep().and_then(|keep| keep.notes().ok()).unwrap_or_default();
        notes.iter().rev().take(LINES_MAX).map(line_of).collect()
    }
}

/// Delivers what is borne for others over the line of a session that came to its end; not over a line that costs.
pub(super) fn deliver_borne(
    round: Option<&Round>,
    line: &mut impl Line,
    photographs: bool,
    carried: &mut Carried,
    goes_on: &mut dyn FnMut() -> bool,
) {
    let is_there = matches!(carried.end, End::Done | End::WithoutPhotographs);
    let Some(round) = round.filter(|_| is_there && photographs) else { return };
    let Round { keep, journal, headquarters, now_ms } = round;
    let before = line.carried();
    match deliver::deliver(keep, (*journal, *headquarters), line, *now_ms, goes_on) {
        Ok(done) => {
            carried.delivered = done;
            let damaged = |giver: Id| Trouble::new("trouble.relay_damaged").with(giver.to_string());
            carried.relay_trouble = done.damaged.map(damaged);
        }
        Err(RelayFault::Cut(cut)) => carried.relay_trouble = told(End::Cut, &cut.said()),
        Err(fault) => carried.relay_trouble = Some(fault.into()),
    }
    let (sent, received) = line.carried();
    (carried.sent, carried.received) =
        (carried.sent + sent - before.0, carried.received + received - before.1);
}

/// For scripts: what a session did for others.
pub(super) fn json_of(delivered: &Delivered) -> serde_json::Value {
    serde_json::json!({
        "bundles": delivered.bundles,
        "entries": delivered.entries,
        "answers": delivered.answers,
        "refused": delivered.refused,
        "waiting": delivered.waiting,
    })
}

fn line_of(note: &RelayNote) -> RelayLine {
    let key = match note.stage {
        Stage::Arriving => "relay.arriving",
        Stage::Held => "relay.held",
        Stage::Refused => "relay.refused",
        Stage::Delivered => "relay.delivered",
        Stage::HandedOver => "relay.handed_over",
        Stage::Expired => "relay.expired",
    };
    RelayLine {
        key,
        device: note.journal.device,
        entries: note.load.entries,
        photographs: note.load.photographs,
        bytes: note.piece.size,
        since: Moment::from_ms(note.since_ms),
        at: Moment::from_ms(note.stage_ms),
    }
}

/// Six digits that two officers can read to each other.
fn code_of(dice: &[u8; 32]) -> String {
    let [.., a, b, c, d] = *dice;
    format!("{:06}", u32::from_be_bytes([a, b, c, d]) % 1_000_000)
}

impl From<RelayFault> for Trouble {
    fn from(fault: RelayFault) -> Trouble {
        let (key, a) = fault.said();
        Trouble::new(key).with(a)
    }
}

impl From<GiveFault> for Trouble {
    fn from(fault: GiveFault) -> Trouble {
        match fault {
            GiveFault::Relay(fault) => fault.into(),
            // The folder of what is given is this laptop's own.
            GiveFault::Bundle(BundleFault::Stick(fault)) => RelayFault::Disk(fault).into(),
            GiveFault::Bundle(fault) => fault.into(),
        }
    }
}

/// What a line said that was not let in.
pub(super) fn line_trouble(said: Said) -> Trouble {
    Trouble::new("trouble.relay_line").with(said)
}
