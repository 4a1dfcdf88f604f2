//! A bureau with many recorded inspections, made through the store's own door.

use lucha::app::{opening, rulepack, sample};
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::judgement::{Ending, Outcome, Procedure};
use lucha::domain::inspection::{Facts, Finding, Place};
use lucha::domain::party::Party;
use lucha::domain::vehicle::Vehicle;
use lucha::stdx::clock::{Clock, Moment, Reading};
use lucha::stdx::id::{Dice, Id};
use lucha::store::Store;
use lucha::store::journal::Work;
use lucha::wire::event::Body;
use tempfile::TempDir;

const SURNAMES: &[&str] = &["张", "王", "李", "陈", "林", "黄", "郑", "吴", "蔡", "许"];
const GIVEN: &[&str] = &["伟", "娜", "强", "敏", "静", "丽", "军", "洋", "勇", "艳", "杰", "涛"];

/// Stops of a busy shift.
const SHIFT: u64 = 100;

/// The `nth` stop; the last ones are today's.
pub fn facts(nth: u64, of: u64) -> Facts {
    let pick = |list: &[&'static str], by: u64| list[usize::try_from(by).unwrap() % list.len()];
    let now = Clock::machine().now();
    let back_ms = i64::try_from(of - nth).unwrap() * 600_000;
    let name = [pick(SURNAMES, nth), pick(GIVEN, nth / 10), pick(GIVEN, nth / 120)].concat();
    Facts {
        at: Some(Moment::from_ms(now.ms() - back_ms)),
        place: Place {
            route: "S231".into(),
            stake: format!("K{}+300", nth % 90),
            direction: "上行".into(),
            text: "澄海区莲下路口治超点".into(),
            region: "440515".into(),
        },
        plan: "2026-治超-11".into(),
        officers: vec!["19050001001".into(), "19051100023".into()],
        vehicle: Some(Vehicle {
            plate: format!("粤D{:05}", nth % 100_000),
            colour: "黄".into(),
            kind: "货车".into(),
            ..Vehicle::default()
        }),
        party: Some(Party::Citizen {
            name: name.into(),
            id_kind: lucha::domain::identity::id_paper::IdKind::ResidentId,
            id_no: "440507198001010017".into(),
            address: "汕头市龙湖区金砂路1号".into(),
            phone: "13800000002".into(),
        }),
        findings: vec![Finding {
            facts: "三轴货车装载沙石".into(), ..Finding::of("OL-001")
        }],
        ..Facts::default()
    }
}

/// The entries of one stop as one command writes them.
pub fn work(id: Id, facts: Facts) -> Work {
    let ending = Ending {
        outcome: Outcome::CaseOpened,
        procedure: Procedure::Ordinary,
        penalties: Vec::new(),
        fine: None,
        range: None,
        number: None,
        blocked: Vec::new(),
        pack: rulepack::embedded().unwrap().pack.digest,
        limit_kg: Some(25_000),
        over_kg: Some(6_240),
        codes: vec!["OL-001".into()],
        let_off: Vec::new(),
        proposals: Vec::new(),
        reasons: Vec::new(),
    };
    Work {
        subject: Some(id),
        bodies: vec![
            Body::Inspection(Event::InspectionRecorded(Box::new(facts))),
            Body::Inspection(Event::InspectionEnded(ending)),
        ],
        ..Work::default()
    }
}

/// A founded sample bureau with `count` inspections, in memory-backed files where there are some:
/// filling is not what is measured.
pub fn store(count: u64) -> TempDir {
    let shm = std::path::Path::new("/dev/shm");
    let folder = if shm.is_dir() {
        tempfile::tempdir_in(shm).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    };
    // Before the first stop, or the journal would see its clock go back.
    let day_before = facts(0, count).at.unwrap().plus_ms(-86_400_000);
    let clock = Clock::fixed(day_before);
    let mut desk = opening::to_found_at(folder.path(), folder.path(), clock).unwrap();
    sample::found(&mut desk).unwrap();
    drop(desk);
    let mut dice = Dice::Machine;
    let site = opening::site(Some(folder.path())).unwrap();
    let mut store = Store::open(&site, &mut dice).unwrap();
    for nth in 0..count {
        if nth.is_multiple_of(SHIFT) {
            // Each shift opens the journal anew, and looks at what the one before wrote.
            drop(store);
            store = Store::open(&site, &mut dice).unwrap();
        }
        let facts = facts(nth, count);
        let wall = facts.at.unwrap();
        let clock = Reading::new(wall, u64::try_from(wall.ms()).unwrap());
        store.append(work(dice.id(), facts), clock, &mut dice).unwrap();
    }
    folder
}
