//! 双随机 tasks that headquarters gives: what is to be inspected, where, by when; does none itself.

use crate::stdx::id::Id;
use minicbor::{Decode, Encode};

/// One task. The same id again replaces what was said before.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Task {
    /// What the entry about it names.
    #[n(0)]
    pub id: Id,
    /// Code of the approved plan that it belongs to.
    #[n(1)]
    pub plan: String,
    /// Whom or what to inspect.
    #[n(2)]
    pub subject: String,
    /// Where, in words.
    #[n(3)]
    pub place: String,
    /// The last day, 20261124.
    #[n(4)]
    pub due: u32,
    /// It need not be done any more; left out while it is to be done.
    #[n(5)]
    pub withdrawn: Option<bool>,
}
