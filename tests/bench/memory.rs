//! Memory of a terminal before and after its first notice, in a process of its own.

use super::report;
use lucha::app::command::{Command, Reply};
use lucha::app::{opening, sample};
use std::path::Path;
use std::process::Command as Process;

pub fn run(folder: &Path) {
    let output = Process::new(std::env::current_exe().unwrap())
        .args(["memory-of-a-terminal", folder.to_str().unwrap()])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let kib: Vec<f64> = text.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    let [before, after] = kib.as_slice() else {
        panic!("{text}{}", String::from_utf8_lossy(&output.stderr))
    };
    let (before, after) = (before / 1024.0, after / 1024.0);
    report(
        "memory before the first notice / 64 MB",
        &format!("{before:.0} MB"),
        "64 MB",
        before / 64.0,
    );
    report(
        "memory after the first notice / 128 MB",
        &format!("{after:.0} MB"),
        "128 MB",
        after / 128.0,
    );
}

/// The child: opens the journal, shows the first screen, then decides one stop.
pub fn terminal(folder: &str) {
    let mut desk = opening::to_write(Some(Path::new(folder))).unwrap();
    assert!(matches!(desk.handle(Command::LoadToday), Reply::Today(_)));
    desk.handle(Command::Search { text: "张伟".into(), before: None });
    println!("{}", resident_kib());
    let stops = lucha::app::check_file::read_file(sample::stops()).unwrap();
    lucha::app::check_file::check(&mut desk, stops[..1].to_vec(), &|_| String::new(), |_, _| {});
    println!("{}", resident_kib());
}

/// What this process holds, KiB.
pub fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
