//! A verdict on its way to JavaScript.

use guardrails_core::ffi::{self, Document, Passes};
use guardrails_core::{Action, Error, Guard, Output, Scores, Unit, Verdict};

use crate::vault::NativeVault;

/// A guard, and what it says of no text at all: that, with the caller's own text, is its verdict on every text in which it finds nothing.
pub(crate) struct Scanner {
    core: Guard,
    silence: String,
    silent_scores: Scores,
}

/// The JSON of a verdict, or nothing where it is silence: most texts are clean, and for them no JSON is written, copied and parsed.
pub(crate) type Answer = Option<String>;

impl Scanner {
    pub(crate) fn new(core: Guard) -> Self {
        let verdict = ffi::scan_output(&core, Output::new(""));
        let (silence, silent_scores) = (verdict.to_json(Unit::Utf16), verdict.scores);
        Self { core, silence, silent_scores }
    }

    pub(crate) fn silence(&self) -> &str {
        &self.silence
    }

    /// Where no source is named it is the core's default one.
    pub(crate) fn scan(
        &self,
        text: &str,
        source: Option<&str>,
        document: &Document,
        vault: Option<&NativeVault>,
        notes: Option<&str>,
    ) -> Result<Answer, Error> {
        let source = source.unwrap_or(ffi::DEFAULT_SOURCE);
        let mut verdict = NativeVault::lend(vault, |vault| ffi::scan_document(&self.core, text, source, document, vault))?;
        notes.map_or(Ok(()), |notes| ffi::settle(&mut verdict, notes))?;
        Ok(self.answer(text, &verdict))
    }

    pub(crate) fn scan_output(&self, output: Output<'_, '_>, text: &str, vault: Option<&NativeVault>) -> Answer {
        self.answer(text, &NativeVault::lend(vault, |vault| ffi::scan_answer(&self.core, output, vault)))
    }

    /// Why a text's findings were reported, as JSON.
    pub(crate) fn explain(&self, text: &str, source: Option<&str>) -> Result<String, Error> {
        ffi::explain(&self.core, text, source.unwrap_or(ffi::DEFAULT_SOURCE), Unit::Utf16)
    }

    fn answer(&self, text: &str, verdict: &Verdict<'_>) -> Answer {
        let silent = verdict.action == Action::Allow
            && verdict.findings.is_empty()
            && verdict.errors.is_empty()
            && verdict.scores == self.silent_scores
            && Passes::of(verdict) == Passes::Whole
            // It may stand for a lone surrogate of the caller's string, which must not go on under the verdict's name.
            && !text.contains(char::REPLACEMENT_CHARACTER);
        (!silent).then(|| verdict.to_json(Unit::Utf16))
    }
}
