//! Lucha 路查: the rooms of the house, listed bottom-up; no code of its own.

#[allow(missing_docs, reason = "what came last is not all described yet")]
pub mod stdx;
#[allow(missing_docs, reason = "what came last is not all described yet")]
pub mod domain;
pub mod forms;
#[allow(missing_docs, reason = "what came last is not all described yet")]
pub mod wire;
#[allow(
    missing_docs,
    clippy::missing_errors_doc,
    reason = "what came last is not all described yet"
)]
pub mod store;
pub mod print;
#[allow(missing_docs, reason = "what came last is not all described yet")]
pub mod sync;
#[allow(missing_docs, reason = "what came last is not all described yet")]
pub mod app;
pub mod tui;
#[allow(missing_docs, reason = "what came last is not all described yet")]
pub mod cli;
#[allow(missing_docs, reason = "what came last is not all described yet")]
pub mod hq;

#[expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "what the macro makes")]
mod words {
    rust_i18n::i18n!("assets/locales", fallback = "zh-CN");
}
pub(crate) use words::*;
