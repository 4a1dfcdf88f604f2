//! The statutory forms, each a pure function from a case to a `Filled` form; one line each in the list.

pub mod filled;
