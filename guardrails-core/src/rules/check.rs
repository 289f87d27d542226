//! The check that a rule file proves what it says.

use std::borrow::Cow;

use super::engine::Engine;
use super::{Rule, RuleData, parse_file};
use crate::view::Folded;
use crate::{Error, Source, Span};

/// What [`check_rules`] found out about a rule file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RuleReport {
    /// The ids of the rules in the file.
    pub rules: Vec<String>,
    /// What is wrong with them, by rule; empty where every rule holds.
    pub faults: Vec<Error>,
}

/// Checks every rule of a TOML file in the format of `docs/rules.md`: its pattern compiles and has a longest match, each example
/// yields exactly the spans marked with `⟦ ⟧`, no counterexample yields any, and the keywords lose no match. `‖` is dropped
/// from examples.
///
/// # Errors
///
/// A file that cannot be read as rules at all: [`ErrorKind::Rule`](crate::ErrorKind::Rule). What is wrong with single rules is in
/// [`RuleReport::faults`].
///
/// ```
/// let report = guardrails_core::check_rules(r#"
///     [[rule]]
///     id = "custom.ticket"
///     keywords = ["tick-"]
///     pattern = '\btick-[0-9]{6}\b'
///     examples = ["see ⟦tick-004211⟧, please"]
///     counterexamples = ["tick-box"]
/// "#)?;
/// assert!(report.faults.is_empty());
/// # Ok::<(), guardrails_core::Error>(())
/// ```
pub fn check_rules(toml: &str) -> Result<RuleReport, Error> {
    let file = parse_file(toml)?;
    let rules = RuleData::all_of(&file)?;
    let mut report = RuleReport { rules: Vec::new(), faults: Vec::new() };
    for (source, data) in file.rules.iter().zip(rules) {
        report.rules.push(source.id.clone());
        let fault = |what: String| Error::rule(&source.id, what);
        if source.examples.is_empty() {
            report.faults.push(fault("no example".into()));
        }
        if source.counterexamples.is_empty() {
            report.faults.push(fault("no counterexample".into()));
        }
        match check_one(data, &source.examples, &source.counterexamples) {
            Ok(faults) => report.faults.extend(faults.into_iter().map(fault)),
            Err(error) => report.faults.push(error),
        }
    }
    Ok(report)
}

fn check_one(data: RuleData, examples: &[String], counterexamples: &[String]) -> Result<Vec<String>, Error> {
    let source = Source::ALL.into_iter().find(|source| data.sources.contains(*source)).unwrap_or_default();
    let rule = |data: RuleData| Rule::new(Cow::Owned(data), crate::policy::MIN_CONFIDENCE);
    let slow = Engine::new(vec![rule(data.clone())], false)?;
    let fast = Engine::new(vec![rule(data)], true)?;
    fast.rules().iter().try_for_each(Rule::compile)?;
    let mut faults = Vec::new();
    for (index, example) in examples.iter().enumerate() {
        let Some((text, expected)) = marked(example) else {
            faults.push(format!("example {}: `⟦` and `⟧` do not pair", index + 1));
            continue;
        };
        if expected.is_empty() {
            faults.push(format!("example {} marks no match", index + 1));
        }
        let found = spans(&fast, &text, source);
        if found != expected {
            faults.push(format!("example {}: marked {}, found {}", index + 1, show(&expected), show(&found)));
        }
        if found != spans(&slow, &text, source) {
            faults.push(format!("example {}: the keywords or anchor lose a match", index + 1));
        }
    }
    for (index, text) in counterexamples.iter().enumerate() {
        let text = text.replace('‖', "");
        let found = spans(&fast, &text, source);
        if !found.is_empty() {
            faults.push(format!("counterexample {}: found {}", index + 1, show(&found)));
        }
    }
    Ok(faults)
}

fn spans(engine: &Engine, text: &str, source: Source) -> Vec<Span> {
    let folded = Folded::new(text);
    let mut spans = Vec::new();
    // The limit is far above what an example can reach.
    let _ = engine.scan(folded.text(), source, usize::MAX, |found| spans.push(folded.raw_span(text, found.span)));
    spans
}

/// An example without its marks, and what they mark; none where they do not pair.
fn marked(example: &str) -> Option<(String, Vec<Span>)> {
    let (mut text, mut spans, mut open) = (String::new(), Vec::new(), None);
    for c in example.chars() {
        match c {
            '⟦' if open.is_none() => open = Some(text.len()),
            '⟧' => spans.push(Span::new(open.take()?, text.len())),
            '‖' => {}
            '⟦' => return None,
            _ => text.push(c),
        }
    }
    open.is_none().then_some((text, spans))
}

fn show(spans: &[Span]) -> String {
    if spans.is_empty() {
        return "nothing".into();
    }
    spans.iter().map(|span| format!("{}..{}", span.start, span.end)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(rule: &str) -> String {
        let report = check_rules(&format!("[[rule]]\nid = \"custom.x\"\n{rule}"));
        report.map_or_else(|error| error.to_string(), |report| report.faults.iter().map(|f| f.to_string()).collect::<Vec<_>>().join("; "))
    }

    #[test]
    fn every_fault_is_named() {
        let body = "examples = ['⟦abc1⟧']\ncounterexamples = ['abc']";
        for (rule, expected) in [
            ("keywords = ['abc']\npattern = 'abc[0-9]'\nexamples = ['⟦abc1⟧']\ncounterexamples = ['abc']", ""),
            ("keywords = ['abc']\npattern = 'abc[0-9]'", "rule `custom.x`: no example; rule `custom.x`: no counterexample"),
            (
                &format!("keywords = ['abc']\npattern = 'abc[0-9]+'\n{body}"),
                "rule `custom.x`: the pattern has no longest match: write `{1,64}` for `+`",
            ),
            (
                &format!("keywords = ['abd']\npattern = '[a-z]{{3}}[0-9]'\n{body}"),
                "rule `custom.x`: example 1: marked 0..4, found nothing; rule `custom.x`: example 1: the keywords or anchor lose a match",
            ),
            (
                &format!("anchor = 'token'\npattern = '[a-z]{{3}}[0-9]'\n{body}"),
                "rule `custom.x`: example 1: marked 0..4, found nothing; rule `custom.x`: example 1: the keywords or anchor lose a match",
            ),
            (&format!("keywords = ['abc']\npattern = 'abc[0-9]?'\n{body}"), "rule `custom.x`: counterexample 1: found 0..3"),
            (&format!("keywords = ['abc']\npattern = 'abc('\n{body}"), "rule `custom.x`: pattern: unclosed group"),
            (
                &format!("keywords = ['abc']\npattern = 'abc[0-9]'\nvalidator = 'credit_crd'\n{body}"),
                "rule `custom.x`: unknown validator `credit_crd`, did you mean `credit_card`?",
            ),
            (
                &format!("pattern = 'abc[0-9]'\n{body}"),
                "rule `custom.x`: exactly one of `keywords`, `near` and `anchor` says where to look",
            ),
            (&format!("keyword = ['abc']\n{body}"), "rules: line 3: unknown key `rule[0].keyword`, did you mean `keywords`?"),
        ] {
            assert_eq!(faults(rule), expected, "{rule}");
        }
    }
}
