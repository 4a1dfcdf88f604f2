//! The mirror's thread: copies the journal to a card behind each commit, and never holds one up.

use super::command::Trouble;
use crate::stdx::files::Ground;
use crate::stdx::id::Dice;
use crate::store::mirror::Mirror;
use crate::store::site::Site;
use crate::store::{Store, StoreFault, disk};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// The file in the journal's folder that names the mirror's; no secret stands in it.
const CHOICE: &str = "mirror.path";
/// Seconds between two tries while the card is out.
const AGAIN: Duration = Duration::from_secs(20);
/// How long the end of the program waits for a card.
const LAST: Duration = Duration::from_secs(20);

/// How far the mirror is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The last entry that is on the card; `None` before the card was reached.
    pub until: Option<u64>,
    /// Key of the sentence for what kept it, and the detail.
    pub trouble: Option<Trouble>,
}

/// A running mirror. When it goes it catches up once more.
#[derive(Debug)]
pub struct Running {
    wake: Option<SyncSender<()>>,
    ended: Receiver<()>,
    thread: Option<JoinHandle<()>>,
    progress: Arc<Mutex<Progress>>,
}

/// The folder of this laptop's mirror; `None` when nobody chose a place.
#[must_use]
pub fn chosen(ground: &Ground, folder: &Path) -> Option<PathBuf> {
    let read = || ground.read(&folder.join(CHOICE));
    // What the disk does not give just then is asked for again: without it there is no second copy until the next start.
    let text = String::from_utf8(read().or_else(|_| read()).ok()??).ok()?;
    let text = text.trim();
    (!text.is_empty()).then(|| PathBuf::from(text))
}

/// Chooses the place of the journal's mirror, or none. Only here a folder is made on the card.
///
/// # Errors
/// When the place is no folder, lies within the journal's own, or the choice cannot be kept.
pub fn choose(store: &Store, place: Option<&Path>) -> Result<(), Trouble> {
    let (ground, folder) = (&store.site().ground, store.folder());
    let text = match place {
        None => String::new(),
        Some(place) => {
            let own = |fault: std::io::Error| {
                Trouble::new("trouble.file").with(place.display().to_string()).and(fault)
            };
            let place = ground.real(place).map_err(own)?;
            let is_folder = ground.is_folder(&place).map_err(own)?;
            if !is_folder || ground.real(folder).is_ok_and(|own| place.starts_with(own)) {
                return Err(Trouble::new("trouble.mirror_place").with(place.display().to_string()));
            }
            Mirror::make_folder(&place, store)?.display().to_string()
        }
    };
    let keep = || -> Result<(), StoreFault> {
        let mut arrivals = disk::Arrivals::at(&store.site().ground, folder);
        arrivals.write(Path::new(CHOICE), |file| {
            std::io::Write::write_all(file, text.as_bytes()).map_err(disk::fault)
        })?;
        arrivals.settle()
    };
    Ok(keep()?)
}

/// Behind a new epoch: the mirror of the journal lies beside that of the epoch before, where one was chosen. A card that
/// is out is chosen again when it is back; the mirror says so until then.
///
/// # Errors
/// When the choice cannot be kept.
pub fn follow_epoch(store: &Store) -> Result<(), Trouble> {
    let ground = &store.site().ground;
    let chosen = chosen(ground, store.folder());
    let under = chosen.as_ref().and_then(|folder| folder.parent());
    match under.filter(|under| ground.is_folder(under).unwrap_or(false)) {
        Some(under) => choose(store, Some(under)),
        None => Ok(()),
    }
}

impl Running {
    /// Begins to mirror the journal at `site` in the folder `to`.
    #[must_use]
    pub fn start(site: Site, to: PathBuf) -> Running {
        let ((wake, woken), (end, ended)) = (sync_channel(1), sync_channel(1));
        let progress = Arc::new(Mutex::new(Progress::default()));
        let shown = Arc::clone(&progress);
        let thread = std::thread::spawn(move || {
            mirror(&site, &to, &woken, &shown);
            let _ = end.send(());
        });
        Running { wake: Some(wake), ended, thread: Some(thread), progress }
    }

    /// Something was committed. It never waits: one that is on its way takes this along.
    pub fn wake(&self) {
        if let Some(wake) = &self.wake {
            let _ = wake.try_send(());
        }
    }

    /// Catches up once more and ends.
    #[must_use]
    pub fn end(mut self) -> Progress {
        self.stop();
        self.progress()
    }

    fn stop(&mut self) {
        self.wake = None;
        let thread = self.thread.take();
        // A card that hangs must not hold the program: what it lacks, the next start writes.
        let hangs = self.ended.recv_timeout(LAST) == Err(RecvTimeoutError::Timeout);
        let ended = !hangs && thread.is_none_or(|thread| thread.join().is_ok());
        if !ended {
            let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
            progress.trouble.get_or_insert(Trouble::new("trouble.mirror_unfinished"));
        }
    }

    /// How far it is behind, and what is in its way.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

fn mirror(site: &Site, to: &Path, woken: &Receiver<()>, shown: &Mutex<Progress>) {
    let mut open: Option<(Store, Mirror)> = None;
    let mut ends = false;
    loop {
        let done = step(&mut open, site, to);
        let mut progress = shown.lock().unwrap_or_else(PoisonError::into_inner);
        match done {
            Ok(until) => *progress = Progress { until: Some(until), trouble: None },
            Err(fault) => progress.trouble = Some(fault.into()),
        }
        let wait = progress.trouble.is_some();
        drop(progress);
        if ends {
            return;
        }
        let next = if wait {
            // After a failure even the file that is open is not believed.
            open = None;
            woken.recv_timeout(AGAIN)
        } else {
            woken.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        ends = next == Err(RecvTimeoutError::Disconnected);
    }
}

fn step(open: &mut Option<(Store, Mirror)>, site: &Site, to: &Path) -> Result<u64, StoreFault> {
    if open.is_none() {
        let store = Store::open_to_read(site, &mut Dice::Machine)?;
        let mirror = Mirror::open(to, &store)?;
        *open = Some((store, mirror));
    }
    let Some((store, mirror)) = open else { return Err(StoreFault::NoMirror) };
    mirror.catch_up(store)?;
    Ok(mirror.until())
}
