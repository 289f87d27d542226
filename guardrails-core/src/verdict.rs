//! The answer of a scan.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::guard::Examined;
use crate::operators::Redactor;
use crate::policy::Basis;
use crate::span::UnitCounter;
use crate::structured::Layout;
use crate::{Action, Category, Confidence, Finding, Notes, Place, Span, Unit, redact};

/// What a scan decided, and why.
///
/// Serialises to the JSON of the contract, version 1, with spans in bytes; [`Verdict::to_json`] gives other units.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Verdict<'t> {
    /// What the policy asks for: the strictest action of all findings and errors.
    pub action: Action,
    /// What was found, in order of start, end and rule.
    pub findings: Vec<Finding>,
    /// How likely the whole text is what a category is about, also where nothing was found.
    pub scores: Scores,
    /// What could not be done. Not empty means that the text was not scanned in full, and asks for the policy's `on_error`.
    pub errors: Vec<ScanError>,
    original: Cow<'t, str>,
    on_error: Action,
    layout: Layout,
    /// The text with numbers of a vault, where one was asked and something changed.
    pub(crate) redacted: Option<String>,
    policy: Arc<Basis>,
}

/// Something that a scan could not do. Holds no text of the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ScanError {
    /// Name of the scanner, or `guard`.
    pub scanner: Cow<'static, str>,
    /// What kind of failure.
    pub kind: ScanErrorKind,
    /// For a reader.
    pub message: String,
}

/// The stable part of a [`ScanError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ScanErrorKind {
    /// A limit of [`Limits`](crate::Limits) was reached; what lies beyond it was not scanned.
    Limit,
    /// A model failed.
    Model,
    /// A scanner failed.
    Scanner,
    /// A document is not what it was said to be (JSON, a table); it was scanned as plain text.
    Syntax,
}

impl ScanErrorKind {
    /// The name used in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Limit => "limit",
            Self::Model => "model",
            Self::Scanner => "scanner",
            Self::Syntax => "syntax",
        }
    }
}

impl ScanError {
    /// A failure of the scanner `scanner`. The message must not hold scanned text.
    pub fn new(scanner: impl Into<Cow<'static, str>>, kind: ScanErrorKind, message: impl Into<String>) -> Self {
        Self { scanner: scanner.into(), kind, message: message.into() }
    }
}

/// Probabilities in 0..=1 by category, for the categories that have one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    /// By category, in order of declaration.
    all: [Option<Confidence>; Category::ALL.len()],
}

impl Scores {
    /// The score of a category, or none where no scanner gave one.
    pub fn get(&self, category: Category) -> Option<f32> {
        self.all.get(category as usize).copied().flatten().map(Confidence::get)
    }

    /// The higher of both for each category.
    pub(crate) fn join(&mut self, other: Self) {
        for (category, score) in Category::ALL.iter().zip(other.all) {
            if let Some(score) = score {
                self.raise(*category, score);
            }
        }
    }

    /// Every score there is, by category.
    pub fn iter(&self) -> impl Iterator<Item = (Category, f32)> + '_ {
        Category::ALL.iter().zip(&self.all).filter_map(|(category, score)| Some((*category, score.as_ref()?.get())))
    }

    /// Sets a score; the higher one stays where there is one already.
    pub(crate) fn raise(&mut self, category: Category, score: Confidence) {
        if let Some(own) = self.all.get_mut(category as usize) {
            *own = Some(own.map_or(score, |old| if old > score { old } else { score }));
        }
    }
}

impl Serialize for Scores {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// The version of the JSON.
pub(crate) const VERSION: u32 = 1;

/// What the JSON of a verdict has beside its text, where little was found.
const ROOM: usize = 512;

/// Line ends that JSON allows unescaped.
const LINE_ENDS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

impl<'t> Verdict<'t> {
    pub(crate) fn new(original: &'t str, examined: Examined, layout: Layout, on_error: Action, policy: Arc<Basis>) -> Self {
        let Examined { findings, scores, errors } = examined;
        let original = Cow::Borrowed(original);
        let mut verdict = Self { action: Action::Allow, findings, scores, errors, original, on_error, layout, redacted: None, policy };
        verdict.decide();
        verdict
    }

    /// Something more that could not be done.
    pub(crate) fn fail(&mut self, error: ScanError) {
        self.errors.push(error);
        self.decide();
    }

    fn decide(&mut self) {
        let counts = self.findings.iter().filter(|finding| finding.suppressed.is_none());
        let asked = counts.map(|finding| finding.action).max().unwrap_or(Action::Allow);
        self.action = if self.errors.is_empty() { asked } else { asked.max(self.on_error) };
    }

    /// Lets what has been decided about a file count: sets `suppressed` and `fingerprint` of its findings, and the action to what the others
    /// ask for. What is suppressed stays redacted in [`Verdict::text`], and scores stay those of the whole text.
    ///
    /// For files whose authors may decide about them, such as those of a checkout, and never for what a user, a page or a model wrote: whoever
    /// writes the text writes its comments. Settling a second time starts anew.
    ///
    /// ```
    /// use guardrails_core::{Action, Guard, Notes};
    ///
    /// let guard = Guard::default();
    /// let mut verdict = guard.scan_input("admin = 'ada@example.com'  # guardrails: allow pii.*");
    /// assert_eq!(verdict.action, Action::Redact);
    /// verdict.settle(&Notes { inline: true, ..Notes::default() });
    /// assert_eq!(verdict.action, Action::Allow);
    /// ```
    pub fn settle(&mut self, notes: &Notes<'_>) {
        crate::notes::settle(&self.original, &mut self.findings, notes);
        self.decide();
    }

    /// For each finding a hash of what stands around it on its line and of nothing that was found, with a number where several are
    /// alike: `rule` and hash tell a finding of one run from those of the next, wherever its line has moved to.
    pub fn context_hashes(&self) -> Vec<String> {
        crate::notes::context_hashes(&self.original, &self.findings)
    }

    /// What may go on: the text, redacted where the policy says so; none when it has to wait or stop.
    ///
    /// Borrows the text that was scanned where nothing is redacted.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self.action {
            Action::Review | Action::Block => None,
            _ => Some(self.redacted(&self.original)),
        }
    }

    /// `text`, the one that was scanned, with everything replaced that is to be redacted, whether or not it may go on.
    pub(crate) fn redacted<'a>(&'a self, text: &'a str) -> Cow<'a, str> {
        match &self.redacted {
            Some(redacted) => Cow::Borrowed(redacted),
            None => redact::redact(text, &self.findings, |finding, value| self.policy.redactor.replacement(finding, value)),
        }
    }

    pub(crate) fn original(&self) -> &str {
        &self.original
    }

    pub(crate) fn layout(&self) -> Layout {
        self.layout
    }

    pub(crate) fn redactor(&self) -> &Redactor {
        &self.policy.redactor
    }

    /// Whether the text may go on, as it is or redacted.
    pub fn is_allowed(&self) -> bool {
        self.action < Action::Review
    }

    /// The name of the policy that decided.
    pub fn policy_name(&self) -> &str {
        &self.policy.name
    }

    /// What tells this policy from every other: `sha256:` and the digest of its canonical form.
    pub fn policy_digest(&self) -> &str {
        &self.policy.digest
    }

    /// The findings with their spans in `unit`.
    pub(crate) fn findings_in(&self, unit: Unit) -> Cow<'_, [Finding]> {
        in_unit(&self.findings, &self.original, unit)
    }

    /// The same verdict on another holder of the text it was made on, or on no text at all.
    pub(crate) fn on<'n>(self, text: &'n str) -> Verdict<'n> {
        let Self { action, findings, scores, errors, on_error, layout, redacted, policy, .. } = self;
        Verdict { action, findings, scores, errors, original: Cow::Borrowed(text), on_error, layout, redacted, policy }
    }

    /// The same verdict with its own copy of the text.
    pub fn into_owned(self) -> Verdict<'static> {
        Verdict {
            action: self.action,
            findings: self.findings,
            scores: self.scores,
            errors: self.errors,
            original: Cow::Owned(self.original.into_owned()),
            on_error: self.on_error,
            layout: self.layout,
            redacted: self.redacted,
            policy: self.policy,
        }
    }

    /// The verdict as the JSON of the contract in one line, spans in `unit`. The text is walked once, however many findings there
    /// are. Characters that some readers take for a line's end (U+0085, U+2028, U+2029) are written as escapes.
    ///
    /// ```
    /// use guardrails_core::{Unit, scan_input};
    ///
    /// let json = scan_input("😀 ada@example.com").to_json(Unit::Utf16);
    /// assert!(json.contains(r#""span":{"start":3,"end":18}"#));
    /// ```
    pub fn to_json(&self, unit: Unit) -> String {
        let mut json = Vec::with_capacity(self.original.len() + ROOM);
        // Every key is a string and every number finite, so that this cannot fail; what is written is UTF-8.
        let json = match serde_json::to_writer(&mut json, &InUnit(self, unit)) {
            Ok(()) => String::from_utf8(json).unwrap_or_default(),
            Err(_) => String::new(),
        };
        if !LINE_ENDS.iter().any(|end| memchr::memmem::find(json.as_bytes(), end.encode_utf8(&mut [0; 4]).as_bytes()).is_some()) {
            return json;
        }
        // They can only stand inside strings.
        LINE_ENDS.iter().fold(json, |json, end| json.replace(*end, &format!("\\u{:04x}", *end as u32)))
    }
}

/// Shows what was decided and where, never the text.
impl fmt::Debug for Verdict<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verdict")
            .field("action", &self.action)
            .field("findings", &self.findings)
            .field("scores", &self.scores)
            .field("errors", &self.errors)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

impl Serialize for Verdict<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        InUnit(self, Unit::Bytes).serialize(serializer)
    }
}

struct InUnit<'v, 't>(&'v Verdict<'t>, Unit);

impl Serialize for InUnit<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(verdict, unit) = self;
        let mut json = serializer.serialize_struct("Verdict", 7)?;
        json.serialize_field("version", &VERSION)?;
        json.serialize_field("action", &verdict.action)?;
        json.serialize_field("text", &verdict.text())?;
        json.serialize_field("scores", &verdict.scores)?;
        json.serialize_field("findings", &verdict.findings_in(*unit))?;
        json.serialize_field("errors", &verdict.errors)?;
        json.serialize_field("policy", &*verdict.policy)?;
        json.end()
    }
}

pub(crate) fn in_unit<'f>(findings: &'f [Finding], text: &str, unit: Unit) -> Cow<'f, [Finding]> {
    if unit == Unit::Bytes || (text.is_ascii() && findings.iter().all(|finding| finding.place.is_none())) {
        return Cow::Borrowed(findings);
    }
    let spans = findings.iter().flat_map(|finding| [Some(finding.span), finding.pair]).flatten();
    let mut ends: Vec<usize> = spans.flat_map(|span| [span.start, span.end]).collect();
    ends.sort_unstable();
    let mut counter = UnitCounter::new(text, unit);
    let converted: Vec<(usize, usize)> = ends.into_iter().map(|byte| (byte, counter.at(byte))).collect();
    let at = |byte: usize| {
        converted.binary_search_by_key(&byte, |(byte, _)| *byte).ok().and_then(|i| converted.get(i)).map_or(byte, |(_, units)| *units)
    };
    let of = |span: Span| Span::new(at(span.start), at(span.end));
    let place = |finding: &Finding| finding.place.as_deref().map(|place: &Place| Box::new(place.in_unit(unit)));
    let converted =
        |finding: &Finding| Finding { span: of(finding.span), pair: finding.pair.map(of), place: place(finding), ..finding.clone() };
    Cow::Owned(findings.iter().map(converted).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_one_line_whoever_reads_it() {
        let text = "a\u{2028}b\u{85}c\u{2029}\n";
        let json = crate::scan_input(text).to_json(Unit::CodePoints);
        assert!(!json.contains(LINE_ENDS) && !json.contains('\n'));
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["text"], text);
    }

    #[test]
    fn scores_keep_the_higher_of_two_and_their_order() {
        let mut scores = Scores::default();
        scores.raise(Category::Toxicity, Confidence::clamped(0.5));
        scores.raise(Category::Injection, Confidence::clamped(0.75));
        scores.raise(Category::Injection, Confidence::clamped(0.25));
        assert_eq!(scores.iter().collect::<Vec<_>>(), [(Category::Injection, 0.75), (Category::Toxicity, 0.5)]);
        assert_eq!(serde_json::to_string(&scores).unwrap(), r#"{"injection":0.75,"toxicity":0.5}"#);
    }
}
