//! JSON (RFC 8259), read where it stands.

use std::borrow::Cow;

use super::form::{Form, is_number};
use super::{At, DEPTH, Fault, Token};
use crate::Span;

/// An object or array that a token stands in.
pub(super) enum Frame<'t> {
    Object {
        /// Where it begins, which tells it from every other.
        open: usize,
        /// The key whose value is being read.
        key: Cow<'t, str>,
        /// Where the key stands in the document.
        at: usize,
    },
    Array {
        index: usize,
    },
}

/// Visits every key, string and number, in the order in which they stand, with the objects and arrays round it, outermost first. A key is the
/// last frame's own.
///
/// # Errors
///
/// Where the document stops being JSON, or goes too deep.
pub(super) fn walk<'t>(text: &'t str, visit: &mut dyn FnMut(&Token<'t>, At<'_, 't>)) -> Result<(), Fault> {
    // RFC 8259, section 8.1: a parser may ignore a byte order mark.
    let mut reader = Reader { text, at: if text.starts_with('\u{FEFF}') { 3 } else { 0 }, frames: Vec::new(), visit };
    while !reader.value()? {}
    Ok(())
}

struct Reader<'t, 'v> {
    text: &'t str,
    at: usize,
    frames: Vec<Frame<'t>>,
    visit: &'v mut dyn FnMut(&Token<'t>, At<'_, 't>),
}

impl<'t> Reader<'t, '_> {
    /// Reads a value, or the beginning of one, and everything up to the next value; whether that was the last one.
    fn value(&mut self) -> Result<bool, Fault> {
        self.space();
        match self.peek() {
            Some(open @ (b'{' | b'[')) => {
                if self.frames.len() >= DEPTH {
                    return Err(Fault { at: self.at, expected: None });
                }
                let frame = if open == b'{' {
                    Frame::Object { open: self.at, key: Cow::Borrowed(""), at: self.at }
                } else {
                    Frame::Array { index: 0 }
                };
                self.frames.push(frame);
                self.at += 1;
                self.space();
                let empty = self.peek() == Some(if open == b'{' { b'}' } else { b']' });
                if !empty {
                    if open == b'{' {
                        self.key()?;
                    }
                    return Ok(false);
                }
            }
            Some(b'"') => {
                let span = self.string()?;
                self.report(span, Form::JsonString);
            }
            Some(b'-' | b'0'..=b'9') => {
                let span = self.run(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
                if !is_number(span.of(self.text).unwrap_or_default().as_bytes()) {
                    return Err(Fault { at: span.start, expected: Some("a number as JSON writes it") });
                }
                self.report(span, Form::JsonNumber);
            }
            _ => {
                let span = self.run(|byte| byte.is_ascii_alphabetic());
                if !matches!(span.of(self.text), Some("true" | "false" | "null")) {
                    return Err(Fault { at: span.start, expected: Some("a value") });
                }
            }
        }
        self.behind()
    }

    /// Ends what ends here, up to the next value; whether the document did.
    fn behind(&mut self) -> Result<bool, Fault> {
        loop {
            self.space();
            let (close, expected) = match self.frames.last_mut() {
                None if self.at == self.text.len() => return Ok(true),
                None => return Err(self.expected("the end of the document")),
                Some(Frame::Array { .. }) => (b']', "`,` or `]`"),
                Some(Frame::Object { .. }) => (b'}', "`,` or `}`"),
            };
            match self.peek() {
                Some(byte) if byte == close => {
                    self.at += 1;
                    self.frames.pop();
                }
                Some(b',') => {
                    self.at += 1;
                    match self.frames.last_mut() {
                        Some(Frame::Array { index }) => *index += 1,
                        _ => {
                            self.space();
                            self.key()?;
                        }
                    }
                    return Ok(false);
                }
                _ => return Err(self.expected(expected)),
            }
        }
    }

    fn key(&mut self) -> Result<(), Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.expected("a key in quotes"));
        }
        let span = self.string()?;
        if let Some(Frame::Object { key, at, .. }) = self.frames.last_mut() {
            *key = Form::JsonKey.decode(span.of(self.text).unwrap_or_default());
            *at = span.start;
        }
        self.report(span, Form::JsonKey);
        self.space();
        if self.peek() != Some(b':') {
            return Err(self.expected("`:`"));
        }
        self.at += 1;
        Ok(())
    }

    /// The inside of the string that begins here.
    fn string(&mut self) -> Result<Span, Fault> {
        let start = self.at + 1;
        self.at = start;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            self.at += rest.iter().take_while(|byte| **byte >= 0x20 && !matches!(byte, b'"' | b'\\')).count();
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Span::new(start, self.at - 1));
                }
                Some(b'\\') => {
                    let rest = self.text.as_bytes().get(self.at + 1..).unwrap_or_default();
                    let hex = |digits: &[u8]| digits.len() == 4 && digits.iter().all(u8::is_ascii_hexdigit);
                    self.at += match rest.first() {
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
                        Some(b'u') if rest.get(1..5).is_some_and(hex) => 6,
                        _ => return Err(self.expected("an escape that JSON has")),
                    };
                }
                Some(_) => return Err(self.expected("a control character as an escape")),
                None => return Err(self.expected("the end of a string")),
            }
        }
    }

    fn report(&mut self, span: Span, form: Form) {
        (self.visit)(&Token::new(self.text, span, form), At::Json(&self.frames));
    }

    fn run(&mut self, belongs: impl Fn(u8) -> bool) -> Span {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let start = self.at;
        self.at += rest.iter().take_while(|byte| belongs(**byte)).count();
        Span::new(start, self.at)
    }

    fn space(&mut self) {
        self.run(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn expected(&self, what: &'static str) -> Fault {
        Fault { at: self.at, expected: Some(what) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_takes_what_the_standard_takes_and_nothing_else() {
        let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        for text in [
            "{}",
            "[]",
            " [ ] ",
            "null",
            "-0.5e1",
            "\"\"",
            r#"{"a":{"b":[1,"x",true,null,{}]},"":[]}"#,
            "\u{FEFF}[1]",
            r#""\ud800""#,
            "[\n1\t,\r2 ]",
            &deep(DEPTH),
        ] {
            assert_eq!(walk(text, &mut |_, _| {}), Ok(()), "{text}");
        }
        for (text, at, expected) in [
            ("", 0, Some("a value")),
            ("{", 1, Some("a key in quotes")),
            ("[1,]", 3, Some("a value")),
            ("{\"a\":1,}", 7, Some("a key in quotes")),
            ("{\"a\" 1}", 5, Some("`:`")),
            ("[1 2]", 3, Some("`,` or `]`")),
            ("{\"a\":1 \"b\"", 7, Some("`,` or `}`")),
            ("1 2", 2, Some("the end of the document")),
            ("[01]", 1, Some("a number as JSON writes it")),
            ("\"a", 2, Some("the end of a string")),
            ("\"a\nb\"", 2, Some("a control character as an escape")),
            (r#""\x""#, 1, Some("an escape that JSON has")),
            (r#""\u12g4""#, 1, Some("an escape that JSON has")),
            ("[tru]", 1, Some("a value")),
            ("é", 0, Some("a value")),
            (&deep(DEPTH + 1), DEPTH, None),
        ] {
            assert_eq!(walk(text, &mut |_, _| {}), Err(Fault { at, expected }), "{text}");
            assert!(expected.is_none() || serde_json::from_str::<serde_json::Value>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn tokens_come_in_their_order_with_what_is_round_them() {
        let mut seen = Vec::new();
        let path = |frames: &[Frame<'_>]| {
            frames
                .iter()
                .map(|frame| match frame {
                    Frame::Object { key, .. } => format!("/{key}"),
                    Frame::Array { index } => format!("/{index}"),
                })
                .collect::<String>()
        };
        walk(r#"{"a": [1, {"b": "x"}], "c": "y"}"#, &mut |token, at| {
            let At::Json(frames) = at else { return };
            seen.push((token.decoded().to_owned(), path(frames)));
        })
        .unwrap();
        let expected = [("a", "/a"), ("1", "/a/0"), ("b", "/a/1/b"), ("x", "/a/1/b"), ("c", "/c"), ("y", "/c")];
        assert_eq!(seen, expected.map(|(token, path)| (token.to_owned(), path.to_owned())));
    }
}
