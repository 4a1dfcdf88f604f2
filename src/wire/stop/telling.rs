//! What a stop of a file says was shown, told and heard, in the order that it gives; it judges no order.

use super::{Notes, note, refuse};
use crate::domain::inspection::order::{TellingAct, TellingOrder};
use crate::domain::inspection::{Signature, Statement, StatementKind, Telling, Topic};
use crate::stdx::clock::Moment;
use crate::wire::refusal::Refusal;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct TellingShape {
    cards_shown: bool,
    told: Vec<String>,
    statement: Option<String>,
    statement_text: Option<String>,
    answer: Option<String>,
    signature: Option<String>,
    signature_reason: Option<String>,
    /// The acts in the order in which they were done; left out for the order of the law.
    order: Option<Vec<String>>,
}

/// The telling of a stop at `at`.
pub(super) fn telling(
    shape: TellingShape,
    at: Moment,
    notes: &mut Notes,
) -> Result<Telling, Refusal> {
    let mut told = Vec::new();
    for (nth, word) in shape.told.iter().enumerate() {
        match Topic::from_word(word) {
            Some(topic) => told.push((topic, at)),
            None => return refuse(format!("telling.told[{nth}]"), word),
        }
    }
    let answer = shape.answer.unwrap_or_default();
    let kind = match shape.statement.as_deref() {
        None => None,
        Some("none") => Some(StatementKind::Nothing),
        Some("waived") => Some(StatementKind::Waived),
        Some("stated") => Some(StatementKind::Stated(shape.statement_text.unwrap_or_default())),
        Some(word) => return refuse("telling.statement", word),
    };
    let signature = match shape.signature.as_deref() {
        None => None,
        Some("signed") => Some(Signature::Signed),
        Some("declined") => Some(Signature::Declined(shape.signature_reason.unwrap_or_default())),
        Some(word) => return refuse("telling.signature", word),
    };
    let telling = Telling {
        cards_shown: shape.cards_shown.then_some(at),
        told,
        statement: kind.map(|kind| Statement { at, kind, answer }),
        signature,
        order: TellingOrder::default(),
    };
    let order = order(shape.order, &telling, notes)?;
    Ok(Telling { order, ..telling })
}

/// The acts that `words` name, in their order, and behind them the others in that of the law. An act that
/// was not done has no place: that cannot be.
fn order(
    words: Option<Vec<String>>,
    telling: &Telling,
    notes: &mut Notes,
) -> Result<TellingOrder, Refusal> {
    let mut order = TellingOrder::default();
    for (nth, word) in words.unwrap_or_default().iter().enumerate() {
        match TellingAct::from_word(word) {
            None => return refuse(format!("telling.order[{nth}]"), word),
            Some(act) if telling.holds(act) => order.record(act),
            Some(_) => note(notes, "telling.order", word),
        }
    }
    let named = order.clone();
    let others = TellingAct::all().filter(|act| telling.holds(*act) && named.nth(*act).is_none());
    others.for_each(|act| order.record(act));
    Ok(order)
}
