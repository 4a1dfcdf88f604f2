//! 退回补正: a case that headquarters gives back to be put right, and its word that the answer came; judges none.

use super::hello::JournalName;
use crate::stdx::id::Id;
use minicbor::{Decode, Encode};

/// A case given back.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CaseReturned {
    /// What the answer names.
    #[n(0)]
    pub id: Id,
    /// Whose case.
    #[n(1)]
    pub journal: JournalName,
    /// The entry that was looked at.
    #[n(2)]
    pub number: u64,
    /// The inspection of that entry.
    #[n(3)]
    pub subject: Id,
    /// Number of its decision; empty where it has none.
    #[n(4)]
    pub document_no: String,
    /// Paths of the check contract that are to be corrected; empty leaves it to the officer.
    #[n(5)]
    pub fields: Vec<String>,
    /// What is wrong, in headquarters' words.
    #[n(6)]
    pub reason: String,
    /// The last day of the answer, 20261124.
    #[n(7)]
    pub due: u32,
}

/// The answer to a return is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ReturnSettled {
    /// Of the return.
    #[n(0)]
    pub id: Id,
    /// The entry that answered.
    #[n(1)]
    pub number: u64,
}
