//! What the learned model sees of a text: hashed n-grams and concepts, in blocks.

use super::lexicon::{self, FILTER, SLOTS};

include!(concat!(env!("OUT_DIR"), "/concepts.rs"));

/// Bytes of the folded view in a block. A window is some blocks, and slides by one.
pub const BLOCK: usize = 48;

/// Every feature is an index below this.
pub const BUCKETS: usize = SHAPES + (1 << SHAPE_BITS);

/// Every feature of concepts is an index below this, of their own.
pub const CONCEPT_BUCKETS: usize = 1 << 15;

/// The pseudo-concept that stands where a sentence or clause begins.
const BEGINS: usize = CONCEPTS + 1;
const SIDES: usize = CONCEPTS + 2;
const PAIRS: usize = SIDES;
const SKIPS: usize = PAIRS + SIDES * SIDES * REACHES.len();
const TRIPLES: usize = SKIPS + SIDES * SIDES;
/// Two concepts are neighbours of the nearest kind that they are no more bytes apart than; beyond the last they are strangers.
const REACHES: [u32; 3] = [16, 48, 128];

/// What follows so many ASCII bytes without a space is not read.
const LONG_TOKEN: usize = 24;

/// So many bytes of the block before are kept, more than a token may have.
const HISTORY: usize = 32;

/// A gram has six bytes, and eight are read at once.
const READ: usize = 8;

/// Words after which a repetition may begin anew.
const PERIOD: usize = 4;

const SHORT_BITS: u32 = 17;
const LONG_BITS: u32 = 18;
const WORD_BITS: u32 = 19;
const SHAPE_BITS: u32 = 15;
const LONG_GRAMS: usize = 1 << SHORT_BITS;
const WORDS: usize = LONG_GRAMS + (1 << LONG_BITS);
const SHAPES: usize = WORDS + (1 << WORD_BITS);

/// Takes the features of a text, in the order of the text.
pub trait Sink {
    /// A feature of the block at hand, below [`BUCKETS`].
    fn feature(&mut self, bucket: usize);

    /// Three of them.
    #[inline(always)]
    fn three(&mut self, first: usize, second: usize, third: usize) {
        self.feature(first);
        self.feature(second);
        self.feature(third);
    }

    /// A concept of the block at hand with those before it, below [`CONCEPT_BUCKETS`].
    fn concept(&mut self, bucket: usize);

    /// The end of a block; the last one may be shorter than the others.
    fn end_of_block(&mut self);
}

/// Reads the features off a text in its folded form, in one pass that allocates nothing.
///
/// Four and six bytes in a row, with ASCII in lower case, digits as one and spaces as one; words, pairs of neighbours and pairs
/// with one word between; and the kinds of five characters in a row, which tell shouting and gibberish from prose.
pub fn extract(text: &str, sink: &mut impl Sink) {
    let mut state = State::default();
    let mut blocks = text.as_bytes().chunks(BLOCK).peekable();
    while let Some(block) = blocks.next() {
        state.read(block, sink);
        if blocks.peek().is_none() && state.word != 0 {
            state.end_of_word(sink);
        }
        state.end_of_block(sink);
        sink.end_of_block();
    }
}

/// Words are followed byte by byte; grams are counted later, for a stretch at a time, which takes a third of the instructions.
struct State {
    /// The bytes of the block as they are compared, behind the last ones of the block before.
    bytes: [u8; HISTORY + BLOCK],
    /// The kinds of each of them and of the four before.
    shapes: [u16; HISTORY + BLOCK],
    /// How many of them were read, and the first whose grams are not counted yet, unless none are counted.
    read: usize,
    uncounted: usize,
    /// The hash of the word at hand; 0 between words.
    word: u32,
    /// The pairs of neighbours before it, the youngest first: the later word in the upper half.
    before: [u64; PERIOD],
    /// Whether the last two words stood in the same order just before: what is said over and over counts once.
    again: bool,
    /// How many bytes were read when the token at hand began, which is ASCII without a space, and whether it is too long to be read.
    broken: usize,
    long: bool,
    seen: Seen,
}

impl Default for State {
    fn default() -> Self {
        let mut bytes = [0; HISTORY + BLOCK];
        // A text begins as if it stood behind a space.
        bytes.get_mut(HISTORY - 1).into_iter().for_each(|last| *last = b' ');
        Self {
            bytes,
            shapes: [0; HISTORY + BLOCK],
            read: HISTORY,
            uncounted: HISTORY,
            word: 0,
            before: [0; PERIOD],
            again: false,
            broken: HISTORY,
            long: false,
            seen: Seen::default(),
        }
    }
}

/// The concepts seen last.
#[derive(Default)]
struct Seen {
    /// Bytes read.
    at: u32,
    /// The last concept and the one before; 0 is none.
    last: [usize; 2],
    /// Where the last one was.
    place: u32,
    /// Whether the word at hand had its concept.
    word_done: bool,
    /// The bytes of the character at hand.
    character: u32,
    /// The last characters of a script without spaces, the youngest first; 0 is none.
    characters: [u32; lexicon::LONGEST_UNSPACED],
}

impl Seen {
    fn concept(&mut self, concept: usize, sink: &mut impl Sink) {
        let [last, second] = self.last;
        let apart = self.at.wrapping_sub(self.place);
        self.place = self.at;
        if concept == last {
            return;
        }
        let reach = REACHES.iter().position(|reach| apart <= *reach);
        let Some(reach) = reach else {
            self.last = [concept, 0];
            if concept != BEGINS {
                sink.concept(concept);
            }
            return;
        };
        self.last = [concept, last];
        if concept == BEGINS {
            return;
        }
        sink.concept(concept);
        if last != 0 {
            sink.concept(PAIRS + (last * SIDES + concept) * REACHES.len() + reach);
        }
        if second != 0 {
            sink.concept(SKIPS + second * SIDES + concept);
            let triple = ((second * SIDES + last) * SIDES + concept) as u64;
            sink.concept(TRIPLES + (hash(triple, 32) % (CONCEPT_BUCKETS - TRIPLES)));
        }
    }

    fn begins(&mut self, sink: &mut impl Sink) {
        self.concept(BEGINS, sink);
    }

    /// A byte outside ASCII: whether it ends a word of a script without spaces.
    fn unspaced(&mut self, byte: u8, sink: &mut impl Sink) {
        self.character = if byte >= 0xC0 { u32::from(byte) } else { self.character << 8 | u32::from(byte) };
        let [_, lead, ..] = self.character.to_be_bytes();
        if !lexicon::is_unspaced(lead) || self.character >> 24 != 0 {
            return;
        }
        // Their full stop and what is like it.
        if self.character >> 8 == 0xE3_80 {
            self.characters = Default::default();
            return self.begins(sink);
        }
        let mut youngest = self.character;
        self.characters.iter_mut().for_each(|character| youngest = std::mem::replace(character, youngest));
        self.character = 0;
        let mut hash = lexicon::WORD;
        let mut found = None;
        for character in self.characters.iter().take_while(|character| **character != 0) {
            hash = lexicon::and_before(hash, *character);
            found = concept_of(hash).or(found);
        }
        if let Some(concept) = found {
            self.concept(concept, sink);
        }
    }
}

/// The concept of a word, from 1 up.
#[inline(always)]
fn concept_of(hash: u32) -> Option<usize> {
    if may_stand(hash) { stands(hash) } else { None }
}

/// Whether the table may hold a hash.
#[inline(always)]
fn may_stand(hash: u32) -> bool {
    let bit = lexicon::bit(hash);
    MAY_STAND.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
}

#[cold]
fn stands(hash: u32) -> Option<usize> {
    let start = lexicon::slot(hash);
    for step in 0..LONGEST {
        match TABLE.get((start + step) & (SLOTS - 1)) {
            Some((_, 0)) | None => return None,
            Some((own, concept)) if *own == hash => return Some(usize::from(*concept)),
            Some(_) => {}
        }
    }
    None
}

impl State {
    fn read(&mut self, block: &[u8], sink: &mut impl Sink) {
        let last = self.read.saturating_sub(1);
        let (mut same_before, mut shape) = (self.bytes.get(last).copied().unwrap_or(b' '), self.shapes.get(last).copied().unwrap_or(0));
        let (mut read, mut word, start) = (self.read, self.word, self.seen.at);
        let mut token_end = self.broken + LONG_TOKEN;
        let may_stand: &[u64; FILTER] = &MAY_STAND;
        for (index, byte) in block.iter().enumerate() {
            let Byte { same, does, once, kind } = BYTES.get(usize::from(*byte)).copied().unwrap_or(SPACE);
            // Numbers and rulers count once: long ones would outweigh all that is said.
            if once == same_before {
                continue;
            }
            same_before = same;
            shape = shape << 3 | u16::from(kind);
            let (Some(to_byte), Some(to_shape)) = (self.bytes.get_mut(read), self.shapes.get_mut(read)) else { break };
            (*to_byte, *to_shape) = (same, shape);
            read += 1;
            if does & IN_WORD != 0 {
                word = lexicon::and_byte(word, same);
                if read <= token_end {
                    let bit = lexicon::bit(word);
                    if may_stand.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1) {
                        self.seen.at = start.wrapping_add(index as u32 + 1);
                        self.concept_begins(word, sink);
                    }
                    continue;
                }
            }
            self.seen.at = start.wrapping_add(index as u32 + 1);
            (self.read, self.word) = (read, word);
            // A space behind a word, for the most part.
            if does == ENDS_TOKEN && word != 0 && !self.long {
                self.broken = read;
                self.end_of_word(sink);
                (word, token_end) = (0, read + LONG_TOKEN);
                continue;
            }
            self.other(does, same, sink);
            (word, token_end) = (self.word, self.broken + LONG_TOKEN);
        }
        (self.read, self.word) = (read, word);
        self.seen.at = start.wrapping_add(block.len() as u32);
    }

    /// What is no ASCII letter or digit, or one too many of them.
    #[inline(never)]
    fn other(&mut self, does: u8, same: u8, sink: &mut impl Sink) {
        if does & ENDS_TOKEN != 0 {
            self.broken = self.read;
        }
        let long = self.read - self.broken > LONG_TOKEN;
        if long || self.long {
            self.long_token(long, sink);
        }
        if long {
            return;
        }
        if does & OUTSIDE != 0 {
            self.word = lexicon::and_byte(self.word, same);
            self.seen.unspaced(same, sink);
            if may_stand(self.word) {
                self.concept_begins(self.word, sink);
            }
            return;
        }
        if self.word != 0 {
            self.end_of_word(sink);
        }
        if does & BEGINS_CLAUSE != 0 {
            self.seen.begins(sink);
        }
    }

    /// Codes, digests and links are no language, and so many grams of the same kind would outweigh all that is.
    #[cold]
    fn long_token(&mut self, long: bool, sink: &mut impl Sink) {
        let last = self.read.saturating_sub(1);
        if long && !self.long {
            self.count(last, sink);
            if !self.again {
                self.shapes.get(last).into_iter().for_each(|shape| sink.feature(shape_gram(*shape)));
            }
        } else if !long {
            if !self.again {
                let recent =
                    self.bytes.get(last + 1 - READ..).and_then(|bytes| bytes.first_chunk()).map_or(0, |bytes| u64::from_be_bytes(*bytes));
                sink.feature(short_gram(recent));
                sink.feature(long_gram(recent));
            }
            self.uncounted = self.read;
        }
        if long {
            self.word = 0;
            self.seen.word_done = false;
        }
        self.long = long;
    }

    /// Counts the grams that end before the byte `end` and are not counted yet.
    fn count(&mut self, end: usize, sink: &mut impl Sink) {
        if self.again || self.long {
            return;
        }
        let before = self.uncounted.checked_sub(READ).and_then(|from| self.bytes.get(from..)).and_then(<[u8]>::first_chunk);
        let mut recent = before.map_or(0, |bytes| u64::from_be_bytes(*bytes));
        let (bytes, shapes) = (self.bytes.get(self.uncounted..end), self.shapes.get(self.uncounted..end));
        for (byte, shape) in bytes.unwrap_or_default().iter().zip(shapes.unwrap_or_default()) {
            recent = recent << 8 | u64::from(*byte);
            sink.three(shape_gram(*shape), short_gram(recent), long_gram(recent));
        }
        self.uncounted = end;
    }

    /// Counts what is left, and keeps what the next block has to know of this one.
    fn end_of_block(&mut self, sink: &mut impl Sink) {
        self.count(self.read, sink);
        self.bytes.copy_within(self.read.saturating_sub(HISTORY)..self.read, 0);
        self.shapes.copy_within(self.read.saturating_sub(HISTORY)..self.read, 0);
        // The token may have begun many blocks ago.
        self.broken = self.broken.saturating_sub(self.read - HISTORY);
        (self.read, self.uncounted) = (HISTORY, HISTORY);
    }

    #[cold]
    fn concept_begins(&mut self, word: u32, sink: &mut impl Sink) {
        if !self.seen.word_done
            && let Some(concept) = stands(word)
        {
            self.seen.word_done = true;
            self.seen.concept(concept, sink);
        }
    }

    #[inline(always)]
    fn end_of_word(&mut self, sink: &mut impl Sink) {
        if !self.seen.word_done
            && let Some(concept) = concept_of(lexicon::whole(self.word))
        {
            self.seen.concept(concept, sink);
        }
        self.seen.word_done = false;
        self.seen.characters = Default::default();
        let [youngest, second, third, fourth] = self.before;
        let (own, last, before_last) = (u64::from(self.word), youngest >> 32, youngest & u64::from(u32::MAX));
        let pair = own << 32 | last;
        let again = (pair == youngest) | (pair == second) | (pair == third) | (pair == fourth);
        if again != self.again {
            self.count(self.read, sink);
            (self.again, self.uncounted) = (again, self.read);
        }
        if !again {
            let skip = hash((own << 32 | before_last) ^ 0x5555, WORD_BITS);
            sink.three(WORDS + hash(own, WORD_BITS), WORDS + hash(pair, WORD_BITS), WORDS + skip);
        }
        self.before = [pair, youngest, second, third];
        self.word = 0;
    }
}

/// The feature of the kinds of the last five bytes, in the lower bits.
#[inline(always)]
fn shape_gram(shape: u16) -> usize {
    SHAPES + usize::from(shape & ((1 << SHAPE_BITS) - 1))
}

/// Of the last eight bytes, the youngest lowest: the feature of the last four.
#[inline(always)]
fn short_gram(recent: u64) -> usize {
    hash(recent & 0xFFFF_FFFF, SHORT_BITS)
}

/// The feature of the last six.
#[inline(always)]
fn long_gram(recent: u64) -> usize {
    LONG_GRAMS + hash(recent & 0xFFFF_FFFF_FFFF, LONG_BITS)
}

/// The highest `bits` bits of a product: the ones that depend on all of `value`.
#[inline(always)]
fn hash(value: u64, bits: u32) -> usize {
    (value.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - bits)) as usize
}

/// How a byte is seen.
#[derive(Clone, Copy)]
struct Byte {
    /// What it is compared as.
    same: u8,
    does: u8,
    /// What it is compared as where it is not counted behind itself; else a capital, as which nothing is.
    once: u8,
    /// Its kind, in three bits.
    kind: u8,
}

const SPACE: Byte = Byte { same: b' ', does: ENDS_TOKEN, once: b' ', kind: 3 };

/// An ASCII letter or digit.
const IN_WORD: u8 = 1 << 3;
/// Part of a character outside ASCII.
const OUTSIDE: u8 = 1 << 4;
const ENDS_TOKEN: u8 = 1 << 5;
const BEGINS_CLAUSE: u8 = 1 << 6;

/// A table, as this is asked for every byte of every text.
static BYTES: [Byte; 256] = bytes();

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses what lies outside")]
const fn bytes() -> [Byte; 256] {
    let mut table = [SPACE; 256];
    let mut byte = 0;
    while byte < 256 {
        let own = byte as u8;
        let (kind, same) = match own {
            b'a'..=b'z' => (0, own),
            b'A'..=b'Z' => (1, own.to_ascii_lowercase()),
            b'0'..=b'9' => (2, b'0'),
            b'\n' | b'\r' => (4, b' '),
            0..=b' ' | 0x7F => (3, b' '),
            b'.' | b',' | b'\'' | b'"' | b'?' | b'!' | b'-' => (5, own),
            0x80.. => (7, own),
            _ => (6, own),
        };
        let (does, once) = match same {
            b'a'..=b'z' => (IN_WORD, b'A'),
            b'0' => (IN_WORD, same),
            0x80.. => (OUTSIDE | ENDS_TOKEN, b'A'),
            b' ' => (ENDS_TOKEN, same),
            _ => (0, same),
        };
        let begins = match own {
            b'.' | b'!' | b'?' | b'\n' | b':' | b';' | b'"' | b'<' | b'>' | b'|' | b'{' | b'}' | b'(' | b')' | b'[' | b']' => BEGINS_CLAUSE,
            _ => 0,
        };
        table[byte] = Byte { same, does: does | begins, once, kind };
        byte += 1;
    }
    table
}

#[cfg(test)]
#[path = "features_tests.rs"]
mod tests;
