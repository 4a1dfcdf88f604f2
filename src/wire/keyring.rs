//! The keyring beside the journal: who may open it, each with the journal's key wrapped for him alone.
//!
//! It holds names and credentials of officers and never a PIN, a digest of one, or the key itself.

use super::event::people::OfficerShape;
use super::{WireFault, bytes16, from_bytes, to_bytes};
use crate::domain::agency::Officer;
use crate::stdx::digest::Digest;
use crate::stdx::lockout::{Tick, Tries};
use crate::stdx::secret::Key;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

/// Version of the keyring's own layout.
const VERSION: u8 = 1;
/// Argon2id, XChaCha20-Poly1305, and HKDF-SHA256 for the tag: what a ring without the byte has too.
const SUITE: u8 = 1;

/// A key that only its own secret opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrap {
    /// Of Argon2id.
    pub salt: [u8; 16],
    /// Cost of Argon2id; both 0 where the secret is no PIN but 128 bits of dice.
    pub memory_kib: u32,
    /// Passes over that memory.
    pub passes: u32,
    /// Fresh for each wrap.
    pub nonce: [u8; 24],
    /// XChaCha20-Poly1305 of the 32 bytes, with the tag.
    pub sealed: Vec<u8>,
}

/// One person with a PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// As the roster of the journal has him, so that the door can name him.
    pub officer: Officer,
    /// `None` until he chose a PIN.
    pub wrap: Option<Wrap>,
    /// The PIN was given by someone else: it opens nothing but the choice of an own one.
    pub must_change: bool,
    /// Wrong tries, counted before each is made.
    pub tries: Tries,
}

/// What lies in `keys.cbor`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keyring {
    /// Name of the agency, for the first screen.
    pub agency: String,
    /// A sample bureau's screens show its PINs.
    pub sample: bool,
    /// Everybody with a PIN, or who is to choose one.
    pub holders: Vec<Holder>,
    /// For headquarters' code.
    pub recovery: Option<Wrap>,
    /// A newer code that the journal may name already.
    pub next_code: Option<NextCode>,
}

/// A code that takes the place of the one before when an entry behind `behind` says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextCode {
    /// The journal's key under the newer code.
    pub wrap: Wrap,
    /// Number of the last entry when it was made.
    pub behind: u64,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct WrapShape {
    #[n(0)]
    salt: ByteArray<16>,
    #[n(1)]
    memory_kib: u32,
    #[n(2)]
    passes: u32,
    #[n(3)]
    nonce: ByteArray<24>,
    #[n(4)]
    sealed: ByteVec,
    #[n(5)]
    suite: Option<u8>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct HolderShape {
    #[n(0)]
    officer: OfficerShape,
    #[n(1)]
    wrap: Option<WrapShape>,
    #[n(2)]
    must_change: bool,
    #[n(3)]
    failed: u32,
    #[n(4)]
    waits: u32,
    #[n(5)]
    wait_ms: u64,
    #[n(6)]
    boot: ByteArray<16>,
    #[n(7)]
    monotonic_ms: u64,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Shape {
    #[n(0)]
    version: u8,
    #[n(1)]
    agency: String,
    #[n(2)]
    sample: bool,
    #[n(3)]
    holders: Vec<HolderShape>,
    #[n(4)]
    recovery: Option<WrapShape>,
    #[n(5)]
    suite: Option<u8>,
    #[n(6)]
    next_code: Option<WrapShape>,
    #[n(7)]
    next_behind: Option<u64>,
}

/// A keyring as it lies on the disk: its bytes and their tag under the device's secret.
#[derive(Encode, Decode)]
#[cbor(map)]
struct FileShape {
    #[n(0)]
    keyring: ByteVec,
    #[n(1)]
    tag: ByteArray<32>,
}

/// The device's secret as it lies on the disk: one turned byte is seen, and the copy read.
#[derive(Encode, Decode)]
#[cbor(map)]
struct SecretShape {
    #[n(0)]
    version: u8,
    #[n(1)]
    secret: ByteArray<32>,
    /// The first bytes of the secret's SHA-256.
    #[n(2)]
    check: ByteArray<8>,
}

impl From<&Wrap> for WrapShape {
    fn from(wrap: &Wrap) -> WrapShape {
        WrapShape {
            salt: wrap.salt.into(),
            memory_kib: wrap.memory_kib,
            passes: wrap.passes,
            nonce: wrap.nonce.into(),
            sealed: wrap.sealed.clone().into(),
            suite: Some(SUITE),
        }
    }
}

fn known(suite: Option<u8>) -> Result<(), WireFault> {
    match suite {
        None | Some(SUITE) => Ok(()),
        Some(other) => Err(WireFault::Suite(other)),
    }
}

impl TryFrom<WrapShape> for Wrap {
    type Error = WireFault;

    fn try_from(shape: WrapShape) -> Result<Wrap, WireFault> {
        known(shape.suite)?;
        Ok(Wrap {
            salt: *shape.salt,
            memory_kib: shape.memory_kib,
            passes: shape.passes,
            nonce: *shape.nonce,
            sealed: shape.sealed.to_vec(),
        })
    }
}

impl From<&Holder> for HolderShape {
    fn from(holder: &Holder) -> HolderShape {
        let tries = &holder.tries;
        HolderShape {
            officer: (&holder.officer).into(),
            wrap: holder.wrap.as_ref().map(WrapShape::from),
            must_change: holder.must_change,
            failed: tries.failed,
            waits: tries.waits,
            wait_ms: tries.wait_ms,
            boot: tries.seen.boot.0.into(),
            monotonic_ms: tries.seen.monotonic_ms,
        }
    }
}

impl TryFrom<HolderShape> for Holder {
    type Error = WireFault;

    fn try_from(shape: HolderShape) -> Result<Holder, WireFault> {
        let seen = Tick { boot: bytes16(&shape.boot), monotonic_ms: shape.monotonic_ms };
        let (failed, waits, wait_ms) = (shape.failed, shape.waits, shape.wait_ms);
        Ok(Holder {
            officer: shape.officer.try_into()?,
            wrap: shape.wrap.map(Wrap::try_from).transpose()?,
            must_change: shape.must_change,
            tries: Tries { failed, waits, wait_ms, seen },
        })
    }
}

fn next_code(wrap: Option<WrapShape>, behind: Option<u64>) -> Result<Option<NextCode>, WireFault> {
    let Some((shape, behind)) = wrap.zip(behind) else { return Ok(None) };
    Ok(Some(NextCode { wrap: shape.try_into()?, behind }))
}

/// The bytes that are kept and tagged.
#[must_use]
pub fn encode(keyring: &Keyring) -> Vec<u8> {
    to_bytes(&Shape {
        version: VERSION,
        agency: keyring.agency.clone(),
        sample: keyring.sample,
        holders: keyring.holders.iter().map(HolderShape::from).collect(),
        recovery: keyring.recovery.as_ref().map(WrapShape::from),
        suite: Some(SUITE),
        next_code: keyring.next_code.as_ref().map(|next| WrapShape::from(&next.wrap)),
        next_behind: keyring.next_code.as_ref().map(|next| next.behind),
    })
}

/// Reads a keyring.
///
/// # Errors
/// When the bytes are none, or of a newer version or suite.
pub fn decode(bytes: &[u8]) -> Result<Keyring, WireFault> {
    let shape: Shape = from_bytes(bytes)?;
    if shape.version != VERSION {
        return Err(WireFault::Version(u32::from(shape.version)));
    }
    known(shape.suite)?;
    Ok(Keyring {
        agency: shape.agency,
        sample: shape.sample,
        holders: shape.holders.into_iter().map(Holder::try_from).collect::<Result<_, _>>()?,
        recovery: shape.recovery.map(Wrap::try_from).transpose()?,
        next_code: next_code(shape.next_code, shape.next_behind)?,
    })
}

/// The file of a keyring's bytes and their tag.
#[must_use]
pub fn encode_file(keyring: &[u8], tag: [u8; 32]) -> Vec<u8> {
    to_bytes(&FileShape { keyring: keyring.to_vec().into(), tag: tag.into() })
}

/// The keyring's bytes and the tag of a file.
///
/// # Errors
/// When the bytes are no such file.
pub fn decode_file(bytes: &[u8]) -> Result<(Vec<u8>, [u8; 32]), WireFault> {
    let shape: FileShape = from_bytes(bytes)?;
    Ok((shape.keyring.to_vec(), *shape.tag))
}

/// The file of a device's secret.
#[must_use]
pub fn encode_secret(secret: &Key) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(to_bytes(&SecretShape {
        version: VERSION,
        secret: (*secret.bytes()).into(),
        check: check(secret.bytes()).into(),
    }))
}

/// The device's secret in a file, or the 32 bytes that the first laptops kept bare; `None` when a byte
/// is not as it was written.
#[must_use]
pub fn decode_secret(bytes: &[u8]) -> Option<Key> {
    if let Ok(bare) = <[u8; 32]>::try_from(bytes) {
        return Some(Key::new(bare));
    }
    let shape: SecretShape = from_bytes(bytes).ok()?;
    let whole = shape.version == VERSION && *shape.check == check(&shape.secret);
    whole.then(|| Key::new(*shape.secret))
}

fn check(secret: &[u8; 32]) -> [u8; 8] {
    let mut check = [0; 8];
    check.copy_from_slice(&Digest::of(secret).0[..8]);
    check
}
