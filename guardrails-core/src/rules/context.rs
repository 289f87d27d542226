//! Words round a match that say what it is.

use std::ops::Range;

use memchr::{memchr_iter, memchr2_iter};

use super::tables::Texts;
use crate::Span;

/// How words of the context are matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// A space in the word stands for one space, `_` or `-`, as the keyword pass looks for them.
    One,
    /// A space stands for any run of up to [`GAP`] of white space, `_` and `-`, for a camel hump, and in a long word for nothing.
    Any,
}

/// The longest run that parts the pieces of a word.
pub(super) const GAP: usize = 16;

/// The text round a match: `before` bytes before it, and `after` bytes behind it in which a word may begin.
pub(super) struct Neighbourhood<'t> {
    text: &'t str,
    left: Range<usize>,
    right: Range<usize>,
    /// How words begin on either side.
    begin: [Beginnings; 2],
}

impl<'t> Neighbourhood<'t> {
    pub(super) fn new(text: &'t str, span: Span, before: usize, after: usize) -> Self {
        let to = ceil(text, span.end.saturating_add(after).min(text.len()));
        Self::between(text, (floor(text, span.start.saturating_sub(before)), to), span)
    }

    /// What stands in `from..to` round a match.
    pub(super) fn between(text: &'t str, (from, to): (usize, usize), span: Span) -> Self {
        let (left, right) = (from..span.start, span.end..to);
        let begin = [&left, &right].map(|side| Beginnings::of(text.as_bytes(), side.clone()));
        Self { text, left, right, begin }
    }

    /// Whether one of `words` stands here, on word boundaries and whatever its case, as the label of what stands here.
    pub(super) fn labels(&self, words: &Texts) -> bool {
        self.has(words, Gap::Any, Some(self.left.end))
    }

    /// Whether one of `words` stands here, on word boundaries and whatever its case.
    pub(super) fn holds(&self, words: &Texts, gap: Gap) -> bool {
        self.has(words, gap, None)
    }

    fn has(&self, words: &Texts, gap: Gap, at: Option<usize>) -> bool {
        let Self { text, left, right, begin: [first, second] } = self;
        words.iter().any(|word| {
            (first.may_hold(word) && stands_in(text, left.clone(), left.end, word, gap, at))
                || (second.may_hold(word) && stands_in(text, right.clone(), text.len(), word, gap, at))
        })
    }
}

/// How the words of a stretch begin, so that most of the words looked for need no look at it.
struct Beginnings(u64);

impl Beginnings {
    fn of(text: &[u8], range: Range<usize>) -> Self {
        let mut before = range.start.checked_sub(1).and_then(|at| text.get(at)).copied().unwrap_or(b' ');
        let stretch = text.get(range.start..).unwrap_or_default();
        let seconds = stretch.iter().skip(1).chain(std::iter::once(&0));
        let mut bits = 0;
        for (first, second) in stretch.iter().zip(seconds).take(range.len()) {
            // A capital begins a word behind a small letter; signs and scripts beside ASCII have boundaries of their own.
            if !before.is_ascii_alphanumeric() || first.is_ascii_uppercase() || !first.is_ascii_alphanumeric() {
                bits |= Self::bit(*first, *second);
            }
            before = *first;
        }
        Self(bits)
    }

    fn bit(first: u8, second: u8) -> u64 {
        1 << ((u32::from(first.to_ascii_lowercase()) * 37 + u32::from(second.to_ascii_lowercase())) & 63)
    }

    /// Whether `word` may begin here; what stands for a space behind its first byte may be anything.
    fn may_hold(&self, word: &str) -> bool {
        match word.as_bytes() {
            [first, second, ..] if *second != b' ' => self.0 & Self::bit(*first, *second) != 0,
            _ => true,
        }
    }
}

/// Whether one of `words` stands in `range`; what lies outside counts for its boundaries.
pub(super) fn stands_within(text: &str, range: Range<usize>, words: &Texts) -> bool {
    words.iter().any(|word| stands_in(text, range.clone(), range.end, word, Gap::Any, None))
}

/// Whether a word that ends at `end` belongs to a value at `at` for what follows it: not behind the value with a colon of its own, as the
/// label of what comes next (`1234567 PIN: 99`), and not before it in a code (`RG-265 1234567`).
pub(super) fn belongs(text: &[u8], end: usize, at: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    // A list of HTML names nothing by its own names.
    if rest.first() == Some(&b'>') && matches!(text.get(end.saturating_sub(3)..end), Some([b'<' | b'/', b'd', b'l' | b't' | b'd'])) {
        return false;
    }
    if end > at {
        let ending = rest.iter().take(LONGEST_ENDING).take_while(|byte| byte.is_ascii_lowercase()).count();
        let sign = rest.iter().skip(ending).take(3).find(|byte| !matches!(byte, b'"' | b'\'' | b' '));
        !matches!(sign, Some(b':' | b'='))
    } else {
        end + 1 >= at || !matches!(rest, [b'-', b'0'..=b'9', ..])
    }
}

/// Whether `word` begins within `range` and ends at or before `hi`; what lies outside counts for its boundaries. `at` is the start of the
/// value that it has to belong to.
fn stands_in(text: &str, range: Range<usize>, hi: usize, word: &str, gap: Gap, at: Option<usize>) -> bool {
    let lo = range.start;
    let (Some(window), Some(first)) = (text.as_bytes().get(range), word.bytes().next()) else { return false };
    let bytes = text.as_bytes();
    let hit = |start: usize| {
        let end = word_end(bytes, lo + start, hi, word.as_bytes(), gap);
        end.is_some_and(|end| is_bounded(text, lo + start, end, gap) && at.is_none_or(|at| belongs(bytes, end, at)))
    };
    if first.is_ascii_alphabetic() {
        memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), window).any(hit)
    } else {
        memchr_iter(first, window).any(hit)
    }
}

/// Where a word may begin of which `before` stands before `at`, with any gaps; what it is has still to be asked.
pub(super) fn word_start(text: &[u8], at: usize, before: &[u8]) -> Option<usize> {
    let mut start = at;
    let mut pieces = before.iter().rev();
    while let Some(byte) = pieces.next() {
        let passed = text.get(..start)?;
        if *byte == b' ' {
            // What looks like a gap may end the piece before it.
            let kept = pieces.clone().take_while(|byte| is_gap(**byte)).count();
            let run = passed.iter().rev().take(GAP + kept).take_while(|byte| is_gap(**byte)).count();
            start -= run.saturating_sub(kept);
        } else if passed.last()?.eq_ignore_ascii_case(byte) {
            start -= 1;
        } else {
            return None;
        }
    }
    Some(start)
}

/// Whether a byte may part the pieces of a word: `tax ID (Peru)` is what `tax_id_peru` is.
pub(super) fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'_' | b'-' | b'\t' | b'\n' | b'\r' | b'.' | b'(')
}

/// The end of `word` if it stands at `at`.
pub(super) fn word_end(text: &[u8], at: usize, hi: usize, word: &[u8], gap: Gap) -> Option<usize> {
    let mut end = at;
    for byte in word {
        let rest = text.get(end..hi)?;
        if *byte == b' ' {
            let run = rest.iter().take(GAP).take_while(|byte| is_gap(**byte)).count();
            end += match gap {
                Gap::One if rest.first().is_some_and(|byte| matches!(byte, b' ' | b'_' | b'-')) => 1,
                Gap::Any if run > 0 || rest.first().is_some_and(u8::is_ascii_uppercase) || may_be_joined(word) => run,
                _ => return None,
            };
        } else if rest.first()?.eq_ignore_ascii_case(byte) {
            end += 1;
        } else {
            return None;
        }
    }
    Some(end)
}

/// The letters of a word that may be written without its gaps, as the names of columns and fields are: `medicarecard`, `insurancenumber`.
const JOINED: usize = 8;

/// Whether a word of several pieces says what it is without the gaps between them: one in ASCII letters, long enough, whose first piece is the
/// longest, by which it is looked for.
fn may_be_joined(word: &[u8]) -> bool {
    let mut pieces = word.split(|byte| *byte == b' ').map(<[u8]>::len);
    let first = pieces.next().unwrap_or(0);
    word.len() > JOINED && pieces.all(|len| len < first) && word.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b' ')
}

/// Whether `text[start..end]` begins and ends a word. A camel hump begins one, a digit may follow one (`phone2`), and
/// scripts that write no spaces have boundaries everywhere. A word of the context may have an ending: `numery`, `PESELu`.
pub(super) fn is_bounded(text: &str, start: usize, end: usize, gap: Gap) -> bool {
    let (Some(left), Some(word), Some(right)) = (text.get(..start), text.get(start..end), text.get(end..)) else { return false };
    let (starts, ends) = match ascii_bounds(text.as_bytes(), start, end) {
        Some(bounds) => bounds,
        None => bounds(left, word, right),
    };
    starts && (ends || (gap == Gap::Any && is_inflected(word, right)))
}

/// [`bounds`], where only ASCII stands there.
fn ascii_bounds(text: &[u8], start: usize, end: usize) -> Option<(bool, bool)> {
    let near = [start.checked_sub(1), Some(start), end.checked_sub(1), Some(end)];
    let [prev, first, last, next] = near.map(|at| at.and_then(|at| text.get(at)).copied().unwrap_or(0));
    if start == end || (prev | first | last | next) >= 0x80 {
        return None;
    }
    let joins = |a: u8, b: u8| a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric();
    let hump = |a: u8, b: u8| !a.is_ascii_uppercase() && b.is_ascii_uppercase();
    Some((!joins(prev, first) || hump(prev, first), !joins(last, next) || hump(last, next) || next.is_ascii_digit()))
}

/// Whether a word begins and ends, by what stands at its ends and beside them.
fn bounds(left: &str, word: &str, right: &str) -> (bool, bool) {
    let (prev, first) = (left.chars().next_back(), word.chars().next());
    let (last, next) = (word.chars().next_back(), right.chars().next());
    let joins = |a: Option<char>, b: Option<char>| matches!((a, b), (Some(a), Some(b)) if a.is_alphanumeric() && b.is_alphanumeric() && !is_unspaced(a) && !is_unspaced(b) && a.is_ascii() == b.is_ascii());
    let hump = |a: Option<char>, b: Option<char>| matches!((a, b), (Some(a), Some(b)) if !a.is_ascii_uppercase() && b.is_ascii_uppercase());
    let starts = !joins(prev, first) || hump(prev, first);
    let ends = !joins(last, next) || hump(last, next) || next.is_some_and(|next| next.is_ascii_digit());
    (starts, ends)
}

/// The shortest word that may have an ending in small letters, and the shortest of an abbreviation in capitals, or of other scripts.
const INFLECTED: usize = 5;
const INFLECTED_SHORT: usize = 3;
/// Endings of the plural and of cases, and possessive ones, folded: English, Germanic, Romance, Slavic, Baltic, Finnic, Hungarian, Turkish.
const ENDINGS: &[&str] = &[
    "a", "ai", "ais", "am", "ami", "as", "at", "ban", "e", "ega", "ei", "em", "en", "ene", "er", "es", "et", "ets", "ga", "i", "ie", "iem",
    "ile", "im", "imi", "ini", "inin", "is", "iz", "ja", "jat", "je", "ksi", "la", "lla", "llani", "lle", "lta", "m", "mi", "miz", "n",
    "na", "nak", "nek", "ni", "nin", "nsa", "nu", "num", "o", "od", "om", "on", "ou", "ov", "ow", "owi", "ra", "re", "s", "si", "sini",
    "ssa", "sta", "su", "t", "u", "ui", "ul", "ului", "um", "umuz", "un", "us", "val", "vel", "y", "ya", "ye", "yi", "а", "ам", "ах", "е",
    "ем", "и", "ов", "ом", "ою", "та", "то", "у", "ът", "ы", "ю", "я", "і", "ів",
];
/// The longest of them, in bytes.
const LONGEST_ENDING: usize = 5;

/// Whether an ending of `word` stands at the start of `rest`, and a word ends behind it, but no sentence: `both are invalid SSNs.` speaks of
/// no number.
fn is_inflected(word: &str, rest: &str) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    let ending = rest.as_bytes().iter().take(LONGEST_ENDING + 1).take_while(|byte| is_letter(byte)).count();
    let Some(ending) = rest.get(..ending).filter(|ending| ending.bytes().all(|byte| !byte.is_ascii_uppercase())) else { return false };
    let letters = word.bytes().rev().take_while(is_letter).count();
    let least = match word.is_ascii() {
        true if word.bytes().any(|byte| byte.is_ascii_lowercase()) => INFLECTED,
        true => INFLECTED_SHORT,
        // Two bytes a letter.
        false => 2 * INFLECTED_SHORT,
    };
    // The plural as the name of an array or of a list: `ssns: [`, `"bics": [`.
    let names = ending == "s" && matches!(rest.as_bytes().get(1), Some(b'"' | b'\'' | b':' | b'=' | b'['));
    let least = if names { INFLECTED_SHORT } else { least };
    letters >= least
        && ENDINGS.binary_search(&ending).is_ok()
        && !matches!(rest.as_bytes().get(ending.len()..), Some([b'.' | b'!' | b'?'] | [b'.' | b'!' | b'?', b' ' | b'\n' | b'\r', ..]))
}

/// Whether `text[start..end]` is a word of its own, for literals: no hump, no digit beside it.
pub(super) fn is_whole_word(text: &str, start: usize, end: usize) -> bool {
    let (Some(left), Some(word), Some(right)) = (text.get(..start), text.get(start..end), text.get(end..)) else { return false };
    let joins = |a: Option<char>, b: Option<char>| matches!((a, b), (Some(a), Some(b)) if is_word(a) && is_word(b) && !is_unspaced(a) && !is_unspaced(b));
    !joins(left.chars().next_back(), word.chars().next()) && !joins(word.chars().next_back(), right.chars().next())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{FFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

pub(super) fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

pub(super) fn ceil(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(text: &str, words: &[&'static str]) -> bool {
        let words = Texts::Own(words.iter().map(|word| (*word).into()).collect());
        let start = text.find("#").unwrap();
        Neighbourhood::new(text, Span::new(start, start + 1), 60, 30).labels(&words)
    }

    #[test]
    fn words_count_on_their_boundaries_only() {
        assert!(near("the SIN is #", &["sin"]));
        assert!(!near("using #", &["sin"]));
        assert!(near("customer_iban=#", &["iban"]));
        assert!(near("customerIban: #", &["iban"]));
        assert!(near("{\"cardNumber\": #", &["card number"]));
        assert!(near("card--number #", &["card number"]));
        assert!(near("tax ID (Peru): #", &["tax id peru"]) && near("tax_id_peru=#", &["tax id peru"]));
        assert!(near("medicarecard=#", &["medicare card"]) && !near("nomedicarecard=#", &["medicare card"]));
        assert!(!near("taxid=#", &["tax id"]) && !near("cardnumber=#", &["card number"]));
        assert!(near("# (phone)", &["phone"]));
        assert!(!near("<dl><dt>x</dt><dd>#", &["dl", "dt"]) && near("<dt>dl</dt><dd>#", &["dl"]) && near("<ssn>#", &["ssn"]));
        assert!(!near("# phone: 5", &["phone"]) && !near("#, \"phone\": 5", &["phone"]) && near("# is my phone", &["phone"]));
        assert!(!near("RG-265 #", &["rg"]) && near("RG-#", &["rg"]) && near("RG - 5 #", &["rg"]));
        assert!(near("the phones #", &["phone"]) && near("SSNs: #", &["ssn"]) && near("nr PESELu #", &["pesel"]));
        assert!(near("в СНИЛСе #".to_lowercase().as_str(), &["снилс"]));
        assert!(!near("the phoned #", &["phone"]) && !near("sins #", &["sin"]) && !near("SINAI #", &["sin"]));
        assert!(!near("# (megaphone)", &["phone"]));
        assert!(near("银行卡号# ", &["卡号"]));
        assert!(near("номер паспорта #", &["паспорта"]));
        assert!(!near("загранпаспорта #", &["паспорта"]));
    }

    #[test]
    fn how_words_begin_never_hides_one() {
        let text = "Order-no: x4 userSIN 5, IBAN№7 и номер паспорта, 卡号12 a b\u{301}c_id";
        for (at, _) in text.char_indices() {
            for len in 1..8 {
                let Some(word) = text.get(at..).map(|rest| rest.chars().take(len).collect::<String>()) else { continue };
                let stands = stands_in(text, 0..text.len(), text.len(), &word, Gap::Any, None);
                assert!(!stands || Beginnings::of(text.as_bytes(), 0..text.len()).may_hold(&word), "{word}");
            }
        }
    }

    #[test]
    fn words_count_only_within_reach() {
        assert!(!near(&format!("iban {} #", "x".repeat(60)), &["iban"]));
        assert!(!near(&format!("# {} iban", "x".repeat(30)), &["iban"]));
        assert!(near(&format!("# {} iban", "x".repeat(20)), &["iban"]));
    }

    #[test]
    fn whole_words_have_no_letters_beside_them() {
        assert!(is_whole_word("an ass.", 3, 6));
        assert!(!is_whole_word("a class", 4, 7));
        assert!(is_whole_word("我喜欢苹果派", 9, 15));
    }
}
