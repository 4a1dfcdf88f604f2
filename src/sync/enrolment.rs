//! Asking headquarters to be one of its terminals, with a code from paper; keeps nothing by itself.

use super::driver::Cut;
use super::transport;
use crate::domain::agency::NumberBlock;
use crate::domain::epoch::EpochReason;
use crate::stdx::code;
use crate::stdx::secret::Key;
use crate::store::epoch::Span;
use crate::store::incoming::{Enrolled, LineKey};
use crate::store::{Store, StoreFault};
use crate::wire::message::enrol::{
    Claim, EarlierKey, Enrol, EnrolAnswer, Grant, Side, Why, code_name, key_of, proof,
};
use crate::wire::message::feed::BlockLeased;
use crate::wire::signer::Identity;
use crate::wire::suite::Suite;
use rcgen::{CertificateParams, KeyPair};

/// Why a laptop was not enrolled. Nothing of the journal is changed by any of them.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Debug, thiserror::Error)]
pub enum EnrolFault {
    #[error("this is no code")]
    NoCode,
    #[error("headquarters knows no such code, or it was used or ran out")]
    Unknown,
    #[error("the code is another agency's")]
    OtherAgency,
    #[error("some of this laptop's document numbers are leased to another")]
    NumbersTaken,
    #[error("headquarters could not read the request")]
    Refused,
    /// What answered does not hold the code: it is not the headquarters that gave it.
    #[error("what answered is not the headquarters of this code")]
    Stranger,
    #[error("the journal has no signing key")]
    NoKey,
    #[error("the key of the line: {0}")]
    Line(#[from] rcgen::Error),
    #[error(transparent)]
    Cut(#[from] Cut),
    #[error(transparent)]
    Store(#[from] StoreFault),
}

/// What headquarters said.
#[derive(Debug)]
pub enum Enrolment {
    /// What the laptop keeps of headquarters.
    Done(Box<Enrolled>),
    /// The journal goes on under this epoch first; the code is good for it then.
    NextEpoch(u32, EpochReason),
}

/// Asks the headquarters at `url`; `typed` is the code as it stands on paper.
///
/// # Errors
/// Says why not.
pub fn enrol(
    store: &Store,
    prefix: &str,
    blocks: &[NumberBlock],
    url: &str,
    typed: &str,
) -> Result<Enrolment, EnrolFault> {
    enrol_over(store, (prefix, blocks), (url, typed), &mut |question| {
        transport::ask_to_enrol(url, question)
    })
}

/// The same with `ask` in place of the line.
///
/// # Errors
/// As `enrol`.
pub fn enrol_over(
    store: &Store,
    (prefix, blocks): (&str, &[NumberBlock]),
    (url, typed): (&str, &str),
    ask: &mut dyn FnMut(&Enrol) -> Result<EnrolAnswer, Cut>,
) -> Result<Enrolment, EnrolFault> {
    let code = key_of(code::read(typed).ok_or(EnrolFault::NoCode)?);
    let (suite, public_key) = store.public_key().ok_or(EnrolFault::NoKey)?;
    let line_key = KeyPair::generate()?;
    let request = CertificateParams::new(Vec::new())?.serialize_request(&line_key)?;
    let name = store.journal_name();
    let claim = Claim {
        device: name.device,
        epoch: name.epoch,
        suite: suite.byte(),
        public_key: public_key.to_vec().into(),
        request: request.der().to_vec().into(),
        before: Some(store.epoch_begins()).filter(|behind| behind.number > 0),
        prefix: prefix.into(),
        blocks: blocks.iter().map(leased).collect(),
        head: Some(store.head_point()),
        earlier: Some(earlier(store)).filter(|earlier| !earlier.is_empty()),
    };
    let proof = proof(&code, Side::Terminal, &claim);
    let question = Enrol { code: code_name(&code).into(), claim, proof };
    let grant = match ask(&question)? {
        EnrolAnswer::Enrolled { grant, proof } => {
            let grant = checked(grant, proof, &code)?;
            if let Some(reason) = parted(store, &grant)? {
                return Ok(Enrolment::NextEpoch(name.epoch + 1, reason));
            }
            grant
        }
        EnrolAnswer::Unknown => return Err(EnrolFault::Unknown),
        EnrolAnswer::Broken => return Err(EnrolFault::Refused),
        EnrolAnswer::NumbersTaken => return Err(EnrolFault::NumbersTaken),
        EnrolAnswer::OtherAgency => return Err(EnrolFault::OtherAgency),
        // Not proven by the code; whoever feigns it costs the laptop an epoch, and gains nothing.
        EnrolAnswer::NextEpoch { epoch, why } => {
            return Ok(Enrolment::NextEpoch(epoch, reason(why)));
        }
    };
    Ok(Enrolment::Done(Box::new(Enrolled {
        headquarters: grant.headquarters,
        url: url.into(),
        suite: grant.suite,
        public_key: grant.public_key.into(),
        certificate: grant.certificate.into(),
        line_key: LineKey(line_key.serialize_pem().into_bytes().into()),
        authority: grant.authority.into(),
        bundle_key: grant.bundle_key.into(),
    })))
}

/// How what headquarters holds disagrees with this journal.
fn parted(store: &Store, grant: &Grant) -> Result<Option<EpochReason>, StoreFault> {
    let Some(held) = grant.held else { return Ok(None) };
    Ok(match store.point(held.number)? {
        Some(own) if own == held => None,
        Some(_) => Some(EpochReason::Forked),
        None => Some(EpochReason::OldCopy),
    })
}

fn reason(why: Why) -> EpochReason {
    match why {
        Why::OldCopy => EpochReason::OldCopy,
        Why::Forked => EpochReason::Forked,
        Why::Revoked => EpochReason::Revoked,
        Why::Taken => EpochReason::Taken,
    }
}

fn earlier(store: &Store) -> Vec<EarlierKey> {
    let key = |(span, suite, public_key): (Span, u8, Vec<u8>)| EarlierKey {
        epoch: span.epoch,
        suite,
        public_key: public_key.into(),
        start: span.behind,
    };
    store.earlier_keys().into_iter().map(key).collect()
}

fn leased(block: &NumberBlock) -> BlockLeased {
    let NumberBlock { prefix, year, from, until } = block.clone();
    BlockLeased { prefix, year, from, until, epoch: None }
}

fn checked(
    grant: Grant,
    claimed: crate::stdx::digest::Digest,
    code: &Key,
) -> Result<Grant, EnrolFault> {
    let suite = Suite::from_byte(grant.suite).ok_or(EnrolFault::Stranger)?;
    let is_key = Identity::new(suite, &grant.public_key).is_ok();
    if !is_key || proof(code, Side::Headquarters, &grant) != claimed {
        return Err(EnrolFault::Stranger);
    }
    Ok(grant)
}
