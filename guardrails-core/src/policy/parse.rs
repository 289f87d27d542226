//! Strict reading: what is unknown is an error that says where it stands and what was meant.

use serde::de::DeserializeOwned;

use super::Policy;
use crate::Error;
use crate::error::unknown;

pub(super) fn from_toml(text: &str) -> Result<Policy, Error> {
    strict_toml(text).map_err(|fault| Error::policy(format!("policy: {fault}")))
}

pub(super) fn from_json(text: &str) -> Result<Policy, Error> {
    strict_json(text).map_err(|(line, fault)| Error::policy(format!("policy: line {line}: {fault}")))
}

/// A value from JSON, or the line and one sentence on what is wrong.
pub(crate) fn strict_json<T: DeserializeOwned>(text: &str) -> Result<T, (usize, String)> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let (path, inner) = (error.path().to_string(), error.into_inner());
        let message = inner.to_string();
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        (inner.line(), explain(&path, message))
    })?;
    deserializer.end().map_err(|error| (error.line(), error.to_string()))?;
    Ok(value)
}

/// A value from TOML, or one sentence on what is wrong and where.
pub(crate) fn strict_toml<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let place = |error: &toml::de::Error| {
        let line = error.span().map_or(1, |span| 1 + text.bytes().take(span.start).filter(|byte| *byte == b'\n').count());
        format!("line {line}: ")
    };
    let deserializer = toml::Deserializer::parse(text).map_err(|error| place(&error) + error.message())?;
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let (path, inner) = (error.path().to_string(), error.into_inner());
        place(&inner) + &explain(&path, inner.message())
    })
}

/// serde's words for an unknown field or variant hold the names it knows, between backticks.
fn explain(path: &str, message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let path = if path == "." { "" } else { path };
    // The path of an unknown name that stands as a key ends in that name, or in `?`.
    let parent =
        |name: &str| path.strip_suffix(name).or(path.strip_suffix('?')).map_or(path, |parent| parent.trim_end_matches('.')).to_owned();
    let at = |path: &str| if path.is_empty() { String::new() } else { format!("`{path}`: ") };
    if message.starts_with("unknown field") {
        let name = quoted.next().unwrap_or_default();
        let full = [parent(name).as_str(), name].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(".");
        return unknown("key", name, quoted).replacen(&format!("`{name}`"), &format!("`{full}`"), 1);
    }
    if message.starts_with("unknown variant") {
        let name = quoted.next().unwrap_or_default();
        return at(&parent(name)) + &unknown("value", name, quoted);
    }
    at(path) + message
}
