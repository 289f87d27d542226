//! Groups of letters and digits that may make one number.

use smallvec::SmallVec;

use super::LONGEST;
use crate::Span;

/// The most groups of one number: every digit of the longest by itself.
const MOST: usize = 24;
/// So many digits one by one may be counted or be scores.
const MOST_COUNTED: usize = 7;
/// The longest word of letters before the first digit, and behind the last.
const LETTERS: usize = 4;
/// The most bytes between two groups: a sign with a space on either side.
const GAP: usize = 3;

/// Where a number stands, and what it is without what parts its groups.
pub(super) type Reading = (Span, SmallVec<[u8; LONGEST]>);

/// Groups parted by a sign or a space: those with digits, and at either end one that may be letters alone.
#[derive(Debug)]
pub(super) struct Run {
    groups: SmallVec<[Span; MOST]>,
    /// Whether the first and the last are letters that a space parts from the digits, so that they may belong to the sentence.
    free: (bool, bool),
}

impl Run {
    /// The groups round the digit at `at`, none of which begins before `from`, and where they end. None where there are more than a number has.
    /// With `wrapped`, the end of a line may part two of them, once.
    pub(super) fn at(text: &[u8], at: usize, from: usize, mut wrapped: bool) -> (Option<Self>, usize) {
        let mut groups = SmallVec::<[Span; MOST]>::new();
        let is_in = |byte: &&u8| byte.is_ascii_alphanumeric();
        let start = at - text.get(from..at).unwrap_or_default().iter().rev().take(LONGEST).take_while(is_in).count();
        // Letters before the first digit, parted from it.
        if let Some(end) = gap_before(text, start, from) {
            let letters = text.get(from..end).unwrap_or_default().iter().rev().take(LETTERS + 1).take_while(is_in).count();
            let before = (end - letters).checked_sub(1).filter(|at| *at >= from).and_then(|at| text.get(at));
            if (1..=LETTERS).contains(&letters) && before.is_none_or(u8::is_ascii) {
                groups.push(Span::new(end - letters, end));
            }
        }
        let (mut at, mut end, mut long) = (start, start, false);
        loop {
            let len = text.get(at..).unwrap_or_default().iter().take_while(is_in).count();
            let numeric = has_digit(text, &Span::new(at, at + len));
            if len == 0 || (!numeric && len > LETTERS) {
                break;
            }
            long |= groups.len() >= MOST;
            if !long {
                groups.push(Span::new(at, at + len));
            }
            end = at + len;
            let mut gap = gap_len(text.get(end..).unwrap_or_default());
            let broken = if wrapped { break_len(text.get(end..).unwrap_or_default()) } else { 0 };
            if broken > 0 {
                (gap, wrapped) = (broken, false);
            }
            if gap == 0 && is_dictated(text, end) {
                gap = 2;
            }
            // A letter or two may stand between digits, `or` does not; more of them end a number.
            let is_word = || text.get(at..end).is_none_or(|group| group.iter().all(u8::is_ascii_lowercase));
            let leads_on = gap > 0 && text.get(end + gap).is_some_and(u8::is_ascii_digit) && !is_word();
            if gap == 0 || !(numeric || len <= 2 && leads_on) {
                break;
            }
            at = end + gap;
        }
        let run = Self { groups, free: (false, false) };
        ((!long).then(|| run.without_words(text)), end)
    }

    /// Without words of the sentence on either side: what a space parts from the digits and is not in capitals.
    fn without_words(mut self, text: &[u8]) -> Self {
        let parted = |a: &Span, b: &Span| text.get(a.end..b.start).is_some_and(|gap| gap.contains(&b' '));
        let is_word = |span: &Span| text.get(span.start..span.end).is_none_or(|group| group.iter().any(u8::is_ascii_lowercase));
        let free = |pair: &[Span], outer: usize| match (pair, pair.get(outer)) {
            ([a, b], Some(outer)) => !has_digit(text, outer) && parted(a, b),
            _ => false,
        };
        let first_two = |groups: &[Span]| free(groups.get(..2).unwrap_or_default(), 0);
        let last_two = |groups: &[Span]| free(groups.get(groups.len().saturating_sub(2)..).unwrap_or_default(), 1);
        if first_two(&self.groups) && self.groups.first().is_some_and(is_word) {
            self.groups.remove(0);
        }
        if last_two(&self.groups) && self.groups.last().is_some_and(is_word) {
            self.groups.pop();
        }
        self.free = (first_two(&self.groups), last_two(&self.groups));
        self
    }

    pub(super) fn digits(&self, text: &[u8]) -> usize {
        self.groups.iter().flat_map(|group| text.get(group.start..group.end)).flatten().filter(|byte| byte.is_ascii_digit()).count()
    }

    /// From the first digit's group to the end.
    pub(super) fn number(&self, text: &[u8]) -> Span {
        let start = self.groups.iter().find(|group| has_digit(text, group)).map_or(0, |group| group.start);
        Span::new(start, self.groups.last().map_or(start, |group| group.end))
    }

    /// Whether one of the groups ends its line with a hyphen.
    pub(super) fn is_hyphenated(&self, text: &[u8]) -> bool {
        let between = |(a, b): (&Span, &Span)| text.get(a.end..b.start).unwrap_or_default();
        let mut gaps = self.groups.iter().zip(self.groups.iter().skip(1)).map(between);
        gaps.any(|gap| gap.first() == Some(&b'-') && gap.contains(&b'\n'))
    }

    pub(super) fn is_parted(&self) -> bool {
        self.groups.len() > 1
    }

    /// Whether every digit of it is a group, and there are as many as a number has.
    pub(super) fn is_dictated(&self) -> bool {
        self.groups.len() > MOST_COUNTED && self.groups.iter().all(|group| group.end - group.start == 1)
    }

    /// Whether a `#` stands right before it.
    pub(super) fn is_behind_hash(&self, text: &[u8]) -> bool {
        self.groups.first().and_then(|first| text.get(first.start.checked_sub(1)?)) == Some(&b'#')
    }

    /// Whether it stands on a line of a form, or between the signs of a cursive: `____123____`, `_123_`.
    pub(super) fn is_filled_in(&self, text: &[u8]) -> bool {
        let (Some(first), Some(last)) = (self.groups.first(), self.groups.last()) else { return false };
        let before = matches!(text.get(..first.start), Some([.., before, b'_']) if !before.is_ascii_alphanumeric());
        let behind = match text.get(last.end..) {
            Some([b'_', behind, ..]) => !behind.is_ascii_alphanumeric(),
            Some([b'_']) => true,
            _ => false,
        };
        before || behind
    }

    /// The number without what parts its groups, in capitals, and where it stands: with the free letters on either side first, since they
    /// belong to the number where its rule says so.
    pub(super) fn readings<'r>(&'r self, text: &'r [u8]) -> impl Iterator<Item = Reading> + 'r {
        let (before, behind) = (usize::from(self.free.0), usize::from(self.free.1));
        let ends = [(0, 0), (before, 0), (0, behind), (before, behind)];
        let differ = move |(at, end): &(usize, (usize, usize))| !ends.iter().take(*at).any(|before| before == end);
        let compact = ends.into_iter().enumerate().filter(differ).filter_map(move |(_, (skip, drop))| {
            let groups = self.groups.get(skip..self.groups.len().checked_sub(drop)?)?;
            let bytes = groups.iter().filter_map(|group| text.get(group.start..group.end)).flatten();
            let compact: SmallVec<[u8; LONGEST]> = bytes.map(u8::to_ascii_uppercase).take(LONGEST + 1).collect();
            (compact.len() <= LONGEST).then_some((Span::new(groups.first()?.start, groups.last()?.end), compact))
        });
        // On the line of a form it may stand as its rule writes it, of which the line alone keeps the pattern.
        let (start, end) = self.groups.first().zip(self.groups.last()).map_or((0, 0), |(first, last)| (first.start, last.end));
        let written = (self.is_filled_in(text) && end - start <= LONGEST && self.is_parted())
            .then(|| (Span::new(start, end), text.get(start..end).unwrap_or_default().iter().map(u8::to_ascii_uppercase).collect()));
        compact.chain(written)
    }

    /// Whether the groups are written in a way that patterns may not have: several, letters in small, or behind a `#`. Decimals, dates,
    /// times and addresses are no groups of a number.
    pub(super) fn is_other(&self, text: &[u8]) -> bool {
        let Some(last) = self.groups.last() else { return false };
        let from = self.groups.iter().position(|group| has_digit(text, group)).unwrap_or(0);
        let to = self.groups.iter().rposition(|group| has_digit(text, group)).map_or(0, |last| last + 1);
        let numbers = self.groups.get(from..to).unwrap_or_default();
        let is_digits = |span: &Span| text.get(span.start..span.end).is_some_and(|group| group.iter().all(u8::is_ascii_digit));
        let is_small = |span: &Span| text.get(span.start..span.end).is_some_and(|group| group.iter().any(u8::is_ascii_lowercase));
        let is_time = text.get(last.end) == Some(&b':') && text.get(last.end + 1).is_some_and(u8::is_ascii_digit);
        let is_parted = |sign: u8| numbers.iter().zip(numbers.iter().skip(1)).any(|(a, b)| text.get(a.end..b.start) == Some(&[sign]));
        let len = |span: &Span| span.end - span.start;
        let is_written_so = match numbers {
            [] | [_] => self.is_parted(),
            [a, b] => !(text.get(a.end..b.start) == Some(b".") && is_digits(a) && is_digits(b)),
            [a, b, c] => !(matches!((len(a), len(b), len(c)), (4, 2, 2) | (1..=2, 1..=2, 4)) && numbers.iter().all(is_digits)),
            _ => true,
        };
        // Dots and spaces do not part one number: an address or a version, and what follows it.
        let is_mixed = is_parted(b'.') && is_parted(b' ');
        !is_time && !is_mixed && (is_written_so || self.is_behind_hash(text) || self.is_filled_in(text) || numbers.iter().any(is_small))
    }
}

fn has_digit(text: &[u8], span: &Span) -> bool {
    text.get(span.start..span.end).is_some_and(|group| group.iter().any(u8::is_ascii_digit))
}

/// How long what parts two groups is at the start of `rest`: up to two spaces and one sign; 0 where nothing does.
fn gap_len(rest: &[u8]) -> usize {
    let len = rest.iter().take(GAP + 1).take_while(|byte| is_gap(**byte)).count();
    let gap = rest.get(..len).unwrap_or_default();
    let signs = gap.iter().filter(|byte| **byte != b' ').count();
    // A sentence ends with a number, and the next one begins with a word: `tax no. 123 456 78. BP 120/80`.
    let ends = gap.starts_with(b". ") && !rest.get(len).is_some_and(u8::is_ascii_digit);
    // An address writes `+` for a space; with spaces round it, it adds.
    if len <= GAP && signs <= 1 && !ends && (len == 1 || !gap.contains(&b'+')) { len } else { 0 }
}

/// Whether digits one by one go on behind the comma at `at`, as they are written down from what is said: `7 0 4, 6 2 0`.
fn is_dictated(text: &[u8], at: usize) -> bool {
    let digits = text.get(at.saturating_sub(3)..at + 3);
    matches!(digits, Some([b'0'..=b'9', b' ', b'0'..=b'9', b',', b' ', b'0'..=b'9']))
        && !text.get(at + 3).is_some_and(u8::is_ascii_alphanumeric)
}

/// How long the end of a line is at the start of `rest`, with a sign before it and the spaces before the digit that the next line begins
/// with, or behind a hyphen the letter; 0 where none is.
pub(super) fn break_len(rest: &[u8]) -> usize {
    let spaces = |from: usize| rest.iter().skip(from).take(MOST).take_while(|byte| matches!(byte, b' ' | b'\r')).count();
    let sign = usize::from(rest.first().is_some_and(|byte| is_hyphen(*byte)));
    let before = sign + spaces(sign);
    let len = before + 1 + spaces(before + 1);
    let goes_on = |byte: &u8| byte.is_ascii_digit() || rest.first() == Some(&b'-') && byte.is_ascii_alphabetic();
    if rest.get(before) == Some(&b'\n') && rest.get(len).is_some_and(goes_on) { len } else { 0 }
}

/// Whether what ends a line with this sign goes on in the next.
fn is_hyphen(byte: u8) -> bool {
    matches!(byte, b'-' | b'/' | b'.')
}

/// Where a group ends that only a gap parts from the one at `at`.
fn gap_before(text: &[u8], at: usize, from: usize) -> Option<usize> {
    let before = text.get(from..at)?;
    let len = before.iter().rev().take(GAP).take_while(|byte| is_gap(**byte)).count();
    let end = at - len;
    (len > 0 && gap_len(text.get(end..).unwrap_or_default()) == len).then_some(end)
}

/// Whether a byte may part the groups of a number.
pub(super) fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'.' | b'/' | b'_' | b'+')
}
