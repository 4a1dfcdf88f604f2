//! The terminal's side of ROTATE: keys for the next epoch, the question under both signatures, and whether an answer is
//! to it; keeps nothing by itself.

use super::shelf::{block_of, is_ours};
use crate::domain::bureau::BureauEvent;
use crate::stdx::id::Id;
use crate::store::incoming::LineKey;
use crate::store::{Store, StoreFault};
use crate::wire::event::Body;
use crate::wire::message::rotate::{NoRotation, Rotate, RotateAnswer};
use rcgen::{CertificateParams, KeyPair, PublicKeyData as _};

/// What headquarters said of the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It signs from now on: the new line's certificate, and the entries that go with it.
    Granted(Vec<u8>, Vec<Body>),
    /// The old one goes on.
    Refused(NoRotation),
    /// An answer to another question, or a certificate of another key.
    Strange,
}

/// A fresh key of the line and the request for its certificate.
///
/// # Errors
/// When the machine makes no key.
pub fn line_key() -> Result<(LineKey, Vec<u8>), rcgen::Error> {
    let key = KeyPair::generate()?;
    let request = CertificateParams::new(Vec::new())?.serialize_request(&key)?;
    Ok((LineKey(key.serialize_pem().into_bytes().into()), request.der().to_vec()))
}

/// What is asked of `headquarters` while a key waits; `None` when none does.
///
/// # Errors
/// When the journal cannot be read, or a key does not sign.
pub fn question(store: &Store, headquarters: Id) -> Result<Option<Rotate>, StoreFault> {
    let (journal, head, suite) = (store.journal_name(), store.head_point(), store.suite().byte());
    store.sign_rotation(|waiting, old, new| {
        let unsigned = Rotate {
            journal,
            epoch: waiting.epoch,
            suite,
            public_key: waiting.public_key.clone().into(),
            request: waiting.request.clone().into(),
            head,
            signature: Vec::new().into(),
            proof: Vec::new().into(),
        };
        unsigned.sign(headquarters, old, new)
    })
}

/// What `answer` says to `asked`, whose line has `key`.
#[must_use]
pub fn heard(asked: &Rotate, key: &LineKey, answer: RotateAnswer) -> Heard {
    let (epoch, certificate, block) = match answer {
        RotateAnswer::Rotated { epoch, certificate, block } => (epoch, certificate, block),
        RotateAnswer::Refused { why } => return Heard::Refused(why),
    };
    let pem = std::str::from_utf8(&key.0).ok();
    let own = pem.and_then(|pem| KeyPair::from_pem(pem).ok());
    // A line whose certificate is of another key would be no line any more.
    let is_own = own.is_some_and(|own| {
        let public = own.der_bytes();
        certificate.windows(public.len()).any(|part| part == public)
    });
    if epoch != asked.epoch || !is_own || !is_ours(&block, epoch) {
        return Heard::Strange;
    }
    let granted = BureauEvent::NumberBlockGranted(block_of(block));
    Heard::Granted(certificate.to_vec(), vec![Body::Bureau(granted)])
}
