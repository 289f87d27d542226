//! From offsets in a view back to offsets in the caller's text.

use crate::Span;

/// Maps byte offsets of a view to byte offsets of the text it was made from.
///
/// The map is a list of runs in which every `view_step` bytes of the view stand for `raw_step` bytes of the text, so a
/// text that did not change costs nothing, a row of full-width digits one entry, and removed characters none of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OffsetMap {
    runs: Vec<Run>,
    view_len: u32,
    raw_len: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    view: u32,
    raw: u32,
    view_step: u32,
    raw_step: u32,
}

impl Run {
    fn raw_end(self, view_end: u32) -> u32 {
        self.raw + (view_end - self.view) / self.view_step * self.raw_step
    }
}

impl OffsetMap {
    /// `len` bytes went over unchanged, or changed without moving a boundary.
    pub(crate) fn keep(&mut self, len: usize) {
        self.push(len as u32, len as u32, 1, 1);
    }

    /// `raw` bytes of the text became `view` bytes of the view; nothing of it can be told apart.
    pub(crate) fn replace(&mut self, raw: usize, view: usize) {
        if raw == view {
            self.keep(raw);
        } else {
            self.push(raw as u32, view as u32, raw as u32, view as u32);
        }
    }

    fn push(&mut self, raw: u32, view: u32, raw_step: u32, view_step: u32) {
        if view > 0 {
            let goes_on = self.runs.last().is_some_and(|last| {
                last.view_step == view_step && last.raw_step == raw_step && last.raw_end(self.view_len) == self.raw_len
            });
            if !goes_on {
                self.runs.push(Run { view: self.view_len, raw: self.raw_len, view_step, raw_step });
            }
        }
        self.view_len += view;
        self.raw_len += raw;
    }

    /// The bytes of the text behind `span` of the view. Characters that were removed inside the span are part of it, those
    /// at its ends are not.
    pub(crate) fn raw(&self, span: Span) -> Span {
        if self.runs.is_empty() {
            return span;
        }
        let (start, end) = (span.start as u32, span.end as u32);
        let unit = |at: u32| {
            let run = self.runs.partition_point(|run| run.view <= at).checked_sub(1).and_then(|i| self.runs.get(i));
            run.map_or((at, at), |run| {
                let raw = run.raw + (at - run.view) / run.view_step * run.raw_step;
                (raw, raw + run.raw_step)
            })
        };
        let raw_start = if start >= self.view_len { self.raw_len } else { unit(start).0 };
        let raw_end = if end <= start { raw_start } else { unit(end - 1).1 };
        Span::new(raw_start as usize, raw_end as usize)
    }

    #[cfg(test)]
    pub(crate) fn entries(&self) -> usize {
        self.runs.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_equal_steps_share_an_entry() {
        let mut map = OffsetMap::default();
        map.keep(4);
        for _ in 0..16 {
            map.replace(3, 1); // full-width digits
        }
        map.keep(4);
        assert_eq!(map.entries(), 3);
        assert_eq!(map.raw(Span::new(4, 20)), Span::new(4, 52));
        assert_eq!(map.raw(Span::new(5, 6)), Span::new(7, 10));
        assert_eq!(map.raw(Span::new(20, 24)), Span::new(52, 56));
    }

    #[test]
    fn removed_characters_belong_to_a_span_only_from_inside() {
        let mut map = OffsetMap::default();
        map.keep(2);
        map.replace(3, 0);
        map.keep(2);
        assert_eq!(map.raw(Span::new(0, 2)), Span::new(0, 2));
        assert_eq!(map.raw(Span::new(1, 3)), Span::new(1, 6));
        assert_eq!(map.raw(Span::new(2, 4)), Span::new(5, 7));
    }

    #[test]
    fn an_empty_map_is_the_identity() {
        assert_eq!(OffsetMap::default().raw(Span::new(3, 9)), Span::new(3, 9));
    }
}
