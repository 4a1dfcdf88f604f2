//! A bundle by a colleague's laptop, over real TLS on 127.0.0.1: given, cut, borne, delivered, answered, refused.

use crate::bureau::{EVENING, check, found, reader, sample};
use crate::headquarters::{code, founded, served, url};
use crate::scenarios;
use clap::Parser as _;
use lucha::app::command::Trouble;
use lucha::app::desk::Desk;
use lucha::app::relay_run::{Bearing, Listened};
use lucha::app::synchronise::Carried;
use lucha::hq::ledger::Ledger;
use lucha::hq::operate;
use lucha::hq::place::Place;
use lucha::hq::serve::Running;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::memory;
use lucha::store::incoming::{Enrolled, LineKey};
use lucha::sync::relay::Mate as _;
use lucha::sync::relay::deliver::Delivered;
use lucha::sync::relay::giver::Given;
use lucha::sync::relay::keep::{Added, COUNT_MAX, Keep};
use lucha::sync::relay::line::{self, Papers};
use lucha::wire::line_certificate::device_of;
use lucha::wire::message::hello::JournalName;
use lucha::wire::message::relay::{BORNE_MAX, Load, Piece, Relay};
use lucha::wire::relay_note::{RelayNote, Stage};
use lucha::wire::suite::Suite;
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, Issuer, KeyPair,
    SanType, date_time_ymd,
};
use rustls::pki_types::CertificateDer;
use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;

/// First and last year of a certificate that is good today.
pub const DAYS: [i32; 2] = [2020, 2999];

fn params(device: &str, [from, until]: [i32; 2]) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, device);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    (params.not_before, params.not_after) = (date_time_ymd(from, 1, 1), date_time_ymd(until, 1, 1));
    params
}

/// DER of a laptop's certificate that nobody's authority signed.
pub fn certificate(device: Id, days: [i32; 2]) -> Vec<u8> {
    let key = KeyPair::generate().unwrap();
    params(&device.to_string(), days).self_signed(&key).unwrap().der().to_vec()
}

/// A certificate and its key under the authority of the headquarters in `hq`.
pub fn signed(hq: &Path, device: Id, days: [i32; 2]) -> (Vec<u8>, LineKey) {
    let own = KeyPair::generate().unwrap();
    let made = params(&device.to_string(), days).signed_by(&own, &issuer(hq)).unwrap();
    (made.der().to_vec(), LineKey(own.serialize_pem().into_bytes().into()))
}

/// Who signs certificates at the headquarters in `hq`.
fn issuer(hq: &Path) -> Issuer<'static, KeyPair> {
    let read = |name: &str| std::fs::read(hq.join("keys").join(name)).unwrap();
    let key = KeyPair::try_from(read("authority.key")).unwrap();
    Issuer::from_ca_cert_der(&CertificateDer::from(read("authority.crt")), key).unwrap()
}

/// Gives the headquarters in `hq` another certificate of its own line, under its authority.
pub fn serves_under(hq: &Path, days: [i32; 2]) {
    let own = KeyPair::generate().unwrap();
    let mut params = params("Lucha headquarters", days);
    params.subject_alt_names = vec![SanType::IpAddress([127, 0, 0, 1].into())];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let made = params.signed_by(&own, &issuer(hq)).unwrap();
    std::fs::write(hq.join("keys/line.crt"), made.der()).unwrap();
    std::fs::write(hq.join("keys/line.key"), own.serialized_der()).unwrap();
}

/// What headquarters itself shows on its line, with its key.
pub fn of_headquarters(hq: &Path) -> (Vec<u8>, LineKey) {
    let read = |name: &str| std::fs::read(hq.join("keys").join(name)).unwrap();
    let line = KeyPair::try_from(read("line.key")).unwrap();
    (read("line.crt"), LineKey(line.serialize_pem().into_bytes().into()))
}

struct Laptop {
    folder: TempDir,
    desk: Desk,
}

impl Laptop {
    /// With numbers of its own, `stops` of the sample shift, enrolled.
    fn new(hq: &Path, running: &Running, nth: u32, stops: usize) -> Laptop {
        let mut founding = sample();
        founding.blocks.truncate(1);
        (founding.blocks[0].from, founding.blocks[0].until) = (nth * 1_000 + 1, nth * 1_000 + 200);
        let (folder, mut desk) = found(founding, EVENING);
        check(&mut desk, scenarios::stops()[..stops].to_vec());
        desk.enrol_laptop(&url(running), &code(hq)).unwrap();
        Laptop { folder, desk }
    }

    fn name(&self) -> JournalName {
        reader(self.folder.path()).journal_name()
    }

    fn head(&self) -> u64 {
        reader(self.folder.path()).head().number
    }

    fn enrolled(&self) -> Enrolled {
        reader(self.folder.path()).enrolled().unwrap().unwrap()
    }

    fn sync(&mut self) -> Carried {
        self.desk.synchronise(true, |_, _| true).unwrap()
    }

    /// What it bears, newest first: key of the line, device, entries.
    fn borne(&self) -> Vec<(&'static str, Id, u64)> {
        let lines = self.desk.borne();
        lines.iter().map(|line| (line.key, line.device, line.entries)).collect()
    }
}

/// Headquarters, and two laptops: the first has all of a shift waiting and no line, the second a short one.
struct Town {
    hq: TempDir,
    running: Running,
    giver: Laptop,
    bearer: Laptop,
}

impl Town {
    fn new() -> Town {
        let hq = founded(Suite::Sha256Ed25519);
        let running = served(hq.path(), "127.0.0.1:0");
        let giver = Laptop::new(hq.path(), &running, 1, scenarios::stops().len());
        let mut bearer = Laptop::new(hq.path(), &running, 2, 1);
        assert!(bearer.sync().is_all_there());
        Town { hq, running, giver, bearer }
    }

    fn ledger(&self) -> Box<dyn Ledger> {
        Place::open(self.hq.path()).unwrap().ledger().unwrap()
    }

    /// The last entry of a journal that headquarters holds, which is read again up to there.
    fn held(&self, name: JournalName) -> u64 {
        let mut ledger = self.ledger();
        let head = ledger.journal(name).unwrap().unwrap().head;
        let read = lucha::hq::verify::journal(ledger.as_mut(), name, head, 50).unwrap();
        assert_eq!(read, Ok(head.number));
        head.number
    }

    fn operate(&self, words: &[&str]) {
        let dir = self.hq.path().to_str().unwrap();
        let words = [&["lucha-hq", "--dir", dir][..], words].concat();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let arguments = operate::Arguments::parse_from(words);
        assert_eq!(operate::run(&arguments, &mut out, &mut err), 0);
    }
}

/// `call` while `bearing` listens: what came of either. The call gets the address.
fn listening<T>(bearing: &Bearing, call: impl FnOnce(&str) -> T) -> (T, Result<Listened, Trouble>) {
    let (listener, address) = bearing.listen("127.0.0.1:0").unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    std::thread::scope(|scope| {
        let serving = scope.spawn(|| bearing.serve(&listener, &stop, &mut |_| {}));
        let called = call(&address);
        // Whoever is on the line still is heard to the end of what he said.
        std::thread::sleep(std::time::Duration::from_millis(100));
        stop.store(true, Ordering::Relaxed);
        (called, serving.join().unwrap())
    })
}

fn give(desk: &mut Desk, address: &str, code: &str) -> Result<Given, Trouble> {
    desk.give(address, code, &Arc::default(), &mut |_| true)
}

/// One meeting; `by` names the way to the bearer.
fn meet(
    giver: &mut Laptop,
    bearer: &mut Laptop,
    by: impl FnOnce(&str) -> String,
) -> (Result<Given, Trouble>, Result<Listened, Trouble>) {
    let bearing = bearer.desk.bearing().unwrap();
    listening(&bearing, |address| give(&mut giver.desk, &by(address), bearing.code()))
}

fn met(giver: &mut Laptop, bearer: &mut Laptop) -> Given {
    let (given, listened) = meet(giver, bearer, str::to_string);
    assert!(listened.is_ok(), "{listened:?}");
    given.unwrap()
}

/// A line to `address` that is cut for good when so many bytes went up it.
fn cut_after(address: &str, bytes: usize) -> String {
    let own = TcpListener::bind("127.0.0.1:0").unwrap();
    let (at, to) = (own.local_addr().unwrap().to_string(), address.to_string());
    std::thread::spawn(move || {
        let (up, _) = own.accept().unwrap();
        let down = TcpStream::connect(to).unwrap();
        let (mut back_from, mut back_to) = (down.try_clone().unwrap(), up.try_clone().unwrap());
        std::thread::spawn(move || {
            let _ended = std::io::copy(&mut back_from, &mut back_to);
        });
        let (mut up, mut down) = (up, down);
        let (mut left, mut buffer) = (bytes, vec![0; 4_096]);
        while left > 0 {
            let most = left.min(buffer.len());
            match up.read(&mut buffer[..most]) {
                Ok(0) | Err(_) => break,
                Ok(count) if down.write_all(&buffer[..count]).is_err() => break,
                Ok(count) => left -= count,
            }
        }
        for line in [up, down] {
            let _gone = line.shutdown(Shutdown::Both);
        }
    });
    at
}

#[test]
fn what_waits_goes_by_a_colleague_and_the_answer_comes_back_by_him() {
    let mut town = Town::new();
    let (giver, head) = (town.giver.name(), town.giver.head());
    let given = met(&mut town.giver, &mut town.bearer);
    let load = given.load.unwrap();
    assert!(given.is_whole && load.is_all && !given.stopped, "{given:?}");
    assert!(load.entries == head && load.photographs > 10, "{load:?}");
    assert_eq!(town.bearer.borne(), [("relay.held", giver.device, head)]);
    let view = town.bearer.desk.sync_view().unwrap();
    assert_eq!((view.borne.len(), view.entries), (1, view.acknowledged), "nothing of its own");
    // A second meeting finds all of it there.
    let again = met(&mut town.giver, &mut town.bearer);
    assert!(again.is_whole && again.load == Some(load));
    assert_eq!(town.bearer.borne().len(), 1);
    let carried = town.bearer.sync();
    assert!(carried.is_all_there() && carried.trouble().is_none(), "{carried:?}");
    let done = carried.delivered;
    assert_eq!((done.bundles, done.entries, done.answers, done.waiting), (1, head, 1, 0));
    assert_eq!(town.held(giver), head);
    assert_eq!(town.bearer.borne(), [("relay.delivered", giver.device, head)]);
    assert_eq!(town.bearer.sync().delivered, Delivered::default(), "nothing is asked again");
    // The answer: receipts for everything, and the first block of numbers, which is an entry.
    let answered = met(&mut town.giver, &mut town.bearer);
    let brought = answered.brought;
    assert_eq!((brought.answers, brought.torn, brought.end), (1, 0, None));
    let progress = brought.progress;
    assert_eq!((progress.entries, progress.photographs), (head, load.photographs));
    assert!(progress.news > 0);
    let new = answered.load.unwrap();
    assert!(answered.is_whole && new.entries == town.giver.head() - head, "{answered:?}");
    let told: Vec<&str> = town.bearer.borne().iter().map(|line| line.0).collect();
    assert_eq!(told.iter().filter(|key| **key == "relay.handed_over").count(), 1, "{told:?}");
    // What went both ways is there once.
    let by_line = town.giver.sync();
    assert!(by_line.is_all_there(), "{by_line:?}");
    assert_eq!((by_line.progress.entries, by_line.progress.photographs), (new.entries, 0));
    let late = town.bearer.sync().delivered;
    assert_eq!((late.bundles, late.answers), (1, 1));
    assert_eq!(town.held(giver), town.giver.head());
    let last = met(&mut town.giver, &mut town.bearer);
    assert_eq!((last.brought.answers, last.brought.progress.entries, last.load), (1, 0, None));
    let folder = town.bearer.folder.path().join("relay");
    let names = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
    let bytes = names.filter(|name| !name.to_str().unwrap().ends_with(".note")).count();
    assert_eq!(bytes, 0, "only the notes tell of it");
}

#[test]
fn a_line_that_is_cut_every_few_kilobytes_goes_on_where_it_was() {
    let mut town = Town::new();
    let (mut sent, mut meetings) = (0, 0);
    let given = loop {
        meetings += 1;
        assert!(meetings < 200, "{sent} bytes are there");
        // What a meeting costs beside the bundle: handshake, greeting, the range that was torn.
        let bytes = if meetings % 2 == 0 { 60_000 } else { 140_000 };
        let by = |address: &str| cut_after(address, bytes);
        let (given, listened) = meet(&mut town.giver, &mut town.bearer, by);
        match given {
            Ok(given) => break given,
            Err(trouble) => assert_eq!(trouble.key, "trouble.relay_line", "{trouble:?}"),
        }
        if let Some((_, here)) = listened.unwrap().met.coming {
            assert!(here >= sent, "meeting {meetings}: {here} after {sent}");
            sent = here;
        }
    };
    assert!(given.is_whole && meetings > 3 && sent > 0, "{meetings} meetings: {given:?}");
    assert_eq!(town.bearer.borne().len(), 1, "one bundle, however often it was begun");
    assert_eq!(town.bearer.sync().delivered.bundles, 1);
    assert_eq!(town.held(town.giver.name()), town.giver.head());
}

#[test]
fn two_colleagues_and_a_line_bring_the_same_entries_once() {
    let mut town = Town::new();
    let mut other = Laptop::new(town.hq.path(), &town.running, 3, 1);
    let (giver, head) = (town.giver.name(), town.giver.head());
    assert!(met(&mut town.giver, &mut town.bearer).is_whole);
    assert!(met(&mut town.giver, &mut other).is_whole);
    assert!(town.giver.sync().is_all_there());
    let (held, own) = (town.held(giver), town.giver.head());
    assert!(held >= head && own >= held);
    assert_eq!(town.bearer.sync().delivered.bundles, 1);
    assert_eq!(other.sync().delivered.bundles, 1);
    assert_eq!(town.held(giver), held, "late and twice: nothing moved");
    assert_eq!(town.ledger().aside(giver).unwrap(), 0);
    for bearer in [&mut town.bearer, &mut other] {
        let late = met(&mut town.giver, bearer).brought;
        assert_eq!((late.answers, late.end), (1, None));
        assert_eq!((late.progress.entries, late.progress.photographs), (0, 0));
    }
}

#[test]
fn what_a_lost_laptop_gave_is_at_headquarters_with_its_photographs() {
    let mut town = Town::new();
    let (giver, head) = (town.giver.name(), town.giver.head());
    let mut blobs = BTreeSet::new();
    let each = |row: lucha::store::journal::KeptRow| {
        blobs.extend(row.read().unwrap().envelope.blobs.iter().map(|blob| blob.digest));
        Ok(())
    };
    reader(town.giver.folder.path()).each_kept(1, each).unwrap();
    assert!(met(&mut town.giver, &mut town.bearer).is_whole);
    let Town { hq, running, giver: lost, mut bearer } = town;
    drop(lost);
    assert_eq!(bearer.sync().delivered.bundles, 1);
    let mut ledger = Place::open(hq.path()).unwrap().ledger().unwrap();
    assert_eq!(ledger.journal(giver).unwrap().unwrap().head.number, head);
    assert!(blobs.len() > 10);
    let held = |digest: &Digest| ledger.blob(*digest).unwrap().unwrap().held_ms.is_some();
    assert_eq!(blobs.iter().map(held).filter(|is_held| !is_held).count(), 0);
    drop(running);
}

#[test]
fn a_revoked_laptop_is_met_by_nobody_who_heard_of_it() {
    let mut town = Town::new();
    let lost = town.giver.name().device.to_string();
    town.operate(&["revoke", "--device", &lost]);
    // The bearer has not heard of it yet; what headquarters makes of the bundle is its own affair.
    assert!(met(&mut town.giver, &mut town.bearer).is_whole);
    assert_eq!(town.bearer.sync().delivered.bundles, 1);
    let row = town.ledger().journal(town.giver.name()).unwrap().unwrap();
    assert_eq!(row.head.number, 0, "held aside");
    assert!(town.ledger().aside(town.giver.name()).unwrap() > 100);
    let (given, listened) = meet(&mut town.giver, &mut town.bearer, str::to_string);
    assert_eq!(given.unwrap_err().key, "trouble.relay_revoked");
    assert_eq!(listened.unwrap().turned_away.unwrap().key(), "cut.relay_revoked");
    // The other way round: who gives has heard that the bearer was revoked.
    let (given, _) = meet(&mut town.bearer, &mut town.giver, str::to_string);
    assert_eq!(given.unwrap_err().key, "trouble.relay_peer_revoked");
    // With a code it is enrolled again, under another certificate.
    let again = code(town.hq.path());
    town.giver.desk.enrol_laptop(&url(&town.running), &again).unwrap();
    assert!(met(&mut town.giver, &mut town.bearer).is_whole);
}

#[test]
fn certificates_of_strangers_of_headquarters_itself_and_of_yesterday_open_no_line() {
    let town = Town::new();
    let (hq, own) = (town.hq.path(), town.bearer.enrolled());
    let elsewhere = founded(Suite::Sha256Ed25519);
    let device = Id([0x41; 16]);
    let with = |(certificate, line_key): (Vec<u8>, LineKey)| {
        Papers::new(&Enrolled { certificate, line_key, ..own.clone() }, BTreeSet::new())
    };
    let mut bearer = town.bearer;
    let bearing = bearer.desk.bearing().unwrap();
    let strangers = [
        ("another headquarters", with(signed(elsewhere.path(), device, DAYS))),
        ("expired", with(signed(hq, device, [2020, 2021]))),
        ("of tomorrow", with(signed(hq, device, [2998, 2999]))),
        ("headquarters itself", with(of_headquarters(hq))),
    ];
    for (who, papers) in strangers {
        let (asked, listened) = listening(&bearing, |address| {
            let mut called = line::call(&papers, address, &Arc::default())?;
            called.ask(&Relay::Fetched { bundle: device })
        });
        assert!(asked.is_err(), "{who}: {asked:?}");
        let listened = listened.unwrap();
        assert_eq!(listened.turned_away.unwrap().key(), "cut.relay_certificate", "{who}");
        assert_eq!(listened.met.giver, None, "{who}");
    }
    // The same one of today is heard, and asked for the code.
    let good = with(signed(hq, device, DAYS));
    let (asked, _) = listening(&bearing, |address| {
        let mut called = line::call(&good, address, &Arc::default())?;
        assert_eq!(called.peer.device, bearing.journal().device);
        called.ask(&Relay::Fetched { bundle: device })
    });
    assert!(asked.is_ok(), "{asked:?}");
}

#[test]
fn a_laptop_of_another_headquarters_neither_gives_nor_bears() {
    let mut town = Town::new();
    let elsewhere = founded(Suite::Sha256Ed25519);
    let running = served(elsewhere.path(), "127.0.0.1:0");
    let mut foreign = Laptop::new(elsewhere.path(), &running, 4, 1);
    for is_giver in [true, false] {
        let (given, listened) = match is_giver {
            true => meet(&mut foreign, &mut town.bearer, str::to_string),
            false => meet(&mut town.giver, &mut foreign, str::to_string),
        };
        let trouble = given.unwrap_err();
        assert_eq!((trouble.key, trouble.a.key()), ("trouble.relay_line", "cut.relay_certificate"));
        assert!(listened.unwrap().turned_away.is_some());
    }
    assert_eq!((town.bearer.borne(), foreign.borne()), (vec![], vec![]));
}

#[test]
fn a_wrong_code_is_refused_and_after_three_it_counts_no_more() {
    let mut town = Town::new();
    let bearing = town.bearer.desk.bearing().unwrap();
    let wrong = if bearing.code() == "000000" { "111111" } else { "000000" };
    let desk = &mut town.giver.desk;
    let (given, listened) = listening(&bearing, |address| {
        for _ in 0..2 {
            assert_eq!(give(desk, address, wrong).unwrap_err().key, "trouble.relay_code");
        }
        // Two slips are forgiven, and blanks are no part of a code.
        let spaced = format!("{} {}", &bearing.code()[..3], &bearing.code()[3..]);
        give(desk, address, &spaced)
    });
    assert!(given.unwrap().is_whole && listened.is_ok());
    let bearing = town.bearer.desk.bearing().unwrap();
    let (keys, listened) = listening(&bearing, |address| {
        [0; 3].map(|_| give(desk, address, "wrong").unwrap_err().key)
    });
    assert_eq!(keys, ["trouble.relay_code"; 3]);
    assert_eq!(listened.unwrap_err().key, "trouble.relay_wrong_codes");
}

#[test]
fn a_bearer_without_room_says_so_and_nothing_is_lost() {
    let mut town = Town::new();
    let bearing = town.bearer.desk.bearing().unwrap().bounded(1_000_000);
    let (given, _) =
        listening(&bearing, |address| give(&mut town.giver.desk, address, bearing.code()));
    assert_eq!(given.unwrap_err().key, "trouble.relay_full");
    assert_eq!(town.bearer.borne(), []);
    let carried = town.giver.sync();
    assert!(carried.is_all_there(), "{carried:?}");
}

#[test]
fn pages_noise_and_silence_are_no_colleague() {
    let mut town = Town::new();
    let portal = TcpListener::bind("127.0.0.1:0").unwrap();
    let page_at = portal.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for line in portal.incoming().take(1) {
            let mut line: TcpStream = line.unwrap();
            let _asked = line.read(&mut [0; 1024]);
            let page = "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<html>hi</html>";
            let _told = line.write_all(page.as_bytes());
        }
    });
    let desk = &mut town.giver.desk;
    let said = |done: Result<Given, Trouble>| {
        let trouble = done.unwrap_err();
        (trouble.key, trouble.a.key())
    };
    assert_eq!(said(give(desk, &page_at, "123456")), ("trouble.relay_line", "cut.relay_stranger"));
    assert_eq!(
        said(give(desk, "no address", "123456")),
        ("trouble.relay_line", "cut.relay_address")
    );
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    assert_eq!(said(give(desk, &nobody, "123456")), ("trouble.relay_line", "io.refused"));
    // The bearer hears noise, hears nobody, and then its colleague.
    let bearing = town.bearer.desk.bearing().unwrap();
    let (given, listened) = listening(&bearing, |address| {
        let mut noise = TcpStream::connect(address).unwrap();
        let _heard = noise.write_all(&[0xa5; 100_000]);
        drop(noise);
        drop(TcpStream::connect(address).unwrap());
        give(desk, address, bearing.code())
    });
    assert!(given.unwrap().is_whole && listened.is_ok());
    // A laptop that calls itself gives itself nothing.
    let own = town.giver.desk.bearing().unwrap();
    let desk = &mut town.giver.desk;
    let (given, _) = listening(&own, |address| give(desk, address, own.code()));
    assert_eq!(given.unwrap_err().key, "trouble.relay_itself");
}

#[test]
fn an_officer_stops_it_and_the_next_meeting_goes_on() {
    let mut town = Town::new();
    let bearing = town.bearer.desk.bearing().unwrap();
    let desk = &mut town.giver.desk;
    let (given, _) = listening(&bearing, |address| {
        let goes_on = &mut |given: &Given| given.sent < 100_000;
        desk.give(address, bearing.code(), &Arc::default(), goes_on)
    });
    let stopped = given.unwrap();
    assert!(stopped.stopped && !stopped.is_whole && stopped.sent >= 100_000, "{stopped:?}");
    assert_eq!(town.bearer.borne()[0].0, "relay.arriving");
    assert_eq!(town.bearer.sync().delivered.bundles, 0, "half a bundle goes nowhere");
    let given = met(&mut town.giver, &mut town.bearer);
    assert!(given.is_whole && given.size == stopped.size, "the same bytes");
    assert_eq!(town.bearer.borne().len(), 1);
}

#[test]
fn who_is_not_enrolled_neither_gives_nor_bears() {
    let (_folder, mut desk) = found(sample(), EVENING);
    assert_eq!(desk.bearing().unwrap_err().key, "trouble.not_enrolled");
    let given = give(&mut desk, "127.0.0.1:9", "123456");
    assert_eq!(given.unwrap_err().key, "trouble.not_enrolled");
}

fn note(nth: u8, size: u64, since_ms: i64) -> RelayNote {
    let bytes = vec![nth; usize::try_from(size).unwrap()];
    let journal = JournalName { device: Id([nth; 16]), epoch: 1 };
    let piece = Piece { bundle: Id([nth; 16]), size, digest: Digest::of(&bytes) };
    let load = Load { entries: 3, upto: 3, photographs: 0, is_all: true };
    let stage = Stage::Arriving;
    RelayNote { journal, piece, load, since_ms, stage, stage_ms: since_ms, answer: None }
}

#[test]
fn what_is_borne_is_bounded_in_bytes_and_number() {
    let keep = Keep::at(memory::ground(), "/relay".into()).bounded(10_000);
    assert_eq!(keep.room().unwrap(), 10_000);
    let first = note(1, 6_000, 5);
    keep.put_note(&first).unwrap();
    let left = keep.room().unwrap();
    assert!((3_000..4_000).contains(&left), "what is announced counts: {left}");
    assert_eq!(keep.add(&first, 0, &[1; 2_000]).unwrap(), Added::Upto(2_000));
    assert_eq!(keep.room().unwrap(), left, "however much of it has come");
    assert_eq!(keep.add(&first, 2_000, &[2; 4_000]).unwrap(), Added::Wrong);
    assert_eq!(keep.arrived(&first).unwrap(), Some(0), "it begins anew");
    assert_eq!(keep.add(&first, 0, &[1; 6_000]).unwrap(), Added::Whole);
    let roomy = keep.bounded(1 << 40);
    assert_eq!(roomy.room().unwrap(), BORNE_MAX);
    for nth in 2..=u8::try_from(COUNT_MAX).unwrap() {
        roomy.put_note(&note(nth, 10, 5)).unwrap();
    }
    assert_eq!(roomy.room().unwrap(), 0, "no more than {COUNT_MAX} at once");
}

#[test]
fn what_stays_longer_than_headquarters_days_goes_and_is_told() {
    const DAY_MS: i64 = 24 * 3_600 * 1_000;
    let keep = Keep::at(memory::ground(), "/relay".into());
    let first = note(1, 10, 0);
    keep.put_note(&first).unwrap();
    keep.add(&first, 0, &[1; 10]).unwrap();
    let held = keep.move_on(&first, Stage::Held, 0).unwrap();
    keep.expire(14 * DAY_MS).unwrap();
    assert_eq!(keep.notes().unwrap(), [held]);
    keep.set_days(20).unwrap();
    keep.expire(15 * DAY_MS).unwrap();
    assert!(keep.is_whole(&held).unwrap());
    keep.set_days(3).unwrap();
    keep.expire(15 * DAY_MS).unwrap();
    assert_eq!(keep.notes().unwrap()[0].stage, Stage::Expired, "it is told");
    assert!(!keep.is_whole(&held).unwrap());
    keep.expire(19 * DAY_MS).unwrap();
    assert_eq!(keep.notes().unwrap(), [], "and forgotten after as many days again");
}

#[test]
fn a_certificate_of_a_line_names_its_device_and_nothing_else_does() {
    let device = Id([7; 16]);
    let der = certificate(device, DAYS);
    assert_eq!(device_of(&der), Some(device));
    let town = Town::new();
    assert_eq!(device_of(&town.giver.enrolled().certificate), Some(town.giver.name().device));
    assert_eq!(device_of(&town.giver.enrolled().authority), None);
    assert!((0..der.len() / 2).all(|cut| device_of(&der[..cut]).is_none()));
}
