//! Benchmarks: each prints a ratio measured in this run on this machine, never a bare verdict.
//!
//! `cargo bench --profile test --bench speed [-- NAME]`.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark speaks and may stop")]

#[path = "../world/bug.rs"]
#[allow(dead_code, reason = "a load is of programs that are right")]
mod bug;
#[path = "../world/dice.rs"]
#[allow(dead_code, reason = "the world throws more dice than a load does")]
mod dice;
mod costs;
mod evidence;
mod fill;
mod ingest;
mod interview;
mod leaving;
#[path = "../light.rs"]
mod light;
mod load;
#[path = "../load.rs"]
mod many;
mod memory;
mod model;
mod notice;
mod opening_round;
#[path = "../outside.rs"]
mod outside;
mod papers;
mod pins;
#[path = "../postgresql.rs"]
#[allow(dead_code, reason = "the tests restart it, a benchmark does not")]
mod postgresql;
mod rulebook;
mod save;
mod screen;
mod search;
mod start;
mod sync;
#[path = "../world/terminal.rs"]
#[allow(dead_code, reason = "the world copies terminals and forgets their tails, a load does not")]
mod terminal;

/// The simulated world's terminals, under the names that they have there.
mod world {
    pub use super::dice::Seed;
    pub(crate) use super::terminal;
}

use std::time::{Duration, Instant};

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    if is_child(&arguments) {
        return;
    }
    let only = arguments.first().map(String::as_str);
    let wanted = |name: &str| only.is_none_or(|only| name.contains(only));
    if wanted("save") {
        save::run();
    }
    if wanted("pins") {
        pins::run();
    }
    if wanted("leaving") {
        leaving::run();
    }
    if wanted("opening_round") {
        opening_round::run();
    }
    if wanted("sync") {
        sync::run();
    }
    if wanted("small") {
        sync::small::run();
    }
    if wanted("weak") {
        sync::weak::run();
    }
    if wanted("load") {
        load::run();
    }
    if wanted("ingest") {
        ingest::run();
    }
    if wanted("rulebook") {
        rulebook::run();
    }
    if wanted("notice") {
        notice::run();
    }
    if wanted("interview") {
        interview::run();
    }
    if wanted("papers") {
        papers::run();
    }
    if wanted("evidence") {
        evidence::run();
    }
    if wanted("search") {
        search::run();
    }
    if ["start", "memory", "screen"].iter().any(|name| wanted(name)) {
        let store = fill::store(100_000);
        if wanted("start") {
            start::run(store.path());
        }
        if wanted("screen") {
            screen::run(store.path());
        }
        if wanted("memory") {
            memory::run(store.path());
        }
    }
}

/// Whether a benchmark started this process to be measured from without; it has done its work then.
fn is_child(arguments: &[String]) -> bool {
    match arguments {
        [child, folder] if child == "memory-of-a-terminal" => memory::terminal(folder),
        [child, folder, card] if child == evidence::CHILD => evidence::child(folder, card),
        [child, folder] if child == papers::CHILD => papers::child(folder),
        [child] if child == rulebook::CHILD => rulebook::child(),
        [child, folder, url] if child == sync::ours::CHILD => sync::ours::session(folder, url),
        _ => return false,
    }
    true
}

/// One line of the report.
pub fn report(what: &str, ours: &str, beside: &str, ratio: f64) {
    println!("{what:<44} {ours:<26} {beside:<34} ratio {ratio:.3}");
}

/// Milliseconds.
#[must_use]
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The `share`-th (0 to 1) of the times, in milliseconds.
pub fn percentile(times: &mut [Duration], share: f64) -> f64 {
    times.sort();
    let last = times.len() - 1;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let at = (last as f64 * share).round() as usize;
    ms(times[at.min(last)])
}

/// What `work` gives, and how long it took.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let made = work();
    (made, begun.elapsed())
}
