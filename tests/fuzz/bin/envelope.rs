//! Fuzzes the decoder of `targets::envelope`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::envelope(data);
});
