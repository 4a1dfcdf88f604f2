//! A stop that is still being typed: one text per field, kept at every field left; judged by nobody.

use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use std::collections::BTreeMap;

/// What the proposal rests on (处罚法 44).
const PROPOSED: &[&str] = &[
    "findings[",
    "weighing.",
    "vehicle.",
    "permit.",
    "load.",
    "exemption.",
    "transport_certificate.first_issued",
    "party.kind",
];

/// Fields by their path in the check contract (`vehicle.plate`, `findings[0].code`), so that a
/// script and a screen are read by the same code. A telling's field holds the time it was ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub id: Id,
    pub begun_at: Moment,
    pub saved_at: Option<Moment>,
    pub fields: BTreeMap<String, String>,
}

impl Draft {
    #[must_use]
    pub fn new(id: Id, begun_at: Moment) -> Draft {
        Draft { id, begun_at, saved_at: None, fields: BTreeMap::new() }
    }

    #[must_use]
    pub fn get(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }

    /// Sets a field; an empty text takes it away. When what the party was told rests on the field,
    /// the telling, the statement and the signature fall with it: they were about something else.
    pub fn set(&mut self, field: &str, value: &str) {
        if self.get(field) != value && PROPOSED.iter().any(|told| field.starts_with(told)) {
            self.fields
                .retain(|path, _| !path.starts_with("telling.") || path == "telling.cards_shown");
        }
        if value.is_empty() {
            self.fields.remove(field);
        } else {
            self.fields.insert(field.to_string(), value.to_string());
        }
    }

    /// How many findings have a code.
    #[must_use]
    pub fn findings(&self) -> usize {
        (0..).take_while(|nth| !self.get(&format!("findings[{nth}].code")).is_empty()).count()
    }
}
