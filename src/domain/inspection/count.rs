//! Which over-limit act of the year the one at hand is: of the vehicle, the driver and the carrier (路保 66; 超限 46). It
//! warns, and proposes to headquarters what a count asks for; it revokes nothing.

use super::judge::Known;
use super::judgement::{Counted, Judgement};
use super::{Facts, Finding};
use crate::domain::blocked::Warning;
use crate::domain::consequence::{ConsequenceProposal, RepeatOffender};
use crate::domain::counting::{self, DecidedAct, FleetCount, Whose};
use crate::domain::offender::Offenders;
use crate::domain::rulebook::Rulebook;
use crate::stdx::day::Day;

/// Counts where one more over-limit act was found, and warns at the third of the year and at every later one.
pub(super) fn count_acts(facts: &Facts, day: Day, known: &Known<'_>, judgement: &mut Judgement) {
    let counts = |finding: &Finding| {
        known.rulebook.violation(&finding.code).is_some_and(|violation| violation.over_limit)
    };
    let (Some(vehicle), true) = (&facts.vehicle, facts.findings.iter().any(counts)) else {
        return;
    };
    // The window is that of the act, not of the day on which it was found.
    let acts_on = facts.findings.iter().filter(|finding| counts(finding)).filter_map(|f| f.act_on);
    let day = acts_on.min().unwrap_or(day);
    let first = facts.certificate.as_ref().and_then(|certificate| certificate.first_issued);
    let known_as = vehicle.known_as();
    let whose = Whose::Vehicle(&known_as);
    let counted = year(known.acts, whose, (day, first), known, judgement);
    if counted.assumed {
        judgement.warnings.push(Warning::WindowUnknown);
    }
    judgement.counted = Some(counted);
    let by = Offenders::of(facts);
    if !by.driver.get().is_empty() {
        // No record says since when he drives for a living: his year is the last twelve months.
        let whose = Whose::Driver(by.driver.get());
        judgement.driver_counted =
            Some(year(known.driver_acts, whose, (day, None), known, judgement));
    }
    if !by.carrier.is_empty() {
        let (acts, trucks) = (known.carrier_acts, facts.carrier_trucks);
        let fleet =
            counting::count_fleet(acts, &by.carrier, &known_as, trucks, day, known.rulebook);
        if fleet.is_more_than_a_tenth() == Some(true) {
            judgement.warnings.push(Warning::CarrierMoreThanTenth);
            judgement.proposals.extend(of_fleet(&fleet, known.rulebook));
        }
        judgement.fleet = Some(fleet);
    }
}

fn year(
    acts: &[DecidedAct],
    whose: Whose<'_>,
    (day, first): (Day, Option<Day>),
    known: &Known<'_>,
    judgement: &mut Judgement,
) -> Counted {
    let count = counting::count_over_limit(acts, whose, day, first, known.rulebook);
    judgement.warnings.extend(count.warning(whose));
    let (nth, window, assumed) = (count.with_this(), count.window, count.window_assumed);
    if count.is_more_than_three() {
        let offender = match whose {
            Whose::Vehicle(_) => RepeatOffender::Vehicle,
            Whose::Driver(_) => RepeatOffender::Driver,
        };
        let proposal = answer_to(offender, known.rulebook).map(|code| ConsequenceProposal {
            code,
            whose: offender,
            count: nth,
            trucks: None,
            window,
            stops: counting::stops_counted(acts, whose, day, &window, known.rulebook),
        });
        judgement.proposals.extend(proposal);
    }
    let days = counting::days_counted(acts, whose, day, &window, known.rulebook);
    Counted { nth, window, assumed, days }
}

fn of_fleet(fleet: &FleetCount, rulebook: &Rulebook) -> Option<ConsequenceProposal> {
    Some(ConsequenceProposal {
        code: answer_to(RepeatOffender::Carrier, rulebook)?,
        whose: RepeatOffender::Carrier,
        count: fleet.offending,
        trucks: fleet.trucks,
        window: fleet.window,
        stops: fleet.stops.clone(),
    })
}

/// Code of the violation that answers the repetition; `None` where the pack knows none.
fn answer_to(offender: RepeatOffender, rulebook: &Rulebook) -> Option<String> {
    let answers = |code: &&String| {
        rulebook.violation(code).is_some_and(|row| row.repeat_offender == Some(offender))
    };
    rulebook.violations.keys().find(answers).cloned()
}
