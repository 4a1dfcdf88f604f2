//! Fuzzes the decoder of `targets::message`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::message(data);
});
