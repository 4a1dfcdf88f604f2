//! Fuzzes the decoder of `targets::blob`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::blob(data);
});
