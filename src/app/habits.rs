//! What this officer and this station met lately, from the rows of the journal; how it counts stands in `domain/library`.

use super::desk::Desk;
use crate::domain::inspection::judgement::Outcome;
use crate::domain::library::habits::{Habits, MetAct};
use crate::stdx::day::Day;
use crate::store::StoreFault;
use crate::store::rows::inspection::FoundRow;
use crate::store::shifts::ShiftFrom;

/// How many of the newest stops are looked through, and shifts: some weeks of a laptop that is out every day.
const STOPS: u32 = 1_000;
const SHIFTS: u32 = 60;

impl Desk {
    /// The order in which acts are offered to whoever is signed in, at the station of the shift that is out.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn habits(&self, today: Day) -> Result<Habits, StoreFault> {
        let shifts = self.store.newest_shifts(SHIFTS)?;
        let hand = Hand {
            officer: self.signed_in.as_deref(),
            station: self.bureau.shift.as_ref().map(|shift| shift.station.as_str()),
        };
        let found = self.store.found_lately(STOPS)?;
        let met: Vec<MetAct> = found.into_iter().flat_map(|row| met(row, &shifts, hand)).collect();
        Ok(Habits::of(&met, today))
    }
}

/// Who asks, and where.
#[derive(Clone, Copy)]
struct Hand<'a> {
    officer: Option<&'a str>,
    station: Option<&'a str>,
}

/// The acts of one stop. Whose and where it was says the shift in which its first entry was written: what a script records
/// between two shifts is nobody's.
fn met(row: FoundRow, shifts: &[ShiftFrom], hand: Hand<'_>) -> Vec<MetAct> {
    let before = shifts.partition_point(|(from, _)| *from < row.number);
    let shift = before.checked_sub(1).and_then(|nth| shifts[nth].1.as_ref());
    let by_officer = shift.is_some_and(|shift| {
        shift.officers.iter().any(|officer| Some(officer.as_str()) == hand.officer)
    });
    // An empty station is no place.
    let at_station = shift.is_some_and(|shift| {
        let station = shift.station.trim();
        !station.is_empty() && hand.station.is_some_and(|here| here.trim() == station)
    });
    let ended = match row.outcome {
        Some(
            Outcome::Correction
            | Outcome::OnSpotPenalty
            | Outcome::CaseOpened
            | Outcome::HandedOver,
        ) => true,
        Some(Outcome::NoViolation | Outcome::Blocked) | None => false,
    };
    let (on, entry) = (row.at.day(), row.number);
    let act = |code| MetAct { code, on, entry, by_officer, at_station, ended };
    row.codes.into_iter().map(act).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bureau::Shift;
    use crate::stdx::clock::Moment;

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    fn shift(officers: [&str; 2], station: &str) -> Option<Shift> {
        Some(Shift {
            at: at("2026-11-23T08:00:00+08:00"),
            officers: officers.map(str::to_string).to_vec(),
            station: station.into(),
            plan: "计划".into(),
        })
    }

    #[test]
    fn a_stop_belongs_to_the_shift_in_which_it_was_recorded() {
        let shifts = [
            (10, shift(["A", "B"], "莲下")),
            (20, shift(["A", "C"], "金平")),
            (30, None),
            (40, shift(["B", "C"], " ")),
        ];
        let hand = Hand { officer: Some("A"), station: Some("莲下 ") };
        let nobody = Hand { officer: None, station: None };
        for (number, hand, want) in [
            (9, hand, (false, false)),
            (11, hand, (true, true)),
            (20, hand, (true, true)),
            (21, hand, (true, false)),
            (35, hand, (false, false)),
            (41, hand, (false, false)),
            (41, Hand { station: Some(""), ..hand }, (false, false)),
            (11, nobody, (false, false)),
        ] {
            let row = FoundRow {
                number,
                at: at("2026-11-23T09:00:00+08:00"),
                codes: vec!["OL-001".into(), "PK-001".into()],
                outcome: Some(Outcome::Blocked),
            };
            let acts = met(row, &shifts, hand);
            assert_eq!(acts.len(), 2, "each act of the stop");
            for act in acts {
                assert_eq!((act.by_officer, act.at_station), want, "{number}");
                assert!(!act.ended);
            }
        }
    }
}
