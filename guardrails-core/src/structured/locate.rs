//! Where in its document something was found.

use std::collections::BTreeMap;

use serde::Serialize;

use super::json::Frame;
use super::{At, Form, Layout};
use crate::span::UnitCounter;
use crate::{Finding, Span, Unit};

/// Longest pointer and longest header in bytes: what is longer ends in `…`.
const LONGEST: usize = 1024;

/// Where in a JSON document or a table something was found.
///
/// Points and never carries: a key or header in which something was found stands here as `[KIND]`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Place {
    /// JSON Pointer (RFC 6901) of the value, or of the value whose key this is; at most 1 KiB, longer ones end in `…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Whether it is in a key.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub key: bool,
    /// Row of the table, from 1; the header is a row, and so is an empty line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// Column of the table, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// Header of the column, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// Where in the value, as it reads without quotes and escapes.
    pub within: Span,
    #[serde(skip)]
    pub(crate) form: Form,
    /// The value in the document, without its quotes.
    #[serde(skip)]
    pub(crate) token: Span,
    /// Of a key: where its object begins.
    #[serde(skip)]
    pub(crate) parent: usize,
    /// `within` in code points and in UTF-16 units.
    #[serde(skip)]
    units: [Span; 2],
}

impl Place {
    pub(super) fn new(form: Form, token: Span, parent: usize, within: Span, units: [Span; 2]) -> Self {
        let key = form == Form::JsonKey;
        Self { pointer: None, key, row: None, column: None, header: None, within, form, token, parent, units }
    }

    /// The same place with its span in `unit`.
    pub(crate) fn in_unit(&self, unit: Unit) -> Self {
        let [points, utf16] = self.units;
        let within = match unit {
            Unit::Bytes => self.within,
            Unit::CodePoints => points,
            Unit::Utf16 => utf16,
        };
        Self { within, ..self.clone() }
    }
}

/// Spans of `value` in code points and in UTF-16 units: two walks however many there are.
pub(super) fn units(value: &str, spans: &[Span]) -> Vec<[Span; 2]> {
    let mut ends: Vec<usize> = spans.iter().flat_map(|span| [span.start, span.end]).collect();
    ends.sort_unstable();
    ends.dedup();
    let [points, utf16] = [Unit::CodePoints, Unit::Utf16].map(|unit| {
        let mut counter = UnitCounter::new(value, unit);
        ends.iter().map(|end| counter.at(*end)).collect::<Vec<_>>()
    });
    let at = |counted: &[usize], byte: usize| ends.binary_search(&byte).ok().and_then(|at| counted.get(at).copied()).unwrap_or(byte);
    spans.iter().map(|span| [&points, &utf16].map(|counted| Span::new(at(counted, span.start), at(counted, span.end)))).collect()
}

/// Tells each finding where it is. They are in the order of their spans.
pub(super) fn locate(findings: &mut [Finding], text: &str, layout: Layout, header: &[String]) {
    if findings.is_empty() {
        return;
    }
    let mut rest = findings.iter_mut().peekable();
    // Names in which something was found, by where the key stands or which column it heads.
    let mut hidden: BTreeMap<usize, String> = BTreeMap::new();
    // It was read to its end before.
    let _ = layout.walk(text, &mut |token, at| {
        while let Some(finding) = rest.next_if(|finding| finding.span.start < token.span.end || finding.span.start == token.span.start) {
            let instead = format!("[{}]", finding.kind);
            let Some(place) = finding.place.as_deref_mut() else { continue };
            match &at {
                At::Text => {}
                At::Json(frames) => {
                    if place.key {
                        hidden.entry(token.span.start).or_insert(instead);
                    }
                    place.pointer = Some(pointer(frames, &hidden));
                }
                At::Csv(cell) => {
                    if cell.row == 1 && header.is_empty() {
                        hidden.entry(cell.column).or_insert(instead);
                    }
                    let names = if header.is_empty() { cell.first } else { header };
                    let name = hidden.get(&cell.column).or_else(|| names.get(cell.column - 1)).map(|name| cut(name.clone()));
                    (place.row, place.column, place.header) = (Some(cell.row), Some(cell.column), name);
                }
            }
        }
    });
}

fn pointer(frames: &[Frame<'_>], hidden: &BTreeMap<usize, String>) -> String {
    let mut out = String::new();
    for frame in frames {
        out.push('/');
        match frame {
            Frame::Array { index } => out.push_str(&index.to_string()),
            Frame::Object { key, at, .. } => {
                let key = hidden.get(at).map_or(key.as_ref(), String::as_str);
                key.chars().take(LONGEST).for_each(|c| match c {
                    '~' => out.push_str("~0"),
                    '/' => out.push_str("~1"),
                    c => out.push(c),
                });
            }
        }
        if out.len() > LONGEST {
            break;
        }
    }
    cut(out)
}

fn cut(mut name: String) -> String {
    if name.len() > LONGEST {
        let mut end = LONGEST - '…'.len_utf8();
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        name.truncate(end);
        name.push('…');
    }
    name
}
