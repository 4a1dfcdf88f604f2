//! Fuzzes the decoder of `targets::paper_file`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::paper_file(data);
});
