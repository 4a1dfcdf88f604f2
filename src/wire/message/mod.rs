//! What a terminal and headquarters say to each other, the same over a line and on a stick; opens no line itself.
//!
//! Every message begins with three bytes, `L` `S` and the protocol's version, so that a page of a hotel's
//! network is never taken for headquarters. Behind them stands CBOR with integer keys; keys that are not
//! known are passed over, keys are never used again for another meaning.

pub mod batch;
pub mod case;
pub mod checkpoint;
pub mod enrol;
pub mod feed;
pub mod forward;
pub mod hello;
pub mod history;
pub mod inclusion;
pub mod order;
pub mod pen;
pub mod photograph;
pub mod push;
pub mod receipt;
pub mod relay;
pub mod returned;
pub mod revoked;
pub mod roster;
pub mod rotate;
pub mod rule_pack;
pub mod task;

use super::{WireFault, from_bytes};
use minicbor::{Decode, Encode};

/// The version of the protocol that this program speaks.
pub const PROTOCOL: u8 = 1;
/// The oldest one that it still understands.
pub const PROTOCOL_MIN: u8 = 1;
/// No message is longer.
pub const MESSAGE_MAX: usize = 1024 * 1024;
const MARK: [u8; 2] = *b"LS";

/// One kind of question, with the kind of its answer.
pub trait Asks: Encode<()> + for<'b> Decode<'b, ()> {
    /// Last part of its address: `hello`.
    const NAME: &'static str;
    /// What headquarters answers it with.
    type Answer: Encode<()> + for<'b> Decode<'b, ()>;
}

/// The bytes of a message.
#[must_use]
pub fn encode<T: Encode<()>>(message: &T) -> Vec<u8> {
    let mut bytes = vec![MARK[0], MARK[1], PROTOCOL];
    let written = minicbor::encode(message, &mut bytes);
    debug_assert!(written.is_ok(), "a vector takes every byte");
    bytes
}

/// Reads a message.
///
/// # Errors
/// When it is none, of a version that this program does not speak, too long, or not of its kind.
pub fn decode<T: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Result<T, WireFault> {
    from_bytes(body_of(bytes)?)
}

/// What stands behind the mark and the version.
fn body_of(bytes: &[u8]) -> Result<&[u8], WireFault> {
    if bytes.len() > MESSAGE_MAX {
        return Err(WireFault::Bytes(format!("a message of {} bytes", bytes.len())));
    }
    let [m0, m1, version, body @ ..] = bytes else {
        return Err(WireFault::Bytes("this is no message of headquarters".into()));
    };
    if [*m0, *m1] != MARK {
        return Err(WireFault::Bytes("this is no message of headquarters".into()));
    }
    if !(PROTOCOL_MIN..=PROTOCOL).contains(version) {
        return Err(WireFault::Version(u32::from(*version)));
    }
    Ok(body)
}
