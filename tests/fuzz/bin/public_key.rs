//! Fuzzes the decoder of `targets::public_key`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::public_key(data);
});
