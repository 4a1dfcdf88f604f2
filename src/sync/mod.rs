//! Carrying the journal to headquarters and bringing back what is ours; no transaction is open while a line is
//! waited for.

mod ahead;
mod brought;
pub mod bundle;
pub mod driver;
pub mod enrolment;
pub mod follow;
pub mod inclusion;
pub mod relay;
pub mod rotation;
pub mod session;
pub mod step;
pub mod shelf;
pub mod transport;
