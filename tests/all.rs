//! The one test binary; each module below is a room of tests, and `house` notices one left out.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on stops, and a measuring one says what it measured"
)]

mod bad_input;
mod bureau;
mod decisions;
mod forms;
mod house;
mod journal;
mod keys;
mod over_limit;
mod paper;
mod rulebook;
mod scenarios;
mod schema;
