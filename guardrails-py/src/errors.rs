//! Errors of the core as exceptions of `guardrails_py._errors`, which are written in Python so that they can have two bases.

use guardrails_core::{Error, ErrorKind};
use pyo3::PyErr;

pyo3::import_exception!(guardrails_py._errors, GuardrailsError);
pyo3::import_exception!(guardrails_py._errors, ArgumentError);
pyo3::import_exception!(guardrails_py._errors, PolicyError);
pyo3::import_exception!(guardrails_py._errors, RuleError);
pyo3::import_exception!(guardrails_py._errors, ModelError);

/// The exception for an error of the core; `place` is the file a policy came from.
pub fn raised(error: &Error, place: Option<&str>) -> PyErr {
    let message = place.map_or_else(|| error.to_string(), |place| format!("{place}: {error}"));
    match error.kind() {
        ErrorKind::Policy => PolicyError::new_err(message),
        ErrorKind::Rule => RuleError::new_err(message),
        ErrorKind::Model => ModelError::new_err(message),
        ErrorKind::Argument => ArgumentError::new_err(message),
        _ => GuardrailsError::new_err(message),
    }
}

/// For what must not happen. An exception, and not a verdict: "did not run" must not look like "clean".
pub fn internal() -> PyErr {
    GuardrailsError::new_err("the scan did not end: please report this")
}
