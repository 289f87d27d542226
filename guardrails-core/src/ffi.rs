//! The only door of the bindings: one function per entry point, names and JSON in, JSON out. A binding has no threshold, default,
//! match or redaction of its own.

use crate::error::unknown;
use crate::{Error, Guard, Input, Output, Policy, Source, Unit};

/// How the text of a policy is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyFormat {
    /// TOML.
    Toml,
    /// JSON.
    Json,
}

/// A guard from the text of a policy; the default guard where there is none.
///
/// # Errors
///
/// As [`Policy::from_toml`] and [`Guard::from_policy`].
pub fn guard(policy: Option<&str>, format: PolicyFormat) -> Result<Guard, Error> {
    match (policy, format) {
        (None, _) => Guard::from_policy(Policy::default()),
        (Some(text), PolicyFormat::Toml) => Guard::from_policy(Policy::from_toml(text)?),
        (Some(text), PolicyFormat::Json) => Guard::from_policy(Policy::from_json(text)?),
    }
}

/// Scans a text on its way to the model; the verdict as JSON, spans in `unit`.
///
/// # Errors
///
/// [`ErrorKind::Argument`](crate::ErrorKind::Argument) for a source that does not exist.
pub fn scan_input(guard: &Guard, text: &str, source: &str, unit: Unit) -> Result<String, Error> {
    Ok(guard.scan_input(Input::new(text, source_named(source)?)).to_json(unit))
}

/// Scans a model's answer; the verdict as JSON, spans in `unit`.
pub fn scan_output(guard: &Guard, output: Output<'_, '_>, unit: Unit) -> String {
    guard.scan_output(output).to_json(unit)
}

/// The source with this name. `model` is a source of rules, not of inputs: its texts go to [`scan_output`].
fn source_named(name: &str) -> Result<Source, Error> {
    let inputs = || Source::ALL.into_iter().filter(|source| *source != Source::Model);
    inputs().find(|source| source.name() == name).ok_or_else(|| Error::argument(unknown("source", name, inputs().map(Source::name))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_and_a_source_come_by_name() {
        let guard = guard(Some("{\"name\": \"x\"}"), PolicyFormat::Json).unwrap();
        assert!(scan_input(&guard, "hello", "document", Unit::Utf16).unwrap().contains("\"name\":\"x\""));
        assert_eq!(
            scan_input(&guard, "hello", "dokument", Unit::Bytes).unwrap_err().to_string(),
            "unknown source `dokument`, did you mean `document`?"
        );
        assert!(scan_input(&guard, "hello", "model", Unit::Bytes).is_err());
    }
}
