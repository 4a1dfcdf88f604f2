//! A full disk and a bad one, at every call: a sentence, nothing acknowledged lost, and work goes on.

use super::disk::{Call, Disk, Left, Plan};
use super::workday::{Day, UseCase, sentences};
use lucha::app::command::Trouble;
use lucha::app::desk::Desk;
use std::collections::{BTreeMap, BTreeSet};

/// Where the fault was met and what was said.
#[derive(Default)]
struct Tally {
    faults: u64,
    failed: u64,
    calls: BTreeMap<String, u64>,
    said: BTreeSet<&'static str>,
}

struct Try<'a> {
    day: &'a Day,
    case: &'a UseCase,
    words: BTreeSet<String>,
    tally: Tally,
}

impl Try<'_> {
    /// Calls of the use case to its file system when nothing goes wrong.
    fn calls(&self) -> u64 {
        let disk = self.case.image.copy();
        let done = self.run(&disk, Plan::Nothing).1;
        assert!(done.is_ok(), "{}: {done:?}", self.case.name);
        disk.calls()
    }

    /// The desk, still open, and what came of the command.
    fn run(&self, disk: &Disk, plan: Plan) -> (Option<Desk>, Result<(), Trouble>) {
        if self.case.opens {
            disk.plan(plan);
        }
        let mut desk = match self.day.sit(disk, 1 << 40) {
            Ok(desk) => desk,
            Err(trouble) => return (None, Err(trouble)),
        };
        if !self.case.opens {
            disk.plan(plan);
        }
        let done = (self.case.run)(&mut desk, self.day);
        (Some(desk), done)
    }

    fn fault(&mut self, call: u64, plan: Plan) {
        let at = format!("{}: {plan:?} at call {call}", self.case.name);
        let disk = self.case.image.copy();
        let (desk, done) = self.run(&disk, plan);
        let Some(failed) = disk.failed() else { return };
        self.tally.faults += 1;
        *self.tally.calls.entry(format!("{failed:?}")).or_default() += 1;
        if let Err(trouble) = &done {
            self.tally.failed += 1;
            self.tally.said.insert(trouble.key);
            assert!(self.words.contains(trouble.key), "{at}: no sentence for {}", trouble.key);
            assert_ne!(trouble.key, "trouble.damaged_journal", "{at}: {}", trouble.a);
        }
        disk.plan(Plan::Nothing);
        // The officer tries again, on the same desk where there is one.
        let again = match desk {
            Some(mut desk) => {
                let again = (self.case.run)(&mut desk, self.day);
                drop(desk);
                again
            }
            None => self.run(&disk, Plan::Nothing).1,
        };
        let said = again.as_ref().err().map(|trouble| trouble.key);
        let is_done = matches!(said, Some("trouble.no_draft" | "trouble.founded_already"));
        assert!(again.is_ok() || is_done, "{at} ({failed:?}): does not work again: {again:?}");
        // What was acknowledged is on the disk, not in its promises.
        let (before, breaks) = self.day.kept(&disk.after_cut(Left::All));
        assert_eq!(breaks, [], "{at} ({failed:?})");
        let (after, breaks) = self.day.kept(&disk.after_cut(Left::Nothing));
        assert_eq!(breaks, [], "{at} ({failed:?}): after the power went");
        assert_eq!(before, after, "{at} ({failed:?}): acknowledged and lost with the power");
    }
}

/// Every call of every use case of `names`, every `stride`-th of the slow ones.
fn every_call(names: &[&str], plan: fn(u64) -> Plan) -> BTreeMap<String, u64> {
    let begun = std::time::Instant::now();
    let days = [Day::before(false), Day::new(false)];
    let stride = super::asked("LUCHA_FAULT_STRIDE", 1);
    let (mut calls, mut faults) = (BTreeMap::new(), 0);
    let all = days.iter().flat_map(|day| day.use_cases().into_iter().map(move |case| (day, case)));
    for (day, case) in all.filter(|(_, case)| names.contains(&case.name)) {
        let mut trying = Try { day, case: &case, words: sentences(), tally: Tally::default() };
        let total = trying.calls();
        for call in (1..=total).step_by(usize::try_from(stride).unwrap()) {
            trying.fault(call, plan(call));
        }
        let Tally { faults: met, failed, calls: by_call, said } = trying.tally;
        println!("{}: {met} faults, {failed} failed, then worked; said {said:?}", case.name);
        faults += met;
        for (call, count) in by_call {
            *calls.entry(call).or_default() += count;
        }
    }
    let took = begun.elapsed().as_secs_f64();
    println!("{} use cases, {faults} faults in {took:.1} s: {calls:?}", names.len());
    calls
}

/// Use cases in which no page is set.
const QUICK: &[&str] = &[
    "sit down",
    "start a shift",
    "begin a draft",
    "save a field",
    "drop a draft",
    "look up a plate",
    "end a stop that is refused",
    "correct a fact",
    "print",
    "rebuild the rows",
];
/// Those that set pages or hash PINs.
const SLOW: &[&str] =
    &["found a bureau", "end a stop with papers", "record a stop of a file", "print again"];

fn met(calls: &BTreeMap<String, u64>, wanted: &[Call]) {
    for call in wanted {
        let name = format!("{call:?}");
        assert!(calls.contains_key(&name), "no {name} was met: {calls:?}");
    }
}

#[test]
fn a_call_that_fails_once_is_told_and_nothing_acknowledged_is_lost() {
    let calls = every_call(QUICK, |call| Plan::BadOnce { call });
    met(&calls, &[Call::Read, Call::Write, Call::Sync, Call::Lock]);
}

#[test]
fn a_disk_that_stays_bad_is_told_and_the_command_works_when_it_is_well() {
    let calls = every_call(QUICK, |call| Plan::Bad { call });
    met(&calls, &[Call::Read, Call::Write, Call::Sync, Call::Lock]);
}

#[test]
fn a_full_disk_is_told_and_the_command_works_when_there_is_room() {
    let calls = every_call(QUICK, |call| Plan::Full { call });
    met(&calls, &[Call::Write]);
}

#[test]
fn a_call_that_fails_once_while_pages_are_set_loses_nothing() {
    let calls = every_call(SLOW, |call| Plan::BadOnce { call });
    met(&calls, &[Call::Create, Call::Write, Call::Sync]);
}

#[test]
fn a_full_disk_while_pages_are_set_loses_nothing() {
    let calls = every_call(SLOW, |call| Plan::Full { call });
    met(&calls, &[Call::Create, Call::Write]);
}
