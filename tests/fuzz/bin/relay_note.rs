//! Fuzzes the decoder of `targets::relay_note`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::relay_note(data);
});
