//! The one file of the room `tui` that reads what people write by hand.

#[path = "../../src/tui/key.rs"]
pub mod key;
