//! Photographs in a bucket that speaks S3, so that several servers hold them together; what has not wholly come stays
//! on this machine.

use super::Photographs;
use super::folder::{Arriving, is_anothers};
use crate::stdx::digest::Digest;
use axum::body::Bytes;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::{ClientOptions, HttpClient, HttpConnector};
use object_store::path::Path as Key;
use object_store::{ObjectStoreExt as _, PutPayload, RetryConfig};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;

/// A longer photograph goes in parts of this size; S3 takes none below 5 MiB.
const PART: usize = 8 * 1024 * 1024;
const CONNECT: Duration = Duration::from_secs(5);
/// One call, a part of [`PART`] bytes included.
const PATIENCE: Duration = Duration::from_secs(60);
/// A call that failed is played again so long; then the laptop is told "later".
const AGAIN: Duration = Duration::from_secs(20);
const AGAIN_MAX: usize = 3;
/// Characters of a bucket's refusal that go into the operator's log.
const WORDS_MAX: usize = 300;

/// Where a bucket is, as `[photographs]` of `headquarters.toml` says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bucket {
    /// `https://s3.example:9000`; `http://` only inside a network that nobody else is in.
    pub endpoint: String,
    /// Its name.
    pub bucket: String,
    /// As the store calls it.
    #[serde(default = "region")]
    pub region: String,
    /// Stands before each name in the bucket, so that agencies may share one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// Who asks.
    pub access_key: String,
    /// What proves it.
    pub secret_key: SecretKey,
    /// PEM file of the authority that the bucket's certificate is under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<PathBuf>,
}

fn region() -> String {
    "us-east-1".into()
}

/// The bucket's key; it never prints.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretKey(pub String);

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("‹key›")
    }
}

/// A bucket.
#[derive(Debug)]
pub struct S3 {
    runtime: Runtime,
    store: AmazonS3,
    prefix: String,
    arriving: Arriving,
}

impl S3 {
    /// Opens the bucket; what has not wholly come is kept below `root`.
    ///
    /// # Errors
    /// When the settings are wrong, or the bucket does not answer, is not there, or does not take the key.
    pub fn at(bucket: &Bucket, root: &Path) -> io::Result<S3> {
        let is_plain = bucket.endpoint.starts_with("http://");
        if !is_plain && bucket.authority.is_none() {
            let words = "`authority` names no PEM file: a line that anybody may answer is no line";
            return Err(io::Error::other(words));
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let store = AmazonS3Builder::new()
            .with_endpoint(&bucket.endpoint)
            .with_bucket_name(&bucket.bucket)
            .with_region(&bucket.region)
            .with_access_key_id(&bucket.access_key)
            .with_secret_access_key(&bucket.secret_key.0)
            .with_allow_http(is_plain)
            .with_retry(RetryConfig {
                max_retries: AGAIN_MAX,
                retry_timeout: AGAIN,
                ..RetryConfig::default()
            })
            .with_http_connector(Connector(line(bucket.authority.as_deref())?))
            .build()
            .map_err(|fault| refused(&fault))?;
        let prefix = bucket.prefix.clone();
        let keep = S3 { runtime, store, prefix, arriving: Arriving::at(root)? };
        // A bucket that is not there, or another one's key, is found now and not by the first photograph.
        let looked = keep.runtime.block_on(keep.store.get(&keep.key("held", "looked-for")));
        match looked {
            Ok(_) => {}
            Err(ref fault @ object_store::Error::NotFound { .. }) if !is_no_bucket(fault) => {}
            Err(fault) => return Err(refused(&fault)),
        }
        Ok(keep)
    }

    fn key(&self, part: &str, name: &str) -> Key {
        Key::from(format!("{}/{part}/{}/{name}", self.prefix, &name[..2]))
    }

    fn held(&self, digest: Digest) -> Key {
        self.key("held", &digest.hex())
    }

    /// Where bytes go whose digest is `found`, and whether they are the right ones.
    fn place(&self, digest: Digest, found: Digest) -> (Key, bool) {
        if found == digest {
            return (self.held(digest), true);
        }
        (self.key("damaged", &format!("{}-{}", digest.hex(), found.hex())), false)
    }

    /// From this machine into the bucket; the bucket's word that it has all of it is its durability.
    fn send(&self, file: &Path, key: &Key) -> io::Result<()> {
        let mut file = File::open(file)?;
        let length = file.metadata()?.len();
        if length <= PART as u64 {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            let put = self.store.put(key, PutPayload::from(bytes));
            return self.runtime.block_on(put).map(drop).map_err(|fault| refused(&fault));
        }
        let mut upload = self
            .runtime
            .block_on(self.store.put_multipart(key))
            .map_err(|fault| refused(&fault))?;
        let sent = (|| {
            loop {
                let mut part = Vec::new();
                (&mut file).take(PART as u64).read_to_end(&mut part)?;
                if part.is_empty() {
                    let done = self.runtime.block_on(upload.complete());
                    return done.map(drop).map_err(|fault| refused(&fault));
                }
                let put = upload.put_part(PutPayload::from(part));
                self.runtime.block_on(put).map_err(|fault| refused(&fault))?;
            }
        })();
        if sent.is_err() {
            // The bucket sweeps parts that nobody completed; saying so at once is a courtesy.
            let _told = self.runtime.block_on(upload.abort());
        }
        sent
    }
}

impl Photographs for S3 {
    fn have(&mut self, digest: Digest) -> io::Result<u64> {
        self.arriving.have(digest)
    }

    fn add(&mut self, digest: Digest, offset: u64, bytes: &[u8]) -> io::Result<bool> {
        self.arriving.add(digest, offset, bytes)
    }

    fn finish(&mut self, digest: Digest) -> io::Result<bool> {
        // Until it is there: what goes to the bucket is what was checked.
        let Some(alone) = self.arriving.alone(digest, false)? else { return Err(is_anothers()) };
        let (key, is_right) = self.place(digest, Digest::of_reader(&alone)?);
        let file = self.arriving.file(digest);
        self.send(&file, &key)?;
        // Should it come back after a crash, it is sent to the same place again.
        fs::remove_file(&file)?;
        Ok(is_right)
    }

    fn keep_whole(&mut self, digest: Digest, bytes: &[u8]) -> io::Result<bool> {
        let found = Digest::of(bytes);
        let (key, is_right) = self.place(digest, found);
        let put = self.store.put(&key, PutPayload::from(Bytes::copy_from_slice(bytes)));
        self.runtime.block_on(put).map_err(|fault| refused(&fault))?;
        Ok(is_right)
    }

    fn read(&mut self, digest: Digest) -> io::Result<Option<Vec<u8>>> {
        let got = self
            .runtime
            .block_on(async { self.store.get(&self.held(digest)).await?.bytes().await });
        match got {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(fault) => Err(refused(&fault)),
        }
    }

    fn found(&mut self, digest: Digest) -> io::Result<Option<Digest>> {
        let key = self.held(digest);
        let size = match self.runtime.block_on(self.store.head(&key)) {
            Ok(there) => there.size,
            Err(ref fault @ object_store::Error::NotFound { .. }) if !is_no_bucket(fault) => {
                return Ok(None);
            }
            Err(fault) => return Err(refused(&fault)),
        };
        let pieces = Pieces { keep: self, key, at: 0, size, bytes: Bytes::new() };
        Ok(Some(Digest::of_reader(pieces)?))
    }
}

/// What the bucket has under a key, a part after the other.
struct Pieces<'a> {
    keep: &'a S3,
    key: Key,
    at: u64,
    size: u64,
    bytes: Bytes,
}

impl io::Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.bytes.is_empty() && self.at < self.size {
            let until = self.size.min(self.at + PART as u64);
            let part = self.keep.store.get_range(&self.key, self.at..until);
            self.bytes = self.keep.runtime.block_on(part).map_err(|fault| refused(&fault))?;
            self.at = until;
        }
        let length = self.bytes.len().min(into.len());
        into[..length].copy_from_slice(&self.bytes.split_to(length));
        Ok(length)
    }
}

/// A bucket that is not there and a photograph that is not in it are both "not found".
fn is_no_bucket(fault: &object_store::Error) -> bool {
    fault.to_string().contains("NoSuchBucket")
}

/// One line of the operator's log: what is wrong, and where to look.
fn refused(fault: &object_store::Error) -> io::Error {
    use object_store::Error::{PermissionDenied, Unauthenticated};
    let words = fault.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    let words: String = words.chars().take(WORDS_MAX).collect();
    let said = if matches!(fault, PermissionDenied { .. } | Unauthenticated { .. }) {
        "it refuses the key; look at `access_key` and `secret_key`, and whether that key may list, read and write"
    } else if is_no_bucket(fault) {
        "there is no such bucket; look at `endpoint` and `bucket`"
    } else {
        "it does not answer as a bucket does; look at `endpoint`, `authority` and the line to it"
    };
    io::Error::other(format!("{said} ({words})"))
}

/// TLS by ring, under the one authority that was named.
fn line(authority: Option<&Path>) -> io::Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    if let Some(file) = authority {
        for certificate in CertificateDer::pem_file_iter(file).map_err(io::Error::other)? {
            roots.add(certificate.map_err(io::Error::other)?).map_err(io::Error::other)?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// How a call gets out: no proxy of the environment, no authority but ours.
#[derive(Debug)]
struct Connector(ClientConfig);

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(self.0.clone())
            .no_proxy()
            .connect_timeout(CONNECT)
            .timeout(PATIENCE)
            .build();
        let client = client.map_err(|fault| object_store::Error::Generic {
            store: "S3",
            source: Box::new(fault),
        })?;
        Ok(HttpClient::new(client))
    }
}
