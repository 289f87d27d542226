//! Which rules have a word of their context near a number.
//!
//! A hundred rules are only sure of a number where a label says what it is. Their labels, thousands of words in thirty languages, are
//! not looked for in the whole text: only round numbers that have the shape of a value, block by block, each block once.

use super::candidates::PHRASE;
use super::context;
use super::engine::{CONTEXT_AFTER, CONTEXT_BEFORE};
use super::keywords::{Finder, Keyword};
use super::layout::Layout;

/// Bytes of a block, and how many blocks are remembered: numbers are asked about in order.
const BLOCK: usize = 256;
const KEPT: usize = 8;
/// Rules with labels; what is more is asked without regard to labels.
pub(super) const MOST: usize = 512;

/// A bit for each rule.
type Bits = [u64; MOST / 64];

/// The labels of all rules that need one.
#[derive(Debug)]
pub(super) struct Labels {
    finder: Finder,
    /// For each keyword, the numbers of the rules it speaks for.
    rules: Vec<Vec<u16>>,
}

impl Labels {
    /// From each rule's number and context.
    pub(super) fn new<'w>(rules: impl Iterator<Item = (u16, &'w str)>) -> Self {
        let mut by_word = std::collections::BTreeMap::<Keyword, Vec<u16>>::new();
        for (number, phrase) in rules {
            // The longest piece of a phrase stands for it; what parts the pieces may be anything.
            let piece = phrase.split(' ').max_by_key(|piece| piece.len()).unwrap_or_default();
            let bytes = piece.to_ascii_lowercase().into_bytes();
            let word = bytes.first().is_some_and(u8::is_ascii_alphanumeric);
            let numbers = by_word.entry(Keyword { bytes, word, ..Keyword::default() }).or_default();
            if numbers.last() != Some(&number) {
                numbers.push(number);
            }
        }
        let (keywords, rules) = by_word.into_iter().unzip();
        Self { finder: Finder::new(keywords), rules }
    }

    /// The rules for which a label begins in `text[from..to]` and ends before `until`.
    fn rules_in(&self, text: &str, from: usize, to: usize, until: usize) -> Bits {
        let mut bits = Bits::default();
        self.finder.find_in(text.as_bytes(), from..until.min(text.len()), |hit| {
            if hit.start < to && context::is_bounded(text, hit.start, hit.end) {
                for number in self.rules.get(hit.keyword as usize).into_iter().flatten() {
                    bits.get_mut(*number as usize / 64).into_iter().for_each(|bits| *bits |= 1 << (number % 64));
                }
            }
        });
        bits
    }
}

/// What is known of the labels of one text.
pub(super) struct Seen<'t> {
    labels: &'t Labels,
    text: &'t str,
    /// One more than the number of each block, and its rules.
    blocks: [(usize, Bits); KEPT],
    /// One more than the place that was asked about last, and the rules of labels that stand elsewhere.
    elsewhere: (usize, Bits),
}

impl<'t> Seen<'t> {
    pub(super) fn new(labels: &'t Labels, text: &'t str) -> Self {
        Self { labels, text, blocks: Default::default(), elsewhere: Default::default() }
    }

    /// Whether the rule with this number may have a label for a value at `at` of at most `len` bytes.
    pub(super) fn speak_for(&mut self, number: u16, at: usize, len: usize, layout: &mut Layout) -> bool {
        let (lo, hi) = (at.saturating_sub(CONTEXT_BEFORE + PHRASE), at + len + CONTEXT_AFTER + PHRASE);
        let holds = |bits: &Bits| bits.get(number as usize / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1);
        (lo / BLOCK..=hi.min(self.text.len()) / BLOCK).any(|block| holds(self.block(block))) || holds(self.elsewhere(at, layout))
    }

    fn block(&mut self, block: usize) -> &Bits {
        let Self { labels, text, blocks, elsewhere } = self;
        let Some(known) = blocks.get_mut(block % KEPT) else { return &elsewhere.1 };
        if known.0 != block + 1 {
            let end = (block + 1) * BLOCK;
            *known = (block + 1, labels.rules_in(text, block * BLOCK, end, end + PHRASE));
        }
        &known.1
    }

    fn elsewhere(&mut self, at: usize, layout: &mut Layout) -> &Bits {
        if self.elsewhere.0 != at + 1 {
            let mut bits = Bits::default();
            for place in layout.places(self.text.as_bytes(), at) {
                let more = self.labels.rules_in(self.text, place.start, place.end, place.end);
                bits.iter_mut().zip(more).for_each(|(bits, more)| *bits |= more);
            }
            self.elsewhere = (at + 1, bits);
        }
        &self.elsewhere.1
    }
}
