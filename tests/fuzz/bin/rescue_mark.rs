//! Fuzzes the decoder of `targets::rescue_mark`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::rescue_mark(data);
});
