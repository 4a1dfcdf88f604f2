//! What headquarters orders a laptop to do; typed, so that nothing else can be ordered. Carries none out.

use crate::stdx::id::Id;
use minicbor::{Decode, Encode};

/// The longest that party data may be ordered to stay, in days: longer is a mistake of the hand.
pub const RETENTION_DAYS_MAX: u32 = 3_650;

/// An order to one device. It is carried out once, and the entry about it names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct DeviceOrder {
    /// What the entry about it names.
    #[n(0)]
    pub id: Id,
    /// What is to be done.
    #[n(1)]
    pub order: Order,
    /// By headquarters' clock, milliseconds since 1970.
    #[n(2)]
    pub given_ms: i64,
}

/// What is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Order {
    /// The screens lock at once: who goes on types his PIN.
    #[n(0)]
    LockNow,
    /// The laptop says how it stands, as an entry.
    #[n(1)]
    ReportIn,
    /// So many days after headquarters' receipt party data and media may stay on the laptop.
    #[n(2)]
    RetentionDays(#[n(0)] u32),
}
