//! What the officer sees of headquarters and of his own queue: how the laptop stands, and each entry and photograph with
//! its state; changes nothing.

use super::command::{Reply, Trouble};
use super::courier::Courier;
use super::desk::Desk;
use super::doubts;
use super::returned;
use super::view::queue::{QueuePage, QueueRow, RowState, Shown};
use super::view::sync::{SyncView, VerdictLine};
use crate::store::StoreFault;
use crate::store::queue::{QueuedBlob, QueuedEntry, Slice};
use crate::sync::driver::UnderWay;
use crate::wire::message::feed::{Finding, News, Verdict, kind};

/// Findings that the top of the screen shows.
const VERDICTS_MAX: usize = 20;
/// Entries on each side of where the officer looks.
const HALF: u64 = 60;

impl Desk {
    /// How the laptop stands with headquarters.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn sync_view(&mut self) -> Result<SyncView, StoreFault> {
        let state = self.courier.as_ref().map(Courier::state).unwrap_or_default();
        let mut verdicts = self.verdicts()?;
        let found = verdicts.len() as u64;
        verdicts.truncate(VERDICTS_MAX);
        let sums = self.store.sums(&mut self.tally)?;
        let sends_blobs = if state.running { state.with_photographs } else { !self.metered };
        let blob_bytes = if sends_blobs { sums.blob_bytes_waiting } else { 0 };
        Ok(SyncView {
            url: self.store.enrolled()?.map(|enrolled| enrolled.url),
            running: state.running,
            stopping: state.running && state.held,
            held: state.held,
            metered: self.metered,
            with_photographs: sends_blobs,
            line: state.line,
            entries: sums.entries,
            acknowledged: sums.acknowledged,
            entry_bytes_waiting: sums.entry_bytes_waiting,
            blobs_held: sums.blobs_held,
            blob_bytes_held: sums.blob_bytes_held,
            blobs_waiting: sums.blobs_waiting,
            blob_bytes_waiting: sums.blob_bytes_waiting,
            rate: state.pace.rate(),
            seconds_left: state.pace.seconds(sums.entry_bytes_waiting, blob_bytes),
            last: state.last,
            proven: doubts::proven(&self.store)?,
            doubts: doubts::open(&self.store)?,
            found,
            verdicts,
            returned: returned::open(self)?,
            borne: self.borne(),
            pack_refused: self.bureau.pack_refused.clone(),
            must_update: self.must_update,
            lock_ordered: self.lock_ordered,
        })
    }

    /// What headquarters found in our entries, newest first.
    fn verdicts(&self) -> Result<Vec<VerdictLine>, StoreFault> {
        let mut verdicts = Vec::new();
        for item in self.store.feed_items(kind::VERDICT)?.iter().rev() {
            if let Ok(News::Verdict(verdict)) = item.read() {
                verdicts.push(line_of(verdict));
            }
        }
        Ok(verdicts)
    }

    pub(super) fn look_at_sync(&mut self) -> Result<Reply, Trouble> {
        Ok(Reply::Sync(Box::new(self.sync_view()?)))
    }

    /// The courier goes, with photographs on a metered line as well when the officer says now.
    pub(super) fn go_now(&mut self, photographs: bool) -> Result<Reply, Trouble> {
        if let Some(courier) = &self.courier {
            courier.go(photographs);
        }
        self.look_at_sync()
    }

    /// The courier stops behind the question that is on its way.
    pub(super) fn stop_sync(&mut self) -> Result<Reply, Trouble> {
        if let Some(courier) = &self.courier {
            courier.stop();
        }
        self.look_at_sync()
    }

    /// Chooses whether the line costs by the byte.
    pub(super) fn choose_metered(&mut self, metered: bool) -> Result<Reply, Trouble> {
        super::metering::choose(&self.store, metered)?;
        self.metered = metered;
        self.look_at_sync()
    }
}

/// The rows around entry `at`; `u64::MAX` is the newest.
///
/// # Errors
/// When the journal cannot be read.
pub fn load(desk: &mut Desk, shown: Shown, at: u64) -> Result<Reply, Trouble> {
    let head = desk.store.head().number;
    let at = at.clamp(1, head.max(1));
    let verdicts = desk.verdicts()?;
    let numbers = match shown {
        Shown::All => desk.store.around(Slice::All, at, HALF)?,
        Shown::Waiting => desk.store.around(Slice::Waiting, at, HALF)?,
        Shown::Found => found_around(&verdicts, at),
    };
    let acknowledged = desk.store.received_upto()?;
    let under_way =
        desk.courier.as_ref().map(|courier| courier.state().under_way).unwrap_or_default();
    let mut rows = Vec::new();
    for entry in desk.store.queued(&numbers)? {
        let is_left = desk.store.is_left(entry.number)?;
        let mut entry_rows = rows_of(&entry, (acknowledged, is_left), &under_way, &verdicts);
        if shown != Shown::All {
            let waits = |row: &QueueRow| !matches!(row.state, RowState::Receipt | RowState::Aside);
            let is_found = |row: &QueueRow| !row.verdicts.is_empty();
            entry_rows
                .retain(|row| if shown == Shown::Waiting { waits(row) } else { is_found(row) });
        }
        rows.extend(entry_rows);
    }
    // A photograph's finding names no entry.
    if shown == Shown::Found {
        let loose = verdicts.iter().filter(|verdict| verdict.entry == 0);
        rows.extend(loose.map(|verdict| QueueRow::loose(verdict.clone())));
    }
    Ok(Reply::Queue(Box::new(QueuePage { shown, at, head, rows })))
}

fn found_around(verdicts: &[VerdictLine], at: u64) -> Vec<u64> {
    let half = usize::try_from(HALF).unwrap_or(usize::MAX);
    let mut numbers: Vec<u64> =
        verdicts.iter().map(|verdict| verdict.entry).filter(|number| *number > 0).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let split = numbers.partition_point(|number| *number < at);
    let from = split.saturating_sub(half);
    let until = (split + half).min(numbers.len());
    numbers[from..until].iter().rev().copied().collect()
}

/// An entry's row, then one for each of its photographs and pages.
fn rows_of(
    entry: &QueuedEntry,
    (acknowledged, is_left): (u64, bool),
    under_way: &UnderWay,
    verdicts: &[VerdictLine],
) -> Vec<QueueRow> {
    let is_held = entry.number <= acknowledged;
    let state = match (is_held, entry.number <= under_way.upto) {
        _ if is_left => RowState::Aside,
        (true, _) => RowState::Receipt,
        (false, true) => RowState::Sent,
        (false, false) => RowState::Waiting,
    };
    let of_entry = verdicts.iter().filter(|verdict| verdict.entry == entry.number);
    let mut rows = vec![QueueRow {
        number: entry.number,
        blob: None,
        at: Some(entry.at),
        name: entry.name,
        plate: entry.plate.clone(),
        bytes: entry.bytes,
        state,
        verdicts: of_entry.cloned().collect(),
    }];
    for blob in &entry.blobs {
        let digest = blob.digest.hex();
        let of_blob =
            verdicts.iter().filter(|verdict| verdict.entry == 0 && verdict.words == digest);
        rows.push(QueueRow {
            number: entry.number,
            blob: Some(blob.digest),
            at: Some(entry.at),
            name: Some(if blob.kind == "application/pdf" { "page" } else { "photograph" }),
            plate: entry.plate.clone(),
            bytes: blob.size,
            state: if is_left && !blob.held { RowState::Aside } else { state_of(blob, under_way) },
            verdicts: of_blob.cloned().collect(),
        });
    }
    rows
}

fn state_of(blob: &QueuedBlob, under_way: &UnderWay) -> RowState {
    match under_way.blobs.get(&blob.digest) {
        _ if blob.held => RowState::Receipt,
        Some(sent) if *sent >= blob.size => RowState::Sent,
        Some(sent) => RowState::Partly(*sent),
        None => RowState::Waiting,
    }
}

fn line_of(verdict: Verdict) -> VerdictLine {
    let (key, to_do) = match verdict.finding {
        Finding::PendingUpgrade => ("finding.pending_upgrade", "to_do.wait_for_upgrade"),
        Finding::PayloadDamaged => ("finding.payload_damaged", "to_do.call_headquarters"),
        Finding::NumberUsed => ("finding.number_used", "to_do.call_headquarters"),
        Finding::NumberNotLeased => ("finding.number_not_leased", "to_do.call_headquarters"),
        Finding::Returned => ("finding.returned", "to_do.correct"),
        Finding::StalePen => ("finding.stale_pen", "to_do.wait_for_settlement"),
        Finding::PhotographDamaged => ("finding.photograph_damaged", "to_do.photograph_again"),
    };
    let words = verdict.words.unwrap_or_default();
    VerdictLine { entry: verdict.number, key, to_do, words }
}
