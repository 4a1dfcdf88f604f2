//! What a damaged journal still gives: every number looked at once, and compared with the copy on a card; changes nothing.

use super::damage::Rescued;
use super::mirror::Frames;
use super::open::connect;
use super::restore::Chain;
use super::site::Site;
use super::{Pen, Store, StoreFault, head_witness};
use crate::domain::bureau::BureauEvent;
use crate::domain::inspection::event::Event;
use crate::stdx::digest::Digest;
use crate::stdx::fault::FaultKind;
use crate::stdx::id::{Dice, Id};
use crate::wire::entry::{self, Entry};
use crate::wire::event::Body;
use rusqlite::{Connection, OpenFlags, ffi};

/// So many numbers in a row that cannot be read are taken for the end of a journal whose last entry
/// cannot be found.
const BLIND_MAX: u64 = 10_000;
/// Behind so many in a row each is looked at once.
const BLIND_TWICE: u64 = 100;

/// The damaged journal to read from, whatever its version or its last entry say; `None` when its file gives nothing.
///
/// # Errors
/// When it could not be looked at: a disk that is full or refuses is no damage, and nobody is told that all is lost.
pub(super) fn wreck(site: &Site, dice: &mut Dice) -> Result<Option<Store>, StoreFault> {
    match look(site).or_else(|_| look(site)) {
        Ok(conn) => Ok(Some(Store::over(conn, Pen::None, site, dice))),
        Err(fault) if fault.kind() == FaultKind::Damaged || is_unread(&fault) => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn look(site: &Site) -> Result<Connection, StoreFault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = connect(site, flags)?;
    head_witness::keep_log(&conn);
    is_alive(&conn)?;
    Ok(conn)
}

fn is_alive(conn: &Connection) -> rusqlite::Result<()> {
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)).map(drop)
}

/// Whether the medium does not give the bytes: that is lost as much as what is damaged.
fn is_unread(fault: &StoreFault) -> bool {
    let StoreFault::Sqlite(fault) = fault else { return false };
    fault.sqlite_error().is_some_and(|fault| fault.extended_code == ffi::SQLITE_IOERR_READ)
}

/// What the disk does not give just then is asked for again: only a second refusal is taken for lost.
pub(super) fn again<T>(read: impl Fn() -> Result<T, StoreFault>) -> Option<T> {
    read().or_else(|_| read()).ok()
}

/// What the entries of the unbroken part name beside themselves.
#[derive(Default)]
pub(super) struct Papers {
    pub(super) pages: Vec<(u64, Digest)>,
    pub(super) photographs: Vec<(u64, Digest)>,
    pub(super) packs: Vec<Digest>,
}

/// What can be taken from a damaged journal.
#[derive(Default)]
pub(super) struct Survey {
    /// The last entry that follows, and that the device signed when the journal names its key.
    pub(super) last: u64,
    /// The last entry that follows, signed or not.
    pub(super) read: u64,
    /// The last entry of which anything is there.
    pub(super) end: u64,
    /// Whose they are, and of which epoch the last of them.
    pub(super) home: Option<(Id, u32)>,
    pub(super) papers: Papers,
}

impl Store {
    /// As `again`, of a damaged journal: under a key SQLCipher closes the connection for good behind one page that is not as
    /// it was written, and what stands on the other pages is read over a new one.
    pub(super) fn look_twice<T>(
        &mut self,
        read: impl Fn(&Store) -> Result<T, StoreFault>,
    ) -> Option<T> {
        self.look_once(&read).or_else(|| self.look_once(&read))
    }

    fn look_once<T>(&mut self, read: &impl Fn(&Store) -> Result<T, StoreFault>) -> Option<T> {
        let found = read(self);
        if found.is_err() {
            self.look_anew();
        }
        found.ok()
    }

    /// A new connection where the old one was dead.
    fn look_anew(&mut self) {
        if self.site.key.is_some()
            && is_alive(&self.conn).is_err()
            && let Ok(conn) = look(&self.site).or_else(|_| look(&self.site))
        {
            self.conn = conn;
        }
    }

    /// Looks at every number once.
    pub(super) fn survey(&mut self, rescued: &mut Rescued) -> Survey {
        let end = self.last_number();
        let (mut chain, mut papers) = (Chain::default(), Papers::default());
        let (mut is_broken, mut blind, mut seen) = (false, 0, 0);
        for number in 1.. {
            if end.is_some_and(|end| number > end) || blind == BLIND_MAX {
                break;
            }
            // Behind so many no moment's fault of the disk is meant any more, and each look costs a connection.
            let row = if blind < BLIND_TWICE {
                self.look_twice(|own| own.row(number))
            } else {
                self.look_once(&|own: &Store| own.row(number))
            };
            let row = row.flatten().filter(|row| row.read().is_ok());
            let Some(row) = row else {
                (is_broken, blind) = (true, blind + 1);
                push(&mut rescued.unread, number);
                continue;
            };
            (blind, seen) = (0, number);
            if is_broken {
                push(&mut rescued.behind, number);
                continue;
            }
            if let Ok(entry) = chain.take(&row.kept) {
                papers.take(number, &entry);
            } else {
                is_broken = true;
                push(&mut rescued.unread, number);
            }
        }
        if end.is_none() && blind > 0 {
            // What was not found at the end was never written, as far as anybody can tell.
            rescued.unread.pop();
        }
        let last = self.last_signed(&chain);
        if last < chain.number {
            rescued.unsigned.push((last + 1, chain.number));
        }
        papers.pages.retain(|(number, _)| *number <= last);
        papers.photographs.retain(|(number, _)| *number <= last);
        let home = chain.home().map(|home| (home.device, home.epoch));
        Survey { last, read: chain.number, end: end.unwrap_or(0).max(seen), home, papers }
    }

    /// The first entry that `frames` hold otherwise than this journal: of those up to `read`, which follow each other, and of the
    /// ranges `behind`, which can be read behind a break. `None` where all that both have are the same.
    pub(super) fn parts_from(
        &mut self,
        (read, behind): (u64, &[(u64, u64)]),
        frames: &Frames,
    ) -> Option<u64> {
        let end = frames.kept.len() as u64;
        let upto = read.min(end);
        let theirs = |number: u64| {
            let kept = frames.kept.get(usize::try_from(number.checked_sub(1)?).ok()?)?;
            Some(entry::read_at_home(kept).ok()?.digest)
        };
        let mut parts = |number: u64| {
            let own = self.look_twice(|own| own.row(number)).flatten();
            own.is_some_and(|own| Some(own.digest) != theirs(number))
        };
        // Each names the one before it: where the last two are the same, all are.
        if parts(upto) {
            return Some((1..=upto).find(|number| parts(*number)).unwrap_or(upto));
        }
        behind
            .iter()
            .flat_map(|(first, last)| *first..=end.min(*last))
            .find(|number| parts(*number))
    }

    /// The last entry of `chain` that the device signed: one command's entries come back whole or not
    /// at all, and nothing that somebody else wrote comes back as the device's.
    fn last_signed(&mut self, chain: &Chain) -> u64 {
        if !chain.names_key() {
            return chain.number;
        }
        let own = |number: &u64| {
            let signature = self.look_twice(|own| own.signature_at(*number)).flatten();
            let row = self.look_twice(|own| own.row(*number)).flatten();
            matches!((signature, row), (Some(kept), Some(row)) if chain.signs(&kept, row.digest))
        };
        (1..=chain.number).rev().find(own).unwrap_or(0)
    }

    fn last_number(&mut self) -> Option<u64> {
        let sql = "SELECT number FROM entry ORDER BY number DESC LIMIT 1";
        let last: i64 =
            self.look_twice(|own| Ok(own.conn.query_row(sql, [], |row| row.get(0))?))?;
        u64::try_from(last).ok()
    }
}

impl Papers {
    pub(super) fn take(&mut self, number: u64, entry: &Entry) {
        match &entry.body {
            Body::Inspection(Event::DocumentIssued(document)) => {
                self.pages.push((number, document.digest));
            }
            Body::Inspection(Event::PhotographTaken(photograph)) => {
                self.photographs.push((number, photograph.digest));
            }
            Body::Bureau(BureauEvent::RulePackAdopted { digest, .. }) => self.packs.push(*digest),
            Body::Inspection(_) | Body::Bureau(_) | Body::Pruned | Body::Later { .. } => {}
        }
    }
}

fn push(ranges: &mut Vec<(u64, u64)>, number: u64) {
    match ranges.last_mut() {
        Some((_, until)) if *until + 1 == number => *until = number,
        _ => ranges.push((number, number)),
    }
}
