//! Bytes that are promised for years: what a shift wrote reads back to the same bytes, and no bytes
//! make a decoder stop the program.

use lucha::app::check_file;
use lucha::app::sample;
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Dice;
use lucha::store::Store;
use lucha::wire::entry::{self, Kept};
use lucha::wire::{envelope, event, rulebook, stop};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Every entry of the sample shift with its papers printed.
fn shift() -> Vec<Kept> {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = crate::bureau::to_found(folder.path(), Clock::machine());
    sample::found(&mut desk).unwrap();
    let stops = check_file::read_file(sample::stops()).unwrap();
    check_file::check(&mut desk, stops, &|_| String::new(), |_, _| {});
    lucha::app::print_all::print_unprinted(&mut desk).unwrap();
    drop(desk);
    let site = lucha::app::opening::site(Some(folder.path())).unwrap();
    let store = Store::open_to_read(&site, &mut Dice::Machine).unwrap();
    let mut kept = Vec::new();
    store
        .each_kept(1, |row| {
            kept.push(row.kept);
            Ok(())
        })
        .unwrap();
    kept
}

#[test]
fn what_a_shift_wrote_reads_back_to_the_same_bytes() {
    let mut names = BTreeSet::new();
    let kept = shift();
    assert!(kept.len() > 150);
    for kept in kept {
        let entry = entry::read(&kept).unwrap();
        assert_eq!(envelope::encode(&entry.envelope), kept.envelope);
        let (kind, schema, payload) = event::encode(&entry.body);
        assert_eq!((kind, schema), (entry.envelope.kind, entry.envelope.schema));
        assert_eq!(payload, kept.payload, "{}", event::name(&entry.body));
        assert!(event::NAMES.contains(&event::name(&entry.body)));
        names.insert(event::name(&entry.body));
    }
    assert!(names.len() >= 13, "{names:?}");
}

#[test]
fn fields_that_came_later_read_back_and_are_left_out_where_they_are_empty() {
    use lucha::domain::inspection::event::Event;
    use lucha::wire::event::Body;
    let recorded = |value| {
        let body =
            Body::Inspection(Event::InspectionRecorded(Box::new(stop::read(value).unwrap().facts)));
        let (kind, schema, bytes) = event::encode(&body);
        assert_eq!(event::decode(kind, schema, &bytes).unwrap(), body);
        bytes
    };
    let plain = recorded(stop_s01());
    let mut value = stop_s01();
    value["recorder"] = "19050001001".into();
    value["vehicle"]["vin"] = "LZZ5CLSB6LA000001".into();
    value["present"]["sex"] = "男".into();
    let full = recorded(value.clone());
    value["vehicle"]["plate"] = "粤Z1234港".into();
    value["vehicle"]["home_plate"] = "AB1234".into();
    for kind in lucha::domain::identity::id_paper::IdKind::ALL {
        value["party"] = serde_json::json!({ "kind": "citizen", "id_kind": kind.in_chinese() });
        value["present"]["id_kind"] = kind.in_chinese().into();
        recorded(value.clone());
        value["party"]["kind"] = "sole_trader".into();
        recorded(value.clone());
    }
    assert!(full.len() > plain.len() + 28, "{} {}", full.len(), plain.len());
    for late in ["LZZ5CLSB6LA000001", "19050001001"] {
        let at = |bytes: &[u8]| bytes.windows(late.len()).filter(|w| *w == late.as_bytes()).count();
        assert_eq!(at(&full), at(&plain) + 1, "{late}");
    }
}

#[test]
fn bytes_that_were_cut_or_changed_never_read_as_the_entry() {
    for kept in shift().into_iter().step_by(7) {
        let whole = entry::read(&kept).unwrap();
        for at in (0..kept.payload.len()).step_by(5) {
            let mut changed = kept.clone();
            changed.payload[at] ^= 0x10;
            assert!(entry::read(&changed).is_err(), "payload byte {at}");
            let mut cut = kept.clone();
            cut.payload.truncate(at);
            assert!(entry::read(&cut).is_err(), "payload cut at {at}");
        }
        for at in 0..kept.envelope.len() {
            let mut changed = kept.clone();
            changed.envelope[at] ^= 0x01;
            let same = entry::read(&changed).is_ok_and(|entry| entry.digest == whole.digest);
            assert!(!same, "envelope byte {at}");
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_stop_a_decoder(bytes in prop::collection::vec(any::<u8>(), 0..200), kind in 0u16..120) {
        let _ = envelope::decode(&bytes);
        let _ = event::decode(kind, 1, &bytes);
        let _ = rulebook::load(&[("pack.toml", &bytes)]);
        if let Ok(value) = serde_json::from_slice(&bytes) {
            let _ = stop::read(value);
        }
    }

    #[test]
    fn no_text_in_a_stop_stops_the_program(text in "\\PC{0,12}", number in any::<i64>()) {
        let mut value = stop_s01();
        value["vehicle"]["plate"] = text.clone().into();
        value["party"]["credit_code"] = text.clone().into();
        value["place"]["stake"] = text.clone().into();
        value["at"] = text.clone().into();
        value["present"]["id_no"] = text.into();
        value["weighing"]["gross_kg"] = number.into();
        value["vehicle"]["axles"] = number.into();
        let read = stop::read(value).unwrap();
        let judged = judged(&read);
        prop_assert!(!judged.blocked.is_empty());
    }
}

fn stop_s01() -> serde_json::Value {
    let mut stops: Vec<serde_json::Value> = serde_json::from_str(sample::stops()).unwrap();
    stops.swap_remove(0)
}

fn judged(read: &stop::StopRead) -> lucha::domain::inspection::judgement::Judgement {
    use lucha::domain::inspection::judge::{Known, judge};
    let rulebook: &lucha::domain::rulebook::Rulebook = &lucha::app::rulepack::embedded().unwrap();
    let agency = lucha::domain::agency::Agency::default();
    let known = Known {
        rulebook,
        agency: &agency,
        roster: &[],
        acts: &[],
        driver_acts: &[],
        carrier_acts: &[],
        same_trip_codes: &[],
        opened_codes: &[],
        past: Default::default(),
        orders: &[],
        photographs: 0,
        now: Clock::machine().now(),
    };
    judge(&read.facts, &read.telling, &known)
}
