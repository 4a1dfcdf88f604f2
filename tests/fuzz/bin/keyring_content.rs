//! Fuzzes the decoder of `targets::keyring_content`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::keyring_content(data);
});
