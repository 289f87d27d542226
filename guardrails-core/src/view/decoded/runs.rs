//! Long runs of token characters: base64, base32, base58, base62 and hex.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::language::oddness;
use super::{Nature, ODD, Piece, is_control, legible};
use crate::Span;

/// The shortest run that is looked at.
const SHORTEST: usize = 20;
/// Most bytes that cannot be printed among the first twelve of a text in base64.
const ODD_HEAD: usize = 2;
/// A run this long may go on in the next line.
const LINE: usize = 40;

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

pub(super) fn find(text: &str, out: &mut Vec<Piece>) {
    look(text, true, out);
}

/// Without words that are joined to one token.
pub(super) fn encodings_only(text: &str, out: &mut Vec<Piece>) {
    look(text, false, out);
}

/// A run of the shortest length covers one of every so many bytes, so that only these are looked at.
fn look(text: &str, wordings: bool, out: &mut Vec<Piece>) {
    let bytes = text.as_bytes();
    let mut at = SHORTEST - 1;
    while let Some(byte) = bytes.get(at) {
        if !is_token(*byte) || (parted(bytes.get(at - 8..at)) && parted(bytes.get(at..at + 8))) {
            at += SHORTEST;
            continue;
        }
        let before = bytes.get(..at).unwrap_or_default().iter().rev().take(SHORTEST).take_while(|byte| is_token(**byte)).count();
        let start = at - before;
        let mut end = at + token_len(bytes, at);
        let mut own = end;
        let whole_line = start.checked_sub(1).is_none_or(|at| bytes.get(at) == Some(&b'\n')) && bytes.get(end) == Some(&b'\n');
        if end - start >= LINE || (whole_line && end - start >= SHORTEST) {
            // Wrapped: lines of the same kind behind it belong to it.
            while let Some(next) = line_start(bytes, end) {
                own = end;
                let len = token_len(bytes, next);
                if len < 4 || (len < LINE && bytes.get(next..next + len).is_some_and(|word| word.iter().all(u8::is_ascii_lowercase))) {
                    break;
                }
                end = next + len;
            }
        }
        // The word that begins the next line may look as though it belonged to it.
        if end - start >= SHORTEST && !run(text, start, end, wordings, out) && own > start + SHORTEST && own < end {
            run(text, start, own, wordings, out);
        }
        at = end.max(at) + SHORTEST;
    }
}

/// Whether a space stands among the eight bytes. Of a run of twenty round a byte, eight to one side of it at least belong to the run.
fn parted(side: Option<&[u8]>) -> bool {
    side.and_then(|side| side.first_chunk::<8>()).is_some_and(|side| side.iter().fold(false, |any, byte| any | (*byte <= b' ')))
}

fn token_len(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).unwrap_or_default().iter().take_while(|byte| is_token(**byte)).count()
}

/// Where the next line begins, behind its indent or mark of quotation.
fn line_start(bytes: &[u8], at: usize) -> Option<usize> {
    let gap = bytes.get(at..)?.iter().take(8).take_while(|byte| matches!(byte, b'\n' | b'\r' | b' ' | b'\t' | b'>')).count();
    // An empty line ends it.
    (bytes.get(at..at + gap)?.iter().filter(|byte| **byte == b'\n').count() == 1).then_some(at + gap)
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-')
}

/// Tries the run as a whole, then the pieces between characters that may be marks round it.
fn run(text: &str, start: usize, end: usize, wordings: bool, out: &mut Vec<Piece>) -> bool {
    let Some(whole) = text.get(start..end) else { return false };
    let padded = whole.trim_end_matches('=');
    // `key=…` and `--…`: what stands before the last `=` is a name.
    let name = padded.rfind('=').map_or(0, |at| at + 1);
    let body = whole.get(name..).unwrap_or_default().trim_start_matches(['-', '_']);
    let from = end - body.len();
    if decoded(body, from, out) {
        return true;
    }
    if wordings && let Some(piece) = super::joints::token(whole, start).or_else(|| super::wordplay::joined(whole, start)) {
        out.push(piece);
        return true;
    }
    pieces(body, from, |byte| byte == b'/', out) || pieces(body, from, |byte| matches!(byte, b'-' | b'_' | b'/'), out)
}

/// Tries the pieces of `body` between what parts them.
fn pieces(body: &str, from: usize, parts: impl Fn(u8) -> bool, out: &mut Vec<Piece>) -> bool {
    let (mut at, mut found) = (0, false);
    for piece in body.as_bytes().split(|byte| parts(*byte)) {
        let span = at..at + piece.len();
        at = span.end + 1;
        if piece.len() >= SHORTEST && piece.len() < body.len() {
            found |= body.get(span.clone()).is_some_and(|piece| decoded(piece, from + span.start, out));
        }
    }
    found
}

/// What groups of one length say together.
pub(super) fn in_groups(body: &str) -> Option<(Text, &'static str)> {
    let hidden = hex(body).map(|text| (text, "hex")).or_else(|| base64(body).map(|text| (text, "base64")));
    hidden.or_else(|| base32(body).map(|text| (text, "base32")))
}

fn decoded(body: &str, from: usize, out: &mut Vec<Piece>) -> bool {
    let hidden = in_groups(body).or_else(|| numbers(body)).or_else(|| large_number(body));
    let hidden = hidden.or_else(|| turned_base64(body).map(|text| (text, "reversed>base64")));
    let hidden = hidden.or_else(|| shifted_base64(body).map(|text| (text, "base64"))).or_else(|| respelt_base64(body));
    let Some(((text, nature), disguise)) = hidden else { return false };
    out.push(Piece { span: Span::new(from, from + body.len()), text, map: None, disguise, nature });
    true
}

type Text = (String, Nature);

fn hex(body: &str) -> Option<Text> {
    let digits = body.strip_prefix("0x").or_else(|| body.strip_prefix("0X")).unwrap_or(body);
    if digits.len() < SHORTEST - 4 {
        return None;
    }
    if !digits.bytes().take(12).all(|byte| byte.is_ascii_hexdigit()) {
        return marked_hex(body);
    }
    let digits: Vec<u8> = digits.bytes().filter(|byte| !is_gap(*byte)).collect();
    let (pairs, rest) = digits.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let byte = |high: u8, low: u8| Some(digit(high)? << 4 | digit(low)?);
    let bytes: Option<Vec<u8>> = pairs.iter().map(|[high, low]| byte(*high, *low)).collect();
    // From the end to the beginning too: a digest is no text either way.
    let turned = || pairs.iter().rev().map(|[high, low]| byte(*low, *high)).collect::<Option<Vec<u8>>>();
    bytes.and_then(text_of).or_else(|| turned().and_then(text_of).filter(|(text, _)| text.is_ascii()))
}

/// Bytes in decimal, one behind another: `73103110`, or `073103110`. Those that can be printed have three digits where the first is 0 or 1.
fn numbers(body: &str) -> Option<(Text, &'static str)> {
    let mut digits = body.as_bytes();
    if digits.len() < LINE || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() / 2);
    while let Some(first) = digits.first() {
        let (code, rest) = digits.split_at_checked(if *first < b'2' { 3 } else { 2 })?;
        let value = code.iter().fold(0_u16, |all, digit| all * 10 + u16::from(digit - b'0'));
        bytes.push(u8::try_from(value).ok().filter(|value| *value == b'\n' || (32..127).contains(value))?);
        digits = rest;
    }
    legible(bytes).filter(|(text, _)| oddness(text.as_bytes()) < 150).map(|text| (text, "decimal"))
}

/// Hex with a mark before each character, as escapes have it that lost their backslashes: `x49x67`, `0x490x67`, `u0049u0067`.
fn marked_hex(body: &str) -> Option<Text> {
    let (mark, len) = [("0x", 2), ("x", 2), ("u", 4)].into_iter().find(|(mark, _)| body.starts_with(mark))?;
    let mut digits = String::with_capacity(body.len());
    let mut rest = body;
    while !rest.is_empty() {
        let (code, after) = rest.strip_prefix(mark)?.split_at_checked(len)?;
        digits.push_str(code);
        rest = after;
    }
    hex(&digits)
}

fn is_gap(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'>'
}

pub(super) fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

fn base64(body: &str) -> Option<Text> {
    // What does not begin like a text is not looked at further.
    let engine = if body.bytes().any(|byte| matches!(byte, b'-' | b'_')) { &URL_SAFE } else { &STANDARD };
    let mut head = [0; 16];
    let len = engine.decode_slice(body.get(..16)?, &mut head).ok()?;
    let head = head.get(..len)?;
    if wide(head).is_none() && odd(head) > ODD_HEAD {
        return None;
    }
    let mut clean: Vec<u8> = body.bytes().filter(|byte| !is_gap(*byte)).collect();
    while clean.last() == Some(&b'=') {
        clean.pop();
    }
    // A lone letter behind the last group of four holds nothing.
    if clean.len() % 4 == 1 {
        clean.pop();
    }
    text_of(engine.decode(clean).ok()?)
}

/// How many bytes of the beginning of a text cannot be printed; the last character may be cut.
fn odd(head: &[u8]) -> usize {
    let cut = head.iter().rev().take(3).take_while(|byte| !byte.is_ascii()).count();
    let whole = head.get(..head.len() - cut).unwrap_or_default();
    whole.utf8_chunks().map(|chunk| chunk.invalid().len() + chunk.valid().bytes().filter(is_control).count()).sum()
}

/// Base64 from its end to its beginning, where its padding or two gives it away.
fn turned_base64(body: &str) -> Option<Text> {
    if !body.starts_with('=') && !body.bytes().any(|byte| byte.is_ascii_digit()) || body.len() < 2 * SHORTEST {
        return None;
    }
    let turned: String = body.trim_start_matches('=').bytes().rev().map(char::from).collect();
    base64(&turned)
}

/// Base64 behind up to three letters that are not of it, so that its groups of four begin elsewhere.
fn shifted_base64(body: &str) -> Option<Text> {
    let (text, _) = (body.len() >= LINE).then(|| (1..4).find_map(|by| base64(body.get(by..)?)))??;
    Some((text, Nature::Damaged))
}

/// Base64 in whose letters the cases changed places, or which rot13 went over.
fn respelt_base64(body: &str) -> Option<(Text, &'static str)> {
    let mixed = |test: fn(&u8) -> bool| body.as_bytes().iter().any(test);
    if body.len() < LINE || !(mixed(u8::is_ascii_lowercase) && mixed(u8::is_ascii_uppercase)) {
        return None;
    }
    let swapped = |byte: u8| if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { byte };
    let ways: [fn(u8) -> u8; 2] = [swapped, super::alphabets::rot13];
    ways.into_iter().zip(["swapped_case>base64", "rot13>base64"]).find_map(|(way, disguise)| {
        let text: String = body.bytes().map(|byte| char::from(way(byte))).collect();
        base64(&text).filter(|(text, _)| oddness(text.as_bytes()) < 150).map(|text| (text, disguise))
    })
}

fn base32(body: &str) -> Option<Text> {
    let of_letters = |byte: u8, small: bool| match byte {
        b'A'..=b'Z' if !small => Some(byte - b'A'),
        b'a'..=b'z' if small => Some(byte - b'a'),
        b'2'..=b'7' => Some(byte - b'2' + 26),
        _ => None,
    };
    // With digits first, as base32hex has it.
    let of_digits = |byte: u8, small: bool| match byte {
        b'A'..=b'V' if !small => Some(byte - b'A' + 10),
        b'a'..=b'v' if small => Some(byte - b'a' + 10),
        b'0'..=b'9' => Some(byte - b'0'),
        _ => None,
    };
    in_base32(body, of_letters).or_else(|| in_base32(body, of_digits).filter(|(text, _)| oddness(text.as_bytes()) < 150))
}

fn in_base32(body: &str, value: impl Fn(u8, bool) -> Option<u8>) -> Option<Text> {
    let body = body.trim_end_matches('=');
    let mut out = Vec::new();
    let (mut bits, mut have, mut odd) = (0_u32, 0, 0);
    let small = body.bytes().find(u8::is_ascii_alphabetic).is_some_and(|byte| byte.is_ascii_lowercase());
    for byte in body.bytes().filter(|byte| !is_gap(*byte)) {
        let value = value(byte, small)?;
        bits = (bits << 5 | u32::from(value)) & 0xFFF;
        have += 5;
        if have >= 8 {
            have -= 8;
            out.push((bits >> have) as u8);
            odd += usize::from(out.last().is_some_and(|byte| *byte < 9));
            if odd > 1 + out.len() / ODD {
                return None;
            }
        }
    }
    text_of(out)
}

/// The value of each byte in an alphabet, and how many there are.
struct Digits {
    values: [u8; 256],
    base: u8,
}

impl Digits {
    #[allow(clippy::indexing_slicing, reason = "evaluated while compiling")]
    const fn of(mut alphabet: &[u8]) -> Self {
        let (mut values, mut base) = ([u8::MAX; 256], 0);
        while let [first, rest @ ..] = alphabet {
            values[*first as usize] = base;
            base += 1;
            alphabet = rest;
        }
        Self { values, base }
    }

    fn value(&self, byte: u8) -> Option<u8> {
        self.values.get(usize::from(byte)).copied().filter(|value| *value < self.base)
    }
}

/// In Bitcoin's alphabet.
static BASE58: Digits = Digits::of(b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");
/// In the two usual alphabets.
static BASE62: [Digits; 2] = [
    Digits::of(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
    Digits::of(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
];

fn large_number(body: &str) -> Option<(Text, &'static str)> {
    let kinds = |test: fn(&u8) -> bool| body.as_bytes().iter().any(test);
    if !(kinds(u8::is_ascii_digit) && kinds(u8::is_ascii_uppercase) && kinds(u8::is_ascii_lowercase)) {
        return None;
    }
    let base62 = || BASE62.iter().find_map(|digits| in_base(body, digits)).map(|text| (text, "base62"));
    in_base(body, &BASE58).map(|text| (text, "base58")).or_else(base62)
}

/// One large number in the base of `alphabet`, so that only short runs are read, and only those whose first bytes are letters.
fn in_base(body: &str, digits: &Digits) -> Option<Text> {
    const LONGEST: usize = 400;
    let value = |byte: u8| digits.value(byte);
    let base = digits.base;
    if body.len() > LONGEST || !begins_with_text(body.bytes().map(value), u128::from(base))? {
        return None;
    }
    // In digits of 32 bits, the last first.
    let mut digits: Vec<u32> = Vec::with_capacity(body.len() / 5 + 1);
    for byte in body.bytes() {
        let mut carry = u64::from(value(byte)?);
        for own in &mut digits {
            carry += u64::from(*own) * u64::from(base);
            *own = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            digits.push(carry as u32);
        }
    }
    let mut bytes: Vec<u8> = digits.iter().rev().flat_map(|digit| digit.to_be_bytes()).collect();
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes.drain(..zeros);
    if bytes.iter().filter(|byte| !readable(byte)).count() <= bytes.len() / ODD { text_of(bytes) } else { None }
}

fn readable(byte: &u8) -> bool {
    (0x20..0x7F).contains(byte) || matches!(byte, b'\n' | b'\t')
}

/// Whether the first four bytes of the number are those of a text: it is carried on in its highest hundred bits alone, which is exact enough
/// for these.
fn begins_with_text(digits: impl Iterator<Item = Option<u8>>, base: u128) -> Option<bool> {
    let mut top = 0_u128;
    for digit in digits {
        top = top * base + u128::from(digit?);
        while top >> 104 != 0 {
            top >>= 8;
        }
    }
    let bytes = top.to_be_bytes();
    let first = bytes.iter().position(|byte| *byte != 0)?;
    Some(bytes.iter().skip(first).take(4).all(readable))
}

/// UTF-8; or UTF-16 and UTF-32, behind a byte order mark or where they are of ASCII, as some shells want it.
fn text_of(bytes: Vec<u8>) -> Option<Text> {
    let Some((width, little, from)) = wide(&bytes) else { return legible(bytes) };
    let units = bytes.get(from..)?.chunks_exact(width).map(|unit| {
        let place = |all: u32, byte: &u8| all << 8 | u32::from(*byte);
        if little { unit.iter().rev().fold(0, place) } else { unit.iter().fold(0, place) }
    });
    let text: Option<String> = if width == 4 {
        units.map(char::from_u32).collect()
    } else {
        char::decode_utf16(units.map(|unit| unit as u16)).map(Result::ok).collect()
    };
    text.map(String::into_bytes).and_then(legible)
}

/// How many bytes a unit of the text has, whether the lowest is the first of them, and where it begins: by its mark, or where the higher
/// bytes are all nothing.
fn wide(bytes: &[u8]) -> Option<(usize, bool, usize)> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] => return Some((4, true, 4)),
        [0, 0, 0xFE, 0xFF, ..] => return Some((4, false, 4)),
        [0xFF, 0xFE, ..] => return Some((2, true, 2)),
        [0xFE, 0xFF, ..] => return Some((2, false, 2)),
        _ => {}
    }
    let empty = |from: usize, step: usize| bytes.len() > 8 && bytes.iter().skip(from).step_by(step).all(|byte| *byte == 0);
    match () {
        () if empty(1, 2) => Some((if empty(2, 4) { 4 } else { 2 }, true, 0)),
        () if empty(0, 2) => Some((if empty(1, 4) { 4 } else { 2 }, false, 0)),
        () => None,
    }
}
