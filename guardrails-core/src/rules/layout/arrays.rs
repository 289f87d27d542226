//! Tables in JSON: an array with the names of the columns, and one with an array for each row.

use std::ops::Range;

use memchr::{memchr, memmem, memrchr};

use super::markup::LONGEST_ROW;
use super::{LONGEST_HEADER, Layout, cell, count, is_header};

/// Arrays between the names and the rows, such as the numbers of the rows.
const MOST_BETWEEN: usize = 2;

/// `{"columns": ["a", "b"], "rows": [[1, 2], [3, 4]]}`, or rows of which the first has the names.
#[derive(Debug)]
pub(super) struct Arrays {
    /// What stands between the brackets.
    pub(super) names: Range<usize>,
    pub(super) rows: Range<usize>,
}

impl Arrays {
    /// All of a text, in order and apart.
    pub(super) fn all(text: &[u8]) -> Vec<Self> {
        let (mut all, mut read) = (Vec::new(), 0);
        for at in memmem::find_iter(text, b"[[") {
            let is_value = || matches!(text.get(..at).map(<[u8]>::trim_ascii_end), Some([] | [.., b':' | b'=' | b'(']));
            if at < read || !is_value() {
                continue;
            }
            let start = at + 2;
            let end = memmem::find(text.get(start..).unwrap_or_default(), b"]]").map_or(text.len(), |len| start + len);
            read = end;
            let first = || Some(start..start + memchr(b']', text.get(start..end.min(start + LONGEST_ROW))?)?);
            let names = names_before(text, at).or_else(|| first().filter(|first| are_names(text, first)));
            all.extend(names.map(|names| Self { names, rows: start..end }));
        }
        all
    }

    /// The row that holds `at`.
    pub(super) fn row(&self, text: &[u8], at: usize) -> Option<Range<usize>> {
        let from = at.saturating_sub(LONGEST_ROW).max(self.rows.start);
        let start = memrchr(b'[', text.get(from..at)?).map_or(from, |open| from + open + 1);
        let rest = text.get(at..self.rows.end.min(at + LONGEST_ROW))?;
        Some(start..at + memchr(b']', rest).unwrap_or(rest.len()))
    }

    /// The number of the column of the value at `at`.
    pub(super) fn column(&self, text: &[u8], at: usize) -> Option<usize> {
        let row = self.row(text, at)?;
        Some(count(text.get(row.start..at)?, b','))
    }
}

impl Layout {
    /// The name of the column of a value in an array of arrays: `{"columns": ["a", "b"], "rows": [[1, 2], [3, 4]]}`.
    pub(super) fn array_column(&mut self, text: &[u8], at: usize) -> Option<Range<usize>> {
        let arrays = self.arrays_at(text, at)?;
        cell(text, &arrays.names, b',', arrays.column(text, at)?)
    }

    pub(super) fn arrays_at(&mut self, text: &[u8], at: usize) -> Option<&Arrays> {
        let arrays = self.arrays.get_or_insert_with(|| Arrays::all(text));
        arrays.get(arrays.partition_point(|table| table.rows.start <= at).checked_sub(1)?).filter(|table| at < table.rows.end)
    }
}

/// The names in an array that ends shortly before the rows.
fn names_before(text: &[u8], rows: usize) -> Option<Range<usize>> {
    let mut end = rows;
    for _ in 0..=MOST_BETWEEN {
        let key = end.saturating_sub(LONGEST_HEADER);
        let close = key + memrchr(b']', text.get(key..end)?)?;
        let from = close.saturating_sub(LONGEST_ROW);
        let open = from + memrchr(b'[', text.get(from..close)?)?;
        if are_names(text, &(open + 1..close)) {
            return Some(open + 1..close);
        }
        end = open;
    }
    None
}

fn are_names(text: &[u8], array: &Range<usize>) -> bool {
    text.get(array.clone()).is_some_and(|names| memchr(b'"', names).is_some() && is_header(names, b','))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<&str> {
        let at = text.find('~')?;
        let all = Arrays::all(text.as_bytes());
        let table = all.iter().find(|table| table.rows.contains(&at))?;
        let column = table.column(text.as_bytes(), at)?;
        text.get(table.names.clone())?.split(',').nth(column)
    }

    #[test]
    fn columns_of_arrays_have_their_names() {
        for (text, label) in [
            (r#"{"columns":["row","ssn"],"rows":[[1,"~"],[2,"2"]]}"#, Some(r#""ssn""#)),
            (r#"{"columns":["row","ssn"],"rows":[[1,"1"],[2,"~"]]}"#, Some(r#""ssn""#)),
            (r#"{"columns":["ssn","b"],"index":[0,1],"data":[["1","2"],["~","3"]]}"#, Some(r#""ssn""#)),
            (r#"[["id","ssn"],[1,"~"]]"#, Some(r#""ssn""#)),
            (r#"see [[A, "b"]], ~ ]]"#, None),
            (r#"{"n":[1,2],"rows":[[1,"~"]]}"#, None),
        ] {
            assert_eq!(name(text), label, "{text}");
        }
    }
}
