//! Keywords that are looked for only where a word begins, or a character that is not ASCII.
//!
//! Labels and words of context are words, and few bytes begin one: asking there takes a fraction of asking everywhere. A letter that is a keyword is not
//! found before a small letter, where it is no word.

use std::ops::Range;

use super::table::LOWER_8;
use super::{Finder, Hit, Keyword, beginnings};

/// A finder of keywords that mostly begin a word.
#[derive(Debug)]
pub(crate) struct Begun {
    finder: Finder,
    /// A bit for each letter that is a keyword, by its last five bits.
    letters: u32,
    /// Of each byte the highest bit, where a keyword may begin with a digit inside a word.
    digits: u64,
    /// The keywords that have no such place, which are looked for everywhere; and of each its number.
    rest: Option<(Finder, Vec<u32>)>,
}

/// Bytes that are looked at together, and those behind them that a keyword's first ones may take up.
const PLACES: usize = 8;
const SEEN: usize = 16;

impl Begun {
    pub(crate) fn new(mut keywords: Vec<Keyword>) -> Self {
        keywords.iter_mut().for_each(Keyword::fold);
        let numbers = |digits: bool| {
            let stays = move |keyword: &Keyword| !keyword.bytes.is_empty() && place(keyword, digits).is_none();
            (0..).zip(&keywords).filter(|(_, keyword)| stays(keyword)).map(|(number, _)| number).collect::<Vec<u32>>()
        };
        // Digits inside words are asked about only where a keyword needs it.
        let (strict, loose) = (numbers(false), numbers(true));
        let digits = loose.len() < strict.len();
        let others = if digits { loose } else { strict };
        let rest: Vec<Keyword> = others.iter().filter_map(|number| keywords.get(*number as usize).cloned()).collect();
        Self {
            letters: keywords.iter().filter_map(alone).fold(0, |letters, letter| letters | 1 << (letter & 0x1F)),
            digits: if digits { u64::MAX } else { 0 },
            rest: (!rest.is_empty()).then(|| (Finder::new(rest), others)),
            finder: Finder::by_place(keywords.into(), |_, keyword| place(keyword, digits)),
        }
    }

    /// As [`Finder::find_in`].
    pub(crate) fn find_in(&self, text: &[u8], range: Range<usize>, mut found: impl FnMut(Hit)) {
        let mut found = |hit: Hit| {
            if hit.start >= range.start && hit.end <= range.end {
                found(hit);
            }
        };
        let mut at = range.start;
        let before = at.checked_sub(1).and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        let mut before = u64::from(before) << 7;
        while at < range.end {
            let seen = match text.get(at..at + SEEN).map(<[u8; SEEN]>::try_from) {
                Some(Ok(seen)) => seen,
                _ => last(text.get(at..).unwrap_or_default()),
            };
            let seen = u128::from_le_bytes(seen);
            let mut open = self.open(seen as u64, &mut before);
            while open != 0 {
                let place = open.trailing_zeros() / 8;
                let here = (seen >> (8 * place)) as u64;
                if self.may_stand(here) {
                    self.ask(text, at + place as usize, here | LOWER_8, &mut found);
                }
                open &= open - 1;
            }
            at += PLACES;
        }
        if let Some((rest, numbers)) = &self.rest {
            rest.find_in(text, range.clone(), |hit| {
                let number = numbers.get(hit.keyword as usize).copied();
                number.into_iter().for_each(|keyword| found(Hit { keyword, ..hit }));
            });
        }
    }

    /// Of eight bytes the highest bits of those at which a keyword may have its place.
    #[inline(always)]
    fn open(&self, eight: u64, before: &mut u64) -> u64 {
        const HIGH: u64 = 0x8080_8080_8080_8080;
        let (begins, joins) = beginnings(eight, *before);
        *before = joins >> 56 & 0x80;
        // Of letters and digits only digits lack this bit.
        let digits = !(eight << 1) & self.digits;
        // A character's first byte has the two highest bits.
        joins & (begins | digits) | eight & eight << 1 & HIGH
    }

    /// Whether a keyword may have its place where the text has these bytes.
    #[inline(always)]
    fn may_stand(&self, here: u64) -> bool {
        let lower = here | LOWER_8;
        let alone = self.letters >> (here & 0x1F) & 1 != 0 && (here >> 8 & 0xFF).wrapping_sub(b'a'.into()) >= 26;
        self.finder.long.bits(lower) | self.finder.short.bits(lower) != 0 || alone
    }

    /// Compares the keywords that may have their place at `at`, where the text has `here` in lower case.
    #[inline(never)]
    fn ask(&self, text: &[u8], at: usize, here: u64, found: &mut impl FnMut(Hit)) {
        let finder = &self.finder;
        if finder.long.bits(here) != 0 && finder.long.may_hold(here) {
            finder.look(text, at, here, finder.long.entries(here), found);
        }
        if finder.short.bits(here) != 0 && finder.short.may_hold(here) {
            finder.look(text, at, here, finder.short.entries(here), found);
        }
        finder.letters.of(here as u8).iter().for_each(|index| finder.compare(text, at, *index, 0, found));
    }
}

/// The bytes that a text ends with and zeros behind them.
#[cold]
fn last(bytes: &[u8]) -> [u8; SEEN] {
    let mut seen = [0; SEEN];
    seen.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    seen
}

/// The letter that a keyword is.
fn alone(keyword: &Keyword) -> Option<u8> {
    match keyword.bytes.as_slice() {
        [letter] if keyword.word => Some(*letter),
        _ => None,
    }
}

/// How many bytes into a keyword the first place is at which it is asked for; none where it has none. With `digits` every digit is one.
fn place(keyword: &Keyword, digits: bool) -> Option<usize> {
    let bytes = &keyword.bytes;
    if keyword.word {
        return Some(0);
    }
    let opens = |at: &usize| {
        let byte = bytes.get(*at).copied().unwrap_or(0);
        let behind = at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(|before| !before.is_ascii_alphanumeric());
        byte >= 0xC0 || byte.is_ascii_alphanumeric() && behind || digits && byte.is_ascii_digit()
    };
    // What is told by its first two bytes at least.
    (0..bytes.len().saturating_sub(1)).find(opens)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hits(find: impl FnOnce(&mut dyn FnMut(Hit))) -> Vec<Hit> {
        let mut all = Vec::new();
        find(&mut |hit| all.push(hit));
        all.sort_unstable();
        all
    }

    #[test]
    fn most_keywords_have_a_place() {
        let keyword = |word: &str, begins: bool| Keyword { bytes: word.into(), word: begins, ..Keyword::default() };
        for (word, begins, expected) in [
            ("name", true, Some(0)),
            ("name", false, None),
            ("(at", false, Some(1)),
            ("no и", false, Some(3)),
            ("имя", false, Some(0)),
            ("\n1000-", false, Some(1)),
            ("(a", false, None),
            ("i", true, Some(0)),
            ("a b", false, None),
            ("", false, None),
        ] {
            assert_eq!(place(&keyword(word, begins), false), expected, "{word}");
        }
        assert_eq!((place(&keyword("1000-", false), false), place(&keyword("1000-", false), true)), (None, Some(0)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn the_hits_are_those_of_a_finder(
            words in prop::collection::btree_map("[a-bK1(-]{1,7}|[aé中]{1,3}|[a(-] ?[é1]", (any::<bool>(), any::<bool>(), any::<bool>()), 1..12),
            pieces in prop::collection::vec("[abAK1( -]{0,4}|[aé中]{0,3}", 0..14),
            cut in (0usize..30, 0usize..60),
        ) {
            let keywords: Vec<Keyword> = words
                .into_iter()
                .map(|(bytes, (exact, word, ends))| {
                    let word = word && bytes.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
                    Keyword { bytes: bytes.into_bytes(), exact, word, ends }
                })
                .collect();
            let text = pieces.concat();
            let range = cut.0.min(text.len())..(cut.0 + cut.1).min(text.len());
            let (begun, finder) = (Begun::new(keywords.clone()), Finder::new(keywords.clone()));
            let plain = hits(|found| finder.find_in(text.as_bytes(), range.clone(), found));
            // A letter alone before a small one is no word, and need not be found.
            let told = |hit: &Hit| {
                let alone = keywords.get(hit.keyword as usize).and_then(alone).is_some_and(|letter| letter.is_ascii_alphanumeric());
                !(alone && text.as_bytes().get(hit.end).is_some_and(u8::is_ascii_lowercase))
            };
            let own = hits(|found| begun.find_in(text.as_bytes(), range.clone(), found));
            prop_assert!(own.iter().all(|hit| plain.contains(hit)), "{own:?} {plain:?} {text:?}");
            prop_assert!(plain.iter().filter(|hit| told(hit)).all(|hit| own.contains(hit)), "{own:?} {plain:?} {text:?}");
        }
    }
}
