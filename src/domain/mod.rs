//! The law as pure functions: no IO, no clock, no dice, and no words of the screen.

pub mod calendar;
pub mod deadline;
pub mod evidence;
pub mod identity;
pub mod rulebook;
pub mod offender;
pub mod over_limit;
pub mod counting;
pub mod blocked;
pub mod scope;
pub mod agency;
pub mod clock_step;
pub mod cash;
pub mod shift_close;
pub mod bureau;
pub mod party;
pub mod photograph;
pub mod vehicle;
pub mod document;
pub mod epoch;
pub mod weighing;
pub mod discretion;
pub mod sanctioning;
pub mod inspection;
pub mod procedure;
pub mod pruning;
