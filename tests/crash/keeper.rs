//! What the keeper and the owner of a PIN do: people, PINs, agency, mirror, backup, restore; the keyring stands on the
//! simulated disk, so that its journal is never without a key.

use super::disk::Disk;
use super::flips;
use super::rescue_cards::turn_page;
use super::scene::{Run, Scene, Seen, UseCase};
use super::{FOLDER, Kept, clock, ground, vfs};
use lucha::app::command::{Command, Trouble};
use lucha::app::config::{self, NewOfficer};
use lucha::app::desk::Desk;
use lucha::app::enrol_officer::Enrolment;
use lucha::app::found_bureau::found_bureau;
use lucha::app::opening::{self, Place};
use lucha::app::paper_place::PaperPlace;
use lucha::app::roles::Need;
use lucha::app::{backup, device_secret, mirror, pin, rescue, sample, satellites};
use lucha::domain::agency::{Officer, Role};
use lucha::domain::bureau::BureauEvent;
use lucha::domain::scope::Scope;
use lucha::stdx::id::Dice;
use lucha::store::journal::Work;
use lucha::store::mirror::{FRAMES, Mirror, named_blobs, read, read_blobs};
use lucha::store::site::Site;
use lucha::store::{Store, StoreFault};
use lucha::wire::entry;
use lucha::wire::event::Body;
use std::path::{Path, PathBuf};
use std::rc::Rc;

const KEEPER: (&str, &str) = ("K-01", "112233");
/// A person who is still to be enrolled, his first PIN and his own one.
const NEW: (&str, &str, &str) = ("19050001010", "445566", "998877");
const CARD: &str = "/card";
const OTHER: &str = "/other";
/// Where this laptop's device secrets lie.
const SECRETS: &str = "/secrets-of-this-laptop";
const PAPERS: &str = "/papers-of-this-laptop";
/// Where this laptop's settings lie, and what stood in them before the bureau was founded.
const SETTINGS: (&str, &str) = ("/settings/lucha.toml", "paper = '/papers'\n");

fn place(who: (&str, &str)) -> Place<'static> {
    Place {
        dir: Some(Path::new(FOLDER)),
        who: Some((who.0.to_string(), who.1.to_string())),
        need: Need::OwnPin,
        ground: ground::ground(),
        dice: Dice::Counted(1 << 45),
        secrets: Some(SECRETS.into()),
        papers: PaperPlace { chosen: Some(PAPERS.into()), ..PaperPlace::default() },
    }
}

/// A bureau with a keeper, and what it begins with.
struct Bureau {
    site: Site,
    code: String,
    officer: (String, String),
    empty: Disk,
    founded: Disk,
    /// As `founded`, a person enrolled who has not chosen a PIN of his own.
    with_new: Disk,
    /// As `founded`, and headquarters renewed the officer by an entry that the keyring has not followed.
    renewed: Disk,
    /// Some stops, and a card that is chosen and empty.
    with_card: Disk,
    /// The card has all of them.
    mirrored: Disk,
    /// As `mirrored`, with an entry and a page of the laptop damaged.
    damaged: Disk,
    /// As `mirrored`, with a page of the laptop damaged.
    with_bad_page: Disk,
}

/// Headquarters renewed the first officer by an entry, and the keyring has not followed.
fn renewed(site: &Site, founded: &Disk) -> Disk {
    let disk = founded.copy();
    vfs::mount(&disk);
    let mut dice = Dice::Counted(1 << 22);
    let mut store = Store::open(site, &mut dice).unwrap();
    let entries = store.bureau_entries().unwrap();
    let person = entries.into_iter().find_map(|entry| match entry.body {
        Body::Bureau(BureauEvent::OfficerEnrolled(person)) => Some(person),
        _ => None,
    });
    let person = person.unwrap();
    let longer = Officer { valid_until: person.valid_until.plus(365), ..person };
    let bodies = vec![Body::Bureau(BureauEvent::OfficerEnrolled(longer))];
    store.append(Work { bodies, ..Work::default() }, clock().read(), &mut dice).unwrap();
    drop(store);
    disk.copy()
}

fn sit(disk: &Disk, who: (&str, &str), dice: u64) -> Result<Desk, Trouble> {
    vfs::mount(disk);
    opening::to_write_at(Place { dice: Dice::Counted(dice), ..place(who) }, clock())
}

impl Bureau {
    fn new() -> Bureau {
        let disk = Disk::default();
        let empty = disk.copy();
        vfs::mount(&disk);
        let mut founding = crate::bureau::sample();
        let first = &founding.officers[0];
        let officer = (first.credential.clone(), first.pin.clone());
        founding.officers.push(NewOfficer {
            name: "管理员".into(),
            credential: KEEPER.0.into(),
            role: Role::Keeper,
            valid_from: first.valid_from,
            valid_until: first.valid_until,
            pin: KEEPER.1.into(),
            scope: Scope::default(),
        });
        let (ground, folder) = (ground::ground(), Path::new(FOLDER));
        let mut desk =
            opening::to_found_on(&ground, folder, folder, clock(), Dice::Counted(1)).unwrap();
        let code = found_bureau(&mut desk, founding).unwrap();
        drop(desk);
        for card in [CARD, OTHER] {
            ground::lay(&disk, card, &format!("{card}/reason"), b"x");
        }
        ground::lay(&disk, "/settings", SETTINGS.0, SETTINGS.1.as_bytes());
        let founded = disk.copy();
        let site = opening::site(place(KEEPER)).unwrap();
        let mut desk = sit(&disk, KEEPER, 1 << 20).unwrap();
        let reply = desk.handle(enrol());
        assert!(!matches!(reply, lucha::app::command::Reply::Failed(_)), "{reply:?}");
        drop(desk);
        let with_new = disk.copy();
        let renewed = renewed(&site, &founded);
        let disk = founded.copy();
        vfs::mount(&disk);
        let mut dice = Dice::Counted(1 << 21);
        let mut store = Store::open(&site, &mut dice).unwrap();
        for nth in 1..=2 {
            store.append(flips::stop(nth), clock().read(), &mut dice).unwrap();
        }
        mirror::choose(&store, Some(Path::new(CARD))).unwrap();
        drop(store);
        let with_card = disk.copy();
        follow(&site).unwrap();
        let mirrored = disk.copy();
        turn_page(&disk, &site, 2);
        let with_bad_page = disk.copy();
        let conn = super::workday::raw(&site);
        let sql = "UPDATE entry SET payload = zeroblob(40) WHERE number = 5";
        conn.execute_batch(sql).unwrap();
        drop(conn);
        let damaged = disk.copy();
        Bureau {
            site,
            code,
            officer,
            empty,
            founded,
            with_new,
            renewed,
            with_card,
            mirrored,
            damaged,
            with_bad_page,
        }
    }

    fn case(
        self: &Rc<Self>,
        name: &'static str,
        (image, states): (&Disk, usize),
        who: (&str, &str),
        run: Run,
    ) -> UseCase {
        let (looks, credential, typed) = (Rc::clone(self), who.0.to_string(), who.1.to_string());
        let sit =
            Box::new(move |disk: &Disk, dice| sit(disk, (&credential, &typed), dice).map(Some));
        let look = Box::new(move |disk: &Disk| looks.look(disk));
        UseCase::new(name, image, states, (sit, run, look))
    }

    /// The same where nobody sits down before.
    fn alone(
        self: &Rc<Self>,
        name: &'static str,
        (image, states): (&Disk, usize),
        run: Run,
        look: fn(&Bureau, &Disk) -> Seen,
    ) -> UseCase {
        let looks = Rc::clone(self);
        let look = Box::new(move |disk: &Disk| look(&looks, disk));
        UseCase::new(name, image, states, (Box::new(|_, _| Ok(None)), run, look)).opens()
    }

    /// The journal, the people on the keyring, and which PINs and codes open.
    fn look(&self, disk: &Disk) -> Seen {
        let mut beside = Vec::new();
        vfs::mount(disk);
        let ring = opening::ring(&place(KEEPER), Path::new(FOLDER), clock()).unwrap();
        for person in ring.officers() {
            let must = ring.must_change(&person.credential);
            beside.push(format!("{} {} {must}", person.credential, person.valid_until));
        }
        let (officer, own) = (self.officer.0.as_str(), self.officer.1.as_str());
        let pins = [(officer, own), (officer, NEW.2), (NEW.0, NEW.1), (NEW.0, NEW.2), KEEPER];
        for who in pins {
            vfs::mount(&disk.copy());
            let opened = opening::site(place(who)).map_or_else(|no| no.key, |_| "opens");
            beside.push(format!("{} {} {opened}", who.0, who.1));
        }
        beside.push(format!("code {}", ring.open_with_code(&self.code).is_ok()));
        Seen::kept(Kept::of(&super::open(disk, &self.site)), beside)
    }

    /// A sample bureau, whose PINs are no secret.
    fn look_at_sample(&self, disk: &Disk) -> Seen {
        vfs::mount(disk);
        let (ground, folder) = (ground::ground(), Path::new(FOLDER));
        if !opening::is_founded_on(&ground, folder).unwrap() {
            return Seen { kept: None, beside: Vec::new(), breaks: Vec::new() };
        }
        let site = opening::site(Place { who: None, ..place(KEEPER) }).unwrap();
        Seen::kept(Kept::of(&super::open(disk, &site)), Vec::new())
    }

    /// The journal, and where its mirror is to be.
    fn look_at_choice(&self, disk: &Disk) -> Seen {
        vfs::mount(disk);
        let chosen = mirror::chosen(&ground::ground(), Path::new(FOLDER));
        Seen::kept(Kept::of(&super::open(disk, &self.site)), vec![format!("{chosen:?}")])
    }

    /// The journal, and what the settings say.
    fn look_at_settings(&self, disk: &Disk) -> Seen {
        let kept = Kept::of(&super::open(disk, &self.site));
        let text = ground::ground().read(Path::new(SETTINGS.0)).unwrap().unwrap();
        Seen::kept(kept, vec![String::from_utf8(text).unwrap()])
    }

    /// The journal, and where the satellites are to be heard.
    fn look_at_port(&self, disk: &Disk) -> Seen {
        vfs::mount(disk);
        let chosen = satellites::chosen(&ground::ground(), Path::new(FOLDER));
        Seen::kept(Kept::of(&super::open(disk, &self.site)), vec![format!("{chosen:?}")])
    }

    /// The journal, and how much of it the copies on the cards have.
    fn look_at_cards(&self, disk: &Disk) -> Seen {
        let kept = Kept::of(&super::open(disk, &self.site));
        let beside = [self.copies(disk, CARD, &kept.0), self.copies(disk, OTHER, &kept.0)];
        Seen::kept(kept, beside.concat())
    }

    /// Whether each copy on a card is behind or whole; never anything else than the journal's beginning.
    fn copies(&self, disk: &Disk, card: &str, of: &Kept) -> Vec<String> {
        vfs::mount(disk);
        let (ground, key) = (ground::ground(), self.site.key.as_ref().unwrap());
        let folders = ground.names(Path::new(card)).unwrap().into_iter();
        let folders = folders.map(|name| Path::new(card).join(name));
        let mut whole = 0;
        for folder in folders.filter(|folder| ground.is_there(&folder.join(FRAMES)).unwrap()) {
            let frames = match read(&ground, &folder, key) {
                Ok(frames) => frames,
                // Its head was not written yet.
                Err(StoreFault::NoMirror | StoreFault::Damaged(_)) => continue,
                Err(fault) => panic!("{fault}"),
            };
            let digests: Vec<_> =
                frames.kept.iter().map(|kept| entry::read(kept).unwrap().digest).collect();
            assert!(of.entries.starts_with(&digests), "{}: another journal", folder.display());
            let named = frames.kept.iter().map(|kept| named_blobs(&entry::read(kept).unwrap()));
            let named = named.map(|blobs| blobs.len() as u64).sum::<u64>();
            let copy = (&ground, folder.as_path(), key);
            let (blobs, lost) = read_blobs(copy, &frames.kept, &mut |_, _| Ok(())).unwrap();
            assert_eq!(blobs + (lost.missing.len() + lost.damaged.len()) as u64, named);
            assert_eq!(lost.damaged, [], "{}", folder.display());
            // A frame stands on the card only behind the pages that it names.
            assert_eq!(lost.missing, [], "{}", folder.display());
            whole += u64::from(digests == of.entries && frames.stopped.is_none());
        }
        vec![format!("{card}: a whole copy: {}", whole > 0)]
    }

    /// The new laptop's journal.
    fn look_at_new(&self, disk: &Disk) -> Seen {
        vfs::mount(disk);
        let (ground, folder) = (ground::ground(), PathBuf::from("/new"));
        if !opening::is_founded_on(&ground, &folder).unwrap() {
            return Seen { kept: None, beside: Vec::new(), breaks: Vec::new() };
        }
        let site = Site { folder, ..self.site.clone() };
        Seen::kept(Kept::of(&super::open(disk, &site)), Vec::new())
    }

    /// The journal before, under and behind its rescue.
    fn look_at_rescued(&self, disk: &Disk) -> Seen {
        super::old::look_at_rescued(&self.site, disk)
    }
}

/// One step of the mirror's thread, from its beginning.
fn follow(site: &Site) -> Result<(), Trouble> {
    let to = mirror::chosen(&site.ground, &site.folder).expect("a card is chosen");
    let store = Store::open_to_read(site, &mut Dice::Counted(1 << 46))?;
    let mut open = Some((Mirror::open(&to, &store)?, store));
    let (mirror, store) = open.as_mut().expect("it was just opened");
    Ok(mirror.catch_up(store)?)
}

fn enrol() -> Command {
    let person = Enrolment {
        name: "王强".into(),
        credential: NEW.0.into(),
        from: "2026-01-01".into(),
        until: "2027-12-31".into(),
        role: "officer".into(),
        scope: None,
    };
    Command::Enrol { person: Box::new(person), pin: NEW.1.to_string().into() }
}

fn asks(command: Command) -> Run {
    Box::new(move |scene| scene.ask(command.clone()))
}

/// Of people, PINs, and the agency.
fn of_people(bureau: &Rc<Bureau>) -> Vec<UseCase> {
    let (officer, own) = (bureau.officer.0.as_str(), bureau.officer.1.as_str());
    let red = |text: &str| text.to_string().into();
    let mut agency = crate::bureau::sample().agency;
    agency.bank = "示范银行汕头分行".into();
    let change = |who: &str, old: &str| Command::ChangePin {
        credential: who.into(),
        old: red(old),
        new: red(NEW.2),
    };
    let sign_in = Command::SignIn { credential: officer.into(), pin: red(own) };
    let as_keeper = Command::SignIn { credential: KEEPER.0.into(), pin: red(KEEPER.1) };
    let unlock = Command::Unlock { credential: KEEPER.0.into(), pin: red(KEEPER.1) };
    let reset =
        Command::ResetPin { credential: officer.into(), code: red(&bureau.code), pin: red(NEW.2) };
    let (code, lost) = (bureau.code.clone(), officer.to_string());
    let by_code = Box::new(move |scene: &mut Scene| {
        let dice = scene.dice.clone();
        let mut desk = opening::by_code_at(Place { dice, ..place(KEEPER) }, &code, clock())?;
        pin::recover(&mut desk, &lost, NEW.2).map(drop)
    });
    let founded = &bureau.founded;
    let move_out = Box::new(|scene: &mut Scene| {
        let by = scene.dice.id();
        let to = Path::new(SECRETS).join("secrets/1");
        device_secret::move_out(scene.desk(), by, &to)
    });
    let found = Box::new(|scene: &mut Scene| {
        let (ground, folder) = (ground::ground(), Path::new(FOLDER));
        let mut desk = opening::to_found_on(&ground, folder, folder, clock(), scene.dice.clone())?;
        sample::found(&mut desk)
    });
    vec![
        bureau
            .alone(
                "found a bureau with its keyring",
                (&bureau.empty, 2),
                found,
                Bureau::look_at_sample,
            )
            .done_says(&["trouble.founded_already"]),
        bureau.case("open with a PIN", (founded, 1), KEEPER, Box::new(|_| Ok(()))).opens(),
        bureau
            .case("sign in behind a renewal", (&bureau.renewed, 2), KEEPER, asks(as_keeper))
            .opens(),
        bureau.case("sign in", (founded, 1), KEEPER, asks(sign_in)),
        bureau.case("unlock the screens", (founded, 1), KEEPER, asks(unlock)),
        bureau
            .case("change a PIN", (founded, 3), (officer, own), asks(change(officer, own)))
            .done_says(&["trouble.wrong_pin"]),
        bureau
            .case("choose an own PIN", (&bureau.with_new, 3), KEEPER, asks(change(NEW.0, NEW.1)))
            .done_says(&["trouble.wrong_pin"]),
        bureau.case("enrol an officer", (founded, 4), KEEPER, asks(enrol())),
        bureau.case(
            "end a person's time",
            (&bureau.with_new, 4),
            KEEPER,
            asks(Command::EndPerson { credential: NEW.0.into() }),
        ),
        bureau.case("move the device's secret out", (founded, 2), KEEPER, move_out).same_end(),
        bureau.case("give a PIN by the code", (founded, 3), KEEPER, asks(reset)),
        bureau.alone("set a PIN anew by the code", (founded, 3), by_code, Bureau::look),
        bureau.case(
            "name the agency",
            (founded, 2),
            KEEPER,
            asks(Command::NameAgency { agency: Box::new(agency) }),
        ),
    ]
}

/// Of what the laptop is told once.
fn of_choices(bureau: &Rc<Bureau>) -> Vec<UseCase> {
    let (receives, chooses) = (bureau.site.clone(), bureau.site.clone());
    let remember = Box::new(|_: &mut Scene| {
        let (settings, journal) = (Path::new(SETTINGS.0), Path::new(FOLDER));
        let kept = config::remember_in(&ground::ground(), settings, journal, None);
        kept.map_err(|fault| Trouble::new("trouble.not_remembered").with(FOLDER).and(fault))
    });
    let receiver = Box::new(move |scene: &mut Scene| {
        let store = Store::open(&receives, &mut scene.dice)?;
        satellites::choose(&store, Some(Path::new("/card/reason")))
    });
    let choose = Box::new(move |scene: &mut Scene| {
        let store = Store::open(&chooses, &mut scene.dice)?;
        mirror::choose(&store, Some(Path::new(OTHER)))
    });
    vec![
        bureau
            .alone(
                "remember where the journal lies",
                (&bureau.founded, 2),
                remember,
                Bureau::look_at_settings,
            )
            .same_end(),
        bureau
            .alone("choose a receiver", (&bureau.with_card, 2), receiver, Bureau::look_at_port)
            .same_end(),
        bureau
            .alone("choose a mirror", (&bureau.with_card, 2), choose, Bureau::look_at_choice)
            .same_end(),
    ]
}

/// Of copies of the journal.
fn of_copies(bureau: &Rc<Bureau>) -> Vec<UseCase> {
    let follows = bureau.site.clone();
    let back_up = Box::new(|_: &mut Scene| {
        backup::backup(place(KEEPER), Path::new(OTHER), clock().now()).map(drop)
    });
    let code = bureau.code.clone();
    let restore = Box::new(move |scene: &mut Scene| {
        let (ground, dice) = (ground::ground(), scene.dice.clone());
        let (from, to) = (Path::new(CARD), Path::new("/new"));
        let secrets = Some(Path::new(SECRETS));
        let restored = backup::restore_on(&ground, (from, to), secrets, &code, clock(), dice)?;
        assert_eq!(
            (restored.stopped, restored.blobs_missing, restored.blobs_damaged),
            (None, 0, 0)
        );
        Ok(())
    });
    let rescue = || {
        let rescues = bureau.site.clone();
        Box::new(move |scene: &mut Scene| {
            rescue::rescue_site(&rescues, clock(), &mut scene.dice).map(drop)
        })
    };
    vec![
        bureau.alone(
            "follow to the mirror",
            (&bureau.with_card, 2),
            Box::new(move |_| follow(&follows)),
            Bureau::look_at_cards,
        ),
        bureau.alone("back up", (&bureau.with_card, 2), back_up, Bureau::look_at_cards),
        bureau
            .alone("restore from the card", (&bureau.mirrored, 2), restore, Bureau::look_at_new)
            .done_says(&["trouble.founded_already"])
            .same_end(),
        bureau
            .alone("rescue from the card", (&bureau.damaged, 3), rescue(), Bureau::look_at_rescued)
            .done_says(&["trouble.not_damaged"])
            .same_end()
            .mends(),
        bureau
            .alone(
                "mend a page from the card",
                (&bureau.with_bad_page, 2),
                rescue(),
                Bureau::look_at_rescued,
            )
            .done_says(&["trouble.not_damaged"])
            .same_end()
            .mends(),
    ]
}

pub fn use_cases() -> Vec<UseCase> {
    let bureau = Rc::new(Bureau::new());
    let mut cases = of_people(&bureau);
    cases.extend(of_choices(&bureau));
    cases.extend(of_copies(&bureau));
    cases
}
