//! The one file of the room `app` that reads what people write by hand.

#[path = "../../src/app/config.rs"]
pub mod config;
