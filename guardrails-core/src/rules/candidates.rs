//! Where rules may match, gathered before any regex runs.

use smallvec::SmallVec;

use super::heads::Heads;
use super::stems::Beginning;

/// Room for words before the piece of a context phrase that is looked for, and for the gaps between them.
pub(super) const PHRASE: usize = 64;

/// A stretch of text in which a rule may match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Window {
    pub(super) rule: u32,
    pub(super) lo: u32,
    pub(super) hi: u32,
    /// The last place where a match may begin; `hi` where it may begin anywhere.
    pub(super) last: u32,
}

/// A match that begins at no more places than one and this is tried at each.
pub(super) const STARTS: usize = 32;

impl Window {
    fn has_few_starts(&self) -> bool {
        self.last < self.hi && self.last.saturating_sub(self.lo) <= STARTS as u32
    }
}

/// Windows by rule, merged where they overlap: the bytes that one rule's regex reads are at most the bytes of the text.
pub(super) struct Candidates {
    pub(super) windows: SmallVec<[Window; 24]>,
    seen: SmallVec<[Seen; 32]>,
    /// For each rule, one more than its place in `seen`; empty as long as that is short enough to be looked through, so that a
    /// prompt costs no allocation.
    places: Vec<u32>,
    rules: usize,
    limit: usize,
    pub(super) overflow: bool,
    pub(super) heads: Heads,
    /// One more than a place, and what the text begins with there: several rules have the same labels.
    begun: (usize, Beginning),
}

/// What was seen of a rule last.
#[derive(Clone, Copy, Debug)]
struct Seen {
    rule: u32,
    /// One more than the index of the rule's last window.
    window: u32,
    /// One more than where a literal of its first and of its second group began.
    groups: [u32; 2],
    /// How many windows with few starts in a row overlap.
    row: u32,
    /// Where the last match ended that needed no window.
    end: u32,
}

/// How many windows with few starts of a rule may overlap before they become one: the bytes that its regex reads stay bounded.
const ROW: u32 = 8;

/// Windows of sentences or lines that follow each other are one: a second search would cost more than what parts them.
const BESIDE: u32 = 2;

impl Candidates {
    pub(super) fn new(rules: usize, limit: usize) -> Self {
        Self {
            windows: SmallVec::new(),
            seen: SmallVec::new(),
            places: Vec::new(),
            rules,
            limit,
            overflow: false,
            heads: Heads::default(),
            begun: (0, Beginning::default()),
        }
    }

    /// What `text` begins with at `at`.
    pub(super) fn beginning(&mut self, text: &[u8], at: usize) -> Beginning {
        if self.begun.0 != at + 1 {
            self.begun = (at + 1, Beginning::of(text.get(at..).unwrap_or_default()));
        }
        self.begun.1
    }

    /// The place of a rule in `seen`.
    fn place(&self, rule: u32) -> Option<usize> {
        match self.places.get(rule as usize) {
            Some(place) => (*place as usize).checked_sub(1),
            None => self.seen.iter().position(|seen| seen.rule == rule),
        }
    }

    fn seen(&mut self, rule: u32) -> Option<&mut Seen> {
        let known = self.place(rule);
        let place = known.unwrap_or(self.seen.len());
        if known.is_none() {
            self.seen.push(Seen { rule, window: 0, groups: [0; 2], row: 0, end: 0 });
            if self.seen.spilled() && self.places.is_empty() {
                self.places.resize(self.rules, 0);
                for (at, seen) in self.seen.iter().enumerate() {
                    self.places.get_mut(seen.rule as usize).into_iter().for_each(|place| *place = at as u32 + 1);
                }
            }
            self.places.get_mut(rule as usize).into_iter().for_each(|known| *known = place as u32 + 1);
        }
        self.seen.get_mut(place)
    }

    /// The rule may match within `lo..hi`, and its match begins within `lo..=last`.
    pub(super) fn push(&mut self, rule: u32, lo: usize, last: usize, hi: usize) {
        let Some((window, row)) = self.seen(rule).map(|seen| (seen.window as usize, seen.row)) else { return };
        let mut new = Window { rule, lo: lo as u32, hi: hi as u32, last: last as u32 };
        // Hits come in order but for the length of a keyword, and single bytes after all others.
        let full = self.windows.len() >= self.limit;
        let known = window.checked_sub(1).and_then(|at| self.windows.get_mut(at));
        let mut row = row + 1;
        match known.filter(|known| known.hi + BESIDE >= new.lo && known.lo <= new.lo + PHRASE as u32) {
            Some(known) => {
                let both = Window { lo: known.lo.min(new.lo), hi: known.hi.max(new.hi), last: known.last.max(new.last), rule };
                let few = known.has_few_starts() && new.has_few_starts();
                if few && new.lo <= known.last + 1 && both.has_few_starts() {
                    *known = both;
                    return;
                }
                if !few || row >= ROW || new.last <= known.last {
                    *known = Window { last: both.hi, ..both };
                    return;
                }
                // No start is in both: each window is as long as a match that begins at its last start.
                new.lo = new.lo.max(known.last + 1);
            }
            None => row = 0,
        }
        if full {
            self.overflow = true;
            return;
        }
        self.windows.push(new);
        let count = self.windows.len() as u32;
        self.seen(rule).into_iter().for_each(|seen| (seen.window, seen.row) = (count, row));
    }

    /// Where the rule's last match ended, of those that needed no window.
    pub(super) fn ended(&self, rule: u32) -> usize {
        self.place(rule).and_then(|place| self.seen.get(place)).map_or(0, |seen| seen.end as usize)
    }

    /// Notes where a match ended that needed no window.
    pub(super) fn end(&mut self, rule: u32, at: usize) {
        self.seen(rule).into_iter().for_each(|seen| seen.end = at as u32);
    }

    /// Notes a literal of one of the rule's two groups; whether one of the other stands within `reach`.
    pub(super) fn pairs(&mut self, rule: u32, group: usize, at: usize, reach: usize) -> bool {
        let Some(seen) = self.seen(rule) else { return false };
        seen.groups.get_mut(group).into_iter().for_each(|place| *place = at as u32 + 1);
        let other = seen.groups.get(1 - group).copied().unwrap_or(0) as usize;
        other > 0 && (at + 1).abs_diff(other) <= reach + PHRASE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The windows after these were pushed, as `lo`, `last` and `hi`.
    fn windows(pushed: &[(usize, usize, usize)]) -> Vec<(u32, u32, u32)> {
        let mut candidates = Candidates::new(1, 100);
        pushed.iter().for_each(|(lo, last, hi)| candidates.push(0, *lo, *last, *hi));
        candidates.windows.iter().map(|window| (window.lo, window.last, window.hi)).collect()
    }

    #[test]
    fn windows_that_overlap_are_one_but_for_those_with_few_starts() {
        assert_eq!(windows(&[(0, 50, 50), (40, 90, 90), (100, 120, 120)]), [(0, 90, 90), (100, 120, 120)]);
        assert_eq!(windows(&[(0, 3, 50), (4, 7, 54), (20, 23, 70), (80, 83, 130)]), [(0, 7, 54), (20, 23, 70), (80, 83, 130)]);
        // No start is in two of them.
        assert_eq!(windows(&[(0, 30, 80), (10, 40, 90)]), [(0, 30, 80), (31, 40, 90)]);
        // With one that may begin anywhere they are one.
        assert_eq!(windows(&[(0, 3, 50), (20, 70, 70), (30, 33, 80)]), [(0, 80, 80)]);
    }

    #[test]
    fn many_windows_with_few_starts_are_one() {
        let pushed: Vec<(usize, usize, usize)> = (0..40).map(|at| (at * 5, at * 5, at * 5 + 100)).collect();
        let all = windows(&pushed);
        assert!(all.len() <= ROW as usize && all.last() == Some(&(35, 295, 295)), "{all:?}");
    }
}
