//! Where the values of rules may begin that hold no keyword: numbers and tokens.
//!
//! A hundred rules look for numbers, and each knows its own by its shape: three digits, a dash, two digits; two letters and
//! seven digits. Asking the regex of each about every number in a text costs more than all other work together. So the build
//! script reads the shapes off the patterns, in coarse classes of bytes, and makes one automaton of them, which is asked once at
//! every place where a value may begin and answers which rules may have one there. It forgets what lies behind the first dozen
//! bytes, so that it stays small; a rule it names goes to its regex, and one it does not name has no match there.

mod classes;
#[cfg(test)]
mod compile;
#[cfg(test)]
mod exact;
mod value;

use super::required::Stored;
use classes::{CLASSES, END, ESCAPE, class_of};
pub(crate) use value::{Automaton, Before, Exact};

/// The automaton of some rules, as the build script wrote it.
#[derive(Debug)]
pub(crate) struct Shapes {
    /// The first state behind a byte of each class; 0 where no value begins.
    pub(crate) starts: [u16; CLASSES],
    /// The next state by state and class; 0 where no rule is left.
    pub(crate) steps: &'static [[Stored; CLASSES]],
    /// The states from here on have something to say, and from `first_end` on nothing more.
    pub(crate) first_out: u16,
    pub(crate) first_end: u16,
    /// The rules that may have a value, for each state from `first_out` on.
    pub(crate) outs: &'static [&'static [Stored]],
    /// How many bytes of a value may stand before what anchors it.
    pub(crate) reach: usize,
    /// For each rule, how many bytes of a match may stand before the value.
    pub(crate) leads: &'static [u8],
    /// For each rule, what says the rest without its regex; none where it needs that.
    pub(crate) exact: &'static [Option<Exact>],
}

static CLASS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[allow(clippy::indexing_slicing, reason = "runs in the compiler, which checks it")]
        {
            table[byte] = class_of(byte as u8);
        }
        byte += 1;
    }
    table
};

/// The class of a byte, below [`CLASSES`].
#[inline(always)]
fn class(byte: u8) -> usize {
    CLASS.get(byte as usize).map_or(0, |class| *class as usize % CLASSES)
}

impl Shapes {
    /// Calls `found` with a place in `range` and a rule, for every rule that may have a value that begins there.
    pub(super) fn find(&self, text: &[u8], range: std::ops::Range<usize>, mut found: impl FnMut(usize, u16)) {
        let escaped = self.starts.get(ESCAPE as usize).copied().unwrap_or(0);
        let Some(bytes) = text.get(range.start..range.end.min(text.len())) else { return };
        let mut before = range.start.checked_sub(1).and_then(|at| text.get(at)).map_or(END as usize, |byte| class(*byte));
        for (at, byte) in bytes.iter().enumerate() {
            let start = self.starts.get(before).copied().unwrap_or(0);
            before = class(*byte);
            if start != 0 {
                // Most words end here.
                let next = self.step(start, before);
                if next != 0 {
                    self.walk(text, range.start + at, next, &mut found);
                }
            } else if escaped != 0 && behind_escape(text, range.start + at) {
                self.walk(text, range.start + at, self.step(escaped, before), &mut found);
            }
        }
    }

    #[inline(always)]
    fn step(&self, state: u16, class: usize) -> u16 {
        self.steps.get(state as usize).and_then(|row| row.get(class)).map_or(0, |next| u16::from_le_bytes(*next))
    }

    /// Goes on from `state`, which the byte at `start` has led to.
    fn walk(&self, text: &[u8], start: usize, mut state: u16, found: &mut impl FnMut(usize, u16)) {
        let mut rest = text.get(start + 1..).unwrap_or_default().iter();
        while state != 0 {
            if state >= self.first_out {
                let outs = self.outs.get((state - self.first_out) as usize).copied().unwrap_or_default();
                outs.iter().for_each(|rule| found(start, u16::from_le_bytes(*rule)));
                if state >= self.first_end {
                    return;
                }
            }
            state = self.step(state, rest.next().map_or(END as usize, |byte| class(*byte)));
        }
    }
}

/// Whether an escape of one letter or of two hexadecimal digits ends at `at`.
fn behind_escape(text: &[u8], at: usize) -> bool {
    matches!(text.get(..at), Some([.., b'\\', b'n' | b'r' | b't'] | [.., b'%', _, _]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::string::bytes_regex;

    /// Patterns as rules have them: the value in the first group, and around it what bounds it.
    const PATTERNS: &[&str] = &[
        r"(?:^|[^0-9A-Za-z])([0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{4})\b",
        r"(?:^|[^0-9A-Za-z.,#/+_-]|[^0-9.,#/+_-][.,]|[0-9]{4},)((?:10|15|2[0-3])[0-9]{2,9}(?: ?x[0-9]{1,3})?)\b",
        r"(?:\b{start-half}|\\[nrt]|%[0-9A-F]{2})((?:[a-z][a-z0-9]{1,5}[_.-]){1,3}[0-9A-Za-z]{6,20})\b{end-half}",
        r"(?:^|[^0-9A-Za-z])(\(?[1-9][0-9]{2}\)? ?[0-9]{3}-[0-9]{4}|[A-F]{2}(?::[0-9A-F]{2}){3})(?:$|[^0-9A-F:])",
        r"(?:^|[^0-9A-Za-z])([A-Za-z]{1,2}[0-9]{6}(?: \([0-9A]\)|[0-9A]\b))",
        r"(?:^|[\n,;]|[\n,;] )([0-9]{4}(?:年|년) ?[0-9]{1,2}(?:月|월)?)(?:$|[.,]?(?: {0,2}\n| \())",
    ];

    fn shape(pattern: &&str) -> compile::Shape {
        compile::Shape::read(&crate::rules::source::parse(pattern, false).unwrap(), 1).unwrap()
    }

    #[test]
    fn a_shape_knows_what_stands_before_the_anchor() {
        let known = |pattern: &str| {
            let shape = shape(&pattern);
            (shape.to_digit, shape.to_token, shape.run)
        };
        assert_eq!(known(r"(?:^|[^0-9A-Za-z])([A-Z]{2,3} ?[0-9]{6})\b"), (4, None, 6));
        assert_eq!(known(r"(?:^|[^0-9A-Za-z])((?:ab_){1,2}[0-9A-Za-z_]{24}[0-9]{3})\b"), (30, Some(6), 3));
        assert_eq!(known(r"(?:^|[^0-9A-Za-z])((?:ab\.){1,2}[0-9A-Za-z_]{24}[0-9]{3})\b"), (30, Some(6), 3));
        assert_eq!(known(r"(?:^|[^0-9A-Za-z])([0-9A-Za-z]{32})\b"), (32, Some(0), 32));
    }

    #[test]
    fn a_shape_knows_how_far_before_its_value_a_match_may_begin() {
        assert_eq!(PATTERNS.iter().map(|pattern| shape(pattern).lead).collect::<Vec<_>>(), [1, 5, 3, 1, 1, 2]);
        assert!(compile::Shape::read(&crate::rules::source::parse(r"(?:^|[^0-9A-Za-z]{12})([0-9]{3})\b", false).unwrap(), 1).is_none());
    }

    #[test]
    fn patterns_whose_value_may_begin_inside_a_word_have_no_shape() {
        for pattern in [r"(?:^|[^0-9])([0-9]{3})", r"[0-9]{3}", r"(?:label[^0-9]{0,9})([0-9]{3})", r"x?([0-9]{3})"] {
            assert!(compile::Shape::read(&crate::rules::source::parse(pattern, false).unwrap(), 1).is_none(), "{pattern}");
        }
    }

    fn stored(numbers: Vec<u16>) -> &'static [Stored] {
        numbers.into_iter().map(u16::to_le_bytes).collect::<Vec<_>>().leak()
    }

    fn shapes() -> Shapes {
        let table = compile::compile(&PATTERNS.iter().map(shape).collect::<Vec<_>>());
        Shapes {
            starts: table.starts,
            steps: table.steps.into_iter().map(|row| row.map(u16::to_le_bytes)).collect::<Vec<_>>().leak(),
            first_out: table.first_out,
            first_end: table.first_end,
            outs: table.outs.into_iter().map(stored).collect::<Vec<_>>().leak(),
            reach: 0,
            leads: &[],
            exact: &[],
        }
    }

    /// The pattern for a generator of texts, which knows nothing of boundaries.
    fn without_looks(pattern: &str) -> String {
        ["^|", "$|", r"\b{start-half}|", r"\b{end-half}", r"\b"].iter().fold(pattern.to_owned(), |pattern, look| pattern.replace(look, ""))
    }

    /// What says the rest of a pattern without its regex.
    fn exact(pattern: &str) -> Exact {
        let (before, value) = shape(&pattern).exact.unwrap();
        let [before, value] = [before, value].map(|table| {
            let classes: &[u8; 256] = Box::leak(Box::new(table.classes.try_into().unwrap()));
            &*Box::leak(Box::new(Automaton { classes, width: table.width, steps: stored(table.steps) }))
        });
        Exact { before: (before, 3), value }
    }

    #[test]
    fn a_value_ends_where_the_pattern_says() {
        let end = |pattern: &str, text: &str, at: usize| exact(pattern).end(text.as_bytes(), at, &mut Before::default());
        let plus = r"(?:^|[^0-9A-Za-z])([0-9]{3}(?:-[0-9]{2})?)(?: ?x[0-9])?\b";
        assert_eq!(end(plus, "a 123-45 x7", 2), Some(8));
        assert_eq!(end(plus, "a 123-456", 2), Some(5));
        assert_eq!(end(plus, "a123-45", 1), None);
        let lazy = r"(?:^|[^0-9A-Za-z])([0-9]{1,3}?(?:00|[0-9]?))(?:$|[^0-9])";
        assert_eq!(end(lazy, "1002 ", 0), Some(4));
        assert_eq!(end(lazy, "10002 ", 0), None);
    }

    fn found(shapes: &Shapes, text: &[u8]) -> Vec<(usize, u16)> {
        let mut all = Vec::new();
        shapes.find(text, 0..text.len(), |at, rule| all.push((at, rule)));
        all
    }

    #[test]
    fn what_cannot_be_a_value_is_not_named() {
        let shapes = shapes();
        assert_eq!(found(&shapes, b"on 8 of 99 pages: about 3.14 or 1,000,000 of them"), []);
        assert_eq!(found(&shapes, b"the ssn 123-45-6789."), [(8, 0)]);
        assert_eq!(found(&shapes, b"x123-45-6789 and 123-45-67890"), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// Without its regex a pattern matches the same, wherever its value may begin.
        #[test]
        fn every_value_ends_where_its_regex_says(
            pieces in prop::collection::vec(prop_oneof![
                prop::sample::select(PATTERNS).prop_flat_map(|pattern| bytes_regex(&without_looks(pattern)).unwrap()),
                bytes_regex("[ a-f0-9A-F:.,()%n\\\\-]{0,6}").unwrap(),
            ], 1..6),
        ) {
            let text = pieces.concat();
            for pattern in PATTERNS {
                let (regex, exact, mut before) = (crate::rules::compile(pattern, false).unwrap(), exact(pattern), Before::default());
                let mut ends = vec![None; text.len() + 1];
                for start in 0..=text.len() {
                    let captures = regex.captures_at(&text, start).filter(|captures| captures.get(0).unwrap().start() == start);
                    if let Some(value) = captures.and_then(|captures| captures.get(1)) {
                        ends[value.start()] = Some(value.end());
                    }
                }
                for (at, end) in ends.iter().enumerate() {
                    prop_assert_eq!(exact.end(&text, at, &mut before), *end, "{} at {} in {:?}", pattern, at, String::from_utf8_lossy(&text));
                }
            }
        }

        /// What a pattern matches, in any text, is named at the place where its value begins.
        #[test]
        fn every_value_of_a_match_is_named(
            pieces in prop::collection::vec(prop_oneof![
                prop::sample::select(PATTERNS).prop_flat_map(|pattern| bytes_regex(&without_looks(pattern)).unwrap()),
                bytes_regex("[ a-f0-9A-F:.,()%n\\\\-]{0,6}").unwrap(),
            ], 1..6),
        ) {
            let (shapes, text) = (shapes(), pieces.concat());
            let named = found(&shapes, &text);
            for (rule, pattern) in PATTERNS.iter().enumerate() {
                let regex = crate::rules::compile(pattern, false).unwrap();
                let mut at = 0;
                while let Some(captures) = regex.captures_at(&text, at) {
                    let value = captures.get(1).unwrap();
                    prop_assert!(named.contains(&(value.start(), rule as u16)), "{pattern} in {:?}: {named:?}", String::from_utf8_lossy(&text));
                    at = captures.get(0).unwrap().start() + 1;
                }
            }
        }
    }
}
