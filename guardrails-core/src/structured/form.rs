//! How a value is written in a document, and how another one is written in its place.

use std::borrow::Cow;

use crate::offsets::OffsetMap;

/// How a token is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As it is.
    Text,
    /// Between the quotes of a JSON string.
    JsonString,
    /// Likewise, as a key.
    JsonKey,
    /// A JSON number.
    JsonNumber,
    /// Between the quotes of a cell.
    CsvQuoted,
    /// A cell without quotes, with this byte between cells.
    CsvBare(u8),
}

impl Form {
    /// What stands written there.
    pub(crate) fn decode(self, written: &str) -> Cow<'_, str> {
        self.decode_mapped(written).0
    }

    /// Likewise, with the way back.
    pub(super) fn decode_mapped(self, written: &str) -> (Cow<'_, str>, OffsetMap) {
        match self {
            Self::JsonString | Self::JsonKey if written.contains('\\') => unescaped(written),
            Self::CsvQuoted if written.contains('"') => undoubled(written),
            _ => (Cow::Borrowed(written), OffsetMap::default()),
        }
    }

    /// Writes `value` as a part of such a token.
    pub(crate) fn encode(self, value: &str, out: &mut String) {
        match self {
            Self::JsonString | Self::JsonKey | Self::JsonNumber => escape(value, out),
            Self::CsvQuoted => out.push_str(&value.replace('"', "\"\"")),
            Self::Text | Self::CsvBare(_) => out.push_str(value),
        }
    }

    /// Writes a token that has changed, whose content is `inner`; where that begins in `out`.
    pub(crate) fn finish(self, inner: String, out: &mut String) -> usize {
        let quoted = match self {
            Self::JsonNumber => !is_number(inner.as_bytes()),
            // A quote inside a bare cell is a character.
            Self::CsvBare(delimiter) => {
                inner.starts_with('"') || inner.bytes().any(|byte| byte == delimiter || matches!(byte, b'\r' | b'\n'))
            }
            _ => false,
        };
        if !quoted {
            let start = out.len();
            out.push_str(&inner);
            return start;
        }
        out.push('"');
        let start = out.len();
        out.push_str(&if self == Self::JsonNumber { inner } else { inner.replace('"', "\"\"") });
        out.push('"');
        start
    }
}

/// Whether JSON takes it for a number (RFC 8259, section 6).
pub(super) fn is_number(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let whole = digits(text);
    if whole == 0 || (whole > 1 && text.first() == Some(&b'0')) {
        return false;
    }
    let mut rest = text.get(whole..).unwrap_or_default();
    if let Some(fraction) = rest.strip_prefix(b".") {
        let count = digits(fraction);
        if count == 0 {
            return false;
        }
        rest = fraction.get(count..).unwrap_or_default();
    }
    if let Some(exponent) = rest.strip_prefix(b"e").or(rest.strip_prefix(b"E")) {
        let exponent = exponent.strip_prefix(b"+").or(exponent.strip_prefix(b"-")).unwrap_or(exponent);
        let count = digits(exponent);
        if count == 0 {
            return false;
        }
        rest = exponent.get(count..).unwrap_or_default();
    }
    rest.is_empty()
}

fn escape(value: &str, out: &mut String) {
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{0}'..='\u{1F}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
}

/// A surrogate that stands alone is U+FFFD.
fn unescaped(written: &str) -> (Cow<'_, str>, OffsetMap) {
    let (mut out, mut map) = (String::with_capacity(written.len()), OffsetMap::default());
    let mut rest = written;
    while let Some(at) = rest.find('\\') {
        out.push_str(rest.get(..at).unwrap_or_default());
        map.keep(at);
        rest = rest.get(at..).unwrap_or_default();
        let unit =
            |at: usize| rest.get(at..at + 6).and_then(|text| text.strip_prefix("\\u")).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let (c, len) = match (rest.as_bytes().get(1), unit(0), unit(6)) {
            (_, Some(high @ 0xD800..=0xDBFF), Some(low @ 0xDC00..=0xDFFF)) => {
                (char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)), 12)
            }
            (_, Some(unit), _) => (char::from_u32(unit), 6),
            (Some(b'n'), ..) => (Some('\n'), 2),
            (Some(b'r'), ..) => (Some('\r'), 2),
            (Some(b't'), ..) => (Some('\t'), 2),
            (Some(b'b'), ..) => (Some('\u{8}'), 2),
            (Some(b'f'), ..) => (Some('\u{C}'), 2),
            (Some(byte), ..) if byte.is_ascii() => (Some(char::from(*byte)), 2),
            // Does not happen in what was read as a string.
            _ => (Some('\\'), 1),
        };
        let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
        out.push(c);
        map.replace(len, c.len_utf8());
        rest = rest.get(len..).unwrap_or_default();
    }
    out.push_str(rest);
    map.keep(rest.len());
    (Cow::Owned(out), map)
}

fn undoubled(written: &str) -> (Cow<'_, str>, OffsetMap) {
    let (mut out, mut map) = (String::with_capacity(written.len()), OffsetMap::default());
    let mut pieces = written.split("\"\"").peekable();
    while let Some(piece) = pieces.next() {
        out.push_str(piece);
        map.keep(piece.len());
        if pieces.peek().is_some() {
            out.push('"');
            map.replace(2, 1);
        }
    }
    (Cow::Owned(out), map)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;

    #[test]
    fn escapes_are_undone_and_the_way_back_is_known() {
        let written = r#"a\n\u00e9\ud83d\ude00\"z\ud800\\n"#;
        let (decoded, map) = Form::JsonString.decode_mapped(written);
        assert_eq!(decoded, "a\né😀\"z\u{FFFD}\\n");
        assert_eq!(serde_json::from_str::<String>(&format!("\"{}\"", written.replace(r"\ud800", r"\ufffd"))).unwrap(), decoded);
        let at = |part: &str| decoded.find(part).map(|at| map.raw(Span::new(at, at + part.len()))).and_then(|span| span.of(written));
        for (part, expected) in [("é", r"\u00e9"), ("😀\"", r#"\ud83d\ude00\""#), ("z", "z"), ("\u{FFFD}\\", r"\ud800\\"), ("n", "n")] {
            assert_eq!(at(part), Some(expected));
        }
        let (cell, map) = Form::CsvQuoted.decode_mapped(r#"say ""hi"" x"#);
        assert_eq!((cell.as_ref(), map.raw(Span::new(4, 8))), ("say \"hi\" x", Span::new(4, 10)));
    }

    #[test]
    fn what_is_put_in_is_written_as_the_form_asks() {
        let written = |form: Form, value: &str| {
            let (mut inner, mut out) = (String::new(), String::new());
            form.encode(value, &mut inner);
            form.finish(inner, &mut out);
            out
        };
        assert_eq!(written(Form::JsonString, "a\"\\\n\u{1}é"), r#"a\"\\\n\u0001é"#);
        assert_eq!(written(Form::JsonNumber, "[AGE]"), "\"[AGE]\"");
        assert_eq!(written(Form::JsonNumber, "-12.50e+3"), "-12.50e+3");
        assert_eq!(written(Form::CsvBare(b';'), "a,b"), "a,b");
        assert_eq!(written(Form::CsvBare(b';'), "a;\"b"), "\"a;\"\"b\"");
        assert_eq!(written(Form::CsvQuoted, "a\"b"), "a\"\"b");
    }

    #[test]
    fn numbers_are_those_of_the_standard() {
        for text in ["0", "-0", "10", "1.5", "1e9", "1E-9", "-1.25e+10"] {
            assert!(is_number(text.as_bytes()) && serde_json::from_str::<f64>(text).is_ok(), "{text}");
        }
        for text in ["", "-", "01", "1.", ".5", "1e", "+1", "1 ", "0x1", "NaN", "1.5.5"] {
            assert!(!is_number(text.as_bytes()), "{text}");
        }
    }
}
