//! Notes on a file as JSON.

use std::ops::RangeInclusive;

use serde::Deserialize;

use crate::{Error, Known, Notes, Verdict};

/// As [`Notes`], where a list of two numbers is the first and the last of a range of lines.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Given {
    inline: bool,
    salt: Option<String>,
    known: Vec<Known>,
    lines: Option<Vec<(usize, usize)>>,
}

/// [`Verdict::settle`] with notes that are JSON: `{"inline": true, "salt": "…", "known": [{"rule", "fingerprint", "count"}], "lines":
/// [[first, last]]}`, each of which may be left out. The salt's bytes are those of its UTF-8.
///
/// # Errors
///
/// [`ErrorKind::Argument`](crate::ErrorKind::Argument) for what is no such JSON; the message names the key.
pub fn settle(verdict: &mut Verdict<'_>, notes: &str) -> Result<(), Error> {
    let mut json = serde_json::Deserializer::from_str(notes);
    let given: Given = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let place = if path == "." { String::new() } else { format!("`{path}`: ") };
        // Without the place in the JSON, which the caller has not written, and without values.
        let what = error.inner().to_string();
        let what = what.split(" at line ").next().unwrap_or_default();
        Error::argument(format!("notes: {place}{}", if what.starts_with("invalid type") { "wrong type" } else { what }))
    })?;
    let Given { inline, salt, known, lines } = given;
    let lines: Option<Vec<RangeInclusive<usize>>> = lines.map(|lines| lines.into_iter().map(|(first, last)| first..=last).collect());
    verdict.settle(&Notes { inline, salt: salt.as_deref().map(str::as_bytes), known: &known, lines: lines.as_deref() });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Suppression;

    #[test]
    fn notes_come_as_json() {
        let text = "mail ada@example.com # guardrails: allow";
        let settled = |notes: &str| {
            let mut verdict = crate::scan_input(text);
            settle(&mut verdict, notes).map(|()| verdict.findings.remove(0))
        };
        assert_eq!(settled("{}").unwrap().suppressed, None);
        assert_eq!(settled(r#"{"inline": true}"#).unwrap().suppressed, Some(Suppression::Inline));
        assert_eq!(settled(r#"{"lines": [[2, 9]]}"#).unwrap().suppressed, Some(Suppression::Unchanged));
        let print = settled(r#"{"salt": "0123456789abcdef"}"#).unwrap().fingerprint.unwrap();
        let known =
            format!(r#"{{"salt": "0123456789abcdef", "known": [{{"rule": "pii.email_address", "fingerprint": "{print}", "count": 1}}]}}"#);
        assert_eq!(settled(&known).unwrap().suppressed, Some(Suppression::Baseline));
    }

    #[test]
    fn what_is_wrong_with_notes_is_named() {
        for (notes, said) in [
            (r#"{"inlin": true}"#, "notes: `inlin`: unknown field `inlin`, expected one of `inline`, `salt`, `known`, `lines`"),
            (r#"{"inline": "s3cret"}"#, "notes: `inline`: wrong type"),
            (r#"{"known": [{"rule": "x"}]}"#, "notes: `known[0]`: missing field `fingerprint`"),
            (r#"{"lines": [[1]]}"#, "notes: `lines[0]`: invalid length 1, expected a tuple of size 2"),
            ("", "notes: EOF while parsing a value"),
        ] {
            assert_eq!(settle(&mut crate::scan_input(""), notes).unwrap_err().to_string(), said);
        }
    }
}
