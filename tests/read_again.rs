//! `lucha-hq verify` reads everything again: whatever of the ledger or of the keep is changed afterwards is named, one kind
//! after the other, and what came damaged from a laptop and was told is none of it.

use crate::bureau::{EVENING, check, found, sample};
use crate::headquarters::{code, enrolled, founded_on, served, url};
use crate::news::hq as operator;
use crate::scenarios;
use crate::shared_server::Database;
use lucha::hq::ledger::Ledger;
use lucha::hq::photographs::Memory;
use lucha::hq::place::Place;
use lucha::hq::verify::{self, Flaw};
use lucha::stdx::digest::Digest;
use lucha::wire::message::feed::{Finding, News, Scope, Verdict};
use lucha::wire::message::hello::{JournalName, Point};
use lucha::wire::suite::Suite;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A headquarters that holds a day's work of one laptop, and serves nobody.
struct Office {
    hq: TempDir,
    _laptop: TempDir,
    name: JournalName,
    head: Point,
    ledger: Connection,
}

impl Office {
    fn new(suite: Suite) -> Office {
        let (laptop, mut desk, hq, running) = enrolled(suite);
        assert!(desk.synchronise(true, |_, _| true).unwrap().is_all_there());
        drop((desk, running));
        let (name, head) = Place::open(hq.path()).unwrap().ledger().unwrap().heads().unwrap()[0];
        let ledger = Connection::open(hq.path().join("ledger.db")).unwrap();
        Office { hq, _laptop: laptop, name, head, ledger }
    }

    fn path(&self) -> &Path {
        self.hq.path()
    }

    /// What the program says, in words.
    fn verify(&self) -> (u8, String) {
        operator(self.path(), &["verify", "--lang", "en"])
    }

    #[track_caller]
    fn holds(&self) {
        let (code, said) = self.verify();
        assert!(code == 0 && said.contains(" 0 broken"), "{said}");
    }

    /// One thing does not hold, and it is this.
    #[track_caller]
    fn lacks(&self, words: &str) {
        let (code, said) = self.verify();
        assert!(code == 2 && said.contains(words) && said.contains(" 1 broken"), "{words}: {said}");
    }

    fn place(&self) -> String {
        let JournalName { device, epoch } = self.name;
        format!("device {device} epoch {epoch}")
    }

    /// A column of the ledger's row that `of` tells.
    fn bytes(&self, column: &str, of: &str) -> Vec<u8> {
        let sql = format!("SELECT {column} FROM {of}");
        self.ledger.query_row(&sql, [], |row| row.get(0)).unwrap()
    }

    fn put(&self, column: &str, (table, which): (&str, &str), bytes: &[u8]) {
        let sql = format!("UPDATE {table} SET {column} = ?1 WHERE {which}");
        assert_eq!(self.ledger.execute(&sql, [bytes]).unwrap(), 1);
    }

    /// Turns a bit in the middle, has it found, and turns it back.
    #[track_caller]
    fn is_found(&self, column: &str, (table, which): (&str, &str), words: &str) {
        let whole = self.bytes(column, &format!("{table} WHERE {which}"));
        let mut other = whole.clone();
        let middle = other.len() / 2;
        other[middle] ^= 4;
        self.put(column, (table, which), &other);
        self.lacks(&format!("{}: {words}", self.place()));
        self.put(column, (table, which), &whole);
        self.holds();
    }

    /// Where the keep has a photograph or page, and its digest.
    fn some_page(&self) -> (PathBuf, String) {
        let digest = self.bytes("min(digest)", "blob WHERE held_ms IS NOT NULL");
        let hex = Digest::from_slice(&digest).unwrap().hex();
        (self.path().join("photographs/held").join(&hex[..2]).join(&hex), hex)
    }
}

#[test]
fn a_changed_payload_envelope_or_signature_is_named_with_its_entry() {
    for suite in Suite::ALL {
        let office = Office::new(suite);
        office.holds();
        office.is_found("envelope", ("entry", "number = 9"), "the journal breaks at entry 9");
        office.is_found("payload", ("entry", "number = 7"), "the content of entry 7 is not");
        office.is_found("salt", ("entry", "number = 8"), "the content of entry 8 is not");
        let last = office.head.number;
        let end = format!("number = {last}");
        office.is_found("payload", ("entry", &end), &format!("the content of entry {last} is not"));
        let words = format!("the device's signature up to entry {last} is missing or is not");
        office.is_found("signature", ("signature", &end), &words);
        let sql = "UPDATE signature SET number = number - 1 WHERE number = ?1";
        let moved = office.ledger.execute(sql, [i64::try_from(last).unwrap()]);
        assert_eq!(moved.unwrap(), 1);
        // What it was over is another entry, and none is over the last.
        let (code, said) = office.verify();
        assert!(code == 2 && said.contains(&words) && said.contains(" 2 broken"), "{said}");
    }
}

#[test]
fn a_payload_that_left_headquarters_is_no_pruned_one() {
    let office = Office::new(Suite::default());
    // As a laptop keeps what was pruned there: headquarters never has it so, but where it came so and was told.
    office.put("payload", ("entry", "number = 7"), &[]);
    office.put("salt", ("entry", "number = 7"), &[0; 16]);
    office.lacks(&format!("{}: the content of entry 7 is not", office.place()));
    let verdict = |finding, number| {
        let verdict = Verdict { journal: office.name, number, finding, words: None };
        let mut ledger = Place::open(office.path()).unwrap().ledger().unwrap();
        ledger.publish(Scope::Device(office.name.device), &News::Verdict(verdict)).unwrap();
    };
    verdict(Finding::PayloadDamaged, 8);
    verdict(Finding::NumberUsed, 7);
    office.lacks("the content of entry 7 is not");
    verdict(Finding::PayloadDamaged, 7);
    office.holds();
}

#[test]
fn a_photograph_that_is_missing_or_changed_is_named_with_the_entry_that_names_it() {
    let office = Office::new(Suite::default());
    let (file, hex) = office.some_page();
    let whole = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    office.lacks(&format!("names paper or photograph {hex}, which was received and is not in"));
    for other in [&whole[1..], &[&whole[..], b" "].concat(), b""] {
        std::fs::write(&file, other).unwrap();
        office
            .lacks(&format!("names paper or photograph {hex}, which was received and is another"));
    }
    std::fs::write(&file, &whole).unwrap();
    office.holds();
    // One that has not come yet is not missing.
    let sql = "UPDATE blob SET held_ms = NULL WHERE digest = ?1";
    assert_eq!(office.ledger.execute(sql, [digest(&hex)]).unwrap(), 1);
    std::fs::remove_file(&file).unwrap();
    office.holds();
    // One that no entry names is told by its digest alone.
    let sql = "INSERT INTO blob (agency, digest, size, held_ms, damaged)
               SELECT agency, zeroblob(32), 1, 1, 0 FROM journal";
    assert_eq!(office.ledger.execute(sql, []).unwrap(), 1);
    office.lacks(&format!("paper or photograph {} was received", "00".repeat(32)));
    // The whole keep is gone.
    let held = office.path().join("photographs/held");
    std::fs::rename(&held, office.path().join("elsewhere")).unwrap();
    let (code, said) = office.verify();
    let lost = said.lines().filter(|line| line.contains("is not in the keep")).count();
    assert!(code == 2 && lost > 10, "{said}");
    assert!(said.lines().any(|line| line.starts_with("0 papers and photographs")), "{said}");
}

fn digest(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// Where the ledger is in PostgreSQL the same is found.
#[test]
fn what_changed_in_a_database_elsewhere_is_found_too() {
    let server = Database::new();
    let hq = founded_on(Suite::default(), Some(server.url()));
    let running = served(hq.path(), "127.0.0.1:0");
    let (_folder, mut desk) = found(sample(), EVENING);
    check(&mut desk, vec![scenarios::stop("S03")]);
    desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
    assert!(desk.synchronise(true, |_, _| true).unwrap().is_all_there());
    drop(running);
    let place = Place::open(hq.path()).unwrap();
    let (mut ledger, mut keep) = (place.ledger().unwrap(), place.photographs().unwrap());
    let shelf = verify::photographs(ledger.as_mut(), keep.as_mut()).unwrap();
    assert!(shelf.held > 2 && shelf.lost == 0, "{shelf:?}");
    let gone = verify::photographs(ledger.as_mut(), &mut Memory::default()).unwrap();
    assert_eq!((gone.held, gone.lost), (0, shelf.held));
    let (name, head) = ledger.heads().unwrap()[0];
    let look = |ledger: &mut dyn Ledger| verify::journal(ledger, name, head, 10).unwrap();
    assert_eq!(look(ledger.as_mut()), Ok(head.number));
    let mut database = postgres::Client::connect(&server.url(), postgres::NoTls).unwrap();
    let sql = "UPDATE entry SET payload = payload || '\\x00'::bytea WHERE number = 3";
    assert_eq!(database.execute(sql, &[]).unwrap(), 1);
    assert_eq!(look(ledger.as_mut()), Err(vec![Flaw::Payload(3)]));
    let sql = "DELETE FROM signature WHERE number = (SELECT max(number) FROM signature)";
    assert_eq!(database.execute(sql, &[]).unwrap(), 1);
    let wanted = vec![Flaw::Signature(head.number), Flaw::Payload(3)];
    assert_eq!(look(ledger.as_mut()), Err(wanted));
}
