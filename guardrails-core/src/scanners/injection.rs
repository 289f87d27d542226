//! Prompt injection, jailbreaks and extraction of the system prompt: rules, and one score for the whole text.

use crate::scanner::ScannerEntry;
use crate::{Category, Confidence, Scan, ScanError, Scanner};

pub(super) const ENTRY: ScannerEntry = ScannerEntry {
    name: "injection",
    category: Category::Injection,
    description: "text that tries to take over the model: instruction override, jailbreaks, forged turns, extraction of the system prompt",
    reports: &[],
    build: Some(|| Box::new(Injection)),
};

/// Combines the rules that fired into `scores.injection`.
#[derive(Debug)]
struct Injection;

impl Scanner for Injection {
    fn name(&self) -> &str {
        ENTRY.name
    }

    /// A rule's confidence is the chance that a text with its match is an attack. Rules that fire are taken as independent
    /// witnesses, each counted once at its surest: the text is an attack unless all of them are wrong.
    fn scan(&self, scan: &mut Scan<'_>) -> Result<(), ScanError> {
        let mut witnesses: Vec<(&str, f32)> = scan
            .findings()
            .iter()
            .filter(|finding| finding.category == Category::Injection && !finding.preview)
            .map(|finding| (finding.rule.as_ref(), finding.confidence.get()))
            .collect();
        witnesses.sort_by(|a, b| a.0.cmp(b.0).then(b.1.total_cmp(&a.1)));
        witnesses.dedup_by_key(|(rule, _)| *rule);
        let all_wrong: f32 = witnesses.iter().map(|(_, confidence)| 1.0 - confidence).product();
        // Four decimals: what is left of the sum's rounding must not decide at a threshold.
        let score = ((1.0 - all_wrong) * 1e4).round() / 1e4;
        scan.score(Category::Injection, Confidence::clamped(score));
        Ok(())
    }
}
