//! Party data leaves the laptop after headquarters' receipt and its days, by an entry; digests stay, nothing else is lost.

use crate::bureau::{EVENING, at, check, raw, reader, sample, sit_down, to_found, with};
use crate::case_papers::hold;
use crate::encrypted::holding;
use crate::headquarters::{code, url};
use crate::news::Scene;
use crate::scenarios;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::found_bureau::found_bureau;
use lucha::app::keep_photograph::keep_photograph;
use lucha::app::prune::prune;
use lucha::app::view::paper::PAPER_OF;
use lucha::app::{backup, opening, print_all, sign_in};
use lucha::domain::bureau::BureauEvent;
use lucha::domain::epoch::EpochReason;
use lucha::hq::admit::Capacity;
use lucha::hq::checkpoint;
use lucha::hq::place::Place;
use lucha::stdx::clock::{Clock, Offset, Reading};
use lucha::stdx::files::machine;
use lucha::stdx::id::{Dice, Id};
use lucha::store::blobs::files;
use lucha::store::mirror::{find, read};
use lucha::store::site::Site;
use lucha::store::{Store, StoreFault};
use lucha::wire::entry::Break;
use lucha::wire::event::Body;
use lucha::wire::message::hello::Point;
use lucha::wire::message::receipt::{Held, Receipt};
use std::path::Path;
use tempfile::TempDir;

const DAYS: i64 = 86_400_000;
const NAME: &str = "李四";

/// A laptop with two stops, papers and a photograph, all at headquarters, that may keep party data for thirty days.
pub struct Laptop {
    pub scene: Scene,
    site: Site,
    pub folder: TempDir,
    card: TempDir,
    code: String,
    pub desk: Desk,
    /// The order goes to every laptop.
    for_all: bool,
}

fn found(folder: TempDir, mut desk: Desk, is_keyed: bool) -> Laptop {
    let scene = Scene::new();
    let card = tempfile::tempdir().unwrap();
    let mut founding = sample();
    founding.blocks.truncate(1);
    let recovery = found_bureau(&mut desk, founding).unwrap();
    desk.enrol_laptop(&url(&scene.running), &code(scene.hq.path())).unwrap();
    let plain = || Site::plain(folder.path());
    let site = if is_keyed { opening::site(Some(folder.path())).unwrap() } else { plain() };
    Laptop { scene, site, folder, card, code: recovery, desk, for_all: !is_keyed }
}

pub fn keyed() -> Laptop {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::fixed(at(EVENING));
    let desk = to_found(folder.path(), clock);
    found(folder, desk, true)
}

/// The same without a key, so that its files can be looked through.
pub fn plain() -> Laptop {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Site::plain(folder.path()), &mut Dice::Machine).unwrap();
    let desk = Desk::new(store, Clock::fixed(at(EVENING)), Dice::Machine).unwrap();
    found(folder, desk, false)
}

impl Laptop {
    pub fn work(&mut self) {
        for (stop, plate) in [("S01", "粤D55D18"), ("S03", "粤D66E19")] {
            let stop = with(scenarios::stop(stop), "vehicle.plate", plate.into());
            let (code, _, said) = check(&mut self.desk, vec![stop]);
            assert_eq!(code, 0, "{said}");
        }
        let picture = self.card.path().join("a.jpg");
        std::fs::write(&picture, b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00 of the lorry \xff\xd9")
            .unwrap();
        let stop = self.desk.list("", 1).unwrap()[0].inspection;
        keep_photograph(&mut self.desk, stop, &picture, None).unwrap();
        std::fs::remove_file(picture).unwrap();
        print_all::print_unprinted(&mut self.desk).unwrap();
    }

    /// Two officers begin a shift and close it; its list has all decisions that headquarters did not have.
    pub fn close_shift(&mut self) {
        self.desk.lend(crate::bureau::typesetter());
        sign_in::admit(&mut self.desk, "19050001001").unwrap();
        let (station, plan) = ("莲下".into(), "计划".into());
        let start = Command::StartShift { colleague: "19051100023".into(), station, plan };
        let started = self.desk.handle(start);
        assert!(matches!(started, Reply::ShiftStarted(_)), "{started:?}");
        let closed = self.desk.handle(Command::CloseShift);
        assert!(matches!(closed, Reply::ShiftClosed { .. }), "{closed:?}");
    }

    pub fn sync(&mut self) {
        let carried = self.desk.synchronise(true, |_, _| true).unwrap();
        assert!(carried.is_all_there(), "{carried:?}");
    }

    pub fn store(&self) -> Store {
        Store::open_to_read(&self.site, &mut Dice::Machine).unwrap()
    }

    /// Headquarters lets party data stay for thirty days.
    pub fn ordered(&mut self) {
        let device = self.store().device().to_string();
        if self.for_all {
            self.scene.done(&["order", "--all", "--retention-days", "30"]);
        } else {
            self.scene.done(&["order", "--device", &device, "--retention-days", "30"]);
        }
        self.sync();
        self.sync();
    }

    /// Headquarters gives a task that is done and one that is not, and returns a case and settles it; the words of those
    /// that are over.
    fn told_of_what_is_over(&mut self) -> Vec<String> {
        let file = self.scene.hq.path().join("tasks.toml");
        let task = |subject: &str| {
            let head = format!("[[task]]\nplan = \"2026-双随机-07\"\nsubject = \"{subject}\"\n");
            head + "place = \"潮汕路口\"\ndue = \"2026-11-30\"\n"
        };
        std::fs::write(&file, task("甲乙丙物流") + &task("丁戊运输公司")).unwrap();
        self.scene.done(&["publish", "--tasks", file.to_str().unwrap()]);
        let number = self.desk.list("粤D55D18", 1).unwrap()[0].number.clone();
        let reason = "李四的证件号码抄错";
        self.scene.done(&["return", &number, "--reason", reason, "--due", "2026-12-30"]);
        self.sync();
        let Reply::Today(today) = self.desk.handle(Command::LoadToday) else { panic!() };
        let done = today.tasks.iter().find(|task| task.subject == "甲乙丙物流").unwrap().id;
        let reply = self.desk.handle(Command::TaskDone { task: done });
        assert!(!matches!(reply, Reply::Failed(_)), "{reply:?}");
        // As headquarters' word that it holds the answer leaves it.
        let sql = "UPDATE returned SET settled = 1";
        let file = self.folder.path().join(lucha::store::open::FILE);
        assert_eq!(rusqlite::Connection::open(file).unwrap().execute(sql, []).unwrap(), 1);
        self.sync();
        vec!["甲乙丙物流".into(), reason.into()]
    }

    /// Headquarters' clock `days` on; how many stops left then.
    pub fn after(&mut self, days: i64) -> usize {
        self.desk.hear_headquarters(Clock::machine().now().plus_ms(days * DAYS));
        prune(&mut self.desk).unwrap()
    }

    fn blobs(&self) -> usize {
        files(&machine(), &self.folder.path().join("blobs")).unwrap().len()
    }
}

#[test]
fn after_the_days_that_headquarters_sets_party_data_leaves_and_the_digests_stay() {
    let mut laptop = keyed();
    laptop.work();
    laptop.sync();
    assert_eq!(laptop.after(4_000), 0, "headquarters set no days: everything stays");
    laptop.ordered();
    let before: Vec<_> = laptop.desk.list("", 9).unwrap();
    let photographs = laptop.desk.verify().unwrap().photographs;
    assert_eq!((before.len(), photographs, laptop.after(29)), (2, 1, 0));
    assert_eq!(laptop.desk.list(NAME, 9).unwrap().len(), 1);
    assert!(
        laptop.blobs() > 3 && laptop.folder.path().join("paper").read_dir().unwrap().count() > 0
    );
    assert_eq!(laptop.after(31), 2);
    let last = laptop.store().last_entry().unwrap().unwrap();
    assert!(matches!(last.body, Body::Bureau(BureauEvent::PartyDataPruned { days: 30, .. })));
    assert_eq!(last.envelope.officer, None, "by headquarters' order");
    let verdict = laptop.desk.verify().unwrap();
    assert_eq!((verdict.breaks, verdict.pages, verdict.orphans), (vec![], 0, 0));
    assert!(verdict.pruned > 10, "{}", verdict.pruned);
    assert_eq!(laptop.blobs(), 0, "pages and photographs went");
    assert_eq!(laptop.folder.path().join("paper").read_dir().unwrap().count(), 0);
    for text in [NAME, "粤D55D18", "粤D66E19"] {
        assert_eq!(laptop.desk.list(text, 9).unwrap(), [], "{text}");
    }
    let after = laptop.desk.list("", 9).unwrap();
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(
            (&after.number, after.outcome, after.fine),
            (&before.number, before.outcome, before.fine)
        );
        assert_eq!((after.pruned, after.party.as_str(), after.plate.as_str()), (true, "", ""));
        let said = laptop.desk.find(&before.inspection.to_string()).unwrap_err();
        assert_eq!(said.key, "trouble.pruned");
    }
    assert_eq!(laptop.after(31), 0, "what left does not leave twice");
    // The rows come again from the entry alone.
    let rows = reader(laptop.folder.path()).dump().unwrap();
    laptop.desk.rebuild().unwrap();
    assert_eq!(reader(laptop.folder.path()).dump().unwrap(), rows);
    // Headquarters keeps both, and takes the entry that says so.
    laptop.sync();
    laptop.scene.done(&["verify"]);
    // What was decided still counts, and no number is given again.
    let stop = with(scenarios::stop("S01"), "vehicle.plate", "粤D55D18".into());
    let (_, answers, said) = check(&mut laptop.desk, vec![stop]);
    let number = answers[0]["number"].as_str().unwrap_or_else(|| panic!("{said}"));
    assert!(before.iter().all(|line| line.number != number), "{number}");
    let acts = reader(laptop.folder.path()).priors_before("粤D55D18", u64::MAX).unwrap();
    assert_eq!(acts.len(), 1, "by headquarters' word");
    drop(laptop.desk);
    assert_eq!(sit_down(laptop.folder.path(), EVENING).verify().unwrap().breaks, []);
}

#[test]
fn an_interview_that_is_not_finished_keeps_its_stop() {
    let mut laptop = keyed();
    laptop.work();
    laptop.sync();
    laptop.ordered();
    let inspection = laptop.desk.list("", 1).unwrap()[0].inspection;
    let reply = laptop.desk.handle(Command::BeginInterview { inspection });
    let Reply::Interview(view) = reply else { panic!("{reply:?}") };
    assert_eq!(laptop.after(31), 1);
    assert_eq!(laptop.desk.list(NAME, 9).unwrap().len(), 1, "it stays");
    laptop.desk.handle(Command::DropDraft { draft: view.draft });
    assert_eq!(laptop.after(32), 1);
}

#[test]
fn evidence_that_is_held_keeps_its_stop() {
    let mut laptop = keyed();
    laptop.work();
    let stop = laptop.desk.list("粤D55D18", 1).unwrap()[0].inspection;
    hold(&mut laptop.desk, &stop.to_string());
    laptop.sync();
    laptop.ordered();
    assert_eq!(laptop.after(31), 1, "the other one");
    assert_eq!(laptop.desk.list("粤D55D18", 9).unwrap().len(), 1, "its release can still be made");
}

#[test]
fn nothing_of_it_is_left_in_the_files_of_a_journal_without_a_key() {
    let mut laptop = plain();
    let stops = ["S01", "S03"].map(scenarios::stop);
    let words: Vec<String> = ["/party/name", "/party/phone", "/present/name", "/present/id_no"]
        .iter()
        .flat_map(|path| stops.iter().filter_map(|stop| stop.pointer(path)?.as_str()))
        .map(str::to_string)
        .chain(["粤D55D18".to_string(), "粤D66E19".to_string()])
        .filter(|word| !word.is_empty())
        .collect();
    laptop.work();
    // What was typed and thrown away lay in pages that SQLite has freed.
    for nth in 0..60 {
        let id = Dice::Counted(nth).id();
        let fields = [("party.name".to_string(), words[0].repeat(900))];
        let (field, value) = fields[0].clone();
        laptop.desk.handle(Command::SaveField { draft: id, field, value });
        laptop.desk.handle(Command::DropDraft { draft: id });
    }
    // The list of a closed shift names plates.
    laptop.close_shift();
    laptop.sync();
    let over = laptop.told_of_what_is_over();
    laptop.ordered();
    for word in &words {
        let found = holding(laptop.folder.path(), word.as_bytes());
        assert!(!found.is_empty(), "{word} would be found");
    }
    for word in &over {
        let found = holding(laptop.folder.path(), word.as_bytes());
        assert!(!found.is_empty(), "{word} would be found");
    }
    assert_eq!(laptop.after(31), 2);
    for word in words.iter().chain(&over) {
        assert_eq!(holding(laptop.folder.path(), word.as_bytes()), Vec::<String>::new(), "{word}");
    }
    let open = holding(laptop.folder.path(), "丁戊运输公司".as_bytes());
    assert!(!open.is_empty(), "a task that is to be done stays");
    drop(laptop.desk);
    for word in &words {
        assert_eq!(holding(laptop.folder.path(), word.as_bytes()), Vec::<String>::new(), "{word}");
    }
}

#[test]
fn papers_leave_the_folder_that_was_chosen_for_them_and_what_others_laid_there_stays() {
    let mut laptop = keyed();
    let (papers, own) = (tempfile::tempdir().unwrap(), laptop.folder.path().join("paper"));
    laptop.desk.set_paper_folder(papers.path().to_path_buf());
    laptop.work();
    laptop.close_shift();
    let printed = crate::evidence::files(papers.path());
    assert!(printed.len() > 3, "{printed:?}");
    // As an earlier program laid them; a copy of somebody's own, and what a cut left of a paper.
    let one = printed.last().unwrap();
    let name = one.file_name().unwrap().to_str().unwrap().to_string();
    std::fs::create_dir(&own).unwrap();
    std::fs::copy(one, own.join(&name)).unwrap();
    std::fs::copy(one, papers.path().join(format!("{name}.part"))).unwrap();
    let others = [format!("{name}.txt"), format!("会议-{name}"), "说明.pdf".to_string()];
    for other in &others {
        std::fs::write(papers.path().join(other), "x").unwrap();
    }
    laptop.sync();
    laptop.ordered();
    assert_eq!(laptop.after(31), 2);
    let left: Vec<String> = crate::evidence::files(papers.path())
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_string())
        .collect();
    let mut others = others.to_vec();
    others.sort();
    assert_eq!(left, others);
    assert_eq!(crate::evidence::files(&own).len(), 0);
}

#[test]
fn what_headquarters_does_not_hold_whole_stays() {
    let mut laptop = keyed();
    laptop.work();
    laptop.ordered();
    // Decided a moment ago and not carried yet.
    let late = with(scenarios::stop("S01"), "vehicle.plate", "粤D77F20".into());
    check(&mut laptop.desk, vec![late]);
    assert_eq!(laptop.after(31), 2);
    let left = laptop.desk.list("粤D77F20", 9).unwrap();
    assert_eq!(left.len(), 1);
    // Its entries are there, its pages are not.
    laptop.desk.synchronise(false, |_, _| true).unwrap();
    assert_eq!(laptop.after(62), 0);
    laptop.sync();
    assert_eq!(laptop.after(93), 1);
    assert!(laptop.desk.list("粤D77F20", 9).unwrap().is_empty());
}

/// Headquarters marks where every journal stands.
fn checkpoint(hq: &Path) {
    let place = Place::open(hq).unwrap();
    let (mut ledger, mut marker) = (place.ledger().unwrap(), checkpoint::Marker::default());
    let seat = place.seat(Capacity::default()).unwrap();
    let now = Clock::machine().now().ms();
    checkpoint::make(&mut marker, &seat, ledger.as_mut(), now).unwrap().unwrap();
}

#[test]
fn where_checkpoints_are_known_nothing_leaves_that_none_of_them_is_over() {
    let mut laptop = keyed();
    laptop.ordered();
    checkpoint(laptop.scene.hq.path());
    laptop.sync();
    laptop.work();
    laptop.sync();
    laptop.sync();
    assert_eq!(laptop.after(31), 0, "received, and under no checkpoint that the laptop knows");
    checkpoint(laptop.scene.hq.path());
    laptop.sync();
    assert_eq!(laptop.after(31), 2);
}

#[test]
fn a_case_that_was_given_back_stays_until_it_is_answered() {
    let mut laptop = keyed();
    laptop.work();
    laptop.ordered();
    let number = laptop.desk.list("粤D55D18", 1).unwrap()[0].number.clone();
    let due = "2026-12-30";
    laptop.scene.done(&["return", &number, "--reason", "地点不清", "--due", due]);
    laptop.sync();
    assert_eq!(laptop.after(31), 1, "the other one");
    assert_eq!(laptop.desk.list("粤D55D18", 9).unwrap().len(), 1);
}

#[test]
fn a_program_that_is_stopped_behind_the_entry_goes_on_with_the_files() {
    let mut laptop = keyed();
    laptop.work();
    laptop.ordered();
    drop(laptop.desk);
    let site = opening::site(Some(laptop.folder.path())).unwrap();
    let mut store = Store::open(&site, &mut Dice::Machine).unwrap();
    let mut clock = Clock::fixed(at(EVENING));
    clock.hear_headquarters(Clock::machine().now().plus_ms(31 * DAYS));
    assert_eq!(store.prune(30, clock.read(), &mut Dice::Machine).unwrap(), 2);
    drop(store);
    let blobs = files(&machine(), &laptop.folder.path().join("blobs")).unwrap();
    assert!(!blobs.is_empty());
    let mut desk = sit_down(laptop.folder.path(), EVENING);
    assert_eq!(prune(&mut desk).unwrap(), 0);
    assert_eq!(
        files(&machine(), &laptop.folder.path().join("blobs")).unwrap(),
        Vec::<std::path::PathBuf>::new()
    );
    assert_eq!(desk.verify().unwrap().breaks, []);
}

#[test]
fn a_wall_clock_that_was_set_years_ahead_while_the_machine_was_off_takes_nothing() {
    let mut laptop = keyed();
    laptop.work();
    laptop.ordered();
    drop(laptop.desk);
    let site = opening::site(Some(laptop.folder.path())).unwrap();
    let mut store = Store::open(&site, &mut Dice::Machine).unwrap();
    // As a machine says it that started a minute ago: headquarters told its time before, and eleven years are gone since.
    let (wall, age_ms) = (Clock::machine().now().plus_ms(4_000 * DAYS), 4_000 * DAYS);
    let told = Offset { offset_ms: 0, age_ms: u64::try_from(age_ms).unwrap() };
    let reading = |counted_ms: i64| {
        let reading = Reading::new(wall, u64::try_from(counted_ms).unwrap());
        Reading { headquarters: Some(told), ..reading }
    };
    assert_eq!(store.prune(30, reading(60_000), &mut Dice::Machine).unwrap(), 0);
    assert!(store.overdue(30, &reading(60_000)).unwrap().is_nothing());
    assert_eq!(store.prune(30, reading(29 * DAYS), &mut Dice::Machine).unwrap(), 0);
    // What the machine's own counter counted did pass.
    assert_eq!(store.prune(30, reading(31 * DAYS), &mut Dice::Machine).unwrap(), 2);
}

#[test]
fn what_headquarters_did_not_receive_of_an_earlier_epoch_stays_whatever_came_behind_it() {
    let mut laptop = keyed();
    laptop.work();
    laptop.ordered();
    drop(laptop.desk);
    // Pages and photographs have their receipts, entries have none yet.
    raw(laptop.folder.path()).execute("DELETE FROM receipt", []).unwrap();
    let site = opening::site(Some(laptop.folder.path())).unwrap();
    let mut store = Store::open(&site, &mut Dice::Machine).unwrap();
    let (now, mut clock) = (Clock::machine().now(), Clock::fixed(at(EVENING)));
    let epoch = (2, EpochReason::OldCopy, None);
    store.open_epoch(epoch, Vec::new(), clock.read(), &mut Dice::Machine).unwrap();
    let receive = |store: &mut Store, upto: Point| {
        let held = Held::Journal { journal: store.journal_at(upto.number), upto };
        let (headquarters, signature) = (Id([8; 16]), vec![1; 64].into());
        let receipt = Receipt { headquarters, held, received_ms: now.ms(), suite: 1, signature };
        store.keep_receipts(&[receipt]).unwrap();
    };
    let (end, head) = (store.epoch_begins(), store.head_point());
    receive(&mut store, head);
    clock.hear_headquarters(now.plus_ms(31 * DAYS));
    assert_eq!(store.prune(30, clock.read(), &mut Dice::Machine).unwrap(), 0);
    let half = store.point(end.number - 1).unwrap().unwrap();
    receive(&mut store, half);
    assert_eq!(store.prune(30, clock.read(), &mut Dice::Machine).unwrap(), 2, "before the gap");
    assert_eq!(store.verify().unwrap().breaks, []);
}

#[test]
fn what_keeps_party_data_here_is_told_on_the_first_screen_until_it_has_left() {
    let told = |desk: &mut Desk| {
        let Reply::Today(view) = desk.handle(Command::LoadToday) else { panic!() };
        view.pruning.map(|trouble| trouble.key)
    };
    let mut laptop = keyed();
    laptop.work();
    laptop.ordered();
    assert_eq!(told(&mut laptop.desk), None);
    // A paper that cannot be taken away: a folder stands under its name.
    let papers = laptop.folder.path().join("paper");
    let name = std::fs::read_dir(&papers).unwrap().next().unwrap().unwrap().path();
    std::fs::remove_file(&name).unwrap();
    std::fs::create_dir(&name).unwrap();
    std::fs::write(name.join("x"), b"x").unwrap();
    laptop.desk.hear_headquarters(Clock::machine().now().plus_ms(31 * DAYS));
    let close = laptop.desk.handle(Command::CloseShift);
    if !matches!(close, Reply::ShiftClosed { .. }) {
        prune(&mut laptop.desk).unwrap_err();
    }
    assert_eq!(told(&mut laptop.desk), Some("trouble.folder"));
    std::fs::remove_dir_all(&name).unwrap();
    assert_eq!(prune(&mut laptop.desk).unwrap(), 0, "the entry is there already");
    assert_eq!((told(&mut laptop.desk), laptop.blobs()), (None, 0));
}

#[test]
fn a_payload_that_is_gone_without_an_entry_is_a_break() {
    let mut laptop = keyed();
    laptop.work();
    let folder = laptop.folder;
    drop(laptop.desk);
    let sql = "UPDATE entry SET payload = x'', salt = zeroblob(16)
               WHERE number = (SELECT max(number) FROM entry WHERE kind >= 100)";
    raw(folder.path()).execute(sql, []).unwrap();
    let breaks = reader(folder.path()).verify().unwrap().breaks;
    assert!(
        breaks.iter().any(|(number, what)| *number > 0 && *what == Break::Payload.said()),
        "{breaks:?}"
    );
    let site = opening::site(Some(folder.path())).unwrap();
    let opened = Store::open(&site, &mut Dice::Machine);
    assert!(matches!(opened, Err(StoreFault::Broken { .. })), "and no program writes behind it");
}

/// Entries of stops on the card, and how many of them still hold something.
fn on_card(laptop: &Laptop) -> (usize, usize) {
    let folder = find(&machine(), laptop.card.path()).unwrap();
    let key = opening::site(Some(laptop.folder.path())).unwrap().key.unwrap();
    let frames = read(&machine(), &folder, &key).unwrap();
    assert_eq!(frames.stopped, None);
    let stops = frames.kept.iter().filter_map(|kept| {
        let entry = lucha::wire::entry::read_at_home(kept).unwrap();
        (!matches!(entry.body, Body::Bureau(_))).then_some(!kept.is_pruned())
    });
    let stops: Vec<bool> = stops.collect();
    (stops.len(), stops.iter().filter(|held| **held).count())
}

fn blobs_of(folder: &Path) -> usize {
    files(&machine(), &folder.join("blobs")).unwrap().len()
}

#[test]
fn the_mirror_and_the_next_backup_follow_and_a_laptop_made_of_them_is_whole() {
    let mut laptop = keyed();
    laptop.desk.choose_mirror(Some(laptop.card.path())).unwrap();
    laptop.work();
    laptop.ordered();
    drop(laptop.desk.end_mirror());
    let (entries, held) = on_card(&laptop);
    let card = find(&machine(), laptop.card.path()).unwrap();
    assert!(entries > 10 && held == entries && blobs_of(&card) > 3);
    let copy = tempfile::tempdir().unwrap();
    let back_up = |folder: &Path| {
        backup::backup(Some(folder).into(), copy.path(), at(EVENING)).unwrap().folder
    };
    let older = back_up(laptop.folder.path());
    assert!(blobs_of(&older) > 3);
    assert_eq!(laptop.after(31), 2);
    laptop.desk.start_mirror();
    drop(laptop.desk.end_mirror());
    assert_eq!((on_card(&laptop), blobs_of(&card)), ((entries, 0), 0));
    let rows = reader(laptop.folder.path()).dump().unwrap();
    // The next backup holds no more than the laptop does, and takes it out of the one before.
    let newer = back_up(laptop.folder.path());
    assert_eq!((blobs_of(&newer), blobs_of(&older)), (0, 0));
    drop(laptop.desk);
    for (from, is_whole) in [(card, true), (newer, true), (older, false)] {
        let to = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(at(EVENING));
        let back = backup::restore(&from, to.path(), &laptop.code, clock);
        if !is_whole {
            // The entry that says what left is not in it: only headquarters and the newer copies are whole.
            assert!(back.is_err());
            continue;
        }
        drop(back.unwrap());
        let store = reader(to.path());
        assert_eq!(store.dump().unwrap(), rows);
        let verdict = store.verify().unwrap();
        assert_eq!((verdict.breaks, verdict.pruned), (vec![], entries as u64));
    }
}

#[test]
fn a_paper_that_is_not_finished_keeps_its_stop() {
    let mut laptop = keyed();
    laptop.work();
    laptop.sync();
    laptop.ordered();
    let inspection = laptop.desk.list("", 1).unwrap()[0].inspection;
    let reply = laptop.desk.handle(Command::LookAtPapers { inspection });
    let Reply::Papers(view) = reply else { panic!("{reply:?}") };
    let draft = view.new_draft;
    let (field, value) = (PAPER_OF.to_string(), format!("{inspection} passenger_statement"));
    laptop.desk.handle(Command::SaveField { draft, field, value });
    assert_eq!(laptop.after(31), 1);
    laptop.desk.handle(Command::DropDraft { draft });
    assert_eq!(laptop.after(32), 1);
}
