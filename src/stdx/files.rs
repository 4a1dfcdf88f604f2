//! The file calls that durable files are made with: the machine's own, or those of a disk that a test cuts; knows no content.

use std::fmt::Debug;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file system that a folder stands on.
pub type Ground = Arc<dyn Files>;

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// To read what is there.
    Read,
    /// To write a new file, or an old one from its first byte on.
    Fresh,
    /// The same, and no other user of the machine may read it.
    Private,
    /// To write over the bytes of a file that is there.
    Within,
    /// To read and to go on behind its end; made when it is missing.
    Grow,
}

/// What lies under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A folder.
    Folder,
    /// Anything else.
    File {
        /// Its length.
        bytes: u64,
    },
}

/// An open file.
pub trait OpenFile: Read + Write + Seek + Debug + Send {
    /// Makes its bytes durable; its name is the folder's.
    ///
    /// # Errors
    /// When the disk refuses.
    fn sync(&mut self) -> io::Result<()>;

    /// Its length.
    ///
    /// # Errors
    /// When it cannot be told.
    fn length(&self) -> io::Result<u64>;

    /// Cuts it off, or lengthens it with zeros.
    ///
    /// # Errors
    /// When the disk refuses.
    fn set_length(&mut self, bytes: u64) -> io::Result<()>;
}

/// A lock that holds as long as it lives.
pub trait Held: Debug + Send + Sync {}

/// Calls to a file system. Each is durable only behind the `sync` of its file or folder.
#[expect(clippy::missing_errors_doc, reason = "each fails when the file system refuses")]
pub trait Files: Debug + Send + Sync {
    /// SQLite's name of the same file system; `None` is the machine's own.
    fn sqlite(&self) -> Option<&str>;
    /// Whether a file outlives the program, so that a thief could try PINs on it.
    fn outlives_the_program(&self) -> bool;
    /// Opens a file.
    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn OpenFile>>;
    /// What lies at `path`; `None` when nothing does.
    fn look(&self, path: &Path) -> io::Result<Option<Kind>>;
    /// Names in a folder, sorted.
    fn names(&self, folder: &Path) -> io::Result<Vec<String>>;
    /// Makes one folder in a folder that is there.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// Gives a file or a folder another name at once; a file that had that name is gone.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file a second name.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Takes a file's name away.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Takes an empty folder away.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
    /// Makes the names in a folder durable.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// The path of what lies there, whatever links lead to it.
    fn real(&self, path: &Path) -> io::Result<PathBuf>;
    /// Locks a file, made when it is missing; `None` when another program has it.
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>>;
}

impl dyn Files {
    /// Whether there is anything at `path`. A look that fails is no answer: who takes it for "no"
    /// writes over what is there.
    ///
    /// # Errors
    /// When nobody can tell.
    pub fn is_there(&self, path: &Path) -> io::Result<bool> {
        self.look(path).map(|kind| kind.is_some())
    }

    /// Whether a folder is at `path`.
    ///
    /// # Errors
    /// When nobody can tell.
    pub fn is_folder(&self, path: &Path) -> io::Result<bool> {
        self.look(path).map(|kind| kind == Some(Kind::Folder))
    }

    /// The bytes of a file; `None` when it is not there.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn read(&self, path: &Path) -> io::Result<Option<Vec<u8>>> {
        let mut file = match self.open(path, How::Read) {
            Ok(file) => file,
            Err(gone) if gone.kind() == ErrorKind::NotFound => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    /// Makes a folder and those above it that are missing, each under a durable name: a file in a
    /// folder whose name is lost is lost.
    ///
    /// # Errors
    /// When one cannot be made or made durable.
    pub fn make_folders(&self, folder: &Path) -> io::Result<()> {
        if self.is_folder(folder)? {
            return Ok(());
        }
        let above = above(folder);
        if above != folder {
            self.make_folders(&above)?;
        }
        match self.make_folder(folder) {
            Err(there) if there.kind() == ErrorKind::AlreadyExists => {}
            made => made?,
        }
        match self.sync_folder(&above) {
            // A folder that others own may not be opened; its owner answers for its names.
            Err(theirs) if theirs.kind() == ErrorKind::PermissionDenied => Ok(()),
            Err(fault) => {
                // The next try must not find a folder whose name may be lost.
                let _kept = self.remove_folder(folder);
                Err(fault)
            }
            Ok(()) => Ok(()),
        }
    }

    /// Takes a folder away with all that lies in it; nothing happens where there is none.
    ///
    /// # Errors
    /// When some of it cannot be taken away.
    pub fn remove_tree(&self, folder: &Path) -> io::Result<()> {
        let names = match self.names(folder) {
            Err(gone) if gone.kind() == ErrorKind::NotFound => return Ok(()),
            names => names?,
        };
        for path in names.iter().map(|name| folder.join(name)) {
            if self.is_folder(&path)? { self.remove_tree(&path)? } else { self.remove(&path)? }
        }
        self.remove_folder(folder)
    }

    /// Writes a file of its own at `aside`, makes it durable, and gives it the name `path` durably:
    /// at any moment there is the whole of the old one or of the new one. What was half written is
    /// taken away again, because it takes room.
    ///
    /// # Errors
    /// When the disk refuses; under `path` lies what lay there before.
    pub fn write_whole(&self, path: &Path, aside: &Path, how: How, bytes: &[u8]) -> io::Result<()> {
        let written = self.open(aside, how).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync()
        });
        if let Err(fault) = written.and_then(|()| self.rename(aside, path)) {
            let _left = self.remove(aside);
            return Err(fault);
        }
        self.sync_folder(&above(path))
    }
}

/// The folder in which `path` lies.
fn above(path: &Path) -> PathBuf {
    match path.parent() {
        Some(above) if above.as_os_str().is_empty() => PathBuf::from("."),
        Some(above) => above.to_path_buf(),
        None => path.to_path_buf(),
    }
}

/// Whether a fault says that there is no room.
#[must_use]
pub fn is_full(fault: &io::Error) -> bool {
    matches!(fault.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

/// Whether this user may write into the folder `path`, found out without writing: nothing is made there. Of a
/// folder that is missing, the nearest one above it that is there answers.
///
/// # Errors
/// Why it cannot be written.
pub fn may_write(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(about) if about.is_dir() => may_write_there(path),
        Ok(_) => Err(ErrorKind::NotADirectory.into()),
        Err(gone) if gone.kind() == ErrorKind::NotFound => match above(path) {
            above if above == path => Err(gone),
            above => may_write(&above),
        },
        Err(fault) => Err(fault),
    }
}

#[cfg(unix)]
fn may_write_there(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::access(folder, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK)?)
}

#[cfg(not(unix))]
fn may_write_there(folder: &Path) -> io::Result<()> {
    match fs::metadata(folder)?.permissions().readonly() {
        true => Err(ErrorKind::PermissionDenied.into()),
        false => Ok(()),
    }
}

/// The machine's own file system.
#[must_use]
pub fn machine() -> Ground {
    Arc::new(Machine)
}

#[derive(Debug)]
struct Machine;

impl Held for File {}

impl OpenFile for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }

    fn length(&self) -> io::Result<u64> {
        self.metadata().map(|about| about.len())
    }

    fn set_length(&mut self, bytes: u64) -> io::Result<()> {
        self.set_len(bytes)
    }
}

impl Files for Machine {
    fn sqlite(&self) -> Option<&str> {
        None
    }

    fn outlives_the_program(&self) -> bool {
        true
    }

    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn OpenFile>> {
        let mut options = File::options();
        match how {
            How::Read => options.read(true),
            How::Fresh | How::Private => options.write(true).create(true).truncate(true),
            How::Within => options.write(true),
            How::Grow => options.read(true).write(true).create(true).truncate(false),
        };
        #[cfg(unix)]
        if how == How::Private {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        Ok(Box::new(options.open(path)?))
    }

    fn look(&self, path: &Path) -> io::Result<Option<Kind>> {
        match fs::metadata(path) {
            Ok(about) if about.is_dir() => Ok(Some(Kind::Folder)),
            Ok(about) => Ok(Some(Kind::File { bytes: about.len() })),
            Err(gone) if gone.kind() == ErrorKind::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir(folder)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Windows has no such call: NTFS journals names itself.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        let file = File::create(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(file))),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(fault)) => Err(fault),
        }
    }
}
