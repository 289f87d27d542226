//! A text with its sentences in one piece: what breaks the lines of a paragraph, a comment or a quotation stands between two words of one.

use std::borrow::Cow;

use crate::Span;

/// A line that is shorter than this was not full: what follows is no part of its sentence.
const FULL: usize = 24;
/// What leads a line of a comment or a quotation.
const LEAD: usize = 24;

/// A text in its folded form whose lines are joined where a sentence goes on.
pub(super) struct Unwrapped<'t> {
    text: Cow<'t, str>,
    /// Where a piece begins, in the joined text and in its source.
    pieces: Vec<(usize, usize)>,
}

impl<'t> Unwrapped<'t> {
    pub(super) fn new(source: &'t str) -> Self {
        let bytes = source.as_bytes();
        let (mut text, mut pieces) = (String::new(), Vec::new());
        let (mut taken, mut line) = (0, 0);
        for at in memchr::memchr_iter(b'\n', bytes) {
            if let Some(next) = goes_on(bytes, line, at) {
                text.push_str(source.get(taken..at).unwrap_or_default());
                text.push(' ');
                pieces.push((text.len(), next));
                taken = next;
            }
            line = at + 1;
        }
        if pieces.is_empty() {
            return Self { text: Cow::Borrowed(source), pieces };
        }
        text.push_str(source.get(taken..).unwrap_or_default());
        Self { text: Cow::Owned(text), pieces }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// A span of the joined text in its source.
    pub(super) fn span(&self, span: Span) -> Span {
        let source = |at: usize| match self.pieces.partition_point(|(begins, _)| *begins <= at).checked_sub(1) {
            Some(piece) => self.pieces.get(piece).map_or(at, |(begins, source)| source + (at - begins)),
            None => at,
        };
        // The end lies behind its last byte, which a break may follow.
        Span::new(source(span.start), source(span.end.saturating_sub(1)) + usize::from(span.end > 0))
    }
}

/// Where the sentence of the line from `line` to `end` goes on in the next one: a full line that ends with a word or a comma, and one that begins
/// with a small letter, behind the signs of a comment or a quotation.
fn goes_on(bytes: &[u8], line: usize, end: usize) -> Option<usize> {
    if end - line < FULL {
        return None;
    }
    let last = bytes.get(line..end)?.iter().rfind(|byte| !matches!(byte, b' ' | b'\t' | b'\r'))?;
    if !(last.is_ascii_alphanumeric() || matches!(last, b',' | b'\'' | b'"' | b'-')) {
        return None;
    }
    let behind = bytes.get(end + 1..bytes.len().min(end + 1 + LEAD))?;
    let lead = behind.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'/' | b'#' | b'*' | b'>' | b'|' | b';'))?;
    let word = behind.get(lead..)?;
    let len = word.iter().take_while(|byte| byte.is_ascii_lowercase() || **byte == b'\'').count();
    let ends = word.get(len).is_none_or(|byte| matches!(byte, b' ' | b',' | b'.' | b'-' | b'!' | b'?' | b'\n' | b'"'));
    (len > 0 && ends).then_some(end + 1 + lead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_go_on_behind_a_break() {
        for (source, joined) in [
            ("the plums of the garden are\n    // ripe, said Ana", "the plums of the garden are ripe, said Ana"),
            ("> the plums of the garden, which\n> Ana calls\n> ripe", "> the plums of the garden, which\n> Ana calls\n> ripe"),
            ("The plums of the garden are ripe.\nsaid Ana", "The plums of the garden are ripe.\nsaid Ana"),
            ("plums:\n  ripe ones", "plums:\n  ripe ones"),
            ("the_plums_of_the_garden: 4711\nripe: yes", "the_plums_of_the_garden: 4711\nripe: yes"),
        ] {
            assert_eq!(Unwrapped::new(source).text(), joined);
        }
    }

    #[test]
    fn spans_lie_where_they_lay() {
        let source = "the plums of the garden are\n    # ripe and those of the neighbour\n    # are not";
        let lines = Unwrapped::new(source);
        for word in ["the plums", "ripe", "neighbour", "not"] {
            let at = lines.text().find(word).unwrap();
            let span = lines.span(Span::new(at, at + word.len()));
            assert_eq!(source.get(span.start..span.end), Some(word));
        }
        let whole = lines.span(Span::new(0, lines.text().len()));
        assert_eq!((whole.start, whole.end), (0, source.len()));
    }
}
