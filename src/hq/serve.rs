//! The listening side: TLS with both certificates, one address per question, a bounded number of everything; the only
//! file with a line open.

use super::admit::{Capacity, busy};
use super::answer::{Fault, Hall, Seat};
use super::checkpoint::{self, Marker};
use super::enrol;
use super::forward::{self, Post};
use super::guest::{Guest, Inside, REST};
use super::hearing::{self, Heard, Room};
use super::leasing;
use super::ledger::Ledger;
use super::pace::{Pace, Paced, Turn};
use super::photographs::Photographs;
use super::place::{Place, PlaceFault};
use super::prior;
use super::rotate;
use super::upgrade::judge_waiting;
use crate::stdx::clock::Clock;
use crate::stdx::digest::Digest;
use crate::stdx::files;
use crate::stdx::id::Id;
use crate::wire::message::enrol::Enrol;
use crate::wire::message::feed::{Pull, Scope};
use crate::wire::message::forward::Forward;
use crate::wire::message::hello::{Hello, JournalName};
use crate::wire::message::inclusion::Inclusion;
use crate::wire::message::photograph::{Offer, Put, Puts};
use crate::wire::message::push::{Push, PushAnswer, Refusal};
use crate::wire::message::rotate::Rotate;
use crate::wire::message::{self, Asks};
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONNECTION;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ServerSessionMemoryCache, WebPkiClientVerifier};
use rustls::{RootCertStore, ServerConfig};
use std::io::Write as _;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;

/// File handles that are for other things than lines: ledger, photographs, the log.
const HANDLES_LEFT: usize = 256;
/// A laptop that is asked to wait longer than this gives its line back.
const LINE_KEPT_MS: u64 = 5_000;
const CHECKPOINT_EACH: Duration = Duration::from_secs(60);
/// Photographs that nobody brings on are looked for so often: what a day leaves of them takes little room.
const SWEEP_EACH: Duration = Duration::from_secs(24 * 3600);
/// Lines that were closed and may be taken up again without certificates, some 1 kB each; older ones show theirs anew.
const SESSIONS: usize = 4_096;
/// A PUSH that waited so long for a worker is told to come again.
const PUSH_WAIT_MAX: Duration = Duration::from_secs(1);
/// Any other question waits no longer for a worker.
const WAIT_MAX: Duration = Duration::from_secs(10);

/// One worker's own doors.
struct Worker {
    ledger: Box<dyn Ledger>,
    photographs: Box<dyn Photographs>,
}

struct House {
    place: Place,
    seat: Seat,
    workers: Mutex<Vec<Worker>>,
    free: Arc<Semaphore>,
    /// Photographs take some of the workers and never all.
    free_for_photographs: Arc<Semaphore>,
    /// For what comes and is not answered yet.
    room: Room,
    inside: Arc<Inside>,
    clock: Clock,
}

/// A headquarters that serves, on threads of its own, until it is dropped.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Address and port, also where the port was left to the machine.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended = self.stop.send(true);
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

/// Why headquarters does not serve.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Debug, thiserror::Error)]
pub enum ServeFault {
    #[error(transparent)]
    Place(#[from] PlaceFault),
    #[error("it cannot listen on {0}: {1}")]
    Listen(String, std::io::Error),
    #[error("the certificates cannot be used: {0}")]
    Line(String),
    #[error("its feed cannot be written: {0}")]
    Feed(String),
    #[error("its threads do not start: {0}")]
    Threads(std::io::Error),
}

/// Listens on `listen` and serves.
///
/// # Errors
/// When the address is taken, or keys or ledger cannot be used.
pub fn start(place: Place, listen: &str, capacity: Capacity) -> Result<Running, ServeFault> {
    start_at(place, listen, (capacity, Pace::default()))
}

/// The same with what is borne of a slow line.
///
/// # Errors
/// As `start`.
pub fn start_at(
    place: Place,
    listen: &str,
    (capacity, pace): (Capacity, Pace),
) -> Result<Running, ServeFault> {
    let refused = |fault| ServeFault::Listen(listen.to_string(), fault);
    let listener = TcpListener::bind(listen).map_err(refused)?;
    listener.set_nonblocking(true).map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    let config = line_config(&place)?;
    let seat = place.seat(capacity)?;
    let mut workers = Vec::new();
    let count = capacity.workers.max(1) as usize;
    for _ in 0..count {
        workers.push(Worker { ledger: place.ledger()?, photographs: place.photographs()? });
    }
    if let Some(worker) = workers.first_mut() {
        prior::tell_key(&seat.plates, worker.ledger.as_mut())
            .and_then(|()| judge_waiting(&seat.plates, worker.ledger.as_mut()))
            .and_then(|_| leasing::look(&seat.leased, worker.ledger.as_mut()))
            .map_err(|fault| ServeFault::Feed(fault.to_string()))?;
    }
    let inside = Arc::new(Inside::new(Arc::clone(&seat.door), capacity));
    let house = Arc::new(House {
        place,
        seat,
        workers: Mutex::new(workers),
        free: Arc::new(Semaphore::new(count)),
        free_for_photographs: Arc::new(Semaphore::new(capacity.photograph_workers())),
        room: Room::new(),
        inside,
        clock: Clock::machine(),
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        // Beside the workers: the checkpoints and the sweep.
        .max_blocking_threads(count + 2)
        .enable_all()
        .build()
        .map_err(ServeFault::Threads)?;
    let (stop, mut stopped) = watch::channel(false);
    // A database's line is closed here, where a thread may wait, and never inside the runtime.
    let last = Arc::clone(&house);
    let thread = std::thread::Builder::new()
        .name("headquarters".into())
        .spawn(move || {
            runtime.block_on(async move {
                let marking = mark_for_ever(Arc::clone(&house));
                let sweeping = sweep_for_ever(Arc::clone(&house));
                let listening = listen_for_ever(house, listener, (config, pace));
                tokio::select! {
                    () = listening => {}
                    () = marking => {}
                    () = sweeping => {}
                    _ = stopped.changed() => {}
                }
            });
            runtime.shutdown_timeout(Duration::from_secs(5));
            drop(last);
        })
        .map_err(ServeFault::Threads)?;
    Ok(Running { address, stop, thread: Some(thread) })
}

fn line_config(place: &Place) -> Result<ServerConfig, ServeFault> {
    let refused = |fault: &dyn std::fmt::Display| ServeFault::Line(fault.to_string());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let authority = CertificateDer::from(place.keys.authority().to_vec());
    let mut roots = RootCertStore::empty();
    roots.add(authority).map_err(|fault| refused(&fault))?;
    // A laptop has no certificate before it is enrolled; it may ask for one and for nothing else.
    let clients =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
            .allow_unauthenticated()
            .build()
            .map_err(|fault| refused(&fault))?;
    let line = vec![CertificateDer::from(place.keys.line.clone())];
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(place.keys.line_key.clone()));
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_client_cert_verifier(clients).with_single_cert(line, key))
        .map_err(|fault| refused(&fault))?;
    // A laptop has one line at a time. What a line that is taken up again may do the ledger says at each question, by the
    // certificate that it showed at first.
    config.session_storage = ServerSessionMemoryCache::new(SESSIONS);
    config.send_tls13_tickets = 1;
    Ok(config)
}

/// A checkpoint each minute in which a journal moved, and a look at the numbers that other servers leased.
async fn mark_for_ever(house: Arc<House>) {
    let marker = Arc::new(Mutex::new(Marker::default()));
    loop {
        tokio::time::sleep(CHECKPOINT_EACH).await;
        // Its own, so that no laptop waits for it.
        let (house, marker) = (Arc::clone(&house), Arc::clone(&marker));
        let marked = tokio::task::spawn_blocking(move || {
            let now_ms = house.clock.now().ms();
            let mut marker = marker.lock().unwrap_or_else(PoisonError::into_inner);
            let mut ledger = house.place.ledger().map_err(|fault| fault.to_string())?;
            let made = checkpoint::make(&mut marker, &house.seat, ledger.as_mut(), now_ms);
            // A folder that takes no file keeps no checkpoint from being made.
            let looked = leasing::look(&house.seat.leased, ledger.as_mut());
            let made = made.map_err(|fault| fault.to_string())?;
            looked.map_err(|fault| fault.to_string()).map(|()| made)
        });
        if let Ok(Err(fault)) = marked.await {
            // The next minute tries again.
            log(&fault);
        }
    }
}

/// What was begun of photographs and nobody brings on leaves, at the start and then each day.
async fn sweep_for_ever(house: Arc<House>) {
    loop {
        let house = Arc::clone(&house);
        let swept = tokio::task::spawn_blocking(move || house.place.sweep_photographs());
        if let Ok(Err(fault)) = swept.await {
            log(&Fault::Photographs(fault));
        }
        tokio::time::sleep(SWEEP_EACH).await;
    }
}

/// One line of the operator's log; without a log there is nobody to tell.
fn log(fault: &dyn std::fmt::Display) {
    let at = Clock::machine().now().rfc3339();
    let _told = writeln!(std::io::stderr(), "{at} {fault}");
}

async fn listen_for_ever(
    house: Arc<House>,
    listener: TcpListener,
    (config, pace): (ServerConfig, Pace),
) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let count = lines_max(house.seat.capacity);
    let lines = Arc::new(Semaphore::new(count));
    loop {
        let Ok(line) = Arc::clone(&lines).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles: the lines that end give some back.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (house, acceptor, lines) = (Arc::clone(&house), acceptor.clone(), Arc::clone(&lines));
        tokio::spawn(async move {
            let _line = line;
            let _same = stream.set_nodelay(true);
            let turn = Arc::new(Turn::default());
            let stream = Paced::new(stream, pace, Arc::clone(&turn));
            let handshake = tokio::time::timeout(pace.patience, acceptor.accept(stream));
            let Ok(Ok(stream)) = handshake.await else { return };
            turn.rests();
            let certificate = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
            let fingerprint = certificate.map(|certificate| Digest::of(certificate));
            // Whoever shows no certificate asks to be enrolled, and nothing else.
            let idle = if fingerprint.is_some() { pace.idle } else { pace.patience };
            let guest = Arc::new(Guest::new(Arc::clone(&house.inside), fingerprint));
            let service = TowerToHyperService::new(router(house, Arc::clone(&guest), turn));
            let serving = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(idle)
                .serve_connection(TokioIo::new(stream), service);
            let mut serving = std::pin::pin!(serving);
            loop {
                tokio::select! {
                    _ended = serving.as_mut() => return,
                    () = tokio::time::sleep(REST) => {
                        let is_low = lines.available_permits() < count / 4;
                        if guest.rests() && is_low {
                            serving.as_mut().graceful_shutdown();
                        }
                    }
                }
            }
        });
    }
}

/// Lines that may be open at once; each takes a file handle of those that the machine gives to a program.
fn lines_max(capacity: Capacity) -> usize {
    let wanted = capacity.lines.max(1) as usize;
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let handles = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let given = handles.and_then(|words| words.split_whitespace().next()?.parse::<usize>().ok());
    // Where nothing says how many, the system's own no is heeded when it comes.
    given.map_or(wanted, |given| wanted.min(given.saturating_sub(HANDLES_LEFT).max(64)))
}

/// Whose line it is, and who answers it.
#[derive(Clone)]
struct Desk {
    house: Arc<House>,
    guest: Arc<Guest>,
    turn: Arc<Turn>,
}

fn router(house: Arc<House>, guest: Arc<Guest>, turn: Arc<Turn>) -> Router {
    Router::new().route("/v1/{question}", post(ask)).with_state(Desk { house, guest, turn })
}

async fn ask(
    State(desk): State<Desk>,
    Path(question): Path<String>,
    body: Body,
) -> Result<Response, StatusCode> {
    let is_stranger = desk.guest.fingerprint.is_none();
    let heard = hearing::hear(body, &desk.house.room, is_stranger).await?;
    // Its part of the room is given back behind the answer.
    let Heard { bytes: body, is_whole, part: _part } = heard;
    if !is_whole {
        keep_begun(desk, &question, &body).await;
        return Err(StatusCode::BAD_REQUEST);
    }
    // What is borne for another laptop is photographs for the greatest part.
    let is_photograph = [Offer::NAME, Put::NAME, Puts::NAME].contains(&question.as_str())
        || forward::NAMES.contains(&question.as_str());
    let (guest, turn) = (Arc::clone(&desk.guest), Arc::clone(&desk.turn));
    turn.works();
    if is_photograph {
        guest.leaves();
    }
    guest.asks(!is_photograph);
    let answer = worked(desk, question, body, is_photograph).await;
    guest.is_answered();
    turn.rests();
    answer.map(|Answer { bytes, ends_line }| {
        // A line of somebody who waits is worth more to somebody who does not.
        if ends_line {
            ([(CONNECTION, "close")], Body::from(bytes)).into_response()
        } else {
            Body::from(bytes).into_response()
        }
    })
}

/// The line was cut within a question: what came of its photographs is kept, so that it is not sent twice.
async fn keep_begun(desk: Desk, question: &str, body: &[u8]) {
    let begun = match question {
        Put::NAME => Put::begun(body).into_iter().collect(),
        Puts::NAME => Puts::begun(body),
        _ => Vec::new(),
    };
    if !begun.is_empty() {
        // Nobody hears whether it was kept: the next offer tells.
        let _kept = at_work(desk, true, WAIT_MAX, move |desk, worker| {
            let device = device_of(desk, worker)?;
            let journal = JournalName { device, epoch: 0 };
            let kept = hall(desk, worker).put_begun(journal, &begun);
            kept.map_err(|fault| refused(&fault))
        })
        .await;
    }
}

struct Answer {
    bytes: Vec<u8>,
    ends_line: bool,
}

impl From<Vec<u8>> for Answer {
    fn from(bytes: Vec<u8>) -> Answer {
        Answer { bytes, ends_line: false }
    }
}

async fn worked(
    desk: Desk,
    question: String,
    body: Vec<u8>,
    is_photograph: bool,
) -> Result<Answer, StatusCode> {
    let is_push = question == Push::NAME;
    let patience = if is_push { PUSH_WAIT_MAX } else { WAIT_MAX };
    let busy = desk.clone();
    let work = move |desk: &Desk, worker: &mut Worker| answer(desk, worker, &question, &body);
    match at_work(desk, is_photograph, patience, work).await {
        None if is_push => Ok(come_again(&busy).into()),
        None => Err(StatusCode::SERVICE_UNAVAILABLE),
        Some(answered) => answered,
    }
}

/// Has `work` done by a worker, on a thread that may wait; `None` when none was free within `patience`.
async fn at_work<T: Send + 'static>(
    desk: Desk,
    is_photograph: bool,
    patience: Duration,
    work: impl FnOnce(&Desk, &mut Worker) -> Result<T, StatusCode> + Send + 'static,
) -> Option<Result<T, StatusCode>> {
    let house = Arc::clone(&desk.house);
    let free = async {
        let aside = match is_photograph {
            true => Some(Arc::clone(&house.free_for_photographs).acquire_owned().await.ok()?),
            false => None,
        };
        let place = Arc::clone(&house.free).acquire_owned().await.ok()?;
        Some((place, aside))
    };
    let place = tokio::time::timeout(patience, free).await.ok().flatten()?;
    let done = tokio::task::spawn_blocking(move || {
        let _place = place;
        let house = &desk.house;
        let worker = house.workers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let Some(mut worker) = worker else { return Err(StatusCode::SERVICE_UNAVAILABLE) };
        let done = work(&desk, &mut worker);
        house.workers.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
        done
    });
    Some(done.await.unwrap_or(Err(StatusCode::INTERNAL_SERVER_ERROR)))
}

/// BUSY: nothing was looked at, and nothing is lost.
fn come_again(desk: &Desk) -> Vec<u8> {
    let print = desk.guest.fingerprint.map_or([0; 32], |print| print.0);
    let place = u64::from(u16::from_be_bytes([print[0], print[1]]));
    let after_ms = busy(desk.house.seat.capacity, place);
    message::encode(&PushAnswer::Busy { after_ms })
}

/// Whose line it is; the ledger is asked each time, so that a certificate that was taken back is nobody's at once.
fn device_of(desk: &Desk, worker: &mut Worker) -> Result<Id, StatusCode> {
    let fingerprint = desk.guest.fingerprint.ok_or(StatusCode::FORBIDDEN)?;
    let device = worker.ledger.device_of(fingerprint).map_err(|fault| refused(&fault.into()))?;
    device.ok_or(StatusCode::FORBIDDEN)
}

fn hall<'a>(desk: &'a Desk, worker: &'a mut Worker) -> Hall<'a> {
    let House { seat, inside, clock, .. } = desk.house.as_ref();
    // The asking laptop itself does not count against its own admission.
    let inside = inside.count().saturating_sub(1);
    let (ledger, photographs) = (worker.ledger.as_mut(), worker.photographs.as_mut());
    Hall { seat, ledger, photographs, inside, now: clock.now() }
}

fn answer(
    desk: &Desk,
    worker: &mut Worker,
    question: &str,
    body: &[u8],
) -> Result<Answer, StatusCode> {
    let Desk { house, guest, .. } = desk;
    let House { place, seat, clock, .. } = house.as_ref();
    let now = clock.now();
    if question == Enrol::NAME {
        let asked = message::decode(body).map_err(|_| StatusCode::BAD_REQUEST)?;
        let answer = enrol::enrol(place, worker.ledger.as_mut(), &asked, now);
        let answer = answer.map_err(|fault| refused(&fault))?;
        return Ok(message::encode(&answer).into());
    }
    let device = device_of(desk, worker)?;
    let certificate = guest.fingerprint.ok_or(StatusCode::FORBIDDEN)?;
    if question == Rotate::NAME {
        let asked = message::decode(body).map_err(|_| StatusCode::BAD_REQUEST)?;
        let line = rotate::Line { device, certificate };
        let answer = rotate::rotate(place, worker.ledger.as_mut(), line, &asked, now);
        let answer = answer.map_err(|fault| refused(&fault))?;
        return Ok(message::encode(&answer).into());
    }
    if forward::NAMES.contains(&question) {
        let (folder, secret) = (place.folder.join(forward::FOLDER), &place.keys.bundle);
        let (ledger, photographs) = (worker.ledger.as_mut(), worker.photographs.as_mut());
        let days = place.config.borne_days;
        if question == Forward::NAME {
            forward::sweep(&folder).map_err(|fault| refused(&fault.into()))?;
        }
        let ground = &files::machine();
        let mut post =
            Post { ground, folder, secret, seat, ledger, photographs, now, days, device };
        let answer = post.answer(question, body).map_err(|fault| refused(&fault))?;
        return Ok(answer.ok_or(StatusCode::BAD_REQUEST)?.into());
    }
    dispatch(&mut hall(desk, worker), guest, device, question, body)
}

fn dispatch(
    hall: &mut Hall<'_>,
    guest: &Guest,
    device: Id,
    question: &str,
    body: &[u8],
) -> Result<Answer, StatusCode> {
    let bad = |_| StatusCode::BAD_REQUEST;
    let own = |name: JournalName| name.device == device;
    let done = match question {
        Hello::NAME => {
            let asked: Hello = message::decode(body).map_err(bad)?;
            if !own(asked.journal) {
                return Err(StatusCode::FORBIDDEN);
            }
            // Who shows the certificate that a rotation gave has kept it: the one before is nobody's from now on.
            if let Some(print) = guest.fingerprint.filter(|_| asked.journal.epoch > 1) {
                let forgotten = hall.ledger.forget_replaced(print);
                forgotten.map_err(|fault| refused(&fault.into()))?;
            }
            let welcome = hall.hello(&asked).map_err(|fault| refused(&fault))?;
            if welcome.after_ms > 0 {
                guest.is_deferred();
            }
            let ends_line = welcome.after_ms > LINE_KEPT_MS;
            return Ok(Answer { bytes: message::encode(&welcome), ends_line });
        }
        Push::NAME => {
            let asked: Push = message::decode(body).map_err(bad)?;
            if own(asked.journal) {
                hall.push(&asked).map(|answer| message::encode(&answer))
            } else {
                let why = Refusal::Foreign;
                Ok(message::encode(&PushAnswer::Refused { why }))
            }
        }
        Pull::NAME => {
            let asked: Pull = message::decode(body).map_err(bad)?;
            if asked.scope != Scope::All && asked.scope != Scope::Device(device) {
                return Err(StatusCode::FORBIDDEN);
            }
            hall.pull(&asked).map(|answer| message::encode(&answer))
        }
        Inclusion::NAME => {
            let asked: Inclusion = message::decode(body).map_err(bad)?;
            if !own(asked.journal) {
                return Err(StatusCode::FORBIDDEN);
            }
            hall.inclusion(&asked).map(|answer| message::encode(&answer))
        }
        Offer::NAME => {
            let asked: Offer = message::decode(body).map_err(bad)?;
            hall.offer(device, &asked).map(|answer| message::encode(&answer))
        }
        Put::NAME => {
            let asked: Put = message::decode(body).map_err(bad)?;
            let journal = JournalName { device, epoch: 0 };
            hall.put(journal, &asked).map(|answer| message::encode(&answer))
        }
        Puts::NAME => {
            let asked: Puts = message::decode(body).map_err(bad)?;
            let journal = JournalName { device, epoch: 0 };
            hall.puts(journal, &asked).map(|answer| message::encode(&answer))
        }
        _ => return Err(StatusCode::NOT_FOUND),
    };
    done.map(Answer::from).map_err(|fault| refused(&fault))
}

/// The laptop asks again later, whatever it is; the operator's log says what. No fault's words name a party.
fn refused(fault: &Fault) -> StatusCode {
    log(fault);
    match fault {
        Fault::Ledger(_)
        | Fault::Photographs(_)
        | Fault::Key(_)
        | Fault::Leased(_)
        | Fault::Crowded => StatusCode::SERVICE_UNAVAILABLE,
    }
}
