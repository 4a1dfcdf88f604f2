//! Fuzzes the decoder of `targets::stop`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::stop(data);
});
