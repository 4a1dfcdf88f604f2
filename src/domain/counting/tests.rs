//! Tables of windows, counts and fleets; it tests the counting and nothing else.

use super::*;

const VEHICLE: Whose<'static> = Whose::Vehicle("粤D55D38");

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn act(on: &str, standing: Standing) -> DecidedAct {
    let (code, plate) = ("OL-001".into(), "粤D55D38".into());
    DecidedAct { code, plate, on: day(on), standing, stop: None, by: Offenders::default() }
}

fn counted(history: &[DecidedAct], on: &str, first_issued: Option<&str>) -> OverLimitCount {
    let (day, first) = (day(on), first_issued.map(day));
    let rule = CountingWindow::FromFirstIssue;
    count(history, VEHICLE, day, first, rule, |code| code.starts_with("OL-00"))
}

#[test]
fn the_year_begins_on_the_day_of_first_issue() {
    for (first, on, from, until) in [
        (Some("2019-01-15"), "2026-11-23", "2026-01-15", "2027-01-14"),
        (Some("2019-01-15"), "2027-01-14", "2026-01-15", "2027-01-14"),
        (Some("2019-01-15"), "2027-01-15", "2027-01-15", "2028-01-14"),
        (Some("2019-12-01"), "2026-11-23", "2025-12-01", "2026-11-30"),
        (Some("2026-11-23"), "2026-11-23", "2026-11-23", "2027-11-22"),
        (Some("2020-02-29"), "2024-02-28", "2023-02-28", "2024-02-28"),
        (Some("2020-02-29"), "2024-02-29", "2024-02-29", "2025-02-27"),
        (None, "2026-11-23", "2025-11-24", "2026-11-23"),
        (None, "2024-02-29", "2023-03-01", "2024-02-29"),
        (Some("2027-01-01"), "2026-11-23", "2025-11-24", "2026-11-23"),
    ] {
        let window = Window::around(day(on), first.map(day), CountingWindow::FromFirstIssue);
        assert_eq!(window, Window { from: day(from), until: day(until) }, "{first:?} {on}");
    }
}

#[test]
fn which_year_is_looked_at_is_a_ruling() {
    use CountingWindow::{CalendarYear, FromFirstIssue, LastTwelveMonths};
    let acts = ["2025-12-01", "2026-01-14", "2026-01-15"].map(|on| act(on, Standing::Final));
    for (rule, first, from, until, before, assumed) in [
        (FromFirstIssue, Some("2019-01-15"), "2026-01-15", "2027-01-14", 1, false),
        (FromFirstIssue, None, "2025-11-24", "2026-11-23", 3, true),
        (LastTwelveMonths, Some("2019-01-15"), "2025-11-24", "2026-11-23", 3, false),
        (LastTwelveMonths, None, "2025-11-24", "2026-11-23", 3, false),
        (CalendarYear, Some("2019-01-15"), "2026-01-01", "2026-12-31", 2, false),
        (CalendarYear, None, "2026-01-01", "2026-12-31", 2, false),
    ] {
        let count = count(&acts, VEHICLE, day("2026-11-23"), first.map(day), rule, |_| true);
        let window = Window { from: day(from), until: day(until) };
        let got = (count.window, count.before, count.window_assumed);
        assert_eq!(got, (window, before, assumed), "{rule:?} {first:?}");
    }
}

#[test]
fn the_third_act_warns_and_the_fourth_proposes_revocation() {
    use Standing::{Final, Pending, Quashed};
    let third = Some("over_limit_third_in_window");
    let fourth = Some("over_limit_more_than_three_in_window");
    for (history, before, warning) in [
        (vec![], 0, None),
        (vec![("2026-03-02", Final)], 1, None),
        (vec![("2026-03-02", Final), ("2026-06-12", Final)], 2, third),
        (vec![("2026-02-02", Final), ("2026-03-02", Final), ("2026-06-12", Final)], 3, fourth),
        (vec![("2026-02-02", Final), ("2026-03-02", Quashed), ("2026-06-12", Final)], 2, third),
        (vec![("2026-02-02", Final), ("2026-03-02", Pending)], 1, None),
        (vec![("2026-01-14", Final), ("2026-01-15", Final), ("2026-11-23", Final)], 2, third),
        (vec![("2026-12-01", Final)], 0, None),
    ] {
        let acts: Vec<_> = history.iter().map(|(on, standing)| act(on, *standing)).collect();
        let count = counted(&acts, "2026-11-23", Some("2019-01-15"));
        assert_eq!(
            (count.before, count.warning(VEHICLE).map(|w| w.name())),
            (before, warning),
            "{history:?}"
        );
        assert!(!count.window_assumed);
    }
}

#[test]
fn other_lorries_and_other_violations_do_not_count() {
    let mut other_lorry = act("2026-03-02", Standing::Final);
    other_lorry.plate = "粤D55D39".into();
    let mut other_code = act("2026-03-02", Standing::Final);
    other_code.code = "FR-007".into();
    let count = counted(&[other_lorry, other_code], "2026-11-23", Some("2019-01-15"));
    assert_eq!(count.before, 0);
}

#[test]
fn without_a_certificate_the_window_is_marked_as_assumed() {
    let acts = [act("2025-11-23", Standing::Final), act("2025-11-24", Standing::Final)];
    let count = counted(&acts, "2026-11-23", None);
    assert_eq!((count.before, count.window_assumed), (1, true));
    assert!(counted(&acts, "2026-11-23", Some("2027-01-01")).window_assumed);
}

#[test]
fn exactly_a_tenth_of_the_fleet_is_not_more() {
    for (offending, trucks, want) in [
        (2, 20, false),
        (3, 29, true),
        (3, 30, false),
        (0, 5, false),
        (1, 9, true),
        (1, 10, false),
        (1, 0, false),
        (u32::MAX, u32::MAX, true),
    ] {
        assert_eq!(is_more_than_a_tenth(offending, trucks), want, "{offending} of {trucks}");
    }
}

#[test]
fn several_findings_of_one_stop_are_one_act() {
    let of = |stop: u8, code: &str| DecidedAct {
        code: code.into(),
        stop: Some(Id([stop; 16])),
        ..act("2026-06-12", Standing::Final)
    };
    let acts = [of(1, "OL-001"), of(1, "OL-002"), of(2, "OL-001")];
    assert_eq!(counted(&acts, "2026-11-23", Some("2019-01-15")).before, 2);
}

#[test]
fn headquarters_word_about_our_own_decision_is_not_counted_twice() {
    let ours = DecidedAct { stop: Some(Id([1; 16])), ..act("2026-06-12", Standing::Final) };
    let theirs = |standing| act("2026-06-12", standing);
    assert_eq!(told_once(&[theirs(Standing::Final), ours.clone()]), std::slice::from_ref(&ours));
    for standing in [Standing::Quashed, Standing::Pending] {
        assert_eq!(told_once(&[theirs(standing), ours.clone()]), [theirs(standing)]);
    }
}

#[test]
fn a_driver_is_counted_over_all_vehicles_and_a_vehicle_over_all_drivers() {
    use Standing::{Final, Pending, Quashed};
    let of = |driver: &str, plate: &str, on: &str, standing| DecidedAct {
        plate: plate.into(),
        by: Offenders { driver: driver.into(), carrier: String::new() },
        ..act(on, standing)
    };
    let (him, other) = ("440515198501010101", "440507198001010017");
    let third = Some(Warning::DriverThird);
    let fourth = Some(Warning::DriverMoreThanThree);
    for (acts, before, warning) in [
        (vec![], 0, None),
        (vec![of(him, "粤D1", "2026-03-02", Final)], 1, None),
        (
            vec![of(him, "粤D1", "2026-03-02", Final), of(him, "粤D2", "2026-06-12", Final)],
            2,
            third.clone(),
        ),
        (
            vec![
                of(him, "粤D1", "2026-03-02", Final),
                of(him, "粤D2", "2026-06-12", Final),
                of(him, "粤D3", "2026-06-13", Final),
            ],
            3,
            fourth,
        ),
        // Another's, a quashed and a pending one are none of his; of a year ago only the last day is left.
        (
            vec![
                of(other, "粤D55D38", "2026-03-02", Final),
                of(him, "粤D1", "2026-03-03", Quashed),
            ],
            0,
            None,
        ),
        (
            vec![of(him, "粤D1", "2026-03-02", Pending), of(him, "粤D1", "2025-11-23", Final)],
            0,
            None,
        ),
        (
            vec![of(him, "粤D1", "2025-11-24", Final), of(him, "粤D2", "2026-11-23", Final)],
            2,
            third,
        ),
    ] {
        let whose = Whose::Driver(him);
        let rule = CountingWindow::FromFirstIssue;
        let counted = count(&acts, whose, day("2026-11-23"), None, rule, |_| true);
        assert_eq!((counted.before, counted.warning(whose)), (before, warning), "{acts:?}");
        assert!(counted.window_assumed, "nobody knows since when he drives for a living");
    }
}

#[test]
fn a_tenth_of_a_fleet_is_known_only_where_its_number_is() {
    let window = Window { from: day("2025-11-24"), until: day("2026-11-23") };
    let fleet = |offending, trucks| {
        let (days, stops) = (Vec::new(), Vec::new());
        FleetCount { offending, trucks, window, days, stops }
    };
    for (offending, trucks, want) in [
        (2, Some(20), Some(false)),
        (3, Some(29), Some(true)),
        (3, Some(30), Some(false)),
        (1, Some(9), Some(true)),
        (1, Some(10), Some(false)),
        (4, None, None),
    ] {
        assert_eq!(fleet(offending, trucks).is_more_than_a_tenth(), want, "{offending} {trucks:?}");
    }
}
