//! What an officer does with the journal, one use case each, on a desk whose disk is simulated.

use super::casework::{
    begin_interview, describe_evidence, import_evidence, keep_photograph, make_paper,
    make_paper_of, with_camera, with_evidence,
};
use super::disk::Disk;
use super::scene::{Scene, Seen, UseCase, done};
use super::{Kept, clock, ground, pruning, site, vfs};
use crate::keys::{OVERLOAD, Stage, WITHIN};
use lucha::app::command::{Command, Reply, Trouble};
use lucha::app::conclude::conclude_proven;
use lucha::app::desk::Desk;
use lucha::app::pin::Proven;
use lucha::app::record_fact::TypedFact;
use lucha::app::terms::{self, Word};
use lucha::app::void_number::{self, Voiding};
use lucha::app::{
    cash, check_file, export_case, hand_pen, metering, open_case, record_fact, sample, sign_in,
};
use lucha::domain::cash::CashStep;
use lucha::domain::clock_step::ClockWord;
use lucha::domain::offender::Offenders;
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::digest::Digest;
use lucha::stdx::id::{Dice, Id};
use lucha::stdx::said::Said;
use lucha::stdx::secret::Key;
use lucha::store::Store;
use lucha::store::site::Site;
use lucha::wire::message::hello::{JournalName, Point};
use lucha::wire::offer::PenOffer;
use lucha::wire::signer::SoftKey;
use lucha::wire::suite::Suite;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// A sample bureau's morning: images of its disk, and ids to work with.
pub struct Day {
    pub site: Site,
    /// A stop of an overloaded lorry, typed to the end.
    pub ready: Id,
    /// A stop that the law refuses as it stands.
    refused: Id,
    /// A stop that ended with papers, none of them printed.
    pub ended: Id,
    pub documents: Vec<Id>,
    empty: Disk,
    pub founded: Disk,
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

    /// The same one for every test: its disks are copied, and never worked on.
    pub fn shared(is_keyed: bool) -> Arc<Day> {
        static DAYS: [OnceLock<Arc<Day>>; 2] = [const { OnceLock::new() }; 2];
        let day = &DAYS[usize::from(is_keyed)];
        Arc::clone(day.get_or_init(|| Arc::new(Day::new(is_keyed))))
    }

    fn new(is_keyed: bool) -> Day {
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
        self.sit_by(disk, dice, clock())
    }

    fn sit_by(&self, disk: &Disk, dice: u64, clock: Clock) -> Result<Desk, Trouble> {
        vfs::mount(disk);
        let mut dice = Dice::Counted(dice);
        let store = Store::open(&self.site, &mut dice)?;
        let mut desk = Desk::new(store, clock, dice)?;
        desk.lend(crate::bureau::typesetter());
        Ok(desk)
    }

    /// What is kept on `disk` and what is wrong with it, read by the program's own code.
    #[track_caller]
    pub fn kept(&self, disk: &Disk) -> (Kept, Vec<(u64, Said)>) {
        Kept::of(&super::open(disk, &self.site))
    }
}

type Run = fn(&mut Desk, &Day) -> Result<(), Trouble>;

fn case(day: &Arc<Day>, name: &'static str, (image, states): (&Disk, usize), run: Run) -> UseCase {
    beside(day, name, (image, states), run, |_| Vec::new())
}

/// The same with something beside the journal that it changes.
fn beside(
    day: &Arc<Day>,
    name: &'static str,
    (image, states): (&Disk, usize),
    run: Run,
    look: fn(&Disk) -> Vec<String>,
) -> UseCase {
    let (sits, runs, looks) = (Arc::clone(day), Arc::clone(day), Arc::clone(day));
    let sit = Box::new(move |disk: &Disk, dice| sits.sit(disk, dice).map(Some));
    let run = Box::new(move |scene: &mut Scene| run(scene.desk(), &runs));
    let look = Box::new(move |disk: &Disk| Seen::kept(looks.kept(disk), look(disk)));
    UseCase::new(name, image, states, (sit, run, look))
}

/// What two officers do in a shift, the founding before it and its end behind it.
pub fn use_cases(is_keyed: bool) -> Vec<UseCase> {
    let (before, day) = (Arc::new(Day::before(is_keyed)), Day::shared(is_keyed));
    let day = &day;
    let found = case(&before, "found a bureau", (&before.empty, 2), found);
    let clock = clock_case(day);
    vec![
        found.opens().slow().done_says(&["trouble.founded_already"]),
        case(day, "sit down", (&day.on_duty, 1), look_up).opens(),
        case(day, "start a shift", (&day.founded, 2), shift),
        case(day, "begin a draft", (&day.on_duty, 2), begin),
        case(day, "save a field", (&day.on_duty, 2), save).done_says(&["trouble.no_draft"]),
        case(day, "drop a draft", (&day.on_duty, 2), drop_draft).done_says(&["trouble.no_draft"]),
        case(day, "look up a plate", (&day.on_duty, 1), look_up),
        case(day, "end a stop with papers", (&day.on_duty, 3), conclude)
            .slow()
            .done_says(&["trouble.no_draft"]),
        case(day, "end a stop that is refused", (&day.on_duty, 3), refuse),
        case(day, "open a case", (&with_waiting(day), 2), open_case)
            .slow()
            .done_says(&["trouble.not_to_open"]),
        case(day, "record a stop of a file", (&day.on_duty, 4), from_file).slow(),
        case(day, "correct a fact", (&day.on_duty, 2), correct),
        case(day, "print", (&day.on_duty, 2), print_first),
        case(day, "print again", (&day.printed, 2), print_again).slow(),
        case(day, "print all papers", (&day.printed, 3), print_all),
        case(day, "print on a printer", (&day.on_duty, 3), print_on),
        case(day, "set a printer up", (&day.on_duty, 1), set_up_printer),
        case(day, "keep a photograph", (&with_camera(&day.on_duty), 2), keep_photograph),
        case(day, "import evidence", (&with_camera(&day.on_duty), 2), import_evidence),
        case(day, "describe evidence", (&with_evidence(day), 2), describe_evidence),
        case(day, "collect cash", (&day.on_duty, 2), collect).done_says(&["trouble.cash_twice"]),
        case(day, "hand cash on", (&with_cash(day), 2), hand_on)
            .done_says(&["trouble.cash_not_this_step"]),
        case(day, "withdraw cash", (&with_cash(day), 2), withdraw)
            .done_says(&["trouble.cash_none"]),
        case(day, "record a fact", (&day.on_duty, 2), record_fact)
            .done_says(&["trouble.fact_twice"]),
        case(day, "make a paper of a case", (&day.on_duty, 2), make_paper)
            .slow()
            .done_says(&["trouble.no_paper"]),
        case(day, "void a number", (&with_number(day), 2), void_number)
            .done_says(&["trouble.void_twice"]),
        case(day, "begin an interview", (&day.on_duty, 2), begin_interview),
        case(day, "offer a pen", (&day.on_duty, 2), offer_pen),
        case(day, "take a pen", (&day.on_duty, 2), take_pen).done_says(&["trouble.offer_taken"]),
        beside(day, "export a case", (&with_outside(&day.on_duty), 3), export, exports)
            .done_says(&["trouble.export_place"]),
        beside(day, "say what the line costs", (&day.on_duty, 2), metered, line_rule),
        clock,
        case(day, "close a shift", (&day.on_duty, 2), close_shift)
            .slow()
            // Its sheet of this second lies there already.
            .done_says(&["trouble.print_occupied"]),
        case(day, "party data leaves", (&pruning::received(day), 2), pruning::leave),
        beside(
            day,
            "clear what is over",
            (&pruning::left_over(day), 3),
            pruning::clear,
            pruning::asides,
        ),
        case(day, "rebuild the rows", (&day.bent, 2), rebuild).mends(),
    ]
}

/// The machine's clock went back ten minutes, and the officer says so.
fn clock_case(day: &Arc<Day>) -> UseCase {
    let case = case(day, "confirm the clock", (&day.on_duty, 2), confirm_clock);
    let sits = Arc::clone(day);
    let sit = Box::new(move |disk: &Disk, dice| {
        let earlier = Clock::fixed(Moment::from_ms(clock().now().ms() - 600_000));
        sits.sit_by(disk, dice, earlier).map(Some)
    });
    UseCase { sit, ..case }.done_says(&["trouble.no_clock_step"])
}

/// A connection with nothing of the program's but the key.
pub fn raw(site: &Site) -> rusqlite::Connection {
    let flags = rusqlite::OpenFlags::default();
    let file = site.folder.join(lucha::store::open::FILE);
    let conn = rusqlite::Connection::open_with_flags_and_vfs(file, flags, vfs::NAME).unwrap();
    if let Some(key) = &site.key {
        conn.execute_batch(&format!("PRAGMA key = {}", hex(key))).unwrap();
    }
    conn
}

/// A key as SQLCipher reads it.
pub fn hex(key: &Key) -> String {
    let key: String = key.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("\"x'{key}'\"")
}

/// Fields of the stops that the screens' tests type, in the order of the typing.
pub fn typed() -> Vec<Vec<(String, String)>> {
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

pub fn fill(desk: &mut Desk, fields: &[(String, String)]) -> Id {
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
pub fn both(desk: &Desk) -> Vec<Proven> {
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

/// The same in a real bureau, where both type under the terms.
pub fn end_stop_under_terms(desk: &mut Desk, draft: Id) -> Reply {
    let proven = both(desk);
    let word = |shown| Word::Screen { shown, proven: &proven };
    let reply = match conclude_proven(desk, draft, word(None)) {
        Ok(Reply::ToConfirm(shown)) => {
            conclude_proven(desk, draft, word(Some(terms::digest(&shown))))
        }
        other => other,
    };
    reply.unwrap_or_else(Reply::Failed)
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

/// A stop that waits for headquarters' choice of basis, recorded and not decided.
fn with_waiting(day: &Day) -> Disk {
    let disk = day.on_duty.copy();
    let mut desk = day.sit(&disk, 1 << 45).unwrap();
    for (field, value) in [("weighing.gross_kg", "20000"), ("findings[0].code", "FR-009")] {
        let (field, value) = (field.into(), value.into());
        let reply = desk.handle(Command::SaveField { draft: day.ready, field, value });
        assert!(matches!(reply, Reply::Saved { .. }), "{reply:?}");
    }
    let Reply::Concluded(end) = end_stop(&mut desk, day.ready) else { panic!("it does not end") };
    assert!(end.view.may_be_opened(), "{:?}", end.blocked);
    drop(desk);
    disk
}

fn open_case(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    let proven = both(desk);
    let word = Word::PinFile(&proven);
    let open = |desk: &mut Desk| open_case::open_proven(desk, day.ready, word, "");
    // As behind the command, which has the PINs typed.
    desk.over_the_disk(open).and_then(done)
}

/// The opened case has a first paper, which nobody printed.
fn with_number(day: &Day) -> Disk {
    let disk = with_waiting(day);
    let mut desk = day.sit(&disk, 1 << 46).unwrap();
    open_case(&mut desk, day).unwrap();
    make_paper_of(&mut desk, day.ready).unwrap();
    drop(desk);
    disk
}

fn void_number(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    let inspection = desk.find(&day.ready.to_string())?.inspection;
    let taken = inspection.papers.iter().find_map(|made| made.takes.clone());
    let void = || inspection.voided.first().map(|voided| voided.void.number.clone());
    let number = taken.or_else(void).unwrap().to_string();
    match void_number::void(desk, &number, "案由写错")? {
        Voiding::Done(_) => Ok(()),
        Voiding::Refused(no) => panic!("{no:?}"),
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

fn print_all(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    done(desk.handle(Command::PrintAll { inspection: day.ended }))
}

/// On a printer that is off: its two entries are those of any other end.
fn print_on(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    let documents = vec![day.documents[0]];
    let reply = desk.handle(Command::PrintOn { documents, printer: OFF.into() });
    match reply {
        Reply::PrintUnderWay(view) => match view.refused {
            Some(trouble) if trouble.key != "trouble.printer_unreachable" => Err(trouble),
            Some(_) | None => Ok(()),
        },
        other => done(other),
    }
}

/// Nothing of it stands in the journal.
fn set_up_printer(desk: &mut Desk, _: &Day) -> Result<(), Trouble> {
    desk.set_settings(desk.folder().join("lucha.toml"));
    let name = "车上".to_string();
    done(desk.handle(Command::SetUpPrinter { uri: OFF.into(), name }))?;
    done(desk.handle(Command::ChoosePrinter { uri: OFF.into() }))?;
    done(desk.handle(Command::ForgetPrinter { uri: OFF.into() }))
}

/// Nobody listens there.
const OFF: &str = "ipp://127.0.0.1:1/";

fn collect(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    cash::collect(desk, &day.ended.to_string(), "44A0001", "hard_later", "").map(drop)
}

fn with_cash(day: &Day) -> Disk {
    let disk = day.on_duty.copy();
    let mut desk = day.sit(&disk, 1 << 44).unwrap();
    collect(&mut desk, day).unwrap();
    drop(desk);
    disk
}

fn hand_on(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    cash::hand_on(desk, &day.ended.to_string(), CashStep::ToAgency, "88", "").map(drop)
}

fn withdraw(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    cash::withdraw(desk, &day.ended.to_string(), "票据号记错").map(drop)
}

fn record_fact(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    let fact = TypedFact {
        event: "over_limit_reported".into(),
        paper: "汕交抄〔2026〕12号".into(),
        ..TypedFact::default()
    };
    record_fact::record(desk, &day.ended.to_string(), &fact).map(drop)
}

/// A colleague's laptop.
const COLLEAGUE: Id = Id([0x11; 16]);

/// Who does it again is shown the same letters.
fn offer_pen(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    let (what, to) = (day.ended.to_string(), COLLEAGUE.to_string());
    hand_pen::offer(desk, &what, &to, 8, "换班").map(drop)
}

fn take_pen(desk: &mut Desk, _: &Day) -> Result<(), Trouble> {
    let offer = PenOffer {
        subject: Id([0x0f; 16]),
        journal: JournalName { device: COLLEAGUE, epoch: 1 },
        entry: Point { number: 9, digest: Digest([9; 32]) },
        token: 0,
        to: desk.device(),
        until_ms: clock().now().ms() + 3_600_000,
        suite: 0,
        public_key: Vec::new().into(),
        signature: Vec::new().into(),
    };
    let key = SoftKey::new(Suite::default(), &Key::new([9; 32])).unwrap();
    hand_pen::take(desk, &offer.signed(&key).unwrap().written()).map(drop)
}

const OUTSIDE: &str = "/outside";

fn with_outside(disk: &Disk) -> Disk {
    let disk = disk.copy();
    ground::lay(&disk, OUTSIDE, "/outside/reason", b"x");
    disk
}

fn export(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    let (what, under) = (day.ended.to_string(), Path::new(OUTSIDE));
    export_case::export_case(desk, &what, "复议机关调阅", under).map(drop)
}

/// Cases that lie outside the journal; a folder that has a case's name holds all that it promises.
fn exports(disk: &Disk) -> Vec<String> {
    let ground = ground::ground();
    vfs::mount(disk);
    let names = ground.names(Path::new(OUTSIDE)).unwrap().into_iter();
    let is_case = |name: &String| name.starts_with("lucha-case-") && !name.ends_with(".part");
    let cases: Vec<String> = names.filter(is_case).collect();
    for name in &cases {
        let file = |inside: &str| ground.read(&Path::new(OUTSIDE).join(name).join(inside)).unwrap();
        let sums = String::from_utf8(file("SHA256SUMS").unwrap()).unwrap();
        assert!(sums.lines().count() > 20, "{sums}");
        for line in sums.lines() {
            let (digest, inside) = line.split_once("  ").unwrap();
            let bytes = file(inside).unwrap_or_else(|| panic!("{inside} is not there"));
            assert_eq!(Digest::of(&bytes).hex(), digest, "{inside}");
        }
    }
    cases
}

fn metered(desk: &mut Desk, _: &Day) -> Result<(), Trouble> {
    done(desk.handle(Command::SetMetered { metered: true }))
}

fn line_rule(disk: &Disk) -> Vec<String> {
    vfs::mount(disk);
    vec![metering::chosen(&ground::ground(), Path::new(super::FOLDER)).to_string()]
}

fn confirm_clock(desk: &mut Desk, _: &Day) -> Result<(), Trouble> {
    sign_in::admit(desk, &sample::pins()[0].0)?;
    done(desk.handle(Command::ConfirmClock { said: ClockWord::Right }))
}

fn close_shift(desk: &mut Desk, _: &Day) -> Result<(), Trouble> {
    done(desk.handle(Command::CloseShift))
}

fn rebuild(desk: &mut Desk, _: &Day) -> Result<(), Trouble> {
    desk.rebuild().map(|_| ())
}

/// Sentences that the officer's language has.
pub fn sentences() -> BTreeSet<String> {
    let mut sentences = BTreeSet::new();
    for file in ["zh-CN", "relay.zh-CN"] {
        let text = std::fs::read_to_string(format!("assets/locales/{file}.toml")).unwrap();
        let table: toml::Table = text.parse().unwrap();
        let keys = table["trouble"].as_table().unwrap().keys();
        sentences.extend(keys.map(|key| format!("trouble.{key}")));
    }
    sentences
}
