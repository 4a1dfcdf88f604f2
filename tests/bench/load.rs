//! Two thousand terminals at a shift's end against the real headquarters' program, with its door and without, beside what
//! the model of `docs/CAPACITY.md` says of them. Terminals and headquarters share the machine's cores.

use super::many::{Load, Outcome, run as carry};
use super::model::{Costs, Forecast, PROVINCE, Shift, forecast};
use super::{costs, percentile, report};
use lucha::hq::admit::Capacity;
use std::time::Duration;

const TERMINALS: usize = 2_000;
const ARRIVE_S: u64 = 5;
/// More places than terminals: everybody is let in at once.
const NO_DOOR: u32 = 1_000_000;

pub fn run() {
    let mut costs = costs::measure();
    costs.photograph_ms = photographs(&costs);
    let load = Load {
        terminals: TERMINALS,
        // About 40 entries each.
        commits: 16,
        photograph_max: 0,
        arrive_within: Duration::from_secs(ARRIVE_S),
        threads: 64,
        limit: Duration::from_secs(150),
        capacity: Capacity::default(),
        exported: 10,
    };
    let mut seen = carry(load);
    assert!(seen.entries_exported > 0, "a stranger found none of them");
    say(&mut seen);
    against_the_model(&costs, &seen);
    let capacity = Capacity { places: NO_DOOR, ..Capacity::default() };
    let mut open = carry(Load { capacity, exported: 0, ..load });
    beside_no_door(&mut seen, &mut open);
    province(&costs);
    paper(&costs);
}

/// What was seen with the door.
#[allow(clippy::cast_precision_loss, reason = "counts of one run")]
fn say(seen: &mut Outcome) {
    let count = seen.stays.len().max(1) as f64;
    let (took, all) = (seen.took.as_secs_f64(), TERMINALS as f64);
    let said = format!("{} of {TERMINALS}, {} cuts", seen.stays.len(), seen.cuts);
    report("terminals that came through", &said, "all", count / all);
    let said = format!("{} of 10 journals", seen.entries_exported);
    let of_all = format!("{} entries", seen.entries);
    let share = seen.entries_exported as f64 / seen.entries as f64;
    report("entries seen by check-export.sh / all", &said, &of_all, share);
    let said = format!("{took:.1} s, {:.0} sessions/s", count / took);
    report("all of them / the window", &said, "15 min", took / 900.0);
    let rate = seen.entries as f64 / took;
    let said = format!("{}, {rate:.0}/s", seen.entries);
    report("entries durable / 1,000 a second", &said, "1,000/s", rate / 1_000.0);
    for (what, times) in [
        ("from arrival to end, worst / the window", &mut seen.stays),
        ("  of it until it is let in", &mut seen.waited),
        ("  of it with a place", &mut seen.inside),
    ] {
        let at = |times: &mut Vec<Duration>, share| percentile(times, share) / 1e3;
        let (half, most, worst) = (at(times, 0.5), at(times, 0.95), at(times, 1.0));
        let said = format!("{half:.2} s, p95 {most:.2}, worst {worst:.2}");
        report(what, &said, "15 min", worst / 900.0);
    }
    let said = format!("{} deferred, {} busy", seen.deferred, seen.busy);
    let waits = (seen.deferred + seen.busy) as f64 / all;
    report("times asked to wait, each / 2", &said, "2", waits / 2.0);
    let mean = seen.hellos as f64 / took;
    let said = format!("{} in one second", seen.hellos_most);
    let what = "most HELLOs in a second / their mean";
    report(what, &said, &format!("{mean:.0}/s"), seen.hellos_most as f64 / mean);
    let said = format!("{} at once, {} opened", seen.lines, seen.lines_opened);
    report("lines / terminals", &said, "1 each", seen.lines_opened as f64 / all);
    let mb = seen.memory as f64 / 1024.0;
    report("headquarters' memory / 256 MB", &format!("{mb:.0} MB"), "256 MB", mb / 256.0);
}

/// The same terminals with everybody let in at once.
#[allow(clippy::cast_precision_loss, reason = "counts of one run")]
fn beside_no_door(seen: &mut Outcome, open: &mut Outcome) {
    let said = format!("{} of {TERMINALS}, {} cuts", open.stays.len(), open.cuts);
    report(
        "without the door: came through",
        &said,
        "all",
        open.stays.len() as f64 / TERMINALS as f64,
    );
    let mut two = |what: &str, unit: &str, of: &mut dyn FnMut(&mut Outcome) -> f64| {
        let (ours, theirs) = (of(seen), of(open));
        let shown = |value: f64| format!("{value:.2} {unit}");
        report(what, &shown(ours), &format!("no door {}", shown(theirs)), ours / theirs);
    };
    two("all of them / without the door", "s", &mut |one| one.took.as_secs_f64());
    two("stay, median / without the door", "s", &mut |one| percentile(&mut one.stays, 0.5) / 1e3);
    two("stay, p95 / without the door", "s", &mut |one| percentile(&mut one.stays, 0.95) / 1e3);
    two("stay, worst / without the door", "s", &mut |one| percentile(&mut one.stays, 1.0) / 1e3);
    let with_a_place = "with a place, p95 / without the door";
    two(with_a_place, "s", &mut |one| percentile(&mut one.inside, 0.95) / 1e3);
    two("processor / without the door", "s", &mut |one| one.cpu);
    two("memory / without the door", "MB", &mut |one| one.memory as f64 / 1024.0);
}

/// What the model says of this very run, from what single things cost.
#[allow(clippy::cast_precision_loss, reason = "counts of one run")]
fn against_the_model(costs: &Costs, seen: &Outcome) {
    let all = TERMINALS as f64;
    let shift = Shift {
        terminals: all,
        entries: seen.entries as f64 / all,
        arrive_s: ARRIVE_S as f64,
        is_shared: true,
        photographs_mb: 0.0,
        ..PROVINCE
    };
    let told = forecast(costs, &shift);
    let say = |what: &str, model: f64, measured: f64, unit: &str| {
        let what = format!("model / measured: {what}");
        report(
            &what,
            &format!("{model:.1} {unit}"),
            &format!("{measured:.1} {unit}"),
            model / measured,
        );
    };
    say("processor", told.processor_s, seen.cpu, "s");
    say("wall", told.wall_s, seen.took.as_secs_f64(), "s");
    say("bytes", told.mb, seen.bytes as f64 / 1e6, "MB");
    say("memory, at most", told.memory_mb, seen.memory as f64 / 1024.0, "MB");
    say("PUSHes each", shift.pushes, seen.pushes as f64 / all, "");
    say("waits each", shift.waits, (seen.deferred + seen.busy) as f64 / all, "");
    let own = (costs.terminal_session_ms + shift.entries * costs.terminal_entry_ms) * all / 1e3;
    say("terminals' own processor", own, seen.cpu_of_terminals, "s");
}

/// What the model says of a province.
fn province(costs: &Costs) {
    let Forecast { processor_s, wall_s, memory_mb, mb, photographs_s, photographs_processor_s } =
        forecast(costs, &PROVINCE);
    let say = |what: &str, value: String, of_the_window: f64| {
        report(&format!("100,000 terminals: {what}"), &value, "15 min", of_the_window / 900.0);
    };
    say("entries", format!("{wall_s:.0} s"), wall_s);
    say("processor", format!("{processor_s:.0} s of 1 core"), processor_s / PROVINCE.cores);
    say("photographs", format!("{:.1} h", photographs_s / 3_600.0), photographs_s);
    let cores_s = photographs_processor_s / PROVINCE.cores;
    say("  on 2 cores", format!("{:.1} h", cores_s / 3_600.0), cores_s);
    say("bytes of entries", format!("{mb:.0} MB"), mb / PROVINCE.line_mb_s);
    let said = format!("{memory_mb:.0} MB at most");
    report("100,000 terminals: memory / 1 GB", &said, "1 GB", memory_mb / 1_024.0);
}

/// The figures of `docs/CAPACITY.md`, by the names that stand there.
fn paper(costs: &Costs) {
    let told = forecast(costs, &PROVINCE);
    for (name, value) in [
        ("session_ms", costs.session_ms),
        ("entry_ms", costs.entry_ms),
        ("deferred_ms", costs.deferred_ms),
        ("photograph_ms", costs.photograph_ms),
        ("flush_ms", costs.flush_ms),
        ("terminal_session_ms", costs.terminal_session_ms),
        ("terminal_entry_ms", costs.terminal_entry_ms),
        ("base_mb", costs.base_mb),
        ("line_kb", costs.line_kb),
        ("session_bytes", costs.session_bytes),
        ("entry_bytes", costs.entry_bytes),
        ("deferred_bytes", costs.deferred_bytes),
        ("processor_s", told.processor_s),
        ("wall_s", told.wall_s),
        ("memory_mb", told.memory_mb),
        ("mb", told.mb),
        ("photographs_s", told.photographs_s),
        ("photographs_processor_s", told.photographs_processor_s),
    ] {
        println!("| `{name}` | {value:.4} |");
    }
}

/// Two hundred terminals with photographs, at a budget that they fill: headquarters' processor of a megabyte, ms.
#[allow(clippy::cast_precision_loss, reason = "counts of one run")]
fn photographs(costs: &Costs) -> f64 {
    const BUDGET: u64 = 20_000_000;
    let load = Load {
        terminals: 200,
        commits: 8,
        photograph_max: 600_000,
        arrive_within: Duration::from_secs(2),
        threads: 32,
        limit: Duration::from_secs(100),
        capacity: Capacity { photograph_bytes: BUDGET, ..Capacity::default() },
        exported: 0,
    };
    let mut seen = carry(load);
    let through = seen.stays.len().max(1) as f64;
    let said = format!("{} of {}", seen.stays.len(), load.terminals);
    report("terminals with photographs that came through", &said, "all", through / 200.0);
    let (mb, took) = (seen.photograph_bytes as f64 / 1e6, seen.took.as_secs_f64());
    let said = format!("{mb:.0} MB, {:.1} MB/s, {} later", mb / took, seen.later);
    report("photographs a second / the budget", &said, "20 MB/s", mb / took / 20.0);
    let most = percentile(&mut seen.inside, 0.99) / 1e3;
    let said = format!("p99 {most:.2} s with a place");
    report("entries beside photographs / 15 min", &said, "15 min", most / 900.0);
    let entries_ms = 200.0 * costs.session_ms + seen.entries as f64 * costs.entry_ms;
    let cpu = (seen.cpu * 1e3 - entries_ms) / mb;
    report("cost: a MB of photographs / 20 ms", &format!("{cpu:.1} ms"), "20 ms", cpu / 20.0);
    cpu
}
