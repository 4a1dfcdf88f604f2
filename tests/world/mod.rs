//! A seeded world: terminals, a line that cuts and bends, a headquarters that forgets; over the real pure cores.

mod buddy;
mod bug;
mod check;
pub mod dice;
pub use dice::Seed;
pub mod headquarters;
mod invariants;
mod kept;
mod limits;
mod line;
mod marks;
mod nonsense;
mod numbers;
mod pens;
mod play;
mod stick;
pub mod terminal;
mod trouble;
pub mod troubled;

use crate::crash::asked;
use headquarters::{Headquarters, ID, identity};
use line::SimLine;
use lucha::hq::ledger::Ledger as _;
use lucha::stdx::id::Id;
use lucha::sync::driver::{Driver, Turn};
use lucha::sync::session::{End, Session, Thrift};
use play::{Faults, World};
use std::panic::resume_unwind;
use std::time::{Duration, Instant};

#[test]
fn the_same_seed_gives_the_same_world() {
    for seed in [7, 4_711, 4_712, 4_713] {
        let once = World::new(seed).play(Faults::ALL);
        let again = World::new(seed).play(Faults::ALL);
        assert_eq!(once, again, "seed {seed}");
    }
}

/// What came of many worlds.
#[derive(Default)]
struct Played {
    worlds: u64,
    entries: u64,
    faults: u64,
    proven: u64,
    branches: u64,
    between: u64,
}

/// Worlds play side by side: this test ends the suite, and one core would stand idle.
const LANES: u64 = 2;

/// Every `LANES`th world from `first` on: so many, or as many as fit into `budget` when that is more.
fn play_lane(first: u64, worlds: u64, budget: Duration) -> Played {
    let begun = Instant::now();
    let mut played = Played::default();
    while played.worlds < worlds || begun.elapsed() < budget {
        let trace = kept::play(first + played.worlds * LANES);
        played.entries += trace.entries;
        played.faults += trace.faults;
        played.proven += trace.proven;
        played.branches += trace.branches;
        played.between += trace.between;
        played.worlds += 1;
    }
    played
}

/// The kept seeds first, then `LUCHA_WORLDS` worlds, or as many as fit into `LUCHA_WORLD_SECONDS` of one core when that is
/// more; from `LUCHA_WORLD_FROM` on, to see one again.
#[test]
fn in_every_world_everything_arrives_once_and_provably() {
    let worlds = asked("LUCHA_WORLDS", 300).div_ceil(LANES);
    let budget = Duration::from_secs(asked("LUCHA_WORLD_SECONDS", 0).div_ceil(LANES));
    let first = asked("LUCHA_WORLD_FROM", 1_000);
    kept::replay();
    let begun = Instant::now();
    let lanes: Vec<Played> = std::thread::scope(|scope| {
        let lane = |lane| scope.spawn(move || play_lane(first + lane, worlds, budget));
        let lanes: Vec<_> = (0..LANES).map(lane).collect();
        lanes
            .into_iter()
            .map(|lane| lane.join().unwrap_or_else(|told| resume_unwind(told)))
            .collect()
    });
    let sum = |of: fn(&Played) -> u64| lanes.iter().map(of).sum::<u64>();
    let (played, faults) = (sum(|lane| lane.worlds), sum(|lane| lane.faults));
    println!(
        "{played} worlds in {:.1} s: {} entries, {faults} faults, 0 lost, 0 doubled",
        begun.elapsed().as_secs_f64(),
        sum(|lane| lane.entries)
    );
    assert!(sum(|lane| lane.proven) > played, "almost no laptop read a checkpoint");
    let branches = sum(|lane| lane.branches);
    assert!(branches > played / 4, "almost no pen moved while a laptop wrote: {branches}");
    let between = sum(|lane| lane.between);
    assert!(between > played / 4, "almost no cut fell between two ranges: {between}");
    assert!(faults > played, "the worlds were not bad enough to show anything");
}

#[test]
fn without_faults_a_world_needs_no_second_session() {
    let trace = World::new(99).play(Faults::NONE);
    check::assert_holds(&trace.broken);
    assert_eq!((trace.faults, trace.sessions), (0, 0));
    assert!(trace.proven > 0, "no laptop read a checkpoint");
    assert!(trace.entries > 0);
}

/// Every moment of its work on a photograph of several ranges, the one between the last bytes and the check among them.
#[test]
fn headquarters_that_dies_at_any_moment_of_a_photograph_gets_it_in_the_same_session() {
    let (mut dice, mut terminal) = (Seed(3), terminal::Terminal::new(Id([1; 16]), &mut Seed(2)));
    while terminal.disk.blobs.values().all(|(_, bytes)| bytes.len() < 300_000) {
        terminal.commit(&mut dice);
    }
    let mut died = 0;
    for moment in 0..100 {
        let mut laptop = terminal.cloned();
        let mut headquarters = Headquarters::new();
        headquarters.disks.ledger.enrol(laptop.disk.name, 1, &laptop.public_key()).unwrap();
        headquarters.lives = Some(moment);
        let mut driver = Driver::new(Session::new(ID, Thrift { photographs: true }), identity());
        let (mut past, mut faults, mut end) = (Vec::new(), 0, None);
        for _ in 0..200 {
            let mut line = SimLine {
                headquarters: &mut headquarters,
                dice: &mut dice,
                past: &mut past,
                now: 1_764_000_000_000,
                fault_once_in: 0,
                faults: &mut faults,
                more_once_in: 0,
                more: &mut Seed(1),
                release: line::Release::This,
                proxy: None,
                forged: &mut false,
            };
            if let Turn::End(ended) = driver.turn(&mut laptop, &mut line).unwrap() {
                end = Some(ended);
                break;
            }
        }
        assert_eq!((end, laptop.blobs_missing()), (Some(End::Done), 0), "died at moment {moment}");
        died += u64::from(headquarters.lives.is_none());
        if headquarters.lives.is_some() {
            break;
        }
    }
    assert!(died >= 12, "three ranges and the check have a dozen moments: {died}");
}
