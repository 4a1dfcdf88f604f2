//! Where headquarters keeps photographs and pages: ranges as they come, then whole and checked; knows no entry.

mod folder;
mod s3;

pub use folder::{Folder, sweep};
pub(super) use folder::{has_no_locks, sync_folder};
pub use s3::{Bucket, S3, SecretKey};

use crate::stdx::digest::Digest;
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

/// A keep of photographs. What `have` tells survives a loss of power.
#[allow(clippy::missing_errors_doc, reason = "each fails when the keep does not answer")]
pub trait Photographs: Send {
    /// Bytes that are there of one that is not whole.
    ///
    /// # Errors
    /// When the keep does not answer; the same of every other call.
    fn have(&mut self, digest: Digest) -> io::Result<u64>;
    /// Adds bytes at `offset`, where `have` stood; durable when it returns. False, and nothing is added, when others of the
    /// same photograph came meanwhile by another line.
    fn add(&mut self, digest: Digest, offset: u64, bytes: &[u8]) -> io::Result<bool>;
    /// All bytes came: true when they are those of the digest, and kept from now on; else they are moved
    /// aside and the next ones begin anew. It fails where another line has them checked at this moment.
    fn finish(&mut self, digest: Digest) -> io::Result<bool>;
    /// One that came in one range: kept when it is the digest's, else moved aside, and false.
    fn keep_whole(&mut self, digest: Digest, bytes: &[u8]) -> io::Result<bool> {
        if !self.add(digest, 0, bytes)? {
            return Err(folder::is_anothers());
        }
        self.finish(digest)
    }
    /// Several such, durable all of them when it returns; for each, in their order, what `keep_whole` says.
    fn keep_all(&mut self, whole: &[(Digest, &[u8])]) -> io::Result<Vec<bool>> {
        whole.iter().map(|(digest, bytes)| self.keep_whole(*digest, bytes)).collect()
    }
    /// All of its bytes; `None` while they have not all come.
    fn read(&mut self, digest: Digest) -> io::Result<Option<Vec<u8>>>;
    /// The digest of the bytes that are kept under `digest`, however many they are by now; `None` where none are. They are
    /// read in pieces.
    fn found(&mut self, digest: Digest) -> io::Result<Option<Digest>>;
}

/// A keep in memory: the simulated world's. A copy of it shares the bytes that are whole.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    arriving: BTreeMap<Digest, Vec<u8>>,
    held: BTreeMap<Digest, Arc<Vec<u8>>>,
    damaged: Vec<Arc<Vec<u8>>>,
}

impl Photographs for Memory {
    fn have(&mut self, digest: Digest) -> io::Result<u64> {
        Ok(self.arriving.get(&digest).map_or(0, |bytes| bytes.len() as u64))
    }

    fn add(&mut self, digest: Digest, offset: u64, bytes: &[u8]) -> io::Result<bool> {
        if self.have(digest)? != offset {
            return Ok(false);
        }
        self.arriving.entry(digest).or_default().extend(bytes);
        Ok(true)
    }

    fn finish(&mut self, digest: Digest) -> io::Result<bool> {
        let bytes = Arc::new(self.arriving.remove(&digest).unwrap_or_default());
        let is_right = Digest::of(&bytes) == digest;
        if is_right {
            self.held.insert(digest, bytes);
        } else {
            self.damaged.push(bytes);
        }
        Ok(is_right)
    }

    fn read(&mut self, digest: Digest) -> io::Result<Option<Vec<u8>>> {
        Ok(self.held.get(&digest).map(|bytes| bytes.to_vec()))
    }

    fn found(&mut self, digest: Digest) -> io::Result<Option<Digest>> {
        Ok(self.held.get(&digest).map(|bytes| Digest::of(bytes)))
    }
}
