//! Fuzzes the decoder of `targets::bundle_content`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::bundle_content(data);
});
