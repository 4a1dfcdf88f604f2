//! Fuzzes the decoder of `targets::nmea`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lucha_fuzz::targets::nmea(data);
});
