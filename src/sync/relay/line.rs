//! The line between two laptops on a local network: TLS with both laptops' certificates, one message behind the other,
//! bounded in bytes and in time; understands no message.

use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::said::Said;
use crate::stdx::secret::Key;
use crate::store::incoming::{Enrolled, LineKey};
use crate::sync::driver::Cut;
use crate::wire::line_certificate::device_of;
use crate::wire::message::relay::{Relay, Relayed};
use crate::wire::message::{self, MESSAGE_MAX};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{
    ClientConfig, ClientConnection, ConnectionCommon, DigitallySignedStruct, RootCertStore,
    ServerConfig, ServerConnection, SideData, SignatureScheme, StreamOwned,
};
use std::collections::BTreeSet;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Until a laptop answers that it is there.
const CONNECT: Duration = Duration::from_secs(10);
/// A handshake takes no longer, whoever is at the other end.
const HANDSHAKE: Duration = Duration::from_secs(20);
/// One message, from its first byte to its last: what comes after so long comes never.
const PATIENCE: Duration = Duration::from_secs(60);
/// A giver who seals his bundle asks nothing meanwhile.
const LULL: Duration = Duration::from_secs(600);
/// Between two looks whether somebody stopped it.
const LOOK: Duration = Duration::from_millis(200);
/// What the certificates name is the device; a name of the net is nobody's.
const NAME: &str = "colleague.lucha";
/// The label of what both ends make of the line's keys (RFC 5705).
const EXPORTER: &[u8] = b"EXPORTER-lucha-relay";

/// What a laptop shows and whom it believes.
#[derive(Clone, Debug)]
pub struct Papers {
    certificate: Vec<u8>,
    key: LineKey,
    authority: Vec<u8>,
    /// Certificates that headquarters took back.
    revoked: BTreeSet<Digest>,
}

impl Papers {
    /// Those of an enrolled laptop, with what headquarters told of others.
    #[must_use]
    pub fn new(enrolled: &Enrolled, revoked: BTreeSet<Digest>) -> Papers {
        Papers {
            certificate: enrolled.certificate.clone(),
            key: enrolled.line_key.clone(),
            authority: enrolled.authority.clone(),
            revoked,
        }
    }

    fn own(&self) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), Cut> {
        let key = PrivateKeyDer::from_pem_slice(&self.key.0)
            .map_err(|_| Cut::Line(Said::words("cut.certificate")))?;
        Ok((vec![CertificateDer::from(self.certificate.clone())], key))
    }

    /// Believes certificates of laptops under headquarters' authority: not expired, and made for laptops.
    fn verifier(&self) -> Result<Arc<dyn ClientCertVerifier>, Cut> {
        let mut roots = RootCertStore::empty();
        let added = roots.add(CertificateDer::from(self.authority.clone()));
        added.map_err(|_| Cut::Line(Said::words("cut.certificate")))?;
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider())
            .build()
            .map_err(|_| Cut::Line(Said::words("cut.certificate")))
    }

    fn client(&self) -> Result<ClientConfig, Cut> {
        let (own, key) = self.own()?;
        let colleague = Arc::new(Colleague(self.verifier()?));
        let config = ClientConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&rustls::version::TLS13])
            .and_then(|config| {
                let config = config.dangerous().with_custom_certificate_verifier(colleague);
                config.with_client_auth_cert(own, key)
            });
        let mut config = config.map_err(|_| Cut::Line(Said::words("cut.certificate")))?;
        config.enable_sni = false;
        Ok(config)
    }

    fn server(&self) -> Result<ServerConfig, Cut> {
        let (own, key) = self.own()?;
        let verifier = self.verifier()?;
        let config = ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&rustls::version::TLS13])
            .and_then(|config| {
                config.with_client_cert_verifier(verifier).with_single_cert(own, key)
            });
        let mut config = config.map_err(|_| Cut::Line(Said::words("cut.certificate")))?;
        config.send_tls13_tickets = 0;
        Ok(config)
    }
}

fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// Who is called shows a laptop's certificate as well: it is held against the same rules as the caller's.
#[derive(Debug)]
struct Colleague(Arc<dyn ClientCertVerifier>);

impl ServerCertVerifier for Colleague {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.0.verify_client_cert(end_entity, intermediates, now)?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

/// A socket that gives up when its time is over or somebody stops it.
#[derive(Debug)]
struct Patient {
    stream: TcpStream,
    until: Instant,
    stop: Arc<AtomicBool>,
}

impl Patient {
    fn new(stream: TcpStream, stop: &Arc<AtomicBool>) -> io::Result<Patient> {
        stream.set_nonblocking(false)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(LOOK))?;
        stream.set_write_timeout(Some(LOOK))?;
        Ok(Patient { stream, until: Instant::now() + HANDSHAKE, stop: Arc::clone(stop) })
    }

    /// Tries `call` until it is done, the time is over, or somebody stops it.
    fn waited(
        &mut self,
        mut call: impl FnMut(&mut TcpStream) -> io::Result<usize>,
    ) -> io::Result<usize> {
        loop {
            match call(&mut self.stream) {
                Err(slow) if matches!(slow.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    if self.stop.load(Ordering::Relaxed) {
                        return Err(ErrorKind::ConnectionAborted.into());
                    }
                    if Instant::now() >= self.until {
                        return Err(ErrorKind::TimedOut.into());
                    }
                }
                done => return done,
            }
        }
    }
}

impl Read for Patient {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // One that sends a byte now and then does not win time by it.
        if Instant::now() >= self.until {
            return Err(ErrorKind::TimedOut.into());
        }
        self.waited(|stream| stream.read(into))
    }
}

impl Write for Patient {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        self.waited(|stream| stream.write(from))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Who is at the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer {
    /// The laptop that its certificate names.
    pub device: Id,
    /// Headquarters took the certificate back, as far as it told us.
    pub is_revoked: bool,
}

enum End {
    Called(Box<StreamOwned<ServerConnection, Patient>>),
    Calling(Box<StreamOwned<ClientConnection, Patient>>),
}

/// An open line to another laptop.
pub struct Channel {
    end: End,
    /// Who is there.
    pub peer: Peer,
    /// What both ends made of the line's keys, and nobody else.
    pub secret: Key,
}

impl std::fmt::Debug for Channel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a line to {}", self.peer.device)
    }
}

/// Calls the laptop at `address`, `host:port`.
///
/// # Errors
/// When nobody answers there, or who answers is no laptop of our headquarters.
pub fn call(papers: &Papers, address: &str, stop: &Arc<AtomicBool>) -> Result<Channel, Cut> {
    let stream = connect(address)?;
    let mut sock = Patient::new(stream, stop).map_err(|fault| Cut::Line(said_of(&fault)))?;
    let name = ServerName::try_from(NAME).map_err(|_| Cut::Line(Said::words("cut.address")))?;
    let conn = ClientConnection::new(Arc::new(papers.client()?), name);
    let mut conn = conn.map_err(|_| Cut::Line(Said::words("cut.certificate")))?;
    let (peer, secret) = shake_hands(&mut conn, &mut sock, papers)?;
    Ok(Channel { end: End::Calling(Box::new(StreamOwned::new(conn, sock))), peer, secret })
}

/// The handshake to its end, on either side: who is there, and the secret that only both ends of this line know.
fn shake_hands<D: SideData>(
    conn: &mut ConnectionCommon<D>,
    sock: &mut Patient,
    papers: &Papers,
) -> Result<(Peer, Key), Cut> {
    while conn.is_handshaking() {
        conn.complete_io(sock).map_err(|fault| Cut::Line(said_of(&fault)))?;
    }
    let print = conn.peer_certificates().and_then(|all| all.first().map(AsRef::as_ref));
    let peer = peer_of(papers, print)?;
    let secret = conn.export_keying_material([0; 32], EXPORTER, None);
    let secret = secret.map_err(|_| Cut::Line(Said::words("cut.certificate")))?;
    Ok((peer, Key::new(secret)))
}

fn connect(address: &str) -> Result<TcpStream, Cut> {
    let no_address = || Cut::Line(Said::words("cut.relay_address"));
    let found: Vec<SocketAddr> =
        address.trim().to_socket_addrs().map_err(|_| no_address())?.collect();
    let mut last = no_address();
    for address in found {
        match TcpStream::connect_timeout(&address, CONNECT) {
            Ok(stream) => return Ok(stream),
            Err(fault) => last = Cut::Line(said_of(&fault)),
        }
    }
    Err(last)
}

/// The laptop of a certificate whose signature TLS has checked.
fn peer_of(papers: &Papers, certificate: Option<&[u8]>) -> Result<Peer, Cut> {
    let stranger = || Cut::Line(Said::words("cut.relay_certificate"));
    let certificate = certificate.ok_or_else(stranger)?;
    let device = device_of(certificate).ok_or_else(stranger)?;
    Ok(Peer { device, is_revoked: papers.revoked.contains(&Digest::of(certificate)) })
}

/// Waits for one laptop to call; `None` when somebody stopped it, or nobody came until then.
///
/// # Errors
/// When the port is gone. A caller that is no laptop of our headquarters is a `Cut` of its own; the port stays.
pub fn accept(
    papers: &Papers,
    listener: &TcpListener,
    (stop, until): (&Arc<AtomicBool>, Instant),
) -> io::Result<Option<Result<Channel, Cut>>> {
    listener.set_nonblocking(true)?;
    loop {
        if stop.load(Ordering::Relaxed) || Instant::now() >= until {
            return Ok(None);
        }
        match listener.accept() {
            Ok((stream, _)) => return Ok(Some(welcome(papers, stream, stop))),
            Err(none) if none.kind() == ErrorKind::WouldBlock => std::thread::sleep(LOOK / 4),
            // One that hung up before it was let in.
            Err(gone) if gone.kind() == ErrorKind::ConnectionAborted => {}
            Err(fault) => return Err(fault),
        }
    }
}

fn welcome(papers: &Papers, stream: TcpStream, stop: &Arc<AtomicBool>) -> Result<Channel, Cut> {
    let mut sock = Patient::new(stream, stop).map_err(|fault| Cut::Line(said_of(&fault)))?;
    let conn = ServerConnection::new(Arc::new(papers.server()?));
    let mut conn = conn.map_err(|_| Cut::Line(Said::words("cut.certificate")))?;
    let (peer, secret) = shake_hands(&mut conn, &mut sock, papers)?;
    Ok(Channel { end: End::Called(Box::new(StreamOwned::new(conn, sock))), peer, secret })
}

impl Channel {
    fn patience(&mut self, patience: Duration) {
        let until = Instant::now() + patience;
        match &mut self.end {
            End::Called(stream) => stream.sock.until = until,
            End::Calling(stream) => stream.sock.until = until,
        }
    }

    /// Sends one message.
    ///
    /// # Errors
    /// When it does not go.
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.patience(PATIENCE);
        let length = u32::try_from(bytes.len()).map_err(|_| ErrorKind::InvalidInput)?;
        let stream = self.stream();
        stream.write_all(&length.to_le_bytes())?;
        stream.write_all(bytes)?;
        stream.flush()
    }

    /// The next message; one that is longer than a message may be is not waited for.
    ///
    /// # Errors
    /// When none comes.
    fn receive(&mut self, patience: Duration) -> io::Result<Vec<u8>> {
        self.patience(patience);
        let stream = self.stream();
        let mut length = [0; 4];
        stream.read_exact(&mut length)?;
        let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
        if length > MESSAGE_MAX {
            return Err(ErrorKind::InvalidData.into());
        }
        let mut bytes = vec![0; length];
        stream.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn stream(&mut self) -> &mut dyn Both {
        match &mut self.end {
            End::Called(stream) => stream.as_mut(),
            End::Calling(stream) => stream.as_mut(),
        }
    }

    /// The giver's next question.
    ///
    /// # Errors
    /// When none comes, or what comes is none.
    pub fn hear(&mut self) -> Result<Relay, Cut> {
        let bytes = self.receive(LULL).map_err(|fault| Cut::Line(said_of(&fault)))?;
        Ok(message::decode(&bytes)?)
    }

    /// The answer to it.
    ///
    /// # Errors
    /// When it does not go.
    pub fn tell(&mut self, answer: &Relayed) -> Result<(), Cut> {
        self.send(&message::encode(answer)).map_err(|fault| Cut::Line(said_of(&fault)))
    }
}

impl super::Mate for Channel {
    fn ask(&mut self, question: &Relay) -> Result<Relayed, Cut> {
        let sent = self.send(&message::encode(question));
        let answer = match (sent, self.receive(PATIENCE)) {
            (Ok(()), answer) => answer,
            // Why it hung up is the better word than that it did.
            (Err(_), Err(why)) if why.get_ref().is_some() => Err(why),
            (Err(sent), _) => Err(sent),
        };
        Ok(message::decode(&answer.map_err(|fault| Cut::Line(said_of(&fault)))?)?)
    }
}

trait Both: Read + Write {}

impl<T: Read + Write> Both for T {}

/// What the line said, in the reader's words.
fn said_of(fault: &io::Error) -> Said {
    let inner = fault.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::AlertReceived(_)) => Said::words("cut.relay_own_certificate"),
        Some(rustls::Error::InvalidCertificate(_)) => Said::words("cut.relay_certificate"),
        // A page of somebody's network, or another program.
        Some(_) => Said::words("cut.relay_stranger"),
        None if fault.kind() == ErrorKind::InvalidData => Said::words("cut.relay_stranger"),
        None => fault.into(),
    }
}
