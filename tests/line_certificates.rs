//! Certificates on headquarters' own line: what is expired, of tomorrow or of somebody else opens none, at either end; never
//! what a laptop with a good one may ask.

use crate::headquarters::{enrolled, founded, served};
use crate::relay::{DAYS, of_headquarters, serves_under, signed};
use lucha::hq::ledger::Ledger;
use lucha::hq::place::Place;
use lucha::stdx::digest::Digest;
use lucha::store::incoming::{Enrolled, LineKey};
use lucha::sync::driver::{Cut, Line as _};
use lucha::sync::session::End;
use lucha::sync::transport::Https;
use lucha::wire::message::feed::{Feed, Pull, Scope};
use lucha::wire::message::hello::JournalName;
use lucha::wire::suite::Suite;
use std::path::Path;

const OVER: [i32; 2] = [2020, 2021];
const TO_COME: [i32; 2] = [2998, 2999];

fn ledger(hq: &Path) -> Box<dyn Ledger> {
    Place::open(hq).unwrap().ledger().unwrap()
}

fn asked(name: JournalName, enrolled: &Enrolled) -> Result<Feed, Cut> {
    let pull = Pull { scope: Scope::All, after: 0, max: 1_000 };
    Https::new(enrolled).unwrap().ask(name, &pull)
}

#[test]
fn headquarters_hears_no_laptop_whose_certificate_is_not_todays_or_not_its_own() {
    let (folder, mut desk, hq, _running) = enrolled(Suite::default());
    assert!(desk.synchronise(true, |_, _| true).unwrap().is_all_there());
    drop(desk);
    let store = crate::bureau::reader(folder.path());
    let (name, own) = (store.journal_name(), store.enrolled().unwrap().unwrap());
    let elsewhere = founded(Suite::default());
    let shown = |(certificate, line_key): (Vec<u8>, LineKey)| {
        // The ledger lists each of them, so nothing but the line itself refuses one.
        ledger(hq.path()).add_certificate(Digest::of(&certificate), name.device).unwrap();
        asked(name, &Enrolled { certificate, line_key, ..own.clone() })
    };
    let strangers = [
        ("expired", signed(hq.path(), name.device, OVER)),
        ("of tomorrow", signed(hq.path(), name.device, TO_COME)),
        ("of another headquarters", signed(elsewhere.path(), name.device, DAYS)),
        ("headquarters' own", of_headquarters(hq.path())),
    ];
    for (who, papers) in strangers {
        let refused = shown(papers).unwrap_err();
        // It is no answer. What exactly the laptop sees depends on whether the word comes before the line is closed.
        let is_line = matches!(refused, Cut::Line(_)) && refused.said().key() != "cut.status";
        assert!(is_line, "{who}: {refused:?}");
    }
    assert!(shown(signed(hq.path(), name.device, DAYS)).is_ok(), "a good one is heard");
    // One that the ledger does not list passes the line, and is answered nothing.
    let (certificate, line_key) = signed(hq.path(), name.device, DAYS);
    let unknown = asked(name, &Enrolled { certificate, line_key, ..own.clone() }).unwrap_err();
    assert_eq!(unknown.said().key(), "cut.status", "{unknown:?}");
}

#[test]
fn a_laptop_gives_nothing_to_a_server_whose_certificate_is_not_todays() {
    let (folder, mut desk, hq, running) = enrolled(Suite::default());
    let address = running.address().to_string();
    drop(running);
    let name = crate::bureau::reader(folder.path()).journal_name();
    for days in [OVER, TO_COME] {
        serves_under(hq.path(), days);
        let _running = served(hq.path(), &address);
        let cut = desk.synchronise(true, |_, _| false).unwrap();
        assert_eq!((cut.end, cut.progress.entries), (End::Cut, 0), "{days:?}");
        let trouble = cut.trouble().unwrap();
        assert_eq!((trouble.key, trouble.a.key()), ("trouble.no_line", "cut.certificate"));
        assert_eq!(ledger(hq.path()).journal(name).unwrap().unwrap().announced, 0, "{days:?}");
    }
    serves_under(hq.path(), DAYS);
    let _running = served(hq.path(), &address);
    assert!(desk.synchronise(true, |_, _| true).unwrap().is_all_there());
}

/// OPERATIONS.md says how long certificates are good, and why.
#[test]
fn every_certificate_that_headquarters_makes_is_good_for_the_years_that_are_promised() {
    let (folder, _desk, hq, _running) = enrolled(Suite::default());
    let of = |name: &str| std::fs::read(hq.path().join("keys").join(name)).unwrap();
    let laptop = crate::bureau::reader(folder.path()).enrolled().unwrap().unwrap().certificate;
    // As DER writes them (RFC 5280, 4.1.2.5).
    for moment in ["750101000000Z", "40960101000000Z"] {
        for (whose, der) in [
            ("authority", of("authority.crt")),
            ("server", of("line.crt")),
            ("laptop", laptop.clone()),
        ] {
            let is_there = der.windows(moment.len()).any(|part| part == moment.as_bytes());
            assert!(is_there, "{whose}: {moment}");
        }
    }
    let page = std::fs::read_to_string("docs/OPERATIONS.md").unwrap();
    assert!(page.contains("from 1975 to 4096"), "docs/OPERATIONS.md says how long");
}
