//! Every use case, cut at every step that changes the disk: whole or not at all, and work goes on.

use super::disk::{Disk, Left, Plan};
use super::every;
use super::headquarters::Headquarters;
use super::scene::{Seen, UseCase};
use std::collections::BTreeSet;

/// Cuts of the four lists below, each at least so many: where `LUCHA_CUT_LEFTS` asks for what twenty seeds leave, as the full
/// check does, and usually.
const OF_A_SHIFT: [u64; 2] = [33_500, 1_000];
const WITH_HEADQUARTERS: [u64; 2] = [19_000, 300];
const OF_THE_KEEPER: [u64; 2] = [33_000, 300];
const OF_AN_OLD_JOURNAL: [u64; 2] = [14_500, 200];
/// Of all four in the full check.
const ALL: u64 = 100_000;
const _: () =
    assert!(OF_A_SHIFT[0] + WITH_HEADQUARTERS[0] + OF_THE_KEEPER[0] + OF_AN_OLD_JOURNAL[0] >= ALL);

/// What one use case showed.
#[derive(Default)]
pub struct Tally {
    cuts: u64,
    unacknowledged: u64,
}

/// A use case whose power went, as the disk and headquarters stand then.
struct Cut {
    step: u64,
    disk: Disk,
    headquarters: Headquarters,
    is_acknowledged: bool,
}

/// Cut at each step, and once behind the last.
fn cuts(case: &UseCase) -> Vec<Cut> {
    if case.talks() { cuts_each_run_anew(case) } else { cuts_of_one_run(case) }
}

/// A program without power changes nothing more, so one run that is written down shows what every cut of it leaves.
fn cuts_of_one_run(case: &UseCase) -> Vec<Cut> {
    let disk = case.image.copy();
    disk.record();
    let (scene, done) = case.attempt(&disk, &case.headquarters, Plan::Nothing, 1 << 40);
    assert!(done.is_ok(), "{}: {done:?}", case.name);
    let until = disk.steps();
    // Closing writes too, and a cut may fall there.
    drop(scene);
    let cut = |(step, disk)| Cut {
        step,
        disk,
        headquarters: case.headquarters.clone(),
        is_acknowledged: step > until,
    };
    (1..).zip(disk.recorded()).map(cut).collect()
}

/// Headquarters goes on without power at the laptop: it is only there in a run that was really cut.
fn cuts_each_run_anew(case: &UseCase) -> Vec<Cut> {
    let mut cuts = Vec::new();
    for step in 1.. {
        let disk = case.image.copy();
        let plan = Plan::Cut { step };
        let (scene, done) = case.attempt(&disk, &case.headquarters, plan, 1 << 40);
        let headquarters = scene.headquarters.clone();
        drop(scene);
        let steps = disk.steps();
        cuts.push(Cut { step, disk, headquarters, is_acknowledged: done.is_ok() });
        if steps < step {
            assert!(done.is_ok(), "{}: {done:?}", case.name);
            break;
        }
    }
    cuts
}

/// States that the use case passes through when nothing goes wrong, as `kill -9` at each step shows them.
fn states(case: &UseCase, cuts: &[Cut]) -> Vec<Seen> {
    let mut states: Vec<Seen> = Vec::new();
    for cut in cuts {
        let seen = case.look(&cut.disk.after_cut(Left::All));
        if states.last() != Some(&seen) {
            states.push(seen);
        }
    }
    states
}

/// What is left of the disk behind the cut at `step`: nothing that was not flushed, and by `LUCHA_CUT_LEFTS` seeds some of it;
/// where the time is short one of three, each step another.
fn lefts(step: u64) -> Vec<Left> {
    let count = super::asked("LUCHA_CUT_LEFTS", 1);
    let some = |nth| Left::Some { seed: step + nth * 7_919 };
    let all: Vec<Left> =
        std::iter::once(Left::Nothing).chain((0..count.max(2)).map(some)).collect();
    if count >= 2 {
        return all;
    }
    vec![all[usize::try_from(step % 3).expect("below three")]]
}

fn cut_everywhere(case: &UseCase) -> Tally {
    let (name, cuts) = (case.name, cuts(case));
    let states = states(case, &cuts);
    assert_eq!(
        states.len(),
        case.states,
        "{name}: states between the first and the last: {}",
        states.iter().map(|state| format!("\n{state:?}")).collect::<String>()
    );
    let mut tally = Tally::default();
    let mut gone_on = BTreeSet::new();
    for Cut { step, disk, headquarters, is_acknowledged } in &cuts {
        tally.unacknowledged += u64::from(!is_acknowledged);
        for left in lefts(*step) {
            tally.cuts += 1;
            let at = format!("{name}: cut at step {step} of {}, {left:?}", cuts.len() - 1);
            let after = disk.after_cut(left);
            let seen = case.look(&after);
            let state = states.iter().position(|state| *state == seen);
            let state = state.unwrap_or_else(|| panic!("{at}: half of it is there: {seen:?}"));
            let is_last = state == states.len() - 1;
            assert!(!is_acknowledged || is_last, "{at}: acknowledged and lost");
            let may_be_broken = case.mends && !is_last;
            assert!(may_be_broken || seen.breaks.is_empty(), "{at}: {:?}", seen.breaks);
            // Between two syncs each cut leaves the same disk. Headquarters is another machine and may stand elsewhere.
            let is_new = case.talks() || gone_on.insert(after.print());
            if is_new && matches!(left, Left::Nothing) {
                let last = (&states[states.len() - 1], is_last);
                goes_on(case, (&after, headquarters), last, &at);
            }
        }
    }
    tally
}

/// The same command works now, and the journal is whole behind it.
fn goes_on(
    case: &UseCase,
    (disk, headquarters): (&Disk, &Headquarters),
    (last, is_done): (&Seen, bool),
    at: &str,
) {
    let (scene, again) = case.attempt(disk, headquarters, Plan::Nothing, 1 << 41);
    drop(scene);
    let may_say = is_done && case.is_done_already(&again);
    assert!(again.is_ok() || may_say, "{at}: does not go on: {again:?}");
    let seen = case.look(&disk.after_cut(Left::Nothing));
    assert!(seen.kept.is_some(), "{at}: no journal behind the next command");
    assert_eq!(seen.breaks, [], "{at}: behind the next command");
    if case.same_end {
        assert!(seen.end() == last.end(), "{at}: {seen:?} and not {last:?}");
    }
}

/// Cuts each of `cases`, `least` times in all at least.
fn cut_often(cases: impl IntoIterator<Item = UseCase>, [full, usual]: [u64; 2]) {
    let least = if super::asked("LUCHA_CUT_LEFTS", 1) >= 20 { full } else { usual };
    let cuts = cut(cases);
    assert!(cuts >= least, "only {cuts} cuts, {least} at least: what is not cut any more?");
}

/// Cuts each of `cases`; gives how many cuts it took.
fn cut(cases: impl IntoIterator<Item = UseCase>) -> u64 {
    let begun = std::time::Instant::now();
    let (mut cuts, mut count) = (0, 0);
    for case in cases {
        let begun = std::time::Instant::now();
        let tally = cut_everywhere(&case);
        println!(
            "{}: {} cuts, {} of the steps unacknowledged, 0 lost, {:.1} s",
            case.name,
            tally.cuts,
            tally.unacknowledged,
            begun.elapsed().as_secs_f64()
        );
        cuts += tally.cuts;
        count += 1;
    }
    println!("{count} use cases, {cuts} cuts in {:.1} s", begun.elapsed().as_secs_f64());
    cuts
}

#[test]
fn every_use_case_of_a_shift_cut_at_every_step_is_whole_or_not_at_all() {
    cut_often(every::of_the_shift(false), OF_A_SHIFT);
}

#[test]
fn every_use_case_with_headquarters_cut_at_every_step_is_whole_or_not_at_all() {
    cut_often(every::with_headquarters(false), WITH_HEADQUARTERS);
}

#[test]
fn every_use_case_of_the_keeper_cut_at_every_step_is_whole_or_not_at_all() {
    cut_often(every::of_the_keeper(), OF_THE_KEEPER);
}

#[test]
fn every_use_case_of_an_old_or_damaged_journal_cut_at_every_step_is_whole_or_not_at_all() {
    cut_often(every::of_an_old_journal(false), OF_AN_OLD_JOURNAL);
}

/// Under a key a sample of them; all of them where `LUCHA_CRASH_KEYED` says so. The keeper's are never without one.
#[test]
fn under_a_key_a_use_case_cut_at_every_step_is_whole_or_not_at_all() {
    let sample = [
        "start a shift",
        "save a field",
        "end a stop that is refused",
        "correct a fact",
        "keep a photograph",
        "write a stick",
        "open a journal of an earlier release",
    ];
    let all = super::asked("LUCHA_CRASH_KEYED", 0) > 0;
    let cases = every::plain_ones(true).into_iter();
    assert!(cut(cases.filter(|case| all || sample.contains(&case.name))) > 200);
}

/// What stands for every cut must be what a cut leaves. The bytes differ from run to run: SQLite salts its log.
#[test]
fn the_cuts_of_one_run_are_those_of_runs_that_are_cut() {
    let mut cases = every::of_the_shift(false).into_iter().filter(|case| !case.slow);
    for case in cases.by_ref().take(3) {
        let (one, anew) = (cuts_of_one_run(&case), cuts_each_run_anew(&case));
        assert_eq!(one.len(), anew.len(), "{}", case.name);
        for (one, anew) in one.iter().zip(&anew) {
            for left in [Left::Nothing, Left::All] {
                let seen = case.look(&one.disk.after_cut(left));
                let same = case.look(&anew.disk.after_cut(left));
                assert!(seen == same, "{}: step {}: {seen:?}, {same:?}", case.name, one.step);
            }
        }
    }
}
