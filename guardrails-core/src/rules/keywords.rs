//! Finds every keyword of all rules in one pass.
//!
//! An Aho-Corasick automaton over thousands of keywords has megabytes of tables, takes tens of milliseconds to build and waits
//! for memory at every byte. Keywords are rare in real text, so this pass asks a cheaper question first: can a keyword have its
//! rarest four bytes here? The answer is one multiplication and one bit of a 16 KB table, with no step waiting for the last. Only
//! where the bit is set the keywords with these four bytes are compared. A keyword has two such places, one an even and one an odd
//! number of bytes into it, so that the question is asked at every other byte only. What is shorter than five bytes is asked for by
//! three bytes, at every byte. (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994, without the shifts, which
//! short keywords make useless.)

/// A literal to look for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Keyword {
    pub(super) bytes: Vec<u8>,
    /// Whether ASCII case counts.
    pub(super) exact: bool,
    /// Whether only places count where a word may begin: behind anything but an ASCII letter or digit, or at a capital.
    pub(super) word: bool,
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
    long: Table<4>,
    short: Table<3>,
    /// Keywords of one byte, each with a pass of its own.
    single: Vec<u32>,
}

/// Keywords by grams of `LEN` bytes.
#[derive(Debug)]
struct Table<const LEN: usize> {
    /// Two bits for each hash of a gram: whether a keyword has it, and whether one has it that counts only where a word begins.
    filter: Box<[u64; FILTER_WORDS]>,
    /// Open addressing: a gram and where its entries begin and end.
    slots: Vec<Slot>,
    shift: u32,
    factor: u32,
    entries: Vec<Entry>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    gram: u32,
    first: u32,
    last: u32,
}

/// A keyword, how many bytes into it the gram stands, and up to four bytes on either side of the gram that tell it apart from
/// most others with the same gram without a look at the keyword itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    gram: u32,
    keyword: u32,
    offset: u32,
    /// Whether it counts only where a word begins, and the gram begins it.
    word: bool,
    before: Masked,
    after: Masked,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Masked {
    bytes: u32,
    mask: u32,
}

impl Masked {
    /// The bytes that are there, at the places where [`word`] would put them.
    fn new(bytes: impl Iterator<Item = (usize, u8)>) -> Self {
        let place = |(at, byte): (usize, u8)| (u32::from(byte | 0x20) << (8 * at), 0xFF << (8 * at));
        bytes.map(place).fold(Self::default(), |all, (byte, mask)| Self { bytes: all.bytes | byte, mask: all.mask | mask })
    }

    #[inline(always)]
    fn fits(self, text: u32) -> bool {
        text & self.mask == self.bytes
    }
}

/// 16 KB for each table, 2^16 pairs of bits: one in ten set with seven thousand grams.
const FILTER_WORDS: usize = 1 << 11;
/// Folds ASCII letters to lower case. It folds some other bytes together too, in keywords and text alike; the comparison tells.
const LOWER: u32 = 0x2020_2020;
const LOWER_8: u64 = (LOWER as u64) << 32 | LOWER as u64;
/// Knuth's multiplicative hash: the first factor to try, and how many.
const FACTOR: u32 = 0x9E37_79B1;
const FACTORS: u32 = 32;

/// A keyword is there.
const ANYWHERE: u64 = 0b01;
/// A keyword is there if a word begins there.
const WORD: u64 = 0b10;

impl Finder {
    pub(super) fn new(keywords: Vec<Keyword>) -> Self {
        let (mut long, mut short, mut single) = (Vec::new(), Vec::new(), Vec::new());
        for (index, keyword) in keywords.iter().enumerate() {
            let index = index as u32;
            let bytes = &keyword.bytes;
            match bytes.len() {
                0 => {}
                1 => single.push(index),
                2 => {
                    // Any third byte may follow, the zero behind the end of the text included.
                    let mut thirds: Vec<u8> = (0..=255u8).map(|third| third | 0x20).collect();
                    thirds.sort_unstable();
                    thirds.dedup();
                    short
                        .extend(thirds.into_iter().map(|third| entry::<3>(&[bytes.as_slice(), &[third]].concat(), index, 0, keyword.word)));
                }
                3 => short.push(entry::<3>(bytes, index, 0, keyword.word)),
                4 if keyword.word => short.push(entry::<3>(bytes, index, 0, true)),
                4 => short.push(entry::<3>(bytes, index, rarest_gram(bytes, 3, 0, 1), false)),
                _ => long.extend([0, 1].map(|odd| entry::<4>(bytes, index, rarest_gram(bytes, 4, odd, 2), false))),
            }
        }
        Self { keywords, long: Table::new(long), short: Table::new(short), single }
    }

    pub(super) fn keywords(&self) -> &[Keyword] {
        &self.keywords
    }

    /// Calls `found` for every keyword wherever it stands, overlapping ones included; in order of position but for the length of a
    /// keyword, and single bytes after all others.
    #[inline(never)]
    pub(super) fn find(&self, text: &[u8], mut found: impl FnMut(Hit)) {
        let (mut at, mut before) = (0, 0);
        while let Some(Ok(eight)) = text.get(at..at + 8).map(<[u8; 8]>::try_from) {
            let eight = u64::from_le_bytes(eight);
            let lower = eight | LOWER_8;
            let gram = |place: u32| (lower >> (8 * place)) as u32;
            let (begins, joins) = beginnings(eight, before);
            let kinds = |place: u32| ANYWHERE | begins >> (8 * place + 6) & WORD;
            // Two bits for each question, the first answer lowest.
            let long = self.long.bits(gram(0)) | self.long.bits(gram(2)) << 8;
            let short = |place: u32| (self.short.bits(gram(place)) & kinds(place)) << (4 * place + 2);
            let hot = long | short(0) | short(1) | short(2) | short(3);
            if hot != 0 {
                self.look(text, at, hot, &mut found);
            }
            before = joins >> 24 & 0x80;
            at += 4;
        }
        // The last bytes begin no window: what looks there makes up for that with zeros behind them.
        while at < text.len() {
            self.look(text, at, u64::MAX >> 48, &mut found);
            at += 4;
        }
        for index in &self.single {
            let Some(byte) = self.keywords.get(*index as usize).and_then(|keyword| keyword.bytes.first()) else { continue };
            let hits = memchr::memchr2_iter(byte.to_ascii_lowercase(), byte.to_ascii_uppercase(), text);
            hits.for_each(|at| self.compare(text, at, entry::<3>(&[*byte], *index, 0, false), &mut found));
        }
    }

    /// Compares the keywords that may stand at the four places from `at` on: `hot` has four bits for each, of which the lower two ask
    /// for long keywords and the upper two for short ones.
    #[inline(never)]
    fn look(&self, text: &[u8], at: usize, mut hot: u64, found: &mut impl FnMut(Hit)) {
        while hot != 0 {
            let question = hot.trailing_zeros() as usize / 2;
            hot &= !(0b11 << (2 * question));
            let (place, at) = (question / 2, at + question / 2);
            if question % 2 == 1 {
                self.compare_all(text, at, 3, self.short.entries(four(text, at)), found);
            } else if place % 2 == 0 {
                self.compare_all(text, at, 4, self.long.entries(four(text, at)), found);
            }
        }
    }

    #[inline]
    fn compare_all(&self, text: &[u8], at: usize, len: usize, entries: &[Entry], found: &mut impl FnMut(Hit)) {
        if entries.is_empty() {
            return;
        }
        // Before the first bytes and behind the last there are none; what stands for them fits no keyword that has bytes there.
        let before = at.checked_sub(4).map_or_else(|| first_bytes(text, at), |from| four(text, from));
        let after = four(text, at + len);
        for entry in entries.iter().filter(|entry| entry.after.fits(after) && entry.before.fits(before)) {
            self.compare(text, at, *entry, found);
        }
    }

    #[inline]
    fn compare(&self, text: &[u8], at: usize, entry: Entry, found: &mut impl FnMut(Hit)) {
        let (Some(keyword), Some(start)) = (self.keywords.get(entry.keyword as usize), at.checked_sub(entry.offset as usize)) else {
            return;
        };
        let end = start + keyword.bytes.len();
        let begins = !keyword.word
            || matches!(text.get(start.wrapping_sub(1)..=start), Some([before, first]) if may_begin(*before, *first))
            || start == 0;
        let stands = begins
            && text
                .get(start..end)
                .is_some_and(|here| if keyword.exact { here == keyword.bytes } else { here.eq_ignore_ascii_case(&keyword.bytes) });
        if stands {
            found(Hit { start, end, keyword: entry.keyword });
        }
    }
}

impl<const LEN: usize> Table<LEN> {
    const MASK: u32 = u32::MAX >> (32 - 8 * LEN as u32);

    fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_unstable();
        let size = (entries.len() * 2).next_power_of_two().max(2);
        let grams: Vec<u32> = entries.chunk_by(|a, b| a.gram == b.gram).filter_map(|group| Some(group.first()?.gram)).collect();
        let mut table = Self {
            factor: quietest_factor(&grams, LEN),
            filter: Box::new([0; FILTER_WORDS]),
            slots: vec![Slot::default(); size],
            shift: 32 - size.trailing_zeros(),
            entries: Vec::new(),
        };
        let mut first = 0;
        for group in entries.chunk_by(|a, b| a.gram == b.gram) {
            let last = first + group.len() as u32;
            let gram = group.first().map_or(0, |entry| entry.gram);
            let (word, bit) = place(gram, table.factor);
            let bits = group.iter().fold(0, |bits, entry| bits | if entry.word { WORD } else { ANYWHERE });
            table.filter.get_mut(word).into_iter().for_each(|word| *word |= bits << bit);
            let mut at = table.first_slot(gram);
            while table.slots.get(at).is_some_and(|slot| slot.last > 0) {
                at = (at + 1) & (size - 1);
            }
            table.slots.get_mut(at).into_iter().for_each(|slot| *slot = Slot { gram, first, last });
            first = last;
        }
        table.entries = entries;
        table
    }

    /// What keywords there may be with this gram.
    #[inline(always)]
    fn bits(&self, gram: u32) -> u64 {
        let (word, bit) = place(gram & Self::MASK, self.factor);
        self.filter.get(word).map_or(0, |word| word >> bit & (ANYWHERE | WORD))
    }

    /// The keywords with this gram.
    #[inline]
    fn entries(&self, gram: u32) -> &[Entry] {
        let gram = gram & Self::MASK;
        let mut at = self.first_slot(gram);
        // Half of the slots are free, so that this ends.
        while let Some(slot) = self.slots.get(at).filter(|slot| slot.last > 0) {
            if slot.gram == gram {
                return self.entries.get(slot.first as usize..slot.last as usize).unwrap_or_default();
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        &[]
    }

    #[inline]
    fn first_slot(&self, gram: u32) -> usize {
        (gram.wrapping_mul(FACTOR) >> self.shift) as usize
    }
}

/// Whether a word may begin with `first` behind `before`: a letter or digit before it joins it, unless it is a capital.
fn may_begin(before: u8, first: u8) -> bool {
    !before.is_ascii_alphanumeric() || first.is_ascii_uppercase()
}

/// [`may_begin`] for eight bytes at once, in the highest bit of each, the first lowest; and in the same bits whether each is a
/// letter or digit. `before` has its lowest byte's highest bit set where the byte before them is one.
#[inline(always)]
fn beginnings(eight: u64, before: u64) -> (u64, u64) {
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

/// The filter word and the number of the bit in it that stand for a gram.
#[inline(always)]
fn place(gram: u32, factor: u32) -> (usize, u32) {
    let hash = gram.wrapping_mul(factor) >> 16;
    ((hash >> 5) as usize & (FILTER_WORDS - 1), (hash & 31) * 2)
}

/// Of some factors, the one with which the fewest of the grams that texts are full of share a bit with one of `grams`. A bit that
/// one of them shares by chance costs more than all rare grams together.
fn quietest_factor(grams: &[u32], len: usize) -> u32 {
    let common = super::COMMON_GRAMS.get(len - 3).copied().unwrap_or_default();
    let mut bits = vec![0u64; FILTER_WORDS];
    let noise = |factor: u32, bits: &mut Vec<u64>| {
        bits.fill(0);
        for (word, bit) in grams.iter().map(|gram| place(*gram, factor)) {
            bits.get_mut(word).into_iter().for_each(|bits| *bits |= 1 << bit);
        }
        // The most common first: a gram counts by its rank.
        let shared = |gram: &[u8; 4]| {
            let (word, bit) = place((u32::from_le_bytes(*gram) | LOWER) & (u32::MAX >> (32 - 8 * len as u32)), factor);
            bits.get(word).is_some_and(|bits| bits >> bit & 1 == 1)
        };
        common.iter().enumerate().filter(|(_, gram)| shared(gram)).map(|(rank, _)| 1.0 / (rank + 4) as f64).sum::<f64>()
    };
    let factors = std::iter::successors(Some(FACTOR), |factor| Some(factor.wrapping_mul(0x85EB_CA6B).wrapping_add(0xC2B2_AE35) | 1));
    let rated = factors.take(FACTORS as usize).map(|factor| (noise(factor, &mut bits), factor));
    rated.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(FACTOR, |(_, factor)| factor)
}

/// Up to four bytes in lower case as a little-endian word; zeros (in lower case) where there are fewer.
#[inline]
fn word(bytes: &[u8]) -> u32 {
    let mut four = [0; 4];
    four.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    u32::from_le_bytes(four) | LOWER
}

/// The four bytes of `text` from `at` on as [`word`] gives them.
#[inline]
fn four(text: &[u8], at: usize) -> u32 {
    match text.get(at..at + 4).map(<[u8; 4]>::try_from) {
        Some(Ok(four)) => u32::from_le_bytes(four) | LOWER,
        _ => word(text.get(at..).unwrap_or_default()),
    }
}

/// The bytes before `at`, of which there are fewer than four, where the last four would stand.
#[cold]
fn first_bytes(text: &[u8], at: usize) -> u32 {
    text.get(..at).unwrap_or_default().iter().fold(0, |word, byte| word >> 8 | u32::from(byte | 0x20) << 24)
}

fn entry<const LEN: usize>(bytes: &[u8], keyword: u32, offset: usize, word_begins: bool) -> Entry {
    let gram = word(bytes.get(offset..).unwrap_or_default()) & Table::<LEN>::MASK;
    let before = bytes.iter().take(offset).rev().take(4).enumerate().map(|(back, byte)| (3 - back, *byte));
    let after = bytes.iter().skip(offset + LEN).take(4).copied().enumerate();
    Entry { gram, keyword, offset: offset as u32, word: word_begins, before: Masked::new(before), after: Masked::new(after) }
}

/// Where in a keyword, from `first` on in steps of `step`, the `len` bytes stand that texts are least likely to hold.
fn rarest_gram(bytes: &[u8], len: usize, first: usize, step: usize) -> usize {
    let grams = bytes.windows(len).enumerate().skip(first).step_by(step);
    let rated = grams.map(|(offset, gram)| (super::frequencies::of_bytes(gram), offset));
    rated.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(first, |(_, offset)| offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use aho_corasick::{AhoCorasick, MatchKind};
    use proptest::prelude::*;

    fn hits(words: &[String], text: &str) -> Vec<Hit> {
        let finder =
            Finder::new(words.iter().map(|word| Keyword { bytes: word.clone().into_bytes(), exact: false, word: false }).collect());
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
            Keyword { bytes: b"AKIA".to_vec(), exact: true, word: false },
            Keyword { bytes: b"Key".to_vec(), exact: false, word: false },
        ]);
        let mut all = Vec::new();
        finder.find(b"akia AKIA KEY", |hit| all.push((hit.start, hit.keyword)));
        assert_eq!(all, [(5, 0), (10, 1)]);
    }

    #[test]
    fn words_count_only_where_a_word_may_begin() {
        let words = ["ic", "sin", "card", "no"].map(|word| Keyword { bytes: word.into(), exact: false, word: true });
        let finder = Finder::new(words.to_vec());
        let mut all = Vec::new();
        finder.find("sin using userSIN ic music IC_card discard no".as_bytes(), |hit| all.push(hit.start));
        assert_eq!(all, [0, 14, 18, 27, 30, 43]);
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
