//! Fuzzes the decoder of `targets::push`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::push(data);
});
