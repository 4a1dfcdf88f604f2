//! Fuzzes the decoder of `targets::sealed_key`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::sealed_key(data);
});
