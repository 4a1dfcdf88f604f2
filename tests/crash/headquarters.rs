//! Headquarters in this process, another machine than the one whose disk is cut; and what goes between it and a laptop.

use super::disk::Disk;
use super::scene::{Run, Scene, Seen, UseCase};
use super::workday::Day;
use super::{clock, ground, relay, vfs};
use lucha::app::command::{Command, Trouble};
use lucha::app::desk::Desk;
use lucha::app::synchronise::Carried;
use lucha::domain::inspection::Facts;
use lucha::domain::inspection::event::Event;
use lucha::hq::admit::Capacity;
use lucha::hq::answer::Hall;
use lucha::hq::bundle::Import;
use lucha::hq::checkpoint;
use lucha::hq::enrol;
use lucha::hq::forward::{self, Post};
use lucha::hq::leasing;
use lucha::hq::ledger::Ledger as _;
use lucha::hq::ledger::memory::MemoryLedger;
use lucha::hq::photographs::Memory;
use lucha::hq::place::{Founding, Place};
use lucha::hq::rotate;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::{Dice, Id};
use lucha::store::Store;
use lucha::sync::driver::{Cut, Line};
use lucha::sync::enrolment::enrol_over;
use lucha::wire::bundle::VOLUME_MAX;
use lucha::wire::entry::{self, Stamp};
use lucha::wire::event::Body;
use lucha::wire::message::batch;
use lucha::wire::message::case::{CaseEntries, digest_of};
use lucha::wire::message::feed::{News, Pull, Scope};
use lucha::wire::message::hello::{Hello, JournalName, Point};
use lucha::wire::message::inclusion::Inclusion;
use lucha::wire::message::order::{DeviceOrder, Order};
use lucha::wire::message::pen::LineHead;
use lucha::wire::message::photograph::{Offer, Put, Puts};
use lucha::wire::message::push::Push;
use lucha::wire::message::returned::CaseReturned;
use lucha::wire::message::roster::OfficerListed;
use lucha::wire::message::rotate::Rotate;
use lucha::wire::message::rule_pack::{self, PackIssued, Title};
use lucha::wire::message::task::Task;
use lucha::wire::message::{self, Asks};
use lucha::wire::rulebook;
use lucha::wire::suite::Suite;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use tempfile::TempDir;

const URL: &str = "https://headquarters.test";
/// The certificate that the laptop shows, whichever it is.
const LINE: Digest = Digest([0x11; 32]);
const STICK: &str = "/stick";
const TASK: Id = Id([0x71; 16]);

/// Where it lies, and its keys: the same for every copy.
struct House {
    place: Place,
    _folder: TempDir,
}

/// A headquarters as it stands at one moment; a copy goes on by itself.
#[derive(Clone, Default)]
pub struct Headquarters {
    house: Option<Rc<House>>,
    ledger: MemoryLedger,
    photographs: Memory,
}

impl Headquarters {
    fn new() -> Headquarters {
        let folder = super::folder();
        let founding = Founding {
            prefix: crate::bureau::sample().agency.number_prefix,
            listen: "127.0.0.1:0".into(),
            names: Vec::new(),
            suite: Suite::default(),
            ledger: None,
        };
        let place = Place::init(folder.path(), &founding, &mut Dice::Counted(1)).unwrap();
        let house = Some(Rc::new(House { place, _folder: folder }));
        Headquarters { house, ..Headquarters::default() }
    }

    pub fn is_there(&self) -> bool {
        self.house.is_some()
    }

    /// What was leased in another course of things is none of this copy's.
    fn place(&self) -> Rc<House> {
        let house = self.house.as_ref().expect("this use case has a headquarters");
        *house.place.leased.lock().unwrap() = leasing::Seen::default();
        Rc::clone(house)
    }

    /// A code for a laptop.
    fn code(&mut self, nth: u64) -> String {
        enrol::make_code(&mut self.ledger, &mut Dice::Counted(nth), clock().now()).unwrap()
    }

    fn tell(&mut self, device: Id, news: &News) {
        self.ledger.publish(Scope::Device(device), news).unwrap();
    }

    /// The program's own rule pack under another version.
    fn issue_pack(&mut self) {
        let mut files = lucha::app::rulepack::embedded_files();
        let header = files.iter_mut().find(|(name, _)| name == "pack.toml").unwrap();
        header.1.extend(b"# another edition\n");
        let parts = rule_pack::parts(&files).unwrap();
        let house = self.place();
        let title = Title { id: "示范", version: "2026.12", approved_by: "法制科" };
        let at = (clock().now().ms(), u32::try_from(parts.len()).unwrap());
        let (digest, signer) = (rulebook::digest_of(&files), house.place.keys.signer().unwrap());
        let from = house.place.headquarters();
        let issued = PackIssued::sign(from, digest, title, at, &signer).unwrap();
        for part in parts {
            self.ledger.publish(Scope::All, &News::PackPart(part)).unwrap();
        }
        self.ledger.publish(Scope::All, &News::PackIssued(issued)).unwrap();
    }

    /// A case that another laptop recorded, for `device`, in two parts.
    fn bring_case(&mut self, device: Id) {
        let subject = Id([0x7c; 16]);
        let journal = JournalName { device: Id([0x5a; 16]), epoch: 1 };
        let stamp = |number: u64| Stamp {
            suite: Suite::default(),
            device: journal.device,
            epoch: journal.epoch,
            number,
            previous: Digest::ZERO,
            clock: clock().read(),
            boot: Id([3; 16]),
            officer: None,
            subject: Some(subject),
            pen: 0,
            salt: [5; 16],
        };
        let facts = Facts { plan: "2026-治超-11".into(), ..Facts::default() };
        let bodies = [
            Event::InspectionRecorded(Box::new(facts)),
            Event::CardsShown { at: clock().now(), nth: None },
        ];
        let made: Vec<_> = bodies
            .into_iter()
            .zip(40..)
            .map(|(event, number)| {
                let (entry, kept) =
                    entry::make(&stamp(number), Body::Inspection(event), Vec::new());
                let point = Point { number, digest: entry.digest };
                (LineHead { journal, point }, kept)
            })
            .collect();
        let named: Vec<LineHead> = made.iter().map(|(at, _)| *at).collect();
        let house = self.place();
        let signer = house.place.keys.signer().unwrap();
        for ((at, kept), part) in made.into_iter().zip(1..) {
            let (plain, pressed) = batch::press(&[kept]).unwrap();
            let words = CaseEntries {
                headquarters: house.place.headquarters(),
                subject,
                token: 1,
                whole: digest_of(&named),
                part,
                parts: 2,
                named: vec![at],
                blobs: Vec::new(),
                plain,
                dictionary: batch::DICTIONARY,
                entries: pressed.into(),
                suite: 0,
                signature: Vec::new().into(),
            };
            self.tell(device, &News::CaseEntries(words.signed(&signer).unwrap()));
        }
    }

    /// Signs a checkpoint over what it holds.
    fn mark(&mut self) {
        let seat = self.place().place.seat(Capacity::default()).unwrap();
        let mut marker = seat.marker.lock().unwrap();
        let now_ms = clock().now().ms();
        checkpoint::make(&mut marker, &seat, &mut self.ledger, now_ms).unwrap().unwrap();
    }

    fn hear(&mut self, name: &str, from: JournalName, bytes: &[u8]) -> Option<Vec<u8>> {
        let house = self.place();
        let seat = house.place.seat(Capacity::default()).unwrap();
        let (ledger, photographs) = (&mut self.ledger, &mut self.photographs);
        let now = clock().now();
        if forward::NAMES.contains(&name) {
            let (folder, device) = (house.place.folder.join(forward::FOLDER), from.device);
            let (seat, secret) = (&seat, &house.place.keys.bundle);
            let days = house.place.config.borne_days;
            let ground = &lucha::stdx::files::machine();
            let mut post =
                Post { ground, folder, secret, seat, ledger, photographs, now, days, device };
            return post.answer(name, bytes).unwrap();
        }
        let mut hall = Hall { seat: &seat, ledger, photographs, inside: 0, now };
        Some(match name {
            Hello::NAME => message::encode(&hall.hello(&message::decode(bytes).ok()?).ok()?),
            Push::NAME => message::encode(&hall.push(&message::decode(bytes).ok()?).ok()?),
            Pull::NAME => message::encode(&hall.pull(&message::decode(bytes).ok()?).ok()?),
            Offer::NAME => {
                message::encode(&hall.offer(from.device, &message::decode(bytes).ok()?).ok()?)
            }
            Inclusion::NAME => {
                message::encode(&hall.inclusion(&message::decode(bytes).ok()?).ok()?)
            }
            Put::NAME => message::encode(&hall.put(from, &message::decode(bytes).ok()?).ok()?),
            Rotate::NAME => {
                let line = rotate::Line { device: from.device, certificate: LINE };
                let asked = message::decode(bytes).ok()?;
                let ledger = &mut *hall.ledger;
                message::encode(&rotate::rotate(&house.place, ledger, line, &asked, now).ok()?)
            }
            Puts::NAME => message::encode(&hall.puts(from, &message::decode(bytes).ok()?).ok()?),
            other => panic!("no such question: {other}"),
        })
    }

    /// Takes the bundles on the stick of `disk` and lays its answers there.
    fn import(&mut self, disk: &Disk) {
        vfs::mount(disk);
        let (house, ground) = (self.place(), ground::ground());
        let seat = house.place.seat(Capacity::default()).unwrap();
        let names = ground.names(Path::new(STICK)).unwrap();
        let files = names.iter().filter(|name| name.as_str() != "reason");
        let volumes: Vec<Vec<u8>> =
            files.map(|name| ground.read(&Path::new(STICK).join(name)).unwrap().unwrap()).collect();
        assert!(!volumes.is_empty(), "{names:?}");
        let (ledger, photographs) = (&mut self.ledger, &mut self.photographs);
        let secret = &house.place.keys.bundle;
        let mut import = Import::new(&seat, secret, ledger, photographs, clock().now());
        for bytes in volumes {
            assert_eq!(import.volume(&bytes[..]).unwrap(), None);
        }
        let mut answers = Vec::new();
        let end = |head: &lucha::wire::bundle::Head, bytes: Vec<u8>| {
            answers.push((format!("{STICK}/{}", head.file_name()), bytes));
            Ok(())
        };
        import.answers(&mut Dice::Counted(3), |_| Ok(Vec::new()), end).unwrap();
        assert_eq!(answers.len(), 1);
        for (path, bytes) in answers {
            ground::lay(disk, STICK, &path, &bytes);
        }
    }
}

impl Line for Headquarters {
    fn ask<Q: Asks>(&mut self, from: JournalName, question: &Q) -> Result<Q::Answer, Cut> {
        let answer = self.hear(Q::NAME, from, &message::encode(question));
        Ok(message::decode(&answer.ok_or_else(|| Cut::Line("closed".into()))?)?)
    }
}

/// Enrols with `code`; headquarters hears every question.
fn enrol(desk: &mut Desk, headquarters: &mut Headquarters, code: &str) -> Result<(), Trouble> {
    let house = headquarters.place();
    desk.enrol_by(&mut |store, prefix, blocks| {
        enrol_over(store, (prefix, blocks), (URL, code), &mut |question| {
            let ledger = &mut headquarters.ledger;
            let answer = enrol::enrol(&house.place, ledger, question, clock().now());
            answer.map_err(|fault| Cut::Line(fault.to_string().into()))
        })
    })
}

fn carry(scene: &mut Scene) -> Result<Carried, Trouble> {
    let headquarters = &mut scene.headquarters;
    let desk = scene.desk.as_mut().expect("somebody sat down");
    let carried = desk.synchronise_over(headquarters, true, |_, _| false)?;
    carried.trouble().map_or(Ok(carried), Err)
}

fn synchronise(scene: &mut Scene) -> Result<(), Trouble> {
    let carried = carry(scene)?;
    assert!(carried.is_all_there(), "{carried:?}");
    Ok(())
}

/// A new key with headquarters' word.
fn rotated(scene: &mut Scene) -> Result<(), Trouble> {
    let headquarters = &mut scene.headquarters;
    let desk = scene.desk.as_mut().expect("somebody sat down");
    desk.rotate_over(headquarters).map(drop)
}

fn exchange(scene: &mut Scene) -> Result<(), Trouble> {
    let exchanged = scene.desk().exchange_stick(Path::new(STICK), VOLUME_MAX)?;
    exchanged.trouble().map_or(Ok(()), Err)
}

/// What of headquarters is on the laptop, beside what `Kept` holds.
fn beside(store: &Store) -> Vec<String> {
    let scopes = store.cursors().unwrap();
    vec![
        format!("at {:?}", store.enrolled().unwrap().map(|enrolled| enrolled.url)),
        format!("entries held {}", store.received_upto().unwrap()),
        format!("blobs held {}", store.blob_receipts().unwrap()),
        format!("news read {:?}", scopes.iter().map(|cursor| cursor.number).collect::<Vec<_>>()),
        format!("checkpoint {:?}", store.last_checkpoint().unwrap().map(|last| last.number)),
        format!("tasks {}", store.tasks().unwrap().len()),
        format!("returned {}", store.returns().unwrap().len()),
        format!("epoch {}", store.journal_name().epoch),
        format!("brought {}", store.brought_of(Id([0x7c; 16])).unwrap().len()),
    ]
}

/// Bundles and answers on the stick that have their names.
fn on_stick(disk: &Disk) -> Vec<String> {
    vfs::mount(disk);
    let names = ground::ground().names(Path::new(STICK)).unwrap_or_default();
    names.into_iter().filter(|name| !name.ends_with(".part")).collect()
}

/// The laptops and headquarters that the use cases begin with.
struct Ties {
    day: Arc<Day>,
    headquarters: Headquarters,
    code: String,
    /// Enrolled, with all of a shift's morning waiting and news to read.
    enrolled: (Disk, Headquarters),
    /// All of it carried.
    carried: (Disk, Headquarters),
    /// A stick with headquarters' answer.
    answered: (Disk, Headquarters),
    /// Revoked at headquarters, and given another code.
    revoked: (Disk, Headquarters, String),
    /// A bundle as it lies on the stick.
    volume: Rc<Vec<u8>>,
    /// Headquarters has issued another rule pack.
    law: Headquarters,
    /// Headquarters has signed a checkpoint over what it carried.
    marked: Headquarters,
    /// The pen of another laptop's case has come.
    brought: Headquarters,
}

impl Ties {
    fn new(is_keyed: bool) -> Ties {
        let day = Day::shared(is_keyed);
        let mut headquarters = Headquarters::new();
        let code = headquarters.code(7);
        let disk = day.on_duty.copy();
        let mut scene = Ties::sit(&day, &disk, &headquarters, 1 << 30);
        let Scene { desk, headquarters: enrolling, .. } = &mut scene;
        enrol(desk.as_mut().unwrap(), enrolling, &code).unwrap();
        let device = Ties::publish(&day, &disk, enrolling);
        let enrolled = (disk.copy(), enrolling.clone());
        synchronise(&mut scene).unwrap();
        let carried = (disk.copy(), scene.headquarters.clone());
        let mut ended = carried.1.clone();
        ended.ledger.revoke(device).unwrap();
        let second = ended.code(8);
        let revoked = (carried.0.copy(), ended, second);
        let mut law = carried.1.clone();
        law.issue_pack();
        let mut marked = carried.1.clone();
        marked.mark();
        let mut brought = carried.1.clone();
        brought.bring_case(device);
        drop(scene);
        let disk = enrolled.0.copy();
        ground::lay(&disk, STICK, "/stick/reason", b"x");
        let mut scene = Ties::sit(&day, &disk, &enrolled.1, 1 << 31);
        exchange(&mut scene).unwrap();
        let mut taken = scene.headquarters.clone();
        drop(scene);
        taken.import(&disk);
        let answered = (disk.copy(), taken);
        let name = on_stick(&disk).into_iter().find(|name| name.contains("-up-")).unwrap();
        let bytes = ground::ground().read(&Path::new(STICK).join(name)).unwrap().unwrap();
        let volume = Rc::new(bytes);
        Ties {
            day,
            headquarters,
            code,
            enrolled,
            carried,
            answered,
            revoked,
            volume,
            law,
            marked,
            brought,
        }
    }

    fn sit(day: &Day, disk: &Disk, headquarters: &Headquarters, dice: u64) -> Scene {
        let desk = Some(day.sit(disk, dice).unwrap());
        Scene { desk, headquarters: headquarters.clone(), dice: Dice::Counted(dice) }
    }

    /// News of each kind that leads to something on the laptop; gives its device.
    fn publish(day: &Day, disk: &Disk, headquarters: &mut Headquarters) -> Id {
        vfs::mount(&disk.copy());
        let store = Store::open(&day.site, &mut Dice::Counted(1)).unwrap();
        let (journal, number) = (store.journal_name(), store.head().number);
        let device = journal.device;
        let task = |id| Task {
            id,
            plan: "2026-治超-11".into(),
            subject: "示范运输有限公司".into(),
            place: "莲下治超点".into(),
            due: 20_261_130,
            withdrawn: None,
        };
        headquarters.tell(device, &News::Task(task(TASK)));
        headquarters.tell(
            device,
            &News::CaseReturned(CaseReturned {
                id: Id([0x72; 16]),
                journal,
                number,
                subject: day.ended,
                document_no: String::new(),
                fields: vec!["place.stake".into()],
                reason: "桩号与照片不符".into(),
                due: 20_261_130,
            }),
        );
        headquarters.tell(
            device,
            &News::OfficerListed(OfficerListed {
                id: Id([0x73; 16]),
                name: "王强".into(),
                credential: "19050001010".into(),
                role: "officer".into(),
                scope: "公路路政".into(),
                valid_from: 20_260_101,
                valid_until: 20_271_231,
                withdrawn_on: None,
            }),
        );
        let given_ms = clock().now().ms();
        let order = DeviceOrder { id: Id([0x74; 16]), order: Order::LockNow, given_ms };
        headquarters.tell(device, &News::DeviceOrder(order));
        device
    }

    fn case(
        &self,
        name: &'static str,
        (image, headquarters): (&Disk, &Headquarters),
        states: usize,
        run: Run,
    ) -> UseCase {
        let (sits, looks) = (Arc::clone(&self.day), Arc::clone(&self.day));
        let sit = Box::new(move |disk: &Disk, dice| sits.sit(disk, dice).map(Some));
        // What was read there goes in any order; what is written there does not.
        let there = on_stick(&image.copy());
        let look = Box::new(move |disk: &Disk| {
            let store = super::open(disk, &looks.site);
            let held = beside(&store);
            let kept = super::Kept::of(&store);
            drop(store);
            let mut written = on_stick(disk);
            written.retain(|name| !there.contains(name));
            Seen::kept(kept, [held, written, relay::seen()].concat())
        });
        UseCase::new(name, image, states, (sit, run, look)).with(headquarters)
    }
}

/// What goes between a laptop and headquarters.
pub fn use_cases(is_keyed: bool) -> Vec<UseCase> {
    let ties = Ties::new(is_keyed);
    let stick = ties.enrolled.0.copy();
    ground::lay(&stick, STICK, "/stick/reason", b"x");
    let enrols = |code: &str| {
        let code = code.to_string();
        Box::new(move |scene: &mut Scene| {
            let desk = scene.desk.as_mut().expect("somebody sat down");
            enrol(desk, &mut scene.headquarters, &code)
        })
    };
    let correct = Command::Correct {
        inspection: ties.day.ended,
        field: "place.stake".into(),
        value: "K12+500".into(),
        reason: "退回补正".into(),
    };
    let bearing = ties.carried.0.copy();
    vfs::mount(&bearing);
    relay::borne(&ties.volume);
    let volume = Rc::clone(&ties.volume);
    let bears = Box::new(move |scene: &mut Scene| relay::bear(scene, &volume));
    let (Ties { enrolled, carried, answered, revoked, law, marked, brought, .. }, asks) =
        (&ties, |command: Command| Box::new(move |scene: &mut Scene| scene.ask(command.clone())));
    vec![
        ties.case(
            "enrol the laptop",
            (&ties.day.on_duty, &ties.headquarters),
            2,
            enrols(&ties.code),
        )
        .same_end(),
        ties.case("enrol under a new epoch", (&revoked.0, &revoked.1), 2, enrols(&revoked.2)),
        ties.case("rotate the key", (&carried.0, &carried.1), 2, Box::new(rotated)),
        ties.case("synchronise", (&enrolled.0, &enrolled.1), 6, Box::new(synchronise)).same_end(),
        ties.case("take a rule pack", (&carried.0, law), 3, Box::new(synchronise)).same_end(),
        ties.case("take a case", (&carried.0, brought), 3, Box::new(synchronise)).same_end(),
        ties.case("take a checkpoint", (&carried.0, marked), 2, Box::new(synchronise)).same_end(),
        ties.case("do a task", (&carried.0, &carried.1), 2, asks(Command::TaskDone { task: TASK }))
            .done_says(&["trouble.no_task"]),
        ties.case("correct what was returned", (&carried.0, &carried.1), 2, asks(correct)),
        ties.case("give to a colleague", (&enrolled.0, &enrolled.1), 1, Box::new(relay::give)),
        ties.case("bear for a colleague", (&carried.0, &carried.1), 3, bears).same_end(),
        ties.case("deliver for a colleague", (&bearing, &carried.1), 3, Box::new(synchronise)),
        ties.case("write a stick", (&stick, &enrolled.1), 2, Box::new(exchange)),
        ties.case("read a stick", (&answered.0, &answered.1), 6, Box::new(exchange)),
    ]
}
