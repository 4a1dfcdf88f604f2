//! What the screen thread keeps at hand so that the law can look over the shoulder at every key.

use crate::app::draft::Draft;
use crate::app::printers::Known as PrinterKnown;
use crate::app::view::plate::PlateView;
use crate::app::view::today::TaskLine;
use crate::domain::agency::{Agency, Officer};
use crate::domain::bureau::Shift;
use crate::domain::inspection::judge::{Known, judge};
use crate::domain::inspection::judgement::Judgement;
use crate::domain::inspection::terms::Terms;
use crate::domain::leniency::history::Past;
use crate::domain::number_supply::NumberSupply;
use crate::domain::offender::Offenders;
use crate::domain::rulebook::Rulebook;
use crate::stdx::clock::Moment;
use std::sync::Arc;

/// Changes only with an entry of the bureau, or with the printers; the desk hands out a new one then.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// As it was named last.
    pub agency: Agency,
    /// Everybody ever enrolled.
    pub officers: Vec<Officer>,
    /// The pack in use.
    pub rulebook: Arc<Rulebook>,
    /// The pair that is out.
    pub shift: Option<Shift>,
    /// Tasks of headquarters' that are to be done.
    pub tasks: Vec<TaskLine>,
    /// The printer under the one key; `None` lays papers into their folder.
    pub printer: Option<PrinterKnown>,
    /// Document numbers as they stood when it was handed out; `None` while the journal is shut.
    pub numbers: Option<NumberSupply>,
    /// Shown on the first screen of a sample bureau only: credential, name, PIN.
    pub sample_pins: Vec<(String, String, String)>,
}

/// The law's view of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// What the law gives for what is typed.
    pub judgement: Judgement,
    /// What the officers would confirm; `None` where nobody is bound.
    pub terms: Option<Terms>,
    /// Fields whose text is no value at all: path and the key of the sentence.
    pub faults: Vec<(String, &'static str)>,
    /// Whose earlier acts are to be looked up beside the plate's.
    pub by: Offenders,
}

/// Judges a draft as it stands, with what is known of its plate.
#[must_use]
pub fn assess(
    draft: &Draft,
    snapshot: &Snapshot,
    plate: Option<&PlateView>,
    now: Moment,
) -> Assessment {
    let read = crate::app::reading::read_draft(draft, now);
    let trips = plate.iter().flat_map(|plate| &plate.trips);
    let same = trips.filter(|trip| Some(trip.inspection) == read.facts.same_trip_as);
    let same_trip_codes: Vec<String> = same.flat_map(|trip| trip.codes.clone()).collect();
    let day = read.facts.at.unwrap_or(now).day();
    let opened_codes = plate.map(|plate| plate.opened_codes(day)).unwrap_or_default();
    let known = Known {
        rulebook: &snapshot.rulebook,
        agency: &snapshot.agency,
        roster: &snapshot.officers,
        acts: plate.map_or(&[], |plate| plate.acts.as_slice()),
        driver_acts: plate.map_or(&[], |plate| plate.driver_acts.as_slice()),
        carrier_acts: plate.map_or(&[], |plate| plate.carrier_acts.as_slice()),
        same_trip_codes: &same_trip_codes,
        opened_codes: &opened_codes,
        past: Past {
            unpunished: plate.map_or(&[], |plate| plate.unpunished.as_slice()),
            known_at: plate.and_then(|plate| plate.history_at),
            decided: None,
        },
        // Only the desk asks the journal, when it looks at the end of the stop.
        orders: &[],
        // They are kept with the record of the stop, which a draft is not yet.
        photographs: 0,
        now,
    };
    let judgement = judge(&read.facts, &read.telling, &known);
    let terms = Terms::of(draft.id, &read.facts, &judgement);
    Assessment { judgement, terms, faults: read.faults, by: Offenders::of(&read.facts) }
}
