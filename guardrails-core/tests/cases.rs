//! The cases of `testdata/cases`, which every language runs against its own strings. `testdata/README.md` has the format.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test, which reads files"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::fs;

use guardrails_core::{Guard, Input, Output, Policy, Source, Unit, Verdict, scan_input, scan_output};
use serde_json::Value;

const TESTDATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata");

#[test]
fn every_case_gives_its_verdict() {
    let known_misses = known_misses();
    let cases = cases();
    let mut faults: Vec<String> = known_misses
        .iter()
        .filter(|name| !cases.contains_key(*name))
        .map(|name| format!("{name}: is in known_misses.txt and does not exist"))
        .collect();
    for (name, case) in &cases {
        let found = faults_of(case);
        match (found.is_empty(), known_misses.contains(name)) {
            (true, true) => faults.push(format!("{name}: passes, so it must go from known_misses.txt")),
            (false, false) => faults.push(format!("{name}:\n    {}", found.join("\n    "))),
            _ => {}
        }
    }
    assert!(faults.is_empty(), "{} of {} cases:\n{}", faults.len(), cases.len(), faults.join("\n"));
}

#[test]
fn there_are_enough_cases_with_names_of_their_own() {
    let names: Vec<String> = files().into_values().flatten().map(|case| text_of(&case["name"])).collect();
    let unique: BTreeSet<&String> = names.iter().collect();
    assert!(names.len() >= 150, "{}", names.len());
    assert_eq!(unique.len(), names.len());
    let is_kebab = |name: &&String| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    assert_eq!(names.iter().find(|name| !is_kebab(name)), None);
}

/// What is not as the case says, one line each.
fn faults_of(case: &Value) -> Vec<String> {
    if let Some(key) = case.as_object().unwrap().keys().find(|key| !KEYS.contains(&key.as_str())) {
        return vec![format!("unknown key `{key}`")];
    }
    let text = text_of(&case["text"]);
    let own_guard = case.get("policy").map(|policy| Guard::from_policy(Policy::from_json(&policy.to_string())?));
    match own_guard {
        None => faults_in(case, &text, &scan(case, &text, None), &scan(case, &text, None)),
        Some(Err(error)) => vec![error.to_string()],
        Some(Ok(guard)) => faults_in(case, &text, &scan(case, &text, Some(&guard)), &scan(case, &text, Some(&guard))),
    }
}

const KEYS: [&str; 12] =
    ["name", "text", "direction", "source", "policy", "prompt", "system_prompt", "context", "action", "redacted", "findings", "errors"];

fn faults_in(case: &Value, text: &str, verdict: &Verdict<'_>, again: &Verdict<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let expected_text = match case.get("redacted") {
        None => Some(text.to_owned()),
        Some(redacted) => redacted.as_str().map(str::to_owned),
    };
    let error_kinds: Vec<Value> = expected_errors(case);
    differ(&mut faults, "action", &text_of(&case["action"]), &verdict.action.name().to_owned());
    differ(&mut faults, "redacted", &expected_text, &verdict.text().map(|text| text.into_owned()));
    let own = |finding: &Value| {
        let [rule, kind, matched, action] = ["rule", "kind", "matched", "action"].map(|key| text_of(&finding[key]));
        [rule, kind, matched, action, finding.get("pair").map(text_of).unwrap_or_default()]
    };
    let expected: Vec<[String; 5]> = case["findings"].as_array().unwrap().iter().map(own).collect();
    for (unit, slice) in [(Unit::Bytes, bytes as Slice), (Unit::CodePoints, code_points), (Unit::Utf16, utf16)] {
        let json: Value = serde_json::from_str(&verdict.to_json(unit)).unwrap();
        let found: Vec<[String; 5]> = json["findings"].as_array().unwrap().iter().map(|f| finding(f, text, slice)).collect();
        if found != expected {
            faults.push(format!("findings in {unit:?}:\n      expected {}\n      found    {}", listed(&expected), listed(&found)));
        }
        let kinds: Vec<Value> = json["errors"].as_array().unwrap().iter().map(|error| error["kind"].clone()).collect();
        differ(&mut faults, "errors", &error_kinds, &kinds);
        differ(&mut faults, "action in JSON", &case["action"], &json["action"]);
        differ(&mut faults, "text in JSON", &expected_text.as_deref(), &json["text"].as_str());
    }
    if verdict != again {
        faults.push("the second scan differs".to_owned());
    }
    faults.dedup();
    faults
}

fn expected_errors(case: &Value) -> Vec<Value> {
    case.get("errors").and_then(Value::as_array).into_iter().flatten().map(|error| error["kind"].clone()).collect()
}

fn differ<T: PartialEq + Debug>(faults: &mut Vec<String>, what: &str, expected: &T, found: &T) {
    if expected != found {
        faults.push(format!("{what}:\n      expected {expected:?}\n      found    {found:?}"));
    }
}

fn listed(findings: &[[String; 5]]) -> String {
    findings.iter().map(|[rule, kind, matched, action, pair]| format!("\n        {rule} {kind} {action} {matched:?} {pair:?}")).collect()
}

/// The default guard through the free functions, a guard of its own through the methods.
fn scan(case: &Value, text: &str, guard: Option<&Guard>) -> Verdict<'static> {
    let own = |key: &str| case.get(key).map(text_of);
    if own("direction").as_deref() != Some("output") {
        let source = own("source").unwrap_or_else(|| "user".to_owned());
        let source = Source::ALL.into_iter().find(|known| known.name() == source).unwrap();
        let input = Input::new(text, source);
        return guard.map_or_else(|| scan_input(input), |guard| guard.scan_input(input)).into_owned();
    }
    let (prompt, system_prompt) = (own("prompt"), own("system_prompt"));
    let context: Vec<String> = case.get("context").and_then(Value::as_array).into_iter().flatten().map(text_of).collect();
    let context: Vec<&str> = context.iter().map(String::as_str).collect();
    let mut output = Output::new(text).context(&context);
    if let Some(prompt) = &prompt {
        output = output.prompt(prompt);
    }
    if let Some(system_prompt) = &system_prompt {
        output = output.system_prompt(system_prompt);
    }
    guard.map_or_else(|| scan_output(output), |guard| guard.scan_output(output)).into_owned()
}

type Slice = fn(&str, usize, usize) -> Option<String>;

fn finding(found: &Value, text: &str, slice: Slice) -> [String; 5] {
    let of = |span: &Value| {
        let end = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
        slice(text, end("start"), end("end")).unwrap_or_else(|| format!("no text at {span}"))
    };
    let half = found.get("pair").map(of).unwrap_or_default();
    [text_of(&found["rule"]), text_of(&found["kind"]), of(&found["span"]), text_of(&found["action"]), half]
}

fn bytes(text: &str, start: usize, end: usize) -> Option<String> {
    text.get(start..end).map(str::to_owned)
}

/// As Python slices.
fn code_points(text: &str, start: usize, end: usize) -> Option<String> {
    let all: Vec<char> = text.chars().collect();
    all.get(start..end).map(|part| part.iter().collect())
}

/// As JavaScript slices.
fn utf16(text: &str, start: usize, end: usize) -> Option<String> {
    let all: Vec<u16> = text.encode_utf16().collect();
    String::from_utf16(all.get(start..end)?).ok()
}

/// Every case by `file/name`.
fn cases() -> BTreeMap<String, Value> {
    files()
        .into_iter()
        .flat_map(|(file, cases)| cases.into_iter().map(move |case| (format!("{file}/{}", text_of(&case["name"])), case)))
        .collect()
}

/// The cases of each file, by its name without the ending.
fn files() -> BTreeMap<String, Vec<Value>> {
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let file: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, without_breaks(&file)["cases"].as_array().unwrap().clone())
    };
    fs::read_dir(format!("{TESTDATA}/cases")).unwrap().map(read).collect()
}

/// `‖` only keeps live-looking secrets out of the repository.
fn without_breaks(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.replace('‖', "")),
        Value::Array(all) => all.iter().map(without_breaks).collect(),
        Value::Object(all) => all.iter().map(|(key, value)| (key.clone(), without_breaks(value))).collect(),
        other => other.clone(),
    }
}

/// `file/name` of the cases that are right and not met yet.
fn known_misses() -> BTreeSet<String> {
    let text = fs::read_to_string(format!("{TESTDATA}/known_misses.txt")).unwrap();
    let names = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a string: {value}")).to_owned()
}
