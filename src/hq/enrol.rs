//! A laptop becomes a terminal: the code on paper, its proof, the certificate, the first numbers; spends a code once.

use super::answer::Fault;
use super::ledger::{CodeRow, Ledger};
use super::place::Place;
use crate::stdx::clock::Moment;
use crate::stdx::code;
use crate::stdx::id::Dice;
use crate::stdx::secret::Key;
use crate::wire::message::enrol::{
    Claim, Enrol, EnrolAnswer, Grant, Side, code_name, key_of, proof,
};
use crate::wire::message::hello::JournalName;
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
/// When the ledger does not answer; the laptop asks again with the same code.
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
    let certified = place.keys.certify(&claim.request, &claim.device.to_string());
    let Ok((certificate, fingerprint)) = certified else { return Ok(EnrolAnswer::Broken) };
    if !is_key {
        return Ok(EnrolAnswer::Broken);
    }
    // Not all of them may be free: then none of the laptop's is written, and people look.
    for block in &claim.blocks {
        if !ledger.adopt(claim.device, block)? {
            return Ok(EnrolAnswer::NumbersTaken);
        }
    }
    if !ledger.spend_code(&enrol.code, claim.device)? {
        return Ok(EnrolAnswer::Unknown);
    }
    let journal = JournalName { device: claim.device, epoch: claim.epoch };
    ledger.enrol(journal, claim.suite, &claim.public_key)?;
    ledger.add_certificate(fingerprint, claim.device)?;
    if row.used_by.is_none() {
        lease(place, ledger, claim, now)?;
    }
    let signer = place
        .keys
        .signer()
        .map_err(|fault| Fault::Key(crate::wire::signer::SignFault(fault.to_string())))?;
    let grant = Grant {
        headquarters: place.headquarters(),
        suite: signer.suite().byte(),
        public_key: signer.public_key().into(),
        certificate: certificate.into(),
        authority: place.keys.authority().to_vec().into(),
        bundle_key: place.keys.bundle_key().into(),
    };
    let proof = proof(&key, Side::Headquarters, &grant);
    Ok(EnrolAnswer::Enrolled { grant, proof })
}

/// The first block of numbers of this year.
fn lease(place: &Place, ledger: &mut dyn Ledger, claim: &Claim, now: Moment) -> Result<(), Fault> {
    let series = (claim.prefix.as_str(), now.day().year());
    ledger.lease(claim.device, series, place.config.block)?;
    Ok(())
}
