//! Python's `str` as UTF-8, and scans of it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use guardrails_core::ffi;
use pyo3::exceptions::PyUnicodeEncodeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::errors;

/// From this many bytes up a scan lets other threads run: below it, letting go of the interpreter costs a good part of the scan.
const DETACH_FROM: usize = 4096;

/// The UTF-8 of a `str`. Not cached in the `str`, which would double its memory for as long as it lives.
pub enum Text<'py> {
    Encoded(Bound<'py, PyBytes>),
    Lossy(String),
}

impl<'py> Text<'py> {
    /// Lone surrogates become U+FFFD, one for one, so that code points stay where they are.
    pub fn new(text: &Bound<'py, PyString>) -> PyResult<Self> {
        match text.encode_utf8() {
            Ok(bytes) => Ok(Self::Encoded(bytes)),
            Err(error) if error.is_instance_of::<PyUnicodeEncodeError>(text.py()) => lossy(text).map(Self::Lossy),
            Err(error) => Err(error),
        }
    }

    pub fn as_str(&self) -> PyResult<&str> {
        match self {
            Self::Encoded(bytes) => std::str::from_utf8(bytes.as_bytes()).map_err(|_| errors::internal()),
            Self::Lossy(text) => Ok(text),
        }
    }
}

fn lossy(text: &Bound<'_, PyString>) -> PyResult<String> {
    // `str.encode` and not the method of a subclass.
    let encoded = text.py().get_type::<PyString>().call_method1("encode", (text, "utf-8", "surrogatepass"))?;
    ffi::without_surrogates(encoded.cast::<PyBytes>()?.as_bytes().to_vec()).ok_or_else(errors::internal)
}

/// Runs a scan of `bytes` bytes, without the interpreter where that is worth it. A panic, which the core does not have, would be an
/// exception here.
pub fn run<R: Send>(py: Python<'_>, bytes: usize, scan: impl FnOnce() -> R + Send) -> PyResult<R> {
    let scan = || catch_unwind(AssertUnwindSafe(scan));
    let result = if bytes < DETACH_FROM { scan() } else { py.detach(scan) };
    result.map_err(|_| errors::internal())
}
