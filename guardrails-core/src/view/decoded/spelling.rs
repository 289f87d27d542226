//! Words that are spelt in another way: letters apart, marks between them, letters repeated or shuffled, digits for letters. Only
//! stretches are looked at that do not read like a language as they stand.

use smallvec::SmallVec;

use super::dictionary::{Misspelling, is_vowel, restored};
use super::{Nature, Piece, alphabets, apart, base85, chunked, codes, language, leet, variables, wordplay};
use crate::Span;
use crate::offsets::OffsetMap;

pub(super) fn find(text: &str, out: &mut Vec<Piece>) {
    alphabets::word_order(text, out);
    wordplay::find(text, out);
    variables::find(text, out);
    language::odd_stretches(text, |span| {
        let Some(stretch) = span.of(text) else { return };
        let known = out.len();
        respell(stretch, span, out);
        if out.len() == known
            && let Some(at) = introduced(stretch)
        {
            respell(stretch.get(at..).unwrap_or_default(), Span::new(span.start + at, span.end), out);
        }
    });
    marked_in_any_script(text, out);
    leet::in_prose(text, out);
}

/// Where a text begins that a line or words with a colon introduce, which read like a language as the rest does not: in such company
/// a spelling is harder to tell.
fn introduced(stretch: &str) -> Option<usize> {
    const INTRO: usize = 200;
    const LEAST: usize = 40;
    let head = stretch.as_bytes().get(..INTRO.min(stretch.len()))?;
    let at = memchr::memchr2_iter(b'\n', b':', head).find(|at| matches!(head.get(at + 1), Some(b' ' | b'\n')))?;
    let rest = stretch.get(at + 1..)?.trim_start();
    let odd = |text: &str| language::oddness(text.as_bytes());
    let told = rest.len() >= LEAST && at >= LEAST / 4 && odd(stretch.get(..at)?) <= PROSE && odd(rest) > ODD;
    told.then_some(stretch.len() - rest.len())
}

/// Prose costs no more, in the unit of [`language::oddness`], and what is spelt in another way hardly less than that.
const PROSE: u32 = 125;
const ODD: u32 = 112;

fn respell(stretch: &str, span: Span, out: &mut Vec<Piece>) {
    apart::gaps(stretch, span.start, out);
    if is_code(stretch) {
        return;
    }
    if is_random(stretch) {
        return decode(stretch, span.start, out);
    }
    let may_be_spaced = apart::may_stand_apart(stretch.as_bytes(), SPACED);
    for respell in
        [spaced, marked, stretched, leet::leet, leet::of_prices, drawn, shuffled, vowelless].into_iter().skip(usize::from(!may_be_spaced))
    {
        if let Some(mut piece) = respell(stretch) {
            piece.span = span;
            out.push(piece);
        }
    }
    wordplay::in_groups(stretch, span.start, out);
    alphabets::find(stretch, span.start, out);
    apart::find(stretch, span.start, out);
    decode(stretch, span.start, out);
}

/// Codes of bytes in a stretch.
fn decode(stretch: &str, start: usize, out: &mut Vec<Piece>) {
    codes::find(stretch, start, out);
    base85::find(stretch, start, out);
    chunked::find(stretch, start, out);
}

/// Codes of bytes alone, which are no spelling of words.
pub(super) fn codes_only(text: &str, out: &mut Vec<Piece>) {
    language::odd_stretches(text, |span| {
        let Some(stretch) = span.of(text) else { return };
        if !is_code(stretch) {
            decode(stretch, span.start, out);
        }
    });
}

/// Stretches with a bracket, an equals sign or a semicolon in twenty bytes, indentation left out, and three different ones, are source code,
/// which never reads like a language and would cost more than all else. Letters apart have one sign between them, however often.
fn is_code(stretch: &str) -> bool {
    const SHORTEST: usize = 160;
    const KINDS: usize = 3;
    let bytes = stretch.as_bytes();
    if bytes.len() < SHORTEST {
        return false;
    }
    // One of `{}[]()<>=;`, in four comparisons that are made of many bytes at once.
    let is_sign = |byte: u8| (byte | 0x20 == b'{') | (byte | 0x20 == b'}') | (byte | 1 == b')') | (byte.wrapping_sub(b';') < 4);
    let is_blank = |byte: u8| (byte == b' ') | (byte == b'\t');
    let signs = count(bytes, bytes, |byte, _| is_sign(byte));
    let indents = || count(bytes, bytes.get(1..).unwrap_or_default(), |last, byte| is_blank(last) & is_blank(byte));
    let kinds = || {
        let mut known: SmallVec<[u8; KINDS]> = SmallVec::new();
        bytes.iter().any(|byte| {
            if is_sign(*byte) && !known.contains(byte) {
                known.push(*byte);
            }
            known.len() == KINDS
        })
    };
    let calls = || memchr::memmem::find_iter(bytes, b"hr(").chain(memchr::memmem::find_iter(bytes, b"har(")).take(8);
    // Calls that make characters of codes are no code to pass over.
    let words = || language::oddness_of_words(bytes.get(..192).unwrap_or(bytes)).0 < RANDOM;
    signs * 20 >= bytes.len() - indents() && kinds() && words() && calls().count() < 8
}

/// Of how many places in two texts `is` holds.
#[inline(always)]
fn count(a: &[u8], b: &[u8], is: impl Fn(u8, u8) -> bool) -> usize {
    // As many as a byte counts.
    const BLOCK: usize = 255;
    let block = |(a, b): (&[u8], &[u8])| usize::from(a.iter().zip(b).map(|(a, b)| u8::from(is(*a, *b))).sum::<u8>());
    a.chunks(BLOCK).zip(b.chunks(BLOCK)).map(block).sum()
}

/// Whether nearly all of a stretch is tokens such as lines of base64: capitals, small letters and digits without order. What another spelling
/// makes of them is as long as they are and says nothing.
fn is_random(stretch: &str) -> bool {
    const TOKEN: usize = 40;
    const MOST_BETWEEN: usize = 8;
    let is_token = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let mixed = |token: &&[u8]| {
        let of = |is: fn(&u8) -> bool| token.iter().any(is);
        token.len() >= TOKEN && of(u8::is_ascii_uppercase) && of(u8::is_ascii_lowercase) && of(u8::is_ascii_digit)
    };
    let bytes = stretch.as_bytes();
    let tokens: usize = bytes.split(|byte| !is_token(byte)).filter(mixed).map(<[u8]>::len).sum();
    tokens * MOST_BETWEEN >= stretch.len() * (MOST_BETWEEN - 1) && language::oddness_of_words(bytes).0 >= RANDOM
}

/// What letters cost that do not make words, in the unit of [`language::oddness_of_words`].
const RANDOM: u32 = 165;

/// A stretch on its way into another spelling.
#[derive(Default)]
pub(super) struct Respelt {
    text: String,
    map: OffsetMap,
}

impl Respelt {
    pub(super) fn keep(&mut self, text: &str) {
        self.text.push_str(text);
        self.map.keep(text.len());
    }

    fn replace(&mut self, len: usize, text: &str) {
        self.text.push_str(text);
        self.map.replace(len, text.len());
    }

    pub(super) fn piece(self, disguise: &'static str) -> Piece {
        Piece { span: Span::new(0, 0), text: self.text, map: Some(self.map), disguise, nature: Nature::Spelled }
    }
}

const SEPARATORS: [char; 17] = [' ', '.', '-', '_', '*', '|', '\n', '/', ',', '~', '+', ':', ';', '=', '#', '\u{B7}', '\u{2022}'];

/// So many letters in a row.
const SPACED: usize = 5;

/// `i g n o r e  a l l` and `i.g.n.o.r.e a.l.l`: at least five letters in a row, each with the same character behind it.
fn spaced(stretch: &str) -> Option<Piece> {
    let chars: Vec<(usize, char)> = stretch.char_indices().collect();
    let at = |i: usize| chars.get(i).map(|(_, c)| *c);
    let offset = |i: usize| chars.get(i).map_or(stretch.len(), |(at, _)| *at);
    let mut respelt = Respelt::default();
    let (mut i, mut done, mut found) = (0, 0, false);
    while i < chars.len() {
        let separator = at(i + 1).filter(|c| SEPARATORS.contains(c));
        let begins = at(i).is_some_and(char::is_alphanumeric) && (i == 0 || at(i - 1).is_none_or(|c| !c.is_alphanumeric()));
        let Some(separator) = separator.filter(|_| begins) else {
            i += 1;
            continue;
        };
        // Characters of the run, each with the end of the gap behind it.
        let (mut letters, mut end, mut j) = (0, i, i);
        let mut run: Vec<(usize, usize)> = Vec::new();
        while let Some(c) = at(j) {
            let gap = (j + 1..chars.len()).take_while(|k| at(*k).is_some_and(|c| c == separator || c == ' ')).count();
            let stops = at(j + 1).is_some_and(|next| gap == 0 && next.is_alphanumeric());
            if stops || c == separator {
                break;
            }
            letters += usize::from(c.is_alphanumeric());
            run.push((j, j + 1 + gap));
            end = j + 1;
            j += 1 + gap;
            if gap == 0 && at(j).is_none_or(|c| c.is_alphanumeric() || c.is_whitespace()) {
                break;
            }
        }
        if letters < SPACED {
            i = j.max(i + 1);
            continue;
        }
        found = true;
        respelt.keep(stretch.get(done..offset(i))?);
        for (k, (from, to)) in run.iter().enumerate() {
            respelt.keep(stretch.get(offset(*from)..offset(from + 1))?);
            if k + 1 < run.len() {
                let gap = stretch.get(offset(from + 1)..offset(*to))?;
                let parts = gap.chars().count() > 1 || (separator != ' ' && gap == " ");
                respelt.replace(gap.len(), if parts { " " } else { "" });
            }
        }
        done = offset(end);
        i = end.max(i + 1);
    }
    respelt.keep(stretch.get(done..)?);
    found.then(|| respelt.piece("spaced_letters"))
}

const MARKED: &str = "marks_in_words";
/// So many marks, and one in so many bytes.
const FEWEST_MARKS: usize = 4;
const MARK_IN: usize = 24;
/// Names in code have two or three different marks.
const MARKS: u32 = 4;

/// `co|m~pl~e_te`: marks inside words, at least four of them and one in 24 bytes.
fn marked(stretch: &str) -> Option<Piece> {
    let bytes = stretch.as_bytes();
    let is_letter = |at: Option<&u8>| at.is_some_and(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    let is_mark =
        |byte: u8| matches!(byte, b'|' | b'~' | b'_' | b'*' | b'.' | b',' | b'^' | b'-' | b'+' | b'\'' | b'`' | b'/' | b'\\' | b'=');
    // Few stretches have as many at all.
    let all = bytes.iter().filter(|byte| is_mark(**byte)).count();
    if all < FEWEST_MARKS || all * MARK_IN < stretch.len() {
        return None;
    }
    let mut respelt = Respelt::default();
    let (mut marks, mut short, mut kinds, mut done, mut last) = (0, 0, 0u128, 0, 0);
    for (at, byte) in bytes.iter().enumerate() {
        if !is_mark(*byte) {
            continue;
        }
        let (before, after) = (at.checked_sub(1).and_then(|at| bytes.get(at)), bytes.get(at + 1));
        let inside = is_letter(after) && (is_letter(before) || before.is_some_and(|byte| is_mark(*byte)));
        let edge = is_letter(before) && (after.is_some_and(|byte| is_mark(*byte)) || !matches!(byte, b'.' | b','));
        if inside || edge {
            marks += usize::from(inside);
            // Names in code are parted into words, words in disguise into letters.
            short += usize::from(inside && at - last <= 4);
            kinds |= u128::from(inside) << (*byte & 127);
            last = at;
            respelt.keep(stretch.get(done..at)?);
            respelt.replace(1, "");
            done = at + 1;
        }
    }
    respelt.keep(stretch.get(done..)?);
    let of_a_name = short * 5 < marks * 2 && kinds.count_ones() < MARKS;
    (marks >= FEWEST_MARKS && marks * MARK_IN >= stretch.len() && !of_a_name).then(|| respelt.piece(MARKED))
}

/// Marks that no language puts between letters are an anchor in scripts of which the table of letter pairs knows nothing.
fn marked_in_any_script(text: &str, out: &mut Vec<Piece>) {
    const FURTHEST: usize = 96;
    const LONGEST: usize = 4 << 10;
    let bytes = text.as_bytes();
    let is_letter = |at: Option<&u8>| at.is_some_and(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    let inside = |at: &usize| is_letter(at.checked_sub(1).and_then(|at| bytes.get(at))) && is_letter(bytes.get(at + 1));
    let mut marks = memchr::memchr3_iter(b'|', b'~', b'^', bytes).filter(inside).peekable();
    while let Some(first) = marks.next() {
        let (mut last, mut count, mut kinds) = (first, 1, 1u128 << (bytes.get(first).copied().unwrap_or_default() & 127));
        while let Some(next) = marks.next_if(|next| next - last <= FURTHEST && next - first <= LONGEST) {
            (last, count) = (next, count + 1);
            kinds |= 1u128 << (bytes.get(next).copied().unwrap_or_default() & 127);
        }
        // Tables have bars, and nothing else.
        if count < 4 || kinds == 1u128 << b'|' {
            continue;
        }
        let span = language::widened(text, Span::new(first, last + 1));
        let known = out.iter().any(|piece| piece.disguise == MARKED && piece.span.start < span.end && span.start < piece.span.end);
        if let Some(stretch) = span.of(text).filter(|_| !known)
            && let Some(mut piece) = marked(stretch)
        {
            piece.span = span;
            out.push(piece);
        }
    }
}

/// `ignooore aaalll`: letters repeated, three times at least in three places.
fn stretched(stretch: &str) -> Option<Piece> {
    if triples(stretch.as_bytes()) < 3 {
        return None;
    }
    let mut respelt = Respelt::default();
    for word in words(stretch) {
        if let Some(whole) = restored(word.as_bytes(), Misspelling::Stretched) {
            respelt.replace(word.len(), whole);
            continue;
        }
        let (mut last, mut done) = (None, 0);
        for (at, c) in word.char_indices() {
            if last.replace(c.to_ascii_lowercase()) == Some(c.to_ascii_lowercase()) && c.is_alphabetic() {
                respelt.keep(word.get(done..at)?);
                respelt.replace(c.len_utf8(), "");
                done = at + c.len_utf8();
            }
        }
        respelt.keep(word.get(done..)?);
    }
    Some(respelt.piece("repeated_letters"))
}

/// How often a letter stands three times in a row, in any case.
fn triples(bytes: &[u8]) -> usize {
    let (mut count, mut same, mut last) = (0, 0, 0);
    for byte in bytes {
        same = if byte | 0x20 == last { same + 1 } else { 0 };
        last = byte | 0x20;
        count += usize::from(same >= 2 && byte.is_ascii_alphabetic());
    }
    count
}

/// Letters that are drawn with several signs, the longer ones first.
const DRAWN: [(&str, &str); 32] = [
    ("|\\/|", "m"),
    ("/\\/\\", "m"),
    ("/|\\|", "n"),
    ("\\/\\/", "w"),
    ("|/\\|", "w"),
    ("|\\|", "n"),
    ("/\\/", "n"),
    ("|-|", "h"),
    ("]-[", "h"),
    ("#-#", "h"),
    ("/-\\", "a"),
    ("/=\\", "a"),
    ("|_|", "u"),
    ("(_)", "u"),
    ("\\_/", "u"),
    ("|_", "l"),
    ("|)", "d"),
    ("[)", "d"),
    ("|>", "p"),
    ("|*", "p"),
    ("|<", "k"),
    ("|{", "k"),
    ("|2", "r"),
    ("|3", "b"),
    ("|=", "f"),
    ("/\\", "a"),
    ("\\/", "v"),
    ("()", "o"),
    ("[]", "o"),
    ("><", "x"),
    ("`/", "y"),
    ("_|", "j"),
];
/// Fewer are signs of code and tables.
const FEWEST_DRAWN: usize = 8;

/// `|-|3||0`: letters drawn with several signs, beside others that digits and signs stand for.
fn drawn(stretch: &str) -> Option<Piece> {
    if memchr::memchr2_iter(b'|', b'\\', stretch.as_bytes()).take(FEWEST_DRAWN).count() < FEWEST_DRAWN {
        return None;
    }
    let (mut respelt, mut rest, mut found) = (Respelt::default(), stretch, 0);
    while let Some(first) = rest.chars().next() {
        let sign = DRAWN.iter().find(|(sign, _)| rest.starts_with(sign));
        let (len, plain) = match sign {
            Some((sign, plain)) => (sign.len(), Some(*plain)),
            None => (
                first.len_utf8(),
                u8::try_from(first)
                    .ok()
                    .and_then(leet::letter)
                    .and_then(|plain| LETTERS.get(usize::from(plain - b'a')..usize::from(plain - b'a') + 1)),
            ),
        };
        found += usize::from(sign.is_some());
        let (own, after) = rest.split_at_checked(len)?;
        match plain {
            Some(plain) => respelt.replace(len, plain),
            None => respelt.keep(own),
        }
        rest = after;
    }
    let odd = |text: &str| language::oddness(text.as_bytes());
    (found >= FEWEST_DRAWN && found * 12 >= respelt.text.len() && odd(&respelt.text) < PROSE.max(ODD) + 15).then(|| respelt.piece("leet"))
}

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";

/// `ignroe prevoius`: at least two words of the dictionary with their inner letters in another order.
fn shuffled(stretch: &str) -> Option<Piece> {
    let whole = |word: &str| restored(word.as_bytes(), Misspelling::Shuffled).filter(|whole| whole.len() == word.len());
    let is_shuffled = |word: &&str| whole(word).is_some_and(|whole| !whole.eq_ignore_ascii_case(word));
    words(stretch).filter(is_shuffled).nth(1)?;
    let mut respelt = Respelt::default();
    words(stretch).for_each(|word| respelt.keep(whole(word).unwrap_or(word)));
    Some(respelt.piece("shuffled_letters"))
}

/// `gnr ll prvs nstrctns`: at least three words of the dictionary of three consonants and more, and most words without a vowel.
fn vowelless(stretch: &str) -> Option<Piece> {
    let is_word = |word: &&str| word.len() > 1 && word.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    let bare = |word: &&str| word.bytes().skip(1).all(|byte| !is_vowel(byte));
    let (mut all, mut bared) = (0, 0);
    for word in words(stretch).filter(is_word) {
        all += 1;
        bared += usize::from(bare(&word));
    }
    if bared * 3 <= all * 2 {
        return None;
    }
    let mut respelt = Respelt::default();
    let mut found = 0;
    for word in words(stretch) {
        if !is_word(&word) || !bare(&word) {
            respelt.keep(word);
            continue;
        }
        match restored(word.as_bytes(), Misspelling::Vowelless) {
            Some(whole) => {
                found += usize::from(word.len() > 2 && !whole.eq_ignore_ascii_case(word));
                respelt.replace(word.len(), whole);
            }
            None => respelt.keep(word),
        }
    }
    (found > 2).then(|| respelt.piece("no_vowels"))
}

/// The words of ASCII letters and what stands between them, in order.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = *rest.as_bytes().first()?;
        let is_letter = first.is_ascii_alphabetic();
        let len = rest.bytes().take_while(|byte| byte.is_ascii_alphabetic() == is_letter).count();
        let (word, after) = rest.split_at_checked(len)?;
        rest = after;
        Some(word)
    })
}
