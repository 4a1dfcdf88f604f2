//! Fuzzes the decoder of `targets::news`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::news(data);
});
