//! A person on headquarters' roster: credential, name, role, scope, validity; no PIN is ever in it.

use crate::domain::agency::{Officer, Role};
use crate::domain::scope::Scope;
use crate::stdx::id::Id;
use crate::wire::{WireFault, day_from};
use minicbor::{Decode, Encode};

/// One person as headquarters lists him; a later word about the same credential replaces the one before.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct OfficerListed {
    /// Opaque; a laptop that knows the credential keeps the id that it has.
    #[n(0)]
    pub id: Id,
    /// As on the credential.
    #[n(1)]
    pub name: String,
    /// Its number.
    #[n(2)]
    pub credential: String,
    /// `officer`, `keeper`, `auditor`.
    #[n(3)]
    pub role: String,
    /// What the credential covers, as it says: words of its 执法类别 and region codes; empty covers everything.
    #[n(4)]
    pub scope: String,
    /// 20261124
    #[n(5)]
    pub valid_from: u32,
    /// The last day.
    #[n(6)]
    pub valid_until: u32,
    /// From this day on the person may do nothing here; left out while he may.
    #[n(7)]
    pub withdrawn_on: Option<u32>,
}

impl OfficerListed {
    /// The person for the laptop's roster: one who was withdrawn ends on the day before.
    ///
    /// # Errors
    /// When a word or a day is none.
    pub fn person(&self) -> Result<Officer, WireFault> {
        let role = Role::from_word(&self.role).ok_or_else(|| WireFault::Word(self.role.clone()))?;
        let mut valid_until = day_from(self.valid_until)?;
        if let Some(withdrawn) = self.withdrawn_on {
            valid_until = valid_until.min(day_from(withdrawn)?.plus(-1));
        }
        Ok(Officer {
            id: self.id,
            name: self.name.clone(),
            credential: self.credential.clone(),
            role,
            valid_from: day_from(self.valid_from)?,
            valid_until,
            scope: Scope::parse(&self.scope),
        })
    }
}
