//! Bytes a second over texts of one's own, with one set of scanners at a time, next to the Rust peers in the same run:
//!
//! ```text
//! cargo run --release --locked -- throughput [--only NAME] ROUNDS FILE...      # lines of JSON with a "text" each
//! ```
//!
//! All texts of all files are in memory before the clock starts. CPU time of the thread for a pass over all texts; the sets take turns, and
//! the median of the rounds counts. `--only` leaves the sets whose name holds NAME, for a profiler.

use std::hint::black_box;

use cerberust::{PiiScanner, ScannerStack, SecretScanner};
use guardrails_core::Guard;
use llm_guard::{PiiPatterns, Pipeline, PipelineMode, Secrets};

type Scan = Box<dyn Fn(&str) -> usize>;

pub fn run(args: &[String]) {
    let mut args = args.to_vec();
    let only = args.iter().position(|arg| arg == "--only").map(|at| args.drain(at..(at + 2).min(args.len())).nth(1).unwrap_or_default());
    let (rounds, files) = args.split_first().expect("usage: throughput [--only NAME] ROUNDS FILE...");
    let rounds: usize = rounds.parse().expect("a number of rounds");
    let texts: Vec<String> = files.iter().flat_map(|file| texts(file)).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} texts, {:.2} MB, {rounds} rounds", texts.len(), bytes as f64 / 1e6);
    let sets: Vec<(String, Scan)> = sets().into_iter().filter(|(name, _)| only.as_ref().is_none_or(|only| name.contains(only))).collect();
    let mut times = vec![Vec::new(); sets.len()];
    let mut found = vec![0; sets.len()];
    for _ in 0..rounds.max(1) {
        for (((_, scan), times), found) in sets.iter().zip(&mut times).zip(&mut found) {
            let cpu = cpu_us();
            *found = texts.iter().map(|text| black_box(scan(black_box(text)))).sum();
            times.push(cpu_us() - cpu);
        }
    }
    println!("\n| scanners | MB/s | ns a byte | findings |\n|---|---|---|---|");
    for (((name, _), times), found) in sets.iter().zip(&mut times).zip(&found) {
        times.sort_by(f64::total_cmp);
        let median = times[times.len() / 2];
        println!("| {name} | {:.2} | {:.1} | {found} |", bytes as f64 / median, median * 1e3 / bytes as f64);
    }
}

/// The guard with all scanners, with all but one and with one alone, and what the peers have for the same.
fn sets() -> Vec<(String, Scan)> {
    let all = || guardrails_core::SCANNERS.iter().map(|entry| entry.name);
    let guard = |scanners: Vec<&str>| -> Scan {
        let guard = Guard::builder().scanners(scanners).build().expect("a guard of scanners that exist");
        Box::new(move |text| guard.scan_input(text).findings.len())
    };
    let pipeline = |pipeline: Pipeline| -> Scan { Box::new(move |text| pipeline.scan(text).matches.len()) };
    let mut sets = vec![("all scanners".to_owned(), guard(all().collect())), ("views alone".to_owned(), guard(vec!["invisible"]))];
    for name in ["pii", "secrets"] {
        sets.push((format!("all but {name}"), guard(all().filter(|other| *other != name).collect())));
        sets.push((format!("{name} alone"), guard(vec![name])));
    }
    sets.push(("cerberust pii".to_owned(), Box::new(|text| changes(ScannerStack::new(vec![Box::new(PiiScanner::new())], true), text))));
    sets.push(("cerberust secrets".to_owned(), Box::new(|text| changes(ScannerStack::new(vec![Box::new(SecretScanner::new())], true), text))));
    sets.push(("llm-guard pii".to_owned(), pipeline(Pipeline::new(PipelineMode::All).with(PiiPatterns::new()))));
    sets.push(("llm-guard secrets".to_owned(), pipeline(Pipeline::new(PipelineMode::All).with(Secrets::new()))));
    sets
}

/// Whether the peer passes the text on otherwise than as it is.
fn changes(mut stack: ScannerStack, text: &str) -> usize {
    usize::from(stack.run_input(text).map_or(true, |passed| passed != text))
}

fn texts(file: &str) -> Vec<String> {
    let lines = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
    let text = |(number, line): (usize, &str)| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{file}:{}: {error}", number + 1));
        value["text"].as_str().unwrap_or_else(|| panic!("{file}:{}: no `text`", number + 1)).to_owned()
    };
    lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(text).collect()
}

fn cpu_us() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a valid timespec for the call to fill in.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
}
