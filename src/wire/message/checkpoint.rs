//! Headquarters' signed word over all journals at one moment, chained to the one before; keeps nothing itself.

use super::hello::{JournalName, Point};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::signer::{Identity, SignFault, Signer};
use crate::wire::suite::WrongSignature;
use crate::wire::to_bytes;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// CHECKPOINT.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Checkpoint {
    #[n(0)]
    pub headquarters: Id,
    /// 1 for the first, without a gap.
    #[n(1)]
    pub number: u64,
    /// By headquarters' clock, milliseconds since 1970.
    #[n(2)]
    pub at_ms: i64,
    /// Root of the tree over the heads of all journals, in the order of their names.
    #[n(3)]
    pub root: Digest,
    /// Digest of the signed bytes of the one before; zeros before the first.
    #[n(4)]
    pub before: Digest,
    /// The byte of headquarters' suite.
    #[n(5)]
    pub suite: u8,
    #[n(6)]
    pub signature: ByteVec,
}

#[derive(Encode)]
struct Signed {
    #[n(0)]
    domain: &'static str,
    #[n(1)]
    version: u8,
    #[n(2)]
    headquarters: Id,
    #[n(3)]
    number: u64,
    #[n(4)]
    at_ms: i64,
    #[n(5)]
    root: Digest,
    #[n(6)]
    before: Digest,
}

impl Checkpoint {
    /// The exact bytes under the signature.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        to_bytes(&Signed {
            domain: "lucha-checkpoint",
            version: 1,
            headquarters: self.headquarters,
            number: self.number,
            at_ms: self.at_ms,
            root: self.root,
            before: self.before,
        })
    }

    /// What the next one names as the one before it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&self.signed_bytes())
    }

    /// The one behind `before`, signed.
    ///
    /// # Errors
    /// When headquarters' key is not there or does not work.
    pub fn sign(
        headquarters: Id,
        before: Option<&Checkpoint>,
        root: Digest,
        at_ms: i64,
        signer: &dyn Signer,
    ) -> Result<Checkpoint, SignFault> {
        let mut made = Checkpoint {
            headquarters,
            number: before.map_or(0, |before| before.number) + 1,
            at_ms,
            root,
            before: before.map_or(Digest([0; 32]), Checkpoint::digest),
            suite: signer.suite().byte(),
            signature: Vec::new().into(),
        };
        made.signature = signer.sign(&made.signed_bytes())?.into();
        Ok(made)
    }

    /// # Errors
    /// When `key` did not sign these words.
    pub fn verify(&self, key: &Identity) -> Result<(), WrongSignature> {
        key.verify(&self.signed_bytes(), &self.signature)
    }
}

/// One journal's place in the tree.
#[must_use]
pub fn leaf(name: JournalName, head: Point) -> Digest {
    let (epoch, number) = (name.epoch.to_be_bytes(), head.number.to_be_bytes());
    Digest::of_parts(&[b"\0leaf", &name.device.0, &epoch, &number, &head.digest.0])
}

/// The root over leaves in their order (as RFC 6962 splits them: the left side is the largest power of two); zeros
/// over none.
#[must_use]
pub fn root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Digest([0; 32]),
        [one] => *one,
        many => {
            let (left, right) = many.split_at(many.len().next_power_of_two() / 2);
            Digest::of_parts(&[b"\x01node", &root(left).0, &root(right).0])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_names_every_head_and_its_place() {
        let leaves: Vec<Digest> = (0..7_u8).map(|n| Digest([n; 32])).collect();
        let whole = root(&leaves);
        assert_eq!(whole, root(&leaves.clone()));
        for at in 0..leaves.len() {
            let mut other = leaves.clone();
            other[at] = Digest([99; 32]);
            assert_ne!(root(&other), whole, "leaf {at}");
        }
        let mut swapped = leaves.clone();
        swapped.swap(2, 5);
        assert_ne!(root(&swapped), whole);
        assert_ne!(root(&leaves[..6]), whole);
        assert_eq!(root(&[]), Digest([0; 32]));
        let name = JournalName { device: Id([1; 16]), epoch: 1 };
        let head = Point { number: 5, digest: Digest([2; 32]) };
        assert_ne!(leaf(name, head), leaf(name, Point { number: 6, ..head }));
        assert_ne!(leaf(name, head), leaf(JournalName { epoch: 2, ..name }, head));
    }
}
