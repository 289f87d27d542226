//! The Python binding: translates arguments, texts and verdicts. What is found, and what becomes of it, is the core's business.

mod batch;
mod errors;
mod finding;
mod guard;
mod text;
mod vault;
mod verdict;

/// The compiled part of `guardrails_py`; import from `guardrails_py` instead.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    use guardrails_core::ffi::ACTIONS;
    use pyo3::prelude::*;
    use pyo3::types::PyTuple;

    #[pymodule_export]
    use crate::finding::{Finding, Span};
    #[pymodule_export]
    use crate::guard::NativeGuard;
    #[pymodule_export]
    use crate::vault::Vault;
    #[pymodule_export]
    use crate::verdict::Verdict;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("ACTIONS", PyTuple::new(module.py(), ACTIONS)?)
    }
}
