//! The one test binary; each module below is a room of tests, and `house` notices one left out.

mod glossary;
mod house;
mod over_limit;
mod paper;
mod rulebook;
mod scenarios;
