//! Which entry of which laptop took each number of each leased block, read from the entries themselves and not from the rows
//! that were made of them; changes nothing.

use super::ledger::{Ledger, LedgerFault};
use crate::domain::agency::{DocumentNo, NumberBlock};
use crate::domain::bureau::BureauEvent;
use crate::domain::inspection::event::Event;
use crate::domain::number_account::{NumberAccount, account};
use crate::stdx::day::Day;
use crate::stdx::id::Id;
use crate::wire::entry::{self, Entry};
use crate::wire::event::Body;
use crate::wire::message::hello::JournalName;
use std::collections::{BTreeMap, BTreeSet};

/// The laptop that a block is leased to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its id.
    pub device: Id,
    /// The epoch that the block is leased to.
    pub epoch: u32,
    /// That epoch is over: what is left of the block nobody issues any more.
    pub given_up: bool,
}

/// What took a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taker {
    /// The journal of the entry.
    pub journal: JournalName,
    /// Its number there.
    pub entry: u64,
    /// The case; `None` where party data left before the entry came.
    pub subject: Option<Id>,
    /// The day of the entry by the laptop's clock; `None` as the case.
    pub on: Option<Day>,
    /// Form of the paper that took it: that of the decision, or the first of a case; `None` as the case.
    pub form: Option<&'static str>,
    /// Why its laptop voided the number before it was handed over; `None` while it stands.
    pub voided: Option<String>,
}

/// The form of a decision on the spot.
const DECISION: &str = "on_spot_decision";

/// Accounts for every number of every block; `at_once` entries are read at once.
///
/// # Errors
/// When the ledger does not answer.
pub fn read(
    ledger: &mut dyn Ledger,
    at_once: u64,
) -> Result<NumberAccount<Holder, Taker>, LedgerFault> {
    let mut latest: BTreeMap<Id, u32> = BTreeMap::new();
    let mut blocks = Vec::new();
    for (device, block) in ledger.leases()? {
        let latest = if let Some(epoch) = latest.get(&device) {
            *epoch
        } else {
            let epoch = ledger.latest_epoch(device)?.unwrap_or(1);
            latest.insert(device, epoch);
            epoch
        };
        let epoch = block.epoch.unwrap_or(1);
        let holder = Holder { device, epoch, given_up: epoch < latest };
        let (prefix, year) = (block.prefix, block.year);
        blocks.push((NumberBlock { prefix, year, from: block.from, until: block.until }, holder));
    }
    let taken = taken(ledger, at_once)?;
    Ok(account(blocks, taken, |holder, taker| holder.device == taker.journal.device))
}

/// Every number that an entry took, in the order of the journals.
fn taken(ledger: &mut dyn Ledger, at_once: u64) -> Result<Vec<(DocumentNo, Taker)>, LedgerFault> {
    let (mut taken, mut pruned) = (Vec::new(), Vec::new());
    let mut voids: BTreeMap<(Id, DocumentNo), (JournalName, u64, String)> = BTreeMap::new();
    for (journal, head) in ledger.heads()? {
        let start = ledger.journal(journal)?.map_or(0, |row| row.start.number);
        let mut next = start + 1;
        while next <= head.number {
            let entries = ledger.entries(journal, next, at_once)?;
            let Some((last, _)) = entries.last() else { break };
            next = last.point.number + 1;
            // A paper of a sort that only a later program knows takes its number all the same.
            let read = entries.iter().filter_map(|(_, kept)| entry::read_at_home(kept).ok());
            for entry in read {
                pruned.extend(of_pruned(&entry, journal));
                taken.extend(taken_by(&entry, journal));
                if let Body::Inspection(Event::NumberVoided(void)) = entry.body {
                    let said = (journal, entry.envelope.number, void.reason);
                    voids.insert((journal.device, void.number), said);
                }
            }
        }
    }
    // Of an entry that came before its party data left both say so.
    let of = |taker: &Taker| (taker.journal.device, taker.entry);
    let known: BTreeSet<(Id, u64)> = taken.iter().map(|(_, taker)| of(taker)).collect();
    taken.extend(pruned.into_iter().filter(|(_, taker)| !known.contains(&of(taker))));
    for (number, taker) in &mut taken {
        let void = voids.remove(&(taker.journal.device, number.clone()));
        taker.voided = void.map(|(_, _, reason)| reason);
    }
    // Party data left before the paper's own entry came; why its number is void came all the same.
    taken.extend(voids.into_iter().map(|((_, number), (journal, entry, reason))| {
        let voided = Some(reason);
        (number, Taker { journal, entry, subject: None, on: None, form: None, voided })
    }));
    Ok(taken)
}

fn taken_by(entry: &Entry, journal: JournalName) -> Option<(DocumentNo, Taker)> {
    let (number, form) = match &entry.body {
        Body::Inspection(Event::InspectionEnded(ending)) => {
            (ending.number.clone()?, Some(DECISION))
        }
        Body::Inspection(Event::PaperMade(made)) => {
            (made.takes.clone()?, Some(made.paper.kind().word))
        }
        Body::Later { takes } => (takes.clone()?, None),
        Body::Inspection(_) | Body::Bureau(_) | Body::Pruned => return None,
    };
    let envelope = &entry.envelope;
    let taker = Taker {
        journal,
        entry: envelope.number,
        subject: envelope.subject,
        on: Some(envelope.clock.wall.day()),
        form,
        voided: None,
    };
    Some((number, taker))
}

/// What an entry says of the numbers of stops whose party data left.
fn of_pruned(entry: &Entry, journal: JournalName) -> Vec<(DocumentNo, Taker)> {
    let Body::Bureau(BureauEvent::PartyDataPruned { stops, .. }) = &entry.body else {
        return Vec::new();
    };
    let of = |(number, entry): &(DocumentNo, u64)| {
        let taker =
            Taker { journal, entry: *entry, subject: None, on: None, form: None, voided: None };
        (number.clone(), taker)
    };
    stops.iter().filter_map(|stop| stop.taken.as_ref().map(of)).collect()
}
