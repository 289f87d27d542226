//! A document as one text that rules can read: each value on a line of its own behind its name, as far from the next as context reaches.

use super::context::{Labels, Name};
use super::json::Frame;
use super::locate::{Place, units};
use super::{At, Form, Token};
use crate::guard::Examined;
use crate::offsets::OffsetMap;
use crate::{Finding, Guard, Output, ScanError, ScanErrorKind, Source, Span};

/// From this many bytes up the lines are scanned: it bounds memory, and is longer than any attack.
const CHUNK: usize = 1 << 20;

/// Longer than context words are looked for (60 characters before a value and 30 behind it), so that a name counts for its own value only. Of
/// semicolons, which begin nothing that rules or decoders look for: spaces cost four times as much.
const APART: &str = "\n;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;\n";

pub(super) struct Flat<'g> {
    guard: &'g Guard,
    source: Source,
    text: String,
    parts: Vec<Part>,
    /// The name of the last value, and where the last key stands while its value is still to come.
    name: Option<Name>,
    key: Option<usize>,
    all: Examined,
    scanned: bool,
}

/// A stretch of the text that stands in the document.
struct Part {
    start: usize,
    len: usize,
    token: Span,
    form: Form,
    map: OffsetMap,
    /// Of a key: where its object begins.
    parent: usize,
}

impl<'g> Flat<'g> {
    pub(super) fn new(guard: &'g Guard, source: Source) -> Self {
        let all = Examined::default();
        Self { guard, source, text: String::new(), parts: Vec::new(), name: None, key: None, all, scanned: false }
    }

    /// A key waits for its value, which stands behind it; every other value has a copy of its name before it.
    pub(super) fn add(&mut self, token: &Token<'_>, at: &At<'_, '_>, labels: &Labels, header: &[String]) {
        if self.text.len() >= CHUNK && self.key.is_none() {
            self.scan();
        }
        let (parent, own) = match at {
            At::Json(frames) => match frames.last() {
                Some(Frame::Object { open, at, .. }) => (*open, Some(*at)),
                _ => (0, None),
            },
            _ => (0, None),
        };
        let follows = own.is_some() && self.key == own && token.form != Form::JsonKey;
        if !follows {
            let name = Name::of(at, labels, header);
            let is_key = token.form == Form::JsonKey;
            if !is_key && self.name.as_ref() == Some(&name) {
                self.text.push('\n');
            } else {
                self.text.push_str(APART);
            }
            self.text.push_str(&name.before);
            if !name.before.is_empty() {
                self.text.push(' ');
            }
            self.text.push('"');
            if is_key {
                self.part(token, parent);
                self.text.push_str("\": ");
                (self.name, self.key) = (None, own);
                return;
            }
            if name.own.is_empty() {
                self.text.pop();
            } else {
                self.text.push_str(&name.own);
                self.text.push_str("\": ");
            }
            self.name = Some(name);
        }
        let quoted = !matches!(token.form, Form::JsonNumber);
        if quoted {
            self.text.push('"');
        }
        self.part(token, parent);
        if quoted {
            self.text.push('"');
        }
        self.text.push(',');
        self.key = None;
    }

    /// Everything that was found, spans in the document.
    pub(super) fn end(mut self) -> Examined {
        if !self.scanned || !self.text.is_empty() {
            self.scan();
        }
        let most = self.guard.policy().limits.findings;
        if self.all.findings.len() > most {
            self.all.findings.truncate(most);
            self.all.errors.push(ScanError::new("guard", ScanErrorKind::Limit, format!("more than {most} findings")));
        }
        self.all
    }

    fn part(&mut self, token: &Token<'_>, parent: usize) {
        let start = self.text.len();
        self.text.push_str(token.decoded());
        self.parts.push(Part { start, len: token.decoded().len(), token: token.span, form: token.form, map: token.map.clone(), parent });
    }

    fn scan(&mut self) {
        let text = std::mem::take(&mut self.text);
        let parts = std::mem::take(&mut self.parts);
        self.name = None;
        self.scanned = true;
        let output = (self.source == Source::Model).then(|| Output::new(&text));
        // The document is within the limit; its lines may be longer.
        let Examined { findings, scores, errors } = self.guard.examine(&text, self.source, output, usize::MAX);
        self.all.scores.join(scores);
        for error in errors {
            if !self.all.errors.contains(&error) {
                self.all.errors.push(error);
            }
        }
        let mut found: Vec<(usize, Span, Finding)> = Vec::new();
        for finding in findings {
            let touched = || {
                let from = parts.partition_point(|part| part.start + part.len <= finding.span.start);
                let touched = parts.iter().enumerate().skip(from).take_while(|(_, part)| part.start < finding.span.end);
                touched.filter(|(_, part)| part.len > 0)
            };
            // A finding that needs the name to know the value is in the value.
            let in_value = touched().any(|(_, part)| part.form != Form::JsonKey);
            for (index, part) in touched().filter(|(_, part)| !in_value || part.form != Form::JsonKey) {
                let start = finding.span.start.max(part.start) - part.start;
                let end = finding.span.end.min(part.start + part.len) - part.start;
                found.push((index, Span::new(start, end), finding.clone()));
            }
        }
        found.sort_by_key(|(index, ..)| *index);
        for group in found.chunk_by(|a, b| a.0 == b.0) {
            let Some(part) = group.first().and_then(|(index, ..)| parts.get(*index)) else { continue };
            let value = text.get(part.start..part.start + part.len).unwrap_or_default();
            let spans: Vec<Span> = group.iter().map(|(_, within, _)| *within).collect();
            for ((_, within, finding), units) in group.iter().zip(units(value, &spans)) {
                let Span { start, end } = part.map.raw(*within);
                let span = Span::new(part.token.start + start, part.token.start + end);
                let place = Place::new(part.form, part.token, part.parent, *within, units);
                self.all.findings.push(Finding { span, place: Some(Box::new(place)), ..finding.clone() });
            }
        }
    }
}
