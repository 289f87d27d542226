//! What a scan costs without a binding: the Rust row of the tables that compare them.
//!
//! ```text
//! cargo run --release -p guardrails-core --example time_scan -- ROUNDS < TEXT      # nanoseconds a scan, least of ROUNDS batches
//! ```
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr, reason = "a program, not the core")]

use std::hint::black_box;
use std::io::Read;
use std::process::ExitCode;
use std::time::Instant;

use guardrails_core::Guard;

/// Scans in one batch: long enough for the clock, short enough that some batch is not disturbed.
const BATCH: u32 = 1000;

fn main() -> ExitCode {
    let rounds = std::env::args().nth(1).and_then(|rounds| rounds.parse().ok()).unwrap_or(20_u32);
    let mut text = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut text) {
        eprintln!("standard input: {error}");
        return ExitCode::from(2);
    }
    let guard = Guard::default();
    let findings = guard.scan_input(text.as_str()).findings.len();
    let mut least = f64::INFINITY;
    for _ in 0..rounds {
        let start = Instant::now();
        for _ in 0..BATCH {
            assert_eq!(black_box(guard.scan_input(black_box(text.as_str()))).findings.len(), findings);
        }
        least = least.min(start.elapsed().as_secs_f64() * 1e9 / f64::from(BATCH));
    }
    println!("{least:.0}");
    ExitCode::SUCCESS
}
