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
    /// Who says it.
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
    /// Headquarters', over everything above.
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
    Digest::of(&leaf_bytes(name, head))
}

/// The bytes whose digest the leaf is.
#[must_use]
pub fn leaf_bytes(name: JournalName, head: Point) -> Vec<u8> {
    let (epoch, number) = (name.epoch.to_be_bytes(), head.number.to_be_bytes());
    [b"\0leaf".as_slice(), &name.device.0, &epoch, &number, &head.digest.0].concat()
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
            Digest::of(&node(root(left), root(right)))
        }
    }
}

/// One step from a leaf up to the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Step {
    /// Whether what stands beside is the left side.
    #[n(0)]
    pub is_left: bool,
    /// The digest that this step is joined with.
    #[n(1)]
    pub beside: Digest,
}

/// The bytes whose digest is the node over two sides.
#[must_use]
pub fn node(left: Digest, right: Digest) -> Vec<u8> {
    [b"\x01node".as_slice(), &left.0, &right.0].concat()
}

impl Step {
    /// The bytes of the node that `digest` and what stands beside it make.
    #[must_use]
    pub fn node(self, digest: Digest) -> Vec<u8> {
        if self.is_left { node(self.beside, digest) } else { node(digest, self.beside) }
    }
}

/// The way from leaf `at` to the root, lowest first; nothing for a leaf that is alone.
#[must_use]
pub fn way(leaves: &[Digest], at: usize) -> Vec<Step> {
    if leaves.len() < 2 {
        return Vec::new();
    }
    let middle = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(middle);
    let (mut steps, step) = if at < middle {
        (way(left, at), Step { is_left: false, beside: root(right) })
    } else {
        (way(right, at - middle), Step { is_left: true, beside: root(left) })
    };
    steps.push(step);
    steps
}

/// The whole tree, so that each leaf's way is read and not made anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// Leaves first; what has no other side goes up as it is.
    levels: Vec<Vec<Digest>>,
}

impl Tree {
    /// The tree over all heads, in the order of their names.
    #[must_use]
    pub fn of(leaves: Vec<Digest>) -> Tree {
        let mut levels = vec![leaves];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let up = below.chunks(2).map(|sides| match sides {
                [left, right] => Digest::of(&node(*left, *right)),
                alone => alone[0],
            });
            levels.push(up.collect());
        }
        Tree { levels }
    }

    /// As [`root`] of the same leaves.
    #[must_use]
    pub fn root(&self) -> Digest {
        let top = self.levels.last().and_then(|level| level.first());
        top.copied().unwrap_or(Digest([0; 32]))
    }

    /// As [`way`] of the same leaves.
    #[must_use]
    pub fn way(&self, mut at: usize) -> Vec<Step> {
        let mut steps = Vec::new();
        for level in &self.levels {
            if let Some(beside) = level.get(at ^ 1).filter(|_| at < level.len()) {
                steps.push(Step { is_left: at % 2 == 1, beside: *beside });
            }
            at /= 2;
        }
        steps
    }
}

/// The root that a way leads to.
#[must_use]
pub fn root_of(leaf: Digest, way: &[Step]) -> Digest {
    way.iter().fold(leaf, |digest, step| Digest::of(&step.node(digest)))
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

    #[test]
    fn every_leaf_has_one_way_to_the_root() {
        assert_eq!(Tree::of(Vec::new()).root(), root(&[]));
        for count in 1..=17_u8 {
            let leaves: Vec<Digest> = (0..count).map(|n| Digest([n; 32])).collect();
            for (at, leaf) in leaves.iter().enumerate() {
                let way = way(&leaves, at);
                assert_eq!(root_of(*leaf, &way), root(&leaves), "{at} of {count}");
                assert!(way.len() <= 5);
                let tree = Tree::of(leaves.clone());
                assert_eq!((tree.root(), tree.way(at)), (root(&leaves), way.clone()));
                assert_ne!(root_of(Digest([99; 32]), &way), root(&leaves));
            }
        }
    }
}
