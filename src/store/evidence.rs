//! What proves one case: its entries as kept, the envelopes up to headquarters' next checkpoint or the next signature, and
//! no other case.

use super::checkpoints::Proven;
use super::journal::KeptRow;
use super::signer::HeadSignature;
use super::{Head, Store, StoreFault};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::said::Said;
use crate::wire::message::hello::Point;
use crate::wire::suite::Suite;
use std::collections::BTreeMap;

/// A signature with the exact bytes that it is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// As the journal keeps it.
    pub kept: HeadSignature,
    /// What the device signed.
    pub bytes: Vec<u8>,
    /// The key that the journal names for it.
    pub key: Option<(Suite, Vec<u8>)>,
}

/// Entries of one case and what signs them.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The case's own entries.
    pub own: Vec<KeptRow>,
    /// Envelopes of `own` and of what lies between them and the next signature, by number.
    pub envelopes: BTreeMap<u64, (Vec<u8>, Digest)>,
    /// The first that is over each of its entries.
    pub heads: Vec<Signed>,
    /// Checkpoints of headquarters over some of these heads.
    pub checkpoints: Vec<Proven>,
}

impl Store {
    /// Everything that proves the entries of `subject`.
    ///
    /// # Errors
    /// When an entry cannot be read or is not as it was written, or no signature is over it.
    pub fn evidence(&self, subject: Id) -> Result<Evidence, StoreFault> {
        let mut evidence = Evidence::default();
        let own: Vec<u64> =
            self.own_entries_of(subject)?.iter().map(|entry| entry.envelope.number).collect();
        for number in own {
            if evidence.envelopes.contains_key(&number) {
                self.take_own(&mut evidence, number)?;
                continue;
            }
            let unsigned = || StoreFault::Broken { number, what: Said::words("flaw.not_signed") };
            let over = self.checkpoint_over(number)?;
            // Up to where headquarters' checkpoint reaches, when there is one; else to the next signature.
            let upto = over.as_ref().map_or(number, |over| over.place.head.number);
            let kept = self.signature_from(upto)?.ok_or_else(unsigned)?;
            let mut last = Digest::ZERO;
            self.each_kept_between(number, kept.number, |row| {
                last = row.digest;
                evidence.envelopes.insert(row.number, (row.kept.envelope, row.digest));
                Ok(())
            })?;
            let head = self.signed_head(Head { number: kept.number, digest: last });
            let key = self.key_at(kept.number);
            let own = Point { number: kept.number, digest: last };
            evidence.checkpoints.extend(over.filter(|over| over.place.head == own));
            evidence.heads.push(Signed { kept, bytes: head.bytes(), key });
            self.take_own(&mut evidence, number)?;
        }
        Ok(evidence)
    }

    /// Entry `number`, the last one of its commit, with the signature over exactly it.
    ///
    /// # Errors
    /// When it cannot be read or is not as it was written, or no signature is over it.
    pub fn signed_entry(&self, number: u64) -> Result<(KeptRow, Signed), StoreFault> {
        let unsigned = || StoreFault::Broken { number, what: Said::words("flaw.not_signed") };
        let row = self.row(number)?.ok_or_else(unsigned)?;
        let kept = self.signature_at(number)?.ok_or_else(unsigned)?;
        let bytes = self.signed_head(Head { number, digest: row.digest }).bytes();
        let key = self.key_at(number);
        Ok((row, Signed { kept, bytes, key }))
    }

    fn take_own(&self, evidence: &mut Evidence, number: u64) -> Result<(), StoreFault> {
        self.each_kept_between(number, number, |row| {
            evidence.own.push(row);
            Ok(())
        })
    }
}
