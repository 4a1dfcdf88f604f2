//! Fuzzes the decoder of `targets::offer`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::offer(data);
});
