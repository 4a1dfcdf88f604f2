//! The world's line: it cuts, bends a bit, sends twice, and brings back old questions; it makes nothing up.

use super::dice::Seed;
use super::headquarters::{self, Headquarters};
use lucha::stdx::digest::Digest;
use lucha::stdx::secret::Key;
use lucha::sync::driver::{Cut, Line};
use lucha::wire::message::feed::{Feed, Pull};
use lucha::wire::message::hello::{Hello, JournalName, Point};
use lucha::wire::message::photograph::{Put, Puts};
use lucha::wire::message::push::{Push, PushAnswer};
use lucha::wire::message::receipt::{Held, Receipt};
use lucha::wire::message::{self, Asks};
use lucha::wire::signer::SoftKey;
use lucha::wire::suite::Suite;

/// A question that went over the line once: it may come again, late.
#[derive(Clone, Debug)]
pub struct Heard {
    pub name: &'static str,
    pub from: JournalName,
    pub bytes: Vec<u8>,
}

/// The line of one question.
pub struct SimLine<'a> {
    pub headquarters: &'a mut Headquarters,
    pub dice: &'a mut Seed,
    pub past: &'a mut Vec<Heard>,
    pub now: i64,
    /// 0: a good line; else a fault once in so many.
    pub fault_once_in: u64,
    pub faults: &'a mut u64,
    /// What else goes wrong, once in so many; 0: nothing.
    pub more_once_in: u64,
    pub more: &'a mut Seed,
    /// Which release asks.
    pub release: Release,
    /// Bytes of a question that a proxy on the way lets through.
    pub proxy: Option<usize>,
    /// Somebody answered in headquarters' name with a key of his own.
    pub forged: &'a mut bool,
}

/// The release of a laptop's program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// It does not say how many numbers are left, and never heard of LIMIT.
    Earlier,
    This,
    /// It speaks a later version as well, says more than headquarters knows, and hears less than headquarters says.
    Later,
}

impl SimLine<'_> {
    fn fault(&mut self) -> bool {
        let is_fault = self.fault_once_in > 0 && self.dice.once_in(self.fault_once_in);
        *self.faults += u64::from(is_fault);
        is_fault
    }

    /// TLS throws away what was bent; a stick does not. Both are shown: the bytes reach the decoders.
    fn bend(&mut self, bytes: &mut Vec<u8>) {
        if self.dice.once_in(2) {
            bytes.truncate(usize::try_from(self.dice.below(bytes.len() as u64 + 1)).unwrap());
        } else if !bytes.is_empty() {
            let at = usize::try_from(self.dice.below(bytes.len() as u64)).unwrap();
            bytes[at] ^= 1 << self.dice.below(8);
        }
    }
}

impl Line for SimLine<'_> {
    fn ask<Q: Asks>(&mut self, from: JournalName, question: &Q) -> Result<Q::Answer, Cut> {
        let cut = || Cut::Line("cut".into());
        let mut bytes = self.release.says(Q::NAME, message::encode(question));
        if self.fault() {
            return Err(cut());
        }
        if self.proxy.is_some_and(|most| bytes.len() > most) {
            return Err(Cut::TooLong);
        }
        if self.past.len() < 200 {
            self.past.push(Heard { name: Q::NAME, from, bytes: bytes.clone() });
        }
        // An authenticated line never hands on a bent question as if it were whole; what a decoder
        // refuses is the same to the terminal as a cut.
        if self.fault() {
            self.bend(&mut bytes);
            let whole = self.release.says(Q::NAME, message::encode(question));
            if bytes.len() < whole.len() && whole.starts_with(&bytes) {
                self.headquarters.hear_begun(Q::NAME, from, &bytes, self.now);
            }
            if bytes != whole && message::decode::<Q>(&bytes).is_ok() {
                return Err(cut());
            }
        }
        if self.fault() {
            let _twice = self.headquarters.hear(Q::NAME, from, &bytes, self.now);
        }
        if self.more_once_in > 0 && self.more.once_in(self.more_once_in) {
            *self.faults += 1;
            self.headquarters.dies_after = Some(u32::try_from(self.more.below(8)).unwrap());
        }
        if self.more_once_in > 0
            && self.more.once_in(40 * self.more_once_in)
            && let Some(answer) = forged(Q::NAME, &bytes)
        {
            *self.faults += 1;
            *self.forged = true;
            return Ok(message::decode(&answer)?);
        }
        let answer = self.headquarters.hear(Q::NAME, from, &bytes, self.now);
        let mut answer = answer.ok_or_else(cut)?;
        if self.more_once_in > 0 {
            answer = said_by_a_later_one(Q::NAME, answer);
        }
        if self.fault() {
            return Err(cut());
        }
        if self.fault() {
            let whole = answer.clone();
            self.bend(&mut answer);
            if answer != whole && message::decode::<Q::Answer>(&answer).is_ok() {
                return Err(cut());
            }
        }
        Ok(message::decode(&answer)?)
    }
}

impl Release {
    /// A question as this release writes it.
    fn says(self, name: &str, bytes: Vec<u8>) -> Vec<u8> {
        if self == Release::Earlier {
            return said_earlier(name, bytes);
        }
        if name != Hello::NAME || self == Release::This {
            return bytes;
        }
        let hello: Hello = message::decode(&bytes).unwrap();
        let mut bytes = message::encode(&Hello { protocol_max: 2, ..hello });
        with_a_later_key(&mut bytes);
        bytes
    }
}

/// A question without what an earlier release does not say.
fn said_earlier(name: &str, bytes: Vec<u8>) -> Vec<u8> {
    let deaf = |put: Put| Put { hears_limit: None, ..put };
    match name {
        Hello::NAME => {
            let hello: Hello = message::decode(&bytes).unwrap();
            message::encode(&Hello { numbers: None, ..hello })
        }
        Push::NAME => {
            let push: Push = message::decode(&bytes).unwrap();
            message::encode(&Push { commits: None, ..push })
        }
        Put::NAME => message::encode(&deaf(message::decode(&bytes).unwrap())),
        Puts::NAME => {
            let Puts { puts } = message::decode(&bytes).unwrap();
            message::encode(&Puts { puts: puts.into_iter().map(deaf).collect() })
        }
        _ => bytes,
    }
}

/// Adds key 99, which this release does not know, to a message that is a map.
fn with_a_later_key(bytes: &mut Vec<u8>) {
    assert!((0xa0..0xb7).contains(&bytes[3]), "a short map");
    bytes[3] += 1;
    bytes.extend([0x18, 99, 0xf5]);
}

/// A headquarters of a later release says more in its welcome, and has news of a kind that no laptop knows: every
/// fifth earlier decision is one, whoever reads it and however often, and every tenth must be understood.
fn said_by_a_later_one(name: &str, mut answer: Vec<u8>) -> Vec<u8> {
    match name {
        Hello::NAME => with_a_later_key(&mut answer),
        Pull::NAME => {
            let mut feed: Feed = message::decode(&answer).unwrap();
            for item in feed.items.iter_mut().filter(|item| item.kind == 3 && item.number % 5 == 0)
            {
                item.kind = 4_000;
                item.must_understand = item.number % 10 == 0;
            }
            answer = message::encode(&feed);
        }
        _ => {}
    }
    answer
}

/// A receipt for a PUSH by somebody who is not headquarters.
fn forged(name: &str, question: &[u8]) -> Option<Vec<u8>> {
    if name != Push::NAME {
        return None;
    }
    let push: Push = message::decode(question).ok()?;
    let upto = Point { number: push.behind.number + u64::from(push.count), digest: Digest::ZERO };
    let held = Held::Journal { journal: push.journal, upto };
    let key = SoftKey::new(Suite::Sha256Ed25519, &Key::new([0x66; 32])).unwrap();
    let receipt = Receipt::sign(headquarters::ID, held, 1, &key).unwrap();
    Some(message::encode(&PushAnswer::Ack { receipt }))
}
