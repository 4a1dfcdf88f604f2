//! The shapes that leave memory or enter it from files and cables; nothing here decides the law.

pub mod rulebook;
