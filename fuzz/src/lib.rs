//! The properties that fuzzing looks for a counterexample to. Each takes any bytes and panics where the property does not hold.

use std::sync::LazyLock;

use guardrails_core::{Action, Guard, Input, Output, Policy, Source, Unit, check_rules};

static GUARD: LazyLock<Guard> = LazyLock::new(Guard::default);
static SLOW: LazyLock<Guard> = LazyLock::new(|| Guard::builder().without_prefilter().build().expect("the default policy builds"));

/// Any text from any source gets a verdict whose spans lie in the text and whose JSON is one line; redaction leaves what was
/// not found.
pub fn scan(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let source = [Source::User, Source::Document, Source::Tool, Source::System][data.len() % 4];
    let context = [text.as_ref()];
    let output = Output::new(&text).prompt(&text).system_prompt(&text).context(&context);
    for verdict in [GUARD.scan_input(Input::new(&text, source)), GUARD.scan_output(output)] {
        assert!(verdict.errors.is_empty(), "{:?}", verdict.errors);
        for finding in &verdict.findings {
            assert!(finding.text(&text).is_some_and(|found| !found.is_empty()), "{finding:?}");
        }
        for unit in [Unit::Bytes, Unit::CodePoints, Unit::Utf16] {
            assert_eq!(verdict.to_json(unit).lines().count(), 1);
        }
        let redacted: usize = verdict.findings.iter().filter(|f| f.action == Action::Redact).map(|f| f.span.len()).sum();
        if let Some(rest) = verdict.text() {
            assert!(redacted > 0 || rest == text);
        }
    }
}

/// The prefilter loses no match and adds none.
pub fn prefilter(data: &[u8]) {
    let text = String::from_utf8_lossy(data.get(..2048).unwrap_or(data));
    assert_eq!(GUARD.scan_input(text.as_ref()).findings, SLOW.scan_input(text.as_ref()).findings);
}

/// A policy is read or refused, and what was read builds or is refused.
pub fn policy(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for policy in [Policy::from_toml(&text), Policy::from_json(&text)] {
        match policy.and_then(Guard::from_policy) {
            Ok(guard) => drop(guard.scan_input("ada@example.com")),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

/// A rule file is checked or refused.
pub fn rules(data: &[u8]) {
    match check_rules(&String::from_utf8_lossy(data)) {
        Ok(report) => drop(report),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
