//! Accounts for the document numbers of this laptop: every block that it was ever granted, and what took each number; takes
//! and grants none.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::documents;
use super::view::numbers::{BlockLine, NumberLine, NumbersView, UsedLine};
use crate::domain::agency::{DocumentNo, NumberBlock};
use crate::domain::bureau::BureauEvent;
use crate::domain::number_account::{BlockAccount, NumberRun, account};
use crate::domain::number_supply::NumberSupply;
use crate::stdx::clock::Moment;
use crate::store::StoreFault;
use crate::store::rows::number::NumberUse;
use crate::wire::event::Body;
use std::cmp::Reverse;

/// A block as the journal took it.
struct Granted {
    at: Moment,
    given_up: bool,
}

/// What the screen of the numbers shows.
///
/// # Errors
/// When the journal cannot be read.
pub fn load(desk: &mut Desk) -> Result<Reply, Trouble> {
    Ok(Reply::Numbers(Box::new(look(desk)?)))
}

/// Every number of every block of this laptop.
///
/// # Errors
/// When the journal cannot be read.
pub fn look(desk: &Desk) -> Result<NumbersView, Trouble> {
    let uses = desk.store.number_uses()?.into_iter();
    let taken: Vec<(DocumentNo, NumberUse)> =
        uses.map(|taken| (taken.number.clone(), taken)).collect();
    let found = account(granted(desk)?, taken, |_, _| true);
    let mut blocks: Vec<BlockLine> = found.blocks.into_iter().map(block_line).collect();
    blocks.sort_by_key(|block| Reverse(block.year));
    let outside = found.outside.into_iter().map(|(_, taken)| used_line(taken)).collect();
    Ok(NumbersView { blocks, outside })
}

/// How many numbers of this year are left, of how many, and whether next year's are here in time.
///
/// # Errors
/// When the journal cannot be read.
pub fn supply(desk: &Desk) -> Result<NumberSupply, StoreFault> {
    let (prefix, today) = (&desk.bureau.agency.number_prefix, desk.clock.now().day());
    let mut blocks = desk.store.blocks_granted()?;
    // Those of earlier epochs came before the others, and nothing is taken from them.
    blocks.drain(..blocks.len().saturating_sub(desk.bureau.blocks.len()));
    let used = desk.store.used_with_entries(prefix, today.year())?;
    Ok(NumberSupply::of(&blocks, prefix, today, &used))
}

/// Every block of the journal with the time of its entry; those before the last epoch are given up.
fn granted(desk: &Desk) -> Result<Vec<(NumberBlock, Granted)>, StoreFault> {
    let mut all: Vec<(NumberBlock, Granted)> = Vec::new();
    for entry in desk.store.bureau_entries()? {
        let at = entry.envelope.clock.wall;
        match entry.body {
            Body::Bureau(BureauEvent::NumberBlockGranted(block)) => {
                all.push((block, Granted { at, given_up: false }));
            }
            Body::Bureau(BureauEvent::EpochOpened { .. }) => {
                all.iter_mut().for_each(|(_, granted)| granted.given_up = true);
            }
            Body::Bureau(_) | Body::Inspection(_) | Body::Later { .. } | Body::Pruned => {}
        }
    }
    Ok(all)
}

fn block_line(account: BlockAccount<Granted, NumberUse>) -> BlockLine {
    let (taken, free) = (account.taken(), account.rest());
    let BlockAccount { block, held, runs } = account;
    let NumberBlock { prefix, year, from, until } = block;
    let line = |run| match run {
        // Two cannot take one here: it is the key of the rows.
        NumberRun::Taken { by, .. } => {
            by.into_iter().map(used_line).map(NumberLine::Used).collect()
        }
        NumberRun::Rest { from, until } => vec![NumberLine::Free { from, until }],
    };
    let numbers: Vec<NumberLine> = runs.into_iter().flat_map::<Vec<NumberLine>, _>(line).collect();
    let is_void =
        |line: &&NumberLine| matches!(line, NumberLine::Used(used) if used.voided.is_some());
    let voided = u32::try_from(numbers.iter().filter(is_void).count()).unwrap_or(u32::MAX);
    let used = taken.saturating_sub(voided);
    let Granted { at: granted, given_up } = held;
    BlockLine { prefix, year, from, until, granted, given_up, used, voided, free, numbers }
}

fn used_line(taken: NumberUse) -> UsedLine {
    let NumberUse { number, inspection, plate, on, forms, voided } = taken;
    let papers = forms.iter().map(|form| documents::title(form).to_string()).collect();
    UsedLine { number: number.to_string(), inspection, plate, on, papers, voided }
}
