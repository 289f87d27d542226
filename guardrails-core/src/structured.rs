//! Documents with a structure of their own, JSON and CSV: each value is scanned with the name it has, and found where it stands.

mod context;
mod csv;
mod flat;
mod form;
mod json;
mod locate;

use std::borrow::Cow;

pub use csv::Csv;
pub(crate) use form::Form;
pub use locate::Place;

use crate::offsets::OffsetMap;
use crate::{Guard, Input, ScanError, ScanErrorKind, Span, Vault, Verdict};
use flat::Flat;

/// Deepest nesting of a document: more than any that people write, little enough for every other reader.
const DEPTH: usize = 128;

/// How the text of a verdict is built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Layout {
    /// As nothing but text.
    #[default]
    Text,
    /// A JSON document.
    Json,
    /// Rows of cells, with this byte between them.
    Csv(u8),
}

/// One piece of a document that is read on its own: a key, a string, a number, a cell.
pub(crate) struct Token<'t> {
    /// In the document, without its quotes.
    pub(crate) span: Span,
    pub(crate) form: Form,
    decoded: Cow<'t, str>,
    map: OffsetMap,
}

impl<'t> Token<'t> {
    fn new(text: &'t str, span: Span, form: Form) -> Self {
        let (decoded, map) = form.decode_mapped(span.of(text).unwrap_or_default());
        Self { span, form, decoded, map }
    }

    /// What it says.
    pub(crate) fn decoded(&self) -> &str {
        &self.decoded
    }

    /// Where a part of [`Token::decoded`] stands in the document.
    pub(crate) fn span_in_text(&self, part: Span) -> Span {
        let Span { start, end } = self.map.raw(part);
        Span::new(self.span.start + start, self.span.start + end)
    }
}

/// Where a token stands among the others.
enum At<'w, 't> {
    Text,
    Json(&'w [json::Frame<'t>]),
    Csv(&'w csv::Cell<'w>),
}

/// Why a document cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// In bytes.
    at: usize,
    /// What was expected there; none where it is nested too deeply.
    expected: Option<&'static str>,
}

impl Fault {
    fn error(self, text: &str, scanner: &'static str) -> ScanError {
        let before = text.get(..self.at).unwrap_or(text);
        let line = 1 + before.bytes().filter(|byte| *byte == b'\n').count();
        let column = 1 + before.rsplit('\n').next().unwrap_or_default().chars().count();
        let place = format!("line {line}, column {column}, byte {}", self.at);
        match self.expected {
            Some(expected) => {
                ScanError::new(scanner, ScanErrorKind::Syntax, format!("{place}: expected {expected}; scanned as plain text"))
            }
            None => ScanError::new(scanner, ScanErrorKind::Limit, format!("{place}: nested deeper than {DEPTH}; scanned as plain text")),
        }
    }
}

impl Layout {
    /// Every token of the text in its order.
    pub(crate) fn tokens<'t>(self, text: &'t str, mut visit: impl FnMut(&Token<'t>)) -> Result<(), Fault> {
        self.walk(text, &mut |token, _| visit(token))
    }

    fn walk<'t>(self, text: &'t str, visit: &mut dyn FnMut(&Token<'t>, At<'_, 't>)) -> Result<(), Fault> {
        match self {
            Self::Text => {
                visit(&Token::new(text, Span::new(0, text.len()), Form::Text), At::Text);
                Ok(())
            }
            Self::Json => json::walk(text, visit),
            Self::Csv(delimiter) => csv::walk(text, delimiter, visit),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv(_) => "csv",
        }
    }
}

impl Guard {
    /// Scans a JSON document: each string, number and key on its own, with the key it has as its context.
    ///
    /// Findings have their span in the document and a [`Place`]: a JSON Pointer (RFC 6901) and the span in the value as it reads without its
    /// escapes. [`Verdict::text`] is the document with everything else as it was, byte for byte: a redacted number becomes a string, and of
    /// keys that become equal the later ones get a number. Where the text is no JSON, or nested more than 128 deep, it is scanned as plain
    /// text, and an error of the verdict says where it stopped being one, which asks for the policy's `on_error`.
    ///
    /// ```
    /// use guardrails_core::Guard;
    ///
    /// let verdict = Guard::default().scan_json(r#"{"customer": {"ssn": "536-22-8714", "cards": [4111111111111111]}}"#);
    /// assert_eq!(verdict.text().as_deref(), Some(r#"{"customer": {"ssn": "[US_SSN]", "cards": ["[CREDIT_CARD]"]}}"#));
    /// assert_eq!(verdict.findings[1].place.as_deref().and_then(|place| place.pointer.as_deref()), Some("/customer/cards/0"));
    /// ```
    pub fn scan_json<'t>(&self, input: impl Into<Input<'t>>) -> Verdict<'t> {
        self.scan_structured(input.into(), Layout::Json, &[])
    }

    /// As [`Guard::scan_json`], with numbered placeholders: see [`Guard::scan_input_with`].
    pub fn scan_json_with<'t>(&self, input: impl Into<Input<'t>>, vault: &mut Vault) -> Verdict<'t> {
        self.numbered(self.scan_json(input), vault)
    }

    /// What may go on of a JSON document: [`Verdict::text`] of [`Guard::scan_json`].
    pub fn redact_json<'t>(&self, input: impl Into<Input<'t>>) -> Option<String> {
        self.scan_json(input).text().map(Cow::into_owned)
    }

    /// Scans a table of comma-separated values (RFC 4180): each cell on its own, with the header of its column as its context.
    ///
    /// Findings have their span in the document and a [`Place`]: row, column, header, and the span in the cell without its quotes.
    /// [`Verdict::text`] is the table with everything else as it was; a cell is quoted where what was put in needs it. Where a quote does not
    /// end, or text follows one, all of it is scanned as plain text, and an error of the verdict says where, which asks for the policy's
    /// `on_error`.
    ///
    /// ```
    /// use guardrails_core::{Csv, Guard};
    ///
    /// let verdict = Guard::default().scan_csv("name,ssn\nAda,536-22-8714\n", &Csv::default());
    /// assert_eq!(verdict.text().as_deref(), Some("name,ssn\nAda,[US_SSN]\n"));
    /// let place = verdict.findings[0].place.as_deref();
    /// assert_eq!(place.map(|place| (place.row, place.column, place.header.as_deref())), Some((Some(2), Some(2), Some("ssn"))));
    /// ```
    pub fn scan_csv<'t>(&self, input: impl Into<Input<'t>>, csv: &Csv) -> Verdict<'t> {
        let input = input.into();
        self.scan_structured(input, Layout::Csv(csv.delimiter_of(input.text)), csv.header.as_deref().unwrap_or_default())
    }

    /// As [`Guard::scan_csv`], with numbered placeholders: see [`Guard::scan_input_with`].
    pub fn scan_csv_with<'t>(&self, input: impl Into<Input<'t>>, csv: &Csv, vault: &mut Vault) -> Verdict<'t> {
        self.numbered(self.scan_csv(input, csv), vault)
    }

    /// What may go on of a table: [`Verdict::text`] of [`Guard::scan_csv`].
    pub fn redact_csv<'t>(&self, input: impl Into<Input<'t>>, csv: &Csv) -> Option<String> {
        self.scan_csv(input, csv).text().map(Cow::into_owned)
    }

    fn scan_structured<'t>(&self, input: Input<'t>, layout: Layout, header: &[String]) -> Verdict<'t> {
        let Input { text, source } = input;
        let most = self.policy().limits.text_bytes;
        // A document that is cut is none, so that the limit is that of plain text.
        let labels = if text.len() > most { Err(None) } else { context::labels(text, layout).map_err(Some) };
        let labels = match labels {
            Ok(labels) => labels,
            Err(fault) => {
                let mut examined = self.examine(text, source, None, most);
                examined.errors.extend(fault.map(|fault| fault.error(text, layout.name())));
                return self.concluded(text, examined, Layout::Text);
            }
        };
        let mut flat = Flat::new(self, source);
        // It was read to its end before.
        let _ = layout.walk(text, &mut |token, at| flat.add(token, &at, &labels, header));
        let mut verdict = self.concluded(text, flat.end(), layout);
        locate::locate(&mut verdict.findings, text, layout, header);
        verdict
    }
}

#[cfg(test)]
#[path = "structured/tests.rs"]
mod tests;
