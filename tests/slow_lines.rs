//! Lines that are too slow for any use are cut, and give their place to whoever waits; slow ones that go on are borne.

use crate::bureau::{EVENING, found, sample};
use crate::headquarters::{code, founded, url};
use lucha::hq::admit::Capacity;
use lucha::hq::pace::Pace;
use lucha::hq::place::Place;
use lucha::hq::serve::{self, Running};
use lucha::wire::suite::Suite;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const PACE: Pace = Pace {
    patience: Duration::from_millis(1_500),
    bytes_per_second: 10_000,
    idle: Duration::from_secs(60),
};
/// What headquarters says to whoever is not enrolled, when it has read all of the question.
const NO: &str = "HTTP/1.1 403";

type Line = StreamOwned<ClientConnection, TcpStream>;

/// A headquarters with places for two lines.
fn narrow(hq: &Path) -> Running {
    let capacity = Capacity { lines: 2, ..Capacity::default() };
    serve::start_at(Place::open(hq).unwrap(), "127.0.0.1:0", (capacity, PACE)).unwrap()
}

fn line(hq: &Path, running: &Running) -> Line {
    let mut roots = RootCertStore::empty();
    let authority = Place::open(hq).unwrap().keys.authority().to_vec();
    roots.add(CertificateDer::from(authority)).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let tls = ClientConnection::new(Arc::new(config), name).unwrap();
    StreamOwned::new(tls, TcpStream::connect(running.address()).unwrap())
}

fn say(line: &mut Line, bytes: &[u8]) -> std::io::Result<()> {
    line.write_all(bytes).and_then(|()| line.flush())
}

fn head(length: usize) -> String {
    format!("POST /v1/hello HTTP/1.1\r\nhost: hq\r\ncontent-length: {length}\r\n\r\n")
}

/// Says `first` and then a byte at a time, until headquarters cuts the line: how long it bore it.
fn trickle(mut line: Line, first: &str) -> Duration {
    say(&mut line, first.as_bytes()).unwrap();
    line.sock.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(30) && say(&mut line, b"a").is_ok() {
        match line.read(&mut [0; 512]) {
            Err(fault) if [ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&fault.kind()) => {}
            // It may say that it waited long enough, or only cut.
            Ok(_) | Err(_) => break,
        }
    }
    began.elapsed()
}

fn answered(line: &mut Line) -> String {
    line.sock.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut bytes = [0; 512];
    let count = line.read(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes[..count]).into_owned()
}

#[test]
fn a_question_that_comes_by_single_bytes_holds_no_place() {
    let hq = founded(Suite::Sha256Ed25519);
    let running = narrow(hq.path());
    let (whole, part) = (head(100_000), "POST /v1/hello HTTP/1.1\r\nx-long: ");
    let slow: Vec<Line> = (0..2).map(|_| line(hq.path(), &running)).collect();
    let firsts = [whole.as_str(), part];
    std::thread::scope(|scope| {
        let borne = slow.into_iter().zip(firsts);
        let borne: Vec<_> =
            borne.map(|(line, first)| scope.spawn(move || trickle(line, first))).collect();
        // Both places are taken: a laptop comes in when they are given back.
        let (_folder, mut desk) = found(sample(), EVENING);
        desk.enrol_laptop(&url(&running), &code(hq.path())).unwrap();
        for (slow, what) in borne.into_iter().zip(["a body", "a head"]) {
            let borne = slow.join().unwrap();
            assert!((1..15).contains(&borne.as_secs()), "{what}: {borne:?}");
        }
    });
}

#[test]
fn a_question_that_is_slow_and_goes_on_is_heard_and_the_line_stays_open() {
    let hq = founded(Suite::Sha256Ed25519);
    let running = narrow(hq.path());
    let mut line = line(hq.path(), &running);
    let began = Instant::now();
    say(&mut line, head(100_000).as_bytes()).unwrap();
    for _ in 0..80 {
        say(&mut line, &[7; 1_250]).unwrap();
        std::thread::sleep(Duration::from_millis(45));
    }
    assert!(answered(&mut line).starts_with(NO));
    assert!(began.elapsed() > 2 * PACE.patience, "longer than one byte may take");
    // Each question has its own time, and a moment without one is no slowness.
    for _ in 0..8 {
        std::thread::sleep(PACE.patience / 5);
        say(&mut line, (head(1) + "a").as_bytes()).unwrap();
        assert!(answered(&mut line).starts_with(NO));
    }
}
