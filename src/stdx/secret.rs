//! A key of 32 bytes: wiped when it goes, never printed, and parted into keys of one purpose each.

use hkdf::Hkdf;
use sha2::Sha256;
use std::fmt;
use zeroize::Zeroizing;

/// 32 secret bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// A key of bytes from the dice or from a derivation.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Key {
        Key(Zeroizing::new(bytes))
    }

    /// The bytes, for the cipher; nobody else keeps them.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key for one purpose (HKDF-SHA256, RFC 5869): whoever holds it cannot tell this one from it,
    /// nor the key of another purpose or context.
    #[must_use]
    pub fn for_purpose(&self, purpose: &str, context: &[u8]) -> Key {
        let mut bytes = Zeroizing::new([0; 32]);
        let spread = Hkdf::<Sha256>::new(None, self.0.as_slice());
        let info: [&[u8]; 3] = [purpose.as_bytes(), &[0], context];
        spread.expand_multi_info(&info, bytes.as_mut_slice()).expect("32 bytes are one block");
        Key(bytes)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹secret›")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_have_keys_of_their_own_and_no_key_prints() {
        let root = Key::new([7; 32]);
        let page = root.for_purpose("blob", b"a");
        assert_eq!(page, root.for_purpose("blob", b"a"));
        assert_ne!(page, root.for_purpose("blob", b"b"));
        assert_ne!(page, root.for_purpose("journal", b"a"));
        assert_ne!(page, root);
        assert_eq!(format!("{root:?}"), "‹secret›");
    }
}
