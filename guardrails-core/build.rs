//! Embeds the built-in rules: reads `rules/*.toml`, refuses a rule that is wrong, and writes them as constants, without their
//! examples. Reads nothing outside the crate and writes nothing outside `OUT_DIR`.

#![allow(clippy::disallowed_methods, clippy::panic, clippy::print_stdout)]

#[path = "src/rules/literals.rs"]
#[allow(dead_code)]
mod literals;
#[path = "src/rules/source.rs"]
#[allow(dead_code)]
mod source;

use std::fmt::Write as _;
use std::{env, fs, path::Path};

use literals::Literals;
use source::{Expanded, RuleFile};

fn main() {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/rules/literals.rs");
    println!("cargo::rerun-if-changed=src/rules/source.rs");
    let mut files: Vec<_> = fs::read_dir("rules").map(|dir| dir.filter_map(|entry| Some(entry.ok()?.path())).collect()).unwrap_or_default();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let mut ids = std::collections::BTreeSet::new();
    let mut out = String::from("pub(crate) static BUILT_IN: &[RuleData] = &[\n");
    for path in &files {
        for rule in read(path) {
            assert!(ids.insert(rule.source.id.clone()), "{}: rule `{}` stands twice", path.display(), rule.source.id);
            write_rule(&mut out, &rule);
        }
    }
    out.push_str("];\n");
    let out_dir = env::var("OUT_DIR").unwrap_or_else(|_| panic!("cargo sets OUT_DIR"));
    fs::write(Path::new(&out_dir).join("rules.rs"), out).unwrap_or_else(|error| panic!("rules.rs: {error}"));
}

fn read(path: &Path) -> Vec<Expanded> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file: RuleFile = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    file.expand().unwrap_or_else(|(id, fault)| panic!("{}: rule `{id}`: {fault}", path.display()))
}

fn write_rule(out: &mut String, rule: &Expanded) {
    let source = &rule.source;
    let Literals { words, anchored, also, exact, word } = &rule.literals;
    let trigger = if !source.near.is_empty() {
        format!("Trigger::Near {{ words: {}, within: {} }}", list(&source.near), source.within.unwrap_or(48))
    } else if !words.is_empty() {
        format!("Trigger::Keywords {{ words: {}, anchored: {anchored}, also: {}, exact: {exact}, word: {word} }}", list(words), list(also))
    } else if source.anchor.as_deref() == Some("digits") {
        format!("Trigger::Digits {{ min: {} }}", source.min_digits.unwrap_or(1))
    } else {
        "Trigger::Token".to_owned()
    };
    let text = |value: &str| format!("Cow::Borrowed({value:?})");
    let option = |value: &Option<String>| value.as_deref().map_or("None".to_owned(), |value| format!("Some({})", text(value)));
    let number = |value: Option<f32>| value.map_or("None".to_owned(), |value| format!("Some({value:?})"));
    let _ = writeln!(
        out,
        "RuleData {{ id: {}, kind: {}, category: Category::{}, description: {}, severity: Severity::{}, confidence: {:?}, proven_confidence: {}, \
         trigger: {trigger}, pattern: {}, max_len: {}, ignore_case: {}, capture: {}, validator: {}, min_entropy: {}, allow: {}, context: {}, \
         context_boost: {:?}, context_against: {}, sources: SourceSet::from_bits({}), bounded: true, preview: {} }},",
        text(&source.id),
        text(&rule.kind),
        camel(&rule.category),
        text(&source.description),
        camel(&rule.severity),
        rule.confidence,
        number(source.proven_confidence),
        option(&rule.pattern),
        rule.max_len,
        rule.ignore_case,
        source.capture,
        option(&source.validator),
        number(source.min_entropy),
        option(&source.allow),
        list(&source.context),
        source.context_boost.unwrap_or(0.35),
        list(&source.context_against),
        rule.source_bits(),
        rule.preview,
    );
}

fn list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("Cow::Borrowed({word:?})")).collect();
    format!("Cow::Borrowed(&[{}])", words.join(", "))
}

fn camel(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}
