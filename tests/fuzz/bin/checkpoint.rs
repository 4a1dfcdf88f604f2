//! Fuzzes the decoder of `targets::checkpoint`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::checkpoint(data);
});
