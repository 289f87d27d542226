//! What a scan costs from Rust: for each line of standard input, hexadecimal UTF-8, the nanoseconds of one scan of it, the least of five
//! rounds. `bench.mjs` asks in turn with its own rounds, so that both sides of the table come from the same minutes.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a program, not the library")]

use std::hint::black_box;
use std::io::BufRead;
use std::time::Instant;

use guardrails_core::{Action, Guard, Unit};

const CALLS: u32 = 1000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let guard = Guard::default();
    for line in std::io::stdin().lock().lines() {
        let text = decoded(&line?)?;
        let round = |_| {
            let start = Instant::now();
            for _ in 0..CALLS {
                let verdict = guard.scan_input(black_box(text.as_str()));
                // A verdict with something in it crosses as JSON, so that writing it is part of the work on both sides.
                if verdict.action != Action::Allow {
                    black_box(verdict.to_json(Unit::Utf16));
                }
            }
            start.elapsed().as_nanos() as f64 / f64::from(CALLS)
        };
        println!("{}", (0..5).map(round).fold(f64::INFINITY, f64::min));
    }
    Ok(())
}

/// The text of a line of hexadecimal UTF-8.
fn decoded(line: &str) -> Result<String, Box<dyn std::error::Error>> {
    let byte = |pair: &[u8]| -> Result<u8, Box<dyn std::error::Error>> { Ok(u8::from_str_radix(std::str::from_utf8(pair)?, 16)?) };
    Ok(String::from_utf8(line.trim().as_bytes().chunks(2).map(byte).collect::<Result<_, _>>()?)?)
}
