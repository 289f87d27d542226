//! What is known of a text, and remembered while its rules run.

use super::super::layout::Layout;
use super::super::searcher::Range;
use super::super::validators::Validator;
use super::super::words::Seen;
use super::super::{Rule, Validity};
use crate::{Category, Span};

/// Its layout, the words of the context, which without the prefilter are looked for one by one, what validators have said, and the last
/// matches of the rule that is searched for.
pub(super) struct Known<'t> {
    pub(super) layout: Layout,
    pub(super) words: Option<Seen<'t>>,
    pub(super) checked: Checked,
    pub(super) matches: Matches,
}

impl<'t> Known<'t> {
    pub(super) fn new(words: Option<Seen<'t>>) -> Self {
        Self { layout: Layout::default(), words, checked: Checked::default(), matches: Matches::default() }
    }
}

/// What validators said of the last values. Several rules ask the same of one value, and texts say the same more than once.
#[derive(Debug)]
pub(super) struct Checked {
    /// Each value in the place that its bytes give it.
    kept: [Option<(Validator, Span, Validity)>; KEPT],
}

const KEPT: usize = 64;
/// Shorter values are checked about as soon as they are looked up.
const SHORTEST: usize = 4;

impl Default for Checked {
    fn default() -> Self {
        Self { kept: [None; KEPT] }
    }
}

/// Where a value is kept: by its length and the bytes at its ends, of which the last tell near matches apart. Not by its validator: where that
/// lies differs from build to build, and with it what a scan costs.
fn place(value: &[u8]) -> usize {
    let end = |bytes: Option<&[u8; 4]>| bytes.map_or(0, |bytes| u64::from(u32::from_le_bytes(*bytes)));
    let (first, last) = (end(value.first_chunk()), end(value.last_chunk()));
    let mixed = (first << 32 ^ last ^ (value.len() as u64) << 20).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 58) as usize % KEPT
}

impl Checked {
    /// What the validator of a rule says of the value at `span`.
    pub(super) fn validity(&mut self, rule: &Rule, text: &[u8], span: Span) -> Validity {
        let (Some(validator), Some(value)) = (rule.validator, text.get(span.start..span.end)) else { return Validity::Plausible };
        if rule.beside.is_some_and(|fits| !fits(text, span)) {
            return Validity::Invalid;
        }
        // Checksums take no time.
        if value.len() < SHORTEST || rule.data.category != Category::Secrets {
            return validator(value);
        }
        let same = |known: &Span| known.end - known.start == value.len() && text.get(known.start..known.end) == Some(value);
        let Some(kept) = self.kept.get_mut(place(value)) else { return validator(value) };
        if let Some((asked, known, validity)) = kept
            && std::ptr::fn_addr_eq(*asked, validator)
            && same(known)
        {
            return *validity;
        }
        let validity = validator(value);
        *kept = Some((validator, span, validity));
        validity
    }
}

/// The last matches of one rule, whatever became of them. In a text that repeats itself a match that was refused is followed by others that
/// begin within it, one for each byte of what is repeated, before the first of them comes again.
#[derive(Debug)]
pub(super) struct Matches {
    kept: [Option<Match>; MATCHES],
    /// How many there were.
    count: usize,
    /// What the rule captured last and was not sure of: it is found from several places before it.
    refused: Option<Span>,
}

const MATCHES: usize = 64;
/// More than so many of one rule are more than most texts have.
const FEW: usize = 8;
/// So many of them are compared with what comes next, byte by byte.
const COMPARED: usize = 4;

impl Default for Matches {
    fn default() -> Self {
        Self { kept: [None; MATCHES], count: 0, refused: None }
    }
}

impl Matches {
    /// For the next rule.
    pub(super) fn clear(&mut self) {
        (self.count, self.refused) = (0, None);
    }

    /// What the match at `whole` captures, where one of the last was made of the same bytes.
    pub(super) fn captures_at(&self, text: &[u8], whole: Span) -> Option<Option<Span>> {
        let known = self.kept.get(..self.count.min(MATCHES)).unwrap_or_default();
        known.iter().flatten().find_map(|known| known.captures_at(text, whole))
    }

    /// The match that is found within `range`, where the text goes on there as it did before one of the last: what repeats itself is searched
    /// once. No match is longer than `longest`.
    pub(super) fn again(&self, text: &[u8], range: Range, longest: usize) -> Option<Match> {
        let last_first = (0..self.count.min(MATCHES)).filter_map(|back| *self.kept.get((self.count - 1 - back) % MATCHES)?);
        last_first.filter(|known| known.begins_at(text, range.from)).take(COMPARED).find_map(|known| known.again(text, range, longest))
    }

    /// Whether the rule matched more than a few times.
    pub(super) fn are_many(&self) -> bool {
        self.count >= FEW
    }

    pub(super) fn keep(&mut self, found: Match) {
        self.kept.get_mut(self.count % MATCHES).into_iter().for_each(|place| *place = Some(found));
        self.count += 1;
    }

    /// Whether the rule has been asked about the same value right before, and was not sure of it.
    pub(super) fn is_refused(&self, span: Span) -> bool {
        self.refused == Some(span)
    }

    pub(super) fn refuse(&mut self, span: Span) {
        self.refused = Some(span);
    }
}

/// A match of a rule and what it captured: where the same stands once more, it captures the same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match {
    /// Where it was searched from, and where it had to end.
    pub(super) from: usize,
    pub(super) hi: usize,
    pub(super) whole: Span,
    pub(super) captured: Option<Span>,
}

impl Match {
    /// Whether the first bytes from `at` are those that this was found from.
    fn begins_at(&self, text: &[u8], at: usize) -> bool {
        let first = |at: usize| text.get(at..).and_then(|rest| rest.first_chunk::<8>());
        first(self.from) == first(at)
    }

    /// This match, moved to where the one within `range` has to be. It is the first there, and ends where this does, if all bytes are the same
    /// from the place of the search to the end of the longest match that may begin where this does: between them stands what had no match,
    /// and a pattern looks at no more than a byte on either side.
    fn again(&self, text: &[u8], range: Range, longest: usize) -> Option<Self> {
        let moved = |at: usize| at - self.from + range.from;
        let start = moved(self.whole.start);
        if start > range.last || start + longest > range.hi || self.whole.start + longest > self.hi {
            return None;
        }
        let seen = |from: usize, start: usize| text.get(from.checked_sub(1)?..start + longest + 1);
        let same = seen(self.from, self.whole.start)? == seen(range.from, start)?;
        let span = |span: Span| Span::new(moved(span.start), moved(span.end));
        same.then(|| Self { from: range.from, hi: range.hi, whole: span(self.whole), captured: self.captured.map(span) })
    }

    /// What the match at `whole` captures, if it is made of the same bytes as this one, between the same.
    pub(super) fn captures_at(&self, text: &[u8], whole: Span) -> Option<Option<Span>> {
        // A pattern looks at no more than a byte on either side.
        let made_of =
            |span: Span| (span.start.checked_sub(1).and_then(|at| text.get(at)), text.get(span.start..span.end), text.get(span.end));
        let same = self.whole.end - self.whole.start == whole.end - whole.start && made_of(self.whole) == made_of(whole);
        let moved = |at: usize| at - self.whole.start + whole.start;
        same.then(|| self.captured.map(|span| Span::new(moved(span.start), moved(span.end))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;
    use std::sync::atomic::{AtomicUsize, Ordering};

    static ASKED: AtomicUsize = AtomicUsize::new(0);

    fn counts(value: &[u8]) -> Validity {
        ASKED.fetch_add(1, Ordering::Relaxed);
        if value.starts_with(b"valid") { Validity::Valid } else { Validity::Invalid }
    }

    #[test]
    fn the_same_value_is_checked_once() {
        let data = crate::rules::BUILT_IN.iter().find(|data| data.category == Category::Secrets).unwrap();
        let rule = Rule { validator: Some(counts), ..Rule::new(Cow::Borrowed(data), 0.5) };
        let (text, mut checked) = (b"valid-0123456789 other-012345678 valid-0123456789 valid-01 valid-01", Checked::default());
        let mut validity = |start, end| checked.validity(&rule, text, Span::new(start, end));
        assert_eq!([(0, 16), (17, 32), (33, 49), (17, 32)].map(|(start, end)| validity(start, end)), {
            use Validity::{Invalid, Valid};
            [Valid, Invalid, Valid, Invalid]
        });
        assert_eq!(ASKED.load(Ordering::Relaxed), 2);
        assert_eq!((validity(50, 53), validity(59, 62)), (Validity::Invalid, Validity::Invalid));
        assert_eq!(ASKED.load(Ordering::Relaxed), 4, "short values are not looked up");
    }

    #[test]
    fn the_last_matches_are_known_until_the_next_rule() {
        let text = b" ab ab".repeat(40);
        let mut matches = Matches::default();
        let at = |start: usize| Match {
            from: start,
            hi: 240,
            whole: Span::new(start, start + 2),
            captured: Some(Span::new(start + 1, start + 2)),
        };
        matches.keep(at(1));
        (0..MATCHES - 1).for_each(|_| matches.keep(Match { from: 2, hi: 240, whole: Span::new(2, 5), captured: None }));
        assert_eq!(matches.captures_at(&text, Span::new(31, 33)), Some(Some(Span::new(32, 33))));
        assert_eq!(matches.captures_at(&text, Span::new(32, 35)), Some(None));
        matches.keep(Match { from: 2, hi: 240, whole: Span::new(2, 5), captured: None });
        assert_eq!(matches.captures_at(&text, Span::new(31, 33)), None);
        matches.refuse(Span::new(2, 3));
        assert!(matches.is_refused(Span::new(2, 3)) && !matches.is_refused(Span::new(5, 6)));
        matches.clear();
        assert!(matches.captures_at(&text, Span::new(32, 35)).is_none() && !matches.is_refused(Span::new(2, 3)));
    }

    #[test]
    fn a_match_made_of_the_same_bytes_captures_the_same() {
        let text = b"key=1234 key=1234 key=5678 xkey=1234";
        let first = Match { from: 0, hi: 36, whole: Span::new(0, 8), captured: Some(Span::new(4, 8)) };
        let second = Match { from: 9, hi: 36, whole: Span::new(9, 17), captured: Some(Span::new(13, 17)) };
        let at = |found: Match, start| found.captures_at(text, Span::new(start, start + 8));
        // At the start of the text stands nothing before it, and behind it not always a space.
        assert_eq!(at(first, 9), None);
        assert_eq!(at(second, 9), Some(Some(Span::new(13, 17))));
        assert_eq!((at(second, 18), at(second, 28)), (None, None));
        let text = b"; key=1234; key=1234;";
        let found = Match { from: 2, hi: 21, whole: Span::new(2, 10), captured: Some(Span::new(6, 10)) };
        assert_eq!(found.captures_at(text, Span::new(12, 20)), Some(Some(Span::new(16, 20))));
        assert_eq!(Match { captured: None, ..found }.captures_at(text, Span::new(12, 20)), Some(None));
    }

    #[test]
    fn a_search_from_where_the_text_repeats_itself_finds_the_same() {
        let text = "--key=1234 ".repeat(6) + "--key=123 --key=1234 --key=1234";
        let mut matches = Matches::default();
        matches.keep(Match { from: 1, hi: 30, whole: Span::new(2, 10), captured: Some(Span::new(6, 10)) });
        let again = |from: usize, last: usize, hi: usize, longest: usize| {
            let found = matches.again(text.as_bytes(), Range { from, last, hi }, longest)?;
            Some((found.whole.start, found.whole.end, found.captured?.start))
        };
        assert_eq!(again(34, 90, 90, 20), Some((35, 43, 39)));
        // No place before it, another one, a last place or an end that leaves it out or cuts the longest, and one that was cut there itself.
        assert_eq!((again(0, 90, 90, 20), again(33, 90, 90, 20)), (None, None));
        assert_eq!((again(34, 34, 90, 20), again(34, 90, 54, 20), again(34, 90, 90, 29)), (None, None, None));
        assert_eq!((again(34, 35, 90, 20), again(34, 90, 55, 20)), (Some((35, 43, 39)), Some((35, 43, 39))));
        // What a longer match might reach differs, or the text ends there.
        assert_eq!((again(56, 90, 90, 17), again(56, 90, 90, 18)), (Some((57, 65, 61)), None));
        let end = text.len() - 9;
        assert_eq!((again(end, 97, 97, 8), again(end - 11, 97, 97, 8)), (None, Some((end - 10, end - 2, end - 6))));
    }
}
