//! The world's headquarters: the real answers over the ledger in memory; it may die at any step and forget its tail.

use lucha::hq::admit::Capacity;
use lucha::hq::answer::{Hall, Seat};
use lucha::hq::ledger::memory::MemoryLedger;
use lucha::hq::numbers::Numbers;
use lucha::hq::photographs::{Memory, Photographs};
use lucha::stdx::clock::Moment;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::secret::Key;
use lucha::wire::message::hello::JournalName;
use lucha::wire::message::history::PlateKey;
use lucha::wire::message::photograph::{Offer, Put, Puts};
use lucha::wire::message::push::Push;
use lucha::wire::message::{self, Asks, feed::Pull, hello::Hello};
use lucha::wire::signer::{Identity, Signer as _, SoftKey};
use lucha::wire::suite::Suite;
use std::io;

pub const ID: Id = Id([0x48; 16]);

/// What lies on its disks.
#[derive(Clone, Debug, Default)]
pub struct Disks {
    pub ledger: MemoryLedger,
    pub photographs: Memory,
}

#[derive(Debug)]
pub struct Headquarters {
    seat: Seat,
    pub disks: Disks,
    /// An older copy that a fail-over may fall back to.
    pub copy: Disks,
    pub inside: u32,
    /// Moments in the work on photographs that it lives on for; each call has one before and one behind it.
    pub lives: Option<u64>,
}

/// The keep of a headquarters that may die before or behind any call: what was done stays done, nobody hears of it.
struct Mortal<'a> {
    keep: &'a mut Memory,
    lives: &'a mut Option<u64>,
}

impl Mortal<'_> {
    fn moment(&mut self) -> io::Result<()> {
        match self.lives.take() {
            Some(0) => Err(io::Error::other("dead")),
            left => {
                *self.lives = left.map(|left| left - 1);
                Ok(())
            }
        }
    }

    fn live<T>(&mut self, call: impl FnOnce(&mut Memory) -> io::Result<T>) -> io::Result<T> {
        self.moment()?;
        let done = call(self.keep)?;
        self.moment()?;
        Ok(done)
    }
}

impl Photographs for Mortal<'_> {
    fn have(&mut self, digest: Digest) -> io::Result<u64> {
        self.live(|keep| keep.have(digest))
    }

    fn add(&mut self, digest: Digest, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.live(|keep| keep.add(digest, offset, bytes))
    }

    fn finish(&mut self, digest: Digest) -> io::Result<bool> {
        self.live(|keep| keep.finish(digest))
    }

    fn read(&mut self, digest: Digest) -> io::Result<Option<Vec<u8>>> {
        self.keep.read(digest)
    }
}

fn key() -> SoftKey {
    SoftKey::new(Suite::Sha256Ed25519, &Key::new([0x51; 32])).unwrap()
}

pub fn identity() -> Identity {
    Identity::new(Suite::Sha256Ed25519, &key().public_key()).unwrap()
}

impl Headquarters {
    pub fn new() -> Headquarters {
        let seat = Seat {
            headquarters: ID,
            signer: Box::new(key()),
            capacity: Capacity { places: 2, ..Capacity::default() },
            numbers: Numbers { prefix: "样".into(), block: 20 },
            plates: PlateKey { key: Key::new([0x50; 32]) },
        };
        Headquarters {
            seat,
            disks: Disks::default(),
            copy: Disks::default(),
            inside: 0,
            lives: None,
        }
    }

    /// The bytes of the answer to the bytes of a question; `None` where the line would be closed.
    pub fn hear(
        &mut self,
        name: &str,
        from: JournalName,
        bytes: &[u8],
        now: i64,
    ) -> Option<Vec<u8>> {
        let now = Moment::from_ms(now);
        let ledger = &mut self.disks.ledger;
        let photographs = &mut Mortal { keep: &mut self.disks.photographs, lives: &mut self.lives };
        let inside = self.inside;
        let mut hall = Hall { seat: &self.seat, ledger, photographs, inside, now };
        let answer = match name {
            Hello::NAME => message::encode(&hall.hello(&message::decode(bytes).ok()?).ok()?),
            Push::NAME => message::encode(&hall.push(&message::decode(bytes).ok()?).ok()?),
            Pull::NAME => message::encode(&hall.pull(&message::decode(bytes).ok()?).ok()?),
            Offer::NAME => message::encode(&hall.offer(&message::decode(bytes).ok()?).ok()?),
            Put::NAME => message::encode(&hall.put(from, &message::decode(bytes).ok()?).ok()?),
            Puts::NAME => message::encode(&hall.puts(from, &message::decode(bytes).ok()?).ok()?),
            other => panic!("no such question: {other}"),
        };
        Some(answer)
    }
}
