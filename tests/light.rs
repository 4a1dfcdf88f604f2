//! The machine's own files, said to go with the program as a test's folder does: a PIN is stretched there as lightly as in
//! memory. What a PIN costs on a laptop's disk is never asked here; `keyring` and `pty` pay it.

use lucha::stdx::files::{self, Files, Ground, Held, How, Kind, OpenFile};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug)]
struct Light(Ground);

/// A wrap says itself what it cost, so whoever opens the folder later, the real programs too, opens it as lightly.
pub fn ground() -> Ground {
    Arc::new(Light(files::machine()))
}

impl Files for Light {
    fn sqlite(&self) -> Option<&str> {
        self.0.sqlite()
    }

    fn outlives_the_program(&self) -> bool {
        false
    }

    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn OpenFile>> {
        self.0.open(path, how)
    }

    fn look(&self, path: &Path) -> io::Result<Option<Kind>> {
        self.0.look(path)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.0.names(folder)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.make_folder(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.0.remove(path)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.remove_folder(folder)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.sync_folder(folder)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.0.real(path)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        self.0.lock(path)
    }
}

/// Both ways of founding lead through the same code and differ in one number of the ring, which is read from it.
#[test]
fn a_pin_that_was_stretched_lightly_opens_on_the_machines_own_files() {
    use lucha::wire::keyring;
    let costs = |folder: &Path| -> Vec<(u32, u32)> {
        let bytes = std::fs::read(folder.join(lucha::store::keys::FILE)).unwrap();
        let ring = keyring::decode(&keyring::decode_file(&bytes).unwrap().0).unwrap();
        let wraps = ring.holders.into_iter().filter_map(|holder| holder.wrap);
        wraps.map(|wrap| (wrap.memory_kib, wrap.passes)).collect()
    };
    let (folder, desk) = crate::bureau::found(crate::bureau::sample(), crate::bureau::EVENING);
    drop(desk);
    let light = costs(folder.path());
    assert!(!light.is_empty() && light.iter().all(|cost| *cost == (64, 3)), "{light:?}");
    let mut desk = crate::bureau::sit_down(folder.path(), crate::bureau::EVENING);
    let (who, _, old) = lucha::app::sample::pins().swap_remove(0);
    lucha::app::pin::change(&mut desk, &who, &old, "864209").unwrap();
    let heavy = costs(folder.path());
    assert_eq!(heavy.iter().filter(|cost| **cost == (65_536, 3)).count(), 1, "{heavy:?}");
}
