//! The one test binary; each module below is a room of tests, and `house` notices one left out.

mod forms;
mod house;
mod keys;
mod over_limit;
mod paper;
mod rulebook;
mod scenarios;
