//! Photographs in a folder of this machine, and those that are still arriving; each is durable before it is told.

use super::Photographs;
use crate::stdx::digest::Digest;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Parts the names of files that are written at once.
static NEXT: AtomicU64 = AtomicU64::new(0);
/// Photographs of one question that are written at once: a file system makes what waits for it at one moment durable
/// together, and hardly faster for more of them.
const AT_ONCE: usize = 4;

/// Photographs of which a part came.
#[derive(Clone, Debug)]
pub(super) struct Arriving {
    folder: PathBuf,
}

impl Arriving {
    pub(super) fn at(root: &Path) -> io::Result<Arriving> {
        let folder = root.join("arriving");
        fs::create_dir_all(&folder)?;
        Ok(Arriving { folder })
    }

    pub(super) fn file(&self, digest: Digest) -> PathBuf {
        self.folder.join(digest.hex())
    }

    pub(super) fn have(&self, digest: Digest) -> io::Result<u64> {
        match fs::metadata(self.file(digest)) {
            Ok(found) => Ok(found.len()),
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(fault) => Err(fault),
        }
    }

    pub(super) fn add(&self, digest: Digest, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let path = self.file(digest);
        let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
        // What a cut left behind the durable part is no part of it.
        file.set_len(offset)?;
        io::Seek::seek(&mut file, io::SeekFrom::Start(offset))?;
        file.write_all(bytes)?;
        file.sync_data()?;
        if offset == 0 {
            sync_folder(&self.folder)?;
        }
        Ok(())
    }
}

/// A folder of this machine.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
    arriving: Arriving,
}

impl Folder {
    /// # Errors
    /// When the folder cannot be made.
    pub fn at(root: &Path) -> io::Result<Folder> {
        for part in ["held", "damaged"] {
            fs::create_dir_all(root.join(part))?;
        }
        Ok(Folder { root: root.to_path_buf(), arriving: Arriving::at(root)? })
    }

    fn held(&self, digest: Digest) -> PathBuf {
        let hex = digest.hex();
        self.root.join("held").join(&hex[..2]).join(hex)
    }
}

impl Photographs for Folder {
    fn have(&mut self, digest: Digest) -> io::Result<u64> {
        self.arriving.have(digest)
    }

    fn add(&mut self, digest: Digest, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.arriving.add(digest, offset, bytes)
    }

    fn keep_whole(&mut self, digest: Digest, bytes: &[u8]) -> io::Result<bool> {
        self.keep(digest, bytes)
    }

    fn keep_all(&mut self, whole: &[(Digest, &[u8])]) -> io::Result<Vec<bool>> {
        if let [(digest, bytes)] = whole {
            return Ok(vec![self.keep(*digest, bytes)?]);
        }
        let (folder, left) = (&*self, Mutex::new(whole.iter().enumerate()));
        // Until none is left, or one of its own failed.
        let work = || -> io::Result<Vec<(usize, bool)>> {
            let mut kept = Vec::new();
            loop {
                let next = left.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some((nth, (digest, bytes))) = next else { return Ok(kept) };
                kept.push((nth, folder.keep(*digest, bytes)?));
            }
        };
        let kept = std::thread::scope(|scope| {
            let beside: Vec<_> = (1..whole.len().min(AT_ONCE))
                // Where the system gives no thread, those that are there do all of it.
                .filter_map(|_| std::thread::Builder::new().spawn_scoped(scope, work).ok())
                .collect();
            let mut kept = work();
            for other in beside {
                let stopped = |_| Err(io::Error::other("a photograph was not written to its end"));
                let other = other.join().unwrap_or_else(stopped);
                kept = kept.and_then(|mut kept| {
                    kept.extend(other?);
                    Ok(kept)
                });
            }
            kept
        });
        let mut kept = kept?;
        kept.sort_unstable();
        Ok(kept.into_iter().map(|(_, is_right)| is_right).collect())
    }

    fn finish(&mut self, digest: Digest) -> io::Result<bool> {
        self.finished(digest)
    }

    fn read(&mut self, digest: Digest) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.held(digest)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    fn found(&mut self, digest: Digest) -> io::Result<Option<Digest>> {
        match File::open(self.held(digest)) {
            Ok(file) => Ok(Some(Digest::of_reader(file)?)),
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }
}

impl Folder {
    fn keep(&self, digest: Digest, bytes: &[u8]) -> io::Result<bool> {
        if Digest::of(bytes) != digest {
            self.arriving.add(digest, 0, bytes)?;
            return self.finished(digest);
        }
        // At its place at once: its folder's entry is durable with its bytes, which saves a flush.
        let shelf = self.shelf(digest)?;
        match File::create_new(self.held(digest)) {
            Ok(mut file) => {
                file.write_all(bytes)?;
                file.sync_all()?;
                sync_folder(&shelf)?;
            }
            // A crash left it half written, or the same question came twice and another one writes it now: whose bytes
            // are durable first must not be cut off by the other.
            Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists => {
                let nth = NEXT.fetch_add(1, Ordering::Relaxed);
                let name = format!("{}.{}-{nth}", digest.hex(), std::process::id());
                let path = self.arriving.folder.join(name);
                let mut file = File::create(&path)?;
                file.write_all(bytes)?;
                file.sync_data()?;
                self.shelve(&path, digest)?;
            }
            Err(fault) => return Err(fault),
        }
        Ok(true)
    }

    fn finished(&self, digest: Digest) -> io::Result<bool> {
        let path = self.arriving.file(digest);
        let file = File::open(&path)?;
        let found = Digest::of_reader(&file)?;
        if found != digest {
            let name = format!("{}-{}", digest.hex(), found.hex());
            fs::rename(&path, self.root.join("damaged").join(name))?;
            return Ok(false);
        }
        // Who wrote the last bytes may have been killed before it flushed them.
        file.sync_data()?;
        self.shelve(&path, digest)?;
        Ok(true)
    }

    /// From `arriving` to its shelf, durably.
    fn shelve(&self, from: &Path, digest: Digest) -> io::Result<()> {
        let shelf = self.shelf(digest)?;
        fs::rename(from, self.held(digest))?;
        sync_folder(&shelf)
    }

    /// The folder that a photograph is held in; made when it is the first.
    fn shelf(&self, digest: Digest) -> io::Result<PathBuf> {
        let shelf = self.held(digest).parent().unwrap_or(&self.root).to_path_buf();
        if !shelf.exists() {
            fs::create_dir_all(&shelf)?;
            sync_folder(&self.root.join("held"))?;
        }
        Ok(shelf)
    }
}

pub(in crate::hq) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
