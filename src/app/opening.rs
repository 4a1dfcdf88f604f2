//! Opening a bureau's folder: to write, to read beside a screen, or for the first time.

use super::command::Trouble;
use super::desk::Desk;
use super::door::{Door, Outside, Shut, seat};
use super::paper_place::PaperPlace;
use super::roles::{Need, Roster};
use super::{config, device_secret, pin, rulepack, sample};
use crate::stdx::clock::Clock;
use crate::stdx::files::{self, Ground};
use crate::stdx::id::{Dice, Id};
use crate::stdx::memory;
use crate::stdx::secret::Key;
use crate::store::keys::{self, KeyFault, Ring};
use crate::store::open::{self, PenLock};
use crate::store::site::Site;
use crate::store::verify::Verdict;
use crate::store::{Store, StoreFault, disk};
use std::path::{Path, PathBuf};

/// Which bureau a command means, and who runs it.
#[derive(Clone)]
pub struct Place<'a> {
    /// `None` is the one that first use chose.
    pub dir: Option<&'a Path>,
    /// Credential and PIN; a sample bureau, whose PINs are no secret, needs none.
    pub who: Option<(String, String)>,
    /// What is asked of him.
    pub need: Need,
    /// The file system of the bureau's folder.
    pub ground: Ground,
    /// For ids, salts and keys.
    pub dice: Dice,
    /// Below it lie the device secrets of this laptop; `None` where the machine names no such folder.
    pub secrets: Option<PathBuf>,
    /// Where its papers may be laid.
    pub papers: PaperPlace,
}

impl Default for Place<'_> {
    fn default() -> Self {
        let need = Need::OwnPin;
        let (ground, secrets) = (files::machine(), config::secret_folder());
        let papers = PaperPlace::of_laptop();
        Place { dir: None, who: None, need, ground, dice: Dice::Machine, secrets, papers }
    }
}

impl Place<'_> {
    fn site(&self, folder: &Path, key: Key) -> Site {
        Site { ground: Ground::clone(&self.ground), ..Site::keyed(folder, key) }
    }

    fn outside(&self) -> Outside {
        Outside { papers: self.papers.clone(), secrets: self.secrets.clone() }
    }
}

impl<'a> From<Option<&'a Path>> for Place<'a> {
    fn from(dir: Option<&'a Path>) -> Place<'a> {
        Place { dir, ..Place::default() }
    }
}

/// The folder that a command works in: the one named, else the one that first use chose.
///
/// # Errors
/// When neither is there.
pub fn folder(dir: Option<&Path>) -> Result<PathBuf, Trouble> {
    if let Some(dir) = dir {
        return Ok(dir.to_path_buf());
    }
    let journal = config::journal().map_err(|what| Trouble::new("trouble.config").with(what))?;
    journal.ok_or_else(|| Trouble::new("trouble.no_journal"))
}

/// The keyring of a founded bureau.
///
/// # Errors
/// When there is none, or it cannot be read.
pub fn ring(place: &Place<'_>, folder: &Path, clock: Clock) -> Result<Ring, Trouble> {
    kept_ring(place, folder, clock)?.ok_or_else(|| StoreFault::NoJournal.into())
}

fn kept_ring(place: &Place<'_>, folder: &Path, clock: Clock) -> Result<Option<Ring>, KeyFault> {
    let ground = &place.ground;
    let places = device_secret::places(ground, place.secrets.as_deref(), folder);
    Ring::open(ground, folder, &places, clock.read().monotonic_ms, &mut Dice::Machine)
}

/// Whether a command must ask who runs it.
///
/// # Errors
/// When there is no bureau, or its keyring cannot be read.
pub fn asks_pin(dir: Option<&Path>) -> Result<bool, Trouble> {
    Ok(!ring(&Place::from(dir), &folder(dir)?, Clock::machine())?.agency().1)
}

/// The door that the screens stand before.
///
/// # Errors
/// When there is no bureau, or another program writes there.
pub fn door<'a>(place: impl Into<Place<'a>>) -> Result<Door, Trouble> {
    let (place, clock) = (place.into(), Clock::machine());
    let folder = folder(place.dir)?;
    let ring = ring(&place, &folder, clock)?;
    let pen = PenLock::take(&place.ground, &folder)?;
    let shut = Shut::new(folder, place.outside(), ring, pen, clock)?;
    Ok(Door::Shut(Box::new(shut)))
}

/// What a command's PIN has opened.
struct Opened {
    site: Site,
    ring: Ring,
    key: Key,
    credential: String,
}

fn unlock(place: &Place<'_>, clock: Clock) -> Result<Opened, Trouble> {
    let folder = folder(place.dir)?;
    let mut ring = ring(place, &folder, clock)?;
    let who = match (&place.who, ring.agency().1) {
        (Some(who), _) => Some(who.clone()),
        (None, true) => sample::pins().into_iter().next().map(|(who, _, pin)| (who, pin)),
        (None, false) => None,
    };
    let Some((credential, typed)) = who else { return Err(Trouble::new("trouble.pin_needed")) };
    let monotonic_ms = clock.read().monotonic_ms;
    let tried = ring.unlock(&credential, &typed, monotonic_ms);
    let key = tried.map_err(|fault| pin::at_pin(fault).and(ring.name_of(&credential)))?;
    if ring.must_change(&credential) {
        return Err(Trouble::new("trouble.pin_must_change").at("pin"));
    }
    Ok(Opened { site: place.site(&folder, key.clone()), ring, key, credential })
}

/// Where the journal of `place` lies, with the key that the PIN opened. Nothing of the journal is read: who may ask is
/// told by the keyring, so that a damaged journal can be looked at.
///
/// # Errors
/// When there is none, the PIN is another's, or it is not for him.
pub fn site<'a>(place: impl Into<Place<'a>>) -> Result<Site, Trouble> {
    site_and_who(place).map(|(site, _)| site)
}

/// The same with the id of the person whose PIN it was, as the keyring has him; `None` stands before a sample bureau.
///
/// # Errors
/// As `site`.
pub fn site_and_who<'a>(place: impl Into<Place<'a>>) -> Result<(Site, Option<Id>), Trouble> {
    let (place, clock) = (place.into(), Clock::machine());
    let opened = unlock(&place, clock)?;
    if place.need != Need::OwnPin {
        let (people, rulebook) = (opened.ring.officers(), rulepack::embedded()?);
        let today = clock.now().day();
        let who = place.who.as_ref().map(|_| opened.credential.as_str());
        Roster { people: &people, today, rulings: &rulebook.rulings }.admits(place.need, who)?;
    }
    let who = place.who.as_ref().and_then(|_| opened.ring.officer(&opened.credential));
    let who = who.map(|person| person.id);
    Ok((opened.site, who))
}

/// The desk, when what is asked for is for who asks.
fn admitted(desk: Desk, need: Need, who: Option<&str>) -> Result<Desk, Trouble> {
    if !desk.is_founded() {
        return Err(StoreFault::NoJournal.into());
    }
    desk.roster().admits(need, who)?;
    Ok(desk)
}

/// Opens a founded bureau to write.
///
/// # Errors
/// When there is none, the PIN is another's, it is not for him, or another program writes there.
pub fn to_write<'a>(place: impl Into<Place<'a>>) -> Result<Desk, Trouble> {
    to_write_at(place, Clock::machine())
}

/// The same, by another clock.
///
/// # Errors
/// As `to_write`.
pub fn to_write_at<'a>(place: impl Into<Place<'a>>, clock: Clock) -> Result<Desk, Trouble> {
    let place = place.into();
    // Another writer is refused before a PIN is asked and counted.
    let pen = PenLock::take(&place.ground, &folder(place.dir)?)?;
    let opened = unlock(&place, clock)?;
    let (mut dice, outside) = (place.dice.clone(), place.outside());
    let store = Store::open_with_pen(&opened.site, pen, &mut dice).map_err(|no| no.0)?;
    let mut desk = seat(store, (opened.ring, opened.key), clock, dice, outside)?;
    // A script speaks for the officer whose PIN it gave, and a sample for nobody.
    desk.signed_in = place.who.map(|_| opened.credential);
    let who = desk.signed_in.clone();
    admitted(desk, place.need, who.as_deref())
}

/// Opens a founded bureau to read, beside a screen that may write.
///
/// # Errors
/// When there is none, the PIN is another's, or it is not for him.
pub fn to_read<'a>(place: impl Into<Place<'a>>) -> Result<Desk, Trouble> {
    to_read_at(place, Clock::machine())
}

/// The same, by another clock.
///
/// # Errors
/// As `to_read`.
pub fn to_read_at<'a>(place: impl Into<Place<'a>>, clock: Clock) -> Result<Desk, Trouble> {
    let place = place.into();
    let opened = unlock(&place, clock)?;
    let (mut dice, outside) = (place.dice.clone(), place.outside());
    let store = Store::open_to_read(&opened.site, &mut dice)?;
    store.has_its_end()?;
    let desk = seat(store, (opened.ring, opened.key), clock, dice, outside)?;
    let who = place.who.map(|_| opened.credential);
    admitted(desk, place.need, who.as_deref())
}

/// Reads the whole journal again. No desk is needed, so that a journal too damaged for one can
/// still say where it breaks.
///
/// # Errors
/// When there is none, or it cannot be read at all.
pub fn verify<'a>(place: impl Into<Place<'a>>) -> Result<Verdict, Trouble> {
    Ok(Store::open_to_read(&site(place)?, &mut Dice::Machine)?.verify()?)
}

/// Refuses a second writer before anybody is asked for a PIN or a code. The pen is put down again: whoever opens the
/// journal takes it anew.
///
/// # Errors
/// When another program writes there, or the folder cannot be used.
pub fn refuse_second_writer<'a>(place: impl Into<Place<'a>>) -> Result<(), Trouble> {
    let place = place.into();
    let folder = folder(place.dir)?;
    // Where nothing was founded nobody writes, and no folder is made for asking.
    if is_founded_on(&place.ground, &folder)? {
        PenLock::take(&place.ground, &folder)?;
    }
    Ok(())
}

/// Opens a bureau for the one who changes his PIN, even where that is all it opens.
///
/// # Errors
/// As `to_write`.
pub fn to_change_pin<'a>(
    place: impl Into<Place<'a>>,
    who: &str,
    typed: &str,
) -> Result<Desk, Trouble> {
    let place = place.into();
    let (folder, clock) = (folder(place.dir)?, Clock::machine());
    let pen = PenLock::take(&place.ground, &folder)?;
    let mut ring = ring(&place, &folder, clock)?;
    let tried = ring.unlock(who, typed, clock.read().monotonic_ms);
    let key = tried.map_err(|fault| pin::at_pin(fault).and(ring.name_of(who)))?;
    let site = place.site(&folder, key.clone());
    let (mut dice, outside) = (place.dice.clone(), place.outside());
    let store = Store::open_with_pen(&site, pen, &mut dice).map_err(|no| no.0)?;
    seat(store, (ring, key), clock, dice, outside)
}

/// Opens a journal by headquarters' code, which needs nothing that only this device knew: where its
/// secret is gone too, every PIN is set anew.
///
/// # Errors
/// When there is none, the code is another, or another program writes there.
pub fn by_code<'a>(place: impl Into<Place<'a>>, code: &str) -> Result<Desk, Trouble> {
    by_code_at(place, code, Clock::machine())
}

/// The same, by another clock.
///
/// # Errors
/// As `by_code`.
pub fn by_code_at<'a>(
    place: impl Into<Place<'a>>,
    code: &str,
    clock: Clock,
) -> Result<Desk, Trouble> {
    let place = place.into();
    let (ground, folder) = (&place.ground, folder(place.dir)?);
    let mut dice = place.dice.clone();
    let (ring, key, is_new) = match kept_ring(&place, &folder, clock) {
        Ok(ring) => {
            let ring = ring.ok_or(StoreFault::NoJournal)?;
            let key = ring.open_with_code(code)?;
            (ring, key, false)
        }
        Err(KeyFault::Damaged | KeyFault::OtherDevice | KeyFault::Folder(_)) => {
            let (ring, key) = Ring::by_code_alone(ground, &folder, code, &mut dice)?;
            let (is_sample, secrets) = (ring.agency().1, place.secrets.as_deref());
            let to = device_secret::place_for(&folder, is_sample, secrets, &mut dice)?;
            (ring.on_this_device(ground, &folder, &to, &mut dice)?, key, true)
        }
        Err(fault) => return Err(fault.into()),
    };
    let store = Store::open(&place.site(&folder, key.clone()), &mut dice)?;
    let mut desk = seat(store, (ring, key), clock, dice, place.outside())?;
    if is_new {
        // Nothing proved these people but the journal itself.
        desk.ring.only(&desk.bureau.officers);
        // Every change reads the ring on the disk again, and none there fits the new secret.
        desk.ring.keep()?;
    }
    Ok(desk)
}

/// Opens a folder in which a bureau may still have to be founded, with a new key for it. A bureau
/// that is there already is opened when it is a sample.
///
/// # Errors
/// When another program writes there, or the folder cannot be used.
pub fn to_found(folder: &Path) -> Result<Desk, Trouble> {
    to_found_at(folder, folder, Clock::machine())
}

/// The same, with the folder of the device's secret and another clock.
///
/// # Errors
/// As `to_found`.
pub fn to_found_at(folder: &Path, secret_folder: &Path, clock: Clock) -> Result<Desk, Trouble> {
    to_found_on(&files::machine(), folder, secret_folder, clock, Dice::Machine)
}

/// The same on another file system than the machine's, with other dice.
///
/// # Errors
/// As `to_found`.
pub fn to_found_on(
    ground: &Ground,
    folder: &Path,
    secret_folder: &Path,
    clock: Clock,
    mut dice: Dice,
) -> Result<Desk, Trouble> {
    let ground = Ground::clone(ground);
    let place = Place { dir: Some(folder), ground, dice: dice.clone(), ..Place::default() };
    if is_founded_on(&place.ground, folder)? {
        return to_write_at(place, clock);
    }
    let pen = PenLock::take(&place.ground, folder)?;
    // A founding that was cut off left a journal that no key opens.
    open::move_unfounded_aside(&place.ground, folder)?;
    let ring = Ring::found(&place.ground, folder, secret_folder, &mut dice)?;
    let key = dice.key();
    let site = place.site(folder, key.clone());
    let store = Store::open_with_pen(&site, pen, &mut dice).map_err(|no| no.0)?;
    seat(store, (ring, key), clock, dice, place.outside())
}

/// A bureau to be founded in memory: no other program sees it, no disk holds any of it, and it is gone with
/// the program however that ends.
///
/// # Errors
/// When SQLite itself does not work.
pub fn in_memory() -> Result<Desk, Trouble> {
    let folder = Path::new("/").join(Dice::Machine.id().to_string());
    to_found_on(&memory::ground(), &folder, &folder, Clock::machine(), Dice::Machine)
}

/// Whether a bureau was founded in `folder`.
///
/// # Errors
/// When the folder cannot be read: that is no "no", because a founding would move the journal aside.
pub fn is_founded(folder: &Path) -> Result<bool, Trouble> {
    is_founded_on(&files::machine(), folder)
}

/// The same on another file system than the machine's.
///
/// # Errors
/// As `is_founded`.
pub fn is_founded_on(ground: &Ground, folder: &Path) -> Result<bool, Trouble> {
    Ok(ground.is_there(&folder.join(keys::FILE)).map_err(disk::fault)?)
}

impl From<KeyFault> for Trouble {
    fn from(fault: KeyFault) -> Trouble {
        pin::at_pin(fault)
    }
}
