//! The line to an IPP printer: one question and its answer over HTTP, both bounded; understands neither.

use super::ipp::{ANSWER_MAX, Answer, read_answer};
use super::pinned_tls::{Pin, PinnedTls};
use super::printer_fault::{PrinterFault, their_words};
use super::target::IppPrinter;
use crate::stdx::said::Said;
use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;
use ureq::Agent;
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector as _, TcpConnector};

/// The only type of content that a printer answers.
const IPP: &str = "application/ipp";

/// A line to one printer, opened with its first question.
#[derive(Debug)]
pub struct IppLine {
    agent: Agent,
    url: String,
    pin: Arc<Pin>,
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// What is to be said of it.
    pub what: PrinterFault,
    /// All or some of the question may have arrived.
    pub may_have_arrived: bool,
}

impl IppLine {
    /// A line to `printer`, whose every question may take `patience`, and `connect` to reach it.
    #[must_use]
    pub fn to(printer: &IppPrinter, connect: Duration, patience: Duration) -> IppLine {
        let config = Agent::config_builder()
            .proxy(None)
            .timeout_connect(Some(connect))
            .timeout_global(Some(patience))
            .max_redirects(0)
            .http_status_as_error(false)
            .max_idle_connections(0)
            .user_agent("")
            .accept("")
            .build();
        let pin = Pin::new(printer.certificate);
        let connector = TcpConnector::default().chain(PinnedTls(Arc::clone(&pin)));
        let agent = Agent::with_parts(config, connector, DefaultResolver::default());
        IppLine { agent, url: printer.url.clone(), pin }
    }

    /// Asks one question.
    ///
    /// # Errors
    /// When nothing answers, another one than the printer that was set up, or something that is no printer.
    pub fn ask(&self, question: &[u8]) -> Result<Answer, Unanswered> {
        let before = |what| Unanswered { what, may_have_arrived: false };
        let sent = self.agent.post(&self.url).content_type(IPP).send(question);
        let mut answer = sent.map_err(|fault| self.unanswered(&fault))?;
        let status = answer.status().as_u16();
        if status != 200 {
            let what = Said::words("cut.status").with(u32::from(status));
            return Err(before(PrinterFault::NotAPrinter(what)));
        }
        let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok());
        let kind = their_words(kind.unwrap_or_default());
        // A router's page answers every question with itself.
        if !kind.starts_with(IPP) {
            let what = if kind.is_empty() { Said::words("uri.no_ipp") } else { kind.into() };
            return Err(before(PrinterFault::NotAPrinter(what)));
        }
        let body = answer.body_mut().with_config().limit(ANSWER_MAX as u64);
        let bytes = body.read_to_vec().map_err(|fault| self.unanswered(&fault))?;
        read_answer(&bytes).map_err(|what| Unanswered { what, may_have_arrived: true })
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the list of the line's faults is not ours")]
    fn unanswered(&self, fault: &ureq::Error) -> Unanswered {
        use ureq::{Error, Timeout};
        let never = |what: Said| Unanswered {
            what: PrinterFault::Unreachable(what),
            may_have_arrived: false,
        };
        if let Some(shown) = self.pin.stranger() {
            let what = PrinterFault::Certificate(shown);
            return Unanswered { what, may_have_arrived: false };
        }
        match fault {
            Error::HostNotFound => never(Said::words("cut.no_host")),
            Error::ConnectionFailed | Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
                never(Said::words("io.slow"))
            }
            Error::BadUri(_) => never(Said::words("cut.address")),
            Error::Tls(_) | Error::Rustls(_) => never(Said::words("cut.certificate")),
            Error::Io(fault) => match fault.kind() {
                ErrorKind::ConnectionRefused
                | ErrorKind::HostUnreachable
                | ErrorKind::NetworkUnreachable
                | ErrorKind::NetworkDown => never(fault.into()),
                // Something else listens there, and speaks no HTTP, or no TLS.
                ErrorKind::InvalidData => Unanswered {
                    what: PrinterFault::NotAPrinter(Said::words("uri.no_ipp")),
                    may_have_arrived: false,
                },
                _ => broken_off(fault.into()),
            },
            Error::Timeout(_) => broken_off(Said::words("io.slow")),
            Error::Protocol(_) => Unanswered {
                what: PrinterFault::NotAPrinter(Said::words("uri.no_ipp")),
                may_have_arrived: true,
            },
            _ => broken_off(Said::words("cut.other")),
        }
    }
}

fn broken_off(why: Said) -> Unanswered {
    Unanswered { what: PrinterFault::BrokenOff(why), may_have_arrived: true }
}
