//! Fuzzes the decoder of `targets::pack_part`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::pack_part(data);
});
