//! A durable, signed save, plain, under a key, and under a key with a mirror, against a bare append with
//! fdatasync on the same disk.

use super::{fill, percentile, report, timed};
use lucha::app::mirror::Running;
use lucha::domain::bureau::BureauEvent;
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Dice;
use lucha::stdx::secret::Key;
use lucha::store::Store;
use lucha::store::journal::Work;
use lucha::store::mirror::Mirror;
use lucha::store::site::Site;
use lucha::wire::event::Body;
use lucha::wire::suite::Suite;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

const ROUNDS: u64 = 1_000;

/// A journal that signs, under `key` or plain.
pub fn signed(folder: &Path, key: Option<Key>, dice: &mut Dice) -> Store {
    std::fs::create_dir(folder).unwrap();
    let site = Site { key, ..Site::plain(folder) };
    let mut store = Store::open(&site, dice).unwrap();
    let device = store.device();
    let opened = BureauEvent::JournalOpened { device, epoch: 1 };
    let made = store.make_device_key(Suite::default(), dice).unwrap();
    let bodies = vec![Body::Bureau(opened), Body::Bureau(made)];
    let work = Work { bodies, ..Work::default() };
    store.append(work, Clock::machine().read(), dice).unwrap();
    store
}

/// Alternates rounds of all, so that a busy moment of the machine hits each.
pub fn run() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut dice = Dice::Machine;
    let mut plain = signed(&at("plain"), None, &mut dice);
    let mut keyed = signed(&at("keyed"), Some(Key::new([7; 32])), &mut dice);
    let mut mirrored = signed(&at("mirrored"), Some(Key::new([8; 32])), &mut dice);
    std::fs::create_dir(at("card")).unwrap();
    let card = Mirror::make_folder(&at("card"), &mirrored).unwrap();
    let running = Running::start(mirrored.site().clone(), card);
    let mut bare = OpenOptions::new().create(true).append(true).open(at("bare")).unwrap();
    let mut times: [Vec<Duration>; 4] = Default::default();
    for nth in 0..ROUNDS {
        for (place, store) in [&mut plain, &mut keyed, &mut mirrored].into_iter().enumerate() {
            let work = fill::work(dice.id(), fill::facts(nth, ROUNDS));
            let (kept, took) =
                timed(|| store.append(work, Clock::machine().read(), &mut dice).unwrap().len());
            assert_eq!(kept, 2);
            times[place].push(took);
            if place == 2 {
                running.wake();
            }
        }
        let ((), took) = timed(|| {
            bare.write_all(&[7; 4096]).unwrap();
            bare.sync_data().unwrap();
        });
        times[3].push(took);
    }
    let progress = running.end();
    assert_eq!((progress.until, progress.trouble), (Some(mirrored.head().number), None));
    tell(&mut times);
}

/// Rates of all rounds, with checkpoints and whatever the machine did beside; medians of a single save.
fn tell(times: &mut [Vec<Duration>; 4]) {
    let rounds = u32::try_from(ROUNDS).unwrap();
    let rates = times
        .each_ref()
        .map(|times| f64::from(rounds) / times.iter().sum::<Duration>().as_secs_f64());
    let medians = times.each_mut().map(|times| percentile(times, 0.5));
    let [plain, keyed, mirrored, bare] = rates;
    for (what, ours, beside) in [
        ("durable signed save, plain / bare fdatasync", plain, bare),
        ("durable signed save, keyed / bare fdatasync", keyed, bare),
        ("durable signed save, keyed / plain", keyed, plain),
        ("durable signed save, mirrored / keyed", mirrored, keyed),
    ] {
        report(what, &format!("{ours:.0}/s"), &format!("{beside:.0}/s"), ours / beside);
    }
    let [plain, keyed, _, bare] = medians;
    for (what, ours) in [
        ("durable signed save, bare / plain, medians", plain),
        ("durable signed save, bare / keyed, medians", keyed),
    ] {
        report(what, &format!("{ours:.3} ms"), &format!("{bare:.3} ms"), bare / ours);
    }
    let p99 = percentile(&mut times[1], 0.99);
    report(
        "durable signed save, keyed, p99 / 20 ms",
        &format!("p50 {keyed:.2} p99 {p99:.2} ms"),
        "20 ms",
        p99 / 20.0,
    );
}
