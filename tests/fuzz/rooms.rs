//! The rooms that hold decoders, compiled from their own files; nothing is copied and nothing added.
#![allow(missing_docs, dead_code, reason = "the rooms' own lints are held where they live")]

extern crate self as lucha;

rust_i18n::i18n!("../../assets/locales", fallback = "zh-CN");

#[path = "../../src/domain/mod.rs"]
pub mod domain;
#[path = "../../src/stdx/mod.rs"]
pub mod stdx;
#[path = "../../src/wire/mod.rs"]
pub mod wire;

pub mod app;
pub mod tui;

pub mod targets;
