//! A ledger in memory: the simulated world's, held to the same contract as the databases; nothing of it lasts.

use super::memory_pens::Pens;
use super::memory_series::Series;
use super::{Appended, BlobRow, CodeRow, JournalRow, Ledger, LedgerFault, Rotation};
use crate::domain::agency::DocumentNo;
use crate::hq::checkpoint::Marked;
use crate::hq::receive::{Append, HeldPoint, Known, NewEntry};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::disclosure::Disclosure;
use crate::wire::entry::Kept;
use crate::wire::envelope::{self, Envelope};
use crate::wire::event::inspection::RECORDED;
use crate::wire::message::batch::Arrived;
use crate::wire::message::checkpoint::Checkpoint;
use crate::wire::message::feed::{FeedItem, Finding, News, Scope, Verdict};
use crate::wire::message::hello::{JournalName, Point, Standing};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq, Eq)]
struct Journal {
    row: JournalRow,
    entries: Vec<(HeldPoint, Kept)>,
    aside: BTreeMap<(u64, Digest), Kept>,
    signatures: BTreeMap<u64, (u8, Vec<u8>)>,
}

/// Everything that headquarters holds of one agency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoryLedger {
    journals: BTreeMap<JournalName, Journal>,
    feeds: BTreeMap<Scope, Vec<FeedItem>>,
    /// Entries that no release could judge yet.
    waiting: BTreeSet<(JournalName, u64)>,
    blobs: BTreeMap<Digest, BlobRow>,
    codes: BTreeMap<Vec<u8>, CodeRow>,
    /// Whose a line is, and the one that it was given in the place of.
    certificates: BTreeMap<Digest, (Id, Option<Digest>)>,
    rotations: BTreeMap<JournalName, Vec<u8>>,
    checkpoints: Vec<Marked>,
    disclosures: Vec<Disclosure>,
    pub(super) pens: Pens,
    pub(super) series: Series,
}

impl MemoryLedger {
    fn judge(&mut self, journal: JournalName, entries: &[NewEntry]) {
        let scope = Scope::Device(journal.device);
        for entry in entries {
            let number = entry.arrived.envelope.number;
            if entry.finding == Some(Finding::PendingUpgrade) {
                self.waiting.insert((journal, number));
            }
            let mut found: Vec<Finding> = entry.finding.into_iter().collect();
            if let Some(taken) = &entry.number {
                if self.series.take(taken, (journal, number)) != (journal, number) {
                    found.push(Finding::NumberUsed);
                }
                if !self.series.is_leased(journal.device, taken) {
                    found.push(Finding::NumberNotLeased);
                }
            }
            if let Some(row) = super::beside(journal, entry) {
                self.pens.put_beside(row);
            }
            for finding in found {
                let verdict = Verdict { journal, number, finding, words: None };
                self.put(scope, &News::Verdict(verdict));
            }
            for (scope, news) in &entry.news {
                self.put(*scope, news);
            }
            let stops = super::cases::let_go(entry);
            for item in self.feeds.get_mut(&scope).into_iter().flatten() {
                if let Some(gone) = super::cases::withdrawn(item, &stops) {
                    *item = gone;
                }
            }
            for blob in &entry.blobs {
                let row = BlobRow { size: blob.size, held_ms: None, damaged: 0 };
                self.blobs.entry(blob.digest).or_insert(row);
            }
        }
    }

    /// Whether a journal is held up to `head`.
    pub(super) fn ends_at(&self, name: JournalName, head: Point) -> bool {
        self.journals.get(&name).is_some_and(|journal| journal.row.head == head)
    }

    /// How many journals these devices have.
    pub(super) fn journals_of(&self, devices: [Id; 2]) -> usize {
        self.journals.keys().filter(|name| devices.contains(&name.device)).count()
    }

    /// The feed of a device.
    pub(super) fn items_of(&self, device: Id) -> &[FeedItem] {
        self.feeds.get(&Scope::Device(device)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn put(&mut self, scope: Scope, news: &News) -> u64 {
        let feed = self.feeds.entry(scope).or_default();
        let number = feed.len() as u64 + 1;
        feed.push(news.item(number));
        number
    }
}

impl Ledger for MemoryLedger {
    fn enrol_behind(
        &mut self,
        name: JournalName,
        suite: u8,
        key: &[u8],
        start: Point,
    ) -> Result<(), LedgerFault> {
        for (earlier, journal) in &mut self.journals {
            let is_before = earlier.device == name.device && earlier.epoch < name.epoch;
            if is_before && journal.row.standing == Standing::Active {
                journal.row.standing = Standing::Retired;
            }
        }
        let row = JournalRow {
            suite,
            public_key: key.to_vec(),
            standing: if self.latest_epoch(name.device)? > Some(name.epoch) {
                Standing::Retired
            } else {
                Standing::Active
            },
            start,
            head: start,
            announced: 0,
            pens: 0,
        };
        let journal = Journal {
            row,
            entries: Vec::new(),
            aside: BTreeMap::new(),
            signatures: BTreeMap::new(),
        };
        self.journals.entry(name).or_insert(journal);
        Ok(())
    }

    fn latest_epoch(&mut self, device: Id) -> Result<Option<u32>, LedgerFault> {
        let own = self.journals.keys().filter(|name| name.device == device);
        Ok(own.map(|name| name.epoch).max())
    }

    fn journal(&mut self, name: JournalName) -> Result<Option<JournalRow>, LedgerFault> {
        let pens = self.pens.of_device(name.device);
        Ok(self.journals.get(&name).map(|journal| JournalRow { pens, ..journal.row.clone() }))
    }

    fn known(
        &mut self,
        name: JournalName,
        from: u64,
        until: u64,
    ) -> Result<Option<Known>, LedgerFault> {
        let pens = self.pens.of_device(name.device);
        Ok(self.journals.get(&name).map(|journal| Known {
            pens,
            standing: journal.row.standing,
            start: journal.row.start,
            head: journal.row.head,
            points: journal
                .entries
                .iter()
                .map(|(held, _)| *held)
                .filter(|held| (from..=until).contains(&held.point.number))
                .collect(),
        }))
    }

    fn announce(&mut self, name: JournalName, local: u64) -> Result<(), LedgerFault> {
        if let Some(journal) = self.journals.get_mut(&name) {
            journal.row.announced = journal.row.announced.max(local);
        }
        Ok(())
    }

    fn append(&mut self, plan: &Append, now_ms: i64) -> Result<Appended, LedgerFault> {
        let Some(journal) = self.journals.get_mut(&plan.journal) else {
            return Ok(Appended::Moved);
        };
        if journal.row.head != plan.behind || self.pens.of_device(plan.journal.device) != plan.pens
        {
            return Ok(Appended::Moved);
        }
        for entry in &plan.entries {
            let held = HeldPoint { point: entry.arrived.point(), received_ms: now_ms };
            journal.entries.push((held, entry.arrived.kept.clone()));
            let Envelope { kind, subject, .. } = &entry.arrived.envelope;
            if let Some(subject) = subject.filter(|_| *kind == RECORDED && !entry.beside) {
                self.pens.recorded(subject, plan.journal.device);
            }
        }
        journal.row.head = plan.head();
        journal.signatures.insert(plan.head().number, plan.signature.clone());
        self.judge(plan.journal, &plan.entries);
        Ok(Appended::Done)
    }

    fn set_aside(
        &mut self,
        name: JournalName,
        entries: &[Arrived],
        forked: bool,
        _: i64,
    ) -> Result<(), LedgerFault> {
        let Some(journal) = self.journals.get_mut(&name) else { return Ok(()) };
        if forked && journal.row.standing != Standing::Revoked {
            journal.row.standing = Standing::Forked;
        }
        for entry in entries {
            let known = journal.entries.iter().any(|(held, _)| held.point == entry.point());
            if !known {
                let key = (entry.envelope.number, entry.digest);
                journal.aside.insert(key, entry.kept.clone());
            }
        }
        Ok(())
    }

    fn revoke(&mut self, device: Id) -> Result<(), LedgerFault> {
        for (name, journal) in &mut self.journals {
            if name.device == device {
                journal.row.standing = Standing::Revoked;
            }
        }
        Ok(())
    }

    fn heads(&mut self) -> Result<Vec<(JournalName, Point)>, LedgerFault> {
        Ok(self.journals.iter().map(|(name, journal)| (*name, journal.row.head)).collect())
    }

    fn entries(
        &mut self,
        name: JournalName,
        from: u64,
        count: u64,
    ) -> Result<Vec<(HeldPoint, Kept)>, LedgerFault> {
        let entries = self.journals.get(&name).map(|journal| journal.entries.as_slice());
        let found = entries.unwrap_or_default().iter();
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        Ok(found.filter(|(held, _)| held.point.number >= from).take(count).cloned().collect())
    }

    fn aside(&mut self, name: JournalName) -> Result<u64, LedgerFault> {
        Ok(self.journals.get(&name).map_or(0, |journal| journal.aside.len() as u64))
    }

    fn waiting(
        &mut self,
        after: Option<(JournalName, u64)>,
        count: u64,
    ) -> Result<Vec<(JournalName, u64)>, LedgerFault> {
        let behind = self.waiting.iter().filter(|name| after.is_none_or(|after| **name > after));
        Ok(behind.take(usize::try_from(count).unwrap_or(usize::MAX)).copied().collect())
    }

    fn judged(&mut self, name: JournalName, entry: &NewEntry) -> Result<bool, LedgerFault> {
        let waited = self.waiting.remove(&(name, entry.arrived.envelope.number));
        if waited {
            self.judge(name, std::slice::from_ref(entry));
        }
        Ok(waited)
    }

    fn publish(&mut self, scope: Scope, news: &News) -> Result<u64, LedgerFault> {
        Ok(self.put(scope, news))
    }

    fn feed(
        &mut self,
        scope: Scope,
        after: u64,
        max: u64,
    ) -> Result<(Vec<FeedItem>, bool), LedgerFault> {
        let feed = self.feeds.get(&scope).map_or(&[][..], Vec::as_slice);
        let behind = &feed[usize::try_from(after).unwrap_or(usize::MAX).min(feed.len())..];
        Ok(super::within(behind.iter().cloned(), max))
    }

    fn published(&mut self, kind: u16) -> Result<Vec<(Scope, FeedItem)>, LedgerFault> {
        let of = |(scope, items): (&Scope, &Vec<FeedItem>)| {
            let items = items.iter().filter(|item| item.kind == kind && kind >= 20);
            items.map(|item| (*scope, item.clone())).collect::<Vec<_>>()
        };
        Ok(self.feeds.iter().flat_map(of).collect())
    }

    fn numbered(&mut self, number: &DocumentNo) -> Result<Option<(JournalName, u64)>, LedgerFault> {
        Ok(self.series.taken_by(number))
    }

    fn of_subject(&mut self, subject: Id) -> Result<Vec<(JournalName, u64)>, LedgerFault> {
        let mut found = Vec::new();
        for (name, journal) in &self.journals {
            for (held, kept) in &journal.entries {
                let named = envelope::decode(&kept.envelope).ok();
                if named.and_then(|envelope| envelope.subject) == Some(subject) {
                    found.push((*name, held.point.number));
                }
            }
        }
        Ok(found)
    }

    fn signature_from(
        &mut self,
        name: JournalName,
        from: u64,
    ) -> Result<Option<(u64, u8, Vec<u8>)>, LedgerFault> {
        let Some(journal) = self.journals.get(&name) else { return Ok(None) };
        let next = journal.signatures.range(from..).next();
        Ok(next.map(|(number, (suite, bytes))| (*number, *suite, bytes.clone())))
    }

    fn feed_last(&mut self, scope: Scope) -> Result<u64, LedgerFault> {
        Ok(self.feeds.get(&scope).map_or(0, |feed| feed.len() as u64))
    }

    fn fill(&mut self, scope: Scope, upto: u64) -> Result<(), LedgerFault> {
        while (self.feeds.get(&scope).map_or(0, Vec::len) as u64) < upto {
            self.put(scope, &News::Lost);
        }
        Ok(())
    }

    fn blob(&mut self, digest: Digest) -> Result<Option<BlobRow>, LedgerFault> {
        Ok(self.blobs.get(&digest).copied())
    }

    fn held_blobs(
        &mut self,
        after: Option<Digest>,
        count: u64,
    ) -> Result<Vec<Digest>, LedgerFault> {
        let held = self.blobs.iter().filter(|(_, row)| row.held_ms.is_some());
        let behind = held.filter(|(digest, _)| after.is_none_or(|after| **digest > after));
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        Ok(behind.map(|(digest, _)| *digest).take(count).collect())
    }

    fn blobs_held(&mut self, digests: &[Digest], now_ms: i64) -> Result<(), LedgerFault> {
        for digest in digests {
            if let Some(row) = self.blobs.get_mut(digest) {
                row.held_ms.get_or_insert(now_ms);
            }
        }
        Ok(())
    }

    fn blob_damaged(&mut self, digest: Digest) -> Result<u32, LedgerFault> {
        let row = self.blobs.get_mut(&digest);
        Ok(row.map_or(0, |row| {
            row.damaged += 1;
            row.damaged
        }))
    }

    fn add_checkpoint(&mut self, marked: &Marked) -> Result<bool, LedgerFault> {
        let is_next = marked.checkpoint.number == self.checkpoints.len() as u64 + 1;
        if is_next {
            self.checkpoints.push(marked.clone());
        }
        Ok(is_next)
    }

    fn checkpoints(&mut self, from: u64, count: u64) -> Result<Vec<Marked>, LedgerFault> {
        let from = self.checkpoints.iter().filter(|kept| kept.checkpoint.number >= from);
        Ok(from.take(usize::try_from(count).unwrap_or(usize::MAX)).cloned().collect())
    }

    fn chain(&mut self, from: u64, count: u64) -> Result<Vec<Checkpoint>, LedgerFault> {
        Ok(self.checkpoints(from, count)?.into_iter().map(|marked| marked.checkpoint).collect())
    }

    fn last_checkpoint(&mut self) -> Result<Option<Checkpoint>, LedgerFault> {
        Ok(self.checkpoints.last().map(|kept| kept.checkpoint.clone()))
    }

    fn add_disclosure(&mut self, disclosure: &Disclosure) -> Result<bool, LedgerFault> {
        let is_next = disclosure.number == self.disclosures.len() as u64 + 1;
        if is_next {
            self.disclosures.push(disclosure.clone());
        }
        Ok(is_next)
    }

    fn disclosures(&mut self) -> Result<Vec<Disclosure>, LedgerFault> {
        Ok(self.disclosures.clone())
    }

    fn add_code(&mut self, name: &[u8], row: &CodeRow) -> Result<(), LedgerFault> {
        self.codes.insert(name.to_vec(), row.clone());
        Ok(())
    }

    fn code(&mut self, name: &[u8]) -> Result<Option<CodeRow>, LedgerFault> {
        Ok(self.codes.get(name).cloned())
    }

    fn spend_code(&mut self, name: &[u8], device: Id) -> Result<bool, LedgerFault> {
        let Some(row) = self.codes.get_mut(name) else { return Ok(false) };
        Ok(*row.used_by.get_or_insert(device) == device)
    }

    fn add_certificate(&mut self, fingerprint: Digest, device: Id) -> Result<(), LedgerFault> {
        self.certificates.entry(fingerprint).or_insert((device, None));
        Ok(())
    }

    fn rotate(&mut self, rotation: &Rotation) -> Result<bool, LedgerFault> {
        let Rotation { name, suite, key, start, certificate, instead, question } = rotation;
        let (device, latest) = (name.device, self.latest_epoch(name.device)?);
        let before = JournalName { device, epoch: name.epoch.saturating_sub(1) };
        let active = |journal: &&mut Journal| journal.row.standing == Standing::Active;
        if latest == Some(before.epoch) {
            if self.journals.get_mut(&before).filter(active).is_none() {
                return Ok(false);
            }
            self.enrol_behind(*name, *suite, key, *start)?;
        } else {
            let journal = self.journals.get_mut(name).filter(active);
            let journal = journal.filter(|journal| {
                journal.row.public_key == *key && journal.row.head == journal.row.start
            });
            let Some(journal) = journal.filter(|_| latest == Some(name.epoch)) else {
                return Ok(false);
            };
            if journal.row.start.number < start.number {
                (journal.row.start, journal.row.head) = (*start, *start);
            }
        }
        // Of answers that were lost on the way only the last one's certificate opens a line.
        self.certificates.retain(|_, (of, before)| *of != device || *before != Some(*instead));
        self.certificates.entry(*certificate).or_insert((device, Some(*instead)));
        self.rotations.insert(*name, question.clone());
        Ok(true)
    }

    fn rotation(&mut self, name: JournalName) -> Result<Option<Vec<u8>>, LedgerFault> {
        Ok(self.rotations.get(&name).cloned())
    }

    fn forget_replaced(&mut self, fingerprint: Digest) -> Result<(), LedgerFault> {
        if let Some((_, Some(old))) = self.certificates.get(&fingerprint).copied() {
            self.certificates.remove(&old);
        }
        Ok(())
    }

    fn device_of(&mut self, fingerprint: Digest) -> Result<Option<Id>, LedgerFault> {
        Ok(self.certificates.get(&fingerprint).map(|(device, _)| *device))
    }

    fn certificates(&mut self, device: Id) -> Result<Vec<Digest>, LedgerFault> {
        let of_device = self.certificates.iter().filter(|(_, (of, _))| *of == device);
        Ok(of_device.map(|(fingerprint, _)| *fingerprint).collect())
    }
}
