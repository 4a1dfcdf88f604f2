//! What must be true of a world when everybody came to his end: each check names the invariant that it holds.

use super::headquarters::identity;
use super::invariants::Violation;
use super::nonsense;
use super::play::World;
use super::stick;
use super::terminal::Terminal;
use lucha::domain::agency::DocumentNo;
use lucha::hq::ledger::Ledger;
use lucha::hq::ledger::memory::MemoryLedger;
use lucha::hq::receive::{Append, HeldPoint, judge, number_of};
use lucha::stdx::digest::Digest;
use lucha::wire::entry::{self, Kept};
use lucha::wire::envelope;
use lucha::wire::message::batch::{self, Arrived};
use lucha::wire::message::feed::Finding;
use lucha::wire::message::hello::{JournalName, Point};
use std::collections::{BTreeMap, BTreeSet};

/// In one of so many worlds everything that ever went over the line comes again at the end, twice.
const REPLAY_ONE_IN: u64 = 8;
/// In one of so many worlds every receipt is verified again, else the last of each laptop.
const RECEIPTS_ONE_IN: u64 = 8;
/// In one of so many worlds somebody sends nonsense.
const NONSENSE_ONE_IN: u64 = 16;

/// An entry of headquarters' main line.
struct Held {
    journal: JournalName,
    point: HeldPoint,
    kept: Kept,
}

impl World {
    pub(super) fn check(&mut self) {
        self.check_lines();
        self.check_receipts();
        self.check_laptops();
        self.check_earlier_epochs();
        self.check_news();
        self.check_numbers();
        self.check_papers();
        self.check_photographs();
        self.check_come_again();
        self.check_checkpoints();
    }

    pub(super) fn check_more(&mut self) {
        self.check_rebuilt();
        if self.more.is_on {
            self.check_verdicts();
        }
        if self.seed.is_multiple_of(NONSENSE_ONE_IN) {
            self.check_bounds();
        }
        // What headquarters lost of an epoch that was closed since comes back with an old message, piece by piece.
        if self.seed.is_multiple_of(REPLAY_ONE_IN) && !self.lost_tail {
            self.replay();
        }
    }

    fn main_line(&mut self) -> Vec<Held> {
        let ledger = &mut self.headquarters.disks.ledger;
        let mut all = Vec::new();
        for (journal, _) in ledger.heads().unwrap() {
            let entries = ledger.entries(journal, 1, u64::MAX).unwrap();
            all.extend(entries.into_iter().map(|(point, kept)| Held { journal, point, kept }));
        }
        all
    }

    /// I2, I3, I19: each journal is one dense line, each entry names the one before, and the program that reads it
    /// again says so.
    fn check_lines(&mut self) {
        let heads = self.headquarters.disks.ledger.heads().unwrap();
        for (name, head) in heads {
            let ledger = &mut self.headquarters.disks.ledger;
            let entries = ledger.entries(name, 1, u64::MAX).unwrap();
            let start = ledger.journal(name).unwrap().unwrap().start;
            let verified = lucha::hq::verify::journal(ledger, name, head, 50).unwrap();
            let numbers: Vec<u64> = entries.iter().map(|(held, _)| held.point.number).collect();
            let dense: Vec<u64> = (start.number + 1..=head.number).collect();
            self.must("I2", numbers == dense, || format!("{name:?} has gaps: {numbers:?}"));
            let once: BTreeSet<u64> = numbers.iter().copied().collect();
            self.must("I3", once.len() == numbers.len(), || format!("{name:?}: two of a number"));
            self.must("I19", verified.is_ok(), || format!("{name:?} breaks at {verified:?}"));
            self.sum.extend(head.digest.0);
        }
    }

    /// I1: every entry with a receipt, on whatever laptop, is there, or its tail was lost with its laptop. I14: every
    /// receipt is headquarters' own.
    fn check_receipts(&mut self) {
        for ((name, number), digest) in self.acknowledged.clone() {
            let held = self.headquarters.disks.ledger.entries(name, number, 1).unwrap();
            let same = held.first().is_some_and(|(held, _)| held.point.digest == digest);
            let is_gone = self.doubtful.contains(&name) || self.more.revoked.contains_key(&name);
            let excused = self.lost_tail && is_gone;
            self.must("I1", same || excused, || format!("{name:?} {number}: receipt, and gone"));
        }
        let all = self.seed.is_multiple_of(RECEIPTS_ONE_IN);
        for at in 0..self.terminals.len() {
            let receipts = &self.terminals[at].0.disk.kept_receipts;
            let from = if all { 0 } else { receipts.len().saturating_sub(1) };
            let is_right = receipts[from..].iter().all(|it| it.verify(&identity()).is_ok());
            self.must("I14", is_right, || format!("laptop {at} took somebody else's receipt"));
        }
    }

    /// I2: what a laptop holds is headquarters' line, entry by entry. I13: a revoked one's stands still.
    fn check_laptops(&mut self) {
        for at in 0..self.terminals.len() {
            let name = self.terminals[at].0.disk.name;
            let entries = self.headquarters.disks.ledger.entries(name, 1, u64::MAX).unwrap();
            let terminal = &self.terminals[at].0;
            let own = &terminal.disk.entries[usize::try_from(terminal.disk.start).unwrap()..];
            let (there, here) = (entries.len(), own.len());
            let same = entries.iter().zip(own).all(|(a, b)| a.1 == b.0);
            // Of two copies of one laptop, the other may have gone on.
            let is_copied = self.doubtful.contains(&name);
            let is_revoked = self.more.revoked.contains_key(&name);
            if is_revoked && is_copied {
                continue;
            }
            let is_whole = there == here || is_copied && there > here;
            let is_whole = is_whole || is_revoked && there <= here;
            self.must("I2", is_whole && same, || format!("{name:?}: {there} there, {here} here"));
        }
        for (name, then) in self.more.revoked.clone() {
            let row = self.headquarters.disks.ledger.journal(name).unwrap();
            let head = row.map_or(0, |row| row.head.number);
            self.must("I13", head <= then, || format!("{name:?} went on from {then} to {head}"));
        }
    }

    /// I2: what an earlier epoch held here is in its journal, or beside it: nothing of it is lost.
    fn check_earlier_epochs(&mut self) {
        for at in 0..self.terminals.len() {
            let terminal = &self.terminals[at].0;
            let current = terminal.disk.name;
            if self.is_revoked(at) {
                continue;
            }
            for (epoch, behind, until, left) in terminal.disk.earlier.clone() {
                let terminal = &self.terminals[at].0;
                let name = JournalName { epoch, ..current };
                let kept = terminal.disk.receipts.get(&epoch).map_or(behind, |upto| upto.number);
                let ledger = &mut self.headquarters.disks.ledger;
                let aside = ledger.aside(name).unwrap();
                // A copy may have brought the same entries into the main line.
                let main = ledger.entries(name, kept + 1, until - kept).unwrap();
                let same = main.iter().filter(|(held, bytes)| {
                    let at = usize::try_from(held.point.number - 1).unwrap();
                    terminal.disk.entries.get(at).is_some_and(|own| own.0 == *bytes)
                });
                let aside = aside + same.count() as u64;
                let is_done = kept == until || left.is_some();
                self.must("L1", is_done, || format!("{name:?} waits"));
                let is_kept = aside >= until - kept || self.lost_tail;
                self.must("I2", is_kept, || format!("{name:?} {kept} {until} {aside}"));
            }
        }
    }

    /// I5: a feed's numbers are dense, a laptop reads them in their order, and what it read under a number stands
    /// there. I20: who cannot read what must be understood took no number after it.
    fn check_news(&mut self) {
        for at in 0..self.terminals.len() {
            let Terminal { disk, .. } = &self.terminals[at].0;
            let (cursors, news, numbered) =
                (disk.cursors.clone(), disk.news.clone(), disk.numbered.clone());
            for (scope, upto) in cursors {
                let feed = self.headquarters.disks.ledger.feed(scope, 0, u64::MAX).unwrap().0;
                let read: Vec<_> = news.iter().filter(|(of, _)| *of == scope).collect();
                let in_order = read.iter().zip(1..).all(|((_, item), n)| item.number == n);
                let is_dense = feed.iter().zip(1..).all(|(item, n)| item.number == n);
                let is_whole = in_order && is_dense && read.len() as u64 == upto;
                self.must("I5", is_whole, || format!("laptop {at}: {scope:?} has gaps"));
                let same = |item: &lucha::wire::message::feed::FeedItem| {
                    let nth = usize::try_from(item.number - 1).unwrap();
                    feed.get(nth).is_some_and(|held| held.body == item.body)
                };
                let same = self.lost_tail || read.iter().all(|(_, item)| same(item));
                self.must("I5", same, || format!("laptop {at}: {scope:?} is another"));
            }
            let blind = |seen: usize| {
                news[..seen].iter().any(|(_, item)| item.must_understand && item.read().is_err())
            };
            let is_blind = numbered.iter().any(|(_, seen)| blind(*seen));
            self.must("I20", !is_blind, || format!("laptop {at} issued what it may not"));
        }
    }

    /// I10: whatever was printed has its entry. I12: it shows the page that the entry names and that is kept.
    fn check_papers(&mut self) {
        for at in 0..self.terminals.len() {
            let Terminal { disk, papers, .. } = &self.terminals[at].0;
            let device = disk.name.device;
            let has_lied = self.doubtful.iter().any(|name| name.device == device);
            let (mut without, mut other) = (Vec::new(), Vec::new());
            for paper in papers {
                let own = disk.entries.get(usize::try_from(paper.number - 1).unwrap());
                let names = own.is_some_and(|(kept, _)| {
                    let blobs = envelope::decode(&kept.envelope).unwrap().blobs;
                    blobs.iter().any(|blob| blob.digest == paper.page)
                });
                if !names && !has_lied {
                    without.push(*paper);
                }
                if paper.shown != paper.page {
                    other.push(*paper);
                }
            }
            self.must("I10", without.is_empty(), || format!("laptop {at}: {without:?}"));
            self.must("I12", other.is_empty(), || format!("laptop {at}: {other:?}"));
        }
    }

    /// I11: a photograph without a receipt lies on its laptop. I1: one with a receipt lies at headquarters.
    fn check_photographs(&mut self) {
        for at in 0..self.terminals.len() {
            let terminal = &self.terminals[at].0;
            let waiting = terminal.blobs_waiting();
            let gone = waiting.into_iter().filter(|digest| {
                let (_, bytes) = &terminal.disk.blobs[digest];
                Digest::of(bytes) != *digest && !self.more.spoiled.contains(digest)
            });
            let gone: Vec<Digest> = gone.collect();
            let receipts = terminal.disk.blob_receipts.clone();
            self.must("I11", gone.is_empty(), || format!("laptop {at} removed {gone:?}"));
            let ledger = &mut self.headquarters.disks.ledger;
            let lost = receipts.into_iter().find(|digest| {
                let row = ledger.blob(*digest).unwrap();
                row.is_none_or(|row| row.held_ms.is_none())
            });
            let excused = self.lost_tail;
            self.must("I1", lost.is_none() || excused, || format!("laptop {at}: {lost:?} is gone"));
        }
    }

    /// L6: of what headquarters lost and told a laptop of, everything is there again, but for what that laptop's disk spoiled.
    fn check_come_again(&mut self) {
        for at in 0..self.terminals.len() {
            let terminal = &self.terminals[at].0;
            if !terminal.is_told || self.is_revoked(at) {
                continue;
            }
            let disk = terminal.disk.clone();
            let mut waiting = terminal.blobs_waiting();
            waiting.retain(|digest| !self.more.spoiled.contains(digest));
            let ledger = &mut self.headquarters.disks.ledger;
            let lost = disk.blob_receipts.iter().find(|digest| {
                ledger.blob(**digest).unwrap().is_none_or(|row| row.held_ms.is_none())
            });
            let is_there = lost.is_none() && waiting.is_empty();
            self.must("L6", is_there, || format!("laptop {at}: {lost:?}, {waiting:?}"));
            for (epoch, behind, until, left) in &disk.earlier {
                // What stands beside the main line is checked with the epochs.
                let until = left.unwrap_or(*until);
                let name = JournalName { epoch: *epoch, ..disk.name };
                let ledger = &mut self.headquarters.disks.ledger;
                let main = ledger.entries(name, behind + 1, until - behind).unwrap();
                let own = disk.entries.iter().skip(usize::try_from(*behind).unwrap());
                let same = main.iter().zip(own).filter(|(held, own)| held.1 == own.0).count();
                let is_whole = same as u64 == until - behind;
                self.must("L6", is_whole, || format!("{name:?}: {same} of {behind} to {until}"));
            }
        }
    }

    /// I6: what headquarters keeps beside the entries follows from the entries: made anew, it is the same.
    fn check_rebuilt(&mut self) {
        let mut held = self.main_line();
        held.sort_by_key(|held| (held.point.received_ms, held.journal, held.point.point.number));
        let received: BTreeMap<(JournalName, u64), i64> = held
            .iter()
            .map(|held| ((held.journal, held.point.point.number), held.point.received_ms))
            .collect();
        let mut anew = MemoryLedger::default();
        let (mut numbers, mut blobs) = (BTreeSet::new(), BTreeSet::new());
        for Held { journal, point, kept } in held {
            let row = self.headquarters.disks.ledger.journal(journal).unwrap().unwrap();
            anew.enrol_behind(journal, 1, &row.public_key, row.start).unwrap();
            let Ok(envelope) = envelope::decode(&kept.envelope) else { continue };
            let behind = Point { number: envelope.number - 1, digest: envelope.previous };
            blobs.extend(envelope.blobs.iter().map(|blob| blob.digest));
            let content = batch::content(&kept);
            let entry = judge(Arrived { kept, envelope, digest: point.point.digest, content });
            numbers.extend(entry.number.iter().map(|it| (it.prefix.clone(), it.year, it.serial)));
            let (entries, signature) = (vec![entry], (1, Vec::new()));
            let plan = Append { journal, behind, pens: 0, entries, signature };
            anew.append(&plan, point.received_ms).unwrap();
        }
        let ledger = &mut self.headquarters.disks.ledger;
        let (mut other, when) = (Vec::new(), |owner| received.get(&owner).copied());
        for (prefix, year, serial) in numbers {
            let number = DocumentNo { prefix, year, serial };
            let first = anew.numbered(&number).unwrap().and_then(when);
            let now = ledger.numbered(&number).unwrap().and_then(when);
            // What an earlier release could not read took its number later.
            if now.is_none() || now != first && !self.more.was_old {
                other.push(format!("{number:?}: {now:?}, anew {first:?}"));
            }
        }
        for digest in blobs {
            let size = |row: Option<lucha::hq::ledger::BlobRow>| row.map(|row| row.size);
            let now = size(ledger.blob(digest).unwrap());
            if now != size(anew.blob(digest).unwrap()) {
                other.push(format!("{digest:?}"));
            }
        }
        self.must("I6", other.is_empty(), || other.join(", "));
    }

    /// L3, I9, I16: what headquarters finds is said once, whoever judged it and when.
    fn check_verdicts(&mut self) {
        let findings = self.findings();
        let mut claims: BTreeMap<(String, i32, u32), Vec<(JournalName, u64)>> = BTreeMap::new();
        let mut unread = BTreeSet::new();
        for Held { journal, point, kept } in self.main_line() {
            let number = point.point.number;
            // L3: a bad entry is kept, told of once, and stood in nobody's way.
            let key = (journal, number, point.point.digest);
            if let Some(finding) = self.more.poisoned.get(&key).copied() {
                let told = findings.iter().filter(|told| **told == (journal, number, finding));
                let told = told.count();
                self.must("L3", told == 1, || format!("{journal:?} {number}: told {told} times"));
                if finding == Finding::PendingUpgrade {
                    unread.insert((journal, number));
                }
                continue;
            }
            let Ok(read) = entry::read(&kept) else { continue };
            if let Some(DocumentNo { prefix, year, serial }) = number_of(&read.body) {
                claims.entry((prefix, year, serial)).or_default().push((journal, number));
            }
        }
        // What an older headquarters could not read was judged by the later one, and nothing else waits.
        let waiting = self.headquarters.disks.ledger.waiting(None, u64::MAX).unwrap();
        let waiting: BTreeSet<(JournalName, u64)> = waiting.into_iter().collect();
        self.must("I16", waiting == unread, || format!("{waiting:?} wait, not {unread:?}"));
        // Each number has one owner, every other claim was told.
        for (number, claims) in claims {
            let is_told = |(name, at): &&(JournalName, u64)| {
                findings.contains(&(*name, *at, Finding::NumberUsed))
            };
            let told = claims.iter().filter(is_told).count();
            self.must("I9", told == claims.len() - 1, || format!("{number:?}: {claims:?}"));
        }
    }

    /// I18: nonsense changes nothing, and no answer is longer than was asked for.
    fn check_bounds(&mut self) {
        let before = self.headquarters.disks.ledger.clone();
        let journals: Vec<JournalName> = self.terminals.iter().map(|it| it.0.disk.name).collect();
        for (name, from, bytes) in nonsense::questions(self.seed, &journals) {
            let answer = self.headquarters.hear(name, from, &bytes, self.now);
            let length = answer.map_or(0, |answer| answer.len());
            let is_short = length <= nonsense::ANSWER_MAX;
            self.must("I18", is_short, || format!("{length} bytes for nonsense to {name}"));
        }
        let same = self.headquarters.disks.ledger == before;
        self.must("I18", same, || "nonsense changed something".into());
    }

    /// I4: what comes a second time, late and in another order, by line or by stick, changes nothing. A photograph whose bytes are
    /// not its own is asked for once more, and told of when they are so again: that is the second time, so a third is compared.
    fn replay(&mut self) {
        let (mut before, mut same) = (None, false);
        for _ in 0..3 {
            let past = std::mem::take(&mut self.past);
            for heard in past.iter().rev() {
                let (name, from, bytes) = (heard.name, heard.from, &heard.bytes);
                let _nobody_hears = self.headquarters.hear(name, from, bytes, self.now);
            }
            self.past = past;
            for volume in self.more.up.clone() {
                let (bytes, dice) = ([volume.bytes], &mut self.more.dice);
                stick::import(&mut self.headquarters, &bytes, self.now, dice);
            }
            let after = self.headquarters.disks.ledger.clone();
            same = before.replace(after.clone()) == Some(after);
        }
        self.must("I4", same, || "what came again changed something".into());
    }
}

/// A world without a bug in which something is not true.
pub fn assert_holds(broken: &[Violation]) {
    assert!(broken.is_empty(), "{broken:#?}");
}
