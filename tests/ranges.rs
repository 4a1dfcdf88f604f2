//! Ranges of photographs at headquarters where something fails within their question: what was checked is held, what came of a
//! question that was cut is where the next one goes on, and what comes late changes nothing.

use crate::ledger::{NOW, append, laptop, plan};
use crate::ledger_pens::seat;
use lucha::hq::answer::{Fault, Hall};
use lucha::hq::ledger::Ledger as _;
use lucha::hq::ledger::memory::MemoryLedger;
use lucha::hq::photographs::{Memory, Photographs};
use lucha::stdx::clock::Moment;
use lucha::stdx::digest::Digest;
use lucha::wire::message::hello::JournalName;
use lucha::wire::message::photograph::{BlobState, Offer, Offered, Put, Puts};
use std::io;

/// A photograph and its bytes.
type Named = (Digest, Vec<u8>);

/// A keep that has no room for a photograph which comes in one range.
#[derive(Default)]
struct Full(Memory);

impl Photographs for Full {
    fn have(&mut self, digest: Digest) -> io::Result<u64> {
        self.0.have(digest)
    }

    fn add(&mut self, digest: Digest, offset: u64, bytes: &[u8]) -> io::Result<bool> {
        self.0.add(digest, offset, bytes)
    }

    fn finish(&mut self, digest: Digest) -> io::Result<bool> {
        self.0.finish(digest)
    }

    fn keep_whole(&mut self, _: Digest, _: &[u8]) -> io::Result<bool> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn read(&mut self, digest: Digest) -> io::Result<Option<Vec<u8>>> {
        self.0.read(digest)
    }

    fn found(&mut self, digest: Digest) -> io::Result<Option<Digest>> {
        self.0.found(digest)
    }
}

/// A keep in which another line has the file at this moment.
#[derive(Default)]
struct Taken(Memory);

impl Photographs for Taken {
    fn have(&mut self, digest: Digest) -> io::Result<u64> {
        self.0.have(digest)
    }

    fn add(&mut self, _: Digest, _: u64, _: &[u8]) -> io::Result<bool> {
        Ok(false)
    }

    fn finish(&mut self, digest: Digest) -> io::Result<bool> {
        panic!("{digest:?} is another line's")
    }

    fn read(&mut self, digest: Digest) -> io::Result<Option<Vec<u8>>> {
        self.0.read(digest)
    }

    fn found(&mut self, digest: Digest) -> io::Result<Option<Digest>> {
        self.0.found(digest)
    }
}

/// A ledger with entries that name photographs, whose they are, and two of them.
fn named() -> (MemoryLedger, JournalName, [Named; 2]) {
    let (mut ledger, mut terminal) = (MemoryLedger::default(), laptop(40));
    let name = terminal.disk.name;
    ledger.enrol(name, 1, &terminal.public_key()).unwrap();
    let whole = append(plan(&mut terminal, &mut ledger, 0, 10_000_000));
    ledger.append(&whole, NOW).unwrap();
    let all = terminal.disk.blobs.iter();
    let all = all.map(|(digest, (_, bytes))| (*digest, bytes.to_vec()));
    let two: Vec<Named> = all.filter(|(_, bytes)| bytes.len() > 1).take(2).collect();
    (ledger, name, two.try_into().unwrap())
}

fn put((digest, bytes): &Named, from: usize, until: usize) -> Put {
    let bytes = bytes[from..until].to_vec().into();
    Put { digest: *digest, offset: from as u64, bytes, hears_limit: None }
}

fn offer(photographs: &[&Named]) -> Offer {
    let offered = photographs
        .iter()
        .map(|(digest, bytes)| Offered { digest: *digest, size: bytes.len() as u64 });
    Offer { blobs: offered.collect() }
}

#[test]
fn what_was_checked_is_held_where_another_of_its_question_finds_no_room() {
    let (seat, (mut ledger, name, [long, short])) = (seat(), named());
    let mut keep = Full::default();
    assert!(keep.add(long.0, 0, &long.1[..1]).unwrap());
    let (ledger, photographs) = (&mut ledger, &mut keep);
    let mut hall = Hall { seat: &seat, ledger, photographs, inside: 0, now: Moment::from_ms(NOW) };
    let puts = vec![put(&long, 1, long.1.len()), put(&short, 0, short.1.len())];
    let fault = hall.puts(name, &Puts { puts }).unwrap_err();
    assert!(matches!(fault, Fault::Photographs(_)), "{fault}");
    let states = hall.offer(name.device, &offer(&[&long, &short])).unwrap().states;
    let is_so = matches!(states[..], [BlobState::Have { .. }, BlobState::Offset { bytes: 0 }]);
    assert!(is_so, "{states:?}");
}

#[test]
fn of_a_question_that_was_cut_the_next_one_goes_on_and_what_comes_late_changes_nothing() {
    let (seat, (mut ledger, name, [photograph, _])) = (seat(), named());
    let mut keep = Memory::default();
    let (ledger, photographs) = (&mut ledger, &mut keep);
    let mut hall = Hall { seat: &seat, ledger, photographs, inside: 0, now: Moment::from_ms(NOW) };
    let (half, all) = (photograph.1.len() / 2, photograph.1.len());
    let begun = [put(&photograph, 0, half)];
    hall.put_begun(name, &begun).unwrap();
    let state = |hall: &mut Hall<'_>| {
        hall.offer(name.device, &offer(&[&photograph])).unwrap().states.remove(0)
    };
    assert_eq!(state(&mut hall), BlobState::Offset { bytes: half as u64 });
    hall.put_begun(name, &begun).unwrap();
    assert_eq!(state(&mut hall), BlobState::Offset { bytes: half as u64 });
    let held = hall.put(name, &put(&photograph, half, all)).unwrap().state;
    assert!(matches!(held, BlobState::Have { .. }), "{held:?}");
    hall.put_begun(name, &begun).unwrap();
    hall.put_begun(name, &[put(&photograph, 0, all)]).unwrap();
    assert_eq!(state(&mut hall), held, "the same receipt");
    assert!(keep.read(photograph.0).unwrap() == Some(photograph.1));
}

#[test]
fn what_another_line_brings_at_this_moment_comes_later() {
    let (seat, (mut ledger, name, [photograph, _])) = (seat(), named());
    let mut keep = Taken::default();
    let (ledger, photographs) = (&mut ledger, &mut keep);
    let mut hall = Hall { seat: &seat, ledger, photographs, inside: 0, now: Moment::from_ms(NOW) };
    let state = hall.put(name, &put(&photograph, 0, 1)).unwrap().state;
    assert!(matches!(state, BlobState::Later { after_ms: 1.. }), "{state:?}");
}
