//! Payload shapes of what headquarters' news led to on the laptop: kinds 30 to 39 of the bureau.

use crate::domain::bureau::{BureauEvent, OrderDone};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::{WireFault, bytes16, bytes32, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

const RULE_PACK_REFUSED: u16 = 30;
/// The store asks for this kind by its number.
pub const TASK_DONE: u16 = 31;
const ORDER_CARRIED_OUT: u16 = 32;
/// The store asks for this kind by its number.
pub const CASE_CAME: u16 = 33;

#[derive(Encode, Decode)]
#[cbor(map)]
struct Refused {
    #[n(0)]
    digest: ByteArray<32>,
    #[n(1)]
    why: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Done {
    #[n(0)]
    task: ByteArray<16>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct CarriedOut {
    #[n(0)]
    order: ByteArray<16>,
    #[n(1)]
    what: What,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Came {
    #[n(0)]
    subject: ByteArray<16>,
    #[n(1)]
    token: u64,
    #[n(2)]
    entries: u32,
    #[n(3)]
    named: ByteArray<32>,
}

#[derive(Encode, Decode)]
enum What {
    #[n(0)]
    Locked,
    #[n(1)]
    Reported {
        #[n(0)]
        program: String,
        #[n(1)]
        disk_free: u64,
        #[n(2)]
        officers: u32,
    },
    #[n(2)]
    RetentionSet(#[n(0)] u32),
}

/// Kind and bytes.
pub(super) fn refused(digest: Digest, why: &str) -> (u16, Vec<u8>) {
    (RULE_PACK_REFUSED, to_bytes(&Refused { digest: digest.0.into(), why: why.into() }))
}

pub(super) fn task_done(task: Id) -> (u16, Vec<u8>) {
    (TASK_DONE, to_bytes(&Done { task: task.0.into() }))
}

pub(super) fn case_came(
    subject: Id,
    token: u64,
    (entries, named): (u32, Digest),
) -> (u16, Vec<u8>) {
    let (subject, named) = (subject.0.into(), named.0.into());
    (CASE_CAME, to_bytes(&Came { subject, token, entries, named }))
}

pub(super) fn carried_out(order: Id, done: &OrderDone) -> (u16, Vec<u8>) {
    let what = match done {
        OrderDone::Locked => What::Locked,
        OrderDone::Reported { program, disk_free, officers } => {
            What::Reported { program: program.clone(), disk_free: *disk_free, officers: *officers }
        }
        OrderDone::RetentionSet { days } => What::RetentionSet(*days),
    };
    (ORDER_CARRIED_OUT, to_bytes(&CarriedOut { order: order.0.into(), what }))
}

/// `None` for a kind of another file.
pub(super) fn decode(kind: u16, bytes: &[u8]) -> Result<Option<BureauEvent>, WireFault> {
    Ok(Some(match kind {
        RULE_PACK_REFUSED => {
            let shape: Refused = from_bytes(bytes)?;
            BureauEvent::RulePackRefused { digest: bytes32(&shape.digest), why: shape.why }
        }
        TASK_DONE => BureauEvent::TaskDone { task: bytes16(&from_bytes::<Done>(bytes)?.task) },
        ORDER_CARRIED_OUT => {
            let shape: CarriedOut = from_bytes(bytes)?;
            let done = match shape.what {
                What::Locked => OrderDone::Locked,
                What::Reported { program, disk_free, officers } => {
                    OrderDone::Reported { program, disk_free, officers }
                }
                What::RetentionSet(days) => OrderDone::RetentionSet { days },
            };
            BureauEvent::OrderCarriedOut { order: bytes16(&shape.order), done }
        }
        CASE_CAME => {
            let shape: Came = from_bytes(bytes)?;
            BureauEvent::CaseCame {
                subject: bytes16(&shape.subject),
                token: shape.token,
                entries: shape.entries,
                named: bytes32(&shape.named),
            }
        }
        _ => return Ok(None),
    }))
}
