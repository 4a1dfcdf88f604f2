//! What the screens show: plain view models, made from rows and the law; no widget, no words.

pub mod document;
pub mod inspection;
pub mod list;
pub mod plate;
pub mod snapshot;
pub mod sync;
pub mod today;
