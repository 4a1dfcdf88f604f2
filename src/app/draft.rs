//! A stop that is still being typed: one text per field, kept at every field left; judged by nobody.

use crate::domain::inspection::order::{TellingAct, TellingOrder};
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use std::collections::BTreeMap;

/// What the proposal rests on (处罚法 44).
const PROPOSED: &[&str] = &[
    "findings[",
    "weighing.",
    "readings[",
    "slip.standing",
    "vehicle.",
    "permit.",
    "load.",
    "exemption.",
    "transport_certificate.first_issued",
    "party.kind",
];

/// Where a draft keeps the order of the telling's acts.
pub const ORDER: &str = "telling.order";
const CARDS_SHOWN: &str = "telling.cards_shown";
/// Words that somebody typed: no typed word is lost, and none counts before its act is recorded anew.
const TYPED: &[&str] = &["telling.statement_text", "telling.answer", "telling.signature_reason"];

/// Fields by their path in the check contract (`vehicle.plate`, `findings[0].code`), so that a
/// script and a screen are read by the same code. A telling's field holds the time it was ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Made when it was begun.
    pub id: Id,
    /// When the stop was begun.
    pub begun_at: Moment,
    /// `None` before a field was kept.
    pub saved_at: Option<Moment>,
    /// Credential of the officer who began it and who alone goes on with it; empty where nobody was signed in.
    pub owner: String,
    /// Texts as typed, by path.
    pub fields: BTreeMap<String, String>,
}

impl Draft {
    /// A stop of which nothing is typed yet.
    #[must_use]
    pub fn new(id: Id, begun_at: Moment) -> Draft {
        let (owner, fields) = (String::new(), BTreeMap::new());
        Draft { id, begun_at, saved_at: None, owner, fields }
    }

    /// The text of a field; empty where nothing was typed.
    #[must_use]
    pub fn get(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }

    /// Sets a field; an empty text takes it away. When what the party was told rests on the field,
    /// the telling, the statement and the signature fall with it: they were about something else.
    pub fn set(&mut self, field: &str, value: &str) {
        if self.get(field) != value && PROPOSED.iter().any(|told| field.starts_with(told)) {
            self.fields.retain(|path, _| !path.starts_with("telling.") || stays(path));
            if !self.get(CARDS_SHOWN).is_empty() {
                self.record(CARDS_SHOWN);
            }
        }
        if self.get(field) != value && act_of(field).is_some() {
            self.place(field, !value.is_empty());
        }
        if value.is_empty() {
            self.fields.remove(field);
        } else {
            self.fields.insert(field.to_string(), value.to_string());
        }
    }

    /// An act of the telling was done once more: from now on it stands behind all others.
    pub fn record(&mut self, field: &str) {
        self.place(field, true);
    }

    /// The acts of the telling in the order in which they were recorded.
    #[must_use]
    pub fn order(&self) -> TellingOrder {
        TellingOrder::from_text(self.get(ORDER))
    }

    fn place(&mut self, field: &str, done: bool) {
        let Some(act) = act_of(field) else { return };
        let mut order = self.order();
        if done {
            order.record(act);
        } else {
            order.forget(act);
        }
        self.fields.insert(ORDER.to_string(), order.text());
        self.fields.retain(|path, text| path != ORDER || !text.is_empty());
    }

    /// Credentials of the officers at the stop.
    #[must_use]
    pub fn officers(&self) -> Vec<String> {
        let all = self.get("officers").split(',').map(str::trim);
        all.filter(|who| !who.is_empty()).map(ToString::to_string).collect()
    }

    /// How many findings have a code.
    #[must_use]
    pub fn findings(&self) -> usize {
        (0..).take_while(|nth| !self.get(&format!("findings[{nth}].code")).is_empty()).count()
    }

    /// How many entries `list` has, up to the last one in which something was typed.
    #[must_use]
    pub fn entries(&self, list: &str) -> usize {
        let nth = |path: &String| {
            let (nth, _) = path.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?;
            nth.parse::<usize>().ok()
        };
        self.fields.keys().filter_map(nth).max().map_or(0, |last| last.saturating_add(1))
    }
}

fn stays(path: &str) -> bool {
    path == CARDS_SHOWN || TYPED.contains(&path)
}

/// The act of the telling that `field` records.
#[must_use]
pub fn act_of(field: &str) -> Option<TellingAct> {
    TellingAct::from_word(field.strip_prefix("telling.")?)
}

/// The field that records `act`.
#[must_use]
pub fn field_of(act: TellingAct) -> String {
    format!("telling.{}", act.word())
}
