//! The only door of the bindings: one function per entry point, names and JSON in, verdicts out. A binding has no threshold, default,
//! match or redaction of its own.

use std::borrow::Cow;

use crate::error::unknown;
use crate::{Error, Finding, Guard, Input, Output, Policy, Source, Unit, Verdict};

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

/// Scans a text on its way to the model. [`Verdict::to_json`] makes JSON of the answer, [`findings`] its findings.
///
/// # Errors
///
/// [`ErrorKind::Argument`](crate::ErrorKind::Argument) for a source that does not exist.
pub fn scan_input<'t>(guard: &Guard, text: &'t str, source: &str) -> Result<Verdict<'t>, Error> {
    Ok(guard.scan_input(Input::new(text, source_named(source)?)))
}

/// Scans a model's answer.
pub fn scan_output<'t>(guard: &Guard, output: Output<'t, '_>) -> Verdict<'t> {
    guard.scan_output(output)
}

/// The findings of a verdict with their spans in `unit`: one walk over the text however many there are.
pub fn findings<'v>(verdict: &'v Verdict<'_>, unit: Unit) -> Cow<'v, [Finding]> {
    verdict.findings_in(unit)
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
        assert!(scan_input(&guard, "hello", "document").unwrap().to_json(Unit::Utf16).contains("\"name\":\"x\""));
        assert_eq!(scan_input(&guard, "hello", "dokument").unwrap_err().to_string(), "unknown source `dokument`, did you mean `document`?");
        let verdict = scan_input(&guard, "\u{1F600} ada@example.com", "user").unwrap();
        assert_eq!(findings(&verdict, Unit::CodePoints).iter().map(|f| f.span.start).collect::<Vec<_>>(), [2]);
        assert!(scan_input(&guard, "hello", "model").is_err());
    }
}
