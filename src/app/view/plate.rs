//! What this laptop knows of a plate, asked offline.

use crate::domain::counting::DecidedAct;
use crate::domain::offender::Offenders;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::id::Id;

/// What is known of one plate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlateView {
    /// Normalised.
    pub plate: String,
    /// Earlier decided acts of the plate; what a judgement counts.
    pub acts: Vec<DecidedAct>,
    /// Whom the next two are about.
    pub by: Offenders,
    /// Earlier decided acts of the driver and of the carrier, with whatever vehicle.
    pub driver_acts: Vec<DecidedAct>,
    /// Of the carrier, with all its vehicles, in its twelve months.
    pub carrier_acts: Vec<DecidedAct>,
    /// What was found about any of the three and not punished on the spot; empty where no list and no row of the rule pack asks.
    pub unpunished: Vec<DecidedAct>,
    /// Those of them that other laptops decided, oldest first.
    pub priors: Vec<PriorLine>,
    /// Stops of today and yesterday at which this laptop punished it, the latest first.
    pub trips: Vec<TripLine>,
    /// Watch lists that the plate stands on.
    pub watched: Vec<WatchLine>,
    /// Up to when headquarters' history is known; `None` where it never was heard.
    pub history_at: Option<Moment>,
    /// How often this laptop has inspected it.
    pub inspections: u32,
}

impl PlateView {
    /// The codes that a case was opened for on `day`; each is decided elsewhere, so no act tells of it.
    #[must_use]
    pub fn opened_codes(&self, day: Day) -> Vec<String> {
        let opened = self.trips.iter().filter(|trip| trip.is_case && trip.at.day() == day);
        opened.flat_map(|trip| trip.codes.clone()).collect()
    }

    /// Whether the vehicle was fined on `day` or a case was opened: its officers say then whether it is another trip.
    #[must_use]
    pub fn is_pursued_on(&self, day: Day) -> bool {
        self.acts.iter().any(|act| act.is_pursued_on(day)) || !self.opened_codes(day).is_empty()
    }
}

/// An earlier stop whose act may be the one at hand, on the same trip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TripLine {
    /// Which stop.
    pub inspection: Id,
    /// When it was.
    pub at: Moment,
    /// What it was punished for.
    pub codes: Vec<String>,
    /// It ended with a case, which is decided elsewhere.
    pub is_case: bool,
}

/// A decision elsewhere; it names nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriorLine {
    /// Of the violation.
    pub code: String,
    /// Day of the act.
    pub on: Day,
    /// Its 案号; empty for one without.
    pub document_no: String,
}

/// A hit on a watch list; it only informs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchLine {
    /// Its name.
    pub list: String,
    /// Of the violation, where the list says one.
    pub code: String,
    /// Of the decision, where the list says one.
    pub day: Option<Day>,
    /// Of the decision's paper; empty where the list says none.
    pub number: String,
}
