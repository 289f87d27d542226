//! Reversible placeholders: which value stands behind which number.

mod placeholder;
mod state;

use std::borrow::Cow;
use std::fmt;

pub use state::Vault;

use crate::operators::Redactor;
use crate::redact::{goes, redact_marking};
use crate::structured::Layout;
use crate::{Error, Finding, Guard, Input, Output, ScanError, ScanErrorKind, Span, Verdict};

/// What text is called that looked like a placeholder before anything was redacted.
const QUOTED: &str = "PLACEHOLDER";

impl Guard {
    /// As [`Guard::scan_input`], with numbered placeholders in [`Verdict::text`]: `[EMAIL_ADDRESS_1]`, the same value the same number for as long
    /// as the vault lives. What a full vault does not take is replaced by `[KIND]`, and is an error of the verdict, which asks for the
    /// policy's `on_error`.
    ///
    /// ```
    /// use guardrails_core::{Guard, Vault};
    ///
    /// let (guard, mut vault) = (Guard::default(), Vault::new());
    /// let verdict = guard.scan_input_with("Write to ada@example.com and bob@example.com", &mut vault);
    /// assert_eq!(verdict.text().as_deref(), Some("Write to [EMAIL_ADDRESS_1] and [EMAIL_ADDRESS_2]"));
    /// assert_eq!(vault.restore("Done: I wrote to **Email Address 2**... [EMAIL_ADDRESS_2]."), "Done: I wrote to **bob@example.com**... bob@example.com.");
    /// ```
    pub fn scan_input_with<'t>(&self, input: impl Into<Input<'t>>, vault: &mut Vault) -> Verdict<'t> {
        self.numbered(self.scan_input(input), vault)
    }

    /// As [`Guard::scan_output`], with numbered placeholders: for answers that go into a log or to another model.
    pub fn scan_output_with<'t, 'c>(&self, output: impl Into<Output<'t, 'c>>, vault: &mut Vault) -> Verdict<'t> {
        self.numbered(self.scan_output(output), vault)
    }

    /// The verdict with numbers of the vault in its text.
    pub(crate) fn numbered<'t>(&self, mut verdict: Verdict<'t>, vault: &mut Vault) -> Verdict<'t> {
        if verdict.is_allowed() {
            let (text, full) = vault.replaced(&verdict);
            verdict.redacted = text;
            if let Err(error) = full {
                verdict.fail(ScanError::new("vault", ScanErrorKind::Limit, error.to_string()));
            }
        }
        verdict
    }
}

impl Vault {
    /// The text of the verdict with numbered placeholders for what it redacts; none where the text may not go on, as [`Verdict::text`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`](crate::ErrorKind::Argument) where the vault would hold more than it may. What it took until then stays.
    pub fn redact(&mut self, verdict: &Verdict<'_>) -> Result<Option<String>, Error> {
        if !verdict.is_allowed() {
            return Ok(None);
        }
        let (text, full) = self.replaced(verdict);
        full.map(|()| Some(text.unwrap_or_else(|| verdict.original().to_owned())))
    }

    /// `text`, a model's answer as a rule, with the original values in the place of the placeholders that this vault issued.
    ///
    /// Placeholders may be written in any case, with spaces, hyphens or backslashes for the underscores, in other brackets or, with their
    /// underscores or in quotes, in none; a plural or a possessive behind them stays. What this vault did not issue stays as it is. The
    /// values that are put in are not looked at again. Takes time linear in the length of the text.
    pub fn restore<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.restored(text, Layout::Text)
    }

    /// As [`Vault::restore`], inside the strings and keys of a JSON document, in which values are escaped as JSON asks for. A text that is no
    /// JSON document is restored as plain text.
    pub fn restore_json<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.restored(text, Layout::Json)
    }

    fn restored<'t>(&self, text: &'t str, layout: Layout) -> Cow<'t, str> {
        let (mut out, mut done) = (String::new(), 0);
        let replaced = layout.tokens(text, |token| {
            let (decoded, mut at) = (token.decoded(), 0);
            while let Some(found) = placeholder::next(decoded, at, |kind, number| self.holds(kind, number)) {
                at = found.span.end;
                let span = token.span_in_text(found.span);
                out.push_str(text.get(done..span.start).unwrap_or_default());
                token.form.encode(self.value(&found.kind, found.number).unwrap_or_default(), &mut out);
                token.form.encode(&found.suffix, &mut out);
                done = span.end;
            }
        });
        if replaced.is_err() {
            return if layout == Layout::Text { Cow::Borrowed(text) } else { self.restored(text, Layout::Text) };
        }
        if done == 0 {
            return Cow::Borrowed(text);
        }
        out.push_str(text.get(done..).unwrap_or_default());
        Cow::Owned(out)
    }

    /// The redacted text of a verdict, none where nothing changes, and what the vault could not take.
    fn replaced(&mut self, verdict: &Verdict<'_>) -> (Option<String>, Result<(), Error>) {
        let (text, layout, redactor) = (verdict.original(), verdict.layout(), verdict.redactor());
        let mut full = Ok(());
        let mut note = |result: Result<(), Error>| {
            if full.is_ok() {
                full = result;
            }
        };
        note(self.reserve(text, layout, redactor));
        let redacts = verdict.findings.iter().any(goes);
        let (out, marks) = if redacts {
            let mut ours = Vec::new();
            let issue = |finding: &Finding, value: &str| {
                let number = if redactor.is_numbered(finding) { Some(self.issue(&finding.kind, value)) } else { None };
                ours.push(matches!(number, Some(Ok(_))));
                match number {
                    Some(Ok(number)) => named(&finding.kind, number),
                    Some(Err(error)) => {
                        note(Err(error));
                        redactor.replacement(finding, value)
                    }
                    None => redactor.replacement(finding, value),
                }
            };
            let (out, marks) = redact_marking(text, &verdict.findings, issue);
            (out, marks.into_iter().zip(ours).filter(|(_, ours)| *ours).map(|(mark, _)| mark).collect())
        } else {
            (text.to_owned(), Vec::new())
        };
        match self.quoted(&out, layout, &marks) {
            Ok(Some(quoted)) => (Some(quoted), full),
            Ok(None) => (redacts.then_some(out), full),
            Err(error) => (redacts.then_some(out), full.and(Err(error))),
        }
    }

    /// Numbers that stand in the text already, in whatever spelling, are not given to values.
    fn reserve(&mut self, text: &str, layout: Layout, redactor: &Redactor) -> Result<(), Error> {
        let mut foreign = Vec::new();
        // A document that no longer parses has no text that may go on.
        let _ = layout.tokens(text, |token| {
            let (decoded, mut at) = (token.decoded(), 0);
            while let Some(found) = placeholder::next(decoded, at, |kind, _| self.knows(kind) || redactor.knows(kind) || kind == QUOTED) {
                at = found.span.end;
                foreign.push((found.kind, found.number));
            }
        });
        foreign.into_iter().try_for_each(|(kind, number)| self.reserve_number(&kind, number))
    }

    /// The text with everything quoted that reads like a placeholder of this vault and was not put there by it, as `marks` were: it must not
    /// come back as somebody's value.
    fn quoted(&mut self, text: &str, layout: Layout, marks: &[Span]) -> Result<Option<String>, Error> {
        let mut foreign: Vec<(Span, String)> = Vec::new();
        let _ = layout.tokens(text, |token| {
            let (decoded, mut at) = (token.decoded(), 0);
            while let Some(found) = placeholder::next(decoded, at, |kind, number| self.holds(kind, number)) {
                at = found.span.end;
                let span = token.span_in_text(found.span);
                if marks.binary_search(&span).is_err() {
                    foreign.push((span, found.span.of(decoded).unwrap_or_default().to_owned()));
                }
            }
        });
        if foreign.is_empty() {
            return Ok(None);
        }
        let (mut out, mut done) = (String::with_capacity(text.len()), 0);
        for (span, literal) in foreign {
            out.push_str(text.get(done..span.start).unwrap_or_default());
            out.push_str(&named(QUOTED, self.issue(QUOTED, &literal)?));
            done = span.end;
        }
        out.push_str(text.get(done..).unwrap_or_default());
        Ok(Some(out))
    }
}

/// A placeholder as it is issued.
fn named(kind: &str, number: u32) -> String {
    format!("[{kind}_{number}]")
}

/// How much there is, never what.
impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("values", &self.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "vault/tests.rs"]
mod tests;
