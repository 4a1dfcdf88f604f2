//! PINs: Argon2id digests made and compared here; a PIN is never kept, logged or sent.

use super::command::Trouble;
use crate::domain::bureau::PinRecord;
use argon2::{Algorithm, Argon2, Params, Version};

/// 64 MiB and three passes: about 0.15 s here, at most 0.5 s on a rugged laptop.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;

/// Six digits at least, since the device is the second factor.
#[must_use]
pub fn is_allowed(pin: &str) -> bool {
    pin.len() >= 6 && pin.len() <= 64 && pin.chars().all(|c| c.is_ascii_graphic())
}

/// The digest to keep for `pin`.
///
/// # Errors
/// When the machine has no memory for it.
pub fn record(pin: &str, salt: [u8; 16]) -> Result<PinRecord, Trouble> {
    let mut record = PinRecord { salt, hash: [0; 32], memory_kib: MEMORY_KIB, passes: PASSES };
    record.hash = digest(pin, &record)?;
    Ok(record)
}

/// Whether `pin` is the one that `record` was made of.
///
/// # Errors
/// When the machine has no memory for it.
pub fn matches(pin: &str, record: &PinRecord) -> Result<bool, Trouble> {
    let made = digest(pin, record)?;
    // Every byte is looked at, so that the time taken tells nothing.
    Ok(made.iter().zip(record.hash).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0)
}

fn digest(pin: &str, record: &PinRecord) -> Result<[u8; 32], Trouble> {
    let refused = |_| Trouble::new("trouble.pin_memory");
    let params = Params::new(record.memory_kib, record.passes, 1, Some(32)).map_err(refused)?;
    let mut hash = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), &record.salt, &mut hash)
        .map_err(refused)?;
    Ok(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_pin_matches() {
        let mut kept = record("246810", [7; 16]).unwrap();
        assert!(matches("246810", &kept).unwrap());
        assert!(!matches("246811", &kept).unwrap());
        kept.salt = [8; 16];
        assert!(!matches("246810", &kept).unwrap());
        assert!(!is_allowed("12345") && is_allowed("123456"));
    }
}
