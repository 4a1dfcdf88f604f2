//! Power cuts, full and bad disks, flipped bytes: through all of them the journal keeps what was
//! acknowledged and holds nothing half. All files of the bureau's folder stand on the simulated disk.

mod bytes;
mod cards;
mod casework;
mod disk;
pub mod every;
mod faults;
mod flips;
mod flips_rescued;
mod ground;
mod headquarters;
mod keeper;
pub mod lives;
mod old;
mod papers;
mod plain;
mod proofs;
mod pruning;
mod relay;
mod renewal;
mod rescue_cards;
mod rescues;
mod scene;
mod unsound;
mod use_cases;
mod vfs;
mod witness;
mod workday;

use disk::Disk;
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::digest::Digest;
use lucha::stdx::id::{Dice, Id};
use lucha::stdx::said::Said;
use lucha::stdx::secret::Key;
use lucha::store::Store;
use lucha::store::site::Site;
use std::collections::BTreeMap;
use std::path::Path;

/// The key of a keyed journal in these tests.
const KEY: [u8; 32] = [7; 32];

fn clock() -> Clock {
    Clock::fixed(Moment::parse(crate::keys::NOW).unwrap())
}

/// The bureau's folder on the simulated disk.
const FOLDER: &str = "/bureau";

/// A journal whose files all lie on the simulated disk.
fn site(is_keyed: bool) -> Site {
    let key = is_keyed.then(|| Key::new(KEY));
    Site { folder: FOLDER.into(), key, ground: ground::ground() }
}

/// A folder of the machine, in memory where there is such a thing, for tests without a simulated disk.
fn folder() -> tempfile::TempDir {
    let shm = Path::new("/dev/shm");
    if shm.is_dir() { tempfile::tempdir_in(shm).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// Opens the journal on `disk` with the program's own code.
#[track_caller]
fn open(disk: &Disk, site: &Site) -> Store {
    vfs::mount(disk);
    Store::open(site, &mut Dice::Counted(1 << 50)).unwrap()
}

/// Everything that an officer may rely on, for comparing two moments of one journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    entries: Vec<Digest>,
    drafts: BTreeMap<Id, BTreeMap<String, String>>,
    rows: Vec<String>,
    pages: u64,
}

impl Kept {
    /// What is kept, and what `verify` finds wrong with it.
    fn of(store: &Store) -> (Kept, Vec<(u64, Said)>) {
        let verdict = store.verify().unwrap();
        let mut entries = Vec::new();
        store
            .each_kept(0, |row| {
                entries.push(row.digest);
                Ok(())
            })
            .unwrap();
        let drafts = store.drafts().unwrap().into_iter().map(|draft| (draft.id, draft.fields));
        let kept = Kept {
            entries,
            drafts: drafts.collect(),
            rows: store.dump().unwrap(),
            pages: verdict.pages,
        };
        (kept, verdict.breaks)
    }
}

/// A number that the check asks for, else `usual`.
pub fn asked(name: &str, usual: u64) -> u64 {
    #[expect(clippy::disallowed_methods, reason = "the full check asks for more")]
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}
