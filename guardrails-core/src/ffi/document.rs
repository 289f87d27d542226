//! Documents and vaults by name.

use crate::error::unknown;
use crate::{Csv, Error, Guard, Input, Output, Source, Vault, Verdict};

/// How a text is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Document {
    /// As nothing but text.
    #[default]
    Text,
    /// As JSON.
    Json,
    /// As a table.
    Csv(Csv),
}

impl Document {
    /// The document of this name, `text`, `json` or `csv`, and of a table what stands between its cells and what its columns are called, both
    /// of which may be left to the table.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`](crate::ErrorKind::Argument) for another name, and for a delimiter that tables do not have.
    pub fn named(name: &str, delimiter: Option<&str>, header: Option<Vec<String>>) -> Result<Self, Error> {
        match name {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            "csv" => {
                let mut csv = Csv::default();
                if let Some(delimiter) = delimiter {
                    let mut characters = delimiter.chars();
                    // No delimiter has two characters, nor is one a NUL.
                    let one = characters.next().filter(|_| characters.next().is_none()).unwrap_or('\0');
                    csv = csv.delimiter(one)?;
                }
                Ok(Self::Csv(if let Some(header) = header { csv.header(header) } else { csv }))
            }
            _ => Err(Error::argument(unknown("form", name, ["text", "json", "csv"]))),
        }
    }
}

/// Scans a document of any source, `model` among them, with the numbers of a vault where there is one.
///
/// # Errors
///
/// [`ErrorKind::Argument`](crate::ErrorKind::Argument) for a source that does not exist.
pub fn scan_document<'t>(
    guard: &Guard,
    text: &'t str,
    source: &str,
    document: &Document,
    vault: Option<&mut Vault>,
) -> Result<Verdict<'t>, Error> {
    let source = match document {
        Document::Text => super::source_named(source)?,
        _ => super::source(source)?,
    };
    let input = Input::new(text, source);
    let verdict = match document {
        Document::Text => guard.scan_input(input),
        Document::Json => guard.scan_json(input),
        Document::Csv(csv) => guard.scan_csv(input, csv),
    };
    Ok(numbered(guard, verdict, vault))
}

/// As [`scan_output`](super::scan_output), with the numbers of a vault where there is one.
pub fn scan_answer<'t>(guard: &Guard, output: Output<'t, '_>, vault: Option<&mut Vault>) -> Verdict<'t> {
    numbered(guard, guard.scan_output(output), vault)
}

fn numbered<'t>(guard: &Guard, verdict: Verdict<'t>, vault: Option<&mut Vault>) -> Verdict<'t> {
    match vault {
        Some(vault) => guard.numbered(verdict, vault),
        None => verdict,
    }
}

/// The source that is meant where none is named.
pub const DEFAULT_SOURCE: &str = Source::User.name();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_by_name() {
        let guard = Guard::default();
        let mut vault = Vault::new();
        for (form, text, redacted) in [
            ("text", "ada@example.com", "[EMAIL_ADDRESS_1]"),
            ("json", r#"["ada@example.com"]"#, r#"["[EMAIL_ADDRESS_1]"]"#),
            ("csv", "mail\nada@example.com", "mail\n[EMAIL_ADDRESS_1]"),
        ] {
            let document = Document::named(form, None, None).unwrap();
            let verdict = scan_document(&guard, text, "tool", &document, Some(&mut vault)).unwrap();
            assert_eq!(verdict.text().as_deref(), Some(redacted));
        }
        let answer = scan_answer(&guard, Output::new("ada@example.com"), Some(&mut vault));
        assert_eq!(answer.text().as_deref(), Some("[EMAIL_ADDRESS_1]"));
        let error = |form: &str, delimiter: &str| Document::named(form, Some(delimiter), None).unwrap_err().to_string();
        assert_eq!(error("jsn", ","), "unknown form `jsn`, did you mean `json`?");
        for delimiter in ["", "x", ",,"] {
            assert_eq!(error("csv", delimiter), "the delimiter of a table is `,`, `;`, a tab or `|`");
        }
        assert!(scan_document(&guard, "", "model", &Document::Text, None).is_err());
        assert!(scan_document(&guard, "{}", "model", &Document::Json, None).is_ok());
    }
}
