//! A laptop that headquarters took back, told to all others; takes none back itself.

use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use minicbor::{Decode, Encode};

/// From now on no other laptop meets one that shows one of these certificates. A code that it is enrolled with again
/// gives it another one.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LaptopRevoked {
    /// Which laptop.
    #[n(0)]
    pub device: Id,
    /// Fingerprints of the certificates of its line: SHA-256 of their DER.
    #[n(1)]
    pub certificates: Vec<Digest>,
}
