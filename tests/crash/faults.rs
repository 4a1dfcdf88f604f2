//! A full disk and a bad one, at every call: a sentence, nothing acknowledged lost, and work goes on.

use super::disk::{Call, Disk, Left, Plan};
use super::every;
use super::scene::{Scene, UseCase};
use super::workday::sentences;
use lucha::app::command::Trouble;
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
    case: &'a UseCase,
    end: String,
    words: BTreeSet<String>,
    tally: Tally,
}

impl Try<'_> {
    /// Calls of the use case to its file system when nothing goes wrong.
    fn calls(&self) -> Vec<Call> {
        let disk = self.case.image.copy();
        disk.listen();
        let done = self.run(&disk, Plan::Nothing).1;
        assert!(done.is_ok(), "{}: {done:?}", self.case.name);
        disk.heard()
    }

    /// The scene, its desk still open, and what came of the command.
    fn run(&self, disk: &Disk, plan: Plan) -> (Scene, Result<(), Trouble>) {
        self.case.attempt(disk, &self.case.headquarters, plan, 1 << 40)
    }

    /// Gives the call at which the fault was met.
    fn fault(&mut self, call: u64, plan: Plan) -> Option<u64> {
        let at = format!("{}: {plan:?} at call {call}", self.case.name);
        let disk = self.case.image.copy();
        let (mut scene, done) = self.run(&disk, plan);
        let (failed, failed_at) = (disk.failed()?, disk.failed_at()?);
        self.tally.faults += 1;
        *self.tally.calls.entry(format!("{failed:?}")).or_default() += 1;
        if let Err(trouble) = &done {
            self.tally.failed += 1;
            self.tally.said.insert(trouble.key);
            assert!(self.words.contains(trouble.key), "{at}: no sentence for {}", trouble.key);
            let may_be = self.case.mends || trouble.key != "trouble.damaged_journal";
            assert!(may_be, "{at}: {:?}", trouble.a);
        }
        disk.plan(Plan::Nothing);
        // It is tried again, at the same desk where there is one. What was acknowledged all the same is done.
        let again = if done.is_ok() {
            Ok(())
        } else if scene.desk.is_some() {
            (self.case.run)(&mut scene)
        } else {
            let headquarters = scene.headquarters.clone();
            let (second, again) = self.case.attempt(&disk, &headquarters, Plan::Nothing, 1 << 41);
            drop(second);
            again
        };
        drop(scene);
        let is_done = self.case.is_done_already(&again);
        assert!(again.is_ok() || is_done, "{at} ({failed:?}): does not work again: {again:?}");
        // What was acknowledged is on the disk, not in its promises.
        let before = self.case.look(&disk.after_cut(Left::All));
        assert_eq!(before.breaks, [], "{at} ({failed:?})");
        assert!(before.kept.is_some(), "{at} ({failed:?}): no journal");
        let after = self.case.look(&disk.after_cut(Left::Nothing));
        assert_eq!(after.breaks, [], "{at} ({failed:?}): after the power went");
        assert_eq!(before, after, "{at} ({failed:?}): acknowledged and lost with the power");
        if self.case.same_end {
            assert!(after.end() == self.end, "{at} ({failed:?}): another end: {after:?}");
        }
        Some(failed_at)
    }
}

/// Of calls that change nothing one in so many fails, where `LUCHA_FAULT_EVERY` does not say otherwise.
const EVERY: u64 = 32;
/// Of those that change the disk one in so many, likewise: the full check fails each of them.
const EVERY_CHANGE: u64 = 16;

/// Calls of each of `cases`: every sixteenth that changes the disk and some of the others, or every one.
fn every_call(
    cases: impl IntoIterator<Item = UseCase>,
    plan: fn(u64) -> Plan,
) -> BTreeMap<String, u64> {
    let begun = std::time::Instant::now();
    let every = super::asked("LUCHA_FAULT_EVERY", EVERY);
    let every_change = every.min(EVERY_CHANGE);
    let (mut calls, mut faults, mut count) = (BTreeMap::new(), 0, 0);
    let (mut changes, mut kinds) = (0_u64, BTreeSet::new());
    for case in cases {
        let begun = std::time::Instant::now();
        let end = if case.same_end { case.end().end() } else { String::new() };
        let mut trying = Try { case: &case, end, words: sentences(), tally: Tally::default() };
        let mut met = 0;
        for (nth, call) in (1..).zip(trying.calls()) {
            changes += u64::from(call.is_step());
            let is_change = call.is_step() && changes.is_multiple_of(every_change);
            // A fault that the call before has led to already.
            if nth <= met {
                continue;
            }
            // The first of each kind whatever its number.
            if kinds.insert(format!("{call:?}")) || is_change || nth % every == 0 {
                met = trying.fault(nth, plan(nth)).unwrap_or(met);
            }
        }
        let Tally { faults: met, failed, calls: by_call, said } = trying.tally;
        println!(
            "{}: {met} faults, {failed} failed, then worked; said {said:?}, {:.1} s",
            case.name,
            begun.elapsed().as_secs_f64()
        );
        faults += met;
        count += 1;
        for (call, count) in by_call {
            *calls.entry(call).or_default() += count;
        }
    }
    let took = begun.elapsed().as_secs_f64();
    println!("{count} use cases, {faults} faults in {took:.1} s: {calls:?}");
    calls
}

fn met(calls: &BTreeMap<String, u64>, wanted: &[Call]) {
    for call in wanted {
        let name = format!("{call:?}");
        assert!(calls.contains_key(&name), "no {name} was met: {calls:?}");
    }
}

/// Cases of the shift in which no page is set and no PIN is hashed, or those in which it is.
fn shift(is_slow: bool) -> impl Iterator<Item = UseCase> {
    every::of_the_shift(false).into_iter().filter(move |case| case.slow == is_slow)
}

#[test]
fn a_call_that_fails_once_is_told_and_nothing_acknowledged_is_lost() {
    let calls = every_call(shift(false), |call| Plan::BadOnce { call });
    met(&calls, &[Call::Read, Call::Write, Call::Sync, Call::Lock]);
}

#[test]
fn a_disk_that_stays_bad_is_told_and_the_command_works_when_it_is_well() {
    let calls = every_call(shift(false), |call| Plan::Bad { call });
    met(&calls, &[Call::Read, Call::Write, Call::Sync, Call::Lock]);
}

#[test]
fn a_full_disk_is_told_and_the_command_works_when_there_is_room() {
    let calls = every_call(shift(false), |call| Plan::Full { call });
    met(&calls, &[Call::Write]);
}

#[test]
fn a_call_that_fails_once_while_pages_are_set_loses_nothing() {
    let calls = every_call(shift(true), |call| Plan::BadOnce { call });
    met(&calls, &[Call::Create, Call::Write, Call::Sync]);
}

#[test]
fn a_full_disk_while_pages_are_set_loses_nothing() {
    let calls = every_call(shift(true), |call| Plan::Full { call });
    met(&calls, &[Call::Create, Call::Write]);
}

#[test]
fn a_call_that_fails_once_between_laptop_and_headquarters_loses_nothing() {
    let calls = every_call(every::with_headquarters(false), |call| Plan::BadOnce { call });
    met(&calls, &[Call::Read, Call::Create, Call::Write, Call::Sync, Call::Rename]);
}

#[test]
fn a_full_disk_between_laptop_and_headquarters_loses_nothing() {
    let calls = every_call(every::with_headquarters(false), |call| Plan::Full { call });
    met(&calls, &[Call::Create, Call::Write]);
}

#[test]
fn a_call_that_fails_once_under_the_keeper_loses_nothing() {
    let calls = every_call(every::of_the_keeper(), |call| Plan::BadOnce { call });
    met(&calls, &[Call::Read, Call::Create, Call::Write, Call::Sync, Call::Rename]);
}

#[test]
fn a_full_disk_under_the_keeper_loses_nothing() {
    let calls = every_call(every::of_the_keeper(), |call| Plan::Full { call });
    met(&calls, &[Call::Create, Call::Write]);
}

#[test]
fn a_call_that_fails_once_in_an_old_or_damaged_journal_loses_nothing() {
    let calls = every_call(every::of_an_old_journal(false), |call| Plan::BadOnce { call });
    met(&calls, &[Call::Read, Call::Create, Call::Write, Call::Sync, Call::Rename]);
}

#[test]
fn a_full_disk_in_an_old_or_damaged_journal_loses_nothing() {
    let calls = every_call(every::of_an_old_journal(false), |call| Plan::Full { call });
    met(&calls, &[Call::Create, Call::Write]);
}

/// Under a key all of them where `LUCHA_CRASH_KEYED` says so; else a sample.
#[test]
fn under_a_key_a_bad_and_a_full_disk_lose_nothing() {
    let sample = ["save a field", "correct a fact", "write a stick"];
    let all = super::asked("LUCHA_CRASH_KEYED", 0) > 0;
    for plan in [|call| Plan::BadOnce { call }, |call| Plan::Full { call }] {
        let cases = every::plain_ones(true).into_iter();
        let calls = every_call(cases.filter(|case| all || sample.contains(&case.name)), plan);
        met(&calls, &[Call::Write]);
    }
}
