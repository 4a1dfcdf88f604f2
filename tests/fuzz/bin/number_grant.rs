//! Fuzzes the decoder of `targets::number_grant`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::number_grant(data);
});
