//! Tables whose columns are aligned with spaces.

use std::ops::Range;

use memchr::memmem;
use once_cell::sync::Lazy;

use super::{is_ruler, line_at};

/// The rows that an aligned table may have between a value and its header.
const MOST_ROWS: usize = 16;
/// More columns have names of which the widths tell.
const MOST_CELLS: usize = 16;

static GAP: Lazy<memmem::Finder<'static>> = Lazy::new(|| memmem::Finder::new("  "));

/// The first row above a line of a table whose columns are aligned with spaces, where it can be a header.
pub(super) fn aligned_head(text: &[u8], line: &Range<usize>) -> Option<Range<usize>> {
    let is_row = |line: &Range<usize>| text.get(line.clone()).is_some_and(|row| aligned_cells(row).nth(1).is_some() || is_ruler(row));
    if !is_row(line) {
        return None;
    }
    let is_name = |byte: &u8| !matches!(byte, b'@' | b':' | b'=' | b'{' | b'}');
    // What stands above the header may be in columns as well, with values of its own.
    let is_head = |row: &[u8]| row.iter().filter(|byte| byte.is_ascii_digit()).count() <= 2 && row.iter().all(is_name) && !is_ruler(row);
    let (mut head, mut top) = (None, line.clone());
    for _ in 0..MOST_ROWS {
        match top.start.checked_sub(1).and_then(|above| line_at(text, above)).filter(is_row) {
            Some(above) => top = above,
            None => break,
        }
        // A line of `=` may also stand above the header.
        if text.get(top.clone()).is_some_and(is_head) {
            head = Some(top.clone());
        }
    }
    head
}

/// The cells of a row, parted by two spaces or more.
pub(super) fn aligned_cells(row: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = row.get(at..)?;
        let start = at + rest.iter().position(|byte| *byte != b' ')?;
        let cell = row.get(start..)?;
        let len = GAP.find(cell).unwrap_or(cell.len());
        at = start + len;
        Some(start..at)
    })
}

/// The cell of the header over the one that holds the byte at `at` of a row with as many cells, whatever their widths.
pub(super) fn same_cell(head: &[u8], row: &[u8], at: usize) -> Option<Range<usize>> {
    if aligned_cells(head).take(MOST_CELLS).count() != aligned_cells(row).take(MOST_CELLS).count() {
        return None;
    }
    aligned_cells(head).zip(aligned_cells(row)).find(|(_, cell)| cell.contains(&at)).map(|(name, _)| name)
}

pub(super) fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}
