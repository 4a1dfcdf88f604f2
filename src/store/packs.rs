//! Rule packs that cases were decided under, kept by their digest.

use super::{Store, StoreFault};
use crate::stdx::digest::Digest;

impl Store {
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
