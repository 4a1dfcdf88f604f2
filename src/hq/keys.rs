//! Headquarters' keys in their folder: the one that signs, the authority of the line, the line's own; prints none.

use crate::stdx::digest::Digest;
use crate::stdx::id::Dice;
use crate::stdx::secret::Key;
use crate::wire::message::history::PlateKey;
use crate::wire::signer::SoftKey;
use crate::wire::suite::Suite;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, DistinguishedName,
    DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, CertificateSigningRequestDer, PrivatePkcs8KeyDer};
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// First of January of the years from which and until which each certificate is good. A laptop may come back after months with
/// a clock that is years off: who may not come is said by the ledger, whose list of fingerprints needs no clock.
const YEARS: [i32; 2] = [1975, 4096];

/// What is in the folder `keys`.
pub struct Keys {
    /// Of the key that signs.
    pub suite: Suite,
    signer: Key,
    authority: Vec<u8>,
    authority_key: Vec<u8>,
    /// The server's certificate, DER.
    pub line: Vec<u8>,
    /// Its key, PKCS #8 DER.
    pub line_key: Vec<u8>,
    /// The secret that bundles are opened with.
    pub bundle: Key,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("‹secret›")
    }
}

/// Why keys cannot be made or used.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Debug, thiserror::Error)]
pub enum KeysFault {
    #[error("the folder of keys: {0}")]
    Folder(#[from] io::Error),
    #[error("the certificate: {0}")]
    Certificate(#[from] rcgen::Error),
    #[error("{0} is not what was written there")]
    Damaged(&'static str),
}

/// Why a request got no certificate.
#[derive(Debug)]
pub enum NoCertificate {
    /// It is none, or does not prove its key: the same question never gets one.
    Request,
    /// Headquarters' own keys did not sign. That says nothing of the request.
    Own(KeysFault),
}

impl Keys {
    /// Makes all keys in `folder`, which has none, for a server that is reached under `names`.
    ///
    /// # Errors
    /// When there are keys already, or the folder cannot be written.
    pub fn make(
        folder: &Path,
        suite: Suite,
        names: &[String],
        dice: &mut Dice,
    ) -> Result<(), KeysFault> {
        fs::create_dir_all(folder)?;
        let signer = loop {
            let key = dice.key();
            if SoftKey::new(suite, &key).is_some() {
                break key;
            }
        };
        keep(folder, "signer", &[&[suite.byte()], signer.bytes().as_slice()].concat())?;
        keep(folder, "bundle", dice.key().bytes())?;
        let authority_key = KeyPair::generate()?;
        let mut params = lasting(Vec::new())?;
        params.distinguished_name = named("Lucha headquarters authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let authority = params.self_signed(&authority_key)?;
        let line_key = KeyPair::generate()?;
        let mut params = lasting(names.to_vec())?;
        params.distinguished_name = named("Lucha headquarters");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let issuer = Issuer::from_ca_cert_der(authority.der(), &authority_key)?;
        let line = params.signed_by(&line_key, &issuer)?;
        keep(folder, "authority.key", authority_key.serialized_der())?;
        keep(folder, "authority.crt", authority.der())?;
        keep(folder, "line.key", line_key.serialized_der())?;
        keep(folder, "line.crt", line.der())?;
        fs::File::open(folder)?.sync_all()?;
        Ok(())
    }

    /// # Errors
    /// When a key is missing or is not one.
    pub fn read(folder: &Path) -> Result<Keys, KeysFault> {
        let signer = fs::read(folder.join("signer"))?;
        let (suite, key) = signer.split_first().ok_or(KeysFault::Damaged("signer"))?;
        let suite = Suite::from_byte(*suite).ok_or(KeysFault::Damaged("signer"))?;
        let key: [u8; 32] = key.try_into().map_err(|_| KeysFault::Damaged("signer"))?;
        let bundle: [u8; 32] = fs::read(folder.join("bundle"))?
            .try_into()
            .map_err(|_| KeysFault::Damaged("bundle"))?;
        Ok(Keys {
            suite,
            signer: Key::new(key),
            authority: fs::read(folder.join("authority.crt"))?,
            authority_key: fs::read(folder.join("authority.key"))?,
            line: fs::read(folder.join("line.crt"))?,
            line_key: fs::read(folder.join("line.key"))?,
            bundle: Key::new(bundle),
        })
    }

    /// The key that signs receipts and checkpoints.
    ///
    /// # Errors
    /// When its bytes are no key of its suite.
    pub fn signer(&self) -> Result<SoftKey, KeysFault> {
        SoftKey::new(self.suite, &self.signer).ok_or(KeysFault::Damaged("signer"))
    }

    /// What plates are hidden under on their way to laptops: made of the signing key, which cannot be told from it.
    #[must_use]
    pub fn plates(&self) -> PlateKey {
        PlateKey { key: self.signer.for_purpose("plates", &[]) }
    }

    /// The public part of what bundles are sealed to (X25519, RFC 7748).
    #[must_use]
    pub fn bundle_key(&self) -> Vec<u8> {
        let secret = x25519_dalek::StaticSecret::from(*self.bundle.bytes());
        x25519_dalek::PublicKey::from(&secret).as_bytes().to_vec()
    }

    /// DER of the authority's certificate.
    #[must_use]
    pub fn authority(&self) -> &[u8] {
        &self.authority
    }

    /// Signs a laptop's request for a certificate of the line; gives DER and fingerprint.
    ///
    /// # Errors
    /// When the request is none or does not prove its key, and when headquarters' own keys do not sign.
    pub fn certify(
        &self,
        request: &[u8],
        device: &str,
    ) -> Result<(Vec<u8>, Digest), NoCertificate> {
        let request = CertificateSigningRequestDer::from(request.to_vec());
        let request = CertificateSigningRequestParams::from_der(&request)
            .map_err(|_| NoCertificate::Request)?;
        self.sign_line(request, device).map_err(NoCertificate::Own)
    }

    fn sign_line(
        &self,
        mut request: CertificateSigningRequestParams,
        device: &str,
    ) -> Result<(Vec<u8>, Digest), KeysFault> {
        // Nothing of what the request asks for is believed but its key.
        let mut params = lasting(Vec::new())?;
        params.distinguished_name = named(device);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        request.params = params;
        let key = PrivatePkcs8KeyDer::from(self.authority_key.as_slice());
        let key = KeyPair::from_pkcs8_der_and_sign_algo(&key, &rcgen::PKCS_ECDSA_P256_SHA256)?;
        let authority = CertificateDer::from(self.authority.as_slice());
        let signed = request.signed_by(&Issuer::from_ca_cert_der(&authority, key)?)?;
        let der = signed.der().to_vec();
        let fingerprint = Digest::of(&der);
        Ok((der, fingerprint))
    }
}

/// A certificate for `names`, good in all of [`YEARS`].
fn lasting(names: Vec<String>) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(names)?;
    let [from, until] = YEARS.map(|year| date_time_ymd(year, 1, 1));
    (params.not_before, params.not_after) = (from, until);
    Ok(params)
}

fn named(name: &str) -> DistinguishedName {
    let mut named = DistinguishedName::new();
    named.push(DnType::CommonName, name);
    named
}

/// Writes one file that nobody else may read, never over another.
pub(super) fn keep(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(folder.join(name))?;
    file.write_all(bytes)?;
    file.sync_all()
}
