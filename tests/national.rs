//! The national suite (SM2, SM3) through all of it once: a bureau and its headquarters on suite 2 record, sign, carry, mirror,
//! back up, restore, export and verify, and nothing of suite 1 is needed on the way.

use crate::bureau::{EVENING, at, check, reader, sample, to_found};
use crate::headquarters::{code, founded, served, url};
use crate::scenarios;
use lucha::app::backup;
use lucha::app::config::Founding;
use lucha::app::export_case::export_case;
use lucha::app::found_bureau::found_bureau;
use lucha::app::keep_photograph::keep_photograph;
use lucha::hq::operate::{self, Arguments};
use lucha::stdx::clock::Clock;
use lucha::wire::suite::Suite;

use clap::Parser as _;
use std::process::Command;

#[test]
fn a_bureau_on_the_national_suite_does_everything_from_the_stop_to_the_restore() {
    let suite = Suite::Sm3Sm2;
    let (hq, home, away) =
        (founded(suite), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let running = served(hq.path(), "127.0.0.1:0");
    let clock = || Clock::fixed(at(EVENING));
    let mut desk = to_found(home.path(), clock());
    let mut founding = Founding { suite, ..sample() };
    founding.blocks.truncate(1);
    let recovery = found_bureau(&mut desk, founding).unwrap();
    desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    desk.choose_mirror(Some(away.path())).unwrap();
    for stop in ["S01", "S03", "S11"] {
        let (code, _, said) = check(&mut desk, vec![scenarios::stop(stop)]);
        assert_eq!(code, 0, "{said}");
    }
    let stop = desk.list("", 1).unwrap()[0].inspection;
    let picture = away.path().join("scale.png");
    std::fs::write(&picture, b"\x89PNG\r\n\x1a\n of the scale").unwrap();
    keep_photograph(&mut desk, stop, &picture, None).unwrap();
    let carried = desk.synchronise(true, |_, _| true).unwrap();
    assert!(carried.is_all_there(), "{carried:?}");
    let verdict = desk.verify().unwrap();
    assert_eq!((verdict.breaks, verdict.photographs), (vec![], 1));
    let exported = export_case(&mut desk, &stop.to_string(), "法院调取", away.path()).unwrap();
    let checked =
        Command::new("sh").arg("check-case.sh").current_dir(&exported.folder).output().unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    assert_eq!(std::fs::read(exported.folder.join("SUITE")).unwrap(), b"2\n");
    let made = backup::backup(Some(home.path()).into(), away.path(), at(EVENING)).unwrap();
    assert_eq!(made.blobs_lost, 0);
    drop(desk);
    let mut row = None;
    reader(home.path())
        .each_kept(1, |kept| {
            let entry = kept.read().unwrap();
            assert_eq!(entry.envelope.suite, suite, "entry {}", kept.number);
            row = Some(entry.digest);
            Ok(())
        })
        .unwrap();
    let rows = reader(home.path()).dump().unwrap();
    let back = tempfile::tempdir().unwrap();
    drop(backup::restore(&made.folder, back.path(), &recovery, clock()).unwrap());
    let store = reader(back.path());
    assert_eq!(store.dump().unwrap(), rows);
    assert_eq!(store.suite(), suite);
    assert_eq!(store.verify().unwrap().breaks, []);
    // Headquarters reads it all again under the same suite.
    let words = ["lucha-hq", "--dir", hq.path().to_str().unwrap(), "verify"];
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = operate::run(&Arguments::parse_from(words), &mut out, &mut err);
    assert_eq!(code, 0, "{}", String::from_utf8_lossy(&[out, err].concat()));
}
