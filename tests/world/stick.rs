//! The world's sticks: bundles that are torn, bent, brought twice, late, or never; both real cores write and read them.

use super::dice::Seed;
use super::headquarters::{self, Headquarters};
use super::terminal::Terminal;
use lucha::hq::bundle::Import;
use lucha::stdx::clock::Moment;
use lucha::stdx::id::{Dice, Id};
use lucha::store::incoming::{Enrolled, LineKey};
use lucha::sync::bundle::{Brought, Medium, StickShelf as _, answer, write_onto};
use lucha::sync::session::End;
use lucha::wire::bundle::{FRAME_MAX, Head, Reader, Way, public_part};
use std::io;

/// A file on a stick: a volume from a laptop or an answer to it.
#[derive(Clone, Debug)]
pub struct Volume {
    pub device: Id,
    pub bytes: Vec<u8>,
}

impl Volume {
    /// As somebody's stick holds it: whole, or torn, or with a turned bit.
    pub fn as_it_lies(&self, dice: &mut Seed) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        let at = usize::try_from(dice.below(bytes.len() as u64)).unwrap();
        match dice.below(4) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << dice.below(8),
            _ => {}
        }
        bytes
    }
}

/// A stick in somebody's pocket.
struct Pocket {
    device: Id,
    volumes: Vec<Volume>,
}

impl Medium for Pocket {
    type Out = Vec<u8>;

    fn begin(&mut self, _: &Head) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn keep(&mut self, _: &Head, bytes: Vec<u8>) -> io::Result<u64> {
        let length = bytes.len() as u64;
        self.volumes.push(Volume { device: self.device, bytes });
        Ok(length)
    }

    fn abandon(&mut self, _: &Head) {}
}

pub fn enrolled() -> Enrolled {
    Enrolled {
        headquarters: headquarters::ID,
        url: String::new(),
        suite: 1,
        public_key: Vec::new(),
        certificate: Vec::new(),
        line_key: LineKey(Vec::new().into()),
        authority: Vec::new(),
        bundle_key: public_part(&headquarters::bundle_secret()).to_vec(),
    }
}

/// What waits on a laptop, in volumes of one megabyte and a bit; somebody may pull the stick before it is done.
pub fn write(terminal: &mut Terminal, dice: &mut Seed) -> Vec<Volume> {
    let mut pocket = Pocket { device: terminal.disk.name.device, volumes: Vec::new() };
    let max = FRAME_MAX as u64 + 50_000 + dice.below(200_000);
    let mut frames = if dice.once_in(3) { dice.below(4) } else { 12 };
    let mut watch = |_: &_| {
        frames = frames.saturating_sub(1);
        frames > 0
    };
    write_onto(terminal, &enrolled(), &mut pocket, max, &mut watch).unwrap();
    pocket.volumes
}

/// Some volumes into headquarters; its answers.
pub fn import(
    headquarters: &mut Headquarters,
    volumes: &[Vec<u8>],
    now: i64,
    dice: &mut Seed,
) -> Vec<Volume> {
    let secret = headquarters::bundle_secret();
    let mut answers = Vec::new();
    headquarters.with(|seat, ledger, keep| {
        let mut import = Import::new(seat, &secret, ledger, keep, Moment::from_ms(now));
        for bytes in volumes {
            // Full or killed: what was taken before stays taken.
            if import.volume(&bytes[..]).is_err() {
                return;
            }
        }
        let mut counted = Dice::Counted(dice.next());
        let end = |head: &Head, bytes| {
            answers.push(Volume { device: head.to, bytes });
            Ok(())
        };
        let _killed = import.answers(&mut counted, |_| Ok(Vec::new()), end);
    });
    answers
}

/// An answer into its laptop; how the laptop then stands, when that is not well.
pub fn bring(terminal: &mut Terminal, bytes: &[u8]) -> Option<End> {
    let Ok(volume) = Reader::begin(bytes) else { return None };
    // A bit of the head may have turned: the product looks at it before it opens the frames.
    if volume.head.way != Way::ToTerminal || volume.head.to != terminal.disk.name.device {
        return None;
    }
    let (mut brought, secret) = (Brought::default(), terminal.bundle_secret().unwrap());
    let from = (headquarters::ID, &headquarters::identity());
    match answer(terminal, from, (volume, &secret), &mut brought).unwrap() {
        Ok(_) => brought.end,
        Err(end) => Some(end),
    }
}
