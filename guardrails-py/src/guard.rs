//! Guards and the scans they make.

use guardrails_core::ffi::{self, Outcome, PolicyFormat};
use guardrails_core::{Guard as Core, Source};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::text::{Text, run};
use crate::verdict::Verdict;
use crate::{batch, errors};

/// A policy and everything it needs. Build it once, some milliseconds, and share it between threads.
///
/// `policy` is None for the default policy; a dict; TOML or JSON text; or a path: an `os.PathLike`, or a str of one line that ends in
/// `.toml` or `.json`. All of them have the same keys.
///
/// Raises PolicyError for an unknown key, kind, rule, scanner or value, and RuleError for a rule of the policy's own that is wrong; the
/// message names the place and the nearest valid name. OSError where a file cannot be read, TypeError for any other type.
#[pyclass(frozen, module = "guardrails_py")]
pub struct Guard {
    core: Core,
    policy: Option<String>,
}

#[pymethods]
impl Guard {
    #[new]
    #[pyo3(signature = (policy=None))]
    fn new(py: Python<'_>, policy: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let read = |policy| py.import("guardrails_py._policy")?.call_method1("read", (policy,))?.extract();
        let (policy, place): (Option<String>, Option<String>) = policy.map(read).transpose()?.unwrap_or_default();
        let format = PolicyFormat::of(policy.as_deref().unwrap_or_default());
        let core = py.detach(|| ffi::guard(policy.as_deref(), format));
        Ok(Self { core: core.map_err(|error| errors::raised(&error, place.as_deref()))?, policy })
    }

    /// Scans a text on its way to the model.
    ///
    /// `source` says where it comes from: `user`, `document`, `tool` or `system`. Takes any str, empty ones and such with NULs or lone
    /// surrogates too, in time linear in its length; what could not be done is in the verdict's `errors`. Other threads run meanwhile
    /// where the text is longer than some KB.
    ///
    /// Raises TypeError where `text` is no str, ArgumentError (a ValueError) for an unknown source.
    #[pyo3(signature = (text, source="user"))]
    fn scan_input(&self, text: Bound<'_, PyString>, source: &str) -> PyResult<Verdict> {
        input(&self.core, text, source)
    }

    /// Scans a model's answer.
    ///
    /// `prompt`, `system_prompt` and `context`, the documents and tool results the model was given, are what the answer can leak: the
    /// system prompt and canary marks in it, and data carried out in links.
    ///
    /// Raises TypeError where an argument is no str, or `context` no iterable of str.
    #[pyo3(signature = (text, prompt=None, system_prompt=None, context=None))]
    fn scan_output(
        &self,
        text: Bound<'_, PyString>,
        prompt: Option<Bound<'_, PyString>>,
        system_prompt: Option<Bound<'_, PyString>>,
        context: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Verdict> {
        output(&self.core, text, prompt, system_prompt, context)
    }

    /// Scans many texts; a list of their verdicts in the same order. Other threads run meanwhile.
    ///
    /// `texts` is an iterable of str, `source` one source for all of them or an iterable of one for each; `model` scans as `scan_output`
    /// without a prompt. `threads` is how many threads to use, all that the machine has where it is None. All texts and verdicts are in
    /// memory at once: give large sets in parts.
    ///
    /// Raises TypeError where a text is no str, ArgumentError (a ValueError) for an unknown source, ValueError for another number of sources
    /// than of texts or less than one thread. Then nothing was scanned.
    #[pyo3(signature = (texts, source=None, threads=None))]
    fn scan_batch(
        &self,
        py: Python<'_>,
        texts: &Bound<'_, PyAny>,
        source: Option<&Bound<'_, PyAny>>,
        threads: Option<isize>,
    ) -> PyResult<Vec<Verdict>> {
        let threads = match threads {
            Some(threads) if threads < 1 => return Err(PyValueError::new_err("threads is less than 1")),
            threads => threads.map(isize::cast_unsigned),
        };
        let given = strings(texts, "texts")?;
        let sources = sources(source, given.len())?;
        let encoded = given.iter().map(Text::new).collect::<PyResult<Vec<_>>>()?;
        let jobs = encoded.iter().zip(sources).map(|(text, source)| Ok((text.as_str()?, source))).collect::<PyResult<Vec<_>>>()?;
        let outcomes = run(py, usize::MAX, || batch::scan(&self.core, &jobs, threads))?;
        Ok(given.into_iter().zip(outcomes).map(|(text, outcome)| Verdict::new(text, outcome)).collect())
    }

    /// Every scanner, rule and kind of the guard, and what becomes of a finding: a dict with `scanners` (`name`, `category`, `description`,
    /// `runs`), `rules` (`id`, `kind`, `category`, `severity`, `description`, `preview`, and the actions `input` and `output`), `policy`,
    /// `min_confidence`, `thresholds`, `on_error` and `version`. An action of a category in `thresholds` is that from the threshold up.
    fn catalogue<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.call_method1("loads", (ffi::catalogue(&self.core),))
    }

    fn __repr__(&self) -> String {
        format!("<Guard {}>", self.core.policy().name)
    }

    fn __getnewargs__(&self) -> (Option<String>,) {
        // With a line end no text looks like a path.
        (self.policy.as_ref().map(|policy| format!("{policy}\n")),)
    }
}

/// Scans a text on its way to the model with the default guard, which is built on first use: some milliseconds. As `Guard.scan_input`.
#[pyfunction]
#[pyo3(signature = (text, source="user"))]
pub fn scan_input(text: Bound<'_, PyString>, source: &str) -> PyResult<Verdict> {
    input(ffi::default_guard(), text, source)
}

/// Scans a model's answer with the default guard, which is built on first use: some milliseconds. As `Guard.scan_output`.
#[pyfunction]
#[pyo3(signature = (text, prompt=None, system_prompt=None, context=None))]
pub fn scan_output(
    text: Bound<'_, PyString>,
    prompt: Option<Bound<'_, PyString>>,
    system_prompt: Option<Bound<'_, PyString>>,
    context: Option<Bound<'_, PyAny>>,
) -> PyResult<Verdict> {
    output(ffi::default_guard(), text, prompt, system_prompt, context)
}

fn input(guard: &Core, text: Bound<'_, PyString>, source: &str) -> PyResult<Verdict> {
    let encoded = Text::new(&text)?;
    let utf8 = encoded.as_str()?;
    let outcome = run(text.py(), utf8.len(), || ffi::scan_input(guard, utf8, source).map(Outcome::from))?;
    Ok(Verdict::new(text, outcome.map_err(|error| errors::raised(&error, None))?))
}

fn output(
    guard: &Core,
    text: Bound<'_, PyString>,
    prompt: Option<Bound<'_, PyString>>,
    system_prompt: Option<Bound<'_, PyString>>,
    context: Option<Bound<'_, PyAny>>,
) -> PyResult<Verdict> {
    let encoded = Text::new(&text)?;
    let prompt = prompt.as_ref().map(Text::new).transpose()?;
    let system_prompt = system_prompt.as_ref().map(Text::new).transpose()?;
    let context = context.map_or_else(|| Ok(Vec::new()), |context| strings(&context, "context"))?;
    let context = context.iter().map(Text::new).collect::<PyResult<Vec<_>>>()?;
    let context = context.iter().map(Text::as_str).collect::<PyResult<Vec<_>>>()?;
    let [prompt, system_prompt] = [&prompt, &system_prompt].map(|text| text.as_ref().map(Text::as_str).transpose());
    let asked = ffi::output(encoded.as_str()?, prompt?, system_prompt?, &context);
    let bytes = encoded.as_str()?.len() + context.iter().map(|text| text.len()).sum::<usize>();
    let outcome = run(text.py(), bytes, || Outcome::from(ffi::scan_output(guard, asked)))?;
    Ok(Verdict::new(text, outcome))
}

/// The items of an iterable of str. A str is one itself, and never meant.
fn strings<'py>(all: &Bound<'py, PyAny>, name: &str) -> PyResult<Vec<Bound<'py, PyString>>> {
    if all.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err(format!("{name} is a str, not an iterable of str")));
    }
    all.try_iter()?.map(|text| Ok(text?.cast_into::<PyString>()?)).collect()
}

fn sources(source: Option<&Bound<'_, PyAny>>, texts: usize) -> PyResult<Vec<Source>> {
    let named = |name: &Bound<'_, PyString>| ffi::source(&name.to_cow()?).map_err(|error| errors::raised(&error, None));
    match source {
        None => Ok(vec![Source::default(); texts]),
        Some(one) if one.is_instance_of::<PyString>() => Ok(vec![named(one.cast()?)?; texts]),
        Some(each) => {
            let each = strings(each, "source")?.iter().map(named).collect::<PyResult<Vec<_>>>()?;
            if each.len() != texts {
                return Err(PyValueError::new_err(format!("{} sources for {texts} texts", each.len())));
            }
            Ok(each)
        }
    }
}
