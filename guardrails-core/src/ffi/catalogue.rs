//! What a guard looks for and what becomes of it, for people who choose and review a policy.

use serde::Serialize;

use crate::policy::Direction;
use crate::{Action, Category, Finding, Guard, SCANNERS, Severity, Span};

/// Every scanner, rule and kind of a guard as one line of JSON:
///
/// ```json
/// { "version": 1, "policy": "default", "min_confidence": 0.5, "thresholds": { "injection": 0.8 }, "on_error": "block",
///   "scanners": [ { "name": "pii", "category": "pii", "description": "…", "runs": true } ],
///   "rules": [ { "id": "pii.iban", "kind": "IBAN", "category": "pii", "severity": "high", "description": "…", "preview": false,
///                "input": "redact", "output": "redact" } ] }
/// ```
///
/// `input` and `output` are what becomes of a finding of the rule on its way to the model and from it; in a category of `thresholds` with a
/// score that reaches the threshold. Labels of classifiers are rules as well. What scanners report beside their rules has no severity of its own (`null`).
pub fn catalogue(guard: &Guard) -> String {
    let policy = guard.policy();
    let runs = |name: &str| policy.scanners.as_ref().is_none_or(|names| names.iter().any(|own| own == name));
    let scanners: Vec<ScannerRow> = SCANNERS
        .iter()
        .map(|entry| ScannerRow { name: entry.name, category: entry.category, description: entry.description, runs: runs(entry.name) })
        .collect();
    let rules = guard.rules().map(|rule| {
        let sample = Finding::new(rule.id.to_owned(), rule.category, rule.kind.to_owned(), Span::new(0, 0)).severity(rule.severity);
        RuleRow::new(guard, Finding { preview: rule.preview, ..sample }, Some(rule.severity), rule.description)
    });
    let reports = SCANNERS.iter().filter(|entry| runs(entry.name)).flat_map(|entry| {
        let row = |(id, kind): &(&'static str, &'static str)| Finding::new(*id, entry.category, *kind, Span::new(0, 0));
        entry.reports.iter().map(move |report| RuleRow::new(guard, row(report), None, entry.description))
    });
    let labels = guard.labels().into_iter().map(|label| {
        let severity = label.severity;
        RuleRow::new(guard, label, Some(severity), "a label of a model")
    });
    let mut rules: Vec<RuleRow> = rules.chain(reports).chain(labels).collect();
    rules.sort_by(|a, b| (a.category, &a.id, &a.kind).cmp(&(b.category, &b.id, &b.kind)));
    let all = Catalogue {
        version: 1,
        policy: &policy.name,
        min_confidence: policy.min_confidence,
        thresholds: &policy.thresholds,
        on_error: policy.on_error,
        scanners,
        rules,
    };
    // Strings, booleans and finite numbers only, so that this cannot fail.
    serde_json::to_string(&all).unwrap_or_default()
}

#[derive(Serialize)]
struct Catalogue<'g> {
    version: u32,
    policy: &'g str,
    min_confidence: crate::Confidence,
    thresholds: &'g std::collections::BTreeMap<Category, crate::Confidence>,
    on_error: Action,
    scanners: Vec<ScannerRow>,
    rules: Vec<RuleRow>,
}

#[derive(Serialize)]
struct ScannerRow {
    name: &'static str,
    category: Category,
    description: &'static str,
    runs: bool,
}

#[derive(Serialize)]
struct RuleRow {
    id: String,
    kind: String,
    category: Category,
    severity: Option<Severity>,
    description: String,
    preview: bool,
    input: Action,
    output: Action,
}

impl RuleRow {
    fn new(guard: &Guard, sample: Finding, severity: Option<Severity>, description: &str) -> Self {
        let [input, output] = [Direction::Input, Direction::Output].map(|direction| guard.action_of(&sample, direction));
        let Finding { rule, kind, category, preview, .. } = sample;
        Self { id: rule.into(), kind: kind.into(), category, severity, description: description.into(), preview, input, output }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;

    fn of(policy: &str) -> serde_json::Value {
        serde_json::from_str(&catalogue(&Guard::from_policy(Policy::from_toml(policy).unwrap()).unwrap())).unwrap()
    }

    fn row(all: &serde_json::Value, id: &str) -> serde_json::Value {
        all["rules"].as_array().unwrap().iter().find(|rule| rule["id"] == id).cloned().unwrap_or_default()
    }

    #[test]
    fn every_rule_scanner_and_report_is_there_with_its_action() {
        let all = of("");
        let guard = Guard::default();
        let reports: usize = SCANNERS.iter().map(|entry| entry.reports.len()).sum();
        assert_eq!(all["rules"].as_array().unwrap().len(), guard.rules().count() + reports);
        assert_eq!(all["scanners"].as_array().unwrap().len(), SCANNERS.len());
        assert_eq!(row(&all, "pii.credit_card")["input"], "redact");
        assert_eq!(row(&all, "leak.canary")["output"], "block");
        assert_eq!(all["thresholds"]["injection"], 0.8);
        let injection = all["rules"].as_array().unwrap().iter().find(|rule| rule["category"] == "injection" && rule["preview"] == false);
        assert_eq!(injection.map(|rule| (&rule["input"], &rule["output"])), Some((&"block".into(), &"flag".into())));
    }

    #[test]
    fn it_is_that_of_the_guard() {
        let all = of("name = 'x'\nscanners = ['pii']\n[input]\npii = 'block'\n[[override]]\nkinds = ['IBAN']\naction = 'flag'");
        assert_eq!(
            (row(&all, "pii.credit_card")["input"].as_str(), row(&all, "pii.iban")["input"].as_str()),
            (Some("block"), Some("flag"))
        );
        assert_eq!(row(&all, "leak.canary"), serde_json::Value::Null);
        let runs = |name: &str| all["scanners"].as_array().unwrap().iter().find(|row| row["name"] == name).map(|row| row["runs"].clone());
        assert_eq!((runs("pii"), runs("leak")), (Some(true.into()), Some(false.into())));
    }
}
