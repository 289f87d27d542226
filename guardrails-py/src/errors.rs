//! Errors of the core as exceptions of `guardrails_py._errors`, which are written in Python so that they can have two bases.

use guardrails_core::Error;
use pyo3::prelude::*;

pyo3::import_exception!(guardrails_py._errors, GuardrailsError);

/// The exception for an error of the core; `place` is the file a policy came from.
pub fn raised(error: &Error, place: Option<&str>) -> PyErr {
    let message = place.map_or_else(|| error.to_string(), |place| format!("{place}: {error}"));
    let made =
        |py: Python<'_>| py.import("guardrails_py._errors")?.call_method1("of", (error.kind().name(), message)).map(PyErr::from_value);
    Python::attach(made).unwrap_or_else(|error| error)
}

/// The exception for an error that is about no file.
pub fn plain(error: Error) -> PyErr {
    raised(&error, None)
}

/// For what must not happen. An exception, and not a verdict: "did not run" must not look like "clean".
pub fn internal() -> PyErr {
    GuardrailsError::new_err("the scan did not end: please report this")
}
