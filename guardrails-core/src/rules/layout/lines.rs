//! What lines of text are: sentences, lists of labels with their values, and comments at their ends.

use std::ops::Range;

use memchr::{memchr, memchr2, memchr3};
use memchr::{memmem, memrchr};

use super::LONGEST_HEADER;

/// The longest abbreviation.
pub(super) const LONGEST_SHORT: usize = 4;
/// Labels of one line: more are no labels of one value each.
const MOST_PAIRED: usize = 4;

/// Whether a sentence ends within a line, and another begins: not behind an abbreviation, as in `Soc. Sec. No.`.
pub(super) fn is_sentence(line: &[u8]) -> bool {
    line.windows(3).enumerate().any(|(at, three)| {
        matches!(three, [b'.' | b'!' | b'?', b' ', b'A'..=b'Z'])
            && line.get(..at).unwrap_or_default().iter().rev().take_while(|byte| !byte.is_ascii_whitespace()).count() > LONGEST_SHORT
    })
}

/// The label of a value in a line that has as many labels as values: `Name / Born: Ada Byron / 10.12.1815`.
pub(super) fn paired_label(text: &[u8], line: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let before = text.get(line.start..at)?;
    let colon = memchr(b':', before)?;
    let labels = before.get(..colon).filter(|labels| labels.len() <= 2 * LONGEST_HEADER)?;
    let count = labels.split(|byte| *byte == b'/').count();
    let values = || Some(memmem::find_iter(text.get(line.start + colon..line.end)?, b" / ").take(MOST_PAIRED).count() + 1);
    if !(2..=MOST_PAIRED).contains(&count) || values() != Some(count) {
        return None;
    }
    let number = memmem::find_iter(before.get(colon..)?, b" / ").count();
    let start: usize = labels.split(|byte| *byte == b'/').take(number).map(|label| label.len() + 1).sum();
    let len = labels.get(start..)?.split(|byte| *byte == b'/').next()?.len();
    Some(line.start + start..line.start + start + len)
}

/// How far behind the first cell of its row a value stands for which words near it do not tell.
const FAR: usize = 40;

/// The first cell of a row, the label of all values in it, for one that is far from it: `BSN | 1… | 2… | 3…`.
pub(super) fn row_head(text: &[u8], line: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let before = text.get(line.start..at)?;
    let delimiter = [b'\t', b'|', b';'].into_iter().find(|delimiter| memchr::memchr_iter(*delimiter, before).nth(1).is_some())?;
    let start = before.iter().position(|byte| *byte != delimiter && *byte != b' ')?;
    let head = before.get(start..)?;
    let len = memchr(delimiter, head)?;
    let head = head.get(..len)?;
    let digits = head.iter().filter(|byte| byte.is_ascii_digit()).count();
    let far = before.len() >= start + len + FAR;
    (far && digits <= 2 && !is_sentence(head)).then_some(line.start + start..line.start + start + len)
}

/// The name of the array that holds the value: `"ids": ["1…", "2…"]`.
pub(super) fn array_name(text: &[u8], line: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let before = text.get(line.start..at)?;
    let open = memrchr(b'[', before)?;
    if before.get(open..)?.iter().any(|byte| matches!(byte, b']' | b'{' | b'}' | b'(' | b':' | b'=')) {
        return None;
    }
    let name = before.get(..open)?.trim_ascii_end();
    let name = name.strip_suffix(b":").or_else(|| name.strip_suffix(b"="))?;
    let start = memchr::memrchr3(b',', b'{', b'(', name).map_or(0, |end| end + 1);
    Some(line.start + start..line.start + name.len())
}

/// The comment at the end of the line.
pub(super) fn comment(text: &[u8], line: &Range<usize>) -> Option<Range<usize>> {
    let bytes = text.get(line.clone())?;
    // A label is short, and so is a comment that holds nothing else.
    let from = bytes.len().saturating_sub(LONGEST_HEADER + 4);
    let end = bytes.get(from..)?;
    if memchr3(b'<', b'#', b'/', end).is_none() && memchr2(b'-', b'%', end).is_none() {
        return None;
    }
    let start = bytes.windows(4).enumerate().skip(from).rev().find_map(|(at, four)| match four {
        b"<!--" => Some(at + 4),
        [b' ' | b'\t', b'#' | b'%', b' ', _] => Some(at + 3),
        b" // " | b" -- " => Some(at + 4),
        [b'/', b'*', ..] => Some(at + 2),
        _ => None,
    })?;
    Some(line.start + start..line.end)
}
