//! Fuzzes the decoder of `targets::agency`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::agency(data);
});
