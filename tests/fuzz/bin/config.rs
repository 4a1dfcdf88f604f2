//! Fuzzes the decoder of `targets::config`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::config(data);
});
