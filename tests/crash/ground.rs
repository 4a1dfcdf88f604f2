//! The program's own file calls on the simulated disk; no file of the machine is touched.

use super::disk::{Answer, Call, Disk, Node, State, above};
use super::vfs::{self, mounted};
use lucha::stdx::files::{Files, Ground, Held, How, Kind, OpenFile};
use std::io::{self, Error, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, MutexGuard};

/// What a file on a real disk takes at least: within it there is room on a full one too.
const BLOCK: usize = 4096;

/// The disk that is mounted on this thread.
#[derive(Debug)]
struct Crash;

pub fn ground() -> Ground {
    Arc::new(Crash)
}

/// Lays a file into a folder of `disk`, both safe.
pub fn lay(disk: &Disk, folder: &str, path: &str, bytes: &[u8]) {
    vfs::mount(disk);
    let ground = ground();
    ground.make_folders(Path::new(folder)).unwrap();
    let mut file = ground.open(Path::new(path), How::Fresh).unwrap();
    file.write_all(bytes).unwrap();
    file.sync().unwrap();
    ground.sync_folder(Path::new(folder)).unwrap();
}

fn name(path: &Path) -> String {
    let path = path.to_str().unwrap();
    if path == "/" { path.to_string() } else { path.trim_end_matches('/').to_string() }
}

fn gone() -> Error {
    ErrorKind::NotFound.into()
}

/// Whether the call is done, wholly or as far as a cut lets it.
fn done(state: &mut State, call: Call) -> io::Result<()> {
    match state.answer(call) {
        Answer::Well => Ok(()),
        Answer::Full => Err(ErrorKind::StorageFull.into()),
        Answer::Off | Answer::Bad => Err(Error::other("the disk does not answer")),
    }
}

/// A change that happens when the call is well, and may have happened when the power went in it.
fn change(call: Call, change: impl FnOnce(&mut State)) -> io::Result<()> {
    let disk = mounted();
    let mut state = disk.state();
    let answer = done(&mut state, call);
    if answer.is_ok() || state.fell_now() {
        change(&mut state);
    }
    answer
}

fn file(state: &MutexGuard<'_, State>, path: &str) -> io::Result<usize> {
    state.find(path).ok_or_else(gone)
}

impl Files for Crash {
    fn sqlite(&self) -> Option<&str> {
        Some(vfs::NAME)
    }

    fn outlives_the_program(&self) -> bool {
        false
    }

    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn OpenFile>> {
        let (disk, path) = (mounted(), name(path));
        let mut state = disk.state();
        let found = state.find(&path);
        let makes = matches!(how, How::Fresh | How::Private | How::Grow);
        let inode = match found {
            Some(inode) => {
                done(&mut state, Call::Open)?;
                inode
            }
            None if makes && state.node(above(&path)) == Some(Node::Folder) => {
                let answer = done(&mut state, Call::Create);
                let fell = state.fell_now();
                if answer.is_ok() || fell {
                    state.make(&path);
                }
                answer?;
                file(&state, &path)?
            }
            None => {
                done(&mut state, Call::Open)?;
                return Err(gone());
            }
        };
        let empties = matches!(how, How::Fresh | How::Private);
        if empties && state.inodes[inode].now.len() > 0 {
            let answer = done(&mut state, Call::Truncate);
            if answer.is_ok() || state.fell_now() {
                state.truncate(inode, 0);
            }
            answer?;
        }
        drop(state);
        Ok(Box::new(Open { disk, inode, at: 0 }))
    }

    fn look(&self, path: &Path) -> io::Result<Option<Kind>> {
        let disk = mounted();
        let mut state = disk.state();
        done(&mut state, Call::Access)?;
        Ok(state.node(&name(path)).map(|node| match node {
            Node::Folder => Kind::Folder,
            Node::File(inode) => Kind::File { bytes: state.inodes[inode].now.len() as u64 },
        }))
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let disk = mounted();
        let mut state = disk.state();
        done(&mut state, Call::Read)?;
        let folder = name(folder);
        if state.node(&folder) == Some(Node::Folder) {
            Ok(state.names_in(&folder))
        } else {
            Err(gone())
        }
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let folder = name(folder);
        let above_is_there = mounted().state().node(above(&folder)) == Some(Node::Folder);
        if mounted().state().node(&folder).is_some() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        if above_is_there {
            change(Call::Create, |state| state.make_folder(&folder))
        } else {
            Err(gone())
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (from, to) = (name(from), name(to));
        let node = mounted().state().node(&from).ok_or_else(gone)?;
        change(Call::Rename, |state| state.rename(&from, &to, node))
    }

    fn link(&self, _: &Path, _: &Path) -> io::Result<()> {
        // As FAT32 says.
        Err(ErrorKind::Unsupported.into())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let path = name(path);
        file(&mounted().state(), &path)?;
        change(Call::Delete, |state| state.remove(&path))
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        let folder = name(folder);
        if mounted().state().node(&folder).is_none() {
            return Err(gone());
        }
        if !mounted().state().names_in(&folder).is_empty() {
            return Err(ErrorKind::DirectoryNotEmpty.into());
        }
        change(Call::Delete, |state| state.remove(&folder))
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        if mounted().state().node(&name(path)).is_none() {
            return Err(gone());
        }
        Ok(path.to_path_buf())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let disk = mounted();
        let mut state = disk.state();
        done(&mut state, Call::Sync)?;
        state.sync_folder(&name(folder));
        Ok(())
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        let (disk, path) = (mounted(), name(path));
        let is_free = disk.state().locked.insert(path.clone());
        Ok(if is_free { Some(Box::new(Lock { disk, path })) } else { None })
    }
}

struct Lock {
    disk: Disk,
    path: String,
}

impl std::fmt::Debug for Lock {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.path)
    }
}

impl Held for Lock {}

impl Drop for Lock {
    fn drop(&mut self) {
        self.disk.state().locked.remove(&self.path);
    }
}

struct Open {
    disk: Disk,
    inode: usize,
    at: usize,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "file {}", self.inode)
    }
}

impl Read for Open {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut state = self.disk.state();
        done(&mut state, Call::Read)?;
        let count = state.inodes[self.inode].now.read(self.at, into);
        self.at += count;
        Ok(count)
    }
}

impl Write for Open {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.disk.state();
        let room = state.inodes[self.inode].now.len().next_multiple_of(BLOCK);
        match state.answer(Call::Write) {
            Answer::Well => {}
            Answer::Full if self.at + bytes.len() <= room => {}
            Answer::Off if state.fell_now() => {
                state.write(self.inode, self.at, bytes);
                return Err(Error::other("the power went"));
            }
            Answer::Off => return Err(Error::other("there is no power")),
            // A short write: half of it is there.
            answer @ (Answer::Bad | Answer::Full) => {
                state.write(self.inode, self.at, &bytes[..bytes.len() / 2]);
                let kind =
                    if answer == Answer::Full { ErrorKind::StorageFull } else { ErrorKind::Other };
                return Err(kind.into());
            }
        }
        state.write(self.inode, self.at, bytes);
        drop(state);
        self.at += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Open {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let length = self.disk.state().inodes[self.inode].now.len();
        let (from, by) = match to {
            SeekFrom::Start(at) => (0, i64::try_from(at).unwrap()),
            SeekFrom::End(by) => (length, by),
            SeekFrom::Current(by) => (self.at, by),
        };
        let by = isize::try_from(by).unwrap();
        self.at = from.checked_add_signed(by).ok_or(ErrorKind::InvalidInput)?;
        Ok(self.at as u64)
    }
}

impl OpenFile for Open {
    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.state();
        match state.answer(Call::Sync) {
            Answer::Well => {
                state.sync(self.inode);
                Ok(())
            }
            Answer::Bad => {
                state.sync_failed(self.inode);
                Err(Error::other("the flush failed"))
            }
            Answer::Off | Answer::Full => Err(Error::other("there is no power")),
        }
    }

    fn length(&self) -> io::Result<u64> {
        let mut state = self.disk.state();
        done(&mut state, Call::Size)?;
        Ok(state.inodes[self.inode].now.len() as u64)
    }

    fn set_length(&mut self, bytes: u64) -> io::Result<()> {
        let mut state = self.disk.state();
        let answer = done(&mut state, Call::Truncate);
        if answer.is_ok() || state.fell_now() {
            state.truncate(self.inode, usize::try_from(bytes).unwrap());
        }
        answer
    }
}
