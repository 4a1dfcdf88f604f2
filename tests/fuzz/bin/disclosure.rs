//! Fuzzes the decoder of `targets::disclosure`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::disclosure(data);
});
