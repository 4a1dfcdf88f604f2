//! A durable save against a bare append with fdatasync on the same disk.

use super::{fill, percentile, report, timed};
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Dice;
use lucha::store::Store;
use lucha::store::site::Site;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::time::Duration;

const ROUNDS: u64 = 1_000;

/// Alternates rounds of both, so that a busy moment of the machine hits both.
pub fn run() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut dice = Dice::Machine;
    let mut store = Store::open(&Site::plain(folder.path()), &mut dice).unwrap();
    let path = folder.path().join("bare");
    let mut bare = OpenOptions::new().create(true).append(true).open(path).unwrap();
    let (mut saves, mut syncs) = (Vec::new(), Vec::new());
    for nth in 0..ROUNDS {
        let work = fill::work(dice.id(), fill::facts(nth, ROUNDS));
        let (kept, took) =
            timed(|| store.append(work, Clock::machine().read(), &mut dice).unwrap().len());
        assert_eq!(kept, 2);
        saves.push(took);
        let ((), took) = timed(|| {
            bare.write_all(&[7; 4096]).unwrap();
            bare.sync_data().unwrap();
        });
        syncs.push(took);
    }
    let sum = |times: &[Duration]| times.iter().sum::<Duration>().as_secs_f64();
    let rounds = u32::try_from(ROUNDS).unwrap();
    let (ours, bare) = (f64::from(rounds) / sum(&saves), f64::from(rounds) / sum(&syncs));
    report(
        "durable save / bare fdatasync append",
        &format!("{ours:.0}/s"),
        &format!("{bare:.0}/s"),
        ours / bare,
    );
    let (p50, p99) = (percentile(&mut saves, 0.5), percentile(&mut saves, 0.99));
    report(
        "durable save p99 / 20 ms",
        &format!("p50 {p50:.2} p99 {p99:.2} ms"),
        "20 ms",
        p99 / 20.0,
    );
}
