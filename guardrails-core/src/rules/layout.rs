//! Labels that do not stand beside their values: at the head of a column or a list, or at the end of the line.
//!
//! Asked only about a value that its rule is not sure of for want of a label. What one answer costs is bounded, and what was learned of a
//! table is kept, so that all answers together take time linear in the text.

mod aligned;
mod apart;
mod arrays;
mod asked;
mod lines;
mod lists;
mod markup;

use std::ops::Range;

use memchr::memmem;
use memchr::{memchr, memchr_iter, memchr2, memchr3, memrchr};
use smallvec::SmallVec;

use self::aligned::{aligned_cells, aligned_head, characters, same_cell};
use self::arrays::Arrays;
use self::asked::{answers, question};
use self::lines::{array_name, comment, is_sentence, paired_label, row_head};
use self::lists::Lists;
use self::markup::{
    Copied, LONGEST_ROW, VALUES, element_label, html_heads, html_label, sql_copies, sql_in, sql_open, sql_values, wiki_head, wiki_label,
    wiki_rows,
};

/// Longer lines are no rows, and longer cells no headers. A label is some words at most.
const LONGEST_LINE: usize = 4096;
pub(super) const LONGEST_HEADER: usize = 64;
/// What parts columns; what is rarer in prose first.
const DELIMITERS: [u8; 4] = [b'\t', b'|', b';', b','];
/// How many more cells than the header a row may have: names and numbers with a comma in them, unquoted.
const RAGGED: usize = 2;

/// The places where labels of one value may stand.
pub(super) type Places = SmallVec<[Range<usize>; 4]>;

/// What is known of the layout of a text.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// For each delimiter its tables, in order and apart, in what was read so far.
    tables: [Tables; DELIMITERS.len()],
    read: usize,
    /// Where `VALUES` of SQL ends; none before the first question.
    values: Option<Vec<usize>>,
    /// The rows that are copied into tables; none before the first question.
    copies: Option<Vec<Copied>>,
    /// The line that was asked about last for the header of aligned columns, and the first row of its table.
    aligned: Option<(Range<usize>, Option<Range<usize>>)>,
    /// Where rows of `<th>` begin and end, and where tables end; none before the first question.
    heads: Option<Vec<Range<usize>>>,
    /// Tables in arrays; none before the first question.
    arrays: Option<Vec<Arrays>>,
    /// The line that was asked about last.
    line: Option<Line>,
    lists: Lists,
    /// The line that was last asked for the rows below it, and whether it can be a header.
    headed: (Range<usize>, Heading),
}

/// What a line is to the rows below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Heading {
    #[default]
    No,
    Header,
    /// It may be a header, or a line of source code with a comma: `f(user, password)`.
    Code,
}

/// What holds for every value of a line.
#[derive(Clone, Debug)]
struct Line {
    range: Range<usize>,
    list_head: Option<Range<usize>>,
    comment: Option<Range<usize>>,
    wiki_head: Option<Range<usize>>,
    question: Option<Range<usize>>,
    /// Whether it holds what each of these asks for: [`row_head`], [`array_name`] and [`paired_label`] look through all of a line before a
    /// value, which the values of a long line would have them do over and over.
    has_cells: bool,
    has_array: bool,
    has_pairs: bool,
}

#[derive(Debug, Default)]
struct Tables {
    closed: bool,
    all: Vec<Table>,
}

/// A header and the lines below it with at least as many delimiters.
#[derive(Debug)]
struct Table {
    header: Range<usize>,
    delimiters: usize,
    /// Where the last row ends.
    end: usize,
}

impl Layout {
    /// Where labels of the value at `at` may stand, apart from its neighbourhood.
    pub(super) fn places(&mut self, text: &[u8], at: usize) -> Places {
        let mut places = Places::new();
        if let Some(name) = self.array_column(text, at) {
            places.push(name);
            return places;
        }
        let Some(line) = self.line_at(text, at) else { return places };
        match self.copied_column(text, &line.range, at).or_else(|| self.sql_column(text, at)) {
            Some(column) => places.push(column),
            None => self.column_headers(text, &line.range, at, &mut places),
        }
        let aligned = if places.is_empty() { self.aligned_header(text, &line.range, at) } else { None };
        // The head of a table with aligned columns looks like that of a list.
        places.extend(aligned.or(line.list_head));
        places.extend(html_label(text, at));
        places.extend(line.has_cells.then(|| row_head(text, &line.range, at)).flatten());
        places.extend(line.has_array.then(|| array_name(text, &line.range, at)).flatten());
        places.extend(line.wiki_head.clone().and_then(|head| wiki_label(text, &line.range, head, at)));
        places.extend(line.has_pairs.then(|| paired_label(text, &line.range, at)).flatten());
        places.extend(sql_in(text, at));
        places.extend(line.question.filter(|_| text.get(line.range.start..at).is_some_and(answers)));
        places.extend(line.comment.filter(|comment| comment.start > at));
        places.extend(self.html_header(text, at).or_else(|| element_label(text, at)));
        places.retain(|place| text.get(place.clone()).is_some_and(|label| !label.is_empty() && is_short(label)) && !place.contains(&at));
        places
    }

    fn line_at(&mut self, text: &[u8], at: usize) -> Option<Line> {
        if let Some(line) = self.line.as_ref().filter(|line| line.range.contains(&at)) {
            return Some(line.clone());
        }
        let range = line_at(text, at)?;
        let (list_head, comment) = (self.lists.head(text, &range), comment(text, &range));
        let (wiki_head, question) = (wiki_head(text, &range), question(text, &range));
        let row = text.get(range.clone())?;
        let has_cells = [b'\t', b'|', b';'].into_iter().any(|delimiter| memchr_iter(delimiter, row).nth(1).is_some());
        let (has_array, has_pairs) = (memchr(b'[', row).is_some(), memmem::find(row, b" / ").is_some());
        self.line = Some(Line { list_head, comment, wiki_head, question, has_cells, has_array, has_pairs, range });
        self.line.clone()
    }

    /// The cell above the value in the first row of its table. In a row with more cells than the header it may be counted from either end.
    fn column_headers(&mut self, text: &[u8], line: &Range<usize>, at: usize, places: &mut Places) {
        self.read_to(text, line.end);
        for (delimiter, tables) in DELIMITERS.iter().zip(&self.tables) {
            let table =
                tables.all.partition_point(|table| table.header.start < line.start).checked_sub(1).and_then(|at| tables.all.get(at));
            let Some(table) = table.filter(|table| line.start < table.end) else { continue };
            let (Some(before), Some(behind)) = (text.get(line.start..at), text.get(at..line.end)) else { continue };
            let column = count(before, *delimiter);
            let from_end = table.delimiters.saturating_sub(count(behind, *delimiter));
            places.extend(cell(text, &table.header, *delimiter, column));
            if column != from_end {
                places.extend(cell(text, &table.header, *delimiter, from_end));
            }
            return;
        }
    }

    /// The name of the column of a value in the rows of `INSERT INTO t (a, b) VALUES (1, 2), (3, 4)`.
    fn sql_column(&mut self, text: &[u8], at: usize) -> Option<Range<usize>> {
        let (rows, open) = self.sql_row(text, at)?;
        let column = text.get(open..at)?.split(|byte| *byte == b'\'').step_by(2).flatten().filter(|byte| **byte == b',').count();
        let head = text.get(..rows.checked_sub(VALUES.len())?)?.trim_ascii_end();
        let close = head.len().checked_sub(1).filter(|at| head.get(*at) == Some(&b')'))?;
        cell(text, &(sql_open(head, close)? + 1..close), b',', column)
    }

    /// Where the rows behind `VALUES` begin among which `at` lies, and where its own row does.
    fn sql_row(&mut self, text: &[u8], at: usize) -> Option<(usize, usize)> {
        let values = self.values.get_or_insert_with(|| sql_values(text));
        let rows = *values.get(values.partition_point(|end| *end <= at).checked_sub(1)?)?;
        let from = at.saturating_sub(LONGEST_ROW).max(rows);
        let open = from + memrchr(b'(', text.get(from..at)?)?;
        matches!(text.get(rows..open)?.trim_ascii_end().last(), None | Some(b',')).then_some((rows, open))
    }

    /// The rows behind `VALUES`, of the columns of SQL among which `at` lies; they end at a semicolon or before the next rows.
    fn sql_rows(&mut self, text: &[u8], at: usize) -> Option<Range<usize>> {
        let line = text.get(at..(at + LONGEST_ROW).min(text.len()))?;
        let close = at + memchr(b')', line)?;
        let behind = text.get(close + 1..(close + LONGEST_HEADER).min(text.len()))?.trim_ascii_start();
        if !behind.get(..VALUES.len())?.eq_ignore_ascii_case(VALUES) {
            return None;
        }
        let values = self.values.get_or_insert_with(|| sql_values(text));
        let next = values.partition_point(|end| *end <= close);
        let start = *values.get(next)?;
        let rows = text.get(start..values.get(next + 1).copied().unwrap_or(text.len()))?;
        Some(start..start + memchr(b';', rows).unwrap_or(rows.len()))
    }

    /// The name of the column of a value in the rows below `COPY t (a, b) FROM stdin`.
    fn copied_column(&mut self, text: &[u8], line: &Range<usize>, at: usize) -> Option<Range<usize>> {
        let copies = self.copies.get_or_insert_with(|| sql_copies(text));
        let copied = copies.get(copies.partition_point(|copied| copied.rows.start <= at).checked_sub(1)?)?;
        if at >= copied.rows.end {
            return None;
        }
        cell(text, &copied.columns, b',', count(text.get(line.start..at)?, b'\t'))
    }

    /// The row that holds the value, in a table that is no prose with commas.
    pub(super) fn row(&mut self, text: &[u8], at: usize) -> Option<Range<usize>> {
        if let Some(arrays) = self.arrays_at(text, at) {
            return arrays.row(text, at);
        }
        // The columns of SQL that stand last are near the first values of a row.
        if self.sql_column(text, at).is_some()
            && let Some((_, open)) = self.sql_row(text, at)
        {
            let rest = text.get(at..(at + LONGEST_ROW).min(text.len()))?;
            return Some(open..memchr(b')', rest).map_or(text.len(), |close| at + close));
        }
        let line = self.line_at(text, at)?.range;
        self.read_to(text, line.end);
        let is_row = |(delimiter, tables): (&u8, &Tables)| {
            let number = tables.all.partition_point(|table| table.header.start < line.start).checked_sub(1)?;
            let table = tables.all.get(number).filter(|table| line.start < table.end)?;
            let header = text.get(table.header.clone())?;
            (*delimiter != b',' || memmem::find(header, b", ").is_none()).then_some(())
        };
        DELIMITERS.iter().zip(&self.tables).find_map(is_row).map(|()| line)
    }

    /// The cell above the value in a table whose columns are aligned with spaces.
    fn aligned_header(&mut self, text: &[u8], line: &Range<usize>, at: usize) -> Option<Range<usize>> {
        if self.aligned.as_ref().is_none_or(|(known, _)| known != line) {
            self.aligned = Some((line.clone(), aligned_head(text, line)));
        }
        let head = self.aligned.as_ref()?.1.clone()?;
        if let Some(name) = same_cell(text.get(head.clone())?, text.get(line.clone())?, at - line.start) {
            return Some(head.start + name.start..head.start + name.end);
        }
        let column = characters(text.get(line.start..at)?);
        let mut over = None;
        for cell in aligned_cells(text.get(head.clone())?) {
            if characters(text.get(head.start..head.start + cell.start)?) > column {
                break;
            }
            over = Some(head.start + cell.start..head.start + cell.end);
        }
        over
    }

    /// The rows below the header, or behind the columns of SQL, that hold `at`; more than one stretch where several delimiters make a table.
    /// With `strict` a line that may be source code is no header.
    pub(super) fn rows_below(&mut self, text: &[u8], at: usize, strict: bool) -> Places {
        let copies = self.copies.get_or_insert_with(|| sql_copies(text));
        let copied = copies.iter().find(|copied| copied.columns.contains(&at)).map(|copied| copied.rows.clone());
        if let Some(rows) = copied.or_else(|| self.sql_rows(text, at)) {
            return Places::from_iter([rows]);
        }
        if let Some(rows) = line_at(text, at).and_then(|line| wiki_rows(text, &line)).or_else(|| self.html_rows(text, at)) {
            return Places::from_iter([rows]);
        }
        // Most lines with a comma name no columns, and the rest of the text need not be read for them.
        if !self.headed.0.contains(&at) {
            let Some(line) = line_at(text, at) else { return Places::new() };
            let row = text.get(line.clone()).unwrap_or_default();
            let is_code = |byte: &u8| matches!(byte, b'(' | b')' | b'{' | b'}' | b'=' | b'<' | b'>');
            // Asked of a line once: each of its words may ask for the rows below it.
            let heading = match DELIMITERS.iter().any(|delimiter| is_header(row, *delimiter)) {
                true if row.iter().any(is_code) => Heading::Code,
                true => Heading::Header,
                false => Heading::No,
            };
            self.headed = (line, heading);
        }
        if self.headed.1 == Heading::No || (strict && self.headed.1 == Heading::Code) {
            return Places::new();
        }
        self.read_to(text, at);
        // Only as long as a table below it goes on.
        let goes_on = |tables: &Tables| !tables.closed && tables.all.last().is_some_and(|table| table.header.contains(&at));
        while self.read <= text.len() && self.tables.iter().any(goes_on) {
            self.read_to(text, self.read);
        }
        let below = |tables: &Tables| {
            let table = tables.all.get(tables.all.partition_point(|table| table.header.start <= at).checked_sub(1)?)?;
            (at < table.header.end && table.header.end < table.end).then(|| table.header.end..(table.end + 1).min(text.len()))
        };
        self.tables.iter().filter_map(below).collect()
    }

    /// Reads on, each line once, until the line that ends at `end` is known.
    fn read_to(&mut self, text: &[u8], end: usize) {
        while self.read <= end.min(text.len()) {
            let start = self.read;
            let rest = text.get(start..).unwrap_or_default();
            let line = start..memchr(b'\n', rest).map_or(text.len(), |end| start + end);
            self.read = line.end + 1;
            let row = text.get(line.clone()).filter(|row| row.len() <= LONGEST_LINE).unwrap_or_default();
            for (delimiter, tables) in DELIMITERS.iter().zip(&mut self.tables) {
                let cells = count(row, *delimiter) >> u32::from(is_doubled(row, *delimiter));
                let open = tables.all.last_mut().filter(|_| !tables.closed);
                match open {
                    Some(table) if (table.delimiters..=table.delimiters + RAGGED).contains(&cells) || is_ruler(row) => table.end = line.end,
                    _ if cells > 0 && is_header(row, *delimiter) => {
                        tables.closed = false;
                        tables.all.push(Table { header: line.clone(), delimiters: cells, end: line.end });
                    }
                    _ => tables.closed = true,
                }
            }
        }
    }

    /// The rows below the row of `<th>` that holds `at`, to the end of the table or the next header.
    fn html_rows(&mut self, text: &[u8], at: usize) -> Option<Range<usize>> {
        if !is_head_cell(text, at) {
            return None;
        }
        let heads = self.heads.get_or_insert_with(|| html_heads(text));
        let next = heads.partition_point(|head| head.start <= at);
        let head = heads.get(next.checked_sub(1)?).filter(|head| head.contains(&at))?;
        let end = heads.get(next).map_or(text.len(), |head| head.start);
        (head.end < end).then_some(head.end..end)
    }

    /// The `<th>` above the `<td>` that holds the value.
    fn html_header(&mut self, text: &[u8], at: usize) -> Option<Range<usize>> {
        let heads = self.heads.get_or_insert_with(|| html_heads(text));
        let head = heads.get(heads.partition_point(|head| head.start <= at).checked_sub(1)?)?;
        if head.is_empty() {
            return None;
        }
        let row_start = at.saturating_sub(LONGEST_LINE);
        let before = text.get(row_start..at)?;
        let row = before.get(memmem::rfind(before, b"<tr")?..)?;
        let column = memmem::find_iter(row, b"<td").count().checked_sub(1)?;
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
    let Some(first) = memchr(delimiter, row) else { return 0 };
    if memchr(b'"', row).is_none() {
        return memchr_iter(delimiter, row.get(first..).unwrap_or_default()).count();
    }
    let mut quoted = false;
    row.iter()
        .filter(|byte| {
            quoted ^= **byte == b'"';
            **byte == delimiter && !quoted
        })
        .count()
}

/// Whether two delimiters part two cells, as in the head of a table of Jira and Confluence: `||Host||User||` above `|db1|ops|`.
fn is_doubled(row: &[u8], delimiter: u8) -> bool {
    row.starts_with(b"||") && delimiter == b'|' && row.trim_ascii_end().ends_with(b"||")
}

/// The cell number `column` of a row.
fn cell(text: &[u8], row: &Range<usize>, delimiter: u8, column: usize) -> Option<Range<usize>> {
    let bytes = text.get(row.clone())?;
    let column = column << u32::from(is_doubled(bytes, delimiter));
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

/// Whether what stands at `at` is in a `<th>` of HTML.
pub(super) fn is_head_cell(text: &[u8], at: usize) -> bool {
    let rest = text.get(at..(at + LONGEST_HEADER).min(text.len())).unwrap_or_default();
    memchr(b'<', rest).and_then(|tag| rest.get(tag..)).is_some_and(|tag| tag.starts_with(b"</th"))
}

/// Whether the cells of a row are the letters over the columns of a spreadsheet.
fn is_lettered(row: &[u8], delimiter: u8) -> bool {
    let mut cells = row.split(|byte| *byte == delimiter).map(<[u8]>::trim_ascii).filter(|cell| !cell.is_empty());
    cells.by_ref().zip(b'A'..=b'Z').all(|(cell, letter)| cell == [letter]) && cells.next().is_none()
}

/// Whether a cell is a date, as the head of a column of a list of attendance is.
fn is_date(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    let signs = cell.iter().filter(|byte| matches!(byte, b'.' | b'/' | b'-')).count();
    (8..=10).contains(&cell.len()) && signs == 2 && cell.iter().filter(|byte| byte.is_ascii_digit()).count() + signs == cell.len()
}

/// Whether every cell of a row can be the name of a column, two of them not empty: some words without numbers, no sentence, and no key with
/// its value, as in the lines of JSON. Beside names there may be dates.
fn is_header(row: &[u8], delimiter: u8) -> bool {
    let cells = || row.split(|byte| *byte == delimiter);
    // Most lines have none, and most lines with one are source code or text.
    if memchr(delimiter, row).is_none()
        || memchr3(b'@', b'=', b'{', row).is_some()
        || delimiter == b',' && memchr2(b':', b'}', row).is_some()
    {
        return false;
    }
    if !cells().all(is_short) || cells().filter(|cell| !cell.trim_ascii().is_empty()).nth(1).is_none() {
        return false;
    }
    if is_lettered(row, delimiter) || is_ruler(row) {
        return false;
    }
    let (mut names, mut dates) = (0, 0);
    let all = cells().all(|cell| {
        // `| PESEL: |`
        let cell = cell.trim_ascii_end().strip_suffix(b":").filter(|_| delimiter != b',').unwrap_or(cell);
        let digits = || cell.iter().filter(|byte| byte.is_ascii_digit()).count();
        let is_name = !cell.iter().any(|byte| matches!(byte, b'@' | b':' | b'=' | b'{' | b'}')) && digits() <= 2 && !is_sentence(cell);
        let is_date = !is_name && delimiter != b',' && is_date(cell);
        names += usize::from(is_name);
        dates += usize::from(is_date);
        is_name || is_date
    });
    all && (dates == 0 || names > 1)
}

/// Whether a label is no longer than labels are, in characters.
fn is_short(label: &[u8]) -> bool {
    label.len() <= LONGEST_HEADER
        || label.iter().take(4 * LONGEST_HEADER).filter(|byte| **byte & 0xC0 != 0x80).count() <= LONGEST_HEADER
            && label.len() <= 4 * LONGEST_HEADER
}

/// Whether a line only parts the header from the rows.
fn is_ruler(row: &[u8]) -> bool {
    row.len() > 2 && row.iter().all(|byte| matches!(byte, b'-' | b'+' | b'=' | b'|' | b':' | b' ' | b'\r'))
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
