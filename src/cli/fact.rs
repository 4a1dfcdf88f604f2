//! `lucha fact`: what happened in a case and moves its deadlines; counts none of them.

use super::{Voice, code};
use crate::app::clocks::fact_sentence;
use crate::app::desk::Desk;
use crate::app::opening::{self, Place};
use crate::app::record_fact::{Recorded, TypedFact, record};
use rust_i18n::t;

/// What is put down, and of which case.
#[derive(Debug)]
pub struct Order {
    /// Id of the inspection, the number of one of its papers, or a plate.
    pub what: String,
    /// As it was typed.
    pub fact: TypedFact,
}

/// Puts a fact down or withdraws one; gives the exit code.
pub fn run(place: Place<'_>, order: &Order, voice: &mut Voice<'_>) -> u8 {
    match opening::to_write(place) {
        Ok(mut desk) => put_down(&mut desk, order, voice),
        Err(trouble) => voice.fail(&trouble),
    }
}

/// The same at an open desk.
pub fn put_down(desk: &mut Desk, order: &Order, voice: &mut Voice<'_>) -> u8 {
    match record(desk, &order.what, &order.fact) {
        Ok(Recorded::Kept(line)) => {
            let words = fact_sentence(&line.fact, voice.lang);
            let key = if line.fact.withdrawn { "cli.fact_withdrawn" } else { "cli.fact_recorded" };
            voice.say(&t!(key, locale = voice.lang, a = words));
            code::DONE
        }
        Ok(Recorded::Refused(blocked)) => {
            for no in &blocked {
                let (why, unblock) = (voice.why(no), voice.unblock(no));
                voice.warn(&format!("× {why} {} — {unblock}", no.rule.cite()));
            }
            code::NOTHING
        }
        Err(trouble) => voice.fail(&trouble),
    }
}
