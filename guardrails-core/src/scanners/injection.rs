//! Prompt injection, jailbreaks and extraction of the system prompt: rules and a learned model, and one score for the whole text.

use smallvec::SmallVec;

use crate::model::InjectionModel;
use crate::scanner::ScannerEntry;
use crate::{Category, Confidence, Finding, Scan, ScanError, Scanner, Severity, Span};

pub(super) const ENTRY: ScannerEntry = ScannerEntry {
    name: "injection",
    category: Category::Injection,
    description: "text that tries to take over the model: instruction override, jailbreaks, forged turns, extraction of the system prompt",
    reports: &[(MODEL_RULE, MODEL_KIND)],
    build: Some(|| Box::new(Injection { model: InjectionModel::new() })),
};

const MODEL_RULE: &str = "injection.model";
const MODEL_KIND: &str = "PROMPT_INJECTION";

/// From which probability up the model says where it sees the attack, if the whole text is above the threshold and the rules alone
/// are not: what they found says more.
const SURE_ENOUGH: f32 = 0.5;

/// The most that the model alone says: a threshold above it leaves the word to the rules.
const MOST: f32 = 0.94;

/// Below this a score says nothing.
const NOTHING: f32 = 0.01;

/// Combines the rules that fired and the model into `scores.injection`.
#[derive(Debug)]
struct Injection {
    model: InjectionModel,
}

impl Scanner for Injection {
    fn name(&self) -> &str {
        ENTRY.name
    }

    fn reports(&self) -> &[(&'static str, &'static str)] {
        ENTRY.reports
    }

    /// A rule's confidence is the chance that a text with its match is an attack. Rules that fire are taken as independent
    /// witnesses, each counted once at its surest: the text is an attack unless all of them are wrong. The model sees the same words
    /// as the rules, so that the higher of the two counts.
    fn scan(&self, scan: &mut Scan<'_>) -> Result<(), ScanError> {
        let rules_wrong = all_wrong(scan.findings());
        let words = |window: Span| window.of(scan.folded_text()).is_none_or(reads_like_words);
        let suspect = self.model.look(scan.folded_text(), scan.source()).filter(|suspect| words(suspect.window));
        let model = suspect.map_or(0.0, |suspect| suspect.probability.min(MOST));
        // Four decimals: what is left of the sum's rounding must not decide at a threshold.
        let rounded = |value: f32| if value < NOTHING { 0.0 } else { (value * 1e4).round() / 1e4 };
        let score = rounded((1.0 - rules_wrong).max(model));
        if let Some(suspect) = suspect
            && model >= SURE_ENOUGH
            && score >= scan.injection_threshold()
            && rounded(1.0 - rules_wrong) < scan.injection_threshold()
        {
            let place = scan.span(self.model.sentence(scan.folded_text(), suspect.window));
            let confidence = Confidence::clamped(rounded(model));
            scan.report(Finding::new(MODEL_RULE, ENTRY.category, MODEL_KIND, place).severity(Severity::High).confidence(confidence));
        }
        scan.score(Category::Injection, Confidence::clamped(score));
        Ok(())
    }
}

/// Whether half of what is no space are letters: of codes, dumps and drawings the model has no idea.
fn reads_like_words(text: &str) -> bool {
    let letters = text.bytes().filter(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()).count();
    let signs = text.bytes().filter(u8::is_ascii_graphic).count();
    letters * 2 >= signs
}

/// The chance that every rule that fired is wrong.
fn all_wrong(findings: &[Finding]) -> f32 {
    let mut witnesses: SmallVec<[(&str, f32); 16]> = findings
        .iter()
        .filter(|finding| finding.category == Category::Injection && !finding.preview)
        .map(|finding| (finding.rule.as_ref(), finding.confidence.get()))
        .collect();
    witnesses.sort_by(|a, b| a.0.cmp(b.0).then(b.1.total_cmp(&a.1)));
    witnesses.dedup_by_key(|(rule, _)| *rule);
    witnesses.iter().map(|(_, confidence)| 1.0 - confidence).product()
}
