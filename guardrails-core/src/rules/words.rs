//! Which rules have a word of their context round a value.
//!
//! Hundreds of rules are surer of a value, or less sure, where a word says what it is: thousands of words in thirty languages. Looking for
//! the words of each rule round each value costs more than finding the values. So all words are looked for at once, only round values,
//! block by block and each block once; a value then asks what stands near it. [`context`] looks for words one by one: the slow way, for
//! rules without a number and for tests.

use smallvec::SmallVec;

use super::context;
use super::keywords::{self, Begun, Hit, Keyword};
use super::layout::{Layout, Places};
use super::tables::Texts;
use crate::Span;

/// How far words are looked for, in characters: labels stand before a value more often than behind it.
pub(super) const BEFORE: usize = 60;
pub(super) const AFTER: usize = 30;

/// Bytes of a block, and how many blocks are remembered: values are asked about in order. What may be longer than these asks for more of them
/// at once, as many as a match of the longest pattern lies in.
const BLOCK: usize = 256;
const KEPT: usize = 8;
const KEPT_OF_LONG: usize = 128;
/// Values whose neighbourhoods are remembered: several rules ask about one value.
const RECENT: usize = 4;
/// Rules with words that have a number; what is more looks for them one by one.
pub(super) const MOST: usize = 512;

/// A bit for each rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits([u64; MOST / 64]);

impl Bits {
    pub(super) fn of(numbers: impl Iterator<Item = u16>) -> Self {
        let mut bits = Self::default();
        for number in numbers {
            bits.0.get_mut(number as usize / 64).into_iter().for_each(|bits| *bits |= 1 << (number % 64));
        }
        bits
    }

    fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(bits, other)| *bits |= other);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|bits| *bits == 0)
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        let mut both = *self;
        both.0.iter_mut().zip(&other.0).for_each(|(bits, other)| *bits &= other);
        both
    }

    /// The numbers whose bits are set, in order.
    pub(super) fn numbers(self) -> impl Iterator<Item = u16> {
        self.0.into_iter().zip((0..).step_by(64)).flat_map(|(mut bits, first)| {
            std::iter::from_fn(move || {
                let next = bits.trailing_zeros() as u16;
                bits &= bits.checked_sub(1)?;
                Some(first + next)
            })
        })
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
    finder: Begun,
    /// For each keyword, which of `phrases` it is or is a piece of.
    uses: Vec<Vec<u32>>,
    phrases: Vec<Phrase>,
    /// The sets of rules that phrases stand for or speak against: many have one in common.
    sets: Vec<Bits>,
    /// How many bytes of a phrase may stand before the piece that is looked for.
    reach: usize,
    /// The length of the longest keyword.
    longest: usize,
}

/// A word, or several with spaces between them.
#[derive(Debug)]
struct Phrase {
    /// The whole of it where the keyword is only a piece, and how many bytes of it stand before that.
    whole: Option<(Box<str>, usize)>,
    /// The last byte of the piece before the keyword, or the first of the one behind it where the keyword comes first; 0 where that may be
    /// part of a gap.
    beside: u8,
    /// By their places in the sets.
    context: u32,
    against: u32,
}

/// A phrase that stands in the text.
#[derive(Clone, Copy, Debug)]
struct Found {
    start: usize,
    end: usize,
    phrase: u32,
}

impl Words {
    /// From each rule's number, its words and those against it.
    pub(super) fn new<'w>(rules: impl Iterator<Item = (u16, &'w Texts, &'w Texts)>) -> Self {
        let mut by_phrase = Vec::<(&str, usize, u16)>::new();
        for (number, context, against) in rules {
            for (side, words) in [context, against].into_iter().enumerate() {
                by_phrase.extend(words.iter().map(|word| (word, side, number)));
            }
        }
        by_phrase.sort_unstable();
        by_phrase.dedup();
        let mut by_keyword = Vec::<(Keyword, u32)>::new();
        let (mut phrases, mut reach, mut longest) = (Vec::new(), 0, 0);
        let mut sets = std::collections::BTreeMap::<Vec<u16>, u32>::new();
        for of_phrase in by_phrase.chunk_by(|a, b| a.0 == b.0) {
            let phrase = of_phrase.first().map_or("", |(phrase, ..)| phrase);
            let [context, against] = [0, 1].map(|side| {
                let numbers = of_phrase.iter().filter(|(_, own, _)| *own == side).map(|(.., number)| *number).collect();
                let known = sets.len() as u32;
                *sets.entry(numbers).or_insert(known)
            });
            let piece = phrase.split(' ').max_by_key(|piece| piece.len()).unwrap_or_default();
            let before = phrase.find(piece).and_then(|at| phrase.get(..at)).unwrap_or_default();
            reach = reach.max(before.len() + before.matches(' ').count() * context::GAP);
            longest = longest.max(piece.len());
            let bytes = piece.to_ascii_lowercase().into_bytes();
            let word = bytes.first().is_some_and(u8::is_ascii_alphanumeric);
            by_keyword.push((Keyword { bytes, word, ..Keyword::default() }, phrases.len() as u32));
            let whole = (piece.len() < phrase.len()).then(|| (phrase.into(), before.len()));
            let beside = match before.trim_end_matches(' ').bytes().last() {
                None => phrase.as_bytes().get(piece.len() + 1).copied().unwrap_or(0),
                Some(last) => last,
            };
            let beside = if context::is_gap(beside) { 0 } else { beside.to_ascii_lowercase() };
            phrases.push(Phrase { whole, beside, context, against });
        }
        let (keywords, uses) = keywords::grouped(by_keyword).unzip();
        let mut sets: Vec<(u32, Bits)> = sets.into_iter().map(|(numbers, place)| (place, Bits::of(numbers.into_iter()))).collect();
        sets.sort_unstable_by_key(|(place, _)| *place);
        let sets = sets.into_iter().map(|(_, set)| set).collect();
        Self { finder: Begun::new(keywords), uses, phrases, sets, reach, longest }
    }

    /// Calls `found` with every phrase whose piece begins in `text[from..to]`.
    fn find(&self, text: &str, from: usize, to: usize, mut found: impl FnMut(Found)) {
        let bytes = text.as_bytes();
        self.finder.find_in(bytes, from..(to + self.longest).min(bytes.len()), |hit| {
            if hit.start >= to {
                return;
            }
            // What stands beside the piece that was found, past a gap.
            let past = |bytes: &mut dyn Iterator<Item = &u8>| {
                bytes.take(context::GAP + 1).find(|byte| !context::is_gap(**byte)).map_or(0, u8::to_ascii_lowercase)
            };
            let before = past(&mut bytes.get(..hit.start).unwrap_or_default().iter().rev());
            let behind = past(&mut bytes.get(hit.end..).unwrap_or_default().iter());
            for number in self.uses.get(hit.keyword as usize).into_iter().flatten() {
                let Some(phrase) = self.phrases.get(*number as usize) else { continue };
                let place = match &phrase.whole {
                    None => context::is_bounded(text, hit.start, hit.end, context::Gap::Any).then_some((hit.start, hit.end)),
                    Some((_, lead)) if phrase.beside != 0 && phrase.beside != if *lead > 0 { before } else { behind } => None,
                    Some((whole, lead)) => phrase_at(text, hit, whole, *lead),
                };
                place.into_iter().for_each(|(start, end)| found(Found { start, end, phrase: *number }));
            }
        });
    }

    fn add(&self, said: &mut Said, found: &Found, is_label: bool) {
        if let Some(phrase) = self.phrases.get(found.phrase as usize) {
            if is_label {
                self.set(phrase.context).into_iter().for_each(|set| said.context.join(set));
            }
            self.set(phrase.against).into_iter().for_each(|set| said.against.join(set));
        }
    }

    fn set(&self, place: u32) -> Option<&Bits> {
        self.sets.get(place as usize)
    }
}

/// Where the phrase stands of which `hit` is the piece behind the first `lead` bytes.
fn phrase_at(text: &str, hit: Hit, whole: &str, lead: usize) -> Option<(usize, usize)> {
    let start = context::word_start(text.as_bytes(), hit.start, whole.as_bytes().get(..lead)?)?;
    let end = context::word_end(text.as_bytes(), start, text.len(), whole.as_bytes(), context::Gap::Any)?;
    context::is_bounded(text, start, end, context::Gap::Any).then_some((start, end))
}

/// From where and up to where words stand near a value.
pub(super) fn reach(text: &str, span: Span) -> (usize, usize) {
    let from = back(text.as_bytes(), span.start, BEFORE);
    let behind = text.as_bytes().get(span.end..).unwrap_or_default();
    let to = match behind.get(..AFTER) {
        Some(near) if near.is_ascii() => AFTER,
        _ => width(behind.iter(), AFTER),
    };
    (context::floor(text, from), context::ceil(text, span.end + to))
}

/// Where `characters` before `at` begin.
pub(super) fn back(text: &[u8], at: usize, characters: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    match before.len().checked_sub(characters).and_then(|from| before.get(from..)) {
        Some(near) if near.is_ascii() => before.len() - characters,
        _ => before.len() - width(before.iter().rev(), characters),
    }
}

/// How many bytes so many characters take, twice as many bytes at most. A character of Chinese, Japanese or Korean counts for three: it says as
/// much.
fn width<'b>(bytes: impl Iterator<Item = &'b u8>, characters: usize) -> usize {
    let (mut left, mut width) = (characters, 0);
    for byte in bytes.take(2 * characters) {
        let counts = match byte {
            0x80..=0xBF => 0,
            0xE3..=0xEF => 3,
            _ => 1,
        };
        if counts > left || (left == 0 && counts > 0) {
            break;
        }
        left -= counts;
        width += 1;
    }
    width
}

/// What is known of a block of a text.
#[derive(Debug, Default)]
struct Block {
    /// One more than its number.
    number: usize,
    /// The phrases whose pieces begin in it.
    found: SmallVec<[Found; 4]>,
    /// The rules that one of them stands for.
    context: Bits,
}

/// What is known of the words of one text.
pub(super) struct Seen<'t> {
    words: &'t Words,
    text: &'t str,
    blocks: SmallVec<[Block; KEPT]>,
    /// Values and what stands near them.
    near: [(Span, Said); RECENT],
    next: usize,
    elsewhere: Elsewhere,
}

/// What stands where the layout puts the labels of the value that was asked about last.
#[derive(Debug, Default)]
struct Elsewhere {
    /// One more than where the value begins.
    at: usize,
    places: Places,
    said: Said,
}

impl<'t> Seen<'t> {
    pub(super) fn new(words: &'t Words, text: &'t str) -> Self {
        let nowhere = (Span::new(usize::MAX, usize::MAX), Said::default());
        let blocks = SmallVec::from(<[Block; KEPT]>::default());
        Self { words, text, blocks, near: [nowhere; RECENT], next: 0, elsewhere: Default::default() }
    }

    /// What stands near a value.
    pub(super) fn near(&mut self, span: Span) -> &Said {
        if let Some(known) = self.near.iter().position(|(known, _)| *known == span) {
            return self.near.get(known).map_or(&self.elsewhere.said, |(_, said)| said);
        }
        let said = self.between(reach(self.text, span), span);
        self.next = (self.next + 1) % RECENT;
        let Some(known) = self.near.get_mut(self.next) else { return &self.elsewhere.said };
        *known = (span, said);
        &known.1
    }

    /// Whether it is known that no word of the context of the rule with this number stands near a value or where the layout puts labels.
    pub(super) fn is_known_to_say_nothing(&self, number: u16, span: Span) -> bool {
        self.elsewhere.at == span.start + 1
            && !self.elsewhere.said.context.has(number)
            && self.near.iter().find(|(known, _)| *known == span).is_some_and(|(_, said)| !said.context.has(number))
    }

    /// What stands in `from..to` round a value.
    pub(super) fn between(&mut self, (from, to): (usize, usize), span: Span) -> Said {
        let (words, bytes, mut said) = (self.words, self.text.as_bytes(), Said::default());
        self.found(from, to, |found| {
            let (left, right) = (found.start >= from && found.end <= span.start, found.start >= span.end && found.start < to);
            if left || right {
                words.add(&mut said, found, context::belongs(bytes, found.end, span.start));
            }
        });
        said
    }

    /// The rules for which a word of their context stands in `from..to` and ends at `end` or later.
    pub(super) fn within(&mut self, from: usize, end: usize, to: usize) -> Bits {
        let (from, to) = (context::floor(self.text, from), context::ceil(self.text, to.min(self.text.len())));
        let (words, mut said) = (self.words, Bits::default());
        self.found(from, to, |found| {
            if let Some(phrase) =
                words.phrases.get(found.phrase as usize).filter(|_| found.start >= from && found.end >= end && found.end <= to)
            {
                words.set(phrase.context).into_iter().for_each(|set| said.join(set));
            }
        });
        said
    }

    /// What stands where the layout of the text puts the labels of a value at `at`.
    pub(super) fn elsewhere(&mut self, at: usize, layout: &mut Layout) -> &Said {
        if self.elsewhere.at != at + 1 {
            let places = layout.places(self.text.as_bytes(), at);
            // All values of a cell, and often of a line, have their labels at the same places.
            if places != self.elsewhere.places {
                let (words, mut said) = (self.words, Said::default());
                for place in &places {
                    words.find(self.text, place.start, place.end, |found| {
                        if found.start >= place.start && found.end <= place.end {
                            words.add(&mut said, &found, true);
                        }
                    });
                }
                (self.elsewhere.places, self.elsewhere.said) = (places, said);
            }
            self.elsewhere.at = at + 1;
        }
        &self.elsewhere.said
    }

    /// Whether the rule with this number may have a word for a value at `at` of at most `len` bytes.
    pub(super) fn may_speak_for(&mut self, number: u16, at: usize, len: usize, layout: &mut Layout) -> bool {
        let mut speaks = false;
        // A character more on either side, of which a part would count.
        let from = back(self.text.as_bytes(), at.saturating_sub(3), BEFORE);
        self.blocks(from, at + len + 2 * AFTER + 3, |block| speaks |= block.context.has(number));
        speaks || self.elsewhere(at, layout).context.has(number)
    }

    /// Calls `found` with every phrase that begins in `from..to`, and with some that do not.
    fn found(&mut self, from: usize, to: usize, mut found: impl FnMut(&Found)) {
        self.blocks(from, to, |block| block.found.iter().for_each(&mut found));
    }

    /// Calls `found` with every block in which a phrase may begin that begins in `from..to`.
    fn blocks(&mut self, from: usize, to: usize, mut found: impl FnMut(&Block)) {
        let (words, to) = (self.words, to.saturating_add(self.words.reach).min(self.text.len()));
        // Were each block to take the place of one that the next value asks for again, every value would have all of them read.
        if to / BLOCK - (from / BLOCK).min(to / BLOCK) >= self.blocks.len() && self.blocks.len() < KEPT_OF_LONG {
            self.blocks.clear();
            self.blocks.resize_with(KEPT_OF_LONG, Block::default);
        }
        let kept = self.blocks.len();
        for number in from / BLOCK..=to / BLOCK {
            let Some(block) = self.blocks.get_mut(number % kept) else { return };
            if block.number != number + 1 {
                block.number = number + 1;
                block.found.clear();
                block.context = Bits::default();
                words.find(self.text, number * BLOCK, (number + 1) * BLOCK, |found| {
                    block.found.push(found);
                    let set = words.phrases.get(found.phrase as usize).and_then(|phrase| words.set(phrase.context));
                    set.into_iter().for_each(|set| block.context.join(set));
                });
            }
            found(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::context::Neighbourhood;
    use proptest::prelude::*;

    const WORDS: &[&str] = &["sin", "card number", "tel. no", "d o b", "номер карты", "银行卡号", "卡 号", "a", "no. de id", "carta d id"];

    /// Each word speaks for the rule of its number, and against the one before.
    fn words() -> (Words, Vec<Texts>) {
        let all: Vec<Texts> = WORDS.iter().map(|word| Texts::Own(vec![(*word).into()])).collect();
        let rules = (0..).zip(all.iter().zip(all.iter().cycle().skip(1)));
        (Words::new(rules.map(|(number, (context, against))| (number, context, against))), all.clone())
    }

    #[test]
    fn phrases_stand_near_values_with_any_gaps() {
        let said = |text: &str, word: &str| {
            let (words, at) = (words().0, text.find('#').unwrap());
            Seen::new(&words, text).near(Span::new(at, at + 1)).context.has(WORDS.iter().position(|known| *known == word).unwrap() as u16)
        };
        assert!(said("card--number #", "card number"));
        assert!(said("\"cardNumber\": #", "card number"));
        assert!(said("tel.no #", "tel. no") || said("tel. no #", "tel. no"));
        assert!(said("dOB: #", "d o b"));
        assert!(said("# CARD\n NUMBER", "card number"));
        assert!(!said("cards number #", "card number"));
        assert!(!said("card, number #", "card number"));
        assert!(!said("using #", "sin"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// All words at once say the same as each word by itself.
        #[test]
        fn what_stands_near_is_what_is_found_word_by_word(
            pieces in prop::collection::vec(prop_oneof![
                prop::sample::select(WORDS).prop_map(str::to_owned),
                "(?i)(sin|card|number|tel[.]?|no[.]?|d|o|b|de|id|carta|номер|карты|卡|号)",
                "[ _.A-Za#1-]{0,3}|[ .]{10,18}",
            ], 1..14),
            from in 0usize..40, len in 0usize..9,
        ) {
            let text = pieces.concat();
            let (words, all) = words();
            let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let start = boundaries[from.min(boundaries.len() - 1)];
            let end = boundaries[(from + len).min(boundaries.len() - 1)];
            let span = Span::new(start, end);
            let mut seen = Seen::new(&words, &text);
            let said = *seen.near(span);
            let slow = Neighbourhood::between(&text, reach(&text, span), span);
            for (number, word) in (0u16..).zip(&all) {
                prop_assert_eq!(said.context.has(number), slow.labels(word), "{:?} near {:?} in {:?}", word, span, text);
            }
        }
    }
}
