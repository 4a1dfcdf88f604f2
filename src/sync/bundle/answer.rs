//! Headquarters' answer to a bundle, frame by frame into the journal; believes no word that headquarters' key did not sign.

use super::{Brought, StickShelf, inclusion};
use crate::stdx::id::Id;
use crate::stdx::secret::Key;
use crate::sync::driver::{Progress, checked};
use crate::sync::inclusion::Signatory;
use crate::sync::session::{End, PROTOCOLS};
use crate::wire::bundle::{Frame, Reader};
use crate::wire::message::feed::{FeedItem, Scope};
use crate::wire::message::hello::{JournalName, Standing, Welcome};
use crate::wire::message::receipt::{Held, Receipt};
use crate::wire::signer::Identity;
use std::collections::BTreeMap;
use std::io::Read;

/// Takes one answer of headquarters; whether all of it was there.
///
/// # Errors
/// When the journal cannot be read or written.
pub fn answer<S: StickShelf, R: Read>(
    shelf: &mut S,
    (headquarters, key): (Id, &Identity),
    (mut volume, secret): (Reader<R>, &Key),
    brought: &mut Brought,
) -> Result<Result<bool, End>, S::Fault> {
    let head = volume.head;
    let frames_key = head.key(secret, &head.fresh);
    let about = match volume.next(&frames_key) {
        Some(Frame::Opening { journal, signature, .. }) if head.verify(&signature, key).is_ok() => {
            journal
        }
        Some(_) => return Ok(Err(End::Stranger)),
        None => return Ok(Ok(false)),
    };
    let name = shelf.current()?.journal;
    let mut reached: BTreeMap<Scope, u64> = BTreeMap::new();
    while let Some(frame) = volume.next(&frames_key) {
        let receipts = match frame {
            Frame::Welcome { welcome } if welcome.headquarters != headquarters => {
                return Ok(Err(End::Stranger));
            }
            Frame::Welcome { welcome } if !PROTOCOLS.contains(&welcome.protocol) => {
                return Ok(Err(End::Version));
            }
            Frame::Welcome { welcome } => {
                // How an epoch stands that was left since says nothing of the one that goes on.
                if about == name {
                    brought.end = stands(&welcome);
                }
                welcome.receipt.into_iter().collect()
            }
            Frame::Receipts { receipts } => receipts,
            Frame::Feed { scope, items } => {
                brought.progress.news += fed(shelf, &mut reached, scope, items)?;
                continue;
            }
            Frame::Inclusion { asked, answer } => {
                let from = Signatory { headquarters, key };
                match inclusion::take(shelf, from, &asked, *answer)? {
                    Ok(doubts) => brought.progress.doubts += doubts,
                    Err(end) => return Ok(Err(end)),
                }
                continue;
            }
            Frame::End { .. } => return Ok(Ok(true)),
            Frame::Opening { .. }
            | Frame::Hello { .. }
            | Frame::Push { .. }
            | Frame::Put { .. } => {
                return Ok(Err(End::Stranger));
            }
        };
        let receipts = ours(shelf, name, receipts)?;
        match checked_each(shelf, name, key, &receipts)? {
            Ok(new) => {
                let new_blobs = keep_blobs(shelf, &receipts)?;
                brought.progress.entries += new.entries;
                brought.progress.photographs += new_blobs;
            }
            Err(end) => return Ok(Err(end)),
        }
    }
    Ok(Ok(false))
}

/// A part of a feed; gives how many items were new.
fn fed<S: StickShelf>(
    shelf: &mut S,
    reached: &mut BTreeMap<Scope, u64>,
    scope: Scope,
    items: Vec<FeedItem>,
) -> Result<u64, S::Fault> {
    if let Some(last) = items.last() {
        reached.insert(scope, last.number);
        return take(shelf, scope, items);
    }
    // Behind its last item headquarters says so, with none.
    let read = place_of(shelf, scope)?.unwrap_or(0);
    if reached.get(&scope).is_none_or(|last| read >= *last) {
        shelf.take(scope, &[])?;
    }
    Ok(0)
}

/// Without those of another epoch that are for another laptop's entries: a copy of this one wrote them, which is why it
/// has an epoch of its own.
fn ours<S: StickShelf>(
    shelf: &mut S,
    name: JournalName,
    receipts: Vec<Receipt>,
) -> Result<Vec<Receipt>, S::Fault> {
    let mut ours = Vec::new();
    for receipt in receipts {
        let is_ours = match receipt.held {
            Held::Journal { journal, upto } if journal != name => {
                shelf.digest_of(upto.number)? == Some(upto.digest)
                    && shelf.journal_at(upto.number)? == journal
            }
            Held::Journal { .. } | Held::Blob { .. } => true,
        };
        if is_ours {
            ours.push(receipt);
        }
    }
    Ok(ours)
}

/// The same over receipts of earlier epochs' journals too.
fn checked_each<S: StickShelf>(
    shelf: &mut S,
    name: JournalName,
    key: &Identity,
    receipts: &[Receipt],
) -> Result<Result<Progress, End>, S::Fault> {
    let mut sum = Progress::default();
    for receipt in receipts {
        let own = match receipt.held {
            Held::Journal { journal, upto } if journal.epoch < name.epoch => {
                shelf.journal_at(upto.number)?
            }
            Held::Journal { .. } | Held::Blob { .. } => name,
        };
        match checked(shelf, own, key, std::slice::from_ref(receipt))? {
            Ok(new) => {
                sum.entries += new.entries;
                sum.photographs += new.photographs;
            }
            Err(end) => return Ok(Err(end)),
        }
    }
    Ok(Ok(sum))
}

/// What the officer is told of how headquarters treats this journal.
fn stands(welcome: &Welcome) -> Option<End> {
    match welcome.standing {
        Standing::Active | Standing::Retired => None,
        Standing::Forked => Some(End::Forked { number: welcome.held.number }),
        Standing::Revoked => Some(End::Revoked),
        Standing::Unknown => Some(End::Unknown),
    }
}

/// Keeps receipts; gives how many photographs had none before.
fn keep_blobs<S: StickShelf>(shelf: &mut S, receipts: &[Receipt]) -> Result<u64, S::Fault> {
    let before = shelf.blob_receipts()?;
    shelf.keep_receipts(receipts)?;
    Ok(shelf.blob_receipts()?.saturating_sub(before))
}

/// The last item of a feed that was read; `None` for a feed that is none of ours.
fn place_of<S: StickShelf>(shelf: &mut S, scope: Scope) -> Result<Option<u64>, S::Fault> {
    let cursors = shelf.cursors()?;
    Ok(cursors.iter().find(|cursor| cursor.scope == scope).map(|cursor| cursor.number))
}

/// Keeps the items that follow what was read; gives how many were new.
fn take<S: StickShelf>(shelf: &mut S, scope: Scope, items: Vec<FeedItem>) -> Result<u64, S::Fault> {
    let Some(place) = place_of(shelf, scope)? else { return Ok(0) };
    let behind = items.into_iter().filter(|item| item.number > place);
    let dense = behind.zip(place + 1..).take_while(|(item, number)| item.number == *number);
    let items: Vec<FeedItem> = dense.map(|(item, _)| item).collect();
    if !items.is_empty() {
        shelf.take(scope, &items)?;
    }
    Ok(items.len() as u64)
}
