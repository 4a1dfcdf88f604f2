//! Two thousand terminals at a shift's end against the real headquarters' program, with what one terminal costs it: the
//! figures that `docs/CAPACITY.md` reckons with. Terminals and headquarters share the machine's cores.

use super::many::{Load, eve, run as carry};
use super::{percentile, report};
use lucha::hq::admit::Capacity;
use lucha::sync::driver::Turn;
use std::time::Duration;

const TERMINALS: usize = 2_000;

#[allow(clippy::cast_precision_loss, reason = "counts of one run")]
pub fn run() {
    let load = Load {
        terminals: TERMINALS,
        // About 40 entries each.
        commits: 16,
        photograph_max: 0,
        arrive_within: Duration::from_secs(5),
        threads: 64,
        limit: Duration::from_secs(300),
        capacity: Capacity::default(),
    };
    let mut seen = carry(load);
    let count = seen.stays.len().max(1) as f64;
    let (took, all) = (seen.took.as_secs_f64(), TERMINALS as f64);
    let said = format!("{} of {TERMINALS}, {} cuts", seen.stays.len(), seen.cuts);
    report("terminals that came through", &said, "all", count / all);
    let rate = count / took;
    let said = format!("{took:.1} s, {rate:.0} sessions/s");
    report("all of them / the window", &said, "15 min", took / 900.0);
    let rate = seen.entries as f64 / took;
    let said = format!("{}, {rate:.0}/s", seen.entries);
    report("entries durable / 1,000 a second", &said, "1,000/s", rate / 1_000.0);
    let two = |what: &str, times: &mut Vec<Duration>| {
        let (half, most) = (percentile(times, 0.5) / 1e3, percentile(times, 0.99) / 1e3);
        let said = format!("p50 {half:.2} s, p99 {most:.2} s");
        report(what, &said, "15 min", most / 900.0);
    };
    two("from arrival to end / the window", &mut seen.stays);
    two("  of it until it is let in", &mut seen.waited);
    two("  of it with a place", &mut seen.inside);
    let said = format!("{} deferred, {} busy", seen.deferred, seen.busy);
    let waits = (seen.deferred + seen.busy) as f64 / all;
    report("times asked to wait, each / 2", &said, "2", waits / 2.0);
    let mean = seen.hellos as f64 / took;
    let said = format!("{} in one second", seen.hellos_most);
    let what = "most HELLOs in a second / their mean";
    report(what, &said, &format!("{mean:.0}/s"), seen.hellos_most as f64 / mean);
    let cpu = seen.cpu * 1e3 / count;
    report("headquarters' processor, each / 10 ms", &format!("{cpu:.1} ms"), "10 ms", cpu / 10.0);
    let bytes = seen.bytes as f64 / count;
    report("bytes both ways, each / 10,000", &format!("{bytes:.0}"), "10,000", bytes / 1e4);
    let said = format!("{} at once, {} opened", seen.lines, seen.lines_opened);
    report("lines / terminals", &said, "1 each", seen.lines_opened as f64 / all);
    let mb = seen.memory as f64 / 1024.0;
    report("headquarters' memory / 256 MB", &format!("{mb:.0} MB"), "256 MB", mb / 256.0);
    open_lines();
    photographs();
}

/// What a HELLO on a line of its own costs, and a line that is only open.
#[allow(clippy::cast_precision_loss, reason = "counts of one run")]
fn open_lines() {
    const LINES: usize = 1_000;
    let capacity = Capacity { places: 10_000, ..Capacity::default() };
    let load = Load {
        terminals: LINES,
        commits: 1,
        photograph_max: 0,
        arrive_within: Duration::ZERO,
        threads: 1,
        limit: Duration::from_secs(60),
        capacity,
    };
    let mut eve = eve(load);
    let (cpu, memory) = (eve.server.cpu(), eve.server.memory("VmRSS"));
    for visit in &mut eve.visits {
        visit.dials();
        let (terminal, line) = (&mut visit.terminal, visit.line.as_mut().unwrap());
        assert_eq!(visit.driver.turn(terminal, line).unwrap(), Turn::Go);
        assert_eq!(visit.driver.progress.cuts, 0, "{}", visit.driver.last_cut);
    }
    let cpu = (eve.server.cpu() - cpu) * 1e3 / LINES as f64;
    let said = format!("{cpu:.2} ms");
    report("processor of a handshake and a HELLO / 5 ms", &said, "5 ms", cpu / 5.0);
    let each = (eve.server.memory("VmRSS") - memory) as f64 / LINES as f64;
    let said = format!("{each:.0} kB, {LINES} open");
    report("memory of an open line / 100 kB", &said, "100 kB", each / 100.0);
}

/// Two hundred terminals with photographs, at a budget that they fill.
#[allow(clippy::cast_precision_loss, reason = "counts of one run")]
fn photographs() {
    const BUDGET: u64 = 20_000_000;
    let load = Load {
        terminals: 200,
        commits: 8,
        photograph_max: 600_000,
        arrive_within: Duration::from_secs(2),
        threads: 32,
        limit: Duration::from_secs(200),
        capacity: Capacity { photograph_bytes: BUDGET, ..Capacity::default() },
    };
    let mut seen = carry(load);
    assert_eq!(seen.left, 0, "photographs are refused to nobody for good");
    let (mb, took) = (seen.photograph_bytes as f64 / 1e6, seen.took.as_secs_f64());
    let said = format!("{mb:.0} MB, {:.1} MB/s, {} later", mb / took, seen.later);
    report("photographs a second / the budget", &said, "20 MB/s", mb / took / 20.0);
    let cpu = seen.cpu * 1e3 / mb;
    report("processor of a MB / 20 ms", &format!("{cpu:.1} ms"), "20 ms", cpu / 20.0);
    let most = percentile(&mut seen.inside, 0.99) / 1e3;
    let said = format!("p99 {most:.2} s with a place");
    report("entries beside photographs / 15 min", &said, "15 min", most / 900.0);
}
