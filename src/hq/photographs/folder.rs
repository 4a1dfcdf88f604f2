//! Photographs in a folder of this machine, and those that are still arriving; each is durable before it is told.

use super::Photographs;
use crate::stdx::digest::Digest;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Parts the names of files that are written at once.
static NEXT: AtomicU64 = AtomicU64::new(0);
/// Photographs of one question that are written at once: a file system makes what waits for it at one moment durable
/// together, and hardly faster for more of them.
const AT_ONCE: usize = 4;
/// What nobody touched for so long nobody goes on with: a laptop that is in repair or whose officers are away is back before,
/// and one that comes later only sends the same bytes once more.
const UNTOUCHED: Duration = Duration::from_secs(60 * 24 * 3600);

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
            Err(fault) if fault.kind() == ErrorKind::NotFound => Ok(0),
            Err(fault) => Err(fault),
        }
    }

    pub(super) fn add(&self, digest: Digest, offset: u64, bytes: &[u8]) -> io::Result<bool> {
        // What others brought to its end meanwhile has another name now: nobody begins it anew from its middle.
        let Some(mut file) = self.alone(digest, offset == 0)? else { return Ok(false) };
        if file.metadata()?.len() != offset {
            return Ok(false);
        }
        io::Seek::seek(&mut file, io::SeekFrom::Start(offset))?;
        file.write_all(bytes)?;
        file.sync_data()?;
        if offset == 0 {
            sync_folder(&self.folder)?;
        }
        Ok(true)
    }

    /// The file of one that is arriving, which no other line touches as long as it is open: a line that was cut may still be at
    /// work on what it brought, and the laptop goes on over the next one. `None` where another one has it, or it is not there.
    pub(super) fn alone(&self, digest: Digest, may_begin: bool) -> io::Result<Option<File>> {
        alone_at(&self.file(digest), may_begin)
    }
}

fn alone_at(path: &Path, may_begin: bool) -> io::Result<Option<File>> {
    let mut how = OpenOptions::new();
    let how = how.read(true).write(true).create(may_begin).truncate(false);
    let file = match how.open(path) {
        Ok(file) => file,
        Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(None),
        Err(fault) => return Err(fault),
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(fault)) if has_no_locks(&fault) => {}
        Err(TryLockError::Error(fault)) => return Err(fault),
    }
    // Who had it before may have given it another name, and somebody else begun anew under this one.
    Ok(is_named(path, &file)?.then_some(file))
}

/// Takes away what is left below `root` of photographs that were begun and that nobody touched for sixty days. One that a line
/// has at this moment stays. A laptop that comes back after all is told that no byte of it is here, and begins it anew.
///
/// # Errors
/// When one cannot be read or removed; the others were looked at all the same.
pub fn sweep(root: &Path) -> io::Result<()> {
    let found = match fs::read_dir(root.join("arriving")) {
        Ok(found) => found,
        Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(()),
        Err(fault) => return Err(fault),
    };
    let mut swept = Ok(());
    for entry in found {
        swept = swept.and(entry.and_then(|entry| remove_untouched(&entry.path())));
    }
    swept
}

/// Removes a file that nobody touched for long, unless somebody has it at this moment.
fn remove_untouched(path: &Path) -> io::Result<()> {
    let removed = fs::symlink_metadata(path).and_then(|about| {
        if !about.is_file() || !is_untouched(&about)? {
            return Ok(());
        }
        let Some(file) = alone_at(path, false)? else { return Ok(()) };
        // Somebody may have gone on with it before it was ours.
        if is_untouched(&file.metadata()?)? { fs::remove_file(path) } else { Ok(()) }
    });
    match removed {
        // Another server over the same folder was quicker, or it is whole by now.
        Err(fault) if fault.kind() == ErrorKind::NotFound => Ok(()),
        Err(fault) => Err(io::Error::new(fault.kind(), format!("{}: {fault}", path.display()))),
        Ok(()) => Ok(()),
    }
}

/// What a clock that was set back finds of tomorrow was touched.
fn is_untouched(about: &fs::Metadata) -> io::Result<bool> {
    Ok(about.modified()?.elapsed().is_ok_and(|age| age > UNTOUCHED))
}

/// Whether `path` is the name of an open file still.
#[cfg(unix)]
fn is_named(path: &Path, file: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let own = file.metadata()?;
    match fs::metadata(path) {
        Ok(there) => Ok((there.dev(), there.ino()) == (own.dev(), own.ino())),
        Err(fault) if fault.kind() == ErrorKind::NotFound => Ok(false),
        Err(fault) => Err(fault),
    }
}

/// Elsewhere nobody renames what somebody else has open.
#[cfg(not(unix))]
fn is_named(_: &Path, _: &File) -> io::Result<bool> {
    Ok(true)
}

/// All bytes came, and another line has them checked at this moment or had: the laptop asks again.
pub(super) fn is_anothers() -> io::Error {
    io::Error::new(ErrorKind::WouldBlock, "another line brings this photograph")
}

/// A file system without locks, or a shared one whose locks nobody serves, is one program's alone.
pub(in crate::hq) fn has_no_locks(fault: &io::Error) -> bool {
    /// `ENOLCK` of Linux.
    const NO_LOCKS: i32 = 37;
    let is_unserved = cfg!(target_os = "linux") && fault.raw_os_error() == Some(NO_LOCKS);
    fault.kind() == ErrorKind::Unsupported || is_unserved
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

    fn add(&mut self, digest: Digest, offset: u64, bytes: &[u8]) -> io::Result<bool> {
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
            Err(fault) if fault.kind() == ErrorKind::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    fn found(&mut self, digest: Digest) -> io::Result<Option<Digest>> {
        match File::open(self.held(digest)) {
            Ok(file) => Ok(Some(Digest::of_reader(file)?)),
            Err(fault) if fault.kind() == ErrorKind::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }
}

impl Folder {
    fn keep(&self, digest: Digest, bytes: &[u8]) -> io::Result<bool> {
        let found = Digest::of(bytes);
        if found != digest {
            // Not by the file of what is arriving: whoever brings the right bytes is not disturbed.
            self.beside(digest, bytes, |part| self.set_aside(part, digest, found))?;
            return Ok(false);
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
            Err(fault) if fault.kind() == ErrorKind::AlreadyExists => {
                self.beside(digest, bytes, |part| self.shelve(part, digest))?;
            }
            Err(fault) => return Err(fault),
        }
        Ok(true)
    }

    /// Writes bytes under a name of their own, durably, and hands the name to `done`; where one of both fails nothing is left
    /// that would take room.
    fn beside(
        &self,
        digest: Digest,
        bytes: &[u8],
        done: impl FnOnce(&Path) -> io::Result<()>,
    ) -> io::Result<()> {
        let nth = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}.{}-{nth}", digest.hex(), std::process::id());
        let part = self.arriving.folder.join(name);
        let written = File::create(&part).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_data()
        });
        let written = written.and_then(|()| done(&part));
        if written.is_err() {
            let _left = fs::remove_file(&part);
        }
        written
    }

    fn finished(&self, digest: Digest) -> io::Result<bool> {
        let Some(file) = self.arriving.alone(digest, false)? else { return Err(is_anothers()) };
        let path = self.arriving.file(digest);
        let found = Digest::of_reader(&file)?;
        if found != digest {
            self.set_aside(&path, digest, found)?;
            return Ok(false);
        }
        // Who wrote the last bytes may have been killed before it flushed them.
        file.sync_data()?;
        self.shelve(&path, digest)?;
        Ok(true)
    }

    /// Bytes that are not those of their digest are kept, and nobody takes them for it.
    fn set_aside(&self, from: &Path, digest: Digest, found: Digest) -> io::Result<()> {
        let name = format!("{}-{}", digest.hex(), found.hex());
        fs::rename(from, self.root.join("damaged").join(name))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn photograph() -> (Digest, Vec<u8>) {
        let bytes: Vec<u8> = (0..60_000_u32).map(|n| (n % 251) as u8).collect();
        (Digest::of(&bytes), bytes)
    }

    #[test]
    fn two_lines_that_bring_one_photograph_cut_nothing_off_that_was_checked() {
        let (folder, (digest, bytes)) = (tempfile::tempdir().unwrap(), photograph());
        for round in 0..40 {
            let root = folder.path().join(round.to_string());
            let bring = |piece: usize| {
                let mut keep = Folder::at(&root).unwrap();
                loop {
                    let from = usize::try_from(keep.have(digest).unwrap()).unwrap();
                    if keep.found(digest).unwrap().is_some() {
                        return;
                    }
                    let until = (from + piece).min(bytes.len());
                    let is_last = until == bytes.len();
                    let is_here = from == until
                        || keep.add(digest, from as u64, &bytes[from..until]).unwrap();
                    // The other one may have it checked at this moment.
                    assert!(!is_here || !is_last || keep.finish(digest).unwrap_or(true));
                }
            };
            std::thread::scope(|scope| {
                scope.spawn(|| bring(25_000));
                scope.spawn(|| bring(19_000));
            });
            let mut keep = Folder::at(&root).unwrap();
            assert!(keep.read(digest).unwrap().unwrap() == bytes, "round {round}");
        }
    }

    #[test]
    fn what_another_line_has_at_this_moment_is_left_to_it() {
        let (folder, (digest, bytes)) = (tempfile::tempdir().unwrap(), photograph());
        let mut keep = Folder::at(folder.path()).unwrap();
        assert!(keep.add(digest, 0, &bytes[..10]).unwrap());
        let other = keep.arriving.alone(digest, false).unwrap();
        assert!(other.is_some());
        assert!(!keep.add(digest, 10, &bytes[10..]).unwrap());
        assert_eq!(keep.finish(digest).unwrap_err().kind(), ErrorKind::WouldBlock);
        drop(other);
        assert!(!keep.keep_whole(digest, b"other bytes").unwrap());
        assert_eq!(keep.have(digest).unwrap(), 10, "wrong ones do not disturb it");
        assert!(keep.add(digest, 10, &bytes[10..]).unwrap() && keep.finish(digest).unwrap());
    }

    #[test]
    fn what_cannot_be_kept_leaves_nothing_that_takes_room() {
        let (folder, (digest, bytes)) = (tempfile::tempdir().unwrap(), photograph());
        let mut keep = Folder::at(folder.path()).unwrap();
        // In its place lies what no file replaces.
        fs::create_dir_all(keep.held(digest)).unwrap();
        keep.keep_whole(digest, &bytes).unwrap_err();
        assert_eq!(fs::read_dir(folder.path().join("arriving")).unwrap().count(), 0);
    }
}
