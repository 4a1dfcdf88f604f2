//! The files of the room `app` that read what people write by hand, and what they say of it.

#[path = "../../src/app/config.rs"]
pub mod config;
#[path = "../../src/app/paper_file.rs"]
pub mod paper_file;
#[path = "../../src/app/trouble.rs"]
pub mod trouble;
