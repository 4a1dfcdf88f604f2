//! What is to be done with entries that came: kept, known already, too early, or in disagreement; pure, keeps nothing.
//!
//! (journal, number, digest) decides, for ever: the same entries get the same answer however often and by
//! whatever way they come.

use crate::domain::agency::DocumentNo;
use crate::domain::inspection::event::Event;
use crate::wire::envelope::BlobName;
use crate::wire::event::Body;
use crate::wire::message::batch::{Arrived, Content};
use crate::wire::message::feed::{Finding, News, Scope};
use crate::wire::message::hello::{JournalName, Point, Standing};

/// A point of a journal that the ledger holds, and when it was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldPoint {
    /// Its number and digest.
    pub point: Point,
    /// By headquarters' clock, milliseconds since 1970.
    pub received_ms: i64,
}

/// What the ledger knows of a journal before the entries that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// How the journal is treated.
    pub standing: Standing,
    /// The entry of the epoch before, behind which the journal begins.
    pub start: Point,
    /// The last entry that is held.
    pub head: Point,
    /// How many pens of cases left its device or came to it.
    pub pens: u64,
    /// Held points from the entry behind which the batch begins up to its last one, ascending; dense.
    pub points: Vec<HeldPoint>,
}

/// One entry as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// As it came, checked against the one before.
    pub arrived: Arrived,
    /// What headquarters found at once.
    pub finding: Option<Finding>,
    /// The document number that it takes.
    pub number: Option<DocumentNo>,
    /// Photographs and pages that it names.
    pub blobs: Vec<BlobName>,
    /// Its case's pen was not with its writer: it is kept as part of a branch.
    pub beside: bool,
    /// What it gives others to know; published in the transaction that keeps it.
    pub news: Vec<(Scope, News)>,
}

/// Entries that extend a journal: all kept in one transaction, if its head is still `behind` and no
/// pen left its device or came to it since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append {
    /// Which journal.
    pub journal: JournalName,
    /// Its head when the plan was made.
    pub behind: Point,
    /// How many pens had left its device or come to it then.
    pub pens: u64,
    /// In their order, without a gap.
    pub entries: Vec<NewEntry>,
    /// The suite's byte and the signature over the last.
    pub signature: (u8, Vec<u8>),
}

impl Append {
    /// The journal's head after it.
    #[must_use]
    pub fn head(&self) -> Point {
        self.entries.last().map_or(self.behind, |entry| entry.arrived.point())
    }
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// New ones at the end.
    Append(Append),
    /// Everything was held before: the answer of then.
    Known(HeldPoint),
    /// The terminal runs ahead of what is held.
    Need(Point),
    /// Another entry is held under a number that came: what came is kept aside.
    Fork {
        /// The one that is held.
        held: Point,
    },
    /// The device writes into the main line no more: what came is kept aside.
    Aside,
}

/// Plans for a checked batch; `behind` is the entry before its first.
#[must_use]
pub fn receive(
    known: &Known,
    journal: JournalName,
    behind: Point,
    arrived: Vec<Arrived>,
    signature: (u8, Vec<u8>),
) -> Plan {
    let held = |number: u64| known.points.iter().find(|held| held.point.number == number);
    if behind.number > known.head.number {
        // Behind a fork nothing can come that the main line lacks: it stands beside it as well.
        let is_beside = known.standing == Standing::Forked;
        return if is_beside { Plan::Aside } else { Plan::Need(known.head) };
    }
    let begins = held(behind.number).map_or(known.start, |held| held.point);
    if begins != behind {
        return Plan::Fork { held: begins };
    }
    for entry in &arrived {
        if let Some(held) = held(entry.point().number)
            && held.point != entry.point()
        {
            return Plan::Fork { held: held.point };
        }
    }
    let last = arrived.last().map_or(behind, Arrived::point);
    if last.number <= known.head.number {
        let known = held(last.number).copied();
        return Plan::Known(known.unwrap_or(HeldPoint { point: last, received_ms: 0 }));
    }
    match known.standing {
        Standing::Active | Standing::Retired => {}
        Standing::Forked | Standing::Revoked | Standing::Unknown => return Plan::Aside,
    }
    let new = arrived.into_iter().filter(|entry| entry.point().number > known.head.number);
    let entries = new.map(judge).collect();
    Plan::Append(Append { journal, behind: known.head, pens: known.pens, entries, signature })
}

/// What can be said of an entry by itself.
#[must_use]
pub fn judge(arrived: Arrived) -> NewEntry {
    let (finding, number) = match &arrived.content {
        Content::Read(entry) => (None, number_of(&entry.body)),
        Content::NotYet => (Some(Finding::PendingUpgrade), None),
        Content::Damaged => (Some(Finding::PayloadDamaged), None),
    };
    let blobs = arrived.envelope.blobs.clone();
    NewEntry { arrived, finding, number, blobs, beside: false, news: Vec::new() }
}

/// The document number that an entry takes.
#[must_use]
pub fn number_of(body: &Body) -> Option<DocumentNo> {
    match body {
        Body::Inspection(Event::InspectionEnded(ending)) => ending.number.clone(),
        // Later papers of the case bear it and take none.
        Body::Inspection(Event::PaperMade(made)) => made.takes.clone(),
        Body::Inspection(_) | Body::Bureau(_) | Body::Pruned | Body::Later { .. } => None,
    }
}
