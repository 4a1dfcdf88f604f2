//! The law as pure functions: no IO, no clock, no dice, and no words of the screen.

pub mod identity;
