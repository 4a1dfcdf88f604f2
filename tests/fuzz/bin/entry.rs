//! Fuzzes the decoder of `targets::entry`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::entry(data);
});
