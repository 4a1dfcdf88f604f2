//! The line to headquarters: HTTPS with both certificates, one question at a time; understands no answer itself.

use super::driver::{Cut, Line};
use crate::stdx::said::Said;
use crate::store::incoming::Enrolled;
use crate::wire::message::enrol::{Enrol, EnrolAnswer};
use crate::wire::message::hello::JournalName;
use crate::wire::message::{self, Asks, MESSAGE_MAX};
use std::sync::Arc;
use std::time::{Duration, Instant};
use ureq::Agent;
use ureq::tls::{Certificate, ClientCert, PrivateKey, RootCerts, TlsConfig};

/// How long a connection may take to come up on a weak line.
const CONNECT: Duration = Duration::from_secs(20);
/// How long an answer's first byte, or all of a question, may take: 360 KB at 32 kbit/s, more than such a line is ever given.
const PATIENCE: Duration = Duration::from_secs(90);
/// A line is kept open so long for the next entry.
const IDLE: Duration = Duration::from_secs(300);
/// One that rested so long may be gone without a word: the laptop slept, or has another network now.
const RESTED: Duration = Duration::from_secs(20);
/// How long a line that rested may leave its first question without an answer before another line is opened; one second more
/// for each KiB of the question, as headquarters bears it.
const RESTED_PATIENCE: Duration = Duration::from_secs(15);

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
    /// When the last answer came.
    answered: Option<Instant>,
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
        Ok(Https::over(tls, &enrolled.url))
    }

    fn over(tls: TlsConfig, url: &str) -> Https {
        let (sent, received) = (0, 0);
        Https { agent: agent(tls), url: url.to_string(), sent, received, answered: None }
    }

    /// Every question may come twice. So one that a line which rested does not carry goes over another one at once.
    fn carry(&mut self, name: &str, bytes: &[u8]) -> Result<Vec<u8>, Cut> {
        let rested = self.answered.is_some_and(|at| at.elapsed() >= RESTED);
        let patience = if rested { rested_patience(bytes.len()) } else { PATIENCE };
        let carried = match self.carry_within(name, bytes, patience) {
            Err(fault) if rested && !matches!(fault, ureq::Error::StatusCode(_)) => {
                self.carry_within(name, bytes, PATIENCE)
            }
            carried => carried,
        };
        let cut = |fault: ureq::Error| match matches!(fault, ureq::Error::StatusCode(TOO_LONG)) {
            true => Cut::TooLong,
            false => Cut::Line(said_of(&fault)),
        };
        let answer = carried.map_err(cut)?;
        self.answered = Some(Instant::now());
        Ok(answer)
    }

    fn carry_within(
        &mut self,
        name: &str,
        bytes: &[u8],
        patience: Duration,
    ) -> Result<Vec<u8>, ureq::Error> {
        let address = format!("{}/v1/{name}", self.url.trim_end_matches('/'));
        self.sent += bytes.len() as u64;
        let mut question = self.agent.post(&address);
        if patience < PATIENCE {
            question = question.config().timeout_recv_response(Some(patience)).build();
        }
        let mut answer = question.send(bytes)?;
        let body = answer.body_mut().with_config().limit(MESSAGE_MAX as u64 + 1);
        let bytes = body.read_to_vec()?;
        self.received += bytes.len() as u64;
        Ok(bytes)
    }
}

/// The system may have taken all of a question that the line still carries.
fn rested_patience(bytes: usize) -> Duration {
    let carries = Duration::from_secs(bytes as u64 / 1024);
    RESTED_PATIENCE.saturating_add(carries).min(PATIENCE)
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

    fn ask_beside<Q: Asks, T>(
        &mut self,
        _: JournalName,
        question: &Q,
        beside: impl FnOnce() -> T,
    ) -> (Result<Q::Answer, Cut>, T) {
        let bytes = message::encode(question);
        let (carried, done) = std::thread::scope(|scope| {
            let line = std::thread::Builder::new();
            let line = line.spawn_scoped(scope, || self.carry(Q::NAME, &bytes));
            let done = beside();
            let stopped = |_| Err(Cut::Line(Said::words("cut.other")));
            (line.ok().map(|line| line.join().unwrap_or_else(stopped)), done)
        });
        // Where the system gives no thread, one thing is done behind the other.
        let carried = carried.unwrap_or_else(|| self.carry(Q::NAME, &bytes));
        (carried.and_then(|answer| Ok(message::decode(&answer)?)), done)
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
    let mut line = Https::over(tls, url);
    let answer = line.carry(Enrol::NAME, &message::encode(question))?;
    Ok(message::decode(&answer)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_rested_is_given_the_time_that_a_slow_one_takes_for_a_question() {
        assert_eq!(rested_patience(300), RESTED_PATIENCE, "HELLO");
        assert_eq!(rested_patience(16 * 1024), RESTED_PATIENCE + Duration::from_secs(16));
        assert_eq!(rested_patience(960 * 1024), PATIENCE);
    }
}
