//! Labels that do not stand beside their values: at the head of a column or a list, or at the end of the line.
//!
//! Asked only about a value that its rule is not sure of for want of a label. What one answer costs is bounded, and what was learned of a
//! table is kept, so that all answers together take time linear in the text.

use std::ops::Range;

use memchr::memmem;
use memchr::{memchr, memrchr};
use smallvec::SmallVec;

/// Longer lines are no rows, and longer cells no headers. A label is some words at most.
const LONGEST_LINE: usize = 4096;
const LONGEST_HEADER: usize = 64;
/// Items of a list under one head, and how far a row of HTML may begin before its cell.
const MOST_ITEMS: usize = 64;
/// What parts columns; what is rarer in prose first.
const DELIMITERS: [u8; 4] = [b'\t', b'|', b';', b','];

/// The places where labels of one value may stand.
pub(super) type Places = SmallVec<[Range<usize>; 4]>;

/// What is known of the layout of a text.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// In order, and apart.
    tables: Vec<Table>,
    /// Where rows of `<th>` begin and end, and where tables end; none before the first question.
    heads: Option<Vec<Range<usize>>>,
}

/// Neighbouring lines with the same number of the same delimiter.
#[derive(Debug)]
struct Table {
    rows: Range<usize>,
    header: Range<usize>,
    delimiter: u8,
    count: usize,
}

impl Layout {
    /// Where labels of the value at `at` may stand, apart from its neighbourhood.
    pub(super) fn places(&mut self, text: &[u8], at: usize) -> Places {
        let mut places = Places::new();
        let Some(line) = line_at(text, at) else { return places };
        places.extend(self.column_header(text, &line, at));
        places.extend(list_head(text, &line));
        places.extend(comment(text, &line, at));
        places.extend(self.html_header(text, at));
        places.retain(|place| place.start < place.end && place.len() <= LONGEST_HEADER && !place.contains(&at));
        places
    }

    /// The cell above the value in the first row of its table.
    fn column_header(&mut self, text: &[u8], line: &Range<usize>, at: usize) -> Option<Range<usize>> {
        let table = self.table_of(text, line)?;
        if table.header == *line {
            return None;
        }
        let column = count(text.get(line.start..at)?, table.delimiter);
        cell(text, &table.header, table.delimiter, column)
    }

    fn table_of(&mut self, text: &[u8], line: &Range<usize>) -> Option<&Table> {
        let next = self.tables.partition_point(|table| table.rows.end <= line.start);
        if self.tables.get(next).is_some_and(|table| table.rows.start <= line.start) {
            return self.tables.get(next);
        }
        let row = text.get(line.clone())?;
        let known_end = next.checked_sub(1).and_then(|last| self.tables.get(last)).map_or(0, |table| table.rows.end);
        for delimiter in DELIMITERS {
            let columns = count(row, delimiter);
            if columns == 0 {
                continue;
            }
            let mut first = line.clone();
            while first.start > known_end
                && let Some(above) = first.start.checked_sub(1).and_then(|end| line_at(text, end))
                && text.get(above.clone()).is_some_and(|row| count(row, delimiter) == columns || is_ruler(row))
            {
                first = above;
            }
            if let Some(table) = next.checked_sub(1).and_then(|last| self.tables.get_mut(last))
                && first.start == known_end
                && (table.delimiter, table.count) == (delimiter, columns)
            {
                table.rows.end = line.end + 1;
                return self.tables.get(next - 1);
            }
            if first.start < line.start {
                let rows = first.start..line.end + 1;
                self.tables.insert(next, Table { rows, header: first, delimiter, count: columns });
                return self.tables.get(next);
            }
        }
        None
    }

    /// The `<th>` above the `<td>` that holds the value.
    fn html_header(&mut self, text: &[u8], at: usize) -> Option<Range<usize>> {
        let row_start = at.saturating_sub(LONGEST_LINE);
        let before = text.get(row_start..at)?;
        let row = before.get(memmem::rfind(before, b"<tr")?..)?;
        let column = memmem::find_iter(row, b"<td").count().checked_sub(1)?;
        let heads = self.heads.get_or_insert_with(|| html_heads(text));
        let head = heads.get(heads.partition_point(|head| head.start <= at).checked_sub(1)?)?;
        let cells = text.get(head.clone())?;
        let start = head.start + memmem::find_iter(cells, b"<th").nth(column)?;
        let rest = text.get(start..head.end)?;
        let (open, close) = (memchr(b'>', rest)? + 1, memmem::find(rest, b"</th").unwrap_or(rest.len()));
        Some(start + open..start + close.max(open))
    }
}

/// The line that holds the byte at `at`, without its end; none where it is too long.
fn line_at(text: &[u8], at: usize) -> Option<Range<usize>> {
    let at = at.min(text.len());
    let floor = at.saturating_sub(LONGEST_LINE);
    let start = match memrchr(b'\n', text.get(floor..at)?) {
        Some(end) => floor + end + 1,
        None if floor == 0 => 0,
        None => return None,
    };
    let rest = text.get(at..(at + LONGEST_LINE).min(text.len()))?;
    let end = match memchr(b'\n', rest) {
        Some(end) => at + end,
        None if at + rest.len() == text.len() => text.len(),
        None => return None,
    };
    Some(start..end)
}

/// How many delimiters stand outside quotes.
fn count(row: &[u8], delimiter: u8) -> usize {
    if memchr(delimiter, row).is_none() {
        return 0;
    }
    let mut quoted = false;
    row.iter()
        .filter(|byte| {
            quoted ^= **byte == b'"';
            **byte == delimiter && !quoted
        })
        .count()
}

/// The cell number `column` of a row.
fn cell(text: &[u8], row: &Range<usize>, delimiter: u8, column: usize) -> Option<Range<usize>> {
    let bytes = text.get(row.clone())?;
    let (mut quoted, mut seen, mut start) = (false, 0, 0);
    for (at, byte) in bytes.iter().enumerate() {
        quoted ^= *byte == b'"';
        if *byte == delimiter && !quoted {
            if seen == column {
                return Some(row.start + start..row.start + at);
            }
            (seen, start) = (seen + 1, at + 1);
        }
    }
    (seen == column).then_some(row.start + start..row.end)
}

/// Whether a line only parts the header from the rows.
fn is_ruler(row: &[u8]) -> bool {
    row.len() > 2 && row.iter().all(|byte| matches!(byte, b'-' | b'+' | b'=' | b'|' | b':' | b' ' | b'\r'))
}

/// The line above a list, for a value in one of its items.
fn list_head(text: &[u8], line: &Range<usize>) -> Option<Range<usize>> {
    if !is_item(text.get(line.clone())?) {
        return None;
    }
    let mut first = line.clone();
    for _ in 0..MOST_ITEMS {
        let mut above = line_at(text, first.start.checked_sub(1)?)?;
        let mut bytes = text.get(above.clone())?;
        let parted = bytes.trim_ascii().is_empty();
        if parted {
            // One empty line may part the head from the list.
            above = line_at(text, above.start.checked_sub(1)?)?;
            bytes = text.get(above.clone())?;
        }
        if parted || !is_item(bytes) {
            return (is_head(bytes) && !is_item(bytes)).then_some(above);
        }
        first = above;
    }
    None
}

/// Whether a line can be the head of a list: not a sentence.
fn is_head(line: &[u8]) -> bool {
    !matches!(line.trim_ascii_end(), [] | [.., b'.' | b'!' | b'?' | b';' | b',']) && memmem::find(line, b". ").is_none()
}

/// Whether a line is an item: behind a bullet or a number, or hardly more than one value.
fn is_item(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let bullet = match line {
        [b'-' | b'*' | b'+' | b'>', rest @ ..] => rest,
        [0xE2, 0x80, 0xA2, rest @ ..] => rest,
        _ => {
            let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
            match line.get(digits..) {
                Some([b'.' | b')', b' ', rest @ ..]) if (1..=3).contains(&digits) => rest,
                _ => &[],
            }
        }
    };
    let (mut letters, mut digits, mut delimiters) = (0, 0, 0);
    for byte in line.iter().take(LONGEST_HEADER) {
        letters += usize::from(byte.is_ascii_alphabetic() || !byte.is_ascii());
        digits += usize::from(byte.is_ascii_digit());
        delimiters += usize::from(matches!(byte, b',' | b';' | b'|' | b'\t' | b'='));
    }
    !bullet.is_empty() || (line.len() <= LONGEST_HEADER && digits > letters && digits > 3 && delimiters == 0)
}

/// The comment at the end of the line, behind the value.
fn comment(text: &[u8], line: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..line.end)?;
    let marks: [&[u8]; 6] = [b"<!--", b" # ", b" // ", b" -- ", b"/*", b"\t# "];
    let start = marks.iter().filter_map(|mark| memmem::rfind(rest, mark).map(|start| start + mark.len())).max()?;
    Some(at + start..line.end)
}

/// Where rows of `<th>` begin and end. Where a table ends stands an empty one.
fn html_heads(text: &[u8]) -> Vec<Range<usize>> {
    let mut heads: Vec<Range<usize>> = memmem::find_iter(text, b"</table").map(|end| end..end).collect();
    let mut from = 0;
    while let Some(cell) = text.get(from..).and_then(|rest| memmem::find(rest, b"<th")) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What stands at the places of the label of the first `value`.
    fn labels<'t>(text: &'t str, value: &str) -> Vec<&'t str> {
        let at = text.find(value).unwrap();
        let places = Layout::default().places(text.as_bytes(), at);
        places.into_iter().map(|place| text[place].trim()).collect()
    }

    #[test]
    fn a_column_has_its_header() {
        assert_eq!(labels("name,ssn,mail\nAda,111,a\nBob,222,b", "222"), ["ssn"]);
        assert_eq!(labels("name;\"id; old\";x\nAda;\"1;1\";7\nBob;222;b", "222"), ["\"id; old\""]);
        assert_eq!(labels("| a | phone |\n|---|---|\n| x | 555 |\n| y | 777 |", "777"), ["phone"]);
        assert_eq!(labels(" n | iban\n---+-----\n x | 555\n", "555"), ["iban"]);
        assert_eq!(
            labels("<table><tr><th>Name</th><th class=x>Passport</th></tr>\n<tr><td>A</td>\n<td>C01X</td></tr>", "C01X"),
            ["Passport"]
        );
        assert_eq!(labels("name,ssn\n", "ssn"), Vec::<&str>::new());
        assert_eq!(labels("Dear Ada, yes\nno comma\nOne, 222", "222"), Vec::<&str>::new());
    }

    #[test]
    fn a_list_has_its_head_and_a_line_its_comment() {
        assert_eq!(labels("IBANs on file:\n- DE1\n- FR2 x\n", "FR2"), ["IBANs on file:"]);
        assert_eq!(labels("Phones\n\n1) 555-1\n2) 555-2", "555-2"), ["Phones"]);
        assert_eq!(labels("Phones\n1) 555-1\n2) 555-2", "555-2"), ["Phones"]);
        assert_eq!(labels("tax id\n90901112\n90901113\n", "90901113"), ["tax id"]);
        assert_eq!(labels("x = 5551 + y * 2 + other_long_thing # phone", "5551"), ["phone"]);
        assert_eq!(labels("<tr><td>5551</td><td>long other cell here</td></tr><!-- IC number -->", "5551"), ["IC number -->"]);
        assert_eq!(labels("just 5551 in a sentence", "5551"), Vec::<&str>::new());
    }

    #[test]
    fn what_is_known_of_a_table_is_what_is_found_anew() {
        let rows: String = (0..50).map(|n| format!("{n},{},z{}\n", n * 7 + 1000, if n == 20 { ",q" } else { "" })).collect();
        let text = format!("a,b,c\n{rows}\nd;e\n1;2\n3;4444\n");
        let mut layout = Layout::default();
        for at in (0..text.len()).chain((0..text.len()).rev()) {
            let fresh = Layout::default().places(text.as_bytes(), at);
            assert_eq!(layout.places(text.as_bytes(), at), fresh, "{at}");
        }
    }

    proptest! {
        #[test]
        fn places_lie_in_the_text(text in "[ab1,;|\t\n\"<>/#-]{0,120}|(<t[rdh]>|</t[rdh]>|<table>|</table>|a1|\n){0,30}", at in 0usize..200) {
            let at = at.min(text.len());
            for place in Layout::default().places(text.as_bytes(), at) {
                prop_assert!(place.start < place.end && place.end <= text.len());
            }
        }
    }
}
