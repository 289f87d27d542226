//! Writes the features that the learned model sees, for its trainer: `models/injection/train.py` has none of its own.
//!
//! ```text
//! cargo run --release -p guardrails-core --example injection_features -- < JSONL > FEATURES
//! ```
//!
//! `{"text", "span"?}` a line in. Out, for each text, little-endian: the number of blocks as u32; for each block the first and the
//! last byte + 1 of the text that it stands for, in code points, and the number of its features, as u32; then the features, as u32.
#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "a program, not the core")]

use std::io::{BufRead, Write};
use std::process::ExitCode;

use guardrails_core::model::features::{BUCKETS, Sink};
use guardrails_core::model::{disguised_texts, injection_features};

#[derive(Default)]
struct Blocks {
    counts: Vec<u32>,
    features: Vec<u32>,
    open: u32,
}

impl Sink for Blocks {
    fn feature(&mut self, bucket: usize) {
        self.features.push(bucket as u32);
        self.open += 1;
    }

    fn concept(&mut self, bucket: usize) {
        self.features.push((BUCKETS + bucket) as u32);
        self.open += 1;
    }

    fn end_of_block(&mut self) {
        self.counts.push(std::mem::take(&mut self.open));
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("injection_features: {fault}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), String> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let only_views = std::env::args().any(|arg| arg == "--views");
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| error.to_string())?;
        let value: serde_json::Value = serde_json::from_str(&line).map_err(|error| error.to_string())?;
        let text = value.get("text").and_then(|text| text.as_str()).ok_or("no `text`")?;
        if only_views {
            serde_json::to_writer(&mut out, &disguised_texts(text)).map_err(|error| error.to_string())?;
            out.write_all(b"\n").map_err(|error| error.to_string())?;
            continue;
        }
        let mut blocks = Blocks::default();
        let places = injection_features(text, &mut blocks);
        let mut numbers = vec![blocks.counts.len() as u32];
        for (place, count) in places.windows(2).zip(&blocks.counts) {
            numbers.extend(place.iter().map(|at| *at as u32).chain([*count]));
        }
        numbers.extend(&blocks.features);
        for number in numbers {
            out.write_all(&number.to_le_bytes()).map_err(|error| error.to_string())?;
        }
    }
    out.flush().map_err(|error| error.to_string())
}
