//! Bytes kept by their digest: issued pages, and the rule packs that cases were decided under.

use super::{Store, StoreFault};
use crate::stdx::digest::Digest;
use rusqlite::OptionalExtension;

impl Store {
    /// The bytes of an issued page; `None` when they are not on this laptop.
    ///
    /// # Errors
    /// When they cannot be read, or are not the bytes that the digest names.
    pub fn page(&self, digest: Digest) -> Result<Option<Vec<u8>>, StoreFault> {
        let sql = "SELECT bytes FROM page WHERE digest = ?1";
        let bytes: Option<Vec<u8>> =
            self.conn.query_row(sql, [digest.0], |row| row.get(0)).optional()?;
        match bytes {
            Some(bytes) if Digest::of(&bytes) != digest => Err(StoreFault::Broken {
                number: 0,
                what: format!("the page {} is not the one that was kept", digest.short()),
            }),
            other => Ok(other),
        }
    }

    /// The files of a rule pack, by name.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn pack(&self, digest: Digest) -> Result<Vec<(String, Vec<u8>)>, StoreFault> {
        let sql = "SELECT name, bytes FROM pack_file WHERE pack = ?1 ORDER BY name";
        let mut statement = self.conn.prepare_cached(sql)?;
        let files = statement.query_map([digest.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(files.collect::<Result<_, _>>()?)
    }
}
