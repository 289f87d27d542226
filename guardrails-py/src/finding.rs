//! What a verdict points at.

use std::borrow::Cow;

use guardrails_core::{Finding as Found, Suppression, ffi};
use pyo3::prelude::*;
use pyo3::types::{PySlice, PyString};

/// Half-open range of code points of the text given to the scan: `text[span.start:span.end]`, `text[span.slice]` and `span.of(text)` are
/// what was found. 0 <= start <= end <= len(text).
#[pyclass(frozen, eq, hash, get_all, module = "guardrails_py")]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// First code point of the range.
    start: usize,
    /// First code point after the range.
    end: usize,
}

#[pymethods]
impl Span {
    /// The range `start`..`end`. Raises ValueError where `end` is before `start`.
    #[new]
    fn new(start: usize, end: usize) -> PyResult<Self> {
        if end < start {
            return Err(pyo3::exceptions::PyValueError::new_err("a span cannot end before it starts"));
        }
        Ok(Self { start, end })
    }

    /// The range as a slice.
    #[getter]
    fn slice<'py>(&self, py: Python<'py>) -> Bound<'py, PySlice> {
        PySlice::new(py, self.start.cast_signed(), self.end.cast_signed(), 1)
    }

    /// The part of `text`, the text given to the scan, that the range names.
    fn of<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyAny>> {
        text.get_item(self.slice(text.py()))
    }

    fn __len__(&self) -> usize {
        self.end - self.start
    }

    fn __repr__(&self) -> String {
        format!("Span(start={}, end={})", self.start, self.end)
    }

    fn __getnewargs__(&self) -> (usize, usize) {
        (self.start, self.end)
    }
}

/// One thing that was found. It points at the text and never carries it.
#[pyclass(frozen, eq, get_all, module = "guardrails_py")]
#[derive(PartialEq)]
pub struct Finding {
    /// Id of the rule, such as `pii.credit_card`. Stable: never renamed, never reused.
    rule: Cow<'static, str>,
    /// What it is about: `injection`, `pii`, `secrets`, `invisible`, `links`, `leak`, `custom` and others.
    category: &'static str,
    /// What was found, in UPPER_SNAKE, such as `CREDIT_CARD`.
    kind: Cow<'static, str>,
    /// Where, in code points of the text given to the scan.
    span: Span,
    /// How bad if real: `low`, `medium`, `high` or `critical`.
    severity: &'static str,
    /// How sure, from 0.0 to 1.0.
    confidence: f64,
    /// What the policy asks for because of it: `allow`, `flag`, `redact`, `review` or `block`.
    action: &'static str,
    /// Where it is in a JSON document (RFC 6901), a key in which something was found as `[KIND]`; None elsewhere.
    pointer: Option<String>,
    /// Whether it is in a key of a JSON document.
    key: bool,
    /// Row of a table, from 1, the header being one; None elsewhere.
    row: Option<usize>,
    /// Column of a table, from 1; None elsewhere.
    column: Option<usize>,
    /// Header of that column; None where there is none.
    header: Option<String>,
    /// Where it is in the value, as that reads without quotes and escapes; None where the text is no document.
    within: Option<Span>,
    /// Where the other half of a key pair lies, a finding of its own; None where there is none.
    pair: Option<Span>,
    /// Why it does not count: `inline`, `baseline` or `unchanged`, set by `Verdict.settle`; None where it counts.
    suppressed: Option<&'static str>,
    /// What a baseline knows it by, set by `Verdict.settle` where it is given a salt.
    fingerprint: Option<String>,
}

/// The span of `found` is in code points already.
impl From<Found> for Finding {
    fn from(found: Found) -> Self {
        let place = found.place.map(|at| (at.pointer, at.key, at.row, at.column, at.header, Some(at.within)));
        let (pointer, key, row, column, header, within) = place.unwrap_or_default();
        let span = |span: guardrails_core::Span| Span { start: span.start, end: span.end };
        Self {
            pointer,
            key,
            row,
            column,
            header,
            within: within.map(span),
            category: found.category.name(),
            span: span(found.span),
            pair: found.pair.map(span),
            suppressed: found.suppressed.map(Suppression::name),
            fingerprint: found.fingerprint,
            severity: found.severity.name(),
            confidence: ffi::number(found.confidence.get()),
            action: found.action.name(),
            rule: found.rule,
            kind: found.kind,
        }
    }
}

#[pymethods]
impl Finding {
    fn __repr__(&self) -> String {
        let Self { rule, kind, span, action, .. } = self;
        format!("<Finding {rule} {kind} {}..{} {action}>", span.start, span.end)
    }
}
