//! What a stop of a file says of the conditions under which an act is not punished; it weighs none of them.

use crate::domain::leniency::facts::LeniencyFacts;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct LeniencyShape {
    item: Option<String>,
    slight: Option<bool>,
    why: Option<String>,
    educated: Option<bool>,
    promised: Option<bool>,
    answers: BTreeMap<String, bool>,
    first: Option<bool>,
    first_from: Option<String>,
}

/// What was recorded of a finding.
pub(super) fn leniency(shape: LeniencyShape) -> LeniencyFacts {
    LeniencyFacts {
        item: shape.item.unwrap_or_default(),
        slight: shape.slight,
        why: shape.why.unwrap_or_default(),
        educated: shape.educated,
        promised: shape.promised,
        answers: shape.answers,
        first: shape.first,
        first_from: shape.first_from.unwrap_or_default(),
    }
}
