//! What matches begin with, letter for letter: where labels are too many to be looked for in full, what is looked for are their first letters,
//! and most words that begin like a label are none. And behind a frequent word that a match begins with, most texts go on otherwise. Shared with the
//! build script, as `source.rs` is.
//!
//! A stem is the beginning of a match in lower case without ASCII punctuation and spaces, so that `date of birth`, `Date_Of_Birth` and `date-of-birth`
//! are one; and with the places where a word has to end.

use std::borrow::Cow;

use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// The stems of a pattern, sorted; none where a match may begin with anything.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Stems {
    /// The bytes of each, with zeros behind the last.
    pub keys: Cow<'static, [[u8; LEN]]>,
    pub ends: Cow<'static, [StoredEnd]>,
    /// Whether they know nothing of texts that begin with something outside ASCII, which may stand for a space.
    pub ascii: bool,
}

/// How long a stem is and where its words end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct End {
    pub len: u8,
    /// A bit for each length behind which no letter or digit follows at once.
    pub apart: u32,
    /// One more than the number of the longest other stem that this one begins with; 0 where there is none.
    pub shorter: u16,
}

/// As it is stored.
pub type StoredEnd = [u8; 8];

impl End {
    fn stored(self) -> StoredEnd {
        let Self { len, apart, shorter } = self;
        let ([low, high], [a, b, c, d]) = (shorter.to_le_bytes(), apart.to_le_bytes());
        [len, 0, low, high, a, b, c, d]
    }

    #[inline]
    fn read([len, _, low, high, a, b, c, d]: StoredEnd) -> Self {
        Self { len, apart: u32::from_le_bytes([a, b, c, d]), shorter: u16::from_le_bytes([low, high]) }
    }
}

/// What a text begins with, seen as a stem.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Beginning {
    key: u128,
    /// A bit for each length behind which a letter or digit follows at once.
    joined: u32,
}

/// Bytes of a stem that count.
pub const LEN: usize = 16;

/// Stems that are still growing, how many they may become at once, and bytes that a class may add to each: what is beyond ends them where they are.
const MOST: usize = 6000;
const AT_ONCE: usize = 1 << 16;
const CLASS: usize = 8;

/// Rules that begin with a word have hundreds: so many stems of each are kept, as long as that allows, and so many may grow.
const FEW: usize = 128;
const FEW_GROWING: usize = 3000;
/// How many bytes of these stems are read, the fewer the more ways there are to go on.
const FEW_LENGTHS: [usize; 3] = [LEN, 12, 9];
/// A part that may stand there so many times more than it must is read so often.
const TIMES: u32 = 6;
/// Bytes that a class may add to each of them: all digits.
const FEW_CLASS: usize = 10;

/// A stem that grows.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Stem {
    /// Its bytes, none of them 0, and zeros behind the last.
    bytes: [u8; LEN],
    len: u8,
    apart: u32,
    /// Whether its last byte is the last one that was matched.
    touches: bool,
}

impl Stem {
    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len()).unwrap_or_default()
    }

    fn len(&self) -> usize {
        usize::from(self.len)
    }

    fn cut(&self, len: usize) -> Self {
        let kept = self.len().min(len);
        let mut bytes = self.bytes;
        bytes.iter_mut().skip(kept).for_each(|byte| *byte = 0);
        Self { bytes, len: kept as u8, apart: self.apart & ((2 << kept) - 1), touches: false }
    }

    /// Nothing that belongs to a stem follows here.
    fn part(&mut self) {
        if self.touches && self.bytes().last().is_some_and(u8::is_ascii_alphanumeric) {
            self.apart |= 1 << self.len;
        }
        self.touches = false;
    }

    fn push(&mut self, byte: u8) {
        if counts(byte) {
            let place = self.bytes.get_mut(usize::from(self.len));
            self.len += u8::from(place.is_some());
            place.into_iter().for_each(|place| *place = byte.to_ascii_lowercase());
            self.touches = true;
        } else {
            self.part();
        }
    }
}

impl Stems {
    /// The stems of `hir`, which is in lower case wherever case does not count.
    pub fn of(hir: &Hir) -> Self {
        let mut grown = Grown::new(LEN, MOST, 1, false);
        grown.by(hir);
        grown.end();
        Self::sorted(grown.done, false)
    }

    /// The first letters of the stems of a pattern that begins with one of `words`: some of what stands behind these, or none at all.
    pub fn few(hir: &Hir, words: &[String]) -> Self {
        let grow = |len: usize| {
            let mut grown = Grown::new(len, FEW_GROWING, TIMES, true);
            grown.by(hir);
            let ended = grown.ended;
            grown.end();
            (!ended).then_some(grown.done)
        };
        let Some(mut all) = FEW_LENGTHS.into_iter().find_map(grow) else { return Self::default() };
        all.retain(|stem| stem.bytes().is_ascii());
        let words: Vec<Vec<u8>> = words.iter().map(|word| word.bytes().filter(|byte| counts(*byte)).collect()).collect();
        // The word that a stem begins with, which says nothing new.
        let word = |stem: &Stem| words.iter().filter(|word| stem.bytes().starts_with(word)).map(Vec::len).max().unwrap_or(0);
        (1..LEN)
            .rev()
            .find_map(|more| {
                all.iter_mut().for_each(|stem| *stem = stem.cut(word(stem) + more));
                all.sort();
                all.dedup();
                (all.len() <= FEW).then(|| std::mem::take(&mut all))
            })
            .filter(|cut| cut.iter().any(|stem| stem.len() > word(stem)))
            .map(|stems| Self::sorted(stems, true))
            .unwrap_or_default()
    }

    fn sorted(mut stems: Vec<Stem>, ascii: bool) -> Self {
        stems.sort();
        let (mut keys, mut ends) = (Vec::<u128>::new(), Vec::<End>::new());
        for stem in stems {
            let key = u128::from_be_bytes(stem.bytes);
            // All that a stem begins with stands before it, and the last one that does is the longest or begins with that.
            let (mut shorter, mut implied) = (ends.len() as u16, false);
            let mut longest = None;
            while let Some(before) = shorter.checked_sub(1).map(usize::from)
                && let (Some(known), Some(end)) = (keys.get(before), ends.get(before))
            {
                if key & mask(*end) == *known {
                    implied |= end.apart & !stem.apart == 0;
                    longest = longest.or(Some(shorter));
                }
                shorter = end.shorter;
            }
            if !implied {
                keys.push(key);
                ends.push(End { len: stem.len, apart: stem.apart, shorter: longest.unwrap_or(0) });
            }
        }
        let anything = ends.first().is_some_and(|end| end.len == 0) || ends.len() >= usize::from(u16::MAX);
        let keys = keys.into_iter().map(u128::to_be_bytes).collect();
        let ends = ends.into_iter().map(End::stored).collect();
        if anything { Self::default() } else { Self { keys, ends, ascii } }
    }

    /// Whether a text begins with one of them, or there are none.
    #[inline]
    pub(crate) fn begin(&self, text: Beginning) -> bool {
        let mut number = self.keys.partition_point(|key| u128::from_be_bytes(*key) <= text.key);
        while let Some(index) = number.checked_sub(1)
            && let (Some(key), Some(end)) = (self.keys.get(index), self.ends.get(index))
        {
            let end = End::read(*end);
            if text.key & mask(end) == u128::from_be_bytes(*key) && text.joined & end.apart == 0 {
                return true;
            }
            number = usize::from(end.shorter);
        }
        self.keys.is_empty() || (self.ascii && text.key & OUTSIDE != 0)
    }
}

impl Beginning {
    pub(crate) fn of(text: &[u8]) -> Self {
        let (mut key, mut joined, mut len, mut apart) = ([0; LEN], 0, 0, true);
        for byte in text {
            let counted = COUNTED.get(usize::from(*byte)).copied().unwrap_or(0);
            if counted == 0 {
                apart = true;
                continue;
            }
            joined |= u32::from(!apart && counted < 0x80) << len;
            let Some(place) = key.get_mut(len) else { break };
            *place = counted;
            (len, apart) = (len + 1, false);
        }
        Self { key: u128::from_be_bytes(key), joined }
    }
}

/// The highest bits of the bytes of a stem.
const OUTSIDE: u128 = u128::from_be_bytes([0x80; LEN]);

/// The bytes of a stem that count.
fn mask(end: End) -> u128 {
    u128::MAX.checked_shl(8 * (LEN as u32 - u32::from(end.len))).unwrap_or(0)
}

/// Whether a byte belongs to a stem.
const fn counts(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// What each byte is in a stem; 0 for those that do not belong to one.
static COUNTED: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        if counts(byte as u8) {
            #[allow(clippy::indexing_slicing, reason = "runs in the compiler, which checks it")]
            {
                table[byte] = (byte as u8).to_ascii_lowercase();
            }
        }
        byte += 1;
    }
    table
};

struct Grown {
    open: Vec<Stem>,
    done: Vec<Stem>,
    /// How long stems grow, how many at once, and how often a part is read that may stand there more often than it must.
    len: usize,
    most: usize,
    times: u32,
    /// Whether what is outside ASCII is left out.
    ascii: bool,
    /// Whether they became too many.
    ended: bool,
}

impl Grown {
    fn new(len: usize, most: usize, times: u32, ascii: bool) -> Self {
        Self { open: vec![Stem::default()], done: Vec::new(), len, most, times, ascii, ended: false }
    }

    /// Whatever may follow.
    fn end(&mut self) {
        self.done.append(&mut self.open);
    }

    fn too_many(&mut self) {
        self.ended = true;
        self.end();
    }

    fn push(&mut self, byte: u8) {
        self.open.iter_mut().for_each(|stem| stem.push(byte));
        let (long, open) = std::mem::take(&mut self.open).into_iter().partition(|stem| stem.len() >= self.len);
        self.open = open;
        let mut long: Vec<Stem> = long;
        self.done.append(&mut long);
    }

    /// Each as it is by one of several ways.
    fn either(&mut self, ways: impl Iterator<Item = impl FnOnce(&mut Self)>) {
        let (ways, mut after) = (ways.collect::<Vec<_>>(), Vec::new());
        if self.open.len().saturating_mul(ways.len()) > AT_ONCE {
            return self.too_many();
        }
        let before = std::mem::take(&mut self.open);
        for way in ways {
            self.open.clone_from(&before);
            way(self);
            after.append(&mut self.open);
        }
        after.sort();
        after.dedup();
        self.open = after;
        if self.open.len() > self.most {
            self.too_many();
        }
    }

    fn by(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Empty => {}
            HirKind::Look(Look::WordAscii | Look::WordEndAscii | Look::WordEndHalfAscii) => {
                // At a boundary behind a letter or digit no other follows. Before the first byte, or behind what is left out, a word begins.
                self.open.iter_mut().for_each(Stem::part);
            }
            HirKind::Look(_) => {}
            HirKind::Literal(literal) => literal.0.iter().for_each(|byte| self.push(*byte)),
            HirKind::Class(class) => self.class(class),
            HirKind::Capture(capture) => self.by(&capture.sub),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.by(part)),
            HirKind::Alternation(parts) => self.either(parts.iter().map(|part| |grown: &mut Self| grown.by(part))),
            HirKind::Repetition(repetition) => {
                let sub = &repetition.sub;
                if matches!(sub.kind(), HirKind::Class(class) if self.bytes(class).is_empty()) {
                    // It is left out, however often it stands there.
                    let left_out = |stem: &mut Stem| if repetition.min > 0 { stem.part() } else { stem.touches = false };
                    return self.open.iter_mut().for_each(left_out);
                }
                for _ in 0..repetition.min.min(LEN as u32) {
                    self.by(sub);
                }
                match repetition.max {
                    Some(max) if max == repetition.min => {}
                    Some(max) if max - repetition.min <= self.times => {
                        self.either((0..=max - repetition.min).map(|times| move |grown: &mut Self| (0..times).for_each(|_| grown.by(sub))));
                    }
                    _ => self.end(),
                }
            }
        }
    }

    /// The bytes of a class that belong to a stem, in lower case.
    fn bytes(&self, class: &Class) -> Vec<u8> {
        let Class::Bytes(class) = class else { return (0x80..=0xFF).collect() };
        let all = class.ranges().iter().flat_map(|range| range.start()..=range.end());
        let belongs = |byte: &u8| counts(*byte) && (byte.is_ascii() || !self.ascii);
        let mut bytes: Vec<u8> = all.filter(belongs).map(|byte| byte.to_ascii_lowercase()).collect();
        bytes.sort_unstable();
        bytes.dedup();
        bytes
    }

    fn class(&mut self, class: &Class) {
        let bytes = self.bytes(class);
        if bytes.len() > if self.ascii { FEW_CLASS } else { CLASS } {
            return self.end();
        }
        let left_out = match class {
            Class::Bytes(class) => class.ranges().iter().flat_map(|range| range.start()..=range.end()).any(|byte| !counts(byte)),
            Class::Unicode(_) => false,
        };
        let ways = bytes.into_iter().chain(left_out.then_some(b' '));
        self.either(ways.map(|byte| move |grown: &mut Self| grown.push(byte)));
    }
}

#[cfg(test)]
#[path = "stems_tests.rs"]
mod tests;
