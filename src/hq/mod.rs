//! Headquarters: receives, checks, keeps, answers; decides in pure files, keeps in a ledger, speaks by `serve`.

pub mod admit;
pub mod answer;
pub mod bundle;
pub mod checkpoint;
pub mod disclosures;
pub mod enrol;
pub mod export;
mod export_lines;
pub mod forward;
mod guest;
pub mod hand_over;
pub mod inclusion;
pub mod keys;
pub mod ledger;
pub mod lines;
pub mod numbers;
pub mod operate;
pub mod pens;
pub mod photographs;
pub mod place;
pub mod prior;
pub mod receive;
pub mod rotate;
pub mod sample;
pub mod serve;
pub mod upgrade;
pub mod verify;
