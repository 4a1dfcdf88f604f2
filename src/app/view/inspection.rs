//! One inspection in full, for the screen, the list command and the end of a stop.

use super::cash::CashLine;
use super::clocks::ClockLine;
use super::foundation::Foundation;
use super::pens::BothSides;
use super::steps::StandingView;
use super::today::Line;
use crate::domain::deadline::trigger::Trigger;
use crate::domain::inspection::Inspection;
use crate::domain::inspection::judgement::{Judgement, Outcome};
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::redacted::Redacted;

/// An inspection as its entries tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectionView {
    /// As in a list.
    pub line: Line,
    /// All of it.
    pub inspection: Inspection,
    /// What the law gave, judged again under the pack it was decided with.
    pub judgement: Judgement,
    /// In the order in which they were issued.
    pub documents: Vec<DocumentLine>,
    /// Corrections of facts, oldest first.
    pub corrections: Vec<Correction>,
    /// Entries, oldest first.
    pub entries: Vec<EntryLine>,
    /// Photographs and pages that other laptops kept, in the order of their entries: their bytes are not here.
    pub elsewhere: Vec<ElsewhereLine>,
    /// Where its pen is; `None` where it never moved.
    pub pens: Option<BothSides>,
    /// Its fine, where that was collected at the roadside.
    pub cash: Option<CashLine>,
    /// The deadlines that run for it, the first to end first; empty where its pack lists none.
    pub clocks: Vec<ClockLine>,
    /// What of it may be put down now that moves them; what stands is in `inspection`.
    pub recordable: Vec<Trigger>,
    /// Where it stands in its procedure; `None` while it is no case.
    pub steps: Option<StandingView>,
    /// Rule pack, power list and headquarters' choices, of the pack that it was decided with.
    pub foundation: Foundation,
}

impl InspectionView {
    /// Whether its case may be opened while the decision waits for headquarters.
    #[must_use]
    pub fn may_be_opened(&self) -> bool {
        let ending = self.inspection.ending.as_ref();
        ending.is_some_and(|end| end.outcome == Outcome::Blocked) && self.judgement.may_be_opened()
    }
}

/// One entry of an inspection, and who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryLine {
    /// In the journal of the laptop that wrote it.
    pub number: u64,
    /// That laptop, short, where it is another one; `None` for an entry of this journal.
    pub from: Option<String>,
    /// Wall time of its envelope.
    pub at: Moment,
    /// Name of the event.
    pub kind: String,
    /// Who worked.
    pub who: Person,
}

/// A photograph or page of a case whose bytes are not on this laptop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ElsewhereLine {
    /// Of its bytes.
    pub digest: Digest,
    /// How many.
    pub bytes: u64,
    /// A page of a paper; else a photograph.
    pub is_page: bool,
    /// When headquarters had all of it; `None` where it had not when the case came here.
    pub held: Option<Moment>,
}

/// A person as entries name him. Both texts are empty where an entry is nobody's but the laptop's or headquarters'.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// As on the roster.
    pub name: String,
    /// Its number.
    pub credential: String,
}

/// One correction: when, by whom, why, and what stood there before, recorded by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// When it was written.
    pub at: Moment,
    /// Who wrote it.
    pub who: Person,
    /// Who recorded what stood there before.
    pub recorded_by: Person,
    /// The officer's.
    pub reason: String,
    /// Field by field.
    pub changes: Vec<Change>,
}

/// One field that a correction changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Path of the check contract.
    pub field: &'static str,
    /// As it stood before.
    pub old: Redacted<String>,
    /// As it stands since.
    pub new: Redacted<String>,
}

/// One paper of a stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentLine {
    /// Its id.
    pub document: Id,
    /// Name of the form.
    pub form: String,
    /// What stands over it.
    pub title: String,
    /// Its 案号; empty without one.
    pub number: String,
    /// Sheets.
    pub pages: u32,
    /// Prints so far.
    pub printed: u32,
    /// Its number was voided: it is shown, and never printed.
    pub is_void: bool,
    /// SHA-256 of the kept page, hexadecimal.
    pub digest: String,
}
