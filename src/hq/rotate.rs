//! A terminal's device key is replaced by one that it signed: checks both, opens the next epoch, gives the new line's
//! certificate and the first numbers; knows at no moment of a key that it did not write down.

use super::answer::Fault;
use super::keys::NoCertificate;
use super::leasing;
use super::ledger::{JournalRow, Ledger, LedgerFault, Rotation};
use super::place::Place;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::message;
use crate::wire::message::feed::{BlockLeased, News, Scope};
use crate::wire::message::hello::{JournalName, Standing};
use crate::wire::message::rotate::{NoRotation, Rotate, RotateAnswer};
use crate::wire::suite::Suite;

/// Bytes of a feed that are looked through at once.
const FEED_BYTES: u64 = 256 * 1024;

/// Over which line the question came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whose it is.
    pub device: Id,
    /// Fingerprint of its certificate.
    pub certificate: Digest,
}

/// # Errors
/// When the ledger does not answer or headquarters' own keys do not sign; the terminal asks again with the same key, and
/// gets the same epoch.
pub fn rotate(
    place: &Place,
    ledger: &mut dyn Ledger,
    line: Line,
    asked: &Rotate,
    now: Moment,
) -> Result<RotateAnswer, Fault> {
    let refused = |why| Ok(RotateAnswer::Refused { why });
    if asked.journal.device != line.device {
        return refused(NoRotation::Foreign);
    }
    let Some(row) = ledger.journal(asked.journal)? else { return refused(NoRotation::Unknown) };
    if let Some(why) = refusal(place.headquarters(), &row, asked) {
        return refused(why);
    }
    if is_parted(ledger, &row, asked)? {
        return refused(NoRotation::Parted);
    }
    let (certificate, fingerprint) =
        match place.keys.certify(&asked.request, &line.device.to_string()) {
            Ok(made) => made,
            Err(NoCertificate::Request) => return refused(NoRotation::Broken),
            // A word about the new key would have the terminal forget it: the trouble is ours, and it asks again.
            Err(NoCertificate::Own(fault)) => return Err(fault.into()),
        };
    let name = JournalName { device: line.device, epoch: asked.epoch };
    let rotation = Rotation {
        name,
        suite: asked.suite,
        key: asked.public_key.to_vec(),
        start: asked.head,
        certificate: fingerprint,
        instead: line.certificate,
        question: message::encode(asked),
    };
    if !ledger.rotate(&rotation)? {
        return refused(NoRotation::Taken);
    }
    let block = if let Some(block) = first_block(ledger, name)? {
        block
    } else {
        let series = (place.config.prefix.as_str(), now.day().year());
        leasing::lease(&place.leased, ledger, line.device, series, place.config.block)?
    };
    Ok(RotateAnswer::Rotated { epoch: asked.epoch, certificate: certificate.into(), block })
}

/// What of the question itself is in the way.
fn refusal(headquarters: Id, row: &JournalRow, asked: &Rotate) -> Option<NoRotation> {
    let Some(suite) = Suite::from_byte(row.suite) else { return Some(NoRotation::Broken) };
    if asked.verify(headquarters, (suite, &row.public_key)).is_err() {
        return Some(NoRotation::Signature);
    }
    if asked.journal.epoch.checked_add(1) != Some(asked.epoch) {
        return Some(NoRotation::Broken);
    }
    match row.standing {
        // A retired one may have been retired by this very question, whose answer was lost.
        Standing::Active | Standing::Retired => None,
        Standing::Forked => Some(NoRotation::Parted),
        Standing::Revoked => Some(NoRotation::Revoked),
        Standing::Unknown => Some(NoRotation::Unknown),
    }
}

/// Whether more is held of the journal than the terminal has, or another entry under its last number.
fn is_parted(ledger: &mut dyn Ledger, row: &JournalRow, asked: &Rotate) -> Result<bool, Fault> {
    let head = asked.head;
    if head.number != row.head.number {
        return Ok(head.number < row.head.number);
    }
    let known = ledger.known(asked.journal, head.number, head.number)?;
    let held = known.and_then(|known| known.points.first().map(|held| held.point));
    Ok(held.unwrap_or(row.head) != head)
}

/// The first block that was leased to an epoch: the same however often is asked.
fn first_block(ledger: &mut dyn Ledger, name: JournalName) -> Result<Option<BlockLeased>, Fault> {
    let mut after = 0;
    loop {
        let (items, more) = ledger.feed(Scope::Device(name.device), after, FEED_BYTES)?;
        for item in &items {
            if let Ok(News::NumberBlock(block)) = item.read()
                && block.epoch == Some(name.epoch)
            {
                return Ok(Some(block));
            }
        }
        match items.last() {
            Some(last) if more => after = last.number,
            _ => return Ok(None),
        }
    }
}

/// Whether `name` is of an epoch that a rotation opened, and the key of the one before did not sign its key.
///
/// # Errors
/// When the ledger does not answer.
pub fn is_unproven(
    headquarters: Id,
    ledger: &mut dyn Ledger,
    name: JournalName,
) -> Result<bool, LedgerFault> {
    let Some(question) = ledger.rotation(name)? else { return Ok(false) };
    let Ok(asked) = message::decode::<Rotate>(&question) else { return Ok(true) };
    let (Some(old), Some(new)) = (ledger.journal(asked.journal)?, ledger.journal(name)?) else {
        return Ok(true);
    };
    let next = JournalName { epoch: asked.epoch, ..asked.journal };
    let is_signed = Suite::from_byte(old.suite)
        .is_some_and(|suite| asked.verify(headquarters, (suite, &old.public_key)).is_ok());
    Ok(!is_signed || next != name || *asked.public_key != *new.public_key)
}
