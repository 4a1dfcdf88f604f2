//! One file per thing an officer can do: load, decide, write once, then ask for paper.

pub mod command;
pub mod draft;
pub mod view;
