//! Headquarters' checkpoints on a stick: what the laptop says that it knows, and what the answer proves by the time that it
//! comes; judges by the same rules as over a line.

use super::StickShelf;
use crate::sync::driver::told_and_kept;
use crate::sync::inclusion::{Signatory, Told, caught_up};
use crate::sync::session::{End, Local};
use crate::wire::message::inclusion::{Inclusion, InclusionAnswer, LINKS_MAX};

/// The question that goes with every bundle.
pub(super) fn asked(local: &Local) -> Inclusion {
    Inclusion { journal: local.journal, known: local.checkpoint, links_max: LINKS_MAX }
}

/// Keeps what a part of the answer proves; gives how many doubts that leaves, or how the journal stands when it is not ours
/// that headquarters holds.
///
/// # Errors
/// When the journal cannot be read or written.
pub(super) fn take<S: StickShelf>(
    shelf: &mut S,
    from: Signatory<'_>,
    asked: &Inclusion,
    InclusionAnswer { proof }: InclusionAnswer,
) -> Result<Result<u32, End>, S::Fault> {
    let local = shelf.current()?;
    // How an epoch stands that was left since says nothing of the one that goes on.
    if asked.journal != local.journal {
        return Ok(Ok(0));
    }
    let Some((asked, proof)) = caught_up(asked, local.checkpoint, proof) else { return Ok(Ok(0)) };
    let head = proof.as_ref().and_then(|proof| Some(proof.place.as_ref()?.head));
    if let Some(head) = head.filter(|head| head.number > local.acknowledged.number) {
        // Behind our last receipt another copy of this laptop may have written: that is no contradiction of headquarters'.
        match shelf.digest_of(head.number)? {
            None => return Ok(Err(End::OldCopy { held: head.number })),
            Some(own) if own != head.digest => {
                return Ok(Err(End::Forked { number: head.number }));
            }
            Some(_) => {}
        }
    }
    let told = told_and_kept(shelf, from, &asked, local.proven, proof)?;
    if told == Told::Stranger {
        return Ok(Err(End::Stranger));
    }
    Ok(Ok(u32::from(told.is_doubtful())))
}
