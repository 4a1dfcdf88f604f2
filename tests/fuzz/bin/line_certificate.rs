//! Fuzzes the decoder of `targets::line_certificate`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::line_certificate(data);
});
