//! The screens: keys to actions, actions to commands, views to cells; nothing is decided here.

#![allow(clippy::wildcard_enum_match_arm, reason = "a screen answers only its own keys")]

pub mod app;
pub mod effect;
pub mod key;
pub mod run;
#[allow(missing_docs, reason = "a screen is a file, whose first line says what it is for")]
pub mod screen;
pub mod shared;
pub mod theme;
pub mod widget;
pub mod words;

pub use app::App;
pub use run::{Link, Options, TuiFault, open, run, terminal};
