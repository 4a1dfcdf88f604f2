//! Fuzzes the decoder of `targets::entry_at_home`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::entry_at_home(data);
});
