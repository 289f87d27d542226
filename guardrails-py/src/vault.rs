//! Vaults.

use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use guardrails_core::Vault as Core;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::errors;
use crate::text::{Text, run};

/// Which value stands behind which numbered placeholder: given to a scan, `verdict.text` has `[EMAIL_ADDRESS_1]` for the same address each time,
/// and `restore` puts the addresses back into a model's answer. One for each conversation; threads may share it.
///
/// It holds the personal data that was taken out. `values` and `bytes` are how much of it at most, 100,000 and
/// 16 MiB unless they are given: what is beyond is an error of the verdict.
#[pyclass(frozen, module = "guardrails_py")]
pub struct Vault(Mutex<Core>);

impl Vault {
    fn held(&self) -> MutexGuard<'_, Core> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `scan` with the vault, if there is one, to itself.
    pub fn lend<R>(vault: Option<&Self>, scan: impl FnOnce(Option<&mut Core>) -> R) -> R {
        scan(vault.map(Self::held).as_deref_mut())
    }

    fn restored<'py>(&self, text: Bound<'py, PyString>, json: bool) -> PyResult<Bound<'py, PyString>> {
        let encoded = Text::new(&text)?;
        let utf8 = encoded.as_str()?;
        let restore = || if json { self.held().restore_json(utf8) } else { self.held().restore(utf8) };
        match run(text.py(), utf8.len(), restore)? {
            Cow::Borrowed(_) => Ok(text),
            Cow::Owned(restored) => Ok(PyString::new(text.py(), &restored)),
        }
    }
}

#[pymethods]
impl Vault {
    #[new]
    #[pyo3(signature = (values=Core::VALUES, bytes=Core::BYTES))]
    fn new(values: usize, bytes: usize) -> Self {
        Self(Mutex::new(Core::bounded(values, bytes)))
    }

    /// `text` with the original values in the place of the placeholders that this vault issued, in whatever spelling a model gave them. The very
    /// str that was given where there are none.
    fn restore<'py>(&self, text: Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
        self.restored(text, false)
    }

    /// As `restore`, inside the strings and keys of a JSON document, escaped as JSON asks for.
    fn restore_json<'py>(&self, text: Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
        self.restored(text, true)
    }

    /// Takes over everything that `other` holds; a list of the placeholders of `other` that had to change, old and new. What is here stays as it
    /// is. Raises ArgumentError where the vault would be over its bounds; then it has not changed.
    fn merge(&self, other: &Bound<'_, Self>) -> PyResult<Vec<(String, String)>> {
        let other = other.get().held().clone();
        self.held().merge(&other).map_err(errors::plain)
    }

    /// The vault as JSON in one line, with the values in it: keep it as you keep them.
    fn to_json(&self) -> String {
        self.held().to_json()
    }

    /// A vault from what `to_json` gave. Raises ArgumentError for anything else; the message holds nothing of it.
    #[staticmethod]
    fn from_json(json: &str) -> PyResult<Self> {
        Core::from_json(json).map(|core| Self(Mutex::new(core))).map_err(errors::plain)
    }

    /// Forgets everything.
    fn clear(&self) {
        self.held().clear();
    }

    fn __len__(&self) -> usize {
        self.held().len()
    }

    fn __repr__(&self) -> String {
        format!("<Vault {}>", self.held().len())
    }
}
