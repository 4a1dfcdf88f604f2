//! Lucha 路查: the rooms of the house, listed bottom-up; no code of its own.

pub mod stdx;
pub mod domain;
pub mod forms;
pub mod wire;
pub mod store;
pub mod print;
pub mod sync;
pub mod app;
pub mod tui;
pub mod cli;
pub mod hq;

#[expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "what the macro makes")]
mod words {
    rust_i18n::i18n!("assets/locales", fallback = "zh-CN");
}
pub(crate) use words::*;
