//! A flipped byte anywhere in a small journal: it works and is right, or it says so; never wrong.

use super::{KEY, clock};
use lucha::domain::bureau::{BureauEvent, Shift};
use lucha::domain::document::Document;
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::{Facts, Place};
use lucha::domain::vehicle::Vehicle;
use lucha::stdx::digest::Digest;
use lucha::stdx::fault::FaultKind;
use lucha::stdx::id::{Dice, Id};
use lucha::stdx::secret::Key;
use lucha::store::drafts::OWNER;
use lucha::store::journal::Work;
use lucha::store::open::FILE;
use lucha::store::site::Site;
use lucha::store::{Store, StoreFault};
use lucha::wire::event::Body;
use std::collections::BTreeMap;
use std::path::Path;

const PAGE_BYTES: usize = 4096;
const STOPS: u8 = 5;

pub fn site(folder: &Path, is_keyed: bool) -> Site {
    let plain = Site::plain(folder);
    Site { key: is_keyed.then(|| Key::new(KEY)), ..plain }
}

pub fn shift(plan: &str) -> Work {
    let (station, plan) = (String::new(), plan.to_string());
    let shift = Shift { at: clock().now(), officers: Vec::new(), station, plan };
    Work { bodies: vec![Body::Bureau(BureauEvent::ShiftStarted(shift))], ..Work::default() }
}

pub fn stop(nth: u8) -> Work {
    let page = vec![nth; 700];
    let vehicle = Vehicle { plate: format!("粤D0000{nth}"), ..Vehicle::default() };
    let facts = Facts {
        at: Some(clock().now()),
        place: Place { text: format!("莲下路口{nth}"), ..Place::default() },
        vehicle: Some(vehicle),
        ..Facts::default()
    };
    let document = Document {
        id: Id([100 + nth; 16]),
        form: "scene_minutes".into(),
        number: None,
        digest: Digest::of(&page),
        template_version: 1,
        pages: 1,
        issued_at: clock().now(),
        prints: Vec::new(),
        sendings: Vec::new(),
    };
    let events = [Event::InspectionRecorded(Box::new(facts)), Event::DocumentIssued(document)];
    Work {
        subject: Some(Id([nth; 16])),
        bodies: events.into_iter().map(Body::Inspection).collect(),
        pages: vec![(Digest::of(&page), page)],
        ..Work::default()
    }
}

/// Whose the draft is.
pub const WHO: &str = "19050001001";

/// A journal of shifts, stops, pages and drafts, closed.
pub fn make(site: &Site) {
    let mut dice = Dice::Counted(1);
    let mut store = Store::open(site, &mut dice).unwrap();
    for nth in 1..=STOPS {
        store.append(shift(&format!("计划-{nth}")), clock().read(), &mut dice).unwrap();
        store.append(stop(nth), clock().read(), &mut dice).unwrap();
    }
    let field = |name: &str, value: &str| (name.to_string(), value.to_string());
    let fields =
        [field("vehicle.plate", "粤D55D18"), field("place.text", "莲下"), field(OWNER, WHO)];
    store.save_draft(Id([200; 16]), &fields, clock().now()).unwrap();
}

/// Everything that the program's readers give, in words; drafts only where a key guards them.
fn read(store: &Store, with_drafts: bool) -> Result<Vec<String>, StoreFault> {
    let mut told = store.dump()?;
    for entry in store.bureau_entries()? {
        told.push(format!("{entry:?}"));
    }
    for nth in 1..=STOPS {
        for entry in store.entries_of(Id([nth; 16]))? {
            told.push(format!("{entry:?}"));
        }
        told.push(format!("{:?}", store.documents_of(Id([nth; 16]))?));
        told.push(format!("{:?}", store.page(Digest::of(&[nth; 700]))?));
        told.push(format!("{:?}", store.inspections(&format!("粤D0000{nth}"), None, 9)?));
    }
    if with_drafts {
        told.push(format!("{:?}", store.drafts()?));
    }
    Ok(told)
}

/// What came of one flipped byte.
fn outcome(site: &Site, whole: &[String], at: &str) -> &'static str {
    let with_drafts = site.key.is_some();
    let fault = |fault: &StoreFault| {
        let newer = matches!(fault, StoreFault::Newer { .. });
        assert!(newer || fault.kind() == FaultKind::Damaged, "{at}: {fault} is no damage");
        if newer { "refused as newer" } else { "said to be damaged" }
    };
    let store = match Store::open_to_read(site, &mut Dice::Machine) {
        Ok(store) => store,
        Err(why) => return fault(&why),
    };
    let told = read(&store, with_drafts);
    let verdict = store.verify();
    match (&told, &verdict) {
        (_, Ok(verdict)) if !verdict.breaks.is_empty() => "found by verify",
        (_, Err(why)) | (Err(why), _) => fault(why),
        (Ok(told), Ok(_)) => {
            assert!(told == whole, "{at}: wrong, and nothing says so");
            "works and is right"
        }
    }
}

/// Every page at some places, and the first hundred bytes, where SQLite describes its file.
fn places(length: usize) -> Vec<usize> {
    let pages = (0..length / PAGE_BYTES).flat_map(|page| {
        [0, 1, 3, 5, 8, 9, 64, 777, 1500, 2047, 2900, 3333, 3900, 4070, 4095]
            .map(|at| page * PAGE_BYTES + at)
    });
    (0..100).chain(pages).collect()
}

fn flip_all(is_keyed: bool) -> BTreeMap<&'static str, usize> {
    let folder = super::folder();
    let site = site(folder.path(), is_keyed);
    make(&site);
    let file = folder.path().join(FILE);
    let bytes = std::fs::read(&file).unwrap();
    let whole = {
        let store = Store::open_to_read(&site, &mut Dice::Machine).unwrap();
        assert_eq!(store.verify().unwrap().breaks, []);
        read(&store, is_keyed).unwrap()
    };
    assert!(whole.len() > 40);
    let mut came = BTreeMap::new();
    for place in places(bytes.len()) {
        let mut flipped = bytes.clone();
        flipped[place] ^= 1 << (place % 8);
        for beside in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.path().join(format!("{FILE}{beside}")));
        }
        std::fs::write(&file, &flipped).unwrap();
        let at = format!("page {} byte {}", place / PAGE_BYTES, place % PAGE_BYTES);
        *came.entry(outcome(&site, &whole, &at)).or_default() += 1;
    }
    println!("{} pages, keyed {is_keyed}: {came:?}", bytes.len() / PAGE_BYTES);
    came
}

#[test]
fn a_flipped_byte_of_a_plain_journal_is_harmless_or_told() {
    let came = flip_all(false);
    for outcome in ["works and is right", "said to be damaged", "found by verify"] {
        assert!(came.contains_key(outcome), "{outcome} never came: {came:?}");
    }
}

#[test]
fn a_flipped_byte_of_a_keyed_journal_is_always_told() {
    let came = flip_all(true);
    // Every byte of a page is under its page's seal.
    assert!(!came.contains_key("refused as newer"), "{came:?}");
    assert!(came["said to be damaged"] > came.get("works and is right").copied().unwrap_or(0));
}

#[test]
fn behind_an_unclean_stop_a_damaged_page_refuses_the_pen() {
    let folder = super::folder();
    let site = site(folder.path(), false);
    make(&site);
    let mut bytes = std::fs::read(folder.path().join(FILE)).unwrap();
    // A program that was killed: what it wrote last lies in the log.
    let mut dice = Dice::Counted(1 << 40);
    let mut store = Store::open(&site, &mut dice).unwrap();
    store.append(shift("最后"), clock().read(), &mut dice).unwrap();
    let log = std::fs::read(folder.path().join(format!("{FILE}-wal"))).unwrap();
    drop(store);
    let stopped = |bytes: &[u8], log: &[u8]| {
        std::fs::write(folder.path().join(FILE), bytes).unwrap();
        std::fs::write(folder.path().join(format!("{FILE}-wal")), log).unwrap();
        // The witness of the head would name the log's entry: here its pages alone are asked for.
        for beside in ["-shm", "-head"] {
            let _ = std::fs::remove_file(folder.path().join(format!("{FILE}{beside}")));
        }
        Store::open(&site, &mut Dice::Machine)
    };
    let head = stopped(&bytes, &log).unwrap().head().number;
    assert_eq!(head, u64::from(STOPS) * 3 + 1, "the log's entry is there");
    // The kind of a page that no query of the opening looks at.
    let page = (2..bytes.len() / PAGE_BYTES)
        .find(|page| {
            let mut broken = bytes.clone();
            broken[page * PAGE_BYTES + 5] ^= 0x40;
            let refused = stopped(&broken, &log).err().map(|fault| fault.kind());
            refused == Some(FaultKind::Damaged) && {
                // Without the log the stop was clean, and nobody looks at every page.
                for beside in ["-wal", "-head"] {
                    let _ = std::fs::remove_file(folder.path().join(format!("{FILE}{beside}")));
                }
                std::fs::write(folder.path().join(FILE), &broken).unwrap();
                Store::open(&site, &mut Dice::Machine).is_ok()
            }
        })
        .expect("a page that only the check behind a stop reads");
    bytes[page * PAGE_BYTES + 5] ^= 0x40;
    let fault = stopped(&bytes, &log).unwrap_err();
    assert_eq!(fault.key(), "trouble.damaged_journal");
}
