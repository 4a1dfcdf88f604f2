//! The line to headquarters: HTTPS with both certificates, one question at a time; understands no answer itself.

use super::driver::{Cut, Line};
use crate::stdx::said::Said;
use crate::store::incoming::Enrolled;
use crate::wire::message::enrol::{Enrol, EnrolAnswer};
use crate::wire::message::hello::JournalName;
use crate::wire::message::{self, Asks, MESSAGE_MAX};
use std::sync::Arc;
use std::time::Duration;
use ureq::Agent;
use ureq::tls::{Certificate, ClientCert, PrivateKey, RootCerts, TlsConfig};

/// How long a connection may take to come up on a weak line.
const CONNECT: Duration = Duration::from_secs(20);
/// How long an answer's first byte, or all of a question, may take: 256 KiB at 32 kbit/s.
const PATIENCE: Duration = Duration::from_secs(90);
/// A line is kept open so long for the next entry.
const IDLE: Duration = Duration::from_secs(300);

/// What a proxy says of a question that is longer than it lets through (RFC 9110, 15.5.14).
const TOO_LONG: u16 = 413;

/// A line that is kept open between questions.
#[derive(Debug)]
pub struct Https {
    agent: Agent,
    url: String,
    /// Bytes of questions and answers, without HTTP and TLS around them.
    pub sent: u64,
    /// Of answers, likewise.
    pub received: u64,
}

fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn agent(tls: TlsConfig) -> Agent {
    let config = Agent::config_builder()
        .tls_config(tls)
        .timeout_connect(Some(CONNECT))
        .timeout_send_body(Some(PATIENCE))
        .timeout_recv_response(Some(PATIENCE))
        .timeout_recv_body(Some(PATIENCE))
        .max_idle_age(IDLE)
        .max_redirects(0)
        .https_only(true)
        .http_status_as_error(true)
        .user_agent("")
        .accept("")
        .build();
    config.into()
}

impl Https {
    /// The line of an enrolled laptop: it shows its certificate, and believes headquarters' authority alone.
    ///
    /// # Errors
    /// When the laptop's own key of the line cannot be read.
    pub fn new(enrolled: &Enrolled) -> Result<Https, Cut> {
        let own = Certificate::from_der(&enrolled.certificate).to_owned();
        let key = PrivateKey::from_pem(&enrolled.line_key.0)
            .map_err(|fault| Cut::Line(said_of(&fault)))?;
        let authority = Certificate::from_der(&enrolled.authority).to_owned();
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(provider())
            .client_cert(Some(ClientCert::new_with_certs(&[own], key)))
            .root_certs(RootCerts::Specific(Arc::new(vec![authority])))
            .build();
        Ok(Https { agent: agent(tls), url: enrolled.url.clone(), sent: 0, received: 0 })
    }

    fn carry(&mut self, name: &str, bytes: &[u8]) -> Result<Vec<u8>, Cut> {
        let cut = |fault: ureq::Error| match matches!(fault, ureq::Error::StatusCode(TOO_LONG)) {
            true => Cut::TooLong,
            false => Cut::Line(said_of(&fault)),
        };
        let address = format!("{}/v1/{name}", self.url.trim_end_matches('/'));
        self.sent += bytes.len() as u64;
        let mut answer = self.agent.post(&address).send(bytes).map_err(cut)?;
        let body = answer.body_mut().with_config().limit(MESSAGE_MAX as u64 + 1);
        let bytes = body.read_to_vec().map_err(cut)?;
        self.received += bytes.len() as u64;
        Ok(bytes)
    }
}

/// What the line said, in the reader's words; its own are English.
fn said_of(fault: &ureq::Error) -> Said {
    use ureq::Error::{BadUri, HostNotFound, Io, Pem, Rustls, StatusCode, Timeout, Tls};
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list of the line's faults is not ours")]
    match fault {
        StatusCode(code) => Said::words("cut.status").with(u32::from(*code)),
        BadUri(_) => Said::words("cut.address"),
        Io(fault) => said_of_io(fault),
        Timeout(_) => Said::words("io.slow"),
        HostNotFound => Said::words("cut.no_host"),
        Tls(_) | Rustls(_) | Pem(_) => Said::words("cut.certificate"),
        _ => Said::words("cut.other"),
    }
}

/// What TLS says comes within a fault of the system's.
fn said_of_io(fault: &std::io::Error) -> Said {
    use rustls::AlertDescription::{
        AccessDenied, BadCertificate, CertificateExpired, CertificateRequired, CertificateRevoked,
        CertificateUnknown, DecryptError, UnknownCA, UnsupportedCertificate,
    };
    use rustls::Error::{AlertReceived, InvalidCertificate};
    match fault.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        // Headquarters' is not believed here, or ours not there.
        Some(
            InvalidCertificate(_)
            | AlertReceived(
                AccessDenied
                | BadCertificate
                | CertificateExpired
                | CertificateRequired
                | CertificateRevoked
                | CertificateUnknown
                | DecryptError
                | UnknownCA
                | UnsupportedCertificate,
            ),
        ) => Said::words("cut.certificate"),
        Some(_) => Said::words("cut.other"),
        None => fault.into(),
    }
}

impl Line for Https {
    fn ask<Q: Asks>(&mut self, _: JournalName, question: &Q) -> Result<Q::Answer, Cut> {
        let answer = self.carry(Q::NAME, &message::encode(question))?;
        Ok(message::decode(&answer)?)
    }

    fn carried(&self) -> (u64, u64) {
        (self.sent, self.received)
    }
}

/// Asks to be enrolled. The line's certificate is not checked here: the code on paper proves both sides.
///
/// # Errors
/// When no whole answer of headquarters came back.
pub fn ask_to_enrol(url: &str, question: &Enrol) -> Result<EnrolAnswer, Cut> {
    let tls = TlsConfig::builder()
        .unversioned_rustls_crypto_provider(provider())
        .disable_verification(true)
        .build();
    let mut line = Https { agent: agent(tls), url: url.to_string(), sent: 0, received: 0 };
    let answer = line.carry(Enrol::NAME, &message::encode(question))?;
    Ok(message::decode(&answer)?)
}
