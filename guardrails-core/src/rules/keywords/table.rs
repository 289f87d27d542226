//! Keywords by some of their bytes, with a filter in front.

use super::Keyword;

/// Keywords by grams of `LEN` bytes.
#[derive(Debug)]
pub(super) struct Table<const LEN: usize> {
    /// A bit for each hash of a gram: whether a keyword has it. Of short grams two bits: whether a keyword has it, and whether one has
    /// it that counts only where a word begins.
    filter: Box<[u64; FILTER_WORDS]>,
    /// The same by another hash, for long grams: one in seven places has a bit of the first filter by chance, and what this one says of them
    /// spares a wait for two tables that are too large to be near.
    second: Box<[u64; FILTER_WORDS]>,
    /// For each run of [`GROUP`] bits, where the entries of grams with these bits begin; where they end is where the next ones begin.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    factor: u64,
}

/// A keyword, how many bytes into it the gram stands, and up to eight bytes from the gram on and four before it, which tell the keyword
/// from most others without a look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) here: u64,
    pub(super) here_mask: u64,
    pub(super) before: u32,
    pub(super) before_mask: u32,
    pub(super) keyword: u32,
    pub(super) offset: u16,
    /// Its length, where these bytes are all of it and letters: then nothing is left to compare. Else 0.
    pub(super) letters: u8,
    /// What is asked of its place.
    pub(super) place: u8,
}

/// A keyword that counts only where a word begins, where a word ends; and of which the gram begins it.
pub(super) const BEGINS: u8 = 0b001;
pub(super) const ENDS: u8 = 0b010;
const AT_START: u8 = 0b100;

/// 16 KB for each table.
const FILTER_WORDS: usize = 1 << 11;
/// Bits of the filter whose keywords are found together, and how many such groups there are.
const GROUP: u32 = 8;
const GROUPS: usize = FILTER_WORDS * 64 / GROUP as usize;
/// Folds ASCII letters to lower case. It folds some other bytes together too, in keywords and text alike; the comparison tells.
const LOWER: u32 = 0x2020_2020;
pub(super) const LOWER_8: u64 = (LOWER as u64) << 32 | LOWER as u64;
/// Multiplicative hashing: the first factor to try, 2^64 over the golden ratio, and how many.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
const FACTORS: u32 = 32;
/// The factor of the second filter.
const SECOND: u64 = 0xD6E8_FEB8_6659_FD93;

/// A keyword is there; one is there if a word begins there.
const ANYWHERE: u64 = 0b01;
const WORD: u64 = 0b10;

impl<const LEN: usize> Table<LEN> {
    const MASK: u64 = u64::MAX >> (64 - 8 * LEN);
    /// What a factor is shifted by, so that a product does not depend on what follows the gram.
    const SHIFT: u32 = 64 - 8 * LEN as u32;
    /// Whether each gram has two bits.
    const PAIRS: bool = LEN == 3;

    pub(super) fn new(entries: Vec<Entry>) -> Self {
        let grams: Vec<u64> = entries.iter().map(Self::gram).collect();
        let factor = quietest_factor::<LEN>(&grams);
        let mut entries: Vec<(u32, Entry)> = entries.into_iter().map(|entry| (place::<LEN>(Self::gram(&entry), factor), entry)).collect();
        entries.sort_by_key(|(place, entry)| (*place, Self::gram(entry), entry.keyword, entry.offset));
        let mut table = Self {
            filter: Box::new([0; FILTER_WORDS]),
            second: Box::new([0; FILTER_WORDS]),
            starts: Vec::with_capacity(GROUPS + 1),
            entries: Vec::with_capacity(entries.len()),
            factor,
        };
        for (place, entry) in entries {
            let bits = if entry.place & AT_START != 0 { WORD } else { ANYWHERE };
            table.filter.get_mut(place as usize / 64).into_iter().for_each(|word| *word |= bits << (place % 64));
            let other = second_place::<LEN>(Self::gram(&entry));
            table.second.get_mut(other as usize / 64).into_iter().for_each(|word| *word |= 1 << (other % 64));
            table.starts.resize((place / GROUP) as usize + 1, table.entries.len() as u32);
            table.entries.push(entry);
        }
        table.starts.resize(GROUPS + 1, table.entries.len() as u32);
        table
    }

    fn gram(entry: &Entry) -> u64 {
        entry.here & Self::MASK
    }

    /// What keywords there may be with the gram that `here` begins with.
    #[inline(always)]
    pub(super) fn bits(&self, here: u64) -> u64 {
        let place = place::<LEN>(here, self.factor);
        let mask = if Self::PAIRS { ANYWHERE | WORD } else { ANYWHERE };
        self.filter.get(place as usize / 64 % FILTER_WORDS).map_or(0, |word| word >> (place % 64) & mask)
    }

    /// Whether there may be keywords with the gram that `here` begins with, by the second filter.
    #[inline(always)]
    pub(super) fn may_hold(&self, here: u64) -> bool {
        let place = second_place::<LEN>(here);
        self.second.get(place as usize / 64 % FILTER_WORDS).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// The keywords with a gram of the group of the one `here` begins with.
    #[inline(always)]
    pub(super) fn entries(&self, here: u64) -> &[Entry] {
        let group = (place::<LEN>(here, self.factor) / GROUP) as usize;
        match (self.starts.get(group), self.starts.get(group + 1)) {
            (Some(first), Some(last)) => self.entries.get(*first as usize..*last as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// The number of the first bit of the filter that stands for the gram that `here` begins with.
#[inline(always)]
fn place<const LEN: usize>(here: u64, factor: u64) -> u32 {
    let hash = (here.wrapping_mul(factor << Table::<LEN>::SHIFT) >> (64 - 17)) as u32;
    if Table::<LEN>::PAIRS { hash & !1 } else { hash }
}

/// The number of the bit of the second filter.
#[inline(always)]
fn second_place<const LEN: usize>(here: u64) -> u32 {
    (here.wrapping_mul(SECOND << Table::<LEN>::SHIFT) >> (64 - 17)) as u32
}

/// Of some factors, the one with which the fewest of the grams that texts are full of share a bit with one of `grams`. A bit that
/// one of them shares by chance costs more than all rare grams together.
fn quietest_factor<const LEN: usize>(grams: &[u64]) -> u64 {
    let common = super::super::COMMON_GRAMS.get(usize::from(LEN > 3)).copied().unwrap_or_default();
    let mut bits = vec![0u64; FILTER_WORDS];
    let noise = |factor: u64, bits: &mut Vec<u64>| {
        bits.fill(0);
        for place in grams.iter().map(|gram| place::<LEN>(*gram, factor)) {
            bits.get_mut(place as usize / 64).into_iter().for_each(|bits| *bits |= 1 << (place % 64));
        }
        // The most common first: a gram counts by its rank.
        let shared = |gram: &[u8; 8]| {
            let place = place::<LEN>(u64::from_le_bytes(*gram) | LOWER_8, factor);
            bits.get(place as usize / 64).is_some_and(|bits| bits >> (place % 64) & 1 == 1)
        };
        common.iter().enumerate().filter(|(_, gram)| shared(gram)).map(|(rank, _)| 1.0 / (rank + 4) as f64).sum::<f64>()
    };
    let factors = std::iter::successors(Some(FACTOR), |factor| {
        Some(factor.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F) | 1)
    });
    let rated = factors.take(FACTORS as usize).map(|factor| (noise(factor, &mut bits), factor));
    rated.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(FACTOR, |(_, factor)| factor)
}

/// The eight bytes of `text` from `at` on in lower case as a little-endian word; zeros (in lower case) where there are fewer.
#[inline]
pub(super) fn eight(text: &[u8], at: usize) -> u64 {
    match text.get(at..at + 8).map(<[u8; 8]>::try_from) {
        Some(Ok(eight)) => u64::from_le_bytes(eight) | LOWER_8,
        _ => word(text.get(at..).unwrap_or_default()),
    }
}

/// Up to eight bytes as [`eight`] gives them.
#[inline]
fn word(bytes: &[u8]) -> u64 {
    let mut eight = [0; 8];
    eight.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    u64::from_le_bytes(eight) | LOWER_8
}

/// The four bytes before `at` in lower case. Before the first bytes there are none; what stands for them fits no keyword that has
/// bytes there.
#[inline]
pub(super) fn before(text: &[u8], at: usize) -> u32 {
    match at.checked_sub(4).and_then(|from| text.get(from..at)).map(<[u8; 4]>::try_from) {
        Some(Ok(four)) => u32::from_le_bytes(four) | LOWER,
        _ => text.get(..at).unwrap_or_default().iter().fold(0, |word, byte| word >> 8 | u32::from(byte | 0x20) << 24),
    }
}

/// What finds `keyword`, whose `bytes` may have one more, by the gram that stands `offset` bytes into it.
pub(super) fn entry(keyword: &Keyword, bytes: &[u8], index: u32, offset: usize) -> Entry {
    let here = bytes.get(offset..).unwrap_or_default();
    let here_mask = u64::MAX >> (64 - 8 * here.len().clamp(1, 8));
    let before = bytes.get(..offset).unwrap_or_default();
    let before_mask = if before.is_empty() { 0 } else { u32::MAX << (32 - 8 * before.len().min(4)) };
    let all = before.len() <= 4 && here.len() <= 8 && !keyword.exact && bytes.iter().all(u8::is_ascii_alphabetic);
    let place = |asked: bool, bit: u8| if asked { bit } else { 0 };
    let last = before.iter().fold(0, |word, byte| word >> 8 | u32::from(byte | 0x20) << 24);
    Entry {
        here: word(here) & here_mask,
        here_mask,
        before: last & before_mask,
        before_mask,
        keyword: index,
        offset: offset as u16,
        letters: if all { bytes.len() as u8 } else { 0 },
        place: place(keyword.word, BEGINS) | place(keyword.ends, ENDS) | place(keyword.word && bytes.len() < 5 && offset == 0, AT_START),
    }
}

/// Where in a keyword the `len` bytes stand that texts are least likely to hold.
pub(super) fn rarest_gram(bytes: &[u8], len: usize) -> usize {
    let rated = bytes.windows(len).enumerate().map(|(offset, gram)| (super::super::frequencies::of_bytes(gram), offset));
    rated.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(0, |(_, offset)| offset)
}
