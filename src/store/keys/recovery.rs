//! Headquarters' code: 128 bits that open the journal without PIN and device; shown once, never kept.

use super::{KeyFault, Ring, wrap};
use crate::stdx::code::{read, written};
use crate::stdx::id::Dice;
use crate::stdx::secret::Key;
use crate::wire::keyring::{NextCode, Wrap};

const BOUND: &[u8] = b"headquarters";

/// A code that is written down and not in force yet.
#[derive(Clone)]
pub struct DraftedCode {
    /// As it stands on paper.
    pub code: String,
    wrap: Wrap,
}

impl std::fmt::Debug for DraftedCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("‹secret›")
    }
}

/// A code over `key` that no keyring holds yet.
#[must_use]
pub fn draft_code(key: &Key, dice: &mut Dice) -> DraftedCode {
    let mut code = [0; 16];
    code.copy_from_slice(&dice.key().bytes()[16..]);
    DraftedCode { code: written(code), wrap: wrap::by_code(key, &code, BOUND, dice) }
}

impl Ring {
    /// Makes headquarters' code anew and wraps `key` for it; the code before opens nothing more.
    pub fn make_code(&mut self, key: &Key, dice: &mut Dice) -> String {
        let drafted = draft_code(key, dice);
        self.keyring.recovery = Some(drafted.wrap);
        self.keyring.next_code = None;
        drafted.code
    }

    /// Puts a drafted code beside the one in force until an entry behind `behind` says which of them counts. Both
    /// open until then, so that no cut leaves a bureau without one.
    pub fn offer_code(&mut self, drafted: DraftedCode, behind: u64) {
        self.keyring.next_code = Some(NextCode { wrap: drafted.wrap, behind });
    }

    /// Behind which entry a code was offered that nobody settled.
    #[must_use]
    pub fn offered_code(&self) -> Option<u64> {
        self.keyring.next_code.as_ref().map(|next| next.behind)
    }

    /// The offered code is the code from now on, where `is_made` says so; else it goes and the one before stays.
    pub fn settle_code(&mut self, is_made: bool) {
        if let Some(next) = self.keyring.next_code.take()
            && is_made
        {
            self.keyring.recovery = Some(next.wrap);
        }
    }

    /// The journal's key, for headquarters' code.
    ///
    /// # Errors
    /// When there is none, or this is not it.
    pub fn open_with_code(&self, typed: &str) -> Result<Key, KeyFault> {
        let code = read(typed).ok_or(KeyFault::WrongCode)?;
        let next = self.keyring.next_code.as_ref().map(|next| &next.wrap);
        let wraps = self.keyring.recovery.iter().chain(next);
        let mut opened = wraps.filter_map(|wrap| wrap::open_by_code(wrap, &code, BOUND));
        opened.next().ok_or(KeyFault::WrongCode)
    }
}
