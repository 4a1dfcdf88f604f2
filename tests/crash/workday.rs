//! What an officer does with the journal, one use case each, on a desk whose disk is simulated.

use super::disk::Disk;
use super::{Kept, clock, site, vfs};
use crate::keys::{OVERLOAD, Stage, WITHIN};
use lucha::app::command::{Command, Reply, Trouble};
use lucha::app::conclude::conclude_proven;
use lucha::app::desk::Desk;
use lucha::app::pin::Proven;
use lucha::app::terms::Word;
use lucha::app::{check_file, sample, sign_in};
use lucha::domain::offender::Offenders;
use lucha::stdx::id::{Dice, Id};
use lucha::stdx::said::Said;
use lucha::store::Store;
use lucha::store::site::Site;
use std::collections::BTreeSet;

/// One thing that the officer does; `Ok` is what the program acknowledged.
pub struct UseCase {
    pub name: &'static str,
    pub image: Disk,
    pub run: fn(&mut Desk, &Day) -> Result<(), Trouble>,
    /// States of the journal that it passes through, the first and the last included.
    pub states: usize,
    /// The journal is founded by it, so that nobody can sit down before.
    pub founds: bool,
    /// What goes wrong may go wrong while the journal is opened.
    pub opens: bool,
}

/// A sample bureau's morning: images of its disk, and ids to work with.
pub struct Day {
    pub site: Site,
    /// A stop of an overloaded lorry, typed to the end.
    pub ready: Id,
    /// A stop that the law refuses as it stands.
    refused: Id,
    /// A stop that ended with papers, none of them printed.
    ended: Id,
    pub documents: Vec<Id>,
    empty: Disk,
    founded: Disk,
    pub on_duty: Disk,
    /// As `on_duty`, with rows that are not those of the journal.
    bent: Disk,
    /// As `on_duty`, with a first paper printed.
    pub printed: Disk,
}

impl Day {
    /// A folder in which no bureau was founded; the only use case is to found one.
    pub fn before(is_keyed: bool) -> Day {
        let site = site(is_keyed);
        let (empty, zero) = (Disk::default(), Id([0; 16]));
        Day {
            site,
            ready: zero,
            refused: zero,
            ended: zero,
            documents: Vec::new(),
            founded: empty.copy(),
            on_duty: empty.copy(),
            bent: empty.copy(),
            printed: empty.copy(),
            empty,
        }
    }

    pub fn new(is_keyed: bool) -> Day {
        let mut day = Day::before(is_keyed);
        let disk = day.empty.copy();
        let mut desk = day.sit(&disk, 1).unwrap();
        sample::found(&mut desk).unwrap();
        drop(desk);
        day.founded = disk.copy();
        let mut desk = day.sit(&disk, 1 << 20).unwrap();
        shift(&mut desk, &day).unwrap();
        let stops = typed();
        day.ended = fill(&mut desk, &stops[1]);
        let Reply::Concluded(end) = end_stop(&mut desk, day.ended) else {
            panic!("the stop does not end")
        };
        day.documents = end.view.documents.iter().map(|paper| paper.document).collect();
        assert_eq!(day.documents.len(), 3);
        let mut second = stops[1].clone();
        second.push(("vehicle.plate".into(), "粤D55D19".into()));
        day.ready = fill(&mut desk, &second);
        let mut untold = second.clone();
        untold.retain(|(field, _)| !field.starts_with("telling."));
        day.refused = fill(&mut desk, &untold);
        // The machine goes on, the program is stopped: the log is still there.
        day.on_duty = disk.copy();
        print_first(&mut desk, &day).unwrap();
        day.printed = disk.copy();
        drop(desk);
        day.bent = day.on_duty.copy();
        vfs::mount(&day.bent);
        let conn = raw(&day.site);
        conn.execute_batch("UPDATE inspection SET party = '他人'").unwrap();
        let bent = day.bent.copy();
        drop(conn);
        day.bent = bent;
        day
    }

    /// Sits down at the journal on `disk`.
    pub fn sit(&self, disk: &Disk, dice: u64) -> Result<Desk, Trouble> {
        vfs::mount(disk);
        let mut dice = Dice::Counted(dice);
        let store = Store::open(&self.site, &mut dice)?;
        Ok(Desk::new(store, clock(), dice)?)
    }

    /// What is kept on `disk` and what is wrong with it, read by the program's own code.
    #[track_caller]
    pub fn kept(&self, disk: &Disk) -> (Kept, Vec<(u64, Said)>) {
        Kept::of(&super::open(disk, &self.site))
    }

    pub fn use_cases(&self) -> Vec<UseCase> {
        let case = |name, image: &Disk, states, run| {
            let image = image.copy();
            let founds = name == "found a bureau";
            let opens = founds || name == "sit down";
            UseCase { name, image, run, states, founds, opens }
        };
        if self.documents.is_empty() {
            return vec![case("found a bureau", &self.empty, 2, found)];
        }
        vec![
            case("sit down", &self.on_duty, 1, look_up),
            case("start a shift", &self.founded, 2, shift),
            case("begin a draft", &self.on_duty, 2, begin),
            case("save a field", &self.on_duty, 2, save),
            case("drop a draft", &self.on_duty, 2, drop_draft),
            case("look up a plate", &self.on_duty, 1, look_up),
            case("end a stop with papers", &self.on_duty, 3, conclude),
            case("end a stop that is refused", &self.on_duty, 3, refuse),
            case("record a stop of a file", &self.on_duty, 4, from_file),
            case("correct a fact", &self.on_duty, 2, correct),
            case("print", &self.on_duty, 2, print_first),
            case("print again", &self.printed, 2, print_again),
            case("rebuild the rows", &self.bent, 2, rebuild),
        ]
    }
}

/// A connection with nothing of the program's but the key.
pub fn raw(site: &Site) -> rusqlite::Connection {
    let flags = rusqlite::OpenFlags::default();
    let file = site.folder.join(lucha::store::open::FILE);
    let conn = rusqlite::Connection::open_with_flags_and_vfs(file, flags, vfs::NAME).unwrap();
    if site.key.is_some() {
        let key: String = super::KEY.iter().map(|byte| format!("{byte:02x}")).collect();
        conn.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).unwrap();
    }
    conn
}

/// Fields of the stops that the screens' tests type, in the order of the typing.
fn typed() -> Vec<Vec<(String, String)>> {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter>");
    stage.press(OVERLOAD);
    let mut stops: Vec<Vec<(String, String)>> = Vec::new();
    for command in &stage.asked {
        match command {
            Command::NewDraft => stops.push(Vec::new()),
            Command::SaveField { field, value, .. } => {
                stops.last_mut().unwrap().push((field.clone(), value.clone()));
            }
            _ => {}
        }
    }
    // What a later stop takes over from an earlier one was not typed.
    let scale: Vec<_> =
        stops[0].iter().filter(|(field, _)| field.starts_with("weighing.")).cloned().collect();
    let second = stops[1].clone();
    stops[1].splice(0..0, scale);
    assert!(!second.is_empty());
    stops
}

fn fill(desk: &mut Desk, fields: &[(String, String)]) -> Id {
    let Reply::Draft(draft) = desk.handle(Command::NewDraft) else { panic!("no draft") };
    for (field, value) in fields {
        let (field, value) = (field.clone(), value.clone());
        let reply = desk.handle(Command::SaveField { draft: draft.id, field, value });
        assert!(matches!(reply, Reply::Saved { .. }), "{reply:?}");
    }
    draft.id
}

/// Both officers, as if each had just given his PIN: stretching one takes longer than all that is
/// written, and tests of PINs stand elsewhere.
fn both(desk: &Desk) -> Vec<Proven> {
    let officers = desk.snapshot().officers;
    let at = clock().now();
    let proven = |pin: &(String, String, String)| {
        let officer = officers.iter().find(|officer| officer.credential == pin.0).unwrap().id;
        Proven { credential: pin.0.clone(), officer, at }
    };
    sample::pins().iter().take(2).map(proven).collect()
}

/// The end of the typed stop `draft`, confirmed by both officers.
pub fn end_stop(desk: &mut Desk, draft: Id) -> Reply {
    let proven = both(desk);
    conclude_proven(desk, draft, Word::PinFile(&proven)).unwrap_or_else(Reply::Failed)
}

fn done(reply: Reply) -> Result<(), Trouble> {
    match reply {
        Reply::Failed(trouble) => Err(trouble),
        _ => Ok(()),
    }
}

fn found(desk: &mut Desk, _: &Day) -> Result<(), Trouble> {
    sample::found(desk)
}

fn shift(desk: &mut Desk, _: &Day) -> Result<(), Trouble> {
    let (credential, _, _) = sample::pins()[0].clone();
    let colleague = sample::pins()[1].0.clone();
    sign_in::admit(desk, &credential)?;
    let (station, plan) = ("莲下治超点".into(), "2026-治超-11".into());
    done(desk.handle(Command::StartShift { colleague, station, plan }))
}

fn begin(desk: &mut Desk, _: &Day) -> Result<(), Trouble> {
    done(desk.handle(Command::NewDraft))
}

fn save(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    let (field, value) = ("telling.statement".into(), "当事人说装货时没有过磅。".into());
    done(desk.handle(Command::SaveField { draft: day.refused, field, value }))
}

fn drop_draft(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    done(desk.handle(Command::DropDraft { draft: day.refused }))
}

fn look_up(desk: &mut Desk, _: &Day) -> Result<(), Trouble> {
    done(desk.handle(Command::LookUpPlate { plate: "粤D55D18".into(), by: Offenders::default() }))?;
    done(desk.handle(Command::Search { text: "示范运输".into(), before: None }))?;
    done(desk.handle(Command::LoadToday))
}

fn conclude(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    match end_stop(desk, day.ready) {
        Reply::Concluded(end) => {
            assert!(end.blocked.is_empty(), "{:?}", end.blocked);
            Ok(())
        }
        other => done(other),
    }
}

fn refuse(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    match end_stop(desk, day.refused) {
        Reply::Concluded(end) => {
            assert!(!end.blocked.is_empty(), "the law says yes");
            Ok(())
        }
        other => done(other),
    }
}

fn from_file(desk: &mut Desk, _: &Day) -> Result<(), Trouble> {
    let stops = check_file::read_file(sample::stops()).unwrap();
    let known =
        |stop: &&serde_json::Value| stop["history"].as_array().is_some_and(|h| !h.is_empty());
    let stop = stops.iter().find(known).unwrap().clone();
    let mut came = Ok(());
    let proven = both(desk);
    check_file::take_proven(desk, proven);
    check_file::check(desk, vec![stop], &|_| String::new(), |_, checked| match checked {
        check_file::Checked::Answered(_) => {}
        check_file::Checked::Failed(trouble) => came = Err(trouble),
        check_file::Checked::Refused(refusal) => panic!("{refusal:?}"),
    });
    came
}

fn correct(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    let (field, value, reason) = ("place.stake", "K12+310", "桩号看错");
    let (field, value, reason) = (field.into(), value.into(), reason.into());
    done(desk.handle(Command::Correct { inspection: day.ended, field, value, reason }))
}

fn print_first(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    done(desk.handle(Command::Print { document: day.documents[0], roll: false }))
}

fn print_again(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    print_first(desk, day)
}

fn rebuild(desk: &mut Desk, _: &Day) -> Result<(), Trouble> {
    desk.rebuild().map(|_| ())
}

/// Sentences that the officer's language has.
pub fn sentences() -> BTreeSet<String> {
    let text = std::fs::read_to_string("assets/locales/zh-CN.toml").unwrap();
    let table: toml::Table = text.parse().unwrap();
    table["trouble"].as_table().unwrap().keys().map(|key| format!("trouble.{key}")).collect()
}
