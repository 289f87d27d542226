//! Which rules have a word of their context round a value.
//!
//! Hundreds of rules are surer of a value, or less sure, where a word says what it is: thousands of words in thirty languages. Looking for
//! the words of each rule round each value costs more than finding the values. So all words are looked for at once, only round values,
//! block by block and each block once; a value then asks what stands near it. [`context`] looks for words one by one: the slow way, for
//! rules without a number and for tests.

use std::borrow::Cow;
use std::ops::Range;

use smallvec::SmallVec;

use super::context;
use super::keywords::{Finder, Hit, Keyword};
use super::layout::Layout;
use crate::Span;

/// How far words are looked for: labels stand before a value more often than behind it.
pub(super) const BEFORE: usize = 60;
pub(super) const AFTER: usize = 30;

/// Bytes of a block, and how many blocks are remembered: values are asked about in order.
const BLOCK: usize = 256;
const KEPT: usize = 8;
/// Values whose neighbourhoods are remembered: several rules ask about one value.
const RECENT: usize = 4;
/// Rules with words that have a number; what is more looks for them one by one.
pub(super) const MOST: usize = 512;

/// A bit for each rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits([u64; MOST / 64]);

impl Bits {
    fn add(&mut self, numbers: &[u16]) {
        for number in numbers {
            self.0.get_mut(*number as usize / 64).into_iter().for_each(|bits| *bits |= 1 << (number % 64));
        }
    }

    pub(super) fn has(&self, number: u16) -> bool {
        self.0.get(number as usize / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }
}

/// The rules that a word stands for, and those that one speaks against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) context: Bits,
    pub(super) against: Bits,
}

/// The words of all rules.
#[derive(Debug)]
pub(super) struct Words {
    finder: Finder,
    /// For each keyword, what it is, or what it is a piece of.
    phrases: Vec<Vec<Phrase>>,
    /// How many bytes of a phrase may stand before the piece that is looked for.
    reach: usize,
    /// The length of the longest keyword.
    longest: usize,
}

/// A word, or several with spaces between them.
#[derive(Debug)]
struct Phrase {
    /// Several words, of which the keyword is the longest, and how many bytes of them stand before it; none where it is the only one.
    whole: Option<(Box<str>, usize)>,
    context: Vec<u16>,
    against: Vec<u16>,
}

impl Words {
    /// From each rule's number, its words and those against it.
    pub(super) fn new<'w>(rules: impl Iterator<Item = (u16, &'w [Cow<'static, str>], &'w [Cow<'static, str>])>) -> Self {
        let mut by_phrase = std::collections::BTreeMap::<&str, [Vec<u16>; 2]>::new();
        for (number, context, against) in rules {
            for (side, words) in [context, against].into_iter().enumerate() {
                for word in words {
                    let numbers = by_phrase.entry(word.as_ref()).or_default().get_mut(side);
                    numbers.into_iter().filter(|numbers| numbers.last() != Some(&number)).for_each(|numbers| numbers.push(number));
                }
            }
        }
        let mut by_keyword = std::collections::BTreeMap::<Keyword, Vec<Phrase>>::new();
        let mut reach = 0;
        for (phrase, [context, against]) in by_phrase {
            let piece = phrase.split(' ').max_by_key(|piece| piece.len()).unwrap_or_default();
            let before = phrase.find(piece).and_then(|at| phrase.get(..at)).unwrap_or_default();
            reach = reach.max(before.len() + before.matches(' ').count() * context::GAP);
            let bytes = piece.to_ascii_lowercase().into_bytes();
            let word = bytes.first().is_some_and(u8::is_ascii_alphanumeric);
            let whole = (piece.len() < phrase.len()).then(|| (phrase.into(), before.len()));
            by_keyword.entry(Keyword { bytes, word, ..Keyword::default() }).or_default().push(Phrase { whole, context, against });
        }
        let longest = by_keyword.keys().map(|keyword| keyword.bytes.len()).max().unwrap_or(0);
        let (keywords, phrases) = by_keyword.into_iter().unzip();
        Self { finder: Finder::new(keywords), phrases, reach, longest }
    }

    fn phrases(&self, hit: &Hit) -> &[Phrase] {
        self.phrases.get(hit.keyword as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// Adds what `hit` says of the words that begin in `range` and end at or before `hi`.
    fn add(&self, said: &mut Said, text: &str, hit: &Hit, range: &Range<usize>, hi: usize) {
        for phrase in self.phrases(hit) {
            let stands = match &phrase.whole {
                None => range.contains(&hit.start) && hit.end <= hi && context::is_bounded(text, hit.start, hit.end),
                Some((whole, before)) => {
                    let start = context::word_start(text.as_bytes(), hit.start, whole.as_bytes().get(..*before).unwrap_or_default());
                    start.is_some_and(|start| range.contains(&start) && context::stands_at(text, start, hi, whole, context::Gap::Any))
                }
            };
            if stands {
                said.context.add(&phrase.context);
                said.against.add(&phrase.against);
            }
        }
    }
}

/// What is known of the words of one text.
pub(super) struct Seen<'t> {
    words: &'t Words,
    text: &'t str,
    /// One more than the number of each block, and the words that begin in it.
    blocks: [(usize, SmallVec<[Hit; 6]>); KEPT],
    /// Values and what stands near them.
    near: [(Span, Said); RECENT],
    next: usize,
    /// One more than the place that was asked about last, and what stands where the layout puts its labels.
    elsewhere: (usize, Said),
}

impl<'t> Seen<'t> {
    pub(super) fn new(words: &'t Words, text: &'t str) -> Self {
        let nowhere = (Span::new(usize::MAX, usize::MAX), Said::default());
        Self { words, text, blocks: Default::default(), near: [nowhere; RECENT], next: 0, elsewhere: Default::default() }
    }

    /// What stands near a value.
    pub(super) fn near(&mut self, span: Span) -> Said {
        if let Some((_, said)) = self.near.iter().find(|(known, _)| *known == span) {
            return *said;
        }
        let left = context::floor(self.text, span.start.saturating_sub(BEFORE))..span.start;
        let right = span.end..context::ceil(self.text, (span.end + AFTER).min(self.text.len()));
        let (words, text) = (self.words, self.text);
        let mut said = Said::default();
        self.hits(left.start, right.end + words.reach, |hit| {
            if hit.start < left.end {
                words.add(&mut said, text, hit, &left, left.end);
            }
            if hit.end > right.start {
                words.add(&mut said, text, hit, &right, text.len());
            }
        });
        self.near.get_mut(self.next % RECENT).into_iter().for_each(|known| *known = (span, said));
        self.next += 1;
        said
    }

    /// What stands where the layout of the text puts the labels of a value at `at`.
    pub(super) fn elsewhere(&mut self, at: usize, layout: &mut Layout) -> Said {
        if self.elsewhere.0 != at + 1 {
            let (words, text) = (self.words, self.text);
            let mut said = Said::default();
            for place in layout.places(text.as_bytes(), at) {
                words.finder.find_in(text.as_bytes(), place.clone(), |hit| words.add(&mut said, text, &hit, &place, place.end));
            }
            self.elsewhere = (at + 1, said);
        }
        self.elsewhere.1
    }

    /// Whether the rule with this number may have a word for a value at `at` of at most `len` bytes.
    pub(super) fn may_speak_for(&mut self, number: u16, at: usize, len: usize, layout: &mut Layout) -> bool {
        let (words, mut speaks) = (self.words, false);
        self.hits(at.saturating_sub(BEFORE + 3), at + len + AFTER + 3 + words.reach, |hit| {
            speaks |= words.phrases(hit).iter().any(|phrase| phrase.context.contains(&number));
        });
        speaks || self.elsewhere(at, layout).context.has(number)
    }

    /// Calls `found` with the words, or pieces of them, that begin in blocks of `from..to`.
    fn hits(&mut self, from: usize, to: usize, mut found: impl FnMut(&Hit)) {
        for number in from / BLOCK..=to.min(self.text.len()) / BLOCK {
            let Some(block) = self.blocks.get_mut(number % KEPT) else { return };
            if block.0 != number + 1 {
                let (start, end) = (number * BLOCK, (number + 1) * BLOCK);
                block.0 = number + 1;
                block.1.clear();
                let until = (end + self.words.longest).min(self.text.len());
                self.words.finder.find_in(self.text.as_bytes(), start..until, |hit| {
                    if hit.start < end {
                        block.1.push(hit);
                    }
                });
            }
            block.1.iter().filter(|hit| hit.start >= from && hit.start <= to).for_each(&mut found);
        }
    }
}
