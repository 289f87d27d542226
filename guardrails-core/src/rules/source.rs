//! A rule file as it is written, and what becomes of it: shared by the build script, which embeds the built-in rules, and by
//! the library, which takes rules from policies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::gate::{gate, opening};
pub use super::literals::Literals;
use super::literals::literals;
use super::prefixes::Prefixes;
use super::required::{Stored, required};
use super::runs::{required_digits, required_run};
use super::stems::Stems;
use super::stops::{Stops, stops};

/// Longest match of a rule in bytes: a PEM private key of 8192 bits is 6.4 KB, and twice that when its line ends are escaped.
pub const MAX_MATCH: usize = 16 << 10;

/// One rule as written; `docs/rules.md` says what each field means.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct RuleSource {
    pub id: String,
    pub kind: Option<String>,
    pub category: Option<String>,
    pub description: String,
    pub severity: Option<String>,
    pub confidence: Option<f32>,
    pub proven_confidence: Option<f32>,
    pub keywords: Vec<String>,
    pub near: Vec<String>,
    pub within: Option<usize>,
    pub anchor: Option<String>,
    pub min_digits: Option<usize>,
    pub pattern: Option<String>,
    pub capture: usize,
    pub case: Option<String>,
    pub spaces: Option<String>,
    pub validator: Option<String>,
    pub min_entropy: Option<f32>,
    pub allow: Option<String>,
    pub context: Vec<String>,
    pub context_boost: Option<f32>,
    pub context_against: Vec<String>,
    pub sources: Option<Vec<String>>,
    pub languages: Option<Vec<String>>,
    pub references: Vec<String>,
    pub examples: Vec<String>,
    pub counterexamples: Vec<String>,
    pub status: Option<String>,
}

/// What the rules of a file have in common.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct Defaults {
    pub category: Option<String>,
    pub severity: Option<String>,
    pub confidence: Option<f32>,
    pub case: Option<String>,
    pub spaces: Option<String>,
    pub sources: Option<Vec<String>>,
    pub languages: Option<Vec<String>>,
    pub status: Option<String>,
}

/// A rule file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct RuleFile {
    pub defaults: Defaults,
    pub words: BTreeMap<String, String>,
    #[serde(rename = "rule")]
    pub rules: Vec<RuleSource>,
}

/// A rule with every default filled in and its pattern ready for the regex compiler.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Expanded {
    pub source: RuleSource,
    pub kind: String,
    pub category: String,
    pub severity: String,
    pub confidence: f32,
    pub pattern: Option<String>,
    pub max_len: usize,
    /// Token characters in a row in every match, or 0.
    pub run: usize,
    /// ASCII digits in every match.
    pub digits: usize,
    /// A condition on the words of every match, as [`required`] writes it.
    pub required: Vec<Stored>,
    /// What ends a window round a keyword of the rule.
    pub stops: Option<Stops>,
    /// What every match begins with, where the literals are only its first letters.
    pub stems: Stems,
    /// Whether the pattern has a gate.
    pub gate: bool,
    /// What its matches begin with, where that is asked first.
    pub opening: Option<String>,
    pub literals: Literals,
    pub ignore_case: bool,
    pub sources: Vec<String>,
    pub preview: bool,
}

impl RuleFile {
    /// Every rule, expanded; or the id of the first that is wrong, and what is wrong with it.
    pub fn expand(&self) -> Result<Vec<Expanded>, (String, String)> {
        let words = expand_words(&self.words).map_err(|fault| ("[words]".to_owned(), fault))?;
        self.rules.iter().map(|rule| rule.expand(&self.defaults, &words).map_err(|fault| (rule.id.clone(), fault))).collect()
    }
}

impl RuleSource {
    /// How many digits every match holds at least, as far as the rule says so.
    pub fn digits(&self) -> usize {
        if self.anchor.as_deref() == Some("digits") { self.min_digits.unwrap_or(1) } else { 0 }
    }

    fn expand(&self, defaults: &Defaults, words: &BTreeMap<String, String>) -> Result<Expanded, String> {
        let source = self.clone();
        if !is_id(&self.id) {
            return Err("an id is `area.snake_name`, of a-z, 0-9, `_` and `.`".into());
        }
        let choice = |own: &Option<String>, default: &Option<String>, fallback: &str| {
            own.clone().or_else(|| default.clone()).unwrap_or_else(|| fallback.to_owned())
        };
        let last = self.id.rsplit('.').next().unwrap_or_default().to_uppercase();
        let kind = self.kind.clone().unwrap_or(last);
        if !kind.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_') {
            return Err(format!("kind `{kind}` is not UPPER_SNAKE"));
        }
        let category = choice(&self.category, &defaults.category, if self.id.starts_with("custom.") { "custom" } else { "" });
        if category.is_empty() {
            return Err("no category".into());
        }
        for (name, value) in
            [("confidence", self.confidence), ("proven_confidence", self.proven_confidence), ("context_boost", self.context_boost)]
        {
            if value.is_some_and(|v| !(0.0..=1.0).contains(&v)) {
                return Err(format!("{name} is not between 0 and 1"));
            }
        }
        let ignore_case = one_of("case", &choice(&self.case, &defaults.case, "exact"), &["exact", "ignore"])? == "ignore";
        let loose = one_of("spaces", &choice(&self.spaces, &defaults.spaces, "literal"), &["literal", "loose"])? == "loose";
        let preview = one_of("status", &choice(&self.status, &defaults.status, "stable"), &["stable", "preview"])? == "preview";
        let severity = one_of("severity", &choice(&self.severity, &defaults.severity, "medium"), &["low", "medium", "high", "critical"])?;
        let sources = self.sources.clone().or_else(|| defaults.sources.clone()).unwrap_or_default();
        for source in &sources {
            one_of("source", source, SOURCES)?;
        }
        if let Some(anchor) = &self.anchor {
            one_of("anchor", anchor, &["digits", "token"])?;
        }
        let triggers = [!self.keywords.is_empty(), !self.near.is_empty(), self.anchor.is_some()];
        if triggers.iter().filter(|set| **set).count() != 1 {
            return Err("exactly one of `keywords`, `near` and `anchor` says where to look".into());
        }
        if self.keywords.iter().chain(&self.near).any(|word| word.is_empty()) {
            return Err("a keyword is empty".into());
        }
        if self.context.iter().chain(&self.context_against).any(|word| word.is_empty()) {
            return Err("a word of the context is empty".into());
        }
        let pattern = self.pattern.as_ref().map(|pattern| expand_pattern(pattern, words, loose)).transpose()?;
        let hir = pattern.as_ref().map(|pattern| parse(pattern, ignore_case)).transpose()?;
        let (max_len, run, digits, gate, stops) = match &hir {
            None if self.keywords.is_empty() => return Err("no pattern: only `keywords` can do without".into()),
            None => (self.keywords.iter().map(String::len).max().unwrap_or(0), 0, 0, false, None),
            Some(hir) => {
                let max_len = longest_match(hir, self.capture)?;
                let (run, digits) = (required_run(hir, self.capture), required_digits(hir).max(self.digits()));
                (max_len, run, digits, gate(hir, self.capture).is_some(), stops(hir, max_len))
            }
        };
        if let Some(allow) = &self.allow {
            parse(allow, ignore_case).map_err(|fault| format!("allow: {fault}"))?;
        }
        let confidence = self.confidence.or(defaults.confidence).unwrap_or(0.8);
        // Where case is ignored anywhere the search ignores it everywhere, so that every literal is read off once and not in all spellings.
        let any_case = ignore_case || pattern.as_ref().is_some_and(|pattern| pattern.contains("(?i"));
        let lower = match &pattern {
            Some(pattern) if any_case => Some(parse(&pattern.replace("(?i:", "(?:").replace("(?i)", ""), false)?),
            _ => hir.clone(),
        };
        let read = lower.as_ref().map(Prefixes::new);
        let literals = match &read {
            Some(read) => literals(read, any_case, &self.keywords, self.digits() > 0),
            None => Literals { words: self.keywords.clone(), ..Literals::default() },
        };
        let labelled = self.digits() > 0 && (literals.anchored || !literals.labels.is_empty());
        // A label says more than what stands behind it.
        let opening = hir.filter(|_| self.digits() > 0 && !labelled).and_then(|hir| opening(&hir)).map(|opening| opening.to_string());
        let (required, stems) = match &read {
            Some(read) => {
                let stems = match (labelled, literals.anchored && literals.also.is_empty()) {
                    (true, _) => Stems::of(read.hir),
                    (false, true) => Stems::few(read.hir, &literals.words),
                    (false, false) => Stems::default(),
                };
                (required(read, &[&literals.words, &literals.also]), stems)
            }
            None => (Vec::new(), Stems::default()),
        };
        Ok(Expanded {
            source,
            kind,
            category,
            severity,
            confidence,
            pattern,
            max_len,
            run,
            digits,
            required,
            stops,
            stems,
            gate,
            opening,
            literals,
            ignore_case,
            sources,
            preview,
        })
    }
}

/// The sources in the order of `Source::ALL`.
const SOURCES: &[&str] = &["user", "document", "tool", "system", "model"];

impl Expanded {
    /// The rule's sources as a set: bit *i* is the *i*-th of `Source::ALL`; all of them where the rule names none.
    pub fn source_bits(&self) -> u8 {
        let bit = |name: &String| SOURCES.iter().position(|known| known == name).map_or(0, |at| 1 << at);
        if self.sources.is_empty() { u8::MAX } else { self.sources.iter().map(bit).fold(0, |set, bit| set | bit) }
    }
}

fn is_id(id: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    id.contains('.') && id.split('.').all(part)
}

fn one_of(what: &str, value: &str, known: &[&str]) -> Result<String, String> {
    if known.contains(&value) { Ok(value.to_owned()) } else { Err(format!("{what} `{value}` is not one of {}", known.join(", "))) }
}

/// Words may use words; each is expanded until nothing is left to expand, or until that cannot end.
fn expand_words(words: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>, String> {
    let mut done = words.clone();
    for _ in 0..8 {
        if !done.values().any(|text| text.contains("{{")) {
            return Ok(done);
        }
        let before = done.clone();
        for text in done.values_mut() {
            *text = insert_words(text, &before)?;
        }
    }
    Err("words that use each other in a circle".into())
}

fn insert_words(text: &str, words: &BTreeMap<String, String>) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, tail) = after.split_once("}}").ok_or("`{{` without `}}`")?;
        let word = words.get(name).ok_or_else(|| format!("no word `{name}`"))?;
        out.push_str(before);
        out.push_str("(?:");
        out.push_str(word);
        out.push(')');
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}

/// One to eight bytes that end no sentence and belong to no ASCII word.
const LOOSE_SPACE: &str = "[^0-9A-Za-z.!?]{1,8}";

fn expand_pattern(pattern: &str, words: &BTreeMap<String, String>, loose: bool) -> Result<String, String> {
    let pattern = insert_words(pattern, words)?;
    if !loose {
        return Ok(pattern);
    }
    // A space in a class stays a space.
    let mut out = String::with_capacity(pattern.len() * 2);
    let (mut in_class, mut escaped) = (false, false);
    for c in pattern.chars() {
        match c {
            ' ' if !in_class && !escaped => out.push_str(LOOSE_SPACE),
            _ => out.push(c),
        }
        match c {
            '[' if !escaped => in_class = true,
            ']' if !escaped => in_class = false,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    Ok(out)
}

/// A pattern as the engine reads it: byte by byte.
pub fn parse(pattern: &str, ignore_case: bool) -> Result<regex_syntax::hir::Hir, String> {
    regex_syntax::ParserBuilder::new()
        .unicode(false)
        .utf8(false)
        .case_insensitive(ignore_case)
        .build()
        .parse(pattern)
        .map_err(|error| format!("pattern: {}", error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ")))
}

fn longest_match(hir: &regex_syntax::hir::Hir, capture: usize) -> Result<usize, String> {
    let properties = hir.properties();
    if capture > properties.explicit_captures_len() {
        return Err(format!("capture {capture}, and the pattern has {} groups", properties.explicit_captures_len()));
    }
    if properties.minimum_len() == Some(0) {
        return Err("the pattern matches the empty text".into());
    }
    match properties.maximum_len() {
        None => Err("the pattern has no longest match: write `{1,64}` for `+`".into()),
        Some(len) if len > MAX_MATCH => Err(format!("the longest match has {len} bytes, more than {MAX_MATCH}")),
        Some(len) => Ok(len),
    }
}
