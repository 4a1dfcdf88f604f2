//! The invariants of the protocol: what each says, and a program that breaks it, which the world must find.

use super::bug::Bug;
use super::play::{Faults, World};
use std::panic::catch_unwind;

/// Worlds in which a bug must be found.
const SEARCHED: u64 = 400;
/// Those of them that are searched first: each finds a bug that few others do, as long as worlds are played as they are.
const FIRST: [u64; 8] = [0, 3, 15, 23, 27, 64, 78, 212];

/// Something that was not true in a world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The invariant.
    pub name: &'static str,
    pub seed: u64,
    pub words: String,
}

/// One invariant.
struct Invariant {
    name: &'static str,
    says: &'static str,
    /// Each breaks it by itself.
    bugs: &'static [Bug],
    /// Plays one world and gives what was not true in it.
    play: fn(u64, Option<Bug>) -> Vec<Violation>,
}

const fn row(name: &'static str, bugs: &'static [Bug], says: &'static str) -> Invariant {
    Invariant { name, says, bugs, play: inside }
}

/// Safety, I, and liveness, L: the one list. `must("I1", …)` in this folder is the check.
const INVARIANTS: [Invariant; 28] = [
    row(
        "I1",
        &[Bug::KeepsOtherBytes],
        "what has a receipt is at headquarters, the same bytes, for ever",
    ),
    row(
        "I2",
        &[Bug::DropsAnEntry],
        "headquarters' line of a journal is a dense beginning of the laptop's",
    ),
    row(
        "I3",
        &[Bug::SignsForAFork],
        "no two entries of one journal and number but beside the main line",
    ),
    row("I4", &[Bug::PublishesAgain], "a message twice, late or by another way changes nothing"),
    row(
        "I5",
        &[Bug::SkipsNews],
        "a feed's numbers are dense, and everybody reads them in their order",
    ),
    row(
        "I6",
        &[Bug::LosesANumber],
        "what is kept beside the entries is the same when made anew from them",
    ),
    row(
        "I7",
        &[Bug::GivesAPenTwice],
        "a case has one owner under each token, and tokens only grow",
    ),
    row(
        "I8",
        &[Bug::TakesStaleEntries],
        "entries under a stale token never change the main line by themselves and never vanish",
    ),
    row(
        "I9",
        &[Bug::LeasesToEverybody, Bug::LeasesWhatItLost, Bug::PassesANumberOver],
        "no document number twice, and none that was not leased: each leased one is used, given up, or on its laptop",
    ),
    row("I10", &[Bug::PrintsBeforeTheCommit], "no paper without its entry"),
    row("I11", &[Bug::PrunesWithoutAReceipt], "nothing is removed that has no receipt"),
    row("I12", &[Bug::PrintsOtherBytes], "what is on paper are the bytes that are kept"),
    row(
        "I13",
        &[Bug::TakesFromTheRevoked],
        "a revoked laptop's new entries never reach the main line",
    ),
    row("I14", &[Bug::TrustsAnyKey], "a receipt counts under headquarters' key alone"),
    Invariant {
        name: "I15",
        says: "a clock that jumps changes no order and no outcome",
        bugs: &[Bug::BelievesClocks],
        play: beside_one_with_good_clocks,
    },
    row(
        "I16",
        &[Bug::ForgetsWhatWaited],
        "what an older program could not read ends as if it could",
    ),
    row(
        "I17",
        &[Bug::SignsBeforeTheCommit],
        "no receipt before the commit, wherever headquarters dies",
    ),
    row(
        "I18",
        &[Bug::AnswersWithoutBound],
        "memory and disk stay bounded, whatever somebody sends",
    ),
    row("I19", &[Bug::BendsTheChain], "chains verify after each crash"),
    row("I20", &[Bug::IssuesBlindly], "who cannot read what must be understood issues no document"),
    row(
        "I21",
        &[Bug::ForgetsCheckpoints],
        "no laptop accepts two checkpoints that contradict, and none doubts a headquarters that lost nothing",
    ),
    row(
        "I22",
        &[Bug::BringsNoCase],
        "a laptop that a pen came to was told every entry of the case that others wrote, as it is held",
    ),
    row("L1", &[Bug::IsAlwaysBusy], "every entry has its receipt after some sessions"),
    row("L2", &[Bug::FinishesNoPhotograph], "every photograph arrives"),
    row("L3", &[Bug::StopsAtABadEntry], "a bad entry or photograph holds up no other"),
    row("L4", &[Bug::SendsAwayForEver], "whoever is sent away is let in within twice the window"),
    row(
        "L5",
        &[Bug::LimitsACommit],
        "a limit is told to whoever can obey it, and no commit is too long for headquarters",
    ),
    row(
        "L6",
        &[Bug::SendsNothingAgain],
        "what headquarters lost and told of comes again: entries of every epoch, photographs and pages",
    ),
];

fn inside(seed: u64, bug: Option<Bug>) -> Vec<Violation> {
    World::with_bug(seed, bug).play(Faults::ALL).broken
}

/// The same world twice, and in one of the two no clock jumps.
fn beside_one_with_good_clocks(seed: u64, bug: Option<Bug>) -> Vec<Violation> {
    let faults = Faults { line: false, ..Faults::FIRST };
    let jumping = World::with_bug(seed, bug).play(faults);
    let still = World::with_bug(seed, bug).play(Faults { years: 0, ..faults });
    let mut broken = jumping.broken;
    if jumping.course != still.course {
        let words = format!("{}\n{}", jumping.course, still.course);
        broken.push(Violation { name: "I15", seed, words });
    }
    broken
}

#[test]
fn every_invariant_is_in_the_list_once_with_a_check_of_its_name() {
    let names: Vec<&str> = INVARIANTS.iter().map(|invariant| invariant.name).collect();
    let all = (1..=22).map(|n| format!("I{n}")).chain((1..=6).map(|n| format!("L{n}")));
    let wanted: Vec<String> = all.collect();
    assert_eq!(names, wanted);
    let checks = [
        include_str!("check.rs"),
        include_str!("marks.rs"),
        include_str!("play.rs"),
        include_str!("headquarters.rs"),
        include_str!("pens.rs"),
        include_str!("numbers.rs"),
        include_str!("invariants.rs"),
    ];
    for Invariant { name, says, .. } in &INVARIANTS {
        let check = [format!("must(\"{name}\", "), format!("name: \"{name}\", seed")];
        // L1 and L3 are one check: which of the two depends on what the laptop carries.
        let is_named = checks.iter().any(|text| {
            check.iter().any(|call| text.contains(call))
                || text.contains(&format!("{{ \"{name}\" }}"))
        });
        assert!(is_named, "nothing checks {name}: {says}");
    }
}

/// A check that cannot fail holds nothing.
#[test]
fn a_program_that_breaks_an_invariant_is_found_by_the_check_of_that_name() {
    let mut unfound = Vec::new();
    let all: &[Invariant] = &INVARIANTS;
    let planted = all.iter().flat_map(|Invariant { name, bugs, play, .. }| {
        bugs.iter().map(move |bug| (*name, *bug, *play))
    });
    for (name, bug, play) in planted {
        let found = FIRST.into_iter().chain(0..SEARCHED).find(|seed| {
            let broken = catch_unwind(move || play(*seed, Some(bug))).unwrap_or_default();
            broken.iter().any(|violation| violation.name == name)
        });
        println!("{name}: {bug:?} found in world {found:?}");
        if found.is_none() {
            unfound.push((name, bug));
        }
    }
    assert!(unfound.is_empty(), "nobody finds {unfound:?} in {SEARCHED} worlds");
}

/// I15 as a program without a bug has it.
#[test]
fn clocks_that_are_years_off_change_no_order_and_no_outcome() {
    for seed in 600..640 {
        super::check::assert_holds(&beside_one_with_good_clocks(seed, None));
    }
}
