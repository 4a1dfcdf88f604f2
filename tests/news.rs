//! What headquarters sends down, from an operator's command to what the laptop knows, by line and by stick.

use crate::bureau::{EVENING, at, check, found, own_pins, raw, reader, sample, sit_down, with};
use crate::headquarters::{code, founded, served, url};
use crate::news_packs::{in_force, pack_folder};
use crate::scenarios;
use clap::Parser as _;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::pin;
use lucha::app::view::plate::PlateView;
use lucha::app::view::today::TodayView;
use lucha::domain::agency::Officer;
use lucha::domain::bureau::{BureauEvent, OrderDone};
use lucha::domain::inspection::event::Event;
use lucha::domain::offender::Offenders;
use lucha::hq::operate::{self, Arguments};
use lucha::hq::place::Place;
use lucha::hq::serve::Running;
use lucha::stdx::id::Id;
use lucha::wire::event::Body;
use lucha::wire::message::feed::{FeedItem, News, Scope};
use lucha::wire::suite::Suite;
use std::path::Path;
use tempfile::TempDir;

/// `lucha-hq --dir DIR` with these words: exit code and what it said.
pub fn hq(dir: &Path, words: &[&str]) -> (u8, String) {
    let all = ["lucha-hq", "--dir", dir.to_str().unwrap()].into_iter();
    let all = all.chain(words.iter().copied());
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = operate::run(&Arguments::parse_from(all), &mut out, &mut err);
    (code, String::from_utf8([out, err].concat()).unwrap())
}

/// A headquarters that serves, and laptops of its agency with numbers of their own.
pub struct Scene {
    pub hq: TempDir,
    pub running: Running,
    pub laptops: u32,
}

pub struct Laptop {
    pub folder: TempDir,
    pub desk: Desk,
}

impl Scene {
    pub fn new() -> Scene {
        let hq = founded(Suite::default());
        let running = served(hq.path(), "127.0.0.1:0");
        Scene { hq, running, laptops: 0 }
    }

    /// What headquarters has told everyone.
    pub fn items(&self) -> Vec<FeedItem> {
        let mut ledger = Place::open(self.hq.path()).unwrap().ledger().unwrap();
        ledger.feed(Scope::All, 0, u64::MAX).unwrap().0
    }

    pub fn laptop(&mut self) -> Laptop {
        let mut founding = sample();
        founding.blocks.truncate(1);
        founding.blocks[0].from = self.laptops * 1_000 + 1;
        founding.blocks[0].until = self.laptops * 1_000 + 200;
        self.laptops += 1;
        let (folder, mut desk) = found(founding, EVENING);
        desk.enrol_laptop(&url(&self.running), &code(self.hq.path())).unwrap();
        Laptop { folder, desk }
    }

    /// `lucha-hq` with these words: exit code and what it said.
    pub fn hq(&self, words: &[&str]) -> (u8, String) {
        hq(self.hq.path(), words)
    }

    pub fn done(&self, words: &[&str]) -> String {
        let (code, said) = self.hq(words);
        assert_eq!(code, 0, "{said}");
        said
    }

    /// Headquarters has published the pack in `folder`, and both of two laptops have it.
    pub fn two_under(&mut self, folder: &TempDir) -> (Laptop, Laptop) {
        let (mut one, mut two) = (self.laptop(), self.laptop());
        let place = folder.path().to_str().unwrap();
        self.done(&["publish", "--pack", place, "--approved-by", "法制科"]);
        one.sync();
        two.sync();
        (one, two)
    }
}

impl Laptop {
    /// The answer to one stop.
    pub fn answer(&mut self, stop: serde_json::Value) -> serde_json::Value {
        let (_, mut answers, said) = check(&mut self.desk, vec![stop]);
        assert_eq!(answers.len(), 1, "{said}");
        answers.remove(0)
    }

    pub fn last_stop(&self) -> Id {
        reader(self.folder.path()).inspections("", None, 1).unwrap()[0].id
    }

    pub fn sync(&mut self) {
        let carried = self.desk.synchronise(true, |_, _| true).unwrap();
        assert!(carried.is_all_there(), "{carried:?}");
    }

    pub fn plate(&mut self, plate: &str) -> PlateView {
        let plate = plate.to_string();
        let by = Offenders::default();
        let Reply::Plate(view) = self.desk.handle(Command::LookUpPlate { plate, by }) else {
            panic!()
        };
        *view
    }

    pub fn today(&mut self) -> TodayView {
        let Reply::Today(today) = self.desk.handle(Command::LoadToday) else { panic!() };
        *today
    }

    pub fn device(&self) -> String {
        reader(self.folder.path()).device().to_string()
    }

    /// Events of the bureau in its journal.
    pub fn bureau_events(&self) -> Vec<BureauEvent> {
        let entries = reader(self.folder.path()).bureau_entries().unwrap().into_iter();
        entries
            .filter_map(|entry| match entry.body {
                Body::Bureau(event) => Some(event),
                Body::Inspection(_) | Body::Pruned | Body::Later { .. } => None,
            })
            .collect()
    }

    /// Decides stop S01 about `plate`; its number.
    pub fn decide(&mut self, plate: &str) -> serde_json::Value {
        let stop = with(scenarios::stop("S01"), "vehicle.plate", plate.into());
        self.answer(stop)
    }

    /// Puts the plate of the stop with the document `no` right.
    pub fn plate_is(&mut self, no: &str, plate: &str) {
        let inspection = self.desk.find(no).unwrap().line.inspection;
        let (field, value, reason) = ("vehicle.plate".into(), plate.into(), "号牌看错".into());
        let correct = Command::Correct { inspection, field, value, reason };
        assert!(matches!(self.desk.handle(correct), Reply::Corrected { .. }));
    }
}

pub fn number(answer: &serde_json::Value) -> String {
    answer["number"].as_str().unwrap_or_else(|| panic!("{answer}")).to_string()
}

#[test]
fn a_decision_is_known_on_another_laptop_and_counts_there_without_its_plate() {
    let mut scene = Scene::new();
    let (mut one, mut two) = (scene.laptop(), scene.laptop());
    let first = number(&one.decide("粤D77B13"));
    let second = number(&one.decide("粤D77B13"));
    assert_eq!(two.plate("粤D77B13").history_at, None, "unknown stays unknown");
    one.sync();
    two.sync();
    let view = two.plate("粤d·77b13");
    let told: Vec<&str> = view.priors.iter().map(|prior| prior.document_no.as_str()).collect();
    assert_eq!(told, [first.as_str(), second.as_str()]);
    assert_eq!((view.acts.len(), view.history_at), (2, Some(at(EVENING))));
    assert_eq!(one.plate("粤D77B13").priors, [], "its own come back and are not counted twice");
    let third = two.decide("粤D77B13");
    let warnings = third["warnings"].to_string();
    assert!(warnings.contains("over_limit_third_in_window"), "{warnings}");
    assert!(warnings.contains("same_vehicle_fined_today"), "{warnings}");
    assert!(two.plate("粤D77B14").priors.is_empty());
    // Neither feed nor rows hold a plate.
    let plain = "粤D77B13".as_bytes();
    let items = scene.items();
    assert!(items.len() >= 3);
    assert!(items.iter().all(|item| !item.body.windows(plain.len()).any(|part| part == plain)));
    // What came after a decision does not change what it was decided on.
    let before = two.desk.find(&number(&third)).unwrap().judgement;
    one.decide("粤D77B13");
    one.sync();
    two.sync();
    assert_eq!(two.plate("粤D77B13").priors.len(), 3);
    assert_eq!(two.desk.find(&number(&third)).unwrap().judgement, before);
}

#[test]
fn a_corrected_plate_takes_its_decision_along_and_an_upgrade_tells_what_was_never_told() {
    let mut scene = Scene::new();
    let (mut one, mut two) = (scene.laptop(), scene.laptop());
    let no = number(&one.decide("粤D77B13"));
    one.sync();
    one.plate_is(&no, "粤D77B31");
    one.sync();
    two.sync();
    assert_eq!(two.plate("粤D77B13").priors, []);
    assert_eq!(two.plate("粤D77B31").priors[0].document_no, no);
    assert!(scene.done(&["publish", "--earlier"]).contains("0 件"), "all were told");
    // A ledger that held decisions before headquarters told of any.
    let ledger = rusqlite::Connection::open(scene.hq.path().join("ledger.db")).unwrap();
    ledger
        .execute_batch(
            "DELETE FROM feed_item WHERE scope = x''; DELETE FROM feed_last WHERE scope = x''",
        )
        .unwrap();
    assert!(scene.done(&["publish", "--earlier"]).contains("1 件"));
    let mut three = scene.laptop();
    three.sync();
    assert_eq!(three.plate("粤D77B31").priors[0].document_no, no);
}

#[test]
fn a_watch_list_only_informs_and_a_later_edition_replaces_it() {
    let mut scene = Scene::new();
    let mut laptop = scene.laptop();
    let file = scene.hq.path().join("list.toml");
    let publish = |text: &str| {
        std::fs::write(&file, text).unwrap();
        scene.hq(&["publish", "--watch-list", file.to_str().unwrap()])
    };
    let row = |plate: &str, day: &str| {
        format!("[[entry]]\nplate = \"{plate}\"\ncode = \"OL-001\"\nday = \"{day}\"\n")
    };
    let list = "list = \"粤东联合治超\"\n";
    for (text, wrong) in [
        (
            format!("{list}{}{}", row("粤D11111", "2026-10-01"), row("粤DI2345", "2026-10-01")),
            "第 2 项 粤DI2345",
        ),
        (format!("{list}{}", row("粤D11111", "2026-13-01")), "第 1 项 2026-13-01"),
        (format!("list = \" \"\n{}", row("粤D11111", "2026-10-01")), "第 1 项 list"),
        (format!("{list}colour = 1\n"), "list.toml"),
    ] {
        let (code, said) = publish(&text);
        assert!(code == 1 && said.contains(wrong), "{said}");
    }
    laptop.sync();
    assert_eq!(laptop.plate("粤D11111").watched, [], "nothing of a refused file was sent");
    let mut many = list.to_string();
    for n in 0..1_500 {
        many += &row(&format!("粤D{n:05}"), "2026-10-01");
    }
    assert_eq!(publish(&many).0, 0);
    laptop.sync();
    let hit = laptop.plate("粤D01499").watched;
    assert_eq!(
        (hit.len(), hit[0].list.as_str(), hit[0].code.as_str()),
        (1, "粤东联合治超", "OL-001")
    );
    let answer = laptop.decide("粤D01499");
    assert_eq!(answer["outcome"], "on_spot_penalty", "a hit blocks nothing: {answer}");
    assert_eq!(publish(&format!("{list}{}", row("粤D22222", "2026-11-01"))).0, 0);
    laptop.sync();
    assert_eq!(laptop.plate("粤D01499").watched, [], "the edition before is gone");
    assert_eq!(laptop.plate("粤D22222").watched.len(), 1);
}

#[test]
fn a_returned_case_is_seen_corrected_answered_and_settled() {
    let mut scene = Scene::new();
    let mut laptop = scene.laptop();
    let no = number(&laptop.decide("粤D77B13"));
    laptop.sync();
    let (code, said) =
        scene.hq(&["return", "样汕交罚〔2026〕09999号", "--reason", "x", "--due", "2026-11-30"]);
    assert!(code == 1 && said.contains("找不到"), "{said}");
    let (code, said) =
        scene.hq(&["return", &no, "--reason", "x", "--field", "party", "--due", "2026-11-30"]);
    assert!(code == 1 && said.contains("vehicle.plate"), "it says which can be: {said}");
    let (code, said) = scene.hq(&["return", &no, "--reason", "x", "--due", "soon"]);
    assert!(code == 1 && said.contains("soon"), "{said}");
    scene.done(&[
        "return",
        &no,
        "--reason",
        "号牌与照片不符",
        "--field",
        "vehicle.plate",
        "--field",
        "place.stake",
        "--due",
        "2026-11-30",
    ]);
    assert!(scene.done(&["report"]).contains("号牌与照片不符"));
    laptop.sync();
    let returned = laptop.today().returned;
    assert_eq!((returned.len(), returned[0].answered), (1, false));
    assert_eq!(returned[0].fields, ["place.stake", "vehicle.plate"]);
    assert_eq!(laptop.desk.sync_view().unwrap().returned, returned);
    let pens = laptop.desk.find(&no).unwrap().pens.unwrap();
    let moved = pens.moved.unwrap();
    assert!(pens.is_here && moved.before == moved.holder, "{moved:?}");
    assert!(moved.word.starts_with("退回 "), "no word that a party may stand in: {}", moved.word);
    let inspection = returned[0].inspection;
    let mut correct = |field: &str, value: &str| {
        let (field, value) = (field.to_string(), value.to_string());
        let command = Command::Correct { inspection, field, value, reason: "退回补正".into() };
        assert!(matches!(laptop.desk.handle(command), Reply::Corrected { .. }));
    };
    correct("vehicle.plate", "粤D77B31");
    correct("place.text", "莲上治超点");
    assert_eq!(laptop.today().returned[0].fields, ["place.stake"], "one is left");
    laptop.sync();
    assert!(scene.done(&["report"]).contains("退回未答复"), "not all was put right");
    let command = Command::Correct {
        inspection,
        field: "place.stake".into(),
        value: "K12+500".into(),
        reason: "退回补正".into(),
    };
    assert!(matches!(laptop.desk.handle(command), Reply::Corrected { .. }));
    assert!(laptop.today().returned[0].answered);
    let entries = reader(laptop.folder.path()).entries_of(inspection).unwrap();
    let answer = Body::Inspection(Event::ReturnAnswered { returned: returned[0].id });
    let last = entries.last().unwrap().envelope.pen;
    assert_eq!(last, 1, "it came back under a new token");
    assert_eq!(
        entries.iter().filter(|entry| entry.body == answer).count(),
        1,
        "it names the return"
    );
    laptop.sync();
    assert!(!scene.done(&["report"]).contains("退回未答复"));
    assert_eq!(laptop.today().returned, [], "headquarters holds the answer");
}

#[test]
fn tasks_are_given_to_all_or_to_one_and_done_ones_are_entries() {
    let mut scene = Scene::new();
    let (mut one, mut two) = (scene.laptop(), scene.laptop());
    let file = scene.hq.path().join("tasks.toml");
    let task = |subject: &str, due: &str| {
        format!(
            "[[task]]\nplan = \"2026-治超-11\"\nsubject = \"{subject}\"\nplace = \"莲下治超点\"\ndue = \"{due}\"\n"
        )
    };
    std::fs::write(&file, task("甲公司", "2026-11-31")).unwrap();
    let path = file.to_str().unwrap();
    let (code, said) = scene.hq(&["publish", "--tasks", path]);
    assert!(code == 1 && said.contains("2026-11-31"), "{said}");
    std::fs::write(&file, task("甲公司", "2026-11-30") + &task("乙公司", "2026-11-26")).unwrap();
    scene.done(&["publish", "--tasks", path]);
    std::fs::write(&file, task("丙公司", "2026-11-25")).unwrap();
    let device = two.device();
    scene.done(&["publish", "--tasks", path, "--device", &device]);
    one.sync();
    two.sync();
    let subjects = |laptop: &mut Laptop| -> Vec<String> {
        laptop.today().tasks.into_iter().map(|task| task.subject).collect()
    };
    assert_eq!(subjects(&mut one), ["乙公司", "甲公司"], "the first due first");
    assert_eq!(subjects(&mut two), ["丙公司", "乙公司", "甲公司"]);
    let task = one.today().tasks[0].id;
    assert_eq!(one.desk.handle(Command::TaskDone { task }), Reply::TaskDone { task });
    assert_eq!(subjects(&mut one), ["甲公司"]);
    let again = one.desk.handle(Command::TaskDone { task });
    assert!(matches!(again, Reply::Failed(trouble) if trouble.key == "trouble.no_task"));
    assert!(one.bureau_events().contains(&BureauEvent::TaskDone { task }));
    one.sync();
    assert_eq!(subjects(&mut one), ["甲公司"]);
}

/// The sample pack in a folder, with another version.
/// `lucha-hq officers` with these words.
fn officers(scene: &Scene, words: &str) -> (u8, String) {
    let all: Vec<&str> = ["officers"].into_iter().chain(words.split_whitespace()).collect();
    scene.hq(&all)
}

fn on_roster(laptop: &Laptop, credential: &str) -> Officer {
    let officers = laptop.desk.snapshot().officers;
    officers.into_iter().find(|officer| officer.credential == credential).unwrap()
}

const NEW: &str = "19050001009";

#[test]
fn the_roster_comes_down_without_a_pin() {
    let mut scene = Scene::new();
    let mut laptop = scene.laptop();
    for (words, wrong) in [
        ("--add 陈晓 --credential 123 --until 2030-12-31", "123"),
        ("--add 陈晓 --credential 19050001009 --until 2030-13-31", "2030-13-31"),
        ("--add 陈晓 --credential 19050001009 --until 2020-12-31", "2020-12-31"),
        ("--add 陈晓 --credential 19050001009 --until 2030-12-31 --role boss", "boss"),
        ("--withdraw 19050001009", NEW),
    ] {
        let (code, said) = officers(&scene, words);
        assert!(code == 1 && said.contains(wrong), "{said}");
    }
    let add = "--add 陈晓 --credential 19050001009 --from 2026-01-01 --until 2030-12-31";
    assert_eq!(officers(&scene, &format!("{add} --scope 公路运输")).0, 0);
    let wanted = "19050001009 陈晓 officer 2026-01-01 至 2030-12-31 公路运输";
    assert!(officers(&scene, "").1.contains(wanted));
    laptop.sync();
    let listed = on_roster(&laptop, NEW);
    let sign_in = || Command::SignIn { credential: NEW.into(), pin: "123456".to_string().into() };
    assert!(matches!(laptop.desk.handle(sign_in()), Reply::Failed(_)), "no PIN came along");
    assert_eq!(officers(&scene, "--credential 19050001009 --until 2027-06-30").0, 0);
    laptop.sync();
    let renewed = on_roster(&laptop, NEW);
    assert_eq!((renewed.id, renewed.valid_until.to_string().as_str()), (listed.id, "2027-06-30"));
    // Headquarters' code has opened the journal: the first PIN is set there.
    pin::recover(&mut laptop.desk, NEW, "123456").unwrap();
    assert!(matches!(laptop.desk.handle(sign_in()), Reply::SignedIn { .. }));
}

#[test]
fn who_was_withdrawn_starts_no_shift_and_decides_nothing() {
    let mut scene = Scene::new();
    let mut laptop = scene.laptop();
    let (first, _) = own_pins().remove(0);
    let person = on_roster(&laptop, &first);
    let name = &person.name;
    let add = format!("--add {name} --credential {first} --from 2023-01-01 --until 2030-12-31");
    assert_eq!(officers(&scene, &add).0, 0);
    laptop.sync();
    assert_eq!(laptop.decide("粤D77B13")["outcome"], "on_spot_penalty");
    assert_eq!(officers(&scene, &format!("--withdraw {first} --on 2026-11-23")).0, 0);
    laptop.sync();
    assert_eq!(on_roster(&laptop, &first).id, person.id, "who did what before stays his");
    let answer = laptop.decide("粤D77B14");
    assert_eq!(answer["blocked"][0]["rule"], "credential", "{answer}");
    let sign_in = Command::SignIn { credential: first.clone(), pin: own_pins().remove(0).1 };
    let Reply::Failed(trouble) = laptop.desk.handle(sign_in) else { panic!("signed in") };
    assert_eq!(trouble.key, "trouble.credential_ended");
    let (second, pin) = own_pins().remove(1);
    laptop.desk.handle(Command::SignIn { credential: second, pin });
    let (station, plan) = ("莲下".into(), "2026-治超-11".into());
    let start = Command::StartShift { colleague: first, station, plan };
    let Reply::Failed(trouble) = laptop.desk.handle(start) else { panic!("started") };
    assert_eq!(trouble.key, "trouble.credential_ended");
    assert!(officers(&scene, "").1.contains("已撤回"));
}

#[test]
fn three_orders_are_carried_out_once_and_answered_by_entries() {
    let mut scene = Scene::new();
    let mut laptop = scene.laptop();
    let device = laptop.device();
    laptop.sync();
    for words in [
        vec!["order", "--device", &device],
        vec!["order", "--device", &device, "--lock", "--report-in"],
        vec!["order", "--device", &device, "--retention-days", "0"],
    ] {
        assert_eq!(scene.hq(&words).0, 1, "{words:?}");
    }
    let stranger = Id([7; 16]).to_string();
    assert_eq!(scene.hq(&["order", "--device", &stranger, "--lock"]).0, 1);
    scene.done(&["order", "--device", &device, "--lock"]);
    scene.done(&["order", "--device", &device, "--report-in"]);
    scene.done(&["order", "--device", &device, "--retention-days", "90"]);
    laptop.sync();
    assert!(laptop.desk.sync_view().unwrap().lock_ordered);
    laptop.sync();
    let mut done: Vec<OrderDone> = Vec::new();
    for event in laptop.bureau_events() {
        if let BureauEvent::OrderCarriedOut { done: what, .. } = event {
            done.push(what);
        }
    }
    let [
        OrderDone::Locked,
        OrderDone::Reported { program, officers, .. },
        OrderDone::RetentionSet { days: 90 },
    ] = done.as_slice()
    else {
        panic!("{done:?}")
    };
    assert_eq!((program.as_str(), *officers >= 2), (env!("CARGO_PKG_VERSION"), true));
    let (credential, pin) = own_pins().remove(0);
    laptop.desk.handle(Command::SignIn { credential, pin });
    assert!(!laptop.desk.sync_view().unwrap().lock_ordered, "a PIN ends it");
    // At another headquarters and back: the feed is read again from its beginning.
    let (entries, other) = (laptop.bureau_events().len(), Scene::new());
    laptop.desk.enrol_laptop(&url(&other.running), &code(other.hq.path())).unwrap();
    laptop.sync();
    laptop.desk.enrol_laptop(&url(&scene.running), &code(scene.hq.path())).unwrap();
    laptop.sync();
    assert!(laptop.bureau_events().len() >= entries);
    let is_order = |event: &BureauEvent| matches!(event, BureauEvent::OrderCarriedOut { .. });
    let orders = laptop.bureau_events().iter().filter(|event| is_order(event)).count();
    assert_eq!(orders, 3, "each is carried out once");
    assert!(!laptop.desk.sync_view().unwrap().lock_ordered, "and locks nobody out again");
}

#[test]
fn what_must_be_understood_and_is_not_stops_documents_until_the_program_is_updated() {
    let mut scene = Scene::new();
    let mut laptop = scene.laptop();
    laptop.sync();
    // A later headquarters sends a kind that nobody here knows.
    let ledger = rusqlite::Connection::open(scene.hq.path().join("ledger.db")).unwrap();
    let device = reader(laptop.folder.path()).device();
    let sql = "UPDATE feed_last SET last = last + 1 WHERE scope = ?1 RETURNING last";
    let last: i64 = ledger.query_row(sql, [device.0], |row| row.get(0)).unwrap();
    let sql = "INSERT INTO feed_item (agency, scope, number, kind, must_understand, body)
               SELECT agency, scope, ?2, 39, ?3, x'82182780' FROM feed_last WHERE scope = ?1";
    ledger.execute(sql, rusqlite::params![device.0, last, 0]).unwrap();
    laptop.sync();
    assert_eq!(laptop.decide("粤D77B13")["outcome"], "on_spot_penalty", "it may be passed over");
    let sql = "UPDATE feed_last SET last = last + 1 WHERE scope = ?1";
    ledger.execute(sql, [device.0]).unwrap();
    let sql = "INSERT INTO feed_item (agency, scope, number, kind, must_understand, body)
               SELECT agency, scope, ?2, 39, ?3, x'82182780' FROM feed_last WHERE scope = ?1";
    ledger.execute(sql, rusqlite::params![device.0, last + 1, 1]).unwrap();
    laptop.sync();
    assert!(laptop.today().must_update);
    let stop = with(scenarios::stop("S01"), "vehicle.plate", "粤D77B14".into());
    let (code, answers, said) = check(&mut laptop.desk, vec![stop]);
    assert_eq!(answers[0]["blocked"][0]["rule"], "program_too_old", "{said}");
    let papers = answers[0]["documents"].as_array().map_or(0, Vec::len);
    assert_eq!((code, papers, answers[0]["number"].is_null()), (0, 0, true));
    let listed = laptop.desk.list("粤D77B14", 5).unwrap();
    assert_eq!(listed.len(), 1, "recording goes on");
    laptop.sync();
    // The program that knows the kind reads the item again when it is started.
    let Laptop { folder, desk } = laptop;
    drop(desk);
    let block = lucha::wire::message::feed::BlockLeased {
        prefix: "样汕交罚".into(),
        year: 2026,
        from: 50_001,
        until: 50_020,
        epoch: None,
    };
    let known = News::NumberBlock(block).item(1);
    let store = raw(folder.path());
    let sql = "UPDATE feed_item SET kind = 1, body = ?1 WHERE must_understand = 1 AND kind = 39";
    assert_eq!(store.execute(sql, [known.body.as_slice()]).unwrap(), 1);
    drop(store);
    let mut laptop = Laptop { desk: sit_down(folder.path(), EVENING), folder };
    assert!(!laptop.today().must_update);
    let granted = laptop.bureau_events().into_iter().any(
        |event| matches!(event, BureauEvent::NumberBlockGranted(block) if block.from == 50_001),
    );
    assert!(granted, "what it says is done now");
    assert_eq!(laptop.decide("粤D77B15")["outcome"], "on_spot_penalty");
}

#[test]
fn everything_comes_by_stick_as_by_line() {
    let mut scene = Scene::new();
    let mut laptop = scene.laptop();
    let no = number(&laptop.decide("粤D77B13"));
    let stick = tempfile::tempdir().unwrap();
    let round = |scene: &Scene, laptop: &mut Laptop, stick: &Path| {
        laptop.desk.exchange_stick(stick, 1 << 30).unwrap();
        scene.done(&["import", stick.to_str().unwrap()]);
        laptop.desk.exchange_stick(stick, 1 << 30).unwrap();
    };
    round(&scene, &mut laptop, stick.path());
    assert!(laptop.plate("粤D77B13").history_at.is_some(), "its feed was read to its end");
    let folder = pack_folder();
    scene.done(&["publish", "--pack", folder.path().to_str().unwrap(), "--approved-by", "法制科"]);
    scene.done(&["return", &no, "--reason", "补正", "--due", "2026-11-30"]);
    scene.done(&["order", "--device", &laptop.device(), "--lock"]);
    let old = in_force(&laptop);
    round(&scene, &mut laptop, stick.path());
    assert_ne!(in_force(&laptop), old);
    assert_eq!(laptop.today().returned.len(), 1);
    assert!(laptop.desk.sync_view().unwrap().lock_ordered);
}
