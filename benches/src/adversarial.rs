//! The slowest texts: for every rule texts that nearly match it, then a search for slower ones. `make bench-adversarial`.
//!
//! ```text
//! guardrails-benches adversarial [SECONDS]        # of searching, 60 unless said; writes record/adversarial.md and inputs/slowest.txt
//! guardrails-benches adversarial --rule ID        # the texts of one rule
//! guardrails-benches adversarial --smoke          # every fiftieth rule, no search, writes nothing
//! ```
//!
//! A text is a unit repeated to 4 KiB, and its cost the least CPU time of some scans for each byte. The bound is 20 times the cost of
//! clean prose of the same length.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use guardrails_benches::{cpu_us, sized};
use guardrails_core::{Action, Guard, Input, RuleSource, Source};
use serde::Deserialize;

const BYTES: usize = 4 << 10;
const BOUND: f64 = 20.0;

/// One unit, the rule it nearly matches (of a searched one those it came from) and nanoseconds for each byte.
#[derive(Clone)]
struct Text {
    unit: String,
    of: String,
    how: &'static str,
    cost: f64,
}

#[derive(Deserialize)]
struct RuleFile {
    rule: Vec<RuleSource>,
}

/// Looks for slow texts and writes what it finds.
pub fn run(args: &[String]) {
    let smoke = args.iter().any(|arg| arg == "--smoke");
    let seconds: u64 = args.first().and_then(|arg| arg.parse().ok()).unwrap_or(60);
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = rules(&here.join("../guardrails-core/rules"));
    let guard = Guard::default();
    let prose = sized(include_str!("../inputs/prose.txt"), BYTES);
    assert_eq!(guard.scan_input(prose.as_str()).action, Action::Allow);
    let clean = cost(&guard, &prose, 200);

    if let Some(id) = args.iter().skip_while(|arg| *arg != "--rule").nth(1) {
        for (how, unit) in rules.iter().filter(|rule| rule.id == *id).flat_map(near_matches) {
            let cost = cost(&guard, &sized(&unit, BYTES), 3);
            println!("{:>8.1} times clean  {how}: {}", cost / clean, serde_json::to_string(&unit).expect("a string"));
        }
        return;
    }
    let (mut of_rules, mut matches): (Vec<Text>, Vec<Text>) = Default::default();
    for rule in rules.iter().step_by(if smoke { 50 } else { 1 }) {
        let mut texts: Vec<Text> = near_matches(rule).into_iter().map(|(how, unit)| Text { unit, of: rule.id.clone(), how, cost: 0.0 }).collect();
        assert!(!texts.is_empty(), "{} has nothing to make a near match of", rule.id);
        for text in &mut texts {
            text.cost = cost(&guard, &sized(&text.unit, BYTES), 2);
        }
        // A text full of findings costs what findings cost; the bound is for texts that hold none, or few.
        let (full, near): (Vec<Text>, Vec<Text>) = texts.into_iter().partition(|text| text.how.starts_with("full"));
        matches.extend(full.into_iter().max_by(|a, b| a.cost.total_cmp(&b.cost)));
        of_rules.extend(near.into_iter().max_by(|a, b| a.cost.total_cmp(&b.cost)));
    }
    for texts in [&mut of_rules, &mut matches] {
        texts.sort_by(|a, b| b.cost.total_cmp(&a.cost));
        // Noise only ever adds, so that the first are looked at again.
        for text in texts.iter_mut().take(100) {
            text.cost = text.cost.min(cost(&guard, &sized(&text.unit, BYTES), 10));
        }
        texts.sort_by(|a, b| b.cost.total_cmp(&a.cost));
    }
    println!("clean prose {clean:.2} ns a byte; {} rules, the slowest near match {:.1} times that ({})", of_rules.len(), of_rules[0].cost / clean, of_rules[0].of);
    if smoke {
        return;
    }
    let record = |searched: &[Text]| {
        let text = report(&guard, clean, &of_rules, &matches, searched, seconds);
        fs::write(here.join("record/adversarial.md"), text).expect("record/adversarial.md is written");
    };
    record(&[]);
    let searched = search(&guard, &of_rules, &rules, Duration::from_secs(seconds));
    println!("searched for {seconds} s: {:.1} times ({})", searched[0].cost / clean, searched[0].of);
    record(&searched);
    let slowest: String = searched.iter().take(10).map(|text| broken(&text.unit) + "\n").collect();
    fs::write(here.join("inputs/slowest.txt"), slowest).expect("inputs/slowest.txt is written");
}

/// Nanoseconds for each byte, the least of so many scans as a document, whose rules are the most.
fn cost(guard: &Guard, text: &str, scans: usize) -> f64 {
    let once = || {
        let cpu = cpu_us();
        black_box(guard.scan_input(Input::new(black_box(text), Source::Document)));
        cpu_us() - cpu
    };
    // The first compiles regexes; where the second takes long as well, a few more tell enough.
    let _ = once();
    let scans = if once() > 50_000.0 { 2 } else { scans };
    (0..scans).map(|_| once()).fold(f64::MAX, f64::min) * 1e3 / text.len() as f64
}

fn rules(folder: &Path) -> Vec<RuleSource> {
    let mut files: Vec<_> = fs::read_dir(folder).expect("the rules").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files.iter().flat_map(|path| toml::from_str::<RuleFile>(&fs::read_to_string(path).expect("a rule file")).expect("rules").rule).collect()
}

/// Units that come close to what the rule looks for.
fn near_matches(rule: &RuleSource) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    for example in rule.examples.iter().take(2) {
        let example = example.replace('‖', "");
        let (Some((before, rest)), whole) = (example.split_once('⟦'), example.replace(['⟦', '⟧'], "")) else { continue };
        let (found, after) = rest.split_once('⟧').unwrap_or((rest, ""));
        let short = &found[..found.char_indices().last().map_or(0, |(at, _)| at)];
        let half = &found[..(0..=found.len() / 2).rev().find(|at| found.is_char_boundary(*at)).unwrap_or(0)];
        all.extend([
            ("full of examples", format!("{whole}\n")),
            ("full of matches", format!("{found} ")),
            ("match, last character changed", format!("{before}{short}{}{after}\n", other(found))),
            ("match without its last character", format!("{before}{short}{after}\n")),
            ("matches in a row without their last character", short.to_owned()),
            ("first half of the match", format!("{before}{half} ")),
            ("first half, over and over", half.to_owned()),
        ]);
    }
    all.extend(rule.counterexamples.iter().take(3).map(|text| ("counterexample", text.replace(['‖', '⟦', '⟧'], "") + "\n")));
    for word in rule.keywords.iter().chain(&rule.near).take(3) {
        all.extend([("keyword", word.clone()), ("keyword and a space", format!("{word} ")), ("keyword and a number", format!("{word}: 12345678 "))]);
    }
    all.retain(|(_, unit)| !unit.is_empty());
    all
}

/// Another character of the class of the last one.
fn other(found: &str) -> char {
    match found.chars().last() {
        Some(c @ '0'..='8' | c @ 'a'..='y' | c @ 'A'..='Y') => (c as u8 + 1) as char,
        Some('9') => '0',
        Some('z') => 'a',
        _ => '!',
    }
}

/// Units put together, cut, doubled and changed, the slowest kept: a hill climb with a fixed seed and 100 survivors.
fn search(guard: &Guard, from: &[Text], rules: &[RuleSource], time: Duration) -> Vec<Text> {
    let mut best: Vec<Text> = from.iter().take(100).cloned().collect();
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move |below: usize| {
        seed ^= seed >> 12;
        seed ^= seed << 25;
        seed ^= seed >> 27;
        (seed.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % below.max(1)
    };
    let end = Instant::now() + time;
    while Instant::now() < end {
        let one = best[next(best.len())].clone();
        let two = if next(3) == 0 { from[next(from.len())].clone() } else { best[next(best.len())].clone() };
        let (a, b): (Vec<char>, Vec<char>) = (one.unit.chars().collect(), two.unit.chars().collect());
        let (cut, other_cut) = (next(a.len() + 1), next(b.len() + 1));
        let changed: Vec<char> = match next(6) {
            0 => a.iter().chain(&b).copied().collect(),
            1 => a[..cut].iter().chain(&b[other_cut..]).copied().collect(),
            2 => a[..cut].iter().chain(&a[cut.saturating_sub(next(12))..]).copied().collect(),
            3 => a.iter().enumerate().filter(|(at, _)| !(cut..cut + 1 + next(4)).contains(at)).map(|(_, c)| *c).collect(),
            4 => {
                let word = rules[next(rules.len())].keywords.first().cloned().unwrap_or_else(|| " 4111-".to_owned());
                a[..cut].iter().copied().chain(word.chars()).chain(a[cut..].iter().copied()).collect()
            }
            _ => {
                let mut a = a;
                if let Some(c) = a.get_mut(cut) {
                    *c = [' ', '\n', '0', '-', ':', '"', '@', '/', '.', 'A', 'a', '\u{200B}'][next(12)];
                }
                a
            }
        };
        let unit: String = changed.into_iter().take(600).collect();
        if unit.is_empty() || best.iter().any(|text| text.unit == unit) {
            continue;
        }
        let text = sized(&unit, BYTES);
        let floor = best.last().map_or(0.0, |text| text.cost);
        let mut found = cost(guard, &text, 2);
        if found > floor {
            found = found.min(cost(guard, &text, 6));
        }
        if found > floor {
            let of = if one.of == two.of { one.of } else { format!("{}, {}", one.of.split(", ").next().unwrap_or_default(), two.of.split(", ").next().unwrap_or_default()) };
            best.pop();
            best.push(Text { unit, of, how: "searched", cost: found });
            best.sort_by(|a, b| b.cost.total_cmp(&a.cost));
        }
    }
    // Once more, in turn: what was slow because the machine was busy falls back.
    best.truncate(20);
    for text in &mut best {
        text.cost = text.cost.min(cost(guard, &sized(&text.unit, BYTES), 20));
    }
    best.sort_by(|a, b| b.cost.total_cmp(&a.cost));
    best
}

fn report(guard: &Guard, clean: f64, of_rules: &[Text], matches: &[Text], searched: &[Text], seconds: u64) -> String {
    let over = of_rules.iter().filter(|text| text.cost > BOUND * clean).count();
    let share = |part: f64| of_rules[((1.0 - part) * (of_rules.len() - 1) as f64) as usize].cost / clean;
    let mut out = format!(
        "# The slowest texts\n\nWritten by `make bench-adversarial`. A text is a unit repeated to 4 KiB and scanned as a document; its cost is the least CPU time of\n\
         several scans, for each byte. Clean prose costs {clean:.2} ns a byte. The bound is {BOUND} times that.\n\n\
         ## Near matches of every rule\n\nFor each of {} rules the slowest of up to 22 texts that nearly match it. Half of the rules stay below {:.1} times the clean cost,\n\
         nine in ten below {:.1}, 99 in 100 below {:.1}; {over} are over the bound.\n\n| rule | text | ns a byte | times clean |\n|---|---|---|---|\n",
        of_rules.len(), share(0.5), share(0.9), share(0.99),
    );
    for text in of_rules.iter().take(40) {
        let _ = writeln!(out, "| `{}` | {} | {:.0} | {:.1} |", text.of, text.how, text.cost, text.cost / clean);
    }
    let _ = writeln!(
        out,
        "\nTexts that are full of matches, one after the other, cost what their findings cost: half of the rules below {:.1} times the clean cost, the\nmost, of `{}`, {:.1} times.",
        matches[matches.len() / 2].cost / clean, matches[0].of, matches[0].cost / clean,
    );
    if searched.is_empty() {
        return out;
    }
    let _ = write!(out, "\n## Searched for\n\n{seconds} seconds of a hill climb from the slowest of these. 128 KiB of the same unit show that time stays linear.\n\n| came from | ns a byte | times clean | at 128 KiB |\n|---|---|---|---|\n");
    for text in searched.iter().take(10) {
        let long = cost(guard, &sized(&text.unit, 128 << 10), 1);
        let _ = writeln!(out, "| {} | {:.0} | {:.1} | {:.1} |", text.of.split(", ").map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", "), text.cost, text.cost / clean, long / clean);
    }
    out + "\nThe units are in `benches/inputs/slowest.txt`, and the first of them is a scenario of `make gate-counts`.\n"
}

/// A JSON string in one line, in which no scanner finds a secret once more.
fn broken(unit: &str) -> String {
    let mut out = String::new();
    let mut run = 0;
    for c in serde_json::to_string(unit).expect("a string").chars() {
        run = if c.is_ascii_alphanumeric() { run + 1 } else { 0 };
        out.push(c);
        if run == 5 {
            out.push('‖');
            run = 0;
        }
    }
    out
}
