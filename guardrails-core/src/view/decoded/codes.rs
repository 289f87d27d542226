//! Texts as rows of codes: Morse, taps, keys of a telephone, numbers of letters, and bytes in binary, octal, decimal or hex.

use super::language::oddness;
use super::{Nature, Piece, legible};
use crate::Span;

/// Fewer codes in a row are something else.
const FEWEST: usize = 8;

const BINARY: u16 = 1;
const HEX: u16 = 2;
const DECIMAL: u16 = 4;
const OCTAL: u16 = 8;
/// The number of a letter, from 1 or from 0.
const LETTER: u16 = 16;
const MORSE: u16 = 32;
/// Row and column of a square of five by five letters.
const SQUARE: u16 = 64;
/// The same, knocked: a group of dots for the row, another for the column.
const TAP: u16 = 128;
/// A key of a telephone, pressed once or up to four times; 0 is the space.
const KEYS: u16 = 256;
/// Five signs of two kinds to a letter, as Bacon had it.
const BACON: u16 = 512;

/// In the order in which they are tried, each with what it makes of the codes.
const CODES: [(u16, &str); 10] = [
    (BINARY, "binary"),
    (HEX, "hex"),
    (DECIMAL, "decimal"),
    (OCTAL, "octal"),
    (TAP, "tap_code"),
    (MORSE, "morse"),
    (LETTER, "letter_numbers"),
    (SQUARE, "letter_square"),
    (KEYS, "telephone_keys"),
    (BACON, "bacon"),
];

/// What stands before a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    Dash,
    Single,
    /// Two and more.
    Wide,
    /// A slash, a bar or a line end.
    Mark,
}

/// A row of codes that may all be of the same kinds.
struct Row<'t> {
    span: Span,
    kinds: u16,
    codes: Vec<(&'t str, Gap)>,
}

impl Row<'_> {
    /// The codes, each with whether a word begins with it. Where dashes join the codes, spaces part the words.
    fn words(&self) -> impl Iterator<Item = (&str, bool)> {
        let dashed = self.codes.iter().any(|(_, gap)| *gap == Gap::Dash);
        let least = if dashed { Gap::Single } else { Gap::Wide };
        self.codes.iter().enumerate().map(move |(at, (code, gap))| (*code, at > 0 && *gap >= least))
    }
}

pub(super) fn find(stretch: &str, start: usize, out: &mut Vec<Piece>) {
    let bytes = stretch.as_bytes();
    let mut row: Option<Row<'_>> = None;
    let (mut at, mut gap) = (0, Gap::Single);
    // No row begins before it where none is open.
    let mut clear = 0;
    while at <= bytes.len() {
        if row.is_none() && clear <= at {
            match next_row(bytes, at) {
                Some(next) => (at, clear) = (next, next + 1),
                None => return,
            }
        }
        let Some(code) = stretch.get(at..at + code_len(bytes, at)) else { break };
        if code.is_empty() {
            gap = gap.max(Gap::Wide);
        } else if !is_call(code) || row.is_none() {
            let kinds = kinds(code);
            match &mut row {
                Some(row) if row.kinds & kinds != 0 && at - row.span.end < 12 => {
                    row.kinds &= kinds;
                    row.span.end = at + code.len();
                    row.codes.push((code, gap));
                }
                _ => {
                    close(row.take(), start, out);
                    let span = Span::new(at, at + code.len());
                    row = (kinds != 0).then(|| Row { span, kinds, codes: vec![(code, Gap::Single)] });
                }
            }
            gap = Gap::Dash;
        }
        let Some(next) = bytes.get(at + code.len()) else { break };
        gap = gap.max(match next {
            b'-' | b'.' => Gap::Dash,
            b'/' | b'|' | b'\n' => Gap::Mark,
            _ => Gap::Single,
        });
        at += code.len() + 1;
    }
    close(row, start, out);
}

/// The fewest bytes of a row: codes of one byte and what parts them.
const SHORTEST_ROW: usize = 2 * FEWEST - 1;

/// Whether a byte stands in no code, gap or call.
const FOREIGN: [bool; 256] = {
    let mut foreign = [true; 256];
    // Dots outside ASCII by their bytes.
    let mut own: &[u8] = b"0123456789abcdefABCDEFxXuUhrniwHRNIWoO+-._ \n\r\t,;:/|[]()&\xC2\xB7\xE2\x80\xA2";
    while let [first, rest @ ..] = own {
        #[allow(clippy::indexing_slicing, reason = "evaluated while compiling")]
        {
            foreign[*first as usize] = false;
        }
        own = rest;
    }
    foreign
};

/// Where the next code begins at or behind the one at `at` from which on a row may stand.
fn next_row(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let code = at;
        while let Some(sign) = foreign(bytes, at) {
            at = sign + 1;
        }
        if bytes.len() < at + SHORTEST_ROW {
            return None;
        }
        if at == code {
            return Some(at);
        }
        // What is left of the code with the sign belongs to no row either.
        at += code_len(bytes, at - 1);
    }
}

/// The last byte that belongs to no row, of those that a row from `at` on would have at least.
fn foreign(bytes: &[u8], at: usize) -> Option<usize> {
    let row = bytes.get(at..at + SHORTEST_ROW)?;
    row.iter().rposition(|byte| FOREIGN.get(usize::from(*byte)).is_some_and(|foreign| *foreign)).map(|sign| at + sign)
}

/// How many bytes stand from `at` on before the next gap. A dash between digits is one, and a dot between numbers.
fn code_len(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let before = |place: usize| place.checked_sub(1).and_then(|place| rest.get(place));
    let ends = |(place, byte): (usize, &u8)| match byte {
        b'-' => before(place).is_some_and(u8::is_ascii_digit) && rest.get(place + 1).is_some_and(u8::is_ascii_digit),
        // No fraction.
        b'.' => [place.wrapping_sub(2), place.wrapping_sub(1), place + 1, place + 2]
            .iter()
            .all(|at| rest.get(*at).is_some_and(u8::is_ascii_digit)),
        // Not that of `U+0049`.
        b'+' => !matches!(before(place), Some(b'U' | b'u')),
        byte => is_gap(*byte),
    };
    rest.iter().enumerate().position(ends).unwrap_or(rest.len())
}

fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',' | b';' | b':' | b'/' | b'|' | b'[' | b']' | b'(' | b')' | b'&')
}

/// The functions that make a character of its code: `chr(73)+chr(103)`, `CHAR(73)`.
fn is_call(code: &str) -> bool {
    let code = code.strip_prefix('.').unwrap_or(code);
    ["chr", "char", "unichr", "chrw"].iter().any(|name| code.eq_ignore_ascii_case(name))
}

fn kinds(code: &str) -> u16 {
    let all = |test: fn(&u8) -> bool| code.as_bytes().iter().all(test);
    let mut kinds = 0;
    let bits = bare(code, &["0b", "0B"]);
    if bits.bytes().all(|byte| matches!(byte, b'0' | b'1'))
        && (bits.len() == 7 || bits.len() >= 56 || (bits.len() % 8 == 0 && !bits.is_empty()))
    {
        kinds |= BINARY;
    }
    let octal = bare(code, &["0o", "0O"]);
    if octal.len() < code.len() && (2..4).contains(&octal.len()) && octal.bytes().all(|byte| matches!(byte, b'0'..=b'7')) {
        kinds |= OCTAL;
    }
    if code.len() == 5 && (all(|byte| matches!(byte | 0x20, b'a' | b'b')) || all(|byte| matches!(byte, b'0' | b'1'))) {
        kinds |= BACON;
    }
    let hex = bare_hex(code);
    if hex.len() == 2 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        kinds |= HEX;
    }
    if code.len() <= 4 && all(u8::is_ascii_digit) {
        match code.parse::<u16>() {
            Ok(0..=26) if code.len() < 3 => kinds |= LETTER | DECIMAL,
            Ok(0..=255) if code.len() < 4 => kinds |= DECIMAL,
            _ => {}
        }
        if code.len() >= 2 && code.len() < 4 && all(|byte| matches!(byte, b'0'..=b'7')) {
            kinds |= OCTAL;
        }
        if code.len() == 2 && all(|byte| matches!(byte, b'1'..=b'5')) {
            kinds |= SQUARE;
        }
        if key(code).is_some() {
            kinds |= KEYS;
        }
    } else if code.chars().all(|c| matches!(c, '.' | '-' | '_' | '\u{B7}' | '\u{2022}')) && code.chars().count() <= 7 {
        kinds |= MORSE;
        if code.len() <= 5 && all(|byte| *byte == b'.') {
            kinds |= TAP;
        }
    }
    kinds
}

/// The letter of a key pressed so often, or a space.
fn key(code: &str) -> Option<char> {
    const KEYS: [&str; 8] = ["abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"];
    let first = *code.as_bytes().first()?;
    if first == b'0' && code.len() == 1 {
        return Some(' ');
    }
    let letters = KEYS.get(usize::from(first.checked_sub(b'2')?)).filter(|_| code.bytes().all(|byte| byte == first))?;
    letters.chars().nth(code.len() - 1)
}

fn close(row: Option<Row<'_>>, start: usize, out: &mut Vec<Piece>) {
    let Some(row) = row else { return };
    let lone = row.kinds == BINARY && row.codes.iter().any(|(code, _)| code.len() >= 56);
    if row.codes.len() < FEWEST && !lone {
        return;
    }
    for (kind, disguise) in CODES.into_iter().filter(|(kind, _)| row.kinds & kind != 0) {
        let whole = |text| Some((text, Nature::Encoded));
        let text = match kind {
            BINARY => binary(&row.codes),
            TAP => taps(&row).and_then(whole),
            MORSE => whole(morse(&row)),
            LETTER => whole(letters(&row)),
            SQUARE => whole(square(&row)),
            BACON => whole(bacon(&row)),
            KEYS => whole(row.words().filter_map(|(code, _)| key(code)).collect()),
            HEX => bytes(&row.codes, 16),
            OCTAL => bytes(&row.codes, 8),
            _ => bytes(&row.codes, 10),
        };
        // Tables of numbers decode to something now and then; it does not read like words.
        let reads = |(text, _): &(String, Nature)| !text.is_ascii() || oddness(text.as_bytes()) < 150;
        if let Some((text, nature)) = text.filter(reads) {
            let span = Span::new(start + row.span.start, start + row.span.end);
            return out.push(Piece { span, text, map: None, disguise, nature });
        }
    }
}

fn bytes(codes: &[(&str, Gap)], radix: u32) -> Option<(String, Nature)> {
    let value = |code: &str| u8::from_str_radix(if radix == 16 { bare_hex(code) } else { bare(code, &["0o", "0O"]) }, radix).ok();
    codes.iter().map(|(code, _)| value(code)).collect::<Option<Vec<u8>>>().and_then(legible)
}

fn binary(codes: &[(&str, Gap)]) -> Option<(String, Nature)> {
    let codes = || codes.iter().map(|(code, _)| bare(code, &["0b", "0B"]));
    let width = if codes().all(|code| code.len() % 7 == 0 && code.len() % 8 != 0) { 7 } else { 8 };
    // Codes of several bytes are words.
    let words = width == 8 && codes().any(|code| code.len() > 8) && codes().all(|code| code.len() % 8 == 0);
    let mut all = Vec::new();
    for code in codes() {
        all.extend((words && !all.is_empty()).then_some(b' '));
        all.extend(code.as_bytes().chunks(width).map(|bits| bits.iter().fold(0_u8, |all, bit| all << 1 | (bit & 1))));
    }
    legible(all)
}

/// Numbers from 1; from 0 where there is a 0.
fn letters(row: &Row<'_>) -> String {
    let first = u8::from(row.codes.iter().all(|(code, _)| code.bytes().any(|byte| byte != b'0')));
    let letter = |code: &str| code.parse::<u8>().ok().map(|value| char::from(b'a' + value.saturating_sub(first).min(25)));
    spelt(row.words().map(|(code, begins)| (letter(code), begins)))
}

/// The letter in a row and a column, from 1; I and J share a place.
fn placed(row: u8, column: u8) -> char {
    let place = (row.saturating_sub(1) * 5 + column.saturating_sub(1)).min(24);
    char::from(b'a' + place + u8::from(place >= 9))
}

fn square(row: &Row<'_>) -> String {
    let letter = |code: &str| code.parse::<u8>().ok().map(|code| placed(code / 10, code % 10));
    spelt(row.words().map(|(code, begins)| (letter(code), begins)))
}

/// Two groups of dots are a letter; C and K share a place, which then reads as C.
fn taps(row: &Row<'_>) -> Option<String> {
    let (pairs, rest) = row.codes.as_chunks::<2>();
    let letter = |row: &str, column: &str| {
        let place = (row.len() as u8 - 1) * 5 + column.len() as u8 - 1;
        char::from(b'a' + place + u8::from(place >= 10))
    };
    let text =
        spelt(pairs.iter().enumerate().map(|(at, [(row, gap), (column, _)])| (Some(letter(row, column)), at > 0 && *gap == Gap::Mark)));
    rest.is_empty().then_some(text)
}

/// In the alphabet of 26, or where that reads worse in Bacon's own of 24, in which I and J are one, and U and V.
fn bacon(row: &Row<'_>) -> String {
    let value = |code: &str| code.bytes().fold(0_u8, |all, byte| all << 1 | u8::from(matches!(byte, b'b' | b'B' | b'1')));
    let read =
        |letter: fn(u8) -> u8| spelt(row.words().map(|(code, begins)| (Some(char::from(b'a' + letter(value(code)).min(25))), begins)));
    let (all, his) = (read(|value| value), read(|value| value + u8::from(value > 8) + u8::from(value > 19)));
    if oddness(his.as_bytes()) < oddness(all.as_bytes()) { his } else { all }
}

/// Letters, with a space before each that begins a word.
fn spelt(letters: impl Iterator<Item = (Option<char>, bool)>) -> String {
    let mut text = String::new();
    for (letter, begins) in letters {
        text.extend(begins.then_some(' '));
        text.extend(letter);
    }
    text
}

/// Without what marks it: `0x49`, `U+0049`.
fn bare_hex(code: &str) -> &str {
    bare(code, &["0x", "0X", "U+00", "u+00"])
}

fn bare<'c>(code: &'c str, marks: &[&str]) -> &'c str {
    marks.iter().find_map(|mark| code.strip_prefix(mark)).unwrap_or(code)
}

fn morse(row: &Row<'_>) -> String {
    let same = |code: &str, own: &str| own.chars().eq(code.chars().map(|c| if matches!(c, '-' | '_') { '-' } else { '.' }));
    let letter = |code: &str| MORSE_CODES.iter().find(|(_, own)| same(code, own)).map_or('?', |(c, _)| *c);
    spelt(row.words().map(|(code, begins)| (Some(letter(code)), begins)))
}

/// Fewer signs are no seven letters.
const FEWEST_SIGNS: usize = 56;

/// Two signs that take turns as the bits of bytes, whichever of them is the one: `🌑🌕🌑🌑`. Spaces do not count; what follows the last byte
/// is left. Called for pictures alone: zeros and ones are found by their words.
pub(super) fn two_signs(stretch: &str, start: usize, out: &mut Vec<Piece>) {
    // The signs of the run and where it begins; since when, and how often, the last sign stands in a row; how many there are.
    let (mut kinds, mut from) = ([None; 2], 0);
    let (mut last, mut since, mut same, mut count) = (None, 0, 0, 0);
    for (at, c) in signs(stretch) {
        if !kinds.iter().any(|kind| kind.is_none_or(|kind| kind == c)) {
            bits(stretch, Span::new(from, at), kinds, count, start, out);
            (kinds, from, count) = ([last, None], since, same);
        }
        if !kinds.contains(&Some(c))
            && let Some(place) = kinds.iter_mut().find(|kind| kind.is_none())
        {
            *place = Some(c);
        }
        if last != Some(c) {
            (last, since, same) = (Some(c), at, 0);
        }
        same += 1;
        count += 1;
    }
    bits(stretch, Span::new(from, stretch.len()), kinds, count, start, out);
}

/// Morse of two pictures, spaces between its letters: `⚫⚪ ⚪⚪⚪`.
pub(super) fn morse_of_signs(stretch: &str, start: usize, out: &mut Vec<Piece>) {
    let mut kinds = [None; 2];
    let picture = |c: char| !c.is_ascii() && !c.is_alphanumeric() && !matches!(c, '\u{FE0F}');
    for (_, c) in signs(stretch).filter(|(_, c)| picture(*c)) {
        if kinds.contains(&Some(c)) {
            continue;
        }
        let Some(place) = kinds.iter_mut().find(|kind| kind.is_none()) else { return };
        *place = Some(c);
    }
    let [Some(a), Some(b)] = kinds else { return };
    for (dot, dash) in [(a, b), (b, a)] {
        let plain = stretch.chars().filter(|c| *c != '\u{FE0F}');
        let text: String = plain
            .map(|c| {
                if c == dot {
                    '.'
                } else if c == dash {
                    '-'
                } else {
                    c
                }
            })
            .collect();
        let known = out.len();
        find(&text, 0, out);
        let mut found = out.split_off(known.min(out.len()));
        if let Some(piece) = found.iter_mut().find(|piece| piece.disguise == "morse" && !piece.text.contains("??")) {
            let text = std::mem::take(&mut piece.text);
            let span = Span::new(start, start + stretch.len());
            return out.push(Piece { span, text, map: None, disguise: "morse", nature: Nature::Encoded });
        }
    }
}

fn signs(stretch: &str) -> impl Iterator<Item = (usize, char)> {
    stretch.char_indices().filter(|(_, c)| !c.is_whitespace() && !matches!(c, ',' | '\u{FE0F}'))
}

fn bits(stretch: &str, span: Span, kinds: [Option<char>; 2], count: usize, start: usize, out: &mut Vec<Piece>) {
    let ([Some(a), Some(b)], true, Some(run)) = (kinds, count >= FEWEST_SIGNS, span.of(stretch)) else { return };
    if [a, b].iter().all(|kind| matches!(kind, '0' | '1' | '.' | '-' | '_' | '\u{B7}')) {
        return;
    }
    for one in [b, a] {
        let all: Vec<bool> = signs(run).map(|(_, c)| c == one).collect();
        for width in [8, 7] {
            let byte = |bits: &[bool]| bits.iter().fold(0_u8, |all, bit| all << 1 | u8::from(*bit));
            let text = legible(all.chunks_exact(width).map(byte).collect());
            if let Some((text, nature)) = text.filter(|(text, _)| oddness(text.as_bytes()) < 150) {
                let span = Span::new(start + span.start, start + span.start + run.trim_end().len());
                return out.push(Piece { span, text, map: None, disguise: "binary", nature });
            }
        }
    }
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

#[cfg(test)]
#[path = "codes_tests.rs"]
mod tests;
