//! Finds every keyword of all rules in one pass.
//!
//! An Aho-Corasick automaton over thousands of keywords has megabytes of tables, takes tens of milliseconds to build and waits
//! for memory at every byte. Keywords are rare in real text, so this pass asks a cheaper question first, at every byte: can a keyword
//! have its rarest five bytes here? The answer is one multiplication and one bit of a 16 KB table, with no step waiting for the last.
//! Only where the bit is set the keywords with these five bytes are compared. What is shorter than five bytes is asked for by three,
//! in a table of its own. (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994, without the shifts, which short
//! keywords make useless.)

use std::ops::Range;

/// A literal to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Keyword {
    pub(super) bytes: Vec<u8>,
    /// Whether ASCII case counts.
    pub(super) exact: bool,
    /// Whether only places count where a word may begin: behind anything but an ASCII letter or digit, or at a capital.
    pub(super) word: bool,
    /// Whether only places count where a word ends: before anything but an ASCII letter or digit.
    pub(super) ends: bool,
}

/// Every place where keyword `keyword` stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) keyword: u32,
}

#[derive(Debug)]
pub(super) struct Finder {
    keywords: Vec<Keyword>,
    long: Table<5>,
    short: Table<3>,
    /// Keywords of one byte, each with a pass of its own.
    single: Vec<u32>,
    /// Those of one byte that count only where a word begins, and a bit for each byte that is one: one pass for all.
    letters: (Vec<(u8, u32)>, [u64; 4]),
}

/// Keywords by grams of `LEN` bytes.
#[derive(Debug)]
struct Table<const LEN: usize> {
    /// A bit for each hash of a gram: whether a keyword has it. Of short grams two bits: whether a keyword has it, and whether one has
    /// it that counts only where a word begins.
    filter: Box<[u64; FILTER_WORDS]>,
    /// For each word of the filter, how many grams have their bits in words before it.
    ranks: Box<[u16; FILTER_WORDS]>,
    /// For each gram in the order of their bits, where its entries begin; where they end is where the next ones begin.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    factor: u64,
}

/// A keyword, how many bytes into it the gram stands, and up to eight bytes from the gram on and four before it, which tell the keyword
/// from most others without a look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    here: u64,
    here_mask: u64,
    before: u32,
    before_mask: u32,
    keyword: u32,
    offset: u16,
    /// Its length, where these bytes are all of it and letters: then nothing is left to compare. Else 0.
    letters: u8,
    /// What is asked of its place.
    place: u8,
}

/// A keyword that counts only where a word begins, where a word ends; and of which the gram begins it.
const BEGINS: u8 = 0b001;
const ENDS: u8 = 0b010;
const AT_START: u8 = 0b100;

/// 16 KB for each table.
const FILTER_WORDS: usize = 1 << 11;
/// Folds ASCII letters to lower case. It folds some other bytes together too, in keywords and text alike; the comparison tells.
const LOWER: u32 = 0x2020_2020;
const LOWER_8: u64 = (LOWER as u64) << 32 | LOWER as u64;
/// Multiplicative hashing: the first factor to try, 2^64 over the golden ratio, and how many.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
const FACTORS: u32 = 32;

/// Places where keywords may stand, each with the eight bytes there. They are compared some at a time, so that the processor waits for the
/// memory of several at once.
struct Noted<'f> {
    places: [(usize, u64, &'f [Entry]); ROOM],
    len: usize,
}

/// Room for places, and the most that one step of the pass adds.
const ROOM: usize = 32;
const MOST: usize = 2 * PLACES;

/// A keyword is there.
const ANYWHERE: u64 = 0b01;
/// A keyword is there if a word begins there.
const WORD: u64 = 0b10;
/// What is asked at each place, in four bits: a short keyword anywhere, a short one that begins a word, a long one.
const LONG: u32 = 2;
const QUESTIONS: u32 = 4;
/// Everything is asked at every place.
const EVERYTHING: u64 = 0x7777_7777;
/// Places that are asked about at once, and how many bytes that takes.
const PLACES: usize = 8;
const SEEN: usize = 12;

impl Finder {
    pub(super) fn new(keywords: Vec<Keyword>) -> Self {
        let (mut long, mut short, mut single, mut letters) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (index, keyword) in keywords.iter().enumerate() {
            let index = index as u32;
            let bytes = &keyword.bytes;
            match bytes.len() {
                0 => {}
                1 if keyword.word => letters.extend(bytes.first().map(|byte| (byte.to_ascii_lowercase(), index))),
                1 => single.push(index),
                2 => {
                    // Any third byte may follow, the zero behind the end of the text included.
                    let mut thirds: Vec<u8> = (0..=255u8).map(|third| third | 0x20).collect();
                    thirds.sort_unstable();
                    thirds.dedup();
                    if keyword.ends {
                        // Folding maps control bytes on digits, so that those stay.
                        thirds.retain(|third| !third.is_ascii_alphabetic());
                    }
                    short.extend(
                        thirds
                            .into_iter()
                            .map(|third| Entry { letters: 0, ..entry(keyword, &[bytes.as_slice(), &[third]].concat(), index, 0) }),
                    );
                }
                3 => short.push(entry(keyword, bytes, index, 0)),
                4 if keyword.word => short.push(entry(keyword, bytes, index, 0)),
                4 => short.push(entry(keyword, bytes, index, rarest_gram(bytes, 3))),
                _ => long.push(entry(keyword, bytes, index, rarest_gram(bytes, 5))),
            }
        }
        let mut bits = [0; 4];
        for (byte, _) in &letters {
            for byte in [*byte, byte.to_ascii_uppercase()] {
                bits.get_mut(byte as usize / 64).into_iter().for_each(|bits| *bits |= 1 << (byte % 64));
            }
        }
        Self { keywords, long: Table::new(long), short: Table::new(short), single, letters: (letters, bits) }
    }

    pub(super) fn keywords(&self) -> &[Keyword] {
        &self.keywords
    }

    /// Calls `found` for every keyword wherever it stands, overlapping ones included; in order of position but for the length of a
    /// keyword, and single bytes after all others.
    pub(super) fn find(&self, text: &[u8], found: impl FnMut(Hit)) {
        self.find_in(text, 0..text.len(), found);
    }

    /// As [`Finder::find`], for the keywords that begin and end in `range`; what stands outside says where words begin and end.
    #[inline(never)]
    pub(super) fn find_in(&self, text: &[u8], range: Range<usize>, mut found: impl FnMut(Hit)) {
        let mut found = |hit: Hit| {
            if hit.start >= range.start && hit.end <= range.end {
                found(hit);
            }
        };
        let mut noted = Noted { places: [(0, 0, &[]); ROOM], len: 0 };
        let mut at = range.start;
        let before = at.checked_sub(1).and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        let mut before = u64::from(before) << 7;
        while at < range.end
            && let Some((Ok(low), Ok(high))) =
                text.get(at..at + SEEN).and_then(|seen| Some((seen.get(..8)?.try_into(), seen.get(4..)?.try_into())))
        {
            let (low, high) = (u64::from_le_bytes(low), u64::from_le_bytes(high));
            let (begins, joins) = beginnings(low, before);
            let (low, high) = (low | LOWER_8, high | LOWER_8);
            let gram = |place: u32| if place < 4 { low >> (8 * place) } else { high >> (8 * (place - 4)) };
            let ask = |place: u32| {
                let kinds = ANYWHERE | begins >> (8 * place + 6) & WORD;
                (self.long.bits(gram(place)) << LONG | self.short.bits(gram(place)) & kinds) << (QUESTIONS * place)
            };
            let hot = ask(0) | ask(1) | ask(2) | ask(3) | ask(4) | ask(5) | ask(6) | ask(7);
            if hot != 0 {
                self.look(text, at, hot, &mut noted);
                if noted.len > ROOM - MOST {
                    self.settle(text, &mut noted, &mut found);
                }
            }
            before = joins >> 56 & 0x80;
            at += PLACES;
        }
        self.settle(text, &mut noted, &mut found);
        // The last bytes begin no window: what looks there makes up for that with zeros behind them.
        while at < range.end {
            self.look(text, at, EVERYTHING, &mut noted);
            self.settle(text, &mut noted, &mut found);
            at += PLACES;
        }
        if !self.letters.0.is_empty() {
            self.find_letters(text, range.clone(), &mut found);
        }
        for index in &self.single {
            let Some(byte) = self.keywords.get(*index as usize).and_then(|keyword| keyword.bytes.first()) else { continue };
            let Some(window) = text.get(range.clone()) else { continue };
            let hits = memchr::memchr2_iter(byte.to_ascii_lowercase(), byte.to_ascii_uppercase(), window);
            hits.for_each(|at| self.compare(text, range.start + at, *index, 0, &mut found));
        }
    }

    /// The keywords of one letter, where words begin.
    #[inline(never)]
    fn find_letters(&self, text: &[u8], range: Range<usize>, found: &mut impl FnMut(Hit)) {
        let (letters, bits) = &self.letters;
        let mut ask = |at: usize, byte: u8| {
            if bits.get(byte as usize / 64).is_some_and(|bits| bits >> (byte % 64) & 1 == 1) {
                let these = letters.iter().filter(|(letter, _)| *letter == byte.to_ascii_lowercase());
                these.for_each(|(_, index)| self.compare(text, at, *index, 0, found));
            }
        };
        let mut at = range.start;
        let before = at.checked_sub(1).and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        let mut before = u64::from(before) << 7;
        let (blocks, rest) = text.get(range).unwrap_or_default().as_chunks::<8>();
        for block in blocks {
            let (begins, joins) = beginnings(u64::from_le_bytes(*block), before);
            // What is no letter begins no word of these.
            let mut open = begins & joins;
            while open != 0 {
                let place = open.trailing_zeros() as usize / 8;
                block.get(place).into_iter().for_each(|byte| ask(at + place, *byte));
                open &= open - 1;
            }
            before = joins >> 56 & 0x80;
            at += block.len();
        }
        rest.iter().enumerate().for_each(|(place, byte)| ask(at + place, *byte));
    }

    /// Notes the keywords that may stand at the places from `at` on, of which `hot` says what is asked there.
    #[inline(never)]
    fn look<'f>(&'f self, text: &[u8], at: usize, mut hot: u64, noted: &mut Noted<'f>) {
        while hot != 0 {
            let bit = hot.trailing_zeros();
            let (place, question) = (bit / QUESTIONS, bit % QUESTIONS);
            let at = at + place as usize;
            let here = eight(text, at);
            hot &= hot - 1;
            let entries = if question == LONG {
                self.long.entries(here)
            } else {
                hot &= !(0b11 << (QUESTIONS * place));
                self.short.entries(here)
            };
            if let Some(to) = noted.places.get_mut(noted.len) {
                *to = (at, here, entries);
                noted.len += 1;
            }
        }
    }

    /// Compares what was noted.
    #[inline(never)]
    fn settle(&self, text: &[u8], noted: &mut Noted<'_>, found: &mut impl FnMut(Hit)) {
        for (at, here, entries) in noted.places.iter().take(noted.len) {
            let before = before(text, *at);
            for entry in entries.iter().filter(|entry| here & entry.here_mask == entry.here && before & entry.before_mask == entry.before) {
                if entry.letters == 0 {
                    self.compare(text, *at, entry.keyword, entry.offset, found);
                } else if let Some(start) = at.checked_sub(entry.offset as usize) {
                    let end = start + usize::from(entry.letters);
                    let begins = entry.place & BEGINS == 0 || begins_at(text, start);
                    if begins && !(entry.place & ENDS != 0 && text.get(end).is_some_and(u8::is_ascii_alphanumeric)) {
                        found(Hit { start, end, keyword: entry.keyword });
                    }
                }
            }
        }
        noted.len = 0;
    }

    #[inline]
    fn compare(&self, text: &[u8], at: usize, index: u32, offset: u16, found: &mut impl FnMut(Hit)) {
        let (Some(keyword), Some(start)) = (self.keywords.get(index as usize), at.checked_sub(offset as usize)) else {
            return;
        };
        let end = start + keyword.bytes.len();
        let begins = !keyword.word || begins_at(text, start);
        let stands = begins
            && !(keyword.ends && text.get(end).is_some_and(u8::is_ascii_alphanumeric))
            && text
                .get(start..end)
                .is_some_and(|here| if keyword.exact { here == keyword.bytes } else { here.eq_ignore_ascii_case(&keyword.bytes) });
        if stands {
            found(Hit { start, end, keyword: index });
        }
    }
}

impl<const LEN: usize> Table<LEN> {
    const MASK: u64 = u64::MAX >> (64 - 8 * LEN);
    /// What a factor is shifted by, so that a product does not depend on what follows the gram.
    const SHIFT: u32 = 64 - 8 * LEN as u32;
    /// Whether each gram has two bits.
    const PAIRS: bool = LEN == 3;

    fn new(entries: Vec<Entry>) -> Self {
        let grams: Vec<u64> = entries.iter().map(Self::gram).collect();
        let factor = quietest_factor::<LEN>(&grams);
        let mut entries: Vec<(u32, Entry)> = entries.into_iter().map(|entry| (place::<LEN>(Self::gram(&entry), factor), entry)).collect();
        entries.sort_by_key(|(place, entry)| (*place, Self::gram(entry), entry.keyword, entry.offset));
        let mut table = Self {
            filter: Box::new([0; FILTER_WORDS]),
            ranks: Box::new([0; FILTER_WORDS]),
            starts: Vec::new(),
            entries: Vec::new(),
            factor,
        };
        for group in entries.chunk_by(|a, b| a.0 == b.0) {
            let place = group.first().map_or(0, |entry| entry.0);
            let bits = group.iter().fold(0, |bits, (_, entry)| bits | if entry.place & AT_START != 0 { WORD } else { ANYWHERE });
            table.filter.get_mut(place as usize / 64).into_iter().for_each(|word| *word |= bits << (place % 64));
            table.ranks.iter_mut().skip(place as usize / 64 + 1).for_each(|rank| *rank += 1);
            table.starts.push(table.entries.len() as u32);
            table.entries.extend(group.iter().map(|(_, entry)| *entry));
        }
        table.starts.push(table.entries.len() as u32);
        table
    }

    fn gram(entry: &Entry) -> u64 {
        entry.here & Self::MASK
    }

    /// What keywords there may be with the gram that `here` begins with.
    #[inline(always)]
    fn bits(&self, here: u64) -> u64 {
        let place = place::<LEN>(here, self.factor);
        let mask = if Self::PAIRS { ANYWHERE | WORD } else { ANYWHERE };
        self.filter.get(place as usize / 64 % FILTER_WORDS).map_or(0, |word| word >> (place % 64) & mask)
    }

    /// The keywords with a gram that shares its bits with the one `here` begins with.
    #[inline]
    fn entries(&self, here: u64) -> &[Entry] {
        let place = place::<LEN>(here, self.factor);
        let (word, bit) = (place as usize / 64 % FILTER_WORDS, place % 64);
        let Some((bits, rank)) = self.filter.get(word).zip(self.ranks.get(word)) else { return &[] };
        let bits = if Self::PAIRS { (bits | bits >> 1) & 0x5555_5555_5555_5555 } else { *bits };
        if bits >> bit & 1 == 0 {
            return &[];
        }
        let number = *rank as usize + (bits & ((1 << bit) - 1)).count_ones() as usize;
        match self.starts.get(number..number + 2) {
            Some([first, last]) => self.entries.get(*first as usize..*last as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// Whether a word may begin with `first` behind `before`: a letter or digit before it joins it, unless it is a capital.
fn may_begin(before: u8, first: u8) -> bool {
    !before.is_ascii_alphanumeric() || first.is_ascii_uppercase()
}

/// [`may_begin`] for eight bytes at once, in the highest bit of each, the first lowest; and in the same bits whether each is a
/// letter or digit. `before` has its lowest byte's highest bit set where the byte before them is one.
#[inline(always)]
pub(super) fn beginnings(eight: u64, before: u64) -> (u64, u64) {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let each = |byte: u8| u64::from(byte) * 0x0101_0101_0101_0101;
    let low = eight & !HIGH;
    // No sum carries into the next byte, since each has seven bits on both sides.
    let at_least = |bytes: u64, byte: u8| bytes + each(0x80 - byte);
    let folded = low | LOWER_8;
    let letter = at_least(folded, b'a') & !at_least(folded, b'z' + 1);
    let digit = at_least(low, b'0') & !at_least(low, b'9' + 1);
    let joins = (letter | digit) & !eight & HIGH;
    let capital = joins & letter & !(eight << 2);
    (!(joins << 8 | before) & HIGH | capital, joins)
}

/// Whether a word may begin at `start`.
#[inline]
fn begins_at(text: &[u8], start: usize) -> bool {
    start == 0 || matches!(text.get(start - 1..=start), Some([before, first]) if may_begin(*before, *first))
}

/// The number of the first bit of the filter that stands for the gram that `here` begins with.
#[inline(always)]
fn place<const LEN: usize>(here: u64, factor: u64) -> u32 {
    let hash = (here.wrapping_mul(factor << Table::<LEN>::SHIFT) >> (64 - 17)) as u32;
    if Table::<LEN>::PAIRS { hash & !1 } else { hash }
}

/// Of some factors, the one with which the fewest of the grams that texts are full of share a bit with one of `grams`. A bit that
/// one of them shares by chance costs more than all rare grams together.
fn quietest_factor<const LEN: usize>(grams: &[u64]) -> u64 {
    let common = super::COMMON_GRAMS.get(usize::from(LEN > 3)).copied().unwrap_or_default();
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
fn eight(text: &[u8], at: usize) -> u64 {
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
fn before(text: &[u8], at: usize) -> u32 {
    match at.checked_sub(4).and_then(|from| text.get(from..at)).map(<[u8; 4]>::try_from) {
        Some(Ok(four)) => u32::from_le_bytes(four) | LOWER,
        _ => text.get(..at).unwrap_or_default().iter().fold(0, |word, byte| word >> 8 | u32::from(byte | 0x20) << 24),
    }
}

/// What finds `keyword`, whose `bytes` may have one more, by the gram that stands `offset` bytes into it.
fn entry(keyword: &Keyword, bytes: &[u8], index: u32, offset: usize) -> Entry {
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
fn rarest_gram(bytes: &[u8], len: usize) -> usize {
    let rated = bytes.windows(len).enumerate().map(|(offset, gram)| (super::frequencies::of_bytes(gram), offset));
    rated.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(0, |(_, offset)| offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use aho_corasick::{AhoCorasick, MatchKind};
    use proptest::prelude::*;

    fn hits(words: &[String], text: &str) -> Vec<Hit> {
        let finder = Finder::new(words.iter().map(|word| Keyword { bytes: word.clone().into_bytes(), ..Keyword::default() }).collect());
        let mut all = Vec::new();
        finder.find(text.as_bytes(), |hit| all.push(hit));
        all.sort_unstable();
        all
    }

    fn by_automaton(words: &[String], text: &str) -> Vec<Hit> {
        let automaton = AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::Standard).build(words).unwrap();
        let mut all: Vec<Hit> =
            automaton.find_overlapping_iter(text).map(|m| Hit { start: m.start(), end: m.end(), keyword: m.pattern().as_u32() }).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn case_counts_only_where_it_is_asked_for() {
        let finder = Finder::new(vec![
            Keyword { bytes: b"AKIA".to_vec(), exact: true, ..Keyword::default() },
            Keyword { bytes: b"Key".to_vec(), ..Keyword::default() },
        ]);
        let mut all = Vec::new();
        finder.find(b"akia AKIA KEY", |hit| all.push((hit.start, hit.keyword)));
        assert_eq!(all, [(5, 0), (10, 1)]);
    }

    #[test]
    fn words_count_only_where_a_word_may_begin() {
        let words = ["ic", "sin", "card", "no", "x"].map(|word| Keyword { bytes: word.into(), word: true, ..Keyword::default() });
        let finder = Finder::new(words.to_vec());
        let mut all = Vec::new();
        finder.find("sin using userSIN ic music IC_card discard no x max-x toX sax".as_bytes(), |hit| all.push(hit.start));
        assert_eq!(all, [0, 14, 18, 27, 30, 43, 46, 52, 56]);
    }

    #[test]
    fn eight_bytes_at_once_are_eight_bytes() {
        let text: Vec<u8> = (0..=255u8).flat_map(|byte| [byte, b'a', byte, b'A', b' ', byte, b'9']).collect();
        for (at, window) in text.windows(9).enumerate() {
            let joined = |byte: u8| u64::from(byte.is_ascii_alphanumeric()) << 7;
            let (begins, joins) = beginnings(u64::from_le_bytes(window[1..].try_into().unwrap()), joined(window[0]));
            for place in 0..8 {
                assert_eq!(begins >> (8 * place + 7) & 1 == 1, may_begin(window[place], window[place + 1]), "{at} {place} {window:?}");
                assert_eq!(joins >> (8 * place) & 0x80, joined(window[place + 1]));
            }
        }
    }

    #[test]
    fn keywords_at_the_very_end_are_found() {
        for word in ["@", "0x", "://", "key=", "secret"] {
            for text in [word.to_owned(), format!("..{word}"), format!("{word}.")] {
                assert_eq!(hits(&[word.to_owned()], &text).len(), 1, "{word} in {text}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn the_hits_are_those_of_an_automaton(words in prop::collection::btree_set("[a-c@K.]{1,6}|[é中]{1,2}", 1..12), text in "[a-cA-C@kK.]{0,40}|[a-cé中@]{0,20}") {
            let words: Vec<String> = words.into_iter().collect();
            prop_assert_eq!(hits(&words, &text), by_automaton(&words, &text));
        }
    }
}
