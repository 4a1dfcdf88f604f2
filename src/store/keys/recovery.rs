//! Headquarters' code: 128 bits that open the journal without PIN and device; shown once, never kept.

use super::{KeyFault, Ring, wrap};
use crate::stdx::code::{read, written};
use crate::stdx::id::Dice;
use crate::stdx::secret::Key;

const BOUND: &[u8] = b"headquarters";

impl Ring {
    /// Makes headquarters' code anew and wraps `key` for it; the code before opens nothing more.
    pub fn make_code(&mut self, key: &Key, dice: &mut Dice) -> String {
        let mut code = [0; 16];
        code.copy_from_slice(&dice.key().bytes()[16..]);
        self.keyring.recovery = Some(wrap::by_code(key, &code, BOUND, dice));
        written(code)
    }

    /// The journal's key, for headquarters' code.
    ///
    /// # Errors
    /// When there is none, or this is not it.
    pub fn open_with_code(&self, typed: &str) -> Result<Key, KeyFault> {
        let wrap = self.keyring.recovery.as_ref().ok_or(KeyFault::WrongCode)?;
        let code = read(typed).ok_or(KeyFault::WrongCode)?;
        wrap::open_by_code(wrap, &code, BOUND).ok_or(KeyFault::WrongCode)
    }
}
