//! From an accepted PIN to the first screen's view, with many inspections in the journal.

use super::{percentile, report, timed};
use lucha::app::command::{Command, Reply};
use lucha::app::opening;
use std::path::Path;

/// Opens the journal and loads the first screen; the PIN's Argon2id is not counted.
pub fn run(folder: &Path) {
    let mut times = Vec::new();
    for _ in 0..20 {
        let (reply, took) = timed(|| {
            let mut desk = opening::to_write(Some(folder)).unwrap();
            desk.handle(Command::LoadToday)
        });
        assert!(matches!(reply, Reply::Today(_)));
        times.push(took);
    }
    let median = percentile(&mut times, 0.5);
    let worst = percentile(&mut times, 1.0);
    report(
        "start to first screen, 100,000 stops / 150 ms",
        &format!("{median:.1} ms, worst {worst:.1}"),
        "150 ms",
        median / 150.0,
    );
}
