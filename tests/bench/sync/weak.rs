//! Ten records over a line of 32 kbit/s, a second of delay each way and 2 % of the packets lost, Lucha, rsync and PouchDB
//! each on five such lines at once: what `tc netem` does where a kernel has it, done here to real packets of real TCP.

use super::counting::Counters;
use super::peer::{Ground, Peer, copy};
use super::{folder, median, peers};
use crate::report;
use crate::world::Seed;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::net::UdpSocket;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const RECORDS: u64 = 10;
/// A small thumbnail; the workload's photographs of 102,400 B would take 26 s each.
const PHOTOGRAPH: usize = 4_096;
const ROUNDS: usize = 5;
const BITS_A_SECOND: f64 = 32_000.0;
const DELAY: Duration = Duration::from_secs(1);
const LOST_IN_100: u64 = 2;
/// Who is not through then is broken off.
const PATIENCE: Duration = Duration::from_secs(170);
/// Where the packets of VXLAN (RFC 7348) go.
const PORT: u16 = 4_789;
/// VXLAN's header and Ethernet's, which the weak line does not have.
const OUTER: usize = 22;

/// Two networks that only see each other through the relay.
struct Line {
    networks: [String; 2],
    outer: [String; 2],
}

fn ip(words: &str) -> Result<(), String> {
    let done = Command::new("ip").args(words.split_whitespace()).output();
    let done = done.map_err(|fault| format!("ip: {fault}"))?;
    let said = || format!("`ip {words}`: {}", String::from_utf8_lossy(&done.stderr).trim());
    if done.status.success() { Ok(()) } else { Err(said()) }
}

impl Line {
    fn lay(nth: usize) -> Result<Line, String> {
        let networks = [0, 1].map(|side| format!("lucha-weak-{nth}-{side}"));
        let outer = [0, 1].map(|side| format!("lucha{nth}x{side}"));
        let line = Line { networks, outer };
        line.clear();
        for side in 0..2 {
            let (network, outer) = (&line.networks[side], &line.outer[side]);
            let (place, own, other) = (2 * nth + side, side + 1, 2 - side);
            ip(&format!("netns add {network}"))?;
            ip(&format!("link add {outer} type veth peer name eth0 netns {network}"))?;
            ip(&format!("addr add 10.231.{place}.1/24 dev {outer}"))?;
            ip(&format!("link set {outer} up"))?;
            for words in [
                format!("addr add 10.231.{place}.2/24 dev eth0"),
                "link set eth0 up".into(),
                "link set lo up".into(),
                format!(
                    "link add weak address 02:00:00:00:00:0{own} type vxlan id 7 dev eth0 remote 10.231.{place}.1 dstport {PORT}"
                ),
                // Each packet by itself, as it would be on the air.
                "link set weak mtu 1400 gso_max_segs 1".into(),
                format!("addr add 10.232.0.{own}/24 dev weak"),
                "link set weak up".into(),
                format!(
                    "neigh add 10.232.0.{other} lladdr 02:00:00:00:00:0{other} dev weak nud permanent"
                ),
            ] {
                ip(&format!("-n {network} {words}"))?;
            }
        }
        Ok(line)
    }

    fn clear(&self) {
        for side in 0..2 {
            // What is not there need not go.
            let _gone = ip(&format!("netns del {}", self.networks[side]));
            let _gone = ip(&format!("link del {}", self.outer[side]));
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.clear();
    }
}

/// What stands between all lines' ends, until `over`.
struct Relay<'a> {
    socket: UdpSocket,
    counters: &'a [Counters],
    over: &'a AtomicBool,
}

/// A packet on its way: due when, the how-manieth, to which end, its bytes.
type UnderWay = (Instant, u64, usize, Vec<u8>);

impl Relay<'_> {
    /// Carries each packet when its turn on its line has come, or loses it.
    fn carry(&self) {
        let count = self.counters.len();
        // The same losses for each of those who carry the same round.
        let mut dice: Vec<Seed> = (0..count).map(|nth| Seed((nth % ROUNDS) as u64)).collect();
        let mut free = vec![Instant::now(); 2 * count];
        let mut under_way: BinaryHeap<Reverse<UnderWay>> = BinaryHeap::new();
        let mut nth_packet = 0;
        let mut packet = vec![0; 65_536];
        while !self.over.load(Ordering::Relaxed) {
            while let Some(Reverse((due, ..))) = under_way.peek()
                && *due <= Instant::now()
            {
                let Some(Reverse((_, _, to, bytes))) = under_way.pop() else { break };
                // A full line loses it, as any other.
                let _sent = self.socket.send_to(&bytes, format!("10.231.{to}.2:{PORT}"));
            }
            let Ok((length, std::net::SocketAddr::V4(from))) = self.socket.recv_from(&mut packet)
            else {
                continue;
            };
            let place = usize::from(from.ip().octets()[2]);
            let Some(counters) = self.counters.get(place / 2) else { continue };
            let mut bytes = packet[..length].to_vec();
            if !sum_again(&mut bytes) {
                continue;
            }
            let own = length - OUTER;
            counters.add(place % 2, own);
            let takes = f64::from(u32::try_from(own * 8).unwrap()) / BITS_A_SECOND;
            free[place] = free[place].max(Instant::now()) + Duration::from_secs_f64(takes);
            if dice[place / 2].below(100) >= LOST_IN_100 {
                nth_packet += 1;
                under_way.push(Reverse((free[place] + DELAY, nth_packet, place ^ 1, bytes)));
            }
        }
    }
}

/// Writes the sum of a TCP packet, which its kernel left to a network card; false when it is none.
fn sum_again(bytes: &mut [u8]) -> bool {
    let be = |bytes: &[u8], at: usize| usize::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]));
    let is_tcp =
        bytes.len() > OUTER + 40 - 1 && be(bytes, OUTER - 2) == 0x0800 && bytes[OUTER + 9] == 6;
    if !is_tcp {
        return false;
    }
    let begins = OUTER + usize::from(bytes[OUTER] & 15) * 4;
    let ends = (OUTER + be(bytes, OUTER + 2)).min(bytes.len());
    bytes[begins + 16..begins + 18].fill(0);
    let length = ends - begins;
    let mut sum = 6 + length;
    let ranges = [(OUTER + 12, OUTER + 20), (begins, ends)];
    for (from, until) in ranges {
        for pair in bytes[from..until].chunks(2) {
            let last = pair.get(1).copied().unwrap_or(0);
            sum += usize::from(u16::from_be_bytes([pair[0], last]));
        }
    }
    while sum >> 16 > 0 {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    let sum = u16::try_from(!sum & 0xffff).unwrap().to_be_bytes();
    bytes[begins + 16..begins + 18].copy_from_slice(&sum);
    true
}

/// What was seen on one line.
#[derive(Clone, Copy, Debug, Default)]
struct Slow {
    wall_s: f64,
    again_s: f64,
    /// Bytes of packets both ways, with what was sent again because it was lost.
    sent: [u64; 2],
    again: u64,
    twice: f64,
}

fn ended(mut command: Command) -> Result<Output, String> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > PATIENCE {
            let _gone = child.kill();
            let _ended = child.wait();
            return Err(format!("not through in {} s", PATIENCE.as_secs()));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(output) } else { Err(said) }
}

/// One of them on one line: everything, nothing, and killed at 40 %.
#[allow(clippy::cast_precision_loss, reason = "bytes of one run")]
fn visit(
    peer: &dyn Peer,
    filled: &Path,
    ground: &Ground,
    counters: &Counters,
) -> Result<Slow, String> {
    let start = || {
        let (work, hq) = (folder(), folder());
        let terminal = work.path().join("one");
        copy(filled, &terminal);
        let server = peer.serve(hq.path(), ground);
        peer.enrol(&terminal, hq.path());
        (terminal, server, (work, hq))
    };
    // The last words are still on their way.
    let rest = || std::thread::sleep(4 * DELAY);
    let carry = |terminal: &Path, address: &str| -> Result<f64, String> {
        let begun = Instant::now();
        let done = ended(peer.carry(terminal, address, ground))?;
        let life = begun.elapsed().as_secs_f64();
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        let own = said.split_whitespace().next().and_then(|first| first.parse().ok());
        Ok(own.unwrap_or(life))
    };
    let (terminal, server, folders) = start();
    let before = counters.now();
    let wall_s = carry(&terminal, &server.address)?;
    rest();
    let sent = counters.since(before);
    let before = counters.now();
    let again_s = carry(&terminal, &server.address)?;
    rest();
    let again = counters.since(before).iter().sum();
    drop((server, folders));
    rest();
    let (terminal, server, _folders) = start();
    let before = counters.now();
    let mut killed = peer.carry(&terminal, &server.address, ground);
    let mut killed = killed.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while counters.since(before)[0] * 10 < sent[0] * 4 && killed.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let _gone = killed.kill();
    let _ended = killed.wait();
    carry(&terminal, &server.address)?;
    rest();
    let twice = counters.since(before)[0] as f64 - sent[0] as f64;
    Ok(Slow { wall_s, again_s, sent, again, twice })
}

pub fn run() {
    let (peers, work) = (peers(), folder());
    for peer in &peers {
        peer.fill(&work.path().join(peer.name()), 0..RECORDS, PHOTOGRAPH);
    }
    let count = peers.len() * ROUNDS;
    let lines: Result<Vec<Line>, String> = (0..count).map(Line::lay).collect();
    let socket =
        UdpSocket::bind(("0.0.0.0", PORT)).map_err(|fault| format!("port {PORT}: {fault}"));
    let (lines, socket) = match (lines, socket) {
        (Ok(lines), Ok(socket)) => (lines, socket),
        (Err(why), _) | (_, Err(why)) => {
            println!("weak line: not run, because this machine makes none: {why}");
            return;
        }
    };
    socket.set_read_timeout(Some(Duration::from_millis(2))).unwrap();
    let over = AtomicBool::new(false);
    let counters: Vec<Counters> = (0..count).map(|_| Counters::default()).collect();
    let relay = Relay { socket, counters: &counters, over: &over };
    let seen: Vec<Result<Slow, String>> = std::thread::scope(|scope| {
        scope.spawn(|| relay.carry());
        let all: Vec<_> = lines
            .iter()
            .zip(&counters)
            .enumerate()
            .map(|(nth, (line, counters))| {
                let peer = peers[nth / ROUNDS].as_ref();
                let filled = work.path().join(peer.name());
                let networks = Some(line.networks.clone());
                let ground = Ground { networks, address: "10.232.0.2" };
                scope.spawn(move || visit(peer, &filled, &ground, counters))
            })
            .collect();
        let ended: Vec<_> = all.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        over.store(true, Ordering::Relaxed);
        let stopped = || Err("it stopped".to_string());
        ended.into_iter().map(|one| one.unwrap_or_else(|_| stopped())).collect()
    });
    say(&peers, &seen);
}

#[allow(clippy::cast_precision_loss, reason = "bytes of one run")]
fn say(peers: &[Box<dyn Peer>], seen: &[Result<Slow, String>]) {
    let mut through: Vec<(&'static str, Vec<Slow>)> = Vec::new();
    for (peer, seen) in peers.iter().zip(seen.chunks(ROUNDS)) {
        for why in seen.iter().filter_map(|one| one.as_ref().err()) {
            println!("weak line: {} was not through on one line of five: {why}", peer.name());
        }
        through.push((peer.name(), seen.iter().flatten().copied().collect()));
    }
    through.retain(|(_, seen)| !seen.is_empty());
    let beside = |what: &str, unit: &str, of: &dyn Fn(&Slow) -> f64| {
        let one = |seen: &[Slow]| median(&seen.iter().map(of).collect::<Vec<f64>>());
        let values: Vec<(&'static str, f64)> =
            through.iter().map(|(name, seen)| (*name, one(seen))).collect();
        super::beside(&format!("weak line: {what}"), unit, &values);
        values
    };
    let wall = beside("10 records up", "s", &|one| one.wall_s);
    let sent = beside("bytes sent", "B", &|one| one.sent[0] as f64);
    beside("bytes got", "B", &|one| one.sent[1] as f64);
    beside("nothing new", "s", &|one| one.again_s);
    beside("nothing new, bytes both ways", "B", &|one| one.again as f64);
    let twice = beside("killed at 40 %, bytes sent twice", "B", &|one| one.twice);
    let (ours, bytes) = (wall[0].1, sent[0].1);
    let floor = bytes * 8.0 / BITS_A_SECOND;
    let said = format!("{floor:.1} s for {bytes:.0} B");
    report(
        "weak line: 10 records up / its bytes' time",
        &format!("{ours:.1} s"),
        &said,
        ours / floor,
    );
    let twice = twice[0].1;
    report("weak line: sent twice / all", &format!("{twice:.0} B"), "all", twice / bytes);
}
