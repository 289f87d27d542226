//! Texts that are in disguise from end to end. What they say may be new to every rule; that somebody wrote all of it so that a filter does not
//! read it is evidence in itself.

use std::borrow::Cow;

use super::injection::is_language;
use crate::view::confusables;
use crate::view::decoded::Decoded;
use crate::view::invisible::Invisible;
use crate::view::is_letter;
use crate::{Scan, Source, Span};

/// Decoded views that are looked at.
const VIEWS: usize = 8;

/// Of the text so many characters are judged: a disguise from end to end shows at the start.
const SAMPLE: usize = 600;

/// Disguises in which nobody writes to anybody at length, and how many letters are more than a quip, a name or a heading.
const AT_LENGTH: usize = 40;
#[rustfmt::skip]
const NOBODY_WRITES: &[&str] = &[
    "leet", "repeated_letters", "signs_between_letters", "marks_in_words", "tags_in_words", "letters_put_in", "masked_vowels", "upside_down",
    "mirrored", "drawn_letters", "shifted_keys", "other_keyboard", "atbash", "caesar", "rot47", "reversed", "reversed_words", "swapped_pairs",
    "rail_fence", "columns", "bidi", "spaced_letters", "rotated_words", "letter_square", "telephone_keys", "tap_code", "bacon", "other_script",
];

/// Codes that are taught, played with and practised, and encodings that programs write: so much of one, and nothing but it, is a message.
const AS_A_MESSAGE: usize = 64;
#[rustfmt::skip]
const PRACTISED: &[&str] = &[
    "morse", "spelling_alphabet", "pig_latin", "letter_numbers", "binary", "octal", "decimal", "hex", "base32", "base45", "base58", "base62",
    "base85", "uuencode",
];

/// Encodings that letters have no need of: a text in them is several times as long as what it says.
const NEEDLESS: &[&str] = &["html_entity", "percent", "escape", "quoted_printable"];

/// A list has a word a line, and no words that only join others, as three in ten of a sentence do.
const ON_LINES: &str = "word_on_each_line";

/// The disguise of a text that has no other words, and its place.
pub(super) fn whole(scan: &Scan<'_>) -> Option<(Span, Cow<'static, str>)> {
    if !scan.undoes_disguises() {
        return None;
    }
    let decoded = scan.decoded().take(VIEWS).find_map(|(index, view)| whole_view(scan, index, view));
    decoded.or_else(|| Some((Span::new(0, scan.text().len()), Cow::Borrowed(written(scan.text(), scan.folded_text())?))))
}

fn whole_view(scan: &Scan<'_>, index: usize, view: &Decoded) -> Option<(Span, Cow<'static, str>)> {
    let name = view.disguise.rsplit('>').next().unwrap_or_default();
    let said = letters(view.text());
    let span = || scan.decoded_span(index, Span::new(0, view.text().len()));
    let least = if NOBODY_WRITES.contains(&name) || name == ON_LINES && scan.source() == Source::User && is_sentence(view.text()) {
        AT_LENGTH
    } else if PRACTISED.contains(&name) {
        AS_A_MESSAGE
    } else if NEEDLESS.contains(&name) && span()?.len() >= said * 5 / 2 && ascii_letters(view.text()) * 5 >= said * 4 {
        AT_LENGTH
    } else {
        return None;
    };
    if said < least {
        return None;
    }
    let span = span()?;
    let outside = [scan.text().get(..span.start), scan.text().get(span.end..)].into_iter().flatten().map(letters).sum::<usize>();
    let stretch = span.of(scan.text())?;
    if name == "leet" && !is_spelt_with_letters(stretch) {
        return None;
    }
    let (words, standing) = words_standing_in(view.text(), stretch);
    // Else not much of it was in disguise.
    let changed = name == ON_LINES || standing * 4 < words;
    (changed && said >= outside * 4 && reads(view.text())).then(|| (span, view.disguise.clone()))
}

/// How many words of four letters and more a view begins with, and how many of them stand in the text as they are.
fn words_standing_in(view: &str, text: &str) -> (usize, usize) {
    let text: String = text.chars().take(SAMPLE * 4).map(|c| c.to_ascii_lowercase()).collect();
    let (mut words, mut standing) = (0usize, 0usize);
    for word in start(view).split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3) {
        words += 1;
        standing += usize::from(text.contains(word));
    }
    (words, standing)
}

/// Whether the words of a text are those of a sentence, not of a list of names or abbreviations.
fn is_sentence(text: &str) -> bool {
    let (mut words, mut short) = (0usize, 0usize);
    for word in text.split_whitespace() {
        words += 1;
        short += usize::from(word.chars().count() <= 3 && word.chars().all(is_letter));
    }
    words >= 10 && short * 4 >= words && short * 10 <= words * 7
}

/// Whether the words of a text have letters: of those of a dump half have none.
fn is_spelt_with_letters(text: &str) -> bool {
    let (mut words, mut numbers) = (0usize, 0usize);
    for word in text.split_whitespace() {
        words += 1;
        numbers += usize::from(word.bytes().all(|byte| byte.is_ascii_digit()));
    }
    numbers * 5 < words
}

/// The first characters of a view in lower case.
fn start(view: &str) -> String {
    view.chars().take(SAMPLE).map(|c| c.to_ascii_lowercase()).collect()
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| is_letter(*c)).count()
}

fn ascii_letters(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_alphabetic).count()
}

/// Whether the start of a text is words of a language that stand apart.
fn reads(text: &str) -> bool {
    let sample = start(text);
    let words = sample.split_whitespace().filter(|word| word.chars().any(is_letter)).count();
    letters(&sample) <= words * 12 && is_language(&sample)
}

/// The disguises that folding takes off, or that change no letter, if one of them is all over the text.
fn written(raw: &str, folded: &str) -> Option<&'static str> {
    let name = if raw.is_ascii() { letter_cases(raw)? } else { drawn(raw).or_else(|| letter_cases(raw))? };
    reads(folded).then_some(name)
}

/// Longer than a quip in the case of mockery, and how many letters of other texts show that they are none.
const CASES: usize = 80;
const PLAIN: usize = 32;

/// Small and capital letters at random: one in three letters is of another case than the one before it.
fn letter_cases(raw: &str) -> Option<&'static str> {
    let (mut letters, mut pairs, mut changes) = (0usize, 0usize, 0usize);
    let mut before = 0;
    let mut inside = false;
    for byte in raw.bytes().take(SAMPLE) {
        let letter = byte.is_ascii_alphabetic();
        // A capital at the start of a word is how words are written.
        if letter && before != 0 && (inside || before & 0x20 != 0) {
            pairs += 1;
            changes += usize::from((before ^ byte) & 0x20 != 0);
        }
        inside = letter && before != 0;
        before = if letter { byte } else { 0 };
        letters += usize::from(letter);
        if letters == PLAIN && changes * 6 < pairs {
            return None;
        }
    }
    (letters >= CASES && changes * 3 >= pairs).then_some("mixed_case")
}

/// Letters drawn with other characters, crossed out, apart by what nobody sees or borrowed from other alphabets.
fn drawn(raw: &str) -> Option<&'static str> {
    let start = Tally::of(raw, PLAIN * 2);
    if start.styled + start.marks + start.unseen + start.mixed == 0 {
        return None;
    }
    // Marks and what nobody sees are characters, too.
    let Tally { plain, styled, marks, unseen, other, words, mixed } = Tally::of(raw, SAMPLE * 4);
    if styled >= AT_LENGTH && styled >= (plain + other) * 4 {
        Some("drawn_letters")
    } else if plain >= AT_LENGTH && marks * 10 >= (plain + other) * 7 && plain >= other {
        Some("combining_marks")
    } else if unseen >= AT_LENGTH / 2 && unseen * 3 >= plain && plain >= other * 4 {
        Some("invisible_characters")
    } else if mixed >= 5 && mixed * 6 >= words {
        Some("confusables")
    } else {
        None
    }
}

/// The characters at the start of a text by what they are, and its words.
#[derive(Default)]
struct Tally {
    /// ASCII letters.
    plain: usize,
    /// Characters that stand for ASCII letters.
    styled: usize,
    /// Combining marks.
    marks: usize,
    /// What nobody sees, behind an ASCII letter.
    unseen: usize,
    /// Letters of any other kind.
    other: usize,
    words: usize,
    /// Words of ASCII letters and letters that look like some.
    mixed: usize,
}

impl Tally {
    fn of(raw: &str, chars: usize) -> Self {
        let end = raw.char_indices().nth(chars).map_or(raw.len(), |(at, _)| at);
        let mut all = Self::default();
        for word in raw.get(..end).unwrap_or(raw).split_whitespace() {
            all.add(word);
        }
        all
    }

    fn add(&mut self, word: &str) {
        let (mut ascii, mut other, mut behind_letter) = (0usize, 0usize, false);
        for c in word.chars() {
            match c {
                'a'..='z' | 'A'..='Z' => ascii += 1,
                '\0'..='\x7F' => {}
                '\u{300}'..='\u{36F}' | '\u{489}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' => {
                    self.marks += 1
                }
                '\u{FF21}'..='\u{FF5A}' | '\u{1D400}'..='\u{1D7FF}' | '\u{24B6}'..='\u{24E9}' | '\u{1F130}'..='\u{1F189}' => {
                    self.styled += 1
                }
                '\u{2102}'..='\u{2149}' | '\u{1D00}'..='\u{1DBF}' | '\u{2B0}'..='\u{2B8}' | '\u{A730}'..='\u{A731}' => self.styled += 1,
                _ if is_letter(c) => other += 1,
                _ if Invisible::of(c).is_some() => {
                    self.unseen += usize::from(behind_letter);
                    continue;
                }
                _ => {}
            }
            behind_letter = c.is_ascii_alphabetic();
        }
        let looks_latin = || word.chars().all(|c| c.is_ascii() || !is_letter(c) || confusables::latin(c).is_some());
        self.mixed += usize::from(ascii > 0 && other > 0 && looks_latin());
        self.words += usize::from(ascii + other > 1);
        self.plain += ascii;
        self.other += other;
    }
}

#[cfg(test)]
#[path = "disguised_tests.rs"]
mod tests;
