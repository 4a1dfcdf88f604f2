//! Fuzzes the decoder of `targets::receipt`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::receipt(data);
});
