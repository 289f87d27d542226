//! What the learned model sees of a text: hashed n-grams and concepts, in blocks.

use super::lexicon::{self, FILTER, SLOTS};

include!(concat!(env!("OUT_DIR"), "/concepts.rs"));

/// Bytes of the folded view in a block. A window is [`WINDOW`] blocks, and slides by one.
pub const BLOCK: usize = 96;

/// Blocks in a window: a sentence or two of the attack, and what stands round it.
pub const WINDOW: usize = 4;

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
const LONG_TOKEN: u8 = 24;

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
    let mut state =
        State { recent: u64::from(b' '), shape: 0, word: 0, before: [0; PERIOD + 1], again: false, token: 0, seen: Seen::default() };
    let mut blocks = text.as_bytes().chunks(BLOCK).peekable();
    while let Some(block) = blocks.next() {
        for byte in block {
            state.seen.at = state.seen.at.saturating_add(1);
            state.take(*byte, sink);
        }
        if blocks.peek().is_none() && state.word != 0 {
            state.end_of_word(sink);
        }
        sink.end_of_block();
    }
}

struct State {
    /// The last eight bytes as they are compared, the youngest lowest.
    recent: u64,
    shape: usize,
    /// The hash of the word at hand; 0 between words.
    word: u32,
    /// The words before it, the youngest first.
    before: [u32; PERIOD + 1],
    /// Whether the last two words stood in the same order just before: what is said over and over counts once.
    again: bool,
    /// How many ASCII bytes that are no space came in a row.
    token: u8,
    seen: Seen,
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
        let apart = self.at.saturating_sub(self.place);
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
    let bit = lexicon::bit(hash);
    if MAY_STAND.get(bit / 64).is_none_or(|word| word >> (bit % 64) & 1 == 0) { None } else { stands(hash) }
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
    #[inline(always)]
    fn take(&mut self, byte: u8, sink: &mut impl Sink) {
        let Byte { class, same } = BYTES.get(usize::from(byte)).copied().unwrap_or(Byte { class: 0, same: b' ' });
        // Numbers and rulers count once: long ones would outweigh all that is said.
        if u64::from(same) == self.recent & 0xFF && !same.is_ascii_lowercase() && same < 0x80 {
            return;
        }
        self.shape = (self.shape << 3 | usize::from(class)) & ((1 << SHAPE_BITS) - 1);
        let (shape, shapes) = (SHAPES + self.shape, self.token <= LONG_TOKEN && !self.again);
        self.recent = self.recent << 8 | u64::from(same);
        // Codes, digests and links are no language, and so many of the same kind would outweigh all that is.
        self.token = if same == b' ' || same >= 0x80 { 0 } else { self.token.saturating_add(1) };
        if self.token > LONG_TOKEN {
            if shapes {
                sink.feature(shape);
            }
            self.word = 0;
            self.seen.word_done = false;
            return;
        }
        if !self.again {
            let short = hash(self.recent & 0xFFFF_FFFF, SHORT_BITS);
            let long = LONG_GRAMS + hash(self.recent & 0xFFFF_FFFF_FFFF, LONG_BITS);
            if shapes {
                sink.three(shape, short, long);
            } else {
                sink.feature(short);
                sink.feature(long);
            }
        }
        if same.is_ascii_lowercase() || same == b'0' || same >= 0x80 {
            self.word = lexicon::and_byte(self.word, same);
            if same >= 0x80 {
                self.seen.unspaced(same, sink);
            }
            if !self.seen.word_done
                && let Some(concept) = concept_of(self.word)
            {
                self.seen.word_done = true;
                self.seen.concept(concept, sink);
            }
            return;
        }
        if self.word != 0 {
            self.end_of_word(sink);
        }
        if matches!(byte, b'.' | b'!' | b'?' | b'\n' | b':' | b';' | b'"' | b'<' | b'>' | b'|' | b'{' | b'}' | b'(' | b')' | b'[' | b']') {
            self.seen.begins(sink);
        }
    }

    fn end_of_word(&mut self, sink: &mut impl Sink) {
        if !self.seen.word_done
            && let Some(concept) = concept_of(lexicon::whole(self.word))
        {
            self.seen.concept(concept, sink);
        }
        self.seen.word_done = false;
        self.seen.characters = Default::default();
        let own = self.word;
        let [last, second, third, fourth, fifth] = self.before;
        let pair = |word: u32, before: u32| word == own && before == last;
        self.again = pair(last, second) || pair(second, third) || pair(third, fourth) || pair(fourth, fifth);
        if !self.again {
            let (word, last, second) = (u64::from(own), u64::from(last), u64::from(second));
            let (pair, skip) = (hash(word << 32 | last, WORD_BITS), hash((word << 32 | second) ^ 0x5555, WORD_BITS));
            sink.three(WORDS + hash(word, WORD_BITS), WORDS + pair, WORDS + skip);
        }
        self.before = [own, last, second, third, fourth];
        self.word = 0;
    }
}

/// The highest `bits` bits of a product: the ones that depend on all of `value`.
#[inline(always)]
fn hash(value: u64, bits: u32) -> usize {
    (value.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - bits)) as usize
}

#[derive(Clone, Copy)]
struct Byte {
    class: u8,
    same: u8,
}

/// How every byte is seen; a table, as this is asked for every byte of every text.
static BYTES: [Byte; 256] = bytes();

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses what lies outside")]
const fn bytes() -> [Byte; 256] {
    let mut table = [Byte { class: 0, same: b' ' }; 256];
    let mut byte = 0;
    while byte < 256 {
        let own = byte as u8;
        table[byte] = match own {
            b'a'..=b'z' => Byte { class: 0, same: own },
            b'A'..=b'Z' => Byte { class: 1, same: own.to_ascii_lowercase() },
            b'0'..=b'9' => Byte { class: 2, same: b'0' },
            b'\n' | b'\r' => Byte { class: 4, same: b' ' },
            0..=b' ' | 0x7F => Byte { class: 3, same: b' ' },
            b'.' | b',' | b'\'' | b'"' | b'?' | b'!' | b'-' => Byte { class: 5, same: own },
            0x80.. => Byte { class: 7, same: own },
            _ => Byte { class: 6, same: own },
        };
        byte += 1;
    }
    table
}

#[cfg(test)]
#[path = "features_tests.rs"]
mod tests;
