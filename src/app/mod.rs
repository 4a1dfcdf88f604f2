//! One file per thing an officer can do: load, decide, write once, then ask for paper.

pub mod command;
pub mod config;
pub mod desk;
pub mod door;
pub mod draft;
pub mod thread;
pub mod view;

pub mod backup;
pub mod check_file;
pub mod conclude;
pub mod confirm_clock;
pub mod correct;
pub mod doctor;
pub mod documents;
pub mod drafts;
pub mod enrol_officer;
pub mod found_bureau;
pub mod keep_photograph;
pub mod last_stop;
pub mod mirror;
pub mod open_document;
pub mod opening;
pub mod open_inspection;
pub mod pin;
pub mod print_all;
pub mod print_document;
pub mod reading;
pub mod rescue;
pub mod roles;
pub mod rulepack;
pub mod sample;
pub mod search;
pub mod sign_in;
pub mod start_shift;
pub mod today;
