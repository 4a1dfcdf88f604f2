//! Ids and salts: the one place that rolls dice; pure rooms get the results as arguments.

use super::secret::Key;
use std::fmt;
use uuid::Uuid;

/// The id of an inspection, a document, a device: 16 bytes, made once on the device that needs it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub [u8; 16]);

impl Id {
    /// `None` where it is not 16 bytes.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Id> {
        bytes.try_into().ok().map(Id)
    }

    /// Reads the text form with or without hyphens.
    #[must_use]
    pub fn parse(text: &str) -> Option<Id> {
        Uuid::parse_str(text).ok().map(|uuid| Id(uuid.into_bytes()))
    }

    /// Twelve hexadecimal digits, for people to tell two records apart.
    #[must_use]
    pub fn short(&self) -> String {
        self.to_string().replace('-', "")[20..].to_string()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Uuid::from_bytes(self.0))
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where new ids and salts come from.
#[derive(Clone, Debug)]
pub enum Dice {
    /// The machine's own.
    Machine,
    /// Counts up from a seed, for tests that must repeat.
    Counted(u64),
}

impl Dice {
    /// A fresh id; ids of one laptop sort by the time they were made.
    #[expect(clippy::disallowed_methods, reason = "these are the dice")]
    pub fn id(&mut self) -> Id {
        match self {
            Dice::Machine => Id(Uuid::now_v7().into_bytes()),
            Dice::Counted(n) => {
                *n += 1;
                Id(u128::from(*n).to_be_bytes())
            }
        }
    }

    /// A key that nobody can guess: 32 bytes of the machine's own dice.
    ///
    /// # Panics
    /// When the machine has no dice; no key may be made without them.
    pub fn key(&mut self) -> Key {
        let mut bytes = [0; 32];
        match self {
            Dice::Machine => getrandom::fill(&mut bytes).expect("the machine rolls dice"),
            Dice::Counted(_) => bytes[16..].copy_from_slice(&self.id().0),
        }
        Key::new(bytes)
    }

    /// Sixteen bytes that nobody can guess.
    #[expect(clippy::disallowed_methods, reason = "these are the dice")]
    pub fn salt(&mut self) -> [u8; 16] {
        match self {
            Dice::Machine => Uuid::new_v4().into_bytes(),
            Dice::Counted(_) => self.id().0,
        }
    }
}
