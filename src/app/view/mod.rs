//! What the screens show: plain view models, made from rows and the law; no widget, no words.

pub mod cash;
pub mod clocks;
pub mod deadline_fact;
pub mod docket;
pub mod document;
pub mod evidence;
pub mod foundation;
pub mod import;
pub mod printing;
pub mod inspection;
pub mod interview;
pub mod involved;
pub mod keeping;
pub mod law_page;
pub mod list;
pub mod paper;
pub mod pens;
pub mod plate;
pub mod queue;
pub mod relay;
pub mod snapshot;
pub mod steps;
pub mod stick;
pub mod sync;
pub mod today;
pub mod unloading;
