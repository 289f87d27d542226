//! Our half of the comparison, as JSON lines: `make bench-compare` puts them beside those of the Python and Node peers.
//!
//! ```text
//! guardrails-benches compare --texts         # the texts of every task and the labelled ones, for the other languages
//! guardrails-benches compare [--smoke]       # every check on every text: {"peer", "version", "check", "task", "bytes", "p50_us", "p99_us", "n"}
//!                                            # and what it found: {"peer", "version", "check", "of", "recall": {…}, "clean_flagged": …}
//! ```

use std::hint::black_box;
use std::time::{Duration, Instant};

use guardrails_benches::peers::{Check, floor, ours, rust_peers};
use guardrails_benches::resident_kb;
use guardrails_benches::tasks::{check_all, labelled, tasks};
use guardrails_core::Guard;
use serde_json::json;

/// Prints the texts, or what each check says.
pub fn run(args: &[String]) {
    let has = |flag: &str| args.iter().any(|arg| arg == flag);
    if has("--texts") {
        println!("{}", json!({"tasks": tasks(), "labelled": labelled()}));
        return;
    }
    // Before anything else takes memory that this could use again.
    let (before, start) = (resident_kb(), Instant::now());
    let guard = Guard::default();
    println!("{}", json!({"peer": "guardrails-core", "version": "this build", "ready_s": start.elapsed().as_secs_f64(), "memory_mb": (resident_kb() - before) as f64 / 1024.0}));
    check_all(&guard);
    drop(guard);
    let checks: Vec<Check> = floor().into_iter().chain(ours()).chain(rust_peers()).collect();
    let budget = Duration::from_millis(if has("--smoke") { 1 } else { 600 });
    for task in tasks() {
        // Nobody waits for a peer that reads 16 MB at 1 MB a second.
        let checks: Vec<&Check> = checks.iter().filter(|check| task.text.len() <= 64 << 10 || check.of.is_empty() || check.peer == "guardrails-core").collect();
        let mut times: Vec<Vec<f64>> = vec![Vec::new(); checks.len()];
        const ROUNDS: u32 = 6;
        for _ in 0..ROUNDS {
            for (check, times) in checks.iter().zip(&mut times) {
                let end = Instant::now() + budget / ROUNDS;
                loop {
                    let start = Instant::now();
                    black_box((check.run)(black_box(&task.text)));
                    times.push(start.elapsed().as_nanos() as f64 / 1e3);
                    if Instant::now() >= end || times.len() > 200_000 {
                        break;
                    }
                }
            }
        }
        for (check, mut times) in checks.iter().zip(times) {
            times.sort_by(f64::total_cmp);
            let at = |part: f64| times[((times.len() as f64 * part) as usize).min(times.len() - 1)];
            println!("{}", json!({"peer": check.peer, "version": check.version, "check": check.name, "of": check.of, "task": task.name, "bytes": task.text.len(), "p50_us": at(0.5), "p99_us": at(0.99), "n": times.len()}));
        }
    }
    let texts = labelled();
    for check in checks.iter().filter(|check| !check.of.is_empty()) {
        let share = |label: &str| {
            let of: Vec<_> = texts.iter().filter(|text| text.label == label).collect();
            of.iter().filter(|text| (check.run)(&text.text)).count() as f64 / of.len() as f64
        };
        let recall: serde_json::Map<String, serde_json::Value> = check.of.iter().map(|label| ((*label).to_owned(), json!(share(label)))).collect();
        println!("{}", json!({"peer": check.peer, "version": check.version, "check": check.name, "of": check.of, "recall": recall, "clean_flagged": share("clean")}));
    }
}
