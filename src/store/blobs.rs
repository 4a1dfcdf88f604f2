//! Pages and photographs as files named and sealed by key; never changes one, and names none that is half.

use super::disk::{self, Arrivals};
use super::site::Site;
use super::{Store, StoreFault};
use crate::stdx::digest::Digest;
use crate::stdx::files::{Ground, How};
use crate::stdx::said::Said;
use crate::stdx::secret::Key;
use crate::wire::blob::{self, CHUNK, Dress, HEAD, Head};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{ErrorKind, Read as _, Write};
use std::path::{Path, PathBuf};

/// The folder of the blobs in the journal's folder, in a mirror's and in a backup's.
pub const FOLDER: &str = "blobs";

/// Where blobs are kept.
#[derive(Debug)]
pub enum BlobKeep {
    /// Files of a bureau's folder.
    Folder {
        /// The file system.
        ground: Ground,
        /// Where they lie.
        folder: PathBuf,
        /// `None` leaves them in clear.
        key: Option<Key>,
    },
    /// For a journal in memory.
    Memory(BTreeMap<Digest, Vec<u8>>),
}

impl BlobKeep {
    /// Those of the journal at `site`.
    #[must_use]
    pub fn at(site: &Site) -> BlobKeep {
        let ground = Ground::clone(&site.ground);
        BlobKeep::Folder { ground, folder: site.folder.join(FOLDER), key: site.key.clone() }
    }

    /// Keeps `blobs` durably. One that is there and whole stays as it is; a damaged one is mended.
    ///
    /// # Errors
    /// When the disk is full or the folder cannot be used.
    pub fn keep(&mut self, blobs: &[(Digest, Vec<u8>)]) -> Result<(), StoreFault> {
        match self {
            BlobKeep::Memory(kept) => {
                kept.extend(blobs.iter().cloned());
                Ok(())
            }
            BlobKeep::Folder { ground, folder, key } => {
                let mut arrivals = Arrivals::at(ground, folder);
                for (digest, bytes) in blobs {
                    let place = place(key.as_ref(), *digest);
                    let path = folder.join(&place);
                    if matches!(read(ground, &path, key.as_ref(), *digest), Ok(Some(_))) {
                        arrivals.is_there(&place);
                    } else {
                        arrivals.write(&place, |file| fill(file, key.as_ref(), *digest, bytes))?;
                    }
                }
                arrivals.settle()
            }
        }
    }

    /// Removes `blobs` durably; one that is not there is gone already.
    pub(super) fn forget(&mut self, blobs: &[Digest]) -> Result<(), StoreFault> {
        match self {
            BlobKeep::Memory(kept) => {
                kept.retain(|digest, _| !blobs.contains(digest));
                Ok(())
            }
            BlobKeep::Folder { ground, folder, key } => {
                let places = blobs.iter().map(|digest| place(key.as_ref(), *digest));
                remove(ground, folder, &places.collect::<Vec<_>>())
            }
        }
    }

    /// The bytes of a blob; `None` when it is not here.
    ///
    /// # Errors
    /// When it cannot be read, or is not what was kept.
    pub fn read(&self, digest: Digest) -> Result<Option<Vec<u8>>, StoreFault> {
        match self {
            BlobKeep::Memory(kept) => Ok(kept.get(&digest).cloned()),
            BlobKeep::Folder { ground, folder, key } => {
                read(ground, &folder.join(place(key.as_ref(), digest)), key.as_ref(), digest)
            }
        }
    }

    /// Makes the name of each that is there durable: the try before may have failed just behind a renaming.
    pub(super) fn settle(&self) -> Result<(), StoreFault> {
        let BlobKeep::Folder { ground, folder, .. } = self else { return Ok(()) };
        let places = files(ground, folder)?;
        let shelves = places.iter().filter_map(|place| Some(folder.join(place.parent()?)));
        let shelves: BTreeSet<PathBuf> = shelves.collect();
        shelves.iter().try_for_each(|shelf| disk::sync_folder(ground, shelf))
    }

    /// Number of files that none of `named` has.
    pub(super) fn orphans(&self, named: &[Digest]) -> Result<u64, StoreFault> {
        let BlobKeep::Folder { ground, folder, key } = self else { return Ok(0) };
        let named: BTreeSet<PathBuf> =
            named.iter().map(|digest| place(key.as_ref(), *digest)).collect();
        let mut orphans = 0;
        for file in files(ground, folder)? {
            orphans += u64::from(!named.contains(&file));
        }
        Ok(orphans)
    }

    /// Takes away what a stopped program left half written.
    pub(super) fn sweep(&self) -> Result<(), StoreFault> {
        match self {
            BlobKeep::Folder { ground, folder, .. } => disk::sweep(ground, folder),
            BlobKeep::Memory(_) => Ok(()),
        }
    }
}

/// A blob's file below the folder of blobs: 256 folders, because FAT32 holds few names in one.
#[must_use]
pub fn place(key: Option<&Key>, digest: Digest) -> PathBuf {
    let name = blob::name(key, digest);
    Path::new(&name[..2]).join(&name)
}

/// Every blob's place below `folder`; none when the folder is not there.
///
/// # Errors
/// When a folder cannot be read.
pub fn files(ground: &Ground, folder: &Path) -> Result<Vec<PathBuf>, StoreFault> {
    let mut found = Vec::new();
    for shelf in names(ground, folder)? {
        if shelf.len() == 2 {
            let on_shelf = names(ground, &folder.join(&shelf))?;
            found.extend(on_shelf.into_iter().map(|name| Path::new(&shelf).join(name)));
        }
    }
    Ok(found)
}

/// Removes blobs by their places below `folder`, durably; one that is not there is gone already.
pub(super) fn remove(ground: &Ground, folder: &Path, places: &[PathBuf]) -> Result<(), StoreFault> {
    let mut shelves = BTreeSet::new();
    for place in places {
        let path = folder.join(place);
        match ground.remove(&path) {
            Err(gone) if gone.kind() == ErrorKind::NotFound => {}
            removed => removed.map_err(disk::fault)?,
        }
        // The try before may have been stopped just behind the removing.
        if let Some(shelf) = path.parent()
            && ground.is_folder(shelf).map_err(disk::fault)?
        {
            shelves.insert(shelf.to_path_buf());
        }
    }
    shelves.iter().try_for_each(|shelf| disk::sync_folder(ground, shelf))
}

fn names(ground: &Ground, folder: &Path) -> Result<Vec<String>, StoreFault> {
    match ground.names(folder) {
        Err(gone) if gone.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        names => names.map_err(disk::fault),
    }
}

/// Writes a blob as it is kept under `key`: the same bytes each time.
pub(super) fn fill(
    file: &mut dyn Write,
    key: Option<&Key>,
    digest: Digest,
    bytes: &[u8],
) -> Result<(), StoreFault> {
    let dress = if key.is_some() { Dress::Sealed } else { Dress::Plain };
    let head = Head { dress, length: bytes.len() as u64 };
    file.write_all(&head.bytes()).map_err(disk::fault)?;
    let Some(key) = key.map(|key| blob::key(key, digest)) else {
        return file.write_all(bytes).map_err(disk::fault);
    };
    let mut rest = bytes;
    for number in 0..=head.last() {
        let length = rest.len().min(usize::try_from(CHUNK).unwrap_or(usize::MAX));
        let (chunk, behind) = rest.split_at(length);
        file.write_all(&head.seal(&key, number, chunk)).map_err(disk::fault)?;
        rest = behind;
    }
    Ok(())
}

fn read(
    ground: &Ground,
    path: &Path,
    key: Option<&Key>,
    digest: Digest,
) -> Result<Option<Vec<u8>>, StoreFault> {
    let mut file = match ground.open(path, How::Read) {
        Ok(file) => file,
        Err(gone) if gone.kind() == ErrorKind::NotFound => return Ok(None),
        Err(fault) => return Err(disk::fault(fault)),
    };
    let changed = || StoreFault::Broken {
        number: 0,
        what: Said::words("flaw.page_changed").with(digest.short()),
    };
    let length = file.length().map_err(disk::fault)?;
    let mut head = [0; HEAD];
    if length < HEAD as u64 {
        return Err(changed());
    }
    file.read_exact(&mut head).map_err(disk::fault)?;
    let head = Head::read(&head).map_err(|_| changed())?;
    let dress = if key.is_some() { Dress::Sealed } else { Dress::Plain };
    // The length is compared before it is believed, so that a changed one asks for no memory.
    if head.dress != dress || head.file_bytes() != Some(length) {
        return Err(changed());
    }
    let key = key.map(|key| blob::key(key, digest));
    let room = usize::try_from(head.length).map_err(|_| changed())?;
    let mut bytes = Vec::with_capacity(room);
    for number in 0..=head.last() {
        let mut chunk = vec![0; usize::try_from(head.chunk_bytes(number)).unwrap_or(0)];
        file.read_exact(&mut chunk).map_err(disk::fault)?;
        match &key {
            Some(key) => bytes.extend(head.open(key, number, &chunk).ok_or_else(changed)?),
            None => bytes.extend(chunk),
        }
    }
    if Digest::of(&bytes) == digest { Ok(Some(bytes)) } else { Err(changed()) }
}

impl Store {
    /// The bytes of an issued page or a photograph; `None` when they are not on this laptop.
    ///
    /// # Errors
    /// When they cannot be read, or are not the bytes that the digest names.
    pub fn page(&self, digest: Digest) -> Result<Option<Vec<u8>>, StoreFault> {
        self.blobs.read(digest)
    }
}
