//! One error type for everything that can go wrong while a guard is built.

use std::fmt;

/// Why a guard, a policy or a rule could not be built. Scanning has no error of its own: what a scan could not do is
/// in [`Verdict::errors`](crate::Verdict::errors).
///
/// The message names the place (a rule id, a policy key, a line) and never holds text that was scanned.
///
/// ```
/// use guardrails_core::{ErrorKind, Policy};
///
/// let error = Policy::from_toml("on_eror = \"flag\"").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Policy);
/// assert!(error.to_string().contains("did you mean `on_error`?"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

/// The stable part of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// A policy that cannot be read: syntax, an unknown key or name, a value out of range.
    Policy,
    /// A rule that cannot be compiled or breaks the rules for rules.
    Rule,
    /// A model that cannot be loaded or does not have the expected shape.
    Model,
    /// An argument of a call that is out of its range.
    Argument,
}

impl ErrorKind {
    /// The name used by the bindings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Rule => "rule",
            Self::Model => "model",
            Self::Argument => "argument",
        }
    }
}

impl Error {
    pub(crate) fn policy(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Policy, message: message.into() }
    }

    pub(crate) fn rule(id: &str, fault: impl fmt::Display) -> Self {
        Self { kind: ErrorKind::Rule, message: format!("rule `{id}`: {fault}") }
    }

    pub(crate) fn rules(fault: impl fmt::Display) -> Self {
        Self { kind: ErrorKind::Rule, message: format!("rules: {fault}") }
    }

    pub(crate) fn model(name: &str, fault: impl fmt::Display) -> Self {
        Self { kind: ErrorKind::Model, message: format!("model `{name}`: {fault}") }
    }

    pub(crate) fn argument(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Argument, message: message.into() }
    }

    /// The stable kind, for code that has to tell errors apart.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

/// `name` is not one of `known`: the sentence that says so and names the nearest valid one.
pub(crate) fn unknown<'a>(what: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(name, known) {
        Some(near) => format!("unknown {what} `{name}`, did you mean `{near}`?"),
        None => format!("unknown {what} `{name}`"),
    }
}

/// The known name nearest to `name`, or none where nothing is known.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known.into_iter().max_by(|a, b| strsim::jaro_winkler(name, a).total_cmp(&strsim::jaro_winkler(name, b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_named() {
        assert_eq!(unknown("kind", "IBAM", ["EMAIL", "IBAN"]), "unknown kind `IBAM`, did you mean `IBAN`?");
        assert_eq!(unknown("kind", "IBAM", []), "unknown kind `IBAM`");
    }
}
