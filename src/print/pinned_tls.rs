//! TLS to a printer, which signs its own certificate: believed by the digest that was set up and by nothing else; knows no IPP.

use crate::stdx::digest::Digest;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned};
use std::fmt;
use std::io::{Read as _, Write as _};
use std::sync::{Arc, Mutex, PoisonError};
use ureq::Error;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport,
    TransportAdapter,
};

/// The certificate that a printer must show, and the one that it showed.
#[derive(Debug)]
pub struct Pin {
    wanted: Option<Digest>,
    shown: Mutex<Option<Digest>>,
    provider: Arc<CryptoProvider>,
}

impl Pin {
    /// One that wants the certificate of this digest; `None` believes none, and says which one is shown.
    #[must_use]
    pub fn new(wanted: Option<Digest>) -> Arc<Pin> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        Arc::new(Pin { wanted, shown: Mutex::default(), provider })
    }

    /// The certificate that was shown, and is not the wanted one.
    #[must_use]
    pub fn stranger(&self) -> Option<Digest> {
        let shown = *self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.filter(|shown| Some(*shown) != self.wanted)
    }
}

impl ServerCertVerifier for Pin {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let digest = Digest::of(shown);
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = Some(digest);
        if self.wanted == Some(digest) {
            return Ok(ServerCertVerified::assertion());
        }
        Err(rustls::Error::General("another certificate than the one that was set up".into()))
    }

    // Who shows a certificate must hold its key: else a copy of it would do.
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        shown: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, shown, signed, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        shown: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, shown, signed, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// Wraps a line in TLS under a pin, where its address asks for TLS.
#[derive(Debug)]
pub struct PinnedTls(pub Arc<Pin>);

impl<In: Transport> Connector<In> for PinnedTls {
    type Out = Either<In, Wrapped>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        let Some(line) = chained else { return Ok(None) };
        if !details.needs_tls() {
            return Ok(Some(Either::A(line)));
        }
        let mut config = ClientConfig::builder_with_provider(Arc::clone(&self.0.provider))
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::clone(&self.0) as Arc<dyn ServerCertVerifier>)
            .with_no_client_auth();
        // Its name proves nothing here, and is not sent.
        config.enable_sni = false;
        let name = ServerName::try_from("printer").map_err(|_| Error::Tls("no name"))?;
        let mut conn = ClientConnection::new(Arc::new(config), name)?;
        let mut sock = TransportAdapter::new(line.boxed(), Arc::clone(&details.current_time));
        sock.set_timeout(details.timeout);
        conn.complete_io(&mut sock)?;
        let (input, output) =
            (details.config.input_buffer_size(), details.config.output_buffer_size());
        let stream = StreamOwned { conn, sock };
        Ok(Some(Either::B(Wrapped { buffers: LazyBuffers::new(input, output), stream })))
    }
}

/// A line under TLS.
pub struct Wrapped {
    buffers: LazyBuffers,
    stream: StreamOwned<ClientConnection, TransportAdapter>,
}

impl fmt::Debug for Wrapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wrapped")
    }
}

impl Transport for Wrapped {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.stream.get_mut().set_timeout(timeout);
        let output = self.buffers.output().get(..amount).unwrap_or_default();
        self.stream.write_all(output)?;
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.stream.get_mut().set_timeout(timeout);
        let count = self.stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(count);
        Ok(count > 0)
    }

    fn is_open(&mut self) -> bool {
        self.stream.get_mut().get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}
