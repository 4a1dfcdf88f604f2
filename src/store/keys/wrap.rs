//! The journal's key inside a PIN or a code; the same bytes never come out for another secret.

use super::KeyFault;
use crate::stdx::id::Dice;
use crate::stdx::secret::Key;
use crate::wire::keyring::Wrap;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

/// 64 MiB and three passes: about 0.15 s here, at most 0.5 s on a rugged laptop.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
/// A keyring in memory goes with the program: there is nothing that a thief could try PINs on.
const MEMORY_KIB_LIGHT: u32 = 64;

/// Wraps `key` for a PIN, with what only this device knows; `bound` is whom it belongs to, and
/// `is_kept` says that the wrap goes onto a disk.
///
/// # Errors
/// When there is no memory to stretch the PIN in.
pub fn by_pin(
    key: &Key,
    pin: &str,
    secret: &Key,
    bound: &[u8],
    is_kept: bool,
    dice: &mut Dice,
) -> Result<Wrap, KeyFault> {
    let salt = dice.salt();
    let memory_kib = if is_kept { MEMORY_KIB } else { MEMORY_KIB_LIGHT };
    let lock = stretch(pin, &salt, secret, memory_kib, PASSES)?;
    Ok(sealed(key, &lock, bound, (salt, memory_kib, PASSES), dice))
}

/// The key, when `pin` is the one; `None` when it is another.
///
/// # Errors
/// When there is no memory to stretch the PIN in.
pub fn open_by_pin(
    wrap: &Wrap,
    pin: &str,
    secret: &Key,
    bound: &[u8],
) -> Result<Option<Key>, KeyFault> {
    let lock = stretch(pin, &wrap.salt, secret, wrap.memory_kib, wrap.passes)?;
    Ok(opened(wrap, &lock, bound))
}

/// Wraps `key` for a code of 128 bits, which needs no stretching.
pub fn by_code(key: &Key, code: &[u8], bound: &[u8], dice: &mut Dice) -> Wrap {
    let salt = dice.salt();
    sealed(key, &from_code(code, &salt), bound, (salt, 0, 0), dice)
}

/// The key, when `code` is the one.
pub fn open_by_code(wrap: &Wrap, code: &[u8], bound: &[u8]) -> Option<Key> {
    opened(wrap, &from_code(code, &wrap.salt), bound)
}

fn from_code(code: &[u8], salt: &[u8; 16]) -> Key {
    let mut bytes = [0; 32];
    bytes[..code.len().min(32)].copy_from_slice(&code[..code.len().min(32)]);
    Key::new(bytes).for_purpose("recovery", salt)
}

fn stretch(
    pin: &str,
    salt: &[u8; 16],
    secret: &Key,
    memory_kib: u32,
    passes: u32,
) -> Result<Key, KeyFault> {
    let refused = |_| KeyFault::NoMemory;
    let params = Params::new(memory_kib, passes, 1, Some(32)).map_err(refused)?;
    let mut out = Zeroizing::new([0; 32]);
    Argon2::new_with_secret(secret.bytes(), Algorithm::Argon2id, Version::V0x13, params)
        .and_then(|argon| argon.hash_password_into(pin.as_bytes(), salt, out.as_mut_slice()))
        .map_err(refused)?;
    Ok(Key::new(*out))
}

fn sealed(
    key: &Key,
    lock: &Key,
    bound: &[u8],
    (salt, memory_kib, passes): ([u8; 16], u32, u32),
    dice: &mut Dice,
) -> Wrap {
    let mut nonce = [0; 24];
    nonce.copy_from_slice(&dice.key().bytes()[..24]);
    let cipher = XChaCha20Poly1305::new(lock.bytes().into());
    let payload = Payload { msg: key.bytes(), aad: bound };
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), payload)
        .expect("32 bytes are less than the cipher's limit");
    Wrap { salt, memory_kib, passes, nonce, sealed }
}

fn opened(wrap: &Wrap, lock: &Key, bound: &[u8]) -> Option<Key> {
    let cipher = XChaCha20Poly1305::new(lock.bytes().into());
    let payload = Payload { msg: &wrap.sealed, aad: bound };
    let bytes = Zeroizing::new(cipher.decrypt(&XNonce::from(wrap.nonce), payload).ok()?);
    <[u8; 32]>::try_from(bytes.as_slice()).ok().map(Key::new)
}
