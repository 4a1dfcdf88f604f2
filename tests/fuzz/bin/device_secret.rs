//! Fuzzes the decoder of `targets::device_secret`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::device_secret(data);
});
