//! Fuzzes the decoder of `targets::event`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::event(data);
});
