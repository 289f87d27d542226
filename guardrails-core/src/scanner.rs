//! What a scanner is, and what it is given.

use std::fmt;

use crate::rules::Rule;
use crate::view::Folded;
use crate::view::decoded::{Decoded, DecodedViews};
use crate::{Category, Confidence, Finding, Limits, Output, ScanError, ScanErrorKind, Scores, Source, Span};

/// Something that looks at a text and reports what it finds.
///
/// Rules need no scanner of their own: the guard runs all of them in one pass before the scanners, which see what they found
/// in [`Scan::findings`]. A scanner of one's own goes in through [`GuardBuilder::scanner`](crate::GuardBuilder::scanner):
///
/// ```
/// use guardrails_core::{Category, Finding, Guard, Scan, ScanError, Scanner, Span};
///
/// #[derive(Debug)]
/// struct Shouting;
///
/// impl Scanner for Shouting {
///     fn name(&self) -> &str { "shouting" }
///     fn scan(&self, scan: &mut Scan<'_>) -> Result<(), ScanError> {
///         if scan.text().len() > 20 && !scan.text().chars().any(char::is_lowercase) {
///             scan.report(Finding::new("custom.shouting", Category::Custom, "SHOUTING", Span::new(0, scan.text().len())));
///         }
///         Ok(())
///     }
/// }
///
/// let guard = Guard::builder().scanner(Shouting).build()?;
/// assert_eq!(guard.scan_input("WHY DOES NOBODY ANSWER ME").findings[0].kind, "SHOUTING");
/// # Ok::<(), guardrails_core::Error>(())
/// ```
pub trait Scanner: fmt::Debug + Send + Sync {
    /// Its name, in lower_snake: for policies and for errors.
    fn name(&self) -> &str;

    /// The rule ids and kinds of what it reports, so that policies can name them.
    fn reports(&self) -> &[(&'static str, &'static str)] {
        &[]
    }

    /// Looks at the text and reports. Must not panic, and must be linear in the length of the text.
    ///
    /// # Errors
    ///
    /// What it could not do. The verdict holds it, and asks for the policy's `on_error` action.
    fn scan(&self, scan: &mut Scan<'_>) -> Result<(), ScanError>;
}

/// One scanner of the registry. A scanner is one file and one line of [`SCANNERS`](crate::SCANNERS); documentation, names in policies and
/// bindings are read from there.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ScannerEntry {
    /// Its name in policies.
    pub name: &'static str,
    /// The category of its rules and findings.
    pub category: Category,
    /// One line on what it finds.
    pub description: &'static str,
    /// The rule ids and kinds of what it reports beside its rules.
    pub reports: &'static [(&'static str, &'static str)],
    /// What it does beside its rules, if anything.
    pub(crate) build: Option<fn() -> Box<dyn Scanner>>,
}

/// One scan on its way: the text in its views, and what was found so far.
#[derive(Debug)]
pub struct Scan<'a> {
    text: &'a str,
    source: Source,
    output: Option<Output<'a, 'a>>,
    folded: &'a Folded<'a>,
    decoded: &'a DecodedViews,
    limits: &'a Limits,
    pub(crate) injection_threshold: f32,
    pub(crate) findings: Vec<Finding>,
    pub(crate) scores: Scores,
    pub(crate) errors: Vec<ScanError>,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(
        text: &'a str,
        source: Source,
        output: Option<Output<'a, 'a>>,
        (folded, decoded): (&'a Folded<'a>, &'a DecodedViews),
        limits: &'a Limits,
    ) -> Self {
        Self {
            decoded,
            text,
            source,
            output,
            folded,
            limits,
            injection_threshold: 1.0,
            findings: Vec::new(),
            scores: Scores::default(),
            errors: Vec::new(),
        }
    }

    /// The text as it was given; cut to [`Limits::text_bytes`].
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The text with one spelling for everything that reads the same. Offsets in it go through [`Scan::span`].
    pub fn folded_text(&self) -> &'a str {
        self.folded.text()
    }

    /// The span of [`Scan::text`] behind a span of [`Scan::folded_text`], on character boundaries.
    pub fn span(&self, folded: Span) -> Span {
        self.folded.raw_span(self.text, folded)
    }

    /// Where the text comes from.
    pub fn source(&self) -> Source {
        self.source
    }

    /// What a model's answer was made from; none where the text goes to the model.
    pub fn output(&self) -> Option<Output<'a, 'a>> {
        self.output
    }

    /// What was found so far, by rules and by the scanners that ran before.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Reports a finding. Its span is in bytes of [`Scan::text`]; one that does not lie in the text on character boundaries is an
    /// error of the scanner, in the verdict.
    pub fn report(&mut self, finding: Finding) {
        if finding.text(self.text).is_none() {
            self.fail(ScanError::new(finding.rule, ScanErrorKind::Scanner, "a finding outside the text"));
        } else if self.findings.len() < self.limits.findings {
            self.findings.push(finding);
        } else {
            self.fail(ScanError::new("guard", ScanErrorKind::Limit, format!("more than {} findings", self.limits.findings)));
        }
    }

    /// Reports the probability in 0..=1 that the whole text is what `category` is about; the highest of several stays.
    pub fn score(&mut self, category: Category, score: Confidence) {
        self.scores.raise(category, score);
    }

    /// Reports that something could not be done.
    pub fn fail(&mut self, error: ScanError) {
        if !self.errors.contains(&error) && self.errors.len() < 64 {
            self.errors.push(error);
        }
    }

    pub(crate) fn report_rule(&mut self, rule: &Rule, span: Span, confidence: Confidence) {
        let data = &rule.data;
        let mut finding =
            Finding::new(data.id.clone(), data.category, data.kind.clone(), self.span(span)).severity(data.severity).confidence(confidence);
        finding.preview = data.preview;
        self.report(finding);
    }

    /// Reports a match of `rule` in a decoded view. That somebody hid an attack says by itself that it is one: half of the doubt goes.
    pub(crate) fn report_disguised(&mut self, rule: &Rule, span: Span, confidence: Confidence, view: &Decoded) {
        let data = &rule.data;
        let sure = confidence.get();
        let hides = view.hides();
        let hidden = data.category == Category::Injection && hides;
        let sure = if hidden { sure + (1.0 - sure) / 2.0 } else { sure };
        let mut finding = Finding::new(data.id.clone(), data.category, data.kind.clone(), span)
            .severity(data.severity)
            .confidence(Confidence::clamped(sure));
        finding.preview = data.preview;
        finding.disguise = hides.then(|| view.disguise.clone());
        self.report(finding);
    }

    /// What stands in the text in disguise, undone, each with its place for [`Scan::decoded_span`].
    pub(crate) fn decoded(&self) -> impl Iterator<Item = (usize, &'a Decoded)> + use<'a> {
        self.decoded.iter().filter(|(_, view)| view.hides())
    }

    /// The span of [`Scan::text`] behind a span of a decoded view; none where the same letters stand there as they are.
    pub(crate) fn decoded_span(&self, view: usize, span: Span) -> Option<Span> {
        self.decoded.raw_span(self.text, self.folded, view, span)
    }

    /// From which injection score up the policy acts on the text.
    pub(crate) fn injection_threshold(&self) -> f32 {
        self.injection_threshold
    }

    /// Whether disguises are undone at all.
    pub(crate) fn undoes_disguises(&self) -> bool {
        self.limits.decode_depth > 0
    }

    pub(crate) fn hidden(&self) -> &'a [crate::view::fold::Hidden] {
        self.folded.hidden()
    }
}
