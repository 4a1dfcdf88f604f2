//! Fuzzes the decoder of `targets::frame`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::frame(data);
});
