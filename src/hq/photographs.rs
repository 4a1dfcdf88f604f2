//! Where headquarters keeps photographs and pages: ranges as they come, then whole and checked; knows no entry.

use crate::stdx::digest::Digest;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A keep of photographs. What `have` tells survives a loss of power.
pub trait Photographs: Send {
    /// Bytes that are there of one that is not whole.
    ///
    /// # Errors
    /// When the keep does not answer; the same of every other call.
    fn have(&mut self, digest: Digest) -> io::Result<u64>;
    /// Adds bytes at `offset`, which is where `have` stands; durable when it returns.
    fn add(&mut self, digest: Digest, offset: u64, bytes: &[u8]) -> io::Result<()>;
    /// All bytes came: true when they are those of the digest, and kept from now on; else they are moved
    /// aside and the next ones begin anew.
    fn finish(&mut self, digest: Digest) -> io::Result<bool>;
    /// One that came in one range: kept when it is the digest's, else moved aside, and false.
    fn keep_whole(&mut self, digest: Digest, bytes: &[u8]) -> io::Result<bool> {
        self.add(digest, 0, bytes)?;
        self.finish(digest)
    }
    fn read(&mut self, digest: Digest) -> io::Result<Option<Vec<u8>>>;
}

/// Parts the names of files that are written at once.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// A folder of this machine.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// # Errors
    /// When the folder cannot be made.
    pub fn at(root: &Path) -> io::Result<Folder> {
        for part in ["arriving", "held", "damaged"] {
            fs::create_dir_all(root.join(part))?;
        }
        Ok(Folder { root: root.to_path_buf() })
    }

    fn arriving(&self, digest: Digest) -> PathBuf {
        self.root.join("arriving").join(digest.hex())
    }

    fn held(&self, digest: Digest) -> PathBuf {
        let hex = digest.hex();
        self.root.join("held").join(&hex[..2]).join(hex)
    }
}

impl Photographs for Folder {
    fn have(&mut self, digest: Digest) -> io::Result<u64> {
        match fs::metadata(self.arriving(digest)) {
            Ok(found) => Ok(found.len()),
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(fault) => Err(fault),
        }
    }

    fn add(&mut self, digest: Digest, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let path = self.arriving(digest);
        let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
        // What a cut left behind the durable part is no part of it.
        file.set_len(offset)?;
        io::Seek::seek(&mut file, io::SeekFrom::Start(offset))?;
        file.write_all(bytes)?;
        file.sync_data()?;
        if offset == 0 {
            sync_folder(&self.root.join("arriving"))?;
        }
        Ok(())
    }

    fn keep_whole(&mut self, digest: Digest, bytes: &[u8]) -> io::Result<bool> {
        if Digest::of(bytes) != digest {
            self.add(digest, 0, bytes)?;
            return self.finish(digest);
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
                let path = self.root.join("arriving").join(name);
                let mut file = File::create(&path)?;
                file.write_all(bytes)?;
                file.sync_data()?;
                self.shelve(&path, digest)?;
            }
            Err(fault) => return Err(fault),
        }
        Ok(true)
    }

    fn finish(&mut self, digest: Digest) -> io::Result<bool> {
        let path = self.arriving(digest);
        let (mut bytes, mut file) = (Vec::new(), File::open(&path)?);
        file.read_to_end(&mut bytes)?;
        if Digest::of(&bytes) != digest {
            let found = Digest::of(&bytes).hex();
            let name = format!("{}-{found}", digest.hex());
            fs::rename(&path, self.root.join("damaged").join(name))?;
            return Ok(false);
        }
        // Who wrote the last bytes may have been killed before it flushed them.
        file.sync_data()?;
        self.shelve(&path, digest)?;
        Ok(true)
    }

    fn read(&mut self, digest: Digest) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.held(digest)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }
}

impl Folder {
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

pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// A keep in memory: the simulated world's.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    arriving: std::collections::BTreeMap<Digest, Vec<u8>>,
    held: std::collections::BTreeMap<Digest, Vec<u8>>,
    damaged: Vec<Vec<u8>>,
}

impl Photographs for Memory {
    fn have(&mut self, digest: Digest) -> io::Result<u64> {
        Ok(self.arriving.get(&digest).map_or(0, |bytes| bytes.len() as u64))
    }

    fn add(&mut self, digest: Digest, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let arriving = self.arriving.entry(digest).or_default();
        arriving.truncate(usize::try_from(offset).unwrap_or(usize::MAX));
        arriving.extend(bytes);
        Ok(())
    }

    fn finish(&mut self, digest: Digest) -> io::Result<bool> {
        let bytes = self.arriving.remove(&digest).unwrap_or_default();
        let is_right = Digest::of(&bytes) == digest;
        if is_right {
            self.held.insert(digest, bytes);
        } else {
            self.damaged.push(bytes);
        }
        Ok(is_right)
    }

    fn read(&mut self, digest: Digest) -> io::Result<Option<Vec<u8>>> {
        Ok(self.held.get(&digest).cloned())
    }
}
