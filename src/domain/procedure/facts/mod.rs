//! What has been recorded of a case, as plain values: the gates read it and change nothing. Last days are those that the clocks
//! fixed when they began; none is counted here.

pub mod act;
pub mod course;
pub mod measure;
pub mod of_stop;
pub mod payment;

use super::state::Actor;
use crate::domain::inspection::Telling;
use crate::domain::party::Present;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use act::{ActFacts, DeviceFacts, InspectionFacts, PenaltyFacts};
use course::{CourseFacts, DeliveryFacts, HearingFacts, TransferFacts};
use measure::{HoldFacts, MeasureFacts};
use payment::{EnforcementFacts, PaymentFacts};
use std::collections::BTreeMap;

/// Everything that a gate may look at. What was not recorded is not there, and counts as not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFacts {
    /// Now: a day that lies ahead of it is no fact yet.
    pub now: Moment,
    /// Who acts: the officers of this step, not of an earlier one.
    pub acting: Vec<Acting>,
    /// Cards, telling and statement, in their order.
    pub telling: Telling,
    /// Who is there, hears and takes the papers.
    pub present: Option<Present>,
    /// Opinions that approve a step.
    pub approvals: Vec<Approval>,
    /// National forms that were made, by their number, each with the day on which the party had it.
    pub papers: BTreeMap<u8, Option<Day>>,
    /// A number is left to be given to a decision on the spot.
    pub has_number: bool,
    /// What a decision must bear of the bureau and lacks, as `Agency::missing_for_decision` says it.
    pub agency_lacks: Vec<&'static str>,
    /// The act, and what is known of it.
    pub act: ActFacts,
    /// What is proposed and meant for it.
    pub penalty: PenaltyFacts,
    /// The inspection that it was found in.
    pub inspection: InspectionFacts,
    /// How the case goes on.
    pub course: CourseFacts,
    /// How the paper that is asked about is delivered.
    pub delivery: DeliveryFacts,
    /// Hearing.
    pub hearing: HearingFacts,
    /// The one measure that is asked about.
    pub measure: MeasureFacts,
    /// The one hold that is asked about.
    pub hold: HoldFacts,
    /// Money and time behind the decision.
    pub payment: PaymentFacts,
    /// Forced execution.
    pub enforcement: EnforcementFacts,
    /// Suspicion of a crime.
    pub transfer: TransferFacts,
    /// The device of an off-site record.
    pub device: DeviceFacts,
}

/// One officer of a step, held against the roster (处罚法 42).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acting {
    /// Number of the credential.
    pub credential: String,
    /// He is an officer, and his credential is in force on the day.
    pub in_force: bool,
    /// His certificate covers act and place.
    pub in_scope: bool,
}

/// An opinion that approves one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Code of the gate, `C2`: an approval is good for no other.
    pub gate: String,
    /// In which place he approved.
    pub by: Actor,
    /// Day of the signature.
    pub on: Day,
}

impl CaseFacts {
    /// A case of which nothing is recorded.
    #[must_use]
    pub fn new(now: Moment) -> CaseFacts {
        CaseFacts {
            now,
            acting: Vec::new(),
            telling: Telling::default(),
            present: None,
            approvals: Vec::new(),
            papers: BTreeMap::new(),
            has_number: false,
            agency_lacks: Vec::new(),
            act: ActFacts::default(),
            penalty: PenaltyFacts::default(),
            inspection: InspectionFacts::default(),
            course: CourseFacts::default(),
            delivery: DeliveryFacts::default(),
            hearing: HearingFacts::default(),
            measure: MeasureFacts::default(),
            hold: HoldFacts::default(),
            payment: PaymentFacts::default(),
            enforcement: EnforcementFacts::default(),
            transfer: TransferFacts::default(),
            device: DeviceFacts::default(),
        }
    }

    /// The day of now.
    #[must_use]
    pub fn today(&self) -> Day {
        self.now.day()
    }

    /// Whether the period that ends with `last_day` is over. One whose end nobody knows is not.
    #[must_use]
    pub fn is_over(&self, last_day: Option<Day>) -> bool {
        last_day.is_some_and(|last_day| self.today() > last_day)
    }

    /// Whether the period that ends with `last_day` still runs. One whose end nobody knows does not.
    #[must_use]
    pub fn still_runs(&self, last_day: Option<Day>) -> bool {
        last_day.is_some_and(|last_day| self.today() <= last_day)
    }

    /// Whether `day` was recorded and has come.
    #[must_use]
    pub fn has_come(&self, day: Option<Day>) -> bool {
        day.is_some_and(|day| day <= self.today())
    }

    /// Whether `by` approved the step `gate`.
    #[must_use]
    pub fn is_approved(&self, gate: &str, by: Actor) -> bool {
        self.approvals.iter().any(|approval| {
            approval.gate == gate && approval.by == by && self.has_come(Some(approval.on))
        })
    }

    /// Whether the party has the national form of that number.
    #[must_use]
    pub fn was_served(&self, number: u8) -> bool {
        self.has_come(self.papers.get(&number).copied().flatten())
    }
}
