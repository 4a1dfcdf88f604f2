//! Fuzzes the decoder of `targets::pack`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::pack(data);
});
