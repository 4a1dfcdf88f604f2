//! From an accepted PIN to the first screen's view, and the whole journal read again.

use super::{percentile, report, timed};
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::opening;
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Dice;
use lucha::store::Store;
use std::path::Path;

/// Opens the journal and loads the first screen; the PIN's Argon2id is not counted.
pub fn run(folder: &Path) {
    let site = opening::site(Some(folder)).unwrap();
    let mut times = Vec::new();
    for _ in 0..20 {
        let (reply, took) = timed(|| {
            let store = Store::open(&site, &mut Dice::Machine).unwrap();
            let mut desk = Desk::new(store, Clock::machine(), Dice::Machine).unwrap();
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
    let store = Store::open_to_read(&site, &mut Dice::Machine).unwrap();
    let (verdict, took) = timed(|| store.verify().unwrap());
    assert_eq!(verdict.breaks, []);
    let (entries, took) = (u32::try_from(verdict.entries).unwrap(), took.as_secs_f64());
    let rate = f64::from(entries) / took;
    report(
        "verify, keyed and signed / 10,000 entries a second",
        &format!("{rate:.0}/s"),
        &format!("{entries} entries in {took:.1} s"),
        rate / 10_000.0,
    );
}
