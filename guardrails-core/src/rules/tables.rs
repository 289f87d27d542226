//! Where the tables of the built-in rules stand in the file that the build script wrote. They are read where they are needed, number by number: as source
//! they would take most of the time to compile.

use std::borrow::Cow;

use super::Text;
use super::required::Stored;
use super::stems::{LEN, Stems};

/// The tables, one behind the other.
static FILE: [u8; include_bytes!(concat!(env!("OUT_DIR"), "/tables.bin")).len()] = *include_bytes!(concat!(env!("OUT_DIR"), "/tables.bin"));

/// `len` bytes.
pub(super) const fn bytes(at: usize, len: usize) -> &'static [u8] {
    FILE.split_at(at).1.split_at(len).0
}

/// `len` numbers.
pub(super) const fn numbers(at: usize, len: usize) -> &'static [[u8; 2]] {
    bytes(at, len * 2).as_chunks().0
}

/// The classes of all bytes.
#[allow(clippy::panic, reason = "evaluated by the compiler")]
pub(super) const fn classes(at: usize) -> &'static [u8; 256] {
    match FILE.split_at(at).1.first_chunk() {
        Some(classes) => classes,
        None => panic!("the file is shorter"),
    }
}

/// `len` stems and their ends.
pub(super) const fn stems(keys: usize, ends: usize, len: usize, ascii: bool) -> Stems {
    Stems { keys: Cow::Borrowed(bytes(keys, len * LEN).as_chunks().0), ends: Cow::Borrowed(bytes(ends, len * 8).as_chunks().0), ascii }
}

/// A condition of `len` numbers.
pub(super) const fn condition(at: usize, len: usize) -> Cow<'static, [Stored]> {
    Cow::Borrowed(numbers(at, len))
}

/// What is written as it is: a function with one meaning, as a compiler asks of each constructor anew what it makes.
pub(super) const fn text(text: &'static str) -> Text {
    Cow::Borrowed(text)
}

/// The same of what need not be there.
pub(super) const fn some(text: &'static str) -> Option<Text> {
    Some(Cow::Borrowed(text))
}

/// `len` words.
pub(super) const fn texts(at: usize, len: usize) -> Texts {
    Texts::Stored(bytes(at, len * 4).as_chunks().0)
}

/// The words of all rules, of which each stands there once.
static WORDS: &str = include_str!(concat!(env!("OUT_DIR"), "/words.txt"));

/// Where a word begins among [`WORDS`], in three bytes, and its length.
pub(super) type Place = [u8; 4];

/// Words of a rule.
#[derive(Clone, Debug)]
pub(crate) enum Texts {
    /// Of a built-in one.
    Stored(&'static [Place]),
    Own(Vec<Text>),
}

impl Texts {
    pub(super) const NONE: Self = Self::Stored(&[]);

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Stored(places) => places.is_empty(),
            Self::Own(words) => words.is_empty(),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let (stored, own): (&[Place], &[Text]) = match self {
            Self::Stored(places) => (places, &[]),
            Self::Own(words) => (&[], words),
        };
        stored.iter().map(|place| word(*place)).chain(own.iter().map(AsRef::as_ref))
    }
}

fn word([low, middle, high, len]: Place) -> &'static str {
    let at = u32::from_le_bytes([low, middle, high, 0]) as usize;
    WORDS.get(at..at + usize::from(len)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::rules::BUILT_IN;

    #[test]
    fn stored_words_are_those_of_the_rules() {
        let words = |id: &str| BUILT_IN.iter().find(|rule| rule.id == id).map(|rule| rule.context.iter().collect::<Vec<_>>()).unwrap();
        assert!(words("pii.us_ssn").contains(&"social security"), "{:?}", words("pii.us_ssn"));
        assert!(BUILT_IN.iter().all(|rule| rule.context.iter().chain(rule.context_against.iter()).all(|word| !word.is_empty())));
    }
}
