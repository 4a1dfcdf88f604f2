//! The search: what `LIKE '%…%'` finds over the words of the stops, newest first, page by page.

use crate::crash::lives;
use lucha::domain::bureau::BureauEvent;
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::{Facts, Place};
use lucha::domain::party::Party;
use lucha::domain::pruning::PrunedStop;
use lucha::stdx::bigram;
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::fold::half_width;
use lucha::stdx::id::{Dice, Id};
use lucha::store::Store;
use lucha::store::journal::Work;
use lucha::store::open::FILE;
use lucha::store::site::Site;
use lucha::wire::event::Body;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const STOPS: u32 = 300;
const PAGE: u32 = 7;
/// Names; plates; numbers that repeat themselves; letters of other scripts and widths; signs between words.
const ALPHABETS: [&str; 5] = [
    "张王李伟娜强国",
    "粤湘赣挂ABD0123456789",
    "粤D0001177",
    "AaBb1２ｄＤ张Éé①Ⓐкक",
    " ，。·-😀〔〕%_\"*'\u{3000}张1",
];

struct Letters(u64);

impl Letters {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    fn text(&mut self, len_max: usize) -> String {
        let alphabet: Vec<char> = ALPHABETS[self.below(ALPHABETS.len())].chars().collect();
        let len = self.below(len_max + 1);
        (0..len).map(|_| alphabet[self.below(alphabet.len())]).collect()
    }

    fn facts(&mut self, nth: u32) -> Facts {
        let mut facts = lives::facts(u64::from(nth % 37));
        // Half of the plates and places are as they are at the roadside.
        if self.below(2) == 0 {
            facts.vehicle.as_mut().unwrap().plate = self.text(9);
        }
        if self.below(2) == 0 {
            facts.place = Place { route: self.text(5), text: self.text(24), ..Place::default() };
        }
        if let Some(Party::Organisation { name, .. }) = facts.party.as_mut() {
            *name = self.text(12).into();
        }
        facts
    }
}

/// The words that a stop is found by.
fn words(facts: &Facts, document_no: &str) -> String {
    let (vehicle, party) = (facts.vehicle.as_ref().unwrap(), facts.party.as_ref().unwrap());
    let (route, place) = (&facts.place.route, &facts.place.text);
    [vehicle.plate.as_str(), party.name(), route, place, document_no].join(" ")
}

fn clock() -> Clock {
    Clock::fixed(Moment::parse("2026-11-23T08:00:00+08:00").unwrap())
}

fn append(store: &mut Store, dice: &mut Dice, subject: Id, events: Vec<Event>) -> u64 {
    let bodies = events.into_iter().map(Body::Inspection).collect();
    let work = Work { subject: Some(subject), bodies, ..Work::default() };
    store.append(work, clock().read(), dice).unwrap()[0].envelope.number
}

/// Stops that were recorded, decided with a number in the same transaction or in a later one, and corrected; the words of
/// each under its number.
fn filled(store: &mut Store, dice: &mut Dice, letters: &mut Letters) -> BTreeMap<u64, String> {
    let mut said = BTreeMap::new();
    for nth in 0..STOPS {
        let (id, mut facts) = (dice.id(), letters.facts(nth));
        let ended = || Event::InspectionEnded(lives::ending(nth + 1));
        let recorded = Event::InspectionRecorded(Box::new(facts.clone()));
        let mut events = vec![recorded];
        if nth.is_multiple_of(3) {
            events.push(ended());
        }
        let number = append(store, dice, id, events);
        if nth % 3 == 1 {
            append(store, dice, id, vec![ended()]);
        }
        if nth.is_multiple_of(5) {
            facts = letters.facts(nth);
            let (reason, corrected) = (String::from("笔误"), Box::new(facts.clone()));
            append(store, dice, id, vec![Event::FactsCorrected { reason, facts: corrected }]);
        }
        let ended = lives::ending(nth + 1).number.unwrap().to_string();
        said.insert(number, words(&facts, if nth % 3 < 2 { &ended } else { "" }));
    }
    said
}

fn folded(text: &str) -> String {
    text.chars().map(|c| half_width(c).to_ascii_uppercase()).collect()
}

/// What the words of the stops stand in, to be scanned.
struct Said(Connection);

impl Said {
    fn of(said: &BTreeMap<u64, String>) -> Said {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE said (number INTEGER PRIMARY KEY, text TEXT)").unwrap();
        for (number, text) in said {
            let number = i64::try_from(*number).unwrap();
            let values = rusqlite::params![number, folded(text)];
            conn.execute("INSERT INTO said VALUES (?1, ?2)", values).unwrap();
        }
        Said(conn)
    }

    fn like(&self, part: &str) -> BTreeSet<u64> {
        let sql = "SELECT number FROM said WHERE text LIKE '%' || ?1 || '%'";
        let mut statement = self.0.prepare_cached(sql).unwrap();
        let rows = statement.query_map([part], |row| row.get::<_, i64>(0)).unwrap();
        rows.map(|number| u64::try_from(number.unwrap()).unwrap()).collect()
    }

    /// Newest first: those that hold every part of what was typed, blanks and signs being what parts it.
    fn holding(&self, typed: &str) -> Vec<u64> {
        let folded = folded(typed);
        let parts: Vec<&str> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
        if parts.is_empty() && !typed.trim().is_empty() {
            return Vec::new();
        }
        let mut holding = self.like("");
        for part in parts {
            let with_it = self.like(part);
            holding.retain(|number| with_it.contains(number));
        }
        holding.into_iter().rev().collect()
    }
}

fn numbers(store: &Store, typed: &str, before: Option<u64>, limit: u32) -> Vec<u64> {
    let rows = store.inspections(typed, before, limit).unwrap();
    rows.iter().map(|row| row.number).collect()
}

fn page_by_page(store: &Store, typed: &str) -> Vec<u64> {
    let mut all = Vec::new();
    loop {
        let page = numbers(store, typed, all.last().copied(), PAGE);
        let is_last = page.len() < PAGE as usize;
        all.extend(page);
        if is_last {
            return all;
        }
    }
}

/// Whatever somebody might type: pieces of what is there, what is not there, single characters, signs, far too much.
fn typed(letters: &mut Letters, said: &BTreeMap<u64, String>) -> Vec<String> {
    let mut typed: Vec<String> =
        ["", "  ", "\u{3000}", "😀", "，。", "%", "_", "\"", "*", "'", "张 OR 伟", "NOT 张", "张*"]
            .map(String::from)
            .into();
    typed.extend(
        ["粤D00011", "粤d00011", "D0001", "0001", "００１１", "00003号", "样", "2026"]
            .map(String::from),
    );
    typed.extend(ALPHABETS.concat().chars().map(String::from));
    typed.extend((0..120).map(|_| letters.text(6)));
    for text in said.values().filter(|text| !text.is_empty()) {
        let text: Vec<char> = text.chars().collect();
        let from = letters.below(text.len());
        let until = (from + 1 + letters.below(12)).min(text.len());
        typed.push(text[from..until].iter().collect());
    }
    typed.extend(said.values().take(20).cloned());
    typed.extend([
        letters.text(5_000),
        "粤D".repeat(2_000),
        "张 ".repeat(400),
        "D1 伟 ".repeat(400),
    ]);
    typed
}

fn assert_finds(store: &Store, said: &BTreeMap<u64, String>, typed: &[String]) {
    let scan = Said::of(said);
    let (mut found, mut pages) = (0, 0);
    for typed in typed {
        let wanted = scan.holding(typed);
        let shown: String = typed.chars().take(80).collect();
        assert_eq!(numbers(store, typed, None, u32::MAX), wanted, "{shown:?}");
        assert_eq!(page_by_page(store, typed), wanted, "{shown:?}, page by page");
        found += usize::from(!wanted.is_empty());
        pages += usize::from(wanted.len() > PAGE as usize);
    }
    println!("{found} of {} find something, {pages} more than a page", typed.len());
    assert!(found > 200 && pages > 50, "{found} {pages}: nothing was tried");
}

#[test]
fn the_search_finds_what_like_finds_newest_first() {
    let folder = tempfile::tempdir().unwrap();
    let (mut dice, mut letters) = (Dice::Counted(1), Letters(11));
    let site = Site::plain(folder.path());
    let mut store = Store::open(&site, &mut dice).unwrap();
    let said = filled(&mut store, &mut dice, &mut letters);
    let typed = typed(&mut letters, &said);
    assert_finds(&store, &said, &typed);
    assert_eq!(store.verify().unwrap().breaks, []);
    store.rebuild().unwrap();
    assert_finds(&store, &said, &typed);
}

/// The journal's own tables, as no program of this version would write them.
fn raw(folder: &Path) -> Connection {
    Connection::open(folder.join(FILE)).unwrap()
}

#[test]
fn stops_wait_for_the_index_and_no_more_than_a_few_dozen_do() {
    let folder = tempfile::tempdir().unwrap();
    let (mut dice, mut letters) = (Dice::Counted(1), Letters(13));
    let mut store = Store::open(&Site::plain(folder.path()), &mut dice).unwrap();
    let conn = raw(folder.path());
    let count = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    let (mut waited, mut plates) = (BTreeSet::new(), BTreeMap::new());
    for nth in 0..STOPS {
        let (id, facts) = (dice.id(), letters.facts(nth));
        let plate = facts.vehicle.as_ref().unwrap().plate.clone();
        let recorded = Event::InspectionRecorded(Box::new(facts));
        append(&mut store, &mut dice, id, vec![recorded]);
        let waiting = count(
            "SELECT count(*) FROM inspection WHERE number > (SELECT number FROM search_upto)",
        );
        let indexed = count("SELECT count(*) FROM inspection_term_docsize");
        assert_eq!(waiting + indexed, i64::from(nth) + 1);
        waited.insert(waiting);
        let seen = plates.entry(plate.clone()).or_insert(0);
        *seen += 1;
        assert_eq!(store.inspections_of_plate(&plate).unwrap(), *seen, "{plate}");
        let today = store.counts_of_day(clock().now().day()).unwrap();
        assert_eq!(today.iter().map(|(_, _, count)| count).sum::<u32>(), nth + 1);
    }
    assert!(plates.values().any(|seen| *seen > 5), "{plates:?}");
    assert_eq!((waited.first(), waited.last()), (Some(&1), Some(&127)));
}

#[test]
fn a_program_that_knows_of_no_waiting_may_have_put_stops_into_the_index() {
    let folder = tempfile::tempdir().unwrap();
    let (mut dice, mut letters) = (Dice::Counted(1), Letters(14));
    let mut store = Store::open(&Site::plain(folder.path()), &mut dice).unwrap();
    let mut said = filled(&mut store, &mut dice, &mut letters);
    let conn = raw(folder.path());
    let sql = "SELECT number FROM inspection WHERE number > (SELECT number FROM search_upto)";
    let waiting: Vec<i64> = {
        let mut statement = conn.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    assert!(!waiting.is_empty());
    for number in waiting {
        let terms = bigram::index_terms(&said[&u64::try_from(number).unwrap()]);
        let sql = "INSERT INTO inspection_term (rowid, terms) VALUES (?1, ?2)";
        conn.execute(sql, rusqlite::params![number, terms]).unwrap();
    }
    let asked = typed(&mut letters, &said);
    assert_finds(&store, &said, &asked);
    for nth in 0..STOPS {
        let (id, facts) = (dice.id(), letters.facts(nth));
        let recorded = Event::InspectionRecorded(Box::new(facts.clone()));
        said.insert(append(&mut store, &mut dice, id, vec![recorded]), words(&facts, ""));
    }
    let asked = typed(&mut letters, &said);
    assert_finds(&store, &said, &asked);
    assert_eq!(store.verify().unwrap().breaks, []);
}

#[test]
fn a_decision_is_found_by_its_number_as_soon_as_it_has_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::Counted(1);
    let mut store = Store::open(&Site::plain(folder.path()), &mut dice).unwrap();
    let id = dice.id();
    let recorded = Event::InspectionRecorded(Box::new(lives::facts(77)));
    let number = append(&mut store, &mut dice, id, vec![recorded]);
    let by_number = ["00012号", "12号", "2026", "样〔2026〕00012号", "粤D00077 00012"];
    let all = |store: &Store| by_number.map(|typed| numbers(store, typed, None, 9));
    assert_eq!(all(&store), by_number.map(|_| Vec::<u64>::new()));
    append(&mut store, &mut dice, id, vec![Event::InspectionEnded(lives::ending(12))]);
    assert_eq!(all(&store), by_number.map(|_| vec![number]));
    assert_eq!(
        numbers(&store, "粤D00077", None, 9),
        [number],
        "and by what it was found by before"
    );
}

#[test]
fn words_that_left_with_the_party_find_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut dice, mut letters) = (Dice::Counted(1), Letters(12));
    let mut store = Store::open(&Site::plain(folder.path()), &mut dice).unwrap();
    let mut said = filled(&mut store, &mut dice, &mut letters);
    let rows = store.inspections("", None, u32::MAX).unwrap();
    let mut stops = Vec::new();
    for row in rows.iter().filter(|row| row.number.is_multiple_of(4)) {
        let entries = store.entries_of(row.id).unwrap();
        let taken = entries.iter().find_map(|entry| match &entry.body {
            Body::Inspection(Event::InspectionEnded(ending)) => {
                ending.number.clone().map(|number| (number, entry.envelope.number))
            }
            _ => None,
        });
        said.insert(row.number, row.document_no.clone());
        stops.push(PrunedStop {
            id: row.id,
            number: row.number,
            at: row.at,
            codes: row.codes.clone(),
            outcome: row.outcome,
            over_kg: row.over_kg,
            fine: row.fine,
            document_no: row.document_no.clone(),
            taken,
            papers: Vec::new(),
        });
    }
    assert!(stops.len() > 50, "{} of {}", stops.len(), rows.len());
    let pruned =
        BureauEvent::PartyDataPruned { days: 30, received_upto: 1, stops, closes: Vec::new() };
    let work = Work { bodies: vec![Body::Bureau(pruned)], ..Work::default() };
    store.append(work, clock().read(), &mut dice).unwrap();
    let typed = typed(&mut letters, &said);
    assert_finds(&store, &said, &typed);
    let rows = store.dump().unwrap();
    store.rebuild().unwrap();
    assert_eq!(store.dump().unwrap(), rows);
    assert_finds(&store, &said, &typed);
}
