//! Comma-separated values (RFC 4180), read where they stand.

use super::{At, Fault, Form, Token};
use crate::{Error, Span};

/// How a table is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Csv {
    delimiter: Option<u8>,
    pub(super) header: Option<Vec<String>>,
}

/// What may stand between cells, in the order of how often it does.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

impl Csv {
    /// A table with this between its cells: `,`, `;`, a tab or `|`. Without one it is read off the first line: whichever of them stands there most
    /// often, `,` first.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`](crate::ErrorKind::Argument) for any other.
    pub fn delimiter(mut self, delimiter: char) -> Result<Self, Error> {
        let known = DELIMITERS.into_iter().find(|known| char::from(*known) == delimiter);
        self.delimiter = Some(known.ok_or_else(|| Error::argument("the delimiter of a table is `,`, `;`, a tab or `|`"))?);
        Ok(self)
    }

    /// The names of the columns, where the table has none in its first row: a part of a larger one, for instance.
    pub fn header(mut self, header: Vec<String>) -> Self {
        self.header = Some(header);
        self
    }

    pub(super) fn delimiter_of(&self, text: &str) -> u8 {
        let line = text.split(['\r', '\n']).next().unwrap_or_default();
        let mut counts = [0usize; DELIMITERS.len()];
        let (mut quoted, mut before) = (false, b',');
        for byte in line.bytes() {
            // A quote counts where a cell begins, and where one ends.
            quoted ^= byte == b'"' && (quoted || DELIMITERS.contains(&before));
            before = byte;
            if !quoted {
                counts.iter_mut().zip(DELIMITERS).filter(|(_, known)| *known == byte).for_each(|(count, _)| *count += 1);
            }
        }
        let most = counts.iter().copied().max().unwrap_or(0);
        let often = counts.into_iter().zip(DELIMITERS).find(|(count, _)| *count == most).map_or(b',', |(_, delimiter)| delimiter);
        self.delimiter.unwrap_or(often)
    }
}

/// Where a cell stands.
pub(super) struct Cell<'w> {
    /// From 1, empty rows counted.
    pub(super) row: usize,
    /// From 1.
    pub(super) column: usize,
    /// The first row of the table, decoded.
    pub(super) first: &'w [String],
    /// The row of the cell, decoded.
    pub(super) cells: &'w [&'w str],
}

/// Visits every cell, row by row. A row may have any number of them, and a quote in the middle of a cell without quotes is a character.
///
/// # Errors
///
/// A quote that does not end, or text behind one.
pub(super) fn walk<'t>(text: &'t str, delimiter: u8, visit: &mut dyn FnMut(&Token<'t>, At<'_, 't>)) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    let mut at = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    let (mut row, mut first) = (0, Vec::new());
    while at < bytes.len() {
        row += 1;
        let mut tokens = Vec::new();
        loop {
            let (token, end) = cell(text, at, delimiter)?;
            tokens.push(token);
            at = end;
            match bytes.get(at) {
                Some(byte) if *byte == delimiter => at += 1,
                _ => break,
            }
        }
        at += match bytes.get(at..).unwrap_or_default() {
            [b'\r', b'\n', ..] => 2,
            [_, ..] => 1,
            [] => 0,
        };
        let cells: Vec<&str> = tokens.iter().map(Token::decoded).collect();
        if row == 1 {
            first = cells.iter().map(|cell| (*cell).to_owned()).collect();
        }
        for (column, token) in tokens.iter().enumerate() {
            visit(token, At::Csv(&Cell { row, column: column + 1, first: &first, cells: &cells }));
        }
    }
    Ok(())
}

/// The cell that begins at `start`, and where what ends it stands.
fn cell(text: &str, start: usize, delimiter: u8) -> Result<(Token<'_>, usize), Fault> {
    let bytes = text.as_bytes();
    let ends = |byte: u8| byte == delimiter || matches!(byte, b'\r' | b'\n');
    if bytes.get(start) != Some(&b'"') {
        let rest = bytes.get(start..).unwrap_or_default();
        let end = start + rest.iter().take_while(|byte| !ends(**byte)).count();
        return Ok((Token::new(text, Span::new(start, end), Form::CsvBare(delimiter)), end));
    }
    let mut at = start + 1;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        match memchr::memchr(b'"', rest) {
            None => return Err(Fault { at: start, expected: Some("an end of the quote that begins here") }),
            Some(quote) if rest.get(quote + 1) == Some(&b'"') => at += quote + 2,
            Some(quote) => {
                let end = at + quote + 1;
                if bytes.get(end).is_some_and(|byte| !ends(*byte)) {
                    return Err(Fault { at: end, expected: Some("a delimiter or a line's end behind a quote") });
                }
                return Ok((Token::new(text, Span::new(start + 1, end - 1), Form::CsvQuoted), end));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(usize, usize, String)> {
        let mut seen = Vec::new();
        walk(text, Csv::default().delimiter_of(text), &mut |token, at| {
            let At::Csv(cell) = at else { return };
            seen.push((cell.row, cell.column, token.decoded().to_owned()));
        })
        .unwrap();
        seen
    }

    #[test]
    fn cells_are_those_of_the_standard() {
        let expected = |all: &[(usize, usize, &str)]| all.iter().map(|(r, c, t)| (*r, *c, (*t).to_owned())).collect::<Vec<_>>();
        assert_eq!(cells("a,b\r\n1,\"x,\"\"y\"\"\n z\"\r\n"), expected(&[(1, 1, "a"), (1, 2, "b"), (2, 1, "1"), (2, 2, "x,\"y\"\n z")]));
        assert_eq!(cells("a;b\n1,5;"), expected(&[(1, 1, "a"), (1, 2, "b"), (2, 1, "1,5"), (2, 2, "")]));
        assert_eq!(cells("a\n\nb"), expected(&[(1, 1, "a"), (2, 1, ""), (3, 1, "b")]));
        assert_eq!(cells("\u{FEFF}5\" pipe\t\"\""), expected(&[(1, 1, "5\" pipe"), (1, 2, "")]));
        assert_eq!(cells(""), []);
    }

    #[test]
    fn what_is_no_table_is_said_with_its_place() {
        for (text, at) in [("a,\"b\nc", 2), ("a\n\"b\"c,d", 5)] {
            assert_eq!(walk(text, b',', &mut |_, _| {}).unwrap_err().at, at, "{text}");
        }
        assert!(Csv::default().delimiter('x').is_err());
        assert_eq!(Csv::default().delimiter('|').unwrap().delimiter_of("a,b,c"), b'|');
    }
}
