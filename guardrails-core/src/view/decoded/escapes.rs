//! Escapes: percent-encoding, character references, backslash escapes, quoted-printable.

use super::runs::digit;
use super::{Nature, Piece, shown};
use crate::Span;
use crate::offsets::OffsetMap;

/// So much text to either side of what is undone.
const REACH: usize = 64;
/// Escapes no further apart are undone together: alone, each with what stands round it, they would be more to read.
const APART: usize = 4 * REACH;
/// Of so many escapes one at least has to make a text; and of so many of quoted-printable one may make none.
const ODD: usize = 4;
const ODD_QUOTED: usize = 8;
/// How far the word round an escape is followed.
const WORD: usize = 1 << 10;

/// One escape: how long it is, what it stands for and what it is called.
struct Escape {
    len: usize,
    value: Value,
    name: &'static str,
}

enum Value {
    Byte(u8),
    Char(char),
    Nothing,
}

/// A stretch that holds escapes.
struct Stretch {
    span: Span,
    name: &'static str,
    count: usize,
}

pub(super) fn find(text: &str, out: &mut Vec<Piece>) {
    let bytes = text.as_bytes();
    let mut open: Option<Stretch> = None;
    let mut skip = 0;
    for at in memchr::memchr3_iter(b'%', b'&', b'\\', bytes) {
        if at < skip {
            continue;
        }
        // A bare ampersand or line end is read as it is by everyone, save one that hides a reference.
        let hides = |escape: &Escape| bytes.get(at + escape.len) == Some(&b'#');
        let Some(escape) = escape(bytes, at).filter(|escape| match escape.value {
            Value::Char('<' | '>' | '"' | '\'') => false,
            Value::Char('&') => hides(escape),
            _ => true,
        }) else {
            continue;
        };
        skip = at + escape.len;
        note(text, &mut open, at, &escape, out);
    }
    close(text, open.take(), out);
    let mut skip = 0;
    for at in memchr::memchr_iter(b'=', bytes) {
        if at < skip {
            continue;
        }
        let Some(escape) = quoted_printable(bytes, at) else { continue };
        skip = at + escape.len;
        note(text, &mut open, at, &escape, out);
    }
    close(text, open.filter(|stretch| stretch.count > 2), out);
}

fn note(text: &str, open: &mut Option<Stretch>, at: usize, escape: &Escape, out: &mut Vec<Piece>) {
    let end = at + escape.len;
    // A lone `=20` of an address is none of quoted-printable, so that these have to stand closer.
    let apart = if escape.name == QUOTED { 2 * REACH } else { APART };
    match open {
        Some(stretch) if at - stretch.span.end <= apart => {
            stretch.span.end = end;
            stretch.count += 1;
        }
        _ => {
            let last = open.replace(Stretch { span: Span::new(at, end), name: escape.name, count: 1 });
            close(text, last.filter(|stretch| stretch.name != QUOTED || stretch.count > 2), out);
        }
    }
}

fn close(text: &str, stretch: Option<Stretch>, out: &mut Vec<Piece>) {
    let Some(Stretch { span, name, count }) = stretch else { return };
    let span = widened(text, span);
    let Some(bytes) = text.as_bytes().get(span.start..span.end) else { return };
    // `+` is a space where no other space is.
    let plus = name == PERCENT && memchr::memchr2(b' ', b'\n', bytes).is_none();
    let (mut decoded, mut map, mut done) = (Vec::with_capacity(bytes.len()), OffsetMap::default(), 0);
    let keep = |kept: &[u8], decoded: &mut Vec<u8>, map: &mut OffsetMap| {
        decoded.extend(kept.iter().map(|byte| if plus && *byte == b'+' { b' ' } else { *byte }));
        map.keep(kept.len());
    };
    let [a, b, c] = if name == QUOTED { [b'='; 3] } else { *b"%&\\" };
    for at in memchr::memchr3_iter(a, b, c, bytes) {
        let escape = if name == QUOTED { quoted_printable(bytes, at) } else { escape(bytes, at) };
        let (Some(kept), Some(escape)) = (bytes.get(done..at), escape) else { continue };
        keep(kept, &mut decoded, &mut map);
        let before = decoded.len();
        match escape.value {
            Value::Byte(byte) => decoded.push(byte),
            Value::Char(c) => decoded.extend(c.encode_utf8(&mut [0; 4]).bytes()),
            Value::Nothing => {}
        }
        map.replace(escape.len, decoded.len() - before);
        done = at + escape.len;
    }
    keep(bytes.get(done..).unwrap_or_default(), &mut decoded, &mut map);
    // Escapes of binary data and formats (`%02x`) make no text; a few among others hide none. Settings (`size=81,open=12`) look quoted-printable.
    let most = if name == QUOTED { count / ODD_QUOTED } else { count - count.div_ceil(ODD) };
    if let Some(text) = shown(decoded, most) {
        out.push(Piece { span, text, map: Some(map), disguise: name, nature: Nature::Encoded });
    }
}

/// With the words at its ends, then with a little of what stands round them.
fn widened(text: &str, span: Span) -> Span {
    let bytes = text.as_bytes();
    let word = |byte: &&u8| !byte.is_ascii_whitespace();
    let before = bytes.get(..span.start).unwrap_or_default().iter().rev().take(WORD).take_while(word).count();
    let after = bytes.get(span.end..).unwrap_or_default().iter().take(WORD).take_while(word).count();
    let mut start = (span.start - before).saturating_sub(REACH);
    let mut end = (span.end + after + REACH).min(bytes.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end)
}

const PERCENT: &str = "percent";
const ENTITY: &str = "html_entity";
const BACKSLASH: &str = "escape";
pub(super) const QUOTED: &str = "quoted_printable";

fn escape(bytes: &[u8], at: usize) -> Option<Escape> {
    let rest = bytes.get(at..)?;
    match rest {
        [b'%', b'u' | b'U', ..] => numeric(rest.get(2..6)?, 16).map(|c| Escape { len: 6, value: Value::Char(c), name: PERCENT }),
        [b'%', high, low, ..] => byte(*high, *low).map(|byte| Escape { len: 3, value: Value::Byte(byte), name: PERCENT }),
        [b'&', b'#', b'x' | b'X', ..] => reference(rest, 3, 16),
        [b'&', b'#', ..] => reference(rest, 2, 10),
        [b'&', ..] => NAMED.iter().find(|(name, _)| rest.starts_with(name.as_bytes())).map(|(name, c)| Escape {
            len: name.len(),
            value: Value::Char(*c),
            name: ENTITY,
        }),
        [b'\\', b'u', b'{', ..] => {
            let digits = rest.get(3..)?.iter().take(7).position(|byte| *byte == b'}')?;
            numeric(rest.get(3..3 + digits)?, 16).map(|c| Escape { len: digits + 4, value: Value::Char(c), name: BACKSLASH })
        }
        [b'\\', b'u', ..] => utf16(rest),
        [b'\\', b'U', ..] => numeric(rest.get(2..10)?, 16).map(|c| Escape { len: 10, value: Value::Char(c), name: BACKSLASH }),
        [b'\\', b'x', high, low, ..] => byte(*high, *low).map(|byte| Escape { len: 4, value: Value::Byte(byte), name: BACKSLASH }),
        [b'\\', b'0'..=b'3', b'0'..=b'7', b'0'..=b'7', ..] => {
            let value = u8::from_str_radix(std::str::from_utf8(rest.get(1..4)?).ok()?, 8).ok()?;
            Some(Escape { len: 4, value: Value::Byte(value), name: BACKSLASH })
        }
        // `\49 \67 ` of style sheets, in a row.
        [b'\\', high @ b'2'..=b'7', low, b' ', ..] if rest.get(4) == Some(&b'\\') || bytes.get(at.wrapping_sub(4)) == Some(&b'\\') => {
            byte(*high, *low).map(|byte| Escape { len: 4, value: Value::Byte(byte), name: BACKSLASH })
        }
        // Two octal digits of C, and the hex of RTF.
        [b'\\', b'4'..=b'7', b'0'..=b'7', ..] if !rest.get(3).is_some_and(u8::is_ascii_hexdigit) && in_a_row(bytes, at, 3) => {
            let value = u8::from_str_radix(std::str::from_utf8(rest.get(1..3)?).ok()?, 8).ok()?;
            Some(Escape { len: 3, value: Value::Byte(value), name: BACKSLASH })
        }
        [b'\\', b'\'', high, low, ..] if in_a_row(bytes, at, 4) => {
            byte(*high, *low).map(|byte| Escape { len: 4, value: Value::Byte(byte), name: BACKSLASH })
        }
        _ => None,
    }
}

/// Whether another escape stands before or behind the one of `len` bytes at `at`, as no lone backslash and digits do.
fn in_a_row(bytes: &[u8], at: usize, len: usize) -> bool {
    let is = |at: Option<usize>| at.and_then(|at| bytes.get(at)) == Some(&b'\\');
    is(at.checked_sub(3)) || is(at.checked_sub(4)) || is(Some(at + len))
}

const NAMED: &[(&str, char)] = &[
    ("&amp;", '&'),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&quot;", '"'),
    ("&apos;", '\''),
    ("&nbsp;", ' '),
    ("&colon;", ':'),
    ("&period;", '.'),
    ("&commat;", '@'),
    ("&excl;", '!'),
    ("&comma;", ','),
    ("&lpar;", '('),
    ("&rpar;", ')'),
    ("&NewLine;", '\n'),
    ("&Tab;", '\t'),
];

fn byte(high: u8, low: u8) -> Option<u8> {
    Some(digit(high)? << 4 | digit(low)?)
}

fn numeric(digits: &[u8], radix: u32) -> Option<char> {
    if digits.is_empty() || digits.iter().any(|byte| !byte.is_ascii_hexdigit()) {
        return None;
    }
    char::from_u32(u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()?).filter(|c| !c.is_control() || c.is_whitespace())
}

fn reference(rest: &[u8], from: usize, radix: u32) -> Option<Escape> {
    let is_digit = |byte: &&u8| if radix == 16 { byte.is_ascii_hexdigit() } else { byte.is_ascii_digit() };
    let digits = rest.get(from..)?.iter().take(7).take_while(is_digit).count();
    let end = from + digits;
    let c = numeric(rest.get(from..end)?, radix)?;
    Some(Escape { len: end + usize::from(rest.get(end) == Some(&b';')), value: Value::Char(c), name: ENTITY })
}

/// `\uXXXX`, or two of them that are one character.
fn utf16(rest: &[u8]) -> Option<Escape> {
    let unit = |from: usize| -> Option<u32> {
        let digits = rest.get(from..from + 4)?;
        digits.iter().try_fold(0, |all, byte| Some(all << 4 | u32::from(digit(*byte)?)))
    };
    let first = unit(2)?;
    if (0xD800..0xDC00).contains(&first) && rest.get(6..8) == Some(b"\\u") {
        let second = unit(8).filter(|second| (0xDC00..0xE000).contains(second))?;
        let c = char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))?;
        return Some(Escape { len: 12, value: Value::Char(c), name: BACKSLASH });
    }
    char::from_u32(first).filter(|c| !c.is_control() || c.is_whitespace()).map(|c| Escape {
        len: 6,
        value: Value::Char(c),
        name: BACKSLASH,
    })
}

/// How many escapes of quoted-printable there are.
pub(super) fn quoted(text: &str) -> usize {
    memchr::memchr_iter(b'=', text.as_bytes()).filter(|at| quoted_printable(text.as_bytes(), *at).is_some()).count()
}

/// Whether a text was made by undoing other escapes than those of quoted-printable.
pub(super) fn is_one(disguise: &str) -> bool {
    [PERCENT, ENTITY, BACKSLASH].contains(&disguise)
}

fn quoted_printable(bytes: &[u8], at: usize) -> Option<Escape> {
    let is_upper = |byte: u8| matches!(byte, b'0'..=b'9' | b'A'..=b'F');
    match bytes.get(at..)? {
        [b'=', b'\r', b'\n', ..] => Some(Escape { len: 3, value: Value::Nothing, name: QUOTED }),
        [b'=', b'\n', ..] => Some(Escape { len: 2, value: Value::Nothing, name: QUOTED }),
        [b'=', high, low, ..] if is_upper(*high) && is_upper(*low) => {
            byte(*high, *low).map(|byte| Escape { len: 3, value: Value::Byte(byte), name: QUOTED })
        }
        _ => None,
    }
}
