//! `docs/CAPACITY.md` says what its own model says: its forecasts follow from its costs. What a thing costs is measured by
//! the benchmark, not here.

#[path = "bench/model.rs"]
mod model;

use model::{Costs, Forecast, PROVINCE, Shift, forecast};

/// The figure of the one row that begins with this name; `None` while it was not measured.
fn figure(text: &str, name: &str) -> Option<f64> {
    let begins = format!("| `{name}` | ");
    let mut rows = text.lines().filter_map(|line| line.strip_prefix(&begins));
    let row = rows.next().unwrap_or_else(|| panic!("no row of `{name}`"));
    assert!(rows.next().is_none(), "two rows of `{name}`");
    let figure = row.split(' ').next().unwrap();
    (figure != "–").then(|| figure.replace(',', "").parse().unwrap())
}

/// `None` while one of them was not measured.
fn costs(text: &str) -> Option<Costs> {
    let of = |name: &str| figure(text, name);
    Some(Costs {
        session_ms: of("session_ms")?,
        entry_ms: of("entry_ms")?,
        deferred_ms: of("deferred_ms")?,
        photograph_ms: of("photograph_ms")?,
        flush_ms: of("flush_ms")?,
        terminal_session_ms: of("terminal_session_ms")?,
        terminal_entry_ms: of("terminal_entry_ms")?,
        base_mb: of("base_mb")?,
        line_kb: of("line_kb")?,
        session_bytes: of("session_bytes")?,
        entry_bytes: of("entry_bytes")?,
        deferred_bytes: of("deferred_bytes")?,
    })
}

/// A forecast stands where all costs stand, and nowhere else.
fn hold(text: &str) -> Result<(), String> {
    let told = costs(text).map(|costs| forecast(&costs, &PROVINCE));
    let of = |value: fn(&Forecast) -> f64| told.as_ref().map(value);
    for (name, value) in [
        ("processor_s", of(|told| told.processor_s)),
        ("wall_s", of(|told| told.wall_s)),
        ("memory_mb", of(|told| told.memory_mb)),
        ("mb", of(|told| told.mb)),
        ("photographs_s", of(|told| told.photographs_s)),
        ("photographs_processor_s", of(|told| told.photographs_processor_s)),
    ] {
        match (figure(text, name), value) {
            (None, None) => {}
            (Some(written), Some(value)) if (written / value - 1.0).abs() < 0.01 => {}
            (written, value) => {
                return Err(format!("`{name}`: the paper says {written:?}, the model {value:?}"));
            }
        }
    }
    Ok(())
}

#[test]
fn the_paper_of_capacity_says_what_its_model_says() {
    let text = std::fs::read_to_string("docs/CAPACITY.md").unwrap();
    assert_eq!(hold(&text), Ok(()));
}

/// The paper with another figure in one row.
fn with(text: &str, name: &str, value: &str) -> String {
    let begins = format!("| `{name}` | ");
    let row = |line: &str| match line.strip_prefix(&begins) {
        Some(rest) => format!("{begins}{value} {}\n", rest.split_once(' ').unwrap().1),
        None => format!("{line}\n"),
    };
    text.lines().map(row).collect()
}

#[test]
fn a_forecast_that_does_not_follow_from_the_costs_is_noticed() {
    let text = std::fs::read_to_string("docs/CAPACITY.md").unwrap();
    let names = [
        "session_ms",
        "entry_ms",
        "deferred_ms",
        "photograph_ms",
        "flush_ms",
        "terminal_session_ms",
        "terminal_entry_ms",
        "base_mb",
        "line_kb",
        "session_bytes",
        "entry_bytes",
        "deferred_bytes",
    ];
    let ones = names.iter().fold(text.clone(), |text, name| with(&text, name, "1"));
    let told = forecast(&costs(&ones).unwrap(), &PROVINCE);
    let right = [
        ("processor_s", told.processor_s),
        ("wall_s", told.wall_s),
        ("memory_mb", told.memory_mb),
        ("mb", told.mb),
        ("photographs_s", told.photographs_s),
        ("photographs_processor_s", told.photographs_processor_s),
    ];
    let whole =
        right.iter().fold(ones, |text, (name, value)| with(&text, name, &value.to_string()));
    assert_eq!(hold(&whole), Ok(()));
    for (name, value) in right {
        assert!(hold(&with(&whole, name, &(value * 1.1).to_string())).is_err(), "{name}");
        assert!(hold(&with(&whole, name, "–")).is_err(), "{name} is left out");
    }
    for name in names {
        assert!(hold(&with(&whole, name, "–")).is_err(), "{name} was not measured");
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
