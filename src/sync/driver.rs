//! Does what a session says: reads the journal, closes it, sends, keeps what came back; decides nothing.

use super::ahead::Ahead;
use super::inclusion::{self, Own, Signatory, Told};
use super::session::{End, Leaving, Local, Sent, Session, Step};
use crate::stdx::digest::Digest;
use crate::stdx::said::Said;
use crate::store::fell_back::FellBack;
use crate::wire::WireFault;
use crate::wire::entry::Kept;
use crate::wire::message::batch::{self, COUNT_MAX, PLAIN_MAX};
use crate::wire::message::feed::{FeedItem, Scope};
use crate::wire::message::hello::{JournalName, NumbersLeft, Point};
use crate::wire::message::inclusion::{Inclusion, InclusionAnswer, Proof};
use crate::wire::message::photograph::{Offer, Offered, Put, Puts};
use crate::wire::message::push::Push;
use crate::wire::message::receipt::{Held, Receipt};
use crate::wire::message::{Asks, MESSAGE_MAX};
use crate::wire::signer::Identity;
use crate::wire::suite::Suite;
use std::collections::BTreeMap;

/// What stands in a PUSH beside its entries is never longer: names, a digest, a signature.
const PUSH_HEAD: usize = 1_024;

/// A line to headquarters, or a stick, or a simulated world.
pub trait Line {
    /// # Errors
    /// When no whole answer of headquarters came back.
    fn ask<Q: Asks>(&mut self, journal: JournalName, question: &Q) -> Result<Q::Answer, Cut>;

    /// The same, and has `beside` done: while the answer is on its way, where the line can wait by itself.
    fn ask_beside<Q: Asks, T>(
        &mut self,
        journal: JournalName,
        question: &Q,
        beside: impl FnOnce() -> T,
    ) -> (Result<Q::Answer, Cut>, T) {
        let answer = self.ask(journal, question);
        (answer, beside())
    }

    /// Bytes of questions and of answers so far; 0 on a line that costs nothing.
    fn carried(&self) -> (u64, u64) {
        (0, 0)
    }
}

/// No answer came, whatever the reason: it is asked again later.
#[derive(Debug, thiserror::Error)]
pub enum Cut {
    /// What the line said.
    #[error("no line: {0}")]
    Line(Said),
    /// Somebody on the way, or headquarters, takes no question of this length.
    #[error("too long for the line")]
    TooLong,
    /// A page of somebody's network, a proxy's word, or bytes that a fault bent.
    #[error("what answers is not headquarters: {0}")]
    Strange(#[from] WireFault),
}

impl Cut {
    /// The same in the reader's words.
    #[must_use]
    pub fn said(&self) -> Said {
        match self {
            Cut::Line(what) => what.clone(),
            Cut::TooLong => Said::words("cut.too_long"),
            Cut::Strange(fault) => Said::words("cut.strange").with(fault.said()),
        }
    }
}

/// Entries for one PUSH.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The entry before the first.
    pub behind: Point,
    /// In their order, without a gap.
    pub entries: Vec<Kept>,
    /// The last one.
    pub upto: Point,
    /// The device's, over the last.
    pub signature: (Suite, Vec<u8>),
    /// How many commits these are.
    pub commits: u32,
}

/// The laptop's side: its journal, read and written in short transactions.
#[allow(
    clippy::missing_errors_doc,
    reason = "each fails when the journal cannot be read or written"
)]
pub trait Shelf {
    /// The world's no to the journal.
    type Fault: std::error::Error;

    /// # Errors
    /// When the journal cannot be read or written; the same of every other call.
    fn local(&mut self) -> Result<Local, Self::Fault>;
    /// Entries behind number `behind` up to about `bytes`, ending with a signed one.
    fn batch(&mut self, behind: u64, bytes: usize) -> Result<Batch, Self::Fault>;
    /// Digest of entry `number`, to hold a receipt against.
    fn digest_of(&mut self, number: u64) -> Result<Option<Digest>, Self::Fault>;
    /// A range of a photograph or page; `None` when it is not there or not whole.
    fn range(
        &mut self,
        blob: Offered,
        offset: u64,
        length: usize,
    ) -> Result<Option<Vec<u8>>, Self::Fault>;
    /// All of them in one transaction.
    fn keep_receipts(&mut self, receipts: &[Receipt]) -> Result<(), Self::Fault>;
    /// Headquarters' clock, milliseconds since 1970.
    fn hear_time(&mut self, headquarters_ms: i64) -> Result<(), Self::Fault>;
    /// What is left of the leased document numbers.
    fn numbers(&mut self) -> Result<Vec<NumbersLeft>, Self::Fault>;
    /// Any number: what spreads the laptops that were cut at one moment.
    fn chance(&mut self) -> Result<u64, Self::Fault>;
    /// The rest of a closed journal behind `upto` is not sent again.
    fn leave(&mut self, journal: JournalName, why: Leaving, upto: u64) -> Result<(), Self::Fault>;
    /// What became known of a headquarters that fell back to an older copy of itself.
    fn note_fall_back(&mut self, what: FellBack) -> Result<(), Self::Fault>;
    /// A checkpoint that is accepted, and what is doubtful of one, in one transaction.
    fn keep_checkpoint(&mut self, told: &Told) -> Result<(), Self::Fault>;
    /// Items of a feed and its place, in one transaction.
    fn take(&mut self, scope: Scope, items: &[FeedItem]) -> Result<(), Self::Fault>;
}

/// What a session did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Entries that headquarters holds since.
    pub entries: u64,
    /// Photographs and pages that it holds since.
    pub photographs: u64,
    /// Items of feeds that were kept.
    pub news: u64,
    /// Questions without an answer.
    pub cuts: u32,
    /// Checkpoints that speak against headquarters.
    pub doubts: u32,
}

/// What left the laptop and has no receipt yet; forgotten with the session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnderWay {
    /// The last entry that was sent; 0 before one was.
    pub upto: u64,
    /// Bytes of entries that were sent, before they were pressed.
    pub entry_bytes: u64,
    /// Bytes of each photograph and page that were sent.
    pub blobs: BTreeMap<Digest, u64>,
}

/// One session at work.
#[derive(Debug)]
pub struct Driver {
    /// What is asked next.
    pub session: Session,
    /// Headquarters' key, as it was told at the enrolment.
    pub key: Identity,
    /// So far.
    pub progress: Progress,
    /// What the line said when it was cut last.
    pub last_cut: Said,
    /// Sent, and without a receipt.
    pub under_way: UnderWay,
    /// To be sent next.
    ahead: Ahead,
}

/// What the caller does before the next turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// At once.
    Go,
    /// After so many milliseconds.
    Wait(u64),
    /// Not at all: the session is over.
    End(End),
}

impl Driver {
    /// A session that has asked nothing yet.
    #[must_use]
    pub fn new(session: Session, key: Identity) -> Driver {
        Driver {
            session,
            key,
            progress: Progress::default(),
            last_cut: Said::default(),
            under_way: UnderWay::default(),
            ahead: Ahead::default(),
        }
    }

    /// One step: at most one question and one transaction, never the one within the other.
    ///
    /// # Errors
    /// When the journal cannot be read or written; the session may be begun anew.
    pub fn turn<S: Shelf, L: Line>(
        &mut self,
        shelf: &mut S,
        line: &mut L,
    ) -> Result<Turn, S::Fault> {
        let local = shelf.local()?;
        let step = self.session.next(&local);
        let name = local.journal;
        let asked = match step {
            Step::End(end) => return Ok(Turn::End(end)),
            Step::Wait(ms) => return Ok(Turn::Wait(ms)),
            Step::Keep(receipts) => {
                self.keep(shelf, name, &receipts)?;
                Ok(())
            }
            Step::Take(scope, items) => {
                shelf.take(scope, &items)?;
                self.progress.news += items.len() as u64;
                self.session.kept();
                Ok(())
            }
            Step::FellBack(what) => {
                shelf.note_fall_back(what)?;
                self.session.kept();
                Ok(())
            }
            Step::Leave(why, upto) => {
                shelf.leave(name, why, upto)?;
                self.session.kept();
                Ok(())
            }
            Step::Hello(mut hello) => {
                hello.numbers = Some(shelf.numbers()?);
                match line.ask(name, hello.as_ref()) {
                    Ok(welcome) => {
                        shelf.hear_time(welcome.wall_ms)?;
                        self.session.welcomed(welcome);
                        Ok(())
                    }
                    Err(cut) => Err(cut),
                }
            }
            Step::Push { behind, bytes } => self.push(shelf, line, name, (behind, bytes))?,
            Step::Pull(pull) => {
                line.ask(name, &pull).map(|feed| self.session.fed(pull.scope, pull.after, feed))
            }
            Step::Include(asked) => match line.ask(name, &asked) {
                Ok(answer) => {
                    self.include(shelf, &local, &asked, answer)?;
                    Ok(())
                }
                Err(cut) => Err(cut),
            },
            Step::Offer(blobs) => line
                .ask(name, &Offer { blobs: blobs.clone() })
                .map(|answer| self.session.offered(&blobs, answer)),
            Step::Put(ranges) => self.put(shelf, line, name, &ranges)?,
        };
        if let Err(cut) = asked {
            self.progress.cuts += 1;
            self.last_cut = cut.said();
            self.session.cut(shelf.chance()?);
        }
        Ok(Turn::Go)
    }

    fn push<S: Shelf, L: Line>(
        &mut self,
        shelf: &mut S,
        line: &mut L,
        name: JournalName,
        (behind, bytes): (u64, usize),
    ) -> Result<Result<(), Cut>, S::Fault> {
        let batch = shelf.batch(behind, bytes)?;
        let push = batch::push(name, batch.behind, &batch.entries, batch.signature);
        let Ok(mut push) = push else {
            return Ok(Err(Cut::Line(Said::words("cut.press"))));
        };
        push.commits = Some(batch.commits);
        let (first, upto) = (batch.behind.number + 1, batch.upto);
        let sent = Sent { first, upto, commits: batch.commits, bytes: push.plain };
        if is_too_long(&push) {
            self.session.limited(sent, None);
            return Ok(Ok(()));
        }
        self.under_way.upto = batch.upto.number;
        let sizes = batch.entries.iter().map(|kept| kept.envelope.len() + kept.payload.len());
        self.under_way.entry_bytes += sizes.sum::<usize>() as u64;
        match line.ask(name, &push) {
            Ok(answer) => self.session.pushed(answer, sent),
            Err(Cut::TooLong) => self.session.limited(sent, None),
            Err(cut) => return Ok(Err(cut)),
        }
        Ok(Ok(()))
    }

    fn put<S: Shelf, L: Line>(
        &mut self,
        shelf: &mut S,
        line: &mut L,
        name: JournalName,
        ranges: &[(Offered, u64)],
    ) -> Result<Result<(), Cut>, S::Fault> {
        let (mut puts, mut sent) = (Vec::new(), Vec::new());
        let length = self.session.range();
        for (blob, offset) in ranges {
            let read = |most| shelf.range(*blob, *offset, most);
            match self.ahead.range((*blob, *offset), length, read)? {
                Some(bytes) => {
                    self.under_way.blobs.insert(blob.digest, *offset + bytes.len() as u64);
                    let (digest, offset, bytes) = (blob.digest, *offset, bytes.into());
                    puts.push(Put { digest, offset, bytes, hears_limit: Some(true) });
                    sent.push(*blob);
                }
                None => self.session.cannot_read(blob.digest),
            }
        }
        let (ahead, next) = (&mut self.ahead, self.session.puts_behind(ranges));
        let beside =
            || ahead.read(&next, length, |blob, offset, most| shelf.range(blob, offset, most));
        let (states, read) = match puts.len() {
            0 => return Ok(Ok(())),
            1 => {
                let (answer, read) = line.ask_beside(name, &puts.remove(0), beside);
                (answer.map(|answer| vec![answer.state]), read)
            }
            _ => {
                let (answer, read) = line.ask_beside(name, &Puts { puts }, beside);
                (answer.map(|answer| answer.states), read)
            }
        };
        let answered = match states {
            Ok(states) => {
                self.session.put(&sent, states);
                Ok(())
            }
            Err(Cut::TooLong) => {
                self.session.range_limited(&sent);
                Ok(())
            }
            Err(cut) => Err(cut),
        };
        read.map(|()| answered)
    }

    fn include<S: Shelf>(
        &mut self,
        shelf: &mut S,
        local: &Local,
        asked: &Inclusion,
        InclusionAnswer { proof }: InclusionAnswer,
    ) -> Result<(), S::Fault> {
        let more = proof.as_ref().is_some_and(|proof| proof.more);
        let from = Signatory { headquarters: self.session.headquarters(), key: &self.key };
        let told = told_and_kept(shelf, from, asked, local.proven, proof)?;
        if told == Told::Stranger {
            self.session.refuted(End::Stranger);
            return Ok(());
        }
        self.progress.doubts += u32::from(told.is_doubtful());
        self.session.included(more && matches!(told, Told::Accepted(_)));
        Ok(())
    }

    fn keep<S: Shelf>(
        &mut self,
        shelf: &mut S,
        name: JournalName,
        receipts: &[Receipt],
    ) -> Result<(), S::Fault> {
        match checked(shelf, name, &self.key, receipts)? {
            Ok(new) => {
                self.progress.entries += new.entries;
                self.progress.photographs += new.photographs;
                shelf.keep_receipts(receipts)?;
                for receipt in receipts {
                    if let Held::Blob { digest, .. } = receipt.held {
                        self.under_way.blobs.remove(&digest);
                    }
                }
                self.session.kept();
            }
            Err(end) => self.session.refuted(end),
        }
        Ok(())
    }
}

/// No headquarters may take it: it is longer than the protocol lets a message or a batch be.
fn is_too_long(push: &Push) -> bool {
    let is_long = push.entries.len() > MESSAGE_MAX - PUSH_HEAD;
    is_long || push.plain as usize > PLAIN_MAX || push.count > COUNT_MAX
}

/// What an answer to INCLUSION means, kept; nothing of a stranger's is.
///
/// # Errors
/// When the journal cannot be read or written.
pub(super) fn told_and_kept<S: Shelf>(
    shelf: &mut S,
    from: Signatory<'_>,
    asked: &Inclusion,
    proven: Option<Point>,
    proof: Option<Proof>,
) -> Result<Told, S::Fault> {
    let head = proof.as_ref().and_then(|proof| Some(proof.place.as_ref()?.head));
    let held = match head {
        Some(head) => shelf.digest_of(head.number)?,
        None => None,
    };
    let own = Own { journal: asked.journal, proven, held };
    let told = inclusion::told(from, asked, own, proof);
    shelf.keep_checkpoint(&told)?;
    Ok(told)
}

/// What receipts say of this journal; they count when headquarters' key signed them over what this laptop holds.
///
/// # Errors
/// When the journal cannot be read.
pub fn checked<S: Shelf>(
    shelf: &mut S,
    name: JournalName,
    key: &Identity,
    receipts: &[Receipt],
) -> Result<Result<Progress, End>, S::Fault> {
    let mut new = Progress::default();
    let is_of_journal = |receipt: &Receipt| matches!(receipt.held, Held::Journal { .. });
    let mut held = match receipts.iter().any(is_of_journal) {
        true => shelf.local()?.acknowledged.number,
        false => 0,
    };
    for receipt in receipts {
        if receipt.verify(key).is_err() {
            return Ok(Err(End::Stranger));
        }
        let Held::Journal { journal, upto } = receipt.held else {
            new.photographs += 1;
            continue;
        };
        let Some(ours) = shelf.digest_of(upto.number)? else {
            return Ok(Err(End::OldCopy { held: upto.number }));
        };
        if journal != name || ours != upto.digest {
            return Ok(Err(End::Forked { number: upto.number }));
        }
        new.entries += upto.number.saturating_sub(held);
        held = held.max(upto.number);
    }
    Ok(Ok(new))
}
