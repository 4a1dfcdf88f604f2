//! The contract of a ledger about decisions that were taken back: found by their numbers, whatever the feed holds by then.

use crate::ledger::{NOW, append, each, laptop, plan, plates};
use crate::news::{Scene, number};
use crate::shared_server::Database;
use lucha::hq::ledger::postgres::PostgresLedger;
use lucha::hq::ledger::sqlite::SqliteLedger;
use lucha::hq::ledger::{Appended, Ledger, Quashed, QuashedLedger as _};
use lucha::stdx::id::Id;
use lucha::wire::message::feed::{News, PriorDecision, Scope};
use std::collections::BTreeSet;

const AGENCY: Id = Id([0xa9; 16]);
const FORGETS: &str = "DELETE FROM quashed_decision; DELETE FROM quashed_sought";

fn told(document_no: &str, withdrawn: Option<bool>, quashed: Option<&str>) -> News {
    News::PriorDecision(PriorDecision {
        plate: plates().digest("粤D12345"),
        code: "OL-001".into(),
        day: 20_261_124,
        document_no: document_no.into(),
        withdrawn,
        driver: None,
        carrier: None,
        quashed: quashed.map(str::to_string),
    })
}

/// Of four decisions one stands, one was told of under a wrong plate, and two were taken back, one of them twice.
fn tell(ledger: &mut dyn Ledger) {
    for news in [
        told("一号", None, None),
        told("二号", Some(true), None),
        told("三号", Some(true), Some("复决1号")),
        told("四号", Some(true), Some("复决2号")),
        told("三号", Some(true), Some("行终3号")),
    ] {
        ledger.publish(Scope::All, &news).unwrap();
    }
}

fn of(pairs: &[(&str, &str)]) -> Quashed {
    pairs.iter().map(|(number, ground)| ((*number).into(), (*ground).into())).collect()
}

fn asked(ledger: &mut dyn Ledger, numbers: &[&str]) -> Quashed {
    let numbers: BTreeSet<String> = numbers.iter().map(ToString::to_string).collect();
    ledger.quashed(Some(&numbers)).unwrap()
}

#[test]
fn a_decision_that_was_taken_back_is_found_by_its_number() {
    each(|kind, ledger| {
        assert_eq!(ledger.quashed(None).unwrap(), of(&[]), "{kind}");
        tell(ledger);
        let found = asked(ledger, &["一号", "二号", "三号", "九号"]);
        assert_eq!(found, of(&[("三号", "行终3号")]), "{kind}: as it was told last");
        assert_eq!(asked(ledger, &[]), of(&[]), "{kind}");
        let all = of(&[("三号", "行终3号"), ("四号", "复决2号")]);
        assert_eq!(ledger.quashed(None).unwrap(), all, "{kind}");
        // What comes with an entry is there with it, and not before.
        let mut terminal = laptop(2);
        ledger.enrol(terminal.disk.name, 1, &terminal.public_key()).unwrap();
        let mut first = append(plan(&mut terminal, ledger, 0, 1_000_000));
        first.entries[0].news.push((Scope::All, told("五号", Some(true), Some("复决4号"))));
        assert_eq!(asked(ledger, &["五号"]), of(&[]), "{kind}");
        assert_eq!(ledger.append(&first, NOW).unwrap(), Appended::Done, "{kind}");
        assert_eq!(asked(ledger, &["五号"]), of(&[("五号", "复决4号")]), "{kind}");
    });
}

#[test]
fn a_ledger_that_held_the_items_before_it_had_the_rows_finds_them_once_it_is_opened() {
    let wanted = of(&[("三号", "行终3号"), ("四号", "复决2号")]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.db");
    let open = || SqliteLedger::open(&file, AGENCY).unwrap();
    tell(&mut open());
    rusqlite::Connection::open(&file).unwrap().execute_batch(FORGETS).unwrap();
    assert_eq!(open().quashed(None).unwrap(), wanted);
    let server = Database::new();
    let open = || PostgresLedger::open(&server.url(), None, AGENCY).unwrap();
    tell(&mut open());
    let mut line = postgres::Client::connect(&server.url(), postgres::NoTls).unwrap();
    line.batch_execute(FORGETS).unwrap();
    assert_eq!(open().quashed(None).unwrap(), wanted);
    // Another agency of the same tables has none of them.
    let mut other = PostgresLedger::open(&server.url(), None, Id([0xaa; 16])).unwrap();
    assert_eq!(other.quashed(None).unwrap(), of(&[]));
}

#[test]
fn a_plate_that_is_corrected_behind_a_quashed_decision_makes_it_count_nowhere() {
    let mut scene = Scene::new();
    let (mut one, mut two) = (scene.laptop(), scene.laptop());
    let no = number(&one.decide("粤D77B13"));
    one.sync();
    scene.done(&["quash", &no, "--ground", "汕府复决〔2026〕3号", "--by", "法制科 王科长"]);
    one.sync();
    two.sync();
    // No item says so any more: the row does.
    let ledger = rusqlite::Connection::open(scene.hq.path().join("ledger.db")).unwrap();
    ledger.execute_batch("DELETE FROM feed_item WHERE scope = x'' AND kind = 3").unwrap();
    one.plate_is(&no, "粤D77B31");
    one.sync();
    let priors: Vec<PriorDecision> = scene
        .items()
        .iter()
        .filter_map(|item| match item.read() {
            Ok(News::PriorDecision(prior)) => Some(prior),
            _ => None,
        })
        .collect();
    assert_eq!(priors.len(), 2, "the wrong plate, and the right one: {priors:?}");
    let ground = Some("汕府复决〔2026〕3号（法制科 王科长）");
    let is_gone =
        |prior: &PriorDecision| prior.withdrawn == Some(true) && prior.quashed.as_deref() == ground;
    assert!(priors.iter().all(is_gone), "{priors:?}");
    two.sync();
    assert_eq!(two.plate("粤D77B31").priors, []);
    assert_eq!(two.plate("粤D77B13").priors, []);
}
