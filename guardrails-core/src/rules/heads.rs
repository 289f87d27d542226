//! The words of a window, as the numbers of [`required`](super::required).

use super::keywords::beginnings;
use super::required::{Condition, FOREIGN, LEN, Stored, head};

/// Bytes of a stretch whose words are read at once.
const STRETCH: usize = 64;

/// Words that begin in a stretch, of which two take three bytes at least: letters begin one behind a digit as well, and so does the digit. One
/// more may have begun before, and the last place is for what is outside ASCII.
const WORDS: usize = 48;
const _: () = assert!(WORDS >= STRETCH * 2 / 3 + 3);

/// Stretches whose words are known. Longer windows are not looked at.
const KNOWN: usize = 16;

/// The bytes of a word's beginning, by which of its first four bytes are letters or digits, the first lowest.
static LETTERS: [u32; 1 << LEN] = {
    let (mut masks, mut run) = ([0; 1 << LEN], 0u32);
    while run < 1 << LEN {
        #[allow(clippy::indexing_slicing, reason = "evaluated while compiling")]
        {
            masks[run as usize] = ((1u64 << (8 * run.trailing_ones())) - 1) as u32;
        }
        run += 1;
    }
    masks
};

/// For the upper bits of each head, in which of the stretches at hand a word has them: a bit for the place of each stretch.
const PLACES: usize = 1 << 11;
const _: () = assert!(KNOWN == u16::BITS as usize);

/// Rules of which it is remembered where they lacked a word, by the end of their numbers.
const RULES: usize = 256;

/// So many answers about one rule may take the place of those about another before each rule has a place of its own.
const DISPLACED: u32 = if cfg!(test) { 8 } else { 64 };

/// So many stretches behind a window are looked at with it where the one before lacked a word: in a text full of a keyword most windows do, and
/// one answer is then good for many of them.
const AHEAD: usize = 8;

/// A row of stretches that lack a word of every way to match a rule.
#[derive(Clone, Copy, Default)]
struct Lacking {
    /// One more than the number of the rule, if that is small enough.
    rule: u16,
    count: u16,
    first: u32,
}

/// The words of a text, read where they are asked for.
pub(super) struct Heads {
    words: [[u16; WORDS]; KNOWN],
    places: [u16; PLACES],
    /// One more than the number of each stretch.
    which: [u32; KNOWN],
    /// From where and up to where stretches in a row are known.
    ready: (usize, usize),
    lacking: [Lacking; RULES],
    /// By the number of the rule, as soon as many rules were asked about: a text full of a word that hundreds of them look for.
    by_rule: Vec<Lacking>,
    displaced: u32,
}

impl Default for Heads {
    fn default() -> Self {
        Self {
            words: [[0; WORDS]; KNOWN],
            places: [0; PLACES],
            which: [0; KNOWN],
            ready: (0, 0),
            lacking: [Lacking::default(); RULES],
            by_rule: Vec::new(),
            displaced: 0,
        }
    }
}

impl Heads {
    /// Whether the words of `text` in `lo..hi` may meet the condition of a rule.
    pub(super) fn meet(&mut self, rule: u32, condition: &[Stored], text: &[u8], lo: usize, hi: usize) -> bool {
        let (first, last) = (lo / STRETCH, hi.saturating_sub(1) / STRETCH);
        if condition.is_empty() || last - first >= KNOWN {
            return true;
        }
        let known = self.lacking(rule).filter(|known| u32::from(known.rule) == rule + 1);
        let until = known.filter(|known| first >= known.first as usize).map_or(0, |known| known.first as usize + usize::from(known.count));
        if last < until {
            return false;
        }
        let ahead = if first <= until && until > 0 { (last + AHEAD).min(first + KNOWN - 1) } else { last };
        let end = if ahead > last && !self.are_met(condition, text, first, ahead) {
            ahead
        } else if self.are_met(condition, text, first, last) {
            return true;
        } else {
            last
        };
        self.remember(rule, first, end);
        false
    }

    /// What is remembered in the place of a rule, of it or of another.
    fn lacking(&self, rule: u32) -> Option<&Lacking> {
        let own = self.displaced >= DISPLACED;
        if own { self.by_rule.get(rule as usize) } else { self.lacking.get(rule as usize % RULES) }
    }

    /// Remembers that stretches lack a word of a rule.
    fn remember(&mut self, rule: u32, first: usize, last: usize) {
        let Ok(named) = u16::try_from(rule + 1) else { return };
        let new = Lacking { rule: named, count: (last + 1 - first) as u16, first: first as u32 };
        if self.displaced < DISPLACED {
            let Some(place) = self.lacking.get_mut(rule as usize % RULES) else { return };
            self.displaced += u32::from(place.rule != 0 && place.rule != named);
            *place = new;
        } else {
            let at = rule as usize;
            if self.by_rule.len() <= at {
                self.by_rule.resize((at + 1).next_power_of_two(), Lacking::default());
            }
            self.by_rule.get_mut(at).into_iter().for_each(|place| *place = new);
        }
    }

    /// Whether the words of some stretches may meet a condition.
    fn are_met(&mut self, condition: &[Stored], text: &[u8], first: usize, last: usize) -> bool {
        if first < self.ready.0 || last >= self.ready.1 {
            self.ready(text, first, last);
        }
        let window = (u16::MAX >> (KNOWN - 1 - (last - first).min(KNOWN - 1))).rotate_left((first % KNOWN) as u32);
        let Some(condition) = Condition::new(condition) else { return true };
        // A bit for each group that was looked for, and for each that is there.
        let (mut asked, mut there) = (0u64, 0u64);
        condition.into_iter().any(|branch| {
            branch.iter().all(|number| {
                let bit = 1u64.checked_shl(u16::from_le_bytes(*number).into()).unwrap_or(0);
                if asked & bit == 0 {
                    asked |= bit;
                    there |= if self.hold(condition.group(*number), window) { bit } else { 0 };
                }
                there & bit != 0
            })
        })
    }

    /// Reads the stretches of a window that are not known.
    #[inline(never)]
    fn ready(&mut self, text: &[u8], first: usize, last: usize) {
        for stretch in first..=last {
            if self.which.get(stretch % KNOWN) != Some(&(stretch as u32 + 1)) {
                self.read(text, stretch);
            }
        }
        // Windows mostly follow each other, and what one reads takes the place of what the first ones did.
        let goes_on = self.ready.0 <= first && first <= self.ready.1;
        self.ready = (if goes_on { self.ready.0.max((last + 1).saturating_sub(KNOWN)) } else { first }, last + 1);
    }

    /// Whether one of some words stands in the stretches of a window.
    #[inline]
    fn hold(&self, heads: &[Stored], window: u16) -> bool {
        heads.iter().map(|head| u16::from_le_bytes(*head)).any(|head| {
            let may = self.places.get(place(head)).map_or(0, |stretches| stretches & window);
            may != 0 && self.holds(head, may)
        })
    }

    /// Whether a word stands in one of some stretches.
    fn holds(&self, head: u16, stretches: u16) -> bool {
        let mut left = stretches;
        while left != 0 {
            let words = self.words.get(left.trailing_zeros() as usize);
            if words.is_some_and(|words| words.iter().fold(false, |found, word| found | (*word == head))) {
                return true;
            }
            left &= left - 1;
        }
        false
    }

    fn read(&mut self, text: &[u8], stretch: usize) {
        let own = 1 << (stretch % KNOWN);
        let (Some(which), Some(words)) = (self.which.get_mut(stretch % KNOWN), self.words.get_mut(stretch % KNOWN)) else { return };
        let places = &mut self.places;
        for head in words.iter().take_while(|head| **head != 0) {
            places.get_mut(place(*head)).into_iter().for_each(|stretches| *stretches &= !own);
        }
        *which = stretch as u32 + 1;
        *words = [0; WORDS];
        let mut free = words.iter_mut();
        let mut take = |head: u16| {
            free.next().into_iter().for_each(|free| *free = head);
            places.get_mut(place(head)).into_iter().for_each(|stretches| *stretches |= own);
        };
        let start = stretch * STRETCH;
        let before = start.checked_sub(1).and_then(|at| text.get(at)).copied().unwrap_or(0);
        let mut bytes = [0; STRETCH + 8];
        match text.get(start..).and_then(|text| text.first_chunk()) {
            Some(own) => bytes = *own,
            None => bytes.iter_mut().zip(text.get(start..).unwrap_or_default()).for_each(|(to, from)| *to = *from),
        }
        // A bit for each letter and digit of the stretch, and of the bytes behind it; and one for each letter.
        let (mut joined, mut letters, mut behind, mut foreign) = (0u64, 0u64, 0, 0);
        for (part, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
            let eight = u64::from_le_bytes(*eight);
            let (_, joins) = beginnings(eight, 0);
            let gathered = |bits: u64| (bits >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            // Of letters and digits, letters have this bit.
            let (joins, of_letters) = (gathered(joins), gathered(joins & eight << 1));
            if part < STRETCH / 8 {
                joined |= joins << (8 * part);
                letters |= of_letters << (8 * part);
                foreign |= eight;
            } else {
                behind = joins;
            }
        }
        let digits = joined & !letters;
        let mut begin = joined & !(joined << 1 | u64::from(before.is_ascii_alphanumeric()))
            | letters & (digits << 1 | u64::from(before.is_ascii_digit()));
        while begin != 0 {
            let at = begin.trailing_zeros();
            let run = joined >> at | behind << 1 << (63 - at);
            let mask = LETTERS.get(run as usize % LETTERS.len()).copied().unwrap_or(0);
            let word = bytes.get(at as usize..).and_then(|bytes| bytes.first_chunk()).map_or(0, |word| u32::from_le_bytes(*word));
            take(head((word | 0x2020_2020) & mask));
            begin &= begin - 1;
        }
        if foreign & 0x8080_8080_8080_8080 != 0 {
            take(FOREIGN);
        }
    }
}

/// Where it stands in which stretches a word with this head may be.
#[inline(always)]
fn place(head: u16) -> usize {
    usize::from(head >> 5)
}

#[cfg(test)]
mod tests {
    use super::super::required::write;
    use super::*;
    use proptest::prelude::*;

    fn one(head: u16) -> Vec<Stored> {
        write(&[[[head]]]).unwrap()
    }

    fn of(word: &str) -> u16 {
        let mut bytes = [0; LEN];
        bytes.iter_mut().zip(word.bytes()).for_each(|(to, from)| *to = from);
        head(u32::from_le_bytes(bytes))
    }

    #[test]
    fn words_have_the_heads_of_their_first_letters() {
        let holds = |text: &str, word: &str| Heads::default().meet(0, &one(of(word)), text.as_bytes(), 0, text.len());
        for (text, word, expected) in [
            ("please IGNORE all", "igno", true),
            ("please IGNORE all", "all", true),
            ("please IGNORE all", "al", false),
            ("so, now", "so", true),
            ("sorry", "so", false),
            ("so\u{11} now", "so", true),
            ("xignore", "igno", false),
            ("a_ignore", "igno", true),
            ("éignore", "igno", true),
            ("4ignore", "igno", true),
            ("4ignore", "4ign", true),
            ("x4ignore", "igno", true),
            ("a4 4b", "b", true),
            ("", "igno", false),
        ] {
            assert_eq!(holds(text, word), expected, "{text} {word}");
        }
        let foreign = |text: &str| Heads::default().meet(0, &one(FOREIGN), text.as_bytes(), 0, text.len());
        assert!(foreign("é") && !foreign("e"));
    }

    #[test]
    fn a_word_is_found_wherever_it_begins() {
        for at in 0..300 {
            let text = format!("{}needle{}", "- ".repeat(200).split_at(at).0, " -".repeat(100));
            let mut heads = Heads::default();
            let mut meet = |lo: usize, hi: usize| heads.meet(0, &one(of("need")), text.as_bytes(), lo, hi);
            assert!(meet(at, at + 6) && meet(at.saturating_sub(200), at + 7) && meet(0, 512.min(text.len())), "{at}");
            assert!(!meet(at + STRETCH, text.len()) && (at < STRETCH || !meet(0, at - STRETCH)), "{at}");
        }
    }

    #[test]
    fn one_branch_has_to_hold_with_every_group() {
        let text = format!("alpha {}omega", "and so on. ".repeat(20));
        let [alpha, omega, never] = ["alph", "omeg", "neve"].map(of);
        let meet = |branches: &[&[&[u16]]]| Heads::default().meet(0, &write(branches).unwrap(), text.as_bytes(), 0, text.len());
        assert!(meet(&[&[&[alpha]]]) && meet(&[&[&[alpha], &[never, omega]]]) && meet(&[&[&[never]], &[&[omega]]]) && meet(&[]));
        assert!(!meet(&[&[&[never]]]) && !meet(&[&[&[alpha], &[never]]]) && !meet(&[&[&[never]], &[&[omega], &[never]]]));
        let (long, mut heads) = ("word ".repeat(400), Heads::default());
        assert!(heads.meet(0, &one(never), long.as_bytes(), 0, long.len()), "too long to be looked at");
        assert!(!heads.meet(0, &one(never), long.as_bytes(), 500, 900));
    }

    #[test]
    fn what_lacks_a_word_is_not_asked_again() {
        let (text, mut heads, condition) = ("prompt ".repeat(300), Heads::default(), one(of("need")));
        let mut asked = Vec::new();
        for at in (0..1600).step_by(7) {
            assert!(!heads.meet(7, &condition, text.as_bytes(), at, at + 200));
            let known = heads.lacking[7];
            if asked.last() != Some(&known.first) {
                asked.push(known.first);
            }
        }
        assert!(asked.len() <= 6, "{asked:?}");
        // Of another rule with a place of its own, or with the same, nothing is known.
        assert!(
            heads.meet(8, &one(of("prom")), text.as_bytes(), 0, 200)
                && heads.meet(7 + RULES as u32, &one(of("prom")), text.as_bytes(), 0, 200)
        );
    }

    #[test]
    fn rules_that_take_each_others_place_get_one_of_their_own() {
        let (text, mut heads, [lacks, holds]) = ("prompt ".repeat(300), Heads::default(), ["need", "prom"].map(|word| one(of(word))));
        let mut answered = 0;
        for at in (0..1600).step_by(7) {
            for rule in [7, 7 + RULES as u32, 7 + 2 * RULES as u32] {
                let known = |heads: &Heads| heads.lacking(rule).map(|known| (known.rule, known.first));
                let before = known(&heads);
                assert!(!heads.meet(rule, &lacks, text.as_bytes(), at, at + 200));
                answered += usize::from(known(&heads) != before);
            }
            assert!(heads.meet(8, &holds, text.as_bytes(), at, at + 200));
        }
        assert!(answered <= DISPLACED as usize + 3 * 6, "{answered}");
    }

    proptest! {
        /// What is remembered of a rule never hides a word.
        #[test]
        fn windows_lack_what_they_lack_alone(
            gaps in prop::collection::vec(0usize..400, 1..8), windows in prop::collection::vec((0usize..2500, 1usize..700), 1..40), in_order: bool,
        ) {
            let text: String = gaps.iter().map(|gap| format!("{}needle ", "- ".repeat(*gap))).collect();
            let (condition, mut heads, mut windows) = (one(of("need")), Heads::default(), windows);
            if in_order {
                windows.sort_unstable();
            }
            for (rule, (lo, len)) in [3, 3 + RULES as u32].into_iter().cycle().zip(windows) {
                let (lo, hi) = (lo.min(text.len() - 1), (lo + len).min(text.len()).max(lo.min(text.len() - 1) + 1));
                let alone = Heads::default().meet(rule, &condition, text.as_bytes(), lo, hi);
                prop_assert_eq!(heads.meet(rule, &condition, text.as_bytes(), lo, hi), alone, "{}..{}", lo, hi);
            }
        }
    }
}
