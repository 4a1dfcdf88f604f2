//! What the bench asks of everybody who carries the records, and how it watches their programs; knows none of them by name.

use super::counting::Counters;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Where programs run: all on this machine, or each side in a network of its own.
#[derive(Clone, Debug)]
pub struct Ground {
    /// Networks of the terminal and of headquarters, by their names; `None`: this machine's.
    pub networks: Option<[String; 2]>,
    /// Headquarters' address without a port.
    pub address: &'static str,
}

impl Ground {
    pub const HERE: Ground = Ground { networks: None, address: "127.0.0.1" };

    /// A program of the terminal.
    pub fn near(&self, program: &Path) -> Command {
        self.command(0, program)
    }

    /// A program of headquarters.
    pub fn far(&self, program: &Path) -> Command {
        self.command(1, program)
    }

    fn command(&self, side: usize, program: &Path) -> Command {
        let Some(networks) = &self.networks else { return Command::new(program) };
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &networks[side]]).arg(program);
        command
    }
}

/// A program that listens, until this is dropped.
pub struct Serving {
    pub program: Child,
    /// Address and port.
    pub address: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _gone = self.program.kill();
        let _ended = self.program.wait();
    }
}

/// Somebody who carries records from terminals to a headquarters.
pub trait Peer: Sync {
    fn name(&self) -> &'static str;
    /// What a terminal holds that has these records.
    fn fill(&self, terminal: &Path, records: std::ops::Range<u64>, photograph_bytes: usize);
    /// A headquarters that has nothing, in a folder of its own.
    fn serve(&self, folder: &Path, ground: &Ground) -> Serving;
    /// Makes a terminal known to the headquarters in `folder`.
    fn enrol(&self, terminal: &Path, folder: &Path);
    /// The program that carries all that a terminal holds, and may say how many seconds of its life it carried.
    fn carry(&self, terminal: &Path, address: &str, ground: &Ground) -> Command;
    /// Seconds in which all of them carry at once.
    fn carry_all(&self, terminals: &[PathBuf], address: &str) -> f64;
    /// Bytes each way of one that has nothing new and speaks over the line of the time before; `None` of whoever keeps no line.
    fn again_over_its_line(&self, _: &Path, _: &str, _: &Counters) -> Option<[u64; 2]> {
        None
    }
}

/// What was seen of a program from its start to its end.
#[derive(Debug)]
pub struct Ran {
    /// What it said itself, or its whole life.
    pub seconds: f64,
    /// The most memory that it and its children had, and that the watched server had; MB (2^20).
    pub memory_mb: f64,
    pub server_mb: f64,
    pub output: Output,
}

/// Runs a program to its end beside a server.
pub fn watched(command: &mut Command, server: u32) -> Ran {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut own, mut theirs) = (0, 0);
    let life = loop {
        own = own.max(memory_kb(child.id()));
        theirs = theirs.max(memory_kb(server));
        if child.try_wait().unwrap().is_some() {
            break begun.elapsed().as_secs_f64();
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let seconds = said.split_whitespace().next().and_then(|first| first.parse().ok());
    let mb = |kb: u64| f64::from(u32::try_from(kb).unwrap()) / 1024.0;
    Ran { seconds: seconds.unwrap_or(life), memory_mb: mb(own), server_mb: mb(theirs), output }
}

/// A process and all that came of it and still runs.
fn family(first: u32) -> Vec<u32> {
    let (mut all, mut at) = (vec![first], 0);
    while let Some(&process) = all.get(at) {
        let tasks = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten();
        let lists = tasks.flatten().map(|task| task.path().join("children"));
        let names: String = lists
            .filter_map(|list| std::fs::read_to_string(list).ok())
            .collect::<Vec<_>>()
            .join(" ");
        all.extend(names.split_whitespace().filter_map(|name| name.parse::<u32>().ok()));
        at += 1;
    }
    all
}

/// The most memory that each of a process's family had so far, together.
fn memory_kb(first: u32) -> u64 {
    let most = |process: u32| -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().trim_end_matches(" kB").parse().ok()
    };
    family(first).into_iter().filter_map(most).sum()
}

/// Processor seconds of a process's family so far, with those that have ended.
pub fn processor(first: u32) -> f64 {
    let used = |process: u32| -> Option<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
        fields.get(11..15)?.iter().map(|ticks| ticks.parse::<f64>().ok()).sum()
    };
    family(first).into_iter().filter_map(used).sum::<f64>() / 100.0
}

/// Waits until somebody listens on a port in the network of a process.
pub fn listens(process: u32, port: u16) {
    let wanted = format!(":{port:04X} ");
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(60) {
        let table = std::fs::read_to_string(format!("/proc/{process}/net/tcp")).unwrap_or_default();
        let is_there = |line: &str| {
            let mut fields = line.split_whitespace().skip(1);
            let own = fields.next().is_some_and(|own| format!("{own} ").ends_with(&wanted));
            own && fields.nth(1) == Some("0A")
        };
        if table.lines().any(is_there) {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("nobody listens on port {port}");
}

/// A port that is free on this machine now.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

pub fn copy(from: &Path, to: &Path) {
    let done = Command::new("cp").arg("-a").args([from, to]).status().unwrap();
    assert!(done.success());
}
