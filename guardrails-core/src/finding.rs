//! What a scanner found, how bad it is and how sure.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{Place, Span};

/// What becomes of a text. The order is the order of strictness, and the strictest that anything asks for wins:
/// `Allow < Flag < Redact < Review < Block`.
///
/// Exhaustive on purpose: a caller that forgets a new action must fail to compile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Action {
    /// The text goes on as it is.
    #[default]
    Allow,
    /// The text goes on as it is; the finding is worth a look.
    Flag,
    /// The text goes on with the finding replaced by a placeholder.
    Redact,
    /// The text waits for a person.
    Review,
    /// The text does not go on.
    Block,
}

impl Action {
    /// The name used in policies and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Flag => "flag",
            Self::Redact => "redact",
            Self::Review => "review",
            Self::Block => "block",
        }
    }
}

/// How bad a finding is if it is real. Says nothing about how likely that is: see [`Confidence`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Severity {
    /// Worth knowing.
    Low,
    /// A problem in some places.
    #[default]
    Medium,
    /// A problem nearly everywhere.
    High,
    /// Damage by itself: a live key, a card with its code.
    Critical,
}

impl Severity {
    /// The name used in policies, rules and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// How sure a finding is, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Confidence(#[cfg_attr(test, schemars(range(min = 0, max = 1)))] pub(crate) f32);

impl Confidence {
    /// Certain.
    pub const MAX: Self = Self(1.0);

    /// A confidence from a number in 0..=1, or none where it is outside or not a number.
    pub fn new(value: f32) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// For constants of the crate; what lies outside the range does not compile there.
    pub(crate) const fn constant(value: f32) -> Self {
        assert!(value >= 0.0 && value <= 1.0);
        Self(value)
    }

    /// Never outside the range: for sums of numbers that were each checked. A number that is none becomes 0.
    #[allow(clippy::manual_clamp, reason = "`clamp` lets through what is not a number")]
    pub(crate) fn clamped(value: f32) -> Self {
        Self(value.max(0.0).min(1.0))
    }

    /// The number, in 0..=1.
    pub const fn get(self) -> f32 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Confidence {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f32::deserialize(deserializer)?;
        Self::new(value).ok_or_else(|| serde::de::Error::custom(format!("{value} is not between 0 and 1")))
    }
}

macro_rules! categories {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a finding is about. The default policy acts by category.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum Category { $($(#[$doc])* $variant,)* }

        impl Category {
            /// Every category, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name used in policies, rules and JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The category with this name, or none.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|category| category.name() == name)
            }
        }
    };
}

categories! {
    /// Text that tries to take over the model: direct, indirect, jailbreak, extraction of the system prompt.
    Injection = "injection",
    /// Personal data.
    Pii = "pii",
    /// Keys, tokens, passwords.
    Secrets = "secrets",
    /// Characters that a reader does not see and a model does.
    Invisible = "invisible",
    /// Links and images that carry data out or lead somewhere else than they say.
    Links = "links",
    /// The system prompt, a canary or a document coming back.
    Leak = "leak",
    /// Dangerous or insecure code.
    Code = "code",
    /// Toxic text.
    Toxicity = "toxicity",
    /// Topics the application does not talk about.
    Topics = "topics",
    /// Text in a language the application does not speak.
    Language = "language",
    /// Size and token limits.
    Limits = "limits",
    /// Output that does not have the shape asked for.
    Structure = "structure",
    /// Claims the context does not support.
    Grounding = "grounding",
    /// The application's own rules and lists.
    Custom = "custom",
}

/// One thing that was found. It points at the text and never carries it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// Id of the rule, such as `pii.credit_card`. Stable: never renamed, never reused.
    pub rule: Cow<'static, str>,
    /// What it is about.
    pub category: Category,
    /// What was found, in UPPER_SNAKE, such as `CREDIT_CARD`.
    pub kind: Cow<'static, str>,
    /// Where, in bytes of the text given to the scan.
    pub span: Span,
    /// How bad if real.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// What the policy asks for because of it.
    pub action: Action,
    /// Of a rule that is on trial: reported, without a say in the verdict's action.
    #[serde(skip)]
    pub preview: bool,
    /// What it was hidden by: `base64`, or `hex>rot13` where one disguise was inside another; none where it stands in the text as it
    /// is. Not part of the JSON.
    #[serde(skip)]
    pub disguise: Option<Cow<'static, str>>,
    /// Where in a document with a structure of its own; none in plain text. In the JSON its fields stand beside those of the finding.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<Box<Place>>,
    /// Where the other half of a key pair lies, which is a finding of its own: the secret access key of an access key id, and the other
    /// way round. Not in the JSON where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pair: Option<Span>,
    /// Why it no longer counts: set by [`Verdict::settle`](crate::Verdict::settle) alone. Not in the JSON where it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppressed: Option<Suppression>,
    /// What a baseline knows it by: set by [`Verdict::settle`](crate::Verdict::settle) where it is given a salt. Not in the JSON otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
}

/// Why a finding in a file does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Suppression {
    /// A comment in the file allows it.
    Inline,
    /// It is in the baseline.
    Baseline,
    /// It lies on lines that were not asked about, such as those that a change leaves alone.
    Unchanged,
}

impl Suppression {
    /// The name used in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inline => "inline",
            Self::Baseline => "baseline",
            Self::Unchanged => "unchanged",
        }
    }
}

impl Finding {
    /// A finding of a scanner of one's own; the guard's policy sets its action.
    pub fn new(rule: impl Into<Cow<'static, str>>, category: Category, kind: impl Into<Cow<'static, str>>, span: Span) -> Self {
        Self {
            rule: rule.into(),
            category,
            kind: kind.into(),
            span,
            severity: Severity::Medium,
            confidence: Confidence::MAX,
            action: Action::Allow,
            preview: false,
            disguise: None,
            place: None,
            pair: None,
            suppressed: None,
            fingerprint: None,
        }
    }

    /// The same finding with another severity.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same finding with another confidence.
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    /// The part of `text`, the text given to the scan, that was found.
    pub fn text<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.span.of(text)
    }
}

/// Keeps, of findings that overlap and would be redacted alike, the longest, then the most confident, then the one whose rule
/// id comes first; and puts what is left in order of start, end and rule.
///
/// A sentence that is an attack and the e-mail address inside it are two different things: findings compete only within
/// their [layer].
pub(crate) fn resolve_overlaps(findings: &mut Vec<Finding>) {
    if findings.len() > 1 {
        findings.sort_by(|a, b| {
            (layer(a), b.span.len())
                .cmp(&(layer(b), a.span.len()))
                .then(b.confidence.get().total_cmp(&a.confidence.get()))
                .then_with(|| a.rule.cmp(&b.rule))
                .then(a.span.start.cmp(&b.span.start))
        });
        let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
        let mut taken = std::collections::BTreeMap::new();
        for finding in findings.drain(..) {
            // A finding that asks for less never displaces one that asks for more. Kept spans of one layer and action do not
            // overlap, so that only the nearest one to the left can reach in.
            let here = layer(&finding);
            let reaches_in = ACTIONS.iter().filter(|action| **action >= finding.action).any(|action| {
                let before = (here, *action, finding.span.end.max(finding.span.start + 1));
                let nearest = taken.range(..before).next_back();
                nearest.is_some_and(|((layer, own, _), end)| *layer == here && own == action && *end > finding.span.start)
            });
            if !reaches_in {
                taken.insert((here, finding.action, finding.span.start), finding.span.end);
                kept.push(finding);
            }
        }
        *findings = kept;
    }
    findings.sort_by(|a, b| a.span.cmp(&b.span).then_with(|| a.rule.cmp(&b.rule)));
}

const ACTIONS: [Action; 5] = [Action::Allow, Action::Flag, Action::Redact, Action::Review, Action::Block];

/// What competes for a span: values that are redacted (personal data, secrets, the user's own lists) with each other, every
/// other category with itself, and rules on trial with nothing that counts.
fn layer(finding: &Finding) -> (bool, Category) {
    let category = match finding.category {
        Category::Secrets | Category::Custom => Category::Pii,
        other => other,
    };
    (finding.preview, category)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(rule: &'static str, category: Category, start: usize, end: usize, confidence: f32) -> Finding {
        Finding::new(rule, category, "KIND", Span::new(start, end)).confidence(Confidence::clamped(confidence))
    }

    fn kept(mut findings: Vec<Finding>) -> Vec<Cow<'static, str>> {
        let mut reversed: Vec<Finding> = findings.iter().rev().cloned().collect();
        resolve_overlaps(&mut findings);
        resolve_overlaps(&mut reversed);
        assert_eq!(findings, reversed, "the order of arrival must not matter");
        findings.into_iter().map(|f| f.rule).collect()
    }

    #[test]
    fn the_longest_then_the_surest_then_the_first_id_wins() {
        let pii = Category::Pii;
        assert_eq!(kept(vec![finding("phone", pii, 3, 9, 1.0), finding("card", pii, 0, 19, 0.6)]), ["card"]);
        assert_eq!(kept(vec![finding("a", pii, 0, 9, 0.5), finding("b", pii, 0, 9, 0.9)]), ["b"]);
        assert_eq!(kept(vec![finding("b", pii, 0, 9, 0.5), finding("a", pii, 0, 9, 0.5)]), ["a"]);
        assert_eq!(kept(vec![finding("a", pii, 0, 5, 0.5), finding("b", pii, 5, 9, 0.5)]), ["a", "b"]);
        assert_eq!(kept(vec![finding("a", pii, 0, 5, 0.5), finding("b", pii, 4, 8, 0.5), finding("c", pii, 8, 12, 0.5)]).len(), 2);
    }

    #[test]
    fn categories_that_are_handled_differently_do_not_compete() {
        let all = vec![
            finding("attack", Category::Injection, 0, 50, 0.9),
            finding("mail", Category::Pii, 10, 20, 0.9),
            finding("key", Category::Secrets, 12, 15, 1.0),
        ];
        assert_eq!(kept(all), ["attack", "mail"]);
    }

    #[test]
    fn what_asks_for_less_displaces_nothing_that_asks_for_more() {
        let with = |rule, start, end, action| Finding { action, ..finding(rule, Category::Pii, start, end, 1.0) };
        assert_eq!(kept(vec![with("allowed_mail", 0, 20, Action::Allow), with("name", 3, 9, Action::Block)]), ["allowed_mail", "name"]);
        assert_eq!(kept(vec![with("card", 0, 20, Action::Redact), with("phone", 3, 9, Action::Flag)]), ["card"]);
    }

    #[test]
    fn a_rule_on_trial_displaces_nothing() {
        let mut trial = finding("trial", Category::Pii, 0, 50, 1.0);
        trial.preview = true;
        assert_eq!(kept(vec![trial, finding("mail", Category::Pii, 10, 20, 0.9)]), ["trial", "mail"]);
    }

    #[test]
    fn confidence_is_between_zero_and_one() {
        assert_eq!(Confidence::new(0.5).map(Confidence::get), Some(0.5));
        assert_eq!((Confidence::new(1.01), Confidence::new(-0.1), Confidence::new(f32::NAN)), (None, None, None));
        assert_eq!(Confidence::clamped(f32::NAN).get(), 0.0);
    }
}
