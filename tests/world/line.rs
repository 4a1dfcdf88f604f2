//! The world's line: it cuts, bends a bit, sends twice, and brings back old questions; it makes nothing up.

use super::dice::Seed;
use super::headquarters::Headquarters;
use lucha::sync::driver::{Cut, Line};
use lucha::wire::message::hello::JournalName;
use lucha::wire::message::{self, Asks};

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
        let mut bytes = message::encode(question);
        if self.fault() {
            return Err(cut());
        }
        if self.past.len() < 200 {
            self.past.push(Heard { name: Q::NAME, from, bytes: bytes.clone() });
        }
        // An authenticated line never hands on a bent question as if it were whole; what a decoder
        // refuses is the same to the terminal as a cut.
        if self.fault() {
            self.bend(&mut bytes);
            let whole = message::encode(question);
            if bytes != whole && message::decode::<Q>(&bytes).is_ok() {
                return Err(cut());
            }
        }
        if self.fault() {
            let _twice = self.headquarters.hear(Q::NAME, from, &bytes, self.now);
        }
        let answer = self.headquarters.hear(Q::NAME, from, &bytes, self.now);
        let mut answer = answer.ok_or_else(cut)?;
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
