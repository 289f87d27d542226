//! What fuzzing looks for a counterexample to: the laws that the tests of the core also keep.
#![allow(clippy::unwrap_used)]

#[path = "../../guardrails-core/tests/laws/mod.rs"]
mod laws;

pub use laws::*;
