//! Lucha's own side of the bench: the real headquarters' program, and a session as a program of its own, durable on both
//! sides; no shorter way than an officer's.

use super::counting::Counters;
use super::peer::{Ground, Peer, Serving};
use super::workload;
use crate::timed;
use lucha::domain::agency::NumberBlock;
use lucha::hq;
use lucha::hq::enrol::make_code;
use lucha::hq::place::{Founding, Place};
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Dice;
use lucha::store::Store;
use lucha::store::incoming::Enrolled;
use lucha::store::site::Site;
use lucha::sync::driver::{Driver, Progress, Turn};
use lucha::sync::enrolment::{self, Enrolment};
use lucha::sync::session::{End, Session, Thrift};
use lucha::sync::shelf::StoreShelf;
use lucha::sync::transport::Https;
use lucha::wire::signer::Identity;
use lucha::wire::suite::Suite;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The word by which this bench is a terminal.
pub const CHILD: &str = "session-of-a-terminal";

pub struct Lucha;

impl Peer for Lucha {
    fn name(&self) -> &'static str {
        "Lucha"
    }

    fn fill(&self, terminal: &Path, records: std::ops::Range<u64>, photograph_bytes: usize) {
        workload::journal(terminal, records, photograph_bytes);
    }

    fn serve(&self, folder: &Path, ground: &Ground) -> Serving {
        let founding = Founding {
            prefix: "样".into(),
            listen: format!("{}:0", ground.address),
            names: vec![ground.address.into()],
            suite: Suite::default(),
            ledger: None,
        };
        Place::init(folder, &founding, &mut Dice::Machine).unwrap();
        let mut program = ground
            .far(Path::new(env!("CARGO_BIN_EXE_lucha-hq")))
            .args(["--lang", "en", "--dir"])
            .arg(folder)
            .arg("serve")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let address = said.trim().rsplit(' ').next().unwrap().to_string();
        Serving { program, address }
    }

    /// Without a line: an enrolment is no part of what is measured.
    fn enrol(&self, terminal: &Path, folder: &Path) {
        let mut store = open(terminal);
        let place = Place::open(folder).unwrap();
        let mut ledger = place.ledger().unwrap();
        let now = Clock::machine().now();
        let code = make_code(ledger.as_mut(), &mut Dice::Machine, now).unwrap();
        let to = ("https://127.0.0.1:1", code.as_str());
        let enrolled = enrolment::enrol_over(&store, ("样", &[]), to, &mut |asked| {
            Ok(hq::enrol::enrol(&place, ledger.as_mut(), asked, now).unwrap())
        });
        match enrolled.unwrap() {
            Enrolment::Done(enrolled) => store.enrol_with(&enrolled, now.ms()).unwrap(),
            Enrolment::NextEpoch(epoch, why) => panic!("epoch {epoch}: {why:?}"),
        }
    }

    fn carry(&self, terminal: &Path, address: &str, ground: &Ground) -> Command {
        let mut command = ground.near(&std::env::current_exe().unwrap());
        command.arg(CHILD).arg(terminal).arg(format!("https://{address}"));
        command
    }

    fn carry_all(&self, terminals: &[PathBuf], address: &str) -> f64 {
        let url = format!("https://{address}");
        let all: Vec<_> = terminals.iter().map(|terminal| opened(terminal, &url)).collect();
        let ((), took) = timed(|| {
            std::thread::scope(|scope| {
                for (mut store, enrolled) in all {
                    scope.spawn(move || carry(&mut store, &enrolled, &mut line(&enrolled)));
                }
            });
        });
        took.as_secs_f64()
    }

    /// As beside an officer's work: the line of the session before is kept for the next one (`app/courier.rs`).
    fn again_over_its_line(
        &self,
        terminal: &Path,
        address: &str,
        counters: &Counters,
    ) -> Option<[u64; 2]> {
        let (mut store, enrolled) = opened(terminal, &format!("https://{address}"));
        let mut line = line(&enrolled);
        carry(&mut store, &enrolled, &mut line);
        std::thread::sleep(Duration::from_millis(300));
        let before = counters.now();
        carry(&mut store, &enrolled, &mut line);
        std::thread::sleep(Duration::from_millis(300));
        Some(counters.since(before))
    }
}

fn open(folder: &Path) -> Store {
    Store::open(&Site::plain(folder), &mut Dice::Machine).unwrap()
}

fn opened(folder: &Path, url: &str) -> (Store, Enrolled) {
    let store = open(folder);
    let enrolled = store.enrolled().unwrap().unwrap();
    (store, Enrolled { url: url.into(), ..enrolled })
}

/// The child: one session, then its seconds, its entries, its photographs, and how often it was cut.
pub fn session(folder: &str, url: &str) {
    let (mut store, enrolled) = opened(Path::new(folder), url);
    let (progress, took) = timed(|| carry(&mut store, &enrolled, &mut line(&enrolled)));
    let Progress { entries, photographs, cuts, .. } = progress;
    println!("{} {entries} {photographs} {cuts}", took.as_secs_f64());
}

fn line(enrolled: &Enrolled) -> Https {
    Https::new(enrolled).unwrap()
}

/// One session.
fn carry(store: &mut Store, enrolled: &Enrolled, line: &mut Https) -> Progress {
    let key = Identity::new(Suite::default(), &enrolled.public_key).unwrap();
    let session = Session::new(enrolled.headquarters, Thrift { photographs: true });
    let mut driver = Driver::new(session, key);
    let (mut clock, mut dice) = (Clock::machine(), Dice::Machine);
    // As a laptop in use, which has numbers left.
    let year = clock.now().day().year();
    let blocks = [NumberBlock { prefix: "样".into(), year, from: 1, until: 100 }];
    loop {
        let mut shelf = StoreShelf { store, clock: &mut clock, dice: &mut dice, blocks: &blocks };
        match driver.turn(&mut shelf, line).unwrap() {
            Turn::Go => {}
            Turn::Wait(ms) => std::thread::sleep(Duration::from_millis(ms)),
            Turn::End(end) => {
                assert_eq!(end, End::Done, "{}", driver.last_cut);
                return driver.progress;
            }
        }
    }
}
