//! The answer of a scan: the core's outcome beside the caller's own `str`, turned into Python objects when asked for.

use guardrails_core::Unit;
use guardrails_core::ffi::{Outcome, Passes};
use pyo3::call::PyCallArgs;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyTuple};

use crate::errors;
use crate::finding::Finding;
use crate::text::Text;

/// What a scan decided, and why. Immutable. Compares equal to a verdict of the same text with the same content; has no hash.
#[pyclass(frozen, module = "guardrails_py")]
pub struct Verdict {
    text: Py<PyString>,
    outcome: Outcome,
    findings: PyOnceLock<Py<PyTuple>>,
}

impl Verdict {
    pub fn new(text: Bound<'_, PyString>, outcome: Outcome) -> Self {
        Self { text: text.unbind(), outcome, findings: PyOnceLock::new() }
    }

    fn with_text<R>(&self, py: Python<'_>, read: impl FnOnce(&str) -> R) -> PyResult<R> {
        Ok(read(Text::new(self.text.bind(py))?.as_str()?))
    }
}

#[pymethods]
impl Verdict {
    /// What the policy asks for, the strictest of all findings and errors: `allow`, `flag`, `redact`, `review` or `block`.
    #[getter]
    fn action(&self) -> &'static str {
        self.outcome.action()
    }

    /// Whether the text may go on, as it is or redacted: the action is `allow`, `flag` or `redact`.
    #[getter]
    fn is_allowed(&self) -> bool {
        self.outcome.is_allowed()
    }

    /// What may go on: the very `str` that was given where nothing is redacted, else a new one; None on `review` and `block`.
    ///
    /// In a new one a lone surrogate is U+FFFD.
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyString>>> {
        match self.outcome.passes() {
            Passes::Whole => Ok(Some(self.text.bind(py).clone())),
            Passes::Redacted => self.with_text(py, |text| Some(PyString::new(py, &self.outcome.redacted(text)))),
            Passes::Nothing => Ok(None),
        }
    }

    /// How likely the whole text is what a category is about, from 0.0 to 1.0, also where nothing was found. A new dict each time.
    #[getter]
    fn scores<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let scores = PyDict::new(py);
        self.outcome.scores().try_for_each(|(category, score)| scores.set_item(category, score))?;
        Ok(scores)
    }

    /// What was found, in order of start, end and rule.
    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        if self.outcome.findings().is_empty() {
            return Ok(PyTuple::empty(py));
        }
        let made = || {
            let found = self.with_text(py, |text| self.outcome.findings_in(text, Unit::CodePoints))?;
            let found: PyResult<Vec<_>> = found.into_owned().into_iter().map(|own| Bound::new(py, Finding::from(own))).collect();
            Ok::<_, PyErr>(PyTuple::new(py, found?)?.unbind())
        };
        self.findings.get_or_try_init(py, made).map(|findings| findings.bind(py).clone())
    }

    /// What could not be done. Not empty means that the text was not scanned in full, and asks for the policy's `on_error`.
    #[getter]
    fn errors<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let made = self.outcome.errors().iter().map(|own| record(py, "ScanError", (&*own.scanner, own.kind.name(), &own.message)));
        PyTuple::new(py, made.collect::<PyResult<Vec<_>>>()?)
    }

    /// Which policy decided.
    #[getter]
    fn policy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        record(py, "PolicyId", self.outcome.policy())
    }

    /// The version of the verdict's form: 1.
    #[getter]
    fn version(&self) -> u32 {
        Outcome::VERSION
    }

    /// The verdict with what has been decided about a file whose authors may decide. What a comment `guardrails: allow` (`inline`: bool) or a
    /// baseline (`known`: dicts of `rule`, `fingerprint`, `count`) allows, or lies on none of `lines` (pairs of first and last, from 1), has
    /// `suppressed` set and no say in `action`; it stays redacted in `text`. With `salt` (str) findings get a `fingerprint`. Any of these
    /// keys may be left out; ArgumentError for others.
    fn settle(&self, py: Python<'_>, notes: &Bound<'_, PyDict>) -> PyResult<Self> {
        let json: String = py.import("json")?.call_method1("dumps", (notes,))?.extract()?;
        let settled = self.with_text(py, |text| self.outcome.settle(text, &json))?;
        Ok(Self::new(self.text.bind(py).clone(), settled.map_err(errors::plain)?))
    }

    /// For each finding a hash of what stands around it on its line, without what was found: tells findings of one run from those of the next.
    fn context_hashes(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        self.with_text(py, |text| self.outcome.context_hashes(text))
    }

    /// The verdict as JSON in one line, spans in code points, keys as the attributes here: `version`, `action`, `text`, `scores`, `findings`,
    /// `errors`, `policy`. Lone surrogates in `text` are U+FFFD.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        self.with_text(py, |text| self.outcome.to_json(text, Unit::CodePoints))
    }

    /// What `json.loads(verdict.to_json())` gives, anew each time.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (self.to_json(py)?,))
    }

    fn __eq__(&self, py: Python<'_>, other: &Self) -> PyResult<bool> {
        Ok(self.outcome == other.outcome && self.text.bind(py).as_any().eq(&other.text)?)
    }

    /// Never shows the text.
    fn __repr__(&self) -> String {
        self.outcome.to_string()
    }
}

/// A class of `_records.py`, made of these values.
fn record<'py>(py: Python<'py>, class: &str, values: impl PyCallArgs<'py>) -> PyResult<Bound<'py, PyAny>> {
    py.import("guardrails_py._records")?.getattr(class)?.call1(values)
}
