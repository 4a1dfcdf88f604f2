//! Fuzzes the decoder of `targets::refusal`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::refusal(data);
});
