//! Fuzzes the decoder of `targets::head_witness`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::head_witness(data);
});
