//! Labels at the head of one column, and values in another.

use std::ops::Range;

use memchr::memchr;

use super::{Layout, Places};

impl Layout {
    /// Whether `label` is the head of a column that the value at `at` is not in: the last head of a table, and the first value below it.
    pub(in crate::rules) fn heads_another_column(&mut self, text: &[u8], label: Range<usize>, at: usize) -> bool {
        let Some(between) = text.get(label.start..at) else { return false };
        let (heads, end) = if let Some(end) = memchr(b'\n', between) {
            let mut heads = Places::new();
            if self.row(text, at).is_some()
                && let Some(line) = self.line_at(text, at)
            {
                self.column_headers(text, &line.range, at, &mut heads);
            }
            (heads, end)
        } else if let Some(end) = memchr(b')', between) {
            (self.sql_column(text, at).into_iter().collect(), end)
        } else {
            return false;
        };
        let named = label.start..label.start + end;
        // What is no more than the end of the line before names nothing.
        let is_label = text.get(named.clone()).is_some_and(|label| label.iter().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()));
        is_label && !heads.is_empty() && !heads.iter().any(|head| head.start < named.end && named.start < head.end)
    }
}
