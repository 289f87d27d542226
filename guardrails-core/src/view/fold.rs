//! The folded view: one spelling for everything that reads the same.

use std::borrow::Cow;

use icu_normalizer::properties::{CanonicalCombiningClassMapBorrowed, CanonicalDecompositionBorrowed, Decomposed};
use icu_normalizer::{ComposingNormalizerBorrowed, properties};

use super::confusables;
use super::invisible::{Fate, Invisible, fate};
use crate::Span;
use crate::offsets::OffsetMap;

/// A text in its folded form. ASCII text is its own folded form and is borrowed; nothing is allocated for it.
///
/// NFKC; digits of every script as ASCII digits; dashes, quotes and spaces as their ASCII twins; Latin and Greek letters
/// without accents; letters outside ASCII in lower case (ASCII keeps its case: rules say whether it matters); letters that
/// look Latin as Latin ones, inside words that mix scripts; invisible characters gone unless in order where they stand.
#[derive(Debug)]
pub(crate) struct Folded<'t> {
    text: Cow<'t, str>,
    map: OffsetMap,
    hidden: Vec<Hidden>,
}

/// A run of invisible characters of one class that are out of order where they stand, in bytes of the raw text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hidden {
    pub(crate) span: Span,
    pub(crate) class: Invisible,
}

impl<'t> Folded<'t> {
    pub(crate) fn new(raw: &'t str) -> Self {
        if raw.is_ascii() {
            return Self { text: Cow::Borrowed(raw), map: OffsetMap::default(), hidden: Vec::new() };
        }
        let mut folder =
            Folder { raw, out: String::new(), map: OffsetMap::default(), hidden: Vec::new(), done: 0, word_end: 0, word_mixed: false };
        folder.run();
        folder.finish()
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The text, or none where it did not change, and the map.
    pub(crate) fn into_parts(self) -> (Option<String>, OffsetMap) {
        let text = match self.text {
            Cow::Borrowed(_) => None,
            Cow::Owned(text) => Some(text),
        };
        (text, self.map)
    }

    /// The invisible characters that are out of order, by position.
    pub(crate) fn hidden(&self) -> &[Hidden] {
        &self.hidden
    }

    /// The bytes of the raw text behind `span` of this view, widened to character boundaries.
    pub(crate) fn raw_span(&self, raw: &str, span: Span) -> Span {
        let span = self.map.raw(span);
        let mut start = span.start.min(raw.len());
        let mut end = span.end.min(raw.len());
        while !raw.is_char_boundary(start) {
            start -= 1;
        }
        while !raw.is_char_boundary(end) {
            end += 1;
        }
        Span::new(start, end)
    }
}

const NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfkc();
const COMBINING: CanonicalCombiningClassMapBorrowed<'static> = properties::CanonicalCombiningClassMapBorrowed::new();
const DECOMPOSITION: CanonicalDecompositionBorrowed<'static> = CanonicalDecompositionBorrowed::new();

struct Folder<'t> {
    raw: &'t str,
    out: String,
    map: OffsetMap,
    hidden: Vec<Hidden>,
    /// How much of `raw` is in `out`; what lies between here and the current character goes over unchanged.
    done: usize,
    word_end: usize,
    word_mixed: bool,
}

/// What a character becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fold {
    Same,
    To(char),
    Str(&'static str),
    /// A combining mark: gone behind an ASCII character, kept elsewhere.
    Mark,
    /// A letter of a script that has Latin look-alikes: the look-alike in a mixed word, else the second.
    Letter(char),
}

impl<'t> Folder<'t> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.raw.len() {
            let rest = self.raw.get(at..).unwrap_or_default();
            // The head is NFKC already. What follows it is taken one character with its marks at a time.
            let head = NFKC.split_normalized(rest).0.len();
            self.normal(at, at + head);
            at += head;
            at += self.denormal(at);
        }
    }

    /// `raw[at..end]` is NFKC.
    fn normal(&mut self, mut at: usize, end: usize) {
        while let Some(rest) = self.raw.get(at..end) {
            at += ascii_prefix(rest.as_bytes());
            let Some(c) = self.raw.get(at..end).and_then(|rest| rest.chars().next()) else { return };
            let len = c.len_utf8();
            match fold(c) {
                Fold::Same => {
                    if let Some(class) = Invisible::of(c) {
                        self.invisible(at, c, class);
                    }
                }
                what => self.visible(at, len, c, what),
            }
            at += len;
        }
    }

    fn visible(&mut self, at: usize, len: usize, c: char, what: Fold) {
        let to = match what {
            Fold::Same => return,
            Fold::To(to) => to,
            Fold::Letter(lower) => {
                if self.in_mixed_word(at) {
                    confusables::latin(c).unwrap_or(lower)
                } else {
                    lower
                }
            }
            Fold::Mark => {
                let last =
                    if self.done == at { self.out.chars().next_back() } else { self.raw.get(..at).and_then(|t| t.chars().next_back()) };
                if last.is_some_and(|last| last.is_ascii()) {
                    self.flush(at);
                    self.map.replace(len, 0);
                    self.done = at + len;
                }
                return;
            }
            Fold::Str(text) => {
                self.flush(at);
                self.out.push_str(text);
                self.map.replace(len, text.len());
                self.done = at + len;
                return;
            }
        };
        if to != c {
            self.flush(at);
            self.out.push(to);
            self.map.replace(len, to.len_utf8());
            self.done = at + len;
        }
    }

    fn invisible(&mut self, at: usize, c: char, class: Invisible) {
        let end = at + c.len_utf8();
        let (before, after) = (self.raw.get(..at).unwrap_or_default(), self.raw.get(end..).unwrap_or_default());
        let fate = fate(c, class, before, after);
        if fate == Fate::Kept {
            return;
        }
        self.flush(at);
        self.map.replace(end - at, 0);
        self.done = end;
        if fate == Fate::Hidden {
            match self.hidden.last_mut() {
                Some(last) if last.span.end == at && last.class == class => last.span.end = end,
                _ => self.hidden.push(Hidden { span: Span::new(at, end), class }),
            }
        }
    }

    /// One character of `raw` at `at` that is not NFKC, with the marks behind it; answers how many bytes that was.
    fn denormal(&mut self, at: usize) -> usize {
        let Some(rest) = self.raw.get(at..) else { return 0 };
        let mut chars = rest.chars();
        let Some(first) = chars.next() else { return 0 };
        if let Some(class) = Invisible::of(first) {
            self.invisible(at, first, class);
            return first.len_utf8();
        }
        let len = first.len_utf8() + chars.take_while(|c| combines_backwards(*c)).map(char::len_utf8).sum::<usize>();
        self.flush(at);
        let start = self.out.len();
        // Full-width ASCII is every other character of Chinese punctuation, and a constant away.
        if len == 3 && ('\u{FF01}'..='\u{FF5E}').contains(&first) {
            self.out.extend(char::from_u32(first as u32 - 0xFEE0));
        } else {
            let normal = NFKC.normalize(rest.get(..len).unwrap_or_default());
            for c in normal.chars() {
                match fold(c) {
                    Fold::Same if Invisible::of(c).is_some() => {}
                    Fold::Same => self.out.push(c),
                    Fold::To(to) => self.out.push(to),
                    Fold::Str(text) => self.out.push_str(text),
                    Fold::Letter(lower) => {
                        let to = if self.in_mixed_word(at) { confusables::latin(c).unwrap_or(lower) } else { lower };
                        self.out.push(to);
                    }
                    Fold::Mark => {
                        if !self.out.ends_with(|last: char| last.is_ascii()) {
                            self.out.push(c)
                        }
                    }
                }
            }
        }
        self.map.replace(len, self.out.len() - start);
        self.done = at + len;
        len
    }

    fn flush(&mut self, at: usize) {
        if self.out.capacity() == 0 {
            self.out.reserve(self.raw.len());
        }
        let same = self.raw.get(self.done..at).unwrap_or_default();
        self.out.push_str(same);
        self.map.keep(same.len());
        self.done = at;
    }

    fn finish(mut self) -> Folded<'t> {
        if self.done == 0 {
            return Folded { text: Cow::Borrowed(self.raw), map: OffsetMap::default(), hidden: self.hidden };
        }
        self.flush(self.raw.len());
        Folded { text: Cow::Owned(self.out), map: self.map, hidden: self.hidden }
    }

    /// Whether the word round `at` also holds ASCII letters. Asked once a word: its end is kept.
    fn in_mixed_word(&mut self, at: usize) -> bool {
        if at >= self.word_end {
            let (before, after) = (self.raw.get(..at).unwrap_or_default(), self.raw.get(at..).unwrap_or_default());
            let left = before.chars().rev().take_while(|c| in_word(*c)).any(|c| c.is_ascii_alphabetic());
            let mut right = false;
            let mut end = at;
            for c in after.chars().take_while(|c| in_word(*c)) {
                right |= c.is_ascii_alphabetic();
                end += c.len_utf8();
            }
            (self.word_end, self.word_mixed) = (end, left || right);
        }
        self.word_mixed
    }
}

fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (!c.is_ascii() && (matches!(c, '\u{300}'..='\u{52F}') || c.is_alphanumeric() || Invisible::of(c).is_some()))
}

/// How many bytes at the start of `bytes` are ASCII.
fn ascii_prefix(bytes: &[u8]) -> usize {
    let words = bytes.chunks_exact(8).take_while(|word| word.iter().fold(0, |all, byte| all | byte) < 0x80).count() * 8;
    words + bytes.get(words..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii()).count()
}

/// Whether `c` may compose with, or be reordered among, what stands before it: marks, Hangul vowels and finals, and the
/// starters with NFC_Quick_Check=Maybe (Unicode 16, DerivedNormalizationProps.txt), or that decompose to marks (U+0F73 and its like).
fn combines_backwards(c: char) -> bool {
    !c.is_ascii()
        && (COMBINING.get_u8(c) != 0
            || matches!(c, '\u{F73}' | '\u{F75}' | '\u{F81}' | '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}' | '\u{9BE}' | '\u{9D7}' | '\u{B3E}' | '\u{B56}' | '\u{B57}' | '\u{BBE}' | '\u{BD7}'
                | '\u{CC2}' | '\u{CD5}' | '\u{CD6}' | '\u{D3E}' | '\u{D57}' | '\u{DCF}' | '\u{DDF}' | '\u{102E}' | '\u{1B35}' | '\u{FF9E}' | '\u{FF9F}' | '\u{11127}' | '\u{1133E}' | '\u{11357}'
                | '\u{113B8}' | '\u{113BB}' | '\u{113C2}' | '\u{113C5}' | '\u{113C7}'..='\u{113C9}' | '\u{114B0}' | '\u{114BA}' | '\u{114BD}' | '\u{115AF}' | '\u{11930}'
                | '\u{1611E}'..='\u{16129}' | '\u{16D67}' | '\u{16D68}'
                | '\u{FFA1}'..='\u{FFDC}'))
}

fn fold(c: char) -> Fold {
    match c {
        '\0'..='\x7F' => Fold::Same,
        // The letters of most of the world's text that no rule changes come first.
        '\u{3040}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7FF}' | '\u{620}'..='\u{657}' | '\u{900}'..='\u{965}' | '\u{E01}'..='\u{E4E}' => {
            Fold::Same
        }
        '\u{430}'..='\u{44F}' => Fold::Letter(c),
        '\u{410}'..='\u{42F}' => Fold::Letter(char::from_u32(c as u32 + 0x20).unwrap_or(c)),
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => latin(c),
        '\u{85}' | '\u{2028}' | '\u{2029}' => Fold::To('\n'),
        '\u{1680}' => Fold::To(' '),
        '\u{AB}' | '\u{BB}' | '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{2036}' => Fold::To('"'),
        '\u{B4}' | '\u{2B9}'..='\u{2BD}' | '\u{2C8}' | '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{2035}' | '\u{2039}' | '\u{203A}' => {
            Fold::To('\'')
        }
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{FE58}' => Fold::To('-'),
        '\u{2044}' | '\u{2215}' | '\u{29F8}' => Fold::To('/'),
        // Places of the mathematical alphabets (in steps of 26 letters, small behind capital) whose letters stand elsewhere, as `ℎ` does: programs
        // that count on write them all the same. The others are no letters of their own to NFKC.
        '\u{1D400}'..='\u{1D6A3}' => Fold::To(char::from_u32('a' as u32 + (c as u32 - 0x1D400) % 26).unwrap_or(c)),
        '\u{300}'..='\u{36F}' if c != '\u{34F}' => Fold::Mark,
        // Of Cyrillic numbers, and what is drawn round letters of any script.
        '\u{483}'..='\u{489}' => Fold::Mark,
        '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}' => Fold::Mark,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Fold::Letter(lower(base(c))),
        '\u{400}'..='\u{58F}' | '\u{13A0}'..='\u{13F5}' | '\u{2C00}'..='\u{2D2F}' | '\u{A4D0}'..='\u{A4FF}' => Fold::Letter(lower(c)),
        '\u{250}'..='\u{2AF}' | '\u{1D00}'..='\u{1D7F}' | '\u{A720}'..='\u{A7FF}' => Fold::Letter(lower(c)),
        '\u{10A0}'..='\u{10FF}' | '\u{1C80}'..='\u{1CBF}' | '\u{A640}'..='\u{A69F}' | '\u{AB70}'..='\u{ABBF}' => other_lower(c),
        '\u{10400}'..='\u{105BF}'
        | '\u{10C80}'..='\u{10CFF}'
        | '\u{118A0}'..='\u{118DF}'
        | '\u{16E40}'..='\u{16E7F}'
        | '\u{1E900}'..='\u{1E943}' => other_lower(c),
        _ => digit(c).map_or(Fold::Same, Fold::To),
    }
}

fn other_lower(c: char) -> Fold {
    match lower(c) {
        same if same == c => digit(c).map_or(Fold::Same, Fold::To),
        lower => Fold::To(lower),
    }
}

fn lower(c: char) -> char {
    match c {
        'ς' => 'σ',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// A Latin letter without what hangs on it. Letters that no decomposition takes apart go to their usual transcription.
fn latin(c: char) -> Fold {
    match c {
        'ß' => Fold::Str("ss"),
        'ẞ' => Fold::Str("SS"),
        'æ' => Fold::Str("ae"),
        'Æ' => Fold::Str("AE"),
        'œ' => Fold::Str("oe"),
        'Œ' => Fold::Str("OE"),
        'þ' => Fold::Str("th"),
        'Þ' => Fold::Str("TH"),
        'ø' => Fold::To('o'),
        'Ø' => Fold::To('O'),
        'ł' | 'ƚ' => Fold::To('l'),
        'ƀ' | 'ɓ' => Fold::To('b'),
        'ǥ' => Fold::To('g'),
        'ƙ' => Fold::To('k'),
        'ƥ' => Fold::To('p'),
        'ɍ' => Fold::To('r'),
        'ƶ' => Fold::To('z'),
        'ƞ' => Fold::To('n'),
        'ƴ' => Fold::To('y'),
        'ɏ' => Fold::To('y'),
        'ƭ' => Fold::To('t'),
        'ƈ' | 'ȼ' => Fold::To('c'),
        'ɇ' => Fold::To('e'),
        'ɉ' => Fold::To('j'),
        'Ł' => Fold::To('L'),
        'đ' | 'ð' => Fold::To('d'),
        'Đ' | 'Ð' => Fold::To('D'),
        'ħ' => Fold::To('h'),
        'Ħ' => Fold::To('H'),
        'ŧ' => Fold::To('t'),
        'Ŧ' => Fold::To('T'),
        'ı' => Fold::To('i'),
        'ŋ' => Fold::To('n'),
        'Ŋ' => Fold::To('N'),
        'ƒ' => Fold::To('f'),
        '×' | '÷' => Fold::Same,
        _ => match base(c) {
            base if base.is_ascii() => Fold::To(base),
            base => Fold::To(lower(base)),
        },
    }
}

/// The letter below all marks of its canonical decomposition.
fn base(c: char) -> char {
    let mut base = c;
    for _ in 0..4 {
        match DECOMPOSITION.decompose(base) {
            Decomposed::Expansion(first, _) => base = first,
            Decomposed::Singleton(other) => base = other,
            Decomposed::Default => break,
        }
    }
    base
}

/// The ASCII digit for a decimal digit of any script.
fn digit(c: char) -> Option<char> {
    let zero = ZEROS.partition_point(|zero| *zero <= c).checked_sub(1).and_then(|i| ZEROS.get(i))?;
    char::from_digit((c as u32).checked_sub(*zero as u32).filter(|value| *value < 10)?, 10)
}

/// The zeros of the decimal digits outside ASCII: General_Category Nd, Unicode 16. The mathematical ones go by NFKC.
const ZEROS: &[char] = &[
    '\u{660}',
    '\u{6F0}',
    '\u{7C0}',
    '\u{966}',
    '\u{9E6}',
    '\u{A66}',
    '\u{AE6}',
    '\u{B66}',
    '\u{BE6}',
    '\u{C66}',
    '\u{CE6}',
    '\u{D66}',
    '\u{DE6}',
    '\u{E50}',
    '\u{ED0}',
    '\u{F20}',
    '\u{1040}',
    '\u{1090}',
    '\u{17E0}',
    '\u{1810}',
    '\u{1946}',
    '\u{19D0}',
    '\u{1A80}',
    '\u{1A90}',
    '\u{1B50}',
    '\u{1BB0}',
    '\u{1C40}',
    '\u{1C50}',
    '\u{A620}',
    '\u{A8D0}',
    '\u{A900}',
    '\u{A9D0}',
    '\u{A9F0}',
    '\u{AA50}',
    '\u{ABF0}',
    '\u{104A0}',
    '\u{10D30}',
    '\u{10D40}',
    '\u{11066}',
    '\u{110F0}',
    '\u{11136}',
    '\u{111D0}',
    '\u{112F0}',
    '\u{11450}',
    '\u{114D0}',
    '\u{11650}',
    '\u{116C0}',
    '\u{116D0}',
    '\u{116DA}',
    '\u{11730}',
    '\u{118E0}',
    '\u{11950}',
    '\u{11BF0}',
    '\u{11C50}',
    '\u{11D50}',
    '\u{11DA0}',
    '\u{11F50}',
    '\u{16130}',
    '\u{16A60}',
    '\u{16AC0}',
    '\u{16B50}',
    '\u{16D70}',
    '\u{1CCF0}',
    '\u{1E140}',
    '\u{1E2F0}',
    '\u{1E4F0}',
    '\u{1E5F1}',
    '\u{1E950}',
    '\u{1FBF0}',
];

#[cfg(test)]
#[path = "fold_tests.rs"]
mod tests;
