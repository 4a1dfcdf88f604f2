//! Headquarters' disks in trouble: full, under a program that dies between two calls, or one older than its laptops.

use super::bug::Bug;
use lucha::domain::agency::DocumentNo;
use lucha::domain::inspection::event::Event;
use lucha::hq::checkpoint::Marked;
use lucha::hq::ledger::memory::MemoryLedger;
use lucha::hq::ledger::{
    Appended, BesideRow, BlobRow, CaseLedger, CodeRow, JournalRow, Ledger, LedgerFault, Move,
    PenLedger, Quashed, QuashedLedger, Rotation, SeriesLedger,
};
use lucha::hq::pens::Pen;
use lucha::hq::receive::{Append, HeldPoint, Known, NewEntry};
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::wire::disclosure::Disclosure;
use lucha::wire::entry::Kept;
use lucha::wire::event::Body;
use lucha::wire::message::batch::{Arrived, Content};
use lucha::wire::message::checkpoint::Checkpoint;
use lucha::wire::message::feed::{BlockLeased, FeedItem, Finding, News, Scope};
use lucha::wire::message::hello::{JournalName, Point, Standing};
use lucha::wire::message::pen::{BranchSettled, PenMoved};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, Ordering};

/// What ails headquarters.
#[derive(Clone, Copy, Debug, Default)]
pub struct Trouble {
    /// Nothing more can be written.
    pub is_full: bool,
    /// The program is of a release that does not know every kind of entry yet.
    pub is_old: bool,
    /// The program is wrong on purpose.
    pub bug: Option<Bug>,
}

/// How many more moments a program lives; each call has one before and one behind it.
#[derive(Debug)]
pub struct Life(AtomicU32);

impl Life {
    pub fn of(moments: Option<u32>) -> Life {
        Life(AtomicU32::new(moments.unwrap_or(u32::MAX)))
    }

    pub fn goes_on(&self) -> bool {
        let lives = |left: u32| if left == u32::MAX { Some(left) } else { left.checked_sub(1) };
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, lives).is_ok()
    }
}

/// The ledger in memory, as a program in trouble reaches it. Each call is whole or did not happen.
pub struct TroubledLedger<'a> {
    pub inner: &'a mut MemoryLedger,
    pub trouble: Trouble,
    pub life: &'a Life,
    /// Every block that is leased through it, also where nobody hears of it.
    pub leased: &'a mut Vec<(Id, BlockLeased)>,
}

impl TroubledLedger<'_> {
    fn moment(&self) -> Result<(), LedgerFault> {
        if self.life.goes_on() { Ok(()) } else { Err(LedgerFault::TryAgain("killed".into())) }
    }

    /// The program may be killed before the call and behind it: what was done then stays done.
    fn reads<T>(
        &mut self,
        call: impl FnOnce(&mut MemoryLedger) -> Result<T, LedgerFault>,
    ) -> Result<T, LedgerFault> {
        self.moment()?;
        let done = call(self.inner)?;
        self.moment()?;
        Ok(done)
    }

    fn writes<T>(
        &mut self,
        call: impl FnOnce(&mut MemoryLedger) -> Result<T, LedgerFault>,
    ) -> Result<T, LedgerFault> {
        if self.trouble.is_full {
            return Err(LedgerFault::Full);
        }
        self.reads(call)
    }
}

/// Whether the older release reads an entry.
pub fn knows(arrived: &Arrived) -> bool {
    let Content::Read(entry) = &arrived.content else { return true };
    !matches!(entry.body, Body::Inspection(Event::InspectionEnded(_) | Event::TellingRetracted))
}

/// The same entries as a release judges them that does not know two of the kinds.
fn judged_by_an_older_one(plan: &Append) -> Append {
    let mut plan = plan.clone();
    for entry in plan.entries.iter_mut().filter(|entry| !knows(&entry.arrived)) {
        entry.finding = Some(Finding::PendingUpgrade);
        entry.number = None;
        entry.news.retain(|(_, news)| is_of_pens(news));
    }
    plan
}

/// Whose pen it was stands on the envelope: every release reads it.
fn is_of_pens(news: &News) -> bool {
    match news {
        News::Verdict(verdict) => verdict.finding == Finding::StalePen,
        news => matches!(news, News::BranchOpened(_)),
    }
}

/// What a program that is wrong on purpose makes of a plan.
fn spoil(bug: Bug, plan: &mut Append) {
    let count = plan.entries.len();
    let is_late = plan.behind.number.is_multiple_of(3);
    match bug {
        Bug::KeepsOtherBytes if is_late => {
            plan.entries[0].arrived.kept.payload.push(0);
        }
        Bug::DropsAnEntry if count > 1 => {
            plan.entries.remove(0);
        }
        Bug::BendsTheChain if is_late => {
            let bent = &mut plan.entries[0].arrived.kept.envelope;
            let last = bent.len() - 1;
            bent[last] ^= 1;
        }
        Bug::TakesStaleEntries => {
            for entry in &mut plan.entries {
                entry.beside = false;
                entry.news.retain(|(_, news)| !is_of_pens(news));
            }
        }
        Bug::LosesANumber => plan.entries.iter_mut().for_each(|entry| entry.number = None),
        Bug::BelievesClocks => {
            let mut last = 0;
            for entry in &mut plan.entries {
                let wall = entry.arrived.envelope.clock.wall.ms();
                if wall < last.max(1_764_000_000_000) {
                    entry.number = None;
                    entry.finding = Some(Finding::NumberNotLeased);
                }
                last = last.max(wall);
            }
        }
        _ => {}
    }
}

impl CaseLedger for TroubledLedger<'_> {
    fn brought(&mut self, device: Id) -> Result<Vec<FeedItem>, LedgerFault> {
        // Asked for in the middle of a move, whose own questions have their troubles.
        self.inner.brought(device)
    }
}

impl PenLedger for TroubledLedger<'_> {
    fn pens(&mut self, subjects: &[Id]) -> Result<BTreeMap<Id, Pen>, LedgerFault> {
        self.reads(|ledger| ledger.pens(subjects))
    }

    fn moves(&mut self, subject: Id) -> Result<Vec<PenMoved>, LedgerFault> {
        self.reads(|ledger| ledger.moves(subject))
    }

    fn move_pen(&mut self, pen: &Move<'_>) -> Result<bool, LedgerFault> {
        let is_case = |news: &&(Scope, News)| matches!(news.1, News::CaseEntries(_));
        let bare: Vec<(Scope, News)> =
            pen.news.iter().filter(|news| !is_case(news)).cloned().collect();
        let sent = match self.trouble.bug {
            Some(Bug::BringsNoCase) => Move { news: &bare, ..*pen },
            _ => *pen,
        };
        let (moved, has_moved) = (pen.moved, self.writes(|ledger| ledger.move_pen(&sent))?);
        if self.trouble.bug == Some(Bug::GivesAPenTwice) && has_moved {
            let to = if moved.to == Id([1; 16]) { Id([2; 16]) } else { Id([1; 16]) };
            let twice = PenMoved { to, ..moved.clone() };
            self.inner.publish(Scope::Device(to), &News::PenMoved(twice))?;
        }
        Ok(has_moved)
    }

    fn beside(&mut self, subject: Option<Id>) -> Result<Vec<BesideRow>, LedgerFault> {
        self.reads(|ledger| ledger.beside(subject))
    }

    fn settle(
        &mut self,
        settled: &BranchSettled,
        news: &[(Scope, News)],
    ) -> Result<bool, LedgerFault> {
        self.writes(|ledger| ledger.settle(settled, news))
    }

    fn settlements(&mut self, subject: Id) -> Result<Vec<BranchSettled>, LedgerFault> {
        self.reads(|ledger| ledger.settlements(subject))
    }

    fn pen_cases(&mut self) -> Result<Vec<Id>, LedgerFault> {
        self.reads(MemoryLedger::pen_cases)
    }
}

impl QuashedLedger for TroubledLedger<'_> {
    fn quashed(&mut self, numbers: Option<&BTreeSet<String>>) -> Result<Quashed, LedgerFault> {
        self.reads(|ledger| ledger.quashed(numbers))
    }
}

impl SeriesLedger for TroubledLedger<'_> {
    fn skip_numbers(
        &mut self,
        margin: u32,
        now_ms: i64,
        quiet_ms: i64,
    ) -> Result<bool, LedgerFault> {
        if self.trouble.bug == Some(Bug::LeasesWhatItLost) {
            return Ok(false);
        }
        self.writes(|ledger| ledger.skip_numbers(margin, now_ms, quiet_ms))
    }

    fn skipped_ms(&mut self) -> Result<Option<i64>, LedgerFault> {
        self.reads(MemoryLedger::skipped_ms)
    }

    fn adopt(&mut self, device: Id, block: &BlockLeased) -> Result<bool, LedgerFault> {
        self.writes(|ledger| ledger.adopt(device, block))
    }

    fn lease_behind(
        &mut self,
        device: Id,
        series: (&str, i32),
        count: u32,
        behind: u32,
    ) -> Result<BlockLeased, LedgerFault> {
        let forgets = self.trouble.bug == Some(Bug::LeasesWhatItLost);
        let behind = if forgets { 0 } else { behind };
        let mut leased = Vec::new();
        let heard = self.writes(|ledger| {
            let block = ledger.lease_behind(device, series, count, behind)?;
            leased.push((device, block.clone()));
            Ok(block)
        });
        self.leased.append(&mut leased);
        heard
    }

    fn series(&mut self) -> Result<Vec<(String, i32, u32)>, LedgerFault> {
        self.reads(MemoryLedger::series)
    }

    fn leases(&mut self) -> Result<Vec<(Id, BlockLeased)>, LedgerFault> {
        self.reads(MemoryLedger::leases)
    }

    fn taken(&mut self, block: &BlockLeased) -> Result<Vec<(u32, JournalName)>, LedgerFault> {
        self.reads(|ledger| ledger.taken(block))
    }
}

impl Ledger for TroubledLedger<'_> {
    fn append(&mut self, plan: &Append, now_ms: i64) -> Result<Appended, LedgerFault> {
        let mut plan = plan.clone();
        if self.trouble.is_old {
            plan = judged_by_an_older_one(&plan);
        }
        if let Some(bug) = self.trouble.bug {
            spoil(bug, &mut plan);
        }
        if self.trouble.bug == Some(Bug::StopsAtABadEntry)
            && plan.entries.iter().any(|entry| entry.finding.is_some())
        {
            return Err(LedgerFault::TryAgain("an entry that it cannot read".into()));
        }
        self.writes(|ledger| ledger.append(&plan, now_ms))
    }

    fn enrol_behind(
        &mut self,
        name: JournalName,
        suite: u8,
        key: &[u8],
        start: Point,
    ) -> Result<(), LedgerFault> {
        self.writes(|ledger| ledger.enrol_behind(name, suite, key, start))
    }

    fn latest_epoch(&mut self, device: Id) -> Result<Option<u32>, LedgerFault> {
        self.reads(|ledger| ledger.latest_epoch(device))
    }

    fn journal(&mut self, name: JournalName) -> Result<Option<JournalRow>, LedgerFault> {
        self.reads(|ledger| ledger.journal(name))
    }

    fn known(
        &mut self,
        name: JournalName,
        from: u64,
        until: u64,
    ) -> Result<Option<Known>, LedgerFault> {
        let mut known = self.reads(|ledger| ledger.known(name, from, until))?;
        if let Some(known) = &mut known
            && self.trouble.bug == Some(Bug::TakesFromTheRevoked)
            && known.standing == Standing::Revoked
        {
            known.standing = Standing::Active;
        }
        Ok(known)
    }

    fn announce(&mut self, name: JournalName, local: u64) -> Result<(), LedgerFault> {
        self.writes(|ledger| ledger.announce(name, local))
    }

    fn set_aside(
        &mut self,
        name: JournalName,
        entries: &[Arrived],
        forked: bool,
        now_ms: i64,
    ) -> Result<(), LedgerFault> {
        self.writes(|ledger| ledger.set_aside(name, entries, forked, now_ms))
    }

    fn revoke(&mut self, device: Id) -> Result<(), LedgerFault> {
        self.writes(|ledger| ledger.revoke(device))
    }

    fn heads(&mut self) -> Result<Vec<(JournalName, Point)>, LedgerFault> {
        self.reads(MemoryLedger::heads)
    }

    fn entries(
        &mut self,
        name: JournalName,
        from: u64,
        count: u64,
    ) -> Result<Vec<(HeldPoint, Kept)>, LedgerFault> {
        self.reads(|ledger| ledger.entries(name, from, count))
    }

    fn aside(&mut self, name: JournalName) -> Result<u64, LedgerFault> {
        self.reads(|ledger| ledger.aside(name))
    }

    fn waiting(
        &mut self,
        after: Option<(JournalName, u64)>,
        count: u64,
    ) -> Result<Vec<(JournalName, u64)>, LedgerFault> {
        self.reads(|ledger| ledger.waiting(after, count))
    }

    fn judged(&mut self, name: JournalName, entry: &NewEntry) -> Result<bool, LedgerFault> {
        if self.trouble.bug == Some(Bug::ForgetsWhatWaited) {
            return Ok(false);
        }
        self.writes(|ledger| ledger.judged(name, entry))
    }

    fn publish(&mut self, scope: Scope, news: &News) -> Result<u64, LedgerFault> {
        self.writes(|ledger| ledger.publish(scope, news))
    }

    fn feed(
        &mut self,
        scope: Scope,
        after: u64,
        max: u64,
    ) -> Result<(Vec<FeedItem>, bool), LedgerFault> {
        let is_unbounded = self.trouble.bug == Some(Bug::AnswersWithoutBound);
        let max = if is_unbounded { u64::MAX } else { max };
        let (mut items, more) = self.reads(|ledger| ledger.feed(scope, after, max))?;
        if self.trouble.bug == Some(Bug::SkipsNews) && items.len() > 1 {
            items.remove(0);
            items.iter_mut().for_each(|item| item.number -= 1);
        }
        for item in &mut items {
            if self.trouble.bug == Some(Bug::LeasesToEverybody)
                && let Ok(News::NumberBlock(block)) = item.read()
            {
                let everybodys = BlockLeased { from: 1, until: 20, ..block };
                *item = News::NumberBlock(everybodys).item(item.number);
            }
        }
        Ok((items, more))
    }

    fn published(&mut self, kind: u16) -> Result<Vec<(Scope, FeedItem)>, LedgerFault> {
        self.reads(|ledger| ledger.published(kind))
    }

    fn numbered(&mut self, number: &DocumentNo) -> Result<Option<(JournalName, u64)>, LedgerFault> {
        self.reads(|ledger| ledger.numbered(number))
    }

    fn signature_from(
        &mut self,
        name: JournalName,
        from: u64,
    ) -> Result<Option<(u64, u8, Vec<u8>)>, LedgerFault> {
        self.reads(|ledger| ledger.signature_from(name, from))
    }

    fn feed_last(&mut self, scope: Scope) -> Result<u64, LedgerFault> {
        self.reads(|ledger| ledger.feed_last(scope))
    }

    fn fill(&mut self, scope: Scope, upto: u64) -> Result<(), LedgerFault> {
        self.writes(|ledger| ledger.fill(scope, upto))
    }

    fn of_subject(&mut self, subject: Id) -> Result<Vec<(JournalName, u64)>, LedgerFault> {
        self.reads(|ledger| ledger.of_subject(subject))
    }

    fn add_disclosure(&mut self, line: &Disclosure) -> Result<bool, LedgerFault> {
        self.writes(|ledger| ledger.add_disclosure(line))
    }

    fn disclosures(&mut self) -> Result<Vec<Disclosure>, LedgerFault> {
        self.reads(MemoryLedger::disclosures)
    }

    fn blob(&mut self, digest: Digest) -> Result<Option<BlobRow>, LedgerFault> {
        self.reads(|ledger| ledger.blob(digest))
    }

    fn held_blobs(
        &mut self,
        after: Option<Digest>,
        count: u64,
    ) -> Result<Vec<Digest>, LedgerFault> {
        self.reads(|ledger| ledger.held_blobs(after, count))
    }

    fn blobs_held(&mut self, digests: &[Digest], now_ms: i64) -> Result<(), LedgerFault> {
        self.writes(|ledger| ledger.blobs_held(digests, now_ms))
    }

    fn blob_damaged(&mut self, digest: Digest) -> Result<u32, LedgerFault> {
        self.writes(|ledger| ledger.blob_damaged(digest))
    }

    fn add_checkpoint(&mut self, marked: &Marked) -> Result<bool, LedgerFault> {
        self.writes(|ledger| ledger.add_checkpoint(marked))
    }

    fn checkpoints(&mut self, from: u64, count: u64) -> Result<Vec<Marked>, LedgerFault> {
        self.reads(|ledger| ledger.checkpoints(from, count))
    }

    fn chain(&mut self, from: u64, count: u64) -> Result<Vec<Checkpoint>, LedgerFault> {
        self.reads(|ledger| ledger.chain(from, count))
    }

    fn last_checkpoint(&mut self) -> Result<Option<Checkpoint>, LedgerFault> {
        self.reads(MemoryLedger::last_checkpoint)
    }

    fn add_code(&mut self, name: &[u8], row: &CodeRow) -> Result<(), LedgerFault> {
        self.writes(|ledger| ledger.add_code(name, row))
    }

    fn code(&mut self, name: &[u8]) -> Result<Option<CodeRow>, LedgerFault> {
        self.reads(|ledger| ledger.code(name))
    }

    fn spend_code(&mut self, name: &[u8], device: Id) -> Result<bool, LedgerFault> {
        self.writes(|ledger| ledger.spend_code(name, device))
    }

    fn add_certificate(&mut self, fingerprint: Digest, device: Id) -> Result<(), LedgerFault> {
        self.writes(|ledger| ledger.add_certificate(fingerprint, device))
    }

    fn rotate(&mut self, rotation: &Rotation) -> Result<bool, LedgerFault> {
        self.writes(|ledger| ledger.rotate(rotation))
    }

    fn rotation(&mut self, name: JournalName) -> Result<Option<Vec<u8>>, LedgerFault> {
        self.reads(|ledger| ledger.rotation(name))
    }

    fn forget_replaced(&mut self, fingerprint: Digest) -> Result<(), LedgerFault> {
        self.writes(|ledger| ledger.forget_replaced(fingerprint))
    }

    fn device_of(&mut self, fingerprint: Digest) -> Result<Option<Id>, LedgerFault> {
        self.reads(|ledger| ledger.device_of(fingerprint))
    }

    fn certificates(&mut self, device: Id) -> Result<Vec<Digest>, LedgerFault> {
        self.reads(|ledger| ledger.certificates(device))
    }
}
