//! What is known of a text, and remembered while its rules run.

use super::super::layout::Layout;
use super::super::validators::Validator;
use super::super::words::Seen;
use super::super::{Rule, Validity};
use crate::{Category, Span};

/// Its layout, the words of the context, which without the prefilter are looked for one by one, and what validators have said.
pub(super) struct Known<'t> {
    pub(super) layout: Layout,
    pub(super) words: Option<Seen<'t>>,
    pub(super) checked: Checked,
}

impl<'t> Known<'t> {
    pub(super) fn new(words: Option<Seen<'t>>) -> Self {
        Self { layout: Layout::default(), words, checked: Checked::default() }
    }
}

/// What validators said of the last values. Several rules ask the same of one value, and texts say the same more than once.
#[derive(Debug, Default)]
pub(super) struct Checked {
    kept: [Option<(Validator, Span, Validity)>; KEPT],
    next: usize,
}

const KEPT: usize = 8;
/// Shorter values are checked about as soon as they are looked up.
const SHORTEST: usize = 12;

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
        let known = self.kept.iter().flatten().find(|(asked, known, _)| std::ptr::fn_addr_eq(*asked, validator) && same(known));
        if let Some((.., validity)) = known {
            return *validity;
        }
        let validity = validator(value);
        self.next = (self.next + 1) % KEPT;
        self.kept.get_mut(self.next).into_iter().for_each(|place| *place = Some((validator, span, validity)));
        validity
    }
}

/// The last match of a rule and what it captured: where the same stands once more, it captures the same.
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
        assert_eq!((validity(50, 58), validity(59, 67)), (Validity::Valid, Validity::Valid));
        assert_eq!(ASKED.load(Ordering::Relaxed), 4, "short values are not looked up");
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
