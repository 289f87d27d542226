//! Texts as rows of codes: Morse, and bytes in binary, octal, decimal or hex.

use super::language::oddness;
use super::{Nature, Piece, printable};
use crate::Span;

/// Fewer codes in a row are something else.
const FEWEST: usize = 8;

const BINARY: u8 = 1;
const HEX: u8 = 2;
const DECIMAL: u8 = 4;
const OCTAL: u8 = 8;
const LETTER: u8 = 16;
const MORSE: u8 = 32;
/// Row and column of a square of five by five letters.
const SQUARE: u8 = 64;

/// In the order in which they are tried, each with what it makes of the codes.
const CODES: [(u8, &str); 7] = [
    (BINARY, "binary"),
    (HEX, "hex"),
    (DECIMAL, "decimal"),
    (OCTAL, "octal"),
    (MORSE, "morse"),
    (LETTER, "letter_numbers"),
    (SQUARE, "letter_square"),
];

/// A row of codes that may all be of the same kinds.
struct Row<'t> {
    span: Span,
    kinds: u8,
    /// Each with whether a wider gap stands before it.
    codes: Vec<(&'t str, bool)>,
}

pub(super) fn find(stretch: &str, start: usize, out: &mut Vec<Piece>) {
    let mut row: Option<Row<'_>> = None;
    let (mut at, mut wide) = (0, false);
    while let Some(rest) = stretch.get(at..) {
        let code = rest.split(is_gap).next().unwrap_or_default();
        let gap = rest.get(code.len()..).and_then(|rest| rest.chars().next());
        if !code.is_empty() {
            let kinds = kinds(code);
            match &mut row {
                Some(row) if row.kinds & kinds != 0 && at - row.span.end < 8 => {
                    row.kinds &= kinds;
                    row.span.end = at + code.len();
                    row.codes.push((code, wide));
                }
                _ => {
                    close(row.take(), start, out);
                    row = (kinds != 0).then(|| Row { span: Span::new(at, at + code.len()), kinds, codes: vec![(code, false)] });
                }
            }
            wide = false;
        } else {
            wide = true;
        }
        let Some(gap) = gap else { break };
        wide |= matches!(gap, '/' | '|' | '\n');
        at += code.len() + gap.len_utf8();
    }
    close(row, start, out);
}

fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\r' | '\t' | ',' | ';' | ':' | '/' | '|' | '[' | ']' | '(' | ')')
}

fn kinds(code: &str) -> u8 {
    let all = |test: fn(&u8) -> bool| code.as_bytes().iter().all(test);
    let mut kinds = 0;
    if all(|byte| matches!(byte, b'0' | b'1')) && (matches!(code.len(), 7 | 8) || code.len() >= 56) {
        kinds |= BINARY;
    }
    let hex = bare_hex(code);
    if hex.len() == 2 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        kinds |= HEX;
    }
    if code.len() <= 3 && all(u8::is_ascii_digit) {
        match code.parse::<u16>() {
            Ok(1..=26) => kinds |= LETTER,
            Ok(32..=255) => kinds |= DECIMAL,
            _ => {}
        }
        if code.len() >= 2 && all(|byte| matches!(byte, b'0'..=b'7')) {
            kinds |= OCTAL;
        }
        if code.len() == 2 && all(|byte| matches!(byte, b'1'..=b'5')) {
            kinds |= SQUARE;
        }
    } else if code.len() <= 7 && all(|byte| matches!(byte, b'.' | b'-' | b'_')) {
        kinds |= MORSE;
    }
    kinds
}

fn close(row: Option<Row<'_>>, start: usize, out: &mut Vec<Piece>) {
    let Some(Row { span, kinds, codes }) = row else { return };
    let lone = kinds == BINARY && codes.iter().any(|(code, _)| code.len() >= 56);
    if codes.len() < FEWEST && !lone {
        return;
    }
    for (kind, disguise) in CODES.into_iter().filter(|(kind, _)| kinds & kind != 0) {
        let text = match kind {
            BINARY => binary(&codes),
            MORSE => Some(morse(&codes)),
            LETTER => Some(letters(&codes)),
            SQUARE => Some(square(&codes)),
            HEX => bytes(&codes, 16),
            OCTAL => bytes(&codes, 8),
            _ => bytes(&codes, 10),
        };
        // Tables of numbers decode to something now and then; it does not read like words.
        let reads = |text: &String| !text.is_ascii() || oddness(text.bytes()) < 150;
        if let Some(text) = text.filter(reads) {
            let span = Span::new(start + span.start, start + span.end);
            return out.push(Piece { span, text, map: None, disguise, nature: Nature::Encoded });
        }
    }
}

fn bytes(codes: &[(&str, bool)], radix: u32) -> Option<String> {
    let value = |code: &str| u8::from_str_radix(if radix == 16 { bare_hex(code) } else { code }, radix).ok();
    codes.iter().map(|(code, _)| value(code)).collect::<Option<Vec<u8>>>().and_then(printable)
}

fn binary(codes: &[(&str, bool)]) -> Option<String> {
    let width = if codes.iter().all(|(code, _)| code.len() % 7 == 0 && code.len() % 8 != 0) { 7 } else { 8 };
    let mut all = Vec::new();
    for (code, _) in codes {
        all.extend(code.as_bytes().chunks(width).map(|bits| bits.iter().fold(0_u8, |all, bit| all << 1 | (bit & 1))));
    }
    printable(all)
}

fn letters(codes: &[(&str, bool)]) -> String {
    let mut text = String::new();
    for (code, wide) in codes {
        if *wide {
            text.push(' ');
        }
        text.extend(code.parse::<u8>().ok().map(|value| char::from(b'a' + value.saturating_sub(1).min(25))));
    }
    text
}

/// I and J share a place.
fn square(codes: &[(&str, bool)]) -> String {
    let mut text = String::new();
    for (code, wide) in codes {
        if *wide {
            text.push(' ');
        }
        let place = code.parse::<u8>().map_or(0, |code| (code / 10).saturating_sub(1) * 5 + (code % 10).saturating_sub(1)).min(24);
        text.push(char::from(b'a' + place + u8::from(place >= 9)));
    }
    text
}

/// Without what marks it: `0x49`, `U+0049`.
fn bare_hex(code: &str) -> &str {
    ["0x", "0X", "U+00", "u+00"].iter().find_map(|mark| code.strip_prefix(mark)).unwrap_or(code)
}

fn morse(codes: &[(&str, bool)]) -> String {
    let mut text = String::new();
    for (code, wide) in codes {
        if *wide {
            text.push(' ');
        }
        let known = MORSE_CODES.iter().find(|(_, own)| own.bytes().eq(code.bytes().map(|byte| if byte == b'.' { b'.' } else { b'-' })));
        text.push(known.map_or('?', |(c, _)| *c));
    }
    text
}

#[rustfmt::skip]
const MORSE_CODES: &[(char, &str)] = &[
    ('e', "."), ('t', "-"), ('a', ".-"), ('i', ".."), ('n', "-."), ('m', "--"), ('s', "..."), ('o', "---"), ('r', ".-."), ('d', "-.."),
    ('u', "..-"), ('h', "...."), ('l', ".-.."), ('c', "-.-."), ('p', ".--."), ('w', ".--"), ('g', "--."), ('k', "-.-"), ('b', "-..."),
    ('f', "..-."), ('y', "-.--"), ('v', "...-"), ('j', ".---"), ('q', "--.-"), ('x', "-..-"), ('z', "--.."), ('0', "-----"),
    ('1', ".----"), ('2', "..---"), ('3', "...--"), ('4', "....-"), ('5', "....."), ('6', "-...."), ('7', "--..."), ('8', "---.."),
    ('9', "----."), ('.', ".-.-.-"), (',', "--..--"), ('?', "..--.."), ('\'', ".----."), ('!', "-.-.--"), ('/', "-..-."), ('(', "-.--."),
    (')', "-.--.-"), (':', "---..."), (';', "-.-.-."), ('=', "-...-"), ('+', ".-.-."), ('-', "-....-"), ('"', ".-..-."), ('@', ".--.-."),
];
