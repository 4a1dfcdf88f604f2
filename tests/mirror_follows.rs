//! The mirror follows each commit, whoever made it: a script's stops one by one, and photographs, not only at the program's
//! end.

use crate::bureau::reader;
use crate::mirror::{key, mirrored, wait};
use crate::scenarios;
use lucha::app::check_file::{self, Checked};
use lucha::app::keep_photograph::keep_photograph;
use lucha::stdx::files::machine;
use lucha::store::mirror::{find, read};
use std::path::Path;
use std::time::{Duration, Instant};

/// Waits until the card below `card` has all that the journal in `folder` has.
fn follows(folder: &Path, card: &Path, what: &str) {
    let (to, key, begun) = (find(&machine(), card).unwrap(), key(folder), Instant::now());
    let head = reader(folder).head().number;
    loop {
        let there = read(&machine(), &to, &key).unwrap().kept.len() as u64;
        if there == head {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "{what}: {there} of {head} entries");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn the_card_has_each_stop_of_a_file_before_the_next_one_is_asked_for() {
    let (bureau, mut desk) = mirrored();
    // What was written before is there, so that only a new word wakes it.
    wait(&mut desk, |progress| progress.until.is_some());
    let (folder, card) = (bureau.folder.path(), bureau.card.path());
    let before = reader(folder).head().number;
    let stops = ["S01", "S03", "S09"].map(scenarios::stop);
    let mut recorded = 0;
    let each = |nth: usize, checked: Checked| {
        assert!(matches!(checked, Checked::Answered(_)), "{checked:?}");
        follows(folder, card, &format!("stop {nth}"));
        recorded += 1;
    };
    check_file::check(&mut desk, stops.into(), &|_| String::new(), each);
    assert_eq!(recorded, 3);
    assert!(reader(folder).head().number > before + 3);
    let subject = desk.list("", 1).unwrap()[0].inspection;
    let file = card.join("P1.jpg");
    std::fs::write(&file, b"\xff\xd8\xff\xe1 of the lorry").unwrap();
    keep_photograph(&mut desk, subject, &file, None).unwrap();
    follows(folder, card, "a photograph");
}
