//! x
#![allow(clippy::all, clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]
use guardrails_core::{Guard, Input, Source, Unit};
use std::io::BufRead;
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args[0] == "dump" || args[0] == "slow" {
        let guard = if args[0] == "slow" { Guard::builder().without_prefilter().build().unwrap() } else { Guard::default() };
        for line in std::io::stdin().lock().lines() {
            let line = line.unwrap();
            let v: serde_json::Value = serde_json::from_str(&line).unwrap();
            let s = v["source"].as_str().unwrap_or("user");
            let s = Source::ALL.into_iter().find(|x| x.name() == s).unwrap();
            let t = v["text"].as_str().unwrap();
            println!("{}", guard.scan_input(Input::new(t, s)).to_json(Unit::CodePoints));
        }
    } else {
        let rounds: usize = args[1].parse().unwrap();
        let texts: Vec<String> = args[2..]
            .iter()
            .flat_map(|f| {
                std::fs::read_to_string(f)
                    .unwrap()
                    .lines()
                    .map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap()["text"].as_str().unwrap().to_owned())
                    .collect::<Vec<_>>()
            })
            .collect();
        let bytes: usize = texts.iter().map(String::len).sum();
        let all: Vec<&str> = guardrails_core::SCANNERS.iter().map(|e| e.name).collect();
        let names: Vec<&str> = match args[0].as_str() {
            "all" => all,
            n if n.starts_with('-') => all.into_iter().filter(|x| *x != &n[1..]).collect(),
            n => vec![n],
        };
        let guard = Guard::builder().scanners(names).build().unwrap();
        let mut best = f64::MAX;
        let mut n = 0;
        for _ in 0..rounds {
            let t = std::time::Instant::now();
            n = texts.iter().map(|t| guard.scan_input(t.as_str()).findings.len()).sum();
            best = best.min(t.elapsed().as_secs_f64());
        }
        println!("{} {:.2} MB/s {:.1} ns/B {n} findings", args[0], bytes as f64 / best / 1e6, best * 1e9 / bytes as f64);
    }
}
