//! Finds every keyword of all rules in one pass.
//!
//! An Aho-Corasick automaton over thousands of keywords has megabytes of tables, takes tens of milliseconds to build and waits
//! for memory at every byte. Keywords are rare in real text, so this pass asks a cheaper question first: can a keyword have its
//! rarest four bytes here? The answer is one multiplication and one bit of a 16 KB table, with no step waiting for the last. Only
//! where the bit is set the keywords with these four bytes are compared. (Wu and Manber, "A fast algorithm for multi-pattern
//! searching", 1994, without the shifts, which short keywords make useless.)

/// A literal to look for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Keyword {
    pub(super) bytes: Vec<u8>,
    /// Whether ASCII case counts.
    pub(super) exact: bool,
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
    long: Table<{ u32::MAX }>,
    short: Table<0x00FF_FFFF>,
    /// Keywords of one byte, each with a pass of its own.
    single: Vec<u32>,
}

/// Grams of one length: `MASK` keeps the bytes of a little-endian word that count.
#[derive(Debug)]
struct Table<const MASK: u32> {
    filter: Box<[u64; FILTER_WORDS]>,
    /// Open addressing: a gram and where its entries begin and end.
    slots: Vec<Slot>,
    shift: u32,
    entries: Vec<Entry>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    gram: u32,
    first: u32,
    last: u32,
}

/// A keyword and how many bytes into it the gram stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    gram: u32,
    keyword: u32,
    offset: u32,
}

/// 2^17 bits, 16 KB: half of a first-level cache, and one bit in forty set with three thousand grams.
const FILTER_WORDS: usize = 1 << 11;
/// Folds ASCII letters to lower case. It folds some other bytes together too, in keywords and text alike; the comparison tells.
const LOWER: u32 = 0x2020_2020;
/// Knuth's multiplicative hash.
const FACTOR: u32 = 0x9E37_79B1;

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
                    short.extend(thirds.into_iter().map(|third| Entry { gram: word(&[bytes.as_slice(), &[third]].concat()) & 0x00FF_FFFF, keyword: index, offset: 0 }));
                }
                3 => short.push(Entry { gram: word(bytes) & 0x00FF_FFFF, keyword: index, offset: 0 }),
                _ => long.push(rarest_gram(bytes, index)),
            }
        }
        Self { keywords, long: Table::new(long), short: Table::new(short), single }
    }

    pub(super) fn keywords(&self) -> &[Keyword] {
        &self.keywords
    }

    /// Calls `found` for every keyword wherever it stands, overlapping ones included; in order of position but for the length of a
    /// keyword, and single bytes after all others.
    pub(super) fn find(&self, text: &[u8], mut found: impl FnMut(Hit)) {
        for (at, bytes) in text.windows(4).enumerate() {
            let gram = word(bytes);
            if self.long.may_hold(gram) {
                self.long.candidates(gram).for_each(|entry| self.compare(text, at, entry, &mut found));
            }
            if self.short.may_hold(gram) {
                self.short.candidates(gram).for_each(|entry| self.compare(text, at, entry, &mut found));
            }
        }
        // The last three bytes begin no window of four: three zeros behind them make up for that.
        let tail = text.len().saturating_sub(3);
        for at in tail..text.len() {
            let gram = word(text.get(at..).unwrap_or_default());
            self.short.candidates(gram).for_each(|entry| self.compare(text, at, entry, &mut found));
        }
        for index in &self.single {
            let Some(byte) = self.keywords.get(*index as usize).and_then(|keyword| keyword.bytes.first()) else { continue };
            let hits = memchr::memchr2_iter(byte.to_ascii_lowercase(), byte.to_ascii_uppercase(), text);
            hits.for_each(|at| self.compare(text, at, Entry { gram: 0, keyword: *index, offset: 0 }, &mut found));
        }
    }

    #[inline]
    fn compare(&self, text: &[u8], at: usize, entry: Entry, found: &mut impl FnMut(Hit)) {
        let (Some(keyword), Some(start)) = (self.keywords.get(entry.keyword as usize), at.checked_sub(entry.offset as usize)) else { return };
        let end = start + keyword.bytes.len();
        let stands = text.get(start..end).is_some_and(|here| if keyword.exact { here == keyword.bytes } else { here.eq_ignore_ascii_case(&keyword.bytes) });
        if stands {
            found(Hit { start, end, keyword: entry.keyword });
        }
    }
}

impl<const MASK: u32> Table<MASK> {
    fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_unstable();
        let mut filter = Box::new([0; FILTER_WORDS]);
        let size = (entries.len() * 2).next_power_of_two().max(2);
        let mut table = Self { filter: Box::new([0; FILTER_WORDS]), slots: vec![Slot::default(); size], shift: 32 - size.trailing_zeros(), entries: Vec::new() };
        let mut first = 0;
        for group in entries.chunk_by(|a, b| a.gram == b.gram) {
            let last = first + group.len() as u32;
            if let Some(Entry { gram, .. }) = group.first() {
                let (word, bit) = place(*gram);
                filter.get_mut(word).into_iter().for_each(|word| *word |= bit);
                let free = table.probe(*gram).find(|at| table.slots.get(*at).is_some_and(|slot| slot.last == 0));
                if let Some(slot) = free.and_then(|at| table.slots.get_mut(at)) {
                    *slot = Slot { gram: *gram, first, last };
                }
            }
            first = last;
        }
        table.filter = filter;
        table.entries = entries;
        table
    }

    #[inline]
    fn may_hold(&self, gram: u32) -> bool {
        let (word, bit) = place(gram & MASK);
        self.filter.get(word).is_some_and(|word| word & bit != 0)
    }

    fn candidates(&self, gram: u32) -> impl Iterator<Item = Entry> + '_ {
        let gram = gram & MASK;
        let slot = self.probe(gram).map_while(|at| self.slots.get(at).filter(|slot| slot.last > 0)).find(|slot| slot.gram == gram);
        let range = slot.map_or(0..0, |slot| slot.first as usize..slot.last as usize);
        self.entries.get(range).unwrap_or_default().iter().copied()
    }

    /// The slots a gram may stand in, first choice first.
    fn probe(&self, gram: u32) -> impl Iterator<Item = usize> + use<MASK> {
        let size = self.slots.len();
        let first = (gram.wrapping_mul(FACTOR) >> self.shift) as usize;
        (0..size).map(move |step| (first + step) & (size - 1))
    }
}

/// The filter word and the bit in it that stand for a gram.
#[inline]
fn place(gram: u32) -> (usize, u64) {
    let hash = gram.wrapping_mul(FACTOR) >> 15;
    ((hash >> 6) as usize & (FILTER_WORDS - 1), 1 << (hash & 63))
}

/// Up to four bytes in lower case as a little-endian word; zeros (in lower case) where there are fewer.
#[inline]
fn word(bytes: &[u8]) -> u32 {
    let mut four = [0; 4];
    four.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    u32::from_le_bytes(four) | LOWER
}

/// The four bytes of a keyword that prose is least likely to hold.
fn rarest_gram(bytes: &[u8], keyword: u32) -> Entry {
    let rate = |gram: &[u8]| gram.iter().map(|byte| u64::from(super::source::per_mille(*byte))).product::<u64>();
    let offset = bytes.windows(4).enumerate().min_by_key(|(_, gram)| rate(gram)).map_or(0, |(offset, _)| offset);
    Entry { gram: word(bytes.get(offset..).unwrap_or_default()), keyword, offset: offset as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aho_corasick::{AhoCorasick, MatchKind};
    use proptest::prelude::*;

    fn hits(words: &[String], text: &str) -> Vec<Hit> {
        let finder = Finder::new(words.iter().map(|word| Keyword { bytes: word.clone().into_bytes(), exact: false }).collect());
        let mut all = Vec::new();
        finder.find(text.as_bytes(), |hit| all.push(hit));
        all.sort_unstable();
        all
    }

    fn by_automaton(words: &[String], text: &str) -> Vec<Hit> {
        let automaton = AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::Standard).build(words).unwrap();
        let mut all: Vec<Hit> = automaton.find_overlapping_iter(text).map(|m| Hit { start: m.start(), end: m.end(), keyword: m.pattern().as_u32() }).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn case_counts_only_where_it_is_asked_for() {
        let finder = Finder::new(vec![Keyword { bytes: b"AKIA".to_vec(), exact: true }, Keyword { bytes: b"Key".to_vec(), exact: false }]);
        let mut all = Vec::new();
        finder.find(b"akia AKIA KEY", |hit| all.push((hit.start, hit.keyword)));
        assert_eq!(all, [(5, 0), (10, 1)]);
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
