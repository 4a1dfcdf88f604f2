//! A file system in memory: one program's own, gone with it however it ends; never touches the machine's.

use super::files::{Files, Ground, Held, How, Kind, OpenFile};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// SQLite's own file system in memory: a file whose path begins with `/` is shared by the connections of
/// this program, and gone when the last of them is closed.
const SQLITE: &str = "memdb";

type Bytes = Arc<Mutex<Vec<u8>>>;

/// An empty file system. Its root is the only folder.
#[must_use]
pub fn ground() -> Ground {
    Arc::new(Memory::default())
}

#[derive(Default)]
struct Memory {
    nodes: Mutex<BTreeMap<PathBuf, Node>>,
    locked: Arc<Mutex<BTreeSet<PathBuf>>>,
}

#[derive(Clone)]
enum Node {
    Folder,
    File(Bytes),
}

/// What lies in it is nobody's to print.
impl fmt::Debug for Memory {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Memory")
    }
}

fn open<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Each change is one step, so a thread that fell left nothing half.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Memory {
    fn node(&self, path: &Path) -> Option<Node> {
        if path.parent().is_none() {
            return Some(Node::Folder);
        }
        open(&self.nodes).get(path).cloned()
    }

    fn there(&self, path: &Path) -> io::Result<Node> {
        self.node(path).ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn file(&self, path: &Path) -> io::Result<Bytes> {
        match self.there(path)? {
            Node::File(bytes) => Ok(bytes),
            Node::Folder => Err(ErrorKind::IsADirectory.into()),
        }
    }

    /// The folder that a new name would stand in.
    fn room_for(&self, path: &Path) -> io::Result<()> {
        match self.there(path.parent().unwrap_or(path))? {
            Node::Folder => Ok(()),
            Node::File(_) => Err(ErrorKind::NotADirectory.into()),
        }
    }
}

impl Files for Memory {
    fn sqlite(&self) -> Option<&str> {
        Some(SQLITE)
    }

    fn outlives_the_program(&self) -> bool {
        false
    }

    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn OpenFile>> {
        let makes = matches!(how, How::Fresh | How::Private | How::Grow);
        let bytes = match self.file(path) {
            Err(gone) if makes && gone.kind() == ErrorKind::NotFound => {
                self.room_for(path)?;
                let bytes = Bytes::default();
                open(&self.nodes).insert(path.to_path_buf(), Node::File(Arc::clone(&bytes)));
                bytes
            }
            found => found?,
        };
        if matches!(how, How::Fresh | How::Private) {
            open(&bytes).clear();
        }
        Ok(Box::new(Open { bytes, at: 0 }))
    }

    fn look(&self, path: &Path) -> io::Result<Option<Kind>> {
        Ok(self.node(path).map(|node| match node {
            Node::Folder => Kind::Folder,
            Node::File(bytes) => Kind::File { bytes: open(&bytes).len() as u64 },
        }))
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.there(folder)?;
        let nodes = open(&self.nodes);
        let inside = nodes.keys().filter(|path| path.parent() == Some(folder));
        Ok(inside
            .filter_map(|path| path.file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect())
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.room_for(folder)?;
        if self.node(folder).is_some() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        open(&self.nodes).insert(folder.to_path_buf(), Node::Folder);
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.there(from)?;
        self.room_for(to)?;
        let mut nodes = open(&self.nodes);
        let moved: Vec<PathBuf> =
            nodes.keys().filter(|path| path.starts_with(from)).cloned().collect();
        for path in moved {
            if let (Some(node), Ok(rest)) = (nodes.remove(&path), path.strip_prefix(from)) {
                // A path joined with nothing would end in a separator.
                let is_itself = rest.as_os_str().is_empty();
                let path = if is_itself { to.to_path_buf() } else { to.join(rest) };
                nodes.insert(path, node);
            }
        }
        Ok(())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let bytes = self.file(from)?;
        self.room_for(to)?;
        open(&self.nodes).insert(to.to_path_buf(), Node::File(bytes));
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.file(path)?;
        open(&self.nodes).remove(path);
        Ok(())
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        if !self.names(folder)?.is_empty() {
            return Err(ErrorKind::DirectoryNotEmpty.into());
        }
        open(&self.nodes).remove(folder);
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.there(folder).map(|_| ())
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.there(path).map(|_| path.to_path_buf())
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        let is_free = open(&self.locked).insert(path.to_path_buf());
        let lock = || Lock { locked: Arc::clone(&self.locked), path: path.to_path_buf() };
        Ok(is_free.then(|| Box::new(lock()) as Box<dyn Held>))
    }
}

#[derive(Debug)]
struct Lock {
    locked: Arc<Mutex<BTreeSet<PathBuf>>>,
    path: PathBuf,
}

impl Held for Lock {}

impl Drop for Lock {
    fn drop(&mut self) {
        open(&self.locked).remove(&self.path);
    }
}

struct Open {
    bytes: Bytes,
    at: usize,
}

impl fmt::Debug for Open {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "file in memory at {}", self.at)
    }
}

impl Read for Open {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let bytes = open(&self.bytes);
        let rest = bytes.get(self.at..).unwrap_or_default();
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.at += count;
        Ok(count)
    }
}

impl Write for Open {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        let mut bytes = open(&self.bytes);
        let end = self.at + from.len();
        if bytes.len() < end {
            bytes.resize(end, 0);
        }
        bytes[self.at..end].copy_from_slice(from);
        self.at = end;
        Ok(from.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Open {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => i128::from(at),
            SeekFrom::End(off) => i128::from(off) + open(&self.bytes).len() as i128,
            SeekFrom::Current(off) => i128::from(off) + self.at as i128,
        };
        self.at = usize::try_from(at).map_err(|_| io::Error::from(ErrorKind::InvalidInput))?;
        Ok(self.at as u64)
    }
}

impl OpenFile for Open {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn length(&self) -> io::Result<u64> {
        Ok(open(&self.bytes).len() as u64)
    }

    fn set_length(&mut self, bytes: u64) -> io::Result<()> {
        let length = usize::try_from(bytes).map_err(|_| io::Error::from(ErrorKind::OutOfMemory))?;
        open(&self.bytes).resize(length, 0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_kept_renamed_and_taken_away_as_on_a_disk() {
        let ground = ground();
        let folder = Path::new("/a/b");
        assert_eq!(ground.read(&folder.join("x")).unwrap(), None);
        let into_nothing = ground.open(&folder.join("x"), How::Fresh).unwrap_err();
        assert_eq!(into_nothing.kind(), ErrorKind::NotFound);
        ground.make_folders(folder).unwrap();
        let (path, part) = (folder.join("x"), folder.join("x.part"));
        ground.write_whole(&path, &part, How::Fresh, b"one").unwrap();
        ground.write_whole(&path, &part, How::Private, b"three").unwrap();
        assert_eq!(ground.names(folder).unwrap(), ["x"]);
        assert_eq!(ground.look(&path).unwrap(), Some(Kind::File { bytes: 5 }));
        ground.rename(Path::new("/a"), Path::new("/c")).unwrap();
        assert_eq!(ground.read(Path::new("/c/b/x")).unwrap().unwrap(), b"three");
        assert!(!ground.is_there(&path).unwrap() && !ground.is_there(folder).unwrap());
        ground.remove_tree(Path::new("/c")).unwrap();
        assert_eq!(ground.names(Path::new("/")).unwrap(), [""; 0]);
    }

    #[test]
    fn a_file_is_read_and_written_from_any_place_of_it() {
        let ground = ground();
        let mut file = ground.open(Path::new("/x"), How::Grow).unwrap();
        file.write_all(b"012345").unwrap();
        file.seek(SeekFrom::End(-4)).unwrap();
        file.write_all(b"ab").unwrap();
        let mut rest = String::new();
        file.read_to_string(&mut rest).unwrap();
        assert_eq!((rest.as_str(), file.length().unwrap()), ("45", 6));
        file.set_length(3).unwrap();
        assert_eq!(ground.read(Path::new("/x")).unwrap().unwrap(), b"01a");
        assert!(file.seek(SeekFrom::Current(-9)).is_err());
        assert!(!format!("{file:?} {ground:?}").contains("48"), "no content is shown");
    }

    #[test]
    fn a_lock_is_held_as_long_as_it_lives() {
        let ground = ground();
        let held = ground.lock(Path::new("/lock")).unwrap();
        assert!(held.is_some() && ground.lock(Path::new("/lock")).unwrap().is_none());
        drop(held);
        assert!(ground.lock(Path::new("/lock")).unwrap().is_some());
    }
}
