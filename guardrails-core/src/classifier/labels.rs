//! What the labels of a model mean: the risk of each, on one scale.

use std::borrow::Cow;

use super::settings::{Activation, Calibration, LabelSettings, Means, PerSource, Settings, Task};
use crate::error::unknown;
use crate::{Category, Finding, Severity, Source, Span};

/// Where a label's threshold lies on the scale of scores: where the default policy acts.
pub(super) const ACTS: f32 = 0.8;

/// Probabilities nearer to 0 or 1 than this are none that an `f32` of a model can tell from them.
const CERTAIN: f64 = 1e-7;

/// Labels of usual models that say that all is well, in lower case. Names that begin with `not`, `non` and `no` and a sign say it as well.
const SAFE: &[&str] =
    &["safe", "benign", "legit", "legitimate", "normal", "neutral", "clean", "ok", "none", "harmless", "nontoxic", "unharmful", "valid"];

/// One thing that a model is asked about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Judge {
    pub(super) category: Category,
    rule: String,
    kind: String,
    severity: Severity,
    term: Term,
    thresholds: Vec<(Source, f64)>,
    calibration: Calibration,
}

/// What of a model's probabilities is the risk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Term {
    /// That of one label.
    Label(usize),
    /// What is left of 1 by these.
    NoneOf(Vec<usize>),
}

impl Judge {
    pub(super) fn term(&self) -> &Term {
        &self.term
    }

    /// The names of what it reports.
    pub(super) fn names(&self) -> (&str, &str) {
        (&self.rule, &self.kind)
    }

    /// The risk, a probability, on the scale of scores; none where it is not asked about texts from `source`.
    pub(super) fn score(&self, risk: f64, source: Source) -> Option<f32> {
        let (_, threshold) = self.thresholds.iter().find(|(own, _)| *own == source)?;
        let calibrated = self.calibration.slope * logit(risk) + self.calibration.offset;
        let score = logistic(calibrated - logit(*threshold) + 4f64.ln());
        // Four decimals: what is left of the sum's rounding must not decide at a threshold.
        Some(((score * 1e4).round() / 1e4) as f32)
    }

    pub(super) fn finding(&self, span: Span, score: f32) -> Finding {
        let finding = Finding::new(Cow::Owned(self.rule.clone()), self.category, Cow::Owned(self.kind.clone()), span);
        finding.severity(self.severity).confidence(crate::Confidence::clamped(score))
    }
}

impl Term {
    /// Whether more of its labels makes for less risk.
    pub(super) fn is_support(&self) -> bool {
        matches!(self, Self::NoneOf(_))
    }

    /// The risk, by the probabilities of the labels.
    pub(super) fn risk(&self, probabilities: &[f64]) -> f64 {
        let of = |label: &usize| probabilities.get(*label).copied().unwrap_or(0.0);
        match self {
            Self::Label(label) => of(label),
            Self::NoneOf(labels) => 1.0 - labels.iter().map(of).sum::<f64>(),
        }
    }
}

pub(super) fn logit(probability: f64) -> f64 {
    let probability = probability.clamp(CERTAIN, 1.0 - CERTAIN);
    (probability / (1.0 - probability)).ln()
}

pub(super) fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

impl Activation {
    /// Probabilities of one row of logits.
    pub(super) fn probabilities(self, logits: &[f32]) -> Vec<f64> {
        match self {
            Self::Sigmoid => logits.iter().map(|logit| logistic(f64::from(*logit))).collect(),
            Self::Softmax => {
                let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                let powers: Vec<f64> = logits.iter().map(|logit| f64::from(logit - most).exp()).collect();
                let sum: f64 = powers.iter().sum();
                powers.iter().map(|power| power / sum).collect()
            }
        }
    }
}

/// What a judge is made of beside its term.
pub(super) struct Setting<'s> {
    pub(super) classifier: &'s str,
    pub(super) backend: &'s str,
    pub(super) settings: &'s Settings,
}

impl Setting<'_> {
    /// The judges of a model with these labels, or one sentence on what is missing.
    pub(super) fn judges(&self, labels: &[String], task: Task) -> Result<Vec<Judge>, String> {
        let own = match &self.settings.labels {
            Some(own) => own.iter().map(|(name, label)| (name.clone(), label.clone())).collect(),
            None => by_names(labels, task)?,
        };
        let mut found = Vec::with_capacity(own.len());
        for (name, label) in &own {
            let Some(index) = labels.iter().position(|known| known == name) else {
                return Err(format!("settings: `labels`: {}", unknown("label", name, labels.iter().map(String::as_str))));
            };
            let category = label.category.or(self.settings.category);
            let category = category.ok_or_else(|| format!("settings: the label `{name}` has no `category`"))?;
            found.push((index, name, label, category));
        }
        found.sort_by_key(|(index, ..)| *index);
        let risks = |category| found.iter().any(|(_, _, label, own)| *own == category && label.means == Means::Risk);
        let mut judges = Vec::new();
        for (index, name, label, category) in &found {
            if label.means == Means::Risk {
                judges.push(self.judge(name, label, *category, Term::Label(*index)));
            } else if !risks(*category) && !judges.iter().any(|judge: &Judge| judge.category == *category) {
                let safe = found.iter().filter(|(.., own)| own == category).map(|(index, ..)| *index).collect();
                judges.push(self.judge(&format!("not_{name}"), label, *category, Term::NoneOf(safe)));
            }
        }
        if judges.is_empty() { Err("settings: no label is one to look for".into()) } else { Ok(judges) }
    }

    pub(super) fn judge(&self, name: &str, label: &LabelSettings, category: Category, term: Term) -> Judge {
        let own = label.backends.get(self.backend);
        let threshold = own.and_then(|own| own.threshold.as_ref()).or(label.threshold.as_ref()).cloned().unwrap_or(PerSource::All(0.5));
        let asked = label.sources.as_ref().or(self.settings.sources.as_ref());
        let asked = |source: &Source| asked.map_or(*source != Source::System, |asked| asked.contains(source));
        let snake: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let snake = snake.trim_matches('_');
        // A label without a name says nothing to a reader.
        let kind = if snake.to_ascii_uppercase().contains("LABEL_") { category.name() } else { snake };
        Judge {
            category,
            rule: format!("model.{}.{}", self.classifier, snake.to_ascii_lowercase()),
            kind: label.kind.clone().unwrap_or_else(|| kind.to_ascii_uppercase()),
            severity: label.severity.unwrap_or(if category == Category::Injection { Severity::High } else { Severity::Medium }),
            term,
            thresholds: Source::ALL.into_iter().filter(asked).map(|source| (source, threshold.get(source))).collect(),
            calibration: own.and_then(|own| own.calibration).or(label.calibration).unwrap_or_default(),
        }
    }
}

/// What the labels mean where nobody says it: by their names.
fn by_names(labels: &[String], task: Task) -> Result<Vec<(String, LabelSettings)>, String> {
    let with = |name: &String, means: Means| (name.clone(), LabelSettings { means, ..LabelSettings::default() });
    if task == Task::Pair {
        // An answer that follows from the context, or a single number for how well two texts belong together.
        let good = labels.iter().find(|name| name.eq_ignore_ascii_case("entailment")).or(labels.first().filter(|_| labels.len() == 1));
        return good
            .map(|name| vec![with(name, Means::Safe)])
            .ok_or_else(|| "settings: `labels` has to say which label supports an answer".into());
    }
    if let [one] = labels {
        return Ok(vec![with(one, Means::Risk)]);
    }
    let unnamed = labels.iter().filter(|name| name.to_ascii_uppercase().starts_with("LABEL_")).count();
    match (unnamed, labels) {
        (0, _) => Ok(labels.iter().filter(|name| !is_safe(name)).map(|name| with(name, Means::Risk)).collect()),
        (2, [_, second]) => Ok(vec![with(second, Means::Risk)]),
        _ => Err("settings: the model's labels have no names, so that `labels` has to say what they mean".into()),
    }
}

fn is_safe(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let negated = ["not", "non", "no"].iter().any(|no| name.strip_prefix(no).is_some_and(|rest| rest.starts_with(['_', '-', ' '])));
    negated || SAFE.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::settings::ModelConfig;

    fn judges(labels: &[&str], settings: &str, task: Task) -> Result<Vec<Judge>, String> {
        let settings = ModelConfig::default().settings(Some(settings), None)?;
        let labels: Vec<String> = labels.iter().map(|label| (*label).to_owned()).collect();
        Setting { classifier: "x", backend: "rten", settings: &settings }.judges(&labels, task)
    }

    fn terms(labels: &[&str], settings: &str, task: Task) -> Vec<Term> {
        judges(labels, settings, task).unwrap().into_iter().map(|judge| judge.term).collect()
    }

    #[test]
    fn labels_mean_what_their_names_say() {
        let injection = r#"{"category": "injection"}"#;
        for (labels, risks) in [
            (&["SAFE", "INJECTION"][..], &[1][..]),
            (&["BENIGN", "INJECTION", "JAILBREAK"], &[1, 2]),
            (&["LABEL_0", "LABEL_1"], &[1]),
            (&["toxic", "severe_toxic", "insult"], &[0, 1, 2]),
            (&["non-toxic", "toxic"], &[1]),
            (&["LABEL_0"], &[0]),
        ] {
            let expected: Vec<Term> = risks.iter().map(|risk| Term::Label(*risk)).collect();
            assert_eq!(terms(labels, injection, Task::Sequence), expected, "{labels:?}");
        }
        assert!(judges(&["LABEL_0", "LABEL_1", "LABEL_2"], injection, Task::Sequence).unwrap_err().contains("no names"));
        assert!(judges(&["a", "b"], "{}", Task::Sequence).unwrap_err().contains("category"));
        let grounding = r#"{"category": "grounding"}"#;
        assert_eq!(terms(&["contradiction", "entailment", "neutral"], grounding, Task::Pair), [Term::NoneOf(vec![1])]);
        assert!(judges(&["yes", "no"], grounding, Task::Pair).is_err());
    }

    #[test]
    fn what_no_safe_label_explains_is_the_risk() {
        let settings = r#"{"category": "language", "labels": {"en": {"means": "safe"}, "de": {"means": "safe"}}}"#;
        let found = judges(&["fr", "en", "de"], settings, Task::Sequence).unwrap();
        assert_eq!(found[0].term, Term::NoneOf(vec![1, 2]));
        assert_eq!(found[0].names(), ("model.x.not_en", "NOT_EN"));
        assert!((found[0].term.risk(&[0.5, 0.3, 0.2]) - 0.5).abs() < 1e-9);
        let wrong = r#"{"category": "language", "labels": {"enn": {}}}"#;
        assert_eq!(
            judges(&["en", "de"], wrong, Task::Sequence).unwrap_err(),
            "settings: `labels`: unknown label `enn`, did you mean `en`?"
        );
    }

    #[test]
    fn the_threshold_is_where_the_default_policy_acts() {
        let settings =
            r#"{"category": "injection", "labels": {"a": {"threshold": {"user": 0.3, "tool": 0.9}, "sources": ["user", "tool"]}}}"#;
        let judge = &judges(&["a"], settings, Task::Sequence).unwrap()[0];
        assert_eq!((judge.score(0.3, Source::User), judge.score(0.9, Source::Tool)), (Some(0.8), Some(0.8)));
        assert!(judge.score(0.299, Source::User).unwrap() < 0.8 && judge.score(0.301, Source::User).unwrap() > 0.8);
        assert_eq!((judge.score(0.0, Source::User), judge.score(1.0, Source::User)), (Some(0.0), Some(1.0)));
        assert_eq!(judge.score(0.9, Source::Document), None);
    }

    #[test]
    fn a_backend_may_have_numbers_of_its_own() {
        let settings = r#"{"category": "injection", "labels": {"a": {"threshold": 0.5,
            "backends": {"rten": {"threshold": 0.8, "calibration": {"slope": 2.0}}, "onnxruntime": {"threshold": 0.1}}}}}"#;
        let judge = &judges(&["a"], settings, Task::Sequence).unwrap()[0];
        assert_eq!(judge.score(1.0 / (1.0 + (-(4f64.ln()) / 2.0).exp()), Source::User), Some(0.8));
    }

    #[test]
    fn probabilities_are_those_of_the_textbook() {
        let softmax = Activation::Softmax.probabilities(&[1000.0, 1000.0, -1000.0]);
        assert_eq!(softmax, [0.5, 0.5, 0.0]);
        let sigmoid = Activation::Sigmoid.probabilities(&[0.0, 100.0]);
        assert_eq!((sigmoid[0], sigmoid[1] > 0.999), (0.5, true));
    }
}
