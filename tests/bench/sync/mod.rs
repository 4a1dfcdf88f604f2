//! A thousand records with a photograph each to the real headquarters over TLS, in turn with rsync of the same bytes as
//! plain files and with PouchDB; again with nothing new, over a new line and over the one of the session before, killed on
//! the way, and ten terminals at once. What nobody installed is left out, and said.

mod counting;
pub mod ours;
mod peer;
mod pouch;
mod rsync;
pub mod small;
pub mod weak;
mod workload;

use super::report;
use counting::counting;
use ours::Lucha;
use peer::{Ground, Peer, copy, processor, watched};
use pouch::Pouch;
use rsync::Rsync;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;

const RECORDS: u64 = 1_000;
const PHOTOGRAPH: usize = 102_400;
const TERMINALS: u64 = 10;
const ROUNDS: usize = 5;
/// A range of a photograph, at most: what a kill may cost.
const RANGE: f64 = 262_144.0;

/// What was seen of one of them, round for round.
#[derive(Default)]
struct Seen {
    wall_s: Vec<f64>,
    again_s: Vec<f64>,
    cpu_s: Vec<f64>,
    server_mb: Vec<f64>,
    terminal_mb: Vec<f64>,
    ten_s: Vec<f64>,
    /// Bytes on the terminal's line.
    sent: Vec<f64>,
    got: Vec<f64>,
    again: Vec<f64>,
    /// The same over the line of the session before.
    kept: Vec<f64>,
    /// Sent by one that was killed at 40 %, and by the next, beyond what the first one needed.
    twice: Vec<f64>,
}

/// Lucha, and everybody else who is installed.
fn peers() -> Vec<Box<dyn Peer>> {
    let mut all: Vec<Box<dyn Peer>> = vec![Box::new(Lucha), Box::new(Rsync)];
    match Pouch::install() {
        Ok(pouch) => all.push(Box::new(pouch)),
        Err(why) => println!("PouchDB: not run, because {why}"),
    }
    all
}

fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// One of them carries everything, then nothing, then ten terminals at once.
fn round(peer: &dyn Peer, filled: &Path, seen: &mut Seen) {
    let (work, hq) = (folder(), folder());
    let terminal = work.path().join("one");
    copy(&filled.join("one"), &terminal);
    let server = peer.serve(hq.path(), &Ground::HERE);
    peer.enrol(&terminal, hq.path());
    let id = server.program.id();
    let before = processor(id);
    let first = watched(&mut peer.carry(&terminal, &server.address, &Ground::HERE), id);
    let said = |ran: &peer::Ran| String::from_utf8_lossy(&ran.output.stderr).into_owned();
    assert!(first.output.status.success(), "{}: {}", peer.name(), said(&first));
    seen.wall_s.push(first.seconds);
    seen.cpu_s.push(processor(id) - before);
    seen.server_mb.push(first.server_mb);
    seen.terminal_mb.push(first.memory_mb);
    let again = watched(&mut peer.carry(&terminal, &server.address, &Ground::HERE), id);
    assert!(again.output.status.success(), "{}: {}", peer.name(), said(&again));
    seen.again_s.push(again.seconds);
    drop(server);
    let (ten, hq) = (work.path().join("ten"), folder());
    copy(&filled.join("ten"), &ten);
    let server = peer.serve(hq.path(), &Ground::HERE);
    let terminals: Vec<_> = (0..TERMINALS).map(|n| ten.join(n.to_string())).collect();
    terminals.iter().for_each(|terminal| peer.enrol(terminal, hq.path()));
    seen.ten_s.push(peer.carry_all(&terminals, &server.address));
}

/// One of them on a line that counts: everything, nothing, and killed at 40 %.
#[allow(clippy::cast_precision_loss, reason = "bytes of one run")]
fn bytes(peer: &dyn Peer, filled: &Path, seen: &mut Seen) {
    let start = || {
        let (work, hq) = (folder(), folder());
        let terminal = work.path().join("one");
        copy(&filled.join("one"), &terminal);
        let server = peer.serve(hq.path(), &Ground::HERE);
        peer.enrol(&terminal, hq.path());
        let (address, counters) = counting(&server.address);
        (terminal, server, address, counters, (work, hq))
    };
    // The last close goes by after the last answer.
    let rest = || std::thread::sleep(Duration::from_millis(300));
    let carry = |terminal: &Path, address: &str| {
        let done = peer.carry(terminal, address, &Ground::HERE).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        rest();
    };
    let (terminal, server, address, counters, folders) = start();
    carry(&terminal, &address);
    let first = counters.now();
    carry(&terminal, &address);
    let again = counters.since(first);
    if let Some(kept) = peer.again_over_its_line(&terminal, &address, &counters) {
        seen.kept.push(kept.iter().sum::<u64>() as f64);
    }
    drop((server, folders));
    let (terminal, _server, address, counters, _folders) = start();
    let mut killed = peer.carry(&terminal, &address, &Ground::HERE);
    let mut killed = killed.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while counters.now()[0] * 10 < first[0] * 4 {
        assert!(killed.try_wait().unwrap().is_none(), "{} was through at 40 %", peer.name());
        std::thread::sleep(Duration::from_millis(1));
    }
    killed.kill().unwrap();
    let _gone = killed.wait();
    rest();
    carry(&terminal, &address);
    seen.sent.push(first[0] as f64);
    seen.got.push(first[1] as f64);
    seen.again.push(again.iter().sum::<u64>() as f64);
    seen.twice.push(counters.now()[0] as f64 - first[0] as f64);
}

fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The first of these beside each other.
fn beside(what: &str, unit: &str, values: &[(&'static str, f64)]) {
    let shown = |value: f64| match unit {
        "B" | "/s" => format!("{value:.0} {unit}"),
        _ => format!("{value:.3} {unit}"),
    };
    let (_, ours) = values[0];
    for (name, theirs) in &values[1..] {
        let theirs_said = format!("{name} {}", shown(*theirs));
        report(&format!("{what} / {name}"), &shown(ours), &theirs_said, ours / theirs);
    }
}

pub fn run() {
    let (peers, work) = (peers(), folder());
    let each = RECORDS / TERMINALS;
    for peer in &peers {
        let own = work.path().join(peer.name());
        peer.fill(&own.join("one"), 0..RECORDS, PHOTOGRAPH);
        for n in 0..TERMINALS {
            peer.fill(&own.join("ten").join(n.to_string()), n * each..(n + 1) * each, PHOTOGRAPH);
        }
    }
    let mut seen: Vec<Seen> = peers.iter().map(|_| Seen::default()).collect();
    for _ in 0..ROUNDS {
        for (peer, seen) in peers.iter().zip(&mut seen) {
            round(peer.as_ref(), &work.path().join(peer.name()), seen);
            bytes(peer.as_ref(), &work.path().join(peer.name()), seen);
        }
    }
    say(&peers, &seen);
}

#[allow(clippy::cast_precision_loss, reason = "records of one run")]
fn say(peers: &[Box<dyn Peer>], seen: &[Seen]) {
    let names: Vec<&'static str> = peers.iter().map(|peer| peer.name()).collect();
    let all = |of: &dyn Fn(usize) -> f64| -> Vec<(&'static str, f64)> {
        names.iter().enumerate().map(|(nth, name)| (*name, of(nth))).collect()
    };
    let wall = all(&|nth| median(&seen[nth].wall_s));
    let cpu = all(&|nth| median(&seen[nth].cpu_s));
    let again = all(&|nth| median(&seen[nth].again_s));
    let terminal = all(&|nth| median(&seen[nth].terminal_mb));
    let ten = all(&|nth| RECORDS as f64 / median(&seen[nth].ten_s));
    let sent = all(&|nth| median(&seen[nth].sent) / 1e6);
    let nothing = all(&|nth| median(&seen[nth].again));
    let twice = all(&|nth| median(&seen[nth].twice));
    beside("1,000 records up", "s", &wall);
    beside("bytes sent", "MB", &sent);
    beside("bytes got", "MB", &all(&|nth| median(&seen[nth].got) / 1e6));
    beside("headquarters' processor", "s", &cpu);
    beside("headquarters' memory", "MB", &all(&|nth| median(&seen[nth].server_mb)));
    beside("terminal's memory", "MB", &terminal);
    beside("nothing new", "s", &again);
    beside("nothing new over a new line, bytes both ways", "B", &nothing);
    beside("killed at 40 %, bytes sent twice", "B", &twice);
    beside("10 terminals at once", "/s", &ten);
    let aim = |what: &str, values: &[(&str, f64)], aim: f64, unit: &str| {
        let ours = values[0].1;
        report(&format!("{what} / {aim} {unit}"), &format!("{ours:.3} {unit}"), "aim", ours / aim);
    };
    aim("1,000 records up", &wall, 2.5, "s");
    aim("bytes sent", &sent, 104.5, "MB");
    aim("headquarters' processor", &cpu, 2.5, "s");
    aim("terminal's memory", &terminal, 64.0, "MB");
    aim("nothing new", &again, 0.1, "s");
    aim("nothing new over a new line, both ways", &nothing, 1_000.0, "B");
    let kept = [(names[0], median(&seen[0].kept))];
    aim("nothing new over its line, both ways", &kept, 1_000.0, "B");
    aim("killed at 40 %, bytes sent twice", &twice, RANGE, "B");
    aim("10 terminals at once, 0 refused", &ten, 400.0, "/s");
}
