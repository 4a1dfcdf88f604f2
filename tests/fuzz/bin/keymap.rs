//! Fuzzes the decoder of `targets::keymap`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::keymap(data);
});
