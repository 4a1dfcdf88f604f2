//! What is looked up first by habit: from the acts that this officer, this station and this laptop met lately to an order;
//! it leaves nothing out and knows no rule of law.

use crate::stdx::day::Day;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How much an act counts by its age: up to so many calendar days, and how often then. What is older counts no more.
const BY_AGE: [(i64, u32); 4] = [(7, 8), (30, 4), (90, 2), (365, 1)];
/// How often one more it counts for the officer at hand, for his station, and where something came of it.
const OWN: u32 = 2;
const HERE: u32 = 2;
const ENDED: u32 = 1;

/// One act that was found at a stop of this laptop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetAct {
    /// Of the violation, or of the act of another organ.
    pub code: String,
    /// Day of the stop.
    pub on: Day,
    /// Number of the stop's first entry: the higher, the later.
    pub entry: u64,
    /// The officer at hand was on duty.
    pub by_officer: bool,
    /// At the station at hand.
    pub at_station: bool,
    /// Ended with an order, a penalty, a case or a hand-over; else it was recorded alone.
    pub ended: bool,
}

impl MetAct {
    fn weight(&self, today: Day) -> u32 {
        // A clock that was set back makes nothing younger than today.
        let age = today.since(self.on).max(0);
        let by_age = BY_AGE.iter().find(|(days, _)| age <= *days).map_or(0, |(_, times)| *times);
        let more = [(self.by_officer, OWN), (self.at_station, HERE), (self.ended, ENDED)];
        let more: u32 = more.iter().filter(|(counts, _)| *counts).map(|(_, times)| times).sum();
        by_age * (1 + more)
    }
}

/// Codes in the order in which they are offered, those met most and latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Habits(BTreeMap<String, usize>);

impl Habits {
    /// The order that `met` gives on the day `today`; of two that count the same, the one met later stands first.
    #[must_use]
    pub fn of(met: &[MetAct], today: Day) -> Habits {
        let mut counted: BTreeMap<&str, (u32, u64)> = BTreeMap::new();
        for act in met {
            let (weight, last) = counted.entry(&act.code).or_default();
            *weight = weight.saturating_add(act.weight(today));
            *last = act.entry.max(*last);
        }
        let mut order: Vec<_> =
            counted.into_iter().filter(|(_, (weight, _))| *weight > 0).collect();
        // The sort is stable: what counts the same and was met at one stop stays in the order of the codes.
        order.sort_by_key(|(_, counted)| Reverse(*counted));
        Habits(order.into_iter().zip(0..).map(|((code, _), nth)| (code.to_string(), nth)).collect())
    }

    /// The place of `code`, from 0; `None` where it was not met lately.
    #[must_use]
    pub fn place(&self, code: &str) -> Option<usize> {
        self.0.get(code).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        Day::parse("2026-11-23").unwrap()
    }

    /// Met so many days ago, in this entry, by this officer, here, with an end.
    fn met(
        code: &str,
        days: i64,
        entry: u64,
        [by_officer, at_station, ended]: [bool; 3],
    ) -> MetAct {
        let on = today().plus(-days);
        MetAct { code: code.into(), on, entry, by_officer, at_station, ended }
    }

    fn order(met: &[MetAct]) -> Vec<String> {
        let habits = Habits::of(met, today());
        let mut order: Vec<(usize, String)> =
            habits.0.into_iter().map(|(code, place)| (place, code)).collect();
        order.sort();
        order.into_iter().map(|(_, code)| code).collect()
    }

    const OTHERS: [bool; 3] = [false, false, false];
    const MINE: [bool; 3] = [true, false, false];
    const STATION: [bool; 3] = [false, true, false];
    const DECIDED: [bool; 3] = [false, false, true];

    #[test]
    fn what_this_officer_and_this_station_meet_most_and_lately_stands_first() {
        let table: [(&str, Vec<MetAct>, &[&str]); 9] = [
            ("nothing was met", vec![], &[]),
            (
                "twice is more than once",
                vec![met("A", 1, 1, OTHERS), met("B", 1, 2, OTHERS), met("A", 1, 3, OTHERS)],
                &["A", "B"],
            ),
            (
                "of equals the later one",
                vec![met("A", 1, 1, OTHERS), met("B", 1, 2, OTHERS)],
                &["B", "A"],
            ),
            (
                "his own before a colleague's",
                vec![met("A", 1, 1, MINE), met("B", 1, 2, OTHERS), met("B", 1, 3, OTHERS)],
                &["A", "B"],
            ),
            (
                "this station's before another's",
                vec![met("A", 1, 1, STATION), met("B", 1, 2, OTHERS), met("B", 1, 3, OTHERS)],
                &["A", "B"],
            ),
            (
                "decided before recorded alone",
                vec![met("A", 1, 1, DECIDED), met("B", 1, 2, OTHERS)],
                &["A", "B"],
            ),
            (
                "this week before last month",
                vec![met("A", 7, 1, OTHERS), met("B", 8, 2, OTHERS)],
                &["A", "B"],
            ),
            (
                "what is older than a year is no habit",
                vec![met("A", 366, 1, [true; 3]), met("B", 365, 2, OTHERS)],
                &["B"],
            ),
            (
                "a day ahead of the clock is today",
                vec![met("A", -400, 1, OTHERS), met("B", 30, 2, OTHERS)],
                &["A", "B"],
            ),
        ];
        for (what, met, want) in table {
            assert_eq!(order(&met), want, "{what}");
        }
    }

    #[test]
    fn a_code_that_nobody_met_has_no_place() {
        let habits = Habits::of(&[met("OL-001", 1, 1, MINE)], today());
        assert_eq!(habits.place("OL-001"), Some(0));
        assert_eq!(habits.place("PK-001"), None);
    }
}
