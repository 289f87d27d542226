//! Texts as tokens, and tokens as windows that a model can read.

use tokenizers::{Encoding, Token, Tokenizer};

use super::backend::caught;
use crate::Span;

/// A token that no tokenizer has, to find out what stands round a text.
const FIRST: u32 = u32::MAX;
const SECOND: u32 = u32::MAX - 1;

/// A tokenizer, and the special tokens that the model wants round one text or two.
#[derive(Debug)]
pub(super) struct Tokens {
    tokenizer: Tokenizer,
    single: Frame,
    pair: Frame,
    pub(super) padding: u32,
    /// Most tokens at once, as far as the file says.
    pub(super) most: Option<usize>,
}

/// Special tokens round one text or two, with their types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Frame {
    before: Vec<(u32, u32)>,
    between: Vec<(u32, u32)>,
    after: Vec<(u32, u32)>,
    /// The types of the two texts' own tokens.
    types: [u32; 2],
}

/// A text as tokens, each with its place in the text.
#[derive(Debug, Default)]
pub(super) struct Tokenised {
    pub(super) ids: Vec<u32>,
    /// In bytes of the text, without white space at its ends.
    pub(super) spans: Vec<Span>,
    /// The word that a token belongs to.
    pub(super) words: Vec<u32>,
}

impl Tokens {
    /// Reads `tokenizer.json`. `padding` is the id of the padding where the model's own configuration says it.
    pub(super) fn read(json: &[u8], padding: Option<u32>) -> Result<Self, String> {
        let said = |error: tokenizers::Error| format!("tokenizer.json: {error}");
        let mut tokenizer = caught(|| Tokenizer::from_bytes(json).map_err(said))?;
        let most = tokenizer.get_truncation().map(|own| own.max_length);
        let own = tokenizer.get_padding().map(|own| own.pad_id);
        tokenizer.with_truncation(None).map_err(said)?;
        tokenizer.with_padding(None);
        // What looks like a special token in a text is text: nobody may end the model's input by writing `[SEP]`.
        tokenizer.set_encode_special_tokens(true);
        let single = Frame::single(&tokenizer)?;
        let pair = Frame::pair(&tokenizer)?;
        Ok(Self { tokenizer, single, pair, padding: padding.or(own).unwrap_or(0), most })
    }

    /// The text as tokens.
    pub(super) fn of(&self, text: &str) -> Result<Tokenised, String> {
        let encoding = caught(|| self.tokenizer.encode(text, false).map_err(|_| "the tokenizer failed".to_owned()))?;
        let spans = encoding.get_offsets().iter().map(|(start, end)| trimmed(text, Span::new(*start, *end)));
        let mut words = Vec::with_capacity(encoding.len());
        let mut last = 0;
        for word in encoding.get_word_ids() {
            last = word.unwrap_or(last);
            words.push(last);
        }
        Ok(Tokenised { ids: encoding.get_ids().to_vec(), spans: spans.collect(), words })
    }

    /// Special tokens in a window with one text, or with two.
    pub(super) fn special(&self, two: bool) -> usize {
        let frame = if two { &self.pair } else { &self.single };
        frame.before.len() + frame.between.len() + frame.after.len()
    }

    /// How many special tokens stand before the first text's own.
    pub(super) fn before(&self) -> usize {
        self.single.before.len()
    }

    /// One row of the model's input: a text.
    pub(super) fn row(&self, text: &[u32]) -> Vec<(u32, u32)> {
        self.single.row(text, &[])
    }

    /// One row of the model's input: two texts.
    pub(super) fn pair_row(&self, first: &[u32], second: &[u32]) -> Vec<(u32, u32)> {
        self.pair.row(first, second)
    }
}

impl Frame {
    fn single(tokenizer: &Tokenizer) -> Result<Self, String> {
        Self::read(&post_processed(tokenizer, None)?, &[FIRST])
    }

    fn pair(tokenizer: &Tokenizer) -> Result<Self, String> {
        Self::read(&post_processed(tokenizer, Some(SECOND))?, &[FIRST, SECOND])
    }

    fn read(tokens: &[(u32, u32)], texts: &[u32]) -> Result<Self, String> {
        let mut frame = Self::default();
        let mut met = 0;
        for token in tokens {
            if texts.contains(&token.0) {
                if texts.get(met) != Some(&token.0) {
                    return Err("tokenizer.json: the texts of a pair do not stand in their order".into());
                }
                if let Some(kind) = frame.types.get_mut(met) {
                    *kind = token.1;
                }
                met += 1;
            } else if met == 0 {
                frame.before.push(*token);
            } else if met == texts.len() {
                frame.after.push(*token);
            } else {
                frame.between.push(*token);
            }
        }
        if met == texts.len() { Ok(frame) } else { Err("tokenizer.json: a text does not stand once among its special tokens".into()) }
    }

    fn row(&self, first: &[u32], second: &[u32]) -> Vec<(u32, u32)> {
        let [first_type, second_type] = self.types;
        let own = |ids: &[u32], kind: u32| ids.iter().map(|id| (*id, kind)).collect::<Vec<_>>();
        [self.before.clone(), own(first, first_type), self.between.clone(), own(second, second_type), self.after.clone()].concat()
    }
}

/// What the tokenizer makes of one token, or of one and one.
fn post_processed(tokenizer: &Tokenizer, second: Option<u32>) -> Result<Vec<(u32, u32)>, String> {
    let of = |id: u32, kind: u32| Encoding::from_tokens(vec![Token::new(id, "x".into(), (0, 1))], kind);
    let encoding = caught(|| {
        tokenizer.post_process(of(FIRST, 0), second.map(|id| of(id, 1)), true).map_err(|error| format!("tokenizer.json: {error}"))
    })?;
    Ok(encoding.get_ids().iter().copied().zip(encoding.get_type_ids().iter().copied()).collect())
}

/// Some tokenizers count the space before a word as a part of it. Where nothing else is left, or the place is none, it is empty.
fn trimmed(text: &str, span: Span) -> Span {
    let Some(own) = text.get(span.start..span.end) else { return Span::new(span.start.min(text.len()), span.start.min(text.len())) };
    let start = span.start + (own.len() - own.trim_start().len());
    Span::new(start.min(span.end), start.max(span.start + own.trim_end().len()))
}

/// The windows of `len` tokens that hold at most `own` of them, each but the first sharing at least `overlap` with the one before. The last ends with the
/// text and is as full as the others. At least one, which may be empty.
pub(super) fn windows(len: usize, own: usize, overlap: usize) -> Windows {
    let step = own.saturating_sub(overlap).max(1);
    let count = if len <= own { 1 } else { (len - own).div_ceil(step) + 1 };
    Windows { len, own, step, count }
}

/// Where windows lie; see [`windows`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Windows {
    len: usize,
    own: usize,
    step: usize,
    pub(super) count: usize,
}

impl Windows {
    /// The window with this number, in tokens.
    pub(super) fn get(&self, index: usize) -> Span {
        let start = (index * self.step).min(self.len.saturating_sub(self.own));
        Span::new(start, (start + self.own).min(self.len))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_hold_every_token_and_overlap() {
        for len in 0..200 {
            for (own, overlap) in [(10, 0), (10, 3), (10, 5), (1, 0), (64, 16)] {
                let windows = windows(len, own, overlap);
                let all: Vec<Span> = (0..windows.count).map(|index| windows.get(index)).collect();
                assert_eq!((all[0].start, all.last().unwrap().end), (0, len));
                assert!(all.iter().all(|window| window.end - window.start == own.min(len)));
                assert!(all.windows(2).all(|pair| pair[1].start > pair[0].start && pair[0].end >= pair[1].start + overlap));
                assert!(windows.count <= len / (own - overlap) + 1, "{len} {own} {overlap} {}", windows.count);
            }
        }
    }

    #[test]
    fn white_space_is_no_part_of_a_token() {
        for (text, span, expected) in
            [(" ada", (0, 4), (1, 4)), ("x  ", (1, 3), (3, 3)), ("é ", (0, 3), (0, 2)), ("é", (1, 2), (1, 1)), ("ab", (7, 9), (2, 2))]
        {
            assert_eq!(trimmed(text, Span::new(span.0, span.1)), Span::new(expected.0, expected.1), "{text:?}");
        }
    }
}
