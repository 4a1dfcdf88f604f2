//! The time of a wrong and of a right PIN, on a keyring that lies on the disk.

use super::{percentile, report, timed};
use lucha::app::sample;
use lucha::domain::agency::{Officer, Role};
use lucha::stdx::day::Day;
use lucha::stdx::id::{Dice, Id};
use lucha::store::keys::Ring;

const ROUNDS: usize = 10;

pub fn run() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut dice = Dice::Machine;
    let mut ring =
        Ring::found(&lucha::stdx::files::machine(), folder.path(), folder.path(), &mut dice)
            .unwrap();
    let (credential, name, pin) = sample::pins()[0].clone();
    let day = |text| Day::parse(text).unwrap();
    ring.enrol(&Officer {
        id: Id([3; 16]),
        name,
        credential: credential.clone(),
        role: Role::Officer,
        valid_from: day("2023-01-01"),
        valid_until: day("2099-12-31"),
        scope: lucha::domain::scope::Scope::default(),
    });
    let key = dice.key();
    ring.set_pin(&credential, &pin, &key, false, &mut dice).unwrap();
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for nth in 0..ROUNDS {
        let counter = u64::try_from(nth).unwrap();
        let (tried, took) = timed(|| ring.unlock(&credential, "000000", counter));
        assert!(tried.is_err());
        wrong.push(took);
        let (tried, took) = timed(|| ring.unlock(&credential, &pin, counter));
        assert!(tried.is_ok());
        right.push(took);
    }
    let (right, wrong) = (percentile(&mut right, 0.5), percentile(&mut wrong, 0.5));
    report(
        "a right PIN / a wrong one, tries durable before",
        &format!("{right:.0} ms"),
        &format!("{wrong:.0} ms"),
        right / wrong,
    );
    report("a right PIN / 500 ms", &format!("{right:.0} ms"), "500 ms", right / 500.0);
}
