#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| guardrails_fuzz::windows(data));
