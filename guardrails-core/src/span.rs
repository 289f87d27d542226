//! Where a finding lies, in the units of the caller's language.

use serde::{Deserialize, Serialize};

/// Half-open range `start..end` into the text given to the scan, never into a normalised or decoded view.
///
/// From Rust the unit is **bytes** of UTF-8, and both ends lie on character boundaries; the bindings and
/// [`Verdict::to_json`](crate::Verdict::to_json) convert to their own [`Unit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First unit of the range.
    pub start: usize,
    /// First unit after the range; never less than `start`.
    pub end: usize,
}

impl Span {
    /// The range `start..end`; an `end` before `start` is taken as `start`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// How many units the range holds.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the range is empty.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two ranges share at least one unit.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The part of `text` that the range names, or none where it does not lie in `text` on character boundaries.
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }
}

/// What a span counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Bytes of UTF-8: Rust.
    #[default]
    Bytes,
    /// Unicode scalar values: Python's `str` indices.
    CodePoints,
    /// UTF-16 code units: JavaScript's string indices.
    Utf16,
}

/// Converts byte offsets of one text to another unit, in one pass over the text however many offsets are asked for,
/// as long as they do not decrease; an offset before the last one starts the pass anew.
pub(crate) struct UnitCounter<'t> {
    text: &'t str,
    unit: Unit,
    byte: usize,
    units: usize,
}

impl<'t> UnitCounter<'t> {
    pub(crate) fn new(text: &'t str, unit: Unit) -> Self {
        // Where every character is one byte, all three units agree.
        let unit = if unit != Unit::Bytes && text.is_ascii() { Unit::Bytes } else { unit };
        Self { text, unit, byte: 0, units: 0 }
    }

    pub(crate) fn at(&mut self, byte: usize) -> usize {
        if self.unit == Unit::Bytes {
            return byte;
        }
        if byte < self.byte {
            (self.byte, self.units) = (0, 0);
        }
        let step = self.text.get(self.byte..byte).unwrap_or_default();
        self.units += match self.unit {
            Unit::Utf16 => step.encode_utf16().count(),
            _ => step.chars().count(),
        };
        self.byte = byte;
        self.units
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_convert_to_every_unit_in_any_order() {
        let text = "a😀é中z";
        for unit in [Unit::CodePoints, Unit::Utf16] {
            let mut counter = UnitCounter::new(text, unit);
            for (byte, _) in text.char_indices().chain(text.char_indices().rev()) {
                let expected = match unit {
                    Unit::Utf16 => text[..byte].encode_utf16().count(),
                    _ => text[..byte].chars().count(),
                };
                assert_eq!(counter.at(byte), expected);
            }
        }
    }

    #[test]
    fn a_span_never_ends_before_it_starts() {
        assert!(Span::new(5, 3).is_empty());
        assert!(Span::new(0, 2).overlaps(Span::new(1, 3)));
        assert!(!Span::new(0, 2).overlaps(Span::new(2, 3)));
    }
}
