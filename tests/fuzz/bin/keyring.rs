//! Fuzzes the decoder of `targets::keyring`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::keyring(data);
});
