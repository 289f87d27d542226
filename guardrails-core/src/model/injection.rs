//! The learned model of prompt injection: a linear model over hashed n-grams and concepts, in windows.

use super::features::{BLOCK, BUCKETS, CONCEPT_BUCKETS, CONCEPT_NAMES, Sink, extract};
use crate::{Source, Span};

/// Numbers before the weights, as little-endian `f32`.
const HEADER: usize = 16;

/// Bytes of a part of the file: the header, then a weight for every bucket of n-grams and then of concepts, as `i8`.
const PART: usize = HEADER * 4 + BUCKETS + CONCEPT_BUCKETS;

/// A part for what users write, and one for documents, tool results and answers. Written by `models/injection/train.py`.
static FILE: &[u8; 2 * PART] = include_bytes!("../../models/injection/injection.bin");

/// Blocks in a window of what users write: a sentence or two of the attack, and what stands round it.
const USER_WINDOW: usize = 8;

/// By how many blocks it slides; those of other texts by one.
const USER_STEP: usize = 2;

/// Blocks in a window of other texts, in which the attack is a guest: one clause of it.
const CONTEXT_WINDOW: usize = 2;

/// Windows that begin fewer blocks apart than this share words, or the sentence.
const NEAR: usize = 4;

/// What is taken off the score of the best window of a document: so much of the mean score of those far from it, to which `UNSEEN` windows that score
/// [`UNSEEN_SCORE`] are added. A manual is full of requests, and a text in a language seldom seen of words that are held for some; a guest stands out.
/// The mean counts as that score at most: nobody shall hide an attack among others.
const CONTRAST: f32 = 0.9;
const UNSEEN: f64 = 0.5;
const UNSEEN_SCORE: f64 = -2.5;

/// What is shown of a window is at least so many blocks wide.
const SHOWN: usize = 8;

/// Sentences of a window that are looked at one by one.
const SENTENCES: usize = 32;

/// How far round a window its first and last sentence may reach, in bytes.
const REACH: usize = 160;

/// The model, read off the file: one for what users write, and one for all other texts, in which a request is out of place.
#[derive(Debug)]
pub(crate) struct InjectionModel {
    user: Linear,
    context: Linear,
}

#[derive(Debug)]
struct Linear {
    /// Blocks in a window, by how many it slides, and how much of the rest's score is taken off its own.
    window: usize,
    step: usize,
    contrast: f32,
    bias: f32,
    grams: Weights<BUCKETS>,
    concepts: Weights<CONCEPT_BUCKETS>,
    /// Slope and offset from a window's sum to the logarithm of the odds: of user texts, documents, tool results and answers.
    calibration: [(f32, f32); 4],
}

/// Weights of one kind of features.
#[derive(Debug)]
struct Weights<const N: usize> {
    weights: &'static [u8; N],
    unit: f32,
    /// Windows with fewer features than this are treated as though they had so many: little text is little evidence.
    floor: f32,
}

impl<const N: usize> Weights<N> {
    #[inline(always)]
    fn weight(&self, bucket: usize) -> i32 {
        i32::from(self.weights.get(bucket).copied().unwrap_or(0) as i8)
    }

    fn score(&self, sum: Sum) -> f32 {
        sum.weight as f32 * self.unit / (sum.count as f32).max(self.floor).sqrt()
    }
}

/// Features of a block: the sum of their weights, and how many.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    weight: i32,
    count: u32,
}

impl Sum {
    #[inline(always)]
    fn add(&mut self, weight: i32) {
        self.weight += weight;
        self.count += 1;
    }

    /// One block more and one less.
    #[inline]
    fn slide(&mut self, new: Self, old: Self) {
        self.weight += new.weight - old.weight;
        self.count = self.count + new.count - old.count;
    }
}

/// The window that looks most like an attack.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Suspect {
    /// The chance in 0..=1 that the text with this window is an attack.
    pub(crate) probability: f32,
    /// Bytes of the folded view. Its ends need not be character boundaries.
    pub(crate) window: Span,
}

impl InjectionModel {
    pub(crate) fn new() -> Self {
        let (user, context) = FILE.split_at(PART);
        Self { user: Linear::read(user, USER_WINDOW, USER_STEP, 0.0), context: Linear::read(context, CONTEXT_WINDOW, 1, CONTRAST) }
    }

    /// The weights for texts of a source.
    fn of(&self, source: Source) -> &Linear {
        if source == Source::User { &self.user } else { &self.context }
    }

    /// The most suspicious window of a text in its folded form; none for the developer's own prompt and for an empty text.
    pub(crate) fn look(&self, folded: &str, source: Source) -> Option<Suspect> {
        self.of(source).look(folded, source)
    }

    /// The sentence in or across `window` that looks most like an attack, in bytes of `folded` on character boundaries.
    pub(crate) fn sentence(&self, folded: &str, window: Span, source: Source) -> Span {
        self.of(source).sentence(folded, window)
    }

    /// The logarithm of the odds that a text in its folded form is an attack, by its best window.
    pub(crate) fn weigh(&self, folded: &str, source: Source) -> Option<f32> {
        self.of(source).logit(folded, source).map(|(logit, _)| logit)
    }

    /// The concept that a word in its folded form stands for.
    pub(crate) fn concept(word: &str) -> Option<&'static str> {
        #[derive(Default)]
        struct First(Option<usize>);
        impl Sink for First {
            fn feature(&mut self, _: usize) {}
            fn concept(&mut self, bucket: usize) {
                self.0.get_or_insert(bucket);
            }
            fn end_of_block(&mut self) {}
        }
        let mut first = First::default();
        extract(word, &mut first);
        CONCEPT_NAMES.get(first.0?.checked_sub(1)?).copied()
    }
}

impl Linear {
    fn read(part: &'static [u8], window: usize, step: usize, contrast: f32) -> Self {
        let (header, _) = part.split_first_chunk::<{ HEADER * 4 }>().unwrap_or((&[0; HEADER * 4], &[]));
        let (rest, concepts) = part.split_last_chunk::<CONCEPT_BUCKETS>().unwrap_or((&[], &[0; CONCEPT_BUCKETS]));
        let grams = rest.last_chunk::<BUCKETS>().unwrap_or(&[0; BUCKETS]);
        let mut numbers = header.chunks_exact(4).map(|bytes| bytes.try_into().map_or(0.0, f32::from_le_bytes));
        let mut next = || numbers.next().unwrap_or(0.0);
        let bias = next();
        let grams = Weights { weights: grams, unit: next(), floor: next() };
        let calibration = [(); 4].map(|()| (next(), next()));
        let concepts = Weights { weights: concepts, unit: next(), floor: next() };
        Self { window, step, contrast, bias, grams, concepts, calibration }
    }

    fn look(&self, folded: &str, source: Source) -> Option<Suspect> {
        let (logit, last) = self.logit(folded, source)?;
        let wider = SHOWN.saturating_sub(self.window) / 2;
        let start = (last + 1).saturating_sub(self.window + wider) * BLOCK;
        let window = Span::new(start, ((last + 1 + wider) * BLOCK).min(folded.len()));
        Some(Suspect { probability: 1.0 / (1.0 + (-logit).exp()), window })
    }

    /// The logarithm of the odds of the best window, and its last block.
    fn logit(&self, folded: &str, source: Source) -> Option<(f32, usize)> {
        let index = match source {
            Source::System => return None,
            Source::User => 0,
            Source::Document => 1,
            Source::Tool => 2,
            Source::Model => 3,
        };
        let (slope, offset) = self.calibration.get(index).copied()?;
        let mut windows = Windows::new(self);
        extract(folded, &mut windows);
        let (best, last) = windows.best()?;
        Some((slope * (best - self.contrast * windows.rest.mean()) + offset, last))
    }

    fn sentence(&self, folded: &str, window: Span) -> Span {
        let before = floor_boundary(folded, window.start.saturating_sub(REACH));
        let (start, end) = (floor_boundary(folded, window.start), floor_boundary(folded, window.end));
        let start = folded.get(before..start).and_then(|text| text.rfind(ends_sentence)).map_or(before, |at| before + at);
        let after = floor_boundary(folded, (window.end + REACH).min(folded.len()));
        let end = folded.get(end..after).and_then(|text| text.find(ends_sentence)).map_or(after, |at| end + at);
        let text = folded.get(start..end).unwrap_or_default();
        let mut best = (f32::NEG_INFINITY, Span::new(start, end));
        let mut at = start;
        for sentence in text.split_inclusive(ends_sentence).take(SENTENCES) {
            let trimmed = sentence.trim_matches(|c: char| c.is_whitespace() || ends_sentence(c));
            let from = at + (sentence.len() - sentence.trim_start_matches(|c: char| c.is_whitespace() || ends_sentence(c)).len());
            at += sentence.len();
            let mut windows = Windows::new(self);
            extract(trimmed, &mut windows);
            match windows.best() {
                Some((score, _)) if score > best.0 && !trimmed.is_empty() => best = (score, Span::new(from, from + trimmed.len())),
                _ => {}
            }
        }
        best.1
    }
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '\n' | ';' | '|' | '<' | '>' | '{' | '}' | '。' | '؟' | '।')
}

/// The last character boundary at or before `at`.
fn floor_boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Sums up blocks, and keeps the best of the windows that end with them.
struct Windows<'m> {
    model: &'m Linear,
    /// The block at hand, the last ones and their sum: n-grams and concepts.
    open: (Sum, Sum),
    recent: [(Sum, Sum); USER_WINDOW],
    window: (Sum, Sum),
    blocks: usize,
    /// The score of the best full window, and its last block.
    full: Option<(f32, usize)>,
    rest: Rest,
}

impl<'m> Windows<'m> {
    fn new(model: &'m Linear) -> Self {
        let (open, recent, window) = Default::default();
        Self { model, open, recent, window, blocks: 0, full: None, rest: Rest::default() }
    }

    /// The score of the blocks at hand.
    fn score(&self) -> f32 {
        self.model.grams.score(self.window.0) + self.model.concepts.score(self.window.1) + self.model.bias
    }

    /// The best window's score and last block. A text shorter than a window is one.
    fn best(&mut self) -> Option<(f32, usize)> {
        // The last step may not be a whole one.
        if self.blocks % self.model.step != 0 {
            self.end_of_block();
        }
        self.full.or_else(|| Some((self.score(), self.blocks.checked_sub(1)?)))
    }
}

/// The windows far from the best one.
#[derive(Default)]
struct Rest {
    /// The sum of the scores of all windows, and how many; and of those near the best one.
    all: (f64, f64),
    near: (f64, f64),
    /// The scores of the last windows, and how many of the next are near the best one.
    recent: [f64; NEAR - 1],
    next: usize,
}

impl Rest {
    fn add(&mut self, score: f32, is_best: bool) {
        let score = f64::from(score);
        if is_best {
            let before = self.all.1.min(self.recent.len() as f64);
            self.near = (self.recent.iter().sum::<f64>() + score, before + 1.0);
            self.next = NEAR - 1;
        } else if self.next > 0 {
            self.near = (self.near.0 + score, self.near.1 + 1.0);
            self.next -= 1;
        }
        self.all = (self.all.0 + score, self.all.1 + 1.0);
        self.recent.rotate_left(1);
        self.recent.last_mut().into_iter().for_each(|last| *last = score);
    }

    /// Their mean score, no more than [`UNSEEN_SCORE`].
    fn mean(&self) -> f32 {
        let mean = (self.all.0 - self.near.0 + UNSEEN * UNSEEN_SCORE) / (self.all.1 - self.near.1 + UNSEEN);
        mean.min(UNSEEN_SCORE) as f32
    }
}

impl Sink for Windows<'_> {
    #[inline(always)]
    fn feature(&mut self, bucket: usize) {
        self.open.0.add(self.model.grams.weight(bucket));
    }

    #[inline(always)]
    fn three(&mut self, first: usize, second: usize, third: usize) {
        let grams = &self.model.grams;
        self.open.0.weight += grams.weight(first) + grams.weight(second) + grams.weight(third);
        self.open.0.count += 3;
    }

    fn concept(&mut self, bucket: usize) {
        self.open.1.add(self.model.concepts.weight(bucket));
    }

    fn end_of_block(&mut self) {
        let block = std::mem::take(&mut self.open);
        let length = self.model.window;
        if let Some(oldest) = self.recent.get_mut(self.blocks % length) {
            let oldest = std::mem::replace(oldest, block);
            self.window.0.slide(block.0, oldest.0);
            self.window.1.slide(block.1, oldest.1);
        }
        self.blocks += 1;
        if self.blocks >= length && self.blocks % self.model.step == 0 {
            let score = self.score();
            let is_best = self.full.is_none_or(|(best, _)| score > best);
            if is_best {
                self.full = Some((score, self.blocks - 1));
            }
            if self.model.contrast > 0.0 {
                self.rest.add(score, is_best);
            }
        }
    }
}

#[cfg(test)]
#[path = "injection_tests.rs"]
mod tests;
