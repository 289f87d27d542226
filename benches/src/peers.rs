//! Every check that is measured: our own, the floor and the Rust peers.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use guardrails_core::{Action, Category, Guard};

/// What one library does with a text in one call.
pub struct Check {
    /// The library.
    pub peer: &'static str,
    /// Its version.
    pub version: &'static str,
    /// What of it runs.
    pub name: &'static str,
    /// What it claims to find, of `injection`, `pii` and `secrets`; none for the floor.
    pub of: &'static [&'static str],
    /// Whether it found something.
    pub run: Box<dyn Fn(&str) -> bool>,
}

fn check(peer: &'static str, version: &'static str, name: &'static str, of: &'static [&'static str], run: impl Fn(&str) -> bool + 'static) -> Check {
    Check { peer, version, name, of, run: Box::new(run) }
}

/// The guard, all of it and the parts that peers have.
pub fn ours() -> Vec<Check> {
    const NAME: &str = "guardrails-core";
    const VERSION: &str = "this build";
    // Found is what the default policy acts on: it flags more than that.
    let acts = |guard: Guard| move |text: &str| guard.scan_input(text).action >= Action::Redact;
    let part = |name: &str| Guard::builder().scanners([name]).build().expect("a guard");
    vec![
        check(NAME, VERSION, "everything", &["injection", "pii", "secrets"], acts(Guard::default())),
        check(NAME, VERSION, "injection alone", &["injection"], {
            let guard = part("injection");
            move |text| guard.scan_input(text).findings.iter().any(|finding| finding.category == Category::Injection && finding.action == Action::Block)
        }),
        check(NAME, VERSION, "pii alone", &["pii"], acts(part("pii"))),
        check(NAME, VERSION, "secrets alone", &["secrets"], acts(part("secrets"))),
    ]
}

/// What any scanner of this kind pays at least.
pub fn floor() -> Vec<Check> {
    let automaton = bare(&Guard::default());
    vec![
        // A byte that stands in no text.
        check("memchr", "2", "one byte that is not there", &[], |text| memchr::memchr(0, text.as_bytes()).is_some()),
        check("aho-corasick", "1", "the literals of our rules, nothing behind them", &[], move |text| automaton.find_overlapping_iter(text).count() > usize::MAX / 2),
    ]
}

/// One automaton over everything the guard's own first pass looks for, of the fastest kind there is.
pub fn bare(guard: &Guard) -> AhoCorasick {
    AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).match_kind(MatchKind::Standard).ascii_case_insensitive(true).build(guard.keywords()).expect("an automaton")
}

/// The peers, each as its documentation shows it.
pub fn rust_peers() -> Vec<Check> {
    use cerberust::{PiiScanner, ScannerStack, SecretScanner};
    use llm_guard::{patterns::COMMON_INJECTION_PATTERNS as COMMON, *};
    let pipeline = || Pipeline::new(PipelineMode::All);
    let found = |pipeline: Pipeline| move |text: &str| !pipeline.scan(text).matches.is_empty();
    let injection = || pipeline().with(RoleOverride::new()).with(BanSubstrings::new("inj", COMMON)).with(Deobfuscate::new(BanSubstrings::new("deob", COMMON))).with(TemplateMarkerShape::new());
    #[allow(unused_mut)]
    let mut all = vec![
        check("cerberust", "0.2.2", "PII and secrets", &["pii", "secrets"], |text| {
            let mut stack = ScannerStack::new(vec![Box::new(PiiScanner::new()), Box::new(SecretScanner::new())], true);
            stack.run_input(text).map_or(true, |redacted| redacted != text)
        }),
        check("llm-guard (crate)", "0.2.0", "phrases, roles, templates, deobfuscated", &["injection"], found(injection())),
        check("llm-guard (crate)", "0.2.0", "PII", &["pii"], found(pipeline().with(PiiPatterns::new()))),
        check("llm-guard (crate)", "0.2.0", "secrets", &["secrets"], found(pipeline().with(Secrets::new()))),
        check(
            "llm-guard (crate)", "0.2.0", "all of these and invisible text", &["injection", "pii", "secrets"],
            found(injection().with(InvisibleText::new()).with(Secrets::new()).with(PiiPatterns::new())),
        ),
    ];
    #[cfg(feature = "peers")]
    all.extend(more_peers());
    all
}

#[cfg(feature = "peers")]
fn more_peers() -> Vec<Check> {
    use guardrail_classifiers::{PiiRedactor, RegexInjectionScanner};
    use guardrail_core::{Decision, request::*};
    let injection = RegexInjectionScanner::default();
    let pii = PiiRedactor::default();
    let engine = redact_core::AnalyzerEngine::new();
    vec![
        check("guardrail-classifiers", "0.3.1", "injection by regexes", &["injection"], move |text| {
            let message: ChatMessage = serde_json::from_value(serde_json::json!({"role": "user", "content": text})).expect("a message");
            let request = GuardrailRequest::new(vec![message], String::new(), Provider::OpenAI);
            !matches!(injection.evaluate_sync(&request), Decision::Allow)
        }),
        check("guardrail-classifiers", "0.3.1", "PII", &["pii"], move |text| !pii.redact_text_with_records(text).1.is_empty()),
        check("redact-core", "0.12.7", "analyze, without URLs, domains and dates", &["pii"], move |text| {
            let found = engine.analyze(text, None).expect("an analysis").detected_entities;
            found.iter().any(|entity| !["URL", "DOMAIN_NAME", "DATE_TIME"].contains(&entity.entity_type.as_str()))
        }),
    ]
}
