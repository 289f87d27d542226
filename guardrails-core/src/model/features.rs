//! What the learned model sees of a text: hashed n-grams, in blocks.

/// Bytes of the folded view in a block. A window is [`WINDOW`] blocks, and slides by one.
pub const BLOCK: usize = 96;

/// Blocks in a window: a sentence or two of the attack, and what stands round it.
pub const WINDOW: usize = 4;

/// Every feature is an index below this.
pub const BUCKETS: usize = SHAPES + (1 << SHAPE_BITS);

/// What follows so many ASCII bytes without a space is not read.
const LONG_TOKEN: u8 = 24;

const GRAM_BITS: u32 = 18;
const WORD_BITS: u32 = 19;
const SHAPE_BITS: u32 = 15;
const LONG_GRAMS: usize = 1 << GRAM_BITS;
const WORDS: usize = 2 << GRAM_BITS;
const SHAPES: usize = WORDS + (1 << WORD_BITS);

/// Takes the features of a text, in the order of the text.
pub trait Sink {
    /// A feature of the block at hand, below [`BUCKETS`].
    fn feature(&mut self, bucket: usize);

    /// The end of a block; the last one may be shorter than the others.
    fn end_of_block(&mut self);
}

/// Reads the features off a text in its folded form, in one pass that allocates nothing.
///
/// Four and six bytes in a row, with ASCII in lower case, digits as one and spaces as one; words, pairs of neighbours and pairs
/// with one word between; and the kinds of five characters in a row, which tell shouting and gibberish from prose.
pub fn extract(text: &str, sink: &mut impl Sink) {
    let mut state = State { recent: u64::from(b' '), shape: 0, word: 0, before: [0; 2], token: 0 };
    let mut blocks = text.as_bytes().chunks(BLOCK).peekable();
    while let Some(block) = blocks.next() {
        for byte in block {
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
    before: [u32; 2],
    /// How many ASCII bytes that are no space came in a row.
    token: u8,
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
        if self.token <= LONG_TOKEN {
            sink.feature(SHAPES + self.shape);
        }
        self.recent = self.recent << 8 | u64::from(same);
        // Codes, digests and links are no language, and so many of the same kind would outweigh all that is.
        self.token = if same == b' ' || same >= 0x80 { 0 } else { self.token.saturating_add(1) };
        if self.token > LONG_TOKEN {
            self.word = 0;
            return;
        }
        sink.feature(hash(self.recent & 0xFFFF_FFFF, GRAM_BITS));
        sink.feature(LONG_GRAMS + hash(self.recent & 0xFFFF_FFFF_FFFF, GRAM_BITS));
        if same.is_ascii_lowercase() || same == b'0' || same >= 0x80 {
            self.word = (self.word ^ u32::from(same)).wrapping_add(0x9E37).wrapping_mul(0x0100_0193);
        } else if self.word != 0 {
            self.end_of_word(sink);
        }
    }

    fn end_of_word(&mut self, sink: &mut impl Sink) {
        let word = u64::from(self.word);
        let [last, second] = self.before.map(u64::from);
        sink.feature(WORDS + hash(word, WORD_BITS));
        sink.feature(WORDS + hash(word << 32 | last, WORD_BITS));
        sink.feature(WORDS + hash((word << 32 | second) ^ 0x5555, WORD_BITS));
        self.before = [self.word, self.before[0]];
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
