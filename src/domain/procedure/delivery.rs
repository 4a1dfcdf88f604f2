//! By which manner a paper may be delivered (送达): the step that serves the decision and every proof of delivery ask here. Delivers
//! none.

use super::facts::CaseFacts;
use super::guard::{Guard, fact};
use crate::domain::blocked::Blocked;

/// Sent over a network only to who agreed to it on a 送达地址确认书.
pub(super) const ELECTRONIC: Guard = fact(
    "electronic_without_consent",
    "《行政处罚法》第六十一条第二款；《交通运输行政执法程序规定》第十八条",
    |case| !case.delivery.is_electronic || case.delivery.has_consent,
);
/// Left behind only where somebody refused, and where witnesses or pictures show it.
pub(super) const LEFT: Guard = fact(
    "left_without_proof",
    "《行政处罚法》第六十一条；《民事诉讼法》第八十九条",
    |case| !case.delivery.is_left || (case.delivery.is_refused && case.delivery.is_witnessed),
);

/// What stands against delivering a paper of the case in the manner that `case` names (处罚法 61).
#[must_use]
pub fn delivery_refused(case: &CaseFacts) -> Vec<Blocked> {
    let guards: [&'static Guard; 2] = [&ELECTRONIC, &LEFT];
    let refused = |gate| guards.into_iter().flat_map(|guard| guard.refusals(case, gate)).collect();
    super::gate("C12").map(refused).unwrap_or_default()
}
