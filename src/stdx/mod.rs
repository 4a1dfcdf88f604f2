//! Small instruments that know nothing of the law; nothing here may name another room.

pub mod clock;
pub mod day;
pub mod digest;
pub mod fen;
pub mod id;
pub mod redacted;
pub mod width;
