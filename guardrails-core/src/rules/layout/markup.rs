//! Labels of values in markup and SQL.

use std::ops::Range;

use memchr::{memchr, memmem, memrchr, memrchr2};
use once_cell::sync::Lazy;

use super::{LONGEST_HEADER, LONGEST_LINE, line_at};

/// The longest row of SQL, and list of its columns.
pub(super) const LONGEST_ROW: usize = 1024;
pub(super) const VALUES: &[u8] = b"VALUES";

/// Where `VALUES` ends, in capitals or not.
pub(super) fn sql_values(text: &[u8]) -> Vec<usize> {
    let mut all: Vec<usize> =
        [VALUES, b"values"].iter().flat_map(|word| memmem::find_iter(text, word)).map(|at| at + VALUES.len()).collect();
    all.sort_unstable();
    all
}

/// Where the bracket opens that the one at `close` closes, past those in the names of columns: `("id (Cuba)", ssn)`.
pub(super) fn sql_open(text: &[u8], close: usize) -> Option<usize> {
    let floor = close.saturating_sub(LONGEST_ROW);
    let (mut at, mut depth) = (close, 0_usize);
    while let Some(sign) = memrchr2(b'(', b')', text.get(floor..at)?) {
        at = floor + sign;
        match (text.get(at), depth) {
            (Some(b')'), _) => depth += 1,
            (_, 0) => return Some(at),
            _ => depth -= 1,
        }
    }
    None
}

/// The name before `IN (…)` of SQL that holds the value: `WHERE ssn IN ('1…', '2…')`.
pub(super) fn sql_in(text: &[u8], at: usize) -> Option<Range<usize>> {
    let from = at.saturating_sub(LONGEST_ROW);
    let before = text.get(from..at)?;
    let open = memrchr(b'(', before)?;
    if memchr(b')', before.get(open..)?).is_some() {
        return None;
    }
    let head = before.get(..open)?.trim_ascii_end();
    let head = head.strip_suffix(b" IN").or_else(|| head.strip_suffix(b" in"))?.trim_ascii_end();
    let head = head.strip_suffix(b" NOT").or_else(|| head.strip_suffix(b" not")).unwrap_or(head);
    let len = head
        .iter()
        .rev()
        .take(LONGEST_HEADER)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'"' | b'`'))
        .count();
    (len > 0).then_some(from + head.len() - len..from + head.len())
}

/// The columns of `COPY t (a, b) FROM stdin` of SQL, and the rows below: `\t` parts their cells, and `\.` ends them.
#[derive(Debug)]
pub(super) struct Copied {
    pub(super) columns: Range<usize>,
    pub(super) rows: Range<usize>,
}

static STDIN: Lazy<memmem::Finder<'static>> = Lazy::new(|| memmem::Finder::new(" stdin"));

pub(super) fn sql_copies(text: &[u8]) -> Vec<Copied> {
    let copied = |at: usize| {
        let line = line_at(text, at)?;
        let head = text.get(line.start..at)?;
        let name = head.get(..5).filter(|copy| copy.eq_ignore_ascii_case(b"COPY "))?.len();
        let (open, close) = (name + memchr(b'(', head.get(name..)?)? + 1, memrchr(b')', head)?);
        let start = line.end + 1;
        let rest = text.get(start..)?;
        let end = memmem::find(rest, b"\n\\.").map_or(text.len(), |end| start + end);
        (open < close).then_some(Copied { columns: line.start + open..line.start + close, rows: start..end })
    };
    let from = |at: &usize| text.get(..*at).is_some_and(|before| before.ends_with(b"FROM") || before.ends_with(b"from"));
    let mut read = 0;
    STDIN
        .find_iter(text)
        .filter(from)
        .filter_map(|at| if at < read { None } else { copied(at).inspect(|copied| read = copied.rows.end) })
        .collect()
}

/// The element before the one that holds the value: `<dt>Passport</dt><dd>…`, `<th>Passport</th><td>…`, and the first cell of a row.
pub(super) fn element_label(text: &[u8], at: usize) -> Option<Range<usize>> {
    let from = at.saturating_sub(LONGEST_TAG);
    let before = text.get(from..at)?.trim_ascii_end().strip_suffix(b">")?;
    let open = memrchr(b'<', before)?;
    if !before.get(open + 1).is_some_and(u8::is_ascii_alphabetic) || before.ends_with(b"/") {
        return None;
    }
    let before = before.get(..open)?.trim_ascii_end().strip_suffix(b">")?;
    let close = memrchr(b'<', before)?;
    let name = before.get(close..)?.strip_prefix(b"</")?;
    let label = memrchr(b'>', before.get(..close)?)? + 1;
    // In a row of values the cell before says nothing.
    let first = || before.get(..label)?.strip_suffix(b"<td>")?.trim_ascii_end().strip_suffix(b">")?.rsplit(|byte| *byte == b'<').next();
    let is_label = match name {
        b"dt" | b"th" | b"label" | b"b" | b"strong" | b"key" | b"name" => true,
        b"td" => first().is_some_and(|tag| tag.starts_with(b"tr")),
        _ => false,
    };
    is_label.then_some(from + label..from + close)
}

/// The longest tag that is looked through.
const LONGEST_TAG: usize = 256;

/// The text before the tag whose attribute holds the value: `<label>Passport</label><input value="…">`.
pub(super) fn html_label(text: &[u8], at: usize) -> Option<Range<usize>> {
    let from = at.saturating_sub(LONGEST_TAG);
    let before = text.get(from..at)?;
    let tag = from + memrchr(b'<', before)?;
    if memchr(b'>', text.get(tag..at)?).is_some() || !text.get(tag + 1).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    // Past the tags between the label and the one with the value.
    let mut end = tag;
    for _ in 0..4 {
        let before = text.get(end.saturating_sub(LONGEST_TAG)..end)?.trim_ascii_end();
        end = end.saturating_sub(LONGEST_TAG) + before.len();
        if before.last() != Some(&b'>') {
            break;
        }
        end -= before.len() - memrchr(b'<', before)?;
    }
    let floor = end.saturating_sub(4 * LONGEST_HEADER);
    let label = text.get(floor..end)?;
    let start = floor + memrchr(b'>', label).map_or(0, |open| open + 1);
    (start > floor || floor == 0).then_some(start..end)
}

/// Where rows of `<th>` begin and end. Where a table ends stands an empty one.
pub(super) fn html_heads(text: &[u8]) -> Vec<Range<usize>> {
    let mut heads: Vec<Range<usize>> = memmem::find_iter(text, b"</table").map(|end| end..end).collect();
    let mut from = 0;
    let finder = memmem::Finder::new(b"<th");
    while let Some(cell) = text.get(from..).and_then(|rest| finder.find(rest)) {
        let start = from + cell;
        let row = text.get(start..(start + LONGEST_LINE).min(text.len())).unwrap_or_default();
        let len = memmem::find(row, b"</tr").unwrap_or(row.len());
        // `<thead>` begins like a header.
        if !row.starts_with(b"<thead") {
            heads.push(start..start + len);
        }
        from = start + if row.starts_with(b"<thead") { 6 } else { len.max(3) };
    }
    heads.sort_unstable_by_key(|head| (head.start, head.end));
    heads
}

/// The rows that a table of a wiki may have between a value and its header.
const MOST_ROWS: usize = 32;

/// The header of a table of a wiki, above a row of it: `! name !! ssn` over `| Ann || 1…`.
pub(super) fn wiki_head(text: &[u8], line: &Range<usize>) -> Option<Range<usize>> {
    let row = text.get(line.clone()).filter(|row| row.first() == Some(&b'|'))?;
    memmem::find(row, b"||")?;
    let mut above = line.clone();
    for _ in 0..MOST_ROWS {
        above = line_at(text, above.start.checked_sub(1)?)?;
        match text.get(above.start) {
            Some(b'|') => {}
            Some(b'!') => return Some(above),
            _ => return None,
        }
    }
    None
}

/// The rows below such a header, to the end of the table.
pub(super) fn wiki_rows(text: &[u8], line: &Range<usize>) -> Option<Range<usize>> {
    let head = text.get(line.clone()).filter(|row| row.first() == Some(&b'!'))?;
    memmem::find(head, b"!!")?;
    let rest = text.get(line.end..text.len().min(line.end + LONGEST_ROW))?;
    Some(line.end..line.end + memmem::find(rest, b"\n|}").map_or(rest.len(), |end| end + 1))
}

/// The cell of that header above the value.
pub(super) fn wiki_label(text: &[u8], line: &Range<usize>, head: Range<usize>, at: usize) -> Option<Range<usize>> {
    let column = memmem::find_iter(text.get(line.start..at)?, b"||").count();
    let row = text.get(head.clone())?;
    let start = std::iter::once(1).chain(memmem::find_iter(row, b"!!").map(|end| end + 2)).nth(column)?;
    let rest = row.get(start..)?;
    Some(head.start + start..head.start + start + memmem::find(rest, b"!!").unwrap_or(rest.len()))
}
