//! Writes what [`tables`](super) reads: for the build script alone.

use std::collections::BTreeMap;

use super::required::Stored;
use super::stems::Stems;

/// What the constants name by where it stands in a file, and words in another.
#[derive(Default)]
pub struct Tables {
    pub file: Vec<u8>,
    pub words: String,
    places: BTreeMap<String, u32>,
}

impl Tables {
    /// Adds some bytes, and says where they stand.
    pub fn add(&mut self, bytes: impl IntoIterator<Item = u8>) -> usize {
        let at = self.file.len();
        self.file.extend(bytes);
        at
    }

    /// A list of words. What is said here and below is an expression for the constants.
    pub fn texts(&mut self, words: &[String]) -> String {
        let place = |word: &String| {
            let at = *self.places.entry(word.clone()).or_insert_with(|| {
                self.words.push_str(word);
                (self.words.len() - word.len()) as u32
            });
            let len = u8::try_from(word.len()).unwrap_or_else(|_| panic!("`{word}` is too long"));
            let [low, middle, high, 0] = at.to_le_bytes() else { panic!("too many words") };
            [low, middle, high, len]
        };
        let places: Vec<u8> = words.iter().flat_map(place).collect();
        format!("texts({}, {})", self.add(places), words.len())
    }

    /// Some numbers.
    pub fn numbers(&mut self, numbers: &[u16]) -> String {
        format!("numbers({}, {})", self.add(numbers.iter().flat_map(|number| number.to_le_bytes())), numbers.len())
    }

    /// A condition on the words of matches.
    pub fn condition(&mut self, numbers: &[Stored]) -> String {
        format!("condition({}, {})", self.add(numbers.iter().copied().flatten()), numbers.len())
    }

    /// Some bytes.
    pub fn bytes(&mut self, bytes: &[u8]) -> String {
        format!("bytes({}, {})", self.add(bytes.iter().copied()), bytes.len())
    }

    /// What matches begin with.
    pub fn stems(&mut self, stems: &Stems) -> String {
        let (keys, ends) = (self.add(stems.keys.iter().copied().flatten()), self.add(stems.ends.iter().copied().flatten()));
        format!("stems({keys}, {ends}, {}, {})", stems.keys.len(), stems.ascii)
    }
}
