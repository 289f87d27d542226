//! Finds every keyword of all rules in one pass.
//!
//! An Aho-Corasick automaton over thousands of keywords has megabytes of tables, takes tens of milliseconds to build and waits
//! for memory at every byte. Keywords are rare in real text, so this pass asks a cheaper question first, at every byte: can a keyword
//! have its rarest five bytes here? The answer is one multiplication and one bit of a 16 KB table, with no step waiting for the last.
//! Only where the bit is set the keywords with these five bytes are compared. What is shorter than five bytes is asked for by three,
//! in a table of its own. (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994, without the shifts, which short
//! keywords make useless.)

mod begun;
mod letters;
mod table;

use std::ops::Range;
use std::sync::Arc;

pub(crate) use begun::Begun;
use letters::Letters;
use table::{BEGINS, ENDS, Entry, LOWER_8, Table, before, eight, entry, rarest_gram};

/// A literal to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Keyword {
    pub(crate) bytes: Vec<u8>,
    /// Whether ASCII case counts.
    pub(crate) exact: bool,
    /// Whether only places count where a word may begin: behind anything but an ASCII letter or digit, or at a capital.
    pub(crate) word: bool,
    /// Whether only places count where a word ends: before anything but an ASCII letter or digit.
    pub(crate) ends: bool,
}

impl Keyword {
    /// In lower case, where case does not count.
    pub(crate) fn fold(&mut self) {
        if !self.exact {
            self.bytes.make_ascii_lowercase();
        }
    }

    /// How many bytes into it the gram stands by which it is looked for everywhere.
    fn place(&self) -> usize {
        match self.bytes.len() {
            ..=3 => 0,
            4 if self.word => 0,
            4 => rarest_gram(&self.bytes, 3),
            _ => rarest_gram(&self.bytes, 5),
        }
    }
}

/// Every place where keyword `keyword` stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) keyword: u32,
}

/// Each keyword once, in order, with all that was said of it in the order in which it was said, but for what was said just before.
pub(super) fn grouped<T: PartialEq>(mut all: Vec<(Keyword, T)>) -> impl Iterator<Item = (Keyword, Vec<T>)> {
    all.sort_by(|a, b| a.0.cmp(&b.0));
    let mut rest = all.into_iter().peekable();
    std::iter::from_fn(move || {
        let (keyword, first) = rest.next()?;
        let mut said = vec![first];
        while let Some((_, next)) = rest.next_if(|(other, _)| *other == keyword) {
            if said.last() != Some(&next) {
                said.push(next);
            }
        }
        Some((keyword, said))
    })
}

#[derive(Debug)]
pub(crate) struct Finder {
    keywords: Arc<[Keyword]>,
    long: Table<5>,
    short: Table<3>,
    /// Keywords of one byte, each with a pass of its own.
    single: Vec<u32>,
    /// Those of one byte that count only where a word begins, by that byte: one pass for all.
    letters: Letters,
}

/// Stretches in which keywords may stand: where each begins, and what is asked there. They are compared some at a time, which keeps the
/// pass itself short.
struct Noted {
    stretches: [(usize, u64); ROOM],
    len: usize,
}

const ROOM: usize = 32;

/// What is asked at each place, in a byte: a short keyword anywhere, a short one that begins a word, a long one.
const LONG: u32 = 2;
const QUESTIONS: u32 = 8;
/// Everything is asked at every place; and everything but what has to begin a word.
const EVERYTHING: u64 = 0x0707_0707_0707_0707;
const WITHIN_WORDS: u64 = 0x0505_0505_0505_0505;
/// Places that are asked about at once, and how many bytes that takes.
const PLACES: usize = 8;
const SEEN: usize = 12;

impl Finder {
    pub(crate) fn new(mut keywords: Vec<Keyword>) -> Self {
        keywords.iter_mut().for_each(Keyword::fold);
        Self::of(keywords.into(), |_| true)
    }

    /// A finder of those of some folded keywords of which `is_asked` says that they are looked for.
    pub(crate) fn of(keywords: Arc<[Keyword]>, is_asked: impl Fn(usize) -> bool) -> Self {
        Self::by_place(keywords, |number, keyword| is_asked(number).then(|| keyword.place()))
    }

    /// From folded keywords and how many bytes into each its gram stands, by its number; those without are left out. Behind the place of a gram
    /// stand two bytes of its keyword at least, if it has more than one.
    fn by_place(keywords: Arc<[Keyword]>, place: impl Fn(usize, &Keyword) -> Option<usize>) -> Self {
        let (mut long, mut short, mut single, mut letters) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (index, keyword) in keywords.iter().enumerate() {
            let (index, Some(offset)) = (index as u32, place(index, keyword)) else { continue };
            let bytes = &keyword.bytes;
            match bytes.len().saturating_sub(offset) {
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
                            .map(|third| Entry { letters: 0, ..entry(keyword, &[bytes.as_slice(), &[third]].concat(), index, offset) }),
                    );
                }
                3 | 4 => short.push(entry(keyword, bytes, index, offset)),
                _ => long.push(entry(keyword, bytes, index, offset)),
            }
        }
        Self { keywords, long: Table::new(long), short: Table::new(short), single, letters: Letters::new(letters) }
    }

    /// Calls `found` for every keyword wherever it stands, overlapping ones included; in order of position but for the length of a
    /// keyword, and single bytes after all others.
    pub(crate) fn find(&self, text: &[u8], found: impl FnMut(Hit)) {
        self.find_in(text, 0..text.len(), found);
    }

    /// As [`Finder::find`], for the keywords that begin and end in `range`; what stands outside says where words begin and end.
    #[inline(never)]
    pub(crate) fn find_in(&self, text: &[u8], range: Range<usize>, mut found: impl FnMut(Hit)) {
        let mut found = |hit: Hit| {
            if hit.start >= range.start && hit.end <= range.end {
                found(hit);
            }
        };
        let mut noted = Noted { stretches: [(0, 0); ROOM], len: 0 };
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
            let ask = |place: u32| (self.long.bits(gram(place)) << LONG | self.short.bits(gram(place))) << (QUESTIONS * place);
            let hot = ask(0) | ask(1) | ask(2) | ask(3) | ask(4) | ask(5) | ask(6) | ask(7);
            let hot = hot & (WITHIN_WORDS | begins >> 6);
            if hot != 0 {
                noted.stretches.get_mut(noted.len).into_iter().for_each(|stretch| *stretch = (at, hot));
                noted.len += 1;
                if noted.len == ROOM {
                    self.settle(text, &mut noted, &mut found);
                }
            }
            before = joins >> 56 & 0x80;
            at += PLACES;
        }
        self.settle(text, &mut noted, &mut found);
        // The last bytes begin no window: what looks there makes up for that with zeros behind them.
        while at < range.end {
            (noted.stretches[0], noted.len) = ((at, EVERYTHING), 1);
            self.settle(text, &mut noted, &mut found);
            at += PLACES;
        }
        if !self.letters.keywords.is_empty() {
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
        let mut ask = |at: usize, byte: u8| self.letters.of(byte).iter().for_each(|index| self.compare(text, at, *index, 0, found));
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

    /// Compares the keywords that may stand where it was noted.
    #[inline(never)]
    fn settle(&self, text: &[u8], noted: &mut Noted, found: &mut impl FnMut(Hit)) {
        for (from, hot) in noted.stretches.iter().take(noted.len) {
            let mut hot = *hot;
            while hot != 0 {
                let bit = hot.trailing_zeros();
                let (at, question) = (from + (bit / QUESTIONS) as usize, bit % QUESTIONS);
                hot &= hot - 1;
                let here = eight(text, at);
                let entries = if question == LONG {
                    if !self.long.may_hold(here) {
                        continue;
                    }
                    self.long.entries(here)
                } else {
                    hot &= !(0b11 << (bit - question));
                    if !self.short.may_hold(here) {
                        continue;
                    }
                    self.short.entries(here)
                };
                self.look(text, at, here, entries, found);
            }
        }
        noted.len = 0;
    }

    /// Of some entries those that stand at `at`, where the text has `here`.
    #[inline(always)]
    fn look(&self, text: &[u8], at: usize, here: u64, entries: &[Entry], found: &mut impl FnMut(Hit)) {
        for entry in entries.iter().filter(|entry| here & entry.here_mask == entry.here) {
            if before(text, at) & entry.before_mask == entry.before {
                self.confirm(text, at, entry, found);
            }
        }
    }

    /// An entry of which the bytes near `at` are those of the text.
    #[inline]
    fn confirm(&self, text: &[u8], at: usize, entry: &Entry, found: &mut impl FnMut(Hit)) {
        if entry.letters == 0 {
            self.compare(text, at, entry.keyword, entry.offset, found);
        } else if let Some(start) = at.checked_sub(entry.offset as usize) {
            let end = start + usize::from(entry.letters);
            let begins = entry.place & BEGINS == 0 || begins_at(text, start);
            if begins && !(entry.place & ENDS != 0 && text.get(end).is_some_and(u8::is_ascii_alphanumeric)) {
                found(Hit { start, end, keyword: entry.keyword });
            }
        }
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
                .is_some_and(|here| if keyword.exact { here == keyword.bytes } else { is_in_lower_case(here, &keyword.bytes) });
        if stands {
            found(Hit { start, end, keyword: index });
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

/// Whether `bytes` are `lower` but for ASCII capitals.
fn is_in_lower_case(bytes: &[u8], lower: &[u8]) -> bool {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let each = |byte: u8| u64::from(byte) * 0x0101_0101_0101_0101;
    let folded = |eight: u64| {
        let low = eight & !HIGH;
        let capital = (low + each(0x80 - b'A')) & !(low + each(0x80 - b'Z' - 1)) & !eight & HIGH;
        eight | capital >> 2
    };
    let ((eights, rest), (lower_eights, lower_rest)) = (bytes.as_chunks::<8>(), lower.as_chunks::<8>());
    eights.len() == lower_eights.len()
        && eights.iter().zip(lower_eights).all(|(eight, lower)| folded(u64::from_le_bytes(*eight)) == u64::from_le_bytes(*lower))
        && rest.eq_ignore_ascii_case(lower_rest)
}

/// Whether a word may begin at `start`.
#[inline]
fn begins_at(text: &[u8], start: usize) -> bool {
    start == 0 || matches!(text.get(start - 1..=start), Some([before, first]) if may_begin(*before, *first))
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
    fn capitals_alone_may_differ_from_lower_case() {
        for byte in 0..=255u8 {
            for len in [1, 8, 9, 17] {
                let bytes = vec![byte; len];
                let lower = bytes.to_ascii_lowercase();
                assert!(is_in_lower_case(&bytes, &lower), "{byte} {len}");
                let other = [lower.as_slice(), b"x"].concat();
                assert!(!is_in_lower_case(&bytes, &other) && !is_in_lower_case(&other, &lower), "{byte} {len}");
                let folded = vec![lower[0] ^ 0x20; len];
                assert_eq!(is_in_lower_case(&folded, &lower), folded.eq_ignore_ascii_case(&lower), "{byte} {len}");
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
