//! Guards and the scans they make. `_guard.py` has what users see of them.

use std::time::Instant;

use guardrails_core::ffi::{self, Document, Model, Outcome, PolicyFormat};
use guardrails_core::{Error, Guard as Core, Unit};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes as Bytes;
use pyo3::types::PyString;

use crate::text::{Text, run};
use crate::vault::Vault;
use crate::verdict::Verdict;
use crate::{batch, errors};

/// The name of a model, its three files, and its settings as JSON.
type Files = (String, Bytes, Bytes, Option<Bytes>, Option<String>);

/// A guard of the core.
#[pyclass(frozen, module = "guardrails_py._native")]
pub struct NativeGuard(Core);

#[pymethods]
impl NativeGuard {
    /// A guard from the text of a policy; `place` is the file it came from.
    #[new]
    fn new(py: Python<'_>, policy: Option<&str>, place: Option<&str>, key: Option<&[u8]>, models: Vec<Files>) -> PyResult<Self> {
        let format = PolicyFormat::of(policy.unwrap_or_default());
        let models: Vec<Model<'_>> = models.iter().map(Model::from).collect();
        let start = Instant::now();
        let core = py.detach(|| ffi::guard_with_models(policy, format, key, &models, move || start.elapsed()));
        core.map(Self).map_err(|error| errors::raised(&error, place))
    }

    /// Scans a text, or a document of any source.
    fn scan(
        &self,
        text: Bound<'_, PyString>,
        source: &str,
        vault: Option<Bound<'_, Vault>>,
        form: &str,
        delimiter: Option<&str>,
        header: Option<Vec<String>>,
    ) -> PyResult<Verdict> {
        let document = Document::named(form, delimiter, header).map_err(errors::plain)?;
        let encoded = Text::new(&text)?;
        let utf8 = encoded.as_str()?;
        let vault = vault.as_ref().map(Bound::get);
        let scan = || Vault::lend(vault, |vault| ffi::scan_document(&self.0, utf8, source, &document, vault).map(Outcome::from));
        let outcome = run(text.py(), ffi::cost(&self.0, utf8.len()), scan)?;
        Ok(Verdict::new(text, outcome.map_err(errors::plain)?))
    }

    /// Scans a model's answer.
    fn scan_output(
        &self,
        text: Bound<'_, PyString>,
        prompt: Option<Bound<'_, PyString>>,
        system_prompt: Option<Bound<'_, PyString>>,
        context: Vec<Bound<'_, PyString>>,
        vault: Option<Bound<'_, Vault>>,
    ) -> PyResult<Verdict> {
        let encoded = Text::new(&text)?;
        let prompt = prompt.as_ref().map(Text::new).transpose()?;
        let system_prompt = system_prompt.as_ref().map(Text::new).transpose()?;
        let context = context.iter().map(Text::new).collect::<PyResult<Vec<_>>>()?;
        let context = context.iter().map(Text::as_str).collect::<PyResult<Vec<_>>>()?;
        let [prompt, system_prompt] = [&prompt, &system_prompt].map(|text| text.as_ref().map(Text::as_str).transpose());
        let asked = ffi::output(encoded.as_str()?, prompt?, system_prompt?, &context);
        let bytes = encoded.as_str()?.len() + context.iter().map(|text| text.len()).sum::<usize>();
        let vault = vault.as_ref().map(Bound::get);
        let scan = || Vault::lend(vault, |vault| Outcome::from(ffi::scan_answer(&self.0, asked, vault)));
        let outcome = run(text.py(), ffi::cost(&self.0, bytes), scan)?;
        Ok(Verdict::new(text, outcome))
    }

    /// Scans many texts, of one source or of one for each.
    fn scan_batch(
        &self,
        py: Python<'_>,
        given: Vec<Bound<'_, PyString>>,
        sources: Vec<String>,
        threads: Option<usize>,
    ) -> PyResult<Vec<Verdict>> {
        let sources = sources.iter().map(|name| ffi::source(name)).collect::<Result<Vec<_>, Error>>().map_err(errors::plain)?;
        let encoded = given.iter().map(Text::new).collect::<PyResult<Vec<_>>>()?;
        let jobs = encoded.iter().zip(sources.iter().cycle()).map(|(text, source)| Ok((text.as_str()?, *source)));
        let jobs = jobs.collect::<PyResult<Vec<_>>>()?;
        let outcomes = run(py, usize::MAX, || batch::scan(&self.0, &jobs, threads))?;
        Ok(given.into_iter().zip(outcomes).map(|(text, outcome)| Verdict::new(text, outcome)).collect())
    }

    /// Why a text's findings were reported, as JSON.
    fn explain(&self, text: &Bound<'_, PyString>, source: &str) -> PyResult<String> {
        ffi::explain(&self.0, Text::new(text)?.as_str()?, source, Unit::CodePoints).map_err(errors::plain)
    }

    /// What the guard looks for, as JSON.
    fn catalogue(&self) -> String {
        ffi::catalogue(&self.0)
    }
}
