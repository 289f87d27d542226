//! What is known of a text, and remembered while its rules run.

use super::super::layout::Layout;
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
    pub(super) whole: Span,
    pub(super) captured: Option<Span>,
}

impl Match {
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
        let at = |start: usize| Match { whole: Span::new(start, start + 2), captured: Some(Span::new(start + 1, start + 2)) };
        matches.keep(at(1));
        (0..MATCHES - 1).for_each(|_| matches.keep(Match { whole: Span::new(2, 5), captured: None }));
        assert_eq!(matches.captures_at(&text, Span::new(31, 33)), Some(Some(Span::new(32, 33))));
        assert_eq!(matches.captures_at(&text, Span::new(32, 35)), Some(None));
        matches.keep(Match { whole: Span::new(2, 5), captured: None });
        assert_eq!(matches.captures_at(&text, Span::new(31, 33)), None);
        matches.refuse(Span::new(2, 3));
        assert!(matches.is_refused(Span::new(2, 3)) && !matches.is_refused(Span::new(5, 6)));
        matches.clear();
        assert!(matches.captures_at(&text, Span::new(32, 35)).is_none() && !matches.is_refused(Span::new(2, 3)));
    }

    #[test]
    fn a_match_made_of_the_same_bytes_captures_the_same() {
        let text = b"key=1234 key=1234 key=5678 xkey=1234";
        let first = Match { whole: Span::new(0, 8), captured: Some(Span::new(4, 8)) };
        let second = Match { whole: Span::new(9, 17), captured: Some(Span::new(13, 17)) };
        let at = |found: Match, start| found.captures_at(text, Span::new(start, start + 8));
        // At the start of the text stands nothing before it, and behind it not always a space.
        assert_eq!(at(first, 9), None);
        assert_eq!(at(second, 9), Some(Some(Span::new(13, 17))));
        assert_eq!((at(second, 18), at(second, 28)), (None, None));
        let text = b"; key=1234; key=1234;";
        let found = Match { whole: Span::new(2, 10), captured: Some(Span::new(6, 10)) };
        assert_eq!(found.captures_at(text, Span::new(12, 20)), Some(Some(Span::new(16, 20))));
        assert_eq!(Match { captured: None, ..found }.captures_at(text, Span::new(12, 20)), Some(None));
    }
}
