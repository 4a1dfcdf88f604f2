//! Small instruments that know nothing of the law; nothing here may name another room.

pub mod aead;
pub mod arguments;
pub mod bigram;
pub mod clock;
pub mod code;
pub mod day;
pub mod digest;
pub mod fault;
pub mod fen;
pub mod files;
pub mod fold;
pub mod id;
pub mod lockout;
pub mod memory;
pub mod nmea;
pub mod picture_end;
pub mod pinyin;
pub mod redacted;
pub mod said;
pub mod secret;
pub mod width;
pub mod words;
