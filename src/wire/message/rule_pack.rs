//! A rule pack on its way down: its files pressed, in parts, and headquarters' signature over it; adopts none.
//!
//! A pack is larger than one item, so its parts are items that come before the one that issues it. One mechanism
//! carries it by line and by stick, in order and without a gap, and a cut repeats one part.

use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::signer::{Identity, SignFault, Signer};
use crate::wire::suite::WrongSignature;
use crate::wire::{WireFault, from_bytes, rulebook, to_bytes};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// Files of a pack by name.
pub type PackFiles = Vec<(String, Vec<u8>)>;

/// Bytes of one part at most.
pub const PART: usize = 32 * 1024;
/// Parts of a pack at most: 2 MiB pressed.
pub const PARTS_MAX: u32 = 64;
/// Bytes of all files at most before they are pressed.
pub const PLAIN_MAX: usize = 4 * 1024 * 1024;
/// Files of a pack at most.
pub const FILES_MAX: usize = 256;
/// A pack is pressed once and sent to every laptop.
const LEVEL: i32 = 19;

/// One part.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PackPart {
    /// Of the pack's files.
    #[n(0)]
    pub digest: Digest,
    /// From 1 to `parts`.
    #[n(1)]
    pub part: u32,
    /// How many there are.
    #[n(2)]
    pub parts: u32,
    /// This part of the pressed files.
    #[n(3)]
    pub bytes: ByteVec,
}

/// The pack is law from now on.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PackIssued {
    /// Who made it law.
    #[n(0)]
    pub headquarters: Id,
    /// Of the pack's files; the parts before carry the same.
    #[n(1)]
    pub digest: Digest,
    /// As in the pack's own header.
    #[n(2)]
    pub id: String,
    /// As in the pack's own header.
    #[n(3)]
    pub version: String,
    /// Who answers for its content, as the operator named him.
    #[n(4)]
    pub approved_by: String,
    /// By headquarters' clock, milliseconds since 1970.
    #[n(5)]
    pub issued_ms: i64,
    /// How many parts it came in.
    #[n(6)]
    pub parts: u32,
    /// The byte of headquarters' suite.
    #[n(7)]
    pub suite: u8,
    /// Headquarters', over everything above.
    #[n(8)]
    pub signature: ByteVec,
}

#[derive(Encode)]
struct Signed<'a> {
    #[n(0)]
    domain: &'static str,
    #[n(1)]
    version: u8,
    #[n(2)]
    headquarters: Id,
    #[n(3)]
    digest: Digest,
    #[n(4)]
    id: &'a str,
    #[n(5)]
    of: &'a str,
    #[n(6)]
    approved_by: &'a str,
    #[n(7)]
    issued_ms: i64,
    #[n(8)]
    parts: u32,
}

#[derive(Encode, Decode)]
struct File {
    #[n(0)]
    name: String,
    #[n(1)]
    bytes: ByteVec,
}

/// What a pack is called and who answers for it.
#[derive(Clone, Copy, Debug)]
pub struct Title<'a> {
    /// Its name among the packs of this headquarters.
    pub id: &'a str,
    /// As headquarters counts them.
    pub version: &'a str,
    /// Who answers for its content.
    pub approved_by: &'a str,
}

impl PackIssued {
    /// The exact bytes under the signature.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        to_bytes(&Signed {
            domain: "lucha-rule-pack",
            version: 1,
            headquarters: self.headquarters,
            digest: self.digest,
            id: &self.id,
            of: &self.version,
            approved_by: &self.approved_by,
            issued_ms: self.issued_ms,
            parts: self.parts,
        })
    }

    /// Parts and item of a pack, signed.
    ///
    /// # Errors
    /// When headquarters' key does not work.
    pub fn sign(
        headquarters: Id,
        digest: Digest,
        title: Title<'_>,
        (issued_ms, parts): (i64, u32),
        signer: &dyn Signer,
    ) -> Result<PackIssued, SignFault> {
        let mut made = PackIssued {
            headquarters,
            digest,
            id: title.id.into(),
            version: title.version.into(),
            approved_by: title.approved_by.into(),
            issued_ms,
            parts,
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

/// The files of a pack in parts.
///
/// # Errors
/// When they are too many or too large.
pub fn parts(files: &PackFiles) -> Result<Vec<PackPart>, WireFault> {
    let plain: Vec<File> = files
        .iter()
        .map(|(name, bytes)| File { name: name.clone(), bytes: bytes.clone().into() })
        .collect();
    let plain = to_bytes(&plain);
    let too_large = |what: String| WireFault::Bytes(format!("the rule pack is too large: {what}"));
    if plain.len() > PLAIN_MAX || files.len() > FILES_MAX {
        return Err(too_large(format!("{} files of {} bytes", files.len(), plain.len())));
    }
    let pressed =
        zstd::bulk::compress(&plain, LEVEL).map_err(|fault| too_large(fault.to_string()))?;
    let count = u32::try_from(pressed.len().div_ceil(PART)).unwrap_or(u32::MAX);
    if count > PARTS_MAX {
        return Err(too_large(format!("{} bytes pressed", pressed.len())));
    }
    let digest = rulebook::digest_of(files);
    let part = |(bytes, part): (&[u8], u32)| PackPart {
        digest,
        part,
        parts: count,
        bytes: bytes.to_vec().into(),
    };
    Ok(pressed.chunks(PART).zip(1..).map(part).collect())
}

/// The files of the pack `digest` out of its `parts`, in any order; nothing of another pack among them counts.
///
/// # Errors
/// When a part is missing, or what came is not the pack that the digest names.
pub fn joined(digest: Digest, count: u32, parts: &[PackPart]) -> Result<PackFiles, WireFault> {
    let wrong = |what: &str| WireFault::Bytes(what.into());
    if !(1..=PARTS_MAX).contains(&count) {
        return Err(wrong("a rule pack has 1 to 64 parts"));
    }
    let mut pressed = Vec::new();
    for number in 1..=count {
        let is_it =
            |part: &&PackPart| part.digest == digest && (part.part, part.parts) == (number, count);
        // The last one that came under a number counts: a pack may be sent anew.
        let part = parts.iter().rev().find(is_it);
        let part = part.ok_or_else(|| wrong("a part of the rule pack is missing"))?;
        if part.bytes.len() > PART {
            return Err(wrong("a part of the rule pack is too long"));
        }
        pressed.extend_from_slice(&part.bytes);
    }
    let plain = zstd::bulk::decompress(&pressed, PLAIN_MAX)
        .map_err(|_| wrong("the rule pack does not unpack"))?;
    let files: Vec<File> = from_bytes(&plain)?;
    if files.len() > FILES_MAX {
        return Err(wrong("a rule pack has 256 files at most"));
    }
    let files: PackFiles = files.into_iter().map(|file| (file.name, file.bytes.into())).collect();
    if rulebook::digest_of(&files) != digest {
        return Err(wrong("the rule pack's files are not those that headquarters signed"));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> PackFiles {
        let long: Vec<u8> =
            (0..90_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        vec![("a.toml".into(), b"one".to_vec()), ("b.toml".into(), long)]
    }

    #[test]
    fn a_pack_comes_out_of_its_parts_and_of_nothing_else() {
        let files = files();
        let parts = parts(&files).unwrap();
        let count = u32::try_from(parts.len()).unwrap();
        assert!(count > 2, "{count}");
        let digest = parts[0].digest;
        let mut shuffled = parts.clone();
        shuffled.reverse();
        assert_eq!(joined(digest, count, &shuffled).unwrap(), files);
        assert!(joined(digest, count, &parts[1..]).is_err(), "the first is missing");
        assert!(joined(digest, count - 1, &parts).is_err(), "another number of parts");
        assert!(joined(Digest([1; 32]), count, &parts).is_err(), "another pack");
        for at in [0, 1, PART / 2, PART - 1] {
            let mut bent = parts.clone();
            let mut bytes = bent[1].bytes.to_vec();
            bytes[at] ^= 1;
            bent[1].bytes = bytes.into();
            assert!(joined(digest, count, &bent).is_err(), "byte {at}");
        }
    }

    #[test]
    fn what_is_too_large_is_neither_made_nor_unpacked() {
        assert!(super::parts(&vec![("a".into(), vec![0; PLAIN_MAX])]).is_err());
        let bomb = zstd::bulk::compress(&vec![0; 64 * 1024 * 1024], 19).unwrap();
        let part = PackPart { digest: Digest([2; 32]), part: 1, parts: 1, bytes: bomb.into() };
        assert!(joined(Digest([2; 32]), 1, &[part]).is_err());
        assert!(joined(Digest([2; 32]), 0, &[]).is_err());
        assert!(joined(Digest([2; 32]), u32::MAX, &[]).is_err());
    }
}
