//! The heads of lists: the line above the items.

use std::ops::Range;

use super::{LONGEST_HEADER, is_sentence, line_at};

/// Items of a list under one head.
const MOST_ITEMS: usize = 64;

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
    let parted = bytes.trim_ascii().is_empty();
    if parted {
        // One empty line may part the head from the list.
        let Some(next) = line_above(&above) else { return Step::End(None) };
        (bytes, above) = next;
    }
    match is_item(bytes) {
        true if parted => Step::End(None),
        true => Step::Item(above),
        false => Step::End(is_head(bytes).then_some(above)),
    }
}

/// Whether a line can be the head of a list: not a sentence.
fn is_head(line: &[u8]) -> bool {
    !matches!(line.trim_ascii_end(), [] | [.., b'.' | b'!' | b'?' | b';' | b',']) && !is_sentence(line)
}

/// Whether a line is an item: behind a bullet or a number, or hardly more than one value.
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
    digits > letters && digits > 3 && delimiters == 0
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
