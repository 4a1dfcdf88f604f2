//! Fuzzes the decoder of `targets::bundle`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::bundle(data);
});
