//! Seeds that once found a fault: a file of them, played before every other world; a new one is written into it.

use super::check::assert_holds;
use super::play::{Faults, Trace, World};
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::panic::{catch_unwind, resume_unwind};
use std::path::PathBuf;

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/world/seeds.txt")
}

/// Each line is a seed, the faults that it was found with, and what it found; `#` begins a remark.
fn seeds() -> Vec<(u64, Faults)> {
    let text = fs::read_to_string(file()).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let seed = |line: &str| {
        let mut words = line.split_whitespace();
        let seed = words.next().unwrap().parse().unwrap();
        let faults = match words.next() {
            Some("first") => Faults::FIRST,
            Some("deaths") => Faults::DEATHS,
            Some("all") => Faults::ALL,
            other => panic!("which faults are {other:?}? {line}"),
        };
        (seed, faults)
    };
    lines.map(seed).collect()
}

/// Every kept seed, with the faults that it was found with and with all of today.
pub fn replay() {
    for (seed, faults) in seeds() {
        assert_holds(&World::new(seed).play(faults).broken);
        assert_holds(&World::new(seed).play(Faults::ALL).broken);
    }
}

/// One world with all faults; if something is not true in it, its seed is kept first.
pub fn play(seed: u64) -> Trace {
    let played = catch_unwind(|| {
        let trace = World::new(seed).play(Faults::ALL);
        assert_holds(&trace.broken);
        trace
    });
    played.unwrap_or_else(|why| {
        keep(seed);
        resume_unwind(why)
    })
}

fn keep(seed: u64) {
    if seeds().iter().any(|(kept, _)| *kept == seed) {
        return;
    }
    let line = format!("{seed} all\n");
    let written = OpenOptions::new()
        .append(true)
        .open(file())
        .and_then(|mut file| file.write_all(line.as_bytes()));
    println!("seed {seed} is kept in {}: {written:?}", file().display());
}

#[test]
fn seeds_that_were_kept_find_nothing_more() {
    assert!(seeds().len() >= 4);
    replay();
}
