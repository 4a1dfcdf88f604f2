//! A satellite receiver's time, heard on a thread beside the desk from the port that this laptop chose; sets no clock and
//! holds up no command.

use super::command::Trouble;
use super::desk::Desk;
use crate::stdx::clock::{Clock, Moment};
use crate::stdx::files::{Ground, How, Kind, OpenFile};
use crate::stdx::nmea::{self, LINE_MAX};
use crate::store::{Store, disk};
use std::io::{ErrorKind, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The file in the journal's folder that names the port.
const CHOICE: &str = "gps.path";
/// Between two tries while the receiver is out.
const AGAIN: Duration = Duration::from_secs(5);
/// Between two looks at a port that has nothing to say.
const PAUSE: Duration = Duration::from_millis(200);

/// What a receiver told, and where the machine's own counter stood then.
type Heard = Option<(Moment, u64)>;

/// A port that is listened to as long as this lives.
#[derive(Debug)]
pub struct Receiver {
    heard: Arc<Mutex<Heard>>,
    ends: Arc<AtomicBool>,
}

/// The receiver's port; `None` when nobody chose one.
#[must_use]
pub fn chosen(ground: &Ground, folder: &Path) -> Option<PathBuf> {
    if folder.as_os_str().is_empty() {
        return None;
    }
    let text = String::from_utf8(ground.read(&folder.join(CHOICE)).ok()??).ok()?;
    let text = text.trim();
    (!text.is_empty()).then(|| PathBuf::from(text))
}

/// Keeps the port that this laptop hears, or that it hears none.
///
/// # Errors
/// When there is no such port, or the choice cannot be kept.
pub fn choose(store: &Store, port: Option<&Path>) -> Result<(), Trouble> {
    let ground = &store.site().ground;
    let text = match port {
        None => String::new(),
        Some(port) => {
            let shown = port.display().to_string();
            match ground.look(port) {
                Ok(Some(Kind::File { .. })) => shown,
                Ok(Some(Kind::Folder) | None) => {
                    return Err(Trouble::new("trouble.gps_port").with(shown));
                }
                Err(fault) => return Err(Trouble::new("trouble.file").with(shown).and(fault)),
            }
        }
    };
    let mut arrivals = disk::Arrivals::at(ground, store.folder());
    arrivals.write(Path::new(CHOICE), |file| {
        std::io::Write::write_all(file, text.as_bytes()).map_err(disk::fault)
    })?;
    Ok(arrivals.settle()?)
}

impl Receiver {
    /// Starts to hear the receiver at `port`.
    #[must_use]
    pub fn start(ground: Ground, port: PathBuf) -> Receiver {
        let receiver = Receiver { heard: Arc::default(), ends: Arc::default() };
        let (heard, ends) = (Arc::clone(&receiver.heard), Arc::clone(&receiver.ends));
        // A port may hang for ever; nobody waits for its thread.
        std::thread::spawn(move || listen(&ground, &port, &heard, &ends));
        receiver
    }

    /// What was told since the last call.
    fn take(&self) -> Heard {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
    }
}

impl Desk {
    /// Chooses the port of the satellite receiver, or none.
    ///
    /// # Errors
    /// When there is no such port, or the choice cannot be kept.
    pub fn choose_receiver(&mut self, port: Option<&Path>) -> Result<(), Trouble> {
        choose(&self.store, port)?;
        self.start_receiver();
        Ok(())
    }

    /// Where the satellites are heard.
    #[must_use]
    pub fn receiver_port(&self) -> Option<PathBuf> {
        chosen(&self.store.site().ground, self.store.folder())
    }

    /// Begins to listen where this laptop chose to; nothing happens where it chose no port.
    pub fn start_receiver(&mut self) {
        let port = self.receiver_port().filter(|_| self.store.may_write());
        let ground = || Ground::clone(&self.store.site().ground);
        self.receiver = port.map(|port| Receiver::start(ground(), port));
    }

    /// Takes up what the satellites told meanwhile.
    pub(super) fn hear_receiver(&mut self) {
        if let Some((at, monotonic_ms)) = self.receiver.as_ref().and_then(Receiver::take) {
            self.clock.heard_satellites(at, monotonic_ms);
        }
    }
}

fn listen(ground: &Ground, port: &Path, heard: &Mutex<Heard>, ends: &AtomicBool) {
    let clock = Clock::machine();
    while !ends.load(Ordering::Relaxed) {
        if let Ok(mut file) = ground.open(port, How::Read) {
            // What stands in a file is of another time; a port has nothing behind it.
            let _port = file.seek(SeekFrom::End(0));
            let mut told = |at| {
                let at = Some((at, clock.read().monotonic_ms));
                *heard.lock().unwrap_or_else(PoisonError::into_inner) = at;
            };
            hear(file.as_mut(), ends, &mut told);
        }
        std::thread::sleep(if ends.load(Ordering::Relaxed) { Duration::ZERO } else { AGAIN });
    }
}

/// Reads lines until the port fails or nobody listens any more.
fn hear(port: &mut dyn OpenFile, ends: &AtomicBool, told: &mut dyn FnMut(Moment)) {
    let (mut bytes, mut line) = ([0; 256], Vec::new());
    while !ends.load(Ordering::Relaxed) {
        let count = match port.read(&mut bytes) {
            Ok(0) => {
                std::thread::sleep(PAUSE);
                continue;
            }
            Ok(count) => count,
            Err(fault) if fault.kind() == ErrorKind::Interrupted => continue,
            Err(_) => return,
        };
        for byte in &bytes[..count] {
            if *byte != b'\n' {
                // A line that never ends is none: it keeps no memory.
                if line.len() <= LINE_MAX {
                    line.push(*byte);
                }
                continue;
            }
            if let Some(at) = nmea::read(&line) {
                told(at);
            }
            line.clear();
        }
    }
}
