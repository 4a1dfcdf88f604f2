//! What stayed for ever: lists and sheets of closed shifts, words of tasks, damaged journals that were set aside, drafts of
//! people who come no more; each leaves by its own date, and what may be all that there is only on the keeper's word.

use crate::bureau::{EVENING, at, reader, sit_down};
use crate::decisions::{conclude, draft, typed};
use crate::encrypted::holding;
use crate::pruning::{Laptop, keyed, plain};
use crate::scenarios;
use lucha::app::command::{Command, Reply};
use lucha::app::{leftovers, sign_in};
use lucha::domain::bureau::BureauEvent;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::{Dice, Id};
use lucha::store::drafts::OWNER;
use lucha::wire::event::{Body, name};
use std::path::PathBuf;

fn sheets(laptop: &Laptop) -> Vec<PathBuf> {
    let papers = std::fs::read_dir(laptop.folder.path().join("paper")).unwrap();
    let papers = papers.map(|entry| entry.unwrap().path());
    papers.filter(|path| path.to_str().unwrap().contains("交接单-")).collect()
}

/// Entries that closed a shift: their number, and whether their list left.
fn closes(laptop: &Laptop) -> Vec<(u64, bool)> {
    let (store, mut closes) = (laptop.store(), Vec::new());
    store
        .each_kept(0, |row| {
            let envelope = lucha::wire::envelope::decode(&row.kept.envelope).unwrap();
            if envelope.kind == lucha::wire::event::bureau::SHIFT_CLOSED {
                closes.push((row.number, row.kept.is_pruned()));
            }
            Ok(())
        })
        .unwrap();
    closes
}

#[test]
fn the_list_of_a_closed_shift_and_its_sheet_leave_by_their_own_receipt() {
    let mut laptop = keyed();
    laptop.work();
    laptop.ordered();
    // Closed behind the last session: headquarters has the stops, and not the list of them.
    laptop.close_shift();
    assert_eq!((closes(&laptop).len(), sheets(&laptop).len()), (1, 1));
    assert_eq!(laptop.after(31), 2);
    let number = closes(&laptop)[0].0;
    assert_eq!((closes(&laptop), sheets(&laptop).len()), (vec![(number, false)], 1));
    assert!(matches!(laptop.desk.handle(Command::LookAtClose), Reply::ShiftClosing { .. }));
    laptop.sync();
    assert_eq!(laptop.after(62), 0, "no stop goes with it");
    assert_eq!((closes(&laptop), sheets(&laptop).len()), (vec![(number, true)], 0));
    let last = laptop.store().last_entry().unwrap().unwrap();
    let Body::Bureau(BureauEvent::PartyDataPruned { stops, closes, .. }) = last.body else {
        panic!("{:?}", last.body)
    };
    assert_eq!((stops.len(), closes.len(), closes[0].number), (0, 1, number));
    assert_eq!(closes[0].at, at(EVENING));
    // The shift is over, and nothing of it can be printed again.
    let verdict = laptop.desk.verify().unwrap();
    assert_eq!(verdict.breaks, []);
    let Reply::Failed(trouble) = laptop.desk.handle(Command::LookAtClose) else { panic!() };
    assert_eq!(trouble.key, "trouble.no_shift");
    assert_eq!(laptop.desk.snapshot().shift, None);
    assert_eq!(laptop.after(62), 0, "what left does not leave twice");
    let rows = reader(laptop.folder.path()).dump().unwrap();
    laptop.desk.rebuild().unwrap();
    assert_eq!(reader(laptop.folder.path()).dump().unwrap(), rows);
    laptop.sync();
    laptop.scene.done(&["verify"]);
    let folder = laptop.folder;
    drop(laptop.desk);
    let desk = sit_down(folder.path(), EVENING);
    assert_eq!((desk.snapshot().shift, desk.verify().unwrap().breaks), (None, vec![]));
}

#[test]
fn the_words_of_a_task_that_is_done_leave_by_its_own_days_without_any_stop() {
    let mut laptop = plain();
    let file = laptop.scene.hq.path().join("tasks.toml");
    let task =
        "[[task]]\nplan = \"2026-双随机-07\"\nsubject = \"甲乙丙物流\"\nplace = \"潮汕路口\"\n";
    std::fs::write(&file, format!("{task}due = \"2026-11-30\"\n")).unwrap();
    laptop.scene.done(&["publish", "--tasks", file.to_str().unwrap()]);
    laptop.ordered();
    let Reply::Today(today) = laptop.desk.handle(Command::LoadToday) else { panic!() };
    let reply = laptop.desk.handle(Command::TaskDone { task: today.tasks[0].id });
    assert!(!matches!(reply, Reply::Failed(_)), "{reply:?}");
    let held = |laptop: &Laptop| !holding(laptop.folder.path(), "甲乙丙物流".as_bytes()).is_empty();
    assert_eq!((laptop.after(31), held(&laptop)), (0, true), "headquarters does not know it");
    laptop.sync();
    assert_eq!((laptop.after(29), held(&laptop)), (0, true));
    assert_eq!((laptop.after(62), held(&laptop)), (0, false));
}

/// What a witness beside the journal would hold, had it seen entry `number` of it last.
fn witness(laptop: &Laptop, number: u64) -> Vec<u8> {
    let (device, digest) = (laptop.store().device(), Digest([7; 32]).hex());
    let said = format!("head-1 {device} 1 {number} {digest} 1");
    format!("{said} {}\n", Digest::of(said.as_bytes()).hex()).into_bytes()
}

#[test]
fn damaged_journals_and_drafts_of_nobody_are_told_behind_their_days_and_leave_on_a_word() {
    let mut laptop = keyed();
    laptop.work();
    let folder = laptop.folder.path().to_path_buf();
    let aside = |day: &str, last: u64| {
        let place = folder.join(format!("damaged-{day}-080000"));
        std::fs::create_dir(&place).unwrap();
        std::fs::write(place.join("journal.db"), b"damaged").unwrap();
        std::fs::write(place.join("journal.db-head"), witness(&laptop, last)).unwrap();
        place
    };
    let old = aside("2020-01-01", 5);
    let (young, unsent) = (aside("2199-06-01", 5), aside("2020-01-02", 9_999));
    let draft = |nth: u8, owner: &str| {
        let fields = [("vehicle.plate", "粤D88G21"), (OWNER, owner)];
        let fields = fields.map(|(field, value)| (field.to_string(), value.to_string()));
        (Id([nth; 16]), fields)
    };
    for (nth, (id, fields)) in (0..).zip([draft(1, "19050009999"), draft(2, "19050001001")]) {
        for (field, value) in fields {
            laptop.desk.handle(Command::SaveField { draft: id, field, value });
        }
        assert_eq!(laptop.store().drafts().unwrap().len(), nth + 1);
    }
    let told = |laptop: &mut Laptop| {
        let Reply::Today(view) = laptop.desk.handle(Command::LoadToday) else { panic!() };
        view.overdue.map(|trouble| (trouble.key, trouble.sentence("en")))
    };
    laptop.sync();
    assert_eq!(laptop.after(4_000), 0);
    assert_eq!(told(&mut laptop), None, "headquarters set no days");
    laptop.ordered();
    laptop.after(3_000);
    let (key, sentence) = told(&mut laptop).unwrap();
    assert_eq!(key, "trouble.overdue");
    assert!(
        sentence.contains("1 damaged journal(s)") && sentence.contains("1 draft(s)"),
        "{sentence}"
    );
    assert!(old.exists(), "nothing goes by itself");
    let gone = leftovers::clear(&mut laptop.desk).unwrap();
    let names: Vec<&str> = gone.asides.iter().map(|aside| aside.folder.as_str()).collect();
    assert_eq!(names, ["damaged-2020-01-01-080000"]);
    assert_eq!([&old, &young, &unsent].map(|place| place.exists()), [false, true, true]);
    let drafts = laptop.store().drafts().unwrap();
    let owners: Vec<&str> = drafts.iter().map(|draft| draft.owner.as_str()).collect();
    assert_eq!(owners, ["19050001001"], "one who is in force keeps his own");
    let last = laptop.store().last_entry().unwrap().unwrap();
    assert_eq!(name(&last.body), "set_aside_cleared");
    let Body::Bureau(BureauEvent::SetAsideCleared { days, drafts, folders }) = last.body else {
        panic!()
    };
    assert_eq!((days, folders, drafts.len()), (30, vec![names[0].to_string()], 1));
    assert_eq!((drafts[0].id, drafts[0].owner.as_str()), (Id([1; 16]), "19050009999"));
    assert_eq!((told(&mut laptop), laptop.desk.verify().unwrap().breaks), (None, vec![]));
    laptop.sync();
    laptop.scene.done(&["verify"]);
}

/// A stop that was told too little of, refused by the law, and still in its draft.
fn refused(laptop: &mut Laptop, plate: &str) -> Id {
    let mut fields = typed(&scenarios::stop("S01"));
    fields.insert("vehicle.plate".into(), plate.into());
    fields.remove("telling.rights");
    let stop = draft(&mut laptop.desk, &fields);
    assert!(!conclude(&mut laptop.desk, stop).blocked.is_empty(), "told too little");
    stop
}

/// Drafts of the first screen: whose, and whether their days are over.
fn on_first_screen(laptop: &mut Laptop) -> Vec<(Id, bool, bool)> {
    let Reply::Today(view) = laptop.desk.handle(Command::LoadToday) else { panic!() };
    assert_eq!(view.overdue, None, "they are not nobody's");
    view.drafts.iter().map(|line| (line.draft, line.another.is_none(), line.overdue)).collect()
}

#[test]
fn a_refused_stop_that_is_still_in_a_draft_is_told_to_its_owner_and_leaves_when_the_draft_does() {
    let mut laptop = keyed();
    laptop.desk.lend(crate::bureau::typesetter());
    sign_in::admit(&mut laptop.desk, "19050001001").unwrap();
    let mine = refused(&mut laptop, "粤D88G21");
    sign_in::admit(&mut laptop.desk, "19051100023").unwrap();
    let hers = refused(&mut laptop, "粤D99H32");
    assert_eq!(on_first_screen(&mut laptop), [(hers, true, false), (mine, false, false)]);
    laptop.sync();
    laptop.ordered();
    assert_eq!(laptop.after(3_000), 0, "both are typed");
    assert_eq!(on_first_screen(&mut laptop), [(hers, true, true), (mine, false, true)]);

    // Each drops his own; nobody another's but the keeper.
    let drop_mine = Command::DropDraft { draft: mine };
    assert!(matches!(laptop.desk.handle(drop_mine.clone()), Reply::Failed(_)));
    sign_in::admit(&mut laptop.desk, "19050001001").unwrap();
    assert!(matches!(laptop.desk.handle(drop_mine), Reply::Dropped { .. }));
    assert_eq!((laptop.after(3_000), on_first_screen(&mut laptop)), (1, vec![(hers, false, true)]));

    assert!(leftovers::clear(&mut laptop.desk).unwrap().is_nothing());
    assert_eq!(leftovers::look(&laptop.desk).unwrap().of_people.len(), 1, "hers stays hers");
    assert_eq!(leftovers::clear_with_drafts(&mut laptop.desk).unwrap().drafts.len(), 1);
    let last = laptop.store().last_entry().unwrap().unwrap();
    let Body::Bureau(BureauEvent::SetAsideCleared { drafts, .. }) = last.body else {
        panic!("{:?}", last.body)
    };
    assert_eq!((drafts.len(), drafts[0].id), (1, hers));
    assert_eq!((laptop.after(3_000), on_first_screen(&mut laptop)), (1, vec![]));
    for stop in [mine, hers] {
        assert_eq!(laptop.desk.find(&stop.to_string()).unwrap_err().key, "trouble.pruned");
    }
    assert_eq!(laptop.desk.verify().unwrap().breaks, []);
}

#[test]
fn a_folder_whose_removal_was_cut_off_goes_with_the_next_round() {
    let mut laptop = keyed();
    laptop.work();
    laptop.ordered();
    let place = laptop.folder.path().join("damaged-2020-01-01-080000");
    std::fs::create_dir(&place).unwrap();
    laptop.after(31);
    let site = lucha::app::opening::site(Some(laptop.folder.path())).unwrap();
    let clock = laptop.desk.clock();
    drop(laptop.desk);
    let mut store = lucha::store::Store::open(&site, &mut Dice::Machine).unwrap();
    let overdue = store.overdue(30, &clock.read()).unwrap();
    store.clear_overdue((30, &overdue), None, clock.read(), &mut Dice::Machine).unwrap();
    drop(store);
    assert!(place.exists());
    let mut desk = sit_down(laptop.folder.path(), EVENING);
    lucha::app::prune::prune(&mut desk).unwrap();
    assert!(!place.exists());
}
