//! The heads of lists: the line above the items.

use std::ops::Range;

use memchr::memmem;

use super::lines::LONGEST_SHORT;
use super::{LONGEST_HEADER, is_sentence, line_at};

/// Items of a list under one head.
const MOST_ITEMS: usize = 64;
/// Digits that no number of a person is without, behind a name.
const LEAST_OF_NAMED: usize = 5;
/// A line that ends with a full stop is a head only where it is no longer.
const LONGEST_SHORT_HEAD: usize = 32;

/// The item that was asked about last.
#[derive(Debug, Default)]
pub(super) struct Lists {
    last: Option<Item>,
}

#[derive(Debug)]
struct Item {
    line: Range<usize>,
    /// How many items stand between it and where its list begins, and what stands there.
    above: usize,
    head: Option<Range<usize>>,
}

impl Lists {
    /// The line above a list, for a value in one of its items.
    pub(super) fn head(&mut self, text: &[u8], line: &Range<usize>) -> Option<Range<usize>> {
        if !is_item(text.get(line.clone())?) {
            return None;
        }
        let (above, head) = self.climb(text, line);
        self.last = Some(Item { line: line.clone(), above, head });
        self.last.as_ref()?.head.clone()
    }

    /// From an item up to where its list begins. Values are asked about in order, so that mostly the item asked about last stands a line above,
    /// and what is above that is known.
    fn climb(&self, text: &[u8], line: &Range<usize>) -> (usize, Option<Range<usize>>) {
        let mut first = line.clone();
        for items in 0..MOST_ITEMS {
            if let Some(last) = self.last.as_ref().filter(|last| last.line == first) {
                let above = items + last.above;
                return (above, last.head.clone().filter(|_| above < MOST_ITEMS));
            }
            match step(text, &first) {
                Step::Item(above) => first = above,
                Step::End(head) => return (items, head),
            }
        }
        (MOST_ITEMS, None)
    }
}

/// What stands above an item.
enum Step {
    Item(Range<usize>),
    /// Where the list begins, and its head if it has one.
    End(Option<Range<usize>>),
}

fn step(text: &[u8], item: &Range<usize>) -> Step {
    let line_above = |line: &Range<usize>| {
        let above = line_at(text, line.start.checked_sub(1)?)?;
        Some((text.get(above.clone())?, above))
    };
    let Some((mut bytes, mut above)) = line_above(item) else { return Step::End(None) };
    let parted = bytes.iter().all(|byte| matches!(byte, b'-' | b'=' | b'~' | b' ' | b'\t' | b'\r'));
    if parted {
        // One empty line may part the head from the list, or one that underlines it.
        let Some(next) = line_above(&above) else { return Step::End(None) };
        (bytes, above) = next;
    }
    match is_item(bytes) {
        true if parted => Step::End(None),
        true => Step::Item(above),
        false => Step::End(head(bytes).map(|head| above.start + head.start..above.start + head.end)),
    }
}

/// What is the head of a list in the line above it: not a sentence, unless a label with a colon follows that; of `Tax number / Ada Byron, 10 May`
/// what stands before the slash, where all is too long.
fn head(line: &[u8]) -> Option<Range<usize>> {
    let label = line.trim_ascii_end();
    let is_long = |label: &[u8]| label.iter().filter(|byte| **byte & 0xC0 != 0x80).count() > LONGEST_HEADER;
    let start = match label.last()? {
        b':' if is_sentence(label) || is_long(label) => memmem::rfind(label, b". ").map_or(0, |end| end + 2),
        b'.' if !is_short(label) => return None,
        b'!' | b'?' | b';' | b',' => return None,
        _ => 0,
    };
    let label = label.get(start..)?;
    let end = if is_long(label) { memmem::find(label, b" / ").map(|end| start + end) } else { None };
    (!is_sentence(label)).then_some(start..end.unwrap_or(line.len()))
}

/// Whether a line is a label with an abbreviation at its end: `Passport no.`.
fn is_short(line: &[u8]) -> bool {
    let last = line.rsplit(|byte| *byte == b' ').next().unwrap_or_default();
    line.len() <= LONGEST_SHORT_HEAD && last.len() <= LONGEST_SHORT + 1
}

/// Whether a line is an item: behind a bullet or a number, a name with a number, or hardly more than one value.
fn is_item(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    // What is quoted is what it is without the sign of a quotation.
    let line = line.strip_prefix(b"> ").unwrap_or(line);
    let bullet = match line {
        [b'-' | b'*' | b'+' | b'>', rest @ ..] => rest,
        [0xE2, 0x80, 0xA2, rest @ ..] => rest,
        [b'0'..=b'9', ..] => {
            let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
            match line.get(digits..) {
                Some([b'.' | b')', b' ', rest @ ..]) if (1..=3).contains(&digits) => rest,
                _ => &[],
            }
        }
        [b'(', b'a'..=b'z', b')', b' ', rest @ ..] | [b'a'..=b'z', b')', b' ', rest @ ..] => rest,
        _ => &[],
    };
    if !bullet.is_empty() || line.len() > LONGEST_HEADER {
        return !bullet.is_empty();
    }
    let (mut letters, mut digits, mut delimiters) = (0, 0, 0);
    for byte in line {
        letters += usize::from(byte.is_ascii_alphabetic() || !byte.is_ascii());
        digits += usize::from(byte.is_ascii_digit());
        delimiters += usize::from(matches!(byte, b',' | b';' | b'|' | b'\t' | b'='));
    }
    (digits > letters && digits > 3 && delimiters == 0) || is_named(line)
}

/// Whether a line is the name of a person and a number: `Ada Byron: 123-45-6789`.
fn is_named(line: &[u8]) -> bool {
    let Some(colon) = memmem::find(line, b": ") else { return false };
    let (Some(name), Some(value)) = (line.get(..colon), line.get(colon + 2..)) else { return false };
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'.' | b'\'' | b'-') || !byte.is_ascii();
    let begins = |word: &[u8]| word.first().is_some_and(|byte| byte.is_ascii_uppercase() || !byte.is_ascii());
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    digits > LEAST_OF_NAMED
        && 2 * digits > value.len()
        && name.iter().all(is_letter)
        && name.contains(&b' ')
        && name.split(|byte| *byte == b' ').all(begins)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str) -> Vec<Range<usize>> {
        text.split('\n')
            .map(|line| line.as_ptr().addr() - text.as_ptr().addr())
            .zip(text.split('\n'))
            .map(|(at, line)| at..at + line.len())
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        /// Whatever was asked before, an item has the head that it has alone.
        #[test]
        fn what_is_remembered_changes_no_head(
            pieces in prop::collection::vec((prop::sample::select(&["- a\n", "12345\n", "2) x\n", "Head:\n", "\n", "It ends. So\n", " \n"]), 1usize..70), 1..6),
            asked in prop::collection::vec(0usize..300, 1..40),
        ) {
            let text: String = pieces.iter().map(|(line, count)| line.repeat(*count)).collect();
            let (lines, mut lists) = (lines(&text), Lists::default());
            for number in (0..lines.len()).chain(asked) {
                if let Some(line) = lines.get(number) {
                    prop_assert_eq!(lists.head(text.as_bytes(), line), Lists::default().head(text.as_bytes(), line), "line {}", number);
                }
            }
        }
    }

    #[test]
    fn names_with_numbers_are_items() {
        for (text, head) in [
            ("Number\nAda Byron: 1234567\n", Some(0..6)),
            ("Number\n--\nAda Byron: 1234567\n", Some(0..6)),
            ("Number\nReference: 1234567\n", None),
            ("Number\nthe reference: 1234567\n", None),
            ("Number\nAda Byron: 12 of them\n", None),
        ] {
            let last = lines(text).len() - 2;
            assert_eq!(Lists::default().head(text.as_bytes(), &lines(text)[last]), head, "{text}");
        }
    }

    #[test]
    fn items_have_letters_and_long_heads_end_at_a_slash() {
        let long = format!("Number / {}, 10 May\n1) 12345\n", "Ada ".repeat(20));
        for (text, head) in [("Number\n  a) 12345\n", Some(0..6)), ("Number\n(b) 12345\n", Some(0..6)), (&long, Some(0..6))] {
            assert_eq!(lists_head(text), head, "{text}");
        }
    }

    fn lists_head(text: &str) -> Option<Range<usize>> {
        Lists::default().head(text.as_bytes(), lines(text).get(1)?)
    }

    #[test]
    fn a_long_list_is_climbed_once() {
        let text = format!("Numbers:\n{}", "- 12345\n".repeat(60));
        let (lines, mut lists) = (lines(&text), Lists::default());
        for (above, line) in lines.iter().skip(1).take(60).enumerate() {
            assert_eq!(lists.climb(text.as_bytes(), line), (above, Some(0..8)));
            // Without the line above it would have to be climbed again.
            assert!(above == 0 || lists.last.as_ref().is_some_and(|last| last.line.end + 1 == line.start));
            lists.head(text.as_bytes(), line);
        }
    }
}
