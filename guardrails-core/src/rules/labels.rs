//! Which rules have a word of their context near a number, and where labels stand that a match begins with.
//!
//! A hundred rules are only sure of a number where a label says what it is. Their labels, thousands of words in thirty languages, are
//! not looked for in the whole text: only round numbers, block by block, each block once.

use smallvec::SmallVec;

use super::candidates::PHRASE;
use super::context;
use super::engine::{CONTEXT_AFTER, CONTEXT_BEFORE};
use super::keywords::{Finder, Hit, Keyword};
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
    /// For each keyword, the rules whose matches begin with it.
    begins: Vec<Vec<u32>>,
}

impl Labels {
    /// From each rule's number and context, and from what matches begin with.
    pub(super) fn new<'w>(contexts: impl Iterator<Item = (u16, &'w str)>, begins: impl Iterator<Item = (Keyword, u32)>) -> Self {
        let mut by_word = std::collections::BTreeMap::<Keyword, (Vec<u16>, Vec<u32>)>::new();
        for (number, phrase) in contexts {
            // The longest piece of a phrase stands for it; what parts the pieces may be anything.
            let piece = phrase.split(' ').max_by_key(|piece| piece.len()).unwrap_or_default();
            let bytes = piece.to_ascii_lowercase().into_bytes();
            let word = bytes.first().is_some_and(u8::is_ascii_alphanumeric);
            let (numbers, _) = by_word.entry(Keyword { bytes, word, ..Keyword::default() }).or_default();
            if numbers.last() != Some(&number) {
                numbers.push(number);
            }
        }
        for (keyword, rule) in begins {
            let (_, rules) = by_word.entry(keyword).or_default();
            if rules.last() != Some(&rule) {
                rules.push(rule);
            }
        }
        let (keywords, uses): (_, Vec<_>) = by_word.into_iter().unzip();
        let (rules, begins) = uses.into_iter().unzip();
        Self { finder: Finder::new(keywords), rules, begins }
    }

    /// The rules for which a label begins in `text[from..to]` and ends before `until`, and where those labels stand that matches begin with.
    fn rules_in(&self, text: &str, from: usize, to: usize, until: usize) -> (Bits, Begins) {
        let (mut bits, mut begins) = (Bits::default(), Begins::new());
        self.finder.find_in(text.as_bytes(), from..until.min(text.len()), |hit| {
            if hit.start >= to {
                return;
            }
            if self.begins.get(hit.keyword as usize).is_some_and(|rules| !rules.is_empty()) {
                begins.push(hit);
            }
            let numbers = self.rules.get(hit.keyword as usize).filter(|numbers| !numbers.is_empty());
            if let Some(numbers) = numbers.filter(|_| context::is_bounded(text, hit.start, hit.end)) {
                for number in numbers {
                    bits.get_mut(*number as usize / 64).into_iter().for_each(|bits| *bits |= 1 << (number % 64));
                }
            }
        });
        (bits, begins)
    }
}

/// Labels that matches begin with.
type Begins = SmallVec<[Hit; 2]>;

/// What is known of the labels of one text.
pub(super) struct Seen<'t> {
    labels: &'t Labels,
    text: &'t str,
    /// One more than the number of each block, and what is in it.
    blocks: [(usize, (Bits, Begins)); KEPT],
    /// One more than the place that was asked about last, and the rules of labels that stand elsewhere.
    elsewhere: (usize, Bits),
    /// The first block of whose labels [`Seen::begin`] has not told.
    untold: usize,
}

impl<'t> Seen<'t> {
    pub(super) fn new(labels: &'t Labels, text: &'t str) -> Self {
        Self { labels, text, blocks: Default::default(), elsewhere: Default::default(), untold: 0 }
    }

    /// Calls `found` with every label that begins in a block of `from..to` and that matches of a rule begin with; once for each.
    pub(super) fn begin(&mut self, from: usize, to: usize, mut found: impl FnMut(u32, Hit)) {
        let labels = self.labels;
        for block in self.untold.max(from / BLOCK)..=to.min(self.text.len()) / BLOCK {
            let Some((_, begins)) = self.block(block) else { return };
            for hit in begins.iter() {
                labels.begins.get(hit.keyword as usize).into_iter().flatten().for_each(|rule| found(*rule, *hit));
            }
            self.untold = block + 1;
        }
    }

    /// Whether the rule with this number may have a label for a value at `at` of at most `len` bytes.
    pub(super) fn speak_for(&mut self, number: u16, at: usize, len: usize, layout: &mut Layout) -> bool {
        let (lo, hi) = (at.saturating_sub(CONTEXT_BEFORE + PHRASE), at + len + CONTEXT_AFTER + PHRASE);
        let holds = |bits: &Bits| bits.get(number as usize / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1);
        (lo / BLOCK..=hi.min(self.text.len()) / BLOCK).any(|block| self.block(block).is_none_or(|(bits, _)| holds(bits)))
            || holds(self.elsewhere(at, layout))
    }

    fn block(&mut self, block: usize) -> Option<&(Bits, Begins)> {
        let known = self.blocks.get_mut(block % KEPT)?;
        if known.0 != block + 1 {
            let end = (block + 1) * BLOCK;
            *known = (block + 1, self.labels.rules_in(self.text, block * BLOCK, end, end + PHRASE));
        }
        Some(&known.1)
    }

    fn elsewhere(&mut self, at: usize, layout: &mut Layout) -> &Bits {
        if self.elsewhere.0 != at + 1 {
            let mut bits = Bits::default();
            for place in layout.places(self.text.as_bytes(), at) {
                let (more, _) = self.labels.rules_in(self.text, place.start, place.end, place.end);
                bits.iter_mut().zip(more).for_each(|(bits, more)| *bits |= more);
            }
            self.elsewhere = (at + 1, bits);
        }
        &self.elsewhere.1
    }
}
