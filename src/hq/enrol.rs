//! A laptop becomes a terminal: the code on paper, its proof, the certificate, the first numbers; spends a code once.

use super::answer::Fault;
use super::keys::NoCertificate;
use super::leasing;
use super::ledger::{CodeRow, JournalRow, Ledger};
use super::place::Place;
use crate::stdx::clock::Moment;
use crate::stdx::code;
use crate::stdx::id::Dice;
use crate::stdx::secret::Key;
use crate::wire::message::enrol::{
    Claim, Enrol, EnrolAnswer, Grant, Side, Why, code_name, key_of, proof,
};
use crate::wire::message::hello::{JournalName, Point, Standing};
use crate::wire::signer::{Identity, Signer as _};
use crate::wire::suite::Suite;

/// How long a code is good for: it is carried to the laptop on paper.
const CODE_DAYS: i64 = 7;

/// Makes a code; gives it as it is written on paper. The ledger keeps what proves it.
///
/// # Errors
/// When the ledger does not answer.
pub fn make_code(ledger: &mut dyn Ledger, dice: &mut Dice, now: Moment) -> Result<String, Fault> {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&dice.key().bytes()[..16]);
    let key = key_of(bytes);
    let row = CodeRow {
        code: *key.bytes(),
        valid_until_ms: now.ms() + CODE_DAYS * 86_400_000,
        used_by: None,
    };
    ledger.add_code(&code_name(&key), &row)?;
    Ok(code::written(bytes))
}

/// # Errors
/// When the ledger does not answer or headquarters' own keys do not sign; the laptop asks again with the same code.
pub fn enrol(
    place: &Place,
    ledger: &mut dyn Ledger,
    enrol: &Enrol,
    now: Moment,
) -> Result<EnrolAnswer, Fault> {
    let claim = &enrol.claim;
    let Some(row) = ledger.code(&enrol.code)? else { return Ok(EnrolAnswer::Unknown) };
    let key = Key::new(row.code);
    let is_other = row.used_by.is_some_and(|device| device != claim.device);
    let is_proven = proof(&key, Side::Terminal, claim) == enrol.proof;
    if is_other || !is_proven || now.ms() > row.valid_until_ms {
        return Ok(EnrolAnswer::Unknown);
    }
    if claim.prefix != place.config.prefix {
        return Ok(EnrolAnswer::OtherAgency);
    }
    let suite = Suite::from_byte(claim.suite);
    let is_key = suite.is_some_and(|suite| Identity::new(suite, &claim.public_key).is_ok());
    let (certificate, fingerprint) =
        match place.keys.certify(&claim.request, &claim.device.to_string()) {
            Ok(made) => made,
            Err(NoCertificate::Request) => return Ok(EnrolAnswer::Broken),
            Err(NoCertificate::Own(fault)) => return Err(fault.into()),
        };
    if !is_key {
        return Ok(EnrolAnswer::Broken);
    }
    if let Some(head) = claim.head
        && let Some(next) = next_epoch(ledger, claim, head)?
    {
        return Ok(next);
    }
    // Not all of them may be free: then none of the laptop's is written, and people look.
    for block in &claim.blocks {
        if !leasing::adopt(&place.leased, ledger, claim.device, block)? {
            return Ok(EnrolAnswer::NumbersTaken);
        }
    }
    if !ledger.spend_code(&enrol.code, claim.device)? {
        return Ok(EnrolAnswer::Unknown);
    }
    let of = |epoch| JournalName { device: claim.device, epoch };
    for earlier in claim.earlier.iter().flatten() {
        ledger.enrol_behind(
            of(earlier.epoch),
            earlier.suite,
            &earlier.public_key,
            earlier.start,
        )?;
    }
    let start = claim.before.unwrap_or(Point::START);
    let before = ledger.journal(of(claim.epoch))?;
    ledger.enrol_behind(of(claim.epoch), claim.suite, &claim.public_key, start)?;
    ledger.add_certificate(fingerprint, claim.device)?;
    if row.used_by.is_none() || before.is_none() {
        lease(place, ledger, claim, now)?;
    }
    let signer = place.keys.signer()?;
    let grant = Grant {
        headquarters: place.headquarters(),
        suite: signer.suite().byte(),
        public_key: signer.public_key().into(),
        certificate: certificate.into(),
        authority: place.keys.authority().to_vec().into(),
        bundle_key: place.keys.bundle_key().into(),
        held: before.filter(|row| row.head != row.start).map(|row| row.head),
    };
    let proof = proof(&key, Side::Headquarters, &grant);
    Ok(EnrolAnswer::Enrolled { grant, proof })
}

/// The epoch that the laptop has to begin: its journal is no longer the one that headquarters holds.
fn next_epoch(
    ledger: &mut dyn Ledger,
    claim: &Claim,
    head: Point,
) -> Result<Option<EnrolAnswer>, Fault> {
    let name = JournalName { device: claim.device, epoch: claim.epoch };
    let latest = ledger.latest_epoch(claim.device)?.unwrap_or(0);
    let row = ledger.journal(name)?;
    let why = match row {
        _ if latest > claim.epoch => Some(Why::Taken),
        None => None,
        Some(row) if row.public_key != *claim.public_key => Some(Why::Taken),
        Some(row) => match row.standing {
            Standing::Forked => Some(Why::Forked),
            Standing::Revoked => Some(Why::Revoked),
            Standing::Retired => Some(Why::Taken),
            Standing::Active | Standing::Unknown => parted(ledger, name, &row, head)?,
        },
    };
    let epoch = latest.max(claim.epoch) + 1;
    Ok(why.map(|why| EnrolAnswer::NextEpoch { epoch, why }))
}

/// How the laptop's last entry disagrees with what is held of its journal.
fn parted(
    ledger: &mut dyn Ledger,
    name: JournalName,
    row: &JournalRow,
    head: Point,
) -> Result<Option<Why>, Fault> {
    if head.number <= row.start.number || head.number > row.head.number {
        return Ok(None);
    }
    let known = ledger.known(name, head.number, head.number)?;
    let held = known.and_then(|known| known.points.first().map(|held| held.point));
    Ok(match held {
        Some(held) if held != head => Some(Why::Forked),
        _ if row.head.number > head.number => Some(Why::OldCopy),
        _ => None,
    })
}

/// The first block of numbers of this year.
fn lease(place: &Place, ledger: &mut dyn Ledger, claim: &Claim, now: Moment) -> Result<(), Fault> {
    let series = (claim.prefix.as_str(), now.day().year());
    leasing::lease(&place.leased, ledger, claim.device, series, place.config.block)?;
    Ok(())
}
