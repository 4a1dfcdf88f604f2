//! The pen of a case from an operator's command to the screen of the case: nothing is refused, and a person decides.

use crate::bureau::reader;
use crate::news::{Laptop, Scene, number};
use lucha::app::command::{Command, Reply};
use lucha::app::view::pens::{BothSides, BranchState};
use lucha::hq::place::Place;
use lucha::stdx::id::Id;
use lucha::wire::message::feed::{Finding, News, Scope, Verdict};
use lucha::wire::message::hello::{JournalName, Point};
use lucha::wire::message::pen::{BranchOpened, BranchSettled, LineHead, PenMoved, Settling};

const WORD: [&str; 4] = ["--reason", "终端送修", "--by", "法制科 林"];

pub fn correct(laptop: &mut Laptop, inspection: Id, value: &str) {
    let command = Command::Correct {
        inspection,
        field: "vehicle.plate".into(),
        value: value.into(),
        reason: "号牌看错".into(),
    };
    assert!(matches!(laptop.desk.handle(command), Reply::Corrected { .. }));
}

fn sides(laptop: &mut Laptop, no: &str) -> Option<BothSides> {
    laptop.desk.find(no).unwrap().pens
}

/// A case whose pen went to another laptop, and a correction by its first one that arrived without it: that laptop, the case's
/// number and its inspection.
fn corrected_without_the_pen() -> (Scene, Laptop, String, Id) {
    let mut scene = Scene::new();
    let (mut one, two) = (scene.laptop(), scene.laptop());
    let no = number(&one.decide("粤D77B13"));
    one.sync();
    let inspection = one.desk.find(&no).unwrap().line.inspection;
    let there = two.device();
    scene.done(&[&["pen", &no, "--to", &there][..], &WORD].concat());
    correct(&mut one, inspection, "粤D77B31");
    one.sync();
    (scene, one, no, inspection)
}

fn counts(laptop: &mut Laptop, plate: &str) -> usize {
    laptop.sync();
    laptop.plate(plate).priors.len()
}

#[test]
fn a_pen_moves_while_its_laptop_is_offline_and_a_person_settles_what_it_wrote() {
    let mut scene = Scene::new();
    let (mut one, mut two) = (scene.laptop(), scene.laptop());
    let no = number(&one.decide("粤D77B13"));
    one.sync();
    let inspection = one.desk.find(&no).unwrap().line.inspection;
    assert_eq!(sides(&mut one, &no), None, "it never moved");
    let (here, there) = (one.device(), two.device());
    let to = |device: &str| {
        let word = ["--reason", "终端送修", "--by", "法制科 林"];
        let all = [&["pen", &no, "--to", device][..], &word].concat();
        scene.hq(&all)
    };
    let settle = |how: &str| {
        let word = ["--reason", "照片相符", "--by", "法制科 林"];
        let all = [&["settle", &no, "--device", &here, how][..], &word].concat();
        scene.hq(&all)
    };
    let (code, said) = scene.hq(&["pen", &no, "--to", &there, "--reason", " ", "--by", "x"]);
    assert!(code == 1 && said.contains("--by"), "{said}");
    assert_eq!(to("019aae00-0000-7000-8000-000000000000").0, 1, "nobody's laptop");
    let (code, said) = to(&there);
    assert!(code == 0 && said.contains(&there), "{said}");
    assert_eq!(to(&there).0, 1, "it has it");

    // Offline it writes on as ever, and all of it arrives.
    correct(&mut one, inspection, "粤D77B31");
    let last = reader(one.folder.path()).entries_of(inspection).unwrap().pop().unwrap();
    assert_eq!(last.envelope.pen, 0, "the token that it knew");
    one.sync();
    let seen = sides(&mut one, &no).unwrap();
    assert!(!seen.is_here && seen.beside.contains(&last.envelope.number), "{seen:?}");
    let state =
        |seen: &BothSides| seen.branches.iter().map(|b| b.state.clone()).collect::<Vec<_>>();
    assert_eq!(state(&seen), [BranchState::Open]);
    assert_eq!((counts(&mut two, "粤D77B13"), counts(&mut two, "粤D77B31")), (1, 0));
    assert!(scene.done(&["report"]).contains("待裁定"));
    let both = scene.done(&["pen", &no]);
    assert!(both.contains("主线") && both.contains("facts_corrected"), "{both}");

    let (code, said) = settle("--merge");
    assert!(code == 0 && said.contains("合并"), "{said}");
    assert!(!scene.done(&["report"]).contains("待裁定"));
    assert_eq!((counts(&mut two, "粤D77B13"), counts(&mut two, "粤D77B31")), (0, 1));
    one.sync();
    let seen = sides(&mut one, &no).unwrap();
    assert_eq!(state(&seen), [BranchState::Merged("法制科 林: 照片相符".into())]);
    assert!(seen.beside.is_empty(), "it counts now: {seen:?}");

    // It knows that the pen is away, and still nothing is refused.
    correct(&mut one, inspection, "粤D99999");
    let seen = sides(&mut one, &no).unwrap();
    assert_eq!(seen.beside.len(), 1, "it will be a branch: {seen:?}");
    one.sync();
    assert_eq!(settle("--drop").0, 0);
    assert_eq!((counts(&mut two, "粤D99999"), counts(&mut two, "粤D77B31")), (0, 1));
    assert_eq!(settle("--drop").0, 1, "nothing is open");

    // The pen comes back: what is written then is the main line.
    assert_eq!(to(&here).0, 0);
    one.sync();
    assert!(sides(&mut one, &no).unwrap().is_here);
    correct(&mut one, inspection, "粤D77B55");
    let last = reader(one.folder.path()).entries_of(inspection).unwrap().pop().unwrap();
    assert_eq!(last.envelope.pen, 2);
    one.sync();
    assert!(!sides(&mut one, &no).unwrap().beside.contains(&last.envelope.number));
    assert_eq!((counts(&mut two, "粤D77B31"), counts(&mut two, "粤D77B55")), (0, 1));

    exported_with_both_sides(&scene, &no);
}

#[test]
fn a_verdict_on_the_same_number_of_another_epoch_marks_no_entry_of_this_one() {
    let mut scene = Scene::new();
    let (mut one, two) = (scene.laptop(), scene.laptop());
    let no = number(&one.decide("粤D77B13"));
    one.sync();
    let inspection = one.desk.find(&no).unwrap().line.inspection;
    let there = two.device();
    scene.done(&["pen", &no, "--to", &there, "--reason", "终端送修", "--by", "法制科 林"]);
    let (journal, number) = {
        let held = reader(one.folder.path());
        let last = held.entries_of(inspection).unwrap().pop().unwrap();
        (held.journal_name(), last.envelope.number)
    };
    let tell = |epoch| {
        let journal = JournalName { epoch, ..journal };
        let verdict = Verdict { journal, number, finding: Finding::StalePen, words: None };
        let mut ledger = Place::open(scene.hq.path()).unwrap().ledger().unwrap();
        ledger.publish(Scope::Device(journal.device), &News::Verdict(verdict)).unwrap();
    };
    // What a rescue lost had this number too.
    tell(journal.epoch + 1);
    one.sync();
    assert!(sides(&mut one, &no).unwrap().beside.is_empty(), "another entry's");
    tell(journal.epoch);
    one.sync();
    assert!(sides(&mut one, &no).unwrap().beside.contains(&number), "its own");
}

#[test]
fn what_another_laptop_wrote_of_a_case_that_never_moved_is_shown_to_who_recorded_it() {
    let mut scene = Scene::new();
    let mut one = scene.laptop();
    let no = number(&one.decide("粤D77B13"));
    one.sync();
    let subject = one.desk.find(&no).unwrap().line.inspection;
    let own = reader(one.folder.path()).device();
    let journal = JournalName { device: Id([9; 16]), epoch: 1 };
    let head = Point { number: 8, ..Point::START };
    let opened = BranchOpened { subject, journal, token: 0, first: 7, head };
    let mut ledger = Place::open(scene.hq.path()).unwrap().ledger().unwrap();
    ledger.publish(Scope::Device(own), &News::BranchOpened(opened)).unwrap();
    one.sync();
    let seen = sides(&mut one, &no).unwrap();
    assert!(seen.is_here && seen.moved.is_none() && seen.beside.is_empty(), "{seen:?}");
    let line = &seen.branches[0];
    assert_eq!((&line.device, line.first, line.last), (&Some(journal.device.short()), 7, 8));
    correct(&mut one, subject, "粤D77B31");
    assert!(sides(&mut one, &no).unwrap().beside.is_empty(), "what it writes on is the main line");
}

#[test]
fn a_settlement_of_the_same_number_of_another_epoch_settles_no_entry_of_this_one() {
    let (scene, mut one, no, inspection) = corrected_without_the_pen();
    let here = one.device();
    let (journal, last) = {
        let held = reader(one.folder.path());
        let last = held.entries_of(inspection).unwrap().pop().unwrap();
        (held.journal_name(), last.envelope.number)
    };
    let place = Place::open(scene.hq.path()).unwrap();
    let signer = place.keys.signer().unwrap();
    let point = Point { number: last, ..Point::START };
    let lost = BranchSettled {
        headquarters: place.headquarters(),
        subject: inspection,
        number: 1,
        settling: Settling::Merged,
        token: 0,
        first: last,
        main: LineHead { journal, point },
        branch: LineHead { journal: JournalName { epoch: journal.epoch + 1, ..journal }, point },
        reason: "照片相符".into(),
        by: "法制科 林".into(),
        at_ms: 0,
        suite: 0,
        signature: vec![0; 64].into(),
    };
    let mut ledger = place.ledger().unwrap();
    let mut tell = |settled: BranchSettled| {
        ledger.publish(Scope::Device(journal.device), &News::BranchSettled(settled)).unwrap();
    };
    let unsigned = BranchSettled { branch: LineHead { journal, ..lost.branch }, ..lost.clone() };
    tell(unsigned);
    one.sync();
    let seen = sides(&mut one, &no).unwrap();
    assert!(seen.beside.contains(&last), "nobody signed it: {seen:?}");
    assert_eq!(seen.branches.len(), 1, "{seen:?}");
    // What a rescue lost had this number too.
    tell(lost.signed(&signer).unwrap());
    one.sync();
    let seen = sides(&mut one, &no).unwrap();
    assert!(seen.beside.contains(&last), "another entry's: {seen:?}");
    let open: Vec<_> = seen.branches.iter().filter(|b| b.state == BranchState::Open).collect();
    assert_eq!(open.len(), 1, "{seen:?}");
    assert_eq!((&open[0].device, open[0].first, open[0].last), (&None, last, last));
    assert!(seen.branches.iter().any(|b| b.device.is_some()), "it is named: {seen:?}");
    scene.done(&[&["settle", &no, "--device", &here, "--merge"][..], &WORD].concat());
    one.sync();
    assert!(sides(&mut one, &no).unwrap().beside.is_empty(), "its own");
}

#[test]
fn a_changed_row_of_a_pen_or_of_a_settlement_is_found_when_all_is_read_again() {
    let (scene, one, no, _) = corrected_without_the_pen();
    let here = one.device();
    scene.done(&[&["settle", &no, "--device", &here, "--drop"][..], &WORD].concat());
    assert!(scene.done(&["verify"]).contains("办案权移交和分支裁定 2 条"));
    let ledger = rusqlite::Connection::open(scene.hq.path().join("ledger.db")).unwrap();
    let found = || {
        let (code, said) = scene.hq(&["verify", "--lang", "en"]);
        assert_eq!(code, 2, "{said}");
        let case = format!("of case {here}/1/");
        assert!(said.contains(&case) && said.contains("do not hold"), "{said}");
    };
    for table in ["pen", "settlement"] {
        let signed: Vec<u8> =
            ledger.query_row(&format!("SELECT signed FROM {table}"), [], |row| row.get(0)).unwrap();
        let name = "法制科 林".as_bytes();
        let at = signed.windows(name.len()).position(|part| part == name).unwrap();
        let mut other = signed.clone();
        other[at..at + name.len()].copy_from_slice("法制科 王".as_bytes());
        let update = format!("UPDATE {table} SET signed = ?1");
        for bytes in [other, vec![7]] {
            ledger.execute(&update, [bytes]).unwrap();
            found();
        }
        ledger.execute(&update, [signed]).unwrap();
        scene.done(&["verify"]);
    }
    ledger.execute("UPDATE pen SET device = zeroblob(16)", []).unwrap();
    found();
}

#[test]
fn a_move_that_its_headquarters_did_not_sign_gives_a_laptop_no_token() {
    let mut scene = Scene::new();
    let mut one = scene.laptop();
    let no = number(&one.decide("粤D77B13"));
    one.sync();
    let inspection = one.desk.find(&no).unwrap().line.inspection;
    let journal = reader(one.folder.path()).journal_name();
    let place = Place::open(scene.hq.path()).unwrap();
    let signer = place.keys.signer().unwrap();
    let unsigned = PenMoved {
        headquarters: place.headquarters(),
        subject: inspection,
        token: 7,
        from: journal.device,
        to: journal.device,
        head: LineHead { journal, point: Point::START },
        reason: "终端送修".into(),
        by: "法制科 林".into(),
        at_ms: 0,
        suite: 0,
        signature: vec![0; 64].into(),
    };
    let signed = unsigned.clone().signed(&signer).unwrap();
    let bent = PenMoved { token: 8, ..signed.clone() };
    let foreign = PenMoved { headquarters: Id([9; 16]), ..unsigned.clone() };
    let foreign = foreign.signed(&signer).unwrap();
    let mut ledger = place.ledger().unwrap();
    let mut tell = |moved: PenMoved| {
        ledger.publish(Scope::Device(journal.device), &News::PenMoved(moved)).unwrap();
    };
    let token = |one: &Laptop| {
        let entries = reader(one.folder.path()).entries_of(inspection).unwrap();
        entries.last().unwrap().envelope.pen
    };
    [unsigned, bent, foreign].into_iter().for_each(&mut tell);
    one.sync();
    correct(&mut one, inspection, "粤D77B31");
    assert_eq!((token(&one), sides(&mut one, &no)), (0, None));
    tell(signed);
    one.sync();
    correct(&mut one, inspection, "粤D77B55");
    assert_eq!(token(&one), 7);
    assert!(sides(&mut one, &no).unwrap().is_here);
}

/// An export has both sides and headquarters' words, and a stranger can check them.
fn exported_with_both_sides(scene: &Scene, no: &str) {
    let target = tempfile::tempdir().unwrap();
    let folder = target.path().to_str().unwrap();
    let words = ["export", no, "--reason", "复议", "--by", "林", "--to", folder];
    let (_, said) = scene.hq(&words);
    let exported = std::fs::read_dir(folder).unwrap().next().unwrap_or_else(|| panic!("{said}"));
    let exported = exported.unwrap().path();
    let lines = std::fs::read_to_string(exported.join("LINES")).unwrap();
    for side in ["main ", "branch 0 merged-1 ", "branch 0 dropped-2 "] {
        assert!(lines.lines().any(|line| line.starts_with(side)), "{side}: {lines}");
    }
    assert!(exported.join("pens/000000002.signed").is_file());
    let checked = |folder: &std::path::Path| {
        let mut check = std::process::Command::new("sh");
        check.arg(folder.join("check-export.sh")).status().unwrap().success()
    };
    assert!(checked(&exported));
    let bent = exported.join("settlements/000000001.signed");
    let mut bytes = std::fs::read(&bent).unwrap();
    let at = bytes.len() - 1;
    bytes[at] ^= 1;
    std::fs::write(&bent, bytes).unwrap();
    let sums = std::process::Command::new("sh")
        .args(["-c", "find . -type f ! -name SHA256SUMS -exec sha256sum {} + > ../sums && mv ../sums SHA256SUMS"])
        .current_dir(&exported)
        .status();
    assert!(sums.unwrap().success());
    assert!(!checked(&exported), "another settlement, and sums made anew");
}
