//! The one test binary; each module below is a room of tests, and `house` notices one left out.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::wildcard_enum_match_arm,
    clippy::match_wildcard_for_single_variants,
    reason = "a test may stop at whatever it did not expect, and show what it saw"
)]

mod axles;
mod bad_input;
mod bad_scripts;
mod batches;
mod beside;
mod blobs;
mod bucket;
mod bundle;
mod bureau;
mod check_words;
mod clock;
mod clock_sources;
mod colours;
mod corrections;
mod counters;
mod crash;
mod decisions;
mod decoders;
mod device_secret;
mod disclosure;
mod distributed;
mod encrypted;
mod epochs;
mod evidence;
mod facts;
mod first_use;
mod forms;
mod glossary;
mod house;
mod house_map;
mod house_sources;
mod house_units;
mod journal;
mod hand_over;
mod hand_pens;
mod headquarters;
mod inclusion;
mod keyring;
mod leftovers;
mod keys;
mod killed_headquarters;
mod ledger;
mod ledger_lines;
mod ledger_offers;
mod ledger_pens;
mod ledger_proofs;
mod load;
mod kept_journals;
mod limits;
mod lock_out;
mod mirror;
mod mixed_stops;
mod national;
mod needs;
mod news;
mod news_packs;
mod over_limit;
mod paper;
mod pens;
mod people;
mod photographs;
mod pictures;
mod postgresql;
mod program;
mod protocol;
mod pruning;
mod pty;
mod readme;
mod relay;
mod relay_frames;
mod renewal;
mod reprints;
mod roles;
mod rotation;
mod rulebook;
mod rulings;
mod scenarios;
mod schema;
mod scope;
mod search;
mod shared_laptop;
mod suites;
mod telling;
mod two_pins;
mod typed;
mod unloading;
mod who_did;
mod wire;
mod world;
