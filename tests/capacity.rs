//! `docs/CAPACITY.md` says what its own model says: its forecasts follow from its costs. What a thing costs is measured by
//! the benchmark, not here.

#[path = "bench/model.rs"]
mod model;

use model::{Costs, Forecast, PROVINCE, Shift, forecast};

/// The figure of a row that begins with this name.
fn figure(text: &str, name: &str) -> f64 {
    let begins = format!("| `{name}` | ");
    let mut rows = text.lines().filter_map(|line| line.strip_prefix(&begins));
    let row = rows.next().unwrap_or_else(|| panic!("no row of `{name}`"));
    assert!(rows.next().is_none(), "two rows of `{name}`");
    row.split(' ').next().unwrap().replace(',', "").parse().unwrap()
}

fn costs(text: &str) -> Costs {
    let of = |name: &str| figure(text, name);
    Costs {
        session_ms: of("session_ms"),
        entry_ms: of("entry_ms"),
        deferred_ms: of("deferred_ms"),
        photograph_ms: of("photograph_ms"),
        flush_ms: of("flush_ms"),
        terminal_session_ms: of("terminal_session_ms"),
        terminal_entry_ms: of("terminal_entry_ms"),
        base_mb: of("base_mb"),
        line_kb: of("line_kb"),
        session_bytes: of("session_bytes"),
        entry_bytes: of("entry_bytes"),
        deferred_bytes: of("deferred_bytes"),
    }
}

#[test]
fn the_paper_of_capacity_says_what_its_model_says() {
    let text = std::fs::read_to_string("docs/CAPACITY.md").unwrap();
    let told = forecast(&costs(&text), &PROVINCE);
    for (name, value) in [
        ("processor_s", told.processor_s),
        ("wall_s", told.wall_s),
        ("memory_mb", told.memory_mb),
        ("mb", told.mb),
        ("photographs_s", told.photographs_s),
        ("photographs_processor_s", told.photographs_processor_s),
    ] {
        let written = figure(&text, name);
        assert!((written / value - 1.0).abs() < 0.01, "`{name}`: {written}, the model {value:.1}");
    }
}

#[test]
fn the_model_finds_what_is_narrowest() {
    let costs = Costs {
        session_ms: 2.0,
        entry_ms: 0.1,
        photograph_ms: 10.0,
        flush_ms: 1.0,
        terminal_session_ms: 4.0,
        base_mb: 10.0,
        line_kb: 64.0,
        ..Costs::default()
    };
    let one = Shift { terminals: 1_000.0, arrive_s: 0.0, ..PROVINCE };
    let of = |shift: Shift| forecast(&costs, &shift);
    let close = |left: f64, right: f64| (left - right).abs() < 1e-6;
    assert!(close(of(one).processor_s, 6.0), "1,000 times 2 ms and 40 times 0.1 ms");
    assert!(close(of(one).wall_s, 3.0), "on two cores");
    assert!(close(of(Shift { is_shared: true, ..one }).wall_s, 5.0), "terminals want theirs");
    assert!(close(of(Shift { pushes: 8.0, ..one }).wall_s, 8.0), "the disk is narrower");
    assert!(
        close(of(Shift { arrive_s: 900.0, ..one }).wall_s, 900.0),
        "nobody is done before he comes"
    );
    assert!(close(of(one).memory_mb, 10.0 + 1_000.0 / 16.0));
    assert!(close(of(Shift { lines: 160.0, ..one }).memory_mb, 20.0), "no more lines than that");
    let Forecast { photographs_s, .. } = of(one);
    assert!(close(photographs_s, 192.0), "24,000 MB at 125 a second");
    assert!(
        close(of(Shift { line_mb_s: 1_000.0, ..one }).photographs_s, 120.0),
        "10 ms a MB, two cores"
    );
}
