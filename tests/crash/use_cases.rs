//! Every use case, cut at every step that changes the disk: whole or not at all, and work goes on.

use super::Kept;
use super::disk::{Left, Plan};
use super::workday::{Day, UseCase};

/// What one use case showed.
#[derive(Default)]
pub struct Tally {
    cuts: u64,
    unacknowledged: u64,
}

/// States that the journal passes through when nothing goes wrong, read after `kill -9` at each step.
fn states(day: &Day, case: &UseCase) -> (Vec<Kept>, u64) {
    let disk = case.image.copy();
    let total = attempt(day, case, &disk, Plan::Nothing).1;
    let mut states: Vec<Kept> = Vec::new();
    for step in 1..=total + 1 {
        let disk = case.image.copy();
        let (_, _) = attempt(day, case, &disk, Plan::Cut { step });
        let (kept, _) = day.kept(&disk.after_cut(Left::All));
        if states.last() != Some(&kept) {
            states.push(kept);
        }
    }
    (states, total)
}

/// Runs the case under `plan`; whether it was acknowledged, and how many steps it took.
fn attempt(
    day: &Day,
    case: &UseCase,
    disk: &super::disk::Disk,
    plan: Plan,
) -> (Result<(), lucha::app::command::Trouble>, u64) {
    if case.opens {
        disk.plan(plan);
    }
    let done = day.sit(disk, 1 << 40).and_then(|mut desk| {
        if !case.opens {
            disk.plan(plan);
        }
        let done = (case.run)(&mut desk, day);
        // Closing writes too, and a cut may fall there.
        drop(desk);
        done
    });
    (done, disk.steps())
}

pub fn cut_everywhere(day: &Day, case: &UseCase) -> Tally {
    let (states, total) = states(day, case);
    let name = case.name;
    assert_eq!(states.len(), case.states, "{name}: states between the first and the last");
    let mut tally = Tally::default();
    for step in 1..=total + 1 {
        let disk = case.image.copy();
        let (done, _) = attempt(day, case, &disk, Plan::Cut { step });
        tally.unacknowledged += u64::from(done.is_err());
        for left in [Left::Nothing, Left::Some { seed: step }, Left::Some { seed: step + 7_919 }] {
            tally.cuts += 1;
            let at = format!("{name}: cut at step {step} of {total}, {left:?}");
            let after = disk.after_cut(left);
            let (kept, breaks) = day.kept(&after);
            let state = states.iter().position(|state| *state == kept);
            let state = state.unwrap_or_else(|| panic!("{at}: half of it is there: {kept:?}"));
            assert!(done.is_err() || state == states.len() - 1, "{at}: acknowledged and lost");
            let bent = name == "rebuild the rows" && state == 0;
            assert!(bent || breaks.is_empty(), "{at}: {breaks:?}");
            if matches!(left, Left::Nothing) {
                goes_on(day, case, &after, state == states.len() - 1, &at);
            }
        }
    }
    tally
}

/// The same command works now, and the journal is whole behind it.
pub fn goes_on(day: &Day, case: &UseCase, disk: &super::disk::Disk, is_done: bool, at: &str) {
    let mut desk = day.sit(disk, 1 << 41).unwrap();
    if !(case.founds && is_done) {
        let again = (case.run)(&mut desk, day);
        // What is done already says so.
        let said = again.as_ref().err().map(|trouble| trouble.key);
        let may_say = is_done && matches!(said, Some("trouble.no_draft"));
        assert!(again.is_ok() || may_say, "{at}: does not go on: {again:?}");
    }
    assert_eq!(desk.verify().unwrap().breaks, [], "{at}: behind the next command");
}

fn cut(is_keyed: bool, names: &[&str]) {
    let begun = std::time::Instant::now();
    let days = [Day::before(is_keyed), Day::new(is_keyed)];
    let (mut cuts, mut cases) = (0, 0);
    let wanted = |case: &UseCase| names.is_empty() || names.contains(&case.name);
    let all = days.iter().flat_map(|day| day.use_cases().into_iter().map(move |case| (day, case)));
    for (day, case) in all.filter(|(_, case)| wanted(case)) {
        let tally = cut_everywhere(day, &case);
        println!(
            "{}: {} cuts, {} of the steps unacknowledged, 0 lost",
            case.name, tally.cuts, tally.unacknowledged
        );
        cuts += tally.cuts;
        cases += 1;
    }
    let took = begun.elapsed().as_secs_f64();
    println!("{cases} use cases, {cuts} cuts in {took:.1} s, keyed: {is_keyed}");
}

#[test]
fn every_use_case_cut_at_every_step_is_whole_or_not_at_all() {
    cut(false, &[]);
}

#[test]
fn under_a_key_the_ends_of_a_stop_are_whole_or_not_at_all() {
    cut(true, &["start a shift", "save a field", "end a stop that is refused", "correct a fact"]);
}
